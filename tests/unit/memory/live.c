/* SPDX-License-Identifier: Apache-2.0 */
/* A live book when memory runs out: nothing has changed; and it gives back what is over. */
#include "book/live.h"

#include <stdio.h>
#include <string.h>

#include "book/book_private.h"
#include "rulebook/decision.h"
#include "unit/book/facts.h"
#include "unit/memory/scarce.h"
#include "unit/memory/suites.h"
#include "unit/test.h"

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

static struct problem_sink nobody = { ignore };

static enum status change(struct live_book *live, enum change change, struct fact fact)
{
    return live_book_change(live, change, &fact, &nobody);
}

/* Names for what is in the book only to fill its tables and pages. */
static struct text filler_name(char name[16], char letter, unsigned number)
{
    (void)snprintf(name, 16, "%c%u", letter, number);
    return text_at(name, strlen(name));
}

static void add_fillers(struct gathering *gathering, unsigned number)
{
    char names[4][16];
    struct text name = filler_name(names[0], 'g', number);
    struct fact organization = { .type = FACT_ORGANIZATION,
                                 .valid = ALWAYS,
                                 .organization = { name, name, { 0 } } };
    struct fact tenant = { .type = FACT_TENANT, .valid = ALWAYS };
    struct fact offer = fact_offer("", "*", ALWAYS);
    struct fact partner_id = fact_partner_id("", PINE, "DE");

    tenant.tenant.id = tenant_id(1000 + number);
    tenant.tenant.domain = filler_name(names[1], 'd', number);
    tenant.tenant.organization = name;
    offer.offer.id = filler_name(names[2], 'f', number);
    partner_id.partner_id.mpn_id = filler_name(names[3], '7', number);
    gather(gathering, organization);
    gather(gathering, tenant);
    gather(gathering, offer);
    gather(gathering, partner_id);
}

/* The small world with so many of everything that can be filled up more. */
static struct live_book *live_filled(unsigned filler_count)
{
    struct gathering gathering;
    struct live_book *live = NULL;

    gathering_init(&gathering);
    gather_small_world(&gathering);
    for (unsigned i = 0; i < filler_count; i++)
        add_fillers(&gathering, i);
    assert_told(&gathering, "");
    assert_int_equal(live_book_new(gathering.book, &live), STATUS_OK);
    gathering.book = NULL;
    gathering_done(&gathering);
    return live;
}

static void write_links(struct buffer *buffer, struct link_set set)
{
    for (const struct kept_link *link = set.links; link < set.links + set.count; link++)
        buffer_add_format(buffer, " %u:%u/%u/%d/%d", (unsigned)kept_kind(link), link->other,
                          kept_detail(link), (int)kept_valid(link).from.day,
                          (int)kept_valid(link).to.day);
    buffer_add_string(buffer, "\n");
}

static void write_decisions(struct buffer *buffer, const struct book *book)
{
    for (unsigned i = 0; i < (unsigned)ACT_COUNT * (unsigned)PROFILE_COUNT * 2; i++) {
        struct proposal proposal = { .act = (enum act)(i % ACT_COUNT),
                                     .date = DAY(2022, 5, 12),
                                     .provider = tenant_id(PINE),
                                     .reseller = tenant_id(ROWAN),
                                     .seller = tenant_id(i % 2 == 0 ? ROWAN : ALDER),
                                     .partner = tenant_id(ALDER),
                                     .customer = tenant_id(CEDAR),
                                     .tenant = tenant_id(ROWAN),
                                     .offer = TEXT("SUITE"),
                                     .mpn_id = TEXT("5551234"),
                                     .has_provider = i % 2 == 0,
                                     .has_offer = i % ACT_COUNT == ACT_PLACE_ORDER };
        struct request request;
        struct dossier dossier;
        struct decision decision;

        assert_int_equal(book_resolve(book, &proposal, &nobody, &request), STATUS_OK);
        book_load_dossier(book, &request, (struct terms){ (enum profile)(i / (ACT_COUNT * 2)), 0 },
                          &dossier);
        decide(&dossier, &decision);
        for (unsigned n = 0; n < decision.finding_count; n++) {
            finding_write_name(buffer, decision.findings[n]);
            buffer_add_string(buffer, " ");
        }
        buffer_add_string(buffer, "\n");
    }
}

/* All that readers can see of the newest version: its facts, and what it decides. */
static void write_version(struct live_book *live, struct buffer *out_buffer)
{
    const struct book *book = live_book_begin_reading(live);

    *out_buffer = (struct buffer){ 0 };
    buffer_add_format(out_buffer, "%u %u %u %u\n", book->organizations.count, book->tenants.count,
                      book->offers.count, book->partner_ids.count);
    for (uint32_t i = 0; i < book->organizations.count; i++) {
        buffer_add_text(out_buffer, book_organization(book, i)->id);
        assert_int_equal(book_find_organization(book, book_organization(book, i)->id), i);
        write_links(out_buffer, organization_links(book, i));
    }
    for (uint32_t i = 0; i < book->tenants.count; i++) {
        buffer_add_text(out_buffer, book_domain(book, i));
        assert_int_equal(book_find_tenant(book, book_tenant(book, i)->id), i);
        assert_int_equal(book_find_domain(book, book_domain(book, i)), i);
        buffer_add_string(out_buffer, book_tenant(book, i)->organization_matters ? " matters" : "");
        write_links(out_buffer, tenant_links(book_tenant(book, i)));
    }
    for (uint32_t i = 0; i < book->offers.count; i++)
        assert_int_equal(book_find_offer(book, book_offer(book, i)->id), i);
    for (uint32_t i = 0; i < book->partner_ids.count; i++)
        assert_int_equal(book_find_partner_id(book, book_partner_id(book, i)->mpn_id), i);
    write_decisions(out_buffer, book);
    assert_false(out_buffer->has_failed);
    live_book_end_reading(live);
}

/* One change more and more of whose allocations succeed, until it does. */
static void check_change(struct live_book *live, enum change what, struct fact fact)
{
    struct buffer before;
    struct buffer after;
    unsigned long fail_at = 0;
    enum status status = STATUS_NO_MEMORY;

    write_version(live, &before);
    while (status == STATUS_NO_MEMORY) {
        scarce_begin(++fail_at);
        status = change(live, what, fact);
        (void)scarce_end();
        write_version(live, &after);
        if (status == STATUS_NO_MEMORY)
            assert_text_equal(buffer_text(&after), buffer_text(&before));
        else
            assert_false(text_equal(buffer_text(&after), buffer_text(&before)));
        buffer_done(&after);
    }
    assert_int_equal(status, STATUS_OK);
    assert_true(fail_at > 1);
    buffer_done(&before);
}

/* After one failure alone the same change succeeds, and ends as without any failure. */
static void check_change_after_one_failure(unsigned filler_count, enum change what,
                                           struct fact fact)
{
    struct live_book *smooth = live_filled(filler_count);
    struct buffer expected;
    unsigned long count = 0;

    scarce_begin(0);
    assert_int_equal(change(smooth, what, fact), STATUS_OK);
    count = scarce_end();
    write_version(smooth, &expected);
    live_book_free(smooth);
    for (unsigned long fail_at = 1; fail_at <= count; fail_at++) {
        struct live_book *live = live_filled(filler_count);
        struct buffer after;

        scarce_begin(fail_at);
        assert_int_equal(change(live, what, fact), STATUS_NO_MEMORY);
        (void)scarce_end();
        assert_int_equal(change(live, what, fact), STATUS_OK);
        write_version(live, &after);
        assert_text_equal(buffer_text(&after), buffer_text(&expected));
        buffer_done(&after);
        live_book_free(live);
    }
    buffer_done(&expected);
}

enum {
    CHANGES_MAX = 24
};

/* Every type of fact, added and where that can be removed. */
static unsigned every_change(struct fact out_facts[CHANGES_MAX],
                             enum change out_changes[CHANGES_MAX])
{
    const date early = DAY(2019, 12, 1);
    const struct fact added[] = {
        fact_organization("org-new"),
        fact_tenant(9, "org-pine", "DE", TENANT_PARTNER),
        fact_offer("NEW", "*", ALWAYS),
        fact_partner_id("999", ROWAN, "DE"),
        fact_ownership("org-cedar", "org-alder", ALWAYS),
        fact_account(ALDER, early),
        fact_enrollment(ROWAN, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, ALWAYS),
        fact_signature(PINE, DAY(2018, 1, 1)),
        fact_acceptance(CEDAR, DAY(2018, 1, 1)),
        fact_attestation(CEDAR, ROWAN, early),
        fact_indirect(PINE, ALDER, ALWAYS),
        fact_service(PINE, ALDER, ALWAYS),
        fact_customer(PINE, ALDER, ALWAYS),
    };
    const struct fact removed[] = {
        fact_ownership("org-forest", "org-cedar", ALWAYS),
        fact_account(ROWAN, early),
        fact_enrollment(PINE, ROLE_INDIRECT_PROVIDER, ENROLLMENT_ACTIVE, ALWAYS),
        fact_signature(PINE, early),
        fact_acceptance(CEDAR, early),
        fact_attestation(CEDAR, PINE, early),
        fact_indirect(PINE, ROWAN, ALWAYS),
        fact_service(PINE, ROWAN, ALWAYS),
        fact_customer(ALDER, CEDAR, ALWAYS),
    };
    unsigned count = 0;

    for (unsigned i = 0; i < COUNT_OF(added); i++) {
        out_changes[count] = CHANGE_ADD;
        out_facts[count++] = added[i];
    }
    for (unsigned i = 0; i < COUNT_OF(removed); i++) {
        out_changes[count] = CHANGE_REMOVE;
        out_facts[count++] = removed[i];
    }
    return count;
}

/* So many that tables of names, leaves of pages, or neither are full with the next: of tenants,
 * of organisations, of offers and partner ids. */
static const unsigned filler_counts[] = { 0, 43, 44, 47, 59, 60, 63 };

static void test_memory_live__a_failed_change_changes_nothing(void **state)
{
    struct fact facts[CHANGES_MAX];
    enum change changes[CHANGES_MAX];
    unsigned count = every_change(facts, changes);

    (void)state;
    for (unsigned f = 0; f < COUNT_OF(filler_counts); f++) {
        struct live_book *live = live_filled(filler_counts[f]);

        for (unsigned i = 0; i < count; i++)
            check_change(live, changes[i], facts[i]);
        live_book_free(live);
        assert_int_equal(scarce_held_count(), 0);
    }
}

static void test_memory_live__a_failed_change_succeeds_again(void **state)
{
    struct fact facts[CHANGES_MAX];
    enum change changes[CHANGES_MAX];
    unsigned count = every_change(facts, changes);

    (void)state;
    for (unsigned f = 0; f < COUNT_OF(filler_counts); f++)
        for (unsigned i = 0; i < count; i++)
            check_change_after_one_failure(filler_counts[f], changes[i], facts[i]);
    assert_int_equal(scarce_held_count(), 0);
}

/* The number that a failed change had in mind is the next one's. */
static void test_memory_live__a_number_is_given_again(void **state)
{
    struct live_book *live = live_filled(0);
    const struct fact refused = fact_tenant(9, "org-pine", "DE", TENANT_PARTNER);
    unsigned long count = 0;

    (void)state;
    for (unsigned tenant = 10; tenant < 90; tenant++) {
        const struct book *book = NULL;
        struct fact added = fact_tenant(tenant, "org-rowan", "FR", TENANT_CUSTOMER);

        scarce_begin(1 + tenant % 13);
        if (change(live, CHANGE_ADD, refused) == STATUS_OK)
            fail_msg("tenant %u: nothing has failed", tenant);
        count += scarce_end();
        assert_int_equal(change(live, CHANGE_ADD, added), STATUS_OK);
        book = live_book_begin_reading(live);
        assert_int_equal(book_find_tenant(book, tenant_id(9)), INDEX_NONE);
        assert_int_equal(book_find_domain(book, TEXT("t9.example")), INDEX_NONE);
        assert_int_equal(book_find_tenant(book, tenant_id(tenant)), tenant - 6);
        assert_int_equal(book_find_domain(book, added.tenant.domain), tenant - 6);
        live_book_end_reading(live);
    }
    assert_true(count > 0);
    assert_int_equal(change(live, CHANGE_ADD, refused), STATUS_OK);
    live_book_free(live);
    assert_int_equal(scarce_held_count(), 0);
}

static enum status begin_and_end(void *payload)
{
    struct gathering gathering;
    struct live_book *live = NULL;
    enum status status = STATUS_OK;

    (void)payload;
    gathering = (struct gathering){ .builder = book_builder_new() };
    if (gathering.builder == NULL)
        return STATUS_NO_MEMORY;
    status = book_builder_finish(gathering.builder, &gathering.sink, &gathering.book);
    if (status == STATUS_OK)
        status = live_book_new(gathering.book, &live);
    if (status == STATUS_OK)
        gathering.book = NULL;
    live_book_free(live);
    gathering_done(&gathering);
    return status;
}

static void test_memory_live__begins_and_ends(void **state)
{
    (void)state;

    check_each_allocation(begin_and_end, NULL, STATUS_OK);
}

enum {
    FACTS = 1000,
    ROUNDS = 100
};

static struct fact nth_fact(unsigned number)
{
    int32_t day = (int32_t)number;

    switch (number % 8) {
    case 0:
        return fact_customer(PINE, CEDAR, DAYS(day, day + 5));
    case 1:
        return fact_indirect(PINE, ALDER, DAYS(day, day + 5));
    case 2:
        return fact_ownership("org-pine", "org-alder", DAYS(day, day + 5));
    case 3:
        return fact_signature(ALDER, DAY(2020, 1, 1));
    case 4:
        return fact_acceptance(ROWAN, DAY(2020, 1, 1));
    case 5:
        return fact_attestation(ROWAN, PINE, DAY(2020, 1, 1));
    case 6:
        return fact_service(ALDER, ROWAN, DAYS(day, day + 5));
    default:
        return fact_enrollment(CEDAR, ROLE_DIRECT_BILL, ENROLLMENT_ACTIVE, DAYS(day, day + 5));
    }
}

static void test_memory_live__gives_back_what_is_over(void **state)
{
    struct live_book *live = live_filled(0);
    struct buffer before;
    struct buffer after;
    long held_count = 0;

    (void)state;
    write_version(live, &before);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (unsigned i = 0; i < FACTS; i++)
            assert_int_equal(change(live, CHANGE_ADD, nth_fact(i)), STATUS_OK);
        for (unsigned i = 0; i < FACTS; i++)
            assert_int_equal(change(live, CHANGE_REMOVE, nth_fact(i)), STATUS_OK);
        live_book_give_back(live);
        if (round == 0)
            held_count = scarce_held_count();
        assert_int_equal(scarce_held_count(), held_count);
    }

    write_version(live, &after);
    assert_text_equal(buffer_text(&after), buffer_text(&before));
    buffer_done(&before);
    buffer_done(&after);
    live_book_free(live);
    assert_int_equal(scarce_held_count(), 0);
}

/* Refused changes leave nothing either, however many they are. */
static void test_memory_live__keeps_nothing_of_what_it_refuses(void **state)
{
    struct live_book *live = live_filled(0);
    long held_count = 0;

    (void)state;
    held_count = scarce_held_count();
    for (unsigned i = 0; i < 10000; i++) {
        assert_int_equal(change(live, CHANGE_ADD, fact_organization("org-pine")), STATUS_INVALID);
        assert_int_equal(change(live, CHANGE_ADD, fact_customer(PINE, 77, ALWAYS)), STATUS_INVALID);
        assert_int_equal(change(live, CHANGE_ADD, fact_tenant(CEDAR, "org-pine", "DE", 0)),
                         STATUS_INVALID);
        assert_int_equal(change(live, CHANGE_REMOVE, fact_signature(PINE, DAY(2001, 1, 1))),
                         STATUS_INVALID);
    }
    assert_int_equal(scarce_held_count(), held_count);
    live_book_free(live);
    assert_int_equal(scarce_held_count(), 0);
}

int test_memory_live(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_live__a_failed_change_changes_nothing),
        cmocka_unit_test(test_memory_live__a_failed_change_succeeds_again),
        cmocka_unit_test(test_memory_live__a_number_is_given_again),
        cmocka_unit_test(test_memory_live__begins_and_ends),
        cmocka_unit_test(test_memory_live__gives_back_what_is_over),
        cmocka_unit_test(test_memory_live__keeps_nothing_of_what_it_refuses),
    };

    return cmocka_run_group_tests_name("memory/live", tests, NULL, NULL);
}
