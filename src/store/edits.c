/* SPDX-License-Identifier: Apache-2.0 */
#include "store/edits.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "exchange/fact_shape.h"
#include "store/fact_order.h"

void edits_clear(struct edits *edits)
{
    for (size_t i = 0; i < edits->document_count; i++)
        yyjson_doc_free(edits->documents[i]);
    edits->document_count = 0;
    edits->fact_count = 0;
    edits->count = 0;
    buffer_clear(&edits->lines);
}

void edits_done(struct edits *edits)
{
    edits_clear(edits);
    buffer_done(&edits->lines);
    memory_free(edits->list);
    memory_free(edits->facts);
    memory_free((void *)edits->documents);
    *edits = (struct edits){ 0 };
}

enum status edits_add(struct edits *edits, struct text line, int64_t count, uint64_t position)
{
    size_t offset = edits->lines.length;
    void *list = edits->list;

    buffer_add_text(&edits->lines, line);
    if (edits->lines.has_failed)
        return STATUS_NO_MEMORY;
    TRY(memory_grow(&list, &edits->capacity, edits->count + 1, sizeof(*edits->list)));
    edits->list = list;
    edits->list[edits->count++] = (struct edit){ offset, line.length, position, count };
    return STATUS_OK;
}

struct text edit_line(const struct edits *edits, const struct edit *edit)
{
    return (struct text){ edits->lines.bytes + edit->offset, edit->length };
}

static int compare_lines(struct text left, struct text right)
{
    size_t length = left.length < right.length ? left.length : right.length;
    int order = length == 0 ? 0 : memcmp(left.bytes, right.bytes, length);

    return order != 0 ? order : (left.length > right.length) - (left.length < right.length);
}

static int compare_edits(const void *left, const void *right, void *lines)
{
    const struct edit *left_edit = left;
    const struct edit *right_edit = right;
    const char *bytes = lines;
    int order = compare_lines((struct text){ bytes + left_edit->offset, left_edit->length },
                              (struct text){ bytes + right_edit->offset, right_edit->length });

    if (order != 0)
        return order;
    return (left_edit->position > right_edit->position) -
           (left_edit->position < right_edit->position);
}

/* One edit a line, in the order of the lines. */
static void sum_up(struct edits *edits)
{
    size_t count = 0;

    for (size_t i = 0; i < edits->count; i++) {
        struct edit *edit = &edits->list[i];
        struct edit *last = count == 0 ? NULL : &edits->list[count - 1];

        if (last != NULL && text_equal(edit_line(edits, last), edit_line(edits, edit))) {
            last->count += edit->count;
            last->position = edit->position;
        } else {
            edits->list[count++] = *edit;
        }
    }
    edits->count = count;
}

static void note_problem(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

/* What was read into the reading's room is borrowed from the object: it was folded before. */
static void borrow_domains(const struct shape *shape, yyjson_val *object, struct fact *fact)
{
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        yyjson_val *value = NULL;
        void *member = NULL;

        if (field->kind != FIELD_DOMAIN)
            continue;
        value = yyjson_obj_getn(object, field->name.bytes, field->name.length);
        member = (char *)fact + field->offset;
        *(struct text *)member = (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
    }
}

static enum status read_fact(yyjson_val *object, struct fact *out_fact)
{
    NOT_CLEARED struct shape_reading reading;
    struct problem_sink sink = { note_problem };
    const char *word = yyjson_get_str(yyjson_obj_get(object, "type"));
    unsigned type = 0;

    if (word == NULL || !words_find(&fact_type_words, text_of(word), &type))
        return STATUS_INVALID;
    reading.sink = &sink;
    reading.line = 0;
    *out_fact = fact_begin((enum fact_type)type);
    TRY(shape_read_object(&fact_shapes[type], TEXT("type"), object, &reading, out_fact));
    borrow_domains(&fact_shapes[type], object, out_fact);
    return STATUS_OK;
}

static enum status keep_document(struct edits *edits, yyjson_doc *document)
{
    void *documents = (void *)edits->documents;
    enum status status = memory_grow(&documents, &edits->document_capacity,
                                     edits->document_count + 1, sizeof(*edits->documents));

    if (status != STATUS_OK) {
        yyjson_doc_free(document);
        return status;
    }
    edits->documents = (yyjson_doc **)documents;
    edits->documents[edits->document_count++] = document;
    return STATUS_OK;
}

static enum status add_fact(struct edits *edits, const struct edit *edit)
{
    struct text line = edit_line(edits, edit);
    yyjson_doc *document = yyjson_read(line.bytes, line.length, YYJSON_READ_NUMBER_AS_RAW);
    void *facts = edits->facts;
    struct edit_fact *fact = NULL;

    if (document == NULL)
        return STATUS_INVALID;
    TRY(keep_document(edits, document));
    TRY(memory_grow(&facts, &edits->fact_capacity, edits->fact_count + 1, sizeof(*edits->facts)));
    edits->facts = facts;
    fact = &edits->facts[edits->fact_count];
    TRY(read_fact(yyjson_doc_get_root(document), &fact->fact));
    fact->count = (uint64_t)edit->count;
    edits->fact_count++;
    return STATUS_OK;
}

static int compare_facts(const void *left, const void *right)
{
    const struct fact *left_fact = &((const struct edit_fact *)left)->fact;
    const struct fact *right_fact = &((const struct edit_fact *)right)->fact;

    if (left_fact->type != right_fact->type)
        return left_fact->type < right_fact->type ? -1 : 1;
    return fact_compare(left_fact, right_fact);
}

enum status edits_settle(struct edits *edits)
{
    if (edits->count == 0)
        return STATUS_OK;
    qsort_r(edits->list, edits->count, sizeof(*edits->list), compare_edits, edits->lines.bytes);
    sum_up(edits);
    for (size_t i = 0; i < edits->count; i++)
        if (edits->list[i].count > 0)
            TRY(add_fact(edits, &edits->list[i]));
    if (edits->fact_count > 0)
        qsort(edits->facts, edits->fact_count, sizeof(*edits->facts), compare_facts);
    return STATUS_OK;
}

bool edits_leave_out(struct edits *edits, struct text line)
{
    size_t begin = 0;
    size_t end = edits->count;

    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        struct edit *edit = &edits->list[middle];
        int order = compare_lines(edit_line(edits, edit), line);

        if (order == 0) {
            if (edit->count >= 0)
                return false;
            edit->count++;
            return true;
        }
        if (order < 0)
            begin = middle + 1;
        else
            end = middle;
    }
    return false;
}

const struct edit *edits_next_left(const struct edits *edits, size_t *place)
{
    while (*place < edits->count) {
        const struct edit *edit = &edits->list[(*place)++];

        if (edit->count < 0)
            return edit;
    }
    return NULL;
}
