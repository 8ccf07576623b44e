/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_CODES_H
#define AVAL_API_REGISTRY_CODES_H

#include <stdint.h>

#include "api/registry/registry.h"
#include "base/guid.h"

/*
 * Authorization codes (RFC 6749, 4.1): what a browser brings from the sign-in page to a client, and
 * the client changes for tokens. A code is 256 random bits, of which the hash is kept; it is good
 * once, for the client and the redirect URI that it was made for.
 */

enum {
    CODE_LENGTH = 43,   /* in base64url */
    CODE_SECONDS = 300, /* in which it is good; so long after that a second use is noticed */
    REDIRECT_LENGTH_MAX = 1024,
    CHALLENGE_LENGTH = 43, /* of a SHA-256 in base64url (RFC 7636, 4.2) */
    NONCE_LENGTH_MAX = 256,
    SCOPE_LENGTH_MAX = 1024
};

/* What a code stands for. */
struct code {
    guid app;
    guid user;
    struct text redirect;
    struct text challenge; /* empty: none was brought */
    struct text nonce;     /* for the id token; or empty */
    struct text scope;     /* what was asked for, in the words of either version of the endpoint */
    struct text resource;
};

/* The same when it is used. */
struct code_used {
    guid user;
    char challenge[CHALLENGE_LENGTH + 1];
    char nonce[NONCE_LENGTH_MAX + 1];
    char scope[SCOPE_LENGTH_MAX + 1];
    char resource[SCOPE_LENGTH_MAX + 1];
};

/** Makes a code; its texts are within the limits. WRITE_FAILED, CONFLICT: app or user is gone. */
enum status code_make(struct registry *registry, const struct code *code, int64_t now,
                      char out_text[CODE_LENGTH + 1], struct fault *fault) MUST_CHECK;

/* Who changes a code for tokens. */
struct code_user {
    struct text text; /* the code */
    guid app;
    struct text redirect;
    guid session; /* the session that will begin by it */
};

/**
 * Uses a code up. NOT_FOUND: it is none of the app for that URI, or no longer; who brings a used
 * one again has a copy, or somebody else has: the session that began by it ends. WRITE_FAILED.
 */
enum status code_use(struct registry *registry, const struct code_user *by, int64_t now,
                     struct code_used *out_used) MUST_CHECK;

/** Whether the verifier is what the challenge was made of (S256). */
bool code_verifier_is(const char *challenge, struct text verifier);

/**
 * Registers a redirect URI of an app: https, or http on this machine, or a scheme of an
 * application's own (RFC 8252, 7.1), without fragment. INVALID, CONFLICT, WRITE_FAILED.
 */
enum status redirect_add(struct registry *registry, guid app, struct text uri, struct fault *fault)
    MUST_CHECK;

/** Whether that is a redirect URI: what redirect_add() takes. */
bool redirect_is_sound(struct text uri);

/** Whether the app has that redirect URI; on this machine the port may be another (RFC 8252,
 * 7.3). */
bool redirect_is_known(struct registry *registry, guid app, struct text uri);

#endif
