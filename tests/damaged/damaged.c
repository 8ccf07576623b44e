/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands on books that were damaged: each refuses with a message, or serves. What `aval verify`
 * with the head finds nothing in has the facts of the whole book.
 *
 *   damaged FOLDER FIRST COUNT
 *
 * In the folder are "book", its log "book-wal", its head "head" and an act, "act". Commands run in
 * this process, which a crash or a hang of would end: so it is another for some seeds at a time,
 * and the first goes on behind the seed that ended it. The files of a failure are kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/memory.h"
#include "cli/command.h"
#include "damaged/damage.h"

enum {
    SEEDS_A_PROCESS = 200,
    HANG_SECONDS = 120, /* a whole command takes some milliseconds */
    ROOM_BYTES = 1 << 16,
    WORDS_MAX = 10
};

/* The files of a book: the third is made up, for it is made anew whenever a book is opened. */
enum {
    FILE_BOOK,
    FILE_LOG,
    FILE_INDEX,
    FILE_COUNT
};

static const char *const names[FILE_COUNT] = { "b", "b-wal", "b-shm" };

/* Every command that reads a book; then those that write to one. */
static const char *const commands[][WORDS_MAX] = {
    { "show", "elbe.example", "--db", "b" },
    { "history", "elbe.example", "--db", "b" },
    { "journal", "list", "--json", "--db", "b" },
    { "journal", "show", "3", "--db", "b" },
    { "journal", "head", "--db", "b" },
    { "journal", "prove", "2", "--db", "b" },
    { "clock", "--db", "b" },
    { "mpa-status", "--mpn-id", "500001", "--db", "b" },
    { "check", "--db", "b", "/dev/null" },
    { "routes", "--customer", "saale.example", "--db", "b" },
    { "perform", "../act", "--db", "b" },
    { "backup", "--to", "copy", "--db", "b" },
    { "restore", "b", "--db", "copy" },
    { "erase", "--tenant", "elbe.example", "--db", "b" },
    { "migrate", "--db", "b" },
};
static const char *const verify[WORDS_MAX] = { "verify", "--head", "../head", "--db", "b" };
static const char *const export[WORDS_MAX] = { "export", "--db", "b" };

/* What the processes have in common. */
struct progress {
    uint64_t seed;
    char command[16];
    uint64_t refused_count, intact_count, failed_count;
};

struct trial {
    struct content whole[FILE_COUNT];
    struct content files[FILE_COUNT];
    struct content facts; /* of the whole book */
    struct progress *progress;
    int out, err; /* where commands write to */
    FILE *told;   /* where this program does */
};

static void stop(const char *what)
{
    fprintf(stderr, "damaged: %s: %d\n", what, errno);
    _exit(2);
}

static struct content read_file(int file)
{
    struct content content = { 0 };
    off_t length = lseek(file, 0, SEEK_END);

    content.length = length > 0 ? (size_t)length : 0;
    content.room = content.length + ROOM_BYTES;
    content.bytes = memory_new(content.room, 1);
    if (content.bytes == NULL ||
        pread(file, content.bytes, content.length, 0) != (ssize_t)content.length)
        stop("reading");
    return content;
}

static struct content read_named(const char *name)
{
    int file = open(name, O_RDONLY | O_CLOEXEC);
    struct content content;

    if (file < 0)
        stop(name);
    content = read_file(file);
    (void)close(file);
    return content;
}

static void write_named(const char *name, const struct content *content)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (file < 0 || write(file, content->bytes, content->length) != (ssize_t)content->length)
        stop(name);
    (void)close(file);
}

/* Runs a command, whose output goes to the two files; how it ended. */
static int run(struct trial *trial, const char *const *words)
{
    char *arguments[WORDS_MAX + 1] = { 0 };
    char texts[WORDS_MAX + 1][32] = { "aval" };
    int count = 1;

    arguments[0] = texts[0];
    for (; words[count - 1] != NULL; count++) {
        (void)snprintf(texts[count], sizeof(texts[count]), "%s", words[count - 1]);
        arguments[count] = texts[count];
    }
    (void)snprintf(trial->progress->command, sizeof(trial->progress->command), "%s", words[0]);
    if (ftruncate(trial->out, 0) != 0 || ftruncate(trial->err, 0) != 0)
        stop("emptying");
    (void)lseek(trial->out, 0, SEEK_SET);
    (void)lseek(trial->err, 0, SEEK_SET);
    (void)alarm(HANG_SECONDS);
    return (int)commands_run(count, arguments);
}

static void clean(void)
{
    static const char *const left[] = { "b",    "b-wal",    "b-shm",   "b-lock",
                                        "copy", "copy-wal", "copy-shm" };

    for (size_t i = 0; i < COUNT_OF(left); i++)
        (void)unlink(left[i]);
}

static void lay_out(const struct content *files)
{
    clean();
    for (unsigned i = 0; i < FILE_COUNT; i++)
        if (files[i].length > 0)
            write_named(names[i], &files[i]);
}

/* Copies the whole book, and damages it. */
static void spoil(struct trial *trial, struct chance *chance)
{
    static const unsigned which[] = { FILE_BOOK, FILE_BOOK, FILE_BOOK, FILE_BOOK,
                                      FILE_BOOK, FILE_LOG,  FILE_LOG,  FILE_INDEX };

    for (unsigned i = 0; i < FILE_COUNT; i++) {
        memcpy(trial->files[i].bytes, trial->whole[i].bytes, trial->whole[i].length);
        trial->files[i].length = trial->whole[i].length;
    }
    for (uint64_t left = 1 + chance_below(chance, 3) / 2; left > 0; left--)
        damage(chance, &trial->files[which[chance_below(chance, COUNT_OF(which))]],
               (enum damage_kind)chance_below(chance, DAMAGE_KIND_COUNT));
}

/* Keeps the files, for it to be looked into. */
static void fail(struct trial *trial, const char *why)
{
    char name[64];

    trial->progress->failed_count++;
    (void)snprintf(name, sizeof(name), "../failed-%" PRIu64, trial->progress->seed);
    (void)mkdir(name, 0700);
    for (unsigned i = 0; i < FILE_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "../failed-%" PRIu64 "/%s", trial->progress->seed,
                       names[i]);
        if (trial->files[i].length > 0)
            write_named(name, &trial->files[i]);
    }
    fprintf(trial->told, "FAILED: seed %" PRIu64 ", %s: %s\n", trial->progress->seed,
            trial->progress->command, why);
    (void)fflush(trial->told);
}

static bool has_facts(struct trial *trial)
{
    struct content facts = read_file(trial->out);
    bool is_same = facts.length == trial->facts.length &&
                   memcmp(facts.bytes, trial->facts.bytes, facts.length) == 0;

    memory_free(facts.bytes);
    return is_same;
}

static void check_verified(struct trial *trial)
{
    int status = run(trial, verify);

    if (status == EXIT_DONE) {
        trial->progress->intact_count++;
        if (run(trial, export) != EXIT_DONE || !has_facts(trial))
            fail(trial, "it verifies, and the facts are others");
    } else if (status == EXIT_NOTHING_DONE) {
        trial->progress->refused_count++;
    }
}

static void check_told(struct trial *trial, const char *const *words)
{
    int status = run(trial, words);
    bool has_copy = access("copy", F_OK) == 0;

    if (status < EXIT_DONE || status > EXIT_BROKEN_OFF)
        fail(trial, "it ended in no way that is known");
    if (status >= EXIT_NOTHING_DONE && lseek(trial->err, 0, SEEK_END) == 0)
        fail(trial, "it is refused without a message");
    if (has_copy && status != EXIT_DONE)
        fail(trial, "it left a copy");
}

static void try_seed(struct trial *trial, uint64_t seed)
{
    struct chance chance = chance_of(seed);

    trial->progress->seed = seed;
    spoil(trial, &chance);
    lay_out(trial->files);
    check_told(trial, commands[chance_below(&chance, COUNT_OF(commands))]);
    lay_out(trial->files);
    check_verified(trial);
}

static void begin(struct trial *trial)
{
    struct chance chance = chance_of(0);

    trial->whole[FILE_BOOK] = read_named("../book");
    trial->whole[FILE_LOG] = read_named("../book-wal");
    trial->whole[FILE_INDEX] = read_named("/dev/null");
    trial->whole[FILE_INDEX].length = 32768;
    for (size_t i = 0; i < trial->whole[FILE_INDEX].length; i++)
        trial->whole[FILE_INDEX].bytes[i] = (unsigned char)chance_below(&chance, 256);
    for (unsigned i = 0; i < FILE_COUNT; i++) {
        trial->files[i] = trial->whole[i];
        trial->files[i].bytes = memory_new(trial->files[i].room, 1);
        if (trial->files[i].bytes == NULL)
            stop("memory");
    }
    trial->out = memfd_create("out", MFD_CLOEXEC);
    trial->err = memfd_create("err", MFD_CLOEXEC);
    trial->progress = mmap(NULL, sizeof(*trial->progress), PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    trial->told = fdopen(dup(STDOUT_FILENO), "w");
    if (trial->told == NULL || trial->out < 0 || trial->err < 0 || trial->progress == MAP_FAILED)
        stop("beginning");
}

/* Standard output and error are the program's, while it runs in this process. */
static void take_output(const struct trial *trial)
{
    if (dup2(trial->out, STDOUT_FILENO) < 0 || dup2(trial->err, STDERR_FILENO) < 0)
        stop("output");
}

/* The whole book has to be intact, or nothing is shown by what follows. */
static void look_at_whole(struct trial *trial)
{
    lay_out(trial->whole);
    if (run(trial, verify) != EXIT_DONE || run(trial, export) != EXIT_DONE)
        fail(trial, "the whole book is not intact");
    trial->facts = read_file(trial->out);
}

static void serve(struct trial *trial, uint64_t first, uint64_t end)
{
    trial->progress->seed = first;
    take_output(trial);
    look_at_whole(trial);
    for (uint64_t seed = first; seed < end; seed++)
        try_seed(trial, seed);
    clean();
    (void)fflush(trial->told);
    _exit(0);
}

/* What the process said last: a sanitizer's report. */
static void tell_end(struct trial *trial, int how)
{
    struct content said = read_file(trial->err);
    char why[64];

    (void)snprintf(why, sizeof(why), "it ended the program (%s %d)",
                   WIFSIGNALED(how) ? "signal" : "status",
                   WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
    fail(trial, why);
    (void)fwrite(said.bytes, 1, said.length, trial->told);
    memory_free(said.bytes);
}

/* Tries seeds in another process; the seed behind the last that was tried. */
static uint64_t try_seeds(struct trial *trial, uint64_t first, uint64_t end)
{
    pid_t child = 0;
    int how = 0;

    (void)fflush(trial->told);
    child = fork();
    if (child < 0)
        stop("another process");
    if (child == 0)
        serve(trial, first, end);
    if (waitpid(child, &how, 0) != child)
        stop("waiting");
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return end;
    tell_end(trial, how);
    return trial->progress->seed + 1;
}

int main(int count, char **arguments)
{
    static struct trial trial;
    const struct progress *progress = NULL;
    char work[32];
    uint64_t first = count == 4 ? strtoull(arguments[2], NULL, 10) : 0;
    uint64_t end = first + (count == 4 ? strtoull(arguments[3], NULL, 10) : 0);

    (void)snprintf(work, sizeof(work), "work-%ld", (long)getpid());
    if (count != 4 || chdir(arguments[1]) != 0 || mkdir(work, 0700) != 0 || chdir(work) != 0)
        stop("damaged FOLDER FIRST COUNT");
    begin(&trial);
    progress = trial.progress;
    for (uint64_t seed = first; seed < end;)
        seed = try_seeds(&trial, seed, seed + SEEDS_A_PROCESS < end ? seed + SEEDS_A_PROCESS : end);
    fprintf(trial.told,
            "%" PRIu64 " were refused, %" PRIu64 " intact\n%" PRIu64 " passed, %" PRIu64
            " failed\n",
            progress->refused_count, progress->intact_count, end - first - progress->failed_count,
            progress->failed_count);
    (void)fclose(trial.told);
    return progress->failed_count == 0 ? 0 : 1;
}
