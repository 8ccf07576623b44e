/* SPDX-License-Identifier: Apache-2.0 */
#include "model/words.h"

#include "model/fact.h"
#include "unit/model/suites.h"
#include "unit/test.h"

/* The list as one text; its length has to be that of the enumeration. */
static void check_words(const struct words *words, unsigned count, const char *expected)
{
    struct buffer list = { 0 };

    for (unsigned i = 0; i < words->count; i++)
        buffer_add_format(&list, "%s%s", i > 0 ? " " : "", words->list[i]);

    assert_int_equal(words->count, count);
    assert_buffer_is(&list, expected);
    buffer_done(&list);
}

static void test_model_words__are_those_of_the_formats(void **state)
{
    (void)state;

    check_words(&tenant_kind_words, TENANT_KIND_COUNT, "partner customer");
    check_words(&role_words, ROLE_COUNT, "indirect_provider indirect_reseller direct_bill");
    check_words(&enrollment_status_words, ENROLLMENT_STATUS_COUNT,
                "draft pending qualified rejected active restricted suspended ended");
    check_words(&capability_words, CAPABILITY_COUNT,
                "api_integration billing support managed_services");
    check_words(&service_words, SERVICE_COUNT, "billing support");
    check_words(&offer_party_words, OFFER_PARTY_COUNT, "first third");
    check_words(&acceptance_words, ACCEPTANCE_COUNT, "direct attested");
    check_words(&agreement_words, AGREEMENT_COUNT, "MPA");
    check_words(&requester_words, REQUESTER_COUNT, "provider reseller vendor_support");
    check_words(&profile_words, PROFILE_COUNT, "article programme");
}

static void test_model_words__name_every_act_and_type_of_fact(void **state)
{
    (void)state;

    check_words(&act_words, ACT_COUNT,
                "place_order establish_indirect_relationship establish_customer_relationship "
                "associate_partner_id engage_partner end_indirect_relationship enroll");
    check_words(&fact_type_words, FACT_TYPE_COUNT,
                "organization ownership tenant account enrollment partner_id agreement "
                "customer_agreement indirect_relationship service_agreement "
                "customer_relationship offer capability invitation support_case engagement "
                "privilege order subscription subscription_status partner_of_record "
                "particulars subscription_terms");
}

static void test_model_words__give_their_value(void **state)
{
    unsigned value = 77;

    (void)state;

    assert_true(words_find(&role_words, TEXT("indirect_provider"), &value));
    assert_int_equal(value, ROLE_INDIRECT_PROVIDER);
    assert_true(words_find(&role_words, TEXT("direct_bill"), &value));
    assert_int_equal(value, ROLE_DIRECT_BILL);
}

static void check_not_found(struct text word)
{
    unsigned value = 77;

    assert_false(words_find(&role_words, word, &value));
    assert_int_equal(value, 77);
}

static void test_model_words__are_found_exactly(void **state)
{
    (void)state;

    check_not_found(TEXT(""));
    check_not_found(TEXT("direct"));
    check_not_found(TEXT("direct_bills"));
    check_not_found(TEXT("DIRECT_BILL"));
    check_not_found(TEXT(" direct_bill"));
    check_not_found(TEXT("direct_bill\0"));
}

static void test_model_words__three_statuses_are_live(void **state)
{
    (void)state;

    assert_true(enrollment_status_is_live(ENROLLMENT_ACTIVE));
    assert_true(enrollment_status_is_live(ENROLLMENT_RESTRICTED));
    assert_true(enrollment_status_is_live(ENROLLMENT_SUSPENDED));
    assert_false(enrollment_status_is_live(ENROLLMENT_DRAFT));
    assert_false(enrollment_status_is_live(ENROLLMENT_PENDING));
    assert_false(enrollment_status_is_live(ENROLLMENT_QUALIFIED));
    assert_false(enrollment_status_is_live(ENROLLMENT_REJECTED));
    assert_false(enrollment_status_is_live(ENROLLMENT_ENDED));
}

static void check_phrases(const struct phrase *phrases, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        assert_non_null(phrases[i].in[LANGUAGE_EN]);
        assert_string_not_equal(phrases[i].in[LANGUAGE_EN], phrases[i].in[LANGUAGE_FR]);
    }
}

static void test_model_words__have_phrases_for_people(void **state)
{
    (void)state;

    check_phrases(tenant_kind_phrases, TENANT_KIND_COUNT);
    check_phrases(role_phrases, ROLE_COUNT);
    check_phrases(capability_phrases, CAPABILITY_COUNT);
    check_phrases(requester_phrases, REQUESTER_COUNT);
}

int test_model_words(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model_words__are_those_of_the_formats),
        cmocka_unit_test(test_model_words__name_every_act_and_type_of_fact),
        cmocka_unit_test(test_model_words__give_their_value),
        cmocka_unit_test(test_model_words__are_found_exactly),
        cmocka_unit_test(test_model_words__three_statuses_are_live),
        cmocka_unit_test(test_model_words__have_phrases_for_people),
    };

    return cmocka_run_group_tests_name("model/words", tests, NULL, NULL);
}
