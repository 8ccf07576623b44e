/* SPDX-License-Identifier: Apache-2.0 */
#include "base/guid.h"

#include <endian.h>
#include <string.h>

static bool is_hyphen_place(unsigned place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

/* The same byte in all eight places. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* 0x80 in each place whose byte, below 0x80, is at least `least`, also below 0x80. */
static uint64_t at_least(uint64_t bytes, unsigned least)
{
    return (bytes + EACH(0x80 - least)) & EACH(0x80);
}

/*
 * The value of eight hexadecimal digits, all at once: each byte is judged and turned into its
 * value in its place, then neighbours are joined, twice as wide each time. A GUID is read three
 * times a proposal: digit by digit this took a tenth of the time of judging a file. What is not a
 * digit leaves a bit in *wrong.
 */
static uint64_t eight_digits(uint64_t bytes, uint64_t *wrong)
{
    uint64_t lower = bytes | EACH(0x20);
    uint64_t is_digit = at_least(bytes & EACH(0x7f), '0') & ~at_least(bytes & EACH(0x7f), '9' + 1);
    uint64_t is_letter = at_least(lower & EACH(0x7f), 'a') & ~at_least(lower & EACH(0x7f), 'f' + 1);

    *wrong |= ((is_digit | is_letter) & ~bytes & EACH(0x80)) ^ EACH(0x80);
    bytes = (bytes & EACH(0x0f)) + (is_letter >> 7) * 9;
    bytes = (bytes | bytes >> 4) & UINT64_C(0x00ff00ff00ff00ff);
    bytes = (bytes | bytes >> 8) & UINT64_C(0x0000ffff0000ffff);
    return (bytes | bytes >> 16) & UINT64_C(0x00000000ffffffff);
}

static uint64_t eight_bytes(const char *bytes)
{
    uint64_t word = 0;

    memcpy(&word, bytes, sizeof(word));
    return be64toh(word);
}

/* Two times four bytes, as one word: put together in registers, since memory that was written in
 * parts is slow to read at once. */
static uint64_t four_and_four(const char *first, const char *second)
{
    uint32_t words[2] = { 0 };

    memcpy(&words[0], first, sizeof(words[0]));
    memcpy(&words[1], second, sizeof(words[1]));
    return (uint64_t)be32toh(words[0]) << 32 | be32toh(words[1]);
}

bool guid_parse(struct text text, guid *out_guid)
{
    const char *bytes = text.bytes;
    uint64_t wrong = 0;
    guid id;

    if (text.length != GUID_LENGTH || bytes[8] != '-' || bytes[13] != '-' || bytes[18] != '-' ||
        bytes[23] != '-')
        return false;
    id.high = eight_digits(eight_bytes(bytes), &wrong) << 32;
    id.high |= eight_digits(four_and_four(bytes + 9, bytes + 14), &wrong);
    id.low = eight_digits(four_and_four(bytes + 19, bytes + 24), &wrong) << 32;
    id.low |= eight_digits(eight_bytes(bytes + 28), &wrong);
    if (wrong != 0)
        return false;
    *out_guid = id;
    return true;
}

void guid_format(guid id, char out_text[GUID_LENGTH + 1])
{
    const uint64_t halves[2] = { id.high, id.low };
    unsigned digit_count = 0;

    for (unsigned place = 0; place < GUID_LENGTH; place++) {
        if (is_hyphen_place(place)) {
            out_text[place] = '-';
            continue;
        }
        out_text[place] =
            "0123456789abcdef"[halves[digit_count / 16] >> (60 - 4 * (digit_count % 16)) & 15];
        digit_count++;
    }
    out_text[GUID_LENGTH] = '\0';
}
