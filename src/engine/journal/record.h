/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_RECORD_H
#define AVAL_ENGINE_JOURNAL_RECORD_H

#include "engine/engine.h"

/* An act written down: for the journal, for its receipt, for the answer. */

/** Writes what was asked as a JSON object; without secrets only that one was given. */
void record_write_input(struct buffer *buffer, const struct acting *acting, bool has_secrets);

/** Writes the changes as a JSON array: {"add":fact}, or {"replace":fact,"by":fact}. */
void record_write_changes(struct buffer *buffer, const struct acting *acting);

/* What an answer tells. */
struct record {
    const struct acting *acting;
    enum outcome outcome;
    const struct entry *entry; /* NULL: of a dry run */
    struct text decisions;     /* a JSON array */
    bool has_secrets;
};

/** Writes the answer as one JSON object and a line end. */
void record_write_answer(struct buffer *buffer, const struct record *record);

#endif
