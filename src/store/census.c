/* SPDX-License-Identifier: Apache-2.0 */
#include "store/census.h"

#include "base/sha256.h"
#include "engine/journal/seal.h"
#include "exchange/fact_shape.h"
#include "store/fact_order.h"

/* Facts of one type being counted. */
struct counting {
    struct row_visitor visitor; /* first */
    struct session *session;
    struct edits *edits; /* NULL: none */
    size_t next_fact;    /* of those to be put back */
    enum fact_type type;
    struct census_type so_far;
    struct buffer line;
    struct sha256 of_type;
    struct sha256 of_all;
};

static void count_line(struct counting *counting, struct text line)
{
    sha256_add(&counting->of_type, line);
    sha256_add(&counting->of_all, line);
    counting->so_far.count++;
}

static enum status write_line(struct counting *counting, const struct fact *fact)
{
    buffer_clear(&counting->line);
    fact_write_line(&counting->line, fact);
    if (counting->line.has_failed)
        return call_fail(&counting->session->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return STATUS_OK;
}

/* Puts back what stands before the fact, or NULL: all that is left of the type. */
static enum status put_back(struct counting *counting, const struct fact *before)
{
    struct edits *edits = counting->edits;

    for (; edits != NULL && counting->next_fact < edits->fact_count; counting->next_fact++) {
        const struct edit_fact *next = &edits->facts[counting->next_fact];

        if (next->fact.type != counting->type ||
            (before != NULL && fact_compare(&next->fact, before) > 0))
            return STATUS_OK;
        TRY(write_line(counting, &next->fact));
        for (uint64_t i = 0; i < next->count; i++)
            count_line(counting, buffer_text(&counting->line));
    }
    return STATUS_OK;
}

static enum status count_row(struct row_visitor *visitor, const struct row *row)
{
    struct counting *counting = (struct counting *)visitor;
    struct text line;

    TRY(put_back(counting, &row->fact));
    TRY(write_line(counting, &row->fact));
    line = buffer_text(&counting->line);
    line.length--; /* the line's end */
    if (counting->edits == NULL || !edits_leave_out(counting->edits, line))
        count_line(counting, buffer_text(&counting->line));
    return STATUS_OK;
}

static enum status count_type(struct counting *counting, enum fact_type type,
                              struct census_type *out_type)
{
    struct session *session = counting->session;

    counting->type = type;
    counting->so_far = (struct census_type){ 0 };
    sha256_begin(&counting->of_type);
    TRY(session->functions->visit_by_fields(session, type, &counting->visitor));
    TRY(put_back(counting, NULL));
    sha256_end(&counting->of_type, counting->so_far.hash.bytes);
    *out_type = counting->so_far;
    return STATUS_OK;
}

enum status census_take(struct session *session, struct edits *edits, struct census *out_census)
{
    struct counting counting = { .visitor = { count_row }, .session = session, .edits = edits };
    enum status status = STATUS_OK;

    sha256_begin(&counting.of_all);
    for (unsigned type = 0; type < FACT_TYPE_COUNT && status == STATUS_OK; type++)
        status = count_type(&counting, (enum fact_type)type, &out_census->types[type]);
    sha256_end(&counting.of_all, out_census->hash.bytes);
    buffer_done(&counting.line);
    return status;
}

void census_of_nothing(struct census *out_census)
{
    struct merkle_hash nothing;

    sha256_of(TEXT(""), nothing.bytes);
    out_census->hash = nothing;
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        out_census->types[type] = (struct census_type){ 0, nothing };
}

bool census_agrees(const struct census *left, const struct census *right, enum fact_type type)
{
    return left->types[type].count == right->types[type].count &&
           merkle_equal(&left->types[type].hash, &right->types[type].hash);
}

void census_write(struct json_writer *writer, const struct census *census)
{
    json_begin_object(writer);
    json_key(writer, "sha256");
    json_hash(writer, &census->hash);
    json_key(writer, "types");
    json_begin_object(writer);
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++) {
        if (census->types[type].count == 0)
            continue;
        json_key(writer, fact_type_words.list[type]);
        json_begin_object(writer);
        json_key(writer, "facts");
        json_integer(writer, (int64_t)census->types[type].count);
        json_key(writer, "sha256");
        json_hash(writer, &census->types[type].hash);
        json_end_object(writer);
    }
    json_end_object(writer);
    json_end_object(writer);
}

static void write_input(struct buffer *buffer, const struct census_note *note,
                        const struct census *census)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    note->write_members(&writer, note->of);
    json_key(&writer, "export");
    census_write(&writer, census);
    json_end_object(&writer);
    json_writer_done(&writer);
}

enum status census_journal(struct session *session, const struct census_note *note,
                           uint64_t *out_position)
{
    struct call *call = &session->call;
    struct buffer input = { 0 };
    struct census census;
    enum status status = STATUS_OK;
    struct entry entry = {
        .id = call_new_id(call),
        .at = call->now,
        .on = call->today,
        .principal = { .tenant = GUID_NONE, .role = PRINCIPAL_VENDOR },
        .act = note->act,
        .outcome = OUTCOME_CARRIED_OUT,
        .decisions = TEXT("[]"),
        .changes = TEXT("[]"),
        .parties = { note->party },
        .party_count = guid_is_none(note->party) ? 0 : 1,
    };

    TRY(census_take(session, NULL, &census));
    write_input(&input, note, &census);
    entry.input = buffer_text(&input);
    status = input.has_failed ? call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL)
                              : entry_add(call, &entry);
    buffer_done(&input);
    *out_position = entry.position;
    return status;
}

static bool read_hash(yyjson_val *value, struct merkle_hash *out_hash)
{
    const char *text = yyjson_get_str(value);

    return text != NULL && hash_parse((struct text){ text, yyjson_get_len(value) }, out_hash);
}

bool census_read(yyjson_val *object, struct census *out_census)
{
    yyjson_val *types = yyjson_obj_get(object, "types");
    yyjson_obj_iter each;
    yyjson_val *key = NULL;

    census_of_nothing(out_census);
    if (!yyjson_is_obj(types) || !read_hash(yyjson_obj_get(object, "sha256"), &out_census->hash) ||
        !yyjson_obj_iter_init(types, &each))
        return false;
    while ((key = yyjson_obj_iter_next(&each)) != NULL) {
        yyjson_val *value = yyjson_obj_iter_get_val(key);
        yyjson_val *count = yyjson_obj_get(value, "facts");
        unsigned type = 0;

        if (!words_find(&fact_type_words, text_of(yyjson_get_str(key)), &type) ||
            !yyjson_is_uint(count) ||
            !read_hash(yyjson_obj_get(value, "sha256"), &out_census->types[type].hash))
            return false;
        out_census->types[type].count = yyjson_get_uint(count);
    }
    return true;
}
