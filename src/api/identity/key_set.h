/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_KEY_SET_H
#define AVAL_API_IDENTITY_KEY_SET_H

#include <stdint.h>

#include "api/identity/private_file.h"

/*
 * The keys of access tokens: the one that signs, signing_key.pem, and those before it, for as long
 * as tokens that they signed may live (signing_key.until-SECONDS.pem). A token is only taken when
 * its header is, byte for byte, the one that we write for a key: so no algorithm, key or address
 * that a token names is ever tried. For any thread.
 */
struct key_set;

enum {
    TOKEN_SECONDS = 3600,
    TOKEN_BYTES_MAX = 4096
};

/** Reads the keys of the folder; where there is none one is made. */
enum status key_set_open(const char *folder, struct key_set **out_set, struct fault *fault)
    MUST_CHECK;

/** Accepts NULL. */
void key_set_close(struct key_set *set);

/** Reads the keys again where they have changed; those that cannot be read leave all as it is. */
void key_set_follow(struct key_set *set);

/** Adds a token that claims this, a JSON object. False: no memory. */
bool key_set_sign(struct key_set *set, struct text claims, struct buffer *out_token);

/* A token that a key of the set has signed. */
struct verified {
    unsigned char claims[TOKEN_BYTES_MAX]; /* JSON */
    size_t length;
    uint64_t generation; /* of the keys */
};

/** Whether one of the keys has signed the token. */
bool key_set_verify(struct key_set *set, struct text token, struct verified *out_verified);

/** Rises when the keys change. */
uint64_t key_set_generation(struct key_set *set);

/** Adds the public keys as a JSON Web Key Set. */
void key_set_write(struct buffer *buffer, struct key_set *set);

/* What becomes of the tokens that there are. */
enum rotation {
    ROTATION_KEEP, /* they are good until they expire */
    ROTATION_END   /* they are good no longer */
};

/** Puts a new key in the place of the one that signs. WRITE_FAILED, NO_MEMORY; CONFLICT: too many
 * rotations within the life of a token. */
enum status key_set_rotate(const char *folder, enum rotation rotation, struct fault *fault)
    MUST_CHECK;

/** Seconds since 1970. */
int64_t clock_seconds(void);

#endif
