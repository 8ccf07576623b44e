/* SPDX-License-Identifier: Apache-2.0 */
/* Entries and their tree, receipts and settings. */
#include "store/sqlite/journal.h"

#include "base/assert.h"
#include "store/sqlite/value.h"

static enum status fail_memory(struct connection *connection)
{
    return call_fail(&connection->session.call, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

/* Steps a statement of which at most one row counts. */
static enum status step_bound(struct connection *connection, sqlite3_stmt *statement, bool is_bound,
                              bool *out_has_row)
{
    return is_bound ? connection_step(connection, statement, out_has_row) : fail_memory(connection);
}

enum status journal_last_position(struct call *call, uint64_t *out_position)
{
    struct connection *connection = connection_of(call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    call_reads_anything(call);
    TRY(connection_statement(connection, STATEMENT_LAST_POSITION, &statement));
    status = connection_step(connection, statement, &has_row);
    if (status == STATUS_OK)
        *out_position = (uint64_t)sqlite3_column_int64(statement, 0);
    connection_done_with(statement);
    return status;
}

static enum status add_row(struct connection *connection, const struct entry *entry)
{
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ADD_ENTRY, &statement));
    room.guid_count = 0;
    is_bound =
        value_bind_integer(statement, 1, (int64_t)entry->position) &&
        value_bind_guid(statement, 2, entry->id, &room) &&
        value_bind_integer(statement, 3, entry->at) && value_bind_date(statement, 4, entry->on) &&
        value_bind_guid(statement, 5, entry->principal.tenant, &room) &&
        value_bind_text(statement, 6, text_of(principal_role_words.list[entry->principal.role])) &&
        value_bind_text(statement, 7, entry->act) &&
        value_bind_text(statement, 8, text_of(outcome_words.list[entry->outcome])) &&
        value_bind_bytes(statement, 9, entry->body.bytes, MERKLE_HASH_BYTES) &&
        value_bind_bytes(statement, 10, entry->leaf.bytes, MERKLE_HASH_BYTES);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

static enum status add_body(struct connection *connection, const struct entry *entry)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ADD_ENTRY_BODY, &statement));
    is_bound = value_bind_integer(statement, 1, (int64_t)entry->position) &&
               value_bind_bytes(statement, 2, entry->salt, ENTRY_SALT_BYTES) &&
               value_bind_text(statement, 3, entry->input) &&
               value_bind_text(statement, 4, entry->decisions) &&
               value_bind_text(statement, 5, entry->changes);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

static bool is_named_before(const struct entry *entry, unsigned place)
{
    for (unsigned i = 0; i < place; i++)
        if (guid_equal(entry->parties[i], entry->parties[place]))
            return true;
    return false;
}

static enum status add_party(struct connection *connection, const struct entry *entry,
                             unsigned place)
{
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ADD_ENTRY_PARTY, &statement));
    room.guid_count = 0;
    is_bound = value_bind_guid(statement, 1, entry->parties[place], &room) &&
               value_bind_integer(statement, 2, (int64_t)entry->position) &&
               value_bind_integer(statement, 3, place);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

enum status journal_add_entry(struct call *call, struct entry *entry)
{
    struct connection *connection = connection_of(call);
    uint64_t last = 0;

    TRY(journal_last_position(call, &last));
    entry->position = last + 1;
    TRY(add_row(connection, entry));
    TRY(add_body(connection, entry));
    for (unsigned i = 0; i < entry->party_count; i++)
        if (!is_named_before(entry, i))
            TRY(add_party(connection, entry, i));
    return STATUS_OK;
}

static enum status erase_digests(struct connection *connection, const struct entry *entry)
{
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ERASE_DIGESTS, &statement));
    room.guid_count = 0;
    is_bound =
        value_bind_guid(statement, 1, entry->principal.tenant, &room) &&
        value_bind_text(statement, 2, text_of(principal_role_words.list[entry->principal.role])) &&
        value_bind_text(statement, 3, entry->act);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

enum status journal_erase_body(struct session *session, const struct entry *entry)
{
    struct connection *connection = connection_of(&session->call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ERASE_BODY, &statement));
    status = step_bound(connection, statement,
                        value_bind_integer(statement, 1, (int64_t)entry->position), &has_row);
    connection_done_with(statement);
    return status == STATUS_OK ? erase_digests(connection, entry) : status;
}

static enum status read_parties(struct connection *connection, sqlite3_stmt *statement,
                                struct entry *entry)
{
    bool has_row = false;

    entry->party_count = 0;
    for (;;) {
        TRY(connection_step(connection, statement, &has_row));
        if (!has_row)
            return STATUS_OK;
        if (entry->party_count == ENTRY_PARTIES_MAX ||
            !value_read_guid(statement, 0, &entry->parties[entry->party_count]))
            return connection_fail_damaged(connection, "entry_parties");
        entry->party_count++;
    }
}

static enum status find_parties(struct connection *connection, struct entry *entry)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    TRY(connection_statement(connection, STATEMENT_ENTRY_PARTIES, &statement));
    status = value_bind_integer(statement, 1, (int64_t)entry->position)
                 ? read_parties(connection, statement, entry)
                 : fail_memory(connection);
    connection_done_with(statement);
    return status;
}

/* An entry without one reads as one that was erased. */
static bool read_body(sqlite3_stmt *statement, struct entry *entry)
{
    entry->is_erased = sqlite3_column_type(statement, 10) == SQLITE_NULL;
    entry->input = value_text(statement, 11);
    entry->decisions = value_text(statement, 12);
    entry->changes = value_text(statement, 13);
    return entry->is_erased || value_read_bytes(statement, 10, entry->salt, ENTRY_SALT_BYTES);
}

static bool read_entry(sqlite3_stmt *statement, struct entry *out_entry)
{
    unsigned role = 0;
    unsigned outcome = 0;

    if (!value_read_guid(statement, 1, &out_entry->id) ||
        !value_read_instant(statement, 2, &out_entry->at) ||
        !value_read_date(statement, 3, &out_entry->on) ||
        !value_read_guid(statement, 4, &out_entry->principal.tenant) ||
        !words_find(&principal_role_words, value_text(statement, 5), &role) ||
        !words_find(&outcome_words, value_text(statement, 7), &outcome) ||
        !value_read_bytes(statement, 8, out_entry->body.bytes, MERKLE_HASH_BYTES) ||
        !value_read_bytes(statement, 9, out_entry->leaf.bytes, MERKLE_HASH_BYTES) ||
        !read_body(statement, out_entry))
        return false;
    out_entry->principal.role = (enum principal_role)role;
    out_entry->act = value_text(statement, 6);
    out_entry->outcome = (enum outcome)outcome;
    return true;
}

static enum status fail_entry(struct connection *connection, uint64_t position)
{
    struct text what =
        arena_format(&connection->session.call.arena, "entries %llu", (unsigned long long)position);

    return connection_fail_damaged(connection, what.bytes);
}

/* At most so many; 0: all. */
static enum status show_entries(struct connection *connection, sqlite3_stmt *statement,
                                uint64_t limit, struct entry_visitor *visitor)
{
    struct entry entry = { 0 };
    bool has_row = false;

    for (uint64_t count = 0; limit == 0 || count < limit; count++) {
        TRY(connection_step(connection, statement, &has_row));
        if (!has_row)
            return STATUS_OK;
        entry.position = (uint64_t)sqlite3_column_int64(statement, 0);
        if (!read_entry(statement, &entry))
            return fail_entry(connection, entry.position);
        TRY(find_parties(connection, &entry));
        TRY(visitor->take(visitor, &entry));
    }
    return STATUS_OK;
}

static enum statement statement_for(const struct entry_filter *filter)
{
    if (!filter->has_party)
        return STATEMENT_ENTRIES;
    return filter->has_other ? STATEMENT_ENTRIES_OF_BOTH : STATEMENT_ENTRIES_OF_PARTY;
}

enum status journal_visit_entries(struct call *call, const struct entry_filter *filter,
                                  struct entry_visitor *visitor)
{
    struct connection *connection = connection_of(call);
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;

    call_reads_anything(call);
    ASSERT(filter->has_party || !filter->has_other);
    TRY(connection_statement(connection, statement_for(filter), &statement));
    room.guid_count = 0;
    is_bound = value_bind_integer(statement, 1, (int64_t)filter->after) &&
               (!filter->has_party || value_bind_guid(statement, 2, filter->party, &room)) &&
               (!filter->has_other || value_bind_guid(statement, 3, filter->other, &room));
    status = is_bound ? show_entries(connection, statement, filter->limit, visitor)
                      : fail_memory(connection);
    connection_done_with(statement);
    return status;
}

/* In the order in which parts become complete; each has its leaf's number before it. */
static uint64_t number_of_node(unsigned level, uint64_t place)
{
    uint64_t last = ((place + 1) << level) - 1;

    return 2 * last - (uint64_t)__builtin_popcountll(last) + level;
}

enum status journal_find_node(struct call *call, unsigned level, uint64_t place,
                              struct merkle_hash *out_hash, bool *out_found)
{
    struct connection *connection = connection_of(call);
    uint64_t number = level == 0 ? place + 1 : number_of_node(level, place);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    call_reads_anything(call);
    TRY(connection_statement(connection, level == 0 ? STATEMENT_LEAF : STATEMENT_NODE, &statement));
    status = step_bound(connection, statement, value_bind_integer(statement, 1, (int64_t)number),
                        &has_row);
    if (status == STATUS_OK && has_row &&
        !value_read_bytes(statement, 0, out_hash->bytes, MERKLE_HASH_BYTES))
        status = connection_fail_damaged(connection, "tree_nodes");
    connection_done_with(statement);
    if (status == STATUS_OK)
        *out_found = has_row;
    return status;
}

enum status journal_add_node(struct call *call, unsigned level, uint64_t place,
                             const struct merkle_hash *hash)
{
    struct connection *connection = connection_of(call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ADD_NODE, &statement));
    is_bound = value_bind_integer(statement, 1, (int64_t)number_of_node(level, place)) &&
               value_bind_bytes(statement, 2, hash->bytes, MERKLE_HASH_BYTES);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

/* What a receipt is found by. */
static bool bind_request(sqlite3_stmt *statement, const struct receipt *receipt,
                         struct value_room *room)
{
    room->guid_count = 0;
    return value_bind_guid(statement, 1, receipt->principal.tenant, room) &&
           value_bind_text(statement, 2,
                           text_of(principal_role_words.list[receipt->principal.role])) &&
           value_bind_text(statement, 3, receipt->request_id) &&
           value_bind_text(statement, 4, receipt->act);
}

enum status journal_find_receipt(struct call *call, struct receipt *receipt, bool *out_found)
{
    struct connection *connection = connection_of(call);
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    call_reads_anything(call);
    TRY(connection_statement(connection, STATEMENT_RECEIPT, &statement));
    status = step_bound(connection, statement, bind_request(statement, receipt, &room), &has_row);
    if (status == STATUS_OK && has_row) {
        receipt->digest = arena_keep(&call->arena, value_text(statement, 0));
        receipt->answer = arena_keep(&call->arena, value_text(statement, 1));
    }
    connection_done_with(statement);
    if (status == STATUS_OK)
        *out_found = has_row;
    return status;
}

enum status journal_add_receipt(struct call *call, const struct receipt *receipt)
{
    struct connection *connection = connection_of(call);
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_ADD_RECEIPT, &statement));
    is_bound = bind_request(statement, receipt, &room) &&
               value_bind_text(statement, 5, receipt->digest) &&
               value_bind_text(statement, 6, receipt->answer);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}

#define SETTING(name, word) word,
static const char *const setting_names[SETTING_COUNT] = { SETTINGS(SETTING) };
#undef SETTING

enum status journal_setting(struct call *call, enum setting setting, struct text *out_value)
{
    struct connection *connection = connection_of(call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    call_reads_anything(call);
    TRY(connection_statement(connection, STATEMENT_SETTING, &statement));
    status = step_bound(connection, statement,
                        value_bind_text(statement, 1, text_of(setting_names[setting])), &has_row);
    if (status == STATUS_OK)
        *out_value = has_row ? arena_keep(&call->arena, value_text(statement, 0)) : TEXT("");
    connection_done_with(statement);
    return status;
}

enum status journal_set(struct call *call, enum setting setting, struct text value)
{
    struct connection *connection = connection_of(call);
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool is_bound = false;
    bool has_row = false;

    TRY(connection_statement(connection, STATEMENT_SET, &statement));
    is_bound = value_bind_text(statement, 1, text_of(setting_names[setting])) &&
               value_bind_text(statement, 2, value);
    status = step_bound(connection, statement, is_bound, &has_row);
    connection_done_with(statement);
    return status;
}
