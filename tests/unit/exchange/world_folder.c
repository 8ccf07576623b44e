/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lines.h"
#include "book/book_private.h"
#include "exchange/world.h"
#include "unit/exchange/suites.h"
#include "unit/exchange/told.h"
#include "unit/small_world.h"
#include "unit/test.h"

/* Reads the folder; "@" stands for its path in what is expected. With "" there is a book. */
static void check_folder(const char *path, const char *expected)
{
    struct world_source source = { .path = path };
    struct buffer problems = { 0 };
    struct buffer named = { 0 };
    struct book *book = NULL;
    enum status status = world_read(&source, &problems, &book);

    for (const char *byte = expected; *byte != '\0'; byte++)
        buffer_add(&named, *byte == '@' ? path : byte, *byte == '@' ? strlen(path) : 1);
    assert_text_equal(buffer_text(&problems), buffer_text(&named));
    assert_int_equal(status == STATUS_OK, expected[0] == '\0');
    assert_int_equal(book != NULL, status == STATUS_OK);
    book_free(book);
    buffer_done(&named);
    buffer_done(&problems);
}

/* A folder with the small world, one of whose files holds something else. */
static void check_file(const char *name, struct text bytes, const char *expected)
{
    char path[64];

    small_folder_begin(path);
    folder_write(path, name, bytes);
    check_folder(path, expected);
    folder_end(path);
}

/* A folder with one file. */
static void check_alone(const char *name, struct text bytes, const char *expected)
{
    char path[64];

    folder_begin(path);
    folder_write(path, name, bytes);
    check_folder(path, expected);
    folder_end(path);
}

static void test_exchange_world_folder__reads_every_type_of_fact(void **state)
{
    struct world_source source = { 0 };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    char path[64];

    (void)state;
    small_folder_begin(path);
    source.path = path;

    assert_int_equal(world_read(&source, &problems, &book), STATUS_OK);

    assert_int_equal(problems.length, 0);
    assert_int_equal(book->organizations.count, 5);
    assert_int_equal(book->tenants.count, 4);
    assert_int_equal(book->offers.count, 2);
    assert_text_is(book_organization(book, book_find_organization(book, TEXT("org-alder")))->name,
                   "Alder, \"Söhne\"");
    assert_text_is(book_organization(book, book_find_organization(book, TEXT("org-forest")))->name,
                   "Forest\nand Co");
    assert_int_not_equal(book_find_domain(book, TEXT("alder.example")), INDEX_NONE);
    assert_int_equal(count_links(book, LINK_ACCEPTANCE), 2);
    book_free(book);
    buffer_done(&problems);
    folder_end(path);
}

/* It is more likely to be another folder than a world without facts. */
static void test_exchange_world_folder__has_a_csv_file(void **state)
{
    char path[64];

    (void)state;

    folder_begin(path);
    check_folder(path, "@: no CSV file in this folder; expected, with the suffix .csv, one of "
                       "organization, ownership, tenant, account, enrollment, partner_id, "
                       "agreement, customer_agreement, indirect_relationship, "
                       "service_agreement, customer_relationship, offer, capability, "
                       "invitation, support_case, engagement, privilege, order, subscription, "
                       "subscription_status, partner_of_record, particulars, subscription_terms\n");
    folder_end(path);
}

static void test_exchange_world_folder__ignores_other_files(void **state)
{
    (void)state;

    check_file("notes.txt", TEXT("not a world"), "");
    check_file("tenant.csv.old", TEXT("not a world"), "");
    check_file("tenant.CSV", TEXT("not a world"), "");
    check_file("tenant", TEXT("not a world"), "");
    check_file(".csv", TEXT("not a world"), "");
}

static void test_exchange_world_folder__knows_the_names_of_its_files(void **state)
{
    const char *names = "organization, ownership, tenant, account, enrollment, partner_id, "
                        "agreement, customer_agreement, indirect_relationship, "
                        "service_agreement, customer_relationship, offer, capability, "
                        "invitation, support_case, engagement, privilege, order, subscription, "
                        "subscription_status, partner_of_record, particulars, subscription_terms\n";
    char expected[512];

    (void)state;

    (void)snprintf(expected, sizeof(expected),
                   "@/tenants.csv: no type of fact has this name; expected one of %s", names);
    check_alone("tenants.csv", TEXT(""), expected);
    (void)snprintf(expected, sizeof(expected),
                   "@/a\\x0Ab.csv: no type of fact has this name; expected one of %s", names);
    check_alone("a\nb.csv", TEXT(""), expected);
}

static void test_exchange_world_folder__a_path_may_end_in_a_slash(void **state)
{
    char path[64];
    char path_with_slash[80];

    (void)state;
    folder_begin(path);
    folder_write(path, "offer.csv", TEXT(""));
    (void)snprintf(path_with_slash, sizeof(path_with_slash), "%s/", path);

    check_folder(path_with_slash, "@offer.csv:1: expected a header with the names of the fields\n");
    folder_end(path);
}

static void test_exchange_world_folder__a_file_has_a_header(void **state)
{
    (void)state;

    check_alone("offer.csv", TEXT(""),
                "@/offer.csv:1: expected a header with the names of the fields\n");
    check_alone("offer.csv", TEXT("\r\n \n"),
                "@/offer.csv:1: expected a header with the names of the fields\n");
    check_alone("account.csv", TEXT("tenant,onboarded_on"), "");
}

static void test_exchange_world_folder__a_header_names_the_fields(void **state)
{
    (void)state;

    check_alone("account.csv", TEXT("\ntenant,colour,onboarded_on\nx\n"),
                "@/account.csv:2: colour: unknown key of account\n");
    check_alone("account.csv", TEXT("tenant,\n"),
                "@/account.csv:1: \"\": unknown key of account\n");
    check_alone("account.csv", TEXT("tenant, onboarded_on\n"),
                "@/account.csv:1:  onboarded_on: unknown key of account\n");
    check_alone("account.csv", TEXT("tenant,onboarded_on,tenant\n"),
                "@/account.csv:1: tenant: duplicate key\n");
    check_alone("account.csv", TEXT("onboarded_on\n2020-01-01\n"),
                "@/account.csv:1: tenant: missing; expected a GUID (8-4-4-4-12 hexadecimal "
                "digits)\n");
}

static void test_exchange_world_folder__a_header_may_have_very_many_columns(void **state)
{
    struct buffer header = { 0 };

    (void)state;
    buffer_add_string(&header, "tenant");
    for (int i = 0; i < 5000; i++)
        buffer_add_string(&header, ",tenant");

    check_alone("account.csv", buffer_text(&header), "@/account.csv:1: tenant: duplicate key\n");
    buffer_done(&header);
}

static void test_exchange_world_folder__a_header_may_be_quoted(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("\"id\",\"name\",\"country\"\na,A,DE\n"), "");
}

static void test_exchange_world_folder__optional_columns_may_be_absent(void **state)
{
    (void)state;

    check_file("ownership.csv", TEXT("owned,owner\norg-cedar,org-forest\n"), "");
}

static void test_exchange_world_folder__a_record_has_as_many_cells_as_the_header(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("id,name,country\na,A\nb,B,DE,\nc,C,DE\n"),
                "@/organization.csv:2: expected as many cells as the header has, 3; found 2\n"
                "@/organization.csv:3: expected as many cells as the header has, 3; found 4\n");
}

static void test_exchange_world_folder__an_empty_cell_is_null(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("id,name,country\n,A,DE\nb,\"\",DE\n"),
                "@/organization.csv:2: id: missing; expected a text of 1 to 1024 bytes\n"
                "@/organization.csv:3: name: missing; expected a text of 1 to 1024 bytes\n");
}

static void test_exchange_world_folder__spaces_are_part_of_a_cell(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("id,name,country\na, A ,DE \n"),
                "@/organization.csv:2: country: expected a country of two capital letters, "
                "found \"DE \"\n");
}

static void test_exchange_world_folder__a_records_line_is_its_first(void **state)
{
    (void)state;

    check_alone("organization.csv",
                TEXT("id,name,country\n\na,\"A\n\nof several\r\nlines\",DE\nb,B,d\nc,\"\n\",e\n"),
                "@/organization.csv:7: country: expected a country of two capital letters, "
                "found \"d\"\n"
                "@/organization.csv:8: country: expected a country of two capital letters, "
                "found \"e\"\n");
}

static void test_exchange_world_folder__a_quote_is_closed_and_not_in_a_bare_cell(void **state)
{
    const char *malformed = "@/organization.csv:2: expected RFC 4180: a quote is not closed, or "
                            "stands inside a bare cell\n";

    (void)state;

    check_alone("organization.csv", TEXT("id,name,country\na,A\"B,DE\nb,B,DE\n"), malformed);
    check_alone("organization.csv", TEXT("id,name,country\na,\"A\" ,DE\nb,B,DE\n"), malformed);
    check_alone("organization.csv", TEXT("id,name,country\na,\"A\"B,DE\nb,B,DE\n"), malformed);
    check_alone("organization.csv", TEXT("id,name,country\na,\"A,DE\nb,B,DE\n"), malformed);
    check_alone("organization.csv", TEXT("id,name,country\na,A,\""), malformed);
}

static void test_exchange_world_folder__cells_are_utf8(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("id,name,country\na,\xFF,DE\nb,B,DE\n"),
                "@/organization.csv:2: not valid UTF-8\n");
    check_alone("organization.csv", TEXT("id,\xC3,country\nb,B,DE\n"),
                "@/organization.csv:1: not valid UTF-8\n");
    check_alone("organization.csv", TEXT("id,name,country\na,\"\xFF\n\xFF\n\",DE\nb,B,d\n"),
                "@/organization.csv:2: not valid UTF-8\n"
                "@/organization.csv:5: country: expected a country of two capital letters, "
                "found \"d\"\n");
}

static void test_exchange_world_folder__has_no_byte_order_mark(void **state)
{
    (void)state;

    check_alone("organization.csv", TEXT("\xEF\xBB\xBFid,name,country\na,A,DE\n"),
                "@/organization.csv:1: expected UTF-8 without a byte-order mark\n");
}

static void test_exchange_world_folder__lists_are_parted_by_spaces(void **state)
{
    const char *header = "id,name,publisher,party,markets\n";
    char bytes[200];

    (void)state;

    (void)snprintf(bytes, sizeof(bytes), "%sa,A,P,first,DE FR\nb,B,P,first,*\nc,C,P,third,-\n",
                   header);
    check_alone("offer.csv", text_of(bytes), "");
    (void)snprintf(bytes, sizeof(bytes), "%sa,A,P,first,\nb,B,P,first,DE -\nc,C,P,first,* DE\n",
                   header);
    check_alone("offer.csv", text_of(bytes),
                "@/offer.csv:2: markets: missing; expected a list of countries of two capital "
                "letters, or \"*\" alone\n"
                "@/offer.csv:3: markets: expected a list of countries of two capital letters, or "
                "\"*\" alone, found \"DE -\"\n"
                "@/offer.csv:4: markets: expected a list of countries of two capital letters, or "
                "\"*\" alone, found \"* DE\"\n");
}

static void test_exchange_world_folder__tells_of_references_by_file(void **state)
{
    (void)state;

    check_file("ownership.csv", TEXT("owner,owned\norg-forest,org-cedar\norg-x,org-pine\n"),
               "@/ownership.csv:3: owner: unknown organization \"org-x\"\n");
    check_file("partner_id.csv",
               TEXT("mpn_id,tenant,country\n1,99999999-9999-4999-8999-999999999999,DE\n"),
               "@/partner_id.csv:2: tenant: unknown tenant "
               "\"99999999-9999-4999-8999-999999999999\"\n");
    check_file("account.csv",
               TEXT("tenant,onboarded_on\n" ROWAN_ID ",2020-01-01\n" ROWAN_ID ",2020-01-02\n"),
               "@/account.csv:3: tenant: duplicate: \"" ROWAN_ID "\" already stands in line 2\n");
}

static void test_exchange_world_folder__reads_files_in_the_order_of_names(void **state)
{
    char path[64];

    (void)state;
    folder_begin(path);
    folder_write(path, "offer.csv", TEXT(""));
    folder_write(path, "account.csv", TEXT(""));
    folder_write(path, "ownership.csv", TEXT(""));

    check_folder(path, "@/account.csv:1: expected a header with the names of the fields\n"
                       "@/offer.csv:1: expected a header with the names of the fields\n"
                       "@/ownership.csv:1: expected a header with the names of the fields\n");
    folder_end(path);
}

static void test_exchange_world_folder__a_line_has_at_most_a_mebibyte(void **state)
{
    struct buffer bytes = { 0 };

    (void)state;
    buffer_add_string(&bytes, "id,name,country\na,");
    buffer_add_spaces(&bytes, LINE_BYTES_MAX);
    buffer_add_string(&bytes, ",DE\nb,B,not read any more\n");

    check_alone("organization.csv", buffer_text(&bytes),
                "@/organization.csv:2: expected a line of at most 1048576 bytes\n");
    buffer_done(&bytes);
}

/* Many lines in one cell are bounded like one. */
static void test_exchange_world_folder__a_record_has_at_most_a_mebibyte(void **state)
{
    struct buffer bytes = { 0 };

    (void)state;
    buffer_add_string(&bytes, "id,name,country\na,\"");
    for (int i = 0; i < 300000; i++)
        buffer_add_string(&bytes, "xxxx\n");
    buffer_add_string(&bytes, "\",DE\nb,B,not read any more\n");

    check_alone("organization.csv", buffer_text(&bytes),
                "@/organization.csv:2: expected a line of at most 1048576 bytes\n");
    buffer_done(&bytes);
}

static void test_exchange_world_folder__says_which_file_cannot_be_read(void **state)
{
    char path[64];
    char inner[80];

    (void)state;
    folder_begin(path);
    (void)snprintf(inner, sizeof(inner), "%s/tenant.csv", path);
    assert_int_equal(mkdir(inner, 0700), 0);

    check_folder(path, "@/tenant.csv: Is a directory\n");
    assert_int_equal(rmdir(inner), 0);
    assert_int_equal(symlink("nowhere", inner), 0);
    check_folder(path, "@/tenant.csv: No such file or directory\n");
    assert_int_equal(unlink(inner), 0);
    folder_end(path);
}

struct counted_progress {
    struct world_progress progress;
    uint64_t line_count;
    uint64_t byte_count;
};

static void count_progress(struct world_progress *progress, uint64_t line_count,
                           uint64_t byte_count)
{
    struct counted_progress *counted = (struct counted_progress *)progress;

    assert_true(line_count >= counted->line_count && byte_count >= counted->byte_count);
    counted->line_count = line_count;
    counted->byte_count = byte_count;
}

static void test_exchange_world_folder__tells_how_far_it_has_come(void **state)
{
    struct counted_progress progress = { .progress = { count_progress } };
    struct world_source source = { .progress = &progress.progress };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    char path[64];

    (void)state;
    folder_begin(path);
    folder_write(path, "account.csv", TEXT("tenant,onboarded_on\n"));
    folder_write(path, "organization.csv", TEXT("id,name,country\na,A,DE\nb,B,DE\n"));
    source.path = path;

    assert_int_equal(world_read(&source, &problems, &book), STATUS_OK);

    assert_int_equal(progress.line_count, 4);
    assert_int_equal(progress.byte_count, 50);
    book_free(book);
    folder_end(path);
}

int test_exchange_world_folder(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_world_folder__reads_every_type_of_fact),
        cmocka_unit_test(test_exchange_world_folder__has_a_csv_file),
        cmocka_unit_test(test_exchange_world_folder__ignores_other_files),
        cmocka_unit_test(test_exchange_world_folder__knows_the_names_of_its_files),
        cmocka_unit_test(test_exchange_world_folder__a_path_may_end_in_a_slash),
        cmocka_unit_test(test_exchange_world_folder__a_file_has_a_header),
        cmocka_unit_test(test_exchange_world_folder__a_header_names_the_fields),
        cmocka_unit_test(test_exchange_world_folder__a_header_may_have_very_many_columns),
        cmocka_unit_test(test_exchange_world_folder__a_header_may_be_quoted),
        cmocka_unit_test(test_exchange_world_folder__optional_columns_may_be_absent),
        cmocka_unit_test(test_exchange_world_folder__a_record_has_as_many_cells_as_the_header),
        cmocka_unit_test(test_exchange_world_folder__an_empty_cell_is_null),
        cmocka_unit_test(test_exchange_world_folder__spaces_are_part_of_a_cell),
        cmocka_unit_test(test_exchange_world_folder__a_records_line_is_its_first),
        cmocka_unit_test(test_exchange_world_folder__a_quote_is_closed_and_not_in_a_bare_cell),
        cmocka_unit_test(test_exchange_world_folder__cells_are_utf8),
        cmocka_unit_test(test_exchange_world_folder__has_no_byte_order_mark),
        cmocka_unit_test(test_exchange_world_folder__lists_are_parted_by_spaces),
        cmocka_unit_test(test_exchange_world_folder__tells_of_references_by_file),
        cmocka_unit_test(test_exchange_world_folder__reads_files_in_the_order_of_names),
        cmocka_unit_test(test_exchange_world_folder__a_line_has_at_most_a_mebibyte),
        cmocka_unit_test(test_exchange_world_folder__a_record_has_at_most_a_mebibyte),
        cmocka_unit_test(test_exchange_world_folder__says_which_file_cannot_be_read),
        cmocka_unit_test(test_exchange_world_folder__tells_how_far_it_has_come),
    };

    return cmocka_run_group_tests_name("exchange/world_folder", tests, NULL, NULL);
}
