/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/prove.h"

#include <inttypes.h>

#include "engine/journal/history.h"
#include "engine/journal/seal.h"

/* The tree that is asked about; of all entries with its head. */
static enum status load_tree(struct call *call, struct journal_nodes *tree,
                             struct journal_proof *proof)
{
    uint64_t last = 0;

    if (proof->question.size == 0) {
        TRY(head_load(call, &proof->head));
        proof->tree = proof->head.tree;
        return STATUS_OK;
    }
    TRY(call->store->last_position(call, &last));
    if (proof->question.size > last)
        return history_fail_position(call, proof->question.size);
    proof->tree.leaf_count = proof->question.size;
    return merkle_load_root(&tree->nodes, proof->tree.leaf_count, &proof->tree.root);
}

enum status proof_make(struct call *call, const struct proof_question *question,
                       struct journal_proof *out_proof)
{
    struct journal_nodes tree = journal_nodes(call);
    uint64_t position = question->position;
    uint64_t first_count = question->first_count;
    uint64_t count = 0;

    *out_proof = (struct journal_proof){ .question = *question };
    TRY(load_tree(call, &tree, out_proof));
    count = out_proof->tree.leaf_count;
    if (position > count)
        return history_fail_position(call, position);
    if (position > 0) {
        TRY(tree.nodes.load(&tree.nodes, 0, position - 1, &out_proof->leaf));
        TRY(merkle_prove_inclusion(&tree.nodes, position - 1, count, &out_proof->inclusion));
    }
    if (first_count > count)
        return history_fail_position(call, first_count);
    return first_count == 0
               ? STATUS_OK
               : merkle_prove_consistency(&tree.nodes, first_count, count, &out_proof->consistency);
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

static void add_head(struct buffer *buffer, const struct journal_proof *proof)
{
    if (proof->question.size != 0) {
        buffer_add_string(buffer, "null");
        return;
    }
    head_write(buffer, &proof->head);
    if (!buffer->has_failed)
        buffer->length--; /* the line's end */
}

void proof_write_json(struct buffer *buffer, const struct journal_proof *proof)
{
    uint64_t position = proof->question.position;
    uint64_t count = proof->tree.leaf_count;
    char hash[DIGEST_LENGTH + 1];

    buffer_add_string(buffer, "{\"head\":");
    add_head(buffer, proof);
    if (position > 0) {
        hash_write(&proof->leaf, hash);
        buffer_add_format(buffer,
                          ",\"inclusion\":{\"position\":%" PRIu64
                          ",\"hash\":\"%s\",\"leaf_index\":%" PRIu64 ",\"leaf_count\":%" PRIu64,
                          position, hash, position - 1, count);
        add_path(buffer, &proof->inclusion);
    }
    if (proof->question.first_count > 0) {
        buffer_add_format(buffer,
                          ",\"consistency\":{\"first_count\":%" PRIu64 ",\"leaf_count\":%" PRIu64,
                          proof->question.first_count, count);
        add_path(buffer, &proof->consistency);
    }
    buffer_add_string(buffer, "}\n");
}
