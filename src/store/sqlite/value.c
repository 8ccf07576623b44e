/* SPDX-License-Identifier: Apache-2.0 */
/* The form in which SQLite keeps the fields of facts: see schema/schema_1.sql. */
#include "store/sqlite/value.h"

#include <endian.h>
#include <string.h>

#include "base/assert.h"

enum {
    GUID_BYTES = 16
};

bool value_bind_guid(sqlite3_stmt *statement, int parameter, guid id, struct value_room *room)
{
    uint64_t *bytes = room->guids[room->guid_count++];

    ASSERT(room->guid_count <= SHAPE_FIELDS_MAX);
    bytes[0] = htobe64(id.high);
    bytes[1] = htobe64(id.low);
    return sqlite3_bind_blob(statement, parameter, bytes, GUID_BYTES, SQLITE_STATIC) == SQLITE_OK;
}

bool value_bind_text(sqlite3_stmt *statement, int parameter, struct text text)
{
    return sqlite3_bind_text64(statement, parameter, text.length > 0 ? text.bytes : "", text.length,
                               SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
}

bool value_bind_date(sqlite3_stmt *statement, int parameter, date day)
{
    return sqlite3_bind_int(statement, parameter, day.day) == SQLITE_OK;
}

bool value_bind_integer(sqlite3_stmt *statement, int parameter, int64_t integer)
{
    return sqlite3_bind_int64(statement, parameter, integer) == SQLITE_OK;
}

bool value_bind_bytes(sqlite3_stmt *statement, int parameter, const void *bytes, int length)
{
    return sqlite3_bind_blob(statement, parameter, bytes, length, SQLITE_STATIC) == SQLITE_OK;
}

/* Puts words behind each other, with a space between them. */
static void put_word(struct value_room *room, size_t *length, struct text word)
{
    if (*length > 0)
        room->list[(*length)++] = ' ';
    ASSERT(word.length <= sizeof(room->list) - *length);
    memcpy(room->list + *length, word.bytes, word.length);
    *length += word.length;
}

static struct text list_of_words(const struct words *words, unsigned bits, struct value_room *room)
{
    size_t length = 0;

    for (unsigned i = 0; i < words->count; i++)
        if ((bits & BIT(i)) != 0)
            put_word(room, &length, text_of(words->list[i]));
    return (struct text){ room->list, length };
}

static struct text list_of_markets(const struct markets *markets, struct value_room *room)
{
    size_t length = 0;
    char letters[3];

    if (markets->is_everywhere)
        return TEXT("*");
    for (unsigned number = 0; number < COUNTRY_COUNT; number++) {
        country market = { (uint16_t)number };

        if (!markets_have(markets, market))
            continue;
        country_format(market, letters);
        put_word(room, &length, text_of(letters));
    }
    return (struct text){ room->list, length };
}

static bool bind_country(sqlite3_stmt *statement, int parameter, country market)
{
    char letters[3];

    country_format(market, letters);
    return sqlite3_bind_text(statement, parameter, letters, 2, SQLITE_TRANSIENT) == SQLITE_OK;
}

bool value_bind_field(sqlite3_stmt *statement, int parameter, const struct fact *fact,
                      const struct field *field, struct value_room *room)
{
    const void *member = (const char *)fact + field->offset;

    if (field->kind == FIELD_DATE)
        return value_bind_date(statement, parameter, *(const date *)member);
    if (fact_lacks(fact, field))
        return sqlite3_bind_null(statement, parameter) == SQLITE_OK;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
        return value_bind_text(statement, parameter, *(const struct text *)member);
    case FIELD_GUID:
        return value_bind_guid(statement, parameter, *(const guid *)member, room);
    case FIELD_COUNTRY:
        return bind_country(statement, parameter, *(const country *)member);
    case FIELD_WORD:
        return value_bind_text(statement, parameter,
                               text_of(field->words->list[*(const unsigned *)member]));
    case FIELD_WORDS:
    case FIELD_WORDS_0:
        return value_bind_text(statement, parameter,
                               list_of_words(field->words, *(const unsigned *)member, room));
    case FIELD_MARKETS:
        return value_bind_text(statement, parameter, list_of_markets(member, room));
    case FIELD_QUANTITY:
        return value_bind_integer(statement, parameter, *(const uint32_t *)member);
    case FIELD_DATE:
    case FIELD_FLAG: /* no fact has one */
    case FIELD_LINES:
    case FIELD_KIND_COUNT:
    default:
        ASSERT(false);
        return false;
    }
}

struct text value_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *bytes = sqlite3_column_text(statement, column);

    if (bytes == NULL)
        return TEXT("");
    return (struct text){ (const char *)bytes, (size_t)sqlite3_column_bytes(statement, column) };
}

bool value_read_guid(sqlite3_stmt *statement, int column, guid *out_id)
{
    const void *blob = sqlite3_column_blob(statement, column);
    uint64_t bytes[2];

    if (blob == NULL) {
        *out_id = GUID_NONE;
        return sqlite3_column_type(statement, column) == SQLITE_NULL;
    }
    if (sqlite3_column_bytes(statement, column) != GUID_BYTES)
        return false;
    memcpy(bytes, blob, GUID_BYTES);
    *out_id = (guid){ be64toh(bytes[0]), be64toh(bytes[1]) };
    return true;
}

bool value_read_bytes(sqlite3_stmt *statement, int column, void *out_bytes, size_t length)
{
    const void *blob = sqlite3_column_blob(statement, column);

    if (blob == NULL || (size_t)sqlite3_column_bytes(statement, column) != length)
        return false;
    memcpy(out_bytes, blob, length);
    return true;
}

static bool read_integer(sqlite3_stmt *statement, int column, int64_t least, int64_t greatest,
                         int64_t *out_integer)
{
    *out_integer = sqlite3_column_int64(statement, column);
    return *out_integer >= least && *out_integer <= greatest &&
           sqlite3_column_type(statement, column) == SQLITE_INTEGER;
}

bool value_read_date(sqlite3_stmt *statement, int column, date *out_day)
{
    int64_t day = 0;

    if (!read_integer(statement, column, INT32_MIN, INT32_MAX, &day))
        return false;
    /* An end of an open interval, or a day of the years that there are. */
    if (day != INT32_MIN && day != INT32_MAX &&
        (day < DAY_NUMBER(1, 1, 1) || day > DAY_NUMBER(9999, 12, 31)))
        return false;
    out_day->day = (int32_t)day;
    return true;
}

bool value_read_instant(sqlite3_stmt *statement, int column, int64_t *out_at)
{
    static const int64_t day = INT64_C(86400000);

    return read_integer(statement, column, DAY_NUMBER(1, 1, 1) * day,
                        DAY_NUMBER(10000, 1, 1) * day - 1, out_at);
}

/* Takes the next word off a list; false: there is none, for nothing stands where one should. */
static bool take_word(struct text *list, struct text *out_word)
{
    const char *space = memchr(list->bytes, ' ', list->length);
    size_t length = space == NULL ? list->length : (size_t)(space - list->bytes);

    *out_word = (struct text){ list->bytes, length };
    list->bytes += length;
    list->length -= length;
    if (space != NULL) {
        list->bytes++;
        list->length--;
    }
    return length > 0;
}

static bool read_words(struct text list, const struct words *words, unsigned *out_bits)
{
    struct text word;
    unsigned value = 0;

    *out_bits = 0;
    while (list.length > 0) {
        if (!take_word(&list, &word) || !words_find(words, word, &value))
            return false;
        *out_bits |= BIT(value);
    }
    return true;
}

static bool read_markets(struct text list, struct markets *out_markets)
{
    struct text word;
    country market;

    *out_markets = (struct markets){ .is_everywhere = text_is(list, "*") };
    while (list.length > 0 && !out_markets->is_everywhere) {
        if (!take_word(&list, &word) || !country_parse(word, &market))
            return false;
        markets_add(out_markets, market);
    }
    return true;
}

static bool read_quantity(sqlite3_stmt *statement, int column, const struct field *field,
                          uint32_t *out_quantity)
{
    bool is_absent = field->is_optional && sqlite3_column_type(statement, column) == SQLITE_NULL;
    int64_t quantity = 0;

    if (!is_absent && !read_integer(statement, column, 1, UINT32_MAX, &quantity))
        return false;
    *out_quantity = (uint32_t)quantity;
    return true;
}

bool value_read_field(sqlite3_stmt *statement, int column, const struct field *field,
                      struct fact *fact)
{
    void *member = (char *)fact + field->offset;

    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
        *(struct text *)member = value_text(statement, column);
        return true;
    case FIELD_GUID:
        return value_read_guid(statement, column, member);
    case FIELD_DATE:
        return value_read_date(statement, column, member);
    case FIELD_COUNTRY:
        return country_parse(value_text(statement, column), member);
    case FIELD_WORD:
        return words_find(field->words, value_text(statement, column), member);
    case FIELD_WORDS:
    case FIELD_WORDS_0:
        return read_words(value_text(statement, column), field->words, member);
    case FIELD_MARKETS:
        return read_markets(value_text(statement, column), member);
    case FIELD_QUANTITY:
        return read_quantity(statement, column, field, member);
    case FIELD_FLAG: /* no fact has one */
    case FIELD_LINES:
    case FIELD_KIND_COUNT:
    default:
        ASSERT(false);
        return false;
    }
}

void value_keep_texts(struct arena *arena, struct fact *fact)
{
    const struct shape *shape = &fact_shapes[fact->type];

    for (unsigned i = 0; i < shape->field_count; i++)
        if (field_kind_is_text(shape->fields[i].kind)) {
            struct text *text = (void *)((char *)fact + shape->fields[i].offset);

            *text = arena_keep(arena, *text);
        }
}

size_t value_texts_bytes(const struct fact *fact)
{
    const struct shape *shape = &fact_shapes[fact->type];
    size_t bytes = 0;

    for (unsigned i = 0; i < shape->field_count; i++)
        if (field_kind_is_text(shape->fields[i].kind)) {
            const struct text *text = (const void *)((const char *)fact + shape->fields[i].offset);

            bytes += arena_bytes(text->length + 1);
        }
    return bytes;
}
