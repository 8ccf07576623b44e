/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_ADDRESS_H
#define AVAL_MODEL_ADDRESS_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/status.h"
#include "model/market.h"

/*
 * What addresses of a market have to be like (data/addresses.csv). Patterns are extended regular
 * expressions of POSIX; lists are parted by spaces. An empty text: nothing is known, and nothing
 * asked for.
 */
struct address_rules {
    char market[3];
    const char *calling_code; /* of the country, without a plus */
    const char *postal_code;  /* a pattern */
    bool is_postal_code_required;
    const char *states; /* where they are known, one of them is required */
    const char *languages, *cultures;
    const char *phone;  /* a pattern */
    const char *tax_id; /* how it looks, with # for a digit */
    const char *vat_id; /* a pattern */
    bool is_tax_id_supported;
};

/** The rules of a market; NULL: it is in no row. */
const struct address_rules *address_rules_find(country market);

/* An address; a part is the empty text where it is not told. */
struct address {
    struct text country, line, city, state, postal_code, phone;
};

enum address_part {
    ADDRESS_COUNTRY,
    ADDRESS_LINE,
    ADDRESS_CITY,
    ADDRESS_STATE,
    ADDRESS_POSTAL_CODE,
    ADDRESS_PHONE,
    ADDRESS_PART_COUNT
};

/**
 * Finds the first part that is missing or wrong; ADDRESS_PART_COUNT: there is none. A country that
 * is a market on the day, a line and a city are required of all. NO_MEMORY.
 */
enum status address_check(const struct address *address, date on, enum address_part *out_wrong)
    MUST_CHECK;

#endif
