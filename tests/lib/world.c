/* SPDX-License-Identifier: Apache-2.0 */
/* Opening worlds, adding and removing facts: what changes, and what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/sample.h"

#define PARTNER "11111111-0000-4000-8000-000000000001"
#define PROVIDER "22222222-0000-4000-8000-000000000001"
#define CUSTOMER "33333333-0000-4000-8000-000000000001"
#define STRANGER "99999999-0000-4000-8000-000000000001"

#define ORGANIZATION                                                                               \
    "{\"type\":\"organization\",\"id\":\"ash\",\"name\":\"Ash\",\"country\":\"DE\"}"
#define TENANT(id, kind)                                                                           \
    "{\"type\":\"tenant\",\"id\":\"" id "\",\"domain\":\"" id                                      \
    ".example\",\"organization\":\"ash\",\"country\":\"DE\",\"kind\":\"" kind "\"}"

static const char facts[] = ORGANIZATION "\n" TENANT(PARTNER, "partner") "\r\n\n" TENANT(
    PROVIDER, "partner") "\n" TENANT(CUSTOMER, "customer");

static aval_world *open_facts(void)
{
    aval_world *world = NULL;

    assert_int_equal(aval_world_open_bytes("facts", facts, strlen(facts), NULL, &world), AVAL_OK);
    return world;
}

/* What a call answers, and the text of its problems. */
#define CHECK_REFUSED(call, problems, expected, text)                                              \
    do {                                                                                           \
        assert_int_equal(call, expected);                                                          \
        assert_string_equal(aval_problems_text(problems), text);                                   \
    } while (0)

static void test_a_world_in_memory(void **state)
{
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_world *world = NULL;

    (void)state;
    assert_int_equal(aval_world_open_bytes("facts", facts, strlen(facts), problems, &world),
                     AVAL_OK);
    aval_world_close(world);
    world = NULL;
    assert_int_equal(aval_world_open_bytes("none", NULL, 0, problems, &world), AVAL_OK);
    assert_int_equal(aval_world_add(world, TENANT(PARTNER, "partner"), problems), AVAL_INVALID);
    assert_int_equal(aval_world_add(world, ORGANIZATION, problems), AVAL_OK);
    assert_int_equal(aval_world_add(world, TENANT(PARTNER, "partner") "\n", problems), AVAL_OK);
    assert_string_equal(aval_problems_text(problems), "");
    aval_world_close(world);
    aval_problems_free(problems);
}

static void test_a_world_with_an_error_is_refused(void **state)
{
    static const char wrong[] = "{\"type\":\"organization\",\"id\":\"ash\"}\n[]\n";
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_problems *french = aval_problems_new(AVAL_FRENCH);
    aval_world *world = NULL;

    (void)state;
    CHECK_REFUSED(aval_world_open_bytes("my facts", wrong, strlen(wrong), problems, &world),
                  problems, AVAL_INVALID,
                  "my facts:1: name: missing; expected a text of 1 to 1024 bytes\n"
                  "my facts:2: expected one JSON object");
    CHECK_REFUSED(aval_world_open_bytes("f", "\xff", 1, french, &world), french, AVAL_INVALID,
                  "f:1: UTF-8 non valide");
    CHECK_REFUSED(aval_world_open("/nowhere/at all", problems, &world), problems, AVAL_READ_FAILED,
                  "/nowhere/at all: No such file or directory");
    assert_int_equal(aval_world_open("/nowhere/at all", NULL, &world), AVAL_READ_FAILED);
    assert_null(world);
    aval_problems_free(french);
    aval_problems_free(problems);
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char *path = NULL;
    FILE *file = NULL;

    assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static void remove_file(const char *folder, const char *name)
{
    char *path = NULL;

    assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void test_a_world_in_a_folder(void **state)
{
    char folder[] = "/tmp/aval-lib-XXXXXX";
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    aval_world *world = NULL;
    char *expected = NULL;

    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "organization.csv", "id,name,country\nash,Ash,DE\n");
    write_file(folder, "tenant.csv",
               "id,domain,organization,country,kind\n" PARTNER ",ash.example,ash,DE,partner\n");
    assert_int_equal(aval_world_open(folder, problems, &world), AVAL_OK);
    assert_int_equal(aval_world_add(world, TENANT(PROVIDER, "partner"), problems), AVAL_OK);
    aval_world_close(world);
    world = NULL;
    write_file(folder, "organization.csv", "id,name,country\nash,Ash,de\n");
    assert_int_equal(aval_world_open(folder, problems, &world), AVAL_INVALID);
    assert_true(asprintf(&expected,
                         "%s/organization.csv:2: country: expected a country of two capital "
                         "letters, found \"de\"",
                         folder) > 0);
    assert_non_null(strstr(aval_problems_text(problems), expected));
    assert_null(world);
    free(expected);
    remove_file(folder, "organization.csv");
    remove_file(folder, "tenant.csv");
    assert_int_equal(rmdir(folder), 0);
    aval_problems_free(problems);
}

/* A fact that comes, is seen, and goes again, with the act that it decides. */
struct changing {
    const char *fact;
    const char *proposal;
    const char *finding; /* found without the fact, and not with it */
};

#define ASK(act, more) "{\"act\":\"" act "\",\"date\":\"2020-05-12\"," more "}"
#define FACT(type, more) "{\"type\":\"" type "\"," more "}"
#define ORDER                                                                                      \
    ASK("place_order",                                                                             \
        "\"seller\":\"" PARTNER "\",\"provider\":\"" PROVIDER "\",\"customer\":\"" CUSTOMER "\"")
#define DIRECT ASK("place_order", "\"seller\":\"" PARTNER "\",\"customer\":\"" CUSTOMER "\"")

static const struct changing changes[] = {
    { FACT("enrollment", "\"tenant\":\"" PARTNER "\",\"role\":\"indirect_reseller\","
                         "\"status\":\"active\",\"from\":\"2019-01-01\",\"to\":null"),
      ORDER, "enrolled-in-role:reseller" },
    { FACT("account", "\"tenant\":\"" PARTNER "\",\"onboarded_on\":\"2020-05-12\""), ORDER,
      "onboarded:reseller" },
    { FACT("agreement", "\"agreement\":\"MPA\",\"tenant\":\"" PARTNER
                        "\",\"signed_on\":\"2020-01-20\",\"signed_by\":\"ann@ash.example\""),
      DIRECT, "mpa-signed:direct_bill" },
    { FACT("customer_agreement",
           "\"customer\":\"" CUSTOMER "\",\"acceptance\":\"direct\",\"date\":\"2020-02-03\""),
      DIRECT, "customer-agreement-accepted" },
    { FACT("customer_agreement", "\"customer\":\"" CUSTOMER "\",\"acceptance\":\"attested\","
                                 "\"partner\":\"" PARTNER "\",\"date\":\"2020-02-03\""),
      DIRECT, "customer-agreement-accepted" },
    { FACT("indirect_relationship",
           "\"provider\":\"" PROVIDER "\",\"reseller\":\"" PARTNER "\",\"from\":\"2020-01-01\""),
      ORDER, "indirect-relationship-active" },
    { FACT("customer_relationship", "\"partner\":\"" PARTNER "\",\"customer\":\"" CUSTOMER "\""),
      DIRECT, "customer-relationship-active:direct_bill" },
};

static bool finds(aval_world *world, const char *line, const char *finding)
{
    struct aval_proposal proposal = proposal_of_line(line);
    struct aval_decision decision;
    char name[AVAL_FINDING_BYTES_MAX];
    bool is_found = false;

    assert_int_equal(aval_judge(world, AVAL_PROGRAMME, &proposal, NULL, &decision), AVAL_OK);
    for (unsigned i = 0; i < decision.finding_count; i++)
        if (aval_finding_name(decision.findings[i], name, sizeof(name)) > 0)
            is_found = is_found || strcmp(name, finding) == 0;
    proposal_free(&proposal);
    return is_found;
}

static void test_facts_come_and_go(void **state)
{
    aval_world *world = open_facts();
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        const struct changing *change = &changes[i];

        assert_true(finds(world, change->proposal, change->finding));
        CHECK_REFUSED(aval_world_remove(world, change->fact, problems), problems, AVAL_INVALID,
                      "the book has no such fact to remove");
        assert_int_equal(aval_world_add(world, change->fact, problems), AVAL_OK);
        assert_false(finds(world, change->proposal, change->finding));
        assert_int_equal(aval_world_remove(world, change->fact, problems), AVAL_OK);
        assert_true(finds(world, change->proposal, change->finding));
    }
    aval_problems_free(problems);
    aval_world_close(world);
}

static void test_of_equal_facts_one_goes(void **state)
{
    aval_world *world = open_facts();
    const struct changing *change = &changes[0];

    (void)state;
    assert_int_equal(aval_world_add(world, change->fact, NULL), AVAL_OK);
    assert_int_equal(aval_world_add(world, change->fact, NULL), AVAL_OK);
    assert_int_equal(aval_world_remove(world, change->fact, NULL), AVAL_OK);
    assert_false(finds(world, change->proposal, change->finding));
    assert_int_equal(aval_world_remove(world, change->fact, NULL), AVAL_OK);
    assert_true(finds(world, change->proposal, change->finding));
    assert_int_equal(aval_world_remove(world, change->fact, NULL), AVAL_INVALID);
    aval_world_close(world);
}

/* Facts that are refused, with words of the reason. */
static const struct {
    const char *fact;
    const char *reason;
} refused[] = {
    { "", "expected one JSON object" },
    { "[]", "expected one JSON object" },
    { "{}", "type: missing" },
    { FACT("planet", "\"id\":\"x\""), "type: expected one of organization" },
    { FACT("account", "\"tenant\":\"" PARTNER "\""), "onboarded_on: missing" },
    { FACT("account", "\"tenant\":\"" PARTNER "\",\"onboarded_on\":\"2020-13-01\""),
      "onboarded_on: expected a real day" },
    { FACT("account", "\"tenant\":\"" STRANGER "\",\"onboarded_on\":\"2020-01-01\""),
      "tenant: unknown tenant \"" STRANGER "\"" },
    { FACT("customer_relationship", "\"partner\":\"" STRANGER "\",\"customer\":\"" PARTNER "\""),
      "partner: unknown tenant \"" STRANGER "\"" },
    { FACT("enrollment", "\"tenant\":\"" PARTNER "\",\"role\":\"direct_bill\","
                         "\"status\":\"active\",\"from\":\"2020-01-02\",\"to\":\"2020-01-01\""),
      "to: expected a day that is not before" },
    { FACT("customer_agreement",
           "\"customer\":\"" CUSTOMER "\",\"acceptance\":\"attested\",\"date\":\"2020-02-03\""),
      "partner: missing" },
    { FACT("customer_agreement", "\"customer\":\"" CUSTOMER "\",\"acceptance\":\"direct\","
                                 "\"partner\":\"" PARTNER "\",\"date\":\"2020-02-03\""),
      "partner: stands only with" },
    { FACT("customer_relationship", "\"partner\":\"" PARTNER "\",\"customer\":\"" PARTNER "\""),
      "customer: a party cannot be related to itself" },
    { FACT("ownership", "\"owner\":\"ash\",\"owned\":\"ash\""), "related to itself" },
    { FACT("ownership", "\"owner\":\"ash\",\"owned\":\"elm\""),
      "owned: unknown organization \"elm\"" },
    { ORGANIZATION, "id: duplicate: \"ash\"" },
    { TENANT(PARTNER, "partner"), "id: duplicate: \"" PARTNER "\"" },
};

static void test_facts_that_are_refused(void **state)
{
    aval_world *world = open_facts();
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(aval_world_add(world, refused[i].fact, problems), AVAL_INVALID);
        if (strstr(aval_problems_text(problems), refused[i].reason) == NULL)
            fail_msg("%s: %s", refused[i].fact, aval_problems_text(problems));
        assert_int_equal(aval_world_add(world, refused[i].fact, NULL), AVAL_INVALID);
    }
    CHECK_REFUSED(aval_world_remove(world, ORGANIZATION, problems), problems, AVAL_INVALID,
                  "what other facts may name stays: only facts about it are removed");
    aval_problems_free(problems);
    aval_world_close(world);
}

static void test_a_long_fact(void **state)
{
    enum {
        LONGEST = 1024 * 1024
    };
    aval_world *world = open_facts();
    aval_problems *problems = aval_problems_new(AVAL_ENGLISH);
    char *fact = malloc(LONGEST + 2);
    size_t length = strlen(changes[0].fact);

    (void)state;
    memset(fact, ' ', LONGEST + 1);
    memcpy(fact, changes[0].fact, length);
    fact[LONGEST] = '\0';
    assert_int_equal(aval_world_add(world, fact, problems), AVAL_OK);
    fact[LONGEST] = ' ';
    fact[LONGEST + 1] = '\0';
    CHECK_REFUSED(aval_world_add(world, fact, problems), problems, AVAL_INVALID,
                  "expected a line of at most 1048576 bytes");
    free(fact);
    aval_problems_free(problems);
    aval_world_close(world);
}

/* What stands in a request stays what it is, whatever comes and goes. */
static void test_requests_stay_good(void **state)
{
    aval_world *world = open_facts();
    struct aval_proposal proposal = proposal_of_line(ORDER);
    struct aval_request request;
    struct aval_decision before;
    struct aval_decision after;
    char fact[512];

    (void)state;
    assert_int_equal(aval_resolve(world, &proposal, NULL, &request), AVAL_OK);
    assert_int_equal(aval_judge_request(world, AVAL_PROGRAMME, &request, &before), AVAL_OK);
    for (int i = 0; i < 5000; i++) {
        (void)snprintf(fact, sizeof(fact),
                       "{\"type\":\"tenant\",\"id\":\"44444444-0000-4000-8000-%012d\","
                       "\"domain\":\"%d.example\",\"organization\":\"ash\",\"country\":\"DE\","
                       "\"kind\":\"partner\"}",
                       i, i);
        assert_int_equal(aval_world_add(world, fact, NULL), AVAL_OK);
    }
    assert_int_equal(aval_judge_request(world, AVAL_PROGRAMME, &request, &after), AVAL_OK);
    assert_memory_equal(&before, &after, sizeof(before));
    proposal_free(&proposal);
    aval_world_close(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_world_in_memory),
        cmocka_unit_test(test_a_world_with_an_error_is_refused),
        cmocka_unit_test(test_a_world_in_a_folder),
        cmocka_unit_test(test_facts_come_and_go),
        cmocka_unit_test(test_of_equal_facts_one_goes),
        cmocka_unit_test(test_facts_that_are_refused),
        cmocka_unit_test(test_a_long_fact),
        cmocka_unit_test(test_requests_stay_good),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
