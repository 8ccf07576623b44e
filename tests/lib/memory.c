/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging allocates nothing, and each allocation that fails changes nothing. The linker puts the
 * functions of this file between the static library and malloc() and its like.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/sample.h"

/* What the linker calls the functions themselves, and what it lets others call (--wrap). */
void *true_malloc(size_t size) __asm__("__real_malloc");
void *true_calloc(size_t count, size_t size) __asm__("__real_calloc");
void *true_realloc(void *memory, size_t size) __asm__("__real_realloc");

void *true_aligned_alloc(size_t alignment, size_t size) __asm__("__real_aligned_alloc");

void *scarce_aligned_alloc(size_t alignment, size_t size) __asm__("__wrap_aligned_alloc");
void *scarce_malloc(size_t size) __asm__("__wrap_malloc");
void *scarce_calloc(size_t count, size_t size) __asm__("__wrap_calloc");
void *scarce_realloc(void *memory, size_t size) __asm__("__wrap_realloc");

static unsigned long allocation_count;
static unsigned long failing_allocation; /* counted from 1; 0: none */

static bool runs_out(void)
{
    allocation_count++;
    return allocation_count == failing_allocation;
}

void *scarce_malloc(size_t size)
{
    return runs_out() ? NULL : true_malloc(size);
}

void *scarce_calloc(size_t count, size_t size)
{
    return runs_out() ? NULL : true_calloc(count, size);
}

void *scarce_realloc(void *memory, size_t size)
{
    return runs_out() ? NULL : true_realloc(memory, size);
}

void *scarce_aligned_alloc(size_t alignment, size_t size)
{
    return runs_out() ? NULL : true_aligned_alloc(alignment, size);
}

static void scarce_begin(unsigned long fail_at)
{
    allocation_count = 0;
    failing_allocation = fail_at;
}

/* Gives the number of allocations since then. */
static unsigned long scarce_end(void)
{
    failing_allocation = 0;
    return allocation_count;
}

static void test_judging_allocates_nothing(void **state)
{
    struct sample *sample = sample_new();
    aval_world *world = sample_open(sample);
    struct aval_request *requests = calloc(sample->count, sizeof(*requests));
    struct aval_decision *decisions = calloc(sample->count, sizeof(*decisions));
    struct aval_proposal *proposals = calloc(sample->count, sizeof(*proposals));
    struct aval_result *results = calloc(sample->count, sizeof(*results));
    size_t count = sample->count;
    enum aval_status worst = AVAL_OK;

    (void)state;
    for (size_t i = 0; i < count; i++)
        proposals[i] = sample->asked[i].proposal;
    scarce_begin(0);
    for (size_t i = 0; i < count; i++) {
        worst |= aval_judge(world, AVAL_PROGRAMME, &proposals[i], NULL, &decisions[i]);
        worst |= aval_resolve(world, &proposals[i], NULL, &requests[i]);
        worst |= aval_judge_request(world, AVAL_ARTICLE, &requests[i], &decisions[i]);
    }
    worst |= aval_judge_requests(world, AVAL_PROGRAMME, requests, count, decisions);
    worst |= aval_judge_proposals(world, AVAL_PROGRAMME, proposals, count, results);
    assert_int_equal(scarce_end(), 0);
    assert_int_equal(worst, AVAL_OK);
    for (size_t i = 0; i < count; i++)
        check_decision(&sample->asked[i], AVAL_PROGRAMME, &decisions[i]);
    free(results);
    free(proposals);
    free(decisions);
    free(requests);
    aval_world_close(world);
    sample_free(sample);
}

/* A call that may run out of memory; its outputs are untouched then. */
struct tried {
    aval_problems *problems;
    enum aval_status (*call)(struct tried *tried);
    enum aval_status expected;
    void (*check)(struct tried *tried); /* that nothing changed */
    const struct sample *sample;
    aval_world *world;
    const char *text;
    struct aval_request *requests;
    struct aval_decision *decisions;
    const struct asked *asked;
    struct aval_answer answer;
};

/* Again and again, each time with another allocation that fails, until none did. */
static void try_each_allocation(struct tried *tried)
{
    for (unsigned long fail_at = 1;; fail_at++) {
        enum aval_status status = AVAL_OK;

        scarce_begin(fail_at);
        status = tried->call(tried);
        if (scarce_end() < fail_at) {
            assert_int_equal(status, tried->expected);
            assert_true(fail_at > 1);
            return;
        }
        if (status != AVAL_NO_MEMORY)
            fail_msg("allocation %lu of \"%s\": status %d", fail_at, tried->text, (int)status);
        assert_string_equal(aval_problems_text(tried->problems), "memory ran out");
        if (tried->check != NULL)
            tried->check(tried);
    }
}

static enum aval_status open_path(struct tried *tried)
{
    return aval_world_open(tried->text, tried->problems, &tried->world);
}

static enum aval_status open_bytes(struct tried *tried)
{
    return aval_world_open_bytes("facts", tried->text, strlen(tried->text), tried->problems,
                                 &tried->world);
}

static void check_no_world(struct tried *tried)
{
    assert_null(tried->world);
}

static void test_worlds_open_or_do_not(void **state)
{
    struct sample *sample = sample_new();
    struct tried tried = { .problems = aval_problems_new(AVAL_ENGLISH),
                           .call = open_path,
                           .check = check_no_world,
                           .text = sample->world_path };

    (void)state;
    try_each_allocation(&tried);
    aval_world_close(tried.world);
    tried.world = NULL;
    tried.call = open_bytes;
    tried.text = "{\"type\":\"organization\",\"id\":\"ash\",\"name\":\"Ash\",\"country\":\"DE\"}";
    try_each_allocation(&tried);
    aval_world_close(tried.world);
    aval_problems_free(tried.problems);
    sample_free(sample);
}

static enum aval_status add_fact(struct tried *tried)
{
    return aval_world_add(tried->world, tried->text, tried->problems);
}

static enum aval_status remove_fact(struct tried *tried)
{
    return aval_world_remove(tried->world, tried->text, tried->problems);
}

static void check_decisions(struct tried *tried)
{
    const struct sample *sample = tried->sample;

    assert_int_equal(aval_judge_requests(tried->world, AVAL_PROGRAMME, tried->requests,
                                         sample->count, tried->decisions),
                     AVAL_OK);
    for (size_t i = 0; i < sample->count; i += sample->count / 5)
        check_decision(&sample->asked[i], AVAL_PROGRAMME, &tried->decisions[i]);
}

/* A fact that is not there cannot be removed. */
static void check_not_there(struct tried *tried)
{
    check_decisions(tried);
    assert_int_equal(remove_fact(tried), AVAL_INVALID);
}

/* A fact that is still there is removed, and put back. */
static void check_still_there(struct tried *tried)
{
    check_decisions(tried);
    assert_int_equal(remove_fact(tried), AVAL_OK);
    assert_int_equal(add_fact(tried), AVAL_OK);
}

static struct tried try_changes(const struct sample *sample)
{
    struct tried tried = { .problems = aval_problems_new(AVAL_ENGLISH), .sample = sample };

    tried.world = sample_open(sample);
    tried.requests = calloc(sample->count, sizeof(*tried.requests));
    tried.decisions = calloc(sample->count, sizeof(*tried.decisions));
    for (size_t i = 0; i < sample->count; i++)
        assert_int_equal(
            aval_resolve(tried.world, &sample->asked[i].proposal, NULL, &tried.requests[i]),
            AVAL_OK);
    return tried;
}

static void end_changes(struct tried *tried)
{
    check_decisions(tried);
    free(tried->decisions);
    free(tried->requests);
    aval_world_close(tried->world);
    aval_problems_free(tried->problems);
}

/* So many of each, that every table outgrows its room on the way. */
static void test_names_are_added_or_not(void **state)
{
    static const char *const templates[] = {
        "{\"type\":\"organization\",\"id\":\"new-#\",\"name\":\"New\",\"country\":\"DE\"}",
        "{\"type\":\"tenant\",\"id\":\"99999999-0000-4000-8000-00000000#\","
        "\"domain\":\"#.example\",\"organization\":\"new-#\",\"country\":\"DE\","
        "\"kind\":\"partner\"}",
        "{\"type\":\"partner_id\",\"mpn_id\":\"777#\","
        "\"tenant\":\"99999999-0000-4000-8000-00000000#\",\"country\":\"DE\"}",
        "{\"type\":\"offer\",\"id\":\"NEW-#\",\"name\":\"New\",\"publisher\":\"New\","
        "\"party\":\"first\",\"markets\":[\"DE\"]}",
    };
    struct sample *sample = sample_new();
    struct tried tried = try_changes(sample);
    char fact[FACT_BYTES_MAX];

    (void)state;
    tried.call = add_fact;
    tried.check = check_decisions;
    tried.text = fact;
    for (size_t i = 0; i < COUNT_OF(templates); i++)
        for (int number = 0; number < 100; number++) {
            write_fact(templates[i], number, fact);
            try_each_allocation(&tried);
            assert_int_equal(add_fact(&tried), AVAL_INVALID);
        }
    end_changes(&tried);
    sample_free(sample);
}

#define NEW_1 "99999999-0000-4000-8000-000000000001"
#define NEW_2 "99999999-0000-4000-8000-000000000002"

static void test_facts_come_and_go_or_do_not(void **state)
{
    static const char *const names[] = {
        "{\"type\":\"organization\",\"id\":\"new-1\",\"name\":\"New\",\"country\":\"DE\"}",
        "{\"type\":\"organization\",\"id\":\"new-2\",\"name\":\"New\",\"country\":\"DE\"}",
        "{\"type\":\"tenant\",\"id\":\"" NEW_1 "\",\"domain\":\"1.example\","
        "\"organization\":\"new-1\",\"country\":\"DE\",\"kind\":\"partner\"}",
        "{\"type\":\"tenant\",\"id\":\"" NEW_2 "\",\"domain\":\"2.example\","
        "\"organization\":\"new-2\",\"country\":\"DE\",\"kind\":\"partner\"}",
    };
    static const char *const facts[] = {
        "{\"type\":\"ownership\",\"owner\":\"new-1\",\"owned\":\"new-2\"}",
        "{\"type\":\"account\",\"tenant\":\"" NEW_1 "\",\"onboarded_on\":\"2020-01-01\"}",
        "{\"type\":\"enrollment\",\"tenant\":\"" NEW_1
        "\",\"role\":\"direct_bill\",\"status\":\"active\"}",
        "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":\"" NEW_1
        "\",\"signed_on\":\"2020-01-20\",\"signed_by\":\"ann\"}",
        "{\"type\":\"customer_agreement\",\"customer\":\"" NEW_1
        "\",\"acceptance\":\"direct\",\"date\":\"2020-02-03\"}",
        "{\"type\":\"indirect_relationship\",\"provider\":\"" NEW_1 "\",\"reseller\":\"" NEW_2
        "\"}",
        "{\"type\":\"service_agreement\",\"provider\":\"" NEW_1 "\",\"reseller\":\"" NEW_2
        "\",\"services\":[\"billing\"]}",
        "{\"type\":\"customer_relationship\",\"partner\":\"" NEW_1 "\",\"customer\":\"" NEW_2 "\"}",
    };
    struct sample *sample = sample_new();
    struct tried tried = try_changes(sample);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_int_equal(aval_world_add(tried.world, names[i], NULL), AVAL_OK);
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        tried.text = facts[i];
        tried.call = add_fact;
        tried.check = check_not_there;
        try_each_allocation(&tried);
        tried.call = remove_fact;
        tried.check = check_still_there;
        try_each_allocation(&tried);
    }
    end_changes(&tried);
    sample_free(sample);
}

static enum aval_status refuse_fact(struct tried *tried)
{
    return aval_world_add(tried->world, "{\"type\":\"planet\"}", tried->problems);
}

static enum aval_status refuse_argument(struct tried *tried)
{
    return aval_world_add(tried->world, NULL, tried->problems);
}

/* Where the reason cannot be kept, the call says so. */
static void test_reasons_are_kept_or_memory_ran_out(void **state)
{
    struct tried tried = { .expected = AVAL_INVALID, .text = "a reason" };

    (void)state;
    assert_int_equal(aval_world_open_bytes("", NULL, 0, NULL, &tried.world), AVAL_OK);
    scarce_begin(1);
    assert_null(aval_problems_new(AVAL_ENGLISH));
    assert_int_equal(scarce_end(), 1);
    tried.problems = aval_problems_new(AVAL_ENGLISH);
    tried.call = refuse_argument;
    try_each_allocation(&tried);
    aval_problems_free(tried.problems);
    tried.problems = aval_problems_new(AVAL_ENGLISH);
    tried.call = refuse_fact;
    try_each_allocation(&tried);
    assert_non_null(strstr(aval_problems_text(tried.problems), "type: expected one of"));
    aval_problems_free(tried.problems);
    aval_world_close(tried.world);
}

/* A line takes one allocation for its answer; a long one, an answer with an error, some more. */
static void test_lines_are_answered_or_not(void **state)
{
    struct sample *sample = sample_new();
    aval_world *world = sample_open(sample);
    char room[AVAL_ANSWER_BYTES_MAX];
    char long_line[10000];

    (void)state;
    memset(long_line, ' ', sizeof(long_line) - 1);
    long_line[0] = '[';
    long_line[sizeof(long_line) - 1] = '\0';
    for (size_t i = 0; i <= sample->count; i++) {
        const char *text = i < sample->count ? sample->asked[i].line : long_line;
        struct aval_line line = { text, strlen(text), 1 };
        struct aval_answer answer = { room, sizeof(room), 0 };
        enum aval_status status = AVAL_NO_MEMORY;

        for (unsigned long fail_at = 1; status != AVAL_OK; fail_at++) {
            scarce_begin(fail_at);
            status = aval_judge_json(world, AVAL_PROGRAMME, &line, &answer);
            if (scarce_end() >= fail_at)
                assert_int_equal(status, AVAL_NO_MEMORY);
            assert_int_equal(answer.length == 0, status != AVAL_OK);
        }
        assert_string_equal(room, i < sample->count
                                      ? sample->asked[i].answers[AVAL_PROGRAMME]
                                      : "{\"id\":null,\"error\":\"line 1: expected "
                                        "one JSON object; not JSON at byte 10000\"}\n");
    }
    aval_world_close(world);
    sample_free(sample);
}

enum {
    EXPLAINED_BYTES = 1 << 17,
    EXPLAINED_EVERY = 12 /* questions of the sample */
};

static enum aval_status explain(struct tried *tried)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    return aval_explain(tried->world, &explaining, &tried->asked->proposal, tried->problems,
                        &tried->answer);
}

static enum aval_status explain_json(struct tried *tried)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    struct aval_line line = { tried->asked->line, strlen(tried->asked->line), 1 };

    explaining.other_readings = "Q2 Q4";
    return aval_explain_json(tried->world, &explaining, &line, tried->problems, &tried->answer);
}

static enum aval_status replay(struct tried *tried)
{
    struct aval_line line = { tried->text, strlen(tried->text), 1 };

    return aval_replay(&line, tried->problems, &tried->answer);
}

static enum aval_status find_routes(struct tried *tried)
{
    struct aval_routes_query query = AVAL_ROUTES_QUERY_INIT;

    query.date = tried->asked->proposal.date;
    query.customer = tried->asked->proposal.customer;
    query.near_steps_max = 2;
    return aval_routes(tried->world, &query, tried->problems, &tried->answer);
}

static void check_no_answer(struct tried *tried)
{
    assert_int_equal(tried->answer.length, 0);
    assert_string_equal(tried->answer.bytes, "");
}

/* Fails each allocation of the call, which then answers as if none had. */
static void try_answering(struct tried *tried, enum aval_status (*call)(struct tried *tried))
{
    tried->call = call;
    tried->check = check_no_answer;
    tried->answer.length = 0;
    tried->answer.bytes[0] = '\0';
    try_each_allocation(tried);
    assert_true(tried->answer.length > 0);
}

/* A decision whose bytes are changed differs, one that is cut cannot be read. */
static void try_replaying(struct tried *tried)
{
    char *decision = strdup(tried->answer.bytes);

    tried->text = decision;
    try_answering(tried, replay);
    assert_non_null(strstr(tried->answer.bytes, "\"replay\":\"same\""));
    *strstr(decision, "_supported") = '-';
    try_answering(tried, replay);
    assert_non_null(strstr(tried->answer.bytes, "\"keys\":[\"verdict\"]"));
    *strstr(decision, "\"dossier\"") = '\0';
    try_answering(tried, replay);
    assert_non_null(strstr(tried->answer.bytes, "\"unreadable\""));
    free(decision);
}

/* Whatever comes of it, the world stays as it was, and what it keeps for later is good. */
static void test_explained_or_not(void **state)
{
    struct sample *sample = sample_new();
    struct tried tried = { .problems = aval_problems_new(AVAL_ENGLISH), .text = "explain" };

    (void)state;
    tried.answer = (struct aval_answer){ malloc(EXPLAINED_BYTES), EXPLAINED_BYTES, 0 };
    for (size_t i = 0; i < sample->count; i += EXPLAINED_EVERY) {
        tried.world = sample_open(sample);
        tried.asked = &sample->asked[i];
        tried.text = tried.asked->line;
        try_answering(&tried, explain_json);
        try_answering(&tried, explain);
        if (strstr(tried.answer.bytes, "not_supported") != NULL)
            try_replaying(&tried);
        if (tried.asked->proposal.customer != NULL)
            try_answering(&tried, find_routes);
        aval_world_close(tried.world);
    }
    free(tried.answer.bytes);
    aval_problems_free(tried.problems);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judging_allocates_nothing),
        cmocka_unit_test(test_worlds_open_or_do_not),
        cmocka_unit_test(test_names_are_added_or_not),
        cmocka_unit_test(test_facts_come_and_go_or_do_not),
        cmocka_unit_test(test_reasons_are_kept_or_memory_ran_out),
        cmocka_unit_test(test_lines_are_answered_or_not),
        cmocka_unit_test(test_explained_or_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
