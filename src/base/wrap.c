/* SPDX-License-Identifier: Apache-2.0 */
#include "base/wrap.h"

#include <string.h>

/* French puts a space before these, at which a line must not be broken. */
static size_t closing_length(struct text rest)
{
    static const char *const closing[] = { ";", ":", "?", "!", "»" };

    for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++) {
        size_t length = strlen(closing[i]);

        if (rest.length >= length && memcmp(rest.bytes, closing[i], length) == 0)
            return length;
    }
    return 0;
}

static size_t word_length(struct text text)
{
    size_t length = 0;

    while (length < text.length && text.bytes[length] != ' ' && text.bytes[length] != '\n')
        length++;
    return length;
}

static struct text after(struct text text, size_t length)
{
    return (struct text){ text.bytes + length, text.length - length };
}

/* A word with what must stand in the same line. */
static size_t unit_length(struct text text)
{
    size_t length = word_length(text);

    while (length < text.length && text.bytes[length] == ' ') {
        struct text rest = after(text, length + 1);
        bool is_opened = length >= 2 && memcmp(text.bytes + length - 2, "«", 2) == 0;

        if (!is_opened && closing_length(rest) == 0)
            break;
        length += 1 + word_length(rest);
    }
    return length;
}

/* Ends a line of the text itself. An empty line stays empty. */
static void add_line_end(struct buffer *buffer, struct text rest, size_t indent)
{
    buffer_add(buffer, "\n", 1);
    if (rest.length > 0 && rest.bytes[0] != '\n')
        buffer_add_spaces(buffer, indent);
}

void wrap_words(struct buffer *buffer, struct text text, struct margins margins)
{
    size_t column = margins.indent;

    while (text.length > 0) {
        size_t length = unit_length(text);
        size_t width = text_columns((struct text){ text.bytes, length });

        if (column > margins.indent && margins.width > 0 && column + 1 + width > margins.width) {
            buffer_add(buffer, "\n", 1);
            buffer_add_spaces(buffer, margins.indent);
            column = margins.indent;
        } else if (column > margins.indent) {
            buffer_add(buffer, " ", 1);
            column++;
        }
        buffer_add(buffer, text.bytes, length);
        column += width;
        text = after(text, length);
        if (text.length > 0 && text.bytes[0] == '\n') {
            add_line_end(buffer, after(text, 1), margins.indent);
            column = margins.indent;
        }
        if (text.length > 0)
            text = after(text, 1);
    }
}

void wrap_write(struct buffer *buffer, struct text text, struct margins margins)
{
    wrap_words(buffer, text, margins);
    buffer_add(buffer, "\n", 1);
}
