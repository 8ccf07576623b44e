/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_APPS_H
#define AVAL_API_IDENTITY_APPS_H

#include "api/identity/private_file.h"
#include "engine/principal.h"

/*
 * Registrations of clients: a file of JSON lines in the folder of identities, which stands beside
 * the book, readable by its owner alone. It has the hash of each secret (argon2id), never the
 * secret. A server that runs sees what is added: it reads the file whenever a token is asked for.
 */

enum {
    APP_SECRET_BYTES = 32,
    APP_SECRET_LENGTH = 43, /* of it in base64url */
    APP_HASH_BYTES = 128
};

struct app {
    guid id;
    struct principal principal;
    char hash[APP_HASH_BYTES];
};

/* What is told once. */
struct app_secret {
    guid id;
    char secret[APP_SECRET_LENGTH + 1];
};

/** Registers a client. WRITE_FAILED, NO_MEMORY. */
enum status app_add(const char *folder, struct principal principal, struct app_secret *out_secret,
                    struct fault *fault) MUST_CHECK;

/** Finds a registration. NOT_FOUND leaves no fault. */
enum status app_find(const char *folder, guid id, struct app *out_app) MUST_CHECK;

/** Whether it is the app's secret; takes a few hundredths of a second. */
bool app_has_secret(const struct app *app, struct text secret);

#endif
