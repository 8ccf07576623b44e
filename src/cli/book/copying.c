/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/book/copying.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/journal/entry_json.h"

static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

/* The signal that asked for the end, or 0. */
static volatile sig_atomic_t ended_by;

static void note_end(int number)
{
    ended_by = number;
}

/* What the signals did before. */
struct earlier_actions {
    struct sigaction actions[COUNT_OF(ends)];
};

/* What is ignored stays so: the parent wants that. */
static void take_signals(struct earlier_actions *earlier)
{
    struct sigaction noting = { .sa_handler = note_end };

    (void)sigemptyset(&noting.sa_mask);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        (void)sigaction(ends[i], NULL, &earlier->actions[i]);
        if (earlier->actions[i].sa_handler != SIG_IGN)
            (void)sigaction(ends[i], &noting, NULL);
    }
}

static void give_signals_back(const struct earlier_actions *earlier)
{
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        (void)sigaction(ends[i], &earlier->actions[i], NULL);
}

struct shown_copy {
    struct copy_sink sink; /* first */
    struct progress_line line;
};

static bool copied(struct copy_sink *sink, uint64_t byte_count)
{
    progress_show(&((struct shown_copy *)sink)->line, MESSAGE_COPYING, 0, byte_count);
    return ended_by == 0;
}

static bool verified(struct copy_sink *sink, uint64_t entry_count)
{
    if (entry_count > 0)
        progress_show(&((struct shown_copy *)sink)->line, MESSAGE_VERIFYING, entry_count, 0);
    return ended_by == 0;
}

/* Up to where it goes; and the head, to be kept. */
static enum exit_status tell(enum language language, const struct copy_request *request,
                             const struct copy_report *report, enum message told)
{
    struct buffer buffer = { 0 };
    struct buffer instant = { 0 };
    char position[24];

    (void)snprintf(position, sizeof(position), "%" PRIu64, report->head.tree.leaf_count);
    instant_write(&instant, report->last_at, INSTANT_FOR_PEOPLE);
    buffer_add(&instant, "", 1);
    if (report->head.tree.leaf_count == 0)
        message_write(&buffer, MESSAGE_COPIED_EMPTY, language,
                      (struct message_arguments){ { request->url } });
    else if (!instant.has_failed)
        message_write(&buffer, told, language,
                      (struct message_arguments){ { position, instant.bytes, request->url } });
    buffer_done(&instant);
    buffer_add_string(&buffer, "\n");
    head_write(&buffer, &report->head);
    return manual_print(&buffer, language);
}

enum exit_status copying_run(enum language language, struct store *store,
                             struct copy_request *request, enum message told)
{
    struct shown_copy shown = { .sink = { copied, verified } };
    struct earlier_actions earlier;
    struct copy_report report;
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    take_signals(&earlier);
    progress_begin(&shown.line, language);
    request->sink = &shown.sink;
    status = store_copy(store, request, &fault, &report);
    progress_end(&shown.line);
    give_signals_back(&earlier);
    if (fault.kind == FAULT_INTERRUPTED)
        (void)raise(ended_by);
    return status == STATUS_OK ? tell(language, request, &report, told)
                               : fault_complain(language, &fault);
}
