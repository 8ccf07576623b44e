/* SPDX-License-Identifier: Apache-2.0 */
/*
 * damaged FOLDER FIRST COUNT JOBS [keep]
 *
 * Books that were damaged, one for each seed: the program's own code refuses them with a message,
 * or serves. What verifies with the head has the facts of the whole book. In the folder are the
 * files "world" and "acts" of which the whole book is made, the same each time. With "keep" the
 * files of each seed are written into folders "kept-SEED", and nothing is tried.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "cli/command.h"
#include "damaged/base_book.h"
#include "damaged/run_command.h"
#include "damaged/trials.h"
#include "engine/journal/follow.h"
#include "store/copy.h"
#include "store/export.h"
#include "store/store.h"
#include "store/verify.h"

enum {
    PROCESS_SEEDS = 500,
    HANG_SECONDS = 120, /* a trial takes some milliseconds */
    SHARED_BYTES = 32768,
    /* For so many seeds one has a whole command run on it besides; one is taken into memory. */
    COMMAND_SHARE = 10,
    FOLLOW_SHARE = 4
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
static const char *const commands[][COMMAND_WORDS_MAX] = {
    { "show", "elbe.example", "--db", "b" },
    { "history", "elbe.example", "--db", "b" },
    { "journal", "list", "--json", "--db", "b" },
    { "journal", "show", "3", "--db", "b" },
    { "journal", "head", "--db", "b" },
    { "journal", "prove", "2", "--db", "b" },
    { "clock", "--db", "b" },
    { "mpa-status", "--mpn-id", "500001", "--db", "b" },
    { "check", "--db", "b", "/dev/null" },
    { "ask", "order", "--seller", "alder", "--provider", "elbe", "--customer", "saale", "--offer",
      "OFFER", "--db", "b" },
    { "routes", "--customer", "saale.example", "--db", "b" },
    { "perform", "../dry", "--db", "b" },
    { "perform", "../act", "--db", "b" },
    { "backup", "--to", "copy", "--db", "b" },
    { "restore", "b", "--db", "copy" },
    { "erase", "--tenant", "elbe.example", "--db", "b" },
    { "migrate", "--db", "b" },
};

enum {
    TALLY_REFUSED,
    TALLY_TOLD,
    TALLY_INTACT,
    TALLY_COUNT
};

static const char *const tallies[TALLY_COUNT] = {
    [TALLY_REFUSED] = "were refused",
    [TALLY_TOLD] = "were told not to be intact",
    [TALLY_INTACT] = "were intact",
};

struct damaged {
    struct trials trials; /* first */
    struct base_book base;
    struct content whole[FILE_COUNT];
    struct content files[FILE_COUNT];
    struct buffer exported;
};

static struct damaged *damaged_of(struct trials *trials)
{
    return (struct damaged *)trials;
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
            content_write(&files[i], names[i]);
}

/* Copies the whole book, and damages it. */
static void spoil(struct damaged *damaged, struct chance *chance)
{
    static const unsigned which[] = { FILE_BOOK, FILE_BOOK, FILE_BOOK, FILE_BOOK,
                                      FILE_BOOK, FILE_LOG,  FILE_LOG,  FILE_INDEX };

    for (unsigned i = 0; i < FILE_COUNT; i++) {
        memcpy(damaged->files[i].bytes, damaged->whole[i].bytes, damaged->whole[i].length);
        damaged->files[i].length = damaged->whole[i].length;
    }
    for (uint64_t left = 1 + chance_below(chance, 3) / 2; left > 0; left--)
        damage(chance, &damaged->files[which[chance_below(chance, COUNT_OF(which))]],
               (enum damage_kind)chance_below(chance, DAMAGE_KIND_COUNT));
}

/* Keeps the files, for it to be looked into. */
static void keep(struct damaged *damaged, const char *folder, uint64_t seed)
{
    char name[64];

    (void)snprintf(name, sizeof(name), "%skept-%" PRIu64, folder, seed);
    (void)mkdir(name, 0700);
    for (unsigned i = 0; i < FILE_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "%skept-%" PRIu64 "/%s", folder, seed, names[i]);
        if (damaged->files[i].length > 0)
            content_write(&damaged->files[i], name);
    }
}

static void fail(struct damaged *damaged, uint64_t seed, const char *why)
{
    trials_fail(&damaged->trials, why);
    keep(damaged, "../", seed);
}

/* Whether there is something to read of why it was refused. */
static bool is_told(const struct fault *fault)
{
    struct buffer message = { 0 };
    bool is_told = false;

    if (fault->kind == FAULT_NONE)
        return false;
    fault_write(&message, fault, LANGUAGE_EN);
    is_told = message.length > 0;
    buffer_done(&message);
    return is_told;
}

static void begin_telling(struct verify_sink *sink)
{
    (void)sink;
}

static void take_finding(struct verify_sink *sink, const struct verify_finding *finding)
{
    (void)sink;
    (void)finding;
}

static bool go_on(struct verify_sink *sink, uint64_t entry_count)
{
    (void)sink;
    (void)entry_count;
    return true;
}

/* Who takes the exported facts. */
struct facts_taker {
    struct export_taker taker; /* first */
    struct buffer *lines;
};

static enum status take_lines(struct export_taker *taker, struct text lines)
{
    buffer_add_text(((struct facts_taker *)taker)->lines, lines);
    return STATUS_OK;
}

static bool has_facts(struct damaged *damaged, struct store *store)
{
    struct facts_taker taker = { { take_lines }, &damaged->exported };
    const struct content *facts = &damaged->base.facts;
    struct fault fault;

    buffer_clear(&damaged->exported);
    return store_export(store, &taker.taker, &fault) == STATUS_OK &&
           damaged->exported.length == facts->length &&
           memcmp(damaged->exported.bytes, facts->bytes, facts->length) == 0;
}

/* As the server does when it starts. */
static void check_followed(struct damaged *damaged, struct store *store, uint64_t seed,
                           bool is_intact)
{
    struct follower *follower = NULL;
    struct fault fault = { 0 };

    trials_step(&damaged->trials, "following");
    if (follower_new(store, &follower, &fault) == STATUS_OK)
        follower_free(follower);
    else if (is_intact || !is_told(&fault))
        fail(damaged, seed, "the book is not taken into memory");
}

static void check_verified(struct damaged *damaged, struct store *store, uint64_t seed)
{
    struct verify_sink sink = { begin_telling, take_finding, go_on };
    struct verify_request request = { &damaged->base.last_head, LANGUAGE_EN, &sink };
    struct verify_report report = { 0 };
    struct fault fault = { 0 };
    bool is_intact = false;

    trials_step(&damaged->trials, "verifying");
    if (store_verify(store, &request, &fault, &report) == STATUS_OK) {
        is_intact = report.finding_count == 0;
        trials_tally(&damaged->trials, is_intact ? TALLY_INTACT : TALLY_TOLD);
    } else {
        trials_tally(&damaged->trials, TALLY_REFUSED);
        if (!is_told(&fault))
            fail(damaged, seed, "it is refused without a message");
    }
    trials_step(&damaged->trials, "exporting");
    if (is_intact && !has_facts(damaged, store))
        fail(damaged, seed, "it verifies, and the facts are others");
    if (seed % FOLLOW_SHARE == 0)
        check_followed(damaged, store, seed, is_intact);
}

static void try_store(struct damaged *damaged, uint64_t seed)
{
    struct store *store = NULL;
    struct fault fault = { 0 };

    trials_step(&damaged->trials, "opening");
    if (store_open("b", STORE_READ, &fault, &store) == STATUS_OK) {
        check_verified(damaged, store, seed);
        store->close(store);
        return;
    }
    trials_tally(&damaged->trials, TALLY_REFUSED);
    if (!is_told(&fault))
        fail(damaged, seed, "it is refused without a message");
}

static void try_command(struct damaged *damaged, const char *const *words, uint64_t seed)
{
    bool has_copy = false;
    int status = 0;

    trials_step(&damaged->trials, words[0]);
    status = command_run(words);
    has_copy = access("copy", F_OK) == 0;
    if (status < EXIT_DONE || status > EXIT_BROKEN_OFF)
        fail(damaged, seed, "it ended in no way that is known");
    if (status >= EXIT_NOTHING_DONE && !command_complained())
        fail(damaged, seed, "it is refused without a message");
    if (has_copy && status != EXIT_DONE)
        fail(damaged, seed, "it left a copy");
}

static void try_one(struct trials *trials, uint64_t seed)
{
    struct damaged *damaged = damaged_of(trials);
    struct chance chance = chance_of(seed);

    chance_rules(seed);
    spoil(damaged, &chance);
    lay_out(damaged->files);
    try_store(damaged, seed);
    if (chance_below(&chance, COMMAND_SHARE) > 0)
        return;
    lay_out(damaged->files);
    try_command(damaged, commands[chance_below(&chance, COUNT_OF(commands))], seed);
}

/* The whole book has to be intact, or nothing is shown by what follows. */
static void look_at_whole(struct damaged *damaged)
{
    struct store *store = NULL;
    struct fault fault;

    lay_out(damaged->whole);
    ASSERT(store_open("b", STORE_READ, &fault, &store) == STATUS_OK);
    ASSERT(has_facts(damaged, store));
    store->close(store);
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        lay_out(damaged->whole);
        trials_step(&damaged->trials, commands[i][0]);
        if (command_run(commands[i]) > 1)
            trials_fail(&damaged->trials, "the whole book does not serve");
    }
}

static void begin(struct trials *trials)
{
    struct damaged *damaged = damaged_of(trials);

    command_begin();
    look_at_whole(damaged);
}

/* What the process said last is a sanitizer's report. */
static void ended(struct trials *trials, uint64_t seed)
{
    struct damaged *damaged = damaged_of(trials);
    struct chance chance = chance_of(seed);
    struct content said;
    char name[32];

    (void)snprintf(name, sizeof(name), "work-%u/err", trials->slot);
    said = content_read(name);
    (void)fwrite(said.bytes, 1, said.length, trials->told);
    memory_free(said.bytes);
    spoil(damaged, &chance);
    keep(damaged, "", seed);
}

static int keep_all(struct damaged *damaged)
{
    for (uint64_t i = 0; i < damaged->trials.count; i++) {
        struct chance chance = chance_of(damaged->trials.first + i);

        spoil(damaged, &chance);
        keep(damaged, "", damaged->trials.first + i);
    }
    return 0;
}

static void prepare(struct damaged *damaged)
{
    struct chance chance = chance_of(0);
    struct content shared = { .length = SHARED_BYTES, .room = SHARED_BYTES + 4096 };

    base_book_make(&damaged->base);
    shared.bytes = memory_new(shared.room, 1);
    ASSERT(shared.bytes != NULL);
    chance_fill(&chance, shared.bytes, shared.length);
    damaged->whole[FILE_BOOK] = damaged->base.book;
    damaged->whole[FILE_LOG] = damaged->base.log;
    damaged->whole[FILE_INDEX] = shared;
    for (unsigned i = 0; i < FILE_COUNT; i++) {
        damaged->files[i] = damaged->whole[i];
        damaged->files[i].bytes = memory_new(damaged->files[i].room, 1);
        ASSERT(damaged->files[i].bytes != NULL);
    }
}

int main(int count, char **arguments)
{
    static struct damaged damaged = {
        .trials = { .process_seeds = PROCESS_SEEDS,
                    .hang_seconds = HANG_SECONDS,
                    .begin = begin,
                    .try_one = try_one,
                    .ended = ended,
                    .tallies = tallies,
                    .tally_count = TALLY_COUNT },
    };

    if (count < 5 || count > 6 || chdir(arguments[1]) != 0) {
        (void)fprintf(stderr, "usage: damaged FOLDER FIRST COUNT JOBS [keep]\n");
        return 2;
    }
    damaged.trials.first = strtoull(arguments[2], NULL, 10);
    damaged.trials.count = strtoull(arguments[3], NULL, 10);
    damaged.trials.jobs = (unsigned)strtoul(arguments[4], NULL, 10);
    prepare(&damaged);
    if (count == 6)
        return keep_all(&damaged);
    (void)printf("book %016" PRIx64 "\n", base_book_digest(&damaged.base));
    return trials_run(&damaged.trials);
}
