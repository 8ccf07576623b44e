/* SPDX-License-Identifier: Apache-2.0 */
#include "damaged/damage.h"

#include <string.h>

enum {
    PAGE_BYTES = 4096,
    FILE_HEADER_BYTES = 100,
    NODE_BYTES = 24
};

static void flip(struct chance *chance, struct content *content)
{
    for (uint64_t left = 1 + chance_below(chance, 16); left > 0; left--)
        content->bytes[chance_below(chance, content->length)] ^=
            (unsigned char)(1U << chance_below(chance, 8));
}

/* The same range that noise or zeros take. */
static size_t choose_range(struct chance *chance, const struct content *content, size_t *out_length)
{
    size_t first = chance_below(chance, content->length);
    size_t length = 1 + chance_below(chance, UINT64_C(2) * PAGE_BYTES);

    *out_length = length < content->length - first ? length : content->length - first;
    return first;
}

static void cut(struct chance *chance, struct content *content)
{
    content->length = chance_below(chance, content->length);
    if (chance_below(chance, 2) == 0)
        content->length -= content->length % PAGE_BYTES;
}

static void extend(struct chance *chance, struct content *content)
{
    size_t length = 1 + chance_below(chance, content->room - content->length);

    if (chance_below(chance, 2) == 0)
        chance_fill(chance, content->bytes + content->length, length);
    else
        memset(content->bytes + content->length, 0, length);
    content->length += length;
}

static void move_pages(struct chance *chance, struct content *content, enum damage_kind kind)
{
    unsigned char page[PAGE_BYTES];
    size_t count = content->length / PAGE_BYTES;
    unsigned char *first = NULL;
    unsigned char *second = NULL;

    if (count == 0)
        return;
    first = content->bytes + chance_below(chance, count) * PAGE_BYTES;
    second = content->bytes + chance_below(chance, count) * PAGE_BYTES;
    memcpy(page, first, PAGE_BYTES);
    if (kind == DAMAGE_SWAP)
        memmove(first, second, PAGE_BYTES);
    memcpy(second, page, PAGE_BYTES);
}

/* One to four bytes of so many from there on. */
static void change_bytes(struct chance *chance, struct content *content, size_t first, size_t count)
{
    static const unsigned char edges[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };

    for (uint64_t left = 1 + chance_below(chance, 4); left > 0; left--) {
        size_t place = first + chance_below(chance, count);

        if (place < content->length)
            content->bytes[place] = chance_below(chance, 2) == 0
                                        ? (unsigned char)chance_below(chance, 256)
                                        : edges[chance_below(chance, sizeof(edges))];
    }
}

void damage(struct chance *chance, struct content *content, enum damage_kind kind)
{
    size_t length = 0;
    size_t first = 0;

    if (content->length == 0)
        return;
    if (kind == DAMAGE_FLIPS) {
        flip(chance, content);
    } else if (kind == DAMAGE_NOISE || kind == DAMAGE_ZEROS) {
        first = choose_range(chance, content, &length);
        if (kind == DAMAGE_NOISE)
            chance_fill(chance, content->bytes + first, length);
        else
            memset(content->bytes + first, 0, length);
    } else if (kind == DAMAGE_CUT) {
        cut(chance, content);
    } else if (kind == DAMAGE_MORE) {
        extend(chance, content);
    } else if (kind == DAMAGE_SWAP || kind == DAMAGE_COPY) {
        move_pages(chance, content, kind);
    } else if (kind == DAMAGE_HEADER) {
        change_bytes(chance, content, 0, FILE_HEADER_BYTES);
    } else {
        first = chance_below(chance, content->length / PAGE_BYTES + 1) * PAGE_BYTES;
        change_bytes(chance, content, first == 0 ? FILE_HEADER_BYTES : first, NODE_BYTES);
    }
}
