/* SPDX-License-Identifier: Apache-2.0 */
/* The journal's tree and heads, in a book on disk. */
#include "engine/journal/head.h"
#include "engine/journal/seal.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

enum {
    ENTRIES = 41
};

static const unsigned char no_salt[ENTRY_SALT_BYTES];

/* Adds so many entries. */
static enum status add_entries(struct call *call, void *payload)
{
    for (unsigned i = 0; i < *(unsigned *)payload; i++) {
        struct entry entry = {
            .id = call_new_id(call),
            .at = call->now,
            .on = call->today,
            .principal = { guid_of(ALDER_ID), PRINCIPAL_GLOBAL_ADMIN },
            .act = TEXT("onboard"),
            .outcome = OUTCOME_CARRIED_OUT,
            .input = TEXT("{\"signed_by\":\"Jo \\\"é\\\"\"}"),
            .decisions = TEXT("[]"),
            .changes = TEXT("[{}]"),
        };

        TRY(entry_add(call, &entry));
        assert_memory_not_equal(entry.salt, no_salt, sizeof(no_salt));
    }
    return STATUS_OK;
}

static void add(struct shelf *shelf, unsigned count)
{
    assert_int_equal(shelf_write(shelf, add_entries, &count), STATUS_OK);
}

/* A tree made anew from the entries. */
struct regrown {
    struct entry_visitor visitor; /* first */
    struct merkle_frontier frontier;
    struct merkle_hash leaves[ENTRIES];
    struct merkle_head heads[ENTRIES + 1];
};

static enum status regrow_leaf(struct entry_visitor *visitor, const struct entry *entry)
{
    struct regrown *regrown = (struct regrown *)visitor;
    struct merkle_hash leaf;
    struct merkle_hash body = entry_hash_body(entry);
    uint64_t count = 0;

    assert_false(entry->is_erased);
    assert_true(merkle_equal(&body, &entry->body));
    assert_int_equal(entry_hash_leaf(entry, &leaf), STATUS_OK);
    assert_true(merkle_equal(&leaf, &entry->leaf));
    assert_int_equal(entry->position, regrown->frontier.leaf_count + 1);
    regrown->leaves[regrown->frontier.leaf_count] = leaf;
    merkle_add(&regrown->frontier, leaf);
    count = regrown->frontier.leaf_count;
    regrown->heads[count] = (struct merkle_head){ count, merkle_root(&regrown->frontier) };
    return STATUS_OK;
}

static enum status check_tree(struct call *call, void *payload)
{
    struct regrown *regrown = payload;
    struct journal_nodes tree = journal_nodes(call);
    struct merkle_proof proof;
    uint64_t last = 0;

    TRY(call->store->visit_entries(call, &(struct entry_filter){ 0 }, &regrown->visitor));
    TRY(call->store->last_position(call, &last));
    assert_int_equal(last, ENTRIES);
    for (uint64_t count = 1; count <= ENTRIES; count++) {
        struct merkle_hash root;

        TRY(merkle_load_root(&tree.nodes, count, &root));
        assert_true(merkle_equal(&root, &regrown->heads[count].root));
        TRY(merkle_prove_inclusion(&tree.nodes, count - 1, ENTRIES, &proof));
        assert_true(merkle_includes(&regrown->heads[ENTRIES], count - 1, regrown->leaves[count - 1],
                                    &proof));
        TRY(merkle_prove_consistency(&tree.nodes, count, ENTRIES, &proof));
        assert_true(merkle_continues(&regrown->heads[count], &regrown->heads[ENTRIES], &proof));
    }
    return STATUS_OK;
}

static void test_store_journal__keeps_the_tree_of_its_entries(void **state)
{
    struct regrown regrown = { .visitor = { regrow_leaf } };
    struct shelf shelf;

    (void)state;
    shelf_begin_book(&shelf);

    add(&shelf, 3);
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    add(&shelf, ENTRIES - 3);

    assert_int_equal(shelf_read(&shelf, check_tree, &regrown), STATUS_OK);
    shelf_end(&shelf);
}

/* Adds entries, and then fails. */
static enum status add_in_vain(struct call *call, void *payload)
{
    TRY(add_entries(call, payload));
    return call_fail(call, FAULT_UNKNOWN_CASE, NULL, NULL, NULL);
}

static void test_store_journal__takes_back_what_failed(void **state)
{
    struct regrown regrown = { .visitor = { regrow_leaf } };
    struct shelf shelf;
    unsigned count = 5;

    (void)state;
    shelf_begin_book(&shelf);

    add(&shelf, 7);
    assert_int_equal(shelf_write(&shelf, add_in_vain, &count), STATUS_NOT_FOUND);
    add(&shelf, ENTRIES - 7);

    assert_int_equal(shelf_read(&shelf, check_tree, &regrown), STATUS_OK);
    shelf_end(&shelf);
}

static enum status load_head(struct call *call, void *payload)
{
    return head_load(call, payload);
}

static void test_store_journal__signs_its_heads(void **state)
{
    struct shelf shelf;
    struct journal_head head;
    struct journal_head read;
    struct buffer text = { 0 };
    bool is_signed = false;

    (void)state;
    shelf_begin_book(&shelf);
    add(&shelf, 5);

    assert_int_equal(shelf_read(&shelf, load_head, &head), STATUS_OK);

    assert_int_equal(head.tree.leaf_count, 5);
    assert_int_equal(head_check(&head, &is_signed), STATUS_OK);
    assert_true(is_signed);
    head_write(&text, &head);
    assert_int_equal(head_parse(buffer_text(&text), &shelf.fault, &read), STATUS_OK);
    assert_memory_equal(&read, &head, sizeof(head));
    read.tree.root.bytes[0] ^= 1;
    assert_int_equal(head_check(&read, &is_signed), STATUS_OK);
    assert_false(is_signed);
    buffer_done(&text);
    shelf_end(&shelf);
}

static void test_store_journal__refuses_what_is_no_head(void **state)
{
    static const char *const wrong[][2] = {
        { "", "JSON" },
        { "[]", "JSON" },
        { "{}", "leaf_count" },
        { "{\"leaf_count\":-1}", "leaf_count" },
        { "{\"leaf_count\":1,\"at\":1.5}", "at" },
        { "{\"leaf_count\":1,\"at\":1,\"root\":\"sha256:00\"}", "root" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct journal_head head;
        struct fault fault = { 0 };
        struct buffer said = { 0 };

        assert_int_equal(head_parse(text_of(wrong[i][0]), &fault, &head), STATUS_INVALID);
        fault_write(&said, &fault, LANGUAGE_EN);
        buffer_add(&said, "", 1);
        assert_non_null(strstr(said.bytes, wrong[i][1]));
        buffer_done(&said);
    }
}

int test_store_journal(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_journal__keeps_the_tree_of_its_entries),
        cmocka_unit_test(test_store_journal__takes_back_what_failed),
        cmocka_unit_test(test_store_journal__signs_its_heads),
        cmocka_unit_test(test_store_journal__refuses_what_is_no_head),
    };

    return cmocka_run_group_tests_name("store/journal", tests, NULL, NULL);
}
