/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block of lines is read, parsed in place, judged in groups and written. Beside reading, parsing
 * and writing nothing is done: no key is checked for being there twice, no text for its length.
 */
#include "bound_lines.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yyjson.h>

#include "base/assert.h"
#include "bound_private.h"

enum {
    BLOCK_BYTES = 256 * 1024,
    PARSER_BYTES = 64 * 1024,
    DECISION_BYTES_MAX = 2048,
    PADDING = 64
};

static const yyjson_read_flag flags =
    YYJSON_READ_INSITU | YYJSON_READ_STOP_WHEN_DONE | YYJSON_READ_NUMBER_AS_RAW;

struct bound_checker {
    const struct bound *bound;
    int output_file;
    struct text ids[BOUND_GROUP];
    struct bound_order orders[BOUND_GROUP];
    unsigned count;
    char *output;
    size_t output_length;
    char parser[PARSER_BYTES];
    char input[2 * BLOCK_BYTES + PADDING];
};

static bool write_all(struct bound_checker *checker)
{
    const char *bytes = checker->output;
    size_t left = checker->output_length;

    while (left > 0) {
        ssize_t length = write(checker->output_file, bytes, left);

        if (length < 0)
            return false;
        bytes += length;
        left -= (size_t)length;
    }
    checker->output_length = 0;
    return true;
}

static void add(struct bound_checker *checker, struct text text)
{
    memcpy(checker->output + checker->output_length, text.bytes, text.length);
    checker->output_length += text.length;
}

static void add_decision(struct bound_checker *checker, struct text id, finding_set set)
{
    struct text separator = TEXT("\"");

    add(checker, TEXT("{\"id\":\""));
    add(checker, id);
    add(checker, set == 0 ? TEXT("\",\"verdict\":\"supported\",\"findings\":[")
                          : TEXT("\",\"verdict\":\"not_supported\",\"findings\":["));
    for (; set != 0; set &= set - 1) {
        add(checker, separator);
        add(checker, order_finding_name((enum order_finding)__builtin_ctzll(set)));
        add(checker, TEXT("\""));
        separator = TEXT(",\"");
    }
    add(checker, TEXT("]}\n"));
}

static void judge_group(struct bound_checker *checker)
{
    finding_set sets[BOUND_GROUP];

    bound_judge_group(checker->bound, checker->orders, checker->count, sets);
    for (unsigned i = 0; i < checker->count; i++)
        add_decision(checker, checker->ids[i], sets[i]);
    checker->count = 0;
}

static bool read_member(struct text key, struct text value, struct text *id,
                        struct bound_order *order)
{
    date day;

    switch (key.bytes[0]) {
    case 'i':
        *id = value;
        return true;
    case 'd':
        if (!date_parse(value, &day))
            return false;
        order->day = day.day;
        return true;
    case 's':
        order->seller = bound_read_guid(value.bytes);
        return value.length == GUID_LENGTH;
    case 'p':
        order->has_provider = true;
        order->provider = bound_read_guid(value.bytes);
        return value.length == GUID_LENGTH;
    case 'c':
        order->customer = bound_read_guid(value.bytes);
        return value.length == GUID_LENGTH;
    case 'o':
        order->offer = value;
        return true;
    default:
        return true; /* the act, the quantity */
    }
}

static bool read_order(struct bound_checker *checker, yyjson_val *object)
{
    struct bound_order *order = &checker->orders[checker->count];
    struct text *id = &checker->ids[checker->count];
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    *order = (struct bound_order){ .day = 0 };
    yyjson_obj_foreach (object, index, count, key, value) {
        struct text name = { yyjson_get_str(key), yyjson_get_len(key) };
        struct text text = { yyjson_get_str(value), yyjson_get_len(value) };

        if (!read_member(name, text, id, order))
            return false;
    }
    if (++checker->count == BOUND_GROUP)
        judge_group(checker);
    return true;
}

/* Whole lines, the last of them ended. Texts point into the block until its end. */
static bool check_lines(struct bound_checker *checker, char *lines, size_t length)
{
    yyjson_alc allocator;
    size_t done = 0;

    while (done < length) {
        yyjson_doc *document = NULL;

        if (!yyjson_alc_pool_init(&allocator, checker->parser, sizeof(checker->parser)))
            return false;
        document = yyjson_read_opts(lines + done, length - done, flags, &allocator, NULL);
        if (document == NULL || !read_order(checker, yyjson_doc_get_root(document)))
            return false;
        done += yyjson_doc_get_read_size(document) + 1; /* and the line end */
    }
    if (checker->count > 0)
        judge_group(checker);
    return write_all(checker);
}

static bool check_all(struct bound_checker *checker, int input)
{
    size_t held = 0;

    for (;;) {
        ssize_t length = read(input, checker->input + held, BLOCK_BYTES);
        const char *end = NULL;
        size_t whole = 0;

        if (length <= 0)
            return length == 0 && held == 0;
        held += (size_t)length;
        ASSERT(held <= 2 * (size_t)BLOCK_BYTES);
        end = memrchr(checker->input, '\n', held);
        whole = end == NULL ? 0 : (size_t)(end - checker->input) + 1;
        if (!check_lines(checker, checker->input, whole))
            return false;
        held -= whole;
        memmove(checker->input, checker->input + whole, held);
    }
}

bool bound_check(const struct bound *bound, int input, int output)
{
    static struct bound_checker checker;
    bool is_done = false;

    checker.bound = bound;
    checker.output_file = output;
    /* A line is longer than 64 bytes, and its decision shorter than a limit. */
    checker.output = malloc((size_t)(2 * BLOCK_BYTES / 64) * DECISION_BYTES_MAX);
    if (checker.output == NULL)
        return false;
    is_done = check_all(&checker, input);
    free(checker.output);
    return is_done;
}
