/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_SIGNING_KEY_H
#define AVAL_API_IDENTITY_SIGNING_KEY_H

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"
#include "engine/fault.h"

/* A key with which access tokens are signed: RSA of 2048 bits, RS256. */
struct signing_key;

enum {
    KEY_ID_LENGTH = 43, /* the thumbprint of RFC 7638 in base64url */
    SIGNATURE_BYTES = 256
};

/** Makes a key in a file, for its owner alone, if there is no such file. */
enum status signing_key_make(const char *path, struct fault *fault) MUST_CHECK;

/** Reads the key of a file. */
enum status signing_key_open(const char *path, struct signing_key **out_key, struct fault *fault)
    MUST_CHECK;

/** Accepts NULL. */
void signing_key_close(struct signing_key *key);

/** The name of the key. */
const char *signing_key_id(const struct signing_key *key);

/** Signs. False: no memory. */
bool signing_key_sign(struct signing_key *key, struct text bytes,
                      unsigned char out_signature[SIGNATURE_BYTES]);

/** Whether it is the key's signature of the bytes. */
bool signing_key_verify(struct signing_key *key, struct text bytes,
                        const unsigned char signature[SIGNATURE_BYTES]);

/** Adds the public key as a JSON Web Key. */
void signing_key_write(struct buffer *buffer, const struct signing_key *key);

#endif
