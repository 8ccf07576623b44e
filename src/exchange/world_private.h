/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_WORLD_PRIVATE_H
#define AVAL_EXCHANGE_WORLD_PRIVATE_H

#include "exchange/fact_shape.h"
#include "exchange/world.h"
#include "model/fact.h"

/* A world being read. */
struct world_reading {
    struct fact_problem_sink sink; /* first, so that the sink is the reading */
    const struct world_source *source;
    struct book_builder *builder;
    struct buffer *problems;
    uint64_t problem_count;
    bool is_folder;       /* a problem's file is that of its fact type */
    const char *csv_file; /* in a folder: the file being read */
    uint64_t line_count;  /* of files that are done */
    uint64_t byte_count;
    struct shape_reading shape;
    struct fact fact;
};

/* The same in the dossier of a decision, which has no texts that no rule reads, and no person. */
extern const struct shape dossier_shapes[FACT_TYPE_COUNT];

/** Makes the reading's fact an empty one of the type: open on both sides. */
void world_begin_fact(struct world_reading *reading, enum fact_type type, uint64_t line);

/**
 * Gives the reading's fact to the builder when what no single field can tell holds of it.
 * INVALID: the problem was told.
 */
enum status world_take_fact(struct world_reading *reading) MUST_CHECK;

/** Shows a part of a file to who takes the world. */
void world_take_bytes(struct world_reading *reading, struct text bytes);

/** Reads the CSV files of a folder. */
enum status world_read_folder(struct world_reading *reading, const char *path) MUST_CHECK;

/** Says why a file could not be read, from errno, in the place of problems. */
enum status world_cannot_read(struct world_reading *reading, const char *file) MUST_CHECK;

#endif
