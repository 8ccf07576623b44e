/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/outline.h"

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
    }
    assert_string_not_equal(phrase->in[LANGUAGE_EN], phrase->in[LANGUAGE_FR]);
}

/* A whole sentence, without a placeholder. */
static void check_sentence(const struct buffer *sentence)
{
    struct text text = buffer_text(sentence);

    assert_false(sentence->has_failed);
    assert_true(text.length > 10);
    assert_true(text_is_utf8(text));
    assert_null(memchr(text.bytes, '{', text.length));
    assert_true(text.bytes[0] < 'a' || text.bytes[0] > 'z');
    assert_int_equal(text.bytes[text.length - 1], '.');
}

static void test_rulebook_outline__findings_are_told_without_names(void **state)
{
    (void)state;

    for (unsigned rule = 0; rule < RULE_COUNT; rule++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
            struct buffer sentence = { 0 };

            outline_write_finding(&sentence, (enum rule_name)rule, (enum language)language);
            check_sentence(&sentence);
            buffer_done(&sentence);
        }
}

static void assert_finding_is_about(enum rule_name rule, enum language language, const char *whom)
{
    struct buffer sentence = { 0 };

    outline_write_finding(&sentence, rule, language);
    assert_text_is(text_at(sentence.bytes, strlen(whom)), whom);
    buffer_done(&sentence);
}

static void test_rulebook_outline__a_finding_is_about_whom_it_may_be(void **state)
{
    (void)state;

    assert_finding_is_about(RULE_ONBOARDED, LANGUAGE_EN, "The indirect reseller ");
    assert_finding_is_about(RULE_KNOWN_MARKET, LANGUAGE_FR, "La partie concernée ");
    assert_finding_is_about(RULE_ENROLLED_IN_ROLE, LANGUAGE_FR, "Le partenaire concerné ");
    assert_finding_is_about(RULE_DIRECT_BILL_CAPABLE, LANGUAGE_EN, "Whichever is missing: ");
    assert_finding_is_about(RULE_NO_PROVISIONING_ON_CSP_TENANT, LANGUAGE_FR, "Le client");
}

static void test_rulebook_outline__remedies_are_told_without_names(void **state)
{
    (void)state;

    for (unsigned remedy = REMEDY_NONE + 1; remedy < REMEDY_COUNT; remedy++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
            struct buffer sentence = { 0 };

            outline_write_remedy(&sentence, (enum remedy)remedy, (enum language)language);
            check_sentence(&sentence);
            buffer_done(&sentence);
        }
}

/* A stand-in that no sentence has would be dead. */
static void test_rulebook_outline__stand_ins_stand_for_placeholders(void **state)
{
    (void)state;

    for (unsigned remedy = REMEDY_NONE + 1; remedy < REMEDY_COUNT; remedy++) {
        const struct remedy_outline *outline = &remedy_outlines[remedy];

        for (unsigned i = 0; outline->stand_ins[i].placeholder != NULL; i++) {
            struct buffer placeholder = { 0 };

            buffer_add_format(&placeholder, "{%s}", outline->stand_ins[i].placeholder);
            buffer_add(&placeholder, "", 1);
            assert_non_null(strstr(remedy_rows[remedy].message.in[LANGUAGE_EN], placeholder.bytes));
            assert_in_range(outline->stand_ins[i].phrase.in[LANGUAGE_EN][0], 'a', 'z');
            assert_in_range(outline->stand_ins[i].phrase.in[LANGUAGE_FR][0], 'a', 'z');
            buffer_done(&placeholder);
        }
    }
}

static void test_rulebook_outline__who_confirms_is_told_where_somebody_does(void **state)
{
    (void)state;

    for (unsigned remedy = REMEDY_NONE + 1; remedy < REMEDY_COUNT; remedy++) {
        const struct remedy_outline *outline = &remedy_outlines[remedy];

        check_phrase(&outline->actor);
        assert_int_equal(remedy_rows[remedy].confirmed_by == ACTOR_NOBODY,
                         outline->confirmed_by.in[LANGUAGE_EN] == NULL);
        if (outline->confirmed_by.in[LANGUAGE_EN] != NULL)
            check_phrase(&outline->confirmed_by);
        if (outline->only.in[LANGUAGE_EN] != NULL)
            check_phrase(&outline->only);
    }
}

static void test_rulebook_outline__everything_has_words(void **state)
{
    (void)state;

    for (unsigned i = 0; i < ACT_COUNT; i++)
        check_phrase(&act_phrases[i]);
    for (unsigned i = 0; i < CONDITION_COUNT; i++) {
        assert_non_null(condition_wordings[i].word);
        check_phrase(&condition_wordings[i].phrase);
    }
    for (unsigned i = 0; i < GROUND_COUNT; i++) {
        assert_non_null(ground_wordings[i].word);
        check_phrase(&ground_wordings[i].phrase);
    }
    for (unsigned i = 0; i < RULE_COUNT; i++)
        check_phrase(&rules[i]->asks);
    check_phrase(&origin_phrases[ORIGIN_ARTICLE]);
    check_phrase(&origin_phrases[ORIGIN_PROGRAMME]);
}

static void test_rulebook_outline__each_key_is_shown_by_a_rule(void **state)
{
    bool is_shown[64] = { false };

    (void)state;
    assert_in_range(fact_key_count, 1, COUNT_OF(is_shown));

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const char *keys = rules[i]->facts;

        while (*keys != '\0') {
            const struct fact_key *key = fact_key_find(text_take_word(&keys));

            assert_non_null(key);
            check_phrase(&key->meaning);
            is_shown[key - fact_keys] = true;
        }
    }

    for (size_t i = 0; i < fact_key_count; i++)
        assert_true(is_shown[i]);
    assert_null(fact_key_find(TEXT("nothing")));
}

static void test_rulebook_outline__acts_and_positions_are_those_consulted(void **state)
{
    unsigned orders = BIT(ACT_PLACE_ORDER);

    (void)state;

    assert_int_equal(rule_acts(RULE_DIRECT_BILL_CAPABLE), BIT(ACT_ENROLL));
    assert_int_equal(rule_acts(RULE_INDIRECT_RELATIONSHIP_ACTIVE),
                     orders | BIT(ACT_ASSOCIATE_PARTNER_ID) | BIT(ACT_END_INDIRECT_RELATIONSHIP));
    assert_int_equal(rule_positions(RULE_ENROLLED_IN_ROLE, orders),
                     BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER) | BIT(POSITION_DIRECT_BILL));
    assert_int_equal(rule_positions(RULE_ENROLLED_IN_ROLE, BIT(ACT_ENROLL)), 0);
    assert_int_equal(rule_positions(RULE_RESELLER_OR_CUSTOMER, orders), BIT(POSITION_NONE));
    for (unsigned i = 0; i < RULE_COUNT; i++)
        assert_int_not_equal(rule_acts((enum rule_name)i), 0);
}

static void test_rulebook_outline__remedies_are_narrowed_to_where_they_help(void **state)
{
    const struct rule_remedy *ending = NULL;
    const struct rule_remedy *own_provider = NULL;
    enum rule_name chain = RULE_CHAIN_OF_SALE;

    (void)state;
    ending = &rules[RULE_RESELLER_OR_CUSTOMER]->remedies[3];
    own_provider = &rules[chain]->remedies[3];

    assert_int_equal(ending->remedy, REMEDY_END_INDIRECT_RELATIONSHIP);
    assert_int_equal(rule_remedy_acts(RULE_RESELLER_OR_CUSTOMER, ending),
                     BIT(ACT_PLACE_ORDER) | BIT(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP));
    assert_int_equal(own_provider->when, IF_OWN_PROVIDER);
    assert_int_equal(rule_remedy_positions(chain, own_provider), BIT(POSITION_RESELLER));
    assert_int_equal(rule_remedy_acts(chain, own_provider),
                     BIT(ACT_PLACE_ORDER) | BIT(ACT_ESTABLISH_INDIRECT_RELATIONSHIP));
    for (unsigned i = 0; i < RULE_COUNT; i++)
        for (const struct rule_remedy *row = rules[i]->remedies; row->remedy != REMEDY_NONE; row++)
            assert_int_not_equal(rule_remedy_acts((enum rule_name)i, row), 0);
}

static void test_rulebook_outline__citations(void **state)
{
    (void)state;

    assert_true(rule_cites(rules[RULE_MPA_SIGNED], "M4c"));
    assert_true(rule_cites(rules[RULE_MPA_SIGNED], "Q13"));
    assert_false(rule_cites(rules[RULE_MPA_SIGNED], "M4"));
    assert_false(rule_cites(rules[RULE_MPA_SIGNED], "Q1"));
    assert_true(reading_is_about(reading_find(TEXT("Q2")), "S6"));
    assert_false(reading_is_about(reading_find(TEXT("Q2")), "S6.O2"));
    assert_true(rule_has_remedy(rules[RULE_MPA_SIGNED], REMEDY_SIGN_MPA));
    assert_false(rule_has_remedy(rules[RULE_MPA_SIGNED], REMEDY_ONBOARD));
}

static void test_rulebook_outline__positions_go_down_the_chain(void **state)
{
    struct buffer list = { 0 };

    (void)state;

    outline_write_positions(&list, BIT(POSITION_CUSTOMER) | BIT(POSITION_PROVIDER), LANGUAGE_FR);
    assert_buffer_is(&list, "le fournisseur indirect, le client");
    buffer_clear(&list);
    outline_write_positions(&list, BIT(POSITION_NONE), LANGUAGE_EN);
    assert_buffer_is(&list, "the act as a whole");
    buffer_done(&list);
}

int test_rulebook_outline(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_outline__findings_are_told_without_names),
        cmocka_unit_test(test_rulebook_outline__a_finding_is_about_whom_it_may_be),
        cmocka_unit_test(test_rulebook_outline__remedies_are_told_without_names),
        cmocka_unit_test(test_rulebook_outline__stand_ins_stand_for_placeholders),
        cmocka_unit_test(test_rulebook_outline__who_confirms_is_told_where_somebody_does),
        cmocka_unit_test(test_rulebook_outline__everything_has_words),
        cmocka_unit_test(test_rulebook_outline__each_key_is_shown_by_a_rule),
        cmocka_unit_test(test_rulebook_outline__acts_and_positions_are_those_consulted),
        cmocka_unit_test(test_rulebook_outline__remedies_are_narrowed_to_where_they_help),
        cmocka_unit_test(test_rulebook_outline__citations),
        cmocka_unit_test(test_rulebook_outline__positions_go_down_the_chain),
    };

    return cmocka_run_group_tests_name("rulebook/outline", tests, NULL, NULL);
}
