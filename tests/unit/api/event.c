/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/event.h"

#include "engine/use_case.h"
#include "unit/api/suites.h"
#include "unit/test.h"

#define BASE "https://aval.example"
#define ID "00000000-0000-4000-8000-00000000000"

static void assert_written(struct entry entry, const char *name, const char *uri)
{
    const struct event_row *row = event_row_of(&entry);
    struct buffer buffer = { 0 };
    struct buffer wanted = { 0 };

    assert_non_null(row);
    entry.position = 41;
    event_write(&buffer, BASE, row, &entry);
    buffer_add_format(&wanted,
                      "{\"EventName\":\"%s\",\"ResourceUri\":\"" BASE "%s\",\"ResourceName\":"
                      "\"%s\",\"AuditUri\":\"" BASE "/program/v1/journal/41\","
                      "\"ResourceChangeUtcDate\":\"1970-01-01T00:00:00.000+00:00\"}",
                      name, uri, row->resource);
    buffer_add(&wanted, "", 1);
    buffer_add(&buffer, "", 1);
    assert_string_equal(buffer.bytes, wanted.bytes);
    buffer_done(&wanted);
    buffer_done(&buffer);
}

static void test_api_event__every_act_has_a_row(void **state)
{
    (void)state;
    for (const struct use_case *const *row = use_cases; *row != NULL; row++) {
        struct entry entry = { .act = text_of((*row)->name), .outcome = OUTCOME_CARRIED_OUT };

        if (event_row_of(&entry) == NULL)
            fail_msg("no event for %s", (*row)->name);
        assert_string_equal(event_find(text_of(event_row_of(&entry)->name)),
                            event_row_of(&entry)->name);
    }
}

static void test_api_event__no_event_without_a_row(void **state)
{
    struct entry entry = { .act = TEXT("erase"), .outcome = OUTCOME_CARRIED_OUT };

    (void)state;
    assert_null(event_row_of(&entry));
    assert_null(event_find(TEXT("erased")));
    assert_null(event_find(TEXT("")));
}

static void test_api_event__the_resource_is_found_in_what_was_asked_and_what_changed(void **state)
{
    (void)state;
    assert_written(
        (struct entry){ .act = TEXT("place_order"),
                        .input = TEXT("{\"customer\":\"" ID "1\"}"),
                        .changes = TEXT("[{\"replace\":{\"type\":\"order\",\"id\":\"" ID
                                        "2\"},\"by\":{\"type\":\"order\",\"id\":\"" ID "3\"}}]") },
        "order-created", "/v1/customers/" ID "1/orders/" ID "3");
    assert_written((struct entry){ .act = TEXT("cancel_subscription"),
                                   .input = TEXT("{\"subscription\":\"" ID "1\"}"),
                                   .changes = TEXT("[{\"add\":{\"type\":\"subscription_status\","
                                                   "\"customer\":\"" ID "2\"}}]") },
                   "subscription-updated", "/v1/customers/" ID "2/subscriptions/" ID "1");
    assert_written((struct entry){ .act = TEXT("invite_reseller"), .input = TEXT("{}") },
                   "reseller-invited", "/program/v1/journal/41");
    assert_written((struct entry){ .act = TEXT("place_order"), .outcome = OUTCOME_REFUSED },
                   EVENT_REFUSED, "/program/v1/journal/41");
}

static void test_api_event__of_what_was_erased_only_the_entry_is_left(void **state)
{
    (void)state;
    assert_written((struct entry){ .act = TEXT("create_customer"), .is_erased = true },
                   "customer-created", "/program/v1/journal/41");
}

static void test_api_event__what_is_no_id_stays_out_of_an_address(void **state)
{
    (void)state;
    assert_written((struct entry){ .act = TEXT("create_customer"),
                                   .input = TEXT("{\"customer\":\"../x\"}"),
                                   .changes = TEXT("[]") },
                   "customer-created", "/program/v1/journal/41");
}

int test_api_event(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_event__every_act_has_a_row),
        cmocka_unit_test(test_api_event__no_event_without_a_row),
        cmocka_unit_test(test_api_event__the_resource_is_found_in_what_was_asked_and_what_changed),
        cmocka_unit_test(test_api_event__of_what_was_erased_only_the_entry_is_left),
        cmocka_unit_test(test_api_event__what_is_no_id_stays_out_of_an_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
