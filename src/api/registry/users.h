/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_USERS_H
#define AVAL_API_REGISTRY_USERS_H

#include "api/registry/registry.h"
#include "base/guid.h"
#include "engine/principal.h"

/* People who sign in by a name ("anna@alder.example") and a password, each with a role. */

enum {
    USER_NAME_BYTES = 114, /* with a NUL; as long as clients allow */
    USER_HASH_BYTES = 128,
    PASSWORD_LENGTH_MIN = 12,
    PASSWORD_LENGTH_MAX = 256,
    PASSWORD_MADE_BYTES = 18,
    PASSWORD_MADE_LENGTH = 24 /* of it in base64url */
};

struct user {
    guid id;
    struct principal principal;
    char name[USER_NAME_BYTES]; /* in small letters */
    char hash[USER_HASH_BYTES];
};

/* A user to be added. */
struct user_request {
    struct text name;
    struct text password;
    struct principal principal;
};

/** Adds a user. INVALID: the name or the password; CONFLICT: the name is there; WRITE_FAILED,
 * NO_MEMORY. */
enum status user_add(struct registry *registry, const struct user_request *request, guid *out_id,
                     struct fault *fault) MUST_CHECK;

/** Finds one by name, in any case, or by id. False: there is none that can be read. */
bool user_find(struct registry *registry, struct text name, struct user *out_user);
bool user_find_id(struct registry *registry, guid id, struct user *out_user);

/* Sees users, one after the other. */
struct user_visitor {
    void (*see)(struct user_visitor *visitor, const struct user *user);
};

/** Shows them all, by name. */
void user_visit(struct registry *registry, struct user_visitor *visitor);

/** Takes one away, with wherever they are signed in. NOT_FOUND, WRITE_FAILED. */
enum status user_remove(struct registry *registry, struct text name, struct fault *fault)
    MUST_CHECK;

/** Makes a password that nobody can guess. */
void password_make(char out_password[PASSWORD_MADE_LENGTH + 1]);

/** Whether it is the user's password; takes as long where there is no such user (NULL). */
bool user_has_password(const struct user *user, struct text password);

#endif
