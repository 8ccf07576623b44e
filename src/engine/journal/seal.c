/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/seal.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/sha256.h"
#include "model/noun_json.h"

_Static_assert(MERKLE_HASH_BYTES == (int)SHA256_BYTES, "a body's hash is SHA-256");

void hash_write(const struct merkle_hash *hash, char out_text[DIGEST_LENGTH + 1])
{
    static const char prefix[] = "sha256:";

    memcpy(out_text, prefix, sizeof(prefix));
    (void)sodium_bin2hex(out_text + sizeof(prefix) - 1, 2 * MERKLE_HASH_BYTES + 1, hash->bytes,
                         sizeof(hash->bytes));
}

bool hash_parse(struct text text, struct merkle_hash *out_hash)
{
    static const char prefix[] = "sha256:";
    struct merkle_hash hash;
    size_t length = 0;

    if (text.length != DIGEST_LENGTH || memcmp(text.bytes, prefix, sizeof(prefix) - 1) != 0 ||
        sodium_hex2bin(hash.bytes, sizeof(hash.bytes), text.bytes + sizeof(prefix) - 1,
                       text.length - (sizeof(prefix) - 1), NULL, &length, NULL) != 0 ||
        length != sizeof(hash.bytes))
        return false;
    *out_hash = hash;
    return true;
}

void json_hash(struct json_writer *writer, const struct merkle_hash *hash)
{
    char text[DIGEST_LENGTH + 1];

    hash_write(hash, text);
    json_string(writer, text);
}

static void write_principal(struct json_writer *writer, struct principal principal)
{
    json_begin_object(writer);
    json_key(writer, "role");
    json_string(writer, principal_role_words.list[principal.role]);
    json_key(writer, "tenant");
    if (guid_is_none(principal.tenant))
        json_null(writer);
    else
        json_guid(writer, principal.tenant);
    json_end_object(writer);
}

void entry_write_leaf(struct buffer *buffer, const struct entry *entry)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, 0);
    json_begin_object(&writer);
    json_key(&writer, "act");
    json_text(&writer, entry->act);
    json_key(&writer, "at");
    json_integer(&writer, entry->at);
    json_key(&writer, "body");
    json_hash(&writer, &entry->body);
    json_key(&writer, "id");
    json_guid(&writer, entry->id);
    json_key(&writer, "on");
    json_date(&writer, entry->on);
    json_key(&writer, "outcome");
    json_string(&writer, outcome_words.list[entry->outcome]);
    json_key(&writer, "parties");
    json_begin_array(&writer);
    for (unsigned i = 0; i < entry->party_count; i++)
        json_guid(&writer, entry->parties[i]);
    json_end_array(&writer);
    json_key(&writer, "principal");
    write_principal(&writer, entry->principal);
    json_end_object(&writer);
    json_writer_done(&writer);
}

enum {
    BODY_PARTS = 7
};

/* What a body consists of, one after the other. */
static void list_body(const struct entry *entry, struct text out_parts[BODY_PARTS])
{
    const struct text parts[BODY_PARTS] = {
        TEXT("{\"input\":"), entry->input,          TEXT(",\"decisions\":"),
        entry->decisions,    TEXT(",\"changes\":"), entry->changes,
        TEXT("}"),
    };

    memcpy(out_parts, parts, sizeof(parts));
}

void entry_write_body(struct buffer *buffer, const struct entry *entry)
{
    struct text parts[BODY_PARTS];

    list_body(entry, parts);
    for (unsigned i = 0; i < BODY_PARTS; i++)
        buffer_add_text(buffer, parts[i]);
}

struct merkle_hash entry_hash_body(const struct entry *entry)
{
    NOT_CLEARED struct sha256 sha256;
    struct text parts[BODY_PARTS];
    struct merkle_hash hash;

    list_body(entry, parts);
    sha256_begin(&sha256);
    sha256_add(&sha256, (struct text){ (const char *)entry->salt, sizeof(entry->salt) });
    for (unsigned i = 0; i < BODY_PARTS; i++)
        sha256_add(&sha256, parts[i]);
    sha256_end(&sha256, hash.bytes);
    return hash;
}

enum status entry_hash_leaf(const struct entry *entry, struct merkle_hash *out_hash)
{
    struct buffer leaf = { 0 };
    enum status status = STATUS_NO_MEMORY;

    entry_write_leaf(&leaf, entry);
    if (!leaf.has_failed) {
        *out_hash = merkle_leaf(buffer_text(&leaf));
        status = STATUS_OK;
    }
    buffer_done(&leaf);
    return status;
}

static struct call *call_of(struct merkle_nodes *nodes)
{
    return ((struct journal_nodes *)nodes)->call;
}

static enum status load_node(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                             struct merkle_hash *out_hash)
{
    struct call *call = call_of(nodes);
    bool is_found = false;

    TRY(call->store->find_node(call, level, place, out_hash, &is_found));
    if (is_found)
        return STATUS_OK;
    return call_fail(call, FAULT_JOURNAL_DAMAGED,
                     arena_format(&call->arena, "entries %" PRIu64 " to %" PRIu64,
                                  (place << level) + 1, (place + 1) << level)
                         .bytes,
                     NULL, NULL);
}

static enum status save_node(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                             const struct merkle_hash *hash)
{
    struct call *call = call_of(nodes);

    return call->store->add_node(call, level, place, hash);
}

struct journal_nodes journal_nodes(struct call *call)
{
    return (struct journal_nodes){ { load_node, save_node }, call };
}

enum status entry_add(struct call *call, struct entry *entry)
{
    struct journal_nodes tree = journal_nodes(call);

    randombytes_buf(entry->salt, sizeof(entry->salt));
    entry->body = entry_hash_body(entry);
    if (entry_hash_leaf(entry, &entry->leaf) != STATUS_OK)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    TRY(call->store->add_entry(call, entry));
    return merkle_extend(&tree.nodes, entry->position - 1, entry->leaf);
}
