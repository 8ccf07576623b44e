/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world as JSON lines. Whatever the bytes: it is accepted or told to be wrong, in both
 * languages alike, from memory as from a file, and in any order of its lines; and one that is
 * accepted says the same of the small world's proposals each time.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/lines.h"
#include "exchange/world.h"
#include "fuzz/sound.h"
#include "fuzz/target.h"

/* What came of reading once. */
struct reading {
    enum status status;
    struct buffer problems;
    struct book *book;
    struct buffer decisions;
};

static void end_reading(struct reading *reading)
{
    assert_reading_is_sound(reading->status, buffer_text(&reading->problems), reading->book);
    if (reading->book != NULL)
        judge_small_proposals(&reading->decisions, reading->book);
}

static void read_bytes(struct text bytes, enum language language, struct reading *reading)
{
    struct world_source source = { .path = "world", .language = language };

    reading->status = world_read_bytes(&source, bytes, &reading->problems, &reading->book);
    end_reading(reading);
}

/* Through a file without name, whose path stands in the problems. */
static void read_file(struct text bytes, struct reading *reading)
{
    char path[40];
    struct world_source source = { .path = path };
    int file = memfd_create("world", MFD_CLOEXEC);

    ASSERT(file >= 0);
    ASSERT(write(file, bytes.bytes, bytes.length) == (ssize_t)bytes.length);
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    reading->status = world_read(&source, &reading->problems, &reading->book);
    (void)close(file);
    end_reading(reading);
}

static void reading_done(struct reading *reading)
{
    book_free(reading->book);
    buffer_done(&reading->problems);
    buffer_done(&reading->decisions);
}

/* The lines, the last first. */
static void reverse(struct text bytes, struct buffer *reversed)
{
    size_t end = bytes.length;

    while (end > 0) {
        size_t begin = end - 1;

        while (begin > 0 && bytes.bytes[begin - 1] != '\n')
            begin--;
        buffer_add(reversed, bytes.bytes + begin, end - begin);
        if (bytes.bytes[end - 1] != '\n')
            buffer_add(reversed, "\n", 1);
        end = begin;
    }
}

static void assert_same(const struct reading *left, const struct reading *right)
{
    ASSERT(left->status == right->status);
    ASSERT(text_equal(buffer_text(&left->decisions), buffer_text(&right->decisions)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text world = { (const char *)bytes, size };
    struct buffer reversed = { 0 };
    struct reading english = { 0 };
    struct reading french = { 0 };
    struct reading from_file = { 0 };
    struct reading backwards = { 0 };

    read_bytes(world, LANGUAGE_EN, &english);
    read_bytes(world, LANGUAGE_FR, &french);
    read_file(world, &from_file);
    reverse(world, &reversed);
    read_bytes(buffer_text(&reversed), LANGUAGE_EN, &backwards);

    assert_same(&english, &french);
    ASSERT(count_lines(buffer_text(&english.problems)) ==
           count_lines(buffer_text(&french.problems)));
    assert_same(&english, &from_file);
    ASSERT(count_lines(buffer_text(&english.problems)) ==
           count_lines(buffer_text(&from_file.problems)));
    assert_same(&english, &backwards);
    reading_done(&english);
    reading_done(&french);
    reading_done(&from_file);
    reading_done(&backwards);
    buffer_done(&reversed);
    return 0;
}
