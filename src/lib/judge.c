/* SPDX-License-Identifier: Apache-2.0 */
#include <aval/judge.h>

#include "lib/json_room.h"
#include "lib/problems.h"
#include "lib/proposal.h"
#include "lib/request.h"
#include "rulebook/decision.h"

_Static_assert((int)AVAL_ARTICLE == PROFILE_ARTICLE && (int)AVAL_PROGRAMME == PROFILE_PROGRAMME &&
                   PROFILE_COUNT == 2,
               "a public profile is a profile");
_Static_assert(AVAL_FINDINGS_MAX == (int)FINDING_COUNT_MAX, "every finding has its place");

static bool profile_is_known(enum aval_profile profile)
{
    return (unsigned)profile < PROFILE_COUNT;
}

/* Judges by one version of the book. */
static void judge(const struct book *book, enum aval_profile profile, const struct request *request,
                  struct aval_decision *out_decision)
{
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;

    book_load_dossier(book, request, (struct terms){ (enum profile)profile, 0 }, &dossier);
    decide(&dossier, &decision);
    *out_decision = (struct aval_decision){ .finding_count = decision.finding_count };
    for (unsigned i = 0; i < decision.finding_count; i++)
        out_decision->findings[i] =
            (struct aval_finding){ (uint16_t)decision.findings[i].rule,
                                   (uint16_t)decision.findings[i].position };
}

static enum status judge_proposal(aval_world *world, enum aval_profile profile,
                                  const struct aval_proposal *given, struct problem_sink *sink,
                                  struct aval_decision *out_decision)
{
    struct proposal proposal;
    struct request request;
    const struct book *book = NULL;
    enum status status = STATUS_OK;

    TRY(proposal_read(given, sink, &proposal));
    book = live_book_begin_reading(world->live);
    status = book_resolve(book, &proposal, sink, &request);
    if (status == STATUS_OK)
        judge(book, profile, &request, out_decision);
    live_book_end_reading(world->live);
    return status;
}

static enum status check_judging(const aval_world *world, enum aval_profile profile,
                                 const void *proposal, const void *out_decision,
                                 aval_problems *problems)
{
    if (world == NULL)
        return problems_refuse(problems, "world", ARGUMENT_MISSING);
    if (!profile_is_known(profile))
        return problems_refuse(problems, "profile", ARGUMENT_OUT_OF_LIST);
    if (proposal == NULL)
        return problems_refuse(problems, "proposal", ARGUMENT_MISSING);
    if (out_decision == NULL)
        return problems_refuse(problems, "out_decision", ARGUMENT_MISSING);
    return STATUS_OK;
}

enum aval_status aval_judge(aval_world *world, enum aval_profile profile,
                            const struct aval_proposal *proposal, aval_problems *problems,
                            struct aval_decision *out_decision)
{
    enum status status = STATUS_OK;

    problems_begin(problems);
    status = check_judging(world, profile, proposal, out_decision, problems);
    if (status == STATUS_OK)
        status = judge_proposal(world, profile, proposal, problems_sink(problems), out_decision);
    return problems_end(problems, status);
}

/* Some proposals that are judged side by side: those that could be read. */
struct batch {
    size_t count;
    struct proposal proposals[BOOK_BATCH];
    const struct proposal *pointers[BOOK_BATCH];
    struct aval_result *results[BOOK_BATCH];
};

static void read_batch(const struct aval_proposal *given, size_t count, struct batch *batch,
                       struct aval_result *results)
{
    batch->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct proposal *proposal = &batch->proposals[batch->count];

        results[i] = (struct aval_result){ .status = AVAL_INVALID };
        if (proposal_read(&given[i], problems_sink(NULL), proposal) != STATUS_OK)
            continue;
        batch->pointers[batch->count] = proposal;
        batch->results[batch->count++] = &results[i];
    }
}

static void judge_batch(const struct book *book, enum aval_profile profile, struct batch *batch)
{
    NOT_CLEARED struct book_guess guesses[BOOK_BATCH];

    book_warm_proposals(book, batch->pointers, batch->count, guesses);
    for (size_t i = 0; i < batch->count; i++) {
        struct request request;

        if (book_resolve_guessed(book, &batch->proposals[i], &guesses[i], problems_sink(NULL),
                                 &request) != STATUS_OK)
            continue;
        judge(book, profile, &request, &batch->results[i]->decision);
        batch->results[i]->status = AVAL_OK;
    }
}

static size_t batch_size(size_t left)
{
    return left < BOOK_BATCH ? left : BOOK_BATCH;
}

enum aval_status aval_judge_proposals(aval_world *world, enum aval_profile profile,
                                      const struct aval_proposal *proposals, size_t count,
                                      struct aval_result *out_results)
{
    NOT_CLEARED struct batch batch;
    const struct book *book = NULL;

    if (world == NULL || !profile_is_known(profile) ||
        (count > 0 && (proposals == NULL || out_results == NULL)))
        return AVAL_INVALID;
    book = live_book_begin_reading(world->live);
    for (size_t done = 0; done < count; done += batch_size(count - done)) {
        read_batch(proposals + done, batch_size(count - done), &batch, out_results + done);
        judge_batch(book, profile, &batch);
    }
    live_book_end_reading(world->live);
    return AVAL_OK;
}

static enum status resolve(aval_world *world, const struct aval_proposal *given,
                           struct problem_sink *sink, struct aval_request *out_request)
{
    struct proposal proposal;
    struct request request;
    enum status status = STATUS_OK;

    TRY(proposal_read(given, sink, &proposal));
    status = book_resolve(live_book_begin_reading(world->live), &proposal, sink, &request);
    live_book_end_reading(world->live);
    if (status == STATUS_OK)
        *out_request = request_pack(world, &request);
    return status;
}

enum aval_status aval_resolve(aval_world *world, const struct aval_proposal *proposal,
                              aval_problems *problems, struct aval_request *out_request)
{
    enum status status = STATUS_OK;

    problems_begin(problems);
    if (world == NULL)
        status = problems_refuse(problems, "world", ARGUMENT_MISSING);
    else if (proposal == NULL)
        status = problems_refuse(problems, "proposal", ARGUMENT_MISSING);
    else if (out_request == NULL)
        status = problems_refuse(problems, "out_request", ARGUMENT_MISSING);
    else
        status = resolve(world, proposal, problems_sink(problems), out_request);
    return problems_end(problems, status);
}

enum aval_status aval_judge_request(aval_world *world, enum aval_profile profile,
                                    const struct aval_request *request,
                                    struct aval_decision *out_decision)
{
    struct request unpacked;

    if (world == NULL || !profile_is_known(profile) || request == NULL || out_decision == NULL ||
        !request_is_of(world, request))
        return AVAL_INVALID;
    request_unpack(request, &unpacked);
    judge(live_book_begin_reading(world->live), profile, &unpacked, out_decision);
    live_book_end_reading(world->live);
    return AVAL_OK;
}

static bool requests_are_of(const aval_world *world, const struct aval_request *requests,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!request_is_of(world, &requests[i]))
            return false;
    return true;
}

static void judge_request_batch(const struct book *book, enum aval_profile profile,
                                const struct aval_request *packed, size_t count,
                                struct aval_decision *out_decisions)
{
    struct request requests[BOOK_BATCH];
    const struct request *pointers[BOOK_BATCH];

    for (size_t i = 0; i < count; i++) {
        request_unpack(&packed[i], &requests[i]);
        pointers[i] = &requests[i];
    }
    book_warm_requests(book, pointers, count);
    for (size_t i = 0; i < count; i++)
        judge(book, profile, &requests[i], &out_decisions[i]);
}

enum aval_status aval_judge_requests(aval_world *world, enum aval_profile profile,
                                     const struct aval_request *requests, size_t count,
                                     struct aval_decision *out_decisions)
{
    const struct book *book = NULL;

    if (world == NULL || !profile_is_known(profile) ||
        (count > 0 && (requests == NULL || out_decisions == NULL)) ||
        !requests_are_of(world, requests, count))
        return AVAL_INVALID;
    book = live_book_begin_reading(world->live);
    for (size_t done = 0; done < count; done += batch_size(count - done))
        judge_request_batch(book, profile, requests + done, batch_size(count - done),
                            out_decisions + done);
    live_book_end_reading(world->live);
    return AVAL_OK;
}
