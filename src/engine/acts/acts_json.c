/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/acts/acts_json.h"

#include "base/attributes.h"
#include "base/json_writer.h"

static void write_field(struct json_writer *writer, const struct field *field)
{
    json_begin_object(writer);
    json_key(writer, "name");
    json_text(writer, field->name);
    json_key(writer, "required");
    json_flag(writer, !field->is_optional);
    json_key(writer, "value");
    json_string(writer, field_kind_phrase(field->kind)->in[LANGUAGE_EN]);
    if (field->words != NULL) {
        json_key(writer, "words");
        json_begin_array(writer);
        for (unsigned i = 0; i < field->words->count; i++)
            json_string(writer, field->words->list[i]);
        json_end_array(writer);
    }
    json_end_object(writer);
}

static void write_permission(struct json_writer *writer, const struct permission *permission)
{
    json_begin_object(writer);
    json_key(writer, "role");
    json_string(writer, principal_role_words.list[permission->role]);
    json_key(writer, "tenant");
    if (permission->as == NULL)
        json_null(writer);
    else
        json_string(writer, permission->as);
    json_end_object(writer);
}

void use_case_write_json(struct buffer *buffer, const struct use_case *use_case)
{
    static const char *const languages[LANGUAGE_COUNT] = { "en", "fr" };
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "act");
    json_string(&writer, use_case->name);
    json_key(&writer, "summary");
    json_begin_object(&writer);
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        json_key(&writer, languages[language]);
        json_string(&writer, use_case->summary.in[language]);
    }
    json_end_object(&writer);
    json_key(&writer, "permissions");
    json_begin_array(&writer);
    for (unsigned i = 0; i < use_case->permission_count; i++)
        write_permission(&writer, &use_case->permissions[i]);
    json_end_array(&writer);
    json_key(&writer, "fields");
    json_begin_array(&writer);
    for (unsigned i = 0; i < use_case->shape->field_count; i++)
        write_field(&writer, &use_case->shape->fields[i]);
    json_end_array(&writer);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}
