/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "api/http/request.h"
#include "base/attributes.h"

#define METHOD(name) #name,
static const char *const method_names[] = { HTTP_METHODS(METHOD) "OTHER" };
#undef METHOD

const char *http_method_name(enum http_method method)
{
    return method_names[method];
}

enum http_method http_method_find(const char *name)
{
    unsigned method = 0;

    while (method < HTTP_METHOD_COUNT && strcmp(method_names[method], name) != 0)
        method++;
    return (enum http_method)method;
}

/* The value of a hexadecimal digit, or -1. */
static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Decodes a part in its place. False: a wrong escape, NUL, or not UTF-8. */
static bool decode(struct text part, bool has_plus, char *room, struct text *out_text)
{
    size_t length = 0;

    for (size_t i = 0; i < part.length; i++) {
        char byte = part.bytes[i];

        if (byte == '%') {
            int high = i + 2 < part.length ? digit_value(part.bytes[i + 1]) : -1;
            int low = i + 2 < part.length ? digit_value(part.bytes[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            byte = (char)(high << 4 | low);
            i += 2;
        } else if (byte == '+' && has_plus) {
            byte = ' ';
        }
        if (byte == '\0')
            return false;
        room[length++] = byte;
    }
    *out_text = (struct text){ room, length };
    return text_is_utf8(*out_text);
}

/* The bytes up to one of the signs, or to the end. */
static size_t length_until(const char *bytes, size_t length, char sign)
{
    const char *found = length > 0 ? memchr(bytes, sign, length) : NULL;

    return found == NULL ? length : (size_t)(found - bytes);
}

static bool parse_segments(char *bytes, size_t length, struct http_target *target)
{
    for (size_t begin = 0; begin < length;) {
        size_t part = length_until(bytes + begin, length - begin, '/');

        if (part > 0 && target->segment_count == HTTP_SEGMENTS_MAX)
            return false;
        if (part > 0 && !decode((struct text){ bytes + begin, part }, false, bytes + begin,
                                &target->segments[target->segment_count++]))
            return false;
        begin += part + 1;
    }
    return true;
}

static bool parse_argument(char *bytes, size_t length, struct http_target *target)
{
    size_t name = length_until(bytes, length, '=');
    struct http_argument *argument = &target->arguments[target->argument_count];
    size_t value = name < length ? name + 1 : length;

    if (target->argument_count == HTTP_ARGUMENTS_MAX)
        return false;
    target->argument_count++;
    return decode((struct text){ bytes, name }, true, bytes, &argument->name) &&
           decode((struct text){ bytes + value, length - value }, true, bytes + value,
                  &argument->value);
}

static bool parse_arguments(char *bytes, size_t length, struct http_target *target)
{
    for (size_t begin = 0; begin < length;) {
        size_t part = length_until(bytes + begin, length - begin, '&');

        if (part > 0 && !parse_argument(bytes + begin, part, target))
            return false;
        begin += part + 1;
    }
    return true;
}

bool http_target_parse(char *bytes, size_t length, struct http_target *out_target)
{
    size_t path = length_until(bytes, length, '?');

    out_target->path = (struct text){ bytes, path };
    out_target->segment_count = 0;
    out_target->argument_count = 0;
    if (length == 0 || bytes[0] != '/')
        return false;
    return parse_segments(bytes, path, out_target) &&
           (path == length || parse_arguments(bytes + path + 1, length - path - 1, out_target));
}

bool http_form_parse(char *bytes, size_t length, struct http_target *out_form)
{
    out_form->path = (struct text){ bytes, 0 };
    out_form->segment_count = 0;
    out_form->argument_count = 0;
    return parse_arguments(bytes, length, out_form);
}

const struct text *http_target_find(const struct http_target *target, const char *name)
{
    for (unsigned i = 0; i < target->argument_count; i++)
        if (text_is(target->arguments[i].name, name))
            return &target->arguments[i].value;
    return NULL;
}
