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
    struct json_reader recorded_json; /* of one line */
    struct json_reader again_json;
    enum language language; /* of errors */
    uint64_t line;          /* its number, for errors */

    /* Of the last line; texts are borrowed until the next. Lists are for replay_next_item(). */
    enum replay_outcome outcome;
    bool has_id;
    struct text id;              /* of the decision */
    bool is_digest_wrong;        /* the recorded one is not that of what is recorded */
    bool is_other_rulebook;      /* the decision was taken by another version */
    struct buffer error;         /* why it could not be read, with the number of the line */
    struct buffer keys;          /* those that differ; none: only the line's form does */
    struct buffer findings_gone; /* those that there were, and are no more */
    struct buffer findings_new;  /* those that there were not */
    struct text verdict;         /* recorded, if it is one */
    struct text verdict_again;   /* now */
    struct buffer again;         /* the decision as it is now */
};

/** NO_MEMORY: to be ended all the same. */
enum status replay_init(struct replay *replay, enum language language) MUST_CHECK;
void replay_done(struct replay *replay);

/** Judges the decision of one line again. NO_MEMORY is the only failure. */
enum status replay_line(struct replay *replay, struct text line, uint64_t number) MUST_CHECK;

/** Notes a line that is longer than any may be. NO_MEMORY. */
enum status replay_line_too_long(struct replay *replay, uint64_t number) MUST_CHECK;

/** Cuts the next item off a list; false when none is left. */
bool replay_next_item(struct text *rest, struct text *out_item);

/** Adds what became of the last line as a line of JSON. Lack of memory is the buffer's to tell. */
void replay_write_json(struct buffer *buffer, const struct replay *replay);

#endif
