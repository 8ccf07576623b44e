/* SPDX-License-Identifier: Apache-2.0 */
#include "damaged/trials.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"

enum {
    JOBS_MAX = 64,
    STEP_BYTES = 24,
    SHOWN_MAX = 20
};

/* Of one process. */
struct slot {
    pid_t process; /* 0: none */
    uint64_t seed, end;
    char step[STEP_BYTES];
};

struct trials_shared {
    struct slot slots[JOBS_MAX];
    uint64_t failed_count, last_failed;
    uint64_t tallies[TRIALS_TALLIES_MAX];
};

void trials_step(struct trials *trials, const char *step)
{
    struct slot *slot = &trials->shared->slots[trials->slot];

    (void)snprintf(slot->step, sizeof(slot->step), "%s", step);
    (void)alarm(trials->hang_seconds);
}

void trials_tally(struct trials *trials, unsigned tally)
{
    ASSERT(tally < trials->tally_count);
    (void)__atomic_add_fetch(&trials->shared->tallies[tally], 1, __ATOMIC_RELAXED);
}

static void fail_seed(struct trials *trials, const struct slot *slot, const char *why)
{
    struct trials_shared *shared = trials->shared;
    /* One that is wrong in several ways counts once. */
    bool is_same =
        __atomic_exchange_n(&shared->last_failed, slot->seed, __ATOMIC_RELAXED) == slot->seed;
    uint64_t count = is_same ? __atomic_load_n(&shared->failed_count, __ATOMIC_RELAXED)
                             : __atomic_add_fetch(&shared->failed_count, 1, __ATOMIC_RELAXED);

    if (count <= SHOWN_MAX)
        (void)fprintf(trials->told, "FAILED: seed %" PRIu64 ", %s: %s\n", slot->seed, slot->step,
                      why);
    (void)fflush(trials->told);
}

void trials_fail(struct trials *trials, const char *why)
{
    fail_seed(trials, &trials->shared->slots[trials->slot], why);
}

static void work(struct trials *trials)
{
    struct slot *slot = &trials->shared->slots[trials->slot];
    char folder[32];
    uint64_t first = slot->seed;

    (void)snprintf(folder, sizeof(folder), "work-%u", trials->slot);
    if ((mkdir(folder, 0700) != 0 && errno != EEXIST) || chdir(folder) != 0)
        _exit(2);
    trials_step(trials, "beginning");
    trials->begin(trials);
    for (uint64_t seed = first; seed < slot->end; seed++) {
        slot->seed = seed;
        trials->try_one(trials, seed);
    }
    trials_step(trials, "ending");
    if (trials->end != NULL)
        trials->end(trials);
    (void)fflush(trials->told);
    /* Leaks are looked for here, by what does so. */
    exit(0); /* NOLINT(concurrency-mt-unsafe) */
}

static void start(struct trials *trials, unsigned number, uint64_t first, uint64_t end)
{
    struct slot *slot = &trials->shared->slots[number];
    pid_t process = 0;

    slot->seed = first;
    slot->end = end;
    (void)fflush(NULL);
    process = fork();
    ASSERT(process >= 0);
    if (process == 0) {
        trials->slot = number;
        work(trials);
    }
    slot->process = process;
}

static unsigned slot_of(const struct trials *trials, pid_t process)
{
    for (unsigned i = 0; i < trials->jobs; i++)
        if (trials->shared->slots[i].process == process)
            return i;
    ASSERT(false);
    return 0;
}

/* A process ended: where it ended by itself, the seeds behind are tried by another. */
static void settle(struct trials *trials, unsigned number, int how)
{
    struct slot *slot = &trials->shared->slots[number];
    char why[64];

    slot->process = 0;
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return;
    (void)snprintf(why, sizeof(why), "it ended the program (%s %d)",
                   WIFSIGNALED(how) ? "signal" : "status",
                   WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
    fail_seed(trials, slot, why);
    trials->slot = number;
    if (trials->ended != NULL)
        trials->ended(trials, slot->seed);
    if (slot->seed + 1 < slot->end)
        start(trials, number, slot->seed + 1, slot->end);
}

static uint64_t start_next(struct trials *trials, unsigned number, uint64_t next, uint64_t end)
{
    uint64_t until = end - next < trials->process_seeds ? end : next + trials->process_seeds;

    start(trials, number, next, until);
    return until;
}

/* No more than `jobs` at once, until all are through. */
static void run_all(struct trials *trials)
{
    uint64_t next = trials->first;
    uint64_t end = trials->first + trials->count;
    pid_t process = 0;
    int how = 0;

    for (unsigned i = 0; i < trials->jobs && next < end; i++)
        next = start_next(trials, i, next, end);
    while ((process = wait(&how)) > 0) {
        unsigned number = slot_of(trials, process);

        settle(trials, number, how);
        if (trials->shared->slots[number].process == 0 && next < end)
            next = start_next(trials, number, next, end);
    }
}

int trials_run(struct trials *trials)
{
    struct trials_shared *shared =
        mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int told = dup(STDOUT_FILENO);

    ASSERT(shared != MAP_FAILED && trials->jobs > 0 && trials->jobs <= JOBS_MAX);
    trials->shared = shared;
    shared->last_failed = UINT64_MAX;
    ASSERT(told >= 0);
    trials->told = fdopen(told, "w");
    ASSERT(trials->told != NULL);
    run_all(trials);
    for (unsigned i = 0; i < trials->tally_count; i++)
        (void)fprintf(trials->told, "%8" PRIu64 "  %s\n", shared->tallies[i], trials->tallies[i]);
    (void)fprintf(trials->told,
                  "seeds %" PRIu64 " to %" PRIu64 "\n%" PRIu64 " passed, %" PRIu64 " failed\n",
                  trials->first, trials->first + trials->count - 1,
                  trials->count - shared->failed_count, shared->failed_count);
    (void)fclose(trials->told);
    return shared->failed_count == 0 ? 0 : 1;
}
