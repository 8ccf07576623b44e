/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_LINES_OUT_H
#define AVAL_BENCH_LINES_OUT_H

#include "generator.h"

/** Writes the world as world.ndjson into the folder; false: errno says why it could not. */
bool write_world(const struct scale *scale, const char *folder) MUST_CHECK;

/** Writes questions 0 to count - 1 as proposals.ndjson into the folder. */
bool write_proposals(const struct scale *scale, uint64_t count, const char *folder) MUST_CHECK;

#endif
