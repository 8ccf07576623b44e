/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/proposal_line.h"

#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"

#define FIELD(member, kind)                                                                        \
    { TEXT_ROW(#member), kind, false, NULL, offsetof(struct proposal, member) }
#define OPTIONAL_FIELD(member, kind)                                                               \
    { TEXT_ROW(#member), kind, true, NULL, offsetof(struct proposal, member) }
#define WORD_FIELD(member, kind, words)                                                            \
    { TEXT_ROW(#member), kind, false, &(words), offsetof(struct proposal, member) }

/* Every act has these first. */
#define COMMON_FIELDS FIELD(id, FIELD_ID), FIELD(date, FIELD_DATE)

static const struct field place_order_fields[] = {
    COMMON_FIELDS,
    FIELD(seller, FIELD_GUID),
    OPTIONAL_FIELD(provider, FIELD_GUID),
    FIELD(customer, FIELD_GUID),
    OPTIONAL_FIELD(offer, FIELD_TEXT),
    OPTIONAL_FIELD(quantity, FIELD_QUANTITY),
};
static const struct field establish_indirect_relationship_fields[] = {
    COMMON_FIELDS,
    FIELD(provider, FIELD_GUID),
    FIELD(reseller, FIELD_GUID),
};
static const struct field establish_customer_relationship_fields[] = {
    COMMON_FIELDS,
    FIELD(partner, FIELD_GUID),
    FIELD(customer, FIELD_GUID),
};
static const struct field associate_partner_id_fields[] = {
    COMMON_FIELDS,
    FIELD(provider, FIELD_GUID),
    FIELD(reseller, FIELD_GUID),
    FIELD(mpn_id, FIELD_DIGITS),
    FIELD(new_subscription, FIELD_FLAG),
};
static const struct field engage_partner_fields[] = {
    COMMON_FIELDS,
    FIELD(partner, FIELD_GUID),
    FIELD(customer, FIELD_GUID),
};
static const struct field end_indirect_relationship_fields[] = {
    COMMON_FIELDS,
    FIELD(provider, FIELD_GUID),
    FIELD(reseller, FIELD_GUID),
    WORD_FIELD(requested_by, FIELD_WORD, requester_words),
};
static const struct field enroll_fields[] = {
    COMMON_FIELDS,
    FIELD(tenant, FIELD_GUID),
    WORD_FIELD(role, FIELD_WORD, role_words),
    WORD_FIELD(capabilities, FIELD_WORDS_0, capability_words),
};

#define SHAPE(name) { #name, name##_fields, COUNT_OF(name##_fields) }
static const struct shape proposal_shapes[ACT_COUNT] = {
    [ACT_PLACE_ORDER] = SHAPE(place_order),
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = SHAPE(establish_indirect_relationship),
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = SHAPE(establish_customer_relationship),
    [ACT_ASSOCIATE_PARTNER_ID] = SHAPE(associate_partner_id),
    [ACT_ENGAGE_PARTNER] = SHAPE(engage_partner),
    [ACT_END_INDIRECT_RELATIONSHIP] = SHAPE(end_indirect_relationship),
    [ACT_ENROLL] = SHAPE(enroll),
};
#undef SHAPE

const struct shape *proposal_shape(enum act act)
{
    return &proposal_shapes[act];
}

static const struct tagged_shapes tagged = { { TEXT_ROW("act"), &act_words }, proposal_shapes };

void line_judge_clear(struct line_judge *judge)
{
    judge->line_count = 0;
    judge->guess_count = 0;
}

void line_judge_begin(struct line_judge *judge, const struct book *book, struct terms terms,
                      enum language language)
{
    /* The lines' own texts are not cleared: they are large, and written before they are read. */
    judge->book = book;
    judge->terms = terms;
    judge->language = language;
    judge->json = (struct json_reader){ 0 };
    judge->last_act = 0;
    line_judge_clear(judge);
    for (size_t i = 0; i < BOOK_BATCH; i++)
        judge->lines[i].error = (struct buffer){ 0 };
}

enum status line_judge_init(struct line_judge *judge, const struct book *book, struct terms terms,
                            enum language language)
{
    line_judge_begin(judge, book, terms, language);
    return json_reader_init(&judge->json);
}

void line_judge_done(struct line_judge *judge)
{
    json_reader_done(&judge->json);
    for (size_t i = 0; i < BOOK_BATCH; i++)
        buffer_done(&judge->lines[i].error);
}

/* Writes a line's first problem as its error text. */
struct line_sink {
    struct problem_sink sink;
    enum language language;
    struct read_line *line;
};

static void report(struct problem_sink *sink, const struct problem *problem)
{
    struct line_sink *told = (struct line_sink *)sink;
    struct buffer *error = &told->line->error;

    if (error->length > 0)
        return;
    buffer_add_format(error, told->language == LANGUAGE_FR ? "ligne %llu : " : "line %llu: ",
                      (unsigned long long)told->line->number);
    problem_write(error, problem, told->language);
}

/* The id of a line that may be wrong in other respects: exactly one that is valid. */
static bool find_id(yyjson_val *object, struct text *out_id)
{
    unsigned found_count = 0;
    struct text id = { 0 };
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value) {
        if (!text_equal(json_key_text(key), TEXT("id")))
            continue;
        found_count++;
        if (yyjson_is_str(value))
            id = (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
    }
    if (found_count != 1 || id.length == 0 || id.length > FIELD_ID_BYTES_MAX)
        return false;
    *out_id = id;
    return true;
}

/* Copies the texts of a line into its own room: the object's are gone with the next line. */
static void keep_texts(struct read_line *line)
{
    struct text *texts[] = { &line->id, &line->proposal.offer, &line->proposal.mpn_id };
    char *room = line->texts;

    line->proposal.id = line->id;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (texts[i]->length == 0)
            continue;
        memcpy(room, texts[i]->bytes, texts[i]->length);
        texts[i]->bytes = room;
        room += texts[i]->length;
    }
    line->proposal.id = line->id;
}

/* What a proposal says beside its fields. */
static void end_proposal(const struct shape_reading *reading, enum act act,
                         struct proposal *proposal)
{
    const struct shape *shape = &proposal_shapes[act];

    proposal->act = act;
    proposal->has_provider = shape_has(shape, reading, offsetof(struct proposal, provider));
    proposal->has_offer = shape_has(shape, reading, offsetof(struct proposal, offer));
}

static enum status read_proposal(struct line_judge *judge, yyjson_val *object,
                                 struct problem_sink *sink, struct read_line *line)
{
    struct proposal *proposal = &line->proposal;
    struct shape_reading *reading = &judge->reading;
    const struct shape *shape = NULL;
    unsigned act = 0;

    TRY(json_read_tag(&tagged.tag, object, line->number, sink, &act));
    shape = &proposal_shapes[act];
    reading->sink = sink;
    reading->line = line->number;
    TRY(shape_read_object(shape, tagged.tag.key, object, reading, proposal));
    end_proposal(reading, (enum act)act, proposal);
    return STATUS_OK;
}

static struct read_line *begin_line(struct line_judge *judge, uint64_t number)
{
    struct read_line *line = &judge->lines[judge->line_count++];

    ASSERT(judge->line_count <= BOOK_BATCH);
    buffer_clear(&line->error);
    line->has_id = false;
    line->id = (struct text){ 0 };
    line->proposal = (struct proposal){ 0 };
    line->number = number;
    return line;
}

/* INVALID is an outcome: the error that was reported. */
static enum status end_line(const struct read_line *line, enum status status)
{
    if (status != STATUS_INVALID)
        return status;
    ASSERT(line->error.length > 0 || line->error.has_failed);
    return line->error.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status read_object(struct line_judge *judge, yyjson_val *object,
                               struct problem_sink *sink, struct read_line *line)
{
    enum status status = STATUS_OK;

    status = read_proposal(judge, object, sink, line);
    if (status == STATUS_OK) {
        line->has_id = true;
        line->id = line->proposal.id;
    } else {
        line->has_id = find_id(object, &line->id);
        line->proposal = (struct proposal){ 0 };
    }
    keep_texts(line);
    return status;
}

enum status line_judge_read_object(struct line_judge *judge, yyjson_val *object, uint64_t number)
{
    struct read_line *line = begin_line(judge, number);
    struct line_sink sink = { { report }, judge->language, line };

    return end_line(line, read_object(judge, object, &sink.sink, line));
}

/* Most lines are written plainly, and ask for the act of the line before. */
static bool read_plain(struct line_judge *judge, struct text text, struct read_line *line)
{
    if (!shape_read_plain(&tagged, text, &judge->reading, &judge->last_act, &line->proposal)) {
        line->proposal = (struct proposal){ 0 };
        return false;
    }
    end_proposal(&judge->reading, (enum act)judge->last_act, &line->proposal);
    line->has_id = true;
    line->id = line->proposal.id;
    keep_texts(line);
    return true;
}

enum status line_judge_read(struct line_judge *judge, struct text text, uint64_t number)
{
    struct read_line *line = begin_line(judge, number);
    struct line_sink sink = { { report }, judge->language, line };
    yyjson_val *object = NULL;
    enum status status = STATUS_OK;

    if (read_plain(judge, text, line))
        return STATUS_OK;
    status = json_read_object(&judge->json, text, number, &sink.sink, &object);
    if (status == STATUS_OK)
        status = read_object(judge, object, &sink.sink, line);
    return end_line(line, status);
}

enum status line_judge_read_too_long(struct line_judge *judge, uint64_t number)
{
    struct read_line *line = begin_line(judge, number);
    struct line_sink sink = { { report }, judge->language, line };

    report(&sink.sink, &(struct problem){ .kind = PROBLEM_LINE_TOO_LONG, .line = number });
    return end_line(line, STATUS_INVALID);
}

void line_judge_warm(struct line_judge *judge)
{
    NOT_CLEARED const struct proposal *proposals[BOOK_BATCH];

    /* The proposal of a line in error is empty, and is not looked at again. */
    for (size_t i = 0; i < judge->line_count; i++)
        proposals[i] = &judge->lines[i].proposal;
    book_warm_proposals(judge->book, proposals, judge->line_count, judge->guesses);
    judge->guess_count = judge->line_count;
}

static enum status decide_line(struct line_judge *judge, size_t index, struct line_outcome *outcome)
{
    struct read_line *line = &judge->lines[index];
    struct line_sink sink = { { report }, judge->language, line };

    if (line->error.length > 0)
        return STATUS_INVALID;
    if (index < judge->guess_count)
        TRY(book_resolve_guessed(judge->book, &line->proposal, &judge->guesses[index], &sink.sink,
                                 &outcome->request));
    else
        TRY(book_resolve(judge->book, &line->proposal, &sink.sink, &outcome->request));
    book_load_dossier(judge->book, &outcome->request, judge->terms, &outcome->dossier);
    decide(&outcome->dossier, &outcome->decision);
    return STATUS_OK;
}

enum status line_judge_decide(struct line_judge *judge, size_t index,
                              struct line_outcome *out_outcome)
{
    struct read_line *line = &judge->lines[index];
    enum status status = STATUS_OK;

    ASSERT(index < judge->line_count);
    status = end_line(line, decide_line(judge, index, out_outcome));
    out_outcome->has_id = line->has_id;
    out_outcome->id = line->id;
    out_outcome->proposal = line->proposal;
    out_outcome->error = buffer_text(&line->error);
    return status;
}

enum status line_judge_line(struct line_judge *judge, struct text line, uint64_t number,
                            struct line_outcome *out_outcome)
{
    line_judge_clear(judge);
    TRY(line_judge_read(judge, line, number));
    return line_judge_decide(judge, 0, out_outcome);
}

void outcome_write_json(struct buffer *buffer, const struct line_outcome *outcome)
{
    const struct decision *decision = &outcome->decision;

    buffer_add_text(buffer, TEXT("{\"id\":"));
    if (outcome->has_id)
        buffer_add_json(buffer, outcome->id);
    else
        buffer_add_text(buffer, TEXT("null"));
    if (outcome->error.length > 0) {
        buffer_add_text(buffer, TEXT(",\"error\":"));
        buffer_add_json(buffer, outcome->error);
        buffer_add_text(buffer, TEXT("}\n"));
        return;
    }
    /* Two calls: pieces of known lengths are copied without one. */
    if (decision_is_supported(decision))
        buffer_add_text(buffer, TEXT(",\"verdict\":\"supported\",\"findings\":["));
    else
        buffer_add_text(buffer, TEXT(",\"verdict\":\"not_supported\",\"findings\":["));
    for (unsigned i = 0; i < decision->finding_count; i++) {
        buffer_add_text(buffer, i > 0 ? TEXT(",\"") : TEXT("\""));
        finding_write_name(buffer, decision->findings[i]);
        buffer_add_text(buffer, TEXT("\""));
    }
    buffer_add_text(buffer, TEXT("]}\n"));
}
