/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "exchange/proposal_line.h"
#include "exchange/shape.h"
#include "unit/exchange/suites.h"
#include "unit/exchange/told.h"
#include "unit/test.h"

enum {
    SPOILED_COUNT = 200000,
    LINE_ROOM = 1024
};

#define SELLER "1e1be000-0000-4000-8000-000000000001"
#define CUSTOMER "CB12C400-0000-4000-8000-0000000000ab"

static const char *const plain_lines[] = {
    "{\"id\":\"p1\",\"act\":\"place_order\",\"date\":\"2020-05-12\",\"seller\":\"" SELLER
    "\",\"provider\":\"" CUSTOMER "\",\"customer\":\"" CUSTOMER
    "\",\"offer\":\"OFFER-1\",\"quantity\":5}",
    "{ \"act\" : \"place_order\", \"customer\": \"" CUSTOMER "\", \"seller\": \"" SELLER
    "\", \"date\": \"2020-05-12\", \"id\": \"a longer id than eight bytes\" }",
    "{\"date\":\"2020-05-12\",\"id\":\"p2\",\"act\":\"associate_partner_id\",\"provider\":\"" SELLER
    "\",\"reseller\":\"" CUSTOMER "\",\"new_subscription\":true,\"mpn_id\":\"0123456\"}",
    "{\"id\":\"p3\",\"act\":\"end_indirect_relationship\",\"date\":\"2020-05-12\",\"provider\":"
    "\"" SELLER "\",\"reseller\":\"" CUSTOMER "\",\"requested_by\":\"provider\"}",
};

/* Good lines, but for the slow way. */
static const char *const other_lines[] = {
    "{\"id\":\"p\\u0031\",\"act\":\"engage_partner\",\"date\":\"2020-05-12\",\"partner\":\"" SELLER
    "\",\"customer\":\"" CUSTOMER "\"}",
    "{\"id\":\"pé\",\"act\":\"engage_partner\",\"date\":\"2020-05-12\",\"partner\":\"" SELLER
    "\",\"customer\":\"" CUSTOMER "\"}",
    "{\"id\":\"p1\",\"act\":\"place_order\",\"date\":\"2020-05-12\",\"seller\":\"" SELLER
    "\",\"customer\":\"" CUSTOMER "\",\"offer\":null}",
    "{\"id\":\"p4\",\"act\":\"enroll\",\"date\":\"2020-05-12\",\"tenant\":\"" SELLER
    "\",\"role\":\"direct_bill\",\"capabilities\":[\"billing\"]}",
    "{\"id\":\"p1\",\"act\":\"engage_partner\",\"date\":\"2020-05-12\",\"partner\":\"" SELLER
    "\",\t\"customer\":\"" CUSTOMER "\"}",
};

/* Reads lines in both ways. */
struct readers {
    struct tagged_shapes shapes;
    struct json_reader json;
    struct shape_reading reading;
    struct told told;
    unsigned act; /* of the plain line before */
};

static void readers_init(struct readers *readers)
{
    struct tagged_shapes shapes = { { TEXT_ROW("act"), &act_words }, proposal_shape(0) };

    readers->shapes = shapes;
    readers->act = 0;
    told_init(&readers->told);
    assert_int_equal(json_reader_init(&readers->json), STATUS_OK);
}

static void readers_done(struct readers *readers)
{
    json_reader_done(&readers->json);
    told_done(&readers->told);
}

/* Whether the slow way reads the line. */
static bool read_slowly(struct readers *readers, struct text line, struct proposal *out_proposal)
{
    const struct tagged_shapes *shapes = &readers->shapes;
    struct problem_sink *sink = &readers->told.sink;
    yyjson_val *object = NULL;
    unsigned act = 0;

    memset(out_proposal, 0, sizeof(*out_proposal));
    readers->reading.sink = sink;
    if (json_read_object(&readers->json, line, 1, sink, &object) != STATUS_OK ||
        json_read_tag(&shapes->tag, object, 1, sink, &act) != STATUS_OK)
        return false;
    out_proposal->act = (enum act)act;
    return shape_read_object(&shapes->shapes[act], shapes->tag.key, object, &readers->reading,
                             out_proposal) == STATUS_OK;
}

static bool read_plainly(struct readers *readers, struct text line, struct proposal *out_proposal)
{
    memset(out_proposal, 0, sizeof(*out_proposal));
    if (!shape_read_plain(&readers->shapes, line, &readers->reading, &readers->act, out_proposal))
        return false;
    out_proposal->act = (enum act)readers->act;
    return true;
}

/* The texts of one are compared, and then taken out, so that what is left can be compared. */
static void assert_same_text(struct text *left, struct text *right)
{
    assert_int_equal(left->length, right->length);
    if (left->length > 0)
        assert_memory_equal(left->bytes, right->bytes, left->length);
    left->bytes = NULL;
    right->bytes = NULL;
}

/* Whether the quick way reads the line; if so the slow way reads the same. The line stands alone in
 * its memory, so that a tool sees a byte too many. */
static bool is_plain(struct readers *readers, struct text line)
{
    char *copy = malloc(line.length > 0 ? line.length : 1);
    struct text alone = { copy, line.length };
    struct proposal quick;
    struct proposal slow;
    unsigned present = 0;
    bool is_read = false;

    assert_non_null(copy);
    memcpy(copy, line.bytes, line.length);
    is_read = read_plainly(readers, alone, &quick);
    present = readers->reading.present;
    if (is_read) {
        assert_true(read_slowly(readers, alone, &slow));
        assert_int_equal(readers->reading.present, present);
        assert_same_text(&quick.id, &slow.id);
        assert_same_text(&quick.offer, &slow.offer);
        assert_same_text(&quick.mpn_id, &slow.mpn_id);
        assert_memory_equal(&quick, &slow, sizeof(quick));
    }
    free(copy);
    return is_read;
}

static void test_exchange_shape_plain__reads_what_is_plain(void **state)
{
    struct readers readers;

    (void)state;
    readers_init(&readers);
    for (size_t i = 0; i < COUNT_OF(plain_lines); i++)
        assert_true(is_plain(&readers, text_of(plain_lines[i])));
    readers_done(&readers);
}

static void test_exchange_shape_plain__leaves_the_rest(void **state)
{
    struct readers readers;
    struct proposal proposal;

    (void)state;
    readers_init(&readers);
    for (size_t i = 0; i < COUNT_OF(other_lines); i++) {
        assert_false(is_plain(&readers, text_of(other_lines[i])));
        assert_true(read_slowly(&readers, text_of(other_lines[i]), &proposal));
    }
    readers_done(&readers);
}

/* Changes, adds or takes out a byte, or brings a piece of the line to another place. */
static size_t spoil(char line[LINE_ROOM], size_t length, uint64_t *seed)
{
    static const char bytes[] = "{}[]:,\" \\\t\r\n019azn-e.\x7f\xc3";
    size_t place = random_below(seed, (uint32_t)length);
    size_t from = random_below(seed, (uint32_t)length);
    size_t count = random_below(seed, 20);

    switch (random_below(seed, 4)) {
    case 0:
        line[place] = bytes[random_below(seed, sizeof(bytes))];
        return length;
    case 1:
        memmove(line + place + 1, line + place, length - place);
        line[place] = bytes[random_below(seed, sizeof(bytes))];
        return length + 1;
    case 2:
        memmove(line + place, line + place + 1, length - place - 1);
        return length - 1;
    default:
        if (from + count > length || place + count > length)
            return length;
        memmove(line + place, line + from, count);
        return length;
    }
}

static void test_exchange_shape_plain__agrees_on_spoiled_lines(void **state)
{
    struct readers readers;
    uint64_t seed = 1;
    unsigned read_count = 0;

    (void)state;
    readers_init(&readers);
    for (unsigned i = 0; i < SPOILED_COUNT; i++) {
        char line[LINE_ROOM];
        const char *good = plain_lines[random_below(&seed, COUNT_OF(plain_lines))];
        size_t length = strlen(good);

        memcpy(line, good, length + 1);
        for (unsigned left = 1 + random_below(&seed, 3); left > 0; left--)
            length = spoil(line, length, &seed);
        read_count += is_plain(&readers, (struct text){ line, length });
    }
    /* Many are still good, most are not. */
    assert_true(read_count > SPOILED_COUNT / 50 && read_count < SPOILED_COUNT / 2);
    readers_done(&readers);
}

int test_exchange_shape_plain(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_shape_plain__reads_what_is_plain),
        cmocka_unit_test(test_exchange_shape_plain__leaves_the_rest),
        cmocka_unit_test(test_exchange_shape_plain__agrees_on_spoiled_lines),
    };

    return cmocka_run_group_tests_name("exchange/shape_plain", tests, NULL, NULL);
}
