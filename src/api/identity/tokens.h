/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_TOKENS_H
#define AVAL_API_IDENTITY_TOKENS_H

#include "api/identity/apps.h"

/*
 * Access tokens: JWT, signed with the key of this book (RS256), for one hour. Only our own are
 * taken: the header has to be, byte for byte, the one that we write, so no other algorithm or key
 * is ever tried. What was verified is remembered until it expires.
 */
struct tokens;

enum {
    TOKEN_SECONDS = 3600,
    TOKEN_BYTES_MAX = 4096,
    ISSUER_BYTES = 512
};

/** Opens the folder of identities, with its key. `issuer`: "http://127.0.0.1:8470", borrowed. */
enum status tokens_open(const char *folder, const char *issuer, struct tokens **out_tokens,
                        struct fault *fault) MUST_CHECK;

/** Accepts NULL. */
void tokens_close(struct tokens *tokens);

const char *tokens_folder(const struct tokens *tokens);
const char *tokens_issuer(const struct tokens *tokens);

/* For what a token is asked. */
struct token_request {
    const struct app *app;
    const char *audience; /* one of token_audiences */
    int64_t now;          /* seconds since 1970 */
    bool is_v2;
};

/** What tokens may be for, NULL at the end; the first where nothing is asked. */
extern const char *const token_audiences[];

/** Adds a token. False: no memory. */
bool token_issue(struct tokens *tokens, const struct token_request *request,
                 struct buffer *out_token);

/** Whose token it is; false: it is none of ours, or has expired. */
bool token_verify(struct tokens *tokens, struct text token, int64_t now,
                  struct principal *out_principal);

/** Adds the JSON Web Key Set. */
void tokens_write_keys(struct buffer *buffer, const struct tokens *tokens);

/** Seconds since 1970. */
int64_t clock_seconds(void);

#endif
