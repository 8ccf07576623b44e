/* SPDX-License-Identifier: Apache-2.0 */
/* What is opened, and what is refused: a book, or what only looks like one. */
#include "store/store.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "store/sqlite/migration.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

static const char pine_line[] =
    "{\"type\":\"tenant\",\"id\":\"" PINE_ID "\",\"domain\":\"pine.example\","
    "\"organization\":\"org-pine\",\"country\":\"DE\",\"kind\":\"partner\"}\n";

static void check_finds_pine(struct shelf *shelf)
{
    check_found(shelf, QUERY_TENANT, &(struct query_key){ .ids = { guid_of(PINE_ID) } }, pine_line);
}

static void read_file(const char *path, struct buffer *out_bytes)
{
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t length = 0;

    ASSERT(file != NULL);
    do {
        length = fread(bytes, 1, sizeof(bytes), file);
        buffer_add(out_bytes, bytes, length);
    } while (length == sizeof(bytes));
    (void)fclose(file);
    assert_false(out_bytes->has_failed);
}

/* Carries out SQL behind the program's back. */
static void tamper(struct shelf *shelf, const char *text)
{
    sqlite3 *database = NULL;
    char *message = NULL;

    shelf_close(shelf);
    assert_int_equal(sqlite3_open(shelf->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, text, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

/* Whether the book is as it was, without a lock; whoever reads may leave an empty log. */
static void check_untouched(struct shelf *shelf, const struct buffer *before)
{
    struct buffer after = { 0 };
    struct stat about;
    char path[100];

    read_file(shelf->path, &after);
    assert_true(text_equal(buffer_text(&after), buffer_text(before)));
    buffer_done(&after);
    (void)snprintf(path, sizeof(path), "%s-lock", shelf->path);
    assert_int_not_equal(access(path, F_OK), 0);
    (void)snprintf(path, sizeof(path), "%s-wal", shelf->path);
    assert_true(stat(path, &about) != 0 || about.st_size == 0);
}

/* Opened in any way, what is there is refused, and left alone. */
static void check_refused(struct shelf *shelf, enum status expected, const char *fault)
{
    static const enum store_mode modes[] = { STORE_READ, STORE_WRITE, STORE_MIGRATE };
    struct buffer before = { 0 };

    shelf_close(shelf);
    read_file(shelf->path, &before);
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        assert_int_equal(shelf_open(shelf, modes[i]), expected);
        assert_fault(shelf, fault);
        check_untouched(shelf, &before);
    }
    assert_int_equal(shelf_open(shelf, STORE_CREATE), STATUS_CONFLICT);
    assert_fault(shelf, "store_exists");
    check_untouched(shelf, &before);
    buffer_done(&before);
}

static void test_store_store__keeps_what_was_written(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);

    check_finds_pine(&shelf);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    check_finds_pine(&shelf);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    check_finds_pine(&shelf);
    assert_int_equal(shelf_open(&shelf, STORE_MIGRATE), STATUS_OK);
    check_finds_pine(&shelf);
    shelf_end(&shelf);
}

static void test_store_store__leaves_one_file_and_its_lock(void **state)
{
    struct shelf shelf;
    char path[100];

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    shelf_close(&shelf);

    (void)snprintf(path, sizeof(path), "%s-lock", shelf.path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(shelf.path), 0);
    assert_int_equal(rmdir(shelf.folder), 0);
}

static void test_store_store__is_named_by_a_url(void **state)
{
    struct shelf shelf;
    char url[100];

    (void)state;
    shelf_begin(&shelf);
    (void)snprintf(url, sizeof(url), "sqlite:%s", shelf.path);

    assert_int_equal(store_open(url, STORE_CREATE, &shelf.fault, &shelf.store), STATUS_OK);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    shelf_end(&shelf);
}

static void test_store_store__has_a_scheme_that_is_known(void **state)
{
    static const char *const urls[] = { "", "sqlite:", "postgres://localhost/aval" };
    struct fault fault;
    struct store *store = NULL;

    (void)state;

    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        assert_int_equal(store_open(urls[i], STORE_CREATE, &fault, &store), STATUS_INVALID);
        assert_string_equal(fault_name(fault.kind), "store_url");
    }
    assert_null(store);
}

static void test_store_store__has_to_be_there(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);

    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_NOT_FOUND);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_NOT_FOUND);
    assert_int_equal(shelf_open(&shelf, STORE_MIGRATE), STATUS_NOT_FOUND);
    assert_fault(&shelf, "store_missing");
    shelf_end(&shelf);
}

static void test_store_store__is_created_once(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);

    assert_int_equal(shelf_open(&shelf, STORE_CREATE), STATUS_CONFLICT);
    assert_fault(&shelf, "store_exists");
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    check_finds_pine(&shelf);
    shelf_end(&shelf);
}

static void test_store_store__is_created_over_nothing_else(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);

    assert_int_equal(mkdir(shelf.path, 0700), 0);
    assert_int_equal(shelf_open(&shelf, STORE_CREATE), STATUS_CONFLICT);
    assert_int_equal(rmdir(shelf.path), 0);
    assert_int_equal(symlink("nowhere", shelf.path), 0);
    assert_int_equal(shelf_open(&shelf, STORE_CREATE), STATUS_CONFLICT);
    assert_fault(&shelf, "store_exists");
    shelf_end(&shelf);
}

static void test_store_store__is_created_in_a_folder_that_is_there(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);
    (void)snprintf(shelf.path, sizeof(shelf.path), "%s/none/book", shelf.folder);

    assert_int_equal(shelf_open(&shelf, STORE_CREATE), STATUS_READ_FAILED);
    assert_fault(&shelf, "store_unreadable");
    assert_string_equal(shelf.fault.arguments[0], shelf.path);
    assert_string_equal(shelf.fault.arguments[1], "No such file or directory");
    shelf_end(&shelf);
}

static enum status fail_first(struct store_work *work, struct call *call)
{
    (void)work;
    TRY(call->store->set(call, SETTING_IS_SANDBOX, TEXT("yes")));
    return call_fail(call, FAULT_CLOCK_FIXED, NULL, NULL, NULL);
}

static enum status set_first(struct store_work *work, struct call *call)
{
    (void)work;
    return call->store->set(call, SETTING_IS_SANDBOX, TEXT("yes"));
}

static enum status read_sandbox(struct call *call, void *payload)
{
    return call->store->setting(call, SETTING_IS_SANDBOX, payload);
}

static void test_store_store__is_created_with_what_is_done_first_or_not_at_all(void **state)
{
    struct store_work failing = { fail_first };
    struct store_work setting = { set_first };
    struct text is_sandbox;
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);

    assert_int_equal(store_create(shelf.path, &failing, &shelf.fault), STATUS_CONFLICT);
    assert_fault(&shelf, "clock_fixed");
    /* Else the folder would not go. */
    assert_int_equal(rmdir(shelf.folder), 0);
    assert_int_equal(mkdir(shelf.folder, 0700), 0);
    assert_int_equal(store_create(shelf.path, &setting, &shelf.fault), STATUS_OK);
    assert_int_equal(store_create(shelf.path, &setting, &shelf.fault), STATUS_CONFLICT);
    assert_fault(&shelf, "store_exists");
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    assert_int_equal(shelf_read(&shelf, read_sandbox, &is_sandbox), STATUS_OK);
    assert_text_is(is_sandbox, "yes");
    shelf_end(&shelf);
}

static void test_store_store__is_no_text(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);
    folder_write(shelf.folder, "book", text_of(small_world));

    check_refused(&shelf, STATUS_CORRUPT, "store_foreign");
    shelf_end(&shelf);
}

static void test_store_store__is_no_empty_file(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);
    folder_write(shelf.folder, "book", TEXT(""));

    check_refused(&shelf, STATUS_CORRUPT, "store_foreign");
    shelf_end(&shelf);
}

static void test_store_store__is_no_folder(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);
    assert_int_equal(mkdir(shelf.path, 0700), 0);

    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_CORRUPT);
    assert_fault(&shelf, "store_foreign");
    shelf_end(&shelf);
}

static void test_store_store__is_no_other_database(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin(&shelf);
    tamper(&shelf, "create table tenants (id text)");

    check_refused(&shelf, STATUS_CORRUPT, "store_foreign");
    shelf_end(&shelf);
}

static void test_store_store__is_not_newer(void **state)
{
    struct shelf shelf;
    char lock[100];

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    tamper(&shelf, "pragma user_version = 4");
    /* So that there is none when it is looked for. */
    (void)snprintf(lock, sizeof(lock), "%s-lock", shelf.path);
    assert_int_equal(unlink(lock), 0);

    check_refused(&shelf, STATUS_UNAVAILABLE, "store_newer");
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_UNAVAILABLE);
    assert_string_equal(shelf.fault.arguments[1], "4");
    assert_string_equal(shelf.fault.arguments[2], "3");
    shelf_end(&shelf);
}

static void make_older(struct shelf *shelf)
{
    char text[64];

    shelf_begin(shelf);
    (void)snprintf(text, sizeof(text), "pragma application_id = %d; vacuum", MIGRATION_APPLICATION);
    tamper(shelf, text);
}

static void test_store_store__is_not_older(void **state)
{
    struct shelf shelf;
    struct buffer before = { 0 };

    (void)state;
    make_older(&shelf);
    read_file(shelf.path, &before);

    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_UNAVAILABLE);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_UNAVAILABLE);
    assert_fault(&shelf, "store_older");
    assert_string_equal(shelf.fault.arguments[1], "0");
    check_untouched(&shelf, &before);
    buffer_done(&before);
    shelf_end(&shelf);
}

static void test_store_store__that_is_older_is_migrated(void **state)
{
    struct shelf shelf;

    (void)state;
    make_older(&shelf);

    assert_int_equal(shelf_open(&shelf, STORE_MIGRATE), STATUS_OK);
    assert_int_equal(shelf_add(&shelf, small_world), STATUS_OK);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    check_finds_pine(&shelf);
    shelf_end(&shelf);
}

/* A book of version 1 with facts and a journal, as programs of that version left it. */
static const char particulars_line[] =
    "{\"type\":\"particulars\",\"tenant\":\"" PINE_ID "\",\"purpose\":\"support\","
    "\"website\":\"pine.example\",\"from\":\"2022-02-01\"}\n";

static const char further_line[] =
    "{\"type\":\"order\",\"id\":\"aaaaaaaa-0000-4000-8000-000000000006\",\"customer\":\"" CEDAR_ID
    "\",\"seller\":\"" PINE_ID "\",\"offer\":\"ALPINE\",\"quantity\":2,"
    "\"placed_on\":\"2022-02-02\",\"line_of\":\"" DIRECT_ORDER_ID "\",\"line\":2}\n";

#define TO_VERSION_2                                                                               \
    "drop index lines_of_order; alter table orders drop column line;"                              \
    "alter table orders drop column line_of;"                                                      \
    "alter table subscriptions drop column parent;"
static const char to_version_2[] = TO_VERSION_2 "pragma user_version = 2";
static const char to_version_1[] =
    TO_VERSION_2 "drop table particulars; drop table subscription_terms;"
                 "drop table refusals;"
                 "alter table customer_agreements drop column first_name;"
                 "alter table customer_agreements drop column last_name;"
                 "alter table customer_agreements drop column email;"
                 "alter table customer_agreements drop column phone;"
                 "pragma user_version = 1";

/* What the book has is there after the migration, and what its version could not keep is taken. */
static void check_migration(const char *to_older, const char *further)
{
    struct shelf shelf;
    struct buffer before = { 0 };
    struct buffer after = { 0 };
    struct buffer added = { 0 };

    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world_1), STATUS_OK);
    shelf_export(&shelf, &before);
    tamper(&shelf, to_older);

    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_UNAVAILABLE);
    assert_fault(&shelf, "store_older");
    assert_int_equal(shelf_open(&shelf, STORE_MIGRATE), STATUS_OK);
    shelf_export(&shelf, &after);
    assert_true(text_equal(buffer_text(&before), buffer_text(&after)));
    assert_int_equal(shelf_add(&shelf, further), STATUS_OK);
    shelf_export(&shelf, &added);
    buffer_add(&added, "", 1);
    assert_non_null(strstr(added.bytes, further));
    buffer_done(&before);
    buffer_done(&after);
    buffer_done(&added);
    shelf_end(&shelf);
}

static void test_store_store__of_version_1_keeps_what_it_has(void **state)
{
    (void)state;
    check_migration(to_version_1, particulars_line);
}

static void test_store_store__of_version_2_keeps_what_it_has(void **state)
{
    (void)state;
    check_migration(to_version_2, further_line);
}

static void test_store_store__that_cannot_be_migrated_is_left(void **state)
{
    struct shelf shelf;

    (void)state;
    make_older(&shelf);
    tamper(&shelf, "create table subscriptions (id text)");

    assert_int_equal(shelf_open(&shelf, STORE_MIGRATE), STATUS_WRITE_FAILED);
    tamper(&shelf, "create table organizations (id text)");
    shelf_end(&shelf);
}

static void test_store_store__has_all_its_tables(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);
    tamper(&shelf, "drop table privileges");

    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_CORRUPT);
    assert_fault(&shelf, "store_damaged");
    assert_string_equal(shelf.fault.arguments[1], "no such table: privileges");
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_CORRUPT);
    assert_fault(&shelf, "store_damaged");
    shelf_end(&shelf);
}

static off_t length_of(const char *path)
{
    struct stat about;

    assert_int_equal(stat(path, &about), 0);
    return about.st_size;
}

static void test_store_store__is_whole(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    shelf_close(&shelf);

    for (off_t length = length_of(shelf.path) - 1; length > 100; length /= 2) {
        assert_int_equal(truncate(shelf.path, length), 0);
        assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_CORRUPT);
        assert_fault(&shelf, "store_damaged");
        assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_CORRUPT);
        assert_fault(&shelf, "store_damaged");
    }
    shelf_end(&shelf);
}

static enum status take_none(struct row_visitor *visitor, const struct row *row)
{
    (void)visitor;
    (void)row;
    return STATUS_OK;
}

static enum status read_everything(struct call *call, void *payload)
{
    struct row_visitor visitor = { take_none };

    (void)payload;
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        TRY(call->store->visit(call, (enum fact_type)type, &visitor));
    return STATUS_OK;
}

/* Each page in turn is filled with what no page has: it is refused sooner or later, or was free. */
static void test_store_store__is_of_the_pages_that_were_written(void **state)
{
    enum {
        PAGE_BYTES = 4096
    };
    struct shelf shelf;
    struct buffer bytes = { 0 };
    unsigned damaged_count = 0;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world), STATUS_OK);
    shelf_close(&shelf);
    read_file(shelf.path, &bytes);

    for (size_t at = 100; at < bytes.length; at += at == 100 ? PAGE_BYTES - 100 : PAGE_BYTES) {
        char page[PAGE_BYTES];
        size_t length = at == 100 ? PAGE_BYTES - 100 : PAGE_BYTES;
        enum status status = STATUS_OK;

        memcpy(page, bytes.bytes + at, length);
        memset(bytes.bytes + at, 0xA5, length);
        folder_write(shelf.folder, "book", buffer_text(&bytes));
        status = shelf_open(&shelf, STORE_READ);
        if (status == STATUS_OK)
            status = shelf_read(&shelf, read_everything, NULL);
        assert_true(status == STATUS_OK || status == STATUS_CORRUPT);
        damaged_count += status == STATUS_CORRUPT ? 1 : 0;
        memcpy(bytes.bytes + at, page, length);
    }
    /* Every table of facts has one, and the indexes of dates and names are not gone through. */
    assert_true(damaged_count > FACT_TYPE_COUNT);
    buffer_done(&bytes);
    shelf_end(&shelf);
}

/* The table of what no fact may say, and where it is found out. */
static void check_nonsense(const char *text, const char *expected)
{
    struct shelf shelf;

    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world), STATUS_OK);
    tamper(&shelf, text);

    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    assert_int_equal(shelf_read(&shelf, read_everything, NULL), STATUS_CORRUPT);
    assert_fault(&shelf, "store_damaged");
    assert_string_equal(shelf.fault.arguments[1], expected);
    shelf_end(&shelf);
}

static void test_store_store__has_values_that_make_sense(void **state)
{
    (void)state;

    check_nonsense("update tenants set row_id = 7, kind = 'guest' where domain = 'pine.example'",
                   "tenants 7: kind");
    check_nonsense("update offers set row_id = 7, markets = 'AT  CH' where id = 'ALPINE'",
                   "offers 7: markets");
    check_nonsense("update offers set row_id = 7, markets = 'AT XYZ' where id = 'ALPINE'",
                   "offers 7: markets");
    check_nonsense("update service_agreements set row_id = 7, services = 'billing none'",
                   "service_agreements 7: services");
    check_nonsense("update engagements set row_id = 7, valid_to = 2147483648",
                   "engagements 7: valid_to");
    check_nonsense("pragma ignore_check_constraints = on;"
                   "update subscriptions set row_id = 7, quantity = -1",
                   "subscriptions 7: quantity");
    check_nonsense("pragma foreign_keys = off;"
                   "update privileges set row_id = 7, partner = x'00'",
                   "privileges 7: partner");
    check_nonsense("update organizations set row_id = 7, country = 'de' where id = 'org-pine'",
                   "organizations 7: country");
}

static void test_store_store__for_reading_takes_nothing(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);

    assert_int_equal(shelf_add(&shelf, small_world), STATUS_WRITE_FAILED);
    assert_fault(&shelf, "store_unwritable");
    shelf_end(&shelf);
}

static enum status add_by_reading(struct call *call, void *payload)
{
    struct fact fact = fact_of_line(payload);

    return call->store->add(call, &fact);
}

static void test_store_store__is_not_written_to_by_reading(void **state)
{
    struct shelf shelf;
    char line[] = "{\"type\":\"organization\",\"id\":\"a\",\"name\":\"A\",\"country\":\"DE\"}";

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_not_equal(shelf_read(&shelf, add_by_reading, line), STATUS_OK);
    assert_int_equal(shelf_write(&shelf, add_by_reading, line), STATUS_OK);
    shelf_end(&shelf);
}

static void test_store_store__may_be_sealed(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    shelf_close(&shelf);
    assert_int_equal(chmod(shelf.path, 0444), 0);
    assert_int_equal(chmod(shelf.folder, 0555), 0);

    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    check_finds_pine(&shelf);
    assert_int_equal(chmod(shelf.folder, 0755), 0);
    shelf_end(&shelf);
}

/* In another process: 0 when the book was opened for reading, and refused for writing. */
static int open_elsewhere(const char *path)
{
    struct fault fault = { 0 };
    struct store *store = NULL;

    if (store_open(path, STORE_READ, &fault, &store) != STATUS_OK)
        return 1;
    store->close(store);
    if (store_open(path, STORE_WRITE, &fault, &store) != STATUS_UNAVAILABLE)
        return 2;
    return fault.kind == FAULT_STORE_BUSY ? 0 : 3;
}

static int run_elsewhere(const char *path)
{
    pid_t child = fork();
    int result = 0;

    assert_true(child >= 0);
    if (child == 0)
        _exit(open_elsewhere(path));
    assert_int_equal(waitpid(child, &result, 0), child);
    return WIFEXITED(result) ? WEXITSTATUS(result) : -1;
}

static void test_store_store__is_written_to_by_one_process(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(run_elsewhere(shelf.path), 0);
    assert_int_equal(shelf_add(&shelf, small_world), STATUS_OK);
    shelf_end(&shelf);
}

/* Whoever dies while it writes leaves no lock, and what it had written for good. */
static void test_store_store__is_free_when_its_process_dies(void **state)
{
    struct shelf shelf;
    int result = 0;
    pid_t child = 0;

    (void)state;
    shelf_begin_book(&shelf);
    shelf_close(&shelf);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (shelf_open(&shelf, STORE_WRITE) == STATUS_OK &&
            shelf_add(&shelf, small_world) == STATUS_OK)
            (void)raise(SIGKILL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_true(WIFSIGNALED(result));

    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    check_finds_pine(&shelf);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    check_finds_pine(&shelf);
    shelf_end(&shelf);
}

int test_store_store(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_store__keeps_what_was_written),
        cmocka_unit_test(test_store_store__leaves_one_file_and_its_lock),
        cmocka_unit_test(test_store_store__is_named_by_a_url),
        cmocka_unit_test(test_store_store__has_a_scheme_that_is_known),
        cmocka_unit_test(test_store_store__has_to_be_there),
        cmocka_unit_test(test_store_store__is_created_once),
        cmocka_unit_test(test_store_store__is_created_over_nothing_else),
        cmocka_unit_test(test_store_store__is_created_in_a_folder_that_is_there),
        cmocka_unit_test(test_store_store__is_created_with_what_is_done_first_or_not_at_all),
        cmocka_unit_test(test_store_store__is_no_text),
        cmocka_unit_test(test_store_store__is_no_empty_file),
        cmocka_unit_test(test_store_store__is_no_folder),
        cmocka_unit_test(test_store_store__is_no_other_database),
        cmocka_unit_test(test_store_store__is_not_newer),
        cmocka_unit_test(test_store_store__is_not_older),
        cmocka_unit_test(test_store_store__that_is_older_is_migrated),
        cmocka_unit_test(test_store_store__of_version_1_keeps_what_it_has),
        cmocka_unit_test(test_store_store__of_version_2_keeps_what_it_has),
        cmocka_unit_test(test_store_store__that_cannot_be_migrated_is_left),
        cmocka_unit_test(test_store_store__has_all_its_tables),
        cmocka_unit_test(test_store_store__is_whole),
        cmocka_unit_test(test_store_store__is_of_the_pages_that_were_written),
        cmocka_unit_test(test_store_store__has_values_that_make_sense),
        cmocka_unit_test(test_store_store__for_reading_takes_nothing),
        cmocka_unit_test(test_store_store__is_not_written_to_by_reading),
        cmocka_unit_test(test_store_store__may_be_sealed),
        cmocka_unit_test(test_store_store__is_written_to_by_one_process),
        cmocka_unit_test(test_store_store__is_free_when_its_process_dies),
    };

    return cmocka_run_group_tests_name("store/store", tests, NULL, NULL);
}
