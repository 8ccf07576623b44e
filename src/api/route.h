/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_ROUTE_H
#define AVAL_API_ROUTE_H

#include "api/http/request.h"
#include "api/rates.h"
#include "api/trouble.h"
#include "base/attributes.h"

struct api_call;
struct shape;

enum {
    ROUTE_PARAMETERS_MAX = 6
};

/* Who may ask. What somebody may see of the answer is a matter of the route beside it. */
enum right {
    RIGHT_MISSING, /* of a row that says nothing: the program does not start */
    RIGHT_PUBLIC,  /* whoever comes, without a token */
    RIGHT_MEMBER,  /* any role of any tenant, and the vendor's */
    RIGHT_TENANT,  /* any role of any tenant */
    RIGHT_VENDOR
};

/* For whom a token has to be. */
enum token_kind {
    TOKEN_ANY,
    TOKEN_OF_USER /* of an application on behalf of a user */
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
    BODY_UNREAD, /* whatever comes */
    BODY_JSON,
    BODY_FORM
};

/* A way in: one row of the table, with its function in the folder of its family. */
struct route {
    enum http_method method;
    const char *path; /* a segment in braces stands for any */
    struct phrase summary;
    enum right right;
    enum token_kind token;
    bool is_page; /* for browsers: no part of the interface that is described to clients */
    enum body_kind body;
    const struct shape *shape;    /* of a body of JSON that is no proposal */
    const char *content_type;     /* of the answer, when all is well */
    const char *answer;           /* the schema of an answer of JSON, among those of openapi.c */
    const char *const *arguments; /* of the query, NULL at the end; or NULL */
    enum place place;
    enum rate_bucket bucket; /* that a request counts in beside that of all requests */
    void (*handle)(struct api_call *call);
};

/* Arguments that are passed over, whatever they are: libraries by which clients sign in say there
 * who they are themselves. */
extern const char *const any_arguments[];

struct fault;

/* Routes that belong together, and what is alike in them. */
struct route_family {
    const struct route *routes;
    size_t count;
    const char *const *prefixes; /* the first segment of a path, NULL at the end; NULL: any other */
    /* Segments are alike in any case, arguments that no row knows are passed over, and any media
     * type is answered: clients of long ago have their ways. */
    bool is_lenient;
    unsigned id_parameter; /* which parameter of a path is the customer's id, for rates */
    void (*begin)(struct api_call *call); /* what every answer has; or NULL */
    /* How it is said that a request cannot be answered. */
    void (*answer_trouble)(struct api_call *call, enum trouble trouble, const char *about);
    void (*answer_fault)(struct api_call *call, const struct fault *fault);
};

/* The families; that of every other path comes last. */
extern const struct route_family *const route_families[];

/** The family that a path belongs to: always one. */
const struct route_family *route_family_of(const struct http_target *target);

/* The paths of webhooks: webhooks/routes.c. */
extern const struct route_family webhook_routes;

/* The paths of Aval itself, and of signing in; what old clients call on their way to it. */
extern const struct route_family program_routes;
extern const struct route_family page_routes;
extern const struct route_family exchange_routes;

/** NULL, or what is wrong with the tables: a row without right, two alike, no summary. */
const char *routes_check(void);

/** The number of a route among those of all families, and the route of a number; NULL: none. */
size_t route_number(const struct route *route);
const struct route *route_at(size_t number);

/**
 * Finds the route. NULL: the path has none of the method; *out_methods are the bits of those that
 * it has, none if there is no such path. HEAD finds the row of GET, if it has none of its own.
 */
const struct route *route_find(const struct route_family *family, enum http_method method,
                               const struct http_target *target,
                               struct text out_parameters[ROUTE_PARAMETERS_MAX],
                               unsigned *out_methods);

#endif
