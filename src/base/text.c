/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/assert.h"

struct text text_of(const char *string)
{
    return (struct text){ string, strlen(string) };
}

bool text_is_in_any_case(struct text text, const char *string)
{
    return text.length == strlen(string) &&
           (text.length == 0 || strncasecmp(text.bytes, string, text.length) == 0);
}

struct text text_take_word(const char **list)
{
    struct text word = { *list, strcspn(*list, " ") };

    *list += word.length;
    if (**list == ' ')
        (*list)++;
    return word;
}

int text_compare(struct text left, struct text right)
{
    size_t length = left.length < right.length ? left.length : right.length;
    int order = length == 0 ? 0 : memcmp(left.bytes, right.bytes, length);

    return order != 0 ? order : (left.length > right.length) - (left.length < right.length);
}

bool text_is_utf8(struct text text)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t done = 0;

    while (done < text.length) {
        utf8proc_int32_t character = 0;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + done, (utf8proc_ssize_t)(text.length - done), &character);

        if (step <= 0)
            return false;
        done += (size_t)step;
    }
    return true;
}

size_t text_width(struct text text)
{
    size_t width = 0;

    for (size_t i = 0; i < text.length; i++)
        if (((unsigned char)text.bytes[i] & 0xc0) != 0x80)
            width++;
    return width;
}

size_t text_columns(struct text text)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t done = 0;
    size_t columns = 0;

    while (done < text.length) {
        utf8proc_int32_t character = 0;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + done, (utf8proc_ssize_t)(text.length - done), &character);

        ASSERT(step > 0);
        columns += (size_t)utf8proc_charwidth(character);
        done += (size_t)step;
    }
    return columns;
}

struct text text_fold(struct text text, char *room)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    size_t done = 0;
    size_t length = 0;

    while (done < text.length) {
        utf8proc_int32_t character = 0;
        utf8proc_ssize_t step =
            utf8proc_iterate(bytes + done, (utf8proc_ssize_t)(text.length - done), &character);

        ASSERT(step > 0);
        length += (size_t)utf8proc_encode_char(utf8proc_tolower(character),
                                               (utf8proc_uint8_t *)room + length);
        done += (size_t)step;
    }
    return (struct text){ room, length };
}

bool text_begins_with_mark(struct text text)
{
    return text.length >= 3 && memcmp(text.bytes, "\xEF\xBB\xBF", 3) == 0;
}

bool text_is_digits(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}
