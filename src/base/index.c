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

struct index_slot {
    uint32_t hash;
    uint32_t number_plus_one; /* 0 = free */
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
        const struct index_slot *slot = &index->slots[place];

        if (slot->number_plus_one == 0)
            return INDEX_NONE;
        if (slot->hash == hash && match(owner, slot->number_plus_one - 1, key))
            return slot->number_plus_one - 1;
    }
}

static void put(struct index_slot *slots, size_t slot_count, struct index_slot item)
{
    size_t place = item.hash & (slot_count - 1);

    while (slots[place].number_plus_one != 0)
        place = (place + 1) & (slot_count - 1);
    slots[place] = item;
}

static enum status grow(struct index *index)
{
    size_t slot_count = index->slot_count == 0 ? SLOT_COUNT_MIN : index->slot_count * 2;
    struct index_slot *slots = memory_new(slot_count, sizeof(*slots));

    if (slots == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; i < index->slot_count; i++)
        if (index->slots[i].number_plus_one != 0)
            put(slots, slot_count, index->slots[i]);
    memory_free(index->slots);
    index->slots = slots;
    index->slot_count = slot_count;
    return STATUS_OK;
}

enum status index_add(struct index *index, uint32_t hash, uint32_t number)
{
    ASSERT(number < INDEX_NONE);
    if (index->item_count >= index->slot_count / 4 * 3)
        TRY(grow(index));
    put(index->slots, index->slot_count, (struct index_slot){ hash, number + 1 });
    index->item_count++;
    return STATUS_OK;
}

void index_done(struct index *index)
{
    memory_free(index->slots);
    *index = (struct index){ 0 };
}
