/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_ROUTE_H
#define AVAL_API_ROUTE_H

#include "api/http/request.h"
#include "base/attributes.h"

struct api_call;

enum {
    ROUTE_PARAMETERS_MAX = 2
};

/* Who may ask. What somebody may see of the answer is a matter of the route beside it. */
enum right {
    RIGHT_MISSING, /* of a row that says nothing: the program does not start */
    RIGHT_PUBLIC,  /* whoever comes, without a token */
    RIGHT_MEMBER,  /* any role of any tenant, and the vendor's */
    RIGHT_VENDOR
};

/* Where the answer is made. */
enum place {
    PLACE_LOOP,    /* in the loop's thread: nothing in it waits, and it takes microseconds */
    PLACE_WORKERS, /* by the workers */
    PLACE_BY_SIZE  /* by the workers when much is asked */
};

/* What a request brings. */
enum body_kind {
    BODY_NONE,
    BODY_JSON,
    BODY_FORM
};

/* A way in: one row of the table, with its function in the folder of its family. */
struct route {
    enum http_method method;
    const char *path; /* a segment in braces stands for any */
    struct phrase summary;
    enum right right;
    enum body_kind body;
    const char *content_type;     /* of the answer, when all is well */
    const char *const *arguments; /* of the query, NULL at the end; or NULL */
    enum place place;
    void (*handle)(struct api_call *call);
};

extern const struct route routes[];
extern const size_t route_count;

/** NULL, or what is wrong with the table: a row without right, two alike, no summary. */
const char *routes_check(void);

/**
 * Finds the route. NULL: the path has none of the method; *out_methods are the bits of those that
 * it has, none if there is no such path. HEAD finds the row of GET.
 */
const struct route *route_find(enum http_method method, const struct http_target *target,
                               struct text out_parameters[ROUTE_PARAMETERS_MAX],
                               unsigned *out_methods);

#endif
