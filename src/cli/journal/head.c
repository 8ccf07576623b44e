/* SPDX-License-Identifier: Apache-2.0 */
/* Signed heads, and proofs from one. */
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/attributes.h"
#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/journal/seal.h"

struct head_work {
    struct store_work work; /* first */
    struct journal_head head;
};

static enum status load(struct store_work *work, struct call *call)
{
    return head_load(call, &((struct head_work *)work)->head);
}

/* A head that is kept somewhere is never written over. */
static bool write_new(const struct invocation *invocation, const char *path, struct text text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool is_written = file >= 0 && terminal_write(file, text) == STATUS_OK && fsync(file) == 0;

    if (!is_written)
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_CREATE, path);
    if (file >= 0)
        (void)close(file);
    return is_written;
}

enum exit_status journal_head(const struct invocation *invocation)
{
    const char *path = invocation->values[JOURNAL_WRITE];
    struct head_work work = { .work = { load } };
    struct buffer text = { 0 };
    enum exit_status exit = journal_read(invocation, &work.work);

    if (exit != EXIT_DONE)
        return exit;
    head_write(&text, &work.head);
    if (path != NULL && !text.has_failed && !write_new(invocation, path, buffer_text(&text))) {
        buffer_done(&text);
        return EXIT_NOTHING_DONE;
    }
    return manual_print(&text, invocation->language);
}

/* What is to be proved, and what is needed for it. */
struct prove_work {
    struct store_work work; /* first */
    uint64_t position;      /* 0: of no entry */
    bool has_earlier;
    struct journal_head earlier;
    struct journal_head head;
    struct merkle_hash leaf;
    struct merkle_proof inclusion;
    struct merkle_proof consistency;
};

static enum status fail_position(struct call *call, uint64_t position)
{
    return call_fail(call, FAULT_UNKNOWN_POSITION,
                     arena_format(&call->arena, "%" PRIu64, position).bytes, NULL, NULL);
}

static enum status prove(struct store_work *store_work, struct call *call)
{
    struct prove_work *work = (struct prove_work *)store_work;
    struct journal_nodes tree = journal_nodes(call);
    uint64_t count = 0;

    TRY(head_load(call, &work->head));
    count = work->head.tree.leaf_count;
    if (work->position > count)
        return fail_position(call, work->position);
    if (work->position > 0) {
        TRY(tree.nodes.load(&tree.nodes, 0, work->position - 1, &work->leaf));
        TRY(merkle_prove_inclusion(&tree.nodes, work->position - 1, count, &work->inclusion));
    }
    if (!work->has_earlier)
        return STATUS_OK;
    if (work->earlier.tree.leaf_count == 0 || work->earlier.tree.leaf_count > count)
        return fail_position(call, work->earlier.tree.leaf_count);
    return merkle_prove_consistency(&tree.nodes, work->earlier.tree.leaf_count, count,
                                    &work->consistency);
}

static void add_path(struct buffer *buffer, const struct merkle_proof *proof)
{
    char hash[DIGEST_LENGTH + 1];

    buffer_add_string(buffer, ",\"path\":[");
    for (unsigned i = 0; i < proof->count; i++) {
        hash_write(&proof->path[i], hash);
        buffer_add_format(buffer, "%s\"%s\"", i > 0 ? "," : "", hash);
    }
    buffer_add_string(buffer, "]}");
}

static void write_proof(struct buffer *buffer, const struct prove_work *work)
{
    char hash[DIGEST_LENGTH + 1];

    buffer_add_string(buffer, "{\"head\":");
    head_write(buffer, &work->head);
    if (!buffer->has_failed)
        buffer->length--; /* the line's end */
    if (work->position > 0) {
        hash_write(&work->leaf, hash);
        buffer_add_format(buffer,
                          ",\"inclusion\":{\"position\":%" PRIu64
                          ",\"hash\":\"%s\",\"leaf_index\":%" PRIu64 ",\"leaf_count\":%" PRIu64,
                          work->position, hash, work->position - 1, work->head.tree.leaf_count);
        add_path(buffer, &work->inclusion);
    }
    if (work->has_earlier) {
        buffer_add_format(buffer,
                          ",\"consistency\":{\"first_count\":%" PRIu64 ",\"leaf_count\":%" PRIu64,
                          work->earlier.tree.leaf_count, work->head.tree.leaf_count);
        add_path(buffer, &work->consistency);
    }
    buffer_add_string(buffer, "}\n");
}

/* Whoever proves looks first whether it is so. */
static bool holds(const struct prove_work *work)
{
    return (work->position == 0 ||
            merkle_includes(&work->head.tree, work->position - 1, work->leaf, &work->inclusion)) &&
           (!work->has_earlier ||
            merkle_continues(&work->earlier.tree, &work->head.tree, &work->consistency));
}

enum exit_status journal_prove(const struct invocation *invocation)
{
    const char *path = invocation->values[JOURNAL_HEAD];
    struct prove_work work = { .work = { prove }, .has_earlier = path != NULL };
    struct buffer text = { 0 };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if ((invocation->next_operand != NULL &&
         !journal_number(invocation->language, "POSITION", invocation->next_operand,
                         &work.position)) ||
        (path != NULL && !journal_read_head(invocation->language, path, &work.earlier)))
        return EXIT_NOTHING_DONE;
    exit = journal_read(invocation, &work.work);
    if (exit != EXIT_DONE)
        return exit;
    if (!holds(&work)) {
        terminal_complain(invocation->language, MESSAGE_NO_PROOF,
                          (struct message_arguments){ { NULL } });
        terminal_hint(invocation->language, MESSAGE_SEE_VERIFY,
                      (struct message_arguments){ { NULL } });
        return EXIT_SOME_WRONG;
    }
    write_proof(&text, &work);
    return manual_print(&text, invocation->language);
}
