/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_TEXT_H
#define AVAL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A borrowed run of bytes, UTF-8 unless said otherwise; may hold NUL, is not ended by one. */
struct text {
    const char *bytes;
    size_t length;
};

/* The languages in which Aval speaks to people. */
enum language {
    LANGUAGE_EN,
    LANGUAGE_FR,
    LANGUAGE_COUNT
};

/* One sentence or word for people, in every language. May hold {placeholders}. */
struct phrase {
    const char *in[LANGUAGE_COUNT];
};

/* The text of a string literal. */
#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })

/* The same as a member of a row of constants. */
#define TEXT_ROW(literal) { literal, sizeof(literal) - 1 }

/** The text of a NUL-terminated string, borrowed. */
struct text text_of(const char *string);

/* The first bytes of a text as a number, for comparing. */
static inline uint64_t text_eight(const char *bytes)
{
    uint64_t word = 0;

    memcpy(&word, bytes, sizeof(word));
    return word;
}

/* A byte in each of the eight of a number. */
#define TEXT_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/**
 * The top bits of those of eight bytes that cannot stand in a JSON string as they are, and perhaps
 * of some after the first. Subtracting 0x20 sets the top bit of a byte below it, and subtracting 1
 * that of a byte which was equal; a top bit that a byte has of itself does not count.
 */
static inline uint64_t text_eight_escaped(uint64_t eight)
{
    uint64_t quote = eight ^ TEXT_EIGHT('"');
    uint64_t backslash = eight ^ TEXT_EIGHT('\\');

    return (((eight - TEXT_EIGHT(0x20)) & ~eight) | ((quote - TEXT_EIGHT(1)) & ~quote) |
            ((backslash - TEXT_EIGHT(1)) & ~backslash)) &
           TEXT_EIGHT(0x80);
}

static inline uint32_t text_four(const char *bytes)
{
    uint32_t word = 0;

    memcpy(&word, bytes, sizeof(word));
    return word;
}

/**
 * Whether the two are the same bytes. Names and ids are short: up to sixteen bytes are compared in
 * two reads that may overlap, without a call.
 */
static inline bool text_equal(struct text left, struct text right)
{
    size_t length = left.length;

    if (length != right.length)
        return false;
    if (length > 2 * sizeof(uint64_t))
        return memcmp(left.bytes, right.bytes, length) == 0;
    if (length >= sizeof(uint64_t))
        return text_eight(left.bytes) == text_eight(right.bytes) &&
               text_eight(left.bytes + length - sizeof(uint64_t)) ==
                   text_eight(right.bytes + length - sizeof(uint64_t));
    if (length >= sizeof(uint32_t))
        return text_four(left.bytes) == text_four(right.bytes) &&
               text_four(left.bytes + length - sizeof(uint32_t)) ==
                   text_four(right.bytes + length - sizeof(uint32_t));
    for (size_t i = 0; i < length; i++)
        if (left.bytes[i] != right.bytes[i])
            return false;
    return true;
}

/** The order of two texts by their bytes: below 0, 0 or above, as memcmp() has it. */
int text_compare(struct text left, struct text right);

/** Whether the text is the bytes of the NUL-terminated string. */
static inline bool text_is(struct text text, const char *string)
{
    /* Looking for one of some words, the first letter nearly always tells. */
    for (size_t i = 0; i < text.length; i++)
        if (string[i] == '\0' || string[i] != text.bytes[i])
            return false;
    return string[text.length] == '\0';
}

/** The same, whatever the case of letters A to Z. */
bool text_is_in_any_case(struct text text, const char *string);

/** Takes the next word off a list parted by single spaces; without bytes at the end of it. */
struct text text_take_word(const char **list);

/** Whether the bytes are well-formed UTF-8. */
bool text_is_utf8(struct text text);

/** The number of characters of a UTF-8 text, which is its width in columns for texts of our own. */
size_t text_width(struct text text);

/** The number of columns that a UTF-8 text takes on a terminal. */
size_t text_columns(struct text text);

/**
 * Writes the UTF-8 text with every letter in lower case, and returns it. `room` is at least
 * TEXT_FOLD_GROWTH times the text's length.
 */
struct text text_fold(struct text text, char *room);

/* No letter takes more than this many times its bytes in lower case. */
enum {
    TEXT_FOLD_GROWTH = 2
};

/** Whether the text begins with a byte-order mark. */
bool text_begins_with_mark(struct text text);

/** Whether the text consists of one or more of the digits 0 to 9. */
bool text_is_digits(struct text text);

#endif
