/* SPDX-License-Identifier: Apache-2.0 */
/* A customer, and who it is. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/partner_center/resources/customer.h"
#include "engine/use_cases.h"

/* Where in a path the parameters stand. */
enum {
    PARAMETER_CUSTOMER = 1 /* behind the version */
};

bool customer_read_id(struct api_call *call, guid *out_id)
{
    if (guid_parse(call->parameters[PARAMETER_CUSTOMER], out_id))
        return true;
    code_answer(call, CODE_CUSTOMER_WRONG, NULL);
    return false;
}

static bool customer_begin_id(struct api_call *call, guid id, struct customer *out_customer)
{
    uint64_t position = 0;
    date today = api_today(call->api);

    out_customer->call = call;
    out_customer->book = follower_begin_reading(call->api->follower, &position);
    if (!book_find_customer(out_customer->book, call->principal.tenant, id, today,
                            &out_customer->tenant)) {
        follower_end_reading(call->api->follower);
        code_answer(call, CODE_NO_RELATIONSHIP, NULL);
        return false;
    }
    out_customer->card = book_tenant_card(out_customer->book, out_customer->tenant);
    return true;
}

bool customer_begin(struct api_call *call, struct customer *out_customer)
{
    guid id = GUID_NONE;

    return customer_read_id(call, &id) && customer_begin_id(call, id, out_customer);
}

void customer_end(struct customer *customer)
{
    follower_end_reading(customer->call->api->follower);
}

/* What is written of one. */

static const char *uri_of(const struct tenant_card *card, const char *rest, char out_uri[URI_BYTES])
{
    char id[GUID_LENGTH + 1];

    guid_format(card->id, id);
    (void)snprintf(out_uri, URI_BYTES, "/customers/%s%s", id, rest);
    return out_uri;
}

/* What the store has of a customer beside the book in memory. */
struct customer_work {
    struct store_work work; /* first */
    guid id;
    void (*write)(struct customer_work *whole); /* while what was read is there */
    struct json_writer *writer;
    const struct tenant_card *card;
    struct particulars company;
    struct particulars billing;
    uint64_t version;                               /* of the billing particulars */
    const struct customer_credentials *credentials; /* NULL: none are told */
};

static enum status read_particulars(struct store_work *work, struct call *call)
{
    struct customer_work *whole = (struct customer_work *)work;
    struct query_key key = { .ids = { whole->id } };
    struct rows rows;

    TRY(call->store->find(call, QUERY_PARTICULARS_OF_TENANT, &key, &rows));
    whole->version = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;
        bool is_billing = fact->particulars.purpose == PARTICULARS_BILLING;

        if (is_billing)
            whole->version = rows.list[i].id;
        if (!interval_holds(fact->valid, call->today))
            continue;
        if (is_billing)
            whole->billing = fact->particulars.are;
        else if (fact->particulars.purpose == PARTICULARS_COMPANY)
            whole->company = fact->particulars.are;
    }
    if (whole->write != NULL)
        whole->write(whole);
    return STATUS_OK;
}

static void write_etag(const struct customer_work *whole, char out_etag[ETAG_BYTES])
{
    char content[GUID_LENGTH + 24];
    int length = 0;

    guid_format(whole->id, content);
    length = snprintf(content + GUID_LENGTH, sizeof(content) - GUID_LENGTH, " %llu",
                      (unsigned long long)whole->version);
    resource_etag((struct text){ content, (size_t)(GUID_LENGTH + length) }, out_etag);
}

static void write_address(struct json_writer *writer, const char *key,
                          const struct particulars *are, const struct tenant_card *card)
{
    char market[3];

    country_format(card->country, market);
    json_key(writer, key);
    json_begin_object(writer);
    resource_text(writer, "country",
                  are->address_country.length > 0 ? are->address_country : text_of(market));
    resource_text(writer, "region", are->address_region);
    resource_text(writer, "city", are->city);
    resource_text(writer, "state", are->state);
    resource_text(writer, "addressLine1", are->address_line_1);
    resource_text(writer, "addressLine2", are->address_line_2);
    resource_text(writer, "postalCode", are->postal_code);
    resource_text(writer, "firstName", are->first_name);
    resource_text(writer, "lastName", are->last_name);
    resource_text(writer, "phoneNumber", are->phone);
    json_end_object(writer);
}

/* Who it is; in a list without its particulars, which are NULL there. */
static void write_company(struct json_writer *writer, const struct tenant_card *card,
                          const struct particulars *are)
{
    NOT_CLEARED char uri[URI_BYTES];

    resource_guid(writer, "tenantId", card->id);
    resource_text(writer, "domain", card->domain);
    resource_text(writer, "companyName", card->organization);
    if (are != NULL) {
        write_address(writer, "address", are, card);
        resource_text(writer, "email", are->email);
        resource_text(writer, "organizationRegistrationNumber", are->registration_number);
    }
    resource_links(writer, uri_of(card, "/profiles/company", uri));
    resource_attributes(writer, "CustomerCompanyProfile", NULL);
}

static void write_billing(struct json_writer *writer, const struct customer_work *whole)
{
    const struct particulars *are = &whole->billing;
    NOT_CLEARED char uri[URI_BYTES];
    char etag[ETAG_BYTES];

    resource_guid(writer, "id", whole->card->id);
    resource_text(writer, "firstName", are->contact_first_name);
    resource_text(writer, "lastName", are->contact_last_name);
    resource_text(writer, "email", are->email);
    resource_text(writer, "culture", are->culture);
    resource_text(writer, "language", are->language);
    resource_text(writer, "companyName",
                  are->company_name.length > 0 ? are->company_name : whole->card->organization);
    write_address(writer, "defaultAddress", are, whole->card);
    resource_links(writer, uri_of(whole->card, "/profiles/billing", uri));
    write_etag(whole, etag);
    resource_attributes(writer, "CustomerBillingProfile", etag);
}

static void write_rest(struct json_writer *writer, const struct tenant_card *card)
{
    NOT_CLEARED char uri[URI_BYTES];

    resource_string(writer, "relationshipToPartner", "reseller");
    resource_links(writer, uri_of(card, "", uri));
    resource_attributes(writer, "Customer", NULL);
}

void customer_write(struct json_writer *writer, const struct tenant_card *card)
{
    resource_guid(writer, "id", card->id);
    json_key(writer, "companyProfile");
    json_begin_object(writer);
    write_company(writer, card, NULL);
    json_end_object(writer);
    write_rest(writer, card);
}

static void write_credentials(struct json_writer *writer,
                              const struct customer_credentials *credentials)
{
    json_key(writer, "userCredentials");
    json_begin_object(writer);
    resource_string(writer, "userName", credentials->user_name);
    resource_string(writer, "password", credentials->password);
    json_end_object(writer);
}

static void write_whole(struct customer_work *whole)
{
    struct json_writer *writer = whole->writer;

    resource_guid(writer, "id", whole->card->id);
    resource_guid(writer, "commerceId", whole->card->id);
    json_key(writer, "companyProfile");
    json_begin_object(writer);
    write_company(writer, whole->card, &whole->company);
    json_end_object(writer);
    json_key(writer, "billingProfile");
    json_begin_object(writer);
    write_billing(writer, whole);
    json_end_object(writer);
    json_key(writer, "customDomains");
    json_begin_array(writer);
    json_text(writer, whole->card->domain);
    json_end_array(writer);
    if (whole->credentials != NULL)
        write_credentials(writer, whole->credentials);
    write_rest(writer, whole->card);
}

static void write_company_alone(struct customer_work *whole)
{
    write_company(whole->writer, whole->card, &whole->company);
}

static void write_billing_alone(struct customer_work *whole)
{
    write_billing(whole->writer, whole);
}

/* Answers with what is written of a customer that was found. */
static void answer(struct customer *customer, struct customer_work *whole, unsigned status)
{
    NOT_CLEARED struct json_writer writer;

    whole->work.run = read_particulars;
    whole->id = customer->card.id;
    whole->card = &customer->card;
    whole->writer = &writer;
    resource_begin(customer->call, &writer);
    if (call_read(customer->call, &whole->work))
        resource_end(customer->call, &writer, status);
    customer_end(customer);
}

static void show(struct api_call *call, void (*write)(struct customer_work *whole))
{
    struct customer_work whole = { .write = write };
    struct customer customer;

    if (customer_begin(call, &customer))
        answer(&customer, &whole, 200);
}

void customer_show(struct api_call *call)
{
    show(call, write_whole);
}

void customer_company_show(struct api_call *call)
{
    show(call, write_company_alone);
}

void customer_billing_show(struct api_call *call)
{
    show(call, write_billing_alone);
}

void customer_answer_new(struct api_call *call, guid id,
                         const struct customer_credentials *credentials)
{
    struct customer_work whole = { .write = write_whole, .credentials = credentials };
    struct customer customer;

    if (customer_begin_id(call, id, &customer))
        answer(&customer, &whole, 201);
}

bool customer_read_billing(struct api_call *call, guid id, char out_etag[ETAG_BYTES])
{
    struct customer_work whole = { .work = { read_particulars }, .id = id };

    if (!call_read(call, &whole.work))
        return false;
    write_etag(&whole, out_etag);
    return true;
}

/* Ends the relationship: all that may be changed of a customer as such. */

struct customer_change {
    struct text relationship;
};

static const struct body_field change_fields[] = {
    { "relationshipToPartner", BODY_TEXT, offsetof(struct customer_change, relationship) },
};

static void write_removed(struct api_call *call, guid customer)
{
    NOT_CLEARED struct json_writer writer;

    resource_begin(call, &writer);
    resource_guid(&writer, "id", customer);
    resource_string(&writer, "relationshipToPartner", "none");
    resource_attributes(&writer, "Customer", NULL);
    resource_end(call, &writer, 200);
}

void customer_change(struct api_call *call)
{
    struct act_input input = act_input_begin();
    struct customer_change change = { 0 };
    struct body body;

    input.partner = call->principal.tenant;
    if (!customer_read_id(call, &input.customer) || !body_begin(call, &body))
        return;
    if (body_read(call, body.root, change_fields, COUNT_OF(change_fields), &change)) {
        if (!text_is_in_any_case(change.relationship, "none"))
            code_answer_property(call, "relationshipToPartner");
        else if (acting_do_plain(call, &use_case_remove_customer, &input))
            write_removed(call, input.customer);
    }
    body_end(&body);
}
