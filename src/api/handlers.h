/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HANDLERS_H
#define AVAL_API_HANDLERS_H

#include "api/call.h"
#include "exchange/shape.h"

/* The functions of the rows of routes.c, a file a family in program/. */

/* decisions.c */
void decisions_answer(struct api_call *call);
void ask_answer(struct api_call *call);

/* acts.c */
void acts_list(struct api_call *call);
void act_do(struct api_call *call);

/* reading.c */
void rulebook_show(struct api_call *call);
void routes_show(struct api_call *call);

/* parties.c */
void parties_list(struct api_call *call);
void party_show(struct api_call *call);
void mpa_status_show(struct api_call *call);

/* journal.c */
void entries_list(struct api_call *call);
void entry_show(struct api_call *call);
void head_show(struct api_call *call);
void proof_show(struct api_call *call);
void consistency_show(struct api_call *call);
void party_history(struct api_call *call);

/* events.c */
void events_show(struct api_call *call);
void export_show(struct api_call *call);

/* operation.c */
void health_live(struct api_call *call);
void health_ready(struct api_call *call);
void metrics_show(struct api_call *call);

/* signing_in.c */
void token_v1(struct api_call *call);
void token_v2(struct api_call *call);
void token_exchange(struct api_call *call);

/* clock.c */
extern const struct shape clock_shape;
void clock_show(struct api_call *call);
void clock_set(struct api_call *call);

/* discovery.c */
void discovery_v1(struct api_call *call);
void discovery_v2(struct api_call *call);
void keys_show(struct api_call *call);

/* docs_page.c */
void docs_show(struct api_call *call);

/* openapi.c */
void openapi_show(struct api_call *call);

/* For several of them. */

/** An argument of the query; an empty text where it is absent. */
struct text call_argument(const struct api_call *call, const char *name);

/** Whether the argument is "true"; false: it is neither that nor "false", and answered. */
bool call_flag_argument(struct api_call *call, const char *name, bool *out_flag);

/** The profile of the argument; false: it is none, and answered. */
bool call_terms(struct api_call *call, struct terms *out_terms);

/* A body of JSON being read. */
struct body_reading {
    struct problem_sink sink; /* first */
    struct api_call *call;
    bool has_told;
    struct json_reader reader;
    struct shape_reading shape; /* `present` says which fields came */
};

/**
 * Reads the body by the shape, as strictly as a line of a file is read. False: it is wrong, and
 * answered. Texts are borrowed from the reading, which the caller ends in either case.
 */
bool body_reading_take(struct api_call *call, const struct shape *shape,
                       struct body_reading *reading, void *out);
void body_reading_end(struct body_reading *reading);

/** Adds lines of JSON as the items of a list. */
void call_add_lines(struct buffer *buffer, struct text lines);

#endif
