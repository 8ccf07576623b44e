/* SPDX-License-Identifier: Apache-2.0 */
#include "api/registry/browsers.h"

#include "api/registry/apps.h"
#include "api/registry/registry_private.h"

_Static_assert((int)BROWSER_LENGTH == (int)APP_SECRET_LENGTH, "both are 256 random bits");

static enum status clear(struct registry *registry, guid user, int64_t now, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_BROWSER_CLEAR);

    (void)sqlite3_bind_int64(statement, 1, now);
    registry_bind_guid(statement, 2, user);
    (void)sqlite3_bind_int(statement, 3, BROWSERS_MAX - 1);
    return registry_run(registry, statement, NULL, fault);
}

enum status browser_begin(struct registry *registry, guid user, int64_t now,
                          char out_text[BROWSER_LENGTH + 1], struct fault *fault)
{
    sqlite3_stmt *statement = NULL;

    TRY(clear(registry, user, now, fault));
    app_secret_make(out_text);
    statement = registry_begin(registry, REGISTRY_BROWSER_ADD);
    registry_bind_hash(statement, 1, text_of(out_text));
    registry_bind_guid(statement, 2, user);
    (void)sqlite3_bind_int64(statement, 3, now);
    (void)sqlite3_bind_int64(statement, 4, now + BROWSER_SECONDS);
    return registry_run(registry, statement, NULL, fault);
}

bool browser_user(struct registry *registry, struct text text, int64_t now, guid *out_user,
                  int64_t *out_began_at)
{
    sqlite3_stmt *statement = NULL;
    bool is_found = false;

    if (text.length != BROWSER_LENGTH)
        return false;
    statement = registry_begin(registry, REGISTRY_BROWSER_FIND);
    registry_bind_hash(statement, 1, text);
    (void)sqlite3_bind_int64(statement, 2, now);
    is_found = sqlite3_step(statement) == SQLITE_ROW;
    if (is_found) {
        *out_user = registry_guid(statement, 0);
        *out_began_at = sqlite3_column_int64(statement, 1);
    }
    registry_end(registry, statement);
    return is_found;
}

enum status browser_end(struct registry *registry, struct text text, struct fault *fault)
{
    sqlite3_stmt *statement = registry_begin(registry, REGISTRY_BROWSER_END);

    registry_bind_hash(statement, 1, text);
    return registry_run(registry, statement, NULL, fault);
}
