/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions in full form, routes and replay: what the core says, byte for byte. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <yyjson.h>

#include "exchange/full.h"
#include "exchange/proposal_line.h"
#include "exchange/routes_json.h"
#include "exchange/world.h"
#include "lib/sample.h"
#include "rulebook/reading.h"

enum {
    ROOM_BYTES = 1 << 20,
    THREADS = 3,
    VECTORS_ASKED = 1500, /* of ten thousand: each takes some milliseconds */
    NO_SUCH_VALUE = 77
};

#define DALA "cda1a000-0000-4000-8000-000000000001"

/* A world of the library, the same one of the core, and room for an answer. */
struct given {
    struct sample *sample;
    aval_world *world;
    aval_problems *problems;
    struct aval_answer answer;
    struct book *book;
    struct book_source source;
    struct line_judge *judge;
};

static struct given *given_new(struct sample *sample)
{
    struct given *given = calloc(1, sizeof(*given));
    struct world_source source = { .path = sample->world_path };
    struct buffer problems = { 0 };

    given->sample = sample;
    given->world = sample_open(sample);
    given->problems = aval_problems_new(AVAL_ENGLISH);
    given->answer.bytes = malloc(ROOM_BYTES);
    given->answer.capacity = ROOM_BYTES;
    given->judge = calloc(1, sizeof(*given->judge));
    assert_int_equal(world_read(&source, &problems, &given->book), STATUS_OK);
    assert_int_equal(book_source_init(&given->source, given->book), STATUS_OK);
    assert_int_equal(line_judge_init(given->judge, given->book,
                                     (struct terms){ PROFILE_PROGRAMME, 0 }, LANGUAGE_EN),
                     STATUS_OK);
    return given;
}

static void given_free(struct given *given)
{
    line_judge_done(given->judge);
    free(given->judge);
    book_source_done(&given->source);
    book_free(given->book);
    free(given->answer.bytes);
    aval_problems_free(given->problems);
    aval_world_close(given->world);
    sample_free(given->sample);
    free(given);
}

/* What `aval check --full` says of a line. */
static void core_explain(struct given *given, const char *line, struct terms terms,
                         struct buffer *answer)
{
    struct line_outcome *outcome = calloc(1, sizeof(*outcome));
    struct full full;

    buffer_clear(answer);
    given->judge->terms = terms;
    assert_int_equal(line_judge_line(given->judge, text_of(line), 1, outcome), STATUS_OK);
    if (outcome->error.length > 0) {
        outcome_write_json(answer, outcome);
    } else {
        struct full_style style = { outcome->has_id, outcome->id, false };

        assert_int_equal(full_judge(&full, &given->source, &outcome->request, terms), STATUS_OK);
        full_write_json(answer, &full, &style);
    }
    buffer_add(answer, "", 1);
    free(outcome);
}

static enum aval_status explain_line(struct given *given, const struct aval_explaining *explaining,
                                     const char *text)
{
    struct aval_line line = { text, strlen(text), 1 };

    return aval_explain_json(given->world, explaining, &line, given->problems, &given->answer);
}

static void check_explained(struct given *given, const struct asked *asked,
                            const struct aval_explaining *explaining, unsigned readings)
{
    struct terms terms = { (enum profile)explaining->profile, readings };
    struct buffer expected = { 0 };

    core_explain(given, asked->line, terms, &expected);
    assert_int_equal(explain_line(given, explaining, asked->line), AVAL_OK);
    assert_string_equal(given->answer.bytes, expected.bytes);
    assert_int_equal(given->answer.length, expected.length - 1);
    given->answer.bytes[0] = '\0';
    assert_int_equal(
        aval_explain(given->world, explaining, &asked->proposal, given->problems, &given->answer),
        AVAL_OK);
    assert_string_equal(given->answer.bytes, expected.bytes);
    assert_string_equal(aval_problems_text(given->problems), "");
    buffer_done(&expected);
}

static void test_the_sample_is_explained_as_by_the_core(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    (void)state;
    for (size_t i = 0; i < given->sample->count; i++) {
        const struct asked *asked = &given->sample->asked[i];

        explaining.other_readings = NULL;
        explaining.profile = AVAL_PROGRAMME;
        check_explained(given, asked, &explaining, 0);
        explaining.profile = AVAL_ARTICLE;
        check_explained(given, asked, &explaining, 0);
        explaining.other_readings = "Q13 Q2 Q3";
        check_explained(given, asked, &explaining, Q2 | Q3 | Q13);
        explaining.other_readings = "Q2 Q3 Q4 Q6 Q7 Q12 Q13";
        check_explained(given, asked, &explaining, READINGS_DECIDABLE);
        explaining.other_readings = "";
        check_explained(given, asked, &explaining, 0);
    }
    given_free(given);
}

/* The decisions beside the repository, by several threads. */
static struct {
    struct sample *vectors;
    aval_world *world;
    char *expected[VECTORS_ASKED];
    atomic_size_t next;
    atomic_uint wrong_count;
} shared;

static void *explain_some(void *unused)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    struct aval_answer answer = { malloc(ROOM_BYTES), ROOM_BYTES, 0 };

    (void)unused;
    for (;;) {
        size_t number = atomic_fetch_add(&shared.next, 1);
        enum aval_status status = AVAL_OK;

        if (number >= VECTORS_ASKED)
            break;
        status = aval_explain(shared.world, &explaining, &shared.vectors->asked[number].proposal,
                              NULL, &answer);
        if (status != AVAL_OK || strcmp(answer.bytes, shared.expected[number]) != 0)
            atomic_fetch_add(&shared.wrong_count, 1);
    }
    free(answer.bytes);
    return NULL;
}

static void test_vectors_from_several_threads(void **state)
{
    struct sample *vectors = vectors_new();
    struct terms terms = { PROFILE_PROGRAMME, 0 };
    struct given *given = NULL;
    pthread_t threads[THREADS];

    (void)state;
    if (vectors == NULL)
        return;
    given = given_new(vectors);
    shared.vectors = vectors;
    shared.world = given->world;
    assert_true(vectors->count >= VECTORS_ASKED);
    for (size_t i = 0; i < VECTORS_ASKED; i++) {
        struct buffer expected = { 0 };

        core_explain(given, vectors->asked[i].line, terms, &expected);
        shared.expected[i] = expected.bytes;
    }
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, explain_some, NULL), 0);
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(atomic_load(&shared.wrong_count), 0);
    for (size_t i = 0; i < VECTORS_ASKED; i++)
        free(shared.expected[i]);
    given_free(given);
}

/* The answer as values, for yyjson_doc_free(). */
static yyjson_doc *answer_read(const struct given *given)
{
    yyjson_doc *document = yyjson_read(given->answer.bytes, given->answer.length, 0);

    assert_non_null(document);
    return document;
}

static yyjson_val *pointed(yyjson_doc *document, const char *path)
{
    return yyjson_doc_ptr_get(document, path);
}

/* The first of the sample whose decision has at least so many plans. */
static const struct asked *find_planned(struct given *given, size_t plans)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    for (size_t i = 0; i < given->sample->count; i++) {
        yyjson_doc *document = NULL;
        size_t count = 0;

        assert_int_equal(explain_line(given, &explaining, given->sample->asked[i].line), AVAL_OK);
        document = answer_read(given);
        count = yyjson_arr_size(pointed(document, "/way_forward"));
        yyjson_doc_free(document);
        if (count >= plans)
            return &given->sample->asked[i];
    }
    fail_msg("no decision of the sample has %zu plans", plans);
    return &given->sample->asked[0];
}

/* A redacted decision names rules, and says nothing that the caller has not said. */
static void check_redacted_finding(yyjson_val *finding)
{
    char name[AVAL_FINDING_BYTES_MAX];
    char message[AVAL_FINDING_BYTES_MAX];
    struct aval_finding number = { 0, 0 };
    const char *position = yyjson_get_str(yyjson_obj_get(finding, "position"));

    while (strcmp(aval_rule_name(number.rule), yyjson_get_str(yyjson_obj_get(finding, "rule"))) !=
           0)
        number.rule++;
    while (position != NULL && strcmp(aval_position_name(number.position), position) != 0)
        number.position++;
    while (position == NULL && aval_position_name(number.position)[0] != '\0')
        number.position++;
    assert_true(aval_finding_name(number, name, sizeof(name)) > 0);
    assert_true(aval_finding_message(number, AVAL_FRENCH, message, sizeof(message)) > 0);
    assert_string_equal(yyjson_get_str(yyjson_obj_get(yyjson_obj_get(finding, "message"), "fr")),
                        message);
    assert_int_equal(yyjson_obj_size(yyjson_obj_get(finding, "facts")), 0);
    assert_int_equal(yyjson_arr_size(yyjson_obj_get(finding, "remedies")), 0);
}

static void check_redacted(struct given *given)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *finding = NULL;
    yyjson_doc *document = answer_read(given);

    assert_true(yyjson_is_true(pointed(document, "/redacted")));
    assert_null(pointed(document, "/dossier"));
    assert_null(pointed(document, "/digest"));
    assert_int_equal(yyjson_arr_size(pointed(document, "/way_forward")), 0);
    yyjson_arr_foreach (pointed(document, "/findings"), index, count, finding)
        check_redacted_finding(finding);
    assert_null(strstr(given->answer.bytes, ".example"));
    yyjson_doc_free(document);
}

static void test_redacted_decisions_tell_nothing(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    (void)state;
    explaining.detail = AVAL_REDACTED;
    for (size_t i = 0; i < given->sample->count; i++) {
        struct aval_line line;
        char *decision = NULL;

        assert_int_equal(explain_line(given, &explaining, given->sample->asked[i].line), AVAL_OK);
        check_redacted(given);
        decision = strdup(given->answer.bytes);
        line = (struct aval_line){ decision, given->answer.length, 4 };
        assert_int_equal(aval_replay(&line, given->problems, &given->answer), AVAL_OK);
        assert_non_null(strstr(given->answer.bytes, "line 4: a redacted decision has no dossier"));
        free(decision);
    }
    given_free(given);
}

/* The answer under some limits, as values. */
static yyjson_doc *explain_within(struct given *given, const struct asked *asked,
                                  unsigned steps_max, unsigned plans_max)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    explaining.steps_max = steps_max;
    explaining.plans_max = plans_max;
    assert_int_equal(explain_line(given, &explaining, asked->line), AVAL_OK);
    return answer_read(given);
}

/* Limits leave plans out, from the last, and change nothing else of what is found. */
static void test_limits_of_plans(void **state)
{
    struct given *given = given_new(sample_new());
    const struct asked *asked = find_planned(given, 2);
    yyjson_doc *whole = explain_within(given, asked, AVAL_STEPS_MAX, AVAL_PLANS_MAX);
    yyjson_val *plans = pointed(whole, "/way_forward");

    (void)state;
    for (unsigned limit = 0; limit <= AVAL_PLANS_MAX; limit++) {
        yyjson_doc *limited = explain_within(given, asked, AVAL_STEPS_MAX, limit);
        size_t left = yyjson_arr_size(pointed(limited, "/way_forward"));

        assert_true(left == limit || (left < limit && left == yyjson_arr_size(plans)));
        for (size_t i = 0; i < left; i++)
            assert_true(yyjson_equals(yyjson_arr_get(pointed(limited, "/way_forward"), i),
                                      yyjson_arr_get(plans, i)));
        assert_true(yyjson_equals(pointed(limited, "/findings"), pointed(whole, "/findings")));
        yyjson_doc_free(limited);
    }
    yyjson_doc_free(whole);
    given_free(given);
}

static void test_limits_of_steps(void **state)
{
    struct given *given = given_new(sample_new());
    const struct asked *asked = find_planned(given, 2);

    (void)state;
    for (unsigned limit = 0; limit <= AVAL_STEPS_MAX; limit++) {
        yyjson_doc *limited = explain_within(given, asked, limit, AVAL_PLANS_MAX);
        size_t index = 0;
        size_t count = 0;
        yyjson_val *plan = NULL;

        yyjson_arr_foreach (pointed(limited, "/way_forward"), index, count, plan)
            assert_true(yyjson_arr_size(yyjson_obj_get(plan, "steps")) <= limit);
        yyjson_doc_free(limited);
    }
    given_free(given);
}

static void test_room_that_is_too_small_is_measured(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    const char *line = given->sample->asked[0].line;
    size_t length = 0;

    (void)state;
    assert_int_equal(explain_line(given, &explaining, line), AVAL_OK);
    length = given->answer.length;
    given->answer.capacity = length;
    given->answer.length = NO_SUCH_VALUE;
    given->answer.bytes[0] = 'x';
    assert_int_equal(explain_line(given, &explaining, line), AVAL_NO_ROOM);
    assert_int_equal(given->answer.length, length);
    assert_int_equal(given->answer.bytes[0], 'x');
    assert_string_equal(aval_problems_text(given->problems),
                        "the room given is too small for what it is to hold");
    given->answer.capacity = length + 1;
    assert_int_equal(explain_line(given, &explaining, line), AVAL_OK);
    assert_int_equal(strlen(given->answer.bytes), length);
    given->answer.capacity = 0;
    assert_int_equal(explain_line(given, &explaining, " \r\n"), AVAL_NO_ROOM);
    assert_int_equal(given->answer.length, 0);
    given_free(given);
}

static void check_changed(struct given *given, const char *fact, bool is_added,
                          const char *expected)
{
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;
    struct aval_proposal proposal = { .act = "engage_partner",
                                      .date = "2020-05-12",
                                      .partner = "99999999-0000-4000-8000-000000000001",
                                      .customer = DALA };
    enum aval_status (*change)(aval_world *, const char *, aval_problems *) =
        is_added ? aval_world_add : aval_world_remove;

    if (change(given->world, fact, given->problems) != AVAL_OK)
        fail_msg("%s", aval_problems_text(given->problems));
    assert_int_equal(
        aval_explain(given->world, &explaining, &proposal, given->problems, &given->answer),
        AVAL_OK);
    if (strstr(given->answer.bytes, expected) == NULL)
        fail_msg("after %s: %s", fact, given->answer.bytes);
}

static void test_a_change_is_seen_by_whoever_asks_next(void **state)
{
    static const char enrollment[] =
        "{\"type\":\"enrollment\",\"tenant\":\"99999999-0000-4000-8000-000000000001\","
        "\"role\":\"indirect_reseller\",\"status\":\"active\"}";
    struct given *given = given_new(sample_new());

    (void)state;
    assert_int_equal(
        aval_world_add(given->world,
                       "{\"type\":\"organization\",\"id\":\"new\",\"name\":\"New & Söhne\","
                       "\"country\":\"DE\"}",
                       NULL),
        AVAL_OK);
    check_changed(given,
                  "{\"type\":\"tenant\",\"id\":\"99999999-0000-4000-8000-000000000001\","
                  "\"domain\":\"new.example\",\"organization\":\"new\",\"country\":\"DE\","
                  "\"kind\":\"partner\"}",
                  true, "\"live_roles\":[]");
    check_changed(given, enrollment, true, "\"verdict\":\"supported\"");
    check_changed(given, enrollment, false, "New & Söhne (new.example");
    check_changed(given, enrollment, true, "\"findings\":[]");
    given_free(given);
}

static void test_a_decision_is_replayed_without_its_world(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_explaining explaining = AVAL_EXPLAINING_INIT;

    (void)state;
    for (size_t i = 0; i < given->sample->count; i++) {
        struct aval_line line;
        char *decision = NULL;

        assert_int_equal(explain_line(given, &explaining, given->sample->asked[i].line), AVAL_OK);
        decision = strdup(given->answer.bytes);
        line = (struct aval_line){ decision, given->answer.length, 1 };
        assert_int_equal(aval_replay(&line, given->problems, &given->answer), AVAL_OK);
        assert_non_null(strstr(given->answer.bytes, "\"replay\":\"same\"}\n"));
        strstr(decision, "\"as_of\"")[2] = 'S';
        assert_int_equal(aval_replay(&line, given->problems, &given->answer), AVAL_OK);
        assert_non_null(strstr(given->answer.bytes, "\"keys\":[\"as_of\",\"aS_of\"]"));
        free(decision);
    }
    given_free(given);
}

static void test_lines_that_are_no_decision(void **state)
{
    static const char *const lines[] = { "{}", "[]", "nothing", "{\"act\":{},\"dossier\":{}}" };
    struct given *given = given_new(sample_new());
    struct aval_line blank = { " \n", 2, 1 };
    struct aval_line two = { "{}\n{}", 5, 1 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct aval_line line = { lines[i], strlen(lines[i]), 7 };

        assert_int_equal(aval_replay(&line, NULL, &given->answer), AVAL_OK);
        assert_non_null(
            strstr(given->answer.bytes, "\"replay\":\"unreadable\",\"error\":\"line 7: "));
    }
    assert_int_equal(aval_replay(&blank, NULL, &given->answer), AVAL_OK);
    assert_string_equal(given->answer.bytes, "");
    assert_int_equal(aval_replay(&two, given->problems, &given->answer), AVAL_INVALID);
    assert_string_equal(aval_problems_text(given->problems),
                        "line: the argument has more than one line");
    given_free(given);
}

static uint32_t party_of(struct given *given, const char *id)
{
    struct line_outcome *outcome = calloc(1, sizeof(*outcome));
    char line[256];
    uint32_t party = 0;

    (void)snprintf(line, sizeof(line),
                   "{\"id\":\"r\",\"act\":\"engage_partner\",\"date\":\"2020-05-12\","
                   "\"partner\":\"%s\",\"customer\":\"%s\"}",
                   id, id);
    assert_int_equal(line_judge_line(given->judge, text_of(line), 1, outcome), STATUS_OK);
    assert_int_equal(outcome->error.length, 0);
    party = outcome->request.party[POSITION_CUSTOMER];
    free(outcome);
    return party;
}

static void check_routes(struct given *given, const struct aval_routes_query *query)
{
    struct terms terms = { (enum profile)query->profile, 0 };
    struct routes_query core = { .customer = party_of(given, query->customer),
                                 .offer = REQUEST_NONE,
                                 .seller = REQUEST_NONE,
                                 .provider = REQUEST_NONE,
                                 .steps_max = query->near_steps_max,
                                 .limit = query->listed_max };
    struct routes routes;
    struct buffer expected = { 0 };

    assert_true(date_parse(text_of(query->date), &core.date));
    if (query->seller != NULL)
        core.seller = party_of(given, query->seller);
    if (query->provider != NULL)
        core.provider = party_of(given, query->provider);
    assert_int_equal(routes_find(&given->source.source, terms, &core, &routes), STATUS_OK);
    routes_write_json(&expected, &given->source, terms, &core, &routes);
    buffer_add(&expected, "", 1);
    if (aval_routes(given->world, query, given->problems, &given->answer) != AVAL_OK)
        fail_msg("%s", aval_problems_text(given->problems));
    assert_string_equal(given->answer.bytes, expected.bytes);
    routes_done(&routes);
    buffer_done(&expected);
}

static void test_routes_are_those_of_the_core(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_routes_query query = AVAL_ROUTES_QUERY_INIT;
    const char *seller = NULL;
    const char *provider = NULL;

    (void)state;
    query.date = "2020-05-12";
    for (size_t i = 0; i < given->sample->count; i++) {
        const struct aval_proposal *proposal = &given->sample->asked[i].proposal;

        if (proposal->customer == NULL)
            continue;
        query.customer = proposal->customer;
        check_routes(given, &query);
        if (proposal->provider != NULL && proposal->seller != NULL) {
            seller = proposal->seller;
            provider = proposal->provider;
        }
    }
    query.near_steps_max = 3;
    query.listed_max = 1;
    check_routes(given, &query);
    query.listed_max = 0;
    query.profile = AVAL_ARTICLE;
    query.seller = seller;
    check_routes(given, &query);
    query.provider = provider;
    check_routes(given, &query);
    query.seller = NULL;
    check_routes(given, &query);
    given_free(given);
}

#define CHECK_REFUSED(call, text)                                                                  \
    do {                                                                                           \
        assert_int_equal(call, AVAL_INVALID);                                                      \
        assert_string_equal(aval_problems_text(given->problems), text);                            \
    } while (0)

static void test_queries_that_are_refused(void **state)
{
    struct given *given = given_new(sample_new());
    struct aval_routes_query query = AVAL_ROUTES_QUERY_INIT;
    aval_world *world = given->world;

    (void)state;
    given->answer.length = NO_SUCH_VALUE;
    CHECK_REFUSED(aval_routes(NULL, &query, given->problems, &given->answer),
                  "world: the argument is missing (NULL)");
    CHECK_REFUSED(aval_routes(world, NULL, given->problems, &given->answer),
                  "query: the argument is missing (NULL)");
    CHECK_REFUSED(aval_routes(world, &query, given->problems, NULL),
                  "answer: the argument is missing (NULL)");
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "date: missing; expected a real day of the years 0001 to 9999 as YYYY-MM-DD");
    query.date = "2020-05-12";
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "customer: missing; expected a GUID (8-4-4-4-12 hexadecimal digits)");
    query.customer = "99999999-0000-4000-8000-00000000000a";
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "customer: unknown tenant \"99999999-0000-4000-8000-00000000000a\"");
    query.customer = DALA;
    query.offer = "NO-SUCH";
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "offer: unknown offer \"NO-SUCH\"");
    query.near_steps_max = AVAL_STEPS_MAX + 1;
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "near_steps_max: the argument is above its limit");
    query.near_steps_max = 0;
    query.profile = (enum aval_profile)NO_SUCH_VALUE;
    CHECK_REFUSED(aval_routes(world, &query, given->problems, &given->answer),
                  "profile: the argument is not a value of its list");
    assert_int_equal(given->answer.length, NO_SUCH_VALUE);
    given_free(given);
}

static void test_explaining_asks_for_what_is_missing(void **state)
{
    struct given *given = given_new(sample_new());
    const struct aval_proposal *proposal = &given->sample->asked[0].proposal;
    struct aval_explaining how = AVAL_EXPLAINING_INIT;
    struct aval_line no_bytes = { NULL, 1, 1 };
    aval_problems *problems = given->problems;
    aval_world *world = given->world;
    struct aval_answer *answer = &given->answer;
    struct aval_answer no_room = { NULL, 10, NO_SUCH_VALUE };

    (void)state;
    answer->length = NO_SUCH_VALUE;
    CHECK_REFUSED(aval_explain(NULL, &how, proposal, problems, answer),
                  "world: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain(world, NULL, proposal, problems, answer),
                  "explaining: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain(world, &how, NULL, problems, answer),
                  "proposal: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain(world, &how, proposal, problems, NULL),
                  "answer: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain(world, &how, proposal, problems, &no_room),
                  "answer: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain_json(world, &how, NULL, problems, answer),
                  "line: the argument is missing (NULL)");
    CHECK_REFUSED(aval_explain_json(world, &how, &no_bytes, problems, answer),
                  "line: the argument is missing (NULL)");
    CHECK_REFUSED(aval_replay(NULL, problems, answer), "line: the argument is missing (NULL)");
    CHECK_REFUSED(aval_replay(&no_bytes, problems, answer), "line: the argument is missing (NULL)");
    CHECK_REFUSED(explain_line(given, &how, "{}\n{}"), "line: the argument has more than one line");
    assert_int_equal(aval_explain(NULL, NULL, NULL, NULL, NULL), AVAL_INVALID);
    assert_int_equal(aval_explain_json(NULL, NULL, NULL, NULL, NULL), AVAL_INVALID);
    assert_int_equal(aval_replay(NULL, NULL, NULL), AVAL_INVALID);
    assert_int_equal(aval_routes(NULL, NULL, NULL, NULL), AVAL_INVALID);
    assert_int_equal(answer->length, NO_SUCH_VALUE);
    assert_int_equal(no_room.length, NO_SUCH_VALUE);
    given_free(given);
}

static void test_explaining_refuses_what_it_does_not_know(void **state)
{
    static const struct aval_explaining usual = AVAL_EXPLAINING_INIT;
    static const char *const wrong[] = { "Q1", "Q5", "q2", "Q2 Q2", "Q2,Q3", " Q2", "Q2  Q3" };
    struct given *given = given_new(sample_new());
    struct aval_explaining how = usual;

    (void)state;
    how.steps_max = AVAL_STEPS_MAX + 1;
    CHECK_REFUSED(explain_line(given, &how, "{}"), "steps_max: the argument is above its limit");
    how = usual;
    how.plans_max = AVAL_PLANS_MAX + 1;
    CHECK_REFUSED(explain_line(given, &how, "{}"), "plans_max: the argument is above its limit");
    how = usual;
    how.detail = (enum aval_detail)NO_SUCH_VALUE;
    CHECK_REFUSED(explain_line(given, &how, "{}"),
                  "detail: the argument is not a value of its list");
    how = usual;
    how.profile = (enum aval_profile)NO_SUCH_VALUE;
    CHECK_REFUSED(explain_line(given, &how, "{}"),
                  "profile: the argument is not a value of its list");
    how = usual;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        how.other_readings = wrong[i];
        assert_int_equal(explain_line(given, &how, "{}"), AVAL_INVALID);
        assert_non_null(strstr(aval_problems_text(given->problems),
                               "other_readings: expected a list, none twice, of Q2, Q3, Q4, Q6, "
                               "Q7, Q12, Q13, found \""));
    }
    how.other_readings = "-";
    assert_int_equal(explain_line(given, &how, "{}"), AVAL_OK);
    assert_non_null(strstr(given->answer.bytes, "\"error\":\"line 1: "));
    given_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sample_is_explained_as_by_the_core),
        cmocka_unit_test(test_vectors_from_several_threads),
        cmocka_unit_test(test_redacted_decisions_tell_nothing),
        cmocka_unit_test(test_limits_of_plans),
        cmocka_unit_test(test_limits_of_steps),
        cmocka_unit_test(test_room_that_is_too_small_is_measured),
        cmocka_unit_test(test_a_change_is_seen_by_whoever_asks_next),
        cmocka_unit_test(test_a_decision_is_replayed_without_its_world),
        cmocka_unit_test(test_lines_that_are_no_decision),
        cmocka_unit_test(test_routes_are_those_of_the_core),
        cmocka_unit_test(test_queries_that_are_refused),
        cmocka_unit_test(test_explaining_asks_for_what_is_missing),
        cmocka_unit_test(test_explaining_refuses_what_it_does_not_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
