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

size_t count_links(const struct book *book, enum link_kind kind)
{
    size_t count = 0;

    for (uint32_t i = 0; i < book->tenants.count; i++) {
        struct link_range range = links_of_kind(tenant_links(book_tenant(book, i)), kind);

        count += (size_t)(range.end - range.begin);
    }
    return count;
}
