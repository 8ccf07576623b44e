/* SPDX-License-Identifier: Apache-2.0 */
/* src/engine/journal/follow.c: the followed book judges like one that is loaded anew. */
#include "engine/journal/follow.h"

#include <string.h>

#include "engine/engine.h"
#include "exchange/full.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

static const char program[] =
    "organization id=org-a name=Alder country=DE\n"
    "organization id=org-b name=Birch country=DE\n"
    "organization id=org-c name=Cedar country=FR\n"
    "tenant id=@a domain=a.example organization=org-a country=DE kind=partner\n"
    "tenant id=@b domain=b.example organization=org-b country=DE kind=partner\n"
    "tenant id=@c domain=c.example organization=org-c country=FR kind=customer\n"
    "partner_id mpn_id=100 tenant=@b country=DE\n"
    "indirect_relationship provider=@a reseller=@b from=2020-01-01\n"
    "customer_relationship partner=@a customer=@c from=2020-01-01\n";

/* Acts one after the other, each carried out; every kind of fact that rules read is among them. */
static const char *const acts[][2] = {
    { "global_admin:@a", "onboard tenant=@a" },
    { "global_admin:@b", "onboard tenant=@b" },
    { "global_admin:@a", "start_enrollment tenant=@a role=indirect_provider" },
    { "global_admin:@a", "submit_enrollment tenant=@a role=indirect_provider" },
    { "vendor", "qualify_enrollment tenant=@a role=indirect_provider" },
    { "global_admin:@a", "sign_mpa tenant=@a signed_by=Ann" },
    { "vendor", "activate_enrollment tenant=@a role=indirect_provider" },
    { "global_admin:@b", "start_enrollment tenant=@b role=indirect_reseller" },
    { "global_admin:@b", "submit_enrollment tenant=@b role=indirect_reseller" },
    { "vendor", "qualify_enrollment tenant=@b role=indirect_reseller" },
    { "global_admin:@b", "sign_mpa tenant=@b signed_by=Bob" },
    { "vendor", "activate_enrollment tenant=@b role=indirect_reseller" },
    { "vendor", "record_ownership owner=org-a owned=org-c from=2020-06-01" },
    { "vendor", "register_organization organization=org-d name=Dogwood country=FR" },
    { "vendor", "register_tenant tenant=@d domain=d.example organization=org-d country=FR "
                "kind=customer" },
    { "customer_admin:@d", "accept_customer_agreement customer=@d" },
    { "vendor", "register_partner_id mpn_id=200 tenant=@a country=DE" },
    { "vendor", "publish_offer offer=o-1 name=One publisher=Vendor party=first markets=*" },
    { "vendor", "withdraw_offer offer=o-1 to=2020-07-01" },
    { "vendor", "suspend_enrollment tenant=@b role=indirect_reseller" },
    { "vendor", "reinstate_enrollment tenant=@b role=indirect_reseller" },
    { "vendor", "end_ownership owner=org-a owned=org-c to=2020-08-01" },
    { "admin_agent:@a", "agree_services provider=@a reseller=@b services=billing" },
    { "admin_agent:@b", "end_services provider=@a reseller=@b" },
    { "customer_admin:@c", "remove_customer partner=@a customer=@c" },
    { "admin_agent:@a", "open_support_case provider=@a reseller=@b" },
    { "vendor_support", "end_indirect_relationship provider=@a reseller=@b" },
};

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

/* Judges a proposal in full; what names somebody unknown gives nothing. */
static void judge(const struct book *book, const struct proposal *proposal, struct buffer *out)
{
    static struct full full;
    struct problem_sink sink = { ignore };
    struct full_style style = { .has_id = false };
    struct terms terms = { PROFILE_PROGRAMME, 0 };
    struct book_source source;
    struct request request;

    if (book_resolve(book, proposal, &sink, &request) != STATUS_OK) {
        buffer_add_string(out, "unknown\n");
        return;
    }
    assert_int_equal(book_source_init(&source, book), STATUS_OK);
    assert_int_equal(
        full_judge_within(&full, &source, &request, terms, (struct full_limits){ 0, 0 }),
        STATUS_OK);
    full_write_json(out, &full, &style);
    book_source_done(&source);
}

/* All acts between all pairs, before, on and after the day of the trial. */
static void judge_all(const struct book *book, struct buffer *out)
{
    static const char letters[] = "abcd";

    for (unsigned act = 0; act < ACT_COUNT; act++)
        for (unsigned pair = 0; pair < 16; pair++)
            for (int day = 0; day < 3; day++) {
                guid one = trial_guid(letters[pair / 4]);
                guid other = trial_guid(letters[pair % 4]);
                struct proposal proposal = {
                    .act = (enum act)act,
                    .date = { DAY_NUMBER(2020, 5, 11) + day * 40 },
                    .provider = one,
                    .reseller = other,
                    .seller = other,
                    .partner = one,
                    .customer = act == ACT_PLACE_ORDER ? trial_guid('d') : other,
                    .tenant = one,
                    .mpn_id = TEXT("100"),
                    .offer = TEXT("o-1"),
                    .has_provider = true,
                    .has_offer = pair % 2 == 0,
                };

                judge(book, &proposal, out);
            }
}

static void check_same(struct trial *trial, struct follower *follower)
{
    struct buffer followed = { 0 };
    struct buffer loaded = { 0 };
    struct book *book = NULL;
    struct fault fault;
    uint64_t position = 0;

    judge_all(follower_begin_reading(follower, &position), &followed);
    follower_end_reading(follower);
    assert_int_equal(engine_load_book(trial->store, &book, &fault), STATUS_OK);
    judge_all(book, &loaded);
    book_free(book);
    assert_text_equal(buffer_text(&followed), buffer_text(&loaded));
    buffer_done(&followed);
    buffer_done(&loaded);
}

static void test_engine_follow__each_act_is_followed(void **state)
{
    struct follower *follower = NULL;
    struct trial trial;
    struct fault fault;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);
    assert_int_equal(follower_new(trial.store, &follower, &fault), STATUS_OK);
    assert_int_equal(follower_position(follower), 0);

    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        const char *said = trial_act(&trial, acts[i][0], acts[i][1]);

        if (strncmp(said, "carried_out", strlen("carried_out")) != 0)
            fail_msg("%s: %s", acts[i][1], said);
        assert_int_equal(follower_catch_up(follower, &fault), STATUS_OK);
        assert_int_equal(follower_position(follower), i + 1);
        check_same(&trial, follower);
    }
    follower_free(follower);
    trial_end(&trial);
}

static void test_engine_follow__begins_where_the_journal_stands(void **state)
{
    struct follower *follower = NULL;
    struct trial trial;
    struct fault fault;

    (void)state;
    trial_begin(&trial, "2020-05-12", program);
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        (void)trial_act(&trial, acts[i][0], acts[i][1]);
        assert_int_equal(follower_new(trial.store, &follower, &fault), STATUS_OK);
        assert_int_equal(follower_position(follower), i + 1);
        follower_free(follower);
    }
    assert_int_equal(follower_new(trial.store, &follower, &fault), STATUS_OK);
    assert_true(follower_wait(follower, COUNT_OF(acts), 0));
    assert_false(follower_wait(follower, COUNT_OF(acts) + 1, 1));
    follower_free(follower);
    trial_end(&trial);
}

int test_engine_follow(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_follow__each_act_is_followed),
        cmocka_unit_test(test_engine_follow__begins_where_the_journal_stands),
    };

    return cmocka_run_group_tests_name("engine/follow", tests, NULL, NULL);
}
