/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/digest.h"

#include <sodium.h>

void digest_write(struct text bytes, char out_digest[DIGEST_LENGTH + 1])
{
    static const char prefix[] = "sha256:";
    unsigned char hash[crypto_hash_sha256_BYTES];

    (void)crypto_hash_sha256(hash, (const unsigned char *)bytes.bytes, bytes.length);
    memcpy(out_digest, prefix, sizeof(prefix));
    (void)sodium_bin2hex(out_digest + sizeof(prefix) - 1, 2 * sizeof(hash) + 1, hash, sizeof(hash));
}
