/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PROGRAM_GRANT_H
#define AVAL_API_PROGRAM_GRANT_H

#include "api/call.h"

/* For the files by which somebody signs in. */

#define REFUSAL(name, status, error, number, en, fr) REFUSAL_##name,
enum refusal {
#include "api/program/refusal.def"
    REFUSAL_COUNT
};
#undef REFUSAL

/** Answers why there is no token. */
void grant_refuse(struct api_call *call, enum refusal refusal);

/* A token that is asked for. */
struct grant {
    struct api_call *call;
    const struct http_target *form;
    struct app app;
    enum audience audience;
    int64_t now;
    bool is_v2;
    bool wants_refresh; /* where a user signs in: a refresh token too */
    bool wants_id;      /* and an id token */
    struct text nonce;  /* of that; or empty */
};

/* Who is answered with which tokens. */
struct granted {
    struct bearer bearer;
    const char *user_name; /* NULL: an application comes for itself */
    const char *refresh;   /* NULL: none */
    bool has_id;
};

/** Who has that name and password. REFUSAL_COUNT: nothing is wrong; a wrong guess is counted, and
 * beyond some none is looked at. */
enum refusal password_check(struct api_call *call, struct text name, struct text password,
                            struct user *out_user);

/** Answers with tokens. */
void grant_answer(const struct grant *grant, const struct granted *granted);

/** A value of the form; an empty text where it is absent. */
struct text grant_value(const struct grant *grant, const char *name);

#endif
