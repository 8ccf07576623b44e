/* SPDX-License-Identifier: Apache-2.0 */
#include "base/guid.h"

/* The value of a hexadecimal digit plus one; 0 for every other byte. */
static const unsigned char digit_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

static bool is_hyphen_place(unsigned place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

bool guid_parse(struct text text, guid *out_guid)
{
    uint64_t halves[2] = { 0, 0 };
    unsigned digit_count = 0;

    if (text.length != GUID_LENGTH)
        return false;
    for (unsigned place = 0; place < GUID_LENGTH; place++) {
        unsigned value = digit_values[(unsigned char)text.bytes[place]];

        if (is_hyphen_place(place)) {
            if (text.bytes[place] != '-')
                return false;
            continue;
        }
        if (value == 0)
            return false;
        halves[digit_count / 16] = halves[digit_count / 16] << 4 | (value - 1);
        digit_count++;
    }
    *out_guid = (guid){ halves[0], halves[1] };
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
