/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_ANSWER_H
#define AVAL_LIB_ANSWER_H

#include <aval/judge.h>

#include "base/buffer.h"

/** Whether the answer can be filled: there is room at all. */
bool answer_is_given(const struct aval_answer *answer);

/** Copies the text into the caller's room. NO_MEMORY where it could not be written, NO_ROOM: the
 * answer is untouched. */
enum aval_status answer_fill(struct aval_answer *answer, const struct buffer *text);

#endif
