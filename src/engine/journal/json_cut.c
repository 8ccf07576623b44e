/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/json_cut.h"

#include <string.h>

bool json_cut_open(struct text *json)
{
    char first = '\0';
    char last = '\0';

    if (json->length < 2)
        return false;
    first = json->bytes[0];
    last = json->bytes[json->length - 1];
    if (!(first == '[' && last == ']') && !(first == '{' && last == '}'))
        return false;
    json->bytes++;
    json->length -= 2;
    return true;
}

/* The length of the string that begins there, quotes and all. */
static size_t string_length(struct text text)
{
    size_t i = 1;

    while (i < text.length && text.bytes[i] != '"')
        i += text.bytes[i] == '\\' ? 2 : 1;
    return i < text.length ? i + 1 : text.length;
}

static size_t item_length(struct text text)
{
    unsigned depth = 0;

    for (size_t i = 0; i < text.length; i++) {
        char sign = text.bytes[i];

        if (sign == '"')
            i += string_length((struct text){ text.bytes + i, text.length - i }) - 1;
        else if (sign == '{' || sign == '[')
            depth++;
        else if ((sign == '}' || sign == ']') && depth > 0)
            depth--;
        else if (sign == ',' && depth == 0)
            return i;
    }
    return text.length;
}

bool json_cut_item(struct text *rest, struct text *out_item)
{
    size_t length = item_length(*rest);

    if (rest->length == 0)
        return false;
    *out_item = (struct text){ rest->bytes, length };
    if (length < rest->length)
        length++; /* the comma */
    rest->bytes += length;
    rest->length -= length;
    return true;
}

bool json_cut_key(struct text member, const char *key, struct text *out_value)
{
    size_t length = strlen(key);

    if (member.length < length + 3 || member.bytes[0] != '"' ||
        memcmp(member.bytes + 1, key, length) != 0 ||
        memcmp(member.bytes + 1 + length, "\":", 2) != 0)
        return false;
    *out_value = (struct text){ member.bytes + length + 3, member.length - length - 3 };
    return true;
}
