/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/json.h"

#include "base/lines.h"
#include "base/memory.h"
#include "exchange/shape.h"

/* Numbers stay as they are written: integers are digits only. */
static const yyjson_read_flag read_flags = YYJSON_READ_NUMBER_AS_RAW;

enum status json_reader_init(struct json_reader *reader)
{
    return json_reader_init_for(reader, LINE_BYTES_MAX);
}

enum status json_reader_init_for(struct json_reader *reader, size_t length)
{
    size_t size = yyjson_read_max_memory_usage(length, read_flags);

    *reader = (struct json_reader){ .memory = memory_new(size, 1) };
    if (reader->memory == NULL || !yyjson_alc_pool_init(&reader->allocator, reader->memory, size))
        return STATUS_NO_MEMORY;
    return STATUS_OK;
}

void json_reader_done(struct json_reader *reader)
{
    /* Documents live in the pool, and end with it. */
    memory_free(reader->memory);
    *reader = (struct json_reader){ 0 };
}

static enum status refuse(struct problem_sink *sink, struct problem problem)
{
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

static enum problem_kind kind_of_failure(struct text line)
{
    if (text_begins_with_mark(line))
        return PROBLEM_BYTE_ORDER_MARK;
    return text_is_utf8(line) ? PROBLEM_NOT_JSON : PROBLEM_NOT_UTF8;
}

enum status json_read_object(struct json_reader *reader, struct text line, uint64_t number,
                             struct problem_sink *sink, yyjson_val **out_object)
{
    yyjson_read_err failure;
    yyjson_val *root = NULL;
    union {
        const char *given;
        char *wanted;
    } bytes = { line.bytes };

    if (reader->document != NULL)
        yyjson_doc_free(reader->document);
    /* The reader takes a char * for its in-place mode, which is off: nothing is written. */
    reader->document =
        yyjson_read_opts(bytes.wanted, line.length, read_flags, &reader->allocator, &failure);
    if (reader->document == NULL)
        return refuse(sink, (struct problem){ .kind = kind_of_failure(line),
                                              .line = number,
                                              .other_line = failure.pos + 1 });
    root = yyjson_doc_get_root(reader->document);
    if (!yyjson_is_obj(root))
        return refuse(sink, (struct problem){ .kind = PROBLEM_NOT_AN_OBJECT, .line = number });
    *out_object = root;
    return STATUS_OK;
}

static enum status refuse_tag(const struct json_tag *tag, enum problem_kind kind, yyjson_val *found,
                              uint64_t number, struct problem_sink *sink)
{
    struct problem problem = { .kind = kind,
                               .line = number,
                               .field = tag->key,
                               .expected = field_kind_phrase(FIELD_WORD),
                               .choices = tag->words };

    if (found != NULL)
        problem_set_found(&problem, found);
    return refuse(sink, problem);
}

enum status json_read_tag(const struct json_tag *tag, yyjson_val *object, uint64_t number,
                          struct problem_sink *sink, unsigned *out_value)
{
    yyjson_val *found = NULL;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value) {
        if (!text_equal(json_key_text(key), tag->key))
            continue;
        if (found != NULL)
            return refuse_tag(tag, PROBLEM_KEY_DUPLICATE, NULL, number, sink);
        found = value;
    }
    if (found == NULL)
        return refuse_tag(tag, PROBLEM_KEY_MISSING, NULL, number, sink);
    if (!yyjson_is_str(found) ||
        !words_find(tag->words, (struct text){ yyjson_get_str(found), yyjson_get_len(found) },
                    out_value))
        return refuse_tag(tag, PROBLEM_VALUE_WRONG, found, number, sink);
    return STATUS_OK;
}
