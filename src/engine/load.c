/* SPDX-License-Identifier: Apache-2.0 */
/* The book in memory, out of a store. */
#include <stddef.h>

#include "engine/engine.h"

/* Facts on their way from a store into a book. */
struct loading {
    struct store_work work;        /* first, so that the work is the loading */
    struct row_visitor visitor;    /* see loading_of_visitor() */
    struct fact_problem_sink sink; /* see tell() */
    struct call *call;
    struct book_builder *builder;
    struct book *book;
    uint64_t count;
};

static struct loading *loading_of_visitor(struct row_visitor *visitor)
{
    return (struct loading *)(void *)((char *)visitor - offsetof(struct loading, visitor));
}

/* The first thing that is wrong is what the fault says. */
static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct loading *loading =
        (struct loading *)(void *)((char *)sink - offsetof(struct loading, sink.sink));
    struct buffer text = { 0 };

    if (loading->call->fault.kind != FAULT_NONE)
        return;
    problem_write(&text, problem, LANGUAGE_EN);
    buffer_add(&text, "", 1);
    (void)call_fail(loading->call, FAULT_BOOK_REFERENCE, text.has_failed ? "" : text.bytes, NULL,
                    NULL);
    buffer_done(&text);
}

static enum status take_row(struct row_visitor *visitor, const struct row *row)
{
    struct loading *loading = loading_of_visitor(visitor);

    return book_builder_add(loading->builder, &row->fact, ++loading->count, &loading->sink.sink);
}

static enum status visit_all(struct loading *loading)
{
    struct call *call = loading->call;

    for (unsigned type = 0; fact_type_is_judged((enum fact_type)type); type++)
        TRY(call->store->visit(call, (enum fact_type)type, &loading->visitor));
    TRY(book_builder_finish(loading->builder, &loading->sink, &loading->book));
    return call->fault.kind == FAULT_NONE ? STATUS_OK : STATUS_CORRUPT;
}

static enum status run(struct store_work *work, struct call *call)
{
    struct loading *loading = (struct loading *)work;
    enum status status = STATUS_NO_MEMORY;

    loading->call = call;
    loading->builder = book_builder_new();
    if (loading->builder != NULL)
        status = visit_all(loading);
    book_builder_free(loading->builder);
    if (status == STATUS_NO_MEMORY && call->fault.kind == FAULT_NONE)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    return status == STATUS_OK ? STATUS_OK : fault_status(call->fault.kind);
}

enum status engine_load_book(struct store *store, struct book **out_book, struct fault *fault)
{
    struct loading loading = {
        .work = { run },
        .visitor = { take_row },
        .sink = { { tell }, FACT_TYPE_COUNT },
    };
    enum status status = store->read(store, &loading.work, fault);

    if (status == STATUS_OK)
        *out_book = loading.book;
    else
        book_free(loading.book);
    return status;
}
