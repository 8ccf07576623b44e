/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The quick way through a line. It goes by the shape: where the next key is the expected one its
 * bytes are only compared, and of a GUID or a day it is known where it ends. At any doubt it gives
 * up, so that there is one place that says what is wrong with a line.
 */
#include <endian.h>

#include "base/date.h"
#include "base/guid.h"
#include "exchange/shape.h"

/* A line being read. Where reading stands goes from function to function; NULL: in doubt. */
struct plain {
    const struct tagged_shapes *shapes;
    const struct shape *shape;
    const char *end;
    unsigned tag_value;
    bool has_tag;
    unsigned next; /* the field that comes next in most files */
    struct shape_reading *reading;
    void *out;
};

static inline const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

static inline const char *take(const char *at, const char *end, char byte)
{
    return at < end && *at == byte ? at + 1 : NULL;
}

/* The first byte from a place on that does not stand for itself in a string, in ASCII. */
static const char *end_of_string(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t eight = le64toh(text_eight(at));
        uint64_t others = text_eight_escaped(eight) | (eight & TEXT_EIGHT(0x80));

        if (others != 0)
            return at + __builtin_ctzll(others) / 8;
    }
    while (at < end && *at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* Letters and digits: what may be a number, true or false. */
static const char *end_of_word(const char *at, const char *end)
{
    while (at < end && ((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z')))
        at++;
    return at;
}

/* Reading a GUID or a day finds what does not belong there, a quotation mark too. */
static const char *end_of_known(const char *at, const char *end, ptrdiff_t length)
{
    return end - at < length ? end : at + length;
}

/* The text of a value, if it is written as those of its kind are. */
static const char *take_value(const char *at, const char *end, enum field_kind kind,
                              struct text *out_text)
{
    const char *begin = at + 1;

    if (kind == FIELD_QUANTITY || kind == FIELD_FLAG) {
        const char *word_end = end_of_word(at, end);

        *out_text = (struct text){ at, (size_t)(word_end - at) };
        return word_end;
    }
    if (take(at, end, '"') == NULL)
        return NULL;
    if (kind == FIELD_GUID)
        at = end_of_known(begin, end, GUID_LENGTH);
    else if (kind == FIELD_DATE)
        at = end_of_known(begin, end, DATE_LENGTH);
    else
        at = end_of_string(begin, end);
    *out_text = (struct text){ begin, (size_t)(at - begin) };
    return take(at, end, '"');
}

/* What stands behind the key of that name and its colon; NULL: another key comes. */
static inline const char *take_key(const char *at, const char *end, struct text name)
{
    if (end - at < (ptrdiff_t)name.length + 2 || at[0] != '"' || at[name.length + 1] != '"' ||
        !text_equal((struct text){ at + 1, name.length }, name))
        return NULL;
    at = take(skip_spaces(at + name.length + 2, end), end, ':');
    return at == NULL ? NULL : skip_spaces(at, end);
}

static const char *read_tag(struct plain *plain, const char *at)
{
    const struct words *words = plain->shapes->tag.words;
    unsigned expected = plain->tag_value;
    struct text word;

    at = take_value(at, plain->end, FIELD_WORD, &word);
    if (at == NULL || plain->has_tag)
        return NULL;
    plain->has_tag = true;
    if (text_is(word, words->list[expected]))
        return at;
    return words_find(words, word, &plain->tag_value) && plain->tag_value == expected ? at : NULL;
}

static const char *read_field(struct plain *plain, unsigned number, const char *at)
{
    const struct field *field = &plain->shape->fields[number];
    struct shape_reading *reading = plain->reading;
    struct text text;

    at = take_value(at, plain->end, field->kind, &text);
    if (at == NULL || (reading->present & BIT(number)) != 0 ||
        !field_read_text(field, text, reading->room, (char *)plain->out + field->offset))
        return NULL;
    reading->present |= BIT(number);
    plain->next = number + 1;
    return at;
}

/* A member that is not the expected one. */
static const char *read_other_member(struct plain *plain, const char *at)
{
    const char *value = take_key(at, plain->end, plain->shapes->tag.key);

    if (value != NULL)
        return read_tag(plain, value);
    for (unsigned number = 0; number < plain->shape->field_count; number++) {
        value = take_key(at, plain->end, plain->shape->fields[number].name);
        if (value != NULL)
            return read_field(plain, number, value);
    }
    return NULL;
}

static const char *read_member(struct plain *plain, const char *at)
{
    const char *value = NULL;

    if (plain->next < plain->shape->field_count)
        value = take_key(at, plain->end, plain->shape->fields[plain->next].name);
    return value != NULL ? read_field(plain, plain->next, value) : read_other_member(plain, at);
}

static bool has_all(const struct plain *plain)
{
    for (unsigned i = 0; i < plain->shape->field_count; i++)
        if (!plain->shape->fields[i].is_optional && (plain->reading->present & BIT(i)) == 0)
            return false;
    return plain->has_tag;
}

/* The whole line, by the shape of the word that is expected. */
static bool read_line(struct plain *plain, struct text line)
{
    const char *end = line.bytes + line.length;
    const char *at = take(line.bytes, end, '{');

    plain->shape = &plain->shapes->shapes[plain->tag_value];
    plain->end = end;
    plain->has_tag = false;
    plain->next = 0;
    plain->reading->present = 0;
    while (at != NULL) {
        at = read_member(plain, skip_spaces(at, end));
        if (at == NULL)
            return false;
        at = skip_spaces(at, end);
        if (take(at, end, '}') != NULL)
            return at + 1 == end && has_all(plain);
        at = take(at, end, ',');
    }
    return false;
}

bool shape_read_plain(const struct tagged_shapes *shapes, struct text line,
                      struct shape_reading *reading, unsigned *tag_value, void *out)
{
    struct plain plain = {
        .shapes = shapes, .tag_value = *tag_value, .reading = reading, .out = out
    };
    bool is_read = read_line(&plain, line);

    /* Once more when it is another word than was expected. */
    if (!is_read && plain.tag_value != *tag_value) {
        *tag_value = plain.tag_value;
        is_read = read_line(&plain, line);
    }
    return is_read;
}
