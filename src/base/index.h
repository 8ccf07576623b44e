/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_INDEX_H
#define AVAL_BASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/guid.h"
#include "base/status.h"
#include "base/text.h"

/*
 * From a key to the number of an item in its owner's array: an open-addressing table of
 * (hash, number) pairs. The owner keeps the keys and says whether item `number` has the key
 * asked for. Hashes are keyed by random bits of the process, so that no input is able to choose
 * collisions.
 */
struct index {
    uint64_t *slots;   /* hash in the upper half, number plus one in the lower; 0 = free */
    size_t slot_count; /* a power of two, or 0 */
    size_t item_count;
};

/* Whether item `number` of the owner has the key. */
typedef bool (*index_match)(const void *owner, uint32_t number, const void *key);

/* What find gives where the key is absent. */
#define INDEX_NONE UINT32_MAX

/** The hash of a key, for index_find() and index_add(). */
uint32_t index_hash_text(struct text key);
uint32_t index_hash_guid(guid key);

/** The number of the item that has the key, or INDEX_NONE. */
uint32_t index_find(const struct index *index, uint32_t hash, index_match match, const void *owner,
                    const void *key);

/** Brings the place where the search for a hash begins into the cache. */
static inline void index_prefetch(const struct index *index, uint32_t hash)
{
    if (index->slot_count > 0)
        __builtin_prefetch(&index->slots[hash & (index->slot_count - 1)]);
}

/** A number whose key has the hash, or INDEX_NONE: a good guess without looking at keys. */
uint32_t index_guess(const struct index *index, uint32_t hash);

/** Whether the table has to grow before the next item. */
bool index_is_full(const struct index *index);

/**
 * A table with the same items and more room; the old one stays as it is, for its readers, and is
 * to be freed. NO_MEMORY: *out_grown is untouched.
 */
enum status index_grow(const struct index *index, struct index *out_grown) MUST_CHECK;

/**
 * Adds an item whose key is absent, to a table that is not full. Other threads may be finding:
 * they see the item or not, so their match refuses numbers that their version does not have.
 */
void index_add(struct index *index, uint32_t hash, uint32_t number);

/** Frees the table. */
void index_done(struct index *index);

#endif
