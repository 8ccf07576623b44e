/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a world when memory runs out: no book, no leak, and no other status. */
#include "exchange/world.h"

#include <stdio.h>

#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/small_world.h"
#include "unit/test.h"

/* What is read: bytes, or where there are none the file or folder of that path. */
struct world_case {
    const char *path;
    struct text bytes;
};

static enum status read_once(void *payload)
{
    const struct world_case *world = payload;
    struct world_source source = { .path = world->path };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = world->bytes.length > 0
                             ? world_read_bytes(&source, world->bytes, &problems, &book)
                             : world_read(&source, &problems, &book);

    assert_int_equal(book != NULL, status == STATUS_OK);
    assert_true(status != STATUS_INVALID || problems.has_failed || problems.length > 0);
    book_free(book);
    buffer_done(&problems);
    return status;
}

static void check_bytes(struct text bytes, enum status expected)
{
    check_each_allocation(read_once, &(struct world_case){ "w", bytes }, expected);
}

static void test_memory_world__with_every_type_of_fact(void **state)
{
    (void)state;

    check_bytes(text_of(small_world), STATUS_OK);
}

static void test_memory_world__in_error(void **state)
{
    struct buffer lines = { 0 };

    (void)state;
    buffer_add_string(&lines, "[]\n");
    buffer_add_string(&lines, small_world);
    for (int i = 0; i < 30; i++)
        buffer_add_string(&lines, "{\"type\":\"account\",\"tenant\":\"" PINE_ID
                                  "\",\"onboarded_on\":\"2020-01-01\"}\n");

    check_bytes(buffer_text(&lines), STATUS_INVALID);
    buffer_done(&lines);
}

/* Enough for arrays, tables and the pool to grow, with a circle that is never closed. */
static void write_large_world(struct buffer *lines)
{
    enum {
        COUNT = 70
    };

    for (int i = 0; i < COUNT; i++) {
        buffer_add_format(lines,
                          "{\"type\":\"organization\",\"id\":\"o%d\",\"name\":\"%01000d\","
                          "\"country\":\"DE\"}\n",
                          i, i);
        buffer_add_format(lines,
                          "{\"type\":\"tenant\",\"id\":\"11111111-1111-4111-8111-%012d\","
                          "\"domain\":\"t%d.example\",\"organization\":\"o%d\","
                          "\"country\":\"DE\",\"kind\":\"partner\"}\n",
                          i, i, i);
        buffer_add_format(lines,
                          "{\"type\":\"ownership\",\"owner\":\"o%d\",\"owned\":\"o%d\","
                          "\"from\":\"2020-01-01\",\"to\":\"20%02d-01-01\"}\n",
                          (i + 1) % COUNT, i, i == 0 ? 20 : 21);
        buffer_add_format(lines,
                          "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":"
                          "\"11111111-1111-4111-8111-%012d\",\"signed_on\":\"2020-01-01\","
                          "\"signed_by\":\"x\"}\n",
                          i);
        buffer_add_format(lines,
                          "{\"type\":\"offer\",\"id\":\"f%d\",\"name\":\"n\",\"publisher\":"
                          "\"p\",\"party\":\"first\",\"markets\":[]}\n",
                          i);
        buffer_add_format(lines,
                          "{\"type\":\"partner_id\",\"mpn_id\":\"%d\",\"tenant\":"
                          "\"11111111-1111-4111-8111-%012d\",\"country\":\"DE\"}\n",
                          i, i);
    }
    assert_false(lines->has_failed);
}

static void test_memory_world__that_has_to_grow(void **state)
{
    struct buffer lines = { 0 };

    (void)state;
    write_large_world(&lines);

    check_bytes(buffer_text(&lines), STATUS_OK);
    buffer_done(&lines);
}

static void test_memory_world__in_a_file(void **state)
{
    char folder[64];
    char path[80];
    struct world_case world = { .path = path };

    (void)state;
    folder_begin(folder);
    folder_write(folder, "world", text_of(small_world));
    (void)snprintf(path, sizeof(path), "%s/world", folder);

    check_each_allocation(read_once, &world, STATUS_OK);
    folder_end(folder);
}

#define TEN_X "xxxxxxxxxx"
#define FORTY_X TEN_X TEN_X TEN_X TEN_X

/* libcsv makes room for 128 bytes at a time: one cell needs more right at a line end. */
static void test_memory_world__in_a_folder(void **state)
{
    char folder[64];
    struct world_case world = { .path = folder };

    (void)state;
    small_folder_begin(folder);
    folder_write(folder, "offer.csv",
                 TEXT("id,name,publisher,party,markets\n"
                      "SUITE,\"" FORTY_X FORTY_X FORTY_X "xxxxxxxx\n\",P,first,*\n"));

    check_each_allocation(read_once, &world, STATUS_OK);
    folder_end(folder);
}

static void test_memory_world__in_a_folder_in_error(void **state)
{
    char folder[64];
    struct world_case world = { .path = folder };

    (void)state;
    small_folder_begin(folder);
    folder_write(folder, "account.csv", TEXT("tenant,onboarded_on\nx,y\n\"z\" ,\n"));

    check_each_allocation(read_once, &world, STATUS_INVALID);
    folder_end(folder);
}

int test_memory_world(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_world__with_every_type_of_fact),
        cmocka_unit_test(test_memory_world__in_error),
        cmocka_unit_test(test_memory_world__that_has_to_grow),
        cmocka_unit_test(test_memory_world__in_a_file),
        cmocka_unit_test(test_memory_world__in_a_folder),
        cmocka_unit_test(test_memory_world__in_a_folder_in_error),
    };

    return cmocka_run_group_tests_name("memory/world", tests, NULL, NULL);
}
