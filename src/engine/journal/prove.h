/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_PROVE_H
#define AVAL_ENGINE_JOURNAL_PROVE_H

#include "engine/journal/head.h"

/* What shows, with nothing but SHA-256, what the journal has and that it only grew. */

/* What is to be proved of the journal's first entries. */
struct proof_question {
    uint64_t size;        /* so many entries; 0: all there are, with their signed head */
    uint64_t position;    /* that this entry is among them; 0: of none */
    uint64_t first_count; /* that they begin with so many; 0: nothing of that */
};

struct journal_proof {
    struct proof_question question;
    struct journal_head head; /* where all entries were asked for */
    struct merkle_head tree;  /* of those asked for */
    struct merkle_hash leaf;
    struct merkle_proof inclusion;
    struct merkle_proof consistency;
};

/** Makes the proof. NOT_FOUND: the journal does not go so far. */
enum status proof_make(struct call *call, const struct proof_question *question,
                       struct journal_proof *out_proof) MUST_CHECK;

/** Writes the proof as a JSON object and a line end; its head is null where it is not signed. */
void proof_write_json(struct buffer *buffer, const struct journal_proof *proof);

#endif
