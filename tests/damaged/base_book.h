/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DAMAGED_BASE_BOOK_H
#define AVAL_TESTS_DAMAGED_BASE_BOOK_H

#include "damaged/damage.h"
#include "engine/journal/head.h"

enum {
    EARLIER_MAX = 8
};

/*
 * A small book with facts of every type, in memory: the same bytes each time it is made. Its last
 * acts are in its log alone, as somebody leaves it who is killed.
 */
struct base_book {
    struct content book, log;
    struct content facts;                /* exported, all of them */
    struct journal_head head, last_head; /* before its last acts; behind them */
    struct content earlier[EARLIER_MAX]; /* the book at moments before the first head */
    unsigned earlier_count;
};

/**
 * Makes it of the files "world" and "acts" of the folder where it is called, which
 * tests/journal/books.py writes. What is made on the way is gone then.
 */
void base_book_make(struct base_book *base);

/** Digest of the files: two that are equal are the same book. */
uint64_t base_book_digest(const struct base_book *base);

/* Files in memory: read from a name, with room behind their end, and written to one. */
struct content content_read(const char *name);
void content_write(const struct content *content, const char *name);

#endif
