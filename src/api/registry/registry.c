/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/registry/registry_private.h"
#include "base/memory.h"
#include "base/sha256.h"

enum {
    /* A secret is 256 random bits, which nobody can guess, and a password is asked for rarely: the
     * least that is held to be enough, so that many clients can ask at once. */
    HASH_ROUNDS = 3,
    HASH_BYTES = 12 * 1024 * 1024,
    BUSY_MS = 5000
};

struct registry {
    sqlite3 *database;
    pthread_mutex_t mutex;
    sqlite3_stmt *statements[REGISTRY_STATEMENT_COUNT];
    char path[PRIVATE_PATH_BYTES];
};

#define REGISTRY_SQL(name, text) (text),
static const char *const statement_texts[] = {
#include "api/registry/registry.def"
};
#undef REGISTRY_SQL

/* As a book, but for another kind of file: "AvaI". */
static const char setting_up[] = "pragma foreign_keys = on; pragma synchronous = full;"
                                 "pragma application_id = 1098277193;";

static const char schema[] =
    "begin immediate;"
    "create table if not exists app (id text primary key, tenant text not null,"
    " role text not null, hash text not null) strict, without rowid;"
    "create table if not exists user (id text primary key, tenant text not null,"
    " role text not null, hash text not null, name text not null unique) strict, without rowid;"
    "create table if not exists session (id text primary key, hash blob not null,"
    " app text not null references app on delete cascade,"
    " user text not null references user on delete cascade,"
    " ends_at integer not null) strict, without rowid;"
    "create index if not exists session_of on session (app, user);"
    "create index if not exists session_user on session (user);"
    "create index if not exists session_end on session (ends_at);"
    "create table if not exists redirect (app text not null references app on delete cascade,"
    " uri text not null, primary key (app, uri)) strict, without rowid;"
    "create table if not exists code (hash blob primary key,"
    " app text not null references app on delete cascade,"
    " user text not null references user on delete cascade, redirect text not null,"
    " challenge text not null, nonce text not null, scope text not null, resource text not null,"
    " session text, ends_at integer not null) strict, without rowid;"
    "create index if not exists code_app on code (app);"
    "create index if not exists code_user on code (user);"
    "create index if not exists code_end on code (ends_at);"
    "create table if not exists browser (hash blob primary key,"
    " user text not null references user on delete cascade, began_at integer not null,"
    " ends_at integer not null) strict, without rowid;"
    "create index if not exists browser_user on browser (user);"
    "create index if not exists browser_end on browser (ends_at);"
    "create table if not exists webhook (tenant text primary key, id text not null unique,"
    " url text not null, events text not null, in_header integer not null,"
    " revision integer not null default 1, position integer not null,"
    " position_id text not null, failing_since integer not null default 0,"
    " suspended_at integer not null default 0, modified_at integer not null)"
    " strict, without rowid;"
    "create table if not exists dead_letter (tenant text not null"
    " references webhook on delete cascade, position integer not null, event text not null,"
    " attempts integer not null, status integer not null, reason text not null,"
    " at integer not null, is_again integer not null default 0,"
    " primary key (tenant, position)) strict, without rowid;"
    "create index if not exists dead_letter_again on dead_letter (tenant) where is_again = 1;"
    "create table if not exists test_event (id text primary key, tenant text not null"
    " references webhook on delete cascade, url text not null, asked_at integer not null,"
    " status integer not null default 0, reason text not null default '',"
    " done_at integer not null default 0) strict, without rowid;"
    "create index if not exists test_event_of on test_event (tenant, asked_at);"
    "create index if not exists test_event_waiting on test_event (asked_at) where done_at = 0;"
    "commit;";

static enum status fail(const struct registry *registry, struct fault *fault)
{
    int code = sqlite3_errcode(registry->database);

    return fault_set(fault,
                     code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? FAULT_REGISTRY_DAMAGED
                                                                     : FAULT_IDENTITY_UNWRITABLE,
                     registry->path, sqlite3_errmsg(registry->database), NULL);
}

/* SQLite's own files beside it get the mode of this one. */
static enum status make_file(const char *path, struct fault *fault)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (file < 0)
        return private_file_fail(path, fault);
    (void)close(file);
    return STATUS_OK;
}

static enum status prepare(struct registry *registry, struct fault *fault)
{
    if (sqlite3_busy_timeout(registry->database, BUSY_MS) != SQLITE_OK ||
        sqlite3_exec(registry->database, setting_up, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(registry->database, schema, NULL, NULL, NULL) != SQLITE_OK)
        return fail(registry, fault);
    for (unsigned i = 0; i < REGISTRY_STATEMENT_COUNT; i++)
        if (sqlite3_prepare_v3(registry->database, statement_texts[i], -1,
                               SQLITE_PREPARE_PERSISTENT, &registry->statements[i],
                               NULL) != SQLITE_OK)
            return fail(registry, fault);
    return STATUS_OK;
}

enum status registry_open(const char *folder, struct registry **out_registry, struct fault *fault)
{
    struct registry *registry = memory_new(1, sizeof(*registry));
    enum status status = STATUS_OK;

    if (registry == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    (void)pthread_mutex_init(&registry->mutex, NULL);
    private_file_path(folder, "registry.db", registry->path);
    status = identity_make_folder(folder, fault);
    if (status == STATUS_OK)
        status = make_file(registry->path, fault);
    if (status == STATUS_OK &&
        sqlite3_open_v2(registry->path, &registry->database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
        status = fail(registry, fault);
    if (status == STATUS_OK)
        status = prepare(registry, fault);
    if (status != STATUS_OK) {
        registry_close(registry);
        return status;
    }
    *out_registry = registry;
    return STATUS_OK;
}

void registry_close(struct registry *registry)
{
    if (registry == NULL)
        return;
    for (unsigned i = 0; i < REGISTRY_STATEMENT_COUNT; i++)
        (void)sqlite3_finalize(registry->statements[i]);
    (void)sqlite3_close(registry->database);
    (void)pthread_mutex_destroy(&registry->mutex);
    memory_free(registry);
}

sqlite3_stmt *registry_begin(struct registry *registry, enum registry_statement statement)
{
    (void)pthread_mutex_lock(&registry->mutex);
    return registry->statements[statement];
}

void registry_end(struct registry *registry, sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    (void)pthread_mutex_unlock(&registry->mutex);
}

enum status registry_run(struct registry *registry, sqlite3_stmt *statement, int *out_count,
                         struct fault *fault)
{
    int code = sqlite3_step(statement);
    enum status status = STATUS_OK;

    if (code == SQLITE_CONSTRAINT)
        status = STATUS_CONFLICT;
    else if (code != SQLITE_DONE)
        status = fail(registry, fault);
    else if (out_count != NULL)
        *out_count = sqlite3_changes(registry->database);
    registry_end(registry, statement);
    return status;
}

void registry_bind_text(sqlite3_stmt *statement, int number, struct text text)
{
    (void)sqlite3_bind_text64(statement, number, text.bytes, text.length, SQLITE_TRANSIENT,
                              SQLITE_UTF8);
}

void registry_bind_guid(sqlite3_stmt *statement, int number, guid id)
{
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    registry_bind_text(statement, number, (struct text){ text, GUID_LENGTH });
}

void registry_bind_hash(sqlite3_stmt *statement, int number, struct text text)
{
    unsigned char hash[SHA256_BYTES];

    sha256_of(text, hash);
    (void)sqlite3_bind_blob(statement, number, hash, sizeof(hash), SQLITE_TRANSIENT);
}

struct text registry_text(sqlite3_stmt *statement, int column)
{
    const char *bytes = (const char *)sqlite3_column_text(statement, column);

    return (struct text){ bytes == NULL ? "" : bytes,
                          (size_t)sqlite3_column_bytes(statement, column) };
}

guid registry_guid(sqlite3_stmt *statement, int column)
{
    guid id = GUID_NONE;

    (void)!guid_parse(registry_text(statement, column), &id);
    return id;
}

bool registry_principal(sqlite3_stmt *statement, struct principal *out_principal)
{
    unsigned role = 0;

    if (!words_find(&principal_role_words, registry_text(statement, 2), &role))
        return false;
    *out_principal = (struct principal){ registry_guid(statement, 1), (enum principal_role)role };
    return principal_is_vendor(*out_principal) == guid_is_none(out_principal->tenant);
}

void registry_hash(sqlite3_stmt *statement, char out_hash[HASH_TEXT_BYTES])
{
    struct text hash = registry_text(statement, 3);

    out_hash[0] = '\0';
    if (hash.length >= HASH_TEXT_BYTES)
        return;
    memcpy(out_hash, hash.bytes, hash.length);
    out_hash[hash.length] = '\0';
}

enum status secret_hash(struct text secret, char out_hash[HASH_TEXT_BYTES], struct fault *fault)
{
    if (crypto_pwhash_str_alg(out_hash, secret.bytes, secret.length, HASH_ROUNDS, HASH_BYTES,
                              crypto_pwhash_ALG_ARGON2ID13) == 0)
        return STATUS_OK;
    return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

bool secret_is(const char *hash, struct text secret)
{
    return secret.length > 0 && crypto_pwhash_str_verify(hash, secret.bytes, secret.length) == 0;
}

guid random_guid(void)
{
    guid id;

    randombytes_buf(&id, sizeof(id));
    id.high = (id.high & ~UINT64_C(0xF000)) | 0x4000;
    id.low = (id.low & UINT64_C(0x3FFFFFFFFFFFFFFF)) | UINT64_C(0x8000000000000000);
    return id;
}
