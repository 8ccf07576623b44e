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

/** Writes so many random bytes as a secret. */
void app_secret_write(const unsigned char bytes[APP_SECRET_BYTES],
                      char out_text[APP_SECRET_LENGTH + 1]);

/** Registers a client whose id and secret are known. WRITE_FAILED, NO_MEMORY. */
enum status app_register(const char *folder, struct principal principal,
                         const struct app_secret *secret, struct fault *fault) MUST_CHECK;

/** Registers a client with an id and a secret of its own. WRITE_FAILED, NO_MEMORY. */
enum status app_add(const char *folder, struct principal principal, struct app_secret *out_secret,
                    struct fault *fault) MUST_CHECK;

/** Finds a registration. NOT_FOUND leaves no fault. */
enum status app_find(const char *folder, guid id, struct app *out_app) MUST_CHECK;

/** Whether it is the app's secret; takes a few hundredths of a second. */
bool app_has_secret(const struct app *app, struct text secret);

#endif
