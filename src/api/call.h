/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_CALL_H
#define AVAL_API_CALL_H

#include "api/api.h"
#include "api/http/exchange.h"
#include "api/route.h"
#include "api/stream.h"
#include "api/trouble.h"
#include "api/workers.h"
#include "engine/engine.h"
#include "engine/fault.h"
#include "engine/principal.h"

enum {
    REQUEST_ID_BYTES = 128
};

/* A request on its way through its route. */
struct api_call {
    struct job job; /* first: of those that wait */
    struct api *api;
    struct http_exchange *exchange;
    const struct http_request *request;
    struct http_response *response;
    const struct route_family *family;
    const struct route *route;                    /* NULL: none */
    struct text parameters[ROUTE_PARAMETERS_MAX]; /* of the path, in their order */
    bool has_principal;
    struct principal principal;
    struct bearer bearer; /* whose principal it is */
    enum language language;
    char request_id[REQUEST_ID_BYTES]; /* the caller's, or one that was made */
    char correlation_id[REQUEST_ID_BYTES];
    bool has_own_request_id; /* it is the caller's */
    struct stream *stream;   /* of an answer in parts; else NULL */
};

/* Answers: each fills the response. */

/** What is wrong with the request, in the way of its family; `about` may be NULL. */
void call_answer_trouble(struct api_call *call, enum trouble trouble, const char *about);

/** The same for what the engine could not do. */
void call_answer_fault(struct api_call *call, const struct fault *fault);

/* The same as a problem document (RFC 9457). */
void problem_answer_trouble(struct api_call *call, enum trouble trouble, const char *about);
void problem_answer_fault(struct api_call *call, const struct fault *fault);

/** Adds what happened, and the trouble's status. */
void trouble_write(struct buffer *buffer, enum trouble trouble, const char *about,
                   enum language language);
unsigned trouble_status(enum trouble trouble);

/** The body is in the response already; the content type is a constant. */
void call_answer(struct api_call *call, unsigned status, const char *content_type);

/** An answer of JSON with status 200. */
void call_answer_json(struct api_call *call);

/** Counts an act that was judged, has the book in memory follow it, and tells its position. */
void call_tell_act(struct api_call *call, const struct act_request *request,
                   const struct act_answer *answer);

/** An answer of the route's type with an ETag; without the body where the client has it. */
void call_answer_cacheable(struct api_call *call);

/** An answer in parts, with status 200; the call has the stream from now on. */
void call_answer_stream(struct api_call *call, struct stream *stream, const char *content_type);

/** Looks at the request's token again. False: it is not valid any more. */
bool call_is_valid(struct api_call *call);

/** Runs the work on one state of the book. False: it failed, and is answered. */
bool call_read(struct api_call *call, struct store_work *work);

/** The status of HTTP for how a call of the engine ended. */
unsigned http_status_of(enum status status);

#define CONTENT_JSON "application/json"
#define CONTENT_PROBLEM "application/problem+json"
#define CONTENT_FORM "application/x-www-form-urlencoded"
#define CONTENT_EVENTS "text/event-stream"
#define CONTENT_PAGE "text/html; charset=utf-8"
#define CONTENT_LINES "application/x-ndjson"
#define CONTENT_TEXT "text/plain; version=0.0.4; charset=utf-8"

#endif
