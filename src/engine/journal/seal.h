/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_SEAL_H
#define AVAL_ENGINE_JOURNAL_SEAL_H

#include "base/json_writer.h"
#include "engine/call.h"
#include "exchange/digest.h"

/*
 * What binds an entry: its body's hash, its leaf, and the tree that the leaf is added to. A leaf is
 * canonical JSON (RFC 8785) of who did what when, with what outcome; it names tenants by id and has
 * no word that a person wrote.
 */

/** Seals the entry and adds it to the journal and its tree; gives its hashes and its position. */
enum status entry_add(struct call *call, struct entry *entry) MUST_CHECK;

/** Writes the leaf. Lack of memory is the buffer's to tell. */
void entry_write_leaf(struct buffer *buffer, const struct entry *entry);

/** Writes the body: {"input":…,"decisions":…,"changes":…}, as it was given. */
void entry_write_body(struct buffer *buffer, const struct entry *entry);

/** The hashes of the entry as it stands: of its body, and of its leaf. NO_MEMORY. */
struct merkle_hash entry_hash_body(const struct entry *entry);
enum status entry_hash_leaf(const struct entry *entry, struct merkle_hash *out_hash) MUST_CHECK;

/** Writes a hash, with its prefix "sha256:" and a NUL; reads one. False: it is none. */
void hash_write(const struct merkle_hash *hash, char out_text[DIGEST_LENGTH + 1]);
bool hash_parse(struct text text, struct merkle_hash *out_hash);
void json_hash(struct json_writer *writer, const struct merkle_hash *hash);

/* The journal's tree in a transaction. */
struct journal_nodes {
    struct merkle_nodes nodes; /* first */
    struct call *call;
};

/** The nodes that the store keeps. CORRUPT, with a fault: one is missing. */
struct journal_nodes journal_nodes(struct call *call);

#endif
