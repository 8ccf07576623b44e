/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fact_order.h"

#include <string.h>

#include "base/assert.h"
#include "exchange/fact_shape.h"

/* Where a list is put together as tables have it. */
struct list_room {
    char bytes[COUNTRY_COUNT * 3 + 1];
    size_t length;
};

static int compare_numbers(uint64_t left, uint64_t right)
{
    return (left > right) - (left < right);
}

static int compare_texts(struct text left, struct text right)
{
    size_t length = left.length < right.length ? left.length : right.length;
    int order = length == 0 ? 0 : memcmp(left.bytes, right.bytes, length);

    return order != 0 ? order : compare_numbers(left.length, right.length);
}

static int compare_guids(guid left, guid right)
{
    int order = compare_numbers(left.high, right.high);

    return order != 0 ? order : compare_numbers(left.low, right.low);
}

static void add_word(struct list_room *room, struct text word)
{
    if (room->length > 0)
        room->bytes[room->length++] = ' ';
    ASSERT(word.length <= sizeof(room->bytes) - room->length);
    memcpy(room->bytes + room->length, word.bytes, word.length);
    room->length += word.length;
}

static struct text text_of_words(const struct words *words, unsigned bits, struct list_room *room)
{
    room->length = 0;
    for (unsigned i = 0; i < words->count; i++)
        if ((bits & BIT(i)) != 0)
            add_word(room, text_of(words->list[i]));
    return (struct text){ room->bytes, room->length };
}

static struct text text_of_markets(const struct markets *markets, struct list_room *room)
{
    char letters[3];

    if (markets->is_everywhere)
        return TEXT("*");
    room->length = 0;
    for (unsigned number = 0; number < COUNTRY_COUNT; number++) {
        country market = { (uint16_t)number };

        if (!markets_have(markets, market))
            continue;
        country_format(market, letters);
        add_word(room, text_of(letters));
    }
    return (struct text){ room->bytes, room->length };
}

/* What a table has as text. */
static struct text text_of_member(const struct field *field, const void *member,
                                  struct list_room *room)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
        return *(const struct text *)member;
    case FIELD_COUNTRY:
        country_format(*(const country *)member, room->bytes);
        return (struct text){ room->bytes, 2 };
    case FIELD_WORD:
        return text_of(field->words->list[*(const unsigned *)member]);
    case FIELD_WORDS:
    case FIELD_WORDS_0:
        return text_of_words(field->words, *(const unsigned *)member, room);
    case FIELD_MARKETS:
        return text_of_markets(member, room);
    case FIELD_GUID:
    case FIELD_DATE:
    case FIELD_QUANTITY:
    case FIELD_FLAG:
    case FIELD_LINES:
    case FIELD_KIND_COUNT:
    default:
        ASSERT(false);
        return TEXT("");
    }
}

static int compare_members(const struct field *field, const void *left, const void *right)
{
    NOT_CLEARED struct list_room left_room;
    NOT_CLEARED struct list_room right_room;

    if (field->kind == FIELD_GUID)
        return compare_guids(*(const guid *)left, *(const guid *)right);
    if (field->kind == FIELD_DATE)
        return (((const date *)left)->day > ((const date *)right)->day) -
               (((const date *)left)->day < ((const date *)right)->day);
    if (field->kind == FIELD_QUANTITY)
        return compare_numbers(*(const uint32_t *)left, *(const uint32_t *)right);
    return compare_texts(text_of_member(field, left, &left_room),
                         text_of_member(field, right, &right_room));
}

static int compare_fields(const struct field *field, const struct fact *left,
                          const struct fact *right)
{
    /* A date is never absent in a table: there stands what an open end is. */
    bool left_lacks = field->kind != FIELD_DATE && fact_lacks(left, field);
    bool right_lacks = field->kind != FIELD_DATE && fact_lacks(right, field);

    if (left_lacks || right_lacks)
        return (int)right_lacks - (int)left_lacks;
    return compare_members(field, (const char *)left + field->offset,
                           (const char *)right + field->offset);
}

int fact_compare(const struct fact *left, const struct fact *right)
{
    const struct shape *shape = &fact_shapes[left->type];

    ASSERT(left->type == right->type);
    for (unsigned i = 0; i < shape->field_count; i++) {
        int order = compare_fields(&shape->fields[i], left, right);

        if (order != 0)
            return order;
    }
    return 0;
}
