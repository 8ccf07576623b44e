/* SPDX-License-Identifier: Apache-2.0 */
#include "book/book_private.h"
#include "unit/book/facts.h"
#include "unit/book/history.h"
#include "unit/book/suites.h"
#include "unit/test.h"

/* Partners of every role, and random relationships. */
static void gather_relationships(struct gathering *gathering, uint64_t seed)
{
    gather(gathering, fact_organization("o1"));
    gather(gathering, fact_organization("o2"));
    for (unsigned i = 1; i <= HISTORY_TENANTS; i++)
        gather(gathering, fact_tenant(i, i % 2 == 0 ? "o1" : "o2", "DE",
                                      i < 19 ? TENANT_PARTNER : TENANT_CUSTOMER));
    for (unsigned i = 0; i < 300; i++) {
        gather(gathering,
               fact_customer(1 + random_below(&seed, 18), 19 + random_below(&seed, 15), ALWAYS));
        gather(gathering,
               fact_indirect(1 + random_below(&seed, 4), 5 + random_below(&seed, 8), ALWAYS));
    }
    for (unsigned i = 1; i < 19; i++)
        gather(gathering,
               fact_enrollment(i, (enum role)(i % ROLE_COUNT), ENROLLMENT_ACTIVE, ALWAYS));
    gather(gathering, fact_offer("f0", "*", ALWAYS));
    gather(gathering, fact_partner_id("100", 5, "DE"));
    assert_told(gathering, "");
}

/* Judges the batch as it is, once more when it was warmed by both ways, and by the guesses. */
static void check_batch(const struct book *book, struct proposal *proposals, size_t count)
{
    const struct proposal *pointers[BOOK_BATCH];
    const struct request *request_pointers[BOOK_BATCH];
    struct request requests[BOOK_BATCH];
    struct book_guess guesses[BOOK_BATCH];
    struct judgement before[BOOK_BATCH];
    struct gathering sink = { .told = { 0 } };
    size_t resolved_count = 0;

    gathering_init(&sink);
    sink.sink.type = FACT_OFFER;
    for (size_t i = 0; i < count; i++) {
        pointers[i] = &proposals[i];
        judge(book, &proposals[i], PROFILE_PROGRAMME, &before[i]);
        if (book_resolve(book, &proposals[i], &sink.sink.sink, &requests[resolved_count]) ==
            STATUS_OK) {
            request_pointers[resolved_count] = &requests[resolved_count];
            resolved_count++;
        }
    }
    book_warm_proposals(book, pointers, count, guesses);
    book_warm_requests(book, request_pointers, resolved_count);

    for (size_t i = 0; i < count; i++) {
        struct judgement after;
        struct request request;

        judge(book, &proposals[i], PROFILE_PROGRAMME, &after);
        assert_true(is_same_judgement(book, &before[i], book, &after));
        after.status =
            book_resolve_guessed(book, &proposals[i], &guesses[i], &sink.sink.sink, &request);
        if (after.status == STATUS_OK) {
            book_load_dossier(book, &request, (struct terms){ PROFILE_PROGRAMME, 0 },
                              &after.dossier);
            decide(&after.dossier, &after.decision);
        }
        assert_true(is_same_judgement(book, &before[i], book, &after));
    }
    gathering_done(&sink);
}

static void test_book_book_warm__changes_no_decision(void **state)
{
    struct gathering gathering;
    struct proposal proposals[BOOK_BATCH];
    uint64_t seed = 11;

    (void)state;
    gathering_init(&gathering);
    gather_relationships(&gathering, 3);

    for (size_t count = 0; count <= BOOK_BATCH; count++)
        for (unsigned round = 0; round < 30; round++) {
            for (size_t i = 0; i < count; i++)
                proposals[i] = random_proposal(&seed);
            check_batch(gathering.book, proposals, count);
        }
    gathering_done(&gathering);
}

/* Parties without a single link; and a book that knows nobody. */
static void test_book_book_warm__takes_what_is_not_there(void **state)
{
    struct gathering gathering;
    struct proposal proposals[BOOK_BATCH];
    uint64_t seed = 12;

    (void)state;
    for (unsigned with_tenants = 0; with_tenants < 2; with_tenants++) {
        gathering_init(&gathering);
        gather(&gathering, fact_organization("o0"));
        for (unsigned i = 1; with_tenants == 1 && i <= HISTORY_TENANTS; i++)
            gather(&gathering, fact_tenant(i, "o0", "DE", TENANT_PARTNER));
        assert_told(&gathering, "");
        for (unsigned round = 0; round < 20; round++) {
            for (size_t i = 0; i < BOOK_BATCH; i++)
                proposals[i] = random_proposal(&seed);
            check_batch(gathering.book, proposals, BOOK_BATCH);
        }
        gathering_done(&gathering);
    }
}

int test_book_book_warm(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_book_book_warm__changes_no_decision),
        cmocka_unit_test(test_book_book_warm__takes_what_is_not_there),
    };

    return cmocka_run_group_tests_name("book/book_warm", tests, NULL, NULL);
}
