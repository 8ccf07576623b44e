/* SPDX-License-Identifier: Apache-2.0 */
/* A customer, and who it is. */
#include <stdio.h>
#include <strings.h>

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

bool customer_begin(struct api_call *call, struct customer *out_customer)
{
    uint64_t position = 0;
    guid id = GUID_NONE;
    date today = api_today(call->api);

    if (!customer_read_id(call, &id))
        return false;
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

static void write_address(struct json_writer *writer, const char *key,
                          const struct tenant_card *card)
{
    json_key(writer, key);
    json_begin_object(writer);
    json_key(writer, "country");
    json_country(writer, card->country);
    json_end_object(writer);
}

static void write_company(struct json_writer *writer, const struct tenant_card *card,
                          enum customer_form form)
{
    char uri[URI_BYTES];

    resource_guid(writer, "tenantId", card->id);
    resource_text(writer, "domain", card->domain);
    resource_text(writer, "companyName", card->organization);
    if (form == CUSTOMER_WHOLE)
        write_address(writer, "address", card);
    resource_links(writer, uri_of(card, "/profiles/company", uri));
    resource_attributes(writer, "CustomerCompanyProfile", NULL);
}

static void write_billing(struct json_writer *writer, const struct tenant_card *card)
{
    char uri[URI_BYTES];
    char etag[ETAG_BYTES];

    resource_guid(writer, "id", card->id);
    resource_text(writer, "companyName", card->organization);
    write_address(writer, "defaultAddress", card);
    resource_links(writer, uri_of(card, "/profiles/billing", uri));
    resource_etag(card->organization, etag);
    resource_attributes(writer, "CustomerBillingProfile", etag);
}

void customer_write(struct json_writer *writer, const struct tenant_card *card,
                    enum customer_form form)
{
    char uri[URI_BYTES];
    bool is_whole = form == CUSTOMER_WHOLE;

    resource_guid(writer, "id", card->id);
    if (is_whole)
        resource_guid(writer, "commerceId", card->id);
    json_key(writer, "companyProfile");
    json_begin_object(writer);
    write_company(writer, card, form);
    json_end_object(writer);
    if (is_whole) {
        json_key(writer, "billingProfile");
        json_begin_object(writer);
        write_billing(writer, card);
        json_end_object(writer);
        json_key(writer, "customDomains");
        json_begin_array(writer);
        json_text(writer, card->domain);
        json_end_array(writer);
    }
    resource_string(writer, "relationshipToPartner", "reseller");
    resource_links(writer, uri_of(card, "", uri));
    resource_attributes(writer, "Customer", NULL);
}

void customer_show(struct api_call *call)
{
    struct customer customer;
    NOT_CLEARED struct json_writer writer;

    if (!customer_begin(call, &customer))
        return;
    resource_begin(call, &writer);
    customer_write(&writer, &customer.card, CUSTOMER_WHOLE);
    resource_end(call, &writer, 200);
    customer_end(&customer);
}

void customer_company_show(struct api_call *call)
{
    struct customer customer;
    NOT_CLEARED struct json_writer writer;

    if (!customer_begin(call, &customer))
        return;
    resource_begin(call, &writer);
    write_company(&writer, &customer.card, CUSTOMER_WHOLE);
    resource_end(call, &writer, 200);
    customer_end(&customer);
}

void customer_billing_show(struct api_call *call)
{
    struct customer customer;
    NOT_CLEARED struct json_writer writer;

    if (!customer_begin(call, &customer))
        return;
    resource_begin(call, &writer);
    write_billing(&writer, &customer.card);
    resource_end(call, &writer, 200);
    customer_end(&customer);
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
        if (change.relationship.length != 4 ||
            strncasecmp(change.relationship.bytes, "none", 4) != 0)
            code_answer_property(call, "relationshipToPartner");
        else if (acting_do_plain(call, &use_case_remove_customer, &input))
            write_removed(call, input.customer);
    }
    body_end(&body);
}
