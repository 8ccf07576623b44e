/* SPDX-License-Identifier: Apache-2.0 */
/* Plans, routes and the full form when memory runs out: NO_MEMORY, and nothing is held. */
#include "exchange/full.h"
#include "planner/routes.h"
#include "unit/book/facts.h"
#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/test.h"

/* A book in which an order is refused, for several reasons. */
struct planning {
    struct gathering gathering;
    struct book_source source;
    struct request request;
};

static void refuse_none(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
    fail_msg("the act names what is not there");
}

static void planning_init(struct planning *planning)
{
    struct fact facts[WORLD_FACTS_MAX];
    unsigned count = small_world_facts(facts);
    struct problem_sink sink = { refuse_none };
    const struct proposal act = { .act = ACT_PLACE_ORDER,
                                  .date = DAY(2022, 5, 2),
                                  .has_provider = true,
                                  .provider = tenant_id(PINE),
                                  .seller = tenant_id(ROWAN),
                                  .customer = tenant_id(CEDAR) };

    gathering_init(&planning->gathering);
    for (unsigned i = 0; i < count; i++)
        if (facts[i].type != FACT_AGREEMENT && facts[i].type != FACT_ACCOUNT)
            gather(&planning->gathering, facts[i]);
    gather(&planning->gathering, fact_indirect(PINE, CEDAR, ALWAYS));
    gather(&planning->gathering,
           fact_enrollment(CEDAR, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE, ALWAYS));
    assert_told(&planning->gathering, "");
    assert_int_equal(book_source_init(&planning->source, planning->gathering.book), STATUS_OK);
    assert_int_equal(book_resolve(planning->gathering.book, &act, &sink, &planning->request),
                     STATUS_OK);
}

static void planning_done(struct planning *planning)
{
    book_source_done(&planning->source);
    gathering_done(&planning->gathering);
    assert_int_equal(scarce_held_count(), 0);
}

static enum status init_source_once(void *payload)
{
    struct planning *planning = payload;
    struct book_source source;
    enum status status = book_source_init(&source, planning->gathering.book);

    if (status == STATUS_OK)
        book_source_done(&source);
    return status;
}

static void test_memory_plans__a_source(void **state)
{
    struct planning planning;

    (void)state;
    planning_init(&planning);

    check_each_allocation(init_source_once, &planning, STATUS_OK);

    planning_done(&planning);
}

static enum status plan_once(void *payload)
{
    struct planning *planning = payload;
    struct planner planner;
    struct way_forward ways;
    enum status status = STATUS_OK;

    planner_init(&planner, &planning->source.source, (struct terms){ PROFILE_PROGRAMME, 0 });
    status = plan_way_forward(&planner, &planning->request, &ways);
    if (status == STATUS_OK)
        assert_true(ways.plan_count > 1);
    return status;
}

static void test_memory_plans__a_way_forward(void **state)
{
    struct planning planning;

    (void)state;
    planning_init(&planning);

    check_each_allocation(plan_once, &planning, STATUS_OK);

    planning_done(&planning);
}

static enum status find_routes_once(void *payload)
{
    struct planning *planning = payload;
    const struct routes_query query = {
        .customer = planning->request.party[POSITION_CUSTOMER],
        .offer = REQUEST_NONE,
        .date = planning->request.date,
        .seller = REQUEST_NONE,
        .provider = REQUEST_NONE,
        .steps_max = PLAN_STEPS_MAX,
    };
    struct routes routes;
    enum status status = routes_find(&planning->source.source, (struct terms){ PROFILE_ARTICLE, 0 },
                                     &query, &routes);

    routes_done(&routes);
    return status;
}

static void test_memory_plans__routes(void **state)
{
    struct planning planning;

    (void)state;
    planning_init(&planning);

    check_each_allocation(find_routes_once, &planning, STATUS_OK);

    planning_done(&planning);
}

/* The buffer tells of the writer's lack of memory. */
static enum status write_full_once(void *payload)
{
    static struct full full;
    struct planning *planning = payload;
    const struct full_style style = { .has_id = false };
    struct buffer written = { 0 };
    enum status status = full_judge(&full, &planning->source, &planning->request,
                                    (struct terms){ PROFILE_PROGRAMME, 0 });

    if (status == STATUS_OK) {
        full_write_json(&written, &full, &style);
        status = written.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buffer_done(&written);
    return status;
}

static void test_memory_plans__the_full_form(void **state)
{
    struct planning planning;

    (void)state;
    planning_init(&planning);

    check_each_allocation(write_full_once, &planning, STATUS_OK);

    planning_done(&planning);
}

int test_memory_plans(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_plans__a_source),
        cmocka_unit_test(test_memory_plans__a_way_forward),
        cmocka_unit_test(test_memory_plans__routes),
        cmocka_unit_test(test_memory_plans__the_full_form),
    };

    return cmocka_run_group_tests_name("memory/plans", tests, NULL, NULL);
}
