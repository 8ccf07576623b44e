/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A query finds facts of one type that hold its first key in some field, but for a few that look
 * further. So its answer changes by a fact of the type being added that has this value, or by one
 * of the type being replaced.
 */
#include "store/sqlite/marks.h"

#include "base/index.h"
#include "exchange/fact_shape.h"
#include "store/statements.h"

/* Of each type as many as fit; the first is that of replacing one of its facts. Those of one type
 * are never those of another: a busy type does not disturb who looks at others. */
enum {
    TYPE_MARKS = READS_MARK_COUNT / FACT_TYPE_COUNT
};

static uint16_t mark_of_type(enum fact_type type)
{
    return (uint16_t)(type * TYPE_MARKS);
}

static uint16_t mark_of(enum fact_type type, uint32_t hash)
{
    return (uint16_t)(mark_of_type(type) + 1 + hash % (TYPE_MARKS - 1));
}

bool marks_look_further(enum query query)
{
    return query == QUERY_RUNNING_ORDERS_OF_CUSTOMER_AND_PARTNER ||
           query == QUERY_RUNNING_ORDERS_OF_PAIR || query == QUERY_SHOWN_TENANTS_OF_DOMAINS ||
           query == QUERY_LISTED_TENANTS || query == QUERY_LISTED_TENANTS_OF_TENANT;
}

struct query_marks marks_of_query(enum query query, const struct query_key *key)
{
    const struct statement_row *row = &query_rows[query];
    uint32_t hash = row->key[0] == 'g' ? index_hash_guid(key->ids[0]) : index_hash_text(key->text);

    return (struct query_marks){ mark_of_type(row->type), mark_of(row->type, hash) };
}

bool marks_have_changed(const struct marks *marks, const struct query_marks *query,
                        uint64_t version)
{
    return atomic_load(&marks->changed[query->replaced]) > version ||
           atomic_load(&marks->changed[query->added]) > version;
}

void marks_note_query(struct reads *reads, enum query query, const struct query_key *key)
{
    struct query_marks marks = marks_of_query(query, key);

    reads->is_anything |= marks_look_further(query);
    reads_add(reads, marks.replaced);
    reads_add(reads, marks.added);
}

static void note(struct marks *marks, uint16_t mark)
{
    atomic_store_explicit(&marks->changed[mark], marks->version, memory_order_release);
}

static void note_member(struct marks *marks, enum fact_type type, const struct field *field,
                        const void *member)
{
    uint32_t hash = 0;

    if (field->kind == FIELD_GUID)
        hash = index_hash_guid(*(const guid *)member);
    else if (field_kind_is_text(field->kind))
        hash = index_hash_text(*(const struct text *)member);
    else
        return;
    note(marks, mark_of(type, hash));
}

void marks_note_fact(struct marks *marks, const struct fact *fact, bool is_replacing)
{
    const struct shape *shape = &fact_shapes[fact->type];

    for (unsigned i = 0; i < shape->field_count; i++)
        note_member(marks, fact->type, &shape->fields[i],
                    (const char *)fact + shape->fields[i].offset);
    if (is_replacing)
        note(marks, mark_of_type(fact->type));
}

bool marks_are_unchanged(const struct marks *marks, const struct reads *reads)
{
    if (reads->is_anything && marks->worked > reads->version)
        return false;
    for (unsigned i = 0; i < reads->count; i++)
        if (marks->changed[reads->marks[i]] > reads->version)
            return false;
    return true;
}
