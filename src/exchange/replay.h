/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_REPLAY_H
#define AVAL_EXCHANGE_REPLAY_H

#include "base/buffer.h"
#include "exchange/proposal_line.h"

/* What judging a recorded decision again came to. */
enum replay_outcome {
    REPLAY_SAME,       /* the same bytes */
    REPLAY_DIFFERS,    /* see `keys`, and what the verdicts and findings were */
    REPLAY_UNREADABLE, /* see `error` */
    REPLAY_OUTCOME_COUNT
};

/* A recorded decision judged again from its dossier alone. */
struct replay {
    struct line_judge judge;
    struct json_reader recorded_json;
    struct json_reader again_json;
    enum language language; /* of errors */

    enum replay_outcome outcome;
    struct text id;            /* of the decision; borrowed until the next line */
    bool is_digest_wrong;      /* the recorded one is not that of what is recorded */
    bool is_other_rulebook;    /* the decision was taken by another version */
    struct buffer error;       /* why it could not be read */
    struct buffer keys;        /* those that differ, parted by ", " */
    struct buffer rules_gone;  /* findings that there were, and are no more */
    struct buffer rules_new;   /* findings that there were not */
    struct text verdict;       /* recorded; borrowed */
    struct text verdict_again; /* now */
    struct buffer again;       /* the decision as it is now */
};

/** NO_MEMORY: to be ended all the same. */
enum status replay_init(struct replay *replay, enum language language) MUST_CHECK;
void replay_done(struct replay *replay);

/** Judges the decision of one line again. NO_MEMORY is the only failure. */
enum status replay_line(struct replay *replay, struct text line, uint64_t number) MUST_CHECK;

#endif
