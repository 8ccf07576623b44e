/* SPDX-License-Identifier: Apache-2.0 */
/*
 * durability-commands FOLDER FIRST COUNT JOBS
 *
 * Commands that make and copy a book, again and again, each time with another call of the system
 * that fails: the N-th of its kind that the program makes itself, not by SQLite. The command says
 * so, leaves nothing by half, and done again it succeeds. A seed is a kind and an N; beyond the
 * last call of a kind nothing fails. The folder has "world" and "act".
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "damaged/run_command.h"
#include "damaged/trials.h"

enum {
    PROCESS_SEEDS = 50,
    HANG_SECONDS = 120
};

/* Calls of the system, each with how it fails. */
#define CALLS(CALL)                                                                                \
    CALL(OPEN, "open", EMFILE)                                                                     \
    CALL(READ, "read", EIO)                                                                        \
    CALL(WRITE, "write", ENOSPC)                                                                   \
    CALL(SYNC, "sync", EIO)                                                                        \
    CALL(RENAME, "rename", EIO)                                                                    \
    CALL(LINK, "link", ENOSPC)                                                                     \
    CALL(UNLINK, "unlink", EIO)                                                                    \
    CALL(MKDIR, "mkdir", ENOSPC)                                                                   \
    CALL(CHMOD, "chmod", EIO)

#define CALL(name, word, error) CALL_##name,
enum call_kind {
    CALLS(CALL) CALL_KIND_COUNT
};
#undef CALL

#define CALL(name, word, error) word,
static const char *const words[CALL_KIND_COUNT] = { CALLS(CALL) };
#undef CALL
#define CALL(name, word, error) error,
static const int errors[CALL_KIND_COUNT] = { CALLS(CALL) };
#undef CALL

/* What fails now; 0: nothing does. Commands may use threads. */
static unsigned failing_kind;
static uint64_t failing_number;
static uint64_t counts[CALL_KIND_COUNT];
static bool is_counting;

static bool fails(enum call_kind kind)
{
    uint64_t number = 0;

    if (!__atomic_load_n(&is_counting, __ATOMIC_RELAXED))
        return false;
    number = __atomic_add_fetch(&counts[kind], 1, __ATOMIC_RELAXED);
    if (failing_kind != kind || number != failing_number)
        return false;
    errno = errors[kind];
    return true;
}

/* The linker puts these in between (--wrap). */
#define WRAPPED(kind, type, failed, name, parameters, arguments)                                   \
    type true_##name parameters __asm__("__real_" #name);                                          \
    type watched_##name parameters __asm__("__wrap_" #name);                                       \
    type watched_##name parameters                                                                 \
    {                                                                                              \
        return fails(kind) ? (failed) : true_##name arguments;                                     \
    }

WRAPPED(CALL_READ, ssize_t, -1, read, (int file, void *bytes, size_t length), (file, bytes, length))
WRAPPED(CALL_READ, ssize_t, -1, pread64, (int file, void *bytes, size_t length, off_t offset),
        (file, bytes, length, offset))
WRAPPED(CALL_WRITE, ssize_t, -1, write, (int file, const void *bytes, size_t length),
        (file, bytes, length))
WRAPPED(CALL_WRITE, ssize_t, -1, pwrite64,
        (int file, const void *bytes, size_t length, off_t offset), (file, bytes, length, offset))
WRAPPED(CALL_SYNC, int, -1, fsync, (int file), (file))
WRAPPED(CALL_RENAME, int, -1, renameat2,
        (int from_folder, const char *from, int to_folder, const char *to, unsigned flags),
        (from_folder, from, to_folder, to, flags))
WRAPPED(CALL_LINK, int, -1, link, (const char *from, const char *to), (from, to))
WRAPPED(CALL_UNLINK, int, -1, unlink, (const char *path), (path))
WRAPPED(CALL_MKDIR, int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
WRAPPED(CALL_CHMOD, int, -1, chmod, (const char *path, mode_t mode), (path, mode))

int true_open64(const char *path, int flags, ...) __asm__("__real_open64");
int watched_open64(const char *path, int flags, ...) __asm__("__wrap_open64");

int watched_open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list arguments;

    va_start(arguments, flags);
    if ((flags & O_CREAT) != 0)
        mode = va_arg(arguments, mode_t);
    va_end(arguments);
    return fails(CALL_OPEN) ? -1 : true_open64(path, flags, mode);
}

/* What is made, and by which commands. */
static const struct step {
    const char *words[COMMAND_WORDS_MAX];
    const char *made; /* a book; or NULL */
} steps[] = {
    { { "init", "--sandbox", "--clock", "2021-03-01", "--db", "book" }, "book" },
    { { "import", "../world", "--db", "book" }, NULL },
    { { "perform", "../act", "--db", "book" }, NULL },
    { { "journal", "head", "--write", "head", "--db", "book" }, NULL },
    { { "clock", "--advance", "1", "days", "--db", "book" }, NULL },
    { { "backup", "--to", "copy", "--db", "book" }, "copy" },
    { { "restore", "copy", "--db", "again" }, "again" },
    { { "export", "--db", "again" }, NULL },
};

static void empty_folder(const char *path)
{
    DIR *names = opendir(path);

    for (struct dirent *name = names == NULL ? NULL : readdir(names); name != NULL;
         name = readdir(names)) { /* NOLINT(concurrency-mt-unsafe) */
        char inner[600];

        (void)snprintf(inner, sizeof(inner), "%s/%s", path, name->d_name);
        if (name->d_name[0] == '.' || strcmp(inner, "./out") == 0 || strcmp(inner, "./err") == 0)
            continue;
        if (unlink(inner) != 0) {
            empty_folder(inner);
            (void)rmdir(inner);
        }
    }
    if (names != NULL)
        (void)closedir(names);
}

/* Whether a name of that kind is there, of what is made on the way. */
static bool has_remains(void)
{
    DIR *names = opendir(".");
    bool is_found = false;

    ASSERT(names != NULL);
    for (struct dirent *name = readdir(names); name != NULL;
         name = readdir(names)) /* NOLINT(concurrency-mt-unsafe) */
        is_found = is_found || strstr(name->d_name, "-new-") != NULL;
    (void)closedir(names);
    return is_found;
}

/* What the command made is there as a whole, or not at all. */
static void check_made(struct trials *trials, const struct step *step, int status)
{
    static const char *const verify[][COMMAND_WORDS_MAX] = { { "verify", "--db", "book" },
                                                             { "verify", "--db", "copy" },
                                                             { "verify", "--db", "again" } };
    bool is_there = access(step->made, F_OK) == 0;
    /* It may be made, and only the answer not be written. */
    bool may_be_there = status == 3 && failing_kind == CALL_WRITE;

    if (is_there != (status <= 1) && !may_be_there)
        trials_fail(trials, is_there ? "it failed, and what it made is there"
                                     : "it succeeded, and what it made is not there");
    for (size_t i = 0; is_there && i < COUNT_OF(verify); i++)
        if (strcmp(verify[i][2], step->made) == 0 && command_run(verify[i]) != 0)
            trials_fail(trials, "what it made does not verify");
    if (strcmp(step->made, "book") == 0 && is_there != (access("book.identity/ca.pem", F_OK) == 0))
        trials_fail(trials, "the book and its authority are not together");
}

static int run_step(struct trials *trials, const struct step *step)
{
    int status = 0;

    trials_step(trials, step->words[0]);
    status = command_run(step->words);
    if (status > 1 && !command_complained())
        trials_fail(trials, "it failed without a message");
    if (status > 1 && command_said("is damaged"))
        trials_fail(trials, "what failed is told as damage");
    return status;
}

/* One that failed is done again. */
static void try_step(struct trials *trials, const struct step *step)
{
    int status = 0;

    is_counting = true;
    status = run_step(trials, step);
    is_counting = false;
    if (step->made != NULL)
        check_made(trials, step, status);
    /* It may be done, and only the answer have failed. */
    if (status > 1 && run_step(trials, step) > 1 && !command_said("already") &&
        !(failing_kind == CALL_WRITE && status == 3))
        trials_fail(trials, "done again it fails");
}

static void run_steps(struct trials *trials, unsigned kind, uint64_t number)
{
    empty_folder(".");
    memset(counts, 0, sizeof(counts));
    failing_kind = kind;
    failing_number = number;
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        try_step(trials, &steps[i]);
    trials_step(trials, "looking");
    if (kind != CALL_UNLINK && has_remains())
        trials_fail(trials, "something is left");
}

static void try_one(struct trials *trials, uint64_t seed)
{
    unsigned kind = (unsigned)(seed % CALL_KIND_COUNT);

    run_steps(trials, kind, seed / CALL_KIND_COUNT + 1);
    if (seed / CALL_KIND_COUNT < counts[kind])
        trials_tally(trials, kind);
}

static void begin(struct trials *trials)
{
    (void)trials;
    command_begin();
}

int main(int count, char **arguments)
{
    static struct trials trials = {
        .process_seeds = PROCESS_SEEDS,
        .hang_seconds = HANG_SECONDS,
        .begin = begin,
        .try_one = try_one,
        .tallies = words,
        .tally_count = CALL_KIND_COUNT,
    };

    if (count != 5 || chdir(arguments[1]) != 0) {
        (void)fprintf(stderr, "usage: durability-commands FOLDER FIRST COUNT JOBS\n");
        return 2;
    }
    trials.first = strtoull(arguments[2], NULL, 10);
    trials.count = strtoull(arguments[3], NULL, 10);
    trials.jobs = (unsigned)strtoul(arguments[4], NULL, 10);
    return trials_run(&trials);
}
