/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/call.h"
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* p serves c, q does not. */
#define PARTIES                                                                                    \
    DIRECT("p")                                                                                    \
    DIRECT("q")                                                                                    \
    CUSTOMER("c")                                                                                  \
    SERVED("p", "c")                                                                               \
    OFFER("O")

#define ORDER(seller) "place_order seller=@" seller " customer=@c offer=O quantity=3"
#define REFUSED "refused customer-relationship-active:direct_bill"

/* Refusals as those of acts. */
struct counting {
    struct store_work work; /* first */
    struct principal principal;
    unsigned count;
    uint64_t last;
};

static enum status count(struct store_work *work, struct call *call)
{
    struct counting *counting = (struct counting *)work;

    for (unsigned i = 0; i < counting->count; i++)
        TRY(call->store->count_refusal(call, &counting->principal, &counting->last));
    return STATUS_OK;
}

static void refuse(struct trial *trial, unsigned times, uint64_t expected)
{
    struct counting counting = { .work = { count },
                                 .principal = { .role = PRINCIPAL_SALES_AGENT,
                                                .tenant = trial_guid('q') },
                                 .count = times };
    struct fault fault = { 0 };

    assert_int_equal(trial->store->write(trial->store, &counting.work, &fault), STATUS_OK);
    assert_int_equal(counting.last, expected);
}

/* The position of the last entry. */
struct looking {
    struct store_work work; /* first */
    uint64_t position;
};

static enum status look(struct store_work *work, struct call *call)
{
    return call->store->last_position(call, &((struct looking *)work)->position);
}

static uint64_t last_position(struct trial *trial)
{
    struct looking looking = { .work = { look } };

    trial_read(trial, &looking.work);
    return looking.position;
}

static void test_engine_refusals__are_kept_up_to_a_thousand_a_day(void **state)
{
    struct trial trial;
    uint64_t before = 0;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    refuse(&trial, 999, 999);
    before = last_position(&trial);

    assert_act(&trial, "sales_agent:@q", ORDER("q"), REFUSED);
    assert_int_equal(last_position(&trial), before + 1);
    (void)trial_act(&trial, "sales_agent:@q", ORDER("q"));

    assert_int_equal(trial.fault, FAULT_REFUSALS_TOO_MANY);
    assert_int_equal(last_position(&trial), before + 1);
    refuse(&trial, 1, 1002);
    trial_end(&trial);
}

static void test_engine_refusals__are_those_of_one_principal(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    refuse(&trial, 1000, 1000);

    assert_act(&trial, "admin_agent:@q", ORDER("q"), REFUSED);
    assert_act(&trial, "sales_agent:@p", ORDER("p"), "carried_out order: @? subscription: @?");
    trial_end(&trial);
}

static void test_engine_refusals__do_not_keep_from_what_is_supported(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES SERVED("q", "c"));
    refuse(&trial, 1000, 1000);

    assert_act(&trial, "sales_agent:@q", ORDER("q"), "carried_out order: @? subscription: @?");
    trial_end(&trial);
}

static void test_engine_refusals__are_told_by_a_dry_run(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    refuse(&trial, 1000, 1000);

    assert_dry_run(&trial, "sales_agent:@q", ORDER("q"), REFUSED);
    trial_end(&trial);
}

static void test_engine_refusals__are_counted_anew_each_day(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);
    refuse(&trial, 1000, 1000);
    trial_set_day(&trial, "2022-05-11");

    assert_act(&trial, "sales_agent:@q", ORDER("q"), REFUSED);
    refuse(&trial, 1, 2);
    trial_end(&trial);
}

int test_engine_refusals(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_refusals__are_kept_up_to_a_thousand_a_day),
        cmocka_unit_test(test_engine_refusals__are_those_of_one_principal),
        cmocka_unit_test(test_engine_refusals__do_not_keep_from_what_is_supported),
        cmocka_unit_test(test_engine_refusals__are_told_by_a_dry_run),
        cmocka_unit_test(test_engine_refusals__are_counted_anew_each_day),
    };

    return cmocka_run_group_tests_name("engine/refusals", tests, NULL, NULL);
}
