/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_BOUND_LINES_H
#define AVAL_BENCH_BOUND_LINES_H

#include "bound.h"

/**
 * The bound of `aval check`: reads orders as JSON lines from one file, judges them, and writes
 * decisions of the same form to the other. It trusts its input: keys and values are those that the
 * generator writes. False: reading or writing failed, or a line is not JSON.
 */
bool bound_check(const struct bound *bound, int input, int output) MUST_CHECK;

#endif
