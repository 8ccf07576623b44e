/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/rule.h"

#include <string.h>

#include "rulebook/statement.h"
#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void check_rule(enum rule_name name, const char *expected)
{
    const struct rule *rule = rules[name];
    struct buffer row = { 0 };
    char day[DATE_LENGTH + 1];

    date_format(rule->in_force_from, day);
    buffer_add_format(&row, "%s | %s | %s | %s | %s", rule->id,
                      rule->origin == ORIGIN_ARTICLE ? "A" : "P", rule->statements, rule->readings,
                      day);

    assert_buffer_is(&row, expected);
    buffer_done(&row);
}

/* Id, origin, statements, readings, in force from. */
static void test_rulebook_rule__rows_are_those_of_the_rulebook(void **state)
{
    (void)state;

    check_rule(RULE_CHAIN_OF_SALE, "chain-of-sale | A | S1 S1.1 S1.2 T7 T8 T11 S4 | Q1 | ");
    check_rule(RULE_CUSTOMER_AGREEMENT_ACCEPTED,
               "customer-agreement-accepted | P |  |  | 2020-02-01");
    check_rule(RULE_CUSTOMER_IN_REGION, "customer-in-region | A | S7 |  | ");
    check_rule(RULE_CUSTOMER_RELATIONSHIP_ACTIVE, "customer-relationship-active | P |  |  | ");
    check_rule(RULE_DIRECT_BILL_CAPABLE, "direct-bill-capable | A | T13 T14 |  | ");
    check_rule(RULE_ENDING_THROUGH_SUPPORT, "ending-through-support | A | S6.E | Q7 | ");
    check_rule(RULE_ENROLLED_IN_ROLE, "enrolled-in-role | A | M4b T13 |  | ");
    check_rule(RULE_GOOD_STANDING, "good-standing | P |  |  | ");
    check_rule(RULE_INDIRECT_RELATIONSHIP_ACTIVE,
               "indirect-relationship-active | A | S1.2 T8 |  | ");
    check_rule(RULE_KNOWN_MARKET, "known-market | P | S7 S8 |  | ");
    check_rule(RULE_MPA_SIGNED, "mpa-signed | A | M1 M2 M3 M4c | Q5 Q6 Q13 | 2020-02-01");
    check_rule(RULE_NO_AFFILIATE_SALE, "no-affiliate-sale | A | S5b | Q3 Q4 | ");
    check_rule(RULE_NO_PROVISIONING_ON_CSP_TENANT,
               "no-provisioning-on-csp-tenant | A | S4a S4b S4c | Q11 | ");
    check_rule(RULE_NO_SELF_SALE, "no-self-sale | A | S5a | Q3 | ");
    check_rule(RULE_OFFER_SOLD_IN_MARKET, "offer-sold-in-market | P | T2 |  | ");
    check_rule(RULE_ONBOARDED, "onboarded | A | M4a |  | ");
    check_rule(RULE_ONE_ROLE_PER_TENANT, "one-role-per-tenant | P |  |  | 2021-08-18");
    check_rule(RULE_PARTNER_ID_OF_RESELLER, "partner-id-of-reseller | P | M2 |  | ");
    check_rule(RULE_PARTNERS_IN_SAME_REGION, "partners-in-same-region | A | S8 |  | ");
    check_rule(RULE_RESELLER_OR_CUSTOMER, "reseller-or-customer | A | S6 | Q2 | ");
    assert_int_equal(RULE_COUNT, 20);
}

static void test_rulebook_rule__ids_are_in_the_order_of_bytes(void **state)
{
    (void)state;

    for (unsigned i = 1; i < RULE_COUNT; i++)
        assert_true(strcmp(rules[i - 1]->id, rules[i]->id) < 0);
}

/* Calls the check for every id of a list parted by single spaces. */
static void for_each_id(const char *list, void (*check)(struct text id))
{
    while (*list != '\0') {
        size_t length = strcspn(list, " ");

        check((struct text){ list, length });
        list += length;
        if (*list == '\0')
            return;
        list++;
        assert_true(*list != '\0');
    }
}

static void statement_exists(struct text id)
{
    assert_non_null(statement_find(id));
}

static void reading_exists(struct text id)
{
    assert_non_null(reading_find(id));
}

static void test_rulebook_rule__cites_what_exists(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        for_each_id(rules[i]->statements, statement_exists);
        for_each_id(rules[i]->readings, reading_exists);
    }
}

/* The article's rules cite the article. */
static void test_rulebook_rule__of_the_article_cites_a_statement(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++)
        assert_true(rules[i]->origin == ORIGIN_PROGRAMME || rules[i]->statements[0] != '\0');
}

static void check_message(const char *message)
{
    static const char *const names[] = { "{party}",    "{provider}", "{reseller}", "{partner}",
                                         "{customer}", "{upper}",    "{lower}" };

    assert_true(text_is_utf8(text_of(message)));
    assert_true(strlen(message) > 20);
    assert_int_equal(message[strlen(message) - 1], '.');
    for (const char *brace = strchr(message, '{'); brace != NULL; brace = strchr(brace + 1, '{')) {
        size_t i = 0;

        while (i < COUNT_OF(names) && strncmp(brace, names[i], strlen(names[i])) != 0)
            i++;
        assert_in_range(i, 0, COUNT_OF(names) - 1);
    }
}

static void test_rulebook_rule__has_a_message_in_both_languages(void **state)
{
    (void)state;

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct phrase *message = &rules[i]->message;

        check_message(message->in[LANGUAGE_EN]);
        check_message(message->in[LANGUAGE_FR]);
        assert_string_not_equal(message->in[LANGUAGE_EN], message->in[LANGUAGE_FR]);
        assert_int_equal(message->in[LANGUAGE_EN][0] == '{', message->in[LANGUAGE_FR][0] == '{');
    }
}

static void test_rulebook_rule__positions_are_in_the_order_of_bytes(void **state)
{
    (void)state;

    assert_int_equal(position_words.count, POSITION_NONE);
    assert_string_equal(position_words.list[0], "api_integration");
    assert_string_equal(position_words.list[POSITION_DIRECT_BILL], "direct_bill");
    for (unsigned i = 1; i < position_words.count; i++)
        assert_true(strcmp(position_words.list[i - 1], position_words.list[i]) < 0);
}

static void test_rulebook_rule__positions_have_words_for_people(void **state)
{
    (void)state;

    for (unsigned i = 0; i < POSITION_NONE; i++) {
        assert_true(strlen(position_phrases[i].in[LANGUAGE_EN]) > 0);
        assert_true(strlen(position_phrases[i].in[LANGUAGE_FR]) > 0);
        assert_in_range(position_phrases[i].in[LANGUAGE_EN][0], 'A', 'Z');
        assert_in_range(position_phrases[i].in[LANGUAGE_FR][0], 'A', 'Z');
    }
    assert_string_equal(position_phrases[POSITION_NONE].in[LANGUAGE_EN], "");
    assert_string_equal(position_phrases[POSITION_NONE].in[LANGUAGE_FR], "");
}

static void test_rulebook_rule__positions_ask_for_roles(void **state)
{
    (void)state;

    assert_int_equal(position_roles(POSITION_PROVIDER), BIT(ROLE_INDIRECT_PROVIDER));
    assert_int_equal(position_roles(POSITION_RESELLER), BIT(ROLE_INDIRECT_RESELLER));
    assert_int_equal(position_roles(POSITION_DIRECT_BILL), BIT(ROLE_DIRECT_BILL));
    assert_int_equal(position_roles(POSITION_PARTNER), BIT(ROLE_INDIRECT_PROVIDER) |
                                                           BIT(ROLE_INDIRECT_RESELLER) |
                                                           BIT(ROLE_DIRECT_BILL));
    assert_int_equal(position_roles(POSITION_CUSTOMER), 0);
    assert_int_equal(position_roles(POSITION_NONE), 0);
}

static void test_rulebook_rule__applies_under_its_profile(void **state)
{
    struct dossier dossier = clean_direct_order();

    (void)state;

    assert_true(rule_applies(rules[RULE_GOOD_STANDING], &dossier));
    assert_true(rule_applies(rules[RULE_CHAIN_OF_SALE], &dossier));
    dossier.profile = PROFILE_ARTICLE;
    assert_false(rule_applies(rules[RULE_GOOD_STANDING], &dossier));
    assert_true(rule_applies(rules[RULE_CHAIN_OF_SALE], &dossier));
}

static void test_rulebook_rule__applies_from_its_day(void **state)
{
    struct dossier dossier = clean_direct_order();

    (void)state;

    dossier.date = DAY(2020, 1, 31);
    assert_false(rule_applies(rules[RULE_MPA_SIGNED], &dossier));
    dossier.date = DAY(2020, 2, 1);
    assert_true(rule_applies(rules[RULE_MPA_SIGNED], &dossier));
    dossier.date = DAY(1, 1, 1);
    assert_true(rule_applies(rules[RULE_CHAIN_OF_SALE], &dossier));
}

int test_rulebook_rule(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_rule__rows_are_those_of_the_rulebook),
        cmocka_unit_test(test_rulebook_rule__ids_are_in_the_order_of_bytes),
        cmocka_unit_test(test_rulebook_rule__cites_what_exists),
        cmocka_unit_test(test_rulebook_rule__of_the_article_cites_a_statement),
        cmocka_unit_test(test_rulebook_rule__has_a_message_in_both_languages),
        cmocka_unit_test(test_rulebook_rule__positions_are_in_the_order_of_bytes),
        cmocka_unit_test(test_rulebook_rule__positions_have_words_for_people),
        cmocka_unit_test(test_rulebook_rule__positions_ask_for_roles),
        cmocka_unit_test(test_rulebook_rule__applies_under_its_profile),
        cmocka_unit_test(test_rulebook_rule__applies_from_its_day),
    };

    return cmocka_run_group_tests_name("rulebook/rule", tests, NULL, NULL);
}
