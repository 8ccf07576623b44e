/* SPDX-License-Identifier: Apache-2.0 */
/* Facts found, shown, added and replaced. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "store/sqlite/copy.h"
#include "store/sqlite/journal.h"
#include "store/sqlite/pages.h"
#include "store/sqlite/value.h"

enum {
    ROWS_AT_FIRST = 4
};

static enum status fail_memory(struct connection *connection)
{
    return call_fail(&connection->session.call, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

/* What no reader of the fact would ever see was put there behind the book's back. */
static bool has_idle_partner(const struct fact *fact)
{
    return fact->type == FACT_CUSTOMER_AGREEMENT &&
           fact->customer_agreement.acceptance == ACCEPTANCE_DIRECT &&
           !guid_is_none(fact->customer_agreement.partner);
}

/* Reads the row that the statement stands on. Texts are borrowed until the next step. */
static enum status read_row(struct connection *connection, sqlite3_stmt *statement,
                            enum fact_type type, struct row *out_row)
{
    const struct shape *shape = &fact_shapes[type];

    out_row->id = (uint64_t)sqlite3_column_int64(statement, 0);
    out_row->fact = fact_begin(type);
    for (unsigned i = 0; i < shape->field_count; i++)
        if (!value_read_field(statement, (int)i + 1, &shape->fields[i], &out_row->fact)) {
            struct text what =
                arena_format(&connection->session.call.arena, "%s %llu: %s", table_rows[type].name,
                             (unsigned long long)out_row->id, column_of(shape->fields[i].name));

            return connection_fail_damaged(connection, what.bytes);
        }
    if (has_idle_partner(&out_row->fact))
        return connection_fail_damaged(connection, "a direct acceptance names a partner");
    return STATUS_OK;
}

/* The longest row, with all its texts, fits in what has to be left. */
static bool arena_has_room(const struct arena *arena, size_t row_count)
{
    enum {
        TEXTS_BYTES_MAX = 1 << 20
    };
    size_t left = arena->size - arena->used;

    return left > TEXTS_BYTES_MAX && row_count < (left - TEXTS_BYTES_MAX) / sizeof(struct row);
}

static enum status grow_rows(struct connection *connection, struct rows *rows, size_t *capacity)
{
    struct arena *arena = &connection->session.call.arena;
    size_t wanted = *capacity == 0 ? ROWS_AT_FIRST : *capacity;
    struct row *list = NULL;

    if (rows->count < *capacity)
        return arena_has_room(arena, 0) ? STATUS_OK : fail_memory(connection);
    if (*capacity > 0)
        wanted *= 2;
    if (!arena_has_room(arena, wanted))
        return fail_memory(connection);
    list = arena_new(arena, wanted, sizeof(*list));
    if (rows->count > 0)
        memcpy(list, rows->list, rows->count * sizeof(*list));
    rows->list = list;
    *capacity = wanted;
    return STATUS_OK;
}

static enum status read_rows(struct connection *connection, sqlite3_stmt *statement,
                             enum fact_type type, struct rows *rows)
{
    size_t capacity = 0;
    bool has_row = false;

    for (;;) {
        struct row *row = NULL;

        TRY(connection_step(connection, statement, &has_row));
        if (!has_row)
            return STATUS_OK;
        TRY(grow_rows(connection, rows, &capacity));
        row = &rows->list[rows->count];
        TRY(read_row(connection, statement, type, row));
        value_keep_texts(&connection->session.call.arena, &row->fact);
        rows->count++;
    }
}

static int compare_rows(const void *left, const void *right)
{
    uint64_t first = ((const struct row *)left)->id;
    uint64_t second = ((const struct row *)right)->id;

    return first < second ? -1 : first > second;
}

/* In the order of their ids, unless the query has an order of its own. */
static void sort_rows(struct rows *rows, enum query query)
{
    bool is_sorted = true;

    for (size_t i = 1; i < rows->count && is_sorted; i++)
        is_sorted = rows->list[i - 1].id < rows->list[i].id;
    if (!is_sorted && strstr(query_rows[query].text, "order by") == NULL)
        qsort(rows->list, rows->count, sizeof(*rows->list), compare_rows);
}

static bool bind_key(sqlite3_stmt *statement, const char *kinds, const struct query_key *key,
                     struct value_room *room)
{
    bool is_bound = true;
    unsigned guid_count = 0;

    room->guid_count = 0;
    for (int i = 1; is_bound && kinds[i - 1] != '\0'; i++)
        switch (kinds[i - 1]) {
        case 'g':
            is_bound = value_bind_guid(statement, i, key->ids[guid_count++], room);
            break;
        case 't':
            is_bound = value_bind_text(statement, i, key->text);
            break;
        default:
            is_bound = value_bind_date(statement, i, key->on);
            break;
        }
    return is_bound;
}

/* Asks the database. */
static enum status ask(struct connection *connection, enum query query, const struct query_key *key,
                       struct rows *rows)
{
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    TRY(connection_statement(connection, query, &statement));
    status = bind_key(statement, query_rows[query].key, key, &room)
                 ? read_rows(connection, statement, query_rows[query].type, rows)
                 : fail_memory(connection);
    connection_done_with(statement);
    return status;
}

static enum status find(struct call *call, enum query query, const struct query_key *key,
                        struct rows *out_rows)
{
    struct connection *connection = connection_of(call);
    struct rows rows = { 0 };

    if (call->reads != NULL)
        marks_note_query(call->reads, query, key);
    if (arena_has_room(&call->arena, 0) &&
        memo_find(&connection->memo, query, key, &call->arena, out_rows))
        return STATUS_OK;
    TRY(ask(connection, query, key, &rows));
    sort_rows(&rows, query);
    memo_keep(&connection->memo, query, key, call->version, &rows);
    *out_rows = rows;
    return STATUS_OK;
}

static enum status show_rows(struct connection *connection, sqlite3_stmt *statement,
                             enum fact_type type, struct row_visitor *visitor)
{
    bool has_row = false;
    struct row row;

    for (;;) {
        TRY(connection_step(connection, statement, &has_row));
        if (!has_row)
            return STATUS_OK;
        TRY(read_row(connection, statement, type, &row));
        TRY(visitor->take(visitor, &row));
    }
}

static enum status show(struct connection *connection, unsigned number, enum fact_type type,
                        struct row_visitor *visitor)
{
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    TRY(connection_statement(connection, number, &statement));
    status = show_rows(connection, statement, type, visitor);
    connection_done_with(statement);
    return status;
}

static enum status visit(struct call *call, enum fact_type type, struct row_visitor *visitor)
{
    call_reads_anything(call);
    return show(connection_of(call), statement_of(STATEMENTS_VISIT, type), type, visitor);
}

static enum status visit_by_fields(struct session *session, enum fact_type type,
                                   struct row_visitor *visitor)
{
    return show(connection_of(&session->call), statement_of(STATEMENTS_VISIT_BY_FIELDS, type), type,
                visitor);
}

static bool bind_row(sqlite3_stmt *statement, const struct row *row, struct value_room *room)
{
    const struct shape *shape = &fact_shapes[row->fact.type];
    bool is_bound = value_bind_integer(statement, 1, (int64_t)row->id);

    room->guid_count = 0;
    for (unsigned i = 0; is_bound && i < shape->field_count; i++)
        is_bound = value_bind_field(statement, (int)i + 2, &row->fact, &shape->fields[i], room);
    return is_bound;
}

/* Adds the row, or puts it in the place of the one with its id. */
static enum status save(struct connection *connection, enum statement_family family,
                        const struct row *row)
{
    NOT_CLEARED struct value_room room;
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;
    bool has_row = false;

    TRY(connection_statement(connection, statement_of(family, row->fact.type), &statement));
    status = bind_row(statement, row, &room) ? connection_step(connection, statement, &has_row)
                                             : fail_memory(connection);
    connection_done_with(statement);
    if (connection->marks != NULL)
        marks_note_fact(connection->marks, &row->fact, family == STATEMENTS_REPLACE);
    return status;
}

static enum status add(struct call *call, const struct fact *fact)
{
    struct connection *connection = connection_of(call);
    struct row row = { connection_next_row_id(connection), *fact };

    return save(connection, STATEMENTS_ADD, &row);
}

static enum status replace(struct call *call, uint64_t id, const struct fact *fact)
{
    struct connection *connection = connection_of(call);
    struct row row = { id, *fact };

    TRY(save(connection, STATEMENTS_REPLACE, &row));
    /* What a fact is named by, and whose it is, never changes. */
    ASSERT(sqlite3_changes64(connection->database) == 1);
    return STATUS_OK;
}

static enum status load(struct session *session, const struct row *row)
{
    struct connection *connection = connection_of(&session->call);
    enum status status = save(connection, STATEMENTS_ADD, row);

    if (row->id > connection->last_row_id)
        connection->last_row_id = row->id;
    if (status != STATUS_OK && session->call.fault.kind == FAULT_STORE_CONSTRAINT)
        session->call.fault = (struct fault){ 0 };
    return status;
}

static uint64_t next_id(struct session *session)
{
    return connection_next_row_id(connection_of(&session->call));
}

static enum status show_dangling(struct connection *connection, sqlite3_stmt *statement,
                                 const struct reference_row *reference,
                                 struct dangling_visitor *visitor)
{
    const struct shape *shape = &fact_shapes[reference->type];
    const struct field *field = &shape->fields[shape_find_field(shape, text_of(reference->field))];
    struct row row = { .fact = fact_begin(reference->type) };
    bool has_row = false;

    for (;;) {
        TRY(connection_step(connection, statement, &has_row));
        if (!has_row)
            return STATUS_OK;
        row.id = (uint64_t)sqlite3_column_int64(statement, 0);
        if (!value_read_field(statement, 1, field, &row.fact))
            return connection_fail_damaged(connection, table_rows[reference->type].name);
        TRY(visitor->take(visitor, reference, &row));
    }
}

static enum status visit_dangling(struct session *session, const struct reference_row *reference,
                                  struct dangling_visitor *visitor)
{
    struct connection *connection = connection_of(&session->call);
    struct buffer text = { 0 };
    sqlite3_stmt *statement = NULL;
    enum status status = STATUS_OK;

    statement_write_dangling(&text, reference);
    if (text.has_failed)
        status = fail_memory(connection);
    else if (sqlite3_prepare_v2(connection->database, text.bytes, (int)text.length, &statement,
                                NULL) != SQLITE_OK)
        status = connection_fail(connection);
    else
        status = show_dangling(connection, statement, reference, visitor);
    (void)sqlite3_finalize(statement);
    buffer_done(&text);
    return status;
}

static bool is_unchanged(struct call *call, const struct reads *reads)
{
    const struct marks *marks = connection_of(call)->marks;

    return marks != NULL && marks_are_unchanged(marks, reads);
}

const struct store_functions sqlite_functions = {
    .find = find,
    .visit = visit,
    .add = add,
    .replace = replace,
    .add_entry = journal_add_entry,
    .last_position = journal_last_position,
    .find_node = journal_find_node,
    .add_node = journal_add_node,
    .visit_entries = journal_visit_entries,
    .find_receipt = journal_find_receipt,
    .add_receipt = journal_add_receipt,
    .count_refusal = journal_count_refusal,
    .setting = journal_setting,
    .set = journal_set,
    .is_unchanged = is_unchanged,
};

const struct session_functions sqlite_session_functions = {
    .visit_by_fields = visit_by_fields,
    .load = load,
    .next_id = next_id,
    .erase_body = journal_erase_body,
    .visit_dangling = visit_dangling,
    .check_pages = sqlite_check_pages,
    .copy_to = sqlite_copy_to,
};
