/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_JSON_ROOM_H
#define AVAL_LIB_JSON_ROOM_H

#include "exchange/json.h"

enum {
    JSON_ROOM_LINE_BYTES = 2048,
    JSON_ROOM_BYTES = 13 * JSON_ROOM_LINE_BYTES + 256 /* by yyjson_read_max_memory_usage() */
};

/* The memory for reading one line, where it is not long: on the stack of who reads it. */
struct json_room {
    _Alignas(16) char bytes[JSON_ROOM_BYTES];
};

/**
 * Makes a reader for one line of up to `length` bytes, for json_reader_done(). It lives in the
 * room, or for a line of more than JSON_ROOM_LINE_BYTES on the heap.
 */
enum status json_room_reader(struct json_room *room, size_t length, struct json_reader *out_reader)
    MUST_CHECK;

#endif
