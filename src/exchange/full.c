/* SPDX-License-Identifier: Apache-2.0 */
/* The full form of a decision, key by key. */
#include "exchange/full.h"

#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "exchange/digest.h"
#include "exchange/full_private.h"
#include "planner/plan_json.h"

/* The depth at which nothing is sorted. */
enum {
    UNSORTED = JSON_DEPTH_MAX
};

enum status full_judge(struct full *full, const struct book_source *source,
                       const struct request *request, struct terms terms)
{
    return full_judge_within(full, source, request, terms,
                             (struct full_limits){ PLAN_STEPS_MAX, PLANS_MAX });
}

enum status full_judge_within(struct full *full, const struct book_source *source,
                              const struct request *request, struct terms terms,
                              struct full_limits limits)
{
    full->source = source;
    full->request = *request;
    full->terms = terms;
    planner_init(&full->planner, &source->source, terms);
    full->planner.steps_max = limits.steps_max;
    book_load_dossier(source->book, request, terms, &full->dossier);
    decide(&full->dossier, &full->decision);
    full->grounds = book_load_grounds(source->book, request);
    full->ways.plan_count = 0;
    if (limits.steps_max > 0 && limits.plans_max > 0)
        TRY(plan_way_forward(&full->planner, request, &full->ways));
    if (full->ways.plan_count > limits.plans_max)
        full->ways.plan_count = limits.plans_max;
    return STATUS_OK;
}

void full_write_tenant(struct json_writer *writer, const struct full *full, uint32_t tenant)
{
    tenant_write_json(writer, &full->source->source, tenant);
}

/* The ids of a row: "M1 M2". */
static void write_ids(struct json_writer *writer, const char *ids)
{
    json_begin_array(writer);
    while (*ids != '\0') {
        size_t length = strcspn(ids, " ");

        json_text(writer, (struct text){ ids, length });
        ids += length + strspn(ids + length, " ");
    }
    json_end_array(writer);
}

static void write_readings(struct json_writer *writer, unsigned set)
{
    json_begin_array(writer);
    for (unsigned number = 1; number < 32; number++)
        if ((set & BIT(number)) != 0) {
            char id[] = { 'Q', (char)('0' + number / 10), (char)('0' + number % 10) };

            if (number < 10)
                id[1] = id[2];
            json_text(writer, (struct text){ id, number < 10 ? 2 : 3 });
        }
    json_end_array(writer);
}

/* A sentence in each language. */
struct spoken {
    const struct full *full;
    struct finding finding;
    const struct step *step; /* or NULL: of the finding */
    bool is_redacted;
};

static void write_message(struct json_writer *writer, const struct spoken *spoken)
{
    static const char *const keys[LANGUAGE_COUNT] = { "en", "fr" };

    json_key(writer, "message");
    json_begin_object(writer);
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer sentence = { 0 };

        if (spoken->step != NULL)
            full_write_step(&sentence, spoken->full, spoken->step, (enum language)language);
        else if (spoken->is_redacted)
            finding_write_message(&sentence, spoken->finding, (enum language)language);
        else
            full_write_finding(&sentence, spoken->full, spoken->finding, (enum language)language);
        json_key(writer, keys[language]);
        json_text(writer, buffer_text(&sentence));
        writer->buffer->has_failed |= sentence.has_failed;
        buffer_done(&sentence);
    }
    json_end_object(writer);
}

static void write_remedies(struct json_writer *writer, const struct full *full,
                           struct finding finding)
{
    struct step remedies[FINDING_REMEDIES_MAX];
    unsigned count =
        plan_remedies(&full->planner, &full->request, &full->dossier, finding, remedies);

    json_begin_array(writer);
    for (unsigned i = 0; i < count; i++) {
        json_begin_object(writer);
        step_write_members(writer, &full->source->source, &remedies[i]);
        json_end_object(writer);
    }
    json_end_array(writer);
}

/* Objects inside `facts` have their keys sorted. */
static void write_facts(struct json_writer *writer, const struct full *full, struct finding finding)
{
    NOT_CLEARED struct json_writer sorted;
    struct buffer facts = { 0 };

    json_writer_init(&sorted, &facts, 0);
    finding_write_facts(&sorted, full, finding);
    json_writer_done(&sorted);
    json_raw(writer, buffer_text(&facts));
    writer->buffer->has_failed |= facts.has_failed;
    buffer_done(&facts);
}

static void write_finding(struct json_writer *writer, const struct full *full,
                          struct finding finding, bool is_redacted)
{
    const struct rule *rule = rules[finding.rule];

    json_begin_object(writer);
    json_key(writer, "rule");
    json_string(writer, rule->id);
    json_key(writer, "position");
    if (finding.position == POSITION_NONE)
        json_null(writer);
    else
        json_string(writer, position_words.list[finding.position]);
    json_key(writer, "origin");
    json_string(writer, rule->origin == ORIGIN_ARTICLE ? "A" : "P");
    json_key(writer, "statements");
    write_ids(writer, rule->statements);
    json_key(writer, "readings");
    write_ids(writer, rule->readings);
    write_message(writer, &(struct spoken){ full, finding, NULL, is_redacted });
    json_key(writer, "facts");
    if (is_redacted)
        json_raw(writer, TEXT("{}"));
    else
        write_facts(writer, full, finding);
    json_key(writer, "remedies");
    if (is_redacted)
        json_raw(writer, TEXT("[]"));
    else
        write_remedies(writer, full, finding);
    json_end_object(writer);
}

static void write_plan(struct json_writer *writer, const struct full *full, const struct plan *plan)
{
    json_begin_object(writer);
    json_key(writer, "steps");
    json_begin_array(writer);
    for (unsigned i = 0; i < plan->step_count; i++) {
        json_begin_object(writer);
        step_write_members(writer, &full->source->source, &plan->steps[i]);
        write_message(writer, &(struct spoken){ .full = full, .step = &plan->steps[i] });
        json_end_object(writer);
    }
    json_end_array(writer);
    json_key(writer, "then");
    act_write_json(writer, &full->source->source, &plan->then);
    json_end_object(writer);
}

static void write_basis(struct json_writer *writer, const struct full *full)
{
    const char *statements[BASIS_MAX];
    unsigned count = 0;

    if (decision_is_supported(&full->decision))
        count = basis_of(&full->dossier, &full->grounds, statements);
    json_begin_array(writer);
    for (unsigned i = 0; i < count; i++)
        json_string(writer, statements[i]);
    json_end_array(writer);
}

static void write_lists(struct json_writer *writer, const struct full *full,
                        const struct full_style *style)
{
    json_key(writer, "basis");
    write_basis(writer, full);
    json_key(writer, "findings");
    json_begin_array(writer);
    for (unsigned i = 0; i < full->decision.finding_count; i++)
        write_finding(writer, full, full->decision.findings[i], style->is_redacted);
    json_end_array(writer);
    json_key(writer, "way_forward");
    json_begin_array(writer);
    for (unsigned i = 0; i < full->ways.plan_count && !style->is_redacted; i++)
        write_plan(writer, full, &full->ways.plans[i]);
    json_end_array(writer);
    json_key(writer, "obligations");
    full_write_obligations(writer, full);
    json_key(writer, "readings");
    write_readings(writer, readings_rested_on(&full->dossier));
    json_key(writer, "other_readings");
    write_readings(writer, full->terms.other_readings);
}

static void write_rulebook(struct json_writer *writer)
{
    json_key(writer, "rulebook");
    json_begin_object(writer);
    json_key(writer, "id");
    json_string(writer, "csp");
    json_key(writer, "version");
    json_string(writer, RULEBOOK_VERSION);
    json_end_object(writer);
}

/* Hashes the canonical bytes of all that a decision depends on. */
static void write_digest(struct json_writer *writer, const struct full *full, struct text facts,
                         struct text candidates)
{
    NOT_CLEARED struct json_writer sorted;
    struct buffer bytes = { 0 };
    char digest[DIGEST_LENGTH + 1];

    json_writer_init(&sorted, &bytes, 0);
    json_begin_object(&sorted);
    json_key(&sorted, "act");
    act_write_json(&sorted, &full->source->source, &full->request);
    json_key(&sorted, "dossier");
    json_begin_object(&sorted);
    json_key(&sorted, "facts");
    json_raw(&sorted, facts);
    json_key(&sorted, "candidates");
    json_raw(&sorted, candidates);
    json_end_object(&sorted);
    json_key(&sorted, "other_readings");
    write_readings(&sorted, full->terms.other_readings);
    json_key(&sorted, "profile");
    json_string(&sorted, profile_words.list[full->terms.profile]);
    write_rulebook(&sorted);
    json_end_object(&sorted);
    json_writer_done(&sorted);
    digest_write(buffer_text(&bytes), digest);
    json_key(writer, "digest");
    json_string(writer, digest);
    writer->buffer->has_failed |= bytes.has_failed;
    buffer_done(&bytes);
}

static void write_dossier(struct json_writer *writer, const struct full *full)
{
    struct buffer facts = { 0 };
    struct buffer candidates = { 0 };

    full_write_dossier(&facts, &candidates, full);
    json_key(writer, "dossier");
    json_begin_object(writer);
    json_key(writer, "facts");
    json_raw(writer, buffer_text(&facts));
    json_key(writer, "candidates");
    json_raw(writer, buffer_text(&candidates));
    json_end_object(writer);
    if (facts.has_failed || candidates.has_failed)
        writer->buffer->has_failed = true;
    else
        write_digest(writer, full, buffer_text(&facts), buffer_text(&candidates));
    buffer_done(&facts);
    buffer_done(&candidates);
}

void full_write_json(struct buffer *buffer, const struct full *full, const struct full_style *style)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, UNSORTED);
    json_begin_object(&writer);
    json_key(&writer, "id");
    if (style->has_id)
        json_text(&writer, style->id);
    else
        json_null(&writer);
    json_key(&writer, "act");
    act_write_json(&writer, &full->source->source, &full->request);
    json_key(&writer, "verdict");
    json_string(&writer, decision_is_supported(&full->decision) ? "supported" : "not_supported");
    json_key(&writer, "as_of");
    json_date(&writer, full->request.date);
    json_key(&writer, "profile");
    json_string(&writer, profile_words.list[full->terms.profile]);
    write_rulebook(&writer);
    write_lists(&writer, full, style);
    if (style->is_redacted) {
        json_key(&writer, "redacted");
        json_flag(&writer, true);
    } else {
        write_dossier(&writer, full);
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add(buffer, "\n", 1);
}
