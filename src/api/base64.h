/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_BASE64_H
#define AVAL_API_BASE64_H

#include <sodium.h>

#include "base/text.h"

/* The alphabets (RFC 4648): that of tokens, and that of the header Authorization: Basic. */
enum base64 {
    BASE64_URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
    BASE64_PADDED = sodium_base64_VARIANT_ORIGINAL
};

/* Where bytes are put that were read. */
struct base64_room {
    void *bytes;
    size_t size;
};

/**
 * Reads a text that comes from outside. False, with nothing said of the room's bytes: a sign that
 * is none, bits left over, or more bytes than there is room for.
 */
bool base64_parse(struct text text, enum base64 alphabet, struct base64_room room,
                  size_t *out_length);

#endif
