/* SPDX-License-Identifier: Apache-2.0 */
/* Works in transactions: alone, beside others, and when something fails. */
#include "store/sqlite/writer.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "unit/store/shelf.h"
#include "unit/store/suites.h"
#include "unit/test.h"

enum {
    THREADS = 16,
    FACTS_EACH = 20
};

static struct fact organization_of(const char *id)
{
    struct fact fact = fact_begin(FACT_ORGANIZATION);

    fact.organization.id = text_of(id);
    fact.organization.name = TEXT("N");
    return fact;
}

static enum status add_organization(struct call *call, void *payload)
{
    struct fact fact = organization_of(payload);

    return call->store->add(call, &fact);
}

static enum status add_and_fail(struct call *call, void *payload)
{
    TRY(add_organization(call, payload));
    return call_fail(call, FAULT_UNKNOWN_OFFER, "X", NULL, NULL);
}

/* As if somebody took a failure for success. */
static enum status add_twice(struct call *call, void *payload)
{
    TRY(add_organization(call, payload));
    return add_organization(call, payload);
}

static enum status add_dangling(struct call *call, void *payload)
{
    struct fact fact = fact_begin(FACT_OWNERSHIP);

    TRY(add_organization(call, payload));
    fact.ownership.owner = text_of(payload);
    fact.ownership.owned = TEXT("nobody");
    return call->store->add(call, &fact);
}

struct looking {
    const char *id;
    bool is_there;
};

static enum status look(struct call *call, void *payload)
{
    struct looking *looking = payload;
    struct query_key key = { .text = text_of(looking->id) };
    struct row row;

    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
    looking->is_there = row.id != 0;
    return STATUS_OK;
}

static bool has_organization(struct shelf *shelf, const char *id)
{
    struct looking looking = { id, false };

    assert_int_equal(shelf_read(shelf, look, &looking), STATUS_OK);
    return looking.is_there;
}

static void test_store_writer__takes_back_what_fails(void **state)
{
    struct shelf shelf;
    char name[] = "a";

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, add_and_fail, name), STATUS_NOT_FOUND);
    assert_fault(&shelf, "unknown_offer");
    assert_string_equal(shelf.fault.arguments[0], "X");
    assert_false(has_organization(&shelf, "a"));
    assert_int_equal(shelf_write(&shelf, add_organization, name), STATUS_OK);
    assert_true(has_organization(&shelf, "a"));
    shelf_end(&shelf);
}

static void test_store_writer__takes_back_what_the_tables_refuse(void **state)
{
    struct shelf shelf;
    char name[] = "a";

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, add_twice, name), STATUS_CONFLICT);
    assert_fault(&shelf, "store_constraint");
    assert_false(has_organization(&shelf, "a"));
    shelf_end(&shelf);
}

static void test_store_writer__takes_back_what_names_nothing(void **state)
{
    struct shelf shelf;
    char name[] = "a";

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, add_dangling, name), STATUS_CONFLICT);
    assert_fault(&shelf, "store_constraint");
    assert_false(has_organization(&shelf, "a"));
    assert_int_equal(shelf_write(&shelf, add_organization, name), STATUS_OK);
    shelf_end(&shelf);
}

/* What is named may come later in the same work. */
static enum status add_backwards(struct call *call, void *payload)
{
    struct fact fact = fact_begin(FACT_OWNERSHIP);
    char owned[] = "b";

    fact.ownership.owner = text_of(payload);
    fact.ownership.owned = TEXT("b");
    TRY(call->store->add(call, &fact));
    TRY(add_organization(call, owned));
    return add_organization(call, payload);
}

static void test_store_writer__looks_at_references_at_the_end(void **state)
{
    struct shelf shelf;
    char name[] = "a";

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, add_backwards, name), STATUS_OK);
    assert_true(has_organization(&shelf, "b"));
    shelf_end(&shelf);
}

static enum status fill_call(struct call *call, void *payload)
{
    size_t *used = payload;

    *used = call->arena.used;
    (void)arena_new(&call->arena, 1, 100000);
    return call->now > 0 && call->fault.kind == FAULT_NONE ? STATUS_OK : STATUS_INVALID;
}

static void test_store_writer__has_each_call_begin_empty(void **state)
{
    struct shelf shelf;
    size_t first = 1;
    size_t second = 2;

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_write(&shelf, fill_call, &first), STATUS_OK);
    assert_int_equal(shelf_write(&shelf, fill_call, &second), STATUS_OK);
    assert_int_equal(first, second);
    shelf_end(&shelf);
}

/* One of many that write at the same time. */
struct client {
    pthread_t thread;
    struct shelf *shelf;
    unsigned number;
    bool has_failed;
};

/* Every third fails by itself, in a way of its own. */
static bool run_one(struct client *client, unsigned fact)
{
    static shelf_function *const functions[] = { add_organization, add_and_fail,
                                                 add_organization, add_dangling,
                                                 add_organization, add_twice };
    static const enum status expected[] = { STATUS_OK,       STATUS_NOT_FOUND, STATUS_OK,
                                            STATUS_CONFLICT, STATUS_OK,        STATUS_CONFLICT };
    unsigned way = (client->number + fact) % COUNT_OF(functions);
    struct shelf shelf = { .store = client->shelf->store };
    char id[32];

    (void)snprintf(id, sizeof(id), "%u-%u", client->number, fact);
    return shelf_write(&shelf, functions[way], id) == expected[way] &&
           has_organization(&shelf, id) == (expected[way] == STATUS_OK);
}

static void *serve(void *argument)
{
    struct client *client = argument;

    for (unsigned fact = 0; fact < FACTS_EACH; fact++)
        client->has_failed = client->has_failed || !run_one(client, fact);
    return NULL;
}

struct counting {
    struct row_visitor visitor;
    unsigned count;
    uint64_t last_id;
    bool is_ascending;
};

static enum status count_row(struct row_visitor *visitor, const struct row *row)
{
    struct counting *counting = (struct counting *)visitor;

    counting->is_ascending = counting->is_ascending && row->id > counting->last_id;
    counting->last_id = row->id;
    counting->count++;
    return STATUS_OK;
}

static enum status count_organizations(struct call *call, void *payload)
{
    struct counting *counting = payload;

    return call->store->visit(call, FACT_ORGANIZATION, &counting->visitor);
}

static unsigned count_of(struct shelf *shelf)
{
    struct counting counting = { { count_row }, 0, 0, true };

    assert_int_equal(shelf_read(shelf, count_organizations, &counting), STATUS_OK);
    assert_true(counting.is_ascending);
    return counting.count;
}

static void test_store_writer__loses_nothing_of_many(void **state)
{
    struct shelf shelf;
    struct client clients[THREADS];

    (void)state;
    shelf_begin_book(&shelf);

    for (unsigned i = 0; i < THREADS; i++) {
        clients[i] = (struct client){ .shelf = &shelf, .number = i };
        assert_int_equal(pthread_create(&clients[i].thread, NULL, serve, &clients[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(clients[i].thread, NULL), 0);
        assert_false(clients[i].has_failed);
    }
    assert_int_equal(count_of(&shelf), THREADS * FACTS_EACH / 2);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    assert_int_equal(count_of(&shelf), THREADS * FACTS_EACH / 2);
    shelf_end(&shelf);
}

/* Reading, while others write: one state of the book from beginning to end. */
struct double_look {
    struct shelf *shelf;
    unsigned first;
    unsigned second;
};

static enum status look_twice(struct call *call, void *payload)
{
    struct double_look *looks = payload;
    struct counting first = { { count_row }, 0, 0, true };
    struct counting second = { { count_row }, 0, 0, true };
    struct shelf shelf = { .store = looks->shelf->store };
    char name[] = "between";

    TRY(call->store->visit(call, FACT_ORGANIZATION, &first.visitor));
    assert_int_equal(shelf_write(&shelf, add_organization, name), STATUS_OK);
    TRY(call->store->visit(call, FACT_ORGANIZATION, &second.visitor));
    looks->first = first.count;
    looks->second = second.count;
    return STATUS_OK;
}

static void test_store_writer__does_not_change_what_is_being_read(void **state)
{
    struct shelf shelf;
    struct double_look looks = { &shelf, 1, 1 };

    (void)state;
    shelf_begin_book(&shelf);

    assert_int_equal(shelf_read(&shelf, look_twice, &looks), STATUS_OK);
    assert_int_equal(looks.first, 0);
    assert_int_equal(looks.second, 0);
    assert_true(has_organization(&shelf, "between"));
    shelf_end(&shelf);
}

/* No file grows any more: as on a disk that is full. */
static void set_room(rlim_t bytes)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_store_writer__stops_when_a_commit_fails(void **state)
{
    struct shelf shelf;
    char first[] = "a";
    char second[] = "b";
    char third[] = "c";

    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    shelf_begin_book(&shelf);
    assert_int_equal(shelf_write(&shelf, add_organization, first), STATUS_OK);

    set_room(1);
    assert_int_equal(shelf_write(&shelf, add_organization, second), STATUS_WRITE_FAILED);
    set_room(RLIM_INFINITY);
    assert_fault(&shelf, "store_unwritable");
    assert_int_equal(shelf_write(&shelf, add_organization, third), STATUS_UNAVAILABLE);
    assert_fault(&shelf, "store_stopped");
    assert_true(has_organization(&shelf, "a"));
    assert_false(has_organization(&shelf, "b"));
    assert_int_equal(shelf_open(&shelf, STORE_WRITE), STATUS_OK);
    assert_true(has_organization(&shelf, "a"));
    assert_int_equal(shelf_write(&shelf, add_organization, third), STATUS_OK);
    shelf_end(&shelf);
}

/* More than the cache holds is written before it is committed. */
static enum status add_too_much(struct call *call, void *payload)
{
    static char name[1000];

    (void)payload;
    memset(name, 'n', sizeof(name));
    for (unsigned i = 0; i < 100000; i++) {
        char id[16];
        struct fact fact = organization_of(id);

        (void)snprintf(id, sizeof(id), "%u", i);
        fact.organization.id = text_of(id);
        fact.organization.name = (struct text){ name, sizeof(name) };
        TRY(call->store->add(call, &fact));
    }
    return STATUS_OK;
}

static void test_store_writer__goes_on_when_a_work_has_no_room(void **state)
{
    struct shelf shelf;
    char name[] = "a";

    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    shelf_begin_book(&shelf);

    set_room(1 << 20);
    assert_int_equal(shelf_write(&shelf, add_too_much, NULL), STATUS_WRITE_FAILED);
    assert_fault(&shelf, "store_unwritable");
    assert_int_equal(shelf_write(&shelf, add_organization, name), STATUS_OK);
    set_room(RLIM_INFINITY);
    assert_int_equal(count_of(&shelf), 1);
    shelf_end(&shelf);
}

/* Where a work waits until the test lets it go on. */
struct gate {
    sem_t is_reached;
    sem_t is_open;
};

/* A work of a batch that the test puts together: it runs in a thread of its own. */
struct member {
    struct store_work work;
    struct writer *writer;
    const char *id;
    enum status (*end)(struct call *call); /* what it does after it has added its organisation */
    struct gate *gate;                     /* it waits there, or NULL */
    unsigned run_count;
    enum status status;
    struct fault fault;
    pthread_t thread;
};

static enum status run_member(struct store_work *work, struct call *call)
{
    struct member *member = (struct member *)work;
    struct fact fact = organization_of(member->id);

    member->run_count++;
    if (member->gate != NULL) {
        (void)sem_post(&member->gate->is_reached);
        (void)sem_wait(&member->gate->is_open);
    }
    TRY(call->store->add(call, &fact));
    return member->end == NULL ? STATUS_OK : member->end(call);
}

static void *serve_member(void *argument)
{
    struct member *member = argument;

    member->status = writer_run(member->writer, &member->work, WRITER_TOGETHER, &member->fault);
    return NULL;
}

static struct job **end_of(struct writer *writer)
{
    struct job **end = NULL;

    (void)pthread_mutex_lock(&writer->mutex);
    end = writer->end;
    (void)pthread_mutex_unlock(&writer->mutex);
    return end;
}

static void begin_member(struct member *member)
{
    member->work.run = run_member;
    assert_int_equal(pthread_create(&member->thread, NULL, serve_member, member), 0);
}

/* The first is alone in its batch, and keeps the writer until the others are all on its list. */
static void run_batch_of(struct member *members, unsigned count)
{
    struct gate gate;

    assert_int_equal(sem_init(&gate.is_reached, 0, 0), 0);
    assert_int_equal(sem_init(&gate.is_open, 0, 0), 0);
    members[0].gate = &gate;
    begin_member(&members[0]);
    (void)sem_wait(&gate.is_reached);
    for (unsigned i = 1; i < count; i++) {
        struct job **end = end_of(members[i].writer);

        begin_member(&members[i]);
        while (end_of(members[i].writer) == end)
            (void)sched_yield();
    }
    (void)sem_post(&gate.is_open);
    for (unsigned i = 0; i < count; i++)
        (void)pthread_join(members[i].thread, NULL);
    (void)sem_destroy(&gate.is_reached);
    (void)sem_destroy(&gate.is_open);
}

/* What an error of the disk or of memory may do. */
static enum status lose_all(struct call *call)
{
    (void)sqlite3_exec(connection_of(call)->database, "rollback", NULL, NULL, NULL);
    return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

/* The same, and nobody looked. */
static enum status lose_all_unseen(struct call *call)
{
    (void)lose_all(call);
    call->fault = (struct fault){ 0 };
    return STATUS_OK;
}

static enum status fail_alone(struct call *call)
{
    return call_fail(call, FAULT_UNKNOWN_OFFER, "X", NULL, NULL);
}

static void test_store_writer__runs_the_others_again_when_all_is_lost(void **state)
{
    struct shelf shelf;
    struct writer writer = { 0 };
    struct member members[] = {
        { .writer = &writer, .id = "first" },
        { .writer = &writer, .id = "a" },
        { .writer = &writer, .id = "b", .end = lose_all },
        { .writer = &writer, .id = "c", .end = fail_alone },
        { .writer = &writer, .id = "d", .end = lose_all_unseen },
        { .writer = &writer, .id = "e" },
    };

    (void)state;
    shelf_begin_book(&shelf);
    shelf_close(&shelf);
    assert_int_equal(connection_open(&writer.connection, shelf.path, CONNECTION_WRITER), STATUS_OK);
    assert_int_equal(writer_begin(&writer, &shelf.fault), STATUS_OK);

    run_batch_of(members, COUNT_OF(members));
    writer_end(&writer);
    connection_close(&writer.connection);

    assert_int_equal(members[1].status, STATUS_OK);
    assert_int_equal(members[1].run_count, 3);
    assert_int_equal(members[2].status, STATUS_NO_MEMORY);
    assert_int_equal(members[2].run_count, 1);
    assert_int_equal(members[3].status, STATUS_NOT_FOUND);
    assert_int_equal(members[3].run_count, 1);
    assert_int_not_equal(members[4].status, STATUS_OK);
    assert_int_equal(members[5].status, STATUS_OK);
    assert_int_equal(members[5].run_count, 1);
    assert_int_equal(shelf_open(&shelf, STORE_READ), STATUS_OK);
    assert_int_equal(count_of(&shelf), 3);
    assert_true(has_organization(&shelf, "a"));
    assert_true(has_organization(&shelf, "e"));
    shelf_end(&shelf);
}

int test_store_writer(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_writer__takes_back_what_fails),
        cmocka_unit_test(test_store_writer__takes_back_what_the_tables_refuse),
        cmocka_unit_test(test_store_writer__takes_back_what_names_nothing),
        cmocka_unit_test(test_store_writer__looks_at_references_at_the_end),
        cmocka_unit_test(test_store_writer__has_each_call_begin_empty),
        cmocka_unit_test(test_store_writer__loses_nothing_of_many),
        cmocka_unit_test(test_store_writer__runs_the_others_again_when_all_is_lost),
        cmocka_unit_test(test_store_writer__does_not_change_what_is_being_read),
        cmocka_unit_test(test_store_writer__stops_when_a_commit_fails),
        cmocka_unit_test(test_store_writer__goes_on_when_a_work_has_no_room),
    };

    return cmocka_run_group_tests_name("store/writer", tests, NULL, NULL);
}
