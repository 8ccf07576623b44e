/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_FUZZ_VARIANT_H
#define AVAL_TESTS_FUZZ_VARIANT_H

#include "base/buffer.h"

/* How a document is written, so that it means the same. */
enum variant {
    VARIANT_SPACED = 1,  /* spaces and line ends wherever they may be */
    VARIANT_ESCAPED = 2, /* letters as \u0061 */
    /* Only where property names may be in any case, and what nobody knows is passed over. */
    VARIANT_PASCAL = 4,
    VARIANT_CAPITALS = 8,
    VARIANT_NULLS = 16,   /* members that are null are left out, and others are added */
    VARIANT_UNKNOWN = 32, /* members that nobody knows are added */
    VARIANT_REVERSED = 64,
    VARIANT_ALL = 127,
    VARIANT_STRICT = 3
};

/** Adds the document in another form; as it is, when it is no JSON or has a name twice. */
void variant_write(struct buffer *buffer, struct text json, unsigned variant);

/**
 * Adds an answer with what differs from run to run masked: ids that the server made, by their
 * places; times; tokens and hashes.
 */
void variant_mask(struct buffer *buffer, struct text answer);

#endif
