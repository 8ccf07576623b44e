/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked before a customer is made: domains, addresses, and what a market asks for. */
#include <stdio.h>
#include <string.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/body.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "api/partner_center/resources/address_answer.h"

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

/* Addresses, and what a market asks of them: model/address.h. */

#define PART(path, member) { path, BODY_TEXT, offsetof(struct address, member) }
static const struct body_field address_fields[] = {
    PART("addressLine1", line),      PART("city", city),       PART("state", state),
    PART("postalCode", postal_code), PART("country", country), PART("phoneNumber", phone),
};
#undef PART

bool address_is_right(struct api_call *call, const char *object, const struct address *address)
{
    static const char *const names[ADDRESS_PART_COUNT] = {
        "country", "addressLine1", "city", "state", "postalCode", "phoneNumber",
    };
    enum address_part wrong = ADDRESS_PART_COUNT;
    char path[64];

    if (address_check(address, api_today(call->api), &wrong) != STATUS_OK) {
        code_answer(call, CODE_FAILED, NULL);
        return false;
    }
    if (wrong == ADDRESS_PART_COUNT)
        return true;
    (void)snprintf(path, sizeof(path), "%s%s%s", object == NULL ? "" : object,
                   object == NULL ? "" : ".", names[wrong]);
    code_answer_property(call, path);
    return false;
}

static void write_right(struct api_call *call)
{
    NOT_CLEARED struct json_writer writer;

    resource_begin(call, &writer);
    resource_string(&writer, "status", "VerifiedShippable");
    json_key(&writer, "suggestedAddresses");
    json_begin_array(&writer);
    json_end_array(&writer);
    resource_end(call, &writer, 200);
}

void address_validate(struct api_call *call)
{
    struct address told = { 0 };
    struct body body;

    if (!body_begin(call, &body))
        return;
    if (body_read(call, body.root, address_fields, COUNT_OF(address_fields), &told) &&
        address_is_right(call, NULL, &told))
        write_right(call);
    body_end(&body);
}

/* A list of words parted by spaces; where none is known, of the one word, if there is one. */
static void write_list(struct json_writer *writer, const char *key, const char *words,
                       const char *otherwise)
{
    const char *at = words[0] != '\0' ? words : otherwise;

    json_key(writer, key);
    json_begin_array(writer);
    while (*at != '\0') {
        size_t length = strcspn(at, " ");

        json_text(writer, (struct text){ at, length });
        at += length + (at[length] == ' ' ? 1 : 0);
    }
    json_end_array(writer);
}

static void write_rules(struct json_writer *writer, const struct address_rules *asked)
{
    char culture[32];
    size_t length = strcspn(asked->cultures, " ");

    (void)snprintf(culture, sizeof(culture), "en-%s", asked->market);
    if (length > 0)
        (void)snprintf(culture, sizeof(culture), "%.*s", (int)length, asked->cultures);
    resource_string(writer, "iso2Code", asked->market);
    resource_string(writer, "defaultCulture", culture);
    resource_flag(writer, "isStateRequired", asked->states[0] != '\0');
    write_list(writer, "supportedStatesList", asked->states, "");
    write_list(writer, "supportedLanguagesList", asked->languages, "en");
    write_list(writer, "supportedCulturesList", asked->cultures, culture);
    resource_flag(writer, "isPostalCodeRequired", asked->is_postal_code_required);
    resource_string(writer, "postalCodeRegex", asked->postal_code);
    resource_flag(writer, "isCityRequired", true);
    resource_flag(writer, "isVatIdSupported", asked->vat_id[0] != '\0');
    resource_string(writer, "taxIdFormat", asked->tax_id);
    resource_string(writer, "vatIdRegex", asked->vat_id);
    resource_string(writer, "phoneNumberRegex", asked->phone);
    resource_flag(writer, "isTaxIdSupported", asked->is_tax_id_supported);
    resource_flag(writer, "isTaxIdOptional", true);
    write_list(writer, "countryCallingCodesList", asked->calling_code, "");
    resource_attributes(writer, "CountryValidationRules", NULL);
}

void country_rules_show(struct api_call *call)
{
    const struct address_rules *asked = NULL;
    NOT_CLEARED struct json_writer writer;
    country market;

    if (country_parse(call->parameters[PARAMETER_NAMED], &market) &&
        !region_is_none(market_region(market, api_today(call->api))))
        asked = address_rules_find(market);
    if (asked == NULL) {
        code_answer(call, CODE_NOT_FOUND, NULL);
        return;
    }
    resource_begin(call, &writer);
    write_rules(&writer, asked);
    resource_end(call, &writer, 200);
}
