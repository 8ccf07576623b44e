/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/apps.h"

#include <sodium.h>

#include "api/registry/registry_private.h"

_Static_assert((int)APP_HASH_BYTES == (int)HASH_TEXT_BYTES, "a hash has its room");

void app_secret_write(const unsigned char bytes[APP_SECRET_BYTES],
                      char out_text[APP_SECRET_LENGTH + 1])
{
    (void)sodium_bin2base64(out_text, APP_SECRET_LENGTH + 1, bytes, APP_SECRET_BYTES,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void app_secret_make(char out_text[APP_SECRET_LENGTH + 1])
{
    unsigned char random[APP_SECRET_BYTES];

    randombytes_buf(random, sizeof(random));
    app_secret_write(random, out_text);
    sodium_memzero(random, sizeof(random));
}

enum status app_register(struct registry *registry, struct principal principal,
                         const struct app_secret *secret, struct fault *fault)
{
    char hash[HASH_TEXT_BYTES];
    char id[GUID_LENGTH + 1];
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    TRY(secret_hash(text_of(secret->secret), hash, fault));
    statement = registry_begin(registry, REGISTRY_APP_ADD);
    registry_bind_guid(statement, 1, secret->id);
    registry_bind_guid(statement, 2, principal.tenant);
    registry_bind_text(statement, 3, text_of(principal_role_words.list[principal.role]));
    registry_bind_text(statement, 4, text_of(hash));
    status = registry_run(registry, statement, NULL, fault);
    if (status != STATUS_CONFLICT)
        return status;
    guid_format(secret->id, id);
    return fault_set(fault, FAULT_APP_EXISTS, id, NULL, NULL);
}

enum status app_add(struct registry *registry, struct principal principal,
                    struct app_secret *out_secret, struct fault *fault)
{
    out_secret->id = random_guid();
    app_secret_make(out_secret->secret);
    return app_register(registry, principal, out_secret, fault);
}

static bool read_row(sqlite3_stmt *statement, struct app *out_app)
{
    struct app app = { .id = registry_guid(statement, 0) };

    registry_hash(statement, app.hash);
    if (!registry_principal(statement, &app.principal))
        return false;
    *out_app = app;
    return true;
}

bool app_find(struct registry *registry, guid id, struct app *out_app)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_APP_FIND);
    bool is_found = false;

    registry_bind_guid(statement, 1, id);
    is_found = sqlite3_step(statement) == SQLITE_ROW && read_row(statement, out_app);
    registry_end(registry, statement);
    return is_found;
}

void app_visit(struct registry *registry, struct app_visitor *visitor)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_APP_LIST);
    struct app app;

    while (sqlite3_step(statement) == SQLITE_ROW)
        if (read_row(statement, &app))
            visitor->see(visitor, &app);
    registry_end(registry, statement);
}

enum status app_remove(struct registry *registry, guid id, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_APP_REMOVE);
    char text[GUID_LENGTH + 1];
    int count = 0;

    registry_bind_guid(statement, 1, id);
    TRY(registry_run(registry, statement, &count, fault));
    guid_format(id, text);
    return count > 0 ? STATUS_OK : fault_set(fault, FAULT_UNKNOWN_APP, text, NULL, NULL);
}

bool app_has_secret(const struct app *app, struct text secret)
{
    return secret_is(app->hash, secret);
}
