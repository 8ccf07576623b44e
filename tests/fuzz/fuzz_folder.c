/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world as a folder of CSV files. An input holds several files: a line "@NAME" begins one. The
 * folder is accepted or told to be wrong, each time in the same words, and in the same words when
 * its lines end in CR LF.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "exchange/world.h"
#include "fuzz/sound.h"
#include "fuzz/target.h"
#include "unit/small_world.h"

enum {
    FILE_COUNT_MAX = 24,
    NAME_BYTES_MAX = 60
};

static char folder[64];
static int folder_file = -1;

static void remove_folder(void)
{
    folder_end(folder);
}

/* One folder for all inputs, empty in between. */
static void prepare_folder(void)
{
    if (folder_file >= 0)
        return;
    folder_begin(folder);
    folder_file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT(folder_file >= 0);
    ASSERT(atexit(remove_folder) == 0);
}

/* A name that stays in the folder. */
static bool is_usable(struct text name)
{
    return name.length > 0 && name.length <= NAME_BYTES_MAX && name.bytes[0] != '.' &&
           memchr(name.bytes, '/', name.length) == NULL &&
           memchr(name.bytes, '\0', name.length) == NULL;
}

/* A file of the input, in the folder. */
struct part {
    char name[NAME_BYTES_MAX + 1];
    struct text bytes;
};

/* Cuts the next file off the rest. Bytes before the first name are nobody's. */
static bool next_part(struct text *rest, struct part *out_part)
{
    while (rest->length > 0) {
        const char *line_end = memchr(rest->bytes, '\n', rest->length);
        size_t line_length = line_end == NULL ? rest->length : (size_t)(line_end - rest->bytes);
        struct text line = { rest->bytes, line_length };
        size_t begin = line_end == NULL ? rest->length : line_length + 1;
        const char *next = NULL;

        rest->bytes += begin;
        rest->length -= begin;
        if (line.length < 2 || line.bytes[0] != '@' ||
            !is_usable((struct text){ line.bytes + 1, line.length - 1 }))
            continue;
        memcpy(out_part->name, line.bytes + 1, line.length - 1);
        out_part->name[line.length - 1] = '\0';
        next = rest->length > 0 && rest->bytes[0] == '@'
                   ? rest->bytes
                   : memmem(rest->bytes, rest->length, "\n@", 2);
        out_part->bytes = *rest;
        if (next != NULL)
            out_part->bytes.length = (size_t)(next - rest->bytes) + (*next == '\n' ? 1 : 0);
        return true;
    }
    return false;
}

static void write_file(const char *name, struct text bytes)
{
    int file = openat(folder_file, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    ASSERT(file >= 0);
    ASSERT(write(file, bytes.bytes, bytes.length) == (ssize_t)bytes.length);
    (void)close(file);
}

/* Every LF has its CR. */
static void add_carriage_returns(struct text bytes, struct buffer *more)
{
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.bytes[i] == '\n' && (i == 0 || bytes.bytes[i - 1] != '\r'))
            buffer_add(more, "\r", 1);
        buffer_add(more, bytes.bytes + i, 1);
    }
}

static void write_files(struct text input, bool has_carriage_returns)
{
    struct part part;

    for (int i = 0; i < FILE_COUNT_MAX && next_part(&input, &part); i++) {
        struct buffer more = { 0 };

        if (has_carriage_returns)
            add_carriage_returns(part.bytes, &more);
        write_file(part.name, has_carriage_returns ? buffer_text(&more) : part.bytes);
        buffer_done(&more);
    }
}

static void remove_files(struct text input)
{
    struct part part;

    for (int i = 0; i < FILE_COUNT_MAX && next_part(&input, &part); i++)
        (void)unlinkat(folder_file, part.name, 0);
}

/* What is told of the folder, and what its world says of the small world's proposals. */
static void read_folder(struct buffer *told)
{
    struct world_source source = { .path = folder };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = world_read(&source, &problems, &book);

    assert_reading_is_sound(status, buffer_text(&problems), book);
    buffer_add_text(told, buffer_text(&problems));
    if (book != NULL)
        judge_small_proposals(told, book);
    book_free(book);
    buffer_done(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text input = { (const char *)bytes, size };
    struct buffer first = { 0 };
    struct buffer again = { 0 };
    struct buffer with_returns = { 0 };

    prepare_folder();
    write_files(input, false);
    read_folder(&first);
    read_folder(&again);
    write_files(input, true);
    read_folder(&with_returns);

    ASSERT(text_equal(buffer_text(&first), buffer_text(&again)));
    ASSERT(text_equal(buffer_text(&first), buffer_text(&with_returns)));
    remove_files(input);
    buffer_done(&first);
    buffer_done(&again);
    buffer_done(&with_returns);
    return 0;
}
