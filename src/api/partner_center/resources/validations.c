/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked before a customer is made: domains, addresses, and what a market asks for. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"

enum {
    PARAMETER_NAMED = 1,
    DOMAIN_BYTES_MAX = 253
};

/* Whether somebody has a domain, or one that begins like it. */
struct domain_work {
    struct store_work work; /* first */
    struct text domain;     /* in lower case */
    bool is_taken;
};

static enum status find_domain(struct store_work *work, struct call *call)
{
    struct domain_work *domain = (struct domain_work *)work;
    struct query_key key = { .text = domain->domain };
    struct row row;

    TRY(call_find_one(call, QUERY_TENANT_OF_DOMAIN, &key, &row));
    domain->is_taken = row.id != 0;
    return STATUS_OK;
}

static enum status find_prefix(struct store_work *work, struct call *call)
{
    struct domain_work *domain = (struct domain_work *)work;
    struct query_key key = { .text = arena_format(&call->arena, "%.*s.", (int)domain->domain.length,
                                                  domain->domain.bytes) };
    struct rows rows;

    TRY(call->store->find(call, QUERY_SHOWN_TENANTS_OF_DOMAINS, &key, &rows));
    domain->is_taken = rows.count > 0;
    return STATUS_OK;
}

static bool read_domain(struct api_call *call, char room[DOMAIN_BYTES_MAX * TEXT_FOLD_GROWTH],
                        struct domain_work *domain)
{
    struct text named = call->parameters[PARAMETER_NAMED];

    if (named.length <= DOMAIN_BYTES_MAX) {
        domain->domain = text_fold(named, room);
        return true;
    }
    code_answer_property(call, "domain");
    return false;
}

/* 404 is the good answer here: nobody has the domain. */
void domain_check(struct api_call *call)
{
    char room[DOMAIN_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct domain_work domain = { .work = { find_domain } };

    if (read_domain(call, room, &domain) && call_read(call, &domain.work))
        call_answer(call, domain.is_taken ? 200 : 404, CONTENT_JSON);
}

void domain_prefix_check(struct api_call *call)
{
    char room[DOMAIN_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct domain_work domain = { .work = { find_prefix } };

    if (!read_domain(call, room, &domain) || !call_read(call, &domain.work))
        return;
    buffer_add_string(&call->response->body, domain.is_taken ? "false" : "true");
    call_answer_json(call);
}

/* Addresses. Which parts a market asks for is not in the book: a country that is a market, a city
 * and a first line are asked for everywhere. */

struct address {
    struct text line, city, state, postal_code, country;
};

static const struct body_field address_fields[] = {
    { "addressLine1", BODY_TEXT, offsetof(struct address, line) },
    { "city", BODY_TEXT, offsetof(struct address, city) },
    { "state", BODY_TEXT, offsetof(struct address, state) },
    { "postalCode", BODY_TEXT, offsetof(struct address, postal_code) },
    { "country", BODY_TEXT, offsetof(struct address, country) },
};

static bool is_market(struct text name, date on)
{
    country market;

    return country_parse(name, &market) && !region_is_none(market_region(market, on));
}

void address_validate(struct api_call *call)
{
    struct address address = { 0 };
    NOT_CLEARED struct json_writer writer;
    struct body body;
    const char *wrong = NULL;

    if (!body_begin(call, &body))
        return;
    if (body_read(call, body.root, address_fields, COUNT_OF(address_fields), &address)) {
        if (address.line.length == 0)
            wrong = "addressLine1";
        else if (address.city.length == 0)
            wrong = "city";
        else if (!is_market(address.country, api_today(call->api)))
            wrong = "country";
        if (wrong == NULL) {
            resource_begin(call, &writer);
            resource_string(&writer, "status", "VerifiedShippable");
            json_key(&writer, "suggestedAddresses");
            json_begin_array(&writer);
            json_end_array(&writer);
            resource_end(call, &writer, 200);
        } else {
            code_answer_property(call, wrong);
        }
    }
    body_end(&body);
}

static void write_list(struct json_writer *writer, const char *key, const char *value)
{
    json_key(writer, key);
    json_begin_array(writer);
    if (value[0] != '\0')
        json_string(writer, value);
    json_end_array(writer);
}

void country_rules_show(struct api_call *call)
{
    struct text named = call->parameters[PARAMETER_NAMED];
    NOT_CLEARED struct json_writer writer;
    char culture[16];

    if (!is_market(named, api_today(call->api))) {
        code_answer(call, CODE_NOT_FOUND, NULL);
        return;
    }
    (void)snprintf(culture, sizeof(culture), "en-%.2s", named.bytes);
    resource_begin(call, &writer);
    resource_text(&writer, "iso2Code", named);
    resource_string(&writer, "defaultCulture", culture);
    resource_flag(&writer, "isStateRequired", false);
    write_list(&writer, "supportedStatesList", "");
    write_list(&writer, "supportedLanguagesList", "en");
    write_list(&writer, "supportedCulturesList", culture);
    resource_flag(&writer, "isPostalCodeRequired", false);
    resource_flag(&writer, "isCityRequired", true);
    resource_flag(&writer, "isVatIdSupported", false);
    resource_flag(&writer, "isTaxIdSupported", false);
    resource_flag(&writer, "isTaxIdOptional", true);
    write_list(&writer, "countryCallingCodesList", "");
    resource_attributes(&writer, "CountryValidationRules", NULL);
    resource_end(call, &writer, 200);
}
