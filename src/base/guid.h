/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_GUID_H
#define AVAL_BASE_GUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A GUID: the sixteen bytes as they are written, big-endian in two halves. */
typedef struct {
    uint64_t high;
    uint64_t low;
} guid;

/* The GUID of nobody, where one may be absent. */
#define GUID_NONE ((guid){ 0, 0 })

/* The length of "8-4-4-4-12" hexadecimal digits. */
enum {
    GUID_LENGTH = 36
};

/** Reads a GUID, its letters in either case, without braces. */
bool guid_parse(struct text text, guid *out_guid);

/** Writes the GUID in lower case, and a NUL. */
void guid_format(guid id, char out_text[GUID_LENGTH + 1]);

static inline bool guid_equal(guid left, guid right)
{
    return left.high == right.high && left.low == right.low;
}

static inline bool guid_is_none(guid id)
{
    return guid_equal(id, GUID_NONE);
}

/** The order of two GUIDs, which is that of their texts: below 0, 0 or above. */
static inline int guid_compare(guid left, guid right)
{
    if (left.high != right.high)
        return left.high < right.high ? -1 : 1;
    return (left.low > right.low) - (left.low < right.low);
}

#endif
