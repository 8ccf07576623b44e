/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request asks with: a target's parts are sound texts within it; a token of a page is read
 * as what was written, under its own question alone; a number is the one that its digits say.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/http/request.h"
#include "api/program/page_token.h"
#include "base/assert.h"
#include "base/memory.h"
#include "fuzz/target.h"

static void assert_within(const char *bytes, size_t size, struct text part)
{
    ASSERT(part.length <= size);
    if (part.length == 0)
        return;
    ASSERT(part.bytes >= bytes && part.bytes + part.length <= bytes + size);
    ASSERT(memchr(part.bytes, '\0', part.length) == NULL);
    ASSERT(text_is_utf8(part));
}

static void assert_sound(const char *bytes, size_t size, const struct http_target *target)
{
    ASSERT(target->segment_count <= HTTP_SEGMENTS_MAX);
    ASSERT(target->argument_count <= HTTP_ARGUMENTS_MAX);
    for (unsigned i = 0; i < target->segment_count; i++)
        assert_within(bytes, size, target->segments[i]);
    for (unsigned i = 0; i < target->argument_count; i++) {
        assert_within(bytes, size, target->arguments[i].name);
        assert_within(bytes, size, target->arguments[i].value);
    }
}

typedef bool parse_function(char *bytes, size_t length, struct http_target *out_target);

static void try_target(struct text text, parse_function *parse)
{
    char *room = memory_new(text.length + 1, 1);
    struct http_target target;

    ASSERT(room != NULL);
    memcpy(room, text.bytes, text.length);
    if (parse(room, text.length, &target))
        assert_sound(room, text.length, &target);
    memory_free(room);
}

/* A token that is read says the same when it is written. */
static void try_token(struct text text, const struct page_hash *hash)
{
    struct page_hash other = *hash;
    struct buffer written = { 0 };
    char mark[PAGE_MARK_BYTES_MAX];
    size_t length = 0;

    if (!page_token_read(text, hash, mark, &length))
        return;
    ASSERT(length > 0 && length <= PAGE_MARK_BYTES_MAX);
    page_token_write(&written, hash, (struct text){ mark, length });
    ASSERT(text_equal(buffer_text(&written), text));
    other.bytes[length % PAGE_HASH_BYTES] ^= 1;
    ASSERT(!page_token_read(text, &other, mark, &length));
    buffer_done(&written);
}

static void try_mark(struct text text, const struct page_hash *hash)
{
    struct text mark = { text.bytes,
                         text.length < PAGE_MARK_BYTES_MAX ? text.length : PAGE_MARK_BYTES_MAX };
    struct buffer token = { 0 };
    char read[PAGE_MARK_BYTES_MAX];
    size_t length = 0;

    page_token_write(&token, hash, mark);
    ASSERT(page_token_read(buffer_text(&token), hash, read, &length) == (mark.length > 0));
    ASSERT(length == mark.length && memcmp(read, mark.bytes, length) == 0);
    try_token(buffer_text(&token), hash);
    buffer_done(&token);
}

static void try_number(struct text text)
{
    uint64_t number = UINT64_MAX;
    char written[24];
    size_t zeros = 0;

    if (!number_parse(text, &number)) {
        ASSERT(number == UINT64_MAX);
        return;
    }
    while (zeros + 1 < text.length && text.bytes[zeros] == '0')
        zeros++;
    (void)snprintf(written, sizeof(written), "%" PRIu64, number);
    ASSERT(text_is((struct text){ text.bytes + zeros, text.length - zeros }, written));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = { (const char *)bytes, size };
    struct page_hash hash = { { 0 } };

    try_target(text, http_target_parse);
    try_target(text, http_form_parse);
    try_token(text, &hash);
    try_mark(text, &hash);
    try_number(text);
    return 0;
}
