/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_STORE_SHELF_H
#define AVAL_TESTS_UNIT_STORE_SHELF_H

#include "engine/call.h"
#include "store/store.h"
#include "unit/small_world.h"

/* A book in a folder of its own, as tests use it: facts are lines of a world. */
struct shelf {
    char folder[64];
    char path[80];
    struct store *store;
    struct fault fault; /* of the last that failed */
};

/** Makes a folder without a book; with a new book; with one that has these facts. */
void shelf_begin(struct shelf *shelf);
void shelf_begin_book(struct shelf *shelf);
void shelf_begin_filled(struct shelf *shelf, const char *lines);
void shelf_end(struct shelf *shelf);

/** Opens the book, closed before if it is open. */
enum status shelf_open(struct shelf *shelf, enum store_mode mode);
void shelf_close(struct shelf *shelf);

/** Runs a function as a work. */
typedef enum status shelf_function(struct call *call, void *payload);
enum status shelf_write(struct shelf *shelf, shelf_function *function, void *payload);
enum status shelf_read(struct shelf *shelf, shelf_function *function, void *payload);

/** The fact that a line states; its texts are kept until the next `SHELF_FACTS_KEPT` lines. */
struct fact fact_of_line(const char *line);

enum {
    SHELF_FACTS_KEPT = 64
};

/** Adds the fact of each line, in a transaction. */
enum status shelf_add(struct shelf *shelf, const char *lines);

/** Adds the rows as lines. */
void rows_write(struct buffer *lines, const struct rows *rows);

/** Fails unless the query finds just these lines, in their order. */
void check_found(struct shelf *shelf, enum query query, const struct query_key *key,
                 const char *expected);

/** What the book exports. */
void shelf_export(struct shelf *shelf, struct buffer *out_lines);

/** The GUID of that text. */
guid guid_of(const char *text);

#define assert_fault(shelf, expected) assert_string_equal(fault_name((shelf)->fault.kind), expected)

/* Facts of the further types, about the small world; those of a book of version 1. */
extern const char further_world[];
extern const char further_world_1[];

#define INVITATION_ID "aaaaaaaa-0000-4000-8000-000000000001"
#define CASE_ID "aaaaaaaa-0000-4000-8000-000000000002"
#define ORDER_ID "aaaaaaaa-0000-4000-8000-000000000003"
#define DIRECT_ORDER_ID "aaaaaaaa-0000-4000-8000-000000000004"
#define SUBSCRIPTION_ID "aaaaaaaa-0000-4000-8000-000000000005"

#endif
