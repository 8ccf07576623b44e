/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/act_line.h"

#include <string.h>

#include "base/assert.h"

#define MEMBER(name, kind, is_optional, member)                                                    \
    { TEXT_ROW(name), kind, is_optional, NULL, offsetof(struct act_line, member) }

/* What every act has beside its own fields. */
static const struct field common_fields[] = {
    MEMBER("as", FIELD_TEXT, true, as),
    MEMBER("request_id", FIELD_ID, true, request_id),
    MEMBER("on", FIELD_DATE, true, on),
    MEMBER("dry_run", FIELD_FLAG, true, is_dry_run),
};

static const struct phrase act_name_phrase = { { "the name of an act", "le nom d'un acte" } };

enum status act_line_reader_init(struct act_line_reader *reader)
{
    return json_reader_init(&reader->json);
}

void act_line_reader_done(struct act_line_reader *reader)
{
    json_reader_done(&reader->json);
}

struct act_input act_input_begin(void)
{
    return (
        struct act_input){ .from = DATE_AFTER_ALL, .to = DATE_AFTER_ALL, .date = DATE_AFTER_ALL };
}

static enum status read_name(yyjson_val *object, uint64_t number, struct problem_sink *sink,
                             const struct use_case **out_use_case)
{
    yyjson_val *value = yyjson_obj_get(object, "act");
    struct problem problem = { .kind = value == NULL ? PROBLEM_KEY_MISSING : PROBLEM_VALUE_WRONG,
                               .line = number,
                               .field = TEXT("act"),
                               .expected = &act_name_phrase };

    if (yyjson_is_str(value))
        *out_use_case =
            use_case_find((struct text){ yyjson_get_str(value), yyjson_get_len(value) });
    if (*out_use_case != NULL)
        return STATUS_OK;
    if (value != NULL)
        problem_set_found(&problem, value);
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

enum status act_line_read(struct act_line_reader *reader, struct text text, uint64_t number,
                          struct problem_sink *sink, struct act_line *out_line)
{
    struct field fields[SHAPE_FIELDS_MAX];
    struct shape shape = { .fields = fields };
    struct act_line line = { .input = act_input_begin(), .on = DATE_BEFORE_ALL };
    yyjson_val *object = NULL;

    TRY(json_read_object(&reader->json, text, number, sink, &object));
    TRY(read_name(object, number, sink, &line.use_case));
    shape.name = line.use_case->name;
    shape.field_count = line.use_case->shape->field_count + (unsigned)COUNT_OF(common_fields);
    ASSERT(shape.field_count <= SHAPE_FIELDS_MAX);
    memcpy(fields, line.use_case->shape->fields,
           line.use_case->shape->field_count * sizeof(fields[0]));
    memcpy(fields + line.use_case->shape->field_count, common_fields, sizeof(common_fields));
    reader->shape.sink = sink;
    reader->shape.line = number;
    TRY(shape_read_object(&shape, TEXT("act"), object, &reader->shape, &line));
    *out_line = line;
    return STATUS_OK;
}
