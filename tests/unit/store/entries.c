/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/journal.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

static struct entry entry_of(unsigned number)
{
    return (struct entry){
        .id = { 1, number },
        .at = -5 + (int64_t)number,
        .on = { (int32_t)number },
        .principal = { .tenant = { 2, number }, .role = PRINCIPAL_SALES_AGENT },
        .act = TEXT("place_order"),
        .outcome = OUTCOME_REFUSED,
        .input = TEXT("{\"quantity\":5}"),
        .decisions = TEXT("[{}]"),
        .changes = TEXT("[]"),
        .parties = { { 3, 1 }, { 3, number % 10 + 2 }, { 3, 1 } },
        .party_count = 3,
    };
}

/* Entries that are added, and their positions. */
struct adding {
    unsigned first;
    unsigned count;
    uint64_t last_position;
    enum status end;
};

static enum status add_entries(struct call *call, void *payload)
{
    struct adding *adding = payload;

    for (unsigned i = 0; i < adding->count; i++) {
        struct entry entry = entry_of(adding->first + i);

        TRY(call->store->add_entry(call, &entry));
        adding->last_position = entry.position;
    }
    return adding->end;
}

static uint64_t add(struct shelf *shelf, unsigned first, unsigned count)
{
    struct adding adding = { first, count, 0, STATUS_OK };

    assert_int_equal(shelf_write(shelf, add_entries, &adding), STATUS_OK);
    return adding.last_position;
}

static void test_store_entries__counts_its_entries(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(add(&shelf, 0, 1), 1);
    assert_int_equal(add(&shelf, 1, 3), 4);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    assert_int_equal(add(&shelf, 4, 1), 5);
    shelf_end(&shelf);
}

static void test_store_entries__has_no_gap_where_an_act_failed(void **state)
{
    struct shelf shelf;
    struct adding failing = { 0, 2, 0, STATUS_CONFLICT };

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, add_entries, &failing), STATUS_CONFLICT);
    assert_int_equal(failing.last_position, 2);
    assert_int_equal(add(&shelf, 2, 1), 1);
    shelf_end(&shelf);
}

/* What is shown of the journal, position by position. */
struct showing {
    struct entry_visitor visitor;
    struct entry_filter filter;
    struct buffer positions;
    struct entry last; /* without its texts */
};

static enum status show_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    struct showing *showing = (struct showing *)visitor;

    buffer_add_format(&showing->positions, "%u ", (unsigned)entry->position);
    assert_text_is(entry->act, "place_order");
    assert_text_is(entry->input, "{\"quantity\":5}");
    assert_text_is(entry->decisions, "[{}]");
    assert_text_is(entry->changes, "[]");
    showing->last = *entry;
    return STATUS_OK;
}

static enum status show(struct call *call, void *payload)
{
    struct showing *showing = payload;

    return call->store->visit_entries(call, &showing->filter, &showing->visitor);
}

static void check_positions(struct shelf *shelf, struct entry_filter filter, const char *expected)
{
    struct showing showing = { .visitor = { show_entry }, .filter = filter };

    assert_int_equal(shelf_read(shelf, show, &showing), STATUS_OK);
    assert_buffer_is(&showing.positions, expected);
    buffer_done(&showing.positions);
}

static void test_store_entries__shows_its_entries(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);
    check_positions(&shelf, (struct entry_filter){ 0 }, "");
    (void)add(&shelf, 10, 4);

    check_positions(&shelf, (struct entry_filter){ 0 }, "1 2 3 4 ");
    check_positions(&shelf, (struct entry_filter){ .after = 2 }, "3 4 ");
    check_positions(&shelf, (struct entry_filter){ .after = 4 }, "");
    shelf_end(&shelf);
}

static void test_store_entries__shows_the_entries_of_a_party(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);
    (void)add(&shelf, 10, 4);
    (void)add(&shelf, 21, 1);

    check_positions(&shelf, (struct entry_filter){ .has_party = true, .party = { 3, 1 } },
                    "1 2 3 4 5 ");
    check_positions(&shelf, (struct entry_filter){ .has_party = true, .party = { 3, 3 } }, "2 5 ");
    check_positions(
        &shelf, (struct entry_filter){ .after = 2, .has_party = true, .party = { 3, 3 } }, "5 ");
    check_positions(&shelf, (struct entry_filter){ .has_party = true, .party = { 3, 99 } }, "");
    shelf_end(&shelf);
}

static void test_store_entries__keeps_all_of_an_entry(void **state)
{
    struct shelf shelf;
    struct showing showing = { .visitor = { show_entry } };
    struct entry expected = entry_of(12);

    (void)state;
    shelf_begin_book(&shelf);
    (void)add(&shelf, 12, 1);

    assert_int_equal(shelf_read(&shelf, show, &showing), STATUS_OK);
    assert_true(guid_equal(showing.last.id, expected.id));
    assert_int_equal(showing.last.at, expected.at);
    assert_int_equal(showing.last.on.day, expected.on.day);
    assert_true(guid_equal(showing.last.principal.tenant, expected.principal.tenant));
    assert_int_equal(showing.last.principal.role, PRINCIPAL_SALES_AGENT);
    assert_int_equal(showing.last.outcome, OUTCOME_REFUSED);
    /* Whoever is named twice is a party once. */
    assert_int_equal(showing.last.party_count, 2);
    assert_true(guid_equal(showing.last.parties[0], expected.parties[0]));
    assert_true(guid_equal(showing.last.parties[1], expected.parties[1]));
    buffer_done(&showing.positions);
    shelf_end(&shelf);
}

/* A receipt that is looked for, or added. */
struct receiving {
    struct receipt receipt;
    bool is_found;
    char answer[16];
};

static struct receiving receiving_of(unsigned tenant, enum principal_role role, const char *id,
                                     const char *act)
{
    return (struct receiving){ .receipt = { .principal = { { 7, tenant }, role },
                                            .request_id = text_of(id),
                                            .act = text_of(act) } };
}

static enum status find_receipt(struct call *call, void *payload)
{
    struct receiving *receiving = payload;

    TRY(call->store->find_receipt(call, &receiving->receipt, &receiving->is_found));
    if (receiving->is_found)
        memcpy(receiving->answer, receiving->receipt.answer.bytes,
               receiving->receipt.answer.length + 1);
    return STATUS_OK;
}

static enum status add_receipt(struct call *call, void *payload)
{
    struct receiving *receiving = payload;

    receiving->receipt.digest = TEXT("d");
    receiving->receipt.answer = TEXT("{}");
    return call->store->add_receipt(call, &receiving->receipt);
}

static bool is_received(struct shelf *shelf, struct receiving receiving)
{
    assert_int_equal(shelf_read(shelf, find_receipt, &receiving), STATUS_OK);
    if (receiving.is_found)
        assert_string_equal(receiving.answer, "{}");
    return receiving.is_found;
}

static void test_store_entries__keeps_a_receipt_for_who_asked_what(void **state)
{
    struct shelf shelf;
    struct receiving first = receiving_of(1, PRINCIPAL_GLOBAL_ADMIN, "r1", "onboard");

    (void)state;
    shelf_begin_book(&shelf);
    assert_false(is_received(&shelf, first));
    assert_int_equal(shelf_write(&shelf, add_receipt, &first), STATUS_OK);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);

    assert_true(is_received(&shelf, receiving_of(1, PRINCIPAL_GLOBAL_ADMIN, "r1", "onboard")));
    assert_false(is_received(&shelf, receiving_of(2, PRINCIPAL_GLOBAL_ADMIN, "r1", "onboard")));
    assert_false(is_received(&shelf, receiving_of(1, PRINCIPAL_ADMIN_AGENT, "r1", "onboard")));
    assert_false(is_received(&shelf, receiving_of(1, PRINCIPAL_GLOBAL_ADMIN, "r2", "onboard")));
    assert_false(is_received(&shelf, receiving_of(1, PRINCIPAL_GLOBAL_ADMIN, "r1", "enroll")));
    assert_int_equal(shelf_write(&shelf, add_receipt, &first), STATUS_CONFLICT);
    shelf_end(&shelf);
}

/* A setting, and what it is to be or is. */
struct changing_setting {
    enum setting setting;
    struct text value;
    char read[32];
};

static enum status set(struct call *call, void *payload)
{
    struct changing_setting *changing = payload;

    return call->store->set(call, changing->setting, changing->value);
}

static enum status get(struct call *call, void *payload)
{
    struct changing_setting *changing = payload;
    struct text value;

    TRY(call->store->setting(call, changing->setting, &value));
    assert_true(value.length < sizeof(changing->read));
    memcpy(changing->read, value.bytes, value.length);
    changing->read[value.length] = '\0';
    return STATUS_OK;
}

static void check_setting(struct shelf *shelf, enum setting setting, const char *expected)
{
    struct changing_setting changing = { .setting = setting };

    assert_int_equal(shelf_read(shelf, get, &changing), STATUS_OK);
    assert_string_equal(changing.read, expected);
}

static void test_store_entries__keeps_settings(void **state)
{
    struct shelf shelf;
    struct changing_setting yes = { .setting = SETTING_IS_SANDBOX, .value = TEXT("yes") };
    struct changing_setting no = { .setting = SETTING_IS_SANDBOX, .value = TEXT("no") };

    (void)state;
    shelf_begin_book(&shelf);

    check_setting(&shelf, SETTING_IS_SANDBOX, "");
    assert_int_equal(shelf_write(&shelf, set, &yes), STATUS_OK);
    check_setting(&shelf, SETTING_IS_SANDBOX, "yes");
    assert_int_equal(shelf_write(&shelf, set, &no), STATUS_OK);
    check_setting(&shelf, SETTING_IS_SANDBOX, "no");
    check_setting(&shelf, SETTING_CLOCK_OFFSET, "");
    shelf_end(&shelf);
}

static enum status check_created(struct call *call, void *payload)
{
    struct text created;
    int64_t at = 0;

    (void)payload;
    TRY(call->store->setting(call, SETTING_CREATED_AT, &created));
    for (size_t i = 0; i < created.length; i++)
        at = at * 10 + (created.bytes[i] - '0');
    return at > 0 && at <= call->now ? STATUS_OK : STATUS_INVALID;
}

static void test_store_entries__knows_when_the_book_was_created(void **state)
{
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_read(&shelf, check_created, NULL), STATUS_OK);
    shelf_end(&shelf);
}

static enum status tell_today(struct call *call, void *payload)
{
    *(date *)payload = call->today;
    return STATUS_OK;
}

static void test_store_entries__the_clock_of_a_book_can_be_ahead(void **state)
{
    struct shelf shelf;
    struct changing_setting ahead = { .setting = SETTING_CLOCK_OFFSET, .value = TEXT("86400000") };
    date before;
    date after;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_read(&shelf, tell_today, &before), STATUS_OK);
    assert_int_equal(shelf_write(&shelf, set, &ahead), STATUS_OK);
    assert_int_equal(shelf_write(&shelf, tell_today, &after), STATUS_OK);
    /* A thousand days, and perhaps midnight. */
    assert_in_range(after.day - before.day, 1000, 1001);
    shelf_end(&shelf);
}

int test_store_entries(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_entries__counts_its_entries),
        cmocka_unit_test(test_store_entries__has_no_gap_where_an_act_failed),
        cmocka_unit_test(test_store_entries__shows_its_entries),
        cmocka_unit_test(test_store_entries__shows_the_entries_of_a_party),
        cmocka_unit_test(test_store_entries__keeps_all_of_an_entry),
        cmocka_unit_test(test_store_entries__keeps_a_receipt_for_who_asked_what),
        cmocka_unit_test(test_store_entries__keeps_settings),
        cmocka_unit_test(test_store_entries__knows_when_the_book_was_created),
        cmocka_unit_test(test_store_entries__the_clock_of_a_book_can_be_ahead),
    };

    return cmocka_run_group_tests_name("store/entries", tests, NULL, NULL);
}
