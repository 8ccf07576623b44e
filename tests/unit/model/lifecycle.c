/* SPDX-License-Identifier: Apache-2.0 */
#include "model/lifecycle.h"

#include "model/lifecycles.h"
#include "unit/model/suites.h"
#include "unit/test.h"

/* All that is possible in a state, every event tried: "draft: submit pending, end ended". */
static void write_state(struct buffer *buffer, const struct lifecycle *lifecycle, unsigned state)
{
    const char *separator = " ";

    buffer_add_string(buffer,
                      state == LIFECYCLE_NOWHERE ? "nowhere" : lifecycle->states->list[state]);
    buffer_add_string(buffer, ":");
    for (unsigned event = 0; event < lifecycle->events->count; event++) {
        unsigned next = 1000;

        if (!lifecycle_next(lifecycle, state, event, &next)) {
            assert_int_equal(next, 1000);
            continue;
        }
        assert_true(next < lifecycle->states->count);
        buffer_add_format(buffer, "%s%s %s", separator, lifecycle->events->list[event],
                          lifecycle->states->list[next]);
        separator = ", ";
    }
    buffer_add_string(buffer, lifecycle_is_end(lifecycle, state) ? " (end)\n" : "\n");
}

/* Tries every event in every state. */
static void check_lifecycle(const struct lifecycle *lifecycle, const char *expected)
{
    struct buffer buffer = { 0 };

    write_state(&buffer, lifecycle, LIFECYCLE_NOWHERE);
    for (unsigned state = 0; state < lifecycle->states->count; state++)
        write_state(&buffer, lifecycle, state);

    assert_buffer_is(&buffer, expected);
    buffer_done(&buffer);
}

static void test_model_lifecycle__an_enrollment_moves_so_and_not_otherwise(void **state)
{
    (void)state;

    check_lifecycle(&enrollment_lifecycle,
                    "nowhere: start draft\n"
                    "draft: submit pending, end ended\n"
                    "pending: qualify qualified, reject rejected, end ended\n"
                    "qualified: activate active, reject rejected, end ended\n"
                    "rejected: appeal pending, end ended\n"
                    "active: restrict restricted, suspend suspended, end ended\n"
                    "restricted: suspend suspended, reinstate active, end ended\n"
                    "suspended: reinstate active, end ended\n"
                    "ended: (end)\n");
}

static void test_model_lifecycle__an_invitation_moves_so_and_not_otherwise(void **state)
{
    (void)state;

    check_lifecycle(&invitation_lifecycle,
                    "nowhere: send sent\n"
                    "sent: accept accepted, decline declined, withdraw withdrawn\n"
                    "accepted: (end)\n"
                    "declined: (end)\n"
                    "withdrawn: (end)\n");
}

static void test_model_lifecycle__a_support_case_moves_so_and_not_otherwise(void **state)
{
    (void)state;

    check_lifecycle(&support_case_lifecycle,
                    "nowhere: open open\n"
                    "open: carry_out carried_out, decline declined, withdraw withdrawn\n"
                    "carried_out: (end)\n"
                    "declined: (end)\n"
                    "withdrawn: (end)\n");
}

static void test_model_lifecycle__a_subscription_moves_so_and_not_otherwise(void **state)
{
    (void)state;

    check_lifecycle(&subscription_lifecycle,
                    "nowhere: create pending\n"
                    "pending: activate active\n"
                    "active: suspend suspended, cancel deleted, expire expired\n"
                    "suspended: resume active, cancel deleted\n"
                    "expired: (end)\n"
                    "deleted: (end)\n");
}

static void test_model_lifecycle__every_table_is_sound(void **state)
{
    (void)state;

    for (const struct lifecycle *const *lifecycle = lifecycles; *lifecycle != NULL; lifecycle++)
        assert_null(lifecycle_check(*lifecycle));
    assert_null(lifecycles_check());
}

/* A door with three states, whose table each test spoils. */
enum {
    DOOR_OPEN,
    DOOR_SHUT,
    DOOR_WALLED_UP,
    BUILD_DOOR = 0,
    SHUT_DOOR,
    OPEN_DOOR,
    WALL_UP_DOOR,
    DOOR_TRANSITION_COUNT = 4
};
static const char *const door_state_list[] = { "open", "shut", "walled_up" };
static const char *const door_event_list[] = { "build", "shut", "open", "wall_up" };
static const struct words door_states = { door_state_list, 3 };
static const struct words door_events = { door_event_list, 4 };
static const struct transition door_transitions[DOOR_TRANSITION_COUNT] = {
    { LIFECYCLE_NOWHERE, BUILD_DOOR, DOOR_OPEN },
    { DOOR_OPEN, SHUT_DOOR, DOOR_SHUT },
    { DOOR_SHUT, OPEN_DOOR, DOOR_OPEN },
    { DOOR_SHUT, WALL_UP_DOOR, DOOR_WALLED_UP },
};

static struct lifecycle door_with(const struct transition transitions[DOOR_TRANSITION_COUNT])
{
    return (struct lifecycle){ .name = "door",
                               .title = "door",
                               .states = &door_states,
                               .events = &door_events,
                               .ends = BIT(DOOR_WALLED_UP),
                               .transitions = transitions,
                               .transition_count = DOOR_TRANSITION_COUNT };
}

/* What is said of the door when one of its transitions is another. */
static const char *check_door(unsigned number, struct transition transition)
{
    struct transition spoilt[DOOR_TRANSITION_COUNT];
    struct lifecycle door = door_with(spoilt);

    memcpy(spoilt, door_transitions, sizeof(spoilt));
    spoilt[number] = transition;
    return lifecycle_check(&door);
}

static void test_model_lifecycle__a_spoilt_table_is_not_sound(void **state)
{
    struct lifecycle door = door_with(door_transitions);

    (void)state;

    assert_null(lifecycle_check(&door));
    assert_string_equal(check_door(0, (struct transition){ 3, BUILD_DOOR, DOOR_OPEN }),
                        "a transition of a state or an event that is none");
    assert_string_equal(check_door(0, (struct transition){ LIFECYCLE_NOWHERE, 4, DOOR_OPEN }),
                        "a transition of a state or an event that is none");
    assert_string_equal(check_door(0, (struct transition){ LIFECYCLE_NOWHERE, BUILD_DOOR, 3 }),
                        "a transition of a state or an event that is none");
    assert_string_equal(check_door(3, (struct transition){ DOOR_SHUT, OPEN_DOOR, DOOR_WALLED_UP }),
                        "two transitions of one event in one state");
    assert_string_equal(check_door(2, (struct transition){ DOOR_WALLED_UP, OPEN_DOOR, DOOR_OPEN }),
                        "a transition out of an end");
    assert_string_equal(check_door(3, (struct transition){ DOOR_SHUT, WALL_UP_DOOR, DOOR_OPEN }),
                        "a state that is not reached");
}

static void test_model_lifecycle__only_ends_have_no_way_out(void **state)
{
    struct lifecycle door = door_with(door_transitions);

    (void)state;

    door.ends = 0;
    assert_string_equal(lifecycle_check(&door), "a state without a way out that is no end");
    door.ends = BIT(DOOR_WALLED_UP);
    door.transition_count = DOOR_TRANSITION_COUNT - 1;
    assert_string_equal(lifecycle_check(&door), "a state that is not reached");
}

static void test_model_lifecycle__every_event_does_something(void **state)
{
    (void)state;

    assert_string_equal(check_door(2, (struct transition){ DOOR_OPEN, WALL_UP_DOOR, DOOR_SHUT }),
                        "an event that does nothing");
}

int test_model_lifecycle(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_lifecycle__an_enrollment_moves_so_and_not_otherwise),
        cmocka_unit_test(test_model_lifecycle__an_invitation_moves_so_and_not_otherwise),
        cmocka_unit_test(test_model_lifecycle__a_support_case_moves_so_and_not_otherwise),
        cmocka_unit_test(test_model_lifecycle__a_subscription_moves_so_and_not_otherwise),
        cmocka_unit_test(test_model_lifecycle__every_table_is_sound),
        cmocka_unit_test(test_model_lifecycle__a_spoilt_table_is_not_sound),
        cmocka_unit_test(test_model_lifecycle__only_ends_have_no_way_out),
        cmocka_unit_test(test_model_lifecycle__every_event_does_something),
    };

    return cmocka_run_group_tests_name("model/lifecycle", tests, NULL, NULL);
}
