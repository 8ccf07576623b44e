/* SPDX-License-Identifier: Apache-2.0 */
/* What a step does to a dossier, to an act, and as an act. */
#include "rulebook/remedy.h"

#include "unit/rulebook/dossiers.h"
#include "unit/rulebook/suites.h"
#include "unit/test.h"

enum {
    NOBODY = 4711 /* a tenant that is in no act */
};

static uint32_t tenant_at(const struct dossier *dossier, enum position position)
{
    return dossier->party[position].tenant;
}

/* A step about one party of the dossier, on its day. */
static struct step about(const struct dossier *dossier, enum remedy remedy, enum position position)
{
    return (struct step){ .remedy = remedy,
                          .on = dossier->date,
                          .upper = tenant_at(dossier, position),
                          .role = ROLE_INDIRECT_RESELLER,
                          .organization = dossier->party[position].organization,
                          .region = dossier->party[position].region };
}

static struct step between(const struct dossier *dossier, enum remedy remedy, enum position upper,
                           enum position lower)
{
    struct step step = about(dossier, remedy, upper);

    step.lower = tenant_at(dossier, lower);
    step.organization = dossier->party[lower].organization;
    return step;
}

static void test_rulebook_remedy__roles_begin_and_end(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct party *reseller = &dossier.party[POSITION_RESELLER];
    struct step step = about(&dossier, REMEDY_ENROLL, POSITION_RESELLER);

    (void)state;
    reseller->live_roles = 0;
    reseller->active_roles = 0;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "");

    reseller->active_roles = 0;
    assert_findings(&dossier, "good-standing:reseller");
    step.remedy = REMEDY_REINSTATE;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "");

    step.remedy = REMEDY_END_ENROLLMENT;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "enrolled-in-role:reseller");
}

static void test_rulebook_remedy__nobody_else_is_changed(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct step step = about(&dossier, REMEDY_END_ENROLLMENT, POSITION_RESELLER);

    (void)state;
    step.upper = NOBODY;

    step_apply(&step, &dossier);

    assert_findings(&dossier, "");
}

static void test_rulebook_remedy__onboarding_is_on_its_day(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct step step = about(&dossier, REMEDY_ONBOARD, POSITION_RESELLER);

    (void)state;
    dossier.party[POSITION_RESELLER].onboarded_on = DATE_AFTER_ALL;

    step_apply(&step, &dossier);
    assert_int_equal(dossier.party[POSITION_RESELLER].onboarded_on.day, dossier.date.day);

    step.on.day++;
    step_apply(&step, &dossier);
    assert_int_equal(dossier.party[POSITION_RESELLER].onboarded_on.day, dossier.date.day);
}

/* Q6: for the organisation in the region; the other way for the tenant alone. */
static void test_rulebook_remedy__a_signature_counts_for_the_organisation(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct party *provider = &dossier.party[POSITION_PROVIDER];
    struct party *reseller = &dossier.party[POSITION_RESELLER];
    struct step step = about(&dossier, REMEDY_SIGN_MPA, POSITION_PROVIDER);

    (void)state;
    reseller->organization = provider->organization;
    provider->mpa_signed_on = DATE_AFTER_ALL;
    reseller->mpa_signed_on = DATE_AFTER_ALL;
    dossier.other_readings = Q6;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "mpa-signed:reseller");

    dossier.other_readings = 0;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "");

    reseller->mpa_signed_on = DATE_AFTER_ALL;
    reseller->region.number++;
    step_apply(&step, &dossier);
    assert_int_equal(reseller->mpa_signed_on.day, DATE_AFTER_ALL.day);
}

static void test_rulebook_remedy__relationships_begin_and_end(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct step step =
        between(&dossier, REMEDY_END_INDIRECT_RELATIONSHIP, POSITION_PROVIDER, POSITION_RESELLER);
    struct step buying =
        between(&dossier, REMEDY_REMOVE_CUSTOMER, POSITION_RESELLER, POSITION_CUSTOMER);

    (void)state;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "indirect-relationship-active");
    step_apply(&buying, &dossier);
    assert_findings(&dossier, "customer-relationship-active:reseller indirect-relationship-active");

    step.remedy = REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP;
    buying.remedy = REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP;
    step_apply(&step, &dossier);
    step_apply(&buying, &dossier);
    assert_findings(&dossier, "");
}

/* S6 counts the customer's own ties, or those of its organisation (Q2). */
static void test_rulebook_remedy__ties_are_counted(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct step step =
        between(&dossier, REMEDY_END_INDIRECT_RELATIONSHIP, POSITION_PROVIDER, POSITION_CUSTOMER);

    (void)state;
    dossier.customers_reselling = 2;
    step_apply(&step, &dossier);
    assert_int_equal(dossier.customers_reselling, 1);

    step.lower = NOBODY;
    step_apply(&step, &dossier);
    assert_int_equal(dossier.customers_reselling, 1);

    dossier.other_readings = Q2;
    step_apply(&step, &dossier);
    assert_int_equal(dossier.customers_reselling, 0);
    step_apply(&step, &dossier);
    assert_int_equal(dossier.customers_reselling, 0);

    step.remedy = REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP;
    step_apply(&step, &dossier);
    assert_int_equal(dossier.customers_reselling, 1);
}

static void test_rulebook_remedy__a_reseller_that_is_no_customer_any_more(void **state)
{
    struct dossier dossier = clean_dossier(ACT_ESTABLISH_INDIRECT_RELATIONSHIP);
    struct step step =
        between(&dossier, REMEDY_REMOVE_CUSTOMER, POSITION_PROVIDER, POSITION_RESELLER);

    (void)state;
    dossier.resellers_buying = 1;
    assert_findings(&dossier, "reseller-or-customer");

    step_apply(&step, &dossier);

    assert_findings(&dossier, "");
}

static void test_rulebook_remedy__only_the_transacting_partner_attests(void **state)
{
    struct dossier dossier = clean_indirect_order();
    struct step step =
        between(&dossier, REMEDY_ATTEST_CUSTOMER_AGREEMENT, POSITION_RESELLER, POSITION_CUSTOMER);

    (void)state;
    dossier.agreement_accepted_on = DATE_AFTER_ALL;
    dossier.agreement_attested_on = DATE_AFTER_ALL;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "customer-agreement-accepted");

    step.upper = tenant_at(&dossier, POSITION_PROVIDER);
    step_apply(&step, &dossier);
    assert_findings(&dossier, "");

    dossier.agreement_attested_on = DATE_AFTER_ALL;
    step.remedy = REMEDY_ACCEPT_CUSTOMER_AGREEMENT;
    step_apply(&step, &dossier);
    assert_findings(&dossier, "");
}

static void test_rulebook_remedy__four_steps_are_acts(void **state)
{
    const unsigned acts = BIT(REMEDY_ENROLL) | BIT(REMEDY_END_INDIRECT_RELATIONSHIP) |
                          BIT(REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP) |
                          BIT(REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP);

    (void)state;

    for (unsigned i = 0; i < REMEDY_COUNT; i++)
        assert_int_equal(step_is_act(&(struct step){ .remedy = (enum remedy)i }),
                         (acts & BIT(i)) != 0);
}

static void test_rulebook_remedy__an_act_of_its_own(void **state)
{
    struct step step = {
        .remedy = REMEDY_ENROLL, .role = ROLE_DIRECT_BILL, .on = { 7 }, .upper = 1, .lower = 2
    };
    struct request act = step_act(&step);

    (void)state;
    assert_int_equal(act.act, ACT_ENROLL);
    assert_int_equal(act.positions, BIT(POSITION_PARTNER));
    assert_int_equal(act.party[POSITION_PARTNER], 1);
    assert_int_equal(act.capabilities, BIT(CAPABILITY_COUNT) - 1);
    assert_int_equal(act.date.day, 7);

    step.role = ROLE_INDIRECT_RESELLER;
    assert_int_equal(step_act(&step).capabilities, 0);

    step.remedy = REMEDY_END_INDIRECT_RELATIONSHIP;
    act = step_act(&step);
    assert_int_equal(act.act, ACT_END_INDIRECT_RELATIONSHIP);
    assert_int_equal(act.requested_by, REQUESTER_VENDOR_SUPPORT);
    assert_int_equal(act.party[POSITION_RESELLER], 2);
    assert_int_equal(act.offer, REQUEST_NONE);
    assert_int_equal(act.partner_id, REQUEST_NONE);
}

static void test_rulebook_remedy__another_seller_with_or_without_provider(void **state)
{
    struct request order = { .act = ACT_PLACE_ORDER,
                             .positions = BIT(POSITION_CUSTOMER) | BIT(POSITION_DIRECT_BILL) };
    struct step step = { .remedy = REMEDY_OTHER_SELLER, .new_upper = 5, .new_lower = 6 };

    (void)state;
    step_change(&step, &order);
    assert_int_equal(order.positions,
                     BIT(POSITION_CUSTOMER) | BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER));
    assert_int_equal(order.party[POSITION_PROVIDER], 5);
    assert_int_equal(order.party[POSITION_RESELLER], 6);

    step.new_upper = REQUEST_NONE;
    step_change(&step, &order);
    assert_int_equal(order.positions, BIT(POSITION_CUSTOMER) | BIT(POSITION_DIRECT_BILL));
    assert_int_equal(order.party[POSITION_DIRECT_BILL], 6);

    order.act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP;
    step_change(&step, &order);
    assert_int_equal(order.party[POSITION_PARTNER], 6);
}

static void test_rulebook_remedy__fields_of_the_act(void **state)
{
    struct request request = { .act = ACT_ENROLL };
    struct step step = { .new_upper = 9, .capability = CAPABILITY_SUPPORT, .until = { 11 } };

    (void)state;
    step.remedy = REMEDY_OTHER_TENANT;
    step_change(&step, &request);
    step.remedy = REMEDY_USE_PARTNER_ID;
    step_change(&step, &request);
    step.remedy = REMEDY_ATTEST_CAPABILITY;
    step_change(&step, &request);
    step.remedy = REMEDY_OPEN_SUPPORT_CASE;
    step_change(&step, &request);
    step.remedy = REMEDY_WAIT_UNTIL;
    step_change(&step, &request);

    assert_int_equal(request.party[POSITION_PARTNER], 9);
    assert_int_equal(request.partner_id, 9);
    assert_int_equal(request.capabilities, BIT(CAPABILITY_SUPPORT));
    assert_int_equal(request.requested_by, REQUESTER_VENDOR_SUPPORT);
    assert_int_equal(request.date.day, 11);
}

static void test_rulebook_remedy__each_has_words_and_sentences(void **state)
{
    (void)state;
    assert_int_equal(remedy_words.count, REMEDY_COUNT);
    assert_int_equal(actor_role_words.count, ACTOR_ROLE_COUNT);

    for (unsigned i = 1; i < REMEDY_COUNT; i++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            assert_non_null(remedy_rows[i].message.in[language]);
}

int test_rulebook_remedy(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rulebook_remedy__roles_begin_and_end),
        cmocka_unit_test(test_rulebook_remedy__nobody_else_is_changed),
        cmocka_unit_test(test_rulebook_remedy__onboarding_is_on_its_day),
        cmocka_unit_test(test_rulebook_remedy__a_signature_counts_for_the_organisation),
        cmocka_unit_test(test_rulebook_remedy__relationships_begin_and_end),
        cmocka_unit_test(test_rulebook_remedy__ties_are_counted),
        cmocka_unit_test(test_rulebook_remedy__a_reseller_that_is_no_customer_any_more),
        cmocka_unit_test(test_rulebook_remedy__only_the_transacting_partner_attests),
        cmocka_unit_test(test_rulebook_remedy__four_steps_are_acts),
        cmocka_unit_test(test_rulebook_remedy__an_act_of_its_own),
        cmocka_unit_test(test_rulebook_remedy__another_seller_with_or_without_provider),
        cmocka_unit_test(test_rulebook_remedy__fields_of_the_act),
        cmocka_unit_test(test_rulebook_remedy__each_has_words_and_sentences),
    };

    return cmocka_run_group_tests_name("rulebook/remedy", tests, NULL, NULL);
}
