/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/older.h"

#include <sqlite3.h>
#include <stdio.h>

#include "base/assert.h"
#include "base/buffer.h"
#include "store/sqlite/migration.h"
#include "store/sqlite/schema.h"

static void execute(sqlite3 *database, const char *text)
{
    ASSERT(sqlite3_exec(database, text, NULL, NULL, NULL) == SQLITE_OK);
}

/* A statement for each table of version 1 that fills it. */
static const char filling[] =
    "select 'insert into main.' || name || ' (' || columns || ') select ' || columns ||"
    "       ' from latest.' || name || ';'"
    " from (select tables.name as name, group_concat('\"' || columns.name || '\"') as columns"
    "       from main.sqlite_master as tables"
    "       join pragma_table_info(tables.name, 'main') as columns"
    "       where tables.type = 'table' group by tables.name)";

static int take(void *texts, int count, char **values, char **names)
{
    (void)count;
    (void)names;
    buffer_add_string(texts, values[0]);
    return SQLITE_OK;
}

static void fill(sqlite3 *database, const char *latest)
{
    struct buffer texts = { 0 };
    char text[512];

    (void)snprintf(text, sizeof(text), "attach '%s' as latest", latest);
    execute(database, text);
    ASSERT(sqlite3_exec(database, filling, take, &texts, NULL) == SQLITE_OK);
    buffer_add(&texts, "", 1);
    ASSERT(!texts.has_failed);
    execute(database, texts.bytes);
    execute(database, "detach latest");
    buffer_done(&texts);
}

void older_make(const char *path, const char *latest)
{
    sqlite3 *database = NULL;
    struct buffer schema = { 0 };
    char text[128];

    ASSERT(sqlite3_open(path, &database) == SQLITE_OK);
    buffer_add_text(&schema, embedded_schema_1);
    buffer_add(&schema, "", 1);
    ASSERT(!schema.has_failed);
    execute(database, schema.bytes);
    (void)snprintf(text, sizeof(text), "pragma application_id = %d; pragma user_version = 1",
                   MIGRATION_APPLICATION);
    execute(database, text);
    fill(database, latest);
    execute(database, "pragma journal_mode = wal");
    ASSERT(sqlite3_close(database) == SQLITE_OK);
    buffer_done(&schema);
}
