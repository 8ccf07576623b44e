/* SPDX-License-Identifier: Apache-2.0 */
/* Some threads judge in every way while others add and remove facts. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "lib/sample.h"

enum {
    READERS = 3,
    WRITERS = 2,
    EXPLAINED_BYTES = 1 << 18,
    ROUNDS = 1000 /* each adds 6 facts and removes 4 */
};

static struct {
    struct sample *sample;
    aval_world *world;
    struct aval_request *requests;
    struct aval_request toggled; /* what a writer's fact decides */
    atomic_uint writers_left;
    atomic_uint wrong_count;
    atomic_uint toggled_count[2]; /* how often it was supported, and was not */
} shared;

static void expect(bool is_right)
{
    if (!is_right)
        atomic_fetch_add(&shared.wrong_count, 1);
}

/* As check_decision(), which only the main thread may call. */
static void expect_decision(const struct asked *asked, const struct aval_decision *decision)
{
    const char *rest = strstr(asked->answers[AVAL_PROGRAMME], "\"findings\":[");
    char name[AVAL_FINDING_BYTES_MAX];

    rest += strlen("\"findings\":[");
    for (unsigned i = 0; i < decision->finding_count; i++) {
        size_t length = aval_finding_name(decision->findings[i], name, sizeof(name));

        rest += i == 0 ? 1 : 3;
        expect(strncmp(rest, name, length) == 0);
        rest += length;
    }
    expect(strcmp(rest, decision->finding_count == 0 ? "]}\n" : "\"]}\n") == 0);
}

static void judge_one(size_t number, struct aval_answer *answer)
{
    const struct asked *asked = &shared.sample->asked[number];
    struct aval_line line = { asked->line, strlen(asked->line), 1 };
    struct aval_decision decision;

    expect(aval_judge(shared.world, AVAL_PROGRAMME, &asked->proposal, NULL, &decision) == AVAL_OK);
    expect_decision(asked, &decision);
    expect(aval_judge_request(shared.world, AVAL_PROGRAMME, &shared.requests[number], &decision) ==
           AVAL_OK);
    expect_decision(asked, &decision);
    expect(aval_judge_json(shared.world, AVAL_PROGRAMME, &line, answer) == AVAL_OK);
    expect(strcmp(answer->bytes, asked->answers[AVAL_PROGRAMME]) == 0);
}

/* An explanation rests on one state of the world: it can be judged again from its dossier. */
static void explain_one(size_t number, struct aval_answer *answer, struct aval_answer *replayed)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    struct aval_line line = { answer->bytes, 0, 1 };

    expect(aval_explain(shared.world, &explaining, &shared.sample->asked[number].proposal, NULL,
                        answer) == AVAL_OK);
    line.length = answer->length;
    expect(aval_replay(&line, NULL, replayed) == AVAL_OK);
    expect(strstr(replayed->bytes, "\"replay\":\"same\"") != NULL);
}

/* All requests of one call see the same facts. */
static void judge_toggled(void)
{
    struct aval_request requests[40];
    struct aval_decision decisions[40];

    for (size_t i = 0; i < 40; i++)
        requests[i] = shared.toggled;
    expect(aval_judge_requests(shared.world, AVAL_PROGRAMME, requests, 40, decisions) == AVAL_OK);
    for (size_t i = 1; i < 40; i++)
        expect(memcmp(&decisions[0], &decisions[i], sizeof(decisions[0])) == 0);
    expect(decisions[0].finding_count <= 1);
    atomic_fetch_add(&shared.toggled_count[decisions[0].finding_count != 0], 1);
}

static void *judge_all(void *unused)
{
    struct sample *sample = shared.sample;
    struct aval_decision *decisions = calloc(sample->count, sizeof(*decisions));
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };
    struct aval_answer explained = { malloc(EXPLAINED_BYTES), EXPLAINED_BYTES, 0 };
    size_t round = 0;

    (void)unused;
    while (atomic_load(&shared.writers_left) > 0) {
        explain_one(round++ % sample->count, &explained, &answer);
        for (size_t i = 0; i < sample->count; i++)
            judge_one(i, &answer);
        expect(aval_judge_requests(shared.world, AVAL_PROGRAMME, shared.requests, sample->count,
                                   decisions) == AVAL_OK);
        for (size_t i = 0; i < sample->count; i++)
            expect_decision(&sample->asked[i], &decisions[i]);
        judge_toggled();
    }
    free(explained.bytes);
    free(decisions);
    return NULL;
}

/* Two tenants that nobody knew, facts about them, and most of these gone again. */
static const char *const templates[] = {
    "{\"type\":\"organization\",\"id\":\"new-#\",\"name\":\"New\",\"country\":\"DE\"}",
    "{\"type\":\"tenant\",\"id\":\"99999999-0000-4000-8000-00000000#\",\"domain\":\"#.example\","
    "\"organization\":\"new-#\",\"country\":\"DE\",\"kind\":\"partner\"}",
    "{\"type\":\"account\",\"tenant\":\"99999999-0000-4000-8000-00000000#\","
    "\"onboarded_on\":\"2020-01-01\"}",
    "{\"type\":\"enrollment\",\"tenant\":\"99999999-0000-4000-8000-00000000#\","
    "\"role\":\"direct_bill\",\"status\":\"active\"}",
    "{\"type\":\"agreement\",\"agreement\":\"MPA\","
    "\"tenant\":\"99999999-0000-4000-8000-00000000#\","
    "\"signed_on\":\"2020-01-20\",\"signed_by\":\"ann\"}",
    "{\"type\":\"enrollment\",\"tenant\":\"99999999-0000-4000-8000-000000000000\","
    "\"role\":\"direct_bill\",\"status\":\"active\",\"from\":\"2019-01-01\"}",
};

static void change(enum aval_status (*call)(aval_world *, const char *, aval_problems *),
                   const char *template, int number)
{
    char fact[FACT_BYTES_MAX];

    write_fact(template, number, fact);
    expect(call(shared.world, fact, NULL) == AVAL_OK);
}

static void *change_facts(void *first)
{
    int number = *(int *)first;

    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < COUNT_OF(templates); i++)
            change(aval_world_add, templates[i], number + round);
        for (size_t i = 2; i < COUNT_OF(templates); i++)
            change(aval_world_remove, templates[i], number + round);
    }
    atomic_fetch_sub(&shared.writers_left, 1);
    return NULL;
}

static void begin(void)
{
    struct aval_proposal proposal = AVAL_PROPOSAL_INIT;

    shared.sample = sample_new();
    shared.world = sample_open(shared.sample);
    shared.requests = calloc(shared.sample->count, sizeof(*shared.requests));
    for (size_t i = 0; i < shared.sample->count; i++)
        assert_int_equal(aval_resolve(shared.world, &shared.sample->asked[i].proposal, NULL,
                                      &shared.requests[i]),
                         AVAL_OK);
    for (size_t i = 0; i < 2; i++)
        change(aval_world_add, templates[i], 0);
    proposal.act = "engage_partner";
    proposal.date = "2020-05-12";
    proposal.partner = "99999999-0000-4000-8000-000000000000";
    proposal.customer = proposal.partner;
    assert_int_equal(aval_resolve(shared.world, &proposal, NULL, &shared.toggled), AVAL_OK);
}

static void test_judging_and_changing_at_once(void **state)
{
    pthread_t readers[READERS];
    pthread_t writers[WRITERS];
    int firsts[WRITERS];

    (void)state;
    begin();
    atomic_store(&shared.writers_left, WRITERS);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, judge_all, NULL), 0);
    for (int i = 0; i < WRITERS; i++) {
        firsts[i] = 1 + i * ROUNDS;
        assert_int_equal(pthread_create(&writers[i], NULL, change_facts, &firsts[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_join(writers[i], NULL), 0);
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    assert_int_equal(atomic_load(&shared.wrong_count), 0);
    assert_true(atomic_load(&shared.toggled_count[0]) + atomic_load(&shared.toggled_count[1]) > 0);
    free(shared.requests);
    aval_world_close(shared.world);
    sample_free(shared.sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judging_and_changing_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
