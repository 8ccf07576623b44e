/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/decision.h"

#include <string.h>

#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

static void test_rulebook_decision__tables_are_sound(void **state)
{
    (void)state;

    assert_null(rulebook_check(act_consults, rules));
    assert_string_equal(RULEBOOK_VERSION, "2026.1");
}

static void test_rulebook_decision__clean_acts_are_supported(void **state)
{
    struct dossier direct = clean_direct_order();
    struct dossier indirect = clean_indirect_order();

    (void)state;

    assert_findings(&direct, "");
    assert_findings(&indirect, "");
    for (unsigned act = 0; act < ACT_COUNT; act++) {
        struct dossier dossier = clean_dossier((enum act)act);

        assert_findings(&dossier, "");
        dossier.profile = PROFILE_ARTICLE;
        assert_findings(&dossier, "");
    }
}

/* "rule if:condition of:positions", in the order of the rules. */
static void check_consults(enum act act, const char *expected)
{
    static const char *const conditions[] = {
        [WHEN_ALWAYS] = "",
        [WHEN_PROVIDER_NAMED] = " if:provider",
        [WHEN_OFFER_NAMED] = " if:offer",
        [WHEN_SUBSCRIPTION_NEW] = " if:new",
        [WHEN_DIRECT_BILL_ASKED] = " if:direct_bill",
        [WHEN_EACH_SELLER_SELLS] = " if:Q3",
        [WHEN_RELATIONSHIP_IS_NEW_BUSINESS] = " if:not-Q12",
        [WHEN_ENROLLMENT_IS_ASKED] = " if:Q13",
    };
    const struct act_consults *consults = &act_consults[act];
    struct buffer table = { 0 };

    for (unsigned i = 0; i < consults->count; i++) {
        const struct consult *row = &consults->rows[i];

        buffer_add_format(&table, "%s%s%s", i > 0 ? "|" : "", rules[row->rule]->id,
                          conditions[row->condition]);
        for (unsigned position = 0; position < POSITION_NONE; position++)
            if ((row->positions & BIT(position)) != 0)
                buffer_add_format(&table, " %s", position_words.list[position]);
    }
    assert_buffer_is(&table, expected);
    buffer_done(&table);
}

#define SELLERS " direct_bill provider reseller"

static void test_rulebook_decision__orders_consult_these_rules(void **state)
{
    (void)state;

    check_consults(ACT_PLACE_ORDER,
                   "chain-of-sale" SELLERS "|customer-agreement-accepted"
                   "|customer-in-region" SELLERS "|customer-relationship-active" SELLERS
                   "|enrolled-in-role direct_bill provider|enrolled-in-role if:Q13 reseller"
                   "|good-standing" SELLERS "|indirect-relationship-active if:provider"
                   "|known-market customer" SELLERS "|mpa-signed" SELLERS
                   "|no-affiliate-sale if:Q3 provider|no-affiliate-sale direct_bill reseller"
                   "|no-provisioning-on-csp-tenant"
                   "|no-self-sale if:Q3 provider|no-self-sale direct_bill reseller"
                   "|offer-sold-in-market if:offer"
                   "|onboarded if:Q13 reseller|partners-in-same-region if:provider"
                   "|reseller-or-customer if:provider");
}

static void test_rulebook_decision__relationships_consult_these_rules(void **state)
{
    (void)state;

    check_consults(ACT_ESTABLISH_INDIRECT_RELATIONSHIP,
                   "chain-of-sale provider reseller"
                   "|enrolled-in-role provider|enrolled-in-role if:Q13 reseller"
                   "|good-standing provider reseller|known-market provider reseller"
                   "|mpa-signed if:not-Q12 provider reseller"
                   "|onboarded if:Q13 reseller|partners-in-same-region|reseller-or-customer");
    check_consults(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP,
                   "customer-in-region partner|enrolled-in-role partner|good-standing partner"
                   "|known-market customer partner|no-affiliate-sale if:Q3 partner"
                   "|no-self-sale if:Q3 partner|reseller-or-customer");
    check_consults(ACT_END_INDIRECT_RELATIONSHIP,
                   "ending-through-support|indirect-relationship-active");
}

static void test_rulebook_decision__other_acts_consult_these_rules(void **state)
{
    (void)state;

    check_consults(ACT_ASSOCIATE_PARTNER_ID,
                   "chain-of-sale provider reseller"
                   "|enrolled-in-role provider|enrolled-in-role if:Q13 reseller"
                   "|good-standing provider reseller|indirect-relationship-active"
                   "|mpa-signed if:new reseller|onboarded if:Q13 reseller|partner-id-of-reseller"
                   "|partners-in-same-region");
    check_consults(ACT_ENGAGE_PARTNER, "enrolled-in-role partner");
    check_consults(ACT_ENROLL, "direct-bill-capable if:direct_bill api_integration billing "
                               "managed_services support|known-market partner"
                               "|one-role-per-tenant");
}

/* Whoever may be found is found: nobody of the dossier has a single good fact. */
static struct dossier worst_dossier(struct dossier dossier)
{
    for (unsigned position = 0; position < POSITION_COUNT; position++) {
        struct party *party = &dossier.party[position];

        party->region = REGION_NONE;
        party->kind = TENANT_PARTNER;
        party->ultimate_owner = 1;
        party->active_roles = 0;
        party->onboarded_on = DATE_AFTER_ALL;
        party->mpa_signed_on = DATE_AFTER_ALL;
        party->has_customer = false;
    }
    dossier.has_indirect_relationship = false;
    dossier.customers_reselling = true;
    dossier.resellers_buying = true;
    dossier.agreement_accepted_on = DATE_AFTER_ALL;
    dossier.has_offer = true;
    dossier.partner_id_tenant = 0;
    dossier.new_subscription = true;
    dossier.requested_by = REQUESTER_RESELLER;
    dossier.capabilities = 0;
    return dossier;
}

static void test_rulebook_decision__the_worst_orders_find_it_all(void **state)
{
    struct dossier direct = worst_dossier(clean_direct_order());
    struct dossier indirect = worst_dossier(clean_indirect_order());

    (void)state;
    direct.customers_reselling = false;
    direct.resellers_buying = false;

    assert_findings(
        &direct,
        "customer-agreement-accepted customer-in-region:direct_bill "
        "customer-relationship-active:direct_bill good-standing:direct_bill "
        "known-market:customer known-market:direct_bill mpa-signed:direct_bill "
        "no-affiliate-sale:direct_bill no-provisioning-on-csp-tenant offer-sold-in-market");
    assert_findings(
        &indirect,
        "customer-agreement-accepted customer-in-region:provider customer-in-region:reseller "
        "customer-relationship-active:provider customer-relationship-active:reseller "
        "good-standing:provider good-standing:reseller indirect-relationship-active "
        "known-market:customer known-market:provider known-market:reseller mpa-signed:provider "
        "mpa-signed:reseller no-affiliate-sale:provider no-affiliate-sale:reseller "
        "no-provisioning-on-csp-tenant offer-sold-in-market onboarded:reseller "
        "partners-in-same-region reseller-or-customer");
}

/* The most that facts allow: one tenant as provider and reseller, suspended in another role. */
static void test_rulebook_decision__the_worst_order_of_all(void **state)
{
    struct dossier order = worst_dossier(clean_indirect_order());

    (void)state;
    order.party[POSITION_PROVIDER].tenant = 5;
    order.party[POSITION_RESELLER].tenant = 5;

    assert_findings(
        &order,
        "chain-of-sale:reseller customer-agreement-accepted customer-in-region:provider "
        "customer-in-region:reseller customer-relationship-active:provider "
        "customer-relationship-active:reseller good-standing:provider good-standing:reseller "
        "indirect-relationship-active known-market:customer known-market:provider "
        "known-market:reseller mpa-signed:provider mpa-signed:reseller "
        "no-affiliate-sale:provider no-affiliate-sale:reseller no-provisioning-on-csp-tenant "
        "offer-sold-in-market onboarded:reseller partners-in-same-region reseller-or-customer");
}

static void test_rulebook_decision__the_worst_other_acts_find_it_all(void **state)
{
    struct dossier indirect = worst_dossier(clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP));
    struct dossier customer = worst_dossier(clean_dossier(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP));
    struct dossier association = worst_dossier(clean_dossier(ACT_ASSOCIATE_PARTNER_ID));
    struct dossier engagement = worst_dossier(clean_dossier(ACT_ENGAGE_PARTNER));
    struct dossier end = worst_dossier(clean_dossier(ACT_END_INDIRECT_RELATIONSHIP));
    struct dossier enroll = worst_dossier(clean_dossier(ACT_ENROLL));

    (void)state;
    engagement.party[POSITION_PARTNER].live_roles = 0;
    enroll.party[POSITION_PARTNER].live_roles = BIT(ROLE_INDIRECT_RESELLER);

    assert_findings(&indirect, "good-standing:provider good-standing:reseller "
                               "known-market:provider known-market:reseller onboarded:reseller "
                               "partners-in-same-region reseller-or-customer");
    assert_findings(&customer, "customer-in-region:partner good-standing:partner "
                               "known-market:customer known-market:partner "
                               "no-affiliate-sale:partner reseller-or-customer");
    assert_findings(&association, "good-standing:provider good-standing:reseller "
                                  "indirect-relationship-active mpa-signed:reseller "
                                  "onboarded:reseller partner-id-of-reseller "
                                  "partners-in-same-region");
    assert_findings(&engagement, "enrolled-in-role:partner");
    assert_findings(&end, "ending-through-support indirect-relationship-active");
    assert_findings(&enroll, "direct-bill-capable:api_integration direct-bill-capable:billing "
                             "direct-bill-capable:managed_services direct-bill-capable:support "
                             "known-market:partner one-role-per-tenant");
}

static unsigned count_bits(unsigned bits)
{
    unsigned count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* So many findings if every rule that the act consults found every position that is there. */
static unsigned count_of_all(const struct dossier *dossier)
{
    unsigned parties = BIT(POSITION_CUSTOMER) | BIT(POSITION_DIRECT_BILL) | BIT(POSITION_PARTNER) |
                       BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER);
    const struct act_consults *consults = &act_consults[dossier->act];
    unsigned count = 0;

    for (unsigned i = 0; i < consults->count; i++)
        count += count_bits(consults->rows[i].positions & (~parties | dossier->positions));
    return count;
}

static void test_rulebook_decision__has_room_for_all_findings(void **state)
{
    struct dossier indirect = clean_indirect_order();

    (void)state;

    assert_true(count_of_all(&indirect) <= FINDING_COUNT_MAX);
    for (unsigned act = 0; act < ACT_COUNT; act++) {
        struct dossier dossier = clean_dossier((enum act)act);

        assert_true(count_of_all(&dossier) <= FINDING_COUNT_MAX);
    }
}

static date random_day(uint64_t *seed)
{
    static const date days[] = {
        { INT32_MIN },
        { DAY_NUMBER(1, 1, 1) },
        { DAY_NUMBER(2020, 1, 31) },
        { DAY_NUMBER(2020, 2, 1) },
        { DAY_NUMBER(2020, 6, 30) },
        { DAY_NUMBER(2020, 7, 1) },
        { DAY_NUMBER(2021, 8, 17) },
        { DAY_NUMBER(2021, 8, 18) },
        { DAY_NUMBER(9999, 12, 31) },
        { INT32_MAX },
    };

    return days[random_below(seed, COUNT_OF(days))];
}

static struct party random_party(uint64_t *seed)
{
    return (struct party){
        .tenant = random_below(seed, 4),
        .organization = random_below(seed, 3),
        .ultimate_owner = random_below(seed, 3),
        .kind = (enum tenant_kind)random_below(seed, TENANT_KIND_COUNT),
        .market = { (uint16_t)random_below(seed, 2) },
        .region = { (uint8_t)random_below(seed, 3) },
        .live_roles = random_below(seed, BIT(ROLE_COUNT)),
        .active_roles = random_below(seed, BIT(ROLE_COUNT)),
        .onboarded_on = random_day(seed),
        .mpa_signed_on = random_day(seed),
        .has_customer = random_below(seed, 2) == 0,
    };
}

static struct dossier random_dossier(uint64_t *seed)
{
    enum act act = (enum act)random_below(seed, ACT_COUNT);
    struct dossier dossier =
        random_below(seed, 2) == 0 ? clean_dossier(act) : clean_indirect_order();

    dossier.profile = (enum profile)random_below(seed, PROFILE_COUNT);
    dossier.date = random_day(seed);
    for (unsigned position = 0; position < POSITION_COUNT; position++)
        if (dossier_has(&dossier, (enum position)position))
            dossier.party[position] = random_party(seed);
    dossier.has_indirect_relationship = random_below(seed, 2) == 0;
    dossier.customers_reselling = random_below(seed, 2) == 0;
    dossier.agreement_accepted_on = random_day(seed);
    dossier.agreement_attested_on = random_day(seed);
    dossier.has_offer = random_below(seed, 2) == 0;
    dossier.offer_valid = (struct interval){ random_day(seed), random_day(seed) };
    dossier.offer_is_everywhere = random_below(seed, 2) == 0;
    dossier.offer_lists_market = random_below(seed, 2) == 0;
    dossier.partner_id_tenant = random_below(seed, 4);
    dossier.new_subscription = random_below(seed, 2) == 0;
    dossier.requested_by = (enum requester)random_below(seed, REQUESTER_COUNT);
    dossier.role = (enum role)random_below(seed, ROLE_COUNT);
    dossier.capabilities = random_below(seed, BIT(CAPABILITY_COUNT));
    return dossier;
}

static void check_order_of_findings(const struct decision *decision)
{
    for (unsigned i = 1; i < decision->finding_count; i++) {
        struct buffer before = { 0 };
        struct buffer after = { 0 };

        finding_write_name(&before, decision->findings[i - 1]);
        finding_write_name(&after, decision->findings[i]);
        buffer_add(&before, "", 1);
        buffer_add(&after, "", 1);
        assert_true(strcmp(before.bytes, after.bytes) < 0);
        buffer_done(&before);
        buffer_done(&after);
    }
}

static void test_rulebook_decision__findings_are_sorted_and_said_once(void **state)
{
    uint64_t seed = 2020;

    (void)state;

    for (int i = 0; i < 20000; i++) {
        struct dossier dossier = random_dossier(&seed);
        struct decision decision;

        decide(&dossier, &decision);
        assert_true(decision.finding_count <= FINDING_COUNT_MAX);
        check_order_of_findings(&decision);
    }
}

static void test_rulebook_decision__the_same_dossier_gives_the_same_decision(void **state)
{
    uint64_t seed = 512;

    (void)state;

    for (int i = 0; i < 5000; i++) {
        struct dossier dossier = random_dossier(&seed);
        struct decision first;
        struct decision second = { .finding_count = 7 };

        decide(&dossier, &first);
        decide(&dossier, &second);
        assert_int_equal(first.finding_count, second.finding_count);
        if (first.finding_count > 0)
            assert_memory_equal(first.findings, second.findings,
                                first.finding_count * sizeof(first.findings[0]));
    }
}

static void check_message(struct finding finding, enum language language, const char *expected)
{
    struct buffer message = { 0 };

    finding_write_message(&message, finding, language);

    assert_buffer_is(&message, expected);
    buffer_done(&message);
}

static void test_rulebook_decision__a_finding_names_its_party(void **state)
{
    struct finding finding = { RULE_ONBOARDED, POSITION_RESELLER };

    (void)state;

    check_message(finding, LANGUAGE_EN, "The indirect reseller has not been onboarded.");
    check_message(finding, LANGUAGE_FR,
                  "Le revendeur indirect n'a pas effectué son intégration à l'espace partenaires.");
}

static void test_rulebook_decision__a_finding_may_be_about_the_whole_act(void **state)
{
    struct finding finding = { RULE_OFFER_SOLD_IN_MARKET, POSITION_NONE };
    struct buffer name = { 0 };

    (void)state;

    finding_write_name(&name, finding);
    assert_buffer_is(&name, "offer-sold-in-market");
    check_message(finding, LANGUAGE_EN,
                  "The offer is not sold in the customer's market on that day.");
    check_message(finding, LANGUAGE_FR,
                  "L'offre n'est pas vendue sur le marché du client à cette date.");
    buffer_done(&name);
}

/* A sentence that names a party has one to name: no act asks it of the whole. */
static void check_messages(const struct consult *row)
{
    for (unsigned position = 0; position < POSITION_COUNT; position++) {
        struct finding finding = { row->rule, (enum position)position };

        if ((row->positions & BIT(position)) == 0)
            continue;
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++) {
            const char *message = rules[row->rule]->message.in[language];
            struct buffer written = { 0 };

            finding_write_message(&written, finding, (enum language)language);
            buffer_add(&written, "", 1);
            assert_null(strpbrk(written.bytes, "{}"));
            assert_in_range(written.bytes[0], 'A', 'Z');
            assert_true(strncmp(message, "{party}", 7) != 0 || position != POSITION_NONE);
            buffer_done(&written);
        }
    }
}

static void test_rulebook_decision__every_finding_has_its_sentence(void **state)
{
    (void)state;

    for (unsigned act = 0; act < ACT_COUNT; act++)
        for (unsigned i = 0; i < act_consults[act].count; i++)
            check_messages(&act_consults[act].rows[i]);
}

int test_rulebook_decision(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_decision__tables_are_sound),
        cmocka_unit_test(test_rulebook_decision__clean_acts_are_supported),
        cmocka_unit_test(test_rulebook_decision__orders_consult_these_rules),
        cmocka_unit_test(test_rulebook_decision__relationships_consult_these_rules),
        cmocka_unit_test(test_rulebook_decision__other_acts_consult_these_rules),
        cmocka_unit_test(test_rulebook_decision__the_worst_orders_find_it_all),
        cmocka_unit_test(test_rulebook_decision__the_worst_order_of_all),
        cmocka_unit_test(test_rulebook_decision__the_worst_other_acts_find_it_all),
        cmocka_unit_test(test_rulebook_decision__has_room_for_all_findings),
        cmocka_unit_test(test_rulebook_decision__findings_are_sorted_and_said_once),
        cmocka_unit_test(test_rulebook_decision__the_same_dossier_gives_the_same_decision),
        cmocka_unit_test(test_rulebook_decision__a_finding_names_its_party),
        cmocka_unit_test(test_rulebook_decision__a_finding_may_be_about_the_whole_act),
        cmocka_unit_test(test_rulebook_decision__every_finding_has_its_sentence),
    };

    return cmocka_run_group_tests_name("rulebook/decision", tests, NULL, NULL);
}
