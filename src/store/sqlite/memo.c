/* SPDX-License-Identifier: Apache-2.0 */
/* Each answer has one slot where it can be, and drives out what was there. */
#include "store/sqlite/memo.h"

#include <string.h>

#include "base/index.h"
#include "base/memory.h"
#include "store/sqlite/value.h"
#include "store/statements.h"

enum {
    SLOT_COUNT = 512 /* an act asks for some forty answers, half of them of partners */
};

/* An answer. In its memory stand its rows, their texts, and the text of its key. */
struct memo_slot {
    enum query query;
    struct query_marks marks;
    uint64_t version; /* of the book, or of an earlier one; 0: the slot is free */
    guid id;
    struct text text;
    struct rows rows;
    void *memory;
    size_t capacity;
};

/* Whose answer depends on its one key alone. */
static bool can_keep(const struct memo *memo, enum query query)
{
    const char *key = query_rows[query].key;

    return memo->marks != NULL && key[0] != 'd' && key[1] == '\0' && !marks_look_further(query);
}

static bool has_text_key(enum query query)
{
    return query_rows[query].key[0] == 't';
}

static struct memo_slot *slot_of(const struct memo *memo, enum query query,
                                 const struct query_key *key)
{
    enum {
        STEP = 0x9E37 /* so that the queries of one key do not stand in a row with others' */
    };
    uint32_t hash = has_text_key(query) ? index_hash_text(key->text) : index_hash_guid(key->ids[0]);

    return &memo->slots[(hash + (uint32_t)query * STEP) % SLOT_COUNT];
}

static bool has_key(const struct memo_slot *slot, enum query query, const struct query_key *key)
{
    if (slot->version == 0 || slot->query != query)
        return false;
    return has_text_key(query) ? text_equal(slot->text, key->text)
                               : guid_equal(slot->id, key->ids[0]);
}

/* Copies of rows, with their texts. */
static struct rows copy_rows(const struct rows *rows, struct arena *arena)
{
    struct rows copied = { .count = rows->count };

    if (rows->count == 0)
        return copied;
    copied.list = arena_new(arena, rows->count, sizeof(*rows->list));
    memcpy(copied.list, rows->list, rows->count * sizeof(*rows->list));
    for (size_t i = 0; i < rows->count; i++)
        value_keep_texts(arena, &copied.list[i].fact);
    return copied;
}

bool memo_find(const struct memo *memo, enum query query, const struct query_key *key,
               struct arena *arena, struct rows *out_rows)
{
    const struct memo_slot *slot = NULL;

    if (memo->slots == NULL || !can_keep(memo, query))
        return false;
    slot = slot_of(memo, query, key);
    if (!has_key(slot, query, key) || marks_have_changed(memo->marks, &slot->marks, slot->version))
        return false;
    *out_rows = copy_rows(&slot->rows, arena);
    return true;
}

/* What an answer takes in an arena, with the text of its key; SIZE_MAX: too much. */
static size_t bytes_of(enum query query, const struct query_key *key, const struct rows *rows)
{
    size_t bytes = 0;

    if (rows->count > MEMO_BYTES_MAX / sizeof(*rows->list))
        return SIZE_MAX;
    bytes = arena_bytes(rows->count * sizeof(*rows->list));
    if (has_text_key(query))
        bytes += arena_bytes(key->text.length + 1);
    for (size_t i = 0; i < rows->count && bytes <= MEMO_BYTES_MAX; i++)
        bytes += value_texts_bytes(&rows->list[i].fact);
    return bytes <= MEMO_BYTES_MAX ? bytes : SIZE_MAX;
}

static bool make_room(struct memo_slot *slot, size_t bytes)
{
    slot->version = 0;
    return memory_grow(&slot->memory, &slot->capacity, bytes, 1) == STATUS_OK;
}

void memo_keep(struct memo *memo, enum query query, const struct query_key *key, uint64_t version,
               const struct rows *rows)
{
    struct memo_slot *slot = NULL;
    size_t bytes = 0;
    struct arena arena;

    if (version == 0 || !can_keep(memo, query))
        return;
    bytes = bytes_of(query, key, rows);
    if (bytes == SIZE_MAX)
        return;
    if (memo->slots == NULL)
        memo->slots = memory_new(SLOT_COUNT, sizeof(*memo->slots));
    if (memo->slots == NULL)
        return;
    slot = slot_of(memo, query, key);
    if (!make_room(slot, bytes))
        return;
    arena = (struct arena){ .bytes = slot->memory, .size = slot->capacity };
    slot->rows = copy_rows(rows, &arena);
    slot->text = has_text_key(query) ? arena_keep(&arena, key->text) : TEXT("");
    slot->id = key->ids[0];
    slot->query = query;
    slot->marks = marks_of_query(query, key);
    slot->version = version;
}

void memo_done(struct memo *memo)
{
    if (memo->slots != NULL)
        for (size_t i = 0; i < SLOT_COUNT; i++)
            memory_free(memo->slots[i].memory);
    memory_free(memo->slots);
    *memo = (struct memo){ 0 };
}
