/* SPDX-License-Identifier: Apache-2.0 */
#include <aval/explain.h>

#include "base/lines.h"
#include "base/memory.h"
#include "exchange/full.h"
#include "exchange/replay.h"
#include "exchange/routes_json.h"
#include "exchange/shape.h"
#include "lib/answer.h"
#include "lib/one_line.h"
#include "lib/problems.h"
#include "lib/proposal.h"
#include "lib/world.h"

_Static_assert(AVAL_STEPS_MAX == (int)PLAN_STEPS_MAX && AVAL_PLANS_MAX == (int)PLANS_MAX,
               "the public limits are those of the planner");

/* The readings that can be taken the other way, as a list of words. */
static const char *const decidable_list[] = { "Q2", "Q3", "Q4", "Q6", "Q7", "Q12", "Q13" };
static const struct words decidable_words = { decidable_list, COUNT_OF(decidable_list) };

static enum status read_readings(const char *given, struct problem_sink *sink,
                                 unsigned *out_readings)
{
    static const struct field field = { TEXT_ROW("other_readings"), FIELD_WORDS_0, true,
                                        &decidable_words, 0 };
    static const struct shape shape = { "explaining", &field, 1 };
    NOT_CLEARED struct shape_reading reading;
    unsigned places = 0;

    *out_readings = 0;
    if (given == NULL)
        return STATUS_OK;
    reading.sink = sink;
    reading.line = 0;
    reading.present = 0;
    TRY(shape_read_cell(&shape, 0, text_of(given), &reading, &places));
    for (unsigned i = 0; i < decidable_words.count; i++)
        if ((places & BIT(i)) != 0)
            *out_readings |= reading_parse(text_of(decidable_list[i]));
    return STATUS_OK;
}

static enum status read_terms(enum aval_profile profile, const char *other_readings,
                              aval_problems *problems, struct terms *out_terms)
{
    if ((unsigned)profile >= PROFILE_COUNT)
        return problems_refuse(problems, "profile", ARGUMENT_OUT_OF_LIST);
    out_terms->profile = (enum profile)profile;
    return read_readings(other_readings, problems_sink(problems), &out_terms->other_readings);
}

/* How a decision is explained, as the layers below say it. */
struct explaining {
    struct terms terms;
    struct full_limits limits;
    struct full_style style;
};

static enum status read_explaining(const struct aval_explaining *given, aval_problems *problems,
                                   struct explaining *out_explaining)
{
    bool is_redacted = given->detail == AVAL_REDACTED;

    TRY(read_terms(given->profile, given->other_readings, problems, &out_explaining->terms));
    if (given->detail != AVAL_WHOLE && !is_redacted)
        return problems_refuse(problems, "detail", ARGUMENT_OUT_OF_LIST);
    if (given->steps_max > AVAL_STEPS_MAX)
        return problems_refuse(problems, "steps_max", ARGUMENT_OUT_OF_RANGE);
    if (given->plans_max > AVAL_PLANS_MAX)
        return problems_refuse(problems, "plans_max", ARGUMENT_OUT_OF_RANGE);
    /* Nobody is told the plans of a redacted decision. */
    out_explaining->limits =
        (struct full_limits){ given->steps_max, is_redacted ? 0 : given->plans_max };
    out_explaining->style = (struct full_style){ .is_redacted = is_redacted };
    return STATUS_OK;
}

/* Fills the caller's room and ends a call. What does not fit is measured. */
static enum aval_status answer_end(aval_problems *problems, enum status status,
                                   struct buffer *written, struct aval_answer *answer)
{
    enum aval_status filled = AVAL_OK;

    if (status == STATUS_OK && written->has_failed)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        filled = answer_fill(answer, written);
    if (filled == AVAL_NO_ROOM) {
        answer->length = written->length;
        problems_say(problems, AVAL_NO_ROOM);
    }
    buffer_done(written);
    return filled == AVAL_OK ? problems_end(problems, status) : filled;
}

static enum status explain_request(const struct live_source *source, const struct request *request,
                                   const struct explaining *explaining, struct buffer *written)
{
    NOT_CLEARED struct full full;

    TRY(full_judge_within(&full, &source->source, request, explaining->terms, explaining->limits));
    full_write_json(written, &full, &explaining->style);
    return STATUS_OK;
}

static enum status explain(aval_world *world, const struct aval_proposal *given,
                           struct explaining *explaining, aval_problems *problems,
                           struct buffer *written)
{
    struct problem_sink *sink = problems_sink(problems);
    struct live_source source;
    struct proposal proposal;
    struct request request;
    enum status status = STATUS_OK;

    if (given == NULL)
        return problems_refuse(problems, "proposal", ARGUMENT_MISSING);
    TRY(proposal_read(given, sink, &proposal));
    explaining->style.has_id = given->id != NULL;
    explaining->style.id = proposal.id;
    TRY(live_source_begin_reading(world->sources, &source));
    status = book_resolve(source.source.book, &proposal, sink, &request);
    if (status == STATUS_OK)
        status = explain_request(&source, &request, explaining, written);
    live_source_end_reading(world->sources, &source);
    return status;
}

static enum status check_explaining(const aval_world *world,
                                    const struct aval_explaining *explaining,
                                    aval_problems *problems, const struct aval_answer *answer)
{
    if (world == NULL)
        return problems_refuse(problems, "world", ARGUMENT_MISSING);
    if (explaining == NULL)
        return problems_refuse(problems, "explaining", ARGUMENT_MISSING);
    if (!answer_is_given(answer))
        return problems_refuse(problems, "answer", ARGUMENT_MISSING);
    return STATUS_OK;
}

enum aval_status aval_explain(aval_world *world, const struct aval_explaining *explaining,
                              const struct aval_proposal *proposal, aval_problems *problems,
                              struct aval_answer *answer)
{
    struct explaining read = { 0 };
    struct buffer written = { 0 };
    enum status status = STATUS_OK;

    problems_begin(problems);
    status = check_explaining(world, explaining, problems, answer);
    if (status == STATUS_OK)
        status = read_explaining(explaining, problems, &read);
    if (status == STATUS_OK)
        status = explain(world, proposal, &read, problems, &written);
    return answer_end(problems, status, &written, answer);
}

static enum status explain_text(aval_world *world, struct explaining *explaining, struct text text,
                                uint64_t number, struct buffer *written)
{
    struct one_line *one = memory_new(1, sizeof(*one));
    struct live_source source;
    enum status status = STATUS_OK;

    if (one == NULL)
        return STATUS_NO_MEMORY;
    status = live_source_begin_reading(world->sources, &source);
    if (status == STATUS_OK) {
        status = one_line_judge(one, source.source.book, explaining->terms, text, number);
        explaining->style.has_id = one->outcome.has_id;
        explaining->style.id = one->outcome.id;
        if (status == STATUS_OK && one->outcome.error.length > 0)
            outcome_write_json(written, &one->outcome);
        else if (status == STATUS_OK)
            status = explain_request(&source, &one->outcome.request, explaining, written);
        live_source_end_reading(world->sources, &source);
        one_line_done(one);
    }
    memory_free(one);
    return status;
}

/* The one line that is given, without its end. */
static enum status read_line(const struct aval_line *line, aval_problems *problems,
                             struct text *out_text)
{
    if (line == NULL || (line->bytes == NULL && line->length > 0))
        return problems_refuse(problems, "line", ARGUMENT_MISSING);
    if (!one_line_cut(line, out_text))
        return problems_refuse(problems, "line", ARGUMENT_TWO_LINES);
    return STATUS_OK;
}

enum aval_status aval_explain_json(aval_world *world, const struct aval_explaining *explaining,
                                   const struct aval_line *line, aval_problems *problems,
                                   struct aval_answer *answer)
{
    struct explaining read = { 0 };
    struct text text = { "", 0 };
    struct buffer written = { 0 };
    enum status status = STATUS_OK;

    problems_begin(problems);
    status = check_explaining(world, explaining, problems, answer);
    if (status == STATUS_OK)
        status = read_line(line, problems, &text);
    if (status == STATUS_OK)
        status = read_explaining(explaining, problems, &read);
    if (status == STATUS_OK && !line_is_blank(text))
        status = explain_text(world, &read, text, line->number, &written);
    return answer_end(problems, status, &written, answer);
}

static enum status replay(struct text text, uint64_t number, struct buffer *written)
{
    struct replay *replay = memory_new(1, sizeof(*replay));
    enum status status = STATUS_OK;

    if (replay == NULL)
        return STATUS_NO_MEMORY;
    status = replay_init(replay, LANGUAGE_EN);
    if (status == STATUS_OK)
        status = replay_line(replay, text, number);
    if (status == STATUS_OK)
        replay_write_json(written, replay);
    replay_done(replay);
    memory_free(replay);
    return status;
}

enum aval_status aval_replay(const struct aval_line *line, aval_problems *problems,
                             struct aval_answer *answer)
{
    struct text text = { "", 0 };
    struct buffer written = { 0 };
    enum status status = STATUS_OK;

    problems_begin(problems);
    status = read_line(line, problems, &text);
    if (status == STATUS_OK && !answer_is_given(answer))
        status = problems_refuse(problems, "answer", ARGUMENT_MISSING);
    if (status == STATUS_OK && !line_is_blank(text))
        status = replay(text, line->number, &written);
    return answer_end(problems, status, &written, answer);
}

/* Where no seller is asked for, the customer stands there too, and what is wrong is its own. */
struct query_sink {
    struct problem_sink sink;
    struct problem_sink *told;
};

static void report_customer(struct problem_sink *sink, const struct problem *problem)
{
    struct problem_sink *told = ((struct query_sink *)sink)->told;
    struct problem renamed = *problem;

    if (text_is(problem->field, "seller"))
        renamed.field = TEXT("customer");
    told->report(told, &renamed);
}

/* What a query names, read and found as in an order. */
static enum status resolve_query(const struct book *book, const struct aval_routes_query *given,
                                 struct problem_sink *told, struct routes_query *out_query)
{
    struct query_sink customer_sink = { { report_customer }, told };
    struct problem_sink *sink = given->seller == NULL ? &customer_sink.sink : told;
    struct aval_proposal order = { .act = "place_order",
                                   .date = given->date,
                                   .seller =
                                       given->seller == NULL ? given->customer : given->seller,
                                   .provider = given->provider,
                                   .customer = given->customer,
                                   .offer = given->offer };
    struct proposal proposal;
    struct request request;

    TRY(proposal_read(&order, sink, &proposal));
    TRY(book_resolve(book, &proposal, sink, &request));
    *out_query = (struct routes_query){
        .customer = request.party[POSITION_CUSTOMER],
        .offer = request.offer,
        .date = request.date,
        .seller = given->seller == NULL ? REQUEST_NONE : request_seller(&request),
        .provider = given->provider == NULL ? REQUEST_NONE : request.party[POSITION_PROVIDER],
        .steps_max = given->near_steps_max,
        .limit = given->listed_max,
    };
    return STATUS_OK;
}

static enum status find_routes(aval_world *world, const struct aval_routes_query *given,
                               struct terms terms, struct problem_sink *sink,
                               struct buffer *written)
{
    struct live_source source;
    struct routes_query query;
    struct routes routes;
    enum status status = STATUS_OK;

    TRY(live_source_begin_reading(world->sources, &source));
    status = resolve_query(source.source.book, given, sink, &query);
    if (status == STATUS_OK) {
        status = routes_find(&source.source.source, terms, &query, &routes);
        if (status == STATUS_OK)
            routes_write_json(written, &source.source, terms, &query, &routes);
        routes_done(&routes);
    }
    live_source_end_reading(world->sources, &source);
    return status;
}

static enum status check_routes(const aval_world *world, const struct aval_routes_query *query,
                                aval_problems *problems, const struct aval_answer *answer)
{
    if (world == NULL)
        return problems_refuse(problems, "world", ARGUMENT_MISSING);
    if (query == NULL)
        return problems_refuse(problems, "query", ARGUMENT_MISSING);
    if (!answer_is_given(answer))
        return problems_refuse(problems, "answer", ARGUMENT_MISSING);
    if (query->near_steps_max > AVAL_STEPS_MAX)
        return problems_refuse(problems, "near_steps_max", ARGUMENT_OUT_OF_RANGE);
    return STATUS_OK;
}

enum aval_status aval_routes(aval_world *world, const struct aval_routes_query *query,
                             aval_problems *problems, struct aval_answer *answer)
{
    struct buffer written = { 0 };
    struct terms terms = { PROFILE_PROGRAMME, 0 };
    enum status status = STATUS_OK;

    problems_begin(problems);
    status = check_routes(world, query, problems, answer);
    if (status == STATUS_OK)
        status = read_terms(query->profile, query->other_readings, problems, &terms);
    if (status == STATUS_OK)
        status = find_routes(world, query, terms, problems_sink(problems), &written);
    return answer_end(problems, status, &written, answer);
}
