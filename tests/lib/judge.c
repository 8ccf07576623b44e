/* SPDX-License-Identifier: Apache-2.0 */
/* Singly, in batches, resolved and by JSON: always the decision that the core takes. */
#include <stdlib.h>
#include <string.h>

#include "lib/sample.h"

static void check_singly(const struct sample *sample, aval_world *world)
{
    for (unsigned profile = 0; profile < PROFILES; profile++)
        for (size_t i = 0; i < sample->count; i++) {
            struct aval_decision decision;

            assert_int_equal(aval_judge(world, (enum aval_profile)profile,
                                        &sample->asked[i].proposal, NULL, &decision),
                             AVAL_OK);
            check_decision(&sample->asked[i], (enum aval_profile)profile, &decision);
        }
}

static void check_batch(const struct sample *sample, aval_world *world, size_t count)
{
    struct aval_proposal *proposals = calloc(count, sizeof(*proposals));
    struct aval_result *results = calloc(count + 1, sizeof(*results));

    memset(&results[count], 0x5a, sizeof(results[count]));
    for (size_t i = 0; i < count; i++)
        proposals[i] = sample->asked[i].proposal;
    for (unsigned profile = 0; profile < PROFILES; profile++) {
        assert_int_equal(
            aval_judge_proposals(world, (enum aval_profile)profile, proposals, count, results),
            AVAL_OK);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(results[i].status, AVAL_OK);
            check_decision(&sample->asked[i], (enum aval_profile)profile, &results[i].decision);
        }
        assert_int_equal(results[count].decision.finding_count, 0x5a5a5a5a);
    }
    free(results);
    free(proposals);
}

static struct aval_request *resolve_all(const struct sample *sample, aval_world *world)
{
    struct aval_request *requests = calloc(sample->count, sizeof(*requests));

    for (size_t i = 0; i < sample->count; i++)
        assert_int_equal(aval_resolve(world, &sample->asked[i].proposal, NULL, &requests[i]),
                         AVAL_OK);
    return requests;
}

static void check_resolved(const struct sample *sample, aval_world *world)
{
    struct aval_request *requests = resolve_all(sample, world);

    for (unsigned profile = 0; profile < PROFILES; profile++)
        for (size_t i = 0; i < sample->count; i++) {
            struct aval_decision decision;

            assert_int_equal(
                aval_judge_request(world, (enum aval_profile)profile, &requests[i], &decision),
                AVAL_OK);
            check_decision(&sample->asked[i], (enum aval_profile)profile, &decision);
        }
    free(requests);
}

static void check_resolved_batch(const struct sample *sample, aval_world *world, size_t count)
{
    struct aval_request *requests = resolve_all(sample, world);
    struct aval_decision *decisions = calloc(count + 1, sizeof(*decisions));

    memset(&decisions[count], 0x5a, sizeof(decisions[count]));
    for (unsigned profile = 0; profile < PROFILES; profile++) {
        assert_int_equal(
            aval_judge_requests(world, (enum aval_profile)profile, requests, count, decisions),
            AVAL_OK);
        for (size_t i = 0; i < count; i++)
            check_decision(&sample->asked[i], (enum aval_profile)profile, &decisions[i]);
        assert_int_equal(decisions[count].finding_count, 0x5a5a5a5a);
    }
    free(decisions);
    free(requests);
}

static void check_json(const struct sample *sample, aval_world *world)
{
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };

    for (unsigned profile = 0; profile < PROFILES; profile++)
        for (size_t i = 0; i < sample->count; i++) {
            struct asked *asked = &sample->asked[i];
            struct aval_line line = { asked->line, strlen(asked->line), i + 1 };

            assert_int_equal(aval_judge_json(world, (enum aval_profile)profile, &line, &answer),
                             AVAL_OK);
            assert_string_equal(room, asked->answers[profile]);
            assert_int_equal(answer.length, strlen(room));
        }
}

static void check_in_every_way(const struct sample *sample)
{
    aval_world *world = NULL;

    if (sample == NULL)
        return;
    assert_true(sample->count > 20);
    world = sample_open(sample);
    check_singly(sample, world);
    check_resolved(sample, world);
    check_json(sample, world);
    for (size_t count = 0; count < 20 && sample->count < 100; count++) {
        check_batch(sample, world, count);
        check_resolved_batch(sample, world, count);
    }
    check_batch(sample, world, sample->count);
    check_resolved_batch(sample, world, sample->count);
    aval_world_close(world);
}

static void test_the_sample_is_judged_in_every_way(void **state)
{
    struct sample *sample = sample_new();

    (void)state;
    check_in_every_way(sample);
    sample_free(sample);
}

static void test_another_implementation_decides_the_same(void **state)
{
    struct sample *vectors = vectors_new();

    (void)state;
    check_in_every_way(vectors);
    sample_free(vectors);
}

static void test_a_proposal_in_error_does_not_keep_others_from_being_judged(void **state)
{
    static const struct aval_decision nothing;
    struct sample *sample = sample_new();
    aval_world *world = sample_open(sample);
    struct aval_proposal *proposals = calloc(sample->count, sizeof(*proposals));
    struct aval_result *results = calloc(sample->count, sizeof(*results));

    (void)state;
    memset(results, 0x5a, sample->count * sizeof(*results));
    for (size_t i = 0; i < sample->count; i++) {
        proposals[i] = sample->asked[i].proposal;
        if (i % 5 == 0)
            proposals[i].date = "2020-02-30";
        if (i % 7 == 0)
            proposals[i].customer = proposals[i].seller = proposals[i].provider =
                "99999999-0000-4000-8000-000000000001";
    }
    assert_int_equal(aval_judge_proposals(world, AVAL_PROGRAMME, proposals, sample->count, results),
                     AVAL_OK);
    for (size_t i = 0; i < sample->count; i++) {
        bool is_wrong = i % 5 == 0 || i % 7 == 0;

        assert_int_equal(results[i].status, is_wrong ? AVAL_INVALID : AVAL_OK);
        if (is_wrong)
            assert_memory_equal(&results[i].decision, &nothing, sizeof(nothing));
        else
            check_decision(&sample->asked[i], AVAL_PROGRAMME, &results[i].decision);
    }
    free(results);
    free(proposals);
    aval_world_close(world);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample_is_judged_in_every_way),
        cmocka_unit_test(test_another_implementation_decides_the_same),
        cmocka_unit_test(test_a_proposal_in_error_does_not_keep_others_from_being_judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
