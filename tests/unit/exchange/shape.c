/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/shape.h"

#include <string.h>

#include "base/date.h"
#include "base/guid.h"
#include "exchange/json.h"
#include "model/fact.h"
#include "unit/exchange/suites.h"
#include "unit/exchange/told.h"
#include "unit/test.h"

/* A record with a member of every kind. */
struct sample {
    struct text text;
    struct text id;
    struct text domain;
    struct text digits;
    guid guid;
    date date;
    country country;
    unsigned word;
    unsigned words;
    unsigned words_0;
    struct markets markets;
    uint32_t quantity;
    bool flag;
};

#define FIELD(name, kind, words)                                                                   \
    { TEXT_ROW(#name), kind, true, words, offsetof(struct sample, name) }

static const struct field sample_fields[] = {
    FIELD(text, FIELD_TEXT, NULL),
    FIELD(id, FIELD_ID, NULL),
    FIELD(domain, FIELD_DOMAIN, NULL),
    FIELD(digits, FIELD_DIGITS, NULL),
    FIELD(guid, FIELD_GUID, NULL),
    FIELD(date, FIELD_DATE, NULL),
    FIELD(country, FIELD_COUNTRY, NULL),
    FIELD(word, FIELD_WORD, &service_words),
    FIELD(words, FIELD_WORDS, &service_words),
    FIELD(words_0, FIELD_WORDS_0, &service_words),
    FIELD(markets, FIELD_MARKETS, NULL),
    FIELD(quantity, FIELD_QUANTITY, NULL),
    FIELD(flag, FIELD_FLAG, NULL),
};
static const struct shape sample_shape = { "sample", sample_fields, COUNT_OF(sample_fields) };

/* Two fields, one of which has to be there. */
static const struct field pair_fields[] = {
    { TEXT_ROW("id"), FIELD_ID, false, NULL, offsetof(struct sample, id) },
    { TEXT_ROW("word"), FIELD_WORD, true, &service_words, offsetof(struct sample, word) },
};
static const struct shape pair_shape = { "pair", pair_fields, COUNT_OF(pair_fields) };

/* One reading of an object or cell, and what came of it. */
struct attempt {
    struct json_reader json;
    struct shape_reading reading;
    struct told told;
    struct sample sample;
};

static void attempt_begin(struct attempt *attempt)
{
    memset(attempt, 0, sizeof(*attempt));
    told_init(&attempt->told);
    assert_int_equal(json_reader_init(&attempt->json), STATUS_OK);
    attempt->reading.sink = &attempt->told.sink;
    attempt->reading.line = 3;
}

static void attempt_end(struct attempt *attempt)
{
    json_reader_done(&attempt->json);
    told_done(&attempt->told);
}

static enum status read_object(struct attempt *attempt, const struct shape *shape, const char *json)
{
    yyjson_val *object = NULL;

    assert_int_equal(
        json_read_object(&attempt->json, text_of(json), 3, &attempt->told.sink, &object),
        STATUS_OK);
    return shape_read_object(shape, TEXT("tag"), object, &attempt->reading, &attempt->sample);
}

/* What is told of a JSON object; "" when it is read. */
static void check_object(const struct shape *shape, const char *json, const char *expected)
{
    struct attempt attempt;
    enum status status = STATUS_OK;

    attempt_begin(&attempt);

    status = read_object(&attempt, shape, json);

    assert_buffer_is(&attempt.told.text, expected);
    assert_int_equal(status, expected[0] == '\0' ? STATUS_OK : STATUS_INVALID);
    attempt_end(&attempt);
}

static unsigned field_number(const char *name)
{
    unsigned number = shape_find_field(&sample_shape, text_of(name));

    assert_true(number < sample_shape.field_count);
    return number;
}

/* What is told of a CSV cell. */
static void check_cell(const char *name, struct text cell, const char *expected)
{
    struct attempt attempt;
    enum status status = STATUS_OK;

    attempt_begin(&attempt);

    status =
        shape_read_cell(&sample_shape, field_number(name), cell, &attempt.reading, &attempt.sample);

    assert_buffer_is(&attempt.told.text, expected);
    assert_int_equal(status, expected[0] == '\0' ? STATUS_OK : STATUS_INVALID);
    attempt_end(&attempt);
}

static void test_exchange_shape__reads_every_kind_of_json(void **state)
{
    struct attempt attempt;
    const struct sample *sample = &attempt.sample;

    (void)state;
    attempt_begin(&attempt);

    assert_int_equal(
        read_object(&attempt, &sample_shape,
                    "{\"text\":\"t\\u0000\",\"id\":\"i\",\"domain\":\"ÉX.Org\",\"digits\":\"007\","
                    "\"guid\":\"1F0A7C52-3c1e-4b7e-9a55-0d6f1c2b3a44\",\"date\":\"1970-01-02\","
                    "\"country\":\"AB\",\"word\":\"support\",\"words\":[\"support\"],"
                    "\"words_0\":[],\"markets\":[\"AB\"],\"quantity\":10000000,\"flag\":true,"
                    "\"tag\":0}"),
        STATUS_OK);

    assert_text_equal(sample->text, TEXT("t\0"));
    assert_text_is(sample->id, "i");
    assert_text_is(sample->domain, "éx.org");
    assert_text_is(sample->digits, "007");
    assert_true(guid_equal(sample->guid, (guid){ 0x1f0a7c523c1e4b7eU, 0x9a550d6f1c2b3a44U }));
    assert_int_equal(sample->date.day, 1);
    assert_int_equal(sample->country.number, 1);
    assert_int_equal(sample->word, SERVICE_SUPPORT);
    assert_int_equal(sample->words, BIT(SERVICE_SUPPORT));
    assert_int_equal(sample->words_0, 0);
    assert_true(markets_have(&sample->markets, (country){ 1 }));
    assert_int_equal(sample->quantity, 10000000);
    assert_true(sample->flag);
    assert_int_equal(attempt.reading.present, BIT(COUNT_OF(sample_fields)) - 1);
    attempt_end(&attempt);
}

static void test_exchange_shape__reads_cells_of_every_kind(void **state)
{
    (void)state;

    check_cell("text", TEXT(" a text "), "");
    check_cell("id", TEXT("-"), "");
    check_cell("domain", TEXT("X.example"), "");
    check_cell("digits", TEXT("007"), "");
    check_cell("guid", TEXT("1F0A7C52-3c1e-4b7e-9a55-0d6f1c2b3a44"), "");
    check_cell("date", TEXT("2020-02-29"), "");
    check_cell("country", TEXT("DE"), "");
    check_cell("word", TEXT("billing"), "");
    check_cell("words", TEXT("billing support"), "");
    check_cell("words_0", TEXT("-"), "");
    check_cell("markets", TEXT("DE FR AT"), "");
    check_cell("markets", TEXT("*"), "");
}

static void test_exchange_shape__absent_and_null_are_the_same(void **state)
{
    struct attempt attempt;

    (void)state;
    attempt_begin(&attempt);
    attempt.sample.word = 77;

    assert_int_equal(read_object(&attempt, &pair_shape, "{\"id\":\"x\",\"word\":null}"), STATUS_OK);
    assert_int_equal(attempt.sample.word, 77);
    assert_false(shape_has(&pair_shape, &attempt.reading, offsetof(struct sample, word)));
    assert_true(shape_has(&pair_shape, &attempt.reading, offsetof(struct sample, id)));
    assert_false(shape_has(&pair_shape, &attempt.reading, offsetof(struct sample, date)));
    assert_int_equal(read_object(&attempt, &pair_shape, "{\"id\":\"x\"}"), STATUS_OK);

    assert_false(shape_has(&pair_shape, &attempt.reading, offsetof(struct sample, word)));
    attempt_end(&attempt);
}

static void test_exchange_shape__what_has_to_be_there_is(void **state)
{
    (void)state;

    check_object(&pair_shape, "{}", "3: id: missing; expected a text of 1 to 200 bytes\n");
    check_object(&pair_shape, "{\"tag\":1,\"word\":\"billing\"}",
                 "3: id: missing; expected a text of 1 to 200 bytes\n");
    check_object(&pair_shape, "{\"id\":null}",
                 "3: id: expected a text of 1 to 200 bytes, found null\n");
}

static void test_exchange_shape__has_no_other_keys(void **state)
{
    (void)state;

    check_object(&pair_shape, "{\"id\":\"x\",\"colour\":1}", "3: colour: unknown key of pair\n");
    check_object(&pair_shape, "{\"Id\":\"x\"}", "3: Id: unknown key of pair\n");
    check_object(&pair_shape, "{\"id\\u0000\":\"x\"}", "3: id\\x00: unknown key of pair\n");
    check_object(&pair_shape, "{\"tag\":1,\"tags\":1}", "3: tags: unknown key of pair\n");
}

static void test_exchange_shape__has_no_key_twice(void **state)
{
    (void)state;

    check_object(&pair_shape, "{\"id\":\"x\",\"id\":\"x\"}", "3: id: duplicate key\n");
    check_object(&pair_shape, "{\"word\":null,\"word\":null}", "3: word: duplicate key\n");
    check_object(&pair_shape, "{\"id\":\"x\",\"\\u0069d\":\"y\"}", "3: id: duplicate key\n");
}

/* A JSON object {"name":"xx…"} with so many bytes of text. */
static void check_length(const char *name, size_t length, const char *expected)
{
    struct buffer json = { 0 };

    buffer_add_format(&json, "{\"%s\":\"", name);
    for (size_t i = 0; i < length; i++)
        buffer_add(&json, "x", 1);
    buffer_add(&json, "\"}", 3);

    check_object(&sample_shape, json.bytes, expected);
    buffer_done(&json);
}

#define TEN_X "xxxxxxxxxx"
#define EIGHTY_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X

static void test_exchange_shape__texts_have_a_length(void **state)
{
    (void)state;

    check_length("text", 1, "");
    check_length("text", 1024, "");
    check_length("text", 0, "3: text: expected a text of 1 to 1024 bytes, found \"\"\n");
    check_length("text", 1025,
                 "3: text: expected a text of 1 to 1024 bytes, found \"" EIGHTY_X "…\"\n");
    check_length("id", 200, "");
    check_length("id", 201, "3: id: expected a text of 1 to 200 bytes, found \"" EIGHTY_X "…\"\n");
    check_length("domain", 1024, "");
    check_length("domain", 1025,
                 "3: domain: expected a domain of 1 to 1024 bytes, found \"" EIGHTY_X "…\"\n");
}

/* 512 letters of two bytes that have three in lower case: the room is for that. */
static void test_exchange_shape__domains_may_grow_when_folded(void **state)
{
    struct attempt attempt;
    struct buffer cell = { 0 };

    (void)state;
    attempt_begin(&attempt);
    for (int i = 0; i < 512; i++)
        buffer_add_string(&cell, "\xC8\xBA");

    assert_int_equal(shape_read_cell(&sample_shape, field_number("domain"), buffer_text(&cell),
                                     &attempt.reading, &attempt.sample),
                     STATUS_OK);

    assert_int_equal(attempt.sample.domain.length, 1536);
    buffer_done(&cell);
    attempt_end(&attempt);
}

static void test_exchange_shape__digits_are_digits(void **state)
{
    (void)state;

    check_object(&sample_shape, "{\"digits\":\"12a\"}",
                 "3: digits: expected a text of digits, found \"12a\"\n");
    check_object(&sample_shape, "{\"digits\":12}",
                 "3: digits: expected a text of digits, found 12\n");
    check_cell("digits", TEXT("-1"), "3: digits: expected a text of digits, found \"-1\"\n");
}

static void test_exchange_shape__values_have_their_form(void **state)
{
    (void)state;

    check_object(&sample_shape, "{\"guid\":\"1f0a\"}",
                 "3: guid: expected a GUID (8-4-4-4-12 hexadecimal digits), found \"1f0a\"\n");
    check_object(&sample_shape, "{\"date\":\"2021-02-29\"}",
                 "3: date: expected a real day of the years 0001 to 9999 as YYYY-MM-DD, "
                 "found \"2021-02-29\"\n");
    check_object(&sample_shape, "{\"country\":\"de\"}",
                 "3: country: expected a country of two capital letters, found \"de\"\n");
    check_object(&sample_shape, "{\"word\":\"repair\"}",
                 "3: word: expected one of billing, support, found \"repair\"\n");
    check_cell("guid", TEXT("x"),
               "3: guid: expected a GUID (8-4-4-4-12 hexadecimal digits), found \"x\"\n");
    check_cell("word", TEXT("billing "),
               "3: word: expected one of billing, support, found \"billing \"\n");
}

static void check_quantity_refused(const char *value)
{
    struct attempt attempt;
    struct buffer json = { 0 };

    attempt_begin(&attempt);
    attempt.sample.quantity = 77;
    buffer_add_format(&json, "{\"quantity\":%s}", value);
    buffer_add(&json, "", 1);

    assert_int_equal(read_object(&attempt, &sample_shape, json.bytes), STATUS_INVALID);

    assert_int_equal(attempt.sample.quantity, 77);
    buffer_done(&json);
    attempt_end(&attempt);
}

static void test_exchange_shape__quantities_are_integers_in_digits(void **state)
{
    (void)state;

    check_object(&sample_shape, "{\"quantity\":1}", "");
    check_object(&sample_shape, "{\"quantity\":10000000}", "");
    check_object(&sample_shape, "{\"quantity\":null}", "");
    check_quantity_refused("0");
    check_quantity_refused("10000001");
    check_quantity_refused("100000000");
    check_quantity_refused("4294967297");
    check_quantity_refused("-1");
    check_quantity_refused("1.0");
    check_quantity_refused("1e3");
    check_quantity_refused("\"5\"");
    check_quantity_refused("true");
    check_quantity_refused("[5]");
}

static void test_exchange_shape__flags_are_true_or_false(void **state)
{
    (void)state;

    check_object(&sample_shape, "{\"flag\":false}", "");
    check_object(&sample_shape, "{\"flag\":1}", "3: flag: expected true or false, found 1\n");
    check_object(&sample_shape, "{\"flag\":\"true\"}",
                 "3: flag: expected true or false, found \"true\"\n");
}

static void test_exchange_shape__lists_of_words_have_none_twice(void **state)
{
    const char *some = "3: words: expected a list, none twice, of at least one of billing, "
                       "support, found […]\n";

    (void)state;

    check_object(&sample_shape, "{\"words\":[\"support\",\"billing\"]}", "");
    check_object(&sample_shape, "{\"words\":[]}", some);
    check_object(&sample_shape, "{\"words\":[\"support\",\"support\"]}", some);
    check_object(&sample_shape, "{\"words\":[\"repair\"]}", some);
    check_object(&sample_shape, "{\"words\":[\"support\",null]}", some);
    check_object(&sample_shape, "{\"words\":[[\"support\"]]}", some);
    check_object(&sample_shape, "{\"words\":\"support\"}",
                 "3: words: expected a list, none twice, of at least one of billing, support, "
                 "found \"support\"\n");
}

static void test_exchange_shape__lists_of_words_may_be_empty(void **state)
{
    const char *any = "3: words_0: expected a list, none twice, of billing, support, found […]\n";

    (void)state;

    check_object(&sample_shape, "{\"words_0\":[]}", "");
    check_object(&sample_shape, "{\"words_0\":[\"billing\",\"billing\"]}", any);
    check_object(&sample_shape, "{\"words_0\":{}}",
                 "3: words_0: expected a list, none twice, of billing, support, found {…}\n");
}

static void test_exchange_shape__markets_are_countries_or_everywhere(void **state)
{
    const char *wrong = "3: markets: expected a list of countries of two capital letters, or "
                        "\"*\" alone, found […]\n";

    (void)state;

    check_object(&sample_shape, "{\"markets\":[]}", "");
    check_object(&sample_shape, "{\"markets\":[\"*\"]}", "");
    check_object(&sample_shape, "{\"markets\":[\"DE\",\"DE\"]}", "");
    check_object(&sample_shape, "{\"markets\":[\"*\",\"DE\"]}", wrong);
    check_object(&sample_shape, "{\"markets\":[\"DE\",\"*\"]}", wrong);
    check_object(&sample_shape, "{\"markets\":[\"*\",\"*\"]}", wrong);
    check_object(&sample_shape, "{\"markets\":[\"de\"]}", wrong);
    check_object(&sample_shape, "{\"markets\":[1]}", wrong);
}

static void test_exchange_shape__cells_part_lists_by_single_spaces(void **state)
{
    (void)state;

    check_cell("words", TEXT("billing  support"),
               "3: words: expected a list, none twice, of at least one of billing, support, "
               "found \"billing  support\"\n");
    check_cell("words", TEXT(" billing"),
               "3: words: expected a list, none twice, of at least one of billing, support, "
               "found \" billing\"\n");
    check_cell("words", TEXT("billing "),
               "3: words: expected a list, none twice, of at least one of billing, support, "
               "found \"billing \"\n");
    check_cell("words", TEXT("billing billing"),
               "3: words: expected a list, none twice, of at least one of billing, support, "
               "found \"billing billing\"\n");
    check_cell("words", TEXT("-"),
               "3: words: expected a list, none twice, of at least one of billing, support, "
               "found \"-\"\n");
}

/* "-" is the whole cell of an empty list, and no item of one. */
static void test_exchange_shape__a_hyphen_stands_alone_in_its_cell(void **state)
{
    (void)state;

    check_cell("markets", TEXT("-"), "");
    check_cell("markets", TEXT("- DE"),
               "3: markets: expected a list of countries of two capital letters, or \"*\" alone, "
               "found \"- DE\"\n");
    check_cell("markets", TEXT("DE -"),
               "3: markets: expected a list of countries of two capital letters, or \"*\" alone, "
               "found \"DE -\"\n");
    check_cell("words_0", TEXT("billing -"),
               "3: words_0: expected a list, none twice, of billing, support, "
               "found \"billing -\"\n");
}

static void test_exchange_shape__an_empty_cell_is_null(void **state)
{
    struct attempt attempt;

    (void)state;
    attempt_begin(&attempt);
    attempt.sample.word = 77;

    assert_int_equal(shape_read_cell(&sample_shape, field_number("word"), TEXT(""),
                                     &attempt.reading, &attempt.sample),
                     STATUS_OK);
    assert_int_equal(shape_read_cell(&sample_shape, field_number("markets"), TEXT(""),
                                     &attempt.reading, &attempt.sample),
                     STATUS_OK);

    assert_int_equal(attempt.sample.word, 77);
    assert_int_equal(attempt.reading.present, 0);
    attempt_end(&attempt);
}

static void test_exchange_shape__a_list_begins_anew_each_time(void **state)
{
    struct attempt attempt;

    (void)state;
    attempt_begin(&attempt);

    assert_int_equal(
        read_object(&attempt, &sample_shape, "{\"markets\":[\"AA\"],\"words\":[\"billing\"]}"),
        STATUS_OK);
    assert_int_equal(
        read_object(&attempt, &sample_shape, "{\"markets\":[\"AB\"],\"words\":[\"support\"]}"),
        STATUS_OK);

    assert_false(markets_have(&attempt.sample.markets, (country){ 0 }));
    assert_true(markets_have(&attempt.sample.markets, (country){ 1 }));
    assert_int_equal(attempt.sample.words, BIT(SERVICE_SUPPORT));
    attempt_end(&attempt);
}

static void test_exchange_shape__every_kind_is_described(void **state)
{
    (void)state;

    for (unsigned kind = 0; kind < FIELD_KIND_COUNT; kind++) {
        const struct phrase *phrase = field_kind_phrase((enum field_kind)kind);

        assert_true(strlen(phrase->in[LANGUAGE_EN]) > 0);
        assert_true(strlen(phrase->in[LANGUAGE_FR]) > 0);
    }
}

/* No file of a world has them, but options do. */
static void test_exchange_shape__reads_numbers_and_flags_as_text(void **state)
{
    (void)state;

    check_cell("quantity", TEXT("10"), "");
    check_cell("quantity", TEXT("010"),
               "3: quantity: expected an integer from 1 to 10000000 in digits, found \"010\"\n");
    check_cell("flag", TEXT("true"), "");
    check_cell("flag", TEXT("false"), "");
    check_cell("flag", TEXT("yes"), "3: flag: expected true or false, found \"yes\"\n");
}

int test_exchange_shape(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_shape__reads_every_kind_of_json),
        cmocka_unit_test(test_exchange_shape__reads_cells_of_every_kind),
        cmocka_unit_test(test_exchange_shape__absent_and_null_are_the_same),
        cmocka_unit_test(test_exchange_shape__what_has_to_be_there_is),
        cmocka_unit_test(test_exchange_shape__has_no_other_keys),
        cmocka_unit_test(test_exchange_shape__has_no_key_twice),
        cmocka_unit_test(test_exchange_shape__texts_have_a_length),
        cmocka_unit_test(test_exchange_shape__domains_may_grow_when_folded),
        cmocka_unit_test(test_exchange_shape__digits_are_digits),
        cmocka_unit_test(test_exchange_shape__values_have_their_form),
        cmocka_unit_test(test_exchange_shape__quantities_are_integers_in_digits),
        cmocka_unit_test(test_exchange_shape__flags_are_true_or_false),
        cmocka_unit_test(test_exchange_shape__lists_of_words_have_none_twice),
        cmocka_unit_test(test_exchange_shape__lists_of_words_may_be_empty),
        cmocka_unit_test(test_exchange_shape__markets_are_countries_or_everywhere),
        cmocka_unit_test(test_exchange_shape__cells_part_lists_by_single_spaces),
        cmocka_unit_test(test_exchange_shape__a_hyphen_stands_alone_in_its_cell),
        cmocka_unit_test(test_exchange_shape__an_empty_cell_is_null),
        cmocka_unit_test(test_exchange_shape__a_list_begins_anew_each_time),
        cmocka_unit_test(test_exchange_shape__every_kind_is_described),
        cmocka_unit_test(test_exchange_shape__reads_numbers_and_flags_as_text),
    };

    return cmocka_run_group_tests_name("exchange/shape", tests, NULL, NULL);
}
