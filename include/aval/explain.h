/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXPLAIN_H
#define AVAL_EXPLAIN_H

#include <stddef.h>

#include <aval/judge.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Decisions in full form: why, on which facts, and what would help. An answer is text of one line
 * in the caller's room (struct aval_answer), whose capacity is the most that it may take. Where
 * that is too little the status is AVAL_NO_ROOM, and the answer's length says how many bytes the
 * text has, its NUL not counted; it may be another when facts change meanwhile.
 *
 * All of one answer rests on the same state of the world. The first call after partners have
 * changed (tenants, enrolments, partner ids, indirect relationships) looks through the whole
 * world, and others wait for it.
 */

/* How much is told. Later versions may add values at the end. */
enum aval_detail {
    AVAL_WHOLE = 0, /* all */
    AVAL_REDACTED =
        1 /* without facts, names, plans and dossier: for who may not see a stranger's */
};

/* Plans have at most so many steps, and there are at most so many. */
#define AVAL_STEPS_MAX 8
#define AVAL_PLANS_MAX 5

/*
 * How an act is explained. With less than AVAL_STEPS_MAX and AVAL_PLANS_MAX the decision is the
 * same and found sooner, but where plans are left out its way forward and dossier are not those of
 * `aval check --full`, and it differs from what aval_replay() makes of it.
 */
struct aval_explaining {
    enum aval_profile profile;
    const char *other_readings; /* those taken the other way, spaces between them: "Q2 Q7" */
    enum aval_detail detail;
    unsigned steps_max; /* of a plan; 0: no plans */
    unsigned plans_max; /* the best are told; 0: none */
};

/* What the command line does. */
#define AVAL_EXPLAINING_INIT { AVAL_PROGRAMME, NULL, AVAL_WHOLE, AVAL_STEPS_MAX, AVAL_PLANS_MAX }

/* Most decisions in full form take less. */
#define AVAL_FULL_BYTES_USUAL 65536

/**
 * Judges one proposal and answers with the decision in full form: with its facts, messages in both
 * languages, remedies, plans of a way forward, and the dossier. It takes memory while it works, a
 * few times that of the answer, and about 64 KiB of stack.
 *
 * Ownership: all that is given stays the caller's; of the answer only the length is written, and
 * that on NO_ROOM, where the call does not succeed.
 * Errors: INVALID, as aval_judge(), and for a reading that cannot be taken the other way; NO_ROOM,
 * the answer and a NUL take more than `capacity` bytes; NO_MEMORY.
 * Source: docs/formats.md, "The full form".
 */
AVAL_API_CHECKED enum aval_status aval_explain(aval_world *world,
                                               const struct aval_explaining *explaining,
                                               const struct aval_proposal *proposal,
                                               aval_problems *problems, struct aval_answer *answer);

/**
 * The same for a line of proposals: byte for byte as `aval check --full --json` answers it. A line
 * in error is answered with its error, in English; the answer to a blank line is empty.
 *
 * Ownership: as aval_explain().
 * Errors: INVALID, an argument is wrong or there is more than one line; NO_ROOM; NO_MEMORY.
 * Source: docs/formats.md, "The full form".
 */
AVAL_API_CHECKED enum aval_status aval_explain_json(aval_world *world,
                                                    const struct aval_explaining *explaining,
                                                    const struct aval_line *line,
                                                    aval_problems *problems,
                                                    struct aval_answer *answer);

/**
 * Judges a decision in full form again, from the dossier that it carries and nothing else, and
 * answers with a line of JSON as `aval replay --json` does: the same, how it differs, or why it
 * cannot be read. It takes memory while it works, about twenty times that of the line.
 *
 * Ownership: as aval_explain().
 * Errors: INVALID, an argument is wrong or there is more than one line; NO_ROOM; NO_MEMORY. That
 * the line is no decision, or another, is no error.
 * Source: docs/formats.md, "Replay".
 */
AVAL_API_CHECKED enum aval_status aval_replay(const struct aval_line *line, aval_problems *problems,
                                              struct aval_answer *answer);

/* Through whom can a customer be supplied? Texts are as in a proposal to place an order. */
struct aval_routes_query {
    enum aval_profile profile;
    const char *other_readings; /* those taken the other way, spaces between them */
    const char *date;
    const char *customer;
    const char *offer;       /* NULL: any */
    const char *seller;      /* only routes through it; NULL: any */
    const char *provider;    /* the same */
    unsigned near_steps_max; /* of the plans of near misses, to AVAL_STEPS_MAX; 0: none wanted */
    size_t listed_max;       /* of each list, to bound the answer; 0: no limit */
};

/* No customer yet, and no date. */
#define AVAL_ROUTES_QUERY_INIT { AVAL_PROGRAMME, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0 }

/**
 * Answers with a line of JSON as `aval routes --json` does: every route whose order would be
 * supported, near misses with their plans, and where none is supported what cuts off how many.
 * Judges every partner and pair of the customer's region: in a large world, with near misses, that
 * may take seconds, and memory in proportion to the lists.
 *
 * Ownership: as aval_explain().
 * Errors: INVALID, an argument is wrong, or the query names what the world does not know; NO_ROOM;
 * NO_MEMORY.
 * Source: docs/formats.md, "Routes".
 */
AVAL_API_CHECKED enum aval_status aval_routes(aval_world *world,
                                              const struct aval_routes_query *query,
                                              aval_problems *problems, struct aval_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
