/* SPDX-License-Identifier: Apache-2.0 */
/* What a supported act stands on besides the dossier, and who a decision is about. */
#include "book/grounds.h"

#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

enum {
    OAK = 5
};

static void resolve_order(const struct gathering *gathering, date on, struct request *out_request)
{
    struct problem_sink nobody = { NULL };
    const struct proposal act = { .act = ACT_PLACE_ORDER,
                                  .date = on,
                                  .has_provider = true,
                                  .provider = tenant_id(PINE),
                                  .seller = tenant_id(ROWAN),
                                  .customer = tenant_id(CEDAR) };

    assert_int_equal(book_resolve(gathering->book, &act, &nobody, out_request), STATUS_OK);
}

/* S2: Alder serves the customer too. S4: a tenant beside it is a partner's. T6: Pine bills. */
static void test_book_grounds__of_an_order(void **state)
{
    struct gathering gathering;
    struct request request;
    struct grounds grounds;

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    gather(&gathering, fact_tenant(OAK, "org-cedar", "AT", TENANT_PARTNER));
    gather(&gathering, fact_enrollment(OAK, ROLE_INDIRECT_RESELLER, ENROLLMENT_ACTIVE,
                                       (struct interval){ DAY(2022, 5, 2), DATE_AFTER_ALL }));
    assert_told(&gathering, "");

    resolve_order(&gathering, DAY(2022, 5, 2), &request);
    grounds = book_load_grounds(gathering.book, &request);
    assert_true(grounds.has_csp_tenant);
    assert_true(grounds.has_other_partner);
    assert_int_equal(grounds.services, BIT(SERVICE_BILLING));

    resolve_order(&gathering, DAY(2022, 5, 1), &request);
    assert_false(book_load_grounds(gathering.book, &request).has_csp_tenant);
    gathering_done(&gathering);
}

/* Counts the facts that are shown, by type. */
struct counting {
    struct fact_visitor visitor;
    unsigned counts[FACT_TYPE_COUNT];
};

static void count_fact(struct fact_visitor *visitor, const struct fact *fact)
{
    ((struct counting *)visitor)->counts[fact->type]++;
}

/* Only what is between those of the cast; nobody's name. */
static void test_book_grounds__shows_the_facts_of_the_cast(void **state)
{
    struct gathering gathering;
    struct counting counting = { .visitor = { count_fact } };
    struct request request;
    struct cast cast = { 0 };

    (void)state;
    gathering_init(&gathering);
    gather_small_world(&gathering);
    assert_told(&gathering, "");
    resolve_order(&gathering, DAY(2022, 5, 2), &request);
    for (unsigned left = request.positions; left != 0; left &= left - 1)
        cast_add(&cast, request.party[__builtin_ctz(left)]);

    book_visit_facts(gathering.book, &cast, &request, &counting.visitor);

    assert_int_equal(cast.count, 3);
    assert_int_equal(counting.counts[FACT_TENANT], 3);
    assert_int_equal(counting.counts[FACT_ENROLLMENT], 2);
    assert_int_equal(counting.counts[FACT_AGREEMENT], 2);
    assert_int_equal(counting.counts[FACT_CUSTOMER_RELATIONSHIP], 2);
    assert_int_equal(counting.counts[FACT_CUSTOMER_AGREEMENT], 2);
    assert_int_equal(counting.counts[FACT_INDIRECT_RELATIONSHIP], 1);
    assert_int_equal(counting.counts[FACT_OWNERSHIP], 1);
    assert_int_equal(counting.counts[FACT_PARTNER_ID], 0);
    assert_int_equal(counting.counts[FACT_OFFER], 0);
    gathering_done(&gathering);
}

static void test_book_grounds__a_cast_has_each_once(void **state)
{
    struct cast cast = { 0 };

    (void)state;
    cast_add(&cast, 7);
    cast_add(&cast, 8);
    cast_add(&cast, 7);
    assert_int_equal(cast.count, 2);

    for (uint32_t i = 0; i < CAST_MAX + 10; i++)
        cast_add(&cast, 100 + i);
    assert_int_equal(cast.count, CAST_MAX);
}

int test_book_grounds(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_grounds__of_an_order),
        cmocka_unit_test(test_book_grounds__shows_the_facts_of_the_cast),
        cmocka_unit_test(test_book_grounds__a_cast_has_each_once),
    };

    return cmocka_run_group_tests_name("book/grounds", tests, NULL, NULL);
}
