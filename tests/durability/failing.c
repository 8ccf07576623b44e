/* SPDX-License-Identifier: Apache-2.0 */
/*
 * durability-failing TALE SAMPLE SEED JOBS [FAILURE N]
 *
 * Tells a story of a book, or of the migration of an older one, again and again, each time with
 * another call of the system, or another allocation, that fails: the N-th of its kind, once or
 * from then on. TALE is "story" or "migration". SAMPLE says how many of each kind are tried, by
 * the seed; 0: every one. After each: acts that were acknowledged are there, no other is there by
 * half; a failure is told as one; after a commit that failed acts stop, while reads go on; and
 * opened again the book goes on. Ends with "N passed, M failed".
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "durability/check.h"
#include "durability/disk.h"
#include "durability/older.h"
#include "store/sqlite/connection.h"
#include "unit/small_world.h"
#include "unit/test.h"

enum {
    JOBS_MAX = 64,
    ANSWERS_MAX = 256,
    FAILURES_SHOWN_MAX = 5,

    /* Behind the operations of the disk: what is counted besides. */
    MEMORY_OF_SQLITE = DISK_OPERATION_COUNT,
    MEMORY_OF_OURS,
    OPERATION_COUNT
};

/* A way to fail. */
struct failure {
    const char *name;
    unsigned operation;
    int error;
    bool is_lasting;     /* every one from the N-th on */
    bool leaves_reading; /* reads have to go on */
};

static const struct failure failures[] = {
    { "open", DISK_OPEN, SQLITE_CANTOPEN, false, false },
    { "read", DISK_READ, SQLITE_IOERR_READ, false, false },
    { "write", DISK_WRITE, SQLITE_IOERR_WRITE, false, true },
    { "write-on", DISK_WRITE, SQLITE_IOERR_WRITE, true, true },
    { "full", DISK_WRITE, SQLITE_FULL, false, true },
    { "full-on", DISK_WRITE, SQLITE_FULL, true, true },
    { "truncate", DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE, false, true },
    { "sync", DISK_SYNC, SQLITE_IOERR_FSYNC, false, true },
    { "sync-on", DISK_SYNC, SQLITE_IOERR_FSYNC, true, true },
    { "delete", DISK_DELETE, SQLITE_IOERR_DELETE, false, true },
    { "lock", DISK_LOCK, SQLITE_IOERR_LOCK, false, false },
    { "size", DISK_SIZE, SQLITE_IOERR_FSTAT, false, false },
    { "shared-map", DISK_SHARED_MAP, SQLITE_IOERR_SHMMAP, false, false },
    { "shared-lock", DISK_SHARED_LOCK, SQLITE_IOERR_SHMLOCK, false, false },
    { "memory-of-sqlite", MEMORY_OF_SQLITE, 0, false, false },
    { "memory", MEMORY_OF_OURS, 0, false, false },
};

/* What fails now, and how much was asked for; any thread. */
static const struct failure *failing; /* NULL: nothing */
static uint64_t failing_number;
static uint64_t call_counts[OPERATION_COUNT]; /* since begin_failing() */

static bool fails(unsigned operation)
{
    uint64_t number = __atomic_add_fetch(&call_counts[operation], 1, __ATOMIC_RELAXED);
    const struct failure *failure = __atomic_load_n(&failing, __ATOMIC_RELAXED);

    return failure != NULL && failure->operation == operation &&
           (number == failing_number || (failure->is_lasting && number > failing_number));
}

static void begin_failing(const struct failure *failure, uint64_t number)
{
    memset(call_counts, 0, sizeof(call_counts));
    failing_number = number;
    __atomic_store_n(&failing, failure, __ATOMIC_RELAXED);
}

/* Nothing has to be kept here longer than the process. */
static int before(struct disk_watcher *watcher, const struct disk_call *call)
{
    (void)watcher;
    if (fails(call->operation))
        return failing->error;
    return call->operation == DISK_SYNC || call->operation == DISK_SYNC_FOLDER ? DISK_PASS_OVER
                                                                               : SQLITE_OK;
}

static void after(struct disk_watcher *watcher, const struct disk_call *call)
{
    (void)watcher;
    (void)call;
}

static sqlite3_mem_methods true_methods;

static void *scarce_malloc(int size)
{
    return fails(MEMORY_OF_SQLITE) ? NULL : true_methods.xMalloc(size);
}

static void *scarce_resize(void *memory, int size)
{
    return fails(MEMORY_OF_SQLITE) ? NULL : true_methods.xRealloc(memory, size);
}

static void watch_memory(void)
{
    static sqlite3_mem_methods methods;

    ASSERT(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &true_methods) == SQLITE_OK);
    methods = true_methods;
    methods.xMalloc = scarce_malloc;
    methods.xRealloc = scarce_resize;
    ASSERT(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
}

/* The linker puts these in between (--wrap). */
void *true_calloc(size_t count, size_t size) __asm__("__real_calloc");
void *true_realloc(void *memory, size_t size) __asm__("__real_realloc");
enum status true_control(struct connection *connection,
                         enum control control) __asm__("__real_connection_control");

void *scarce_calloc(size_t count, size_t size) __asm__("__wrap_calloc");
void *scarce_realloc(void *memory, size_t size) __asm__("__wrap_realloc");
enum status watched_control(struct connection *connection,
                            enum control control) __asm__("__wrap_connection_control");

void *scarce_calloc(size_t count, size_t size)
{
    return fails(MEMORY_OF_OURS) ? NULL : true_calloc(count, size);
}

void *scarce_realloc(void *memory, size_t size)
{
    return fails(MEMORY_OF_OURS) ? NULL : true_realloc(memory, size);
}

/* What one telling came to. */
struct telling {
    struct audience audience; /* first */
    const struct failure *failure;
    pthread_mutex_t mutex; /* of what follows */
    struct answer answers[ANSWERS_MAX];
    struct expectation expectation;
    struct journal_head head;
    uint64_t counts[OPERATION_COUNT]; /* of calls */
    struct buffer wrong;
};

static void end_failing(struct telling *telling)
{
    __atomic_store_n(&failing, NULL, __ATOMIC_RELAXED);
    memcpy(telling->counts, call_counts, sizeof(telling->counts));
}

/* Of the book that is open: a commit failed; another came after it. */
static bool commit_failed, went_on;

enum status watched_control(struct connection *connection, enum control control)
{
    enum status status = true_control(connection, control);

    if (control != CONTROL_COMMIT)
        return status;
    if (status != STATUS_OK)
        __atomic_store_n(&commit_failed, true, __ATOMIC_RELAXED);
    else if (__atomic_load_n(&commit_failed, __ATOMIC_RELAXED))
        __atomic_store_n(&went_on, true, __ATOMIC_RELAXED);
    return status;
}

static void asked(struct audience *audience)
{
    struct telling *telling = (struct telling *)audience;

    (void)pthread_mutex_lock(&telling->mutex);
    telling->expectation.asked_count++;
    (void)pthread_mutex_unlock(&telling->mutex);
}

static void answered(struct audience *audience, const struct answer *answer)
{
    struct telling *telling = (struct telling *)audience;

    (void)pthread_mutex_lock(&telling->mutex);
    ASSERT(telling->expectation.answer_count < ANSWERS_MAX);
    telling->answers[telling->expectation.answer_count++] = *answer;
    (void)pthread_mutex_unlock(&telling->mutex);
}

/* What fails is no damage, and nothing that the user did. */
static bool is_misleading(enum fault_kind kind)
{
    static const enum fault_kind kinds[] = { FAULT_STORE_DAMAGED,
                                             FAULT_STORE_FOREIGN,
                                             FAULT_STORE_NEWER,
                                             FAULT_STORE_OLDER,
                                             FAULT_STORE_EXISTS,
                                             FAULT_STORE_CONSTRAINT,
                                             FAULT_BOOK_REFERENCE,
                                             FAULT_JOURNAL_DAMAGED,
                                             FAULT_HEAD_KEY_MISSING,
                                             FAULT_STORE_URL,
                                             FAULT_NONE };

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

static void check_told(struct telling *telling, const struct fault *fault)
{
    struct buffer text = { 0 };

    fault_write(&text, fault, LANGUAGE_EN);
    if (is_misleading(fault->kind))
        buffer_add_format(&telling->wrong, "it is told as: %.*s\n", (int)text.length, text.bytes);
    buffer_done(&text);
    if (telling->failure->operation == MEMORY_OF_OURS &&
        fault_status(fault->kind) == STATUS_WRITE_FAILED)
        buffer_add_format(&telling->wrong, "memory is not to blame for %s\n",
                          fault_name(fault->kind));
}

static void failed(struct audience *audience, const struct fault *fault)
{
    struct telling *telling = (struct telling *)audience;

    (void)pthread_mutex_lock(&telling->mutex);
    check_told(telling, fault);
    (void)pthread_mutex_unlock(&telling->mutex);
}

static void took_head(struct audience *audience, const struct journal_head *head)
{
    struct telling *telling = (struct telling *)audience;

    telling->head = *head;
    telling->expectation.head = &telling->head;
}

static void failed_to_read(struct audience *audience, const struct fault *fault)
{
    struct telling *telling = (struct telling *)audience;

    check_told(telling, fault);
    if (telling->failure->leaves_reading)
        buffer_add_format(&telling->wrong, "reading does not go on: %s\n", fault_name(fault->kind));
}

/* Ends what was open, and looks whether acts went on where they had to stop. */
static void close_book(struct telling *telling, struct story *story)
{
    story_close(story);
    if (__atomic_exchange_n(&went_on, false, __ATOMIC_RELAXED))
        buffer_add_string(&telling->wrong, "an act was taken after a commit had failed\n");
    __atomic_store_n(&commit_failed, false, __ATOMIC_RELAXED);
}

static void tell(struct telling *telling, struct story *story)
{
    story_make(story);
    story_act(story);
    close_book(telling, story);
    story_open(story);
    story_erase(story);
    story_crowd(story, 3, 2);
    close_book(telling, story);
    story_open(story);
    story_register(story, NULL);
    close_book(telling, story);
}

/* A book of version 1 is brought up to date; where that fails it is tried again. */
static void tell_migration(struct telling *telling, struct story *story)
{
    story_migrate(story);
    close_book(telling, story);
    story_migrate(story);
    story_register(story, NULL);
    close_book(telling, story);
}

/* What is told. */
static const struct tale {
    const char *name;
    void (*tell)(struct telling *telling, struct story *story);
    bool begins_older;
} tales[] = {
    { "story", tell, false },
    { "migration", tell_migration, true },
};

/* What a book of version 1 is before it is told of: its answers are those of an earlier telling. */
struct earlier {
    char path[160];
    struct telling telling;
};

/* Where a process tells. */
struct place {
    char folder[64], path[160], world[160];
    const struct tale *tale;
    struct earlier *earlier; /* NULL: the book is made */
};

static void remove_book(const struct place *place)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-lock", "-journal" };
    char path[512];

    for (size_t i = 0; i < 2 * COUNT_OF(suffixes); i++) {
        char made[32] = "";

        if (i >= COUNT_OF(suffixes))
            (void)snprintf(made, sizeof(made), "-new-%ld", (long)getpid());
        (void)snprintf(path, sizeof(path), "%s%s%s", place->path, made,
                       suffixes[i % COUNT_OF(suffixes)]);
        (void)unlink(path);
    }
}

/* Small files, of which no call is to fail. */
static void copy_file(const char *from, const char *to)
{
    static char bytes[4 << 20];
    FILE *source = fopen(from, "rb");
    FILE *target = fopen(to, "wb");
    size_t length = 0;

    ASSERT(source != NULL && target != NULL);
    length = fread(bytes, 1, sizeof(bytes), source);
    ASSERT(length < sizeof(bytes) && fwrite(bytes, 1, length, target) == length);
    ASSERT(fclose(source) == 0 && fclose(target) == 0);
}

static void begin_telling(struct telling *telling, const struct failure *failure)
{
    *telling = (struct telling){
        .audience = { asked, answered, failed, took_head, failed_to_read },
        .failure = failure,
    };
    telling->expectation.answers = telling->answers;
    ASSERT(pthread_mutex_init(&telling->mutex, NULL) == 0);
}

/* The older book is there, with what was answered of it. */
static void begin_older(struct telling *telling, const struct place *place)
{
    const struct telling *earlier = &place->earlier->telling;

    memcpy(telling->answers, earlier->answers, sizeof(telling->answers));
    telling->expectation.answer_count = earlier->expectation.answer_count;
    telling->expectation.asked_count = earlier->expectation.asked_count;
    telling->head = earlier->head;
    telling->expectation.head = &telling->head;
    copy_file(place->earlier->path, place->path);
}

/* A history, and then the book of it as version 1 would have it. */
static void make_older(struct place *place)
{
    static struct earlier earlier;
    char latest[160];
    struct story story = { .path = latest,
                           .world = place->world,
                           .audience = &earlier.telling.audience };

    begin_telling(&earlier.telling, &failures[0]);
    (void)snprintf(latest, sizeof(latest), "%s/latest", place->folder);
    (void)snprintf(earlier.path, sizeof(earlier.path), "%s/older", place->folder);
    story_make(&story);
    story_act(&story);
    story_close(&story);
    older_make(earlier.path, latest);
    place->earlier = &earlier;
}

/* Tells it once; what is wrong goes into telling->wrong. */
static void tell_once(struct telling *telling, const struct place *place,
                      const struct failure *failure, uint64_t number)
{
    struct story story = { .path = place->path,
                           .world = place->world,
                           .audience = &telling->audience };

    begin_telling(telling, failure);
    remove_book(place);
    if (place->earlier != NULL)
        begin_older(telling, place);
    begin_failing(number == 0 ? NULL : failure, number);
    place->tale->tell(telling, &story);
    end_failing(telling);
    check_book(place->path, &telling->expectation, &telling->wrong);
    (void)pthread_mutex_destroy(&telling->mutex);
}

/* What all processes share. */
struct shared {
    uint64_t next; /* of the cases */
    uint64_t passed_count, failed_count;
    struct {
        unsigned failure;
        uint64_t number;
    } now[JOBS_MAX];
};

struct failing_test {
    const struct tale *tale;
    uint64_t sample, seed;
    unsigned jobs;
    uint64_t counts[OPERATION_COUNT]; /* of calls without failure */
    struct shared *shared;
};

static void show(const struct failing_test *test, unsigned failure, uint64_t number,
                 struct text wrong)
{
    if (test->shared->failed_count > FAILURES_SHOWN_MAX)
        return;
    (void)fprintf(stderr, "FAILED: %s %" PRIu64 " of %" PRIu64 ":\n%.*s", failures[failure].name,
                  number, test->counts[failures[failure].operation], (int)wrong.length,
                  wrong.bytes);
    (void)fprintf(stderr, "  again: durability-failing %s 1 1 1 %s %" PRIu64 "\n", test->tale->name,
                  failures[failure].name, number);
}

static void run_case(const struct failing_test *test, const struct place *place, unsigned failure,
                     uint64_t number)
{
    static struct telling telling;
    struct shared *shared = test->shared;

    tell_once(&telling, place, &failures[failure], number);
    if (telling.wrong.length == 0) {
        (void)__atomic_add_fetch(&shared->passed_count, 1, __ATOMIC_RELAXED);
    } else {
        (void)__atomic_add_fetch(&shared->failed_count, 1, __ATOMIC_RELAXED);
        show(test, failure, number, buffer_text(&telling.wrong));
    }
    buffer_done(&telling.wrong);
}

/* How many of a failure are tried, and which is the i-th. */
static uint64_t case_count(const struct failing_test *test, unsigned failure)
{
    uint64_t count = test->counts[failures[failure].operation];

    return test->sample == 0 || test->sample > count ? count : test->sample;
}

static uint64_t case_number(const struct failing_test *test, unsigned failure, uint64_t place)
{
    uint64_t count = test->counts[failures[failure].operation];
    uint64_t tried = case_count(test, failure);
    uint64_t seed = test->seed * 1000003 + failure;
    uint64_t shift = random_below(&seed, (uint32_t)(count / tried));

    return 1 + (place * count + shift * tried) / tried;
}

/* The place among all cases as a failure and its number; false: there are no more. */
static bool find_case(const struct failing_test *test, uint64_t place, unsigned *out_failure,
                      uint64_t *out_number)
{
    for (unsigned i = 0; i < COUNT_OF(failures); i++) {
        if (place < case_count(test, i)) {
            *out_failure = i;
            *out_number = case_number(test, i, place);
            return true;
        }
        place -= case_count(test, i);
    }
    return false;
}

static void place_begin(struct place *place, const struct tale *tale)
{
    struct buffer world = { 0 };

    *place = (struct place){ .tale = tale };
    folder_begin(place->folder);
    (void)snprintf(place->path, sizeof(place->path), "%s/book", place->folder);
    (void)snprintf(place->world, sizeof(place->world), "%s/world", place->folder);
    story_write_world(&world);
    folder_write(place->folder, "world", buffer_text(&world));
    buffer_done(&world);
    if (tale->begins_older)
        make_older(place);
}

static void place_end(const struct place *place)
{
    remove_book(place);
    folder_end(place->folder);
}

static void serve(const struct failing_test *test, unsigned job)
{
    struct place place;
    unsigned failure = 0;
    uint64_t number = 0;

    place_begin(&place, test->tale);
    while (find_case(test, __atomic_fetch_add(&test->shared->next, 1, __ATOMIC_RELAXED), &failure,
                     &number)) {
        test->shared->now[job].failure = failure;
        test->shared->now[job].number = number;
        run_case(test, &place, failure, number);
    }
    place_end(&place);
}

/* What a story asks for when nothing fails. */
static void count_calls(struct failing_test *test)
{
    static struct telling telling;
    struct place place;

    place_begin(&place, test->tale);
    tell_once(&telling, &place, &failures[0], 0);
    memcpy(test->counts, telling.counts, sizeof(test->counts));
    /* One act is not possible; making the book is answered without an entry, migrating it too. */
    ASSERT(telling.wrong.length == 0);
    ASSERT(telling.expectation.answer_count >= telling.expectation.asked_count);
    place_end(&place);
}

static int run_all(const struct failing_test *test)
{
    pid_t children[JOBS_MAX];
    struct shared *shared = test->shared;

    for (unsigned i = 0; i < test->jobs; i++) {
        children[i] = fork();
        ASSERT(children[i] >= 0);
        if (children[i] == 0) {
            serve(test, i);
            exit(0);
        }
    }
    for (unsigned i = 0; i < test->jobs; i++) {
        int status = 0;

        ASSERT(waitpid(children[i], &status, 0) == children[i]);
        if (status == 0)
            continue;
        shared->failed_count++;
        show(test, shared->now[i].failure, shared->now[i].number, TEXT("it crashed\n"));
    }
    (void)printf("%" PRIu64 " passed, %" PRIu64 " failed\n", shared->passed_count,
                 shared->failed_count);
    return shared->failed_count > 0 ? 1 : 0;
}

static int run_again(const struct failing_test *test, const char *name, uint64_t number)
{
    struct place place;

    place_begin(&place, test->tale);
    for (unsigned i = 0; i < COUNT_OF(failures); i++)
        if (strcmp(failures[i].name, name) == 0)
            run_case(test, &place, i, number);
    place_end(&place);
    return test->shared->failed_count > 0 ? 1 : 0;
}

int main(int argument_count, char **arguments)
{
    static struct disk_watcher watcher = { before, after };
    struct failing_test test = { 0 };

    for (size_t i = 0; i < COUNT_OF(tales) && argument_count > 1; i++)
        if (strcmp(tales[i].name, arguments[1]) == 0)
            test.tale = &tales[i];
    if ((argument_count != 5 && argument_count != 7) || test.tale == NULL) {
        (void)fprintf(stderr, "usage: durability-failing story|migration SAMPLE SEED JOBS"
                              " [FAILURE N]\n");
        return 2;
    }
    test.sample = strtoull(arguments[2], NULL, 10);
    test.seed = strtoull(arguments[3], NULL, 10);
    test.jobs = (unsigned)strtoul(arguments[4], NULL, 10);
    ASSERT(test.jobs > 0 && test.jobs <= JOBS_MAX);
    test.shared =
        mmap(NULL, sizeof(*test.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT(test.shared != MAP_FAILED);
    watch_memory();
    disk_watch(&watcher);
    if (argument_count == 7)
        return run_again(&test, arguments[5], strtoull(arguments[6], NULL, 10));
    count_calls(&test);
    for (unsigned i = 0; i < COUNT_OF(failures); i++)
        (void)printf("%s: %" PRIu64 " of %" PRIu64 "\n", failures[i].name, case_count(&test, i),
                     test.counts[failures[i].operation]);
    (void)fflush(NULL);
    return run_all(&test);
}
