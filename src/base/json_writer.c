/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_writer.h"

#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"

void json_writer_init(struct json_writer *writer, struct buffer *buffer, unsigned sorted_from)
{
    writer->buffer = buffer;
    writer->sorted_from = sorted_from;
    writer->depth = 0;
    writer->levels[0].count = 0;
    writer->scratch = (struct buffer){ 0 };
}

void json_writer_done(struct json_writer *writer)
{
    buffer_done(&writer->scratch);
}

static bool is_sorted(const struct json_writer *writer)
{
    return writer->depth > writer->sorted_from;
}

static struct json_level *level_of(struct json_writer *writer)
{
    return &writer->levels[writer->depth];
}

/* Items of an array are parted here; members of an object by their keys. */
static void begin_value(struct json_writer *writer)
{
    struct buffer *buffer = writer->buffer;
    bool is_of_member = buffer->length > 0 && buffer->bytes[buffer->length - 1] == ':';

    if (writer->depth == 0 || is_of_member)
        return;
    if (level_of(writer)->count > 0)
        buffer_add(buffer, ",", 1);
    level_of(writer)->count++;
}

static void begin_level(struct json_writer *writer, const char *bracket)
{
    begin_value(writer);
    buffer_add(writer->buffer, bracket, 1);
    writer->depth++;
    ASSERT(writer->depth < JSON_DEPTH_MAX);
    level_of(writer)->begin = writer->buffer->length;
    level_of(writer)->count = 0;
}

void json_begin_object(struct json_writer *writer)
{
    begin_level(writer, "{");
}

void json_begin_array(struct json_writer *writer)
{
    begin_level(writer, "[");
}

void json_end_array(struct json_writer *writer)
{
    writer->depth--;
    buffer_add(writer->buffer, "]", 1);
}

static struct text member_at(const struct json_writer *writer, const struct json_level *level,
                             unsigned number)
{
    size_t begin = level->members[number];
    size_t end =
        number + 1 < level->count ? level->members[number + 1] - 1 : writer->buffer->length;

    return (struct text){ writer->buffer->bytes + begin, end - begin };
}

/* Keys end in a quotation mark, which is before every letter: comparing members compares keys. */
static bool member_is_before(struct text left, struct text right)
{
    size_t length = left.length < right.length ? left.length : right.length;

    return memcmp(left.bytes, right.bytes, length) < 0;
}

static void sort_members(struct json_writer *writer)
{
    struct json_level *level = level_of(writer);
    NOT_CLEARED struct text sorted[JSON_MEMBERS_MAX];
    unsigned count = level->count;
    bool is_in_order = true;

    for (unsigned i = 0; i < count; i++) {
        struct text member = member_at(writer, level, i);
        unsigned place = i;

        for (; place > 0 && member_is_before(member, sorted[place - 1]); place--)
            sorted[place] = sorted[place - 1];
        sorted[place] = member;
        is_in_order = is_in_order && place == i;
    }
    if (is_in_order)
        return;
    buffer_clear(&writer->scratch);
    for (unsigned i = 0; i < count; i++) {
        buffer_add_text(&writer->scratch, i > 0 ? TEXT(",") : TEXT(""));
        buffer_add_text(&writer->scratch, sorted[i]);
    }
    if (writer->scratch.has_failed)
        writer->buffer->has_failed = true;
    else
        memcpy(writer->buffer->bytes + level->begin, writer->scratch.bytes, writer->scratch.length);
}

void json_end_object(struct json_writer *writer)
{
    if (is_sorted(writer) && !writer->buffer->has_failed)
        sort_members(writer);
    writer->depth--;
    buffer_add(writer->buffer, "}", 1);
}

void json_key(struct json_writer *writer, const char *key)
{
    struct json_level *level = level_of(writer);

    if (level->count > 0)
        buffer_add(writer->buffer, ",", 1);
    if (is_sorted(writer)) {
        ASSERT(level->count < JSON_MEMBERS_MAX);
        level->members[level->count] = writer->buffer->length;
    }
    level->count++;
    buffer_add_json(writer->buffer, text_of(key));
    buffer_add(writer->buffer, ":", 1);
}

void json_text(struct json_writer *writer, struct text text)
{
    begin_value(writer);
    buffer_add_json(writer->buffer, text);
}

void json_string(struct json_writer *writer, const char *string)
{
    json_text(writer, text_of(string));
}

void json_integer(struct json_writer *writer, int64_t value)
{
    char digits[20]; /* of -2^63, its sign included */
    size_t begin = sizeof(digits);
    uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;

    do {
        digits[--begin] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (value < 0)
        digits[--begin] = '-';
    json_raw(writer, (struct text){ digits + begin, sizeof(digits) - begin });
}

void json_flag(struct json_writer *writer, bool value)
{
    json_raw(writer, value ? TEXT("true") : TEXT("false"));
}

void json_null(struct json_writer *writer)
{
    json_raw(writer, TEXT("null"));
}

void json_raw(struct json_writer *writer, struct text json)
{
    begin_value(writer);
    buffer_add_text(writer->buffer, json);
}
