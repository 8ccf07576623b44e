/* SPDX-License-Identifier: Apache-2.0 */
#include "store/export.h"

#include "store/store_private.h"

enum {
    LINES_BYTES = 64 * 1024 /* handed out at once */
};

struct export
{
    struct store_work work; /* first, so that the work is the export */
    struct export_taker *taker;
    struct call *call;
    struct buffer lines;
};

/* Shown the facts. */
struct export_visitor {
    struct row_visitor visitor;
    struct export *export;
};

static enum status hand_out(struct export *export)
{
    enum status status = STATUS_OK;

    if (export->lines.has_failed)
        return call_fail(export->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (export->lines.length > 0)
        status = export->taker->take(export->taker, buffer_text(&export->lines));
    buffer_clear(&export->lines);
    return status;
}

static enum status take_row(struct row_visitor *visitor, const struct row *row)
{
    struct export *export = ((struct export_visitor *)visitor)->export;

    fact_write_line(&export->lines, &row->fact);
    return export->lines.has_failed || export->lines.length >= LINES_BYTES ? hand_out(export)
                                                                           : STATUS_OK;
}

static enum status run(struct store_work *work, struct call *call)
{
    struct export *export = (struct export *)work;
    struct session *session = session_of(call);
    struct export_visitor visitor = { { take_row }, export };

    export->call = call;
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        TRY(session->functions->visit_by_fields(session, (enum fact_type)type, &visitor.visitor));
    return hand_out(export);
}

enum status store_export(struct store *store, struct export_taker *taker, struct fault *fault)
{
    struct export export = { .work = { run }, .taker = taker };
    enum status status = STATUS_OK;

    *fault = (struct fault){ 0 };
    status = store->read(store, &export.work, fault);
    buffer_done(&export.lines);
    return status;
}
