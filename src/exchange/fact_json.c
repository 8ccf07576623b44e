/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as JSON, by the same table by which they are read. */
#include "base/assert.h"
#include "base/attributes.h"
#include "exchange/acts/order_lines.h"
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

void field_write_json(struct json_writer *writer, const struct field *field, const void *member)
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
    case FIELD_QUANTITY:
        json_integer(writer, *(const uint32_t *)member);
        break;
    case FIELD_FLAG:
        json_flag(writer, *(const bool *)member);
        break;
    case FIELD_LINES:
        order_lines_write_json(writer, member);
        break;
    case FIELD_KIND_COUNT:
    default:
        ASSERT(false);
    }
}

struct fact fact_begin(enum fact_type type)
{
    struct fact fact = { .type = type, .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL } };

    if (type == FACT_INVITATION)
        fact.invitation.settled_on = DATE_AFTER_ALL;
    if (type == FACT_SUPPORT_CASE)
        fact.support_case.closed_on = DATE_AFTER_ALL;
    return fact;
}

bool field_is_absent(const struct field *field, const void *member)
{
    if (!field->is_optional)
        return false;
    switch ((unsigned)field->kind) {
    case FIELD_GUID:
        return guid_is_none(*(const guid *)member);
    case FIELD_DATE:
        return ((const date *)member)->day == DATE_BEFORE_ALL.day ||
               ((const date *)member)->day == DATE_AFTER_ALL.day;
    case FIELD_QUANTITY:
        return *(const uint32_t *)member == 0;
    case FIELD_LINES:
        return ((const struct order_lines *)member)->count == 0;
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
        return ((const struct text *)member)->length == 0;
    default:
        return false;
    }
}

/* The partner of a direct acceptance is nobody, whatever its member holds. */
bool fact_lacks(const struct fact *fact, const struct field *field)
{
    if (fact->type == FACT_CUSTOMER_AGREEMENT && field->kind == FIELD_GUID && field->is_optional)
        return fact->customer_agreement.acceptance == ACCEPTANCE_DIRECT;
    return field_is_absent(field, (const char *)fact + field->offset);
}

/* Besides, texts that the book does not keep are empty, and left out. */
static bool is_left_out(const struct field *field, const struct fact *fact)
{
    const void *member = (const char *)fact + field->offset;

    return fact_lacks(fact, field) ||
           (field->kind == FIELD_TEXT && ((const struct text *)member)->length == 0);
}

static void write_fields(struct json_writer *writer, const struct shape *shape,
                         const struct fact *fact)
{
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];

        if (is_left_out(field, fact))
            continue;
        json_key(writer, field->name.bytes);
        field_write_json(writer, field, (const char *)fact + field->offset);
    }
}

void fact_write_json(struct json_writer *writer, const struct fact *fact)
{
    json_begin_object(writer);
    write_fields(writer, &dossier_shapes[fact->type], fact);
    json_end_object(writer);
}

void fact_write_object(struct json_writer *writer, const struct fact *fact)
{
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, fact_shapes[fact->type].name);
    write_fields(writer, &fact_shapes[fact->type], fact);
    json_end_object(writer);
}

void fact_write_line(struct buffer *buffer, const struct fact *fact)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    fact_write_object(&writer, fact);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}
