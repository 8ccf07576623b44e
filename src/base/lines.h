/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_LINES_H
#define AVAL_BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/status.h"
#include "base/text.h"

/* A line has at most this many bytes, its end not counted. */
enum {
    LINE_BYTES_MAX = 1024 * 1024
};

/* Some whole lines of a stream, with their ends; or one line that is too long, without bytes. */
struct line_block {
    char *bytes;
    size_t length;
    size_t capacity;
    uint64_t first_line; /* counted from 1 */
    uint64_t line_count;
    bool is_too_long; /* one line, of more than LINE_BYTES_MAX bytes */
};

/* Reads a stream in blocks of whole lines; memory stays bounded whatever comes. */
struct line_reader {
    int file; /* the caller's */
    char *rest;
    size_t rest_length;
    size_t rest_capacity;
    size_t rest_searched; /* so many bytes of the rest hold no line end */
    uint64_t line;        /* the number of the next line */
    uint64_t bytes_read;
    bool is_at_end;
    bool is_skipping; /* the rest is of a line that is too long */
};

/** Starts reading at the file's position; the file stays the caller's. */
void line_reader_init(struct line_reader *reader, int file);
void line_reader_done(struct line_reader *reader);

/**
 * The next block of what has been read so far: whole lines, or one that is too long. Without lines
 * there is none yet, or at the end none any more. NO_MEMORY.
 */
enum status line_reader_take(struct line_reader *reader, struct line_block *block) MUST_CHECK;

/**
 * Reads once, after a take that gave no lines; waits for input if need be. READ_FAILED leaves
 * errno; NO_MEMORY.
 */
enum status line_reader_read(struct line_reader *reader) MUST_CHECK;

/** The next block, for a caller that has nothing else to do; at the end one without lines. */
enum status line_reader_next(struct line_reader *reader, struct line_block *block) MUST_CHECK;

void line_block_done(struct line_block *block);

/**
 * Cuts the next line off *rest, without its LF or CR LF. False when none is left.
 */
bool line_cut(struct text *rest, struct text *out_line);

/** Whether the line holds nothing but spaces, tabs and carriage returns. */
bool line_is_blank(struct text line);

#endif
