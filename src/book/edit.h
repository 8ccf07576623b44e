/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_EDIT_H
#define AVAL_BOOK_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/status.h"

/* A list of memory that is not freed yet. Zeroed = empty. */
struct memory_list {
    void **items;
    size_t count;
    size_t capacity;
};

/*
 * One change of a book, from one version that readers see to the next. What it makes is not seen
 * before it is over; what it replaces is seen until then, and by readers who began before.
 */
struct edit {
    uint64_t number;             /* what was made under this number may be changed in place */
    bool is_bulk;                /* nothing is shared with readers: no lists are kept */
    struct memory_list made;     /* to be freed if the edit fails */
    struct memory_list replaced; /* to be freed, if it succeeds, when nobody reads it any more */
};

/** Zeroed memory that belongs to the edit's version. NO_MEMORY: nothing changed. */
enum status edit_make(struct edit *edit, size_t size, void **out_memory) MUST_CHECK;

/** The same, from the beginning of a cache line on. */
enum status edit_make_lines(struct edit *edit, size_t size, void **out_memory) MUST_CHECK;

/** Notes that the edit's version has no use for the memory any more; accepts NULL. */
enum status edit_replace(struct edit *edit, void *memory) MUST_CHECK;

/** Adds to a list. NO_MEMORY: nothing changed. */
enum status memory_list_add(struct memory_list *list, void *memory) MUST_CHECK;

/** Frees the list itself, and with free_items all that it holds. */
void memory_list_done(struct memory_list *list);
void memory_list_free_items(struct memory_list *list);

#endif
