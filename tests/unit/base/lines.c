/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/base/suites.h"
#include "unit/test.h"

/* What a thread writes into a pipe, so many bytes at a time. */
struct writing {
    int file;
    struct text bytes;
    size_t step;
    pthread_t thread;
    pthread_t reader;
    unsigned signal_count; /* so often the reader is interrupted before anything is written */
};

static void *write_steps(void *payload)
{
    struct writing *writing = payload;
    size_t done = 0;

    for (unsigned i = 0; i < writing->signal_count; i++) {
        (void)usleep(20000);
        (void)pthread_kill(writing->reader, SIGUSR1);
    }
    while (done < writing->bytes.length) {
        size_t left = writing->bytes.length - done;
        size_t length = left < writing->step ? left : writing->step;
        ssize_t written = write(writing->file, writing->bytes.bytes + done, length);

        if (written < 0)
            break;
        done += (size_t)written;
    }
    (void)close(writing->file);
    return NULL;
}

static int begin_writing(struct writing *writing, struct text bytes, size_t step)
{
    int files[2];

    assert_int_equal(pipe(files), 0);
    writing->file = files[1];
    writing->bytes = bytes;
    writing->step = step;
    writing->reader = pthread_self();
    assert_int_equal(pthread_create(&writing->thread, NULL, write_steps, writing), 0);
    return files[0];
}

static void end_writing(struct writing *writing, int file)
{
    (void)close(file);
    assert_int_equal(pthread_join(writing->thread, NULL), 0);
}

/* Short lines as they are; of longer ones the first and last byte and the length. */
static void note_line(struct buffer *seen, uint64_t number, struct text line)
{
    buffer_add_format(seen, "%llu:", (unsigned long long)number);
    if (line.length <= 40)
        buffer_add_visible(seen, line, SIZE_MAX);
    else
        buffer_add_format(seen, "%c..%c*%zu", line.bytes[0], line.bytes[line.length - 1],
                          line.length);
    buffer_add_string(seen, "|");
}

/* Notes every line of a block, and checks its numbers. */
static void note_block(struct buffer *seen, const struct line_block *block)
{
    struct text rest = { block->bytes, block->length };
    struct text line;
    uint64_t number = block->first_line;

    if (block->is_too_long) {
        assert_int_equal(block->length, 0);
        assert_int_equal(block->line_count, 1);
        buffer_add_format(seen, "%llu!|", (unsigned long long)number);
        return;
    }
    while (line_cut(&rest, &line))
        note_line(seen, number++, line);
    assert_int_equal(number, block->first_line + block->line_count);
}

static void note_all(struct buffer *seen, int file)
{
    struct line_reader reader;
    struct line_block block = { 0 };
    uint64_t next_line = 1;

    line_reader_init(&reader, file);
    do {
        assert_int_equal(line_reader_next(&reader, &block), STATUS_OK);
        assert_int_equal(block.first_line, next_line);
        next_line += block.line_count;
        note_block(seen, &block);
        assert_true(reader.rest_capacity <= 4 * (size_t)LINE_BYTES_MAX);
        assert_true(block.capacity <= 4 * (size_t)LINE_BYTES_MAX);
    } while (block.line_count > 0);
    assert_int_equal(line_reader_next(&reader, &block), STATUS_OK);
    assert_int_equal(block.line_count, 0);
    line_block_done(&block);
    line_reader_done(&reader);
}

static void check_lines(struct text bytes, size_t step, const char *expected)
{
    struct writing writing = { 0 };
    struct buffer seen = { 0 };
    int file = begin_writing(&writing, bytes, step);

    note_all(&seen, file);

    end_writing(&writing, file);
    assert_buffer_is(&seen, expected);
    buffer_done(&seen);
}

static void test_base_lines__of_nothing_are_none(void **state)
{
    (void)state;

    check_lines(TEXT(""), 1, "");
}

static void test_base_lines__end_in_lf_or_cr_lf_or_with_the_stream(void **state)
{
    (void)state;

    check_lines(TEXT("one\n"), 1, "1:one|");
    check_lines(TEXT("one"), 1, "1:one|");
    check_lines(TEXT("one\r\ntwo\nthree"), 1, "1:one|2:two|3:three|");
    check_lines(TEXT("one\r\ntwo\nthree"), 100, "1:one|2:two|3:three|");
}

static void test_base_lines__lose_only_the_cr_before_the_lf(void **state)
{
    (void)state;

    check_lines(TEXT("a\rb\r\r\n"), 1, "1:a\\x0Db\\x0D|");
    check_lines(TEXT("a\r"), 1, "1:a\\x0D|");
    check_lines(TEXT("\r\n\r"), 1, "1:|2:\\x0D|");
}

static void test_base_lines__that_are_blank_count(void **state)
{
    (void)state;

    check_lines(TEXT("\n\n\nfour\n\r\n \n"), 1, "1:|2:|3:|4:four|5:|6: |");
}

static void test_base_lines__may_hold_nul(void **state)
{
    (void)state;

    check_lines(TEXT("a\0b\n\0\n"), 1, "1:a\\x00b|2:\\x00|");
}

static void test_base_lines__are_whole_whatever_the_writer_does(void **state)
{
    struct text bytes = TEXT("first\nsecond line\r\n\nthe fourth, which is longer\nlast");
    const char *expected = "1:first|2:second line|3:|4:the fourth, which is longer|5:last|";

    (void)state;

    check_lines(bytes, 1, expected);
    check_lines(bytes, 2, expected);
    check_lines(bytes, 3, expected);
    check_lines(bytes, 5, expected);
    check_lines(bytes, 7, expected);
    check_lines(bytes, 11, expected);
}

/* Lines made of 'x', between others: each of these is a length, and what ends the line. */
static void add_line(struct buffer *bytes, size_t length, const char *end)
{
    if (length > 0) {
        buffer_add_string(bytes, "x");
        for (size_t i = 2; i < length; i++)
            buffer_add(bytes, "-", 1);
        buffer_add_string(bytes, length > 1 ? "y" : "");
    }
    buffer_add_string(bytes, end);
}

/* One long line in a stream of three; `place` is counted from 0. */
static void check_long_line(size_t length, const char *end, unsigned place, const char *expected)
{
    struct buffer bytes = { 0 };

    for (unsigned i = 0; i < 3; i++)
        if (i == place)
            add_line(&bytes, length, end);
        else
            add_line(&bytes, 2, "\n");
    assert_false(bytes.has_failed);

    check_lines(buffer_text(&bytes), 4096, expected);
    check_lines(buffer_text(&bytes), 65536, expected);
    buffer_done(&bytes);
}

static void test_base_lines__have_at_most_a_mebibyte(void **state)
{
    (void)state;

    check_long_line(LINE_BYTES_MAX, "\n", 0, "1:x..y*1048576|2:xy|3:xy|");
    check_long_line(LINE_BYTES_MAX, "\n", 1, "1:xy|2:x..y*1048576|3:xy|");
    check_long_line(LINE_BYTES_MAX, "\n", 2, "1:xy|2:xy|3:x..y*1048576|");
    check_long_line(LINE_BYTES_MAX, "", 2, "1:xy|2:xy|3:x..y*1048576|");
}

static void test_base_lines__of_a_byte_more_are_dropped(void **state)
{
    (void)state;

    check_long_line(LINE_BYTES_MAX + 1, "\n", 0, "1!|2:xy|3:xy|");
    check_long_line(LINE_BYTES_MAX + 1, "\n", 1, "1:xy|2!|3:xy|");
    check_long_line(LINE_BYTES_MAX + 1, "\n", 2, "1:xy|2:xy|3!|");
    check_long_line(LINE_BYTES_MAX + 1, "", 2, "1:xy|2:xy|3!|");
}

static void test_base_lines__do_not_count_the_cr_of_their_end(void **state)
{
    (void)state;

    check_long_line(LINE_BYTES_MAX, "\r\n", 0, "1:x..y*1048576|2:xy|3:xy|");
    check_long_line(LINE_BYTES_MAX, "\r\n", 2, "1:xy|2:xy|3:x..y*1048576|");
    check_long_line(LINE_BYTES_MAX + 1, "\r\n", 0, "1!|2:xy|3:xy|");
}

/* Without LF a CR is a byte of the line like any other. */
static void test_base_lines__count_a_cr_without_lf(void **state)
{
    (void)state;

    check_long_line(LINE_BYTES_MAX - 1, "\r", 2, "1:xy|2:xy|3:x..\r*1048576|");
    check_long_line(LINE_BYTES_MAX, "\r", 2, "1:xy|2:xy|3!|");
}

static void test_base_lines__that_are_too_long_may_follow_each_other(void **state)
{
    struct buffer bytes = { 0 };

    (void)state;
    add_line(&bytes, LINE_BYTES_MAX + 1, "\n");
    add_line(&bytes, LINE_BYTES_MAX + 1, "\r\n");
    add_line(&bytes, 0, "\n");
    add_line(&bytes, LINE_BYTES_MAX, "\n");
    add_line(&bytes, LINE_BYTES_MAX + 1, "");

    check_lines(buffer_text(&bytes), 50000, "1!|2!|3:|4:x..y*1048576|5!|");
    buffer_done(&bytes);
}

/* The reader asserts on the way that memory stays bounded. */
static void test_base_lines__of_any_length_take_bounded_memory(void **state)
{
    struct buffer bytes = { 0 };

    (void)state;
    add_line(&bytes, 20 * (size_t)LINE_BYTES_MAX, "\n");
    add_line(&bytes, 2, "\n");

    check_lines(buffer_text(&bytes), 65536, "1!|2:xy|");
    buffer_done(&bytes);
}

static void test_base_lines__keep_their_numbers_over_many_blocks(void **state)
{
    struct buffer bytes = { 0 };
    struct writing writing = { 0 };
    struct line_reader reader;
    struct line_block block = { 0 };
    uint64_t next_line = 1;
    int file = 0;

    (void)state;
    for (int i = 0; i < 300000; i++)
        buffer_add_string(&bytes, "ten bytes\n");
    file = begin_writing(&writing, buffer_text(&bytes), 60001);

    line_reader_init(&reader, file);
    do {
        assert_int_equal(line_reader_next(&reader, &block), STATUS_OK);
        assert_int_equal(block.first_line, next_line);
        assert_int_equal(block.length, 10 * block.line_count);
        next_line += block.line_count;
    } while (block.line_count > 0);

    assert_int_equal(next_line, 300001);
    assert_int_equal(reader.bytes_read, bytes.length);
    line_block_done(&block);
    line_reader_done(&reader);
    end_writing(&writing, file);
    buffer_done(&bytes);
}

static struct text bytes_of(const struct line_block *block)
{
    return text_at(block->bytes, block->length);
}

static void test_base_lines__are_handed_out_while_the_writer_pauses(void **state)
{
    struct line_reader reader;
    struct line_block block = { 0 };
    int files[2];

    (void)state;
    assert_int_equal(pipe(files), 0);
    assert_int_equal(write(files[1], "one\ntw", 6), 6);

    line_reader_init(&reader, files[0]);
    assert_int_equal(line_reader_next(&reader, &block), STATUS_OK);
    assert_text_equal(bytes_of(&block), TEXT("one\n"));
    assert_int_equal(write(files[1], "o\nthree\nfo", 10), 10);
    assert_int_equal(line_reader_next(&reader, &block), STATUS_OK);
    assert_text_equal(bytes_of(&block), TEXT("two\nthree\n"));

    assert_int_equal(block.first_line, 2);
    assert_int_equal(block.line_count, 2);
    assert_int_equal(reader.bytes_read, 16);
    line_block_done(&block);
    line_reader_done(&reader);
    (void)close(files[0]);
    (void)close(files[1]);
}

static void test_base_lines__are_taken_without_waiting(void **state)
{
    struct line_reader reader;
    struct line_block block = { 0 };
    int files[2];

    (void)state;
    assert_int_equal(pipe(files), 0);
    assert_int_equal(write(files[1], "one\ntw", 6), 6);

    line_reader_init(&reader, files[0]);
    assert_int_equal(line_reader_take(&reader, &block), STATUS_OK);
    assert_int_equal(block.line_count, 0);
    assert_int_equal(line_reader_read(&reader), STATUS_OK);
    assert_int_equal(line_reader_take(&reader, &block), STATUS_OK);
    assert_text_equal(bytes_of(&block), TEXT("one\n"));
    assert_int_equal(line_reader_take(&reader, &block), STATUS_OK);
    assert_int_equal(block.line_count, 0);
    (void)close(files[1]);
    assert_int_equal(line_reader_read(&reader), STATUS_OK);
    assert_int_equal(line_reader_take(&reader, &block), STATUS_OK);

    assert_text_equal(bytes_of(&block), TEXT("tw"));
    assert_int_equal(block.first_line, 2);
    assert_true(reader.is_at_end);
    line_block_done(&block);
    line_reader_done(&reader);
    (void)close(files[0]);
}

static void ignore_signal(int number)
{
    (void)number;
}

static void test_base_lines__outlast_interrupted_reads(void **state)
{
    struct sigaction action = { .sa_handler = ignore_signal };
    struct writing writing = { .signal_count = 3 };
    struct buffer seen = { 0 };
    int file = 0;

    (void)state;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    file = begin_writing(&writing, TEXT("one\ntwo\n"), 100);

    note_all(&seen, file);

    end_writing(&writing, file);
    assert_buffer_is(&seen, "1:one|2:two|");
    buffer_done(&seen);
}

/* Whoever shares the file may have made it so; the signals come while it is waited for. */
static void test_base_lines__wait_for_a_file_that_does_not_block(void **state)
{
    struct sigaction action = { .sa_handler = ignore_signal };
    struct writing writing = { .signal_count = 3 };
    struct buffer seen = { 0 };
    int file = 0;

    (void)state;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    file = begin_writing(&writing, TEXT("one\ntwo\n"), 1);
    assert_int_equal(fcntl(file, F_SETFL, O_NONBLOCK), 0);

    note_all(&seen, file);

    end_writing(&writing, file);
    assert_buffer_is(&seen, "1:one|2:two|");
    buffer_done(&seen);
}

static void test_base_lines__say_when_reading_fails(void **state)
{
    struct line_reader reader;
    struct line_block block = { 0 };
    int folder = open("/", O_RDONLY | O_DIRECTORY);

    (void)state;
    assert_true(folder >= 0);

    line_reader_init(&reader, folder);
    errno = 0;
    assert_int_equal(line_reader_next(&reader, &block), STATUS_READ_FAILED);

    assert_int_equal(errno, EISDIR);
    line_block_done(&block);
    line_reader_done(&reader);
    (void)close(folder);
}

static void test_base_lines__too_long_say_when_reading_fails(void **state)
{
    struct buffer bytes = { 0 };
    struct line_reader reader;
    struct line_block block = { 0 };

    (void)state;
    add_line(&bytes, LINE_BYTES_MAX + 1, "");

    reader = (struct line_reader){ .file = -1,
                                   .line = 1,
                                   .rest = bytes.bytes,
                                   .rest_length = bytes.length,
                                   .rest_capacity = bytes.capacity };
    assert_int_equal(line_reader_next(&reader, &block), STATUS_READ_FAILED);

    line_block_done(&block);
    line_reader_done(&reader);
}

static void test_base_lines__are_cut_off_one_by_one(void **state)
{
    struct text rest = TEXT("a\n\r\nb\rc");
    struct text line = { 0 };

    (void)state;

    assert_true(line_cut(&rest, &line));
    assert_text_is(line, "a");
    assert_true(line_cut(&rest, &line));
    assert_text_is(line, "");
    assert_true(line_cut(&rest, &line));
    assert_text_is(line, "b\rc");
    assert_false(line_cut(&rest, &line));
    assert_int_equal(rest.length, 0);
}

static void test_base_lines__are_blank_without_visible_bytes(void **state)
{
    (void)state;

    assert_true(line_is_blank(TEXT("")));
    assert_true(line_is_blank(TEXT(" \t \r")));
    assert_false(line_is_blank(TEXT(" x")));
    assert_false(line_is_blank(TEXT("\0")));
    assert_false(line_is_blank(TEXT("\v")));
    assert_false(line_is_blank(TEXT("\xC2\xA0")));
}

int test_base_lines(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base_lines__of_nothing_are_none),
        cmocka_unit_test(test_base_lines__end_in_lf_or_cr_lf_or_with_the_stream),
        cmocka_unit_test(test_base_lines__lose_only_the_cr_before_the_lf),
        cmocka_unit_test(test_base_lines__that_are_blank_count),
        cmocka_unit_test(test_base_lines__may_hold_nul),
        cmocka_unit_test(test_base_lines__are_whole_whatever_the_writer_does),
        cmocka_unit_test(test_base_lines__have_at_most_a_mebibyte),
        cmocka_unit_test(test_base_lines__of_a_byte_more_are_dropped),
        cmocka_unit_test(test_base_lines__do_not_count_the_cr_of_their_end),
        cmocka_unit_test(test_base_lines__count_a_cr_without_lf),
        cmocka_unit_test(test_base_lines__that_are_too_long_may_follow_each_other),
        cmocka_unit_test(test_base_lines__of_any_length_take_bounded_memory),
        cmocka_unit_test(test_base_lines__keep_their_numbers_over_many_blocks),
        cmocka_unit_test(test_base_lines__are_handed_out_while_the_writer_pauses),
        cmocka_unit_test(test_base_lines__are_taken_without_waiting),
        cmocka_unit_test(test_base_lines__outlast_interrupted_reads),
        cmocka_unit_test(test_base_lines__wait_for_a_file_that_does_not_block),
        cmocka_unit_test(test_base_lines__say_when_reading_fails),
        cmocka_unit_test(test_base_lines__too_long_say_when_reading_fails),
        cmocka_unit_test(test_base_lines__are_cut_off_one_by_one),
        cmocka_unit_test(test_base_lines__are_blank_without_visible_bytes),
    };

    return cmocka_run_group_tests_name("base/lines", tests, NULL, NULL);
}
