/* SPDX-License-Identifier: Apache-2.0 */
#include "api/route.h"

#include <string.h>

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

/* Whether the path has the form of the row; a segment that is named goes before one in braces, by
 * the order of the rows. */
static bool path_fits(const char *path, const struct http_target *target,
                      struct text out_parameters[ROUTE_PARAMETERS_MAX])
{
    unsigned parameter_count = 0;
    unsigned number = 0;

    for (; *path != '\0' && number < target->segment_count; number++) {
        struct text segment = next_segment(&path);

        if (is_parameter(segment))
            out_parameters[parameter_count++] = target->segments[number];
        else if (!text_equal(segment, target->segments[number]))
            return false;
    }
    return *path == '\0' && number == target->segment_count;
}

const struct route *route_find(enum http_method method, const struct http_target *target,
                               struct text out_parameters[ROUTE_PARAMETERS_MAX],
                               unsigned *out_methods)
{
    enum http_method wanted = method == HTTP_HEAD ? HTTP_GET : method;

    *out_methods = 0;
    for (size_t i = 0; i < route_count; i++) {
        if (!path_fits(routes[i].path, target, out_parameters))
            continue;
        if (routes[i].method == wanted)
            return &routes[i];
        *out_methods |= 1U << routes[i].method;
        if (routes[i].method == HTTP_GET)
            *out_methods |= 1U << HTTP_HEAD;
    }
    return NULL;
}

static bool row_is_whole(const struct route *row)
{
    unsigned parameters = 0;

    for (const char *sign = row->path; *sign != '\0'; sign++)
        parameters += *sign == '{';
    return row->path[0] == '/' && parameters <= ROUTE_PARAMETERS_MAX &&
           row->right != RIGHT_MISSING && row->handle != NULL && row->content_type != NULL &&
           row->summary.in[LANGUAGE_EN] != NULL && row->summary.in[LANGUAGE_FR] != NULL &&
           (row->body == BODY_NONE) == (row->method == HTTP_GET || row->method == HTTP_DELETE);
}

const char *routes_check(void)
{
    for (size_t i = 0; i < route_count; i++) {
        if (!row_is_whole(&routes[i]))
            return routes[i].path;
        for (size_t j = 0; j < i; j++)
            if (routes[i].method == routes[j].method && strcmp(routes[i].path, routes[j].path) == 0)
                return routes[i].path;
    }
    return NULL;
}
