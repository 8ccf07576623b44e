/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_JUDGE_H
#define AVAL_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include <aval/world.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The rules by which a decision is taken. Later versions may add values at the end. */
enum aval_profile {
    AVAL_ARTICLE = 0,  /* those of the article alone */
    AVAL_PROGRAMME = 1 /* those of the programme's further pages too: what `aval check` asks */
};

/*
 * An act that somebody proposes, each member a text as the key of that name holds it in a file of
 * proposals; NULL: the key is absent. Which keys an act has, and which of them have to be there,
 * is the same as in files, but for `id`, which may always be absent.
 */
struct aval_proposal {
    const char *id;     /* the caller's own, 1 to 200 bytes; no decision depends on it */
    const char *act;    /* "place_order", ... */
    const char *date;   /* "YYYY-MM-DD" */
    const char *seller; /* GUIDs of tenants, in either case */
    const char *provider;
    const char *reseller;
    const char *partner;
    const char *customer;
    const char *tenant;
    const char *offer;            /* id of an offer */
    const char *quantity;         /* digits: "5" */
    const char *mpn_id;           /* a partner id, in digits */
    const char *new_subscription; /* "true" or "false" */
    const char *requested_by;     /* "provider", "reseller" or "vendor_support" */
    const char *role;             /* "indirect_provider", "indirect_reseller" or "direct_bill" */
    const char *capabilities;     /* words with single spaces between them; "-": none */
};

/* What a proposal is made of to begin with: no key. */
#define AVAL_PROPOSAL_INIT                                                                         \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,                                            \
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL                                             \
    }

/* No decision has more findings. */
#define AVAL_FINDINGS_MAX 32

/* A rule that stands against an act, and about whom: numbers for the functions of aval/rule.h. */
struct aval_finding {
    uint16_t rule;     /* below aval_rule_count() */
    uint16_t position; /* where the party stands in the act */
};

/* All findings, in the order of their names. None: the act is supported. */
struct aval_decision {
    uint32_t finding_count;
    struct aval_finding findings[AVAL_FINDINGS_MAX]; /* zero from finding_count on */
};

/* What became of one of several proposals. */
struct aval_result {
    enum aval_status status;       /* OK or INVALID */
    struct aval_decision decision; /* zero unless the status is OK */
};

/*
 * A proposal whose parties and things have been found in a world: a value, to be copied and kept
 * as long as the world is open, whatever changes in it. What it holds is the library's business.
 */
struct aval_request {
    uint64_t words[8];
};

/**
 * Judges one proposal by the rules of the profile. Allocates no memory unless it fails.
 *
 * Ownership: the proposal's texts stay the caller's; *out_decision is a value, and on failure
 * untouched.
 * Errors: INVALID, the proposal is not well-formed or names what the world does not know;
 * NO_MEMORY, and `problems` could not hold the reason. That rules stand against an act is no error.
 * Source: docs/formats.md, "Proposals" and "Decisions".
 */
AVAL_API_CHECKED enum aval_status aval_judge(aval_world *world, enum aval_profile profile,
                                             const struct aval_proposal *proposal,
                                             aval_problems *problems,
                                             struct aval_decision *out_decision);

/**
 * Judges `count` proposals, all by the same state of the world, and gives each its result: one
 * that is in error does not keep the others from being judged. aval_judge() of such a one tells
 * why. Faster than one after the other; allocates no memory. A fact that another thread adds or
 * removes meanwhile is not waited for, but what it replaces is kept in memory until the end.
 *
 * Ownership: the proposals stay the caller's; out_results has room for `count` values, all of
 * which are written when the status is OK, and none otherwise.
 * Errors: INVALID, an argument is NULL, or the profile is none.
 * Source: docs/formats.md, "Proposals" and "Decisions".
 */
AVAL_API_CHECKED enum aval_status aval_judge_proposals(aval_world *world, enum aval_profile profile,
                                                       const struct aval_proposal *proposals,
                                                       size_t count,
                                                       struct aval_result *out_results);

/**
 * Finds the parties and things of a proposal, for judging it many times. Only the date, the act
 * and who and what is named are kept; facts are looked up when the request is judged.
 *
 * Ownership: *out_request is a value, good for this world alone, and on failure untouched.
 * Errors: as aval_judge().
 * Source: docs/formats.md, "Proposals".
 */
AVAL_API_CHECKED enum aval_status aval_resolve(aval_world *world,
                                               const struct aval_proposal *proposal,
                                               aval_problems *problems,
                                               struct aval_request *out_request);

/**
 * Judges a request by the rules of the profile and the facts of this moment. Allocates no memory.
 *
 * Ownership: *out_decision is a value, and on failure untouched.
 * Errors: INVALID, aval_resolve() of this world has not made the request, or the profile is none.
 * Source: docs/formats.md, "Decisions".
 */
AVAL_API_CHECKED enum aval_status aval_judge_request(aval_world *world, enum aval_profile profile,
                                                     const struct aval_request *request,
                                                     struct aval_decision *out_decision);

/**
 * Judges `count` requests, all by the same state of the world. Faster than one after the other;
 * allocates no memory.
 *
 * Ownership: out_decisions has room for `count` values, all of which are written when the status
 * is OK, and none otherwise.
 * Errors: INVALID, as aval_judge_request(), for any of the requests.
 * Source: docs/formats.md, "Decisions".
 */
AVAL_API_CHECKED enum aval_status aval_judge_requests(aval_world *world, enum aval_profile profile,
                                                      const struct aval_request *requests,
                                                      size_t count,
                                                      struct aval_decision *out_decisions);

/* So many bytes are enough for every answer to a line. */
#define AVAL_ANSWER_BYTES_MAX 4096

/* A proposal as a line of a file of JSON lines. */
struct aval_line {
    const char *bytes; /* with or without the line's end */
    size_t length;     /* in bytes */
    uint64_t number;   /* stands in an answer that tells of an error: "line 9: ..." */
};

/* The caller's room for the answer to a line. */
struct aval_answer {
    char *bytes;     /* filled with the answer, its end of line, and a NUL */
    size_t capacity; /* in bytes; AVAL_ANSWER_BYTES_MAX is always enough */
    size_t length;   /* written: of the answer, in bytes, the NUL not counted */
};

/**
 * Judges a line of proposals and answers with a line of decisions in brief form, byte for byte as
 * `aval check` does. A line in error is answered too: with its error, in English. The answer to a
 * blank line is empty. It takes memory while it judges, and about 80 KiB of stack.
 *
 * Ownership: the line and the room stay the caller's; on failure the answer is untouched.
 * Errors: INVALID, an argument is NULL, the profile is none, or there is more than one line;
 * NO_ROOM, the answer and a NUL take more than `capacity` bytes; NO_MEMORY.
 * Source: docs/formats.md, "Proposals" and "Decisions".
 */
AVAL_API_CHECKED enum aval_status aval_judge_json(aval_world *world, enum aval_profile profile,
                                                  const struct aval_line *line,
                                                  struct aval_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
