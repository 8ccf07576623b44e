/* SPDX-License-Identifier: Apache-2.0 */
#include "base/index.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "base/assert.h"
#include "base/memory.h"

enum {
    SLOT_COUNT_MIN = 64,
    GROUP = 16
};

/* A slot has 32 bits for a number and some of the hash. */
#define SLOT_COUNT_MAX ((size_t)1 << 31)

/* Chosen at the first hash; the second is written before the first, which is not 0 any more. */
static uint64_t hash_key[2];
static pthread_once_t hash_key_once = PTHREAD_ONCE_INIT;

static void choose_hash_key(void)
{
    uint64_t key[2] = { 0 };

    /* Without random bits the table still works; only a chosen input could slow it down. */
    if (getrandom(key, sizeof(key), GRND_NONBLOCK) != (ssize_t)sizeof(key))
        key[0] = (uint64_t)(uintptr_t)&hash_key;
    hash_key[1] = key[1] | 1;
    __atomic_store_n(&hash_key[0], key[0] | 1, __ATOMIC_RELEASE);
}

/* The first half of the key; the call of pthread_once() alone took as long as a hash. */
static inline uint64_t chosen_key(void)
{
    uint64_t key = __atomic_load_n(&hash_key[0], __ATOMIC_ACQUIRE);

    if (__builtin_expect(key != 0, 1))
        return key;
    (void)pthread_once(&hash_key_once, choose_hash_key);
    return hash_key[0];
}

/* Both halves of the 128-bit product, folded: every bit of either factor reaches the result. */
static uint64_t mix(uint64_t left, uint64_t right)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)left * right;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint32_t fold(uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32);
}

/* One to eight bytes as a number that differs for different bytes, in two reads that may overlap:
 * a copy of as many bytes as there are would be a call. */
static uint64_t up_to_eight(const char *bytes, size_t length)
{
    if (length >= sizeof(uint32_t))
        return (uint64_t)text_four(bytes) << 32 | text_four(bytes + length - sizeof(uint32_t));
    return (uint64_t)(unsigned char)bytes[0] << 16 |
           (uint64_t)(unsigned char)bytes[length / 2] << 8 | (unsigned char)bytes[length - 1];
}

uint32_t index_hash_text(struct text key)
{
    uint64_t hash = chosen_key() ^ key.length;
    size_t left = key.length;

    for (; left > sizeof(uint64_t); left -= sizeof(uint64_t)) {
        hash = mix(hash ^ text_eight(key.bytes), hash_key[1] + 0x9e3779b97f4a7c15U);
        key.bytes += sizeof(uint64_t);
    }
    if (left > 0)
        hash = mix(hash ^ up_to_eight(key.bytes, left), hash_key[1] + 0x9e3779b97f4a7c15U);
    return fold(mix(hash ^ hash_key[1], 0xe7037ed1a0b428dbU));
}

uint32_t index_hash_guid(guid key)
{
    uint64_t first = chosen_key(); /* before the second half is looked at */

    return fold(mix(mix(key.high ^ first, 0x9e3779b97f4a7c15U) ^ key.low,
                    hash_key[1] ^ 0xe7037ed1a0b428dbU));
}

uint32_t index_find(const struct index *index, uint32_t hash, index_match match, const void *owner,
                    const void *key)
{
    struct index_search search = index_search(index, hash);

    for (;;) {
        uint32_t number = index_next(&search);

        if (number == INDEX_NONE || match(owner, number, key))
            return number;
    }
}

bool index_is_full(const struct index *index, uint32_t number)
{
    return index->item_count >= index->slot_count / 4 * 3 || number >= index->slot_count - 1;
}

/* Adds up to GROUP items, whose places are asked for side by side. */
static void add_group(struct index *index, const struct index_owner *owner, uint32_t first)
{
    uint32_t end = owner->count - first < GROUP ? owner->count : first + GROUP;
    uint32_t hashes[GROUP];
    uint32_t numbers[GROUP];
    unsigned count = 0;

    for (uint32_t number = first; number < end; number++) {
        if (!owner->rehash(owner->owner, number, &hashes[count]))
            continue;
        index_prefetch(index, hashes[count]);
        numbers[count++] = number;
    }
    for (unsigned i = 0; i < count; i++)
        index_add(index, hashes[i], numbers[i]);
}

enum status index_grow(const struct index *index, struct index_owner owner, struct index *out_grown)
{
    struct index grown = { .slot_count = SLOT_COUNT_MIN };

    while (grown.slot_count <= index->slot_count || grown.slot_count / 4 * 3 < owner.count)
        grown.slot_count *= 2;
    if (grown.slot_count > SLOT_COUNT_MAX)
        return STATUS_NO_MEMORY;
    grown.slots = memory_new(grown.slot_count, sizeof(*grown.slots));
    if (grown.slots == NULL)
        return STATUS_NO_MEMORY;
    for (uint32_t number = 0; number < owner.count; number += GROUP)
        add_group(&grown, &owner, number);
    *out_grown = grown;
    return STATUS_OK;
}

void index_add(struct index *index, uint32_t hash, uint32_t number)
{
    uint32_t mask = (uint32_t)index->slot_count - 1;
    uint32_t place = hash & mask;

    ASSERT(!index_is_full(index, number));
    while (index->slots[place] != 0)
        place = (place + 1) & mask;
    __atomic_store_n(&index->slots[place], (hash & ~mask) | (number + 1), __ATOMIC_RELEASE);
    index->item_count++;
}

void index_done(struct index *index)
{
    memory_free(index->slots);
    *index = (struct index){ 0 };
}
