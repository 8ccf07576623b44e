/* SPDX-License-Identifier: Apache-2.0 */
#include "store/store.h"

#include <string.h>

#include "base/attributes.h"
#include "store/sqlite/migration.h"
#include "store/sqlite/sqlite_store.h"

enum status store_path(const char *url, struct fault *fault, const char **out_path)
{
    static const char scheme[] = "sqlite:";
    bool has_scheme = strncmp(url, scheme, sizeof(scheme) - 1) == 0;
    const char *path = has_scheme ? url + sizeof(scheme) - 1 : url;

    /* What begins with a colon is no file to SQLite (":memory:"). */
    if (path[0] == '\0' || path[0] == ':' || (!has_scheme && strstr(url, "://") != NULL))
        return fault_set(fault, FAULT_STORE_URL, url, NULL, NULL);
    *out_path = path;
    return STATUS_OK;
}

enum status store_create(const char *url, struct store_work *first, struct fault *fault)
{
    const char *path = NULL;

    TRY(store_path(url, fault, &path));
    return migration_create(path, first, fault);
}

enum status store_open(const char *url, enum store_mode mode, struct fault *fault,
                       struct store **out_store)
{
    const char *path = NULL;

    TRY(store_path(url, fault, &path));
    return sqlite_store_open(path, mode, fault, out_store);
}
