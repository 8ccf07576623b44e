/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_APPS_H
#define AVAL_API_REGISTRY_APPS_H

#include "api/registry/registry.h"
#include "base/guid.h"
#include "engine/principal.h"

/* Registered clients, each with a role in a tenant and a secret of which the hash is kept. */

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

/** Makes a secret of random bytes. */
void app_secret_make(char out_text[APP_SECRET_LENGTH + 1]);

/** Registers a client whose id and secret are known. WRITE_FAILED, NO_MEMORY, CONFLICT. */
enum status app_register(struct registry *registry, struct principal principal,
                         const struct app_secret *secret, struct fault *fault) MUST_CHECK;

/** Registers a client with an id and a secret of its own. WRITE_FAILED, NO_MEMORY. */
enum status app_add(struct registry *registry, struct principal principal,
                    struct app_secret *out_secret, struct fault *fault) MUST_CHECK;

/** Finds a registration. False: there is none that can be read. */
bool app_find(struct registry *registry, guid id, struct app *out_app);

/* Sees apps, one after the other. */
struct app_visitor {
    void (*see)(struct app_visitor *visitor, const struct app *app);
};

/** Shows them all, by tenant. */
void app_visit(struct registry *registry, struct app_visitor *visitor);

/** Takes a registration away, with who is signed in by it. NOT_FOUND, WRITE_FAILED. */
enum status app_remove(struct registry *registry, guid id, struct fault *fault) MUST_CHECK;

/** Whether it is the app's secret; takes a few hundredths of a second. */
bool app_has_secret(const struct app *app, struct text secret);

#endif
