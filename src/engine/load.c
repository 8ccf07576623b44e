/* SPDX-License-Identifier: Apache-2.0 */
/* The book in memory, out of a store. */
#include "engine/engine.h"

/* Facts on their way from a store into a book. */
struct loading {
    struct fact_problem_sink sink; /* first, so that the sink is the loading */
    struct call *call;
    struct book_builder *builder;
    struct book *book;
    uint64_t count;
};

struct loading_visitor {
    struct row_visitor visitor;
    struct loading *loading;
};

struct loading_work {
    struct store_work work;
    struct loading *loading;
};

/* The first thing that is wrong is what the fault says. */
static void tell(struct problem_sink *sink, const struct problem *problem)
{
    struct loading *loading = (struct loading *)sink;
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
    struct loading *loading = ((struct loading_visitor *)visitor)->loading;

    return book_builder_add(loading->builder, &row->fact, ++loading->count, &loading->sink.sink);
}

static enum status visit_all(struct loading *loading)
{
    struct call *call = loading->call;
    struct loading_visitor visitor = { { take_row }, loading };

    for (unsigned type = 0; fact_type_is_judged((enum fact_type)type); type++)
        TRY(call->store->visit(call, (enum fact_type)type, &visitor.visitor));
    TRY(book_builder_finish(loading->builder, &loading->sink, &loading->book));
    return call->fault.kind == FAULT_NONE ? STATUS_OK : STATUS_CORRUPT;
}

static enum status load(struct loading *loading, struct call *call)
{
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

static enum status run(struct store_work *work, struct call *call)
{
    return load(((struct loading_work *)work)->loading, call);
}

enum status call_load_book(struct call *call, struct book **out_book)
{
    struct loading loading = { .sink = { { tell }, FACT_TYPE_COUNT } };
    enum status status = load(&loading, call);

    if (status == STATUS_OK)
        *out_book = loading.book;
    else
        book_free(loading.book);
    return status;
}

enum status engine_load_book(struct store *store, struct book **out_book, struct fault *fault)
{
    struct loading loading = { .sink = { { tell }, FACT_TYPE_COUNT } };
    struct loading_work work = { { run }, &loading };
    enum status status = store->read(store, &work.work, fault);

    if (status == STATUS_OK)
        *out_book = loading.book;
    else
        book_free(loading.book);
    return status;
}
