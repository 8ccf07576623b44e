/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_WORLD_H
#define AVAL_EXCHANGE_WORLD_H

#include <yyjson.h>

#include "base/buffer.h"
#include "book/book.h"

/* So many problems of a world are shown; the others are counted. */
enum {
    WORLD_PROBLEMS_SHOWN = 20
};

/* Told how far the reading has come, about once a block; may be NULL. */
struct world_progress {
    void (*report)(struct world_progress *progress, uint64_t line_count, uint64_t byte_count);
};

/* Takes what a world consists of while it is read, for more than the book. */
struct world_taker {
    /** A part of a file, called by its name in the folder; the parts come in the order of names. */
    void (*take_bytes)(struct world_taker *taker, const char *file, struct text bytes);

    /** A fact that is of the right form; nothing is known yet of what it names. */
    enum status (*take_fact)(struct world_taker *taker, const struct fact *fact, uint64_t line,
                             struct problem_sink *sink);

    /** All was read, and nothing is wrong with what the book has of it. */
    enum status (*finish)(struct world_taker *taker, struct fact_problem_sink *sink);
};

/* A world to be read: a file of JSON lines, or a folder of CSV files, one a type. */
struct world_source {
    const char *path;
    enum language language; /* of the problems */
    struct world_progress *progress;
    struct world_taker *taker; /* or NULL */
};

/**
 * Reads a whole world, or nothing of it. INVALID: what is wrong stands in `problems`, a line
 * each, with file and line. READ_FAILED: the file that could not be read and why stand there.
 * The book is the caller's, for book_free().
 */
enum status world_read(const struct world_source *source, struct buffer *problems,
                       struct book **out_book) MUST_CHECK;

/** Reads a world from the bytes of a file of JSON lines, called `source->path`. */
enum status world_read_bytes(const struct world_source *source, struct text bytes,
                             struct buffer *problems, struct book **out_book) MUST_CHECK;

/**
 * Reads the facts and candidates of a full decision's dossier, called `source->path`. Problems
 * count facts in the place of lines.
 */
enum status world_read_dossier(const struct world_source *source, yyjson_val *dossier,
                               struct buffer *problems, struct book **out_book) MUST_CHECK;

#endif
