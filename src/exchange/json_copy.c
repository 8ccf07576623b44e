/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/json_copy.h"

/* A decision is nested less deeply; one level is left for who copies into an object of its own. */
enum {
    DEPTH_MAX = JSON_DEPTH_MAX - 3,
    MEMBERS_MAX = JSON_MEMBERS_MAX - 1
};

static bool fits(yyjson_val *value, unsigned depth) /* NOLINT(misc-no-recursion) */
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *item = NULL;
    bool does = depth <= DEPTH_MAX;

    if (yyjson_is_obj(value) && yyjson_obj_size(value) > MEMBERS_MAX)
        return false;
    yyjson_obj_foreach (value, index, count, key, item)
        does = does && fits(item, depth + 1);
    yyjson_arr_foreach (value, index, count, item)
        does = does && fits(item, depth + 1);
    return does;
}

bool json_can_be_copied(yyjson_val *value)
{
    return fits(value, 0);
}

/* Within the depth that json_can_be_copied() has checked. */
void json_copy(struct json_writer *writer, yyjson_val *value) /* NOLINT(misc-no-recursion) */
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *item = NULL;

    if (yyjson_is_obj(value)) {
        json_begin_object(writer);
        json_copy_members(writer, value);
        json_end_object(writer);
    } else if (yyjson_is_arr(value)) {
        json_begin_array(writer);
        yyjson_arr_foreach (value, index, count, item)
            json_copy(writer, item);
        json_end_array(writer);
    } else if (yyjson_is_str(value)) {
        json_text(writer, (struct text){ yyjson_get_str(value), yyjson_get_len(value) });
    } else if (yyjson_is_raw(value)) {
        json_raw(writer, (struct text){ yyjson_get_raw(value), yyjson_get_len(value) });
    } else if (yyjson_is_bool(value)) {
        json_flag(writer, yyjson_get_bool(value));
    } else {
        json_null(writer);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion) */
void json_copy_members(struct json_writer *writer, yyjson_val *object)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value) {
        json_key(writer, yyjson_get_str(key));
        json_copy(writer, value);
    }
}
