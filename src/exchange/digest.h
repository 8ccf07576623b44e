/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_DIGEST_H
#define AVAL_EXCHANGE_DIGEST_H

#include "base/text.h"

/* The length of "sha256:" and 64 hexadecimal digits. */
enum {
    DIGEST_LENGTH = 7 + 64
};

/** Writes the digest of some bytes, and a NUL. */
void digest_write(struct text bytes, char out_digest[DIGEST_LENGTH + 1]);

#endif
