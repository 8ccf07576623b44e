/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/body.h"

#include <strings.h>

#include "api/partner_center/refusal.h"
#include "base/date.h"
#include "base/guid.h"
#include "exchange/shape.h"

enum {
    BODY_DEPTH_MAX = 32
};

/* Bounds how deep objects and lists lie within another, before anything is read. */
static bool is_shallow(struct text text)
{
    unsigned depth = 0;
    bool is_within = false;

    for (size_t i = 0; i < text.length; i++) {
        char sign = text.bytes[i];

        if (is_within) {
            i += sign == '\\';
            is_within = sign != '"';
        } else if (sign == '{' || sign == '[') {
            if (++depth > BODY_DEPTH_MAX)
                return false;
        } else if (sign == '}' || sign == ']') {
            depth -= depth > 0;
        } else {
            is_within = sign == '"';
        }
    }
    return true;
}

bool body_begin(struct api_call *call, struct body *out_body)
{
    struct text text = call->request->body;

    if (text_begins_with_mark(text))
        text = (struct text){ text.bytes + 3, text.length - 3 };
    out_body->document = is_shallow(text) ? yyjson_read(text.bytes, text.length, 0) : NULL;
    out_body->root = yyjson_doc_get_root(out_body->document);
    if (yyjson_is_obj(out_body->root))
        return true;
    yyjson_doc_free(out_body->document);
    code_answer(call, CODE_INPUT_WRONG, NULL);
    return false;
}

void body_end(struct body *body)
{
    yyjson_doc_free(body->document);
}

/* The first property of that name, whatever its case. */
static yyjson_val *member(yyjson_val *object, const char *name, size_t length)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value)
        if (yyjson_get_len(key) == length && strncasecmp(yyjson_get_str(key), name, length) == 0)
            return value;
    return NULL;
}

/* NULL: it is absent, or null. */
static yyjson_val *find(yyjson_val *object, const char *path)
{
    for (;;) {
        size_t length = strcspn(path, ".");

        object = member(object, path, length);
        if (object == NULL || yyjson_is_null(object))
            return NULL;
        if (path[length] == '\0')
            return object;
        path += length + 1;
    }
}

static bool read_flag(yyjson_val *value, void *out)
{
    enum body_flag flag = yyjson_is_true(value) ? BODY_FLAG_TRUE : BODY_FLAG_FALSE;

    if (!yyjson_is_bool(value))
        return false;
    memcpy(out, &flag, sizeof(flag));
    return true;
}

static bool read_number(yyjson_val *value, void *out)
{
    int64_t number = yyjson_get_sint(value);

    if (!yyjson_is_int(value) || (yyjson_is_uint(value) && yyjson_get_uint(value) > INT64_MAX))
        return false;
    memcpy(out, &number, sizeof(number));
    return true;
}

static bool read_text(enum body_kind_of_field kind, struct text text, void *out)
{
    switch (kind) {
    case BODY_TEXT:
        memcpy(out, &text, sizeof(text));
        return true;
    case BODY_GUID:
        return guid_parse(text, out);
    case BODY_DAY:
        if (text.length > DATE_LENGTH && text.bytes[DATE_LENGTH] == 'T')
            text.length = DATE_LENGTH;
        return date_parse(text, out);
    case BODY_NUMBER:
    case BODY_FLAG:
    case BODY_LIST:
        break;
    }
    return false;
}

/* Whether a text may stand in a fact. */
static bool can_be_kept(yyjson_val *value)
{
    return yyjson_get_len(value) <= FIELD_BYTES_MAX &&
           strlen(yyjson_get_str(value)) == yyjson_get_len(value);
}

static bool read_value(const struct body_field *field, yyjson_val *value, void *out)
{
    switch (field->kind) {
    case BODY_LIST:
        if (yyjson_is_arr(value))
            *(yyjson_val **)out = value;
        return yyjson_is_arr(value);
    case BODY_FLAG:
        return read_flag(value, out);
    case BODY_NUMBER:
        return read_number(value, out);
    case BODY_TEXT:
    case BODY_GUID:
    case BODY_DAY:
        break;
    }
    if (!yyjson_is_str(value) || !can_be_kept(value))
        return false;
    if (yyjson_get_len(value) == 0)
        return true;
    return read_text(field->kind, (struct text){ yyjson_get_str(value), yyjson_get_len(value) },
                     out);
}

bool body_read(struct api_call *call, yyjson_val *object, const struct body_field *fields,
               size_t field_count, void *out)
{
    for (size_t i = 0; i < field_count; i++) {
        yyjson_val *value = find(object, fields[i].path);

        if (value == NULL || read_value(&fields[i], value, (char *)out + fields[i].offset))
            continue;
        code_answer_property(call, fields[i].path);
        return false;
    }
    return true;
}
