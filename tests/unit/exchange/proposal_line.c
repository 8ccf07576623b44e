/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/proposal_line.h"

#include <stdlib.h>

#include "base/lines.h"
#include "exchange/world.h"
#include "unit/exchange/suites.h"
#include "unit/small_world.h"
#include "unit/test.h"

static struct book *book;

static int read_small_world(void **state)
{
    struct world_source source = { .path = "small" };
    struct buffer problems = { 0 };

    (void)state;

    return world_read_bytes(&source, text_of(small_world), &problems, &book) == STATUS_OK ? 0 : 1;
}

static int free_small_world(void **state)
{
    (void)state;

    book_free(book);
    return 0;
}

/* The brief form of a line judged as line 5, under the programme. */
static void check_line_in(enum language language, struct text line, const char *expected)
{
    struct line_judge judge;
    struct line_outcome outcome;
    struct buffer written = { 0 };

    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, language), STATUS_OK);

    assert_int_equal(line_judge_line(&judge, line, 5, &outcome), STATUS_OK);
    outcome_write_json(&written, &outcome);

    assert_buffer_is(&written, expected);
    buffer_done(&written);
    line_judge_done(&judge);
}

static void check_line(struct text line, const char *expected)
{
    check_line_in(LANGUAGE_EN, line, expected);
}

#define ENGAGE                                                                                     \
    "\"act\":\"engage_partner\",\"date\":\"2022-05-12\",\"partner\":\"" ALDER_ID                   \
    "\",\"customer\":\"" CEDAR_ID "\"}"

static void test_exchange_proposal_line__judges_every_act(void **state)
{
    struct line_judge judge;
    struct text rest = text_of(small_proposals);
    struct text line;
    struct buffer written = { 0 };

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);

    for (uint64_t number = 1; line_cut(&rest, &line); number++) {
        struct line_outcome outcome;

        assert_int_equal(line_judge_line(&judge, line, number, &outcome), STATUS_OK);
        outcome_write_json(&written, &outcome);
    }

    assert_buffer_is(&written,
                     "{\"id\":\"p1\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p2\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p3\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p4\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p5\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p6\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p7\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p8\",\"verdict\":\"supported\",\"findings\":[]}\n"
                     "{\"id\":\"p9\",\"error\":\"line 9: date: expected a real day of the years "
                     "0001 to 9999 as YYYY-MM-DD, found \\\"2022-02-29\\\"\"}\n");
    buffer_done(&written);
    line_judge_done(&judge);
}

static void test_exchange_proposal_line__writes_findings_in_order(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"act\":\"place_order\",\"date\":\"2019-01-01\","
                    "\"seller\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID
                    "\",\"provider\":\"" PINE_ID "\",\"offer\":\"ALPINE\"}"),
               "{\"id\":\"x\",\"verdict\":\"not_supported\",\"findings\":["
               "\"chain-of-sale:reseller\",\"customer-relationship-active:provider\","
               "\"enrolled-in-role:provider\",\"indirect-relationship-active\","
               "\"offer-sold-in-market\",\"onboarded:reseller\"]}\n");
}

static void test_exchange_proposal_line__takes_the_profile(void **state)
{
    struct line_judge judge;
    struct line_outcome outcome;
    struct buffer written = { 0 };

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_ARTICLE, 0 }, LANGUAGE_EN),
        STATUS_OK);

    assert_int_equal(
        line_judge_line(&judge,
                        TEXT("{\"id\":\"x\",\"act\":\"end_indirect_relationship\","
                             "\"date\":\"2022-05-12\",\"provider\":\"" PINE_ID
                             "\",\"reseller\":\"" ROWAN_ID "\",\"requested_by\":\"provider\"}"),
                        1, &outcome),
        STATUS_OK);
    outcome_write_json(&written, &outcome);

    assert_buffer_is(&written, "{\"id\":\"x\",\"verdict\":\"not_supported\","
                               "\"findings\":[\"ending-through-support\"]}\n");
    buffer_done(&written);
    line_judge_done(&judge);
}

static void test_exchange_proposal_line__writes_ids_back(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"\\u00e9\\/\\u2028\\u0001\\n\\\"\\\\\\u007f\"," ENGAGE),
               "{\"id\":\"é/\xE2\x80\xA8\\u0001\\n\\\"\\\\\x7f\",\"verdict\":\"supported\","
               "\"findings\":[]}\n");
    check_line(TEXT("{\"id\":\"\\u0000\"," ENGAGE),
               "{\"id\":\"\\u0000\",\"verdict\":\"supported\",\"findings\":[]}\n");
}

/* An id of so many bytes. */
static void check_id_length(unsigned length, bool is_valid)
{
    struct line_judge judge;
    struct line_outcome outcome;
    struct buffer line = { 0 };

    buffer_add_string(&line, "{\"id\":\"");
    for (unsigned i = 0; i < length; i++)
        buffer_add(&line, "x", 1);
    buffer_add_string(&line, "\"," ENGAGE);
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);

    assert_int_equal(line_judge_line(&judge, buffer_text(&line), 5, &outcome), STATUS_OK);

    assert_int_equal(outcome.has_id, is_valid);
    assert_int_equal(outcome.error.length == 0, is_valid);
    buffer_done(&line);
    line_judge_done(&judge);
}

static void test_exchange_proposal_line__ids_have_a_length(void **state)
{
    (void)state;

    check_id_length(0, false);
    check_id_length(1, true);
    check_id_length(200, true);
    check_id_length(201, false);
}

static void test_exchange_proposal_line__an_error_has_the_id_of_its_line(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"act\":\"sell\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: act: expected one of place_order, "
               "establish_indirect_relationship, establish_customer_relationship, "
               "associate_partner_id, engage_partner, end_indirect_relationship, enroll, "
               "found \\\"sell\\\"\"}\n");
    check_line(TEXT("{\"colour\":1,\"act\":\"enroll\",\"id\":\"x\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: colour: unknown key of enroll\"}\n");
}

static void test_exchange_proposal_line__an_error_may_have_no_id(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"id\":\"x\"," ENGAGE),
               "{\"id\":null,\"error\":\"line 5: id: duplicate key\"}\n");
    check_line(TEXT("{\"id\":7," ENGAGE),
               "{\"id\":null,\"error\":\"line 5: id: expected a text of 1 to 200 bytes, "
               "found 7\"}\n");
    check_line(TEXT("{" ENGAGE),
               "{\"id\":null,\"error\":\"line 5: id: missing; expected a text of 1 to 200 "
               "bytes\"}\n");
    check_line(TEXT("[\"id\"]"), "{\"id\":null,\"error\":\"line 5: expected one JSON object\"}\n");
    check_line(TEXT(""), "{\"id\":null,\"error\":\"line 5: expected one JSON object; not JSON at "
                         "byte 1\"}\n");
    check_line(TEXT("\xFF"), "{\"id\":null,\"error\":\"line 5: not valid UTF-8\"}\n");
}

static void test_exchange_proposal_line__tells_of_unknown_names(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"act\":\"engage_partner\",\"date\":\"2022-05-12\","
                    "\"partner\":\"99999999-9999-4999-8999-999999999999\","
                    "\"customer\":\"" CEDAR_ID "\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: partner: unknown tenant "
               "\\\"99999999-9999-4999-8999-999999999999\\\"\"}\n");
    check_line(TEXT("{\"id\":\"x\",\"act\":\"place_order\",\"date\":\"2022-05-12\","
                    "\"seller\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID
                    "\",\"offer\":\"none\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: offer: unknown offer \\\"none\\\"\"}\n");
}

/* What an order may not have beside what it has. */
static void test_exchange_proposal_line__keys_are_those_of_the_act(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"reseller\":\"" ROWAN_ID "\"," ENGAGE),
               "{\"id\":\"x\",\"error\":\"line 5: reseller: unknown key of engage_partner\"}\n");
    check_line(TEXT("{\"id\":\"x\",\"act\":\"engage_partner\",\"date\":\"2022-05-12\","
                    "\"partner\":\"" ALDER_ID "\",\"customer\":null}"),
               "{\"id\":\"x\",\"error\":\"line 5: customer: expected a GUID (8-4-4-4-12 "
               "hexadecimal digits), found null\"}\n");
    check_line(TEXT("{\"id\":\"x\",\"act\":\"engage_partner\",\"date\":\"2022-05-12\","
                    "\"partner\":\"" ALDER_ID "\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: customer: missing; expected a GUID "
               "(8-4-4-4-12 hexadecimal digits)\"}\n");
}

static struct text text_in(yyjson_val *string)
{
    return text_at(yyjson_get_str(string), yyjson_get_len(string));
}

/* The object without one of its members. */
static void write_without(yyjson_val *object, size_t left_out, struct buffer *line)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    buffer_add_string(line, "{");
    yyjson_obj_foreach (object, index, count, key, value) {
        size_t length = 0;
        char *text = yyjson_val_write(value, YYJSON_WRITE_NOFLAG, &length);

        assert_non_null(text);
        if (index != left_out) {
            buffer_add_string(line, line->length > 1 ? "," : "");
            buffer_add_json(line, text_in(key));
            buffer_add_string(line, ":");
            buffer_add(line, text, length);
        }
        free(text);
    }
    buffer_add_string(line, "}");
}

static bool may_be_absent(struct text key)
{
    return text_is(key, "provider") || text_is(key, "offer") || text_is(key, "quantity");
}

/* Judges the line without each of its keys in turn; gives the number of keys. */
static size_t check_each_key(struct line_judge *judge, struct json_reader *json, struct text line)
{
    yyjson_val *object = NULL;
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    assert_int_equal(json_read_object(json, line, 1, NULL, &object), STATUS_OK);
    yyjson_obj_foreach (object, index, count, key, value) {
        bool is_order = text_is(text_in(yyjson_obj_get(object, "act")), "place_order");
        struct buffer shorter = { 0 };
        struct buffer expected = { 0 };
        struct line_outcome outcome;

        write_without(object, index, &shorter);
        buffer_add_string(&expected, "line 5: ");
        buffer_add_text(&expected, text_in(key));
        buffer_add_string(&expected, ": missing; ");
        assert_int_equal(line_judge_line(judge, buffer_text(&shorter), 5, &outcome), STATUS_OK);
        if (is_order && may_be_absent(text_in(key))) {
            assert_int_equal(outcome.error.length, 0);
        } else {
            assert_true(outcome.error.length > expected.length);
            assert_text_equal(text_at(outcome.error.bytes, expected.length),
                              buffer_text(&expected));
        }
        buffer_done(&shorter);
        buffer_done(&expected);
    }
    return count;
}

/* But for what an order may lack, no act does without any of its keys. */
static void test_exchange_proposal_line__every_key_has_to_be_there(void **state)
{
    struct line_judge judge;
    struct json_reader json;
    struct text rest = text_of(small_proposals);
    struct text line;
    size_t key_count = 0;

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);
    assert_int_equal(json_reader_init(&json), STATUS_OK);

    for (int act_line = 0; act_line < 8 && line_cut(&rest, &line); act_line++)
        key_count += check_each_key(&judge, &json, line);

    assert_int_equal(key_count, 8 + 7 + 5 + 5 + 7 + 5 + 6 + 6);
    json_reader_done(&json);
    line_judge_done(&judge);
}

static void test_exchange_proposal_line__optional_fields_may_be_null(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"act\":\"place_order\",\"date\":\"2022-05-12\","
                    "\"seller\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID
                    "\",\"provider\":null,\"offer\":null,\"quantity\":null}"),
               "{\"id\":\"x\",\"verdict\":\"supported\",\"findings\":[]}\n");
}

static void test_exchange_proposal_line__speaks_french(void **state)
{
    (void)state;

    check_line_in(LANGUAGE_FR, TEXT("[]"),
                  "{\"id\":null,\"error\":\"ligne 5 : un objet JSON attendu\"}\n");
    check_line_in(LANGUAGE_FR, TEXT("{\"id\":\"x\",\"colour\":1,\"act\":\"enroll\"}"),
                  "{\"id\":\"x\",\"error\":\"ligne 5 : colour : clé inconnue de enroll\"}\n");
}

static void test_exchange_proposal_line__an_error_disarms_what_it_shows(void **state)
{
    (void)state;

    check_line(TEXT("{\"id\":\"x\",\"\\u001b[2J\":1,\"act\":\"enroll\"}"),
               "{\"id\":\"x\",\"error\":\"line 5: \\\\x1B[2J: unknown key of enroll\"}\n");
}

static void test_exchange_proposal_line__may_be_too_long(void **state)
{
    struct line_judge judge;
    struct line_outcome outcome;
    struct buffer written = { 0 };

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);

    assert_int_equal(line_judge_read_too_long(&judge, 12), STATUS_OK);
    assert_int_equal(line_judge_decide(&judge, 0, &outcome), STATUS_OK);
    outcome_write_json(&written, &outcome);

    assert_buffer_is(&written, "{\"id\":null,\"error\":\"line 12: expected a line of at most "
                               "1048576 bytes\"}\n");
    buffer_done(&written);
    line_judge_done(&judge);
}

/* Nothing of one line is left in the next: neither id, nor error, nor optional field. */
static void test_exchange_proposal_line__lines_stand_alone(void **state)
{
    struct line_judge judge;
    struct line_outcome outcome;
    struct text order = TEXT("{\"id\":\"x\",\"act\":\"place_order\",\"date\":\"2022-05-12\","
                             "\"seller\":\"" ALDER_ID "\",\"customer\":\"" CEDAR_ID "\"}");
    struct text indirect = TEXT("{\"id\":\"y\",\"act\":\"place_order\",\"date\":\"2022-05-12\","
                                "\"provider\":\"" PINE_ID "\",\"seller\":\"" ROWAN_ID
                                "\",\"customer\":\"" CEDAR_ID "\",\"offer\":\"SUITE\"}");

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);

    assert_int_equal(line_judge_line(&judge, indirect, 1, &outcome), STATUS_OK);
    assert_true(outcome.proposal.has_provider && outcome.proposal.has_offer);
    assert_int_equal(line_judge_line(&judge, TEXT("[]"), 2, &outcome), STATUS_OK);
    assert_true(outcome.error.length > 0);
    assert_false(outcome.has_id);
    assert_int_equal(line_judge_line(&judge, order, 3, &outcome), STATUS_OK);

    assert_int_equal(outcome.error.length, 0);
    assert_text_is(outcome.id, "x");
    assert_false(outcome.proposal.has_provider);
    assert_false(outcome.proposal.has_offer);
    assert_int_equal(outcome.proposal.quantity, 0);
    assert_true(decision_is_supported(&outcome.decision));
    line_judge_done(&judge);
}

static void test_exchange_proposal_line__an_object_is_judged_like_its_line(void **state)
{
    struct line_judge judge;
    struct json_reader json;
    struct line_outcome outcome;
    yyjson_val *object = NULL;
    struct buffer written = { 0 };

    (void)state;
    assert_int_equal(
        line_judge_init(&judge, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);
    assert_int_equal(json_reader_init(&json), STATUS_OK);
    assert_int_equal(json_read_object(&json, TEXT("{\"id\":\"x\"," ENGAGE), 5, NULL, &object),
                     STATUS_OK);

    assert_int_equal(line_judge_read_object(&judge, object, 5), STATUS_OK);
    assert_int_equal(line_judge_decide(&judge, 0, &outcome), STATUS_OK);
    outcome_write_json(&written, &outcome);

    assert_buffer_is(&written, "{\"id\":\"x\",\"verdict\":\"supported\",\"findings\":[]}\n");
    buffer_done(&written);
    json_reader_done(&json);
    line_judge_done(&judge);
}

/* The line of the batch has the outcome that it has alone. */
static void check_same_outcome(struct line_judge *batch, size_t index, struct line_judge *alone,
                               struct text line)
{
    struct line_outcome outcome;
    struct buffer written = { 0 };
    struct buffer expected = { 0 };

    assert_int_equal(line_judge_decide(batch, index, &outcome), STATUS_OK);
    outcome_write_json(&written, &outcome);
    assert_int_equal(line_judge_line(alone, line, index + 1, &outcome), STATUS_OK);
    outcome_write_json(&expected, &outcome);

    assert_text_equal(buffer_text(&written), buffer_text(&expected));
    buffer_done(&written);
    buffer_done(&expected);
}

/* What a batch is looked up together for does not mix its lines, in whatever order they end. */
static void test_exchange_proposal_line__a_batch_is_judged_like_its_lines(void **state)
{
    struct line_judge batch;
    struct line_judge alone;
    struct text lines[BOOK_BATCH];
    struct text rest = text_of(small_proposals);
    size_t count = 0;

    (void)state;
    assert_int_equal(
        line_judge_init(&batch, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);
    assert_int_equal(
        line_judge_init(&alone, book, (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
        STATUS_OK);
    while (count < BOOK_BATCH && line_cut(&rest, &lines[count]))
        count++;
    while (count < BOOK_BATCH)
        lines[count++] = TEXT("{\"id\":\"x\"," ENGAGE);

    for (int round = 0; round < 2; round++) {
        line_judge_clear(&batch);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(line_judge_read(&batch, lines[i], i + 1), STATUS_OK);
        line_judge_warm(&batch);
        for (size_t i = count; i > 0; i--)
            check_same_outcome(&batch, i - 1, &alone, lines[i - 1]);
    }
    line_judge_done(&batch);
    line_judge_done(&alone);
}

int test_exchange_proposal_line(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exchange_proposal_line__judges_every_act),
        cmocka_unit_test(test_exchange_proposal_line__writes_findings_in_order),
        cmocka_unit_test(test_exchange_proposal_line__takes_the_profile),
        cmocka_unit_test(test_exchange_proposal_line__writes_ids_back),
        cmocka_unit_test(test_exchange_proposal_line__ids_have_a_length),
        cmocka_unit_test(test_exchange_proposal_line__an_error_has_the_id_of_its_line),
        cmocka_unit_test(test_exchange_proposal_line__an_error_may_have_no_id),
        cmocka_unit_test(test_exchange_proposal_line__tells_of_unknown_names),
        cmocka_unit_test(test_exchange_proposal_line__keys_are_those_of_the_act),
        cmocka_unit_test(test_exchange_proposal_line__every_key_has_to_be_there),
        cmocka_unit_test(test_exchange_proposal_line__optional_fields_may_be_null),
        cmocka_unit_test(test_exchange_proposal_line__speaks_french),
        cmocka_unit_test(test_exchange_proposal_line__an_error_disarms_what_it_shows),
        cmocka_unit_test(test_exchange_proposal_line__may_be_too_long),
        cmocka_unit_test(test_exchange_proposal_line__lines_stand_alone),
        cmocka_unit_test(test_exchange_proposal_line__an_object_is_judged_like_its_line),
        cmocka_unit_test(test_exchange_proposal_line__a_batch_is_judged_like_its_lines),
    };

    return cmocka_run_group_tests_name("exchange/proposal_line", tests, read_small_world,
                                       free_small_world);
}
