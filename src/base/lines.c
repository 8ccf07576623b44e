/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lines.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"

enum {
    READ_BYTES = 64 * 1024
};

void line_reader_init(struct line_reader *reader, int file)
{
    *reader = (struct line_reader){ .file = file, .line = 1 };
}

void line_reader_done(struct line_reader *reader)
{
    memory_free(reader->rest);
    *reader = (struct line_reader){ .file = -1 };
}

void line_block_done(struct line_block *block)
{
    memory_free(block->bytes);
    *block = (struct line_block){ 0 };
}

/* Somebody else may have made the file non-blocking: it may be a terminal's, shared with them. */
static bool waits_for_input(int file)
{
    struct pollfd poll_file = { .fd = file, .events = POLLIN };

    return poll(&poll_file, 1, -1) >= 0 || errno == EINTR;
}

enum status line_reader_read(struct line_reader *reader)
{
    void *rest = reader->rest;
    ssize_t length = 0;

    TRY(memory_grow(&rest, &reader->rest_capacity, reader->rest_length + READ_BYTES, 1));
    reader->rest = rest;
    do {
        length = read(reader->file, reader->rest + reader->rest_length, READ_BYTES);
    } while (length < 0 && (errno == EINTR || (errno == EAGAIN && waits_for_input(reader->file))));
    if (length < 0)
        return STATUS_READ_FAILED;
    reader->is_at_end = length == 0;
    reader->rest_length += (size_t)length;
    reader->bytes_read += (uint64_t)length;
    return STATUS_OK;
}

/* The length of the whole lines at the front of the rest; at the end of the stream a last line
 * need not have an end. */
static size_t whole_lines_length(struct line_reader *reader)
{
    const char *last = NULL;

    if (reader->is_at_end)
        return reader->rest_length;
    if (reader->rest_length > 0)
        last = memrchr(reader->rest + reader->rest_searched, '\n',
                       reader->rest_length - reader->rest_searched);
    reader->rest_searched = reader->rest_length;
    return last == NULL ? 0 : (size_t)(last - reader->rest) + 1;
}

/* Gives the rest's first `length` bytes to the block and takes the block's memory in exchange. */
static enum status hand_out(struct line_reader *reader, size_t length, struct line_block *block)
{
    size_t left = reader->rest_length - length;
    void *bytes = block->bytes;
    char *taken = NULL;
    size_t capacity = 0;

    TRY(memory_grow(&bytes, &block->capacity, left, 1));
    block->bytes = bytes;
    if (left > 0)
        memcpy(block->bytes, reader->rest + length, left);
    taken = block->bytes;
    capacity = block->capacity;
    block->bytes = reader->rest;
    block->capacity = reader->rest_capacity;
    block->length = length;
    reader->rest = taken;
    reader->rest_capacity = capacity;
    reader->rest_length = left;
    reader->rest_searched = 0;
    return STATUS_OK;
}

static uint64_t count_lines(const char *bytes, size_t length)
{
    uint64_t count = 0;
    const char *end = bytes + length;

    while (bytes < end) {
        const char *found = memchr(bytes, '\n', (size_t)(end - bytes));

        count++;
        bytes = found == NULL ? end : found + 1;
    }
    return count;
}

/* Room for the line, a CR and what one read may have brought beyond it. */
static bool first_line_is_too_long(const struct line_reader *reader)
{
    const char *end = NULL;
    size_t length = reader->rest_length;

    if (length <= LINE_BYTES_MAX)
        return false;
    end = memchr(reader->rest, '\n', length);
    if (end != NULL)
        length = (size_t)(end - reader->rest);
    /* A CR counts unless an LF follows it, or still may. */
    if (length > 0 && (end != NULL || !reader->is_at_end) && reader->rest[length - 1] == '\r')
        length--;
    return length > LINE_BYTES_MAX;
}

/* Drops the rest of a line that is too long; at its end, and at that of the file, it is over. */
static void skip(struct line_reader *reader, struct line_block *block)
{
    const char *end =
        reader->rest_length == 0 ? NULL : memchr(reader->rest, '\n', reader->rest_length);
    size_t length = end == NULL ? reader->rest_length : (size_t)(end - reader->rest) + 1;

    reader->rest_length -= length;
    if (reader->rest_length > 0)
        memmove(reader->rest, reader->rest + length, reader->rest_length);
    reader->rest_searched = 0;
    if (end == NULL && !reader->is_at_end)
        return;
    reader->is_skipping = false;
    block->is_too_long = true;
    block->line_count = 1;
}

enum status line_reader_take(struct line_reader *reader, struct line_block *block)
{
    size_t length = 0;

    block->length = 0;
    block->line_count = 0;
    block->is_too_long = false;
    block->first_line = reader->line;
    reader->is_skipping = reader->is_skipping || first_line_is_too_long(reader);
    if (reader->is_skipping)
        skip(reader, block);
    else
        length = whole_lines_length(reader);
    if (length > 0) {
        TRY(hand_out(reader, length, block));
        block->line_count = count_lines(block->bytes, block->length);
    }
    reader->line += block->line_count;
    return STATUS_OK;
}

enum status line_reader_next(struct line_reader *reader, struct line_block *block)
{
    for (;;) {
        TRY(line_reader_take(reader, block));
        if (block->line_count > 0 || reader->is_at_end)
            return STATUS_OK;
        TRY(line_reader_read(reader));
    }
}

bool line_cut(struct text *rest, struct text *out_line)
{
    const char *end = NULL;
    size_t length = rest->length;

    if (rest->length == 0)
        return false;
    end = memchr(rest->bytes, '\n', rest->length);
    if (end != NULL)
        length = (size_t)(end - rest->bytes);
    *out_line = (struct text){ rest->bytes, length };
    rest->bytes += length + (end != NULL ? 1 : 0);
    rest->length -= length + (end != NULL ? 1 : 0);
    if (end != NULL && out_line->length > 0 && out_line->bytes[out_line->length - 1] == '\r')
        out_line->length--;
    return true;
}

bool line_is_blank(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.bytes[i] != ' ' && line.bytes[i] != '\t' && line.bytes[i] != '\r')
            return false;
    return true;
}
