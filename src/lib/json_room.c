/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/json_room.h"

#include "base/memory.h"

enum status json_room_reader(struct json_room *room, size_t length, struct json_reader *out_reader)
{
    size_t size = yyjson_read_max_memory_usage(length, YYJSON_READ_NUMBER_AS_RAW);
    struct json_reader reader = { 0 };
    void *memory = room->bytes;

    if (size > sizeof(room->bytes)) {
        reader.memory = memory_new(size, 1);
        if (reader.memory == NULL)
            return STATUS_NO_MEMORY;
        memory = reader.memory;
    } else {
        size = sizeof(room->bytes);
    }
    if (!yyjson_alc_pool_init(&reader.allocator, memory, size)) {
        memory_free(reader.memory);
        return STATUS_NO_MEMORY;
    }
    *out_reader = reader;
    return STATUS_OK;
}
