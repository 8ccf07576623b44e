/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_SHA256_H
#define AVAL_BASE_SHA256_H

#include <nettle/sha2.h>

#include "base/attributes.h"
#include "base/text.h"

/* SHA-256 (FIPS 180-4), by the processor's own instructions where it has them. Nothing fails. */
enum {
    SHA256_BYTES = 32
};

_Static_assert(SHA256_BYTES == SHA256_DIGEST_SIZE, "a hash has its length");

/* A hash of bytes that come one after the other. */
struct sha256 {
    struct sha256_ctx state;
};

static inline void sha256_begin(struct sha256 *sha256)
{
    sha256_init(&sha256->state);
}

static inline void sha256_add(struct sha256 *sha256, struct text bytes)
{
    sha256_update(&sha256->state, bytes.length, (const unsigned char *)bytes.bytes);
}

/** Gives the hash of all that was added since it began. */
static inline void sha256_end(struct sha256 *sha256, unsigned char out_hash[SHA256_BYTES])
{
    sha256_digest(&sha256->state, SHA256_BYTES, out_hash);
}

/** Gives the hash of some bytes. */
static inline void sha256_of(struct text bytes, unsigned char out_hash[SHA256_BYTES])
{
    NOT_CLEARED struct sha256 sha256;

    sha256_begin(&sha256);
    sha256_add(&sha256, bytes);
    sha256_end(&sha256, out_hash);
}

#endif
