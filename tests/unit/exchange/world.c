/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/world.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/lines.h"
#include "book/book_private.h"
#include "unit/exchange/suites.h"
#include "unit/exchange/told.h"
#include "unit/small_world.h"
#include "unit/test.h"

/* What is told of a world of these lines, called "w"; with "" there is a book. */
static void check_bytes(struct text bytes, enum language language, const char *expected)
{
    struct world_source source = { .path = "w", .language = language };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = world_read_bytes(&source, bytes, &problems, &book);

    assert_buffer_is(&problems, expected);
    assert_int_equal(status, expected[0] == '\0' ? STATUS_OK : STATUS_INVALID);
    assert_int_equal(book != NULL, status == STATUS_OK);
    book_free(book);
    buffer_done(&problems);
}

static void check_world(const char *lines, const char *expected)
{
    check_bytes(text_of(lines), LANGUAGE_EN, expected);
}

#define ORG_A "{\"type\":\"organization\",\"id\":\"a\",\"name\":\"A\",\"country\":\"DE\"}\n"

static void test_exchange_world__reads_every_type_of_fact(void **state)
{
    struct world_source source = { .path = "w" };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    struct link_range services;

    (void)state;

    assert_int_equal(world_read_bytes(&source, text_of(small_world), &problems, &book), STATUS_OK);

    assert_int_equal(problems.length, 0);
    assert_int_equal(book->organizations.count, 5);
    assert_int_equal(book->tenants.count, 4);
    assert_int_equal(book->offers.count, 2);
    assert_int_equal(book->partner_ids.count, 1);
    assert_int_equal(count_links(book, LINK_ENROLLMENT), 3);
    assert_int_equal(count_links(book, LINK_SERVICE), 1);
    services = links_of_kind(
        tenant_links(book_tenant(book, book_find_domain(book, TEXT("rowan.example")))),
        LINK_SERVICE);
    assert_non_null(services.begin);
    if (services.begin != NULL)
        assert_int_equal(kept_detail(services.begin), BIT(SERVICE_BILLING) | BIT(SERVICE_SUPPORT));
    assert_int_not_equal(book_find_domain(book, TEXT("alder.example")), INDEX_NONE);
    book_free(book);
    buffer_done(&problems);
}

static void test_exchange_world__may_be_empty(void **state)
{
    (void)state;

    check_world("", "");
    check_world("\n\r\n \t\n", "");
}

static void test_exchange_world__lines_may_end_in_any_way(void **state)
{
    (void)state;

    check_world("\r\n" ORG_A "\r\n"
                "{\"type\":\"organization\",\"id\":\"b\",\"name\":\"B\",\"country\":\"DE\"}\r\n"
                "{\"type\":\"organization\",\"id\":\"c\",\"name\":\"C\",\"country\":\"DE\"}",
                "");
}

static void test_exchange_world__blank_lines_count(void **state)
{
    (void)state;

    check_world("\n\n \n[]\n", "w:4: expected one JSON object\n");
}

static void test_exchange_world__tells_file_line_and_field(void **state)
{
    (void)state;

    check_world(ORG_A "{\"type\":\"organization\",\"id\":\"b\",\"name\":\"B\",\"country\":\"D\"}\n",
                "w:2: country: expected a country of two capital letters, found \"D\"\n");
}

static void test_exchange_world__names_its_type_once(void **state)
{
    (void)state;

    check_world("{\"id\":\"a\",\"name\":\"A\",\"country\":\"DE\"}",
                "w:1: type: missing; expected one of organization, ownership, tenant, account, "
                "enrollment, partner_id, agreement, customer_agreement, indirect_relationship, "
                "service_agreement, customer_relationship, offer, capability, "
                "invitation, support_case, engagement, privilege, order, subscription, "
                "subscription_status, partner_of_record, particulars, subscription_terms\n");
    check_world("{\"type\":\"organization\",\"type\":\"organization\",\"id\":\"a\"}",
                "w:1: type: duplicate key\n");
    check_world("{\"type\":\"account\",\"colour\":1}", "w:1: colour: unknown key of account\n");
}

static void test_exchange_world__a_record_may_begin_and_end_the_same_day(void **state)
{
    (void)state;

    check_world(ORG_A "{\"type\":\"organization\",\"id\":\"b\",\"name\":\"B\",\"country\":\"DE\"}\n"
                      "{\"type\":\"ownership\",\"owner\":\"a\",\"owned\":\"b\","
                      "\"from\":\"2020-01-01\",\"to\":\"2020-01-01\"}\n",
                "");
}

static void test_exchange_world__nothing_ends_before_it_begins(void **state)
{
    (void)state;

    check_world("{\"type\":\"offer\",\"id\":\"o\",\"name\":\"O\",\"publisher\":\"P\","
                "\"party\":\"third\",\"markets\":[],\"from\":\"2020-01-02\","
                "\"to\":\"2020-01-01\"}",
                "w:1: to: expected a day that is not before \"from\", found 2020-01-01\n");
}

#define TENANT_C                                                                                   \
    ORG_A "{\"type\":\"tenant\",\"id\":\"" CEDAR_ID "\",\"domain\":\"c\",\"organization\":\"a\","  \
          "\"country\":\"DE\",\"kind\":\"customer\"}\n"

static void test_exchange_world__an_attestation_names_its_partner(void **state)
{
    (void)state;

    check_world(TENANT_C "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\","
                         "\"acceptance\":\"attested\",\"date\":\"2020-01-01\"}",
                "w:3: partner: missing; expected a GUID (8-4-4-4-12 hexadecimal digits)\n");
    check_world(TENANT_C "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\","
                         "\"acceptance\":\"attested\",\"partner\":null,\"date\":\"2020-01-01\"}",
                "w:3: partner: missing; expected a GUID (8-4-4-4-12 hexadecimal digits)\n");
    check_world(TENANT_C "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\","
                         "\"acceptance\":\"direct\",\"partner\":\"" CEDAR_ID
                         "\",\"date\":\"2020-01-01\"}",
                "w:3: partner: stands only with the acceptance \"attested\"\n");
    check_world(TENANT_C "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\","
                         "\"acceptance\":\"direct\",\"partner\":null,\"date\":\"2020-01-01\"}",
                "");
}

static void test_exchange_world__tells_of_references_at_the_end(void **state)
{
    (void)state;

    check_world("{\"type\":\"account\",\"tenant\":\"" CEDAR_ID
                "\",\"onboarded_on\":\"2020-01-01\"}\n[]\n",
                "w:2: expected one JSON object\n"
                "w:1: tenant: unknown tenant \"" CEDAR_ID "\"\n");
}

static void test_exchange_world__speaks_french(void **state)
{
    (void)state;

    check_bytes(TEXT("[]\n{\"type\":\"account\"}\n"), LANGUAGE_FR,
                "w:1: un objet JSON attendu\n"
                "w:2: tenant : absent ; attendu : un GUID (8-4-4-4-12 chiffres hexadécimaux)\n");
}

/* So many wrong lines, and the lines about them. */
static void check_count(unsigned count, enum language language, const char *last)
{
    struct buffer lines = { 0 };
    struct buffer expected = { 0 };

    for (unsigned i = 1; i <= count; i++) {
        buffer_add_string(&lines, "[]\n");
        if (i <= WORLD_PROBLEMS_SHOWN)
            buffer_add_format(&expected, "w:%u: %s\n", i,
                              language == LANGUAGE_FR ? "un objet JSON attendu"
                                                      : "expected one JSON object");
    }
    buffer_add_string(&expected, last);
    buffer_add(&expected, "", 1);

    check_bytes(buffer_text(&lines), language, expected.bytes);
    buffer_done(&lines);
    buffer_done(&expected);
}

static void test_exchange_world__shows_twenty_problems(void **state)
{
    (void)state;

    check_count(20, LANGUAGE_EN, "");
    check_count(21, LANGUAGE_EN, "and 1 more\n");
    check_count(100, LANGUAGE_EN, "and 80 more\n");
    check_count(100, LANGUAGE_FR, "et 80 autres\n");
}

/* One wrong fact among many: no book, and the caller's is untouched. */
static void test_exchange_world__is_refused_whole(void **state)
{
    struct world_source source = { .path = "w" };
    struct buffer lines = { 0 };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    struct book *untouched = NULL;

    (void)state;
    buffer_add_string(&lines, small_world);
    assert_int_equal(world_read_bytes(&source, buffer_text(&lines), &problems, &untouched),
                     STATUS_OK);
    book = untouched;
    buffer_add_string(&lines, ORG_A ORG_A);

    assert_int_equal(world_read_bytes(&source, buffer_text(&lines), &problems, &untouched),
                     STATUS_INVALID);

    assert_ptr_equal(untouched, book);
    assert_buffer_is(&problems, "w:29: id: duplicate: \"a\" already stands in line 28\n");
    book_free(book);
    buffer_done(&lines);
    buffer_done(&problems);
}

static void test_exchange_world__shows_its_name_disarmed(void **state)
{
    struct world_source source = { .path = "w\x1b[2J\n" };
    struct buffer problems = { 0 };
    struct book *book = NULL;

    (void)state;

    assert_int_equal(world_read_bytes(&source, TEXT("[]"), &problems, &book), STATUS_INVALID);

    assert_buffer_is(&problems, "w\\x1B[2J\\x0A:1: expected one JSON object\n");
    buffer_done(&problems);
}

static void test_exchange_world__takes_a_line_of_a_mebibyte_and_no_more(void **state)
{
    struct buffer line = { 0 };

    (void)state;
    buffer_add_string(&line, "{\"type\":\"organization\",\"id\":\"a\",\"name\":\"A\","
                             "\"country\":\"DE\"}");

    buffer_add_spaces(&line, LINE_BYTES_MAX - line.length);
    check_bytes(buffer_text(&line), LANGUAGE_EN, "");
    buffer_add_spaces(&line, 1);
    check_bytes(buffer_text(&line), LANGUAGE_EN, "w:1: expected a line of at most 1048576 bytes\n");
    buffer_done(&line);
}

/* Counts the reports, and keeps the last. */
struct counted_progress {
    struct world_progress progress;
    unsigned report_count;
    uint64_t line_count;
    uint64_t byte_count;
};

static void count_progress(struct world_progress *progress, uint64_t line_count,
                           uint64_t byte_count)
{
    struct counted_progress *counted = (struct counted_progress *)progress;

    assert_true(line_count >= counted->line_count && byte_count >= counted->byte_count);
    counted->report_count++;
    counted->line_count = line_count;
    counted->byte_count = byte_count;
}

/* Reads a file of these bytes; "@" stands for its path in what is expected. */
static void check_file(struct text bytes, struct counted_progress *progress, const char *expected)
{
    char folder[64];
    char path[80];
    struct world_source source = { .path = path };
    struct buffer problems = { 0 };
    struct buffer named = { 0 };
    struct book *book = NULL;
    enum status status = STATUS_OK;

    folder_begin(folder);
    folder_write(folder, "world", bytes);
    (void)snprintf(path, sizeof(path), "%s/world", folder);
    source.progress = progress != NULL ? &progress->progress : NULL;
    for (const char *byte = expected; *byte != '\0'; byte++)
        buffer_add(&named, *byte == '@' ? path : byte, *byte == '@' ? strlen(path) : 1);

    status = world_read(&source, &problems, &book);

    assert_text_equal(buffer_text(&problems), buffer_text(&named));
    assert_int_equal(status, expected[0] == '\0' ? STATUS_OK : STATUS_INVALID);
    assert_int_equal(book != NULL, status == STATUS_OK);
    book_free(book);
    buffer_done(&named);
    buffer_done(&problems);
    folder_end(folder);
}

static void test_exchange_world__is_read_from_a_file(void **state)
{
    (void)state;

    check_file(text_of(small_world), NULL, "");
    check_file(TEXT("\n[]"), NULL, "@:2: expected one JSON object\n");
}

static void test_exchange_world__file_may_have_lines_that_are_too_long(void **state)
{
    struct buffer lines = { 0 };

    (void)state;
    buffer_add_string(&lines, ORG_A "{\"x\":\"");
    buffer_add_spaces(&lines, 3 * (size_t)LINE_BYTES_MAX);
    buffer_add_string(&lines, "\"}\n[]\n");

    check_file(buffer_text(&lines), NULL,
               "@:2: expected a line of at most 1048576 bytes\n"
               "@:3: expected one JSON object\n");
    buffer_done(&lines);
}

static void test_exchange_world__tells_how_far_it_has_come(void **state)
{
    struct counted_progress progress = { .progress = { count_progress } };
    struct buffer lines = { 0 };

    (void)state;
    for (int i = 0; i < 30000; i++)
        buffer_add_format(&lines,
                          "{\"type\":\"organization\",\"id\":\"%d\",\"name\":\"A\","
                          "\"country\":\"DE\"}\n",
                          i);

    check_file(buffer_text(&lines), &progress, "");

    assert_true(progress.report_count > 1);
    assert_int_equal(progress.line_count, 30000);
    assert_int_equal(progress.byte_count, lines.length);
    buffer_done(&lines);
}

static void check_unreadable(const char *path, const char *expected)
{
    struct world_source source = { .path = path };
    struct buffer problems = { 0 };
    struct book *book = NULL;

    assert_int_equal(world_read(&source, &problems, &book), STATUS_READ_FAILED);

    assert_buffer_is(&problems, expected);
    assert_null(book);
    buffer_done(&problems);
}

static void test_exchange_world__says_why_it_cannot_be_read(void **state)
{
    (void)state;

    check_unreadable("/nowhere/world.ndjson", "/nowhere/world.ndjson: No such file or directory\n");
    check_unreadable("", ": No such file or directory\n");
    check_unreadable("/dev/null/\n", "/dev/null/\\x0A: Not a directory\n");
}

/* Reading another process' memory at its beginning fails with an error. */
static void test_exchange_world__says_why_reading_failed(void **state)
{
    (void)state;
    if (access("/proc/self/mem", R_OK) != 0)
        skip();

    check_unreadable("/proc/self/mem", "/proc/self/mem: Input/output error\n");
}

int test_exchange_world(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_world__reads_every_type_of_fact),
        cmocka_unit_test(test_exchange_world__may_be_empty),
        cmocka_unit_test(test_exchange_world__lines_may_end_in_any_way),
        cmocka_unit_test(test_exchange_world__blank_lines_count),
        cmocka_unit_test(test_exchange_world__tells_file_line_and_field),
        cmocka_unit_test(test_exchange_world__names_its_type_once),
        cmocka_unit_test(test_exchange_world__a_record_may_begin_and_end_the_same_day),
        cmocka_unit_test(test_exchange_world__nothing_ends_before_it_begins),
        cmocka_unit_test(test_exchange_world__an_attestation_names_its_partner),
        cmocka_unit_test(test_exchange_world__tells_of_references_at_the_end),
        cmocka_unit_test(test_exchange_world__speaks_french),
        cmocka_unit_test(test_exchange_world__shows_twenty_problems),
        cmocka_unit_test(test_exchange_world__is_refused_whole),
        cmocka_unit_test(test_exchange_world__shows_its_name_disarmed),
        cmocka_unit_test(test_exchange_world__takes_a_line_of_a_mebibyte_and_no_more),
        cmocka_unit_test(test_exchange_world__is_read_from_a_file),
        cmocka_unit_test(test_exchange_world__file_may_have_lines_that_are_too_long),
        cmocka_unit_test(test_exchange_world__tells_how_far_it_has_come),
        cmocka_unit_test(test_exchange_world__says_why_it_cannot_be_read),
        cmocka_unit_test(test_exchange_world__says_why_reading_failed),
    };

    return cmocka_run_group_tests_name("exchange/world", tests, NULL, NULL);
}
