/* SPDX-License-Identifier: Apache-2.0 */
#include "aval_side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

static void complain(struct problem_sink *sink, const struct problem *problem)
{
    struct buffer text = { 0 };

    (void)sink;
    problem_write(&text, problem, LANGUAGE_EN);
    (void)fprintf(stderr, "unexpected: line %llu: %.*s\n", (unsigned long long)problem->line,
                  (int)text.length, text.bytes);
    buffer_done(&text);
}

static struct fact_problem_sink complaints = { .sink = { complain } };

static enum status take(struct fact_taker *taker, const struct fact *fact)
{
    struct book_filler *filler = (struct book_filler *)taker;

    return book_builder_add(filler->builder, fact, ++filler->line, &complaints.sink);
}

void book_filler_init(struct book_filler *filler)
{
    *filler = (struct book_filler){ .taker = { take }, .builder = book_builder_new() };
    ASSERT(filler->builder != NULL);
}

struct book *book_filler_finish(struct book_filler *filler)
{
    struct book *book = NULL;
    enum status status = book_builder_finish(filler->builder, &complaints, &book);

    ASSERT(status == STATUS_OK);
    book_builder_free(filler->builder);
    return book;
}

struct book *book_generate(const struct scale *scale)
{
    struct book_filler filler;
    enum status status = STATUS_OK;

    book_filler_init(&filler);
    status = world_generate(scale, &filler.taker);
    ASSERT(status == STATUS_OK);
    return book_filler_finish(&filler);
}

static void read_question(const struct question *question, struct proposal *out_proposal)
{
    bool is_read = false;

    *out_proposal = (struct proposal){
        .act = ACT_PLACE_ORDER,
        .date = question->date,
        .offer = { question->offer, question->offer_length },
        .quantity = question->quantity,
        .has_provider = question->has_provider,
        .has_offer = question->offer_length > 0,
    };
    is_read = guid_parse((struct text){ question->seller, GUID_LENGTH }, &out_proposal->seller) &&
              guid_parse((struct text){ question->customer, GUID_LENGTH }, &out_proposal->customer);
    if (question->has_provider)
        is_read = is_read && guid_parse((struct text){ question->provider, GUID_LENGTH },
                                        &out_proposal->provider);
    ASSERT(is_read);
}

static void judge_request(const struct book *book, const struct request *request,
                          struct decision *out_decision)
{
    NOT_CLEARED struct dossier dossier;

    book_load_dossier(book, request, (struct terms){ PROFILE_PROGRAMME, 0 }, &dossier);
    decide(&dossier, out_decision);
}

void aval_judge(const struct book *book, const struct question *question,
                struct decision *out_decision)
{
    struct request request = aval_request(book, question);

    judge_request(book, &request, out_decision);
}

struct request aval_request(const struct book *book, const struct question *question)
{
    NOT_CLEARED struct proposal proposal;
    NOT_CLEARED struct request request;
    enum status status = STATUS_OK;

    read_question(question, &proposal);
    status = book_resolve(book, &proposal, &complaints.sink, &request);
    ASSERT(status == STATUS_OK);
    return request;
}

void aval_judge_group(const struct book *book, const struct question *questions, unsigned count,
                      struct decision *out_decisions)
{
    NOT_CLEARED struct proposal proposals[AVAL_GROUP];
    NOT_CLEARED struct book_guess guesses[AVAL_GROUP];
    const struct proposal *pointers[AVAL_GROUP] = { NULL };

    ASSERT(count <= AVAL_GROUP);
    for (unsigned i = 0; i < count; i++) {
        read_question(&questions[i], &proposals[i]);
        pointers[i] = &proposals[i];
    }
    book_warm_proposals(book, pointers, count, guesses);
    for (unsigned i = 0; i < count; i++) {
        NOT_CLEARED struct request request;
        enum status status =
            book_resolve_guessed(book, &proposals[i], &guesses[i], &complaints.sink, &request);

        ASSERT(status == STATUS_OK);
        judge_request(book, &request, &out_decisions[i]);
    }
}
