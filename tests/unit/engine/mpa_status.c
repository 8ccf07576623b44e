/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/mpa_status.h"

#include <stdio.h>
#include <string.h>

#include "rulebook/decision.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"
#include "unit/exchange/told.h"

/*
 * Spruce: s signed in Europe, where o is too; u is in the United States. Vine: v signed in the
 * United States; w is in Europe. Of Rowan nobody signed: r is a reseller, n no longer one, and x in
 * a market without region.
 */
static const char program[] =
    "organization id=org-s name=Spruce country=DE\n"
    "organization id=org-v name=Vine country=US\n"
    "organization id=org-r name=Rowan country=DE\n"
    "tenant id=@s domain=s.example organization=org-s country=DE kind=partner\n"
    "tenant id=@o domain=o.example organization=org-s country=FR kind=partner\n"
    "tenant id=@u domain=u.example organization=org-s country=US kind=partner\n"
    "tenant id=@v domain=v.example organization=org-v country=US kind=partner\n"
    "tenant id=@w domain=w.example organization=org-v country=DE kind=partner\n"
    "tenant id=@r domain=r.example organization=org-r country=DE kind=partner\n"
    "tenant id=@n domain=n.example organization=org-r country=DE kind=partner\n"
    "tenant id=@x domain=x.example organization=org-r country=AA kind=partner\n"
    "agreement agreement=MPA tenant=@s signed_on=2020-02-01 signed_by=sam\n"
    "agreement agreement=MPA tenant=@v signed_on=2020-03-01 signed_by=val\n"
    "enrollment tenant=@s role=indirect_reseller status=active\n"
    "enrollment tenant=@r role=indirect_reseller status=suspended\n"
    "enrollment tenant=@w role=indirect_provider status=active\n"
    "enrollment tenant=@n role=indirect_reseller status=active to=2020-05-12\n"
    "enrollment tenant=@n role=indirect_reseller status=ended from=2020-05-12\n"
    "partner_id mpn_id=1 tenant=@s country=DE\n"
    "partner_id mpn_id=2 tenant=@r country=DE\n"
    "partner_id mpn_id=3 tenant=@n country=DE\n"
    "partner_id mpn_id=4 tenant=@w country=DE\n";

/* A question asked of the book, and what it answers in short. */
struct asking {
    struct store_work work;
    struct mpa_question question;
    char answer[200];
};

static char letter_of(guid id)
{
    return guid_is_none(id) ? '-' : (char)(id.high >> 32);
}

static enum status ask(struct store_work *work, struct call *call)
{
    struct asking *asking = (struct asking *)work;
    char day[DATE_LENGTH + 1];
    struct mpa_status status;

    TRY(call_read_clock(call));
    TRY(mpa_status_find(call, &asking->question, &status));
    date_format(status.signed_on, day);
    (void)snprintf(asking->answer, sizeof(asking->answer), "%c %s %c %.*s %s",
                   letter_of(status.tenant), mpa_state_words.list[status.state],
                   letter_of(status.signer), (int)status.signed_by.length, status.signed_by.bytes,
                   day);
    return STATUS_OK;
}

static void assert_status(struct trial *trial, struct mpa_question question, const char *expected)
{
    struct asking asking = { .work = { ask }, .question = question };

    trial_read(trial, &asking.work);

    assert_text_is(text_of(asking.answer), expected);
}

/* By tenant or by partner id; "-": nobody in particular asks. */
static void assert_tenant(struct trial *trial, char tenant, char asking, const char *expected)
{
    struct mpa_question question = { .tenant = trial_guid(tenant) };

    if (asking != '-')
        question.asking = trial_guid(asking);
    assert_status(trial, question, expected);
}

static void assert_partner_id(struct trial *trial, const char *mpn_id, char asking,
                              const char *expected)
{
    struct mpa_question question = { .mpn_id = text_of(mpn_id) };

    if (asking != '-')
        question.asking = trial_guid(asking);
    assert_status(trial, question, expected);
}

static void test_engine_mpa_status__a_signature_of_the_region_counts(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 's', '-', "s signed s sam 2020-02-01");
    assert_tenant(&trial, 'o', '-', "o signed s sam 2020-02-01");
    assert_tenant(&trial, 'v', '-', "v signed v val 2020-03-01");
    assert_partner_id(&trial, "1", '-', "s signed s sam 2020-02-01");

    trial_end(&trial);
}

/* The rule does not ask from where somebody looks, or as what the partner is enrolled. */
static void test_engine_mpa_status__what_is_signed_is_signed_for_everybody(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 's', 'v', "s signed s sam 2020-02-01");
    assert_partner_id(&trial, "1", 'v', "s signed s sam 2020-02-01");
    assert_status(&trial,
                  (struct mpa_question){ .tenant = trial_guid('o'), .is_about_reseller = true },
                  "o signed s sam 2020-02-01");

    trial_end(&trial);
}

static void test_engine_mpa_status__another_region_signed_alone(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 'u', '-', "u signed_in_other_region s sam 2020-02-01");
    assert_tenant(&trial, 'w', 'r', "w signed_in_other_region v val 2020-03-01");

    trial_end(&trial);
}

static void test_engine_mpa_status__nobody_has_the_id(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 'z', 's', "- unknown_id -  ");
    assert_partner_id(&trial, "9", 's', "- unknown_id -  ");

    trial_end(&trial);
}

static void test_engine_mpa_status__unsigned_and_of_another_region_than_who_asks(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 'r', 'v', "r other_region -  ");
    assert_partner_id(&trial, "3", 'v', "n other_region -  ");
    assert_tenant(&trial, 'u', 's', "u other_region s sam 2020-02-01");
    assert_tenant(&trial, 'x', 's', "x other_region -  ");
    assert_tenant(&trial, 'x', 'x', "x unsigned -  ");
    assert_tenant(&trial, 'r', 's', "r unsigned -  ");

    trial_end(&trial);
}

static void test_engine_mpa_status__unsigned_and_no_reseller(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_partner_id(&trial, "2", 's', "r unsigned -  ");
    assert_partner_id(&trial, "3", 's', "n not_enrolled_as_reseller -  ");
    assert_partner_id(&trial, "4", 's', "w not_enrolled_as_reseller v val 2020-03-01");
    assert_tenant(&trial, 'n', 's', "n unsigned -  ");
    assert_status(&trial,
                  (struct mpa_question){ .tenant = trial_guid('n'), .is_about_reseller = true },
                  "n not_enrolled_as_reseller -  ");
    trial_set_day(&trial, "2020-05-11");
    assert_partner_id(&trial, "3", 's', "n unsigned -  ");

    trial_end(&trial);
}

static void test_engine_mpa_status__follows_a_signature(void **state)
{
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);

    assert_tenant(&trial, 'r', '-', "r unsigned -  ");
    assert_act(&trial, "global_admin:@n", "sign_mpa tenant=@n signed_by=nia", "carried_out");
    assert_tenant(&trial, 'r', '-', "r signed n nia 2020-05-12");
    trial_set_day(&trial, "2020-05-11");
    assert_tenant(&trial, 'r', '-', "r unsigned -  ");
    trial_set_day(&trial, "2020-05-13");
    assert_act(&trial, "global_admin:@r", "sign_mpa tenant=@r signed_by=rob", "carried_out");
    assert_tenant(&trial, 'r', '-', "r signed n nia 2020-05-12");

    trial_end(&trial);
}

/* Whether the rule finds that the tenant, as a provider, has not signed. */
static bool rule_finds_unsigned(const struct book *book, char tenant)
{
    struct proposal proposal = { .act = ACT_PLACE_ORDER,
                                 .provider = trial_guid(tenant),
                                 .has_provider = true,
                                 .seller = trial_guid('r'),
                                 .customer = trial_guid('x') };
    struct decision decision;
    struct dossier dossier;
    struct request request;
    struct told told;
    bool is_found = false;

    told_init(&told);
    assert_true(date_parse(TEXT("2020-05-12"), &proposal.date));
    assert_int_equal(book_resolve(book, &proposal, &told.sink, &request), STATUS_OK);
    book_load_dossier(book, &request, (struct terms){ PROFILE_PROGRAMME, 0 }, &dossier);
    decide(&dossier, &decision);
    for (unsigned i = 0; i < decision.finding_count; i++)
        is_found = is_found || (decision.findings[i].rule == RULE_MPA_SIGNED &&
                                decision.findings[i].position == POSITION_PROVIDER);
    told_done(&told);
    return is_found;
}

static bool is_signed(struct trial *trial, char tenant)
{
    struct asking asking = { .work = { ask }, .question = { .tenant = trial_guid(tenant) } };

    trial_read(trial, &asking.work);
    return strncmp(asking.answer + 1, " signed ", 8) == 0;
}

static void test_engine_mpa_status__is_signed_exactly_where_the_rule_finds_nothing(void **state)
{
    static const char tenants[] = "souvwrnx";
    struct fault fault = { 0 };
    struct book *book = NULL;
    struct trial trial;
    unsigned signed_count = 0;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);
    assert_int_equal(engine_load_book(trial.store, &book, &fault), STATUS_OK);

    for (const char *tenant = tenants; *tenant != '\0'; tenant++) {
        assert_int_equal(is_signed(&trial, *tenant), !rule_finds_unsigned(book, *tenant));
        signed_count += is_signed(&trial, *tenant);
    }
    assert_int_equal(signed_count, 3);

    book_free(book);
    trial_end(&trial);
}

static void test_engine_mpa_status__every_state_is_told_in_both_languages(void **state)
{
    (void)state;

    for (unsigned i = 0; i < MPA_STATE_COUNT; i++)
        for (unsigned language = 0; language < LANGUAGE_COUNT; language++)
            assert_non_null(mpa_state_phrases[i].in[language]);
}

int test_engine_mpa_status(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_mpa_status__a_signature_of_the_region_counts),
        cmocka_unit_test(test_engine_mpa_status__what_is_signed_is_signed_for_everybody),
        cmocka_unit_test(test_engine_mpa_status__another_region_signed_alone),
        cmocka_unit_test(test_engine_mpa_status__nobody_has_the_id),
        cmocka_unit_test(test_engine_mpa_status__unsigned_and_of_another_region_than_who_asks),
        cmocka_unit_test(test_engine_mpa_status__unsigned_and_no_reseller),
        cmocka_unit_test(test_engine_mpa_status__follows_a_signature),
        cmocka_unit_test(test_engine_mpa_status__is_signed_exactly_where_the_rule_finds_nothing),
        cmocka_unit_test(test_engine_mpa_status__every_state_is_told_in_both_languages),
    };

    return cmocka_run_group_tests_name("engine/mpa_status", tests, NULL, NULL);
}
