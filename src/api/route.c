/* SPDX-License-Identifier: Apache-2.0 */
#include "api/route.h"

#include <string.h>
#include <strings.h>

static struct text next_segment(const char **path)
{
    const char *begin = *path + 1;
    size_t length = strcspn(begin, "/");

    *path = begin + length;
    return (struct text){ begin, length };
}

static bool is_parameter(struct text segment)
{
    return segment.length > 0 && segment.bytes[0] == '{';
}

static bool segment_is(struct text segment, struct text wanted, bool is_lenient)
{
    if (!is_lenient)
        return text_equal(segment, wanted);
    return segment.length == wanted.length &&
           strncasecmp(segment.bytes, wanted.bytes, wanted.length) == 0;
}

/* Whether the path has the form of the row; a segment that is named goes before one in braces, by
 * the order of the rows. */
static bool path_fits(const char *path, const struct http_target *target, bool is_lenient,
                      struct text out_parameters[ROUTE_PARAMETERS_MAX])
{
    unsigned parameter_count = 0;
    unsigned number = 0;

    for (; *path != '\0' && number < target->segment_count; number++) {
        struct text segment = next_segment(&path);

        if (is_parameter(segment))
            out_parameters[parameter_count++] = target->segments[number];
        else if (!segment_is(target->segments[number], segment, is_lenient))
            return false;
    }
    return *path == '\0' && number == target->segment_count;
}

static bool has_prefix(const struct route_family *family, struct text segment)
{
    if (family->prefixes == NULL)
        return true;
    for (const char *const *prefix = family->prefixes; *prefix != NULL; prefix++)
        if (segment_is(segment, text_of(*prefix), family->is_lenient))
            return true;
    return false;
}

const struct route_family *route_family_of(const struct http_target *target)
{
    struct text first = target->segment_count > 0 ? target->segments[0] : TEXT("");
    const struct route_family *const *family = route_families;

    while (!has_prefix(*family, first))
        family++;
    return *family;
}

const struct route *route_find(const struct route_family *family, enum http_method method,
                               const struct http_target *target,
                               struct text out_parameters[ROUTE_PARAMETERS_MAX],
                               unsigned *out_methods)
{
    const struct route *got = NULL;
    struct text parameters[ROUTE_PARAMETERS_MAX] = { { 0 } };

    *out_methods = 0;
    for (size_t i = 0; i < family->count; i++) {
        const struct route *row = &family->routes[i];

        if (!path_fits(row->path, target, family->is_lenient, parameters))
            continue;
        *out_methods |= 1U << row->method;
        if (row->method == HTTP_GET)
            *out_methods |= 1U << HTTP_HEAD;
        if (row->method != method && !(method == HTTP_HEAD && row->method == HTTP_GET))
            continue;
        if (got == NULL || row->method == method) {
            got = row;
            memcpy(out_parameters, parameters, sizeof(parameters));
        }
        if (row->method == method)
            return row;
    }
    return got;
}

static bool row_is_whole(const struct route *row)
{
    unsigned parameters = 0;

    for (const char *sign = row->path; *sign != '\0'; sign++)
        parameters += *sign == '{';
    return row->path[0] == '/' && parameters <= ROUTE_PARAMETERS_MAX &&
           row->right != RIGHT_MISSING && row->handle != NULL && row->content_type != NULL &&
           row->summary.in[LANGUAGE_EN] != NULL && row->summary.in[LANGUAGE_FR] != NULL &&
           (row->body == BODY_NONE) ==
               (row->method == HTTP_GET || row->method == HTTP_HEAD || row->method == HTTP_DELETE);
}

static const char *check_family(const struct route_family *family)
{
    const struct route *rows = family->routes;

    for (size_t i = 0; i < family->count; i++) {
        if (!row_is_whole(&rows[i]))
            return rows[i].path;
        for (size_t j = 0; j < i; j++)
            if (rows[i].method == rows[j].method && strcasecmp(rows[i].path, rows[j].path) == 0)
                return rows[i].path;
    }
    return NULL;
}

/* Goes through the families up to that of all other paths. */
static const struct route_family *family_after(const struct route_family *const **place)
{
    const struct route_family *family = **place;

    return family->prefixes == NULL ? NULL : *++*place;
}

const char *routes_check(void)
{
    const struct route_family *const *place = route_families;
    const char *wrong = NULL;

    for (const struct route_family *family = *place; family != NULL && wrong == NULL;
         family = family_after(&place))
        wrong = check_family(family);
    return wrong;
}

size_t route_number(const struct route *route)
{
    const struct route_family *const *place = route_families;
    size_t before = 0;

    for (const struct route_family *family = *place; family != NULL;
         family = family_after(&place)) {
        if (route >= family->routes && route < family->routes + family->count)
            return before + (size_t)(route - family->routes);
        before += family->count;
    }
    return before;
}

const struct route *route_at(size_t number)
{
    const struct route_family *const *place = route_families;

    for (const struct route_family *family = *place; family != NULL;
         family = family_after(&place)) {
        if (number < family->count)
            return &family->routes[number];
        number -= family->count;
    }
    return NULL;
}
