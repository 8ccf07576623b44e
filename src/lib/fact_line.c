/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/fact_line.h"

#include "base/lines.h"
#include "exchange/world_private.h"

static const struct json_tag type_tag = { TEXT_ROW("type"), &fact_type_words };

static enum status refuse(struct problem_sink *sink, struct problem problem)
{
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

enum status fact_line_read(struct fact_line *line, struct text text, struct problem_sink *sink,
                           struct fact *out_fact)
{
    yyjson_val *object = NULL;
    unsigned type = 0;

    line->json = (struct json_reader){ 0 };
    line->shape.sink = sink;
    line->shape.line = 0;
    if (text.length > LINE_BYTES_MAX)
        return refuse(sink, (struct problem){ .kind = PROBLEM_LINE_TOO_LONG });
    TRY(json_room_reader(&line->room, text.length, &line->json));
    TRY(json_read_object(&line->json, text, 0, sink, &object));
    TRY(json_read_tag(&type_tag, object, 0, sink, &type));
    *out_fact = fact_begin((enum fact_type)type);
    TRY(shape_read_object(&fact_shapes[type], type_tag.key, object, &line->shape, out_fact));
    return fact_check(out_fact, &line->shape);
}

void fact_line_done(struct fact_line *line)
{
    json_reader_done(&line->json);
}
