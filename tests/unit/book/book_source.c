/* SPDX-License-Identifier: Apache-2.0 */
/* The book as the planner sees it, and the directory behind it. */
#include "book/book_source.h"

#include "planner/plan.h"
#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

enum {
    OAK = 5,
    ELM,
    FIR
};

/* A book and its source; candidates are noted as "provider>tenant", related ones with a star. */
struct sourced {
    struct visitor visitor;
    struct gathering gathering;
    struct book_source source;
    struct buffer seen;
};

static void note_tenant(struct sourced *sourced, uint32_t tenant)
{
    if (tenant == REQUEST_NONE)
        buffer_add_string(&sourced->seen, "-");
    else
        buffer_add_format(
            &sourced->seen, "%u",
            (unsigned)sourced->source.source.tenant_id(&sourced->source.source, tenant).low);
}

static bool note(struct visitor *visitor, struct candidate candidate)
{
    struct sourced *sourced = (struct sourced *)visitor;

    buffer_add_string(&sourced->seen, sourced->seen.length > 0 ? " " : "");
    note_tenant(sourced, candidate.provider);
    buffer_add_string(&sourced->seen, ">");
    note_tenant(sourced, candidate.tenant);
    buffer_add_string(&sourced->seen, candidate.is_related ? "*" : "");
    return true;
}

static void sourced_init(struct sourced *sourced)
{
    *sourced = (struct sourced){ .visitor = { note } };
    gathering_init(&sourced->gathering);
    gather_small_world(&sourced->gathering);
}

static void sourced_finish(struct sourced *sourced)
{
    assert_told(&sourced->gathering, "");
    assert_int_equal(book_source_init(&sourced->source, sourced->gathering.book), STATUS_OK);
}

static void sourced_done(struct sourced *sourced)
{
    book_source_done(&sourced->source);
    gathering_done(&sourced->gathering);
    buffer_done(&sourced->seen);
}

static uint32_t number_of(const struct sourced *sourced, unsigned tenant)
{
    struct problem_sink nobody = { NULL };
    const struct proposal act = { .act = ACT_ENROLL, .tenant = tenant_id(tenant) };
    struct request request;

    assert_int_equal(book_resolve(sourced->gathering.book, &act, &nobody, &request), STATUS_OK);
    return request.party[POSITION_PARTNER];
}

/* An act of a day between an upper party and a customer, or a reseller. */
static struct request act_of(const struct sourced *sourced, enum act act, unsigned lower, date on)
{
    enum position position =
        act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP ? POSITION_RESELLER : POSITION_CUSTOMER;
    struct request request = { .act = act, .date = on, .positions = BIT(position) };

    request.party[position] = number_of(sourced, lower);
    return request;
}

static void check_seen(struct sourced *sourced, enum remedy replacement, struct request request,
                       const char *expected)
{
    buffer_clear(&sourced->seen);
    sourced->source.source.visit(&sourced->source.source, replacement, &request, &sourced->visitor);
    assert_buffer_is(&sourced->seen, expected);
}

static void test_book_book_source__those_related_come_first(void **state)
{
    struct sourced sourced;
    const date on = DAY(2022, 5, 2);

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_tenant(OAK, "org-alder", "DE", TENANT_PARTNER));
    gather(&sourced.gathering, fact_tenant(ELM, "org-alder", "DE", TENANT_CUSTOMER));
    gather(&sourced.gathering,
           fact_enrollment(OAK, ROLE_DIRECT_BILL, ENROLLMENT_RESTRICTED, ALWAYS));
    gather(&sourced.gathering, fact_customer(OAK, ELM, ALWAYS));
    sourced_finish(&sourced);

    check_seen(&sourced, REMEDY_OTHER_SELLER, act_of(&sourced, ACT_PLACE_ORDER, CEDAR, on),
               "->3* 1>2* ->5");
    check_seen(&sourced, REMEDY_OTHER_SELLER, act_of(&sourced, ACT_PLACE_ORDER, ELM, on),
               "->5* ->3 1>2");
    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, ELM, on), "->5* ->1 ->2 ->3");
    check_seen(&sourced, REMEDY_OTHER_PROVIDER,
               act_of(&sourced, ACT_ESTABLISH_INDIRECT_RELATIONSHIP, ROWAN, on), "1>-*");
    check_seen(&sourced, REMEDY_OTHER_PROVIDER,
               act_of(&sourced, ACT_ESTABLISH_INDIRECT_RELATIONSHIP, OAK, on), "1>-");
    sourced_done(&sourced);
}

/* The pairs of those related are found one by one, or, when there are too many of them, among all
 * pairs of the region. */
static void check_providers_of_one(unsigned count)
{
    struct sourced sourced;
    struct buffer expected = { 0 };

    sourced_init(&sourced);
    gather(&sourced.gathering, fact_tenant(ELM, "org-alder", "DE", TENANT_CUSTOMER));
    gather(&sourced.gathering, fact_customer(2, ELM, ALWAYS));
    buffer_add_string(&expected, "1>2*");
    for (unsigned i = 0; i < count; i++) {
        unsigned provider = 20 + i;

        gather(&sourced.gathering, fact_tenant(provider, "org-alder", "DE", TENANT_PARTNER));
        gather(&sourced.gathering, fact_indirect(provider, 2, ALWAYS));
        buffer_add_format(&expected, " %u>2*", provider);
    }
    buffer_add(&expected, " ->3", sizeof(" ->3"));
    sourced_finish(&sourced);

    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, ELM, DAY(2022, 5, 2)), expected.bytes);
    sourced_done(&sourced);
    buffer_done(&expected);
}

static void test_book_book_source__a_reseller_has_few_providers_or_many(void **state)
{
    (void)state;

    check_providers_of_one(10);
    check_providers_of_one(70);
}

/* A provider that is related brings all its pairs, and each pair comes once. */
static void test_book_book_source__pairs_of_both_kinds_come_once(void **state)
{
    struct sourced sourced;

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_tenant(ELM, "org-alder", "DE", TENANT_CUSTOMER));
    gather(&sourced.gathering, fact_tenant(OAK, "org-alder", "DE", TENANT_PARTNER));
    gather(&sourced.gathering, fact_tenant(FIR, "org-alder", "DE", TENANT_PARTNER));
    gather(&sourced.gathering, fact_indirect(1, OAK, ALWAYS));
    gather(&sourced.gathering, fact_indirect(FIR, 2, ALWAYS));
    gather(&sourced.gathering, fact_indirect(FIR, OAK, ALWAYS));
    gather(&sourced.gathering, fact_customer(1, ELM, ALWAYS));
    gather(&sourced.gathering, fact_customer(2, ELM, ALWAYS));
    sourced_finish(&sourced);

    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, ELM, DAY(2022, 5, 2)), "1>2* 1>5* 7>2* ->3 7>5");
    sourced_done(&sourced);
}

/* Regions change, and what is in effect does. */
static void test_book_book_source__candidates_are_of_a_day(void **state)
{
    struct sourced sourced;
    const struct interval later = { DAY(2023, 1, 1), DATE_AFTER_ALL };

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_tenant(OAK, "org-alder", "GU", TENANT_PARTNER));
    gather(&sourced.gathering, fact_tenant(ELM, "org-alder", "US", TENANT_CUSTOMER));
    gather(&sourced.gathering, fact_tenant(FIR, "org-alder", "US", TENANT_PARTNER));
    gather(&sourced.gathering, fact_enrollment(OAK, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS));
    gather(&sourced.gathering, fact_enrollment(FIR, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, later));
    sourced_finish(&sourced);

    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, ELM, DAY(2022, 5, 2)), "");
    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, ELM, DAY(2023, 8, 16)), "->7");
    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, ELM, DAY(2023, 8, 17)), "->5 ->7");
    sourced_done(&sourced);
}

/* Whoever has no region has no candidates. */
static void test_book_book_source__without_region_nobody(void **state)
{
    struct sourced sourced;

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_tenant(OAK, "org-alder", "ZZ", TENANT_CUSTOMER));
    sourced_finish(&sourced);

    check_seen(&sourced, REMEDY_OTHER_SELLER,
               act_of(&sourced, ACT_PLACE_ORDER, OAK, DAY(2022, 5, 2)), "");
    sourced_done(&sourced);
}

static void test_book_book_source__the_first_partner_id_of_the_country(void **state)
{
    struct sourced sourced;
    const struct source *source = &sourced.source.source;

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_partner_id("5551233", ROWAN, "FR"));
    gather(&sourced.gathering, fact_partner_id("555123", ROWAN, "DE"));
    gather(&sourced.gathering, fact_partner_id("6", ROWAN, "DE"));
    sourced_finish(&sourced);

    assert_text_is(
        source->mpn_id(source, source->find_partner_id(source, number_of(&sourced, ROWAN))),
        "555123");
    assert_int_equal(source->find_partner_id(source, number_of(&sourced, PINE)), REQUEST_NONE);
    sourced_done(&sourced);
}

static void test_book_book_source__ids_that_are_taken_are_left_out(void **state)
{
    struct sourced sourced;
    const struct source *source = &sourced.source.source;
    struct fact taken = fact_tenant(OAK, "org-alder", "DE", TENANT_PARTNER);
    struct cast cast = { 0 };

    (void)state;
    sourced_init(&sourced);
    taken.tenant.id = (guid){ 0x4000, UINT64_C(0x8000000000000001) };
    gather(&sourced.gathering, taken);
    gather(&sourced.gathering, fact_partner_id("0000001", ROWAN, "DE"));
    gather(&sourced.gathering, fact_partner_id("0000003", ROWAN, "DE"));
    sourced_finish(&sourced);

    assert_true(guid_equal(source->tenant_id(source, TENANT_CREATED),
                           (guid){ 0x4000, UINT64_C(0x8000000000000002) }));
    assert_text_is(source->mpn_id(source, PARTNER_ID_REGISTERED), "0000002");

    book_source_add_taken(&sourced.source, &cast);
    assert_int_equal(cast.count, 2);
    assert_int_equal(cast.members[1], number_of(&sourced, ROWAN));
    sourced_done(&sourced);
}

static void check_ends(struct sourced *sourced, unsigned reseller, bool expected)
{
    const struct source *source = &sourced->source.source;
    const struct step step = { .remedy = REMEDY_END_INDIRECT_RELATIONSHIP,
                               .on = DAY(2022, 1, 1),
                               .upper = number_of(sourced, PINE),
                               .lower = number_of(sourced, reseller) };

    assert_int_equal(source->ends_on(source, &step, DAY(2023, 1, 1)), expected);
}

/* On a later day: still in effect, over by itself, there again. */
static void test_book_book_source__what_a_step_ends(void **state)
{
    const struct interval over = { DATE_BEFORE_ALL, DAY(2022, 6, 1) };
    const struct interval again = { DAY(2022, 6, 1), DATE_AFTER_ALL };
    struct sourced sourced;

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_indirect(PINE, ALDER, over));
    gather(&sourced.gathering, fact_indirect(PINE, CEDAR, over));
    gather(&sourced.gathering, fact_indirect(PINE, CEDAR, again));
    sourced_finish(&sourced);

    check_ends(&sourced, ROWAN, true);
    check_ends(&sourced, ALDER, false);
    check_ends(&sourced, CEDAR, false);
    sourced_done(&sourced);
}

static void test_book_book_source__whether_anybody_attests(void **state)
{
    struct sourced sourced;
    const struct source *source = &sourced.source.source;

    (void)state;
    sourced_init(&sourced);
    gather(&sourced.gathering, fact_acceptance(ALDER, DAY(2020, 1, 1)));
    sourced_finish(&sourced);

    assert_true(source->has_attestation(source, number_of(&sourced, CEDAR), DAY(2019, 12, 1)));
    assert_false(source->has_attestation(source, number_of(&sourced, CEDAR), DAY(2019, 11, 30)));
    assert_false(source->has_attestation(source, number_of(&sourced, ALDER), DAY(2022, 1, 1)));
    sourced_done(&sourced);
}

int test_book_book_source(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_book_source__those_related_come_first),
        cmocka_unit_test(test_book_book_source__a_reseller_has_few_providers_or_many),
        cmocka_unit_test(test_book_book_source__pairs_of_both_kinds_come_once),
        cmocka_unit_test(test_book_book_source__candidates_are_of_a_day),
        cmocka_unit_test(test_book_book_source__without_region_nobody),
        cmocka_unit_test(test_book_book_source__the_first_partner_id_of_the_country),
        cmocka_unit_test(test_book_book_source__ids_that_are_taken_are_left_out),
        cmocka_unit_test(test_book_book_source__what_a_step_ends),
        cmocka_unit_test(test_book_book_source__whether_anybody_attests),
    };

    return cmocka_run_group_tests_name("book/book_source", tests, NULL, NULL);
}
