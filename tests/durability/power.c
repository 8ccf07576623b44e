/* SPDX-License-Identifier: Apache-2.0 */
/*
 * durability-power IMAGES SEED JOBS [TAPE IMAGE]
 *
 * Records what a story leaves on the disk, enumerates the images of which a cut of power can leave
 * each, and looks at every book with the program's own code. Then the same with two ways of
 * spoiling the recording, in which it has to find what is lost. Ends with "N passed, M failed"; a
 * failure keeps its tape, and says how that one image is looked at again.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "durability/check.h"
#include "durability/image.h"
#include "durability/older.h"
#include "unit/small_world.h"
#include "unit/test.h"

enum {
    JOBS_MAX = 64,
    ANSWERS_MAX = 256,
    /* Images are taken from the whole tape so many times over, or more often. */
    PASSES_MIN = 4,
    /* After so many passes without a new image there are no more. */
    IDLE_PASSES_MAX = 50,
    FAILURES_SHOWN_MAX = 3,
    SABOTAGED_IMAGES = 100,
    /* For so many images of the story one of a migration. */
    MIGRATION_SHARE = 10
};

/* What one process found. */
struct counts {
    uint64_t image_count, check_count, failed_count, pass_count;
};

/* Digests that were seen: open addressing, 0 is a free place. */
struct digests {
    uint64_t *places;
    uint64_t mask;
};

struct power {
    uint64_t wanted_count, seed, only; /* only: that image, counted from 1; 0: all */
    unsigned jobs;
    char folder[64]; /* of the story, with its tape */
    char path[160];  /* of the book */
    char world[160];
    char tape_path[160];
    const char *tape;
    size_t tape_length;
    struct counts *counts; /* of each process, in shared memory */
    const char *title;
    bool is_quiet;        /* failures are looked for */
    bool skips_beginning; /* what is before the first answer is another's */
};

/* Of one process that looks at images. */
struct looker {
    const struct power *power;
    unsigned number;
    char folder[64], path[160];
    struct disk_state state;
    struct answer answers[ANSWERS_MAX];
    struct expectation expectation;
    struct journal_head head;
    struct digests images, checks;
    struct image image;
    uint64_t seed, image_count, check_count;
    struct counts *counts;
};

/* Whether it was not seen before. */
static bool is_new(struct digests *digests, uint64_t digest)
{
    uint64_t place = digest & digests->mask;

    digest = digest == 0 ? 1 : digest;
    while (digests->places[place] != 0 && digests->places[place] != digest)
        place = (place + 1) & digests->mask;
    if (digests->places[place] == digest)
        return false;
    digests->places[place] = digest;
    return true;
}

static void digests_init(struct digests *digests, uint64_t count)
{
    uint64_t size = 1024;

    while (size < count * 8)
        size *= 2;
    digests->places = memory_new(size, sizeof(uint64_t));
    ASSERT(digests->places != NULL);
    digests->mask = size - 1;
}

/* The chapters, a process each. */
#define REQUEST_ID "aaaaaaaa-0000-4000-8000-00000000000a"

static void tell_first(struct story *story, struct recorder *recorder)
{
    story_make(story);
    story_act(story);
    story_close(story);
    story_open(story);
    story_erase(story);
    story_crowd(story, 8, 3);
    story_register(story, NULL);
    story_close(story);
    /* What is not possible, and nothing else. */
    ASSERT(recorder->failure_count == 1);
}

/* It is killed when the log has what it has not acknowledged. */
static void tell_killed(struct story *story, struct recorder *recorder)
{
    story_open(story);
    story_register(story, NULL);
    recorder->is_killed_at_sync = true;
    story->number = 100;
    story_register(story, REQUEST_ID);
    ASSERT(false);
}

/* The same is asked for again; then a sync fails, and it is killed. */
static void tell_failing(struct story *story, struct recorder *recorder)
{
    story_open(story);
    story->number = 100;
    story_register(story, REQUEST_ID);
    story_register(story, NULL);
    ASSERT(recorder->failure_count == 0);
    recorder->is_sync_failing = true;
    story_register(story, NULL);
    story_register(story, NULL);
    ASSERT(recorder->failure_count == 2);
}

static void tell_last(struct story *story, struct recorder *recorder)
{
    story_open(story);
    story->number = 200;
    story_register(story, NULL);
    story_crowd(story, 4, 3);
    story_close(story);
    ASSERT(recorder->failure_count == 0);
}

/* What was answered before the recording of a book begins. */
struct earlier {
    struct audience audience; /* first */
    struct answer answers[ANSWERS_MAX];
    unsigned answer_count;
    struct journal_head head;
};

static void ignore_asked(struct audience *audience)
{
    (void)audience;
}

static void keep_answer(struct audience *audience, const struct answer *answer)
{
    struct earlier *earlier = (struct earlier *)audience;

    ASSERT(earlier->answer_count < ANSWERS_MAX);
    earlier->answers[earlier->answer_count++] = *answer;
}

static void ignore_fault(struct audience *audience, const struct fault *fault)
{
    (void)audience;
    (void)fault;
}

static void keep_head(struct audience *audience, const struct journal_head *head)
{
    ((struct earlier *)audience)->head = *head;
}

/* The name that is to be looked at, for good. */
static void place(const char *made, const char *path)
{
    char name[200];
    int folder = -1;

    ASSERT(link(made, path) == 0);
    (void)snprintf(name, sizeof(name), "%s", path);
    *strrchr(name, '/') = '\0';
    folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ASSERT(folder >= 0 && fsync(folder) == 0);
    (void)close(folder);
}

/* A book of version 1, with a history, is brought up to date. */
static void tell_migrating(struct story *story, struct recorder *recorder)
{
    static struct earlier earlier = {
        .audience = { ignore_asked, keep_answer, ignore_fault, keep_head, ignore_fault },
    };
    char latest[200];
    char older[200];
    struct story before = { .path = latest, .world = story->world, .audience = &earlier.audience };

    (void)snprintf(latest, sizeof(latest), "%s-latest", story->path);
    story_make(&before);
    story_act(&before);
    story_close(&before);
    (void)snprintf(older, sizeof(older), "%s-older", story->path);
    older_make(older, latest);
    for (unsigned i = 0; i < earlier.answer_count; i++)
        if (earlier.answers[i].position > 0)
            recorder->audience.asked(&recorder->audience);
    place(older, story->path);
    for (unsigned i = 0; i < earlier.answer_count; i++)
        recorder->audience.answered(&recorder->audience, &earlier.answers[i]);
    recorder->audience.took_head(&recorder->audience, &earlier.head);
    story_migrate(story);
    story_crowd(story, 4, 2);
    story_close(story);
    ASSERT(earlier.answer_count > 5 && recorder->failure_count == 0);
}

typedef void chapter(struct story *story, struct recorder *recorder);

static void record_chapter(const struct power *power, chapter *tell, enum sabotage sabotage)
{
    int status = 0;
    pid_t child = fork();

    ASSERT(child >= 0);
    if (child == 0) {
        static struct recorder recorder;
        struct story story = { .path = power->path,
                               .world = power->world,
                               .audience = &recorder.audience };
        int tape = open(power->tape_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

        ASSERT(tape >= 0);
        recorder_begin(&recorder, tape, power->path, sabotage);
        tell(&story, &recorder);
        _exit(0);
    }
    ASSERT(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static chapter *const chapters[] = { tell_first, tell_killed, tell_failing, tell_last };
static chapter *const migrating_chapters[] = { tell_migrating };

/* Where it is told, and of what. */
static void begin_story(struct power *power)
{
    struct buffer world = { 0 };

    folder_begin(power->folder);
    (void)snprintf(power->path, sizeof(power->path), "%s/book", power->folder);
    (void)snprintf(power->world, sizeof(power->world), "%s/world", power->folder);
    (void)snprintf(power->tape_path, sizeof(power->tape_path), "%s/tape", power->folder);
    story_write_world(&world);
    folder_write(power->folder, "world", buffer_text(&world));
    buffer_done(&world);
}

static void load_tape(struct power *power)
{
    int file = open(power->tape_path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    void *bytes = NULL;

    ASSERT(file >= 0 && fstat(file, &about) == 0 && about.st_size > 0);
    bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    ASSERT(bytes != MAP_FAILED);
    (void)close(file);
    power->tape = bytes;
    power->tape_length = (size_t)about.st_size;
}

/* Looking at images needs no disk that keeps them. */
static int pass_over_syncs(struct disk_watcher *watcher, const struct disk_call *call)
{
    (void)watcher;
    return call->operation == DISK_SYNC || call->operation == DISK_SYNC_FOLDER ? DISK_PASS_OVER
                                                                               : SQLITE_OK;
}

static void ignore(struct disk_watcher *watcher, const struct disk_call *call)
{
    (void)watcher;
    (void)call;
}

static void show_failure(const struct looker *looker, enum image_manner manner, size_t at,
                         struct text wrong)
{
    const struct power *power = looker->power;

    if (power->is_quiet || looker->counts->failed_count > FAILURES_SHOWN_MAX)
        return;
    (void)fprintf(
        stderr, "FAILED: %s, image %" PRIu64 " (manner %d, at byte %zu of the tape):\n%.*s",
        power->title, looker->check_count, (int)manner, at, (int)wrong.length, wrong.bytes);
    (void)fprintf(stderr, "  again: durability-power %" PRIu64 " %" PRIu64 " 1 %s %" PRIu64 "\n",
                  power->wanted_count, power->seed, power->tape_path, looker->check_count);
}

static void look(struct looker *looker, enum image_manner manner, const struct tape_event *event)
{
    uint64_t digest = 0;
    struct buffer wrong = { 0 };
    size_t at = (size_t)((const char *)event - looker->power->tape);

    image_make(&looker->image, &looker->state, manner, &looker->seed);
    digest = image_digest(&looker->image);
    looker->image_count += is_new(&looker->images, digest);
    /* The same image is another case once more was acknowledged. */
    digest ^= (looker->expectation.answer_count + 1) * UINT64_C(0x9e3779b97f4a7c15);
    if (!is_new(&looker->checks, digest))
        return;
    looker->check_count++;
    if (looker->check_count % looker->power->jobs != looker->number ||
        (looker->power->only != 0 && looker->check_count != looker->power->only))
        return;
    image_write(&looker->image, looker->folder);
    check_book(looker->path, &looker->expectation, &wrong);
    looker->counts->check_count++;
    looker->counts->failed_count += wrong.length > 0;
    if (wrong.length > 0)
        show_failure(looker, manner, at, buffer_text(&wrong));
    buffer_done(&wrong);
}

static void note(struct looker *looker, const struct tape_event *event)
{
    struct expectation *expectation = &looker->expectation;

    if (event->kind == TAPE_ASKED)
        expectation->asked_count++;
    if (event->kind == TAPE_ANSWERED) {
        ASSERT(expectation->answer_count < ANSWERS_MAX);
        memcpy(&looker->answers[expectation->answer_count++], tape_bytes(event), event->length);
    }
    if (event->kind == TAPE_HEAD) {
        memcpy(&looker->head, tape_bytes(event), sizeof(looker->head));
        expectation->head = &looker->head;
    }
}

/* Those after which images are looked at. */
static uint64_t count_events(const struct power *power)
{
    const char *end = power->tape + power->tape_length;
    bool is_begun = !power->skips_beginning;
    uint64_t count = 0;

    for (const void *at = power->tape; (const char *)at < end; at = tape_next(at)) {
        is_begun = is_begun || ((const struct tape_event *)at)->kind == TAPE_ANSWERED;
        count += is_begun ? 1 : 0;
    }
    return count;
}

/* Goes through the tape once, and looks at an image after every `step`th event. */
static void pass(struct looker *looker, uint64_t number, uint64_t step)
{
    const char *end = looker->power->tape + looker->power->tape_length;
    const void *at = looker->power->tape;
    uint64_t place = number;

    looker->expectation = (struct expectation){ .answers = looker->answers };
    for (; (const char *)at < end && looker->image_count < looker->power->wanted_count;
         at = tape_next(at)) {
        const struct tape_event *event = at;

        disk_state_advance(&looker->state, event);
        note(looker, event);
        if (looker->power->skips_beginning && looker->expectation.answer_count == 0)
            continue;
        /* What is not there at the moment of an answer is never there. */
        if (number == 0 && event->kind == TAPE_ANSWERED)
            look(looker, IMAGE_NOTHING, event);
        if (place++ % step == 0)
            look(looker, random_below(&looker->seed, IMAGE_MANNER_COUNT), event);
    }
    disk_state_done(&looker->state);
}

static void look_at_all(struct looker *looker)
{
    const struct power *power = looker->power;
    uint64_t step = count_events(power) * PASSES_MIN / power->wanted_count;
    unsigned idle = 0;

    for (uint64_t i = 0; looker->image_count < power->wanted_count && idle < IDLE_PASSES_MAX; i++) {
        uint64_t before = looker->image_count;

        pass(looker, i, step == 0 ? 1 : step);
        idle = looker->image_count == before ? idle + 1 : 0;
        looker->counts->pass_count++;
    }
    looker->counts->image_count = looker->image_count;
}

static void run_looker(const struct power *power, unsigned number)
{
    static struct looker looker;
    static struct disk_watcher watcher = { pass_over_syncs, ignore };

    disk_watch(&watcher);
    looker.power = power;
    looker.number = number;
    looker.counts = &power->counts[number];
    looker.seed = power->seed;
    folder_begin(looker.folder);
    (void)snprintf(looker.path, sizeof(looker.path), "%s/book", looker.folder);
    digests_init(&looker.images, power->wanted_count);
    digests_init(&looker.checks, power->wanted_count);
    look_at_all(&looker);
    memory_free(looker.images.places);
    memory_free(looker.checks.places);
    image_done(&looker.image);
    folder_end(looker.folder);
}

/* Looks at the images, in several processes. One that ends by itself is a failure. */
static struct counts look_by_all(struct power *power)
{
    struct counts sum = { 0 };
    pid_t children[JOBS_MAX];

    (void)fflush(NULL);
    memset(power->counts, 0, sizeof(*power->counts) * JOBS_MAX);
    for (unsigned i = 0; i < power->jobs; i++) {
        children[i] = fork();
        ASSERT(children[i] >= 0);
        if (children[i] == 0) {
            run_looker(power, i);
            exit(0);
        }
    }
    for (unsigned i = 0; i < power->jobs; i++) {
        int status = 0;

        ASSERT(waitpid(children[i], &status, 0) == children[i]);
        sum.failed_count += power->counts[i].failed_count + (status != 0 ? 1 : 0);
        sum.check_count += power->counts[i].check_count;
        sum.image_count = power->counts[i].image_count;
        sum.pass_count = power->counts[i].pass_count;
    }
    return sum;
}

static void remove_story(const struct power *power)
{
    folder_end(power->folder);
}

/* Looks at so many images of the chapters. */
static unsigned run_sound(const struct power *given, chapter *const *told, size_t count,
                          uint64_t wanted_count)
{
    struct power power = *given;
    struct counts counts;

    power.title = "power";
    power.wanted_count = wanted_count;
    power.skips_beginning = told == migrating_chapters;
    begin_story(&power);
    for (size_t i = 0; i < count; i++)
        record_chapter(&power, told[i], SABOTAGE_NONE);
    load_tape(&power);
    counts = look_by_all(&power);
    (void)printf("%" PRIu64 " distinct images, looked at in %" PRIu64 " states of what was "
                 "acknowledged, of %" PRIu64 " events\n",
                 counts.image_count, counts.check_count, count_events(&power));
    (void)munmap((void *)(uintptr_t)power.tape, power.tape_length);
    if (counts.failed_count == 0)
        remove_story(&power);
    return counts.failed_count == 0 && counts.image_count >= wanted_count ? 0 : 1;
}

/* What is lost has to be seen. */
static unsigned run_sabotaged(const struct power *given, enum sabotage sabotage, const char *title)
{
    struct power power = *given;
    struct counts counts;

    power.is_quiet = true;
    power.wanted_count = SABOTAGED_IMAGES;
    begin_story(&power);
    record_chapter(&power, tell_first, sabotage);
    load_tape(&power);
    counts = look_by_all(&power);
    (void)printf("%s: %" PRIu64 " of %" PRIu64 " images lose what was acknowledged\n", title,
                 counts.failed_count, counts.check_count);
    (void)munmap((void *)(uintptr_t)power.tape, power.tape_length);
    remove_story(&power);
    return counts.failed_count > 0 ? 0 : 1;
}

int main(int argument_count, char **arguments)
{
    struct power power = { 0 };
    unsigned failed = 0;

    if (argument_count != 4 && argument_count != 6) {
        (void)fprintf(stderr, "usage: durability-power IMAGES SEED JOBS [TAPE IMAGE]\n");
        return 2;
    }
    power.wanted_count = strtoull(arguments[1], NULL, 10);
    power.seed = strtoull(arguments[2], NULL, 10);
    power.jobs = (unsigned)strtoul(arguments[3], NULL, 10);
    ASSERT(power.jobs > 0 && power.jobs <= JOBS_MAX && power.wanted_count > 0);
    power.counts = mmap(NULL, sizeof(*power.counts) * JOBS_MAX, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT(power.counts != MAP_FAILED);
    if (argument_count == 6) {
        power.title = "power";
        (void)snprintf(power.tape_path, sizeof(power.tape_path), "%s", arguments[4]);
        power.only = strtoull(arguments[5], NULL, 10);
        load_tape(&power);
        return look_by_all(&power).failed_count > 0 ? 1 : 0;
    }
    /* Its allocator counts what nobody asks for, with a lock each time. */
    ASSERT(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
    /* Large blocks come cleared from the system, also after one was given back. */
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 17);
    failed += run_sound(&power, chapters, COUNT_OF(chapters), power.wanted_count);
    failed += run_sound(&power, migrating_chapters, COUNT_OF(migrating_chapters),
                        power.wanted_count / MIGRATION_SHARE + 1);
    failed += run_sabotaged(&power, SABOTAGE_NORMAL, "synchronous = normal");
    failed += run_sabotaged(&power, SABOTAGE_NO_FOLDER, "folders without sync");
    (void)printf("%u passed, %u failed\n", 4 - failed, failed);
    return failed > 0 ? 1 : 0;
}
