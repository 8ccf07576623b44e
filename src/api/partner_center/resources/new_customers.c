/* SPDX-License-Identifier: Apache-2.0 */
/* Customers that the caller creates, and in a sandbox deletes. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "api/partner_center/resources/particulars.h"
#include "engine/use_cases.h"

enum {
    DOMAIN_BYTES_MAX = 253
};

#define ASKED(path, kind, member) { path, kind, offsetof(struct act_input, member) }

static const struct body_field new_fields[] = {
    ASKED("companyProfile.domain", BODY_TEXT, domain),
    ASKED("companyProfile.organizationRegistrationNumber", BODY_TEXT,
          particulars.registration_number),
    ASKED("associatedPartnerId", BODY_GUID, reseller),
};

static const struct body_field billing_field = { "billingProfile", BODY_OBJECT, 0 };

/* Letters, digits, hyphens and points, as names of hosts are; others are of other scripts. */
static bool is_domain(struct text domain)
{
    if (domain.length == 0 || domain.length > DOMAIN_BYTES_MAX)
        return false;
    for (size_t i = 0; i < domain.length; i++) {
        unsigned char byte = (unsigned char)domain.bytes[i];

        if (!(byte >= 0x80 || byte == '-' || byte == '.' || (byte >= '0' && byte <= '9') ||
              (byte >= 'a' && byte <= 'z')))
            return false;
    }
    return true;
}

/* NULL, or the property that is missing or wrong. */
static const char *wrong_property(struct act_input *input)
{
    if (!is_domain(input->domain))
        return "companyProfile.domain";
    if (input->particulars.company_name.length == 0)
        return "billingProfile.companyName";
    return country_parse(input->particulars.address_country, &input->country)
               ? NULL
               : "billingProfile.defaultAddress.country";
}

static bool read(struct api_call *call, const struct body *body, char *room,
                 struct act_input *input)
{
    const struct particulars_form *form = &customer_billing_form;
    yyjson_val *billing = NULL;
    const char *wrong = NULL;

    if (!body_read(call, body->root, new_fields, COUNT_OF(new_fields), input) ||
        !body_read(call, body->root, &billing_field, 1, &billing))
        return false;
    if (billing != NULL &&
        !body_read(call, billing, form->fields, form->field_count, &input->particulars))
        return false;
    input->domain = text_fold(input->domain, room);
    wrong = wrong_property(input);
    if (wrong != NULL) {
        code_answer_property(call, wrong);
        return false;
    }
    if (!particulars_check_address(call, form, &input->particulars))
        return false;
    /* The act has them beside the particulars. */
    input->name = input->particulars.company_name;
    input->particulars.company_name = TEXT("");
    input->particulars.address_country = TEXT("");
    return true;
}

/* Shows what was made. */
struct made_work {
    struct store_work work; /* first */
    struct api_call *call;
    guid customer, reseller;
};

static void write_made(struct json_writer *writer, const struct made_work *made,
                       const struct particulars_found *found)
{
    char id[GUID_LENGTH + 1];
    char uri[URI_BYTES];

    guid_format(made->customer, id);
    resource_string(writer, "id", id);
    resource_string(writer, "commerceId", id);
    json_key(writer, "companyProfile");
    json_begin_object(writer);
    resource_string(writer, "tenantId", id);
    resource_text(writer, "domain", found->tenant.tenant.domain);
    resource_text(writer, "companyName", found->are.company_name);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/profiles/company", id);
    resource_links(writer, uri);
    resource_attributes(writer, "CustomerCompanyProfile", NULL);
    json_end_object(writer);
    json_key(writer, "billingProfile");
    json_begin_object(writer);
    resource_string(writer, "id", id);
    particulars_write(writer, &customer_billing_form, &found->are);
    (void)snprintf(uri, sizeof(uri), "/customers/%s/profiles/billing", id);
    resource_links(writer, uri);
    resource_attributes(writer, "CustomerBillingProfile", found->etag);
    json_end_object(writer);
    resource_string(writer, "relationshipToPartner", "reseller");
    if (!guid_is_none(made->reseller))
        resource_guid(writer, "associatedPartnerId", made->reseller);
    (void)snprintf(uri, sizeof(uri), "/customers/%s", id);
    resource_links(writer, uri);
    resource_attributes(writer, "Customer", NULL);
}

static enum status show_made(struct store_work *work, struct call *call)
{
    struct made_work *made = (struct made_work *)work;
    NOT_CLEARED struct json_writer writer;
    struct particulars_found found;

    TRY(particulars_find(call, made->customer, PARTICULARS_BILLING, &found));
    resource_begin(made->call, &writer);
    write_made(&writer, made, &found);
    resource_end(made->call, &writer, 201);
    return STATUS_OK;
}

static void create(struct api_call *call, const struct act_input *input)
{
    struct made_work made = { .work = { show_made }, .call = call, .reseller = input->reseller };
    struct act_answer answer;

    if (!acting_do(call, &use_case_create_customer, input, &answer))
        return;
    made.customer = acting_note(&answer, "customer");
    act_answer_done(&answer);
    (void)call_read(call, &made.work);
}

void customer_create(struct api_call *call)
{
    struct act_input input = act_input_begin();
    char room[FIELD_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct body body;

    if (!body_begin(call, &body))
        return;
    input.partner = call->principal.tenant;
    if (read(call, &body, room, &input))
        create(call, &input);
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
