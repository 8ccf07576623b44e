/* SPDX-License-Identifier: Apache-2.0 */
#include "base/index.h"

#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "base/assert.h"
#include "base/memory.h"

enum {
    SLOT_COUNT_MIN = 64
};

static uint64_t hash_key[2];
static pthread_once_t hash_key_once = PTHREAD_ONCE_INIT;

static void choose_hash_key(void)
{
    /* Without random bits the table still works; only a chosen input could slow it down. */
    if (getrandom(hash_key, sizeof(hash_key), GRND_NONBLOCK) != (ssize_t)sizeof(hash_key))
        hash_key[0] = (uint64_t)(uintptr_t)&hash_key;
    hash_key[0] |= 1;
    hash_key[1] |= 1;
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

uint32_t index_hash_text(struct text key)
{
    uint64_t hash = 0;
    size_t done = 0;

    (void)pthread_once(&hash_key_once, choose_hash_key);
    hash = hash_key[0] ^ key.length;
    while (done < key.length) {
        uint64_t word = 0;
        size_t step = key.length - done < sizeof(word) ? key.length - done : sizeof(word);

        memcpy(&word, key.bytes + done, step);
        hash = mix(hash ^ word, hash_key[1] + 0x9e3779b97f4a7c15U);
        done += step;
    }
    return fold(mix(hash ^ hash_key[1], 0xe7037ed1a0b428dbU));
}

uint32_t index_hash_guid(guid key)
{
    (void)pthread_once(&hash_key_once, choose_hash_key);
    return fold(mix(mix(key.high ^ hash_key[0], 0x9e3779b97f4a7c15U) ^ key.low,
                    hash_key[1] ^ 0xe7037ed1a0b428dbU));
}

uint32_t index_find(const struct index *index, uint32_t hash, index_match match, const void *owner,
                    const void *key)
{
    size_t mask = index->slot_count - 1;

    if (index->slot_count == 0)
        return INDEX_NONE;
    for (size_t place = hash & mask;; place = (place + 1) & mask) {
        uint64_t slot = __atomic_load_n(&index->slots[place], __ATOMIC_ACQUIRE);

        if (slot == 0)
            return INDEX_NONE;
        if (slot >> 32 == hash && match(owner, (uint32_t)slot - 1, key))
            return (uint32_t)slot - 1;
    }
}

uint32_t index_guess(const struct index *index, uint32_t hash)
{
    size_t mask = index->slot_count - 1;

    if (index->slot_count == 0)
        return INDEX_NONE;
    for (size_t place = hash & mask;; place = (place + 1) & mask) {
        uint64_t slot = __atomic_load_n(&index->slots[place], __ATOMIC_ACQUIRE);

        if (slot == 0)
            return INDEX_NONE;
        if (slot >> 32 == hash)
            return (uint32_t)slot - 1;
    }
}

/* NOLINTNEXTLINE(readability-non-const-parameter): it is written by the atomic store */
static void put(uint64_t *slots, size_t slot_count, uint64_t item)
{
    size_t place = (item >> 32) & (slot_count - 1);

    while (slots[place] != 0)
        place = (place + 1) & (slot_count - 1);
    __atomic_store_n(&slots[place], item, __ATOMIC_RELEASE);
}

bool index_is_full(const struct index *index)
{
    return index->item_count >= index->slot_count / 4 * 3;
}

enum status index_grow(const struct index *index, struct index *out_grown)
{
    size_t slot_count = index->slot_count == 0 ? SLOT_COUNT_MIN : index->slot_count * 2;
    uint64_t *slots = memory_new(slot_count, sizeof(*slots));

    if (slots == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < index->slot_count; i++)
        if (index->slots[i] != 0)
            put(slots, slot_count, index->slots[i]);
    *out_grown = (struct index){ slots, slot_count, index->item_count };
    return STATUS_OK;
}

void index_add(struct index *index, uint32_t hash, uint32_t number)
{
    ASSERT(number < INDEX_NONE);
    ASSERT(!index_is_full(index));
    put(index->slots, index->slot_count, (uint64_t)hash << 32 | (number + 1));
    index->item_count++;
}

void index_done(struct index *index)
{
    memory_free(index->slots);
    *index = (struct index){ 0 };
}
