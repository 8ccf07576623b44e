/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_CHECK_PIPELINE_H
#define AVAL_CLI_CHECK_PIPELINE_H

#include "book/book_source.h"
#include "cli/report.h"
#include "cli/terminal.h"

/* Proposals from a file, judged by one or several threads, written in the order they came. */
struct check {
    const struct book *book;
    struct terms terms;
    unsigned jobs;
    bool is_json;                     /* JSON lines, or lines for people */
    bool is_full;                     /* the full form */
    const struct book_source *source; /* for the full form */
    struct report_style style;
    int input;
    const char *input_name;
    struct progress_line progress;
    uint64_t supported_count; /* out */
    uint64_t not_supported_count;
    uint64_t error_count;
    uint64_t written_bytes;
};

/** Judges all of the input. READ_FAILED and WRITE_FAILED leave errno. */
enum status check_run(struct check *check) MUST_CHECK;

#endif
