/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_REGISTRY_PRIVATE_H
#define AVAL_API_REGISTRY_REGISTRY_PRIVATE_H

#include <sqlite3.h>

#include "api/registry/registry.h"
#include "base/guid.h"
#include "engine/principal.h"

/* For the files that keep something in the registry. */

#define REGISTRY_SQL(name, text) REGISTRY_##name,
enum registry_statement {
#include "api/registry/registry.def"
    REGISTRY_STATEMENT_COUNT
};
#undef REGISTRY_SQL

enum {
    HASH_TEXT_BYTES = 128
};

/** Takes the registry for a statement, until registry_end(). */
sqlite3_stmt *registry_begin(struct registry *registry, enum registry_statement statement);

/** Gives it back. */
void registry_end(struct registry *registry, sqlite3_stmt *statement);

/** Runs a statement that gives no rows, and gives the registry back. *out_count, which may be NULL:
 * so many rows were changed. WRITE_FAILED; CONFLICT without a fault: there is one like it. */
enum status registry_run(struct registry *registry, sqlite3_stmt *statement, int *out_count,
                         struct fault *fault) MUST_CHECK;

void registry_bind_guid(sqlite3_stmt *statement, int number, guid id);
void registry_bind_hash(sqlite3_stmt *statement, int number, struct text text); /* SHA-256 of it */
void registry_bind_text(sqlite3_stmt *statement, int number, struct text text);

/** What a column has; of a text, borrowed until the next step. */
guid registry_guid(sqlite3_stmt *statement, int column);
struct text registry_text(sqlite3_stmt *statement, int column);

/** Reads columns 1 and 2, tenant and role. False: they are none. */
bool registry_principal(sqlite3_stmt *statement, struct principal *out_principal);

/** Reads column 3, the hash. */
void registry_hash(sqlite3_stmt *statement, char out_hash[HASH_TEXT_BYTES]);

/** Hashes a secret or a password (argon2id). NO_MEMORY. */
enum status secret_hash(struct text secret, char out_hash[HASH_TEXT_BYTES], struct fault *fault)
    MUST_CHECK;

/** Whether it is the secret; takes some hundredths of a second. */
bool secret_is(const char *hash, struct text secret);

/** A new id. */
guid random_guid(void);

#endif
