/* SPDX-License-Identifier: Apache-2.0 */
/* What every function does with arguments that it cannot use, and every text that it gives. */
#include <stdlib.h>
#include <string.h>

#include "lib/sample.h"
#include "rulebook/decision.h"
#include "rulebook/statement.h"

enum {
    NO_SUCH_VALUE = 77,
    LONGEST = 1024 * 1024 /* bytes that a line may have */
};

static const enum aval_profile no_profile = (enum aval_profile)NO_SUCH_VALUE;
static const enum aval_language no_language = (enum aval_language)NO_SUCH_VALUE;

/* What the tests of arguments share. */
struct given {
    struct sample *sample;
    aval_world *world;
    aval_problems *problems;
    const struct aval_proposal *proposal;
    struct aval_request request;
    struct aval_decision decision;
};

static int set_up(void **state)
{
    struct given *given = calloc(1, sizeof(*given));

    given->sample = sample_new();
    given->world = sample_open(given->sample);
    given->problems = aval_problems_new(AVAL_ENGLISH);
    given->proposal = &given->sample->asked[0].proposal;
    assert_int_equal(aval_resolve(given->world, given->proposal, NULL, &given->request), AVAL_OK);
    given->decision.finding_count = NO_SUCH_VALUE;
    *state = given;
    return 0;
}

static int tear_down(void **state)
{
    struct given *given = *state;

    assert_int_equal(given->decision.finding_count, NO_SUCH_VALUE);
    aval_problems_free(given->problems);
    aval_world_close(given->world);
    sample_free(given->sample);
    free(given);
    return 0;
}

#define CHECK_MISSING(call, argument)                                                              \
    do {                                                                                           \
        assert_int_equal(call, AVAL_INVALID);                                                      \
        assert_string_equal(aval_problems_text(given->problems),                                   \
                            argument ": the argument is missing (NULL)");                          \
    } while (0)

static void test_worlds_are_asked_for_what_is_missing(void **state)
{
    struct given *given = *state;
    aval_problems *problems = given->problems;
    aval_world *world = NULL;

    CHECK_MISSING(aval_world_open(NULL, problems, &world), "path");
    CHECK_MISSING(aval_world_open("x", problems, NULL), "out_world");
    CHECK_MISSING(aval_world_open_bytes(NULL, "", 0, problems, &world), "name");
    CHECK_MISSING(aval_world_open_bytes("x", NULL, 1, problems, &world), "bytes");
    CHECK_MISSING(aval_world_open_bytes("x", "", 0, problems, NULL), "out_world");
    CHECK_MISSING(aval_world_add(NULL, "{}", problems), "world");
    CHECK_MISSING(aval_world_add(given->world, NULL, problems), "fact");
    CHECK_MISSING(aval_world_remove(NULL, "{}", problems), "world");
    CHECK_MISSING(aval_world_remove(given->world, NULL, problems), "fact");
    assert_int_equal(aval_world_open(NULL, NULL, &world), AVAL_INVALID);
    assert_int_equal(aval_world_add(NULL, NULL, NULL), AVAL_INVALID);
    assert_null(world);
    aval_world_close(NULL);
}

static void test_judging_asks_for_what_is_missing(void **state)
{
    struct given *given = *state;
    aval_problems *problems = given->problems;
    aval_world *world = given->world;
    const struct aval_proposal *proposal = given->proposal;
    struct aval_decision *decision = &given->decision;
    struct aval_request request = { { NO_SUCH_VALUE } };

    CHECK_MISSING(aval_judge(NULL, AVAL_ARTICLE, proposal, problems, decision), "world");
    CHECK_MISSING(aval_judge(world, AVAL_ARTICLE, NULL, problems, decision), "proposal");
    CHECK_MISSING(aval_judge(world, AVAL_ARTICLE, proposal, problems, NULL), "out_decision");
    CHECK_MISSING(aval_resolve(NULL, proposal, problems, &request), "world");
    CHECK_MISSING(aval_resolve(world, NULL, problems, &request), "proposal");
    CHECK_MISSING(aval_resolve(world, proposal, problems, NULL), "out_request");
    assert_int_equal(request.words[0], NO_SUCH_VALUE);
    assert_int_equal(aval_judge(world, no_profile, proposal, problems, decision), AVAL_INVALID);
    assert_string_equal(aval_problems_text(problems),
                        "profile: the argument is not a value of its list");
    assert_int_equal(aval_judge(NULL, AVAL_ARTICLE, NULL, NULL, NULL), AVAL_INVALID);
    assert_int_equal(aval_resolve(NULL, NULL, NULL, NULL), AVAL_INVALID);
}

static void test_requests_are_of_their_world(void **state)
{
    struct given *given = *state;
    aval_world *world = given->world;
    struct aval_decision *decision = &given->decision;
    struct aval_request none = { { 0 } };
    aval_world *other = sample_open(given->sample);

    assert_int_equal(aval_judge_request(NULL, AVAL_ARTICLE, &given->request, decision),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_request(world, no_profile, &given->request, decision),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_request(world, AVAL_ARTICLE, NULL, decision), AVAL_INVALID);
    assert_int_equal(aval_judge_request(world, AVAL_ARTICLE, &given->request, NULL), AVAL_INVALID);
    assert_int_equal(aval_judge_request(world, AVAL_ARTICLE, &none, decision), AVAL_INVALID);
    assert_int_equal(aval_judge_request(other, AVAL_ARTICLE, &given->request, decision),
                     AVAL_INVALID);
    for (size_t i = 0; i < sizeof(none) * 8; i++) {
        struct aval_request spoilt = given->request;

        spoilt.words[i / 64] ^= UINT64_C(1) << (i % 64);
        assert_int_equal(aval_judge_request(world, AVAL_ARTICLE, &spoilt, decision), AVAL_INVALID);
    }
    aval_world_close(other);
}

static void test_several_are_judged_or_none(void **state)
{
    struct given *given = *state;
    aval_world *world = given->world;
    struct aval_request requests[2] = { given->request, { { 0 } } };
    struct aval_decision decisions[2] = { given->decision, given->decision };
    struct aval_result results[1] = { { .status = (enum aval_status)NO_SUCH_VALUE } };

    assert_int_equal(aval_judge_requests(world, AVAL_ARTICLE, requests, 2, decisions),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_requests(world, no_profile, requests, 1, decisions), AVAL_INVALID);
    assert_int_equal(aval_judge_requests(NULL, AVAL_ARTICLE, requests, 1, decisions), AVAL_INVALID);
    assert_int_equal(aval_judge_requests(world, AVAL_ARTICLE, NULL, 1, decisions), AVAL_INVALID);
    assert_int_equal(aval_judge_requests(world, AVAL_ARTICLE, requests, 1, NULL), AVAL_INVALID);
    assert_int_equal(aval_judge_requests(world, AVAL_ARTICLE, NULL, 0, NULL), AVAL_OK);
    assert_int_equal(decisions[0].finding_count, NO_SUCH_VALUE);
    assert_int_equal(aval_judge_proposals(NULL, AVAL_ARTICLE, given->proposal, 1, results),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_proposals(world, no_profile, given->proposal, 1, results),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_proposals(world, AVAL_ARTICLE, NULL, 1, results), AVAL_INVALID);
    assert_int_equal(aval_judge_proposals(world, AVAL_ARTICLE, given->proposal, 1, NULL),
                     AVAL_INVALID);
    assert_int_equal(aval_judge_proposals(world, AVAL_ARTICLE, NULL, 0, NULL), AVAL_OK);
    assert_int_equal(results[0].status, NO_SUCH_VALUE);
}

static enum aval_status judge_json(aval_world *world, const char *text, struct aval_answer *answer)
{
    struct aval_line line = { text, strlen(text), 3 };

    return aval_judge_json(world, AVAL_PROGRAMME, &line, answer);
}

static void test_lines_that_cannot_be_judged(void **state)
{
    struct given *given = *state;
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_line line = { "{}", 2, 1 };
    struct aval_line no_bytes = { NULL, 1, 1 };
    struct aval_answer answer = { room, sizeof(room), NO_SUCH_VALUE };
    struct aval_answer no_room = { NULL, sizeof(room), NO_SUCH_VALUE };

    assert_int_equal(aval_judge_json(NULL, AVAL_ARTICLE, &line, &answer), AVAL_INVALID);
    assert_int_equal(aval_judge_json(given->world, no_profile, &line, &answer), AVAL_INVALID);
    assert_int_equal(aval_judge_json(given->world, AVAL_ARTICLE, NULL, &answer), AVAL_INVALID);
    assert_int_equal(aval_judge_json(given->world, AVAL_ARTICLE, &no_bytes, &answer), AVAL_INVALID);
    assert_int_equal(aval_judge_json(given->world, AVAL_ARTICLE, &line, NULL), AVAL_INVALID);
    assert_int_equal(aval_judge_json(given->world, AVAL_ARTICLE, &line, &no_room), AVAL_INVALID);
    assert_int_equal(judge_json(given->world, "{}\n{}", &answer), AVAL_INVALID);
    assert_int_equal(answer.length, NO_SUCH_VALUE);
}

static void test_lines_of_every_kind(void **state)
{
    static const char *const blank[] = { "", "\n", "\r\n", " \t ", " \r\n" };
    struct given *given = *state;
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), NO_SUCH_VALUE };

    for (size_t i = 0; i < COUNT_OF(blank); i++) {
        room[0] = 'x';
        answer.length = NO_SUCH_VALUE;
        assert_int_equal(judge_json(given->world, blank[i], &answer), AVAL_OK);
        assert_int_equal(answer.length, 0);
        assert_string_equal(room, "");
    }
    assert_int_equal(judge_json(given->world, "[]\r\n", &answer), AVAL_OK);
    assert_string_equal(room, "{\"id\":null,\"error\":\"line 3: expected one JSON object\"}\n");
    answer.capacity = strlen(room);
    answer.length = NO_SUCH_VALUE;
    assert_int_equal(judge_json(given->world, "[]", &answer), AVAL_NO_ROOM);
    assert_int_equal(answer.length, NO_SUCH_VALUE);
    answer.capacity++;
    assert_int_equal(judge_json(given->world, "[]", &answer), AVAL_OK);
    assert_int_equal(answer.length, strlen(room));
    answer.capacity = 0;
    assert_int_equal(judge_json(given->world, "", &answer), AVAL_NO_ROOM);
}

/* The longest answers that there can be still fit. */
static void test_the_longest_answers(void **state)
{
    struct given *given = *state;
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };
    struct buffer line = { 0 };

    buffer_add_string(&line, "{\"id\":\"");
    for (unsigned i = 0; i < 200; i++)
        buffer_add_string(&line, "\\u0001");
    buffer_add_string(&line, "\",\"act\":\"");
    for (unsigned i = 0; i < 100; i++)
        buffer_add_string(&line, "\\u0001");
    buffer_add(&line, "\"}", 3);
    assert_int_equal(judge_json(given->world, line.bytes, &answer), AVAL_OK);
    assert_true(answer.length > 1700 && answer.length < sizeof(room));
    buffer_clear(&line);
    buffer_add_string(&line, "{\"id\":\"");
    while (line.length < LONGEST - 1)
        buffer_add_string(&line, "x");
    buffer_add(&line, "\"}", 3);
    assert_int_equal(judge_json(given->world, line.bytes, &answer), AVAL_OK);
    assert_string_equal(room, "{\"id\":null,\"error\":\"line 3: expected a line of at most 1048576 "
                              "bytes\"}\n");
    line.bytes[LONGEST - 2] = '"';
    line.bytes[LONGEST - 1] = '}';
    line.bytes[LONGEST] = '\0';
    assert_int_equal(judge_json(given->world, line.bytes, &answer), AVAL_OK);
    assert_string_equal(room, "{\"id\":null,\"error\":\"line 3: act: missing; expected one of "
                              "place_order, establish_indirect_relationship, "
                              "establish_customer_relationship, associate_partner_id, "
                              "engage_partner, end_indirect_relationship, enroll\"}\n");
    buffer_done(&line);
}

/* The same line with spaces at its end, on both sides of every limit. */
static void test_lines_of_every_length(void **state)
{
    static const size_t lengths[] = { 2000, 2047, 2048, 2049, 2050, 8000, 100000, LONGEST };
    struct given *given = *state;
    const struct asked *asked = &given->sample->asked[0];
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };
    char *text = malloc(LONGEST + 1);
    size_t length = strlen(asked->line);

    memset(text, ' ', LONGEST);
    memcpy(text, asked->line, length);
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        assert_true(length <= lengths[i]);
        text[lengths[i]] = '\0';
        assert_int_equal(judge_json(given->world, text, &answer), AVAL_OK);
        assert_string_equal(room, asked->answers[AVAL_PROGRAMME]);
        text[lengths[i]] = ' ';
    }
    free(text);
}

static void test_statuses_and_versions(void **state)
{
    (void)state;
    for (unsigned status = AVAL_OK; status <= AVAL_NO_ROOM; status++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            assert_true(strlen(aval_status_meaning((enum aval_status)status,
                                                   (enum aval_language)language)) > 0);
    assert_string_equal(aval_status_meaning(AVAL_NO_MEMORY, AVAL_ENGLISH), "memory ran out");
    assert_string_equal(aval_status_meaning((enum aval_status)(AVAL_NO_ROOM + 1), AVAL_ENGLISH),
                        "");
    assert_string_equal(aval_status_meaning(AVAL_OK, no_language), "");
    assert_null(aval_problems_new(no_language));
    aval_problems_free(NULL);
    assert_string_equal(aval_problems_text(NULL), "");
    assert_string_equal(aval_version(), AVAL_VERSION);
    assert_string_equal(aval_version(), getenv("AVAL_PROJECT_VERSION"));
    assert_string_equal(aval_rulebook_version(), RULEBOOK_VERSION);
}

static void check_message(struct aval_finding finding, enum aval_language language)
{
    struct buffer expected = { 0 };
    char text[AVAL_FINDING_BYTES_MAX];
    char cut[AVAL_FINDING_BYTES_MAX];
    size_t length = aval_finding_message(finding, language, text, sizeof(text));

    finding_write_message(
        &expected,
        (struct finding){ (enum rule_name)finding.rule, (enum position)finding.position },
        (enum language)language);
    buffer_add(&expected, "", 1);
    assert_string_equal(text, expected.bytes);
    assert_int_equal(length, strlen(text));
    assert_true(length > 0 && length < sizeof(text));
    for (size_t capacity = 1; capacity <= length; capacity++) {
        size_t cut_length = 0;

        memset(cut, 'x', sizeof(cut));
        assert_int_equal(aval_finding_message(finding, language, cut, capacity), length);
        cut_length = strlen(cut);
        assert_true(cut_length + 4 >= capacity && cut_length < capacity);
        assert_memory_equal(cut, text, cut_length);
        assert_true(text_is_utf8(text_of(cut)));
        assert_int_equal(cut[capacity], 'x');
    }
    buffer_done(&expected);
}

static void check_name(struct aval_finding finding)
{
    struct buffer expected = { 0 };
    char text[AVAL_FINDING_BYTES_MAX];

    finding_write_name(&expected, (struct finding){ (enum rule_name)finding.rule,
                                                    (enum position)finding.position });
    buffer_add(&expected, "", 1);
    assert_int_equal(aval_finding_name(finding, text, sizeof(text)), expected.length - 1);
    assert_string_equal(text, expected.bytes);
    assert_int_equal(aval_finding_name(finding, NULL, 0), expected.length - 1);
    assert_int_equal(aval_finding_name(finding, NULL, 7), expected.length - 1);
    assert_int_equal(aval_finding_name(finding, text, 5), expected.length - 1);
    assert_int_equal(strlen(text), 4);
    buffer_done(&expected);
}

static void test_names_and_messages_of_findings(void **state)
{
    struct aval_finding none = { (uint16_t)aval_rule_count(), 0 };
    struct aval_finding nowhere = { 0, POSITION_COUNT };
    char text[8] = "x";

    (void)state;
    for (unsigned rule = 0; rule < aval_rule_count(); rule++)
        for (unsigned position = 0; position < POSITION_COUNT; position++) {
            struct aval_finding finding = { (uint16_t)rule, (uint16_t)position };

            check_name(finding);
            check_message(finding, AVAL_ENGLISH);
            check_message(finding, AVAL_FRENCH);
        }
    assert_int_equal(aval_finding_name(none, text, sizeof(text)), 0);
    assert_int_equal(aval_finding_name(nowhere, text, sizeof(text)), 0);
    assert_int_equal(aval_finding_message(none, AVAL_ENGLISH, text, sizeof(text)), 0);
    assert_int_equal(
        aval_finding_message((struct aval_finding){ 0, 0 }, no_language, text, sizeof(text)), 0);
    assert_string_equal(text, "x");
}

/* Every id that a rule names has its texts. */
static void check_ids(const char *ids, const char *(*find)(const char *id))
{
    char copy[128];
    char *rest = copy;

    assert_true(strlen(ids) < sizeof(copy));
    memcpy(copy, ids, strlen(ids) + 1);
    while (*rest != '\0') {
        size_t length = strcspn(rest, " ");
        bool is_last = rest[length] == '\0';

        rest[length] = '\0';
        assert_non_null(find(rest));
        rest += length + (is_last ? 0 : 1);
    }
}

static const char *find_statement(const char *id)
{
    assert_non_null(aval_statement_text(id, AVAL_FRENCH));
    return aval_statement_text(id, AVAL_ENGLISH);
}

static const char *find_reading(const char *id)
{
    assert_non_null(aval_reading_text(id, AVAL_READING_TAKEN, AVAL_FRENCH));
    assert_non_null(aval_reading_text(id, AVAL_READING_OTHER, AVAL_FRENCH));
    return aval_reading_text(id, AVAL_READING_QUESTION, AVAL_ENGLISH);
}

static void test_rules_statements_and_readings(void **state)
{
    (void)state;
    assert_int_equal(aval_rule_count(), RULE_COUNT);
    for (unsigned rule = 0; rule < aval_rule_count(); rule++) {
        assert_string_equal(aval_rule_name(rule), rules[rule]->id);
        assert_string_equal(aval_rule_origin(rule),
                            rules[rule]->origin == ORIGIN_ARTICLE ? "article" : "programme");
        check_ids(aval_rule_statements(rule), find_statement);
        check_ids(aval_rule_readings(rule), find_reading);
    }
    assert_null(aval_rule_name(RULE_COUNT));
    assert_null(aval_rule_origin(RULE_COUNT));
    assert_null(aval_rule_statements(RULE_COUNT));
    assert_null(aval_rule_readings(RULE_COUNT));
    assert_string_equal(aval_position_name(POSITION_RESELLER), "reseller");
    assert_string_equal(aval_position_name(POSITION_NONE), "");
    assert_null(aval_position_name(POSITION_COUNT));
    assert_null(aval_statement_text(NULL, AVAL_ENGLISH));
    assert_null(aval_statement_text("S99", AVAL_ENGLISH));
    assert_null(aval_statement_text("S1", no_language));
    assert_null(aval_reading_text(NULL, AVAL_READING_TAKEN, AVAL_ENGLISH));
    assert_null(aval_reading_text("Q99", AVAL_READING_TAKEN, AVAL_ENGLISH));
    assert_null(aval_reading_text("Q1", (enum aval_reading_part)NO_SUCH_VALUE, AVAL_ENGLISH));
    assert_null(aval_reading_text("Q1", AVAL_READING_TAKEN, no_language));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_worlds_are_asked_for_what_is_missing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_judging_asks_for_what_is_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_requests_are_of_their_world, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_several_are_judged_or_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_that_cannot_be_judged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_of_every_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_longest_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lines_of_every_length, set_up, tear_down),
        cmocka_unit_test(test_statuses_and_versions),
        cmocka_unit_test(test_names_and_messages_of_findings),
        cmocka_unit_test(test_rules_statements_and_readings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
