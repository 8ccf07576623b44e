/* SPDX-License-Identifier: Apache-2.0 */
#include "store/import.h"

#include <stdio.h>

#include "store/export.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

/* An import of a file of these lines, called "world"; what is wrong stands in `problems`. */
struct importing {
    struct shelf shelf;
    char path[96];
    struct buffer problems;
    struct import_report report;
};

static void importing_begin(struct importing *importing)
{
    *importing = (struct importing){ 0 };
    shelf_begin_book(&importing->shelf);
    (void)snprintf(importing->path, sizeof(importing->path), "%s/world", importing->shelf.folder);
}

static void importing_end(struct importing *importing)
{
    buffer_done(&importing->problems);
    shelf_end(&importing->shelf);
}

static enum status import_path(struct importing *importing, const char *path)
{
    struct world_source source = { .path = path };

    return store_import(importing->shelf.store, &source, &importing->problems,
                        &importing->shelf.fault, &importing->report);
}

static enum status import_lines(struct importing *importing, const char *lines)
{
    folder_write(importing->shelf.folder, "world", text_of(lines));
    return import_path(importing, importing->path);
}

/* The problems, without the path before each. */
static void check_problems(struct importing *importing, const char *expected)
{
    size_t path_length = text_of(importing->path).length;
    struct text rest = buffer_text(&importing->problems);
    struct buffer seen = { 0 };

    while (rest.length > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.length);
        size_t length = (size_t)(end - rest.bytes) + 1;
        size_t cut = length > path_length && rest.bytes[0] == '/' ? path_length + 1 : 0;

        buffer_add(&seen, rest.bytes + cut, length - cut);
        rest = (struct text){ rest.bytes + length, rest.length - length };
    }
    assert_buffer_is(&seen, expected);
    buffer_done(&seen);
}

static void check_empty(struct importing *importing)
{
    struct buffer lines;

    shelf_export(&importing->shelf, &lines);
    assert_buffer_is(&lines, "");
    buffer_done(&lines);
}

static void write_whole_world(struct buffer *lines)
{
    buffer_add_string(lines, small_world);
    buffer_add_string(lines, further_world);
    buffer_add(lines, "", 1);
}

static void test_store_import__then_export_then_import_gives_the_same_bytes(void **state)
{
    struct importing first;
    struct importing second;
    struct buffer world = { 0 };
    struct buffer exported = { 0 };
    struct buffer again = { 0 };

    (void)state;
    importing_begin(&first);
    importing_begin(&second);
    write_whole_world(&world);
    assert_int_equal(import_lines(&first, world.bytes), STATUS_OK);
    shelf_export(&first.shelf, &exported);
    buffer_add(&exported, "", 1);
    assert_int_equal(import_lines(&second, exported.bytes), STATUS_OK);
    shelf_export(&second.shelf, &again);

    assert_buffer_is(&again, exported.bytes);
    assert_int_equal(first.report.fact_counts[FACT_ORDER], 2);
    assert_int_equal(first.report.position, 1);
    buffer_done(&world);
    buffer_done(&exported);
    buffer_done(&again);
    importing_end(&first);
    importing_end(&second);
}

/* The lines of a text, the last first. */
static void write_reversed(struct buffer *lines, const char *text)
{
    size_t end = strlen(text);

    while (end > 0) {
        size_t begin = end - 1;

        while (begin > 0 && text[begin - 1] != '\n')
            begin--;
        buffer_add(lines, text + begin, end - begin);
        end = begin;
    }
    buffer_add(lines, "", 1);
}

static void test_store_import__in_any_order_gives_the_same_export(void **state)
{
    struct importing first;
    struct importing second;
    struct buffer world = { 0 };
    struct buffer reversed = { 0 };
    struct buffer exported = { 0 };
    struct buffer again = { 0 };

    (void)state;
    importing_begin(&first);
    importing_begin(&second);
    write_whole_world(&world);
    write_reversed(&reversed, world.bytes);
    assert_int_equal(import_lines(&first, world.bytes), STATUS_OK);
    assert_int_equal(import_lines(&second, reversed.bytes), STATUS_OK);
    shelf_export(&first.shelf, &exported);
    shelf_export(&second.shelf, &again);
    buffer_add(&exported, "", 1);

    assert_buffer_is(&again, exported.bytes);
    buffer_done(&world);
    buffer_done(&reversed);
    buffer_done(&exported);
    buffer_done(&again);
    importing_end(&first);
    importing_end(&second);
}

static void test_store_import__tells_the_hash_of_a_file(void **state)
{
    struct importing importing;

    (void)state;
    importing_begin(&importing);

    assert_int_equal(import_lines(&importing, "{\"type\":\"organization\",\"id\":\"a\","
                                              "\"name\":\"A\",\"country\":\"DE\"}\n"),
                     STATUS_OK);
    assert_string_equal(importing.report.sha256,
                        "1b2529bcfd3d907a1601d53698f2ee0a3e2d99e6bcf97b84027db746085bb2fe");
    importing_end(&importing);
}

static void test_store_import__tells_the_hash_of_a_folder(void **state)
{
    struct importing importing;
    char folder[64];

    (void)state;
    importing_begin(&importing);
    folder_begin(folder);
    folder_write(folder, "organization.csv", TEXT("id,name,country\na,A,DE\n"));
    folder_write(folder, "offer.csv", TEXT("id,name,publisher,party,markets\nX,X,X,first,*\n"));
    folder_write(folder, "notes.txt", TEXT("none\n"));

    assert_int_equal(import_path(&importing, folder), STATUS_OK);
    assert_string_equal(importing.report.sha256,
                        "db5d0e5432f3851886b7ef46622566a0a348c5f3a76cf3fe6daa1638403aab79");
    folder_end(folder);
    importing_end(&importing);
}

static void test_store_import__only_into_a_book_without_facts(void **state)
{
    struct importing importing;

    (void)state;
    importing_begin(&importing);
    assert_int_equal(import_lines(&importing, small_world), STATUS_OK);

    assert_int_equal(import_lines(&importing, small_world), STATUS_CONFLICT);
    assert_fault(&importing.shelf, "store_not_empty");
    importing_end(&importing);
}

static void test_store_import__of_a_world_in_error_takes_nothing(void **state)
{
    struct importing importing;

    (void)state;
    importing_begin(&importing);

    assert_int_equal(
        import_lines(
            &importing,
            "{\"type\":\"organization\",\"id\":\"a\",\"name\":\"A\",\"country\":\"DE\"}\n"
            "{\"type\":\"account\",\"tenant\":\"" PINE_ID "\",\"onboarded_on\":\"2020-01-01\"}\n"
            "{\"type\":\"account\",\"tenant\":\"" PINE_ID "\",\"onboarded_on\":\"2020-01-02\"}\n"),
        STATUS_INVALID);
    check_problems(&importing, "2: tenant: unknown tenant \"" PINE_ID "\"\n"
                               "3: tenant: unknown tenant \"" PINE_ID "\"\n"
                               "3: tenant: duplicate: \"" PINE_ID "\" already stands in line 2\n");
    assert_fault(&importing.shelf, "none");
    check_empty(&importing);
    importing_end(&importing);
}

#define STRANGER_ID "99999999-9999-4999-8999-999999999999"

static void test_store_import__tells_the_lines_of_further_facts(void **state)
{
    struct importing importing;

    (void)state;
    importing_begin(&importing);

    assert_int_equal(
        import_lines(&importing,
                     "{\"type\":\"capability\",\"tenant\":\"" STRANGER_ID
                     "\",\"capability\":\"billing\",\"attested_on\":\"2020-01-05\"}\n"
                     "{\"type\":\"subscription\",\"id\":\"" SUBSCRIPTION_ID
                     "\",\"customer\":\"" STRANGER_ID "\",\"order\":\"" ORDER_ID
                     "\",\"quantity\":5}\n"
                     "{\"type\":\"partner_of_record\",\"subscription\":\"" SUBSCRIPTION_ID
                     "\",\"customer\":\"" CEDAR_ID "\",\"mpn_id\":\"77\"}\n"),
        STATUS_INVALID);
    check_problems(&importing, "1: tenant: unknown tenant \"" STRANGER_ID "\"\n"
                               "2: customer: unknown tenant \"" STRANGER_ID "\"\n"
                               "2: order: unknown order \"" ORDER_ID "\"\n"
                               "3: subscription: unknown subscription \"" SUBSCRIPTION_ID "\"\n"
                               "3: mpn_id: unknown partner id \"77\"\n");
    assert_fault(&importing.shelf, "none");
    check_empty(&importing);
    importing_end(&importing);
}

static void test_store_import__tells_what_stands_twice(void **state)
{
    struct importing importing;
    struct buffer world = { 0 };

    (void)state;
    importing_begin(&importing);
    buffer_add_string(&world, further_world);
    buffer_add_string(&world, further_world);
    buffer_add_string(&world, "{\"type\":\"engagement\",\"partner\":\"" ALDER_ID
                              "\",\"customer\":\"" ALDER_ID "\"}\n");
    buffer_add_string(&world, small_world);
    buffer_add(&world, "", 1);

    assert_int_equal(import_lines(&importing, world.bytes), STATUS_INVALID);
    check_problems(&importing,
                   "14: id: duplicate: \"" INVITATION_ID "\" already stands in line 2\n"
                   "15: id: duplicate: \"" CASE_ID "\" already stands in line 3\n"
                   "18: id: duplicate: \"" ORDER_ID "\" already stands in line 6\n"
                   "19: id: duplicate: \"" DIRECT_ORDER_ID "\" already stands in line 7\n"
                   "20: id: duplicate: \"" SUBSCRIPTION_ID "\" already stands in line 8\n"
                   "25: customer: a party cannot be related to itself\n");
    buffer_done(&world);
    importing_end(&importing);
}

static void test_store_import__tells_of_a_world_that_is_not_there(void **state)
{
    struct importing importing;

    (void)state;
    importing_begin(&importing);

    assert_int_equal(import_path(&importing, importing.path), STATUS_READ_FAILED);
    check_problems(&importing, " No such file or directory\n");
    assert_fault(&importing.shelf, "none");
    importing_end(&importing);
}

int test_store_import(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_import__then_export_then_import_gives_the_same_bytes),
        cmocka_unit_test(test_store_import__in_any_order_gives_the_same_export),
        cmocka_unit_test(test_store_import__tells_the_hash_of_a_file),
        cmocka_unit_test(test_store_import__tells_the_hash_of_a_folder),
        cmocka_unit_test(test_store_import__only_into_a_book_without_facts),
        cmocka_unit_test(test_store_import__of_a_world_in_error_takes_nothing),
        cmocka_unit_test(test_store_import__tells_the_lines_of_further_facts),
        cmocka_unit_test(test_store_import__tells_what_stands_twice),
        cmocka_unit_test(test_store_import__tells_of_a_world_that_is_not_there),
    };

    return cmocka_run_group_tests_name("store/import", tests, NULL, NULL);
}
