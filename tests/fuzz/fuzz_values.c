/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small values: whatever is read and written again is what it was, folded where the formats
 * fold; text is UTF-8 exactly when a plain reading of the standard says so.
 */
#include <string.h>

#include "base/assert.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/guid.h"
#include "exchange/json.h"
#include "fuzz/sound.h"
#include "fuzz/target.h"
#include "model/fact.h"

static void try_date(struct text text)
{
    char written[DATE_LENGTH + 1];
    date day = { 12345 };

    if (!date_parse(text, &day)) {
        ASSERT(day.day == 12345);
        return;
    }
    ASSERT(day.day >= DAY_NUMBER(1, 1, 1));
    ASSERT(day.day <= DAY_NUMBER(9999, 12, 31));
    date_format(day, written);
    ASSERT(text_is(text, written));
}

/* Four bytes as a day. */
static void try_day(struct text text)
{
    char written[DATE_LENGTH + 1];
    uint32_t number = 0;
    date day;
    date read;

    if (text.length < sizeof(number))
        return;
    memcpy(&number, text.bytes, sizeof(number));
    day.day = DAY_NUMBER(1, 1, 1) + (int32_t)(number % 3652059);
    date_format(day, written);
    ASSERT(date_parse(text_of(written), &read));
    ASSERT(read.day == day.day);
}

static void try_guid(struct text text)
{
    char written[GUID_LENGTH + 1];
    guid read = { 1, 2 };
    guid again = { 0, 0 };

    if (!guid_parse(text, &read)) {
        ASSERT(read.high == 1 && read.low == 2);
        return;
    }
    guid_format(read, written);
    ASSERT(text.length == GUID_LENGTH);
    for (size_t i = 0; i < GUID_LENGTH; i++) {
        bool is_capital = text.bytes[i] >= 'A' && text.bytes[i] <= 'F';

        ASSERT(written[i] == (is_capital ? text.bytes[i] - 'A' + 'a' : text.bytes[i]));
    }
    ASSERT(guid_parse(text_of(written), &again));
    ASSERT(guid_equal(read, again));
}

static void try_country(struct text text)
{
    char written[3];
    struct markets markets = { 0 };
    country market = { 0 };

    if (!country_parse(text, &market))
        return;
    ASSERT(market.number < COUNTRY_COUNT);
    country_format(market, written);
    ASSERT(text_is(text, written));
    markets_add(&markets, market);
    ASSERT(markets_have(&markets, market));
    ASSERT(region_id(market_region(market, (date){ 18000 })) != NULL);
}

/* The bytes that a first byte asks for beside itself, by table 3-7 of the Unicode standard; and
 * between what the second one lies. 9: no character begins so. */
static unsigned bytes_after(unsigned char first, unsigned char *least, unsigned char *most)
{
    *least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    *most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (first < 0x80)
        return 0;
    if (first >= 0xC2 && first <= 0xDF)
        return 1;
    if (first >= 0xE0 && first <= 0xEF)
        return 2;
    return first >= 0xF0 && first <= 0xF4 ? 3 : 9;
}

static bool is_utf8(struct text text)
{
    for (size_t i = 0; i < text.length;) {
        unsigned char least = 0;
        unsigned char most = 0;
        unsigned count = bytes_after((unsigned char)text.bytes[i], &least, &most);

        i++;
        if (count == 9 || text.length - i < count)
            return false;
        for (; count > 0; count--, i++) {
            unsigned char byte = (unsigned char)text.bytes[i];

            if (byte < least || byte > most)
                return false;
            least = 0x80;
            most = 0xBF;
        }
    }
    return true;
}

static void try_fold(struct text text)
{
    struct buffer room = { 0 };
    struct buffer more_room = { 0 };
    struct text folded;

    buffer_add_spaces(&room, text.length * TEXT_FOLD_GROWTH + 1);
    folded = text_fold(text, room.bytes);
    ASSERT(folded.length <= text.length * TEXT_FOLD_GROWTH);
    ASSERT(is_utf8(folded));
    buffer_add_spaces(&more_room, folded.length * TEXT_FOLD_GROWTH + 1);
    ASSERT(text_equal(text_fold(folded, more_room.bytes), folded));
    buffer_done(&room);
    buffer_done(&more_room);
}

/* What is written as a JSON string is read as the same text; if that is short enough. */
static void try_json(struct text text)
{
    struct buffer written = { 0 };
    yyjson_doc *document = NULL;
    yyjson_val *root = NULL;

    buffer_add_json(&written, text);
    document = yyjson_read(written.bytes, written.length, YYJSON_READ_NOFLAG);
    root = yyjson_doc_get_root(document);
    ASSERT(yyjson_is_str(root));
    ASSERT(text_equal(text, (struct text){ yyjson_get_str(root), yyjson_get_len(root) }));
    yyjson_doc_free(document);
    buffer_done(&written);
}

static void try_visible(struct text text)
{
    struct buffer whole = { 0 };
    struct buffer part = { 0 };

    buffer_add_visible(&whole, text, SIZE_MAX);
    assert_is_visible(buffer_text(&whole));
    ASSERT(count_lines(buffer_text(&whole)) == 0);
    buffer_add_visible(&part, text, text.length / 2);
    assert_is_visible(buffer_text(&part));
    ASSERT(part.length <= 4 * (text.length / 2) + strlen("…"));
    ASSERT(text.length <= 1 || part.length >= strlen("…"));
    buffer_done(&whole);
    buffer_done(&part);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text text = { (const char *)bytes, size };

    try_date(text);
    try_day(text);
    try_guid(text);
    try_country(text);
    try_visible(text);
    ASSERT(text_is_utf8(text) == is_utf8(text));
    if (is_utf8(text)) {
        try_fold(text);
        try_json(text);
    }
    return 0;
}
