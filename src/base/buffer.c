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

static bool grow(struct buffer *buffer, size_t length)
{
    void *bytes = buffer->bytes;

    if (memory_grow(&bytes, &buffer->capacity, buffer->length + length, 1) != STATUS_OK)
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

void buffer_add_json(struct buffer *buffer, struct text text)
{
    size_t plain = 0;

    buffer_add(buffer, "\"", 1);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];

        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        buffer_add(buffer, text.bytes + plain, i - plain);
        add_json_escape(buffer, text.bytes[i]);
        plain = i + 1;
    }
    if (plain < text.length)
        buffer_add(buffer, text.bytes + plain, text.length - plain);
    buffer_add(buffer, "\"", 1);
}

/* C0, DEL, C1, and the marks that reverse or hide the text around them. */
static bool may_steer_a_terminal(utf8proc_int32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
           utf8proc_category(character) == UTF8PROC_CATEGORY_CF;
}

void buffer_add_visible(struct buffer *buffer, struct text text, size_t length_max)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t done = 0;

    while (done < text.length) {
        utf8proc_int32_t character = 0;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + done, (utf8proc_ssize_t)(text.length - done), &character);
        size_t length = step > 0 ? (size_t)step : 1;

        if (done + length > length_max) {
            buffer_add_string(buffer, "…");
            return;
        }
        if (step > 0 && !may_steer_a_terminal(character))
            buffer_add(buffer, text.bytes + done, length);
        else
            for (size_t i = 0; i < length; i++)
                buffer_add_format(buffer, "\\x%02X", bytes[done + i]);
        done += length;
    }
}
