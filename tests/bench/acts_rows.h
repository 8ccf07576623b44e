/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_ACTS_ROWS_H
#define AVAL_BENCH_ACTS_ROWS_H

#include <stdint.h>

/* The rows that acts have left in a book, for others to write the same. */
struct rows_written;

/** Reads them; ends the program with a message where that cannot be. */
struct rows_written *rows_written_read(const char *path);
void rows_written_free(struct rows_written *rows);

/**
 * Inserts them into a database that has the same tables, the rows of `batch` acts in a transaction,
 * each kept for good before the next begins. Gives the nanoseconds.
 */
uint64_t rows_written_insert(const struct rows_written *rows, const char *path, uint64_t acts,
                             uint64_t batch);

/** Appends as many bytes to a file, those of `batch` acts at once, each synced before the next. */
uint64_t rows_written_log(const struct rows_written *rows, const char *path, uint64_t acts,
                          uint64_t batch);

/** Removes a database with what SQLite keeps beside it. */
void rows_remove_database(const char *path);

#endif
