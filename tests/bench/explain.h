/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_EXPLAIN_H
#define AVAL_BENCH_EXPLAIN_H

#include "book/book.h"
#include "generator.h"

/**
 * Measures the full form of some questions, way forward and JSON included, and the routes of
 * their customers: half of the times, 99 of 100, and the longest, one by one.
 */
void explain_measure(const struct book *book, const struct question *questions, uint64_t count);

#endif
