/* SPDX-License-Identifier: Apache-2.0 */
#include "store/copy.h"

#include <sys/stat.h>

#include "store/new_file.h"
#include "store/store_private.h"
#include "store/verify.h"

/* Copying, as a work that reads. */
struct copying {
    struct store_work work; /* first */
    const struct copy_request *request;
    const struct new_file *file;
    struct copy_report report;
};

/* Shown the last entry. */
struct copying_visitor {
    struct entry_visitor visitor; /* first */
    struct copying *copying;
};

/* A copy being verified: what is wrong with it is not told, for the book it is of has it too. */
struct copy_verifying {
    struct verify_sink sink; /* first */
    struct copy_sink *told;
};

static enum status note_last(struct entry_visitor *visitor, const struct entry *entry)
{
    struct copying *copying = ((struct copying_visitor *)visitor)->copying;

    copying->report.last_at = entry->at;
    return STATUS_OK;
}

static enum status run(struct store_work *work, struct call *call)
{
    struct copying *copying = (struct copying *)work;
    struct session *session = session_of(call);
    struct copying_visitor visitor = { { note_last }, copying };
    struct entry_filter filter = { 0 };

    copying->report = (struct copy_report){ 0 };
    TRY(head_load(call, &copying->report.head));
    if (copying->report.head.tree.leaf_count > 0) {
        filter.after = copying->report.head.tree.leaf_count - 1;
        TRY(call->store->visit_entries(call, &filter, &visitor.visitor));
    }
    return session->functions->copy_to(session, copying->file, copying->request->sink);
}

static void begin(struct verify_sink *sink)
{
    (void)sink;
}

static void report(struct verify_sink *sink, const struct verify_finding *finding)
{
    (void)sink;
    (void)finding;
}

static bool progress(struct verify_sink *sink, uint64_t entry_count)
{
    struct copy_sink *told = ((struct copy_verifying *)sink)->told;

    return told->verified(told, entry_count);
}

static enum status verify(const struct copying *copying, struct store *copy, struct fault *fault)
{
    struct copy_verifying verifying = { { begin, report, progress }, copying->request->sink };
    struct verify_request request = { &copying->report.head, LANGUAGE_EN, &verifying.sink };
    struct verify_report found;

    TRY(store_verify(copy, &request, fault, &found));
    if (found.finding_count == 0)
        return STATUS_OK;
    return fault_set(fault, FAULT_COPY_DIFFERS, copying->request->from, NULL, NULL);
}

/* Nobody can write to it meanwhile, so it is read without a log beside it. */
static enum status check(const struct copying *copying, struct fault *fault)
{
    struct store *copy = NULL;
    enum status status = STATUS_OK;

    if (chmod(copying->file->made.bytes, S_IRUSR) != 0)
        return fault_set(fault, FAULT_COPY_UNWRITABLE, copying->file->path, "chmod", NULL);
    TRY(store_open(copying->file->made.bytes, STORE_READ, fault, &copy));
    status = verify(copying, copy, fault);
    copy->close(copy);
    if (status == STATUS_OK && copying->request->kind == COPY_BOOK &&
        chmod(copying->file->made.bytes, S_IRUSR | S_IWUSR) != 0)
        status = fault_set(fault, FAULT_COPY_UNWRITABLE, copying->file->path, "chmod", NULL);
    return status;
}

enum status store_copy(struct store *store, const struct copy_request *request, struct fault *fault,
                       struct copy_report *out_report)
{
    struct copying copying = { .work = { run }, .request = request };
    struct new_file file;
    const char *path = NULL;
    enum status status = STATUS_OK;

    *fault = (struct fault){ 0 };
    TRY(store_path(request->url, fault, &path));
    TRY(new_file_begin(&file, path, fault));
    copying.file = &file;
    status = store->read(store, &copying.work, fault);
    if (status == STATUS_OK)
        status = check(&copying, fault);
    if (status == STATUS_OK)
        status = new_file_keep(&file, fault);
    if (status == STATUS_OK)
        *out_report = copying.report;
    new_file_end(&file);
    return status;
}
