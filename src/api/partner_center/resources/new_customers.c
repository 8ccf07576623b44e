/* SPDX-License-Identifier: Apache-2.0 */
/* Customers that a partner makes, and in a sandbox takes away again; and their particulars. */
#include <sodium.h>
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/partner_center/resources/address_answer.h"
#include "api/partner_center/resources/customer.h"
#include "engine/use_cases.h"

#define BILLING "billingProfile."
#define ADDRESS BILLING "defaultAddress."

static const struct acting_field creation_rows[] = {
    { "companyProfile.domain", "domain", true },
    { BILLING "companyName", "name", true },
    { ADDRESS "country", "country", true },
    { "associatedPartnerId", "reseller", false },
    { "companyProfile.organizationRegistrationNumber", "registration_number", false },
    { BILLING "culture", "culture", true },
    { BILLING "language", "language", true },
    { BILLING "email", "email", true },
    { BILLING "firstName", "contact_first_name", false },
    { BILLING "lastName", "contact_last_name", false },
    { ADDRESS "firstName", "first_name", false },
    { ADDRESS "lastName", "last_name", false },
    { ADDRESS "phoneNumber", "phone", false },
    { ADDRESS "region", "address_region", false },
    { ADDRESS "state", "state", false },
    { ADDRESS "city", "city", true },
    { ADDRESS "addressLine1", "address_line_1", true },
    { ADDRESS "addressLine2", "address_line_2", false },
    { ADDRESS "postalCode", "postal_code", false },
};

static const struct acting_fields creation_fields = { &use_case_create_customer, creation_rows,
                                                      COUNT_OF(creation_rows) };

/* Checks an address that came in the property `object`, with the market that was told beside. */
static bool check_address(struct api_call *call, const char *object, struct text market,
                          const struct particulars *are)
{
    struct address address = { market,     are->address_line_1, are->city,
                               are->state, are->postal_code,    are->phone };

    return address_is_right(call, object, &address);
}

static bool check_new_address(struct api_call *call, const struct act_input *input)
{
    char market[3];

    country_format(input->country, market);
    return check_address(call, "billingProfile.defaultAddress", text_of(market),
                         &input->particulars);
}

#define FIRST_ADMIN "admin"

/*
 * Makes the first administrator of a new customer, who signs in as "admin@" and its domain. False:
 * there is none, because the name is taken, is not one of a user, or could not be written; the
 * customer is there all the same, and whoever runs the server can add users.
 */
static bool add_first_admin(struct api_call *call, guid customer, struct text domain,
                            char out_password[PASSWORD_MADE_LENGTH + 1])
{
    char name[USER_NAME_BYTES];
    int length =
        snprintf(name, sizeof(name), FIRST_ADMIN "@%.*s", (int)domain.length, domain.bytes);
    struct user_request request = { .principal = { customer, PRINCIPAL_CUSTOMER_ADMIN } };
    struct fault fault = { 0 };
    guid id;

    if (length < 0 || (size_t)length >= sizeof(name))
        return false;
    password_make(out_password);
    request.name = text_of(name);
    request.password = text_of(out_password);
    return user_add(tokens_registry(call->api->tokens), &request, &id, &fault) == STATUS_OK;
}

/* An act that was done before has told the password then. */
static void answer_new(struct api_call *call, guid customer, struct text domain, bool is_repeated)
{
    char password[PASSWORD_MADE_LENGTH + 1];
    struct customer_credentials credentials = { FIRST_ADMIN, password };
    bool has_admin = !is_repeated && add_first_admin(call, customer, domain, password);

    customer_answer_new(call, customer, has_admin ? &credentials : NULL);
    sodium_memzero(password, sizeof(password));
}

void customer_create(struct api_call *call)
{
    struct act_input input = act_input_begin();
    char room[ACTING_ROOM_BYTES];
    struct act_answer answer;
    struct body body;

    if (!body_begin(call, &body))
        return;
    input.partner = call->principal.tenant;
    if (acting_fill(call, &body, &creation_fields, room, &input) &&
        check_new_address(call, &input) &&
        acting_do(call, &use_case_create_customer, &input, &answer)) {
        guid customer = acting_note(&answer, "customer");
        bool is_repeated = answer.is_repeated;

        act_answer_done(&answer);
        answer_new(call, customer, input.domain, is_repeated);
    }
    body_end(&body);
}

void customer_delete(struct api_call *call)
{
    struct act_input input = act_input_begin();

    input.partner = call->principal.tenant;
    if (customer_read_id(call, &input.customer) &&
        acting_do_plain(call, &use_case_delete_customer, &input))
        call_answer(call, 204, CONTENT_JSON);
}

static const struct acting_field billing_rows[] = {
    { "companyName", "company_name", false },
    { "culture", "culture", false },
    { "language", "language", false },
    { "email", "email", false },
    { "firstName", "contact_first_name", false },
    { "lastName", "contact_last_name", false },
    { "defaultAddress.country", "address_country", false },
    { "defaultAddress.region", "address_region", false },
    { "defaultAddress.firstName", "first_name", false },
    { "defaultAddress.lastName", "last_name", false },
    { "defaultAddress.phoneNumber", "phone", false },
    { "defaultAddress.state", "state", false },
    { "defaultAddress.city", "city", false },
    { "defaultAddress.addressLine1", "address_line_1", false },
    { "defaultAddress.addressLine2", "address_line_2", false },
    { "defaultAddress.postalCode", "postal_code", false },
};

static const struct acting_fields billing_fields = { &use_case_set_particulars, billing_rows,
                                                     COUNT_OF(billing_rows) };

static const struct body_field etag_fields[] = { { "attributes.etag", BODY_TEXT, 0 } };

/* A body that tells of no address takes it away. */
static bool check_billing_address(struct api_call *call, const struct particulars *are)
{
    bool is_told = are->address_country.length > 0 || are->address_line_1.length > 0 ||
                   are->city.length > 0 || are->postal_code.length > 0;

    return !is_told || check_address(call, "defaultAddress", are->address_country, are);
}

/* The whole profile comes, and takes the place of the one before. */
static void set_billing(struct api_call *call, const struct body *body, struct act_input *input)
{
    char room[ACTING_ROOM_BYTES];
    char etag[ETAG_BYTES];
    struct text in_body = { 0 };

    if (acting_fill(call, body, &billing_fields, room, input) &&
        check_billing_address(call, &input->particulars) &&
        body_read(call, body->root, etag_fields, COUNT_OF(etag_fields), &in_body) &&
        customer_read_billing(call, input->tenant, etag) &&
        resource_etag_is_right(call, etag, in_body) &&
        acting_settle(call, &use_case_set_particulars, input, FAULT_PARTICULARS_THERE))
        customer_billing_show(call);
}

void customer_billing_change(struct api_call *call)
{
    struct act_input input = act_input_begin();
    struct customer customer;
    struct body body;

    if (!customer_begin(call, &customer))
        return;
    customer_end(&customer);
    input.partner = call->principal.tenant;
    input.tenant = customer.card.id;
    input.purpose = PARTICULARS_BILLING;
    if (!body_begin(call, &body))
        return;
    set_billing(call, &body, &input);
    body_end(&body);
}
