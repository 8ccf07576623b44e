/* SPDX-License-Identifier: Apache-2.0 */
#include "store/statements.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/sqlite/connection.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

/* A book, and the database that it is. */
struct tables {
    struct shelf shelf;
    sqlite3 *database;
};

static void tables_begin(struct tables *tables)
{
    shelf_begin_book(&tables->shelf);
    assert_int_equal(sqlite3_open(tables->shelf.path, &tables->database), SQLITE_OK);
}

static void tables_end(struct tables *tables)
{
    assert_int_equal(sqlite3_close(tables->database), SQLITE_OK);
    shelf_end(&tables->shelf);
}

static sqlite3_stmt *prepare(struct tables *tables, const char *before, unsigned statement)
{
    struct buffer text = { 0 };
    sqlite3_stmt *prepared = NULL;

    buffer_add_string(&text, before);
    connection_write_statement(&text, statement);
    assert_false(text.has_failed);
    if (sqlite3_prepare_v2(tables->database, text.bytes, (int)text.length, &prepared, NULL) !=
        SQLITE_OK)
        fail_msg("%.*s: %s", (int)text.length, text.bytes, sqlite3_errmsg(tables->database));
    buffer_done(&text);
    return prepared;
}

static const struct statement_row *row_of(unsigned statement)
{
    return statement < QUERY_COUNT ? &query_rows[statement]
                                   : &other_rows[statement - STATEMENTS_BEFORE_OTHERS];
}

static bool is_composed(unsigned statement)
{
    return statement >= QUERY_COUNT && statement < STATEMENTS_BEFORE_OTHERS;
}

static void check_classified(const struct statement_row *row)
{
    if (row->name == NULL || row->text == NULL)
        fail_msg("a row is missing");
    if (row->touch < TOUCH_REFERENCE || row->touch > TOUCH_SCATTER)
        fail_msg("%s does not say what it touches", row->name);
    if ((row->touch == TOUCH_SCATTER) != (row->reason != NULL))
        fail_msg("%s: a scattered statement, and no other, has a reason", row->name);
}

static void test_store_statements__say_what_they_touch(void **state)
{
    (void)state;

    for (unsigned i = 0; i < STATEMENT_COUNT; i++)
        if (!is_composed(i))
            check_classified(row_of(i));
}

/* Whether what customers own is looked at beside the table that gives the facts. */
static bool reads_of_customers(const struct statement_row *row)
{
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        if (table_rows[type].touch == TOUCH_CUSTOMER &&
            strstr(row->text, table_rows[type].name) != NULL)
            return true;
    return false;
}

/* What a customer owns is asked for by the customer, or scattered; the rest is everywhere. */
static void test_store_statements__touch_what_their_table_is(void **state)
{
    (void)state;

    for (unsigned i = 0; i < QUERY_COUNT; i++) {
        const struct statement_row *row = &query_rows[i];
        bool is_customers =
            table_rows[row->type].touch == TOUCH_CUSTOMER || reads_of_customers(row);

        if (is_customers == (row->touch == TOUCH_REFERENCE))
            fail_msg("%s touches another table than it says", row->name);
        if (row->touch == TOUCH_CUSTOMER && strstr(row->text, "customer = $") == NULL)
            fail_msg("%s does not ask for one customer", row->name);
    }
}

static void test_store_statements__have_a_table_for_each_type(void **state)
{
    (void)state;

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        const struct table_row *row = &table_rows[type];
        const struct shape *shape = &fact_shapes[type];

        assert_non_null(row->name);
        assert_true(row->touch == TOUCH_REFERENCE || row->touch == TOUCH_CUSTOMER);
        if (row->touch == TOUCH_CUSTOMER)
            assert_true(shape_find_field(shape, TEXT("customer")) < shape->field_count);
        if (row->identity != NULL)
            assert_true(shape_find_field(shape, text_of(row->identity)) < shape->field_count);
    }
}

static void check_key(struct tables *tables, unsigned query)
{
    sqlite3_stmt *statement = prepare(tables, "", query);
    const struct statement_row *row = &query_rows[query];
    int count = (int)strlen(row->key);

    assert_int_equal(strspn(row->key, "gtd"), count);
    if (sqlite3_bind_parameter_count(statement) != count)
        fail_msg("%s has another number of parameters than its key", row->name);
    for (int parameter = 1; parameter <= count; parameter++)
        if (sqlite3_bind_parameter_name(statement, parameter) == NULL)
            fail_msg("%s does not use parameter %d", row->name, parameter);
    (void)sqlite3_finalize(statement);
}

static void test_store_statements__bind_their_whole_key(void **state)
{
    struct tables tables;

    (void)state;
    tables_begin(&tables);

    for (unsigned i = 0; i < QUERY_COUNT; i++)
        check_key(&tables, i);
    tables_end(&tables);
}

/* A whole table is gone through only by the statements that show it, and the whole journal. */
static bool may_go_through(unsigned statement)
{
    return (statement >= statement_of(STATEMENTS_VISIT, FACT_ORGANIZATION) &&
            statement < STATEMENTS_BEFORE_OTHERS) ||
           statement == STATEMENT_LAST_POSITION;
}

static void check_plan(struct tables *tables, unsigned statement)
{
    sqlite3_stmt *plan = prepare(tables, "explain query plan ", statement);

    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        bool is_of_a_list = strncmp(step, "SCAN upward", strlen("SCAN upward")) == 0 ||
                            strcmp(step, "SCAN CONSTANT ROW") == 0;

        if (strncmp(step, "SCAN", 4) == 0 && !is_of_a_list)
            fail_msg("%u: %s: %s", statement,
                     is_composed(statement) ? "composed" : row_of(statement)->name, step);
    }
    (void)sqlite3_finalize(plan);
}

static void test_store_statements__go_through_no_table(void **state)
{
    struct tables tables;

    (void)state;
    tables_begin(&tables);

    for (unsigned i = 0; i < STATEMENT_COUNT; i++)
        if (!may_go_through(i))
            check_plan(&tables, i);
    tables_end(&tables);
}

static void check_reference(struct tables *tables, const struct reference_row *row)
{
    const char *column = column_of(text_of(row->field));
    sqlite3_stmt *statement = NULL;
    bool is_there = false;

    assert_int_equal(sqlite3_prepare_v2(tables->database,
                                        "select 1 from pragma_foreign_key_list(?1)"
                                        " where \"from\" = ?2 and \"table\" = ?3 and \"to\" = ?4",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    (void)sqlite3_bind_text(statement, 1, table_rows[row->type].name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 2, column, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 3, table_rows[row->named].name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 4, table_rows[row->named].identity, -1, SQLITE_STATIC);
    is_there = sqlite3_step(statement) == SQLITE_ROW;
    (void)sqlite3_finalize(statement);
    if (!is_there)
        fail_msg("%s.%s has no foreign key", table_rows[row->type].name, column);
}

static int count_of(struct tables *tables, const char *text)
{
    sqlite3_stmt *statement = NULL;
    int count = 0;

    assert_int_equal(sqlite3_prepare_v2(tables->database, text, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    count = sqlite3_column_int(statement, 0);
    (void)sqlite3_finalize(statement);
    return count;
}

/* Beside those of the list a customer's things name it together with what they name. */
static void test_store_statements__references_are_the_foreign_keys(void **state)
{
    struct tables tables;

    (void)state;
    tables_begin(&tables);

    for (size_t i = 0; i < reference_count; i++)
        check_reference(&tables, &reference_rows[i]);
    assert_int_equal(count_of(&tables,
                              "select count(*) from sqlite_schema as s"
                              " join pragma_foreign_key_list(s.name) as k where s.type = 'table'"
                              " and not (k.\"from\" = 'customer' and k.\"to\" = 'customer')"
                              " and k.\"table\" <> 'entries'"),
                     reference_count);
    tables_end(&tables);
}

static void test_store_statements__columns_are_the_fields(void **state)
{
    struct tables tables;

    (void)state;
    tables_begin(&tables);

    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        char text[128];

        (void)snprintf(text, sizeof(text), "select count(*) from pragma_table_info('%s')",
                       table_rows[type].name);
        assert_int_equal(count_of(&tables, text), fact_shapes[type].field_count + 1);
    }
    tables_end(&tables);
}

static void test_store_statements__replacing_leaves_what_a_fact_is_named_by(void **state)
{
    struct buffer text = { 0 };

    (void)state;
    statement_write(&text, statement_of(STATEMENTS_REPLACE, FACT_SUBSCRIPTION));

    assert_buffer_is(&text, "update subscriptions set order_id = $4, quantity = $5, parent = $6"
                            " where row_id = $1 and id = $2 and customer = $3");
    buffer_done(&text);
}

/* Marks stand for facts of the query's type that hold its first key: so it may find no others. */
static void test_store_statements__of_queries_find_what_their_marks_stand_for(void **state)
{
    unsigned further_count = 0;

    (void)state;

    for (unsigned query = 0; query < QUERY_COUNT; query++) {
        const char *text = query_rows[query].text;
        struct reads reads = { 0 };

        marks_note_query(&reads, (enum query)query, &(struct query_key){ .text = TEXT("x") });
        assert_int_equal(reads.count, 2);
        further_count += reads.is_anything ? 1 : 0;
        if (!reads.is_anything &&
            (strncmp(text, "where ", 6) != 0 || strstr(text, " = $1") == NULL ||
             strstr(text, "select") != NULL || strchr("gt", query_rows[query].key[0]) == NULL))
            fail_msg("%s finds more than facts with its first key", query_rows[query].name);
    }
    assert_int_equal(further_count, 5);
}

int test_store_statements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_statements__say_what_they_touch),
        cmocka_unit_test(test_store_statements__touch_what_their_table_is),
        cmocka_unit_test(test_store_statements__have_a_table_for_each_type),
        cmocka_unit_test(test_store_statements__bind_their_whole_key),
        cmocka_unit_test(test_store_statements__go_through_no_table),
        cmocka_unit_test(test_store_statements__references_are_the_foreign_keys),
        cmocka_unit_test(test_store_statements__columns_are_the_fields),
        cmocka_unit_test(test_store_statements__replacing_leaves_what_a_fact_is_named_by),
        cmocka_unit_test(test_store_statements__of_queries_find_what_their_marks_stand_for),
    };

    return cmocka_run_group_tests_name("store/statements", tests, NULL, NULL);
}
