/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/digest.h"

#include <nettle/base16.h>

#include "base/sha256.h"

void digest_write(struct text bytes, char out_digest[DIGEST_LENGTH + 1])
{
    static const char prefix[] = "sha256:";
    unsigned char hash[SHA256_BYTES];

    sha256_of(bytes, hash);
    memcpy(out_digest, prefix, sizeof(prefix));
    base16_encode_update(out_digest + sizeof(prefix) - 1, sizeof(hash), hash);
    out_digest[DIGEST_LENGTH] = '\0';
}
