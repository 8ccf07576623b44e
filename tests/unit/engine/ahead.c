/* SPDX-License-Identifier: Apache-2.0 */
/* Acts that are judged while they wait for their turn, and what happens before it comes. */
#include "engine/judging/ahead.h"

#include "engine/act_line.h"
#include "unit/engine/parties.h"
#include "unit/engine/suites.h"
#include "unit/engine/trial.h"

/* d serves c and e. */
#define PARTIES DIRECT("d") CUSTOMER("c") CUSTOMER("e") SERVED("d", "c") SERVED("d", "e") OFFER("O")

#define ORDER_OF(customer) "place_order seller=@d customer=@" customer " offer=O quantity=1"

static struct act_request order_of(char customer)
{
    struct act_request request = {
        .principal = { .role = PRINCIPAL_SALES_AGENT, .tenant = trial_guid('d') },
        .use_case = use_case_find(TEXT("place_order")),
        .input = act_input_begin(),
        .on = DATE_BEFORE_ALL,
    };

    request.input.seller = trial_guid('d');
    request.input.customer = trial_guid(customer);
    request.input.offer = TEXT("O");
    request.input.quantity = 3;
    return request;
}

/* Asks, in the act's turn, whether what was judged ahead counts. */
struct asking {
    struct store_work work; /* first */
    const struct ahead *ahead;
    bool counts;
};

static enum status ask(struct store_work *work, struct call *call)
{
    struct asking *asking = (struct asking *)work;

    asking->counts = ahead_counts(asking->ahead, call);
    return STATUS_OK;
}

/* Whether a judgement still counts when somebody did this since. */
static bool counts_after(const char *as, const char *act)
{
    struct act_request request = order_of('c');
    struct asking asking = { .work = { ask } };
    struct fault fault = { 0 };
    struct ahead ahead;
    struct trial trial;

    trial_begin(&trial, "2022-05-10", PARTIES);
    ahead_judge(trial.store, &request, &ahead);
    assert_true(ahead.is_there);
    assert_true(ahead.judging.is_supported);
    if (as != NULL)
        assert_memory_equal(trial_act(&trial, as, act), "carried_out", 11);
    asking.ahead = &ahead;
    assert_int_equal(trial.store->write(trial.store, &asking.work, &fault), STATUS_OK);
    ahead_done(&ahead);
    trial_end(&trial);
    return asking.counts;
}

static void test_engine_ahead__counts_where_nothing_happened(void **state)
{
    (void)state;

    assert_true(counts_after(NULL, NULL));
}

static void test_engine_ahead__counts_after_what_it_did_not_look_at(void **state)
{
    (void)state;

    assert_true(counts_after("sales_agent:@d", ORDER_OF("e")));
    assert_true(counts_after("sales_agent:@d", ORDER_OF("c")));
    assert_true(counts_after("vendor", "register_organization organization=x name=X country=DE"));
}

static void test_engine_ahead__does_not_count_after_what_it_looked_at(void **state)
{
    (void)state;

    assert_false(counts_after("admin_agent:@d", "remove_customer partner=@d customer=@c"));
    assert_false(counts_after("vendor", "withdraw_offer offer=O"));
    assert_false(counts_after("vendor", "record_ownership owner=e owned=c from=2022-06-01"));
}

static void test_engine_ahead__does_not_count_on_another_day(void **state)
{
    struct act_request request = order_of('c');
    struct asking asking = { .work = { ask } };
    struct fault fault = { 0 };
    struct ahead ahead;
    struct trial trial;

    (void)state;
    trial_begin(&trial, "2022-05-10", PARTIES);

    ahead_judge(trial.store, &request, &ahead);
    trial_set_day(&trial, "2022-05-11");
    asking.ahead = &ahead;
    assert_int_equal(trial.store->write(trial.store, &asking.work, &fault), STATUS_OK);

    assert_false(asking.counts);
    ahead_done(&ahead);
    trial_end(&trial);
}

/* Whether a customer can be made ahead: with an id, or with one that the book makes. */
static bool makes_ahead(guid customer)
{
    struct act_request request = order_of('c');
    struct ahead ahead;
    struct trial trial;
    bool is_there = false;

    request.use_case = use_case_find(TEXT("create_customer"));
    request.principal.role = PRINCIPAL_ADMIN_AGENT;
    request.input = act_input_begin();
    request.input.partner = trial_guid('d');
    request.input.customer = customer;
    request.input.name = TEXT("N");
    request.input.domain = TEXT("n.example");
    assert_true(country_parse(TEXT("DE"), &request.input.country));
    trial_begin(&trial, "2022-05-10", PARTIES);
    ahead_judge(trial.store, &request, &ahead);
    is_there = ahead.is_there;
    ahead_done(&ahead);
    trial_end(&trial);
    return is_there;
}

static void test_engine_ahead__is_not_there_where_an_id_would_be_another(void **state)
{
    (void)state;

    assert_true(makes_ahead(trial_guid('n')));
    assert_false(makes_ahead(GUID_NONE));
}

/* A store in which an act always has to wait, until another was carried out. */
struct queue {
    struct store store; /* first */
    struct trial *trial;
    const char *as;
    const char *act;
    unsigned read_count;
};

static enum status read_queue(struct store *store, struct store_work *work, struct fault *fault)
{
    struct queue *queue = (struct queue *)store;

    queue->read_count++;
    return queue->trial->store->read(queue->trial->store, work, fault);
}

static enum status write_queue(struct store *store, struct store_work *work, struct fault *fault)
{
    struct queue *queue = (struct queue *)store;

    assert_memory_equal(trial_act(queue->trial, queue->as, queue->act), "carried_out", 11);
    return queue->trial->store->write(queue->trial->store, work, fault);
}

static bool queue_is_busy(struct store *store)
{
    (void)store;
    return true;
}

/* Orders for c, and gives the outcome, when somebody did this first. */
static enum outcome order_behind(const char *as, const char *act, struct buffer *out_json)
{
    struct act_request request = order_of('c');
    struct trial trial;
    struct queue queue = { { read_queue, write_queue, queue_is_busy, NULL }, &trial, as, act, 0 };
    struct act_answer answer;

    trial_begin(&trial, "2022-05-10", PARTIES);
    assert_int_equal(engine_act(&queue.store, &request, &answer), STATUS_OK);
    assert_int_equal(queue.read_count, 1);
    assert_int_equal(answer.position, 2);
    *out_json = answer.json;
    answer.json = (struct buffer){ 0 };
    act_answer_done(&answer);
    trial_end(&trial);
    return answer.outcome;
}

static void test_engine_ahead__acts_are_what_they_are_in_their_turn(void **state)
{
    struct buffer json = { 0 };

    (void)state;

    assert_int_equal(order_behind("sales_agent:@d", ORDER_OF("e"), &json), OUTCOME_CARRIED_OUT);
    assert_non_null(strstr(json.bytes, "\"verdict\":\"supported\""));
    buffer_done(&json);
    assert_int_equal(
        order_behind("admin_agent:@d", "remove_customer partner=@d customer=@c", &json),
        OUTCOME_REFUSED);
    assert_non_null(strstr(json.bytes, "\"verdict\":\"not_supported\""));
    buffer_done(&json);
}

int test_engine_ahead(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine_ahead__counts_where_nothing_happened),
        cmocka_unit_test(test_engine_ahead__counts_after_what_it_did_not_look_at),
        cmocka_unit_test(test_engine_ahead__does_not_count_after_what_it_looked_at),
        cmocka_unit_test(test_engine_ahead__does_not_count_on_another_day),
        cmocka_unit_test(test_engine_ahead__is_not_there_where_an_id_would_be_another),
        cmocka_unit_test(test_engine_ahead__acts_are_what_they_are_in_their_turn),
    };

    return cmocka_run_group_tests_name("engine/ahead", tests, NULL, NULL);
}
