/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that are given again, and those that may not be. */
#include "store/sqlite/memo.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

/* A memo with the marks of a book at version 5, and an arena to give answers in. */
struct table {
    struct memo memo;
    struct marks *marks;
    struct arena arena;
};

enum {
    VERSION = 5
};

static const struct query_key pine = { .text = { "pine", 4 } };
static const struct query_key rowan = { .text = { "rowan", 5 } };

static void table_begin(struct table *table)
{
    *table = (struct table){ .marks = memory_new(1, sizeof(*table->marks)) };
    assert_non_null(table->marks);
    table->marks->version = VERSION + 1;
    table->memo.marks = table->marks;
    assert_int_equal(arena_init(&table->arena, 1 << 20), STATUS_OK);
}

static void table_end(struct table *table)
{
    memo_done(&table->memo);
    arena_done(&table->arena);
    memory_free(table->marks);
}

#define PINE_NAMED(name)                                                                           \
    "{\"type\":\"organization\",\"id\":\"pine\",\"name\":\"" name "\",\"country\":\"DE\"}"

static struct row pine_row(void)
{
    return (struct row){ 7, fact_of_line(PINE_NAMED("Pine Ltd")) };
}

static void keep_pine(struct table *table)
{
    struct row row = pine_row();

    memo_keep(&table->memo, QUERY_ORGANIZATION, &pine, VERSION, &(struct rows){ &row, 1 });
}

static bool knows(struct table *table, enum query query, const struct query_key *key)
{
    struct rows rows;

    return memo_find(&table->memo, query, key, &table->arena, &rows);
}

static void test_store_memo__gives_copies_of_what_was_found(void **state)
{
    struct table table;
    struct rows rows;

    (void)state;
    table_begin(&table);
    keep_pine(&table);

    for (int i = 0; i < 2; i++) {
        assert_true(memo_find(&table.memo, QUERY_ORGANIZATION, &pine, &table.arena, &rows));
        assert_int_equal(rows.count, 1);
        assert_int_equal(rows.list[0].id, 7);
        assert_true(text_is(rows.list[0].fact.organization.name, "Pine Ltd"));
        memset(rows.list, 0, sizeof(*rows.list));
    }
    assert_false(knows(&table, QUERY_ORGANIZATION, &rowan));
    assert_false(knows(&table, QUERY_OFFER, &pine));
    table_end(&table);
}

static void test_store_memo__knows_that_there_is_nothing(void **state)
{
    struct table table;
    struct rows rows = { NULL, 9 };

    (void)state;
    table_begin(&table);

    memo_keep(&table.memo, QUERY_OFFER, &pine, VERSION, &(struct rows){ NULL, 0 });

    assert_true(memo_find(&table.memo, QUERY_OFFER, &pine, &table.arena, &rows));
    assert_int_equal(rows.count, 0);
    table_end(&table);
}

static void test_store_memo__forgets_what_was_added_to_or_replaced(void **state)
{
    static const bool is_replacing[] = { false, true };
    struct row row = pine_row();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(is_replacing); i++) {
        struct table table;

        table_begin(&table);
        keep_pine(&table);
        marks_note_fact(table.marks, &row.fact, is_replacing[i]);
        assert_false(knows(&table, QUERY_ORGANIZATION, &pine));
        keep_pine(&table); /* found in a version that the change may not be in */
        assert_false(knows(&table, QUERY_ORGANIZATION, &pine));
        table_end(&table);
    }
}

static void test_store_memo__keeps_what_was_not_touched(void **state)
{
    struct fact other =
        fact_of_line("{\"type\":\"offer\",\"id\":\"pine\",\"name\":\"P\","
                     "\"publisher\":\"V\",\"party\":\"first\",\"markets\":[\"*\"]}");
    struct table table;

    (void)state;
    table_begin(&table);
    keep_pine(&table);

    marks_note_fact(table.marks, &other, true);

    assert_true(knows(&table, QUERY_ORGANIZATION, &pine));
    table_end(&table);
}

static void test_store_memo__does_not_keep_what_marks_cannot_tell_of(void **state)
{
    static const enum query further[] = { QUERY_OTHER_PARTNER_OF_CUSTOMER, QUERY_LISTED_TENANTS,
                                          QUERY_SHOWN_TENANTS_OF_DOMAINS,
                                          QUERY_SHOWN_PARTNERS_OF_CUSTOMER };
    struct table table;

    (void)state;
    table_begin(&table);
    for (size_t i = 0; i < COUNT_OF(further); i++) {
        memo_keep(&table.memo, further[i], &pine, VERSION, &(struct rows){ NULL, 0 });
        assert_false(knows(&table, further[i], &pine));
    }
    table.memo.marks = NULL; /* another process may be writing */
    keep_pine(&table);
    assert_false(knows(&table, QUERY_ORGANIZATION, &pine));
    table_end(&table);
}

static void test_store_memo__does_not_keep_what_is_long(void **state)
{
    char name[MEMO_BYTES_MAX + 1];
    struct query_key long_key = { .text = { name, sizeof(name) } };
    struct row row = pine_row();
    struct row many[64];
    struct table table;

    (void)state;
    table_begin(&table);
    memset(name, 'n', sizeof(name));
    row.fact.organization.name = (struct text){ name, sizeof(name) };
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = pine_row();

    memo_keep(&table.memo, QUERY_ORGANIZATION, &pine, VERSION, &(struct rows){ &row, 1 });
    memo_keep(&table.memo, QUERY_ORGANIZATION, &rowan, VERSION,
              &(struct rows){ many, COUNT_OF(many) });
    memo_keep(&table.memo, QUERY_ORGANIZATION, &long_key, VERSION, &(struct rows){ NULL, 0 });

    assert_false(knows(&table, QUERY_ORGANIZATION, &pine));
    assert_false(knows(&table, QUERY_ORGANIZATION, &rowan));
    assert_false(knows(&table, QUERY_ORGANIZATION, &long_key));
    table_end(&table);
}

/* How many there are of an organisation, and in which name. */
struct seen {
    size_t count;
    char name[16];
};

static enum status look(struct call *call, void *payload)
{
    struct seen *seen = payload;
    struct rows rows;

    TRY(call->store->find(call, QUERY_ORGANIZATION, &pine, &rows));
    *seen = (struct seen){ .count = rows.count };
    if (rows.count > 0)
        memcpy(seen->name, rows.list[0].fact.organization.name.bytes,
               rows.list[0].fact.organization.name.length);
    return STATUS_OK;
}

static void check_seen(struct shelf *shelf, size_t count, const char *name)
{
    struct seen seen;

    for (int i = 0; i < 2; i++) {
        assert_int_equal(shelf_read(shelf, look, &seen), STATUS_OK);
        assert_int_equal(seen.count, count);
        assert_string_equal(seen.name, name);
        assert_int_equal(shelf_write(shelf, look, &seen), STATUS_OK);
        assert_int_equal(seen.count, count);
        assert_string_equal(seen.name, name);
    }
}

/* A change, which may be taken back, and what is seen after it within its work. */
struct renaming {
    bool is_kept;
    struct seen seen;
};

static enum status rename_pine(struct call *call, void *payload)
{
    struct renaming *renaming = payload;
    struct fact fact = fact_of_line(PINE_NAMED("Pine AG"));
    struct row row;

    TRY(call_find_one(call, QUERY_ORGANIZATION, &pine, &row));
    TRY(call->store->replace(call, row.id, &fact));
    TRY(look(call, &renaming->seen));
    return renaming->is_kept ? STATUS_OK : call_fail(call, FAULT_UNKNOWN_OFFER, "X", NULL, NULL);
}

static void test_store_memo__readers_and_the_writer_see_every_change(void **state)
{
    struct renaming renaming = { .is_kept = true };
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    check_seen(&shelf, 0, "");
    assert_int_equal(shelf_add(&shelf, PINE_NAMED("Pine Ltd") "\n"), STATUS_OK);
    check_seen(&shelf, 1, "Pine Ltd");
    assert_int_equal(shelf_write(&shelf, rename_pine, &renaming), STATUS_OK);
    check_seen(&shelf, 1, "Pine AG");
    shelf_end(&shelf);
}

static void test_store_memo__what_was_taken_back_is_not_known(void **state)
{
    struct renaming renaming = { .is_kept = false };
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_add(&shelf, PINE_NAMED("Pine Ltd") "\n"), STATUS_OK);
    assert_int_equal(shelf_write(&shelf, rename_pine, &renaming), STATUS_NOT_FOUND);
    assert_string_equal(renaming.seen.name, "Pine AG");
    check_seen(&shelf, 1, "Pine Ltd");
    shelf_end(&shelf);
}

/* The same both times, for it is one transaction. */
static enum status look_twice(struct call *call, void *payload)
{
    struct seen *seen = payload;
    struct seen again;

    TRY(look(call, seen));
    TRY(look(call, &again));
    return strcmp(seen->name, again.name) == 0 ? STATUS_OK : STATUS_CONFLICT;
}

static enum status look_beside_a_change(struct call *call, void *payload)
{
    struct renaming renaming = { .is_kept = true };
    struct seen seen;

    TRY(look(call, &seen));
    assert_string_equal(seen.name, "Pine Ltd");
    assert_int_equal(shelf_write(payload, rename_pine, &renaming), STATUS_OK);
    TRY(look(call, &seen));
    assert_string_equal(seen.name, "Pine Ltd");
    return STATUS_OK;
}

static void test_store_memo__a_reader_stays_in_its_moment(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_add(&shelf, PINE_NAMED("Pine Ltd") "\n"), STATUS_OK);
    check_seen(&shelf, 1, "Pine Ltd");
    assert_int_equal(shelf_read(&shelf, look_beside_a_change, &shelf), STATUS_OK);
    check_seen(&shelf, 1, "Pine AG");
    shelf_end(&shelf);
}

static void test_store_memo__sees_what_another_process_writes(void **state)
{
    struct shelf shelf;
    struct shelf reader;
    struct seen seen;

    (void)state;
    shelf_begin_book(&shelf);
    reader = shelf;
    reader.store = NULL;
    assert_int_equal(shelf_open(&reader, STORE_READ), STATUS_OK);

    assert_int_equal(shelf_read(&reader, look, &seen), STATUS_OK);
    assert_int_equal(seen.count, 0);
    assert_int_equal(shelf_add(&shelf, PINE_NAMED("Pine Ltd") "\n"), STATUS_OK);
    assert_int_equal(shelf_read(&reader, look, &seen), STATUS_OK);
    assert_int_equal(seen.count, 1);
    shelf_close(&reader);
    shelf_end(&shelf);
}

/* Renames it again and again, and takes every third name back. */
enum {
    NAMES = 600,
    WATCHERS = 3
};

struct naming {
    unsigned number;
};

static enum status name_pine(struct call *call, void *payload)
{
    const struct naming *naming = payload;
    char name[16];
    struct row row;

    TRY(call_find_one(call, QUERY_ORGANIZATION, &pine, &row));
    (void)snprintf(name, sizeof(name), "%u", naming->number);
    row.fact.organization.name = (struct text){ name, strlen(name) };
    TRY(call->store->replace(call, row.id, &row.fact));
    return naming->number % 3 != 0 ? STATUS_OK
                                   : call_fail(call, FAULT_UNKNOWN_OFFER, "X", NULL, NULL);
}

struct watcher {
    pthread_t thread;
    struct shelf *shelf;
    const _Atomic unsigned *told; /* the last name that was acknowledged */
    const _Atomic bool *is_over;
    bool has_failed;
};

static bool watch_once(const struct watcher *watcher)
{
    struct shelf shelf = { .store = watcher->shelf->store };
    unsigned told = atomic_load(watcher->told);
    struct seen seen;
    unsigned number = 0;

    if (shelf_read(&shelf, look_twice, &seen) != STATUS_OK)
        return false;
    number = (unsigned)strtoul(seen.name, NULL, 10);
    return number >= told && (number % 3 != 0 || number == 0);
}

static void *watch(void *argument)
{
    struct watcher *watcher = argument;

    while (!atomic_load(watcher->is_over))
        watcher->has_failed = !watch_once(watcher) || watcher->has_failed;
    return NULL;
}

static void rename_often(struct shelf *shelf, _Atomic unsigned *told)
{
    for (unsigned i = 1; i < NAMES; i++) {
        struct naming naming = { i };

        if (shelf_write(shelf, name_pine, &naming) == STATUS_OK)
            atomic_store(told, i);
    }
}

/* Who was told of a change sees it, and nobody sees what was taken back. */
static void test_store_memo__is_never_behind_what_was_acknowledged(void **state)
{
    struct watcher watchers[WATCHERS];
    _Atomic unsigned told = 0;
    _Atomic bool is_over = false;
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);
    assert_int_equal(shelf_add(&shelf, PINE_NAMED("0") "\n"), STATUS_OK);

    for (unsigned i = 0; i < WATCHERS; i++) {
        watchers[i] = (struct watcher){ .shelf = &shelf, .told = &told, .is_over = &is_over };
        assert_int_equal(pthread_create(&watchers[i].thread, NULL, watch, &watchers[i]), 0);
    }
    rename_often(&shelf, &told);
    atomic_store(&is_over, true);
    for (unsigned i = 0; i < WATCHERS; i++) {
        assert_int_equal(pthread_join(watchers[i].thread, NULL), 0);
        assert_false(watchers[i].has_failed);
    }
    shelf_end(&shelf);
}

int test_store_memo(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_memo__gives_copies_of_what_was_found),
        cmocka_unit_test(test_store_memo__knows_that_there_is_nothing),
        cmocka_unit_test(test_store_memo__forgets_what_was_added_to_or_replaced),
        cmocka_unit_test(test_store_memo__keeps_what_was_not_touched),
        cmocka_unit_test(test_store_memo__does_not_keep_what_marks_cannot_tell_of),
        cmocka_unit_test(test_store_memo__does_not_keep_what_is_long),
        cmocka_unit_test(test_store_memo__readers_and_the_writer_see_every_change),
        cmocka_unit_test(test_store_memo__what_was_taken_back_is_not_known),
        cmocka_unit_test(test_store_memo__a_reader_stays_in_its_moment),
        cmocka_unit_test(test_store_memo__sees_what_another_process_writes),
        cmocka_unit_test(test_store_memo__is_never_behind_what_was_acknowledged),
    };

    return cmocka_run_group_tests_name("store/memo", tests, NULL, NULL);
}
