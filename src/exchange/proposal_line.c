/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/proposal_line.h"

#include "base/attributes.h"

#define FIELD(member, kind) { #member, kind, false, NULL, offsetof(struct proposal, member) }
#define OPTIONAL_FIELD(member, kind)                                                               \
    { #member, kind, true, NULL, offsetof(struct proposal, member) }
#define WORD_FIELD(member, kind, words)                                                            \
    { #member, kind, false, &(words), offsetof(struct proposal, member) }

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

static const struct json_tag act_tag = { "act", &act_words };

enum status line_judge_init(struct line_judge *judge, const struct book *book, enum profile profile,
                            enum language language)
{
    *judge = (struct line_judge){ .book = book, .profile = profile, .language = language };
    return json_reader_init(&judge->json);
}

void line_judge_done(struct line_judge *judge)
{
    json_reader_done(&judge->json);
    buffer_done(&judge->error);
}

/* Writes the line's first problem as its error text. */
struct line_sink {
    struct problem_sink sink;
    struct line_judge *judge;
    uint64_t number;
};

static void report(struct problem_sink *sink, const struct problem *problem)
{
    struct line_sink *line = (struct line_sink *)sink;
    struct buffer *error = &line->judge->error;

    if (error->length > 0)
        return;
    buffer_add_format(error, line->judge->language == LANGUAGE_FR ? "ligne %llu : " : "line %llu: ",
                      (unsigned long long)line->number);
    problem_write(error, problem, line->judge->language);
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
        if (!yyjson_equals_str(key, "id"))
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

static enum status read_proposal(struct line_judge *judge, yyjson_val *object,
                                 struct line_sink *sink, struct outcome *outcome)
{
    struct proposal *proposal = &outcome->proposal;
    struct shape_reading *reading = &judge->reading;
    const struct shape *shape = NULL;
    unsigned act = 0;

    outcome->has_id = find_id(object, &outcome->id);
    TRY(json_read_tag(&act_tag, object, sink->number, &sink->sink, &act));
    shape = &proposal_shapes[act];
    reading->sink = &sink->sink;
    reading->line = sink->number;
    *proposal = (struct proposal){ .act = (enum act)act };
    TRY(shape_read_object(shape, act_tag.key, object, reading, proposal));
    proposal->has_provider = shape_has(shape, reading, TEXT("provider"));
    proposal->has_offer = shape_has(shape, reading, TEXT("offer"));
    return STATUS_OK;
}

static enum status judge_object(struct line_judge *judge, yyjson_val *object,
                                struct line_sink *sink, struct outcome *outcome)
{
    TRY(read_proposal(judge, object, sink, outcome));
    TRY(book_resolve(judge->book, &outcome->proposal, &sink->sink, &outcome->request));
    book_load_dossier(judge->book, &outcome->request, judge->profile, &outcome->dossier);
    decide(&outcome->dossier, &outcome->decision);
    return STATUS_OK;
}

static struct line_sink begin(struct line_judge *judge, uint64_t number, struct outcome *outcome)
{
    buffer_clear(&judge->error);
    outcome->has_id = false;
    outcome->error = (struct text){ 0 };
    return (struct line_sink){ { report }, judge, number };
}

/* INVALID is an outcome: the error that was reported. */
static enum status end(struct line_judge *judge, enum status status, struct outcome *outcome)
{
    if (status != STATUS_INVALID)
        return status;
    outcome->error = buffer_text(&judge->error);
    return judge->error.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status line_judge_object(struct line_judge *judge, yyjson_val *object, uint64_t number,
                              struct outcome *out_outcome)
{
    struct line_sink sink = begin(judge, number, out_outcome);

    return end(judge, judge_object(judge, object, &sink, out_outcome), out_outcome);
}

enum status line_judge_line(struct line_judge *judge, struct text line, uint64_t number,
                            struct outcome *out_outcome)
{
    struct line_sink sink = begin(judge, number, out_outcome);
    yyjson_val *object = NULL;
    enum status status = json_read_object(&judge->json, line, number, &sink.sink, &object);

    if (status == STATUS_OK)
        status = judge_object(judge, object, &sink, out_outcome);
    return end(judge, status, out_outcome);
}

enum status line_judge_too_long(struct line_judge *judge, uint64_t number,
                                struct outcome *out_outcome)
{
    struct line_sink sink = begin(judge, number, out_outcome);

    report(&sink.sink, &(struct problem){ .kind = PROBLEM_LINE_TOO_LONG, .line = number });
    return end(judge, STATUS_INVALID, out_outcome);
}

void outcome_write_json(struct buffer *buffer, const struct outcome *outcome)
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
    buffer_add_text(buffer, decision_is_supported(decision)
                                ? TEXT(",\"verdict\":\"supported\",\"findings\":[")
                                : TEXT(",\"verdict\":\"not_supported\",\"findings\":["));
    for (unsigned i = 0; i < decision->finding_count; i++) {
        buffer_add_text(buffer, i > 0 ? TEXT(",\"") : TEXT("\""));
        finding_write_name(buffer, decision->findings[i]);
        buffer_add_text(buffer, TEXT("\""));
    }
    buffer_add_text(buffer, TEXT("]}\n"));
}
