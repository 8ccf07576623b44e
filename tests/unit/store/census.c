/* SPDX-License-Identifier: Apache-2.0 */
/* A census, and going back to an earlier one, on random facts. */
#include "store/census.h"

#include <sodium.h>

#include "exchange/fact_shape.h"
#include "store/export.h"
#include "unit/store/random_facts.h"
#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

struct taking {
    struct edits *edits;
    struct census census;
};

static enum status take(struct call *call, void *payload)
{
    struct taking *taking = payload;

    return census_take(session_of(call), taking->edits, &taking->census);
}

/* The hash of an export. */
struct hashing {
    struct export_taker taker; /* first */
    crypto_hash_sha256_state state;
};

static enum status hash_lines(struct export_taker *taker, struct text lines)
{
    (void)crypto_hash_sha256_update(&((struct hashing *)taker)->state,
                                    (const unsigned char *)lines.bytes, lines.length);
    return STATUS_OK;
}

static struct merkle_hash hash_of_export(struct shelf *shelf)
{
    struct hashing hashing = { .taker = { hash_lines } };
    struct merkle_hash hash;

    (void)crypto_hash_sha256_init(&hashing.state);
    assert_int_equal(store_export(shelf->store, &hashing.taker, &shelf->fault), STATUS_OK);
    (void)crypto_hash_sha256_final(&hashing.state, hash.bytes);
    return hash;
}

static void assert_same(const struct census *left, const struct census *right)
{
    assert_true(merkle_equal(&left->hash, &right->hash));
    for (unsigned type = 0; type < FACT_TYPE_COUNT; type++)
        assert_true(census_agrees(left, right, (enum fact_type)type));
}

static void test_store_census__hashes_what_is_exported(void **state)
{
    struct taking taking = { 0 };
    struct merkle_hash hash;
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_add(&shelf, further_world), STATUS_OK);

    assert_int_equal(shelf_read(&shelf, take, &taking), STATUS_OK);

    hash = hash_of_export(&shelf);
    assert_true(merkle_equal(&taking.census.hash, &hash));
    shelf_end(&shelf);
}

static void test_store_census__is_read_as_it_is_written(void **state)
{
    NOT_CLEARED struct json_writer writer;
    struct taking taking = { 0 };
    struct buffer text = { 0 };
    struct census read;
    yyjson_doc *document = NULL;
    struct shelf shelf;

    (void)state;
    shelf_begin_filled(&shelf, small_world);
    assert_int_equal(shelf_read(&shelf, take, &taking), STATUS_OK);

    json_writer_init(&writer, &text, JSON_DEPTH_MAX);
    census_write(&writer, &taking.census);
    json_writer_done(&writer);
    document = yyjson_read(text.bytes, text.length, 0);

    assert_true(census_read(yyjson_doc_get_root(document), &read));
    assert_same(&read, &taking.census);
    yyjson_doc_free(document);
    buffer_done(&text);
    shelf_end(&shelf);
}

/* Random facts in two books: one has all, the other what is left when some are taken back. */
struct books {
    uint64_t seed;
    struct shelf now, then;
    struct fact facts[RANDOM_FACTS];
    bool is_now[RANDOM_FACTS], is_then[RANDOM_FACTS];
    struct edits edits;
};

struct adding {
    const struct books *books;
    const bool *chosen;
};

static enum status add_chosen(struct call *call, void *payload)
{
    const struct adding *adding = payload;

    for (unsigned i = 0; i < RANDOM_FACTS; i++)
        if (adding->chosen[i])
            TRY(call->store->add(call, &adding->books->facts[i]));
    return STATUS_OK;
}

/* Which other facts name one does not matter to its line. */
static bool is_named(enum fact_type type)
{
    return type == FACT_ORGANIZATION || type == FACT_TENANT || type == FACT_PARTNER_ID ||
           type == FACT_OFFER || type == FACT_ORDER || type == FACT_SUBSCRIPTION;
}

static void add_edit(struct books *books, const struct fact *fact, int64_t count, unsigned position)
{
    struct buffer line = { 0 };

    fact_write_line(&line, fact);
    assert_int_equal(
        edits_add(&books->edits, (struct text){ line.bytes, line.length - 1 }, count, position),
        STATUS_OK);
    buffer_done(&line);
}

static unsigned next_random(uint64_t *seed, unsigned below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(*seed >> 33) % below;
}

static void books_begin(struct books *books, uint64_t seed)
{
    *books = (struct books){ .seed = seed };
    random_facts(&books->seed, books->facts);
    for (unsigned i = 0; i < RANDOM_FACTS; i++) {
        bool stays = is_named(books->facts[i].type);

        books->is_now[i] = stays || next_random(&books->seed, 4) > 0;
        books->is_then[i] = stays || next_random(&books->seed, 4) > 0;
    }
    shelf_begin_book(&books->now);
    shelf_begin_book(&books->then);
    assert_int_equal(shelf_write(&books->now, add_chosen, &(struct adding){ books, books->is_now }),
                     STATUS_OK);
    assert_int_equal(
        shelf_write(&books->then, add_chosen, &(struct adding){ books, books->is_then }),
        STATUS_OK);
}

static void books_end(struct books *books)
{
    edits_done(&books->edits);
    shelf_end(&books->now);
    shelf_end(&books->then);
}

static void check_going_back(uint64_t seed)
{
    static struct books books;
    struct taking now = { .edits = &books.edits };
    struct taking then = { 0 };
    size_t place = 0;

    books_begin(&books, seed);
    for (unsigned i = 0; i < RANDOM_FACTS; i++)
        if (books.is_now[i] != books.is_then[i])
            add_edit(&books, &books.facts[i], books.is_then[i] ? 1 : -1, i);
    assert_int_equal(edits_settle(&books.edits), STATUS_OK);

    assert_int_equal(shelf_read(&books.now, take, &now), STATUS_OK);
    assert_int_equal(shelf_read(&books.then, take, &then), STATUS_OK);

    assert_same(&now.census, &then.census);
    assert_null(edits_next_left(&books.edits, &place));
    books_end(&books);
}

static void test_store_census__goes_back_to_any_other_book(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++)
        check_going_back(seed);
}

static void test_store_census__tells_what_could_not_be_left_out(void **state)
{
    static struct books books;
    struct taking now = { .edits = &books.edits };
    const struct edit *left = NULL;
    size_t place = 0;

    (void)state;
    books_begin(&books, 5);
    add_edit(&books, &(struct fact){ .type = FACT_CAPABILITY, .valid = books.facts[0].valid }, -1,
             77);
    assert_int_equal(edits_settle(&books.edits), STATUS_OK);

    assert_int_equal(shelf_read(&books.now, take, &now), STATUS_OK);

    left = edits_next_left(&books.edits, &place);
    assert_non_null(left);
    assert_int_equal(left->position, 77);
    assert_null(edits_next_left(&books.edits, &place));
    books_end(&books);
}

int test_store_census(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_census__hashes_what_is_exported),
        cmocka_unit_test(test_store_census__is_read_as_it_is_written),
        cmocka_unit_test(test_store_census__goes_back_to_any_other_book),
        cmocka_unit_test(test_store_census__tells_what_could_not_be_left_out),
    };

    return cmocka_run_group_tests_name("store/census", tests, NULL, NULL);
}
