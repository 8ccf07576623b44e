/* SPDX-License-Identifier: Apache-2.0 */
#include "book/live.h"

#include <pthread.h>
#include <stdio.h>

#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/book/history.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* A random life of a book, and the facts that it has accepted and not lost since. */
enum {
    SEEDS = 20,
    CHANGES = 2000,
    CHANGES_BETWEEN_CHECKS = 250,
    PROPOSALS = 300,
    FACTS_MAX = CHANGES
};

struct history {
    struct live_book *live;
    uint64_t first_seed;
    uint64_t seed;
    unsigned change;
    struct fact facts[FACTS_MAX];
    unsigned fact_count;
    unsigned refused_count;
};

#define fail_history(history, what)                                                                \
    fail_msg("seed %llu, change %u: %s", (unsigned long long)(history)->first_seed,                \
             (history)->change, what)

/* The last problem that a change was refused for. */
struct noting_sink {
    struct problem_sink sink;
    unsigned count;
    enum problem_kind kind;
};

static void note(struct problem_sink *sink, const struct problem *problem)
{
    struct noting_sink *noting = (struct noting_sink *)sink;

    noting->count++;
    noting->kind = problem->kind;
}

static enum status change(struct live_book *live, enum change change, struct fact fact)
{
    struct noting_sink sink = { .sink = { note } };
    enum status status = live_book_change(live, change, &fact, &sink.sink);

    assert_int_equal(sink.count, status == STATUS_INVALID);
    return status;
}

/* Why a change is refused. */
static void check_refused(struct live_book *live, enum change change, struct fact fact,
                          enum problem_kind kind)
{
    struct noting_sink sink = { .sink = { note } };

    assert_int_equal(live_book_change(live, change, &fact, &sink.sink), STATUS_INVALID);
    assert_int_equal(sink.count, 1);
    assert_int_equal(sink.kind, kind);
}

static struct live_book *live_of(struct gathering *gathering)
{
    struct live_book *live = NULL;

    assert_told(gathering, "");
    assert_int_equal(live_book_new(gathering->book, &live), STATUS_OK);
    gathering->book = NULL;
    gathering_done(gathering);
    return live;
}

static struct live_book *live_empty(void)
{
    struct gathering gathering;

    gathering_init(&gathering);
    return live_of(&gathering);
}

static struct live_book *live_small_world(void)
{
    struct gathering gathering;

    gathering_init(&gathering);
    gather_small_world(&gathering);
    return live_of(&gathering);
}

/* A book built at once of the facts that were accepted; NULL when it is refused. */
static struct book *build(const struct history *history, const struct fact *one_more)
{
    struct gathering gathering;
    struct book *book = NULL;

    gathering_init(&gathering);
    for (unsigned i = 0; i < history->fact_count; i++)
        gather(&gathering, history->facts[i]);
    if (one_more != NULL)
        gather(&gathering, *one_more);
    if (book_builder_finish(gathering.builder, &gathering.sink, &book) != STATUS_OK)
        book = NULL;
    if ((book == NULL || gathering.told.length > 0) && one_more == NULL) {
        print_error("%.*s", (int)gathering.told.length, gathering.told.bytes);
        fail_history(history, "what was accepted is refused in bulk");
    }
    if (gathering.told.length > 0) {
        book_free(book);
        book = NULL;
    }
    gathering_done(&gathering);
    return book;
}

static void compare(struct history *history, const struct book *built)
{
    const struct book *version = live_book_begin_reading(history->live);

    for (unsigned i = 0; i < PROPOSALS; i++) {
        struct proposal proposal = random_proposal(&history->seed);

        for (unsigned profile = 0; profile < PROFILE_COUNT; profile++) {
            struct judgement live_one;
            struct judgement built_one;

            judge(version, &proposal, (enum profile)profile, &live_one);
            judge(built, &proposal, (enum profile)profile, &built_one);
            if (!is_same_judgement(version, &live_one, built, &built_one))
                fail_history(history, "the live book judges otherwise than one built at once");
        }
    }
    live_book_end_reading(history->live);
}

static void add_random(struct history *history)
{
    struct fact fact = random_fact(&history->seed);

    if (change(history->live, CHANGE_ADD, fact) == STATUS_OK) {
        history->facts[history->fact_count++] = fact;
        return;
    }
    history->refused_count++;
    if (random_below(&history->seed, 10) == 0 && build(history, &fact) != NULL)
        fail_history(history, "what was refused is accepted in bulk");
}

/* Removes a fact that was accepted, or tries one at random. */
static void remove_random(struct history *history)
{
    struct fact fact = random_fact(&history->seed);
    enum status status = STATUS_OK;
    unsigned found = 0;

    if (random_below(&history->seed, 5) > 0 && history->fact_count > 0)
        fact = history->facts[random_below(&history->seed, history->fact_count)];
    while (found < history->fact_count && !is_same_fact(&history->facts[found], &fact))
        found++;
    status = change(history->live, CHANGE_REMOVE, fact);
    if ((status == STATUS_OK) != (found < history->fact_count))
        fail_history(history, status == STATUS_OK ? "removed what was not there"
                                                  : "did not remove what was there");
    if (status == STATUS_OK)
        history->facts[found] = history->facts[--history->fact_count];
}

/* Every second life goes on from a book that was built at once. */
static void check_history(struct history *history)
{
    struct book *built = build(history, NULL);

    compare(history, built);
    if (history->first_seed % 2 == 0) {
        book_free(built);
        return;
    }
    live_book_free(history->live);
    assert_int_equal(live_book_new(built, &history->live), STATUS_OK);
    compare(history, built);
}

static void test_book_live__fact_by_fact_is_as_at_once(void **state)
{
    static struct history history;

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        history = (struct history){ .first_seed = seed, .seed = seed, .live = live_empty() };
        for (history.change = 1; history.change <= CHANGES; history.change++) {
            if (random_below(&history.seed, 4) == 0)
                remove_random(&history);
            else
                add_random(&history);
            if (history.change % CHANGES_BETWEEN_CHECKS == 0)
                check_history(&history);
        }
        assert_true(history.fact_count > CHANGES / 10);
        assert_true(history.refused_count > CHANGES / 20);
        live_book_free(history.live);
    }
}

static void test_book_live__refuses_what_is_wrong(void **state)
{
    struct live_book *live = live_small_world();
    struct fact tenant = fact_tenant(9, "org-pine", "DE", TENANT_PARTNER);

    (void)state;

    check_refused(live, CHANGE_ADD, fact_organization("org-pine"), PROBLEM_ID_DUPLICATE);
    check_refused(live, CHANGE_ADD, fact_offer("SUITE", "DE", ALWAYS), PROBLEM_ID_DUPLICATE);
    check_refused(live, CHANGE_ADD, fact_partner_id("5551234", PINE, "FR"), PROBLEM_ID_DUPLICATE);
    check_refused(live, CHANGE_ADD, fact_account(ROWAN, DAY(2018, 1, 1)), PROBLEM_ID_TAKEN);
    assert_int_equal(change(live, CHANGE_ADD, fact_organization("org-elm")), STATUS_OK);
    check_refused(live, CHANGE_ADD, fact_organization("org-elm"), PROBLEM_ID_TAKEN);
    tenant.tenant.domain = TEXT("t4.example");
    check_refused(live, CHANGE_ADD, tenant, PROBLEM_ID_DUPLICATE);
    check_refused(live, CHANGE_ADD, fact_tenant(9, "org-none", "DE", TENANT_PARTNER),
                  PROBLEM_REFERENCE_UNKNOWN);
    check_refused(live, CHANGE_ADD, fact_customer(PINE, 77, ALWAYS), PROBLEM_REFERENCE_UNKNOWN);
    check_refused(live, CHANGE_ADD, fact_customer(77, CEDAR, ALWAYS), PROBLEM_REFERENCE_UNKNOWN);
    check_refused(live, CHANGE_ADD, fact_attestation(CEDAR, 77, DAY(2020, 1, 1)),
                  PROBLEM_REFERENCE_UNKNOWN);
    check_refused(live, CHANGE_ADD, fact_ownership("org-none", "org-pine", ALWAYS),
                  PROBLEM_REFERENCE_UNKNOWN);
    check_refused(live, CHANGE_ADD, fact_customer(PINE, PINE, ALWAYS), PROBLEM_SAME_PARTY);
    check_refused(live, CHANGE_ADD, fact_ownership("org-pine", "org-pine", ALWAYS),
                  PROBLEM_SAME_PARTY);
    check_refused(live, CHANGE_ADD, fact_ownership("org-pine", "org-cedar", ALWAYS),
                  PROBLEM_OWNED_ALREADY);
    check_refused(live, CHANGE_ADD, fact_ownership("org-cedar", "org-forest", ALWAYS),
                  PROBLEM_OWNED_IN_CIRCLE);
    live_book_free(live);
}

static void test_book_live__removes_only_facts_about_parties(void **state)
{
    struct live_book *live = live_small_world();

    (void)state;

    check_refused(live, CHANGE_REMOVE, fact_organization("org-pine"), PROBLEM_NOT_REMOVABLE);
    check_refused(live, CHANGE_REMOVE, fact_tenant(PINE, "org-pine", "DE", TENANT_PARTNER),
                  PROBLEM_NOT_REMOVABLE);
    check_refused(live, CHANGE_REMOVE, fact_offer("SUITE", "*", ALWAYS), PROBLEM_NOT_REMOVABLE);
    check_refused(live, CHANGE_REMOVE, fact_partner_id("5551234", ROWAN, "DE"),
                  PROBLEM_NOT_REMOVABLE);
    check_refused(live, CHANGE_REMOVE, fact_customer(PINE, CEDAR, DAYS(0, 1)),
                  PROBLEM_NO_SUCH_FACT);
    assert_int_equal(change(live, CHANGE_REMOVE, fact_customer(PINE, CEDAR, ALWAYS)), STATUS_OK);
    check_refused(live, CHANGE_REMOVE, fact_customer(PINE, CEDAR, ALWAYS), PROBLEM_NO_SUCH_FACT);
    assert_int_equal(change(live, CHANGE_REMOVE, fact_account(ROWAN, DAY(2019, 12, 1))), STATUS_OK);
    assert_int_equal(change(live, CHANGE_ADD, fact_account(ROWAN, DAY(2018, 12, 1))), STATUS_OK);
    live_book_free(live);
}

/* Owners of a book that was built at once stand in an order of their own. */
static void test_book_live__removes_each_of_several_owners(void **state)
{
    struct gathering gathering;
    struct live_book *live = NULL;

    (void)state;
    gathering_init(&gathering);
    gather(&gathering, fact_organization("a"));
    gather(&gathering, fact_organization("b"));
    gather(&gathering, fact_organization("c"));
    gather(&gathering, fact_ownership("b", "c", DAYS(0, 10)));
    gather(&gathering, fact_ownership("a", "c", DAYS(10, 20)));
    live = live_of(&gathering);

    assert_int_equal(change(live, CHANGE_REMOVE, fact_ownership("a", "c", DAYS(10, 20))),
                     STATUS_OK);
    assert_int_equal(change(live, CHANGE_REMOVE, fact_ownership("b", "c", DAYS(0, 10))), STATUS_OK);
    assert_int_equal(change(live, CHANGE_ADD, fact_ownership("c", "a", DAYS(0, 20))), STATUS_OK);
    live_book_free(live);
}

static void test_book_live__a_version_is_read_while_the_next_is_made(void **state)
{
    struct live_book *live = live_small_world();
    const struct book *version = NULL;

    (void)state;

    version = live_book_begin_reading(live);
    assert_int_equal(change(live, CHANGE_ADD, fact_tenant(9, "org-pine", "DE", TENANT_PARTNER)),
                     STATUS_OK);
    assert_int_equal(change(live, CHANGE_REMOVE, fact_customer(PINE, CEDAR, ALWAYS)), STATUS_OK);
    assert_int_equal(book_find_tenant(version, tenant_id(9)), INDEX_NONE);
    assert_int_equal(book_find_domain(version, TEXT("t9.example")), INDEX_NONE);
    assert_true(
        links_hold(tenant_links(book_tenant(version, book_find_tenant(version, tenant_id(CEDAR)))),
                   LINK_CUSTOMER, book_find_tenant(version, tenant_id(PINE)), DAY(2022, 1, 1)));
    live_book_end_reading(live);

    version = live_book_begin_reading(live);
    assert_int_not_equal(book_find_tenant(version, tenant_id(9)), INDEX_NONE);
    assert_false(
        links_hold(tenant_links(book_tenant(version, book_find_tenant(version, tenant_id(CEDAR)))),
                   LINK_CUSTOMER, book_find_tenant(version, tenant_id(PINE)), DAY(2022, 1, 1)));
    live_book_end_reading(live);
    live_book_free(live);
    live_book_free(NULL);
}

/*
 * Two relationships walk between two providers, one fact a change, round and round:
 * of any two changes that a reader might see torn apart, one half does not occur.
 */
enum {
    PROVIDER_A = 1,
    PROVIDER_B,
    SELLER,
    BUYER,
    FIRST_NEWCOMER,
    ROUNDS = 6000,
    ROUNDS_BETWEEN_NEWCOMERS = 4,
    READERS = 3
};

enum {
    CUSTOMER_OF_A = 1,
    CUSTOMER_OF_B = 2,
    RESELLER_OF_A = 4,
    RESELLER_OF_B = 8
};

/* The changes of a round, and what holds after each. */
static const struct live_step {
    enum change change;
    unsigned flag;
    unsigned state;
} steps[] = {
    { CHANGE_REMOVE, CUSTOMER_OF_A, RESELLER_OF_A },
    { CHANGE_ADD, CUSTOMER_OF_B, RESELLER_OF_A | CUSTOMER_OF_B },
    { CHANGE_REMOVE, RESELLER_OF_A, CUSTOMER_OF_B },
    { CHANGE_ADD, RESELLER_OF_B, CUSTOMER_OF_B | RESELLER_OF_B },
    { CHANGE_REMOVE, CUSTOMER_OF_B, RESELLER_OF_B },
    { CHANGE_ADD, CUSTOMER_OF_A, RESELLER_OF_B | CUSTOMER_OF_A },
    { CHANGE_REMOVE, RESELLER_OF_B, CUSTOMER_OF_A },
    { CHANGE_ADD, RESELLER_OF_A, CUSTOMER_OF_A | RESELLER_OF_A },
};

struct race {
    struct live_book *live;
    pthread_barrier_t start;
    int is_over;
};

struct reader {
    struct race *race;
    pthread_t thread;
    unsigned long read_count;
    unsigned long torn_count;
    unsigned long tenant_count;
};

static bool is_legal(unsigned seen)
{
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (steps[i].state == seen)
            return true;
    return false;
}

/* As an order sees it: who of the seller's providers has the customer, and has the seller. */
static unsigned state_with(const struct book *version, unsigned provider, unsigned customer_flag,
                           unsigned reseller_flag)
{
    struct proposal order = { .act = ACT_PLACE_ORDER,
                              .date = DAY(2022, 5, 12),
                              .provider = tenant_id(provider),
                              .seller = tenant_id(SELLER),
                              .customer = tenant_id(BUYER),
                              .has_provider = true };
    const struct proposal *orders[] = { &order };
    struct book_guess guess;
    struct judgement judgement;

    book_warm_proposals(version, orders, 1, &guess);
    judge(version, &order, PROFILE_PROGRAMME, &judgement);
    if (judgement.status != STATUS_OK)
        return UINT32_MAX;
    return (judgement.dossier.party[POSITION_PROVIDER].has_customer ? customer_flag : 0) |
           (judgement.dossier.has_indirect_relationship ? reseller_flag : 0);
}

static unsigned state_of(const struct book *version)
{
    return state_with(version, PROVIDER_A, CUSTOMER_OF_A, RESELLER_OF_A) |
           state_with(version, PROVIDER_B, CUSTOMER_OF_B, RESELLER_OF_B);
}

/*
 * Of the newcomers exactly those below the version's count are found, at their numbers, each with
 * an organisation called by its domain; the last organisation may still wait for its tenant.
 */
static bool has_its_newcomers(const struct book *version, unsigned probe)
{
    uint32_t count = version->tenants.count;
    uint32_t number = probe % (count + 2);
    uint32_t found = book_find_tenant(version, tenant_id(number + 1));

    if (version->organizations.count - count > 1 ||
        version->organization_names.count != version->organizations.count ||
        version->tenant_names.count != count)
        return false;
    if (number >= count)
        return found == INDEX_NONE;
    return found == number &&
           text_equal(book_organization_name(version, number), book_domain(version, number));
}

static void *read_on(void *argument)
{
    struct reader *reader = argument;
    struct live_book *live = reader->race->live;

    (void)pthread_barrier_wait(&reader->race->start);
    while (__atomic_load_n(&reader->race->is_over, __ATOMIC_ACQUIRE) == 0) {
        const struct book *version = live_book_begin_reading(live);
        unsigned seen = state_of(version);
        bool is_sound = is_legal(seen) &&
                        has_its_newcomers(version, (unsigned)reader->read_count) &&
                        version->tenants.count >= reader->tenant_count && state_of(version) == seen;

        reader->tenant_count = version->tenants.count;
        live_book_end_reading(live);
        reader->torn_count += !is_sound;
        reader->read_count++;
    }
    return NULL;
}

static struct fact fact_of_flag(unsigned flag)
{
    switch (flag) {
    case CUSTOMER_OF_A:
        return fact_customer(PROVIDER_A, BUYER, ALWAYS);
    case CUSTOMER_OF_B:
        return fact_customer(PROVIDER_B, BUYER, ALWAYS);
    case RESELLER_OF_A:
        return fact_indirect(PROVIDER_A, SELLER, ALWAYS);
    default:
        return fact_indirect(PROVIDER_B, SELLER, ALWAYS);
    }
}

/* Without an assertion, which would leave the readers behind. */
static enum status try_change(struct live_book *live, enum change change, struct fact fact)
{
    struct noting_sink sink = { .sink = { note } };

    return live_book_change(live, change, &fact, &sink.sink);
}

/* An organisation with one tenant: both come, so that every table and array has to grow. */
static unsigned add_newcomer(struct live_book *live, unsigned number)
{
    char name[16];
    struct fact organization = { .type = FACT_ORGANIZATION, .valid = ALWAYS };
    struct fact tenant = { .type = FACT_TENANT, .valid = ALWAYS };

    (void)snprintf(name, sizeof(name), "n%u.example", number);
    organization.organization.id = text_of(name);
    organization.organization.name = text_of(name);
    tenant.tenant.id = tenant_id(number);
    tenant.tenant.domain = text_of(name);
    tenant.tenant.organization = text_of(name);
    tenant.tenant.country = country_of("DE");
    return (try_change(live, CHANGE_ADD, organization) != STATUS_OK ? 1U : 0) +
           (try_change(live, CHANGE_ADD, tenant) != STATUS_OK ? 1U : 0);
}

/* Gives how many changes have failed. */
static unsigned write_rounds(struct live_book *live)
{
    unsigned failed_count = 0;
    unsigned newcomer = FIRST_NEWCOMER;

    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < COUNT_OF(steps); i++)
            failed_count +=
                try_change(live, steps[i].change, fact_of_flag(steps[i].flag)) != STATUS_OK;
        if (round % ROUNDS_BETWEEN_NEWCOMERS == 0)
            failed_count += add_newcomer(live, newcomer++);
        if (round % 500 == 0)
            live_book_give_back(live);
    }
    return failed_count;
}

static struct live_book *live_race(void)
{
    struct live_book *live = live_empty();

    for (unsigned number = 1; number < FIRST_NEWCOMER; number++)
        assert_int_equal(add_newcomer(live, number), 0);
    assert_int_equal(change(live, CHANGE_ADD, fact_of_flag(CUSTOMER_OF_A)), STATUS_OK);
    assert_int_equal(change(live, CHANGE_ADD, fact_of_flag(RESELLER_OF_A)), STATUS_OK);
    return live;
}

/* The tables are shared: they name tenants for which the older version has not even a page. */
static void test_book_live__a_version_does_not_find_what_came_later(void **state)
{
    struct live_book *live = live_race();
    const struct book *version = NULL;
    unsigned next = FIRST_NEWCOMER;

    (void)state;
    while (next <= 1U << PAGE_LEAF_BITS)
        assert_int_equal(add_newcomer(live, next++), 0);
    version = live_book_begin_reading(live);
    assert_int_equal(add_newcomer(live, next), 0);

    assert_int_equal(next, 65);
    assert_int_equal(book_find_tenant(version, tenant_id(64)), 63);
    assert_int_equal(book_find_tenant(version, tenant_id(65)), INDEX_NONE);
    assert_int_equal(book_find_domain(version, TEXT("n65.example")), INDEX_NONE);
    assert_int_equal(book_find_organization(version, TEXT("n65.example")), INDEX_NONE);
    live_book_end_reading(live);
    live_book_free(live);
}

static void test_book_live__readers_see_some_version(void **state)
{
    struct race race = { .live = live_race() };
    struct reader readers[READERS] = { { 0 } };
    unsigned failed_count = 0;

    (void)state;
    assert_int_equal(pthread_barrier_init(&race.start, NULL, READERS + 1), 0);
    for (unsigned i = 0; i < READERS; i++) {
        readers[i].race = &race;
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }

    (void)pthread_barrier_wait(&race.start);
    failed_count = write_rounds(race.live);
    __atomic_store_n(&race.is_over, 1, __ATOMIC_RELEASE);
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);

    assert_int_equal(failed_count, 0);
    for (unsigned i = 0; i < READERS; i++) {
        if (readers[i].torn_count > 0)
            fail_msg("%lu of %lu versions were none", readers[i].torn_count, readers[i].read_count);
        assert_true(readers[i].read_count > 0);
    }
    (void)pthread_barrier_destroy(&race.start);
    live_book_free(race.live);
}

/* Writers wait for one another: each adds facts of its own, and all of them are there. */
enum {
    WRITERS = 4,
    FACTS_OF_A_WRITER = 1500
};

struct writer {
    struct live_book *live;
    pthread_t thread;
    unsigned number;
    unsigned failed_count;
};

static void *write_on(void *argument)
{
    struct writer *writer = argument;

    for (int32_t i = 0; i < FACTS_OF_A_WRITER; i++) {
        struct noting_sink sink = { .sink = { note } };
        struct fact fact = fact_customer(writer->number, BUYER, DAYS(i, i + 1));

        writer->failed_count +=
            live_book_change(writer->live, CHANGE_ADD, &fact, &sink.sink) != STATUS_OK;
    }
    return NULL;
}

static void test_book_live__writers_wait_for_one_another(void **state)
{
    struct live_book *live = live_race();
    struct writer writers[WRITERS] = { { 0 } };
    struct link_range range;

    (void)state;
    assert_int_equal(add_newcomer(live, FIRST_NEWCOMER), 0);
    assert_int_equal(add_newcomer(live, FIRST_NEWCOMER + 1), 0);
    assert_int_equal(change(live, CHANGE_REMOVE, fact_of_flag(CUSTOMER_OF_A)), STATUS_OK);
    for (unsigned i = 0; i < WRITERS; i++) {
        writers[i].live = live;
        writers[i].number = (unsigned[]){ 1, 2, 3, FIRST_NEWCOMER }[i];
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_on, &writers[i]), 0);
    }
    for (unsigned i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
        assert_int_equal(writers[i].failed_count, 0);
    }

    range = links_of_kind(tenant_links(book_tenant(live_book_begin_reading(live), BUYER - 1)),
                          LINK_CUSTOMER);
    assert_int_equal(range.end - range.begin, WRITERS * FACTS_OF_A_WRITER);
    live_book_end_reading(live);
    live_book_free(live);
}

int test_book_live(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_live__refuses_what_is_wrong),
        cmocka_unit_test(test_book_live__removes_only_facts_about_parties),
        cmocka_unit_test(test_book_live__removes_each_of_several_owners),
        cmocka_unit_test(test_book_live__a_version_is_read_while_the_next_is_made),
        cmocka_unit_test(test_book_live__fact_by_fact_is_as_at_once),
        cmocka_unit_test(test_book_live__a_version_does_not_find_what_came_later),
        cmocka_unit_test(test_book_live__readers_see_some_version),
        cmocka_unit_test(test_book_live__writers_wait_for_one_another),
    };

    return cmocka_run_group_tests_name("book/live", tests, NULL, NULL);
}
