/* SPDX-License-Identifier: Apache-2.0 */
#include "acts_rows.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/memory.h"

enum {
    SQL_BYTES = 1024,
    COLUMNS_MAX = 16
};

/* What an order writes; of the journal all but the import, which is its first entry. */
static const struct {
    const char *name;
    const char *which;
} tables[] = {
    { "orders", "order by row_id" },
    { "subscriptions", "order by row_id" },
    { "subscription_statuses", "order by row_id" },
    { "partners_of_record", "order by row_id" },
    { "entries", "where position > 1 order by position" },
    { "entry_bodies", "where position > 1 order by position" },
    { "entry_parties", "where position > 1 order by position, place" },
    { "tree_nodes", "where number > 1 order by number" },
};

enum {
    TABLE_COUNT = COUNT_OF(tables)
};

struct table_rows {
    unsigned column_count;
    uint64_t row_count;
    sqlite3_value **values; /* row by row */
    size_t capacity;
};

struct rows_written {
    struct table_rows tables[TABLE_COUNT];
    uint64_t byte_count;
};

static _Noreturn void fail(sqlite3 *database, const char *what)
{
    (void)fprintf(stderr, "aval-bench-acts: %s: %s\n", what,
                  database == NULL ? "failed" : sqlite3_errmsg(database));
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static sqlite3 *open_database(const char *path)
{
    sqlite3 *database = NULL;

    if (sqlite3_open(path, &database) != SQLITE_OK ||
        sqlite3_exec(database, "pragma journal_mode = wal; pragma synchronous = full", NULL, NULL,
                     NULL) != SQLITE_OK)
        fail(database, path);
    return database;
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK)
        fail(database, sql);
    return statement;
}

static void keep_row(struct rows_written *written, struct table_rows *rows, sqlite3_stmt *statement)
{
    size_t begin = (size_t)rows->row_count * rows->column_count;
    void *values = (void *)rows->values;

    if (memory_grow(&values, &rows->capacity, begin + rows->column_count, sizeof(*rows->values)) !=
        STATUS_OK)
        fail(NULL, "memory");
    rows->values = (sqlite3_value **)values;
    for (unsigned i = 0; i < rows->column_count; i++) {
        rows->values[begin + i] = sqlite3_value_dup(sqlite3_column_value(statement, (int)i));
        written->byte_count += (uint64_t)sqlite3_column_bytes(statement, (int)i);
    }
    rows->row_count++;
}

struct rows_written *rows_written_read(const char *path)
{
    struct rows_written *written = memory_new(1, sizeof(*written));
    sqlite3 *database = open_database(path);

    if (written == NULL)
        fail(NULL, "memory");
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        char sql[SQL_BYTES];
        sqlite3_stmt *statement = NULL;

        (void)snprintf(sql, sizeof(sql), "select * from %s %s", tables[i].name, tables[i].which);
        statement = prepare(database, sql);
        written->tables[i].column_count = (unsigned)sqlite3_column_count(statement);
        while (sqlite3_step(statement) == SQLITE_ROW)
            keep_row(written, &written->tables[i], statement);
        (void)sqlite3_finalize(statement);
    }
    (void)sqlite3_close(database);
    return written;
}

void rows_written_free(struct rows_written *rows)
{
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        struct table_rows *table = &rows->tables[i];

        for (uint64_t j = 0; j < table->row_count * table->column_count; j++)
            sqlite3_value_free(table->values[j]);
        memory_free((void *)table->values);
    }
    memory_free(rows);
}

static sqlite3_stmt *prepare_insert(sqlite3 *database, unsigned table, unsigned column_count)
{
    char sql[SQL_BYTES];
    int length = snprintf(sql, sizeof(sql), "insert into %s values (?", tables[table].name);

    for (unsigned i = 1; i < column_count; i++)
        length += snprintf(sql + length, sizeof(sql) - (size_t)length, ",?");
    (void)snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
    return prepare(database, sql);
}

static void insert(sqlite3 *database, sqlite3_stmt *statement, const struct table_rows *table,
                   uint64_t row)
{
    for (unsigned i = 0; i < table->column_count; i++)
        (void)sqlite3_bind_value(statement, (int)i + 1,
                                 table->values[row * table->column_count + i]);
    if (sqlite3_step(statement) != SQLITE_DONE)
        fail(database, "insert");
    (void)sqlite3_reset(statement);
}

uint64_t rows_written_insert(const struct rows_written *rows, const char *path, uint64_t acts,
                             uint64_t batch)
{
    sqlite3 *database = open_database(path);
    sqlite3_stmt *begin = prepare(database, "begin immediate");
    sqlite3_stmt *commit = prepare(database, "commit");
    sqlite3_stmt *statements[TABLE_COUNT];
    uint64_t begun = 0;
    uint64_t nanoseconds = 0;

    for (unsigned i = 0; i < TABLE_COUNT; i++)
        statements[i] = prepare_insert(database, i, rows->tables[i].column_count);
    begun = now();
    for (uint64_t act = 0; act < acts; act++) {
        if (act % batch == 0 && sqlite3_step(begin) != SQLITE_DONE)
            fail(database, "begin");
        for (unsigned i = 0; i < TABLE_COUNT; i++) {
            uint64_t count = rows->tables[i].row_count;

            for (uint64_t row = act * count / acts; row < (act + 1) * count / acts; row++)
                insert(database, statements[i], &rows->tables[i], row);
        }
        if ((act + 1) % batch == 0 && sqlite3_step(commit) != SQLITE_DONE)
            fail(database, "commit");
        (void)sqlite3_reset(begin);
        (void)sqlite3_reset(commit);
    }
    nanoseconds = now() - begun;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        (void)sqlite3_finalize(statements[i]);
    (void)sqlite3_finalize(begin);
    (void)sqlite3_finalize(commit);
    (void)sqlite3_close(database);
    return nanoseconds;
}

uint64_t rows_written_log(const struct rows_written *rows, const char *path, uint64_t acts,
                          uint64_t batch)
{
    size_t size = (size_t)(rows->byte_count / acts * batch);
    char *bytes = memory_new(size, 1);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    uint64_t begun = now();
    uint64_t nanoseconds = 0;

    if (bytes == NULL || file < 0)
        fail(NULL, path);
    for (uint64_t act = 0; act < acts; act += batch)
        if (write(file, bytes, size) != (ssize_t)size || fdatasync(file) != 0)
            fail(NULL, path);
    nanoseconds = now() - begun;
    (void)close(file);
    memory_free(bytes);
    return nanoseconds;
}

void rows_remove_database(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock" };

    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[4200];

        (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        (void)unlink(name);
    }
}
