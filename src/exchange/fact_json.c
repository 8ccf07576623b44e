/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as JSON, by the same table by which they are read. */
#include "base/assert.h"
#include "exchange/full_private.h"
#include "exchange/world_private.h"

static void write_markets(struct json_writer *writer, const struct markets *markets)
{
    json_begin_array(writer);
    if (markets->is_everywhere)
        json_string(writer, "*");
    for (unsigned number = 0; number < COUNTRY_COUNT; number++) {
        country market = { (uint16_t)number };

        if (markets_have(markets, market))
            json_country(writer, market);
    }
    json_end_array(writer);
}

static void write_value(struct json_writer *writer, const struct field *field, const void *member)
{
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
        json_text(writer, *(const struct text *)member);
        break;
    case FIELD_GUID:
        json_guid(writer, *(const guid *)member);
        break;
    case FIELD_DATE:
        json_date(writer, *(const date *)member);
        break;
    case FIELD_COUNTRY:
        json_country(writer, *(const country *)member);
        break;
    case FIELD_WORD:
        json_string(writer, field->words->list[*(const unsigned *)member]);
        break;
    case FIELD_WORDS:
    case FIELD_WORDS_0:
        json_words(writer, field->words, *(const unsigned *)member);
        break;
    case FIELD_MARKETS:
        write_markets(writer, member);
        break;
    case FIELD_QUANTITY: /* no fact has these */
    case FIELD_FLAG:
    case FIELD_KIND_COUNT:
    default:
        ASSERT(false);
    }
}

/* Open ends and what a fact does not have are left out; so are texts that the book does not keep,
 * which are empty. */
static bool is_left_out(const struct field *field, const struct fact *fact, const void *member)
{
    if (field->kind == FIELD_DATE)
        return ((const date *)member)->day == DATE_BEFORE_ALL.day ||
               ((const date *)member)->day == DATE_AFTER_ALL.day;
    if (field->kind == FIELD_GUID && field->is_optional)
        return fact->customer_agreement.acceptance == ACCEPTANCE_DIRECT;
    return field->kind == FIELD_TEXT && ((const struct text *)member)->length == 0;
}

void fact_write_json(struct json_writer *writer, const struct fact *fact)
{
    const struct shape *shape = &dossier_shapes[fact->type];

    json_begin_object(writer);
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const void *member = (const char *)fact + field->offset;

        if (is_left_out(field, fact, member))
            continue;
        json_key(writer, field->name.bytes);
        write_value(writer, field, member);
    }
    json_end_object(writer);
}
