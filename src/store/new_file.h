/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_NEW_FILE_H
#define AVAL_STORE_NEW_FILE_H

#include "base/buffer.h"
#include "engine/fault.h"

/*
 * A book that is made under another name, and then given its own: whoever sees it sees all of it,
 * and nothing that is there is written over.
 */
struct new_file {
    const char *path;   /* its own; borrowed */
    struct buffer made; /* until then, beside it; a NUL ends it */
};

/**
 * Makes an empty file for its owner alone. CONFLICT: there is something at the path, or a log that
 * SQLite would take for that of the new book. On success it is ended by new_file_end().
 */
enum status new_file_begin(struct new_file *file, const char *path, struct fault *fault) MUST_CHECK;

/** Saves the file and gives it its name, for good. CONFLICT: something is there by now. */
enum status new_file_keep(const struct new_file *file, struct fault *fault) MUST_CHECK;

/** Takes away what was not kept. */
void new_file_end(struct new_file *file);

#endif
