/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_SIGNER_H
#define AVAL_API_WEBHOOKS_SIGNER_H

#include "api/identity/private_file.h"
#include "api/identity/signing_key.h"

/*
 * Who signs deliveries: a key of its own (webhook_key.pem, RSA, made when it is first needed), and
 * a certificate for it by the book's authority, which is made anew whenever a server starts. For
 * any thread.
 */
struct signer;

enum {
    SIGNATURE_TEXT_BYTES = (SIGNATURE_BYTES + 2) / 3 * 4 + 1
};

/** NULL: no memory. Nothing is read or made yet. */
struct signer *signer_new(const char *folder);

/** Accepts NULL. */
void signer_free(struct signer *signer);

/** Signs (RSA-SHA256), as base64. NO_MEMORY, WRITE_FAILED, CORRUPT. */
enum status signer_sign(struct signer *signer, struct text bytes,
                        char out_signature[SIGNATURE_TEXT_BYTES], struct fault *fault) MUST_CHECK;

/** Adds the certificate (DER). NO_MEMORY, WRITE_FAILED, CORRUPT. */
enum status signer_add_certificate(struct signer *signer, struct buffer *buffer,
                                   struct fault *fault) MUST_CHECK;

#endif
