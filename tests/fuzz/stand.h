/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_FUZZ_STAND_H
#define AVAL_TESTS_FUZZ_STAND_H

#include "api/api.h"
#include "api/route.h"

/*
 * A server on the small world, with a book of its own in the memory of the machine, for as long as
 * an input lasts: so what an input does depends on nothing that went before it.
 */
struct stand {
    char book[64];     /* the folder of its book */
    char identity[64]; /* that of its keys */
    struct store *store;
    struct api *api;
    struct listener listener;
};

/* Who comes. */
struct caller {
    const char *tenant; /* NULL: the vendor */
    enum principal_role role;
    bool is_user; /* an application on behalf of a user */
};

enum {
    CALLER_COUNT = 9
};

extern const struct caller callers[CALLER_COUNT];

/* A request, and what came back. */
struct asking {
    unsigned caller;
    enum http_method method;
    struct text target;  /* with its query */
    struct text headers; /* more of them, each with its line end */
    const char *content_type;
    struct text body;
    unsigned status;      /* out */
    struct buffer answer; /* out: the body, as it came */
    struct buffer head;   /* out: status line and headers, a NUL behind them */
};

void stand_begin(struct stand *stand);
void stand_end(struct stand *stand);

/** Asks on a connection of its own; asserts what holds of every answer. */
void stand_ask(struct stand *stand, struct asking *asking);

/** Says on standard error what was asked and answered, for who looks after a failure. */
void asking_show(const struct asking *asking);

void asking_done(struct asking *asking);

/** The token by which a caller comes; borrowed. */
struct text stand_token(unsigned caller);

#endif
