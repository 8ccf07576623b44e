/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_TERMINAL_H
#define AVAL_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"
#include "cli/message.h"

/** Writes all of it. WRITE_FAILED leaves errno. A closed pipe ends the program, as a shell
 * expects. */
enum status terminal_write(int file, struct text text) MUST_CHECK;

/** Whether colours are welcome on the file: a terminal, and no NO_COLOR in the environment. */
bool terminal_has_colour(int file);

/** How wide lines may be on the file: of a terminal its width, within reason; 0: as they are. */
size_t terminal_width(int file);

/** Says an error on standard error: "aval: ..." */
void terminal_complain(enum language language, enum message message,
                       struct message_arguments arguments);

/** Says by errno why something could not be done with a file: {0} of the message is its name. */
void terminal_complain_of_file(enum language language, enum message message, const char *name);

/** Adds "hint: ..." below it. */
void terminal_hint(enum language language, enum message message,
                   struct message_arguments arguments);

/** The same of what is written already; the hint may be empty. */
void terminal_say_error(enum language language, struct text message, struct text hint);

/* A line on standard error that tells how far a long work has come; silent in a pipe. */
struct progress_line {
    bool is_on;
    bool is_shown;
    enum language language;
    int64_t next_at_ms;
};

/** Begins; nothing is shown before a second has passed. */
void progress_begin(struct progress_line *line, enum language language);

/** Shows the message with a count and an amount in megabytes, at most a few times a second. */
void progress_show(struct progress_line *line, enum message message, uint64_t count,
                   uint64_t byte_count);

/** Takes the line away. */
void progress_end(struct progress_line *line);

#endif
