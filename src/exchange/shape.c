/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/shape.h"

#include <string.h>

#include "base/assert.h"
#include "base/date.h"
#include "base/guid.h"
#include "exchange/acts/order_lines.h"
#include "model/fact.h"

static const struct phrase kind_phrases[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = { { "a text of 1 to 1024 bytes", "un texte de 1 à 1024 octets" } },
    [FIELD_ID] = { { "a text of 1 to 200 bytes", "un texte de 1 à 200 octets" } },
    [FIELD_DOMAIN] = { { "a domain of 1 to 1024 bytes", "un domaine de 1 à 1024 octets" } },
    [FIELD_DIGITS] = { { "a text of digits", "un texte de chiffres" } },
    [FIELD_GUID] = { { "a GUID (8-4-4-4-12 hexadecimal digits)",
                       "un GUID (8-4-4-4-12 chiffres hexadécimaux)" } },
    [FIELD_DATE] = { { "a real day of the years 0001 to 9999 as YYYY-MM-DD",
                       "un jour réel des années 0001 à 9999, AAAA-MM-JJ" } },
    [FIELD_COUNTRY] = { { "a country of two capital letters",
                          "un pays en deux lettres capitales" } },
    [FIELD_WORD] = { { "one of", "l'un de" } },
    [FIELD_WORDS] = { { "a list, none twice, of at least one of",
                        "une liste, sans répétition, d'au moins un mot parmi" } },
    [FIELD_WORDS_0] = { { "a list, none twice, of", "une liste, sans répétition, parmi" } },
    [FIELD_MARKETS] = { { "a list of countries of two capital letters, or \"*\" alone",
                          "une liste de pays en deux lettres capitales, ou « * » seul" } },
    [FIELD_QUANTITY] = { { "an integer from 1 to 10000000 in digits",
                           "un entier de 1 à 10000000 en chiffres" } },
    [FIELD_FLAG] = { { "true or false", "true ou false" } },
    [FIELD_LINES] = { { "a list of 1 to 49 lines with offer and quantity (typed: QUANTITY:OFFER)",
                        "une liste de 1 à 49 lignes avec offer et quantity (saisie : "
                        "QUANTITÉ:OFFRE)" } },
};

const struct phrase *field_kind_phrase(enum field_kind kind)
{
    return &kind_phrases[kind];
}

void problem_set_found(struct problem *problem, yyjson_val *value)
{
    if (yyjson_is_str(value)) {
        problem->found = (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
        problem->found_is_text = true;
    } else if (yyjson_is_raw(value)) {
        problem->found = (struct text){ yyjson_get_raw(value), yyjson_get_len(value) };
    } else if (yyjson_is_bool(value)) {
        problem->found = text_of(yyjson_get_bool(value) ? "true" : "false");
    } else {
        problem->found = text_of(yyjson_is_null(value)  ? "null"
                                 : yyjson_is_arr(value) ? "[…]"
                                                        : "{…}");
    }
}

static enum status refuse(const struct field *field, struct problem problem,
                          struct shape_reading *reading)
{
    problem.kind = PROBLEM_VALUE_WRONG;
    problem.line = reading->line;
    problem.field = field->name;
    problem.expected = &kind_phrases[field->kind];
    problem.choices = field->words;
    reading->sink->report(reading->sink, &problem);
    return STATUS_INVALID;
}

static bool read_quantity(struct text text, uint32_t *out_quantity)
{
    uint32_t quantity = 0;

    if (!text_is_digits(text) || text.bytes[0] == '0' || text.length > 8)
        return false;
    for (size_t i = 0; i < text.length; i++)
        quantity = quantity * 10 + (uint32_t)(text.bytes[i] - '0');
    if (quantity > QUANTITY_MAX)
        return false;
    *out_quantity = quantity;
    return true;
}

bool field_read_text(const struct field *field, struct text text, char *room, void *member)
{
    size_t length_max = field->kind == FIELD_ID ? FIELD_ID_BYTES_MAX : FIELD_BYTES_MAX;

    if (text.length == 0 || text.length > length_max)
        return false;
    switch (field->kind) {
    case FIELD_GUID:
        return guid_parse(text, member);
    case FIELD_DATE:
        return date_parse(text, member);
    case FIELD_COUNTRY:
        return country_parse(text, member);
    case FIELD_WORD:
        return words_find(field->words, text, member);
    case FIELD_DIGITS:
        if (!text_is_digits(text))
            return false;
        *(struct text *)member = text;
        return true;
    case FIELD_DOMAIN:
        *(struct text *)member = text_fold(text, room);
        return true;
    case FIELD_TEXT:
    case FIELD_ID:
        *(struct text *)member = text;
        return true;
    case FIELD_QUANTITY:
        return read_quantity(text, member);
    case FIELD_FLAG:
        *(bool *)member = text_is(text, "true");
        return text_is(text, "true") || text_is(text, "false");
    case FIELD_WORDS:
    case FIELD_WORDS_0:
    case FIELD_MARKETS:
    case FIELD_LINES:
    case FIELD_KIND_COUNT:
    default:
        return false;
    }
}

static bool is_list(enum field_kind kind)
{
    return kind == FIELD_WORDS || kind == FIELD_WORDS_0 || kind == FIELD_MARKETS;
}

static void clear_list(const struct field *field, void *member)
{
    if (field->kind == FIELD_MARKETS)
        *(struct markets *)member = (struct markets){ 0 };
    else
        *(unsigned *)member = 0;
}

/* One more item of a list, the `number`th counted from 0. */
static bool read_item(const struct field *field, struct text item, size_t number, void *member)
{
    unsigned value = 0;
    country market = { 0 };

    if (field->kind == FIELD_MARKETS) {
        struct markets *markets = member;

        if (markets->is_everywhere)
            return false;
        if (text_is(item, "*")) {
            markets->is_everywhere = true;
            return number == 0;
        }
        if (!country_parse(item, &market))
            return false;
        markets_add(markets, market);
        return true;
    }
    if (!words_find(field->words, item, &value) || (*(unsigned *)member & BIT(value)) != 0)
        return false;
    *(unsigned *)member |= BIT(value);
    return true;
}

static bool list_is_complete(const struct field *field, const void *member)
{
    return field->kind != FIELD_WORDS || *(const unsigned *)member != 0;
}

static bool read_array(const struct field *field, yyjson_val *array, void *member)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    clear_list(field, member);
    yyjson_arr_foreach (array, index, count, item) {
        struct text text = { yyjson_get_str(item), yyjson_get_len(item) };

        if (!yyjson_is_str(item) || !read_item(field, text, index, member))
            return false;
    }
    return list_is_complete(field, member);
}

/* Items between single spaces; "-" is the empty list. */
static bool read_list(const struct field *field, struct text cell, void *member)
{
    size_t count = 0;

    clear_list(field, member);
    if (text_is(cell, "-"))
        return list_is_complete(field, member);
    for (;;) {
        const char *space = memchr(cell.bytes, ' ', cell.length);
        size_t length = space == NULL ? cell.length : (size_t)(space - cell.bytes);

        if (!read_item(field, (struct text){ cell.bytes, length }, count, member))
            return false;
        count++;
        if (space == NULL)
            return list_is_complete(field, member);
        cell = (struct text){ space + 1, cell.length - length - 1 };
    }
}

/* The kinds that are strings in JSON, as nearly all fields are. */
enum {
    STRING_KINDS = BIT(FIELD_TEXT) | BIT(FIELD_ID) | BIT(FIELD_DOMAIN) | BIT(FIELD_DIGITS) |
                   BIT(FIELD_GUID) | BIT(FIELD_DATE) | BIT(FIELD_COUNTRY) | BIT(FIELD_WORD)
};

/* One JSON value that is not null. */
static bool read_value(const struct field *field, yyjson_val *value, char *room, void *member)
{
    struct text text = { unsafe_yyjson_get_str(value), unsafe_yyjson_get_len(value) };

    if ((BIT(field->kind) & STRING_KINDS) != 0)
        return unsafe_yyjson_is_str(value) && field_read_text(field, text, room, member);
    if (field->kind == FIELD_FLAG) {
        if (yyjson_is_bool(value))
            *(bool *)member = yyjson_get_bool(value);
        return yyjson_is_bool(value);
    }
    if (field->kind == FIELD_QUANTITY)
        return yyjson_is_raw(value) && read_quantity(text, member);
    return yyjson_is_arr(value) && read_array(field, value, member);
}

unsigned shape_find_field(const struct shape *shape, struct text name)
{
    unsigned number = 0;

    while (number < shape->field_count && !text_equal(name, shape->fields[number].name))
        number++;
    return number;
}

bool shape_has(const struct shape *shape, const struct shape_reading *reading, size_t offset)
{
    for (unsigned i = 0; i < shape->field_count; i++)
        if (shape->fields[i].offset == offset)
            return (reading->present & BIT(i)) != 0;
    return false;
}

static enum status refuse_key(enum problem_kind kind, const struct shape *shape, struct text key,
                              struct shape_reading *reading)
{
    reading->sink->report(reading->sink,
                          &(struct problem){ .kind = kind,
                                             .line = reading->line,
                                             .field = key.length > 0 ? key : TEXT("\"\""),
                                             .shape = shape->name });
    return STATUS_INVALID;
}

static enum status refuse_value(const struct field *field, yyjson_val *value,
                                struct shape_reading *reading)
{
    struct problem problem = { 0 };

    problem_set_found(&problem, value);
    return refuse(field, problem, reading);
}

/* A list whose items are records of their own. */
static enum status read_lines(const struct field *field, yyjson_val *value,
                              struct shape_reading *reading, void *member)
{
    bool is_list = false;
    enum status status = order_lines_read(field->name, value, reading, member, &is_list);

    return is_list ? status : refuse_value(field, value, reading);
}

static enum status read_member(const struct shape *shape, unsigned number, yyjson_val *value,
                               struct shape_reading *reading, void *out)
{
    const struct field *field = &shape->fields[number];

    if (yyjson_is_null(value) && field->is_optional)
        return STATUS_OK;
    if (field->kind == FIELD_LINES)
        TRY(read_lines(field, value, reading, (char *)out + field->offset));
    else if (!read_value(field, value, reading->room, (char *)out + field->offset))
        return refuse_value(field, value, reading);
    reading->present |= BIT(number);
    return STATUS_OK;
}

enum status shape_read_object(const struct shape *shape, struct text tag, yyjson_val *object,
                              struct shape_reading *reading, void *out)
{
    unsigned seen = 0;
    unsigned next = 0; /* the field that comes next in most files */
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    ASSERT(shape->field_count <= SHAPE_FIELDS_MAX);
    reading->present = 0;
    yyjson_obj_foreach (object, index, count, key, value) {
        struct text name = json_key_text(key);
        unsigned number = next;

        if (number >= shape->field_count || !text_equal(name, shape->fields[number].name)) {
            if (text_equal(name, tag))
                continue;
            number = shape_find_field(shape, name);
        }
        next = number + 1;
        if (number == shape->field_count)
            return refuse_key(PROBLEM_KEY_UNKNOWN, shape, name, reading);
        if ((seen & BIT(number)) != 0)
            return refuse_key(PROBLEM_KEY_DUPLICATE, shape, name, reading);
        seen |= BIT(number);
        TRY(read_member(shape, number, value, reading, out));
    }
    return shape_check_present(shape, reading);
}

enum status shape_read_cell(const struct shape *shape, unsigned number, struct text cell,
                            struct shape_reading *reading, void *out)
{
    const struct field *field = &shape->fields[number];
    void *member = (char *)out + field->offset;
    bool is_read = false;

    if (cell.length == 0)
        return STATUS_OK;
    is_read = is_list(field->kind) ? read_list(field, cell, member)
                                   : field_read_text(field, cell, reading->room, member);
    if (!is_read)
        return refuse(field, (struct problem){ .found = cell, .found_is_text = true }, reading);
    reading->present |= BIT(number);
    return STATUS_OK;
}

enum status shape_check_present(const struct shape *shape, struct shape_reading *reading)
{
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->is_optional || (reading->present & BIT(i)) != 0)
            continue;
        reading->sink->report(reading->sink,
                              &(struct problem){ .kind = PROBLEM_KEY_MISSING,
                                                 .line = reading->line,
                                                 .field = field->name,
                                                 .expected = &kind_phrases[field->kind],
                                                 .choices = field->words });
        return STATUS_INVALID;
    }
    return STATUS_OK;
}
