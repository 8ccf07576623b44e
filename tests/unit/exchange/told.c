/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/exchange/told.h"

static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct told *told = (struct told *)sink;

    buffer_add_format(&told->text, "%llu: ", (unsigned long long)problem->line);
    problem_write(&told->text, problem, LANGUAGE_EN);
    buffer_add_string(&told->text, "\n");
}

void told_init(struct told *told)
{
    *told = (struct told){ .sink = { tell } };
}

void told_done(struct told *told)
{
    buffer_done(&told->text);
}
