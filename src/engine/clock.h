/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_CLOCK_H
#define AVAL_ENGINE_CLOCK_H

#include "base/buffer.h"
#include "engine/store.h"

/*
 * The clock of a book. It is the system's, in UTC; that of a sandbox may be set once when the book
 * is made, and then moved, only forward: nothing that happened may come to lie in the future.
 */
struct clock {
    bool is_sandbox;
    int64_t now; /* milliseconds since 1970 */
    date today;
};

/* Where a clock is moved: to a day, or so many days or months ahead. */
enum clock_move_kind {
    CLOCK_TO_DAY,
    CLOCK_BY_DAYS,
    CLOCK_BY_MONTHS /* to the same day of the month, or its last */
};

/* The act that the journal has of a move; its input: "from", "to" (days), "offset" (seconds). */
#define CLOCK_MOVED "move_clock"

enum {
    CLOCK_COUNT_MAX = 1000000
};

struct clock_move {
    enum clock_move_kind kind;
    date day;
    unsigned count; /* at most CLOCK_COUNT_MAX */
};

/** Adds {"today":DATE,"now_ms":MS,"sandbox":FLAG}, without an end of line. */
void clock_write_json(struct buffer *buffer, const struct clock *clock);

/** Reads the clock of the book. */
enum status clock_read(struct store *store, struct clock *out_clock, struct fault *fault)
    MUST_CHECK;

/* Making a new book a sandbox, as a work of the store. */
struct sandbox_work {
    struct store_work work; /* first */
    date first_day;
};

struct sandbox_work clock_sandbox(date day);

/**
 * Makes the new book a sandbox; its clock stands on the day, which may be past, or with
 * DATE_BEFORE_ALL on the system's.
 */
enum status clock_make_sandbox(struct store *store, date day, struct fault *fault) MUST_CHECK;

/** Moves the clock of a sandbox. CONFLICT: it is none. INVALID: not forward, or past year 9999. */
enum status clock_move(struct store *store, const struct clock_move *move, struct clock *out_clock,
                       struct fault *fault) MUST_CHECK;

#endif
