/* SPDX-License-Identifier: Apache-2.0 */
#include "model/problem.h"

#include <string.h>

#include "unit/model/suites.h"
#include "unit/test.h"

static const struct phrase expected_phrase = { { "one of", "l'un de" } };
static const struct phrase date_phrase = { { "a day", "un jour" } };

static void check_problem(const struct problem *problem, const char *en, const char *fr)
{
    struct buffer buffer = { 0 };

    problem_write(&buffer, problem, LANGUAGE_EN);
    assert_buffer_is(&buffer, en);
    buffer_clear(&buffer);
    problem_write(&buffer, problem, LANGUAGE_FR);
    assert_buffer_is(&buffer, fr);
    buffer_done(&buffer);
}

/* Every row as it looks with everything that a problem may come with. */
static void check_row(enum problem_kind kind)
{
    struct problem problem = { .kind = kind,
                               .line = 12,
                               .other_line = 34,
                               .field = TEXT("FIELD"),
                               .found = TEXT("FOUND"),
                               .expected = &expected_phrase,
                               .choices = &role_words,
                               .noun = NOUN_TENANT };
    struct buffer texts[LANGUAGE_COUNT] = { { 0 }, { 0 } };

    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer *text = &texts[language];

        problem_write(text, &problem, (enum language)language);
        buffer_add(text, "", 1);
        assert_false(text->has_failed);
        assert_null(strpbrk(text->bytes, "{}\n"));
        assert_true(text_is_utf8(buffer_text(text)));
        assert_int_equal(strncmp(text->bytes, "FIELD", 5), 0);
        assert_true(strlen(text->bytes) > strlen("FIELD : "));
    }
    assert_string_not_equal(texts[LANGUAGE_EN].bytes, texts[LANGUAGE_FR].bytes);
    assert_int_equal(strstr(texts[LANGUAGE_EN].bytes, "FOUND") != NULL,
                     strstr(texts[LANGUAGE_FR].bytes, "FOUND") != NULL);
    assert_int_equal(strstr(texts[LANGUAGE_EN].bytes, "34") != NULL,
                     strstr(texts[LANGUAGE_FR].bytes, "34") != NULL);
    assert_int_equal(strstr(texts[LANGUAGE_EN].bytes, "direct_bill") != NULL,
                     strstr(texts[LANGUAGE_FR].bytes, "direct_bill") != NULL);
    buffer_done(&texts[LANGUAGE_EN]);
    buffer_done(&texts[LANGUAGE_FR]);
}

static void test_model_problem__every_row_is_written_in_both_languages(void **state)
{
    (void)state;

#define PROBLEM(name, en, fr) check_row(PROBLEM_##name);
#include "model/problem.def"
#undef PROBLEM
}

static void test_model_problem__every_noun_has_its_word(void **state)
{
    struct problem problem = { .kind = PROBLEM_REFERENCE_UNKNOWN,
                               .found = TEXT("x"),
                               .found_is_text = true };

    (void)state;

    problem.noun = NOUN_TENANT;
    check_problem(&problem, "unknown tenant \"x\"", "locataire inconnu : \"x\"");
    problem.noun = NOUN_ORGANIZATION;
    check_problem(&problem, "unknown organization \"x\"",
                  "identifiant d'organisation inconnu : \"x\"");
    problem.noun = NOUN_OFFER;
    check_problem(&problem, "unknown offer \"x\"", "identifiant d'offre inconnu : \"x\"");
    problem.noun = NOUN_PARTNER_ID;
    check_problem(&problem, "unknown partner id \"x\"", "ID partenaire inconnu : \"x\"");
    problem.noun = NOUN_NONE;
    check_problem(&problem, "unknown  \"x\"", " inconnu : \"x\"");
}

static void test_model_problem__begins_with_the_field(void **state)
{
    struct problem problem = { .kind = PROBLEM_KEY_DUPLICATE, .field = TEXT("id") };

    (void)state;

    check_problem(&problem, "id: duplicate key", "id : clé en double");
    problem.field = (struct text){ 0 };
    check_problem(&problem, "duplicate key", "clé en double");
}

static void test_model_problem__lists_the_choices(void **state)
{
    struct problem problem = { .kind = PROBLEM_VALUE_WRONG,
                               .field = TEXT("party"),
                               .found = TEXT("second"),
                               .found_is_text = true,
                               .expected = &expected_phrase,
                               .choices = &offer_party_words };

    (void)state;

    check_problem(&problem, "party: expected one of first, third, found \"second\"",
                  "party : attendu : l'un de first, third ; trouvé : \"second\"");
    problem.choices = NULL;
    problem.expected = &date_phrase;
    problem.found_is_text = false;
    check_problem(&problem, "party: expected a day, found second",
                  "party : attendu : un jour ; trouvé : second");
}

static void test_model_problem__names_the_shape_of_an_unknown_key(void **state)
{
    struct problem problem = {
        .kind = PROBLEM_KEY_UNKNOWN, .field = TEXT("colour"), .noun = NOUN_TENANT, .shape = "offer"
    };

    (void)state;

    check_problem(&problem, "colour: unknown key of offer", "colour : clé inconnue de offer");
}

static void test_model_problem__names_the_other_line_and_the_byte(void **state)
{
    struct problem duplicate = { .kind = PROBLEM_ID_DUPLICATE,
                                 .field = TEXT("id"),
                                 .found = TEXT("org-1"),
                                 .found_is_text = true,
                                 .other_line = 18446744073709551615U };
    struct problem not_json = { .kind = PROBLEM_NOT_JSON, .other_line = 7 };

    (void)state;

    check_problem(&duplicate,
                  "id: duplicate: \"org-1\" already stands in line 18446744073709551615",
                  "id : en double : \"org-1\" figure déjà à la ligne 18446744073709551615");
    check_problem(&not_json, "expected one JSON object; not JSON at byte 7",
                  "un objet JSON attendu ; ce n'est plus du JSON à l'octet 7");
}

static void test_model_problem__shows_hostile_values_disarmed(void **state)
{
    struct problem problem = { .kind = PROBLEM_REFERENCE_UNKNOWN,
                               .field = TEXT("\x1b[2J"),
                               .found = TEXT("a\nb\xE2\x80\xAE{found}"),
                               .found_is_text = true,
                               .noun = NOUN_OFFER };

    (void)state;

    check_problem(&problem, "\\x1B[2J: unknown offer \"a\\x0Ab\\xE2\\x80\\xAE{found}\"",
                  "\\x1B[2J : identifiant d'offre inconnu : \"a\\x0Ab\\xE2\\x80\\xAE{found}\"");
}

#define TEN_X "xxxxxxxxxx"
#define EIGHTY_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X TEN_X

static void test_model_problem__shows_eighty_bytes_of_a_value(void **state)
{
    struct problem problem = { .kind = PROBLEM_REFERENCE_UNKNOWN, .noun = NOUN_OFFER };

    (void)state;

    problem.found = TEXT(EIGHTY_X);
    check_problem(&problem, "unknown offer " EIGHTY_X, "identifiant d'offre inconnu : " EIGHTY_X);
    problem.found = TEXT(EIGHTY_X "x");
    check_problem(&problem, "unknown offer " EIGHTY_X "…",
                  "identifiant d'offre inconnu : " EIGHTY_X "…");
}

int test_model_problem(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_problem__every_row_is_written_in_both_languages),
        cmocka_unit_test(test_model_problem__every_noun_has_its_word),
        cmocka_unit_test(test_model_problem__begins_with_the_field),
        cmocka_unit_test(test_model_problem__lists_the_choices),
        cmocka_unit_test(test_model_problem__names_the_shape_of_an_unknown_key),
        cmocka_unit_test(test_model_problem__names_the_other_line_and_the_byte),
        cmocka_unit_test(test_model_problem__shows_hostile_values_disarmed),
        cmocka_unit_test(test_model_problem__shows_eighty_bytes_of_a_value),
    };

    return cmocka_run_group_tests_name("model/problem", tests, NULL, NULL);
}
