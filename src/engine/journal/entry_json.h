/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_ENTRY_JSON_H
#define AVAL_ENGINE_JOURNAL_ENTRY_JSON_H

#include "base/json_writer.h"
#include "engine/entry.h"

/* An entry of the journal as JSON; lack of memory is the buffer's to tell. */

/**
 * Writes what whoever had a part in the act may know: when, which act, what became of it, and who
 * did it; not what was asked or decided.
 */
void entry_write_summary(struct json_writer *writer, const struct entry *entry);

/** Adds all that there is of it as one line: its leaf, and its body if there is one. */
void entry_write_whole(struct buffer *buffer, const struct entry *entry);

/* How an instant is written. */
enum instant_style {
    INSTANT_JSON,      /* "2020-05-12T10:31:02Z" */
    INSTANT_FOR_PEOPLE /* "2020-05-12 10:31:02" */
};

/** Adds an instant, which is milliseconds since 1970, to the second. */
void instant_write(struct buffer *buffer, int64_t at, enum instant_style style);

#endif
