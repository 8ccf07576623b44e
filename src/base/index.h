/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_INDEX_H
#define AVAL_BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/guid.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

/*
 * From a key to the number of an item in its owner's array: an open-addressing table of places,
 * each four bytes. As there are fewer items than places, a number leaves some of its upper bits
 * free: there stands a part of the key's hash that did not choose the place. The owner keeps the
 * keys and says whether item `number` has the key asked for. Hashes are keyed by random bits of
 * the process, so that no input is able to choose collisions.
 */
struct index {
    uint32_t *slots;   /* number plus one, and upper bits of the hash; 0 = free */
    size_t slot_count; /* a power of two, or 0 */
    size_t item_count;
};

/* Whether item `number` of the owner has the key. */
typedef bool (*index_match)(const void *owner, uint32_t number, const void *key);

/* The hash of the key of item `number` of the owner; false where the item has none. */
typedef bool (*index_rehash)(const void *owner, uint32_t number, uint32_t *out_hash);

/* What find gives where the key is absent. */
#define INDEX_NONE UINT32_MAX

/** The hash of a key, for index_find() and index_add(). */
uint32_t index_hash_text(struct text key);
uint32_t index_hash_guid(guid key);

/* A walk along the items that may have the key of a hash. */
struct index_search {
    const uint32_t *slots;
    uint32_t hash;
    uint32_t mask; /* of the bits of a slot that are its number */
    uint32_t place;
};

static inline struct index_search index_search(const struct index *index, uint32_t hash)
{
    uint32_t mask = (uint32_t)index->slot_count - 1;

    return (struct index_search){ index->slots, hash, mask, hash & mask };
}

/** The next item that may have the key, or INDEX_NONE. Here for the compiler to work into its
 * callers: a decision searches three or four times. */
static inline uint32_t index_next(struct index_search *search)
{
    if (search->slots == NULL)
        return INDEX_NONE;
    for (;;) {
        uint32_t slot = __atomic_load_n(&search->slots[search->place], __ATOMIC_ACQUIRE);

        search->place = (search->place + 1) & search->mask;
        if (slot == 0)
            return INDEX_NONE;
        if (((slot ^ search->hash) & ~search->mask) == 0)
            return (slot & search->mask) - 1;
    }
}

/** The number of the item that has the key, or INDEX_NONE. */
uint32_t index_find(const struct index *index, uint32_t hash, index_match match, const void *owner,
                    const void *key);

/** Brings the place where the search for a hash begins into the cache. */
static inline void index_prefetch(const struct index *index, uint32_t hash)
{
    if (index->slot_count > 0)
        memory_prefetch(&index->slots[hash & (index->slot_count - 1)]);
}

/** A number whose key may have the hash, or INDEX_NONE: a good guess without looking at keys. */
static inline uint32_t index_guess(const struct index *index, uint32_t hash)
{
    struct index_search search = index_search(index, hash);

    return index_next(&search);
}

/** Whether the table has to grow before it takes the item. */
bool index_is_full(const struct index *index, uint32_t number);

/* Whose items a table holds. */
struct index_owner {
    const void *owner;
    uint32_t count; /* of items, those without a key too */
    index_rehash rehash;
};

/**
 * A table with all items of the owner, and more room than the index; this one stays as it is, for
 * its readers, and is to be freed. NO_MEMORY: *out_grown is untouched.
 */
enum status index_grow(const struct index *index, struct index_owner owner, struct index *out_grown)
    MUST_CHECK;

/**
 * Adds an item whose key is absent, to a table that is not full. Other threads may be finding:
 * they see the item or not, so their match refuses numbers that their version does not have.
 */
void index_add(struct index *index, uint32_t hash, uint32_t number);

/** Frees the table. */
void index_done(struct index *index);

#endif
