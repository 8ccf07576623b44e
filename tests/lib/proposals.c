/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A proposal in C is refused for the same reason, in the same words, as in a line of JSON: every
 * act with each of its members, and of others, absent, empty, malformed or unknown.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/sample.h"

#define PROVIDER "1e1be000-0000-4000-8000-000000000001"
#define RESELLER "2b12c400-0000-4000-8000-000000000001"
#define CUSTOMER "cda1a000-0000-4000-8000-000000000001"

static const char *const lines[] = {
    "{\"id\":\"p1\",\"act\":\"place_order\",\"date\":\"2020-05-12\",\"seller\":\"" RESELLER "\","
    "\"provider\":\"" PROVIDER "\",\"customer\":\"" CUSTOMER "\",\"offer\":\"OFFICE-PREM\","
    "\"quantity\":40}",
    "{\"id\":\"p2\",\"act\":\"establish_indirect_relationship\",\"date\":\"2020-05-12\","
    "\"provider\":\"" PROVIDER "\",\"reseller\":\"" RESELLER "\"}",
    "{\"id\":\"p3\",\"act\":\"establish_customer_relationship\",\"date\":\"2020-05-12\","
    "\"partner\":\"" PROVIDER "\",\"customer\":\"" CUSTOMER "\"}",
    "{\"id\":\"p4\",\"act\":\"associate_partner_id\",\"date\":\"2020-05-12\","
    "\"provider\":\"" PROVIDER "\",\"reseller\":\"" RESELLER
    "\",\"mpn_id\":\"4100001\",\"new_subscription\":true}",
    "{\"id\":\"p5\",\"act\":\"engage_partner\",\"date\":\"2020-05-12\",\"partner\":\"" PROVIDER
    "\",\"customer\":\"" CUSTOMER "\"}",
    "{\"id\":\"p6\",\"act\":\"end_indirect_relationship\",\"date\":\"2020-05-12\","
    "\"provider\":\"" PROVIDER "\",\"reseller\":\"" RESELLER "\",\"requested_by\":\"provider\"}",
    "{\"id\":\"p7\",\"act\":\"enroll\",\"date\":\"2020-05-12\",\"tenant\":\"" PROVIDER "\","
    "\"role\":\"direct_bill\",\"capabilities\":[\"billing\",\"support\"]}",
};

static const char *const values[] = {
    NULL,
    "",
    "x",
    "0",
    "007",
    "1",
    "10000000",
    "10000001",
    "999999999999",
    "-",
    "- -",
    "billing",
    "billing -",
    "billing billing",
    "support  billing",
    " billing",
    "billing ",
    "managed_services api_integration billing support",
    "true",
    "false",
    "TRUE",
    "provider",
    "reseller",
    "vendor_support",
    "direct_bill",
    "enroll",
    "place_order",
    "engage_partner",
    "2020-05-12",
    "2021-02-29",
    "0000-01-01",
    PROVIDER,
    "CDA1A000-0000-4000-8000-000000000001",
    "99999999-9999-4999-8999-999999999999",
    "{99999999-9999-4999-8999-999999999999}",
    "OFFICE-PREM",
    "Söhne \xc2\x9b \x1b[31m",
    "\"quoted\"",
};

static bool is_digits(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0' &&
           (text[0] != '0' || text[1] == '\0');
}

/* The value as JSON has it, where the member is not a text. */
static void add_value(struct buffer *line, const char *name, const char *value)
{
    if (strcmp(name, "quantity") == 0 && is_digits(value)) {
        buffer_add_string(line, value);
    } else if (strcmp(name, "new_subscription") == 0 &&
               (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)) {
        buffer_add_string(line, value);
    } else if (strcmp(name, "capabilities") == 0 && strcmp(value, "-") == 0) {
        buffer_add_string(line, "[]");
    } else if (strcmp(name, "capabilities") == 0 && value[0] != '\0') {
        buffer_add_string(line, "[");
        for (const char *rest = value; rest != NULL;) {
            size_t length = strcspn(rest, " ");

            buffer_add_json(line, (struct text){ rest, length });
            buffer_add_string(line, rest[length] == ' ' ? "," : "]");
            rest = rest[length] == ' ' ? rest + length + 1 : NULL;
        }
    } else {
        buffer_add_json(line, text_of(value));
    }
}

static void write_line(struct buffer *line, const struct aval_proposal *proposal)
{
    buffer_clear(line);
    for (size_t i = 0; i < MEMBERS; i++) {
        const char *value = member_get(proposal, i);

        if (value == NULL)
            continue;
        buffer_add_format(line, "%s\"%s\":", line->length == 0 ? "{" : ",", members[i].name);
        add_value(line, members[i].name, value);
    }
    buffer_add(line, "}", 2);
}

/* The texts agree up to the value that was found, which JSON may show as something else. */
static void check_same_problem(const char *answer, const char *text)
{
    static const char before[] = ",\"error\":\"line 1: ";
    const char *told = strstr(answer, before);
    const char *found = strstr(text, ", found ");
    struct buffer expected = { 0 };

    buffer_add_json(&expected,
                    (struct text){ text, found == NULL ? strlen(text) : (size_t)(found - text) });
    expected.bytes[expected.length - 1] = '\0';
    assert_non_null(told);
    told += strlen(before);
    if (strncmp(told, expected.bytes + 1, strlen(expected.bytes + 1)) != 0)
        fail_msg("%s, but %s", text, answer);
    buffer_done(&expected);
}

static void check_proposal(aval_world *world, const struct aval_proposal *proposal)
{
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    char room[AVAL_ANSWER_BYTES_MAX];
    struct aval_answer answer = { room, sizeof(room), 0 };
    struct buffer text = { 0 };
    struct aval_line line = { NULL, 0, 1 };
    struct asked asked = { .proposal = *proposal, .answers = { room, room } };
    struct aval_decision decision = { .finding_count = 77 };
    struct aval_request request = { { 77 } };

    write_line(&text, proposal);
    line.bytes = text.bytes;
    line.length = text.length - 1;
    assert_int_equal(aval_judge_json(world, AVAL_PROGRAMME, &line, &answer), AVAL_OK);
    if (aval_judge(world, AVAL_PROGRAMME, proposal, problems, &decision) == AVAL_OK) {
        check_decision(&asked, AVAL_PROGRAMME, &decision);
        assert_string_equal(aval_problems_text(problems), "");
        assert_int_equal(aval_resolve(world, proposal, NULL, &request), AVAL_OK);
    } else {
        check_same_problem(room, aval_problems_text(problems));
        assert_int_equal(decision.finding_count, 77);
        assert_int_equal(aval_resolve(world, proposal, NULL, &request), AVAL_INVALID);
        assert_int_equal(request.words[0], 77);
    }
    buffer_done(&text);
    aval_problems_free(problems);
}

/* Gives one member each of the values. */
static void check_member(aval_world *world, const struct aval_proposal *proposal, size_t number)
{
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct aval_proposal changed = *proposal;

        /* Lines need an id, proposals in C do not. */
        if (strcmp(members[number].name, "id") == 0 && values[i] == NULL)
            continue;
        member_set(&changed, number, values[i]);
        check_proposal(world, &changed);
    }
}

static void test_what_is_wrong_is_the_same_as_in_a_line(void **state)
{
    struct sample *sample = sample_new();
    aval_world *world = sample_open(sample);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct aval_proposal proposal = proposal_of_line(lines[i]);

        check_proposal(world, &proposal);
        for (size_t number = 0; number < MEMBERS; number++)
            check_member(world, &proposal, number);
        proposal_free(&proposal);
    }
    aval_world_close(world);
    sample_free(sample);
}

static void check_text(aval_world *world, const struct aval_proposal *proposal,
                       enum aval_language language, const char *expected)
{
    aval_problems *problems = aval_problems_new(language);
    struct aval_decision decision;

    assert_int_equal(aval_judge(world, AVAL_PROGRAMME, proposal, problems, &decision),
                     expected[0] == '\0' ? AVAL_OK : AVAL_INVALID);
    assert_string_equal(aval_problems_text(problems), expected);
    aval_problems_free(problems);
}

static void test_problems_are_told_in_both_languages(void **state)
{
    struct sample *sample = sample_new();
    aval_world *world = sample_open(sample);
    struct aval_proposal proposal = proposal_of_line(lines[0]);
    struct aval_proposal wrong = proposal;
    char long_id[202] = { 0 };

    (void)state;
    wrong.id = NULL;
    check_text(world, &wrong, AVAL_FRENCH, "");
    wrong.id = memset(long_id, 'x', 200);
    check_text(world, &wrong, AVAL_FRENCH, "");
    long_id[200] = 'x';
    check_text(
        world, &wrong, AVAL_ENGLISH,
        "id: expected a text of 1 to 200 bytes, found "
        "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\"");
    wrong = proposal;
    wrong.offer = "\xff";
    check_text(world, &wrong, AVAL_ENGLISH, "offer: not valid UTF-8");
    wrong.offer = "none";
    check_text(world, &wrong, AVAL_ENGLISH, "offer: unknown offer \"none\"");
    check_text(world, &wrong, AVAL_FRENCH, "offer : identifiant d'offre inconnu : \"none\"");
    wrong.offer = NULL;
    wrong.role = "direct_bill";
    check_text(world, &wrong, AVAL_ENGLISH, "role: unknown key of place_order");
    wrong.role = NULL;
    wrong.quantity = "1.5";
    check_text(world, &wrong, AVAL_FRENCH,
               "quantity : attendu : un entier de 1 à 10000000 en chiffres ; trouvé : \"1.5\"");
    proposal_free(&proposal);
    aval_world_close(world);
    sample_free(sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_wrong_is_the_same_as_in_a_line),
        cmocka_unit_test(test_problems_are_told_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
