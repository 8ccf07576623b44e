/* SPDX-License-Identifier: Apache-2.0 */
/* Signed heads, and proofs from one. */
#include <fcntl.h>
#include <unistd.h>

#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/journal/history.h"
#include "engine/journal/prove.h"

struct head_work {
    struct store_work work; /* first */
    struct journal_head head;
};

static enum status load(struct store_work *work, struct call *call)
{
    return head_load(call, &((struct head_work *)work)->head);
}

/* A head that is kept somewhere is never written over; of one that cannot be nothing is left. */
static bool write_new(const struct invocation *invocation, const char *path, struct text text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool is_written = file >= 0 && terminal_write(file, text) == STATUS_OK && fsync(file) == 0;

    if (!is_written)
        terminal_complain_of_file(invocation->language, MESSAGE_CANNOT_CREATE, path);
    if (file >= 0 && !is_written)
        (void)unlink(path);
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

/* A proof, and what it goes on from. */
struct prove_work {
    struct store_work work; /* first */
    struct proof_question question;
    bool has_earlier;
    struct journal_head earlier;
    struct journal_proof proof;
};

static enum status prove(struct store_work *store_work, struct call *call)
{
    struct prove_work *work = (struct prove_work *)store_work;

    if (work->has_earlier && work->question.first_count == 0)
        return history_fail_position(call, 0);
    return proof_make(call, &work->question, &work->proof);
}

/* Whoever proves looks first whether it is so. */
static bool holds(const struct prove_work *work)
{
    const struct journal_proof *proof = &work->proof;
    uint64_t position = work->question.position;

    return (position == 0 ||
            merkle_includes(&proof->tree, position - 1, proof->leaf, &proof->inclusion)) &&
           (work->question.first_count == 0 ||
            merkle_continues(&work->earlier.tree, &proof->tree, &proof->consistency));
}

/* Reads what is to be proved. False: complained. */
static bool read_question(const struct invocation *invocation, struct prove_work *work)
{
    const char *path = invocation->values[JOURNAL_HEAD];

    if ((invocation->next_operand != NULL &&
         !journal_number(invocation->language, "POSITION", invocation->next_operand,
                         &work->question.position)) ||
        (path != NULL && !journal_read_head(invocation->language, path, &work->earlier)))
        return false;
    work->has_earlier = path != NULL;
    work->question.first_count = work->earlier.tree.leaf_count;
    return true;
}

enum exit_status journal_prove(const struct invocation *invocation)
{
    struct prove_work work = { .work = { prove } };
    struct buffer text = { 0 };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!read_question(invocation, &work))
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
    proof_write_json(&text, &work.proof);
    return manual_print(&text, invocation->language);
}
