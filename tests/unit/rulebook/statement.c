/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/statement.h"

#include <string.h>

#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void check_phrase(const struct phrase *phrase)
{
    for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
        assert_non_null(phrase->in[language]);
        assert_true(strlen(phrase->in[language]) > 3);
        assert_true(text_is_utf8(text_of(phrase->in[language])));
        assert_null(strpbrk(phrase->in[language], "{}\n"));
        assert_null(strstr(phrase->in[language], "  "));
    }
    assert_string_not_equal(phrase->in[LANGUAGE_EN], phrase->in[LANGUAGE_FR]);
}

static void test_rulebook_statement__ids_are_those_of_the_article(void **state)
{
    struct buffer ids = { 0 };

    (void)state;

    for (size_t i = 0; i < statement_count; i++)
        buffer_add_format(&ids, "%s%s", i > 0 ? " " : "", statements[i].id);

    assert_buffer_is(&ids, "I0 I1 T0 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 "
                           "M0 M1 M2 M3 M4a M4b M4c S0 S1 S1.1 S1.2 S2 S3 S4 S4a S4b S4c "
                           "S5a S5b S6 S6.O1 S6.O2 S6.O3 S6.E S7 S8");
    buffer_done(&ids);
}

static void test_rulebook_statement__each_has_its_sense_in_both_languages(void **state)
{
    (void)state;

    for (size_t i = 0; i < statement_count; i++)
        check_phrase(&statements[i].sense);
}

static void test_rulebook_statement__each_is_found_by_its_id(void **state)
{
    (void)state;

    for (size_t i = 0; i < statement_count; i++)
        assert_ptr_equal(statement_find(text_of(statements[i].id)), &statements[i]);
}

static void test_rulebook_statement__others_are_not_found(void **state)
{
    (void)state;

    assert_null(statement_find(TEXT("")));
    assert_null(statement_find(TEXT("S9")));
    assert_null(statement_find(TEXT("S6.")));
    assert_null(statement_find(TEXT("s1")));
    assert_null(statement_find(TEXT("Q1")));
}

static void test_rulebook_statement__readings_count_from_one(void **state)
{
    (void)state;

    assert_int_equal(reading_count, 13);
    for (size_t i = 0; i < reading_count; i++) {
        struct buffer id = { 0 };

        buffer_add_format(&id, "Q%zu", i + 1);
        assert_buffer_is(&id, readings[i].id);
        assert_ptr_equal(reading_find(buffer_text(&id)), &readings[i]);
        buffer_done(&id);
    }
}

static void test_rulebook_statement__readings_are_told_in_both_languages(void **state)
{
    (void)state;

    for (size_t i = 0; i < reading_count; i++) {
        check_phrase(&readings[i].question);
        check_phrase(&readings[i].taken);
        check_phrase(&readings[i].other);
        assert_string_not_equal(readings[i].taken.in[LANGUAGE_EN],
                                readings[i].other.in[LANGUAGE_EN]);
    }
}

static void test_rulebook_statement__other_readings_are_not_found(void **state)
{
    (void)state;

    assert_null(reading_find(TEXT("")));
    assert_null(reading_find(TEXT("Q")));
    assert_null(reading_find(TEXT("Q14")));
    assert_null(reading_find(TEXT("q1")));
    assert_null(reading_find(TEXT("S1")));
}

static void test_rulebook_statement__parts_go_on_with_a_letter_or_a_point(void **state)
{
    (void)state;

    assert_true(statement_is_part("S1.1", TEXT("S1")));
    assert_true(statement_is_part("S5a", TEXT("S5")));
    assert_true(statement_is_part("S6.O1", TEXT("S6")));
    assert_false(statement_is_part("S1", TEXT("S1")));
    assert_false(statement_is_part("T10", TEXT("T1")));
    assert_false(statement_is_part("S5a", TEXT("S6")));
    assert_false(statement_is_part("S5a", TEXT("S")));
    assert_false(statement_is_part("S5a", TEXT("")));
}

static void test_rulebook_statement__features_are_of_statements_and_readings(void **state)
{
    (void)state;

    for (size_t i = 0; i < feature_count; i++) {
        struct text id = text_of(features[i].id);

        assert_true(statement_find(id) != NULL || reading_find(id) != NULL);
        assert_ptr_equal(feature_find(id), &features[i]);
        check_phrase(&features[i].where);
    }
    assert_null(feature_find(TEXT("S7")));
}

static void test_rulebook_statement__readings_are_about_statements(void **state)
{
    (void)state;

    for (size_t i = 0; i < reading_count; i++) {
        const char *ids = readings[i].statements;

        while (*ids != '\0')
            assert_non_null(statement_find(text_take_word(&ids)));
    }
}

int test_rulebook_statement(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_statement__ids_are_those_of_the_article),
        cmocka_unit_test(test_rulebook_statement__each_has_its_sense_in_both_languages),
        cmocka_unit_test(test_rulebook_statement__each_is_found_by_its_id),
        cmocka_unit_test(test_rulebook_statement__others_are_not_found),
        cmocka_unit_test(test_rulebook_statement__readings_count_from_one),
        cmocka_unit_test(test_rulebook_statement__readings_are_told_in_both_languages),
        cmocka_unit_test(test_rulebook_statement__other_readings_are_not_found),
        cmocka_unit_test(test_rulebook_statement__parts_go_on_with_a_letter_or_a_point),
        cmocka_unit_test(test_rulebook_statement__features_are_of_statements_and_readings),
        cmocka_unit_test(test_rulebook_statement__readings_are_about_statements),
    };

    return cmocka_run_group_tests_name("rulebook/statement", tests, NULL, NULL);
}
