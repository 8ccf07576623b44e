/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/acts/order_lines.h"

#include <string.h>

#include "exchange/fact_shape.h"

enum {
    LINE_OFFER,
    LINE_QUANTITY,
    LINE_FRIENDLY_NAME,
    LINE_PARENT
};

#define MEMBER(name, kind, is_optional, member)                                                    \
    { TEXT_ROW(name), kind, is_optional, NULL, offsetof(struct order_line, member) }
static const struct field line_fields[] = {
    [LINE_OFFER] = MEMBER("offer", FIELD_TEXT, false, offer),
    [LINE_QUANTITY] = MEMBER("quantity", FIELD_QUANTITY, false, quantity),
    [LINE_FRIENDLY_NAME] = MEMBER("friendly_name", FIELD_TEXT, true, friendly_name),
    [LINE_PARENT] = MEMBER("parent", FIELD_GUID, true, parent),
};
const struct shape order_line_shape = { "line", line_fields, COUNT_OF(line_fields) };

/* Tells of a line's fields as of the list's: "further_lines[1].quantity". */
struct line_sink {
    struct problem_sink sink; /* first */
    struct problem_sink *list_sink;
    struct text list;
    size_t number;
};

static void tell_of_line(struct problem_sink *sink, const struct problem *problem)
{
    const struct line_sink *line = (const struct line_sink *)sink;
    struct problem told = *problem;
    struct buffer name = { 0 };

    buffer_add_text(&name, line->list);
    buffer_add_format(&name, "[%zu].", line->number);
    buffer_add_text(&name, problem->field);
    if (!name.has_failed)
        told.field = buffer_text(&name);
    line->list_sink->report(line->list_sink, &told);
    buffer_done(&name);
}

static enum status read_line(yyjson_val *object, struct line_sink *sink,
                             struct shape_reading *reading, struct order_line *out_line)
{
    unsigned present = reading->present;
    enum status status = STATUS_OK;

    *out_line = (struct order_line){ .quantity = 0 };
    reading->sink = &sink->sink;
    status = shape_read_object(&order_line_shape, TEXT(""), object, reading, out_line);
    reading->sink = sink->list_sink;
    reading->present = present;
    return status;
}

enum status order_lines_read(struct text name, yyjson_val *array, struct shape_reading *reading,
                             struct order_lines *out_lines, bool *out_is_list)
{
    struct line_sink sink = { { tell_of_line }, reading->sink, name, 0 };
    yyjson_val *item = NULL;
    size_t count = 0;

    *out_is_list = yyjson_arr_size(array) > 0 && yyjson_arr_size(array) < ORDER_LINES_MAX;
    out_lines->count = 0;
    yyjson_arr_foreach (array, sink.number, count, item) {
        *out_is_list = *out_is_list && yyjson_is_obj(item);
        if (!*out_is_list)
            return STATUS_INVALID;
        TRY(read_line(item, &sink, reading, &out_lines->list[out_lines->count]));
        out_lines->count++;
    }
    return *out_is_list ? STATUS_OK : STATUS_INVALID;
}

/* Cuts the text at the first such sign: what follows is the rest. False: it is not there. */
static bool cut_at(struct text *text, struct text *out_rest, char sign)
{
    const char *at = text->length == 0 ? NULL : memchr(text->bytes, sign, text->length);
    size_t length = 0;

    if (at == NULL)
        return false;
    length = (size_t)(at - text->bytes);
    *out_rest = (struct text){ at + 1, text->length - length - 1 };
    text->length = length;
    return true;
}

bool order_lines_read_typed(struct text typed, struct order_lines *out_lines)
{
    bool is_last = false;

    for (out_lines->count = 0; !is_last; out_lines->count++) {
        struct order_line *line = &out_lines->list[out_lines->count];
        struct text offer = typed;
        struct text quantity;

        is_last = !cut_at(&offer, &typed, ',');
        quantity = offer;
        if (!cut_at(&quantity, &offer, ':') || out_lines->count == COUNT_OF(out_lines->list))
            return false;
        *line = (struct order_line){ .quantity = 0 };
        if (!field_read_text(&line_fields[LINE_OFFER], offer, NULL, &line->offer) ||
            !field_read_text(&line_fields[LINE_QUANTITY], quantity, NULL, &line->quantity))
            return false;
    }
    return true;
}

void order_lines_write_json(struct json_writer *writer, const struct order_lines *lines)
{
    json_begin_array(writer);
    for (unsigned i = 0; i < lines->count; i++) {
        json_begin_object(writer);
        for (size_t j = 0; j < COUNT_OF(line_fields); j++) {
            const void *member = (const char *)&lines->list[i] + line_fields[j].offset;

            if (field_is_absent(&line_fields[j], member))
                continue;
            json_key(writer, line_fields[j].name.bytes);
            field_write_json(writer, &line_fields[j], member);
        }
        json_end_object(writer);
    }
    json_end_array(writer);
}
