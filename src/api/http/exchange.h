/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_EXCHANGE_H
#define AVAL_API_HTTP_EXCHANGE_H

#include <stdint.h>

#include "api/http/request.h"
#include "base/buffer.h"

enum {
    HTTP_HEADERS_MAX = 16,
    HTTP_HEADER_VALUE_BYTES = 16384 /* with a NUL: where a browser is sent to, with all it brings */
};

struct http_header {
    const char *name; /* a constant */
    size_t value;     /* where it begins in the response's values */
};

struct http_response {
    unsigned status;
    struct http_header headers[HTTP_HEADERS_MAX];
    unsigned header_count;
    struct buffer values; /* of the headers, each with a NUL behind it */
    struct buffer body;
    /* The body comes in parts, each asked for by the handler's `more`; the first one too. */
    bool has_parts;
    bool is_last;   /* nothing comes behind this part */
    bool is_broken; /* what was to come cannot: the client is to see that it has not all */
};

/** Adds a header; one without a value, or whose value is too long or holds control characters, is
 * left out whole. */
void http_response_add(struct http_response *response, const char *name, struct text value);

/** The same in the place of what the header was, if it is there. */
void http_response_set(struct http_response *response, const char *name, struct text value);

/* How a request could not be read; then its body is empty, and its target may be. */
enum http_trouble {
    HTTP_SOUND,
    HTTP_TARGET_WRONG,
    HTTP_FRAMING_WRONG, /* two lengths, or a transfer coding that is unknown */
    HTTP_BODY_TOO_LARGE,
    HTTP_NO_MEMORY
};

struct http_loop;

/* A request and its answer, on their way through a loop. */
struct http_exchange {
    struct http_request request;
    enum http_trouble trouble;
    struct http_response response;
    int64_t begun_us;       /* of a clock that only goes forward */
    void *subject;          /* of who answers; ended by them, in `ended` */
    struct http_loop *loop; /* the rest is the loop's */
    struct http_exchange *next;
    struct buffer target;
    struct buffer body;
    uint64_t body_bytes; /* that have come, kept or not */
    size_t sent_bytes;   /* of the part that is being sent */
    unsigned stage;
};

/* How a request goes on after it was handed to its handler. */
enum http_next {
    HTTP_ANSWERED,
    HTTP_LATER /* http_exchange_complete() will be called, once, from any thread */
};

/* Who answers requests; its functions run in every loop's thread. */
struct http_handler {
    enum http_next (*answer)(struct http_handler *handler, struct http_exchange *exchange);

    /** The answer went out, or its client is gone; adds a line to the log, which may be empty. */
    void (*ended)(struct http_handler *handler, struct http_exchange *exchange, struct buffer *log);

    /**
     * The part was sent, and its body is empty: it is to be filled with the next one, or made the
     * last; then http_exchange_complete() is called, once, from any thread. Only of answers in
     * parts; where there are none, NULL.
     */
    void (*more)(struct http_handler *handler, struct http_exchange *exchange);
};

/** Hands an exchange whose response, or part of it, is filled back to its loop, which wakes up. */
void http_exchange_complete(struct http_exchange *exchange);

#endif
