/* SPDX-License-Identifier: Apache-2.0 */
/* The order of steps, of the same kind and of different ones. */
#include "planner/planner_private.h"
#include "unit/planner/asking.h"
#include "unit/planner/suites.h"
#include "unit/test.h"

/* A world to have ids from, and an order whose parties are its first three tenants. */
struct ordering {
    struct asking asking;
    struct request then;
};

static void ordering_init(struct ordering *ordering)
{
    struct proposal act = order_by(PINE, ROWAN, CEDAR);

    asking_init(&ordering->asking, 0);
    ask(&ordering->asking, &act, PROGRAMME);
    ordering->then = ordering->asking.request;
}

static void check_before(const struct ordering *ordering, struct step left, struct step right)
{
    const struct planner *planner = &ordering->asking.planner;

    assert_true(step_compare(planner, &ordering->then, &left, &right) < 0);
    assert_true(step_compare(planner, &ordering->then, &right, &left) > 0);
    assert_int_equal(step_compare(planner, &ordering->then, &left, &left), 0);
}

static void test_planner_step_order__by_remedy_first(void **state)
{
    struct ordering ordering;

    (void)state;
    ordering_init(&ordering);

    for (unsigned i = 1; i + 1 < REMEDY_COUNT; i++)
        check_before(
            &ordering,
            (struct step){ .remedy = (enum remedy)i, .upper = 2, .role = ROLE_DIRECT_BILL },
            (struct step){ .remedy = (enum remedy)(i + 1) });
    asking_done(&ordering.asking);
}

static void test_planner_step_order__then_by_position(void **state)
{
    struct ordering ordering;
    const uint32_t *party = NULL;

    (void)state;
    ordering_init(&ordering);
    party = ordering.then.party;

    check_before(&ordering,
                 (struct step){ .remedy = REMEDY_SIGN_MPA, .upper = party[POSITION_PROVIDER] },
                 (struct step){ .remedy = REMEDY_SIGN_MPA, .upper = party[POSITION_RESELLER] });
    check_before(&ordering,
                 (struct step){ .remedy = REMEDY_ENROLL,
                                .role = ROLE_DIRECT_BILL,
                                .upper = party[POSITION_RESELLER] },
                 (struct step){ .remedy = REMEDY_ENROLL, .upper = party[POSITION_CUSTOMER] });
    asking_done(&ordering.asking);
}

static void test_planner_step_order__then_by_role_and_ids(void **state)
{
    struct ordering ordering;
    uint32_t provider = 0;

    (void)state;
    ordering_init(&ordering);
    provider = ordering.then.party[POSITION_PROVIDER];

    check_before(&ordering, (struct step){ .remedy = REMEDY_ENROLL, .upper = provider },
                 (struct step){ .remedy = REMEDY_ENROLL, .upper = provider, .role = 1 });
    check_before(&ordering,
                 (struct step){ .remedy = REMEDY_REMOVE_CUSTOMER,
                                .upper = provider,
                                .lower = ordering.then.party[POSITION_RESELLER] },
                 (struct step){ .remedy = REMEDY_REMOVE_CUSTOMER,
                                .upper = provider,
                                .lower = ordering.then.party[POSITION_CUSTOMER] });
    asking_done(&ordering.asking);
}

static void test_planner_step_order__capabilities_by_their_words(void **state)
{
    struct ordering ordering;

    (void)state;
    ordering_init(&ordering);

    check_before(
        &ordering,
        (struct step){ .remedy = REMEDY_ATTEST_CAPABILITY,
                       .capability = CAPABILITY_MANAGED_SERVICES },
        (struct step){ .remedy = REMEDY_ATTEST_CAPABILITY, .capability = CAPABILITY_SUPPORT });
    asking_done(&ordering.asking);
}

int test_planner_step_order(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner_step_order__by_remedy_first),
        cmocka_unit_test(test_planner_step_order__then_by_position),
        cmocka_unit_test(test_planner_step_order__then_by_role_and_ids),
        cmocka_unit_test(test_planner_step_order__capabilities_by_their_words),
    };

    return cmocka_run_group_tests_name("planner/step_order", tests, NULL, NULL);
}
