/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/book/suites.h"
#include "unit/test.h"

#define CIRCLE "owned: the organisation would own itself through others\n"

/* So many owners stand above each other in the deep chains. */
enum {
    CHAIN_LENGTH = 200000
};

static void gather_organizations(struct gathering *gathering, const char *letters)
{
    char id[2] = { 0 };

    for (; *letters != '\0'; letters++) {
        id[0] = *letters;
        gather(gathering, fact_organization(id));
    }
    gathering->line = 100;
}

static void test_book_ownership__of_two_by_each_other_is_a_circle(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "ab");
    gather(&gathering, fact_ownership("a", "b", ALWAYS));
    gather(&gathering, fact_ownership("b", "a", ALWAYS));
    assert_told(&gathering, "ownership:102: " CIRCLE);
    gathering_done(&gathering);
}

static void test_book_ownership__of_three_in_turn_is_a_circle(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "abc");
    gather(&gathering, fact_ownership("a", "b", DAYS(20, 40)));
    gather(&gathering, fact_ownership("b", "c", DAYS(10, 30)));
    gather(&gathering, fact_ownership("c", "a", DAYS(0, 50)));
    assert_told(&gathering, "ownership:101: " CIRCLE);
    gathering_done(&gathering);
}

static void test_book_ownership__is_a_circle_on_a_single_day(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "ab");
    gather(&gathering, fact_ownership("a", "b", DAYS(0, 11)));
    gather(&gathering, fact_ownership("b", "a", DAYS(10, 20)));
    assert_told(&gathering, "ownership:102: " CIRCLE);
    gathering_done(&gathering);
}

/* Half-open: one ends on the day on which the other begins. */
static void test_book_ownership__may_turn_round_on_a_day(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "ab");
    gather(&gathering, fact_ownership("b", "a", DAYS(10, 20)));
    gather(&gathering, fact_ownership("a", "b", DAYS(0, 10)));
    assert_told(&gathering, "");
    gathering_done(&gathering);
}

static void test_book_ownership__is_no_circle_that_is_never_closed(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "abc");
    gather(&gathering, fact_ownership("a", "b", DAYS(0, 20)));
    gather(&gathering, fact_ownership("b", "c", DAYS(10, 30)));
    gather(&gathering, fact_ownership("c", "a", DAYS(20, 40)));
    assert_told(&gathering, "");
    gathering_done(&gathering);
}

static void test_book_ownership__is_no_circle_with_an_empty_record(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "ab");
    gather(&gathering, fact_ownership("a", "b", ALWAYS));
    gather(&gathering, fact_ownership("b", "a", DAYS(5, 5)));
    assert_told(&gathering, "");
    gathering_done(&gathering);
}

/* Both what hangs below the circle and what stands above it. */
static void test_book_ownership__finds_the_circle_in_a_tree(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "abcdxyz");
    gather(&gathering, fact_ownership("x", "a", DAYS(0, 10)));
    gather(&gathering, fact_ownership("y", "x", ALWAYS));
    gather(&gathering, fact_ownership("a", "b", DAYS(0, 40)));
    gather(&gathering, fact_ownership("b", "a", DAYS(20, 30)));
    gather(&gathering, fact_ownership("b", "c", ALWAYS));
    gather(&gathering, fact_ownership("c", "d", ALWAYS));
    gather(&gathering, fact_ownership("a", "z", ALWAYS));
    assert_told(&gathering, "ownership:104: " CIRCLE);
    gathering_done(&gathering);
}

static void test_book_ownership__tells_of_every_circle(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_organizations(&gathering, "abcd");
    gather(&gathering, fact_ownership("a", "b", DAYS(0, 10)));
    gather(&gathering, fact_ownership("b", "a", DAYS(0, 10)));
    gather(&gathering, fact_ownership("c", "d", DAYS(20, 30)));
    gather(&gathering, fact_ownership("d", "c", DAYS(25, 35)));
    gather(&gathering, fact_ownership("b", "a", DAYS(10, 30)));
    gather(&gathering, fact_ownership("a", "b", DAYS(29, 31)));
    assert_told(&gathering,
                "ownership:102: " CIRCLE "ownership:104: " CIRCLE "ownership:106: " CIRCLE);
    gathering_done(&gathering);
}

/* Records of a small random world on the days 0 to 7, for comparison with plain walking. */
struct random_world {
    unsigned count;
    struct {
        unsigned owner;
        unsigned owned;
        int from;
        int to;
    } records[12];
};

enum {
    RANDOM_ORGANIZATIONS = 6,
    RANDOM_DAYS = 8
};

static bool has_another_owner(const struct random_world *world, unsigned owned, int from, int to)
{
    for (unsigned i = 0; i < world->count; i++)
        if (world->records[i].owned == owned && world->records[i].from < to &&
            from < world->records[i].to)
            return true;
    return false;
}

static struct random_world random_world(uint64_t *seed)
{
    struct random_world world = { 0 };

    for (unsigned i = 0; i < COUNT_OF(world.records); i++) {
        unsigned owner = random_below(seed, RANDOM_ORGANIZATIONS);
        unsigned owned = random_below(seed, RANDOM_ORGANIZATIONS);
        int from = (int)random_below(seed, RANDOM_DAYS);
        int to = from + (int)random_below(seed, 4);

        if (owner == owned || has_another_owner(&world, owned, from, to))
            continue;
        world.records[world.count].owner = owner;
        world.records[world.count].owned = owned;
        world.records[world.count].from = from;
        world.records[world.count].to = to;
        world.count++;
    }
    return world;
}

/* The owner on a day, or nobody. */
static unsigned owner_on(const struct random_world *world, unsigned owned, int day)
{
    for (unsigned i = 0; i < world->count; i++)
        if (world->records[i].owned == owned && world->records[i].from <= day &&
            day < world->records[i].to)
            return world->records[i].owner;
    return RANDOM_ORGANIZATIONS;
}

/* On each day and from each organisation upwards: more steps than organisations is a circle. */
static bool has_circle(const struct random_world *world)
{
    for (int day = 0; day < RANDOM_DAYS + 4; day++)
        for (unsigned start = 0; start < RANDOM_ORGANIZATIONS; start++) {
            unsigned at = start;

            for (unsigned step = 0; step <= RANDOM_ORGANIZATIONS; step++)
                at = at < RANDOM_ORGANIZATIONS ? owner_on(world, at, day) : at;
            if (at < RANDOM_ORGANIZATIONS)
                return true;
        }
    return false;
}

static bool is_refused(const struct random_world *world)
{
    struct gathering gathering;
    bool refused = false;

    gathering_init(&gathering);
    gather_organizations(&gathering, "abcdef");
    for (unsigned i = 0; i < world->count; i++) {
        char owner[2] = { (char)('a' + world->records[i].owner), '\0' };
        char owned[2] = { (char)('a' + world->records[i].owned), '\0' };

        gather(&gathering,
               fact_ownership(owner, owned, DAYS(world->records[i].from, world->records[i].to)));
    }
    refused = book_builder_finish(gathering.builder, &gathering.sink, &gathering.book) != STATUS_OK;
    gathering_done(&gathering);
    return refused;
}

static void test_book_ownership__agrees_with_plain_walking(void **state)
{
    uint64_t seed = 5;
    unsigned circle_count = 0;
    unsigned count = 5000;

    (void)state;

    for (unsigned i = 0; i < count; i++) {
        struct random_world world = random_world(&seed);
        bool expected = has_circle(&world);

        assert_int_equal(is_refused(&world), expected);
        circle_count += expected;
    }

    assert_in_range(circle_count, count / 10, count - count / 10);
}

static struct text numbered(char *room, size_t size, unsigned number)
{
    (void)snprintf(room, size, "%u", number);
    return text_of(room);
}

static void gather_numbered(struct gathering *gathering, unsigned count)
{
    char id[16];

    for (unsigned i = 0; i < count; i++) {
        (void)numbered(id, sizeof(id), i);
        gather(gathering, fact_organization(id));
    }
}

static void gather_owner(struct gathering *gathering, unsigned owner, unsigned owned,
                         struct interval valid)
{
    char owner_id[16];
    char owned_id[16];

    (void)numbered(owner_id, sizeof(owner_id), owner);
    (void)numbered(owned_id, sizeof(owned_id), owned);
    gather(gathering, fact_ownership(owner_id, owned_id, valid));
}

static void test_book_ownership__may_be_a_deep_chain(void **state)
{
    struct gathering gathering;
    struct dossier dossier;
    struct request request = { .act = ACT_ENGAGE_PARTNER,
                               .date = DAY(2022, 5, 12),
                               .positions = BIT(POSITION_PARTNER) | BIT(POSITION_CUSTOMER),
                               .offer = INDEX_NONE,
                               .partner_id = INDEX_NONE };

    (void)state;
    gathering_init(&gathering);
    gather_numbered(&gathering, CHAIN_LENGTH);
    for (unsigned i = 1; i < CHAIN_LENGTH; i++)
        gather_owner(&gathering, i - 1, i, ALWAYS);
    gather(&gathering, fact_tenant(PINE, "0", "DE", TENANT_PARTNER));
    gather(&gathering, fact_tenant(CEDAR, "199999", "DE", TENANT_CUSTOMER));

    assert_told(&gathering, "");
    request.party[POSITION_PARTNER] = book_find_tenant(gathering.book, tenant_id(PINE));
    request.party[POSITION_CUSTOMER] = book_find_tenant(gathering.book, tenant_id(CEDAR));
    book_load_dossier(gathering.book, &request, (struct terms){ PROFILE_PROGRAMME, 0 }, &dossier);

    assert_int_equal(dossier.party[POSITION_CUSTOMER].ultimate_owner,
                     book_find_organization(gathering.book, TEXT("0")));
    assert_int_equal(dossier.party[POSITION_PARTNER].ultimate_owner,
                     dossier.party[POSITION_CUSTOMER].ultimate_owner);
    gathering_done(&gathering);
}

static void test_book_ownership__may_be_a_large_circle(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_numbered(&gathering, CHAIN_LENGTH);
    for (unsigned i = 0; i < CHAIN_LENGTH; i++)
        gather_owner(&gathering, (i + CHAIN_LENGTH - 1) % CHAIN_LENGTH, i, ALWAYS);
    assert_told(&gathering, "ownership:400000: " CIRCLE);
    gathering_done(&gathering);
}

/* A large circle that is open at another place on every day: walking would be quadratic. */
static void test_book_ownership__may_be_a_large_circle_that_is_never_closed(void **state)
{
    struct gathering gathering;
    int32_t count = CHAIN_LENGTH / 2;

    (void)state;

    gathering_init(&gathering);
    gather_numbered(&gathering, (unsigned)count);
    for (int32_t i = 0; i < count; i++) {
        unsigned owner = (unsigned)((i + count - 1) % count);

        gather_owner(&gathering, owner, (unsigned)i, DAYS(0, i));
        gather_owner(&gathering, owner, (unsigned)i, DAYS(i + 1, count));
    }
    assert_told(&gathering, "");
    gathering_done(&gathering);
}

/* One organisation with very many, one after the other, as owner and as owned. */
static void test_book_ownership__may_be_wide(void **state)
{
    struct gathering gathering;

    (void)state;

    gathering_init(&gathering);
    gather_numbered(&gathering, CHAIN_LENGTH);
    for (unsigned i = 2; i < CHAIN_LENGTH; i++) {
        gather_owner(&gathering, 0, i, ALWAYS);
        gather_owner(&gathering, i, 1, DAYS((int32_t)i, (int32_t)i + 1));
    }
    gather_owner(&gathering, 1, 0, DAYS(5000, 5001));
    assert_told(&gathering, "ownership:599997: " CIRCLE);
    gathering_done(&gathering);
}

int test_book_ownership(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_ownership__of_two_by_each_other_is_a_circle),
        cmocka_unit_test(test_book_ownership__of_three_in_turn_is_a_circle),
        cmocka_unit_test(test_book_ownership__is_a_circle_on_a_single_day),
        cmocka_unit_test(test_book_ownership__may_turn_round_on_a_day),
        cmocka_unit_test(test_book_ownership__is_no_circle_that_is_never_closed),
        cmocka_unit_test(test_book_ownership__is_no_circle_with_an_empty_record),
        cmocka_unit_test(test_book_ownership__finds_the_circle_in_a_tree),
        cmocka_unit_test(test_book_ownership__tells_of_every_circle),
        cmocka_unit_test(test_book_ownership__agrees_with_plain_walking),
        cmocka_unit_test(test_book_ownership__may_be_a_deep_chain),
        cmocka_unit_test(test_book_ownership__may_be_a_large_circle),
        cmocka_unit_test(test_book_ownership__may_be_a_large_circle_that_is_never_closed),
        cmocka_unit_test(test_book_ownership__may_be_wide),
    };

    return cmocka_run_group_tests_name("book/ownership", tests, NULL, NULL);
}
