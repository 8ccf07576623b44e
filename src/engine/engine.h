/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ENGINE_H
#define AVAL_ENGINE_ENGINE_H

#include "engine/use_case.h"

/*
 * Acts carried out: each is judged on the facts of the store in the transaction that carries it
 * out, and journalled there, whether it is supported or refused.
 */

/* Told of each decision while its facts are at hand: within the transaction, perhaps again. */
struct act_observer {
    /** Forgets what it was told: the act begins, perhaps anew. */
    void (*begin)(struct act_observer *observer);
    /* Redacted: without facts of the parties, or their names. */
    void (*decided)(struct act_observer *observer, const struct full *full, bool is_redacted);
};

/* An act that somebody asks for. */
struct act_request {
    struct principal principal;
    const struct use_case *use_case;
    struct act_input input;
    struct text request_id; /* for repeating the request without repeating the act; empty: none */
    date on;                /* the day; DATE_BEFORE_ALL: the book's */
    bool is_dry_run;        /* only tells what would come of it, on any day */
    struct act_observer *observer; /* or NULL */
};

/* What came of it, when it was judged. */
struct act_answer {
    enum outcome outcome;
    uint64_t position;       /* in the journal; 0 of a dry run */
    struct merkle_hash leaf; /* of its entry, for proofs; not of a dry run */
    bool is_repeated;        /* it was done before: this is the first answer again */
    struct buffer json;      /* the answer as one object, and a line end */
    struct buffer notes;     /* what the answer tells, a line each: "key: value" */
    struct fault fault;      /* of a failure */
};

/** Ends an answer; a zeroed one too. */
void act_answer_done(struct act_answer *answer);

/**
 * Judges an act, and carries it out if it is supported. OK: it was carried out, or a rule refuses
 * it: see the outcome. Anything else: nothing was written, and the answer's fault says why.
 */
enum status engine_act(struct store *store, const struct act_request *request,
                       struct act_answer *out_answer) MUST_CHECK;

/** The book in memory, of all facts that rules read. CORRUPT: the fault says what is wrong. */
enum status engine_load_book(struct store *store, struct book **out_book, struct fault *fault)
    MUST_CHECK;

/** The same, of the state that the call sees. */
enum status call_load_book(struct call *call, struct book **out_book) MUST_CHECK;

#endif
