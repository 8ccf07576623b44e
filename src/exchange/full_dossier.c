/* SPDX-License-Identifier: Apache-2.0 */
/* The dossier of a decision: the facts that it rests on, as a world would state them. */
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "base/memory.h"
#include "exchange/full_private.h"
#include "model/words.h"

/* One fact, where its text stands in the buffer of all. */
struct span {
    enum fact_type type;
    size_t begin;
    size_t length;
};

/* Facts as canonical JSON, gathered and then sorted by type and bytes, each once. */
struct gathered {
    struct fact_visitor visitor;
    struct buffer texts;
    struct span *spans;
    size_t count;
    size_t capacity;
    bool has_failed;
};

static void take_fact(struct fact_visitor *visitor, const struct fact *fact)
{
    struct gathered *gathered = (struct gathered *)visitor;
    NOT_CLEARED struct json_writer writer;
    size_t begin = gathered->texts.length;
    void *spans = gathered->spans;

    if (memory_grow(&spans, &gathered->capacity, gathered->count + 1, sizeof(struct span)) !=
        STATUS_OK) {
        gathered->has_failed = true;
        return;
    }
    gathered->spans = spans;
    json_writer_init(&writer, &gathered->texts, 0);
    fact_write_json(&writer, fact);
    json_writer_done(&writer);
    gathered->spans[gathered->count++] =
        (struct span){ fact->type, begin, gathered->texts.length - begin };
}

static struct text text_of_span(const struct gathered *gathered, const struct span *span)
{
    return (struct text){ gathered->texts.bytes + span->begin, span->length };
}

/* By the name of the type, then by the bytes of the fact. */
static int compare_facts(const struct gathered *left, const struct span *left_span,
                         const struct gathered *right, const struct span *right_span)
{
    int order =
        strcmp(fact_type_words.list[left_span->type], fact_type_words.list[right_span->type]);

    return order != 0
               ? order
               : text_compare(text_of_span(left, left_span), text_of_span(right, right_span));
}

/* qsort_r() as glibc has it: the third argument is the last. */
static int compare(const void *left, const void *right, void *payload)
{
    return compare_facts(payload, left, payload, right);
}

static void gather(struct gathered *gathered, const struct full *full, const struct cast *cast)
{
    *gathered = (struct gathered){ .visitor = { take_fact } };
    book_visit_facts(full->source->book, cast, &full->request, &gathered->visitor);
    gathered->has_failed |= gathered->texts.has_failed;
    if (!gathered->has_failed && gathered->count > 0)
        qsort_r(gathered->spans, gathered->count, sizeof(struct span), compare, gathered);
}

/* Whether a fact is among the others, which are gone through once, from the place on. */
static bool is_in(const struct gathered *others, const struct gathered *gathered,
                  const struct span *span, size_t *place)
{
    for (; *place < others->count; (*place)++) {
        int order = compare_facts(others, &others->spans[*place], gathered, span);

        if (order >= 0)
            return order == 0;
    }
    return false;
}

/* The facts that are not among the others, by type. */
static void write_lists(struct json_writer *writer, const struct gathered *gathered,
                        const struct gathered *others)
{
    const char *open = NULL;
    size_t place = 0;
    struct text last = { 0 };

    json_begin_object(writer);
    for (size_t i = 0; i < gathered->count; i++) {
        const struct span *span = &gathered->spans[i];
        struct text text = text_of_span(gathered, span);
        const char *type = fact_type_words.list[span->type];

        if (others != NULL && is_in(others, gathered, span, &place))
            continue;
        if (open != NULL && strcmp(open, type) == 0 && text_equal(text, last))
            continue;
        if (open == NULL || strcmp(open, type) != 0) {
            if (open != NULL)
                json_end_array(writer);
            json_key(writer, type);
            json_begin_array(writer);
            open = type;
        }
        json_raw(writer, text);
        last = text;
    }
    if (open != NULL)
        json_end_array(writer);
    json_end_object(writer);
}

/* Those whose ids a plan found taken when it looked for a free one. */
static void add_taken_ids(struct cast *cast, const struct full *full)
{
    for (unsigned i = 0; i < full->ways.plan_count; i++)
        for (unsigned j = 0; j < full->ways.plans[i].step_count; j++)
            if (full->ways.plans[i].steps[j].remedy == REMEDY_CREATE_TENANT ||
                full->ways.plans[i].steps[j].remedy == REMEDY_REGISTER_PARTNER_ID) {
                book_source_add_taken(full->source, cast);
                return;
            }
}

static void write_one(struct buffer *buffer, const struct gathered *gathered,
                      const struct gathered *others)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    write_lists(&writer, gathered, others);
    json_writer_done(&writer);
}

/* Those whom a way forward was tried with, and what else it looked at. */
static void add_tried(struct cast *cast, const struct full *full)
{
    for (unsigned i = 0; i < full->planner.tried_count; i++) {
        cast_add(cast, full->planner.tried[i]);
        cast_add_signers(cast, full->source->book, full->planner.tried[i]);
    }
    if ((full->terms.other_readings & Q2) != 0)
        cast_add_tied(cast, full->source->book);
    add_taken_ids(cast, full);
}

static void gathered_done(struct gathered *gathered)
{
    memory_free(gathered->spans);
    buffer_done(&gathered->texts);
}

/* Mostly nobody was tried who is not needed anyway. */
static void write_candidates(struct buffer *candidates, const struct full *full, struct cast *cast,
                             const struct gathered *needed)
{
    unsigned needed_count = cast->count;
    struct gathered all;

    add_tried(cast, full);
    if (cast->count == needed_count) {
        buffer_add_string(candidates, "{}");
        return;
    }
    gather(&all, full, cast);
    if (all.has_failed)
        candidates->has_failed = true;
    else
        write_one(candidates, &all, needed);
    gathered_done(&all);
}

void full_write_dossier(struct buffer *facts, struct buffer *candidates, const struct full *full)
{
    NOT_CLEARED struct cast cast;
    struct gathered needed;

    cast.count = 0;
    cast_add_request(&cast, full->source->book, &full->request, full->terms);
    gather(&needed, full, &cast);
    if (needed.has_failed) {
        facts->has_failed = true;
    } else {
        write_one(facts, &needed, NULL);
        write_candidates(candidates, full, &cast, &needed);
    }
    gathered_done(&needed);
}
