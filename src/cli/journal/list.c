/* SPDX-License-Identifier: Apache-2.0 */
/* Entries, one after the other, or one of them. */
#include <inttypes.h>
#include <unistd.h>

#include "cli/book/db_option.h"
#include "cli/journal/journal.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/journal/entry_json.h"
#include "engine/journal/seal.h"
#include "engine/party/party.h"

enum {
    BLOCK_BYTES = 64 * 1024 /* written at once */
};

/* Ends a list that is long enough: no failure of the book. */
#define STATUS_ENOUGH STATUS_CONFLICT

struct listing {
    struct store_work work; /* first */
    const struct invocation *invocation;
    struct call *call;
    uint64_t after, limit;
    bool is_one;    /* that with the position after `after`, in full */
    uint64_t count; /* so many were listed */
    bool has_written;
    struct buffer buffer;
};

/* Shown the entries. */
struct listing_visitor {
    struct entry_visitor visitor;
    struct listing *listing;
};

static void add_principal(struct buffer *buffer, struct principal principal)
{
    char id[GUID_LENGTH + 1];

    if (!guid_is_none(principal.tenant)) {
        guid_format(principal.tenant, id);
        buffer_add_format(buffer, "%s:", id);
    }
    buffer_add_string(buffer, principal_role_words.list[principal.role]);
}

static void add_line(struct listing *listing, const struct entry *entry)
{
    struct buffer *buffer = &listing->buffer;

    buffer_add_format(buffer, "%6" PRIu64 "  ", entry->position);
    instant_write(buffer, entry->at, INSTANT_FOR_PEOPLE);
    buffer_add_format(buffer, "  %-12s  ", outcome_words.list[entry->outcome]);
    buffer_add_visible(buffer, entry->act, SIZE_MAX);
    buffer_add_string(buffer, "  ");
    add_principal(buffer, entry->principal);
    if (entry->is_erased)
        buffer_add_format(buffer, "  (%s)",
                          message_text(MESSAGE_JOURNAL_ERASED, listing->invocation->language));
    buffer_add_string(buffer, "\n");
}

static void add_labelled(struct buffer *buffer, const char *label, struct text text)
{
    buffer_add_format(buffer, "  %-10s", label);
    buffer_add_visible(buffer, text, SIZE_MAX);
    buffer_add_string(buffer, "\n");
}

static void add_in_full(struct listing *listing, const struct entry *entry)
{
    struct buffer *buffer = &listing->buffer;
    char text[DIGEST_LENGTH + 1];

    add_line(listing, entry);
    hash_write(&entry->leaf, text);
    add_labelled(buffer, "leaf", text_of(text));
    hash_write(&entry->body, text);
    add_labelled(buffer, "body", text_of(text));
    if (entry->is_erased)
        return;
    add_labelled(buffer, "input", entry->input);
    add_labelled(buffer, "decisions", entry->decisions);
    add_labelled(buffer, "changes", entry->changes);
}

static enum status hand_out(struct listing *listing)
{
    enum status status = STATUS_OK;

    if (listing->buffer.has_failed)
        return call_fail(listing->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    listing->has_written = listing->has_written || listing->buffer.length > 0;
    status = terminal_write(STDOUT_FILENO, buffer_text(&listing->buffer));
    buffer_clear(&listing->buffer);
    if (status == STATUS_OK)
        return STATUS_OK;
    terminal_complain_of_file(listing->invocation->language, MESSAGE_CANNOT_WRITE,
                              "standard output");
    return STATUS_WRITE_FAILED;
}

static enum status take(struct entry_visitor *visitor, const struct entry *entry)
{
    struct listing *listing = ((struct listing_visitor *)visitor)->listing;

    if (listing->count == listing->limit ||
        (listing->is_one && entry->position != listing->after + 1))
        return STATUS_ENOUGH;
    if (listing->invocation->values[JOURNAL_JSON] != NULL)
        entry_write_whole(&listing->buffer, entry);
    else if (listing->is_one)
        add_in_full(listing, entry);
    else
        add_line(listing, entry);
    listing->count++;
    return listing->buffer.length < BLOCK_BYTES ? STATUS_OK : hand_out(listing);
}

static enum status list(struct store_work *work, struct call *call)
{
    struct listing *listing = (struct listing *)work;
    const char *party = listing->invocation->values[JOURNAL_PARTY];
    struct entry_filter filter = { .after = listing->after, .has_party = party != NULL };
    struct listing_visitor visitor = { { take }, listing };
    enum status status = STATUS_OK;

    listing->call = call;
    if (party != NULL)
        TRY(party_find(call, text_of(party), &filter.party));
    status = call->store->visit_entries(call, &filter, &visitor.visitor);
    if (status != STATUS_OK && (status != STATUS_ENOUGH || call->fault.kind != FAULT_NONE))
        return status;
    if (listing->is_one && listing->count == 0)
        return call_fail(call, FAULT_UNKNOWN_POSITION, listing->invocation->next_operand, NULL,
                         NULL);
    return hand_out(listing);
}

static enum exit_status run(struct listing *listing)
{
    enum exit_status exit = journal_read(listing->invocation, &listing->work);

    buffer_done(&listing->buffer);
    return exit == EXIT_NOTHING_DONE && listing->has_written ? EXIT_BROKEN_OFF : exit;
}

enum exit_status journal_list(const struct invocation *invocation)
{
    const char *after = invocation->values[JOURNAL_AFTER];
    const char *limit = invocation->values[JOURNAL_LIMIT];
    struct listing listing = { .work = { list }, .invocation = invocation, .limit = UINT64_MAX };

    if ((after != NULL &&
         !journal_number(invocation->language, "--after", after, &listing.after)) ||
        (limit != NULL && !journal_number(invocation->language, "--limit", limit, &listing.limit)))
        return EXIT_NOTHING_DONE;
    return run(&listing);
}

enum exit_status journal_show(const struct invocation *invocation)
{
    struct listing listing = {
        .work = { list }, .invocation = invocation, .limit = 1, .is_one = true
    };
    uint64_t position = 0;

    if (!journal_number(invocation->language, "POSITION", invocation->next_operand, &position))
        return EXIT_NOTHING_DONE;
    listing.after = position == 0 ? INT64_MAX : position - 1;
    return run(&listing);
}
