/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_PROBLEMS_H
#define AVAL_LIB_PROBLEMS_H

#include <aval/status.h>

#include "base/status.h"
#include "model/problem.h"

/*
 * What is wrong in a call, on its way to the caller. A public function begins by forgetting what
 * was wrong in the call before, and ends by turning its status into a public one. All take NULL
 * for who does not want to know.
 */

void problems_begin(aval_problems *problems);

/** Ends a call. NO_MEMORY also where the reason of another status could not be kept. */
enum aval_status problems_end(aval_problems *problems, enum status status);

/** Ends a call with a status of which there is no more to say than what it means. */
void problems_say(aval_problems *problems, enum aval_status status);

/** Who is told of problems, for a call of the layers below. */
struct problem_sink *problems_sink(aval_problems *problems);

/** Where problems that are written already go, a line each. */
struct buffer *problems_buffer(aval_problems *problems);

enum language problems_language(const aval_problems *problems);

/* What can be wrong with an argument. */
enum argument_fault {
    ARGUMENT_MISSING,      /* NULL */
    ARGUMENT_OUT_OF_LIST,  /* not a value of its enumeration */
    ARGUMENT_OUT_OF_RANGE, /* a number above its limit */
    ARGUMENT_TWO_LINES
};

/** Tells of a wrong argument, which makes the call INVALID. */
enum status problems_refuse(aval_problems *problems, const char *argument,
                            enum argument_fault fault) MUST_CHECK;

/** The public status of a call that cannot say more. */
enum aval_status status_of(enum status status);

#endif
