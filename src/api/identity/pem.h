/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_PEM_H
#define AVAL_API_IDENTITY_PEM_H

#include <openssl/types.h>

#include "api/identity/private_file.h"

/* Keys and certificates as text between "-----BEGIN …-----" and "-----END …-----". */

/** Adds a private key; a certificate. False: no memory. */
bool pem_add_key(struct buffer *buffer, EVP_PKEY *pair);
bool pem_add_certificate(struct buffer *buffer, X509 *certificate);

/** Reads the first one of the text, for the caller to free. NULL: it is none. */
EVP_PKEY *pem_read_key(struct text text);
X509 *pem_read_certificate(struct text text);

/** Makes the key file if there is none. WRITE_FAILED, NO_MEMORY. */
enum status pem_make_key_file(const char *path, EVP_PKEY *pair, struct fault *fault) MUST_CHECK;

/** Reads a key file. NULL: it cannot be read, or has no key. */
EVP_PKEY *pem_read_key_file(const char *path);

/** Forgets a buffer that holds a secret. */
void secret_buffer_done(struct buffer *buffer);

#endif
