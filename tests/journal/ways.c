/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/ways.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "engine/call.h"
#include "engine/journal/seal.h"

enum {
    TEXT_BYTES = 1024,
    VALUE_BYTES = 512,
    ENTRIES_MAX = 256,
    HASH_TEXT = 2 * MERKLE_HASH_BYTES + 1
};

#define PLAIN(way) [PLAIN_##way] = #way,
#define SEALED(way) [SEALED_##way] = #way ", sealed anew",
const char *const tampering_ways[TAMPERING_WAYS] = { TAMPERING_PLAIN(PLAIN)
                                                         TAMPERING_SEALED(SEALED) };
#undef PLAIN
#undef SEALED

/* False: it could not be done, as where two would have one key. */
static bool execute(struct tampering *tampering, const char *format, ...) PRINTF_LIKE(2, 3);

static bool execute(struct tampering *tampering, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;
    int length = 0;

    va_start(arguments, format);
    length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    ASSERT(length > 0 && length < TEXT_BYTES);
    return sqlite3_exec(tampering->database, text, NULL, NULL, NULL) == SQLITE_OK;
}

static int64_t number_of(struct tampering *tampering, const char *format, ...) PRINTF_LIKE(2, 3);

static int64_t number_of(struct tampering *tampering, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    ASSERT(sqlite3_prepare_v2(tampering->database, text, -1, &statement, NULL) == SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    return number;
}

/* The first column of a row, as text; false: there is none. */
static bool text_at_row(struct tampering *tampering, const char *query, uint64_t row,
                        char out_text[64])
{
    sqlite3_stmt *statement = NULL;
    char text[TEXT_BYTES];
    bool is_found = false;

    (void)snprintf(text, sizeof(text), "%s limit 1 offset %" PRIu64, query, row);
    ASSERT(sqlite3_prepare_v2(tampering->database, text, -1, &statement, NULL) == SQLITE_OK);
    is_found = sqlite3_step(statement) == SQLITE_ROW;
    if (is_found)
        (void)snprintf(out_text, 64, "%s", (const char *)sqlite3_column_text(statement, 0));
    (void)sqlite3_finalize(statement);
    return is_found;
}

static uint64_t below(struct tampering *tampering, uint64_t limit)
{
    return chance_below(tampering->chance, limit);
}

/* An entry below the head. */
static uint64_t any_entry(struct tampering *tampering)
{
    return 1 + below(tampering, tampering->below);
}

static void write_hexadecimal(const unsigned char *bytes, size_t length, char *out_text)
{
    for (size_t i = 0; i < length; i++)
        (void)snprintf(out_text + 2 * i, 3, "%02x", bytes[i]);
}

static void any_hash(struct tampering *tampering, char out_text[HASH_TEXT])
{
    unsigned char bytes[MERKLE_HASH_BYTES];

    chance_fill(tampering->chance, bytes, sizeof(bytes));
    write_hexadecimal(bytes, sizeof(bytes), out_text);
}

/* An expression of another value than the column has: of another row, or nearly the same. */
static void write_other(struct tampering *tampering, const char *table, const char *column,
                        char out_text[VALUE_BYTES])
{
    static const char *const integers[] = { "-1", "+1", "+7" };
    char hash[HASH_TEXT];
    uint64_t row = 0;

    if (below(tampering, 2) == 0) {
        row = below(tampering, (uint64_t)number_of(tampering, "select count(*) from %s", table));
        (void)snprintf(out_text, VALUE_BYTES, "(select %s from %s limit 1 offset %" PRIu64 ")",
                       column, table, row);
        return;
    }
    any_hash(tampering, hash);
    (void)snprintf(out_text, VALUE_BYTES,
                   "case typeof(%s) when 'integer' then %s%s when 'text' then %s || '%c'"
                   " when 'blob' then cast(substr(%s, 1, length(%s) - 1) || x'%.2s' as blob) end",
                   column, column, integers[below(tampering, COUNT_OF(integers))], column,
                   (int)('x' + below(tampering, 3)), column, column, hash);
}

static bool change_cell(struct tampering *tampering, const char *table, const char *key,
                        const char *number)
{
    char query[128];
    char column[64];
    char value[VALUE_BYTES];
    int64_t count = number_of(tampering, "select count(*) from pragma_table_info('%s')", table);

    (void)snprintf(query, sizeof(query), "select name from pragma_table_info('%s')", table);
    ASSERT(text_at_row(tampering, query, below(tampering, (uint64_t)count), column));
    if (strcmp(column, key) == 0)
        return false;
    write_other(tampering, table, column, value);
    return execute(tampering, "update %s set %s = %s where %s = %s", table, column, value, key,
                   number);
}

static bool change_at(struct tampering *tampering, const char *table, const char *key,
                      uint64_t number)
{
    char text[24];

    (void)snprintf(text, sizeof(text), "%" PRIu64, number);
    return change_cell(tampering, table, key, text);
}

static bool change_entry(struct tampering *tampering)
{
    return change_at(tampering, "entries", "position", any_entry(tampering));
}

static bool change_body(struct tampering *tampering)
{
    static const char *const columns[] = { "input", "decisions", "changes" };
    uint64_t position = any_entry(tampering);
    uint64_t which = below(tampering, COUNT_OF(columns) + 1);
    const char *column = which < COUNT_OF(columns) ? columns[which] : NULL;
    char hash[HASH_TEXT];
    int64_t length = 0;

    if (column == NULL) {
        any_hash(tampering, hash);
        return execute(tampering, "update entry_bodies set salt = x'%s' where position = %" PRIu64,
                       hash, position);
    }
    length = number_of(tampering, "select length(%s) from entry_bodies where position = %" PRIu64,
                       column, position);
    if (length == 0)
        return false;
    length = (int64_t)below(tampering, (uint64_t)length);
    return execute(tampering,
                   "update entry_bodies set %s = substr(%s, 1, %" PRId64 ") || '%c' ||"
                   " substr(%s, %" PRId64 ") where position = %" PRIu64,
                   column, column, length, "0123456789abcdef"[below(tampering, 16)], column,
                   length + 2, position);
}

/* One party of an entry below the head; its text is a literal. */
static bool any_party(struct tampering *tampering, char out_party[64], uint64_t *out_position)
{
    char query[128];

    *out_position = any_entry(tampering);
    (void)snprintf(query, sizeof(query),
                   "select quote(party) from entry_parties where position = %" PRIu64,
                   *out_position);
    return text_at_row(tampering, query, below(tampering, 3), out_party);
}

static bool change_party(struct tampering *tampering)
{
    char hash[HASH_TEXT];
    char party[64];
    uint64_t position = 0;

    any_hash(tampering, hash);
    return any_party(tampering, party, &position) &&
           execute(tampering,
                   "update entry_parties set party = x'%.32s' where party = %s and position ="
                   " %" PRIu64,
                   hash, party, position);
}

static bool delete_party(struct tampering *tampering)
{
    char party[64];
    uint64_t position = 0;

    return any_party(tampering, party, &position) &&
           execute(tampering, "delete from entry_parties where party = %s and position = %" PRIu64,
                   party, position);
}

static bool delete_at(struct tampering *tampering, const char *which, uint64_t position)
{
    static const char *const tables[] = { "entry_parties", "entry_bodies", "entries" };
    bool is_done = true;

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        is_done = is_done && execute(tampering, "delete from %s where position %s %" PRIu64,
                                     tables[i], which, position);
    return is_done;
}

/* All from a position on, up to another, by so much: by way of what nobody uses. */
static bool move(struct tampering *tampering, int64_t first, int64_t last, int64_t by)
{
    static const char *const tables[] = { "entry_parties", "entry_bodies", "entries" };
    bool is_done = true;

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        is_done = is_done &&
                  execute(tampering,
                          "update %s set position = - position - 1000000 where position between"
                          " %" PRId64 " and %" PRId64 "; update %s set position = - position -"
                          " 1000000 + %" PRId64 " where position <= -1000000",
                          tables[i], first, last, tables[i], by);
    return is_done;
}

static bool delete_entry(struct tampering *tampering)
{
    uint64_t position = any_entry(tampering);

    if (!delete_at(tampering, "=", position))
        return false;
    return below(tampering, 2) == 0 || move(tampering, (int64_t)position + 1, ENTRIES_MAX, -1);
}

static bool delete_body(struct tampering *tampering)
{
    return execute(tampering, "delete from entry_bodies where position = %" PRIu64,
                   any_entry(tampering));
}

static bool insert_entry(struct tampering *tampering)
{
    uint64_t position = 1 + below(tampering, tampering->below - 1);
    char hash[HASH_TEXT];

    any_hash(tampering, hash);
    return move(tampering, (int64_t)position + 1, ENTRIES_MAX, 1) &&
           execute(tampering,
                   "insert into entries select position + 1, x'%.32s', at, act_on, tenant, role,"
                   " act, outcome, body, leaf from entries where position = %" PRIu64
                   "; insert into entry_bodies select position + 1, salt, input, decisions, changes"
                   " from entry_bodies where position = %" PRIu64
                   "; insert into entry_parties select party, position + 1, place"
                   " from entry_parties where position = %" PRIu64,
                   hash, position, position, position);
}

static bool reorder(struct tampering *tampering)
{
    enum {
        ASIDE = 100000
    };
    int64_t first = (int64_t)any_entry(tampering);
    int64_t second = (int64_t)any_entry(tampering);

    return first != second && move(tampering, first, first, ASIDE - first) &&
           move(tampering, second, second, first - second) &&
           move(tampering, ASIDE, ASIDE, second - ASIDE);
}

static bool cut(struct tampering *tampering)
{
    return delete_at(tampering, ">", below(tampering, tampering->below));
}

static bool change_node(struct tampering *tampering)
{
    char hash[HASH_TEXT];
    char number[64];
    int64_t count = number_of(tampering, "select count(*) from tree_nodes");

    any_hash(tampering, hash);
    ASSERT(text_at_row(tampering, "select number from tree_nodes",
                       below(tampering, (uint64_t)count), number));
    if (below(tampering, 2) == 0)
        return execute(tampering, "delete from tree_nodes where number = %s", number);
    return execute(tampering, "update tree_nodes set hash = x'%s' where number = %s", hash, number);
}

/* A row of a table with facts. */
static const char *any_fact(struct tampering *tampering, char out_row[64])
{
    const struct tampered_table *table = NULL;
    char query[128];

    do
        table = &tampering->tables[below(tampering, tampering->table_count)];
    while (!table->has_rows);
    (void)snprintf(query, sizeof(query), "select row_id from %s", table->name);
    ASSERT(text_at_row(
        tampering, query,
        below(tampering, (uint64_t)number_of(tampering, "select count(*) from %s", table->name)),
        out_row));
    return table->name;
}

static bool change_fact(struct tampering *tampering)
{
    char row[64];
    const char *table = any_fact(tampering, row);

    return change_cell(tampering, table, "row_id", row);
}

static bool delete_fact(struct tampering *tampering)
{
    char row[64];
    const char *table = any_fact(tampering, row);

    return execute(tampering, "delete from %s where row_id = %s", table, row);
}

/* The columns of the row as the values of a new one, each another by chance where it is a name. */
static void write_copied(struct tampering *tampering, const char *table, char out_list[TEXT_BYTES])
{
    static const char names[] = " id mpn_id domain token tenant ";
    char query[128];
    char column[64];
    char hash[HASH_TEXT];
    size_t length = 0;

    (void)snprintf(query, sizeof(query), "select ' ' || name || ' ' from pragma_table_info('%s')",
                   table);
    for (uint64_t i = 0; text_at_row(tampering, query, i, column); i++) {
        bool is_changed = strstr(names, column) != NULL && below(tampering, 5) > 0;

        any_hash(tampering, hash);
        if (strcmp(column, " row_id ") == 0)
            length += (size_t)snprintf(out_list + length, TEXT_BYTES - length, "%" PRIu64,
                                       below(tampering, UINT64_C(1) << 40));
        else if (is_changed)
            length += (size_t)snprintf(out_list + length, TEXT_BYTES - length,
                                       ", case typeof(%s) when 'blob' then x'%.32s' else %s || '9'"
                                       " end",
                                       column, hash, column);
        else
            length += (size_t)snprintf(out_list + length, TEXT_BYTES - length, ", %s", column);
    }
}

static bool insert_fact(struct tampering *tampering)
{
    char list[TEXT_BYTES];
    char row[64];
    const char *table = any_fact(tampering, row);

    write_copied(tampering, table, list);
    return execute(tampering, "insert into %s select %.700s from %s where row_id = %s", table, list,
                   table, row);
}

static bool roll_back(struct tampering *tampering)
{
    uint64_t earlier = below(tampering, tampering->earlier_count);

    for (unsigned i = 0; i < tampering->table_count; i++) {
        struct tampered_table *table = &tampering->tables[i];

        table->is_touched = true;
        if (!execute(tampering,
                     "delete from main.%s; insert into main.%s select * from"
                     " earlier_%" PRIu64 ".%s",
                     table->name, table->name, earlier, table->name))
            return false;
    }
    return true;
}

/* Hashes made anew, as who knows the journal would. */
struct sealing {
    struct entry_visitor visitor; /* first */
    struct {
        uint64_t position;
        struct merkle_hash body, leaf;
    } entries[ENTRIES_MAX];
    unsigned count;
};

static enum status seal_one(struct entry_visitor *visitor, const struct entry *entry)
{
    struct sealing *sealing = (struct sealing *)visitor;
    struct entry sealed = *entry;

    ASSERT(sealing->count < ENTRIES_MAX);
    if (!entry->is_erased)
        sealed.body = entry_hash_body(entry);
    sealing->entries[sealing->count].position = entry->position;
    sealing->entries[sealing->count].body = sealed.body;
    return entry_hash_leaf(&sealed, &sealing->entries[sealing->count++].leaf);
}

/* The visit, as a work. */
struct sealing_work {
    struct store_work work; /* first */
    struct sealing *sealing;
};

static enum status visit(struct store_work *work, struct call *call)
{
    static const struct entry_filter all = { 0 };
    struct sealing *sealing = ((struct sealing_work *)work)->sealing;

    *sealing = (struct sealing){ .visitor = { seal_one } };
    return call->store->visit_entries(call, &all, &sealing->visitor);
}

/* Nodes as the tree is made anew. */
struct sealing_nodes {
    struct merkle_nodes nodes; /* first */
    struct tampering *tampering;
    struct merkle_frontier frontier;
    unsigned part; /* of the frontier that is next */
};

static enum status load_part(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                             struct merkle_hash *out_hash)
{
    struct sealing_nodes *sealing = (struct sealing_nodes *)nodes;

    (void)level;
    (void)place;
    *out_hash = sealing->frontier.parts[--sealing->part];
    return STATUS_OK;
}

static enum status save_node(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                             const struct merkle_hash *hash)
{
    struct sealing_nodes *sealing = (struct sealing_nodes *)nodes;
    uint64_t last = ((place + 1) << level) - 1;
    char text[HASH_TEXT];

    write_hexadecimal(hash->bytes, MERKLE_HASH_BYTES, text);
    return execute(sealing->tampering, "insert into tree_nodes values (%" PRIu64 ", x'%s')",
                   2 * last - (uint64_t)__builtin_popcountll(last) + level, text)
               ? STATUS_OK
               : STATUS_CONFLICT;
}

static bool write_sealed(struct tampering *tampering, const struct sealing *sealing)
{
    struct sealing_nodes nodes = { { load_part, save_node }, tampering, { 0 }, 0 };
    bool is_done = execute(tampering, "delete from tree_nodes");

    for (unsigned i = 0; i < sealing->count && is_done; i++) {
        char body[HASH_TEXT];
        char leaf[HASH_TEXT];

        write_hexadecimal(sealing->entries[i].body.bytes, MERKLE_HASH_BYTES, body);
        write_hexadecimal(sealing->entries[i].leaf.bytes, MERKLE_HASH_BYTES, leaf);
        nodes.part = (unsigned)__builtin_popcountll(nodes.frontier.leaf_count);
        is_done = execute(tampering,
                          "update entries set body = x'%s', leaf = x'%s' where position = %" PRIu64,
                          body, leaf, sealing->entries[i].position) &&
                  merkle_extend(&nodes.nodes, nodes.frontier.leaf_count,
                                sealing->entries[i].leaf) == STATUS_OK;
        merkle_add(&nodes.frontier, sealing->entries[i].leaf);
    }
    return is_done;
}

static bool seal(struct tampering *tampering)
{
    static struct sealing sealing;
    struct sealing_work work = { { visit }, &sealing };
    struct fault fault;

    return tampering->store->read(tampering->store, &work.work, &fault) == STATUS_OK &&
           execute(tampering, "begin") && write_sealed(tampering, &sealing) &&
           execute(tampering, "commit");
}

typedef bool way(struct tampering *tampering);

#define PLAIN(way) [PLAIN_##way] = (way),
#define SEALED(way) [SEALED_##way] = (way),
static way *const ways[TAMPERING_WAYS] = { TAMPERING_PLAIN(PLAIN) TAMPERING_SEALED(SEALED) };
#undef PLAIN
#undef SEALED

static bool asks_for_row(sqlite3_stmt *statement)
{
    bool has_row = sqlite3_step(statement) == SQLITE_ROW;

    (void)sqlite3_reset(statement);
    return has_row;
}

/* Whether the book is another: what was done may have come to nothing. */
static bool differs(struct tampering *tampering)
{
    for (unsigned i = 0; i < tampering->table_count; i++)
        if (tampering->tables[i].is_touched && asks_for_row(tampering->tables[i].differs))
            return true;
    return false;
}

bool tampering_do(struct tampering *tampering, struct chance *chance, unsigned *out_way)
{
    bool is_done = false;

    tampering->chance = chance;
    *out_way = (unsigned)below(tampering, TAMPERING_WAYS);
    is_done = execute(tampering, "begin") && ways[*out_way](tampering) &&
              execute(tampering, "commit") && (*out_way < SEALED_change_entry || seal(tampering)) &&
              differs(tampering);
    if (!is_done)
        tampering_undo(tampering);
    return is_done;
}

void tampering_undo(struct tampering *tampering)
{
    if (!sqlite3_get_autocommit(tampering->database))
        ASSERT(execute(tampering, "rollback"));
    ASSERT(execute(tampering, "begin"));
    for (unsigned i = 0; i < tampering->table_count; i++) {
        struct tampered_table *table = &tampering->tables[i];

        if (!table->is_touched || !asks_for_row(table->differs))
            continue;
        ASSERT(!asks_for_row(table->empty) && !asks_for_row(table->fill));
    }
    ASSERT(execute(tampering, "commit"));
    for (unsigned i = 0; i < tampering->table_count; i++)
        tampering->tables[i].is_touched = !tampering->tables[i].has_rows;
}

/* Told of each row of a table of facts; of the others it is taken for granted. */
static void note_touched(void *payload, int operation, const char *database, const char *table,
                         sqlite3_int64 row)
{
    struct tampering *tampering = payload;

    (void)operation;
    (void)database;
    (void)row;
    for (unsigned i = 0; i < tampering->table_count; i++)
        if (strcmp(tampering->tables[i].name, table) == 0)
            tampering->tables[i].is_touched = true;
}

static sqlite3_stmt *prepare(struct tampering *tampering, const char *format, ...)
    PRINTF_LIKE(2, 3);

static sqlite3_stmt *prepare(struct tampering *tampering, const char *format, ...)
{
    sqlite3_stmt *statement = NULL;
    char text[TEXT_BYTES];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    ASSERT(sqlite3_prepare_v3(tampering->database, text, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                              NULL) == SQLITE_OK);
    return statement;
}

static void list_tables(struct tampering *tampering)
{
    static const char query[] = "select name from main.sqlite_schema where type = 'table'";

    while (text_at_row(tampering, query, tampering->table_count,
                       tampering->tables[tampering->table_count].name)) {
        struct tampered_table *table = &tampering->tables[tampering->table_count++];

        ASSERT(tampering->table_count < TAMPERING_TABLES_MAX);
        table->has_rows = number_of(tampering,
                                    "select count(*) from pragma_table_info('%s') where name ="
                                    " 'row_id'",
                                    table->name) > 0 &&
                          number_of(tampering, "select count(*) from %s", table->name) > 0;
        table->is_touched = !table->has_rows;
        table->differs = prepare(tampering,
                                 "select 1 where (select count(*) from main.%s) <>"
                                 " (select count(*) from whole.%s) or exists (select * from main.%s"
                                 " except select * from whole.%s)",
                                 table->name, table->name, table->name, table->name);
        table->empty = prepare(tampering, "delete from main.%s where true", table->name);
        table->fill = prepare(tampering, "insert into main.%s select * from whole.%s", table->name,
                              table->name);
    }
}

void tampering_begin(struct tampering *tampering, const struct base_book *base, struct store *store)
{
    *tampering = (struct tampering){ .store = store,
                                     .earlier_count = base->earlier_count,
                                     .below = base->head.tree.leaf_count };
    content_write(&base->book, "whole");
    content_write(&base->log, "whole-wal");
    ASSERT(sqlite3_open("book", &tampering->database) == SQLITE_OK);
    ASSERT(execute(tampering, "pragma synchronous = off; pragma ignore_check_constraints = on;"
                              " attach 'whole' as whole"));
    for (unsigned i = 0; i < base->earlier_count; i++) {
        char name[24];

        (void)snprintf(name, sizeof(name), "earlier_%u", i);
        content_write(&base->earlier[i], name);
        ASSERT(execute(tampering, "attach '%s' as %s", name, name));
    }
    list_tables(tampering);
    (void)sqlite3_update_hook(tampering->database, note_touched, tampering);
}

void tampering_end(struct tampering *tampering)
{
    for (unsigned i = 0; i < tampering->table_count; i++) {
        (void)sqlite3_finalize(tampering->tables[i].differs);
        (void)sqlite3_finalize(tampering->tables[i].empty);
        (void)sqlite3_finalize(tampering->tables[i].fill);
    }
    ASSERT(sqlite3_close(tampering->database) == SQLITE_OK);
}
