/* SPDX-License-Identifier: Apache-2.0 */
#include "store/statements.h"

#include <string.h>

#include "base/assert.h"

#define TABLE(type, name, touch, identity) [FACT_##type] = { name, TOUCH_##touch, identity },
const struct table_row table_rows[FACT_TYPE_COUNT] = {
#include "store/tables.def"
};
#undef TABLE

#define QUERY(name, type, key, touch, reason, tail)                                                \
    [QUERY_##name] = { #name, TOUCH_##touch, reason, tail, FACT_##type, key },
#define STATEMENT(name, touch, reason, text)
const struct statement_row query_rows[QUERY_COUNT] = {
#include "store/statements.def"
};
#undef QUERY
#undef STATEMENT

#define QUERY(name, type, key, touch, reason, tail)
#define STATEMENT(name, touch, reason, text)                                                       \
    [STATEMENT_##name -                                                                            \
        STATEMENTS_BEFORE_OTHERS] = { #name, TOUCH_##touch, reason, text, FACT_TYPE_COUNT, NULL },
const struct statement_row other_rows[STATEMENT_COUNT - STATEMENTS_BEFORE_OTHERS] = {
#include "store/statements.def"
};
#undef QUERY
#undef STATEMENT

#define REFERENCE(type, field, named, noun) { FACT_##type, field, FACT_##named, NOUN_##noun },
const struct reference_row reference_rows[] = {
#include "store/references.def"
};
#undef REFERENCE

const size_t reference_count = COUNT_OF(reference_rows);

const char *column_of(struct text field)
{
    static const char *const renamed[][2] = {
        { "from", "valid_from" },
        { "to", "valid_to" },
        { "order", "order_id" },
    };

    for (size_t i = 0; i < COUNT_OF(renamed); i++)
        if (text_is(field, renamed[i][0]))
            return renamed[i][1];
    return field.bytes;
}

static void write_columns(struct buffer *buffer, const struct shape *shape)
{
    for (unsigned i = 0; i < shape->field_count; i++)
        buffer_add_format(buffer, ", %s", column_of(shape->fields[i].name));
}

static void write_select(struct buffer *buffer, enum fact_type type)
{
    buffer_add_string(buffer, "select row_id");
    write_columns(buffer, &fact_shapes[type]);
    buffer_add_format(buffer, " from %s ", table_rows[type].name);
}

static void write_add(struct buffer *buffer, enum fact_type type)
{
    const struct shape *shape = &fact_shapes[type];

    buffer_add_format(buffer, "insert into %s (row_id", table_rows[type].name);
    write_columns(buffer, shape);
    buffer_add_string(buffer, ") values ($1");
    for (unsigned i = 0; i < shape->field_count; i++)
        buffer_add_format(buffer, ", $%u", i + 2);
    buffer_add_string(buffer, ")");
}

/* What a fact is named by stays, and so does whose it is. */
static bool field_stays(const struct table_row *table, const struct field *field)
{
    return (table->identity != NULL && text_is(field->name, table->identity)) ||
           (table->touch == TOUCH_CUSTOMER && text_is(field->name, "customer"));
}

static void write_replace(struct buffer *buffer, enum fact_type type)
{
    const struct shape *shape = &fact_shapes[type];
    const struct table_row *table = &table_rows[type];
    const char *between = " set ";

    buffer_add_format(buffer, "update %s", table->name);
    for (unsigned i = 0; i < shape->field_count; i++) {
        if (field_stays(table, &shape->fields[i]))
            continue;
        buffer_add_format(buffer, "%s%s = $%u", between, column_of(shape->fields[i].name), i + 2);
        between = ", ";
    }
    buffer_add_string(buffer, " where row_id = $1");
    for (unsigned i = 0; i < shape->field_count; i++)
        if (field_stays(table, &shape->fields[i]))
            buffer_add_format(buffer, " and %s = $%u", column_of(shape->fields[i].name), i + 2);
}

static void write_visit_by_fields(struct buffer *buffer, enum fact_type type)
{
    const struct shape *shape = &fact_shapes[type];

    write_select(buffer, type);
    for (unsigned i = 0; i < shape->field_count; i++)
        buffer_add_format(buffer, "%s%s nulls first", i == 0 ? "order by " : ", ",
                          column_of(shape->fields[i].name));
}

static void write_composed(struct buffer *buffer, enum statement_family family, enum fact_type type)
{
    switch (family) {
    case STATEMENTS_ADD:
        write_add(buffer, type);
        break;
    case STATEMENTS_REPLACE:
        write_replace(buffer, type);
        break;
    case STATEMENTS_VISIT:
        write_select(buffer, type);
        buffer_add_string(buffer, "order by row_id");
        break;
    case STATEMENTS_VISIT_BY_FIELDS:
    case STATEMENT_FAMILY_COUNT:
    default:
        write_visit_by_fields(buffer, type);
        break;
    }
}

void statement_write(struct buffer *buffer, unsigned statement)
{
    ASSERT(statement < STATEMENT_COUNT);
    if (statement < QUERY_COUNT) {
        write_select(buffer, query_rows[statement].type);
        buffer_add_string(buffer, query_rows[statement].text);
    } else if (statement < STATEMENTS_BEFORE_OTHERS) {
        unsigned number = statement - QUERY_COUNT;

        write_composed(buffer, (enum statement_family)(number / FACT_TYPE_COUNT),
                       (enum fact_type)(number % FACT_TYPE_COUNT));
    } else {
        buffer_add_string(buffer, other_rows[statement - STATEMENTS_BEFORE_OTHERS].text);
    }
}

void statement_write_dangling(struct buffer *buffer, const struct reference_row *reference)
{
    const struct table_row *table = &table_rows[reference->type];
    const struct table_row *named = &table_rows[reference->named];
    const char *column = column_of(text_of(reference->field));

    buffer_add_format(buffer,
                      "select row_id, %s from %s as referring where %s is not null"
                      " and not exists (select 1 from %s as named where named.%s = referring.%s",
                      column, table->name, column, named->name, named->identity, column);
    if (named->touch == TOUCH_CUSTOMER)
        buffer_add_string(buffer, " and named.customer = referring.customer");
    buffer_add_string(buffer, ") order by row_id");
}
