/* SPDX-License-Identifier: Apache-2.0 */
/* What is looked at in one entry: its body, its leaf, the nodes above it, decisions, changes. */
#include <inttypes.h>
#include <stdio.h>

#include "base/memory.h"
#include "engine/clock.h"
#include "engine/journal/json_cut.h"
#include "store/verify_private.h"

static void tell_entry(struct verifying *verifying, enum verify_kind kind, uint64_t position)
{
    verify_tell(verifying, &(struct verify_finding){ .kind = kind, .position = position });
}

static enum status fail_memory(struct verifying *verifying)
{
    return call_fail(&verifying->session->call, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

/* Where kept nodes are compared instead of saved. */
struct comparing_nodes {
    struct merkle_nodes nodes;
    struct verifying *verifying;
};

/* From the right: parts of the frontier that have become one with the new leaf. */
static enum status load_part(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                             struct merkle_hash *out_hash)
{
    struct verifying *verifying = ((struct comparing_nodes *)nodes)->verifying;

    (void)level;
    (void)place;
    *out_hash = verifying->frontier.parts[--verifying->part];
    return STATUS_OK;
}

static enum status compare_node(struct merkle_nodes *nodes, unsigned level, uint64_t place,
                                const struct merkle_hash *hash)
{
    struct verifying *verifying = ((struct comparing_nodes *)nodes)->verifying;
    struct call *call = &verifying->session->call;
    struct merkle_hash kept;
    bool is_found = false;

    TRY(call->store->find_node(call, level, place, &kept, &is_found));
    if (!verifying->has_other_leaves && (!is_found || !merkle_equal(&kept, hash)))
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_NODE,
                                                         .position = (place << level) + 1,
                                                         .other = (place + 1) << level });
    return STATUS_OK;
}

static enum status add_leaf(struct verifying *verifying, const struct entry *entry)
{
    const struct journal_head *head = verifying->request->head;
    struct comparing_nodes comparing = { { load_part, compare_node }, verifying };
    struct merkle_hash leaf;
    struct merkle_hash root;

    if (entry_hash_leaf(entry, &leaf) != STATUS_OK)
        return fail_memory(verifying);
    if (!merkle_equal(&leaf, &entry->leaf)) {
        tell_entry(verifying, VERIFY_ENTRY, entry->position);
        verifying->has_other_leaves = true;
    }
    verifying->part = (unsigned)__builtin_popcountll(verifying->frontier.leaf_count);
    TRY(merkle_extend(&comparing.nodes, verifying->frontier.leaf_count, leaf));
    merkle_add(&verifying->frontier, leaf);
    if (head == NULL || head->tree.leaf_count != verifying->frontier.leaf_count)
        return STATUS_OK;
    root = merkle_root(&verifying->frontier);
    if (!merkle_equal(&root, &head->tree.root))
        tell_entry(verifying, VERIFY_HEAD_ROOT, head->tree.leaf_count);
    return STATUS_OK;
}

static enum status note_missing(struct verifying *verifying, uint64_t position)
{
    void *missing = verifying->missing;

    if (memory_grow(&missing, &verifying->missing_capacity, verifying->missing_count + 1,
                    sizeof(*verifying->missing)) != STATUS_OK)
        return fail_memory(verifying);
    verifying->missing = missing;
    verifying->missing[verifying->missing_count++] = (struct missing_body){ position, false };
    return STATUS_OK;
}

/* An entry tells which bodies were erased; they are of positions before it. */
static void note_erased(struct verifying *verifying, yyjson_val *positions)
{
    yyjson_arr_iter each;
    yyjson_val *value = NULL;

    if (!yyjson_arr_iter_init(positions, &each))
        return;
    while ((value = yyjson_arr_iter_next(&each)) != NULL)
        for (size_t i = 0; i < verifying->missing_count; i++)
            if (verifying->missing[i].position == yyjson_get_uint(value))
                verifying->missing[i].is_told = true;
}

/* An entry with a census: what was changed before it need not be taken back. */
static enum status note_census(struct verifying *verifying, const struct entry *entry)
{
    yyjson_doc *document = yyjson_read(entry->input.bytes, entry->input.length, 0);
    yyjson_val *input = yyjson_doc_get_root(document);
    bool is_read = census_read(yyjson_obj_get(input, "export"), &verifying->census);

    if (is_read) {
        edits_clear(&verifying->edits);
        verifying->census_position = entry->position;
        note_erased(verifying, yyjson_obj_get(input, "entries"));
    }
    yyjson_doc_free(document);
    return STATUS_OK;
}

/* A change is taken back: what it left goes, and what was there before comes back. */
static enum status take_back(struct verifying *verifying, struct text change, uint64_t position)
{
    struct text member;
    struct text fact;

    if (!json_cut_open(&change))
        return STATUS_INVALID;
    while (json_cut_item(&change, &member))
        if (json_cut_key(member, "add", &fact) || json_cut_key(member, "by", &fact))
            TRY(edits_add(&verifying->edits, fact, -1, position));
        else if (json_cut_key(member, "replace", &fact))
            TRY(edits_add(&verifying->edits, fact, 1, position));
        else
            return STATUS_INVALID;
    return STATUS_OK;
}

static enum status take_back_all(struct verifying *verifying, const struct entry *entry)
{
    struct text rest = entry->changes;
    struct text change;
    enum status status = json_cut_open(&rest) ? STATUS_OK : STATUS_INVALID;

    while (status == STATUS_OK && json_cut_item(&rest, &change))
        status = take_back(verifying, change, entry->position);
    if (status == STATUS_NO_MEMORY)
        return fail_memory(verifying);
    if (status != STATUS_OK)
        tell_entry(verifying, VERIFY_CHANGES, entry->position);
    return STATUS_OK;
}

static void tell_decision(struct verifying *verifying, uint64_t position, unsigned number)
{
    const struct replay *replay = &verifying->replay;
    struct buffer what = { 0 };

    if (replay->outcome == REPLAY_DIFFERS && replay->is_other_rulebook) {
        verifying->report.other_rulebook_count++;
        return;
    }
    buffer_add_format(&what, "%u: ", number);
    buffer_add_text(
        &what, buffer_text(replay->outcome == REPLAY_UNREADABLE ? &replay->error : &replay->keys));
    verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_DECISION,
                                                     .position = position,
                                                     .what = buffer_text(&what) });
    buffer_done(&what);
}

static enum status replay_all(struct verifying *verifying, const struct entry *entry)
{
    struct text rest = entry->decisions;
    struct text decision;
    unsigned number = 0;

    if (!json_cut_open(&rest)) {
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_DECISION,
                                                         .position = entry->position });
        return STATUS_OK;
    }
    while (json_cut_item(&rest, &decision)) {
        number++;
        if (replay_line(&verifying->replay, decision, number) != STATUS_OK)
            return fail_memory(verifying);
        verifying->report.decision_count++;
        if (verifying->replay.outcome != REPLAY_SAME)
            tell_decision(verifying, entry->position, number);
    }
    return STATUS_OK;
}

static void note_clock(struct verifying *verifying, const struct entry *entry)
{
    yyjson_doc *document = yyjson_read(entry->input.bytes, entry->input.length, 0);

    verifying->clock_position = entry->position;
    verifying->clock_offset =
        yyjson_get_sint(yyjson_obj_get(yyjson_doc_get_root(document), "offset"));
    yyjson_doc_free(document);
}

static bool keeps_census(const struct entry *entry)
{
    return entry->principal.role == PRINCIPAL_VENDOR &&
           (text_is(entry->act, "import") || text_is(entry->act, "erase"));
}

static enum status check_body(struct verifying *verifying, const struct entry *entry)
{
    struct merkle_hash body;

    if (entry->is_erased) {
        verifying->report.erased_count++;
        return note_missing(verifying, entry->position);
    }
    body = entry_hash_body(entry);
    if (!merkle_equal(&body, &entry->body))
        tell_entry(verifying, VERIFY_BODY, entry->position);
    TRY(replay_all(verifying, entry));
    if (entry->principal.role == PRINCIPAL_VENDOR && text_is(entry->act, CLOCK_MOVED))
        note_clock(verifying, entry);
    return keeps_census(entry) ? note_census(verifying, entry) : take_back_all(verifying, entry);
}

enum status verify_entry(struct verifying *verifying, const struct entry *entry)
{
    if (entry->position != verifying->next_position) {
        verify_tell(verifying, &(struct verify_finding){ .kind = VERIFY_GAP,
                                                         .position = verifying->next_position,
                                                         .other = entry->position });
        verifying->has_other_leaves = true;
    }
    verifying->next_position = entry->position + 1;
    TRY(check_body(verifying, entry));
    return add_leaf(verifying, entry);
}
