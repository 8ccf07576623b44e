/* SPDX-License-Identifier: Apache-2.0 */
#include "model/address.h"

#include <regex.h>
#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"

enum {
    PATTERN_TEXT_MAX = 64 /* what is longer is no postal code and no telephone number */
};

/* Ordered by market: made from data/addresses.csv at build time. */
static const struct address_rules rows[] = {
#include "addresses.inc"
};

const struct address_rules *address_rules_find(country market)
{
    char letters[3];

    country_format(market, letters);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].market, letters) == 0)
            return &rows[i];
    return NULL;
}

/* Whether the text fits the pattern, whole; each fits the empty one. */
static enum status fits(const char *pattern, struct text text, bool *out_fits)
{
    char copy[PATTERN_TEXT_MAX + 1];
    regex_t compiled;

    *out_fits = pattern[0] == '\0';
    if (*out_fits || text.length > PATTERN_TEXT_MAX ||
        memchr(text.bytes, '\0', text.length) != NULL)
        return STATUS_OK;
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0)
        return STATUS_NO_MEMORY;
    *out_fits = regexec(&compiled, copy, 0, NULL, 0) == 0;
    regfree(&compiled);
    return STATUS_OK;
}

static bool is_listed(const char *list, struct text word)
{
    while (*list != '\0') {
        size_t length = strcspn(list, " ");

        if (text_equal(word, (struct text){ list, length }))
            return true;
        list += length + (list[length] == ' ' ? 1 : 0);
    }
    return false;
}

static enum status check_rules(const struct address *address, const struct address_rules *rules,
                               enum address_part *out_wrong)
{
    bool is_right = false;

    *out_wrong = ADDRESS_STATE;
    if (rules->states[0] != '\0' && !is_listed(rules->states, address->state))
        return STATUS_OK;
    *out_wrong = ADDRESS_POSTAL_CODE;
    if (address->postal_code.length == 0 && rules->is_postal_code_required)
        return STATUS_OK;
    if (address->postal_code.length > 0) {
        TRY(fits(rules->postal_code, address->postal_code, &is_right));
        if (!is_right)
            return STATUS_OK;
    }
    *out_wrong = ADDRESS_PHONE;
    if (address->phone.length > 0) {
        TRY(fits(rules->phone, address->phone, &is_right));
        if (!is_right)
            return STATUS_OK;
    }
    *out_wrong = ADDRESS_PART_COUNT;
    return STATUS_OK;
}

enum status address_check(const struct address *address, date on, enum address_part *out_wrong)
{
    const struct address_rules *rules = NULL;
    country market;

    *out_wrong = ADDRESS_COUNTRY;
    if (!country_parse(address->country, &market) || region_is_none(market_region(market, on)))
        return STATUS_OK;
    *out_wrong = ADDRESS_LINE;
    if (address->line.length == 0)
        return STATUS_OK;
    *out_wrong = ADDRESS_CITY;
    if (address->city.length == 0)
        return STATUS_OK;
    rules = address_rules_find(market);
    if (rules != NULL)
        return check_rules(address, rules, out_wrong);
    *out_wrong = ADDRESS_PART_COUNT;
    return STATUS_OK;
}
