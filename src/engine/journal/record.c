/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/record.h"

#include <stddef.h>

#include "engine/journal/seal.h"
#include "exchange/fact_shape.h"
#include "model/noun_json.h"

void record_write_input(struct buffer *buffer, const struct acting *acting, bool has_secrets)
{
    const struct shape *shape = acting->use_case->shape;
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const void *member = (const char *)&acting->asked + field->offset;

        if (field_is_absent(field, member))
            continue;
        json_key(&writer, field->name.bytes);
        if (field->offset == offsetof(struct act_input, token) && !has_secrets)
            json_string(&writer, "***");
        else
            field_write_json(&writer, field, member);
    }
    json_end_object(&writer);
    json_writer_done(&writer);
}

void record_write_changes(struct buffer *buffer, const struct acting *acting)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_array(&writer);
    for (unsigned i = 0; i < acting->change_count; i++) {
        const struct act_change *change = &acting->changes[i];

        json_begin_object(&writer);
        if (change->id != 0) {
            json_key(&writer, "replace");
            fact_write_object(&writer, &change->before);
        }
        json_key(&writer, change->id != 0 ? "by" : "add");
        fact_write_object(&writer, &change->fact);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    json_writer_done(&writer);
}

static void write_notes(struct json_writer *writer, const struct record *record)
{
    const struct acting *acting = record->acting;

    json_key(writer, "notes");
    json_begin_array(writer);
    for (unsigned i = 0; i < acting->note_count; i++) {
        const struct act_note *note = &acting->notes[i];

        if (note->is_secret && !record->has_secrets)
            continue;
        json_begin_object(writer);
        json_key(writer, note->key);
        json_text(writer, note->value);
        json_end_object(writer);
    }
    json_end_array(writer);
}

void record_write_answer(struct buffer *buffer, const struct record *record)
{
    const struct acting *acting = record->acting;
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "act");
    json_string(&writer, acting->use_case->name);
    json_key(&writer, "on");
    json_date(&writer, acting->call->today);
    json_key(&writer, "outcome");
    json_string(&writer, outcome_words.list[record->outcome]);
    json_key(&writer, "dry_run");
    json_flag(&writer, record->entry == NULL);
    json_key(&writer, "position");
    json_integer(&writer, record->entry == NULL ? 0 : (int64_t)record->entry->position);
    json_key(&writer, "entry");
    if (record->entry == NULL)
        json_null(&writer);
    else
        json_guid(&writer, record->entry->id);
    json_key(&writer, "leaf");
    if (record->entry == NULL)
        json_null(&writer);
    else
        json_hash(&writer, &record->entry->leaf);
    write_notes(&writer, record);
    json_key(&writer, "decisions");
    json_raw(&writer, record->decisions);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}
