/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_REQUEST_H
#define AVAL_API_HTTP_REQUEST_H

#include "base/text.h"

/* The methods that routes may have, and one for any other. */
#define HTTP_METHODS(METHOD)                                                                       \
    METHOD(GET)                                                                                    \
    METHOD(HEAD)                                                                                   \
    METHOD(POST)                                                                                   \
    METHOD(PUT)                                                                                    \
    METHOD(PATCH)                                                                                  \
    METHOD(DELETE)                                                                                 \
    METHOD(OPTIONS)

#define METHOD(name) HTTP_##name,
enum http_method {
    HTTP_METHODS(METHOD) HTTP_METHOD_COUNT
};
#undef METHOD

/** The method's name; "OTHER" for HTTP_METHOD_COUNT. */
const char *http_method_name(enum http_method method);

/** The method of that name, which is spelled in capitals; HTTP_METHOD_COUNT: any other. */
enum http_method http_method_find(const char *name);

enum {
    HTTP_SEGMENTS_MAX = 16,
    HTTP_ARGUMENTS_MAX = 32,
    HTTP_ADDRESS_BYTES = 48
};

struct http_argument {
    struct text name, value;
};

/* What a request asks for: the parts of its target, with percent signs decoded, as UTF-8. */
struct http_target {
    struct text path; /* as it was given, without the query */
    struct text segments[HTTP_SEGMENTS_MAX];
    unsigned segment_count;
    struct http_argument arguments[HTTP_ARGUMENTS_MAX];
    unsigned argument_count;
};

/**
 * Parts a target of the form /path?query, within its own bytes, which are overwritten by what
 * they decode to. Slashes side by side count as one. False: it is of another form, has too many
 * parts, a wrong escape, or something that is not UTF-8 or holds NUL.
 */
bool http_target_parse(char *bytes, size_t length, struct http_target *out_target);

/** Reads a form (application/x-www-form-urlencoded) in the same way: only arguments. */
bool http_form_parse(char *bytes, size_t length, struct http_target *out_form);

/** The argument's value, or NULL. A name that comes twice counts once, the first time. */
const struct text *http_target_find(const struct http_target *target, const char *name);

struct http_source;

/* A request whose body has come whole; everything is borrowed until it is answered. */
struct http_request {
    enum http_method method;
    struct http_target target;
    struct text body;
    char address[HTTP_ADDRESS_BYTES]; /* of the client, without port */
    struct http_source *source;
};

/** A header's value; without bytes where it is absent. */
struct text http_request_header(const struct http_request *request, const char *name);

/** Whether it came over TLS. */
bool http_request_is_encrypted(const struct http_request *request);

#endif
