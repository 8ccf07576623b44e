/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_STATEMENTS_H
#define AVAL_STORE_STATEMENTS_H

#include "base/buffer.h"
#include "engine/query.h"
#include "exchange/fact_shape.h"

/* Which machines a statement, or a table, is a matter of, where a book has several. */
enum touch {
    TOUCH_REFERENCE = 1, /* any: what every machine has */
    TOUCH_CUSTOMER,      /* the one that has the customer */
    TOUCH_SCATTER        /* several */
};

/* Where the facts of a type are kept. */
struct table_row {
    const char *name;
    enum touch touch;
    const char *identity; /* the field that other facts name it by, or NULL */
};

/* A query, or what else is asked of a book. */
struct statement_row {
    const char *name;
    enum touch touch;
    const char *reason;  /* of a scattered one */
    const char *text;    /* of a query: what follows the name of the table */
    enum fact_type type; /* of a query: what it yields */
    const char *key;     /* of a query: g, t and d, what each parameter is */
};

/* A field that names another fact, by its identity. */
struct reference_row {
    enum fact_type type;
    const char *field;
    enum fact_type named;
    enum noun noun;
};

/*
 * Every statement has a number: the queries theirs, then for each type of fact those that add,
 * replace and show its facts, by row or by field, and then the others.
 */
enum statement_family {
    STATEMENTS_ADD,
    STATEMENTS_REPLACE,
    STATEMENTS_VISIT,
    STATEMENTS_VISIT_BY_FIELDS,
    STATEMENT_FAMILY_COUNT
};

#define STATEMENTS_BEFORE_OTHERS                                                                   \
    ((int)QUERY_COUNT + (int)STATEMENT_FAMILY_COUNT * (int)FACT_TYPE_COUNT)

#define QUERY(name, type, key, touch, reason, tail)
#define STATEMENT(name, touch, reason, text) STATEMENT_##name,
enum statement {
    STATEMENT_LAST_OF_FACTS = STATEMENTS_BEFORE_OTHERS - 1,
#include "store/statements.def"
    STATEMENT_COUNT
};
#undef QUERY
#undef STATEMENT

/* The number of the one of a family that is for the type. */
static inline unsigned statement_of(enum statement_family family, enum fact_type type)
{
    return QUERY_COUNT + (unsigned)family * (unsigned)FACT_TYPE_COUNT + (unsigned)type;
}

extern const struct table_row table_rows[FACT_TYPE_COUNT];
extern const struct statement_row query_rows[QUERY_COUNT];
extern const struct statement_row other_rows[STATEMENT_COUNT - STATEMENTS_BEFORE_OTHERS];

extern const struct reference_row reference_rows[];
extern const size_t reference_count;

/** The column of a field: its name, unless that is a word of SQL. */
const char *column_of(struct text field);

/** Adds the text of the statement of that number. */
void statement_write(struct buffer *buffer, unsigned statement);

/**
 * Adds the text of a statement that gives the row_id, and the value of the reference, of each fact
 * whose reference names nothing, in the order of the rows.
 */
void statement_write_dangling(struct buffer *buffer, const struct reference_row *reference);

#endif
