/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/memory.h"

void buffer_done(struct buffer *buffer)
{
    memory_free(buffer->bytes);
    *buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->has_failed = false;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){ buffer->length > 0 ? buffer->bytes : "", buffer->length };
}

/* A buffer's first room: a sentence, or a fact. */
enum {
    CAPACITY_MIN = 256
};

static bool grow(struct buffer *buffer, size_t length)
{
    void *bytes = buffer->bytes;
    size_t wanted = buffer->length + length;

    if (memory_grow(&bytes, &buffer->capacity, wanted > CAPACITY_MIN ? wanted : CAPACITY_MIN, 1) !=
        STATUS_OK)
        buffer->has_failed = true;
    buffer->bytes = bytes;
    return !buffer->has_failed;
}

static inline bool has_room(struct buffer *buffer, size_t length)
{
    if (buffer->has_failed)
        return false;
    return length <= buffer->capacity - buffer->length || grow(buffer, length);
}

void buffer_add_growing(struct buffer *buffer, const char *bytes, size_t length)
{
    if (!has_room(buffer, length))
        return;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

void buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    int length = 0;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length <= 0 || !has_room(buffer, (size_t)length + 1))
        return;
    va_start(arguments, format);
    (void)vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void buffer_add_spaces(struct buffer *buffer, size_t count)
{
    if (count == 0 || !has_room(buffer, count))
        return;
    memset(buffer->bytes + buffer->length, ' ', count);
    buffer->length += count;
}

/* The two-character escapes; every other control character is written as \u00xx. */
static void add_json_escape(struct buffer *buffer, char byte)
{
    static const char escaped[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = byte == '\0' ? NULL : strchr(escaped, byte);

    if (found != NULL)
        buffer_add(buffer, (char[]){ '\\', letters[found - escaped] }, 2);
    else
        buffer_add_format(buffer, "\\u%04x", (unsigned char)byte);
}

/* Whether all of four to fifteen bytes stand in a JSON string as they are, by two reads that may
 * overlap. */
static inline bool is_short_plain(struct text text)
{
    uint64_t word = 0;

    if (text.length >= sizeof(word))
        return (text_eight_escaped(text_eight(text.bytes)) |
                text_eight_escaped(text_eight(text.bytes + text.length - sizeof(word)))) == 0;
    word = text_four(text.bytes + text.length - sizeof(uint32_t));
    return text_eight_escaped(word << 32 | text_four(text.bytes)) == 0;
}

/* So many bytes at the beginning of a text stand in a JSON string as they are. */
static size_t plain_length(struct text text)
{
    size_t length = 0;

    if (text.length >= 4 && text.length < 16 && is_short_plain(text))
        return text.length;
    while (text.length - length >= 8 && text_eight_escaped(text_eight(text.bytes + length)) == 0)
        length += 8;
    for (; length < text.length; length++) {
        unsigned char byte = (unsigned char)text.bytes[length];

        if (byte < 0x20 || byte == '"' || byte == '\\')
            break;
    }
    return length;
}

/* All but the quotation marks of a text that has something to escape. */
static void add_escaped(struct buffer *buffer, struct text text, size_t plain)
{
    while (plain < text.length) {
        buffer_add(buffer, text.bytes, plain);
        add_json_escape(buffer, text.bytes[plain]);
        text = (struct text){ text.bytes + plain + 1, text.length - plain - 1 };
        plain = plain_length(text);
    }
    buffer_add_text(buffer, text);
}

void buffer_add_json(struct buffer *buffer, struct text text)
{
    size_t plain = plain_length(text);

    /* Room for all of it at once, where nothing is escaped. */
    if (plain == text.length && has_room(buffer, text.length + 2)) {
        char *to = buffer->bytes + buffer->length;

        to[0] = '"';
        if (text.length > 0)
            memcpy(to + 1, text.bytes, text.length);
        to[text.length + 1] = '"';
        buffer->length += text.length + 2;
        return;
    }
    buffer_add(buffer, "\"", 1);
    add_escaped(buffer, text, plain);
    buffer_add(buffer, "\"", 1);
}

/* C0, DEL, C1, and the marks that reverse or hide the text around them. */
static bool may_steer_a_terminal(utf8proc_int32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           utf8proc_category(character) == UTF8PROC_CATEGORY_CF;
}

/* The length of the ASCII at the beginning that a person sees as it is. */
static size_t ascii_length(struct text text)
{
    size_t length = 0;

    while (length < text.length && text.bytes[length] >= 0x20 && text.bytes[length] < 0x7f)
        length++;
    return length;
}

/* Adds one character, or a byte that is none. Returns its length; 0: that is beyond length_max. */
static size_t add_visible_character(struct buffer *buffer, struct text rest, size_t length_max)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)rest.bytes;
    utf8proc_int32_t character = 0;
    utf8proc_ssize_t step = utf8proc_iterate(bytes, (utf8proc_ssize_t)rest.length, &character);
    size_t length = step > 0 ? (size_t)step : 1;

    if (length > length_max)
        return 0;
    if (step > 0 && !may_steer_a_terminal(character))
        buffer_add(buffer, rest.bytes, length);
    else
        for (size_t i = 0; i < length; i++)
            buffer_add_format(buffer, "\\x%02X", bytes[i]);
    return length;
}

void buffer_add_visible(struct buffer *buffer, struct text text, size_t length_max)
{
    size_t done = 0;

    while (done < text.length) {
        struct text rest = { text.bytes + done, text.length - done };
        size_t length = ascii_length(rest);

        if (length > length_max - done)
            length = length_max - done;
        buffer_add(buffer, rest.bytes, length);
        if (length == 0)
            length = add_visible_character(buffer, rest, length_max - done);
        if (length == 0) {
            buffer_add_string(buffer, "…");
            return;
        }
        done += length;
    }
}
