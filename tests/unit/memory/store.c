/* SPDX-License-Identifier: Apache-2.0 */
/* A book on disk when memory runs out, ours or that of SQLite: no leak, and no other status. */
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/export.h"
#include "store/import.h"
#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/small_world.h"
#include "unit/test.h"

enum {
    /* One in so many allocations of SQLite is made to fail: there are thousands of them. */
    SAMPLE = 199
};

/* A folder with a world, in which a book is made again and again. */
struct making {
    char folder[64];
    char world[80];
    char book[80];
};

static void making_begin(struct making *making)
{
    folder_begin(making->folder);
    folder_write(making->folder, "world", text_of(small_world));
    (void)snprintf(making->world, sizeof(making->world), "%s/world", making->folder);
    (void)snprintf(making->book, sizeof(making->book), "%s/book", making->folder);
}

static void remove_book(const struct making *making)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock" };
    char path[100];

    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        (void)snprintf(path, sizeof(path), "%s%s", making->book, suffixes[i]);
        (void)unlink(path);
    }
}

static void making_end(struct making *making)
{
    remove_book(making);
    folder_end(making->folder);
}

static enum status take_lines(struct export_taker *taker, struct text lines)
{
    (void)taker;
    return lines.length > 0 ? STATUS_OK : STATUS_INVALID;
}

/* The problems of an import are told in the place of a fault. */
static enum status use(struct store *store, const struct making *making)
{
    struct world_source source = { .path = making->world };
    struct export_taker taker = { take_lines };
    struct buffer problems = { 0 };
    struct import_report report;
    struct fault fault = { 0 };
    enum status status = store_import(store, &source, &problems, &fault, &report);

    buffer_done(&problems);
    if (status == STATUS_OK)
        status = store_export(store, &taker, &fault);
    assert_true(status == STATUS_OK || fault_status(fault.kind) == status);
    return status;
}

static enum status make_and_use(void *payload)
{
    const struct making *making = payload;
    struct store *store = NULL;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    remove_book(making);
    status = store_open(making->book, STORE_CREATE, &fault, &store);
    assert_int_equal(store != NULL, status == STATUS_OK);
    assert_int_equal(fault_status(fault.kind), status);
    if (store == NULL)
        return status;
    status = use(store, making);
    store->close(store);
    return status;
}

static void test_memory_store__of_ours(void **state)
{
    struct making making;

    (void)state;
    making_begin(&making);

    check_each_allocation(make_and_use, &making, STATUS_OK);
    making_end(&making);
}

/* SQLite's own allocator, which fails once when it is told to. */
static sqlite3_mem_methods true_methods;
static unsigned long allocation_count;
static unsigned long failing_allocation;

static bool runs_out(void)
{
    return __atomic_add_fetch(&allocation_count, 1, __ATOMIC_RELAXED) ==
           __atomic_load_n(&failing_allocation, __ATOMIC_RELAXED);
}

static void *scarce_malloc(int size)
{
    return runs_out() ? NULL : true_methods.xMalloc(size);
}

static void *scarce_resize(void *memory, int size)
{
    return runs_out() ? NULL : true_methods.xRealloc(memory, size);
}

static int begin_scarcity(void **state)
{
    sqlite3_mem_methods methods;

    (void)state;
    if (sqlite3_shutdown() != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &true_methods) != SQLITE_OK)
        return 1;
    methods = true_methods;
    methods.xMalloc = scarce_malloc;
    methods.xRealloc = scarce_resize;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

static int end_scarcity(void **state)
{
    (void)state;
    if (sqlite3_shutdown() != SQLITE_OK)
        return 1;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &true_methods);
}

static enum status make_with(struct making *making, unsigned long fail_at)
{
    enum status status = STATUS_OK;

    __atomic_store_n(&allocation_count, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&failing_allocation, fail_at, __ATOMIC_RELAXED);
    status = make_and_use(making);
    __atomic_store_n(&failing_allocation, 0, __ATOMIC_RELAXED);
    return status;
}

static void test_memory_store__of_sqlite(void **state)
{
    struct making making;
    unsigned long count = 0;
    unsigned long refused_count = 0;
    sqlite3_int64 held_before = 0;

    (void)state;
    making_begin(&making);
    assert_int_equal(make_with(&making, 0), STATUS_OK);
    count = allocation_count;
    held_before = sqlite3_memory_used();

    for (unsigned long fail_at = 1; fail_at <= count; fail_at += SAMPLE) {
        enum status status = make_with(&making, fail_at);

        /* Some it can do without. */
        if (status != STATUS_OK && status != STATUS_NO_MEMORY)
            fail_msg("allocation %lu of %lu: status %d", fail_at, count, (int)status);
        refused_count += status == STATUS_NO_MEMORY ? 1 : 0;
        if (sqlite3_memory_used() > held_before)
            fail_msg("allocation %lu of %lu: %lld bytes held", fail_at, count,
                     (long long)(sqlite3_memory_used() - held_before));
    }
    assert_true(refused_count > 0);
    making_end(&making);
}

int test_memory_store(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_store__of_ours),
        cmocka_unit_test_setup_teardown(test_memory_store__of_sqlite, begin_scarcity, end_scarcity),
    };

    return cmocka_run_group_tests_name("memory/store", tests, NULL, NULL);
}
