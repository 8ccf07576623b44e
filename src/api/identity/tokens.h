/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_TOKENS_H
#define AVAL_API_IDENTITY_TOKENS_H

#include "api/identity/key_set.h"
#include "api/registry/apps.h"
#include "api/registry/users.h"

/*
 * Access tokens: JWT, signed with a key of this book (RS256), for an hour at most. Only our own are
 * taken; what was verified is remembered until it expires, or the keys change. Beside them stand
 * the keys and the registry: all that a server knows of who may come.
 */
struct tokens;

enum {
    ISSUER_BYTES = 512
};

/** Opens the folder of identities. `issuer`: "http://127.0.0.1:8470", borrowed. */
enum status tokens_open(const char *folder, const char *issuer, struct tokens **out_tokens,
                        struct fault *fault) MUST_CHECK;

/** Accepts NULL. */
void tokens_close(struct tokens *tokens);

/** Takes what commands have changed; to be called now and then. */
void tokens_follow(struct tokens *tokens);

struct registry *tokens_registry(struct tokens *tokens);
const char *tokens_issuer(const struct tokens *tokens);

/* For what a token may be. */
#define AUDIENCES(AUDIENCE)                                                                        \
    AUDIENCE(AVAL, "api://aval")                                                                   \
    AUDIENCE(PARTNER_CENTER, "https://api.partnercenter.microsoft.com")                            \
    AUDIENCE(DIRECTORY, "https://graph.windows.net") /* good only to be exchanged */

#define AUDIENCE(name, text) AUDIENCE_##name,
enum audience {
    AUDIENCES(AUDIENCE) AUDIENCE_COUNT
};
#undef AUDIENCE

extern const struct words audience_words;

/* Who comes with a token. */
struct bearer {
    struct principal principal; /* the user's, or the application's own */
    guid app;
    guid user; /* GUID_NONE: the application comes for itself */
    enum audience audience;
    bool has_mfa; /* the user has proved who they are by more than a password */
    int64_t expires_at;
};

/* What a token is to say. */
struct token_request {
    struct bearer bearer;
    const char *user_name; /* NULL: of an application */
    int64_t now;           /* seconds since 1970 */
    bool is_v2;
};

/** What an application comes with for itself, and what it comes with for a user: for an hour. */
struct bearer bearer_of_app(const struct app *app, int64_t now);
struct bearer bearer_of_user(const struct app *app, const struct user *user, int64_t now);

/** Adds an access token. False: no memory. */
bool token_issue(struct tokens *tokens, const struct token_request *request,
                 struct buffer *out_token);

/** Adds an id token, which tells the application who the user is; `nonce` may be empty. */
bool id_token_issue(struct tokens *tokens, const struct token_request *request, struct text nonce,
                    struct buffer *out_token);

/** Who comes; false: the token is none of ours, or has expired. */
bool token_verify(struct tokens *tokens, struct text token, int64_t now, struct bearer *out_bearer);

/** Adds the JSON Web Key Set. */
void tokens_write_keys(struct buffer *buffer, struct tokens *tokens);

#endif
