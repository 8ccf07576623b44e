/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_JSON_COPY_H
#define AVAL_EXCHANGE_JSON_COPY_H

#include <yyjson.h>

#include "base/json_writer.h"

/** Whether the value stays within what a json_writer can nest and sort. */
bool json_can_be_copied(yyjson_val *value);

/** Writes a value that was read, its numbers raw; the writer decides on the order of keys. */
void json_copy(struct json_writer *writer, yyjson_val *value);

/** Writes the members of an object into one that has been begun. */
void json_copy_members(struct json_writer *writer, yyjson_val *object);

#endif
