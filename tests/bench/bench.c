/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aval-bench decide|profile|explain|open|write|check [--customers N] [--questions N] [--rounds N]
 *            [--seed N] [--no-database] [FOLDER]
 *
 * decide: decisions by Aval, the bound and SQLite, in turns, and memory; profile: Aval's alone,
 * for a profiler; explain: full forms and routes, one by one; open: a book from the tables of
 * SQLite, in turns with reading them; write: world.ndjson and proposals.ndjson; check: the bound of
 * `aval check`, from standard input to standard output. Results are JSON lines, which bench.py
 * makes tables of. Ends with a failure when contestants differ; never for a time.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aval_side.h"
#include "base/assert.h"
#include "base/memory.h"
#include "bound.h"
#include "bound_lines.h"
#include "database.h"
#include "explain.h"
#include "lines_out.h"
#include "measure.h"

enum {
    TURN_QUESTIONS = 500000, /* so many in a turn that the last contestant's are forgotten */
    HOT_QUESTIONS = 500,     /* so few that all they touch stays in the nearest caches */
    HOT_DECISIONS = 200000,
    DATABASE_QUESTIONS = 20000, /* a turn; compared are the first so many */
    EXPLAINED = 5000,           /* the first so many questions */
    WALK_STEPS = 2000000
};

struct options {
    const char *mode;
    const char *folder;
    uint64_t customers;
    uint64_t questions;
    uint64_t rounds;
    uint64_t seed;
    bool has_database;
};

/* Everything that takes part in the decisions. */
struct arena {
    struct scale scale;
    struct question *questions;
    uint64_t question_count;
    struct book *book;
    struct bound *bound;
    struct bound *at_once;     /* the bound, laid out so that all is found at once */
    struct database *database; /* NULL: does not take part */
    struct walk walk;          /* through as much memory as the bound has */
};

/* A turn: `count` decisions on `distinct` questions, from `first` on, again and again. */
struct run {
    const struct question *first;
    uint64_t count;
    uint64_t distinct;
};

/* What a contestant makes of a turn: how many findings, so that nothing is left out. */
typedef uint64_t (*contestant)(struct arena *arena, struct run run);

/*
 * One decision at a time: which question comes next depends on the findings of the last, so that
 * the machine cannot begin a decision before the one before it has ended. (It could not know that
 * the top bit is never set.)
 */
static uint64_t after(uint64_t i, uint64_t result, uint64_t distinct)
{
    uint64_t next = i + 1 + (result >> 63);

    return next >= distinct ? 0 : next;
}

static uint64_t run_aval(struct arena *arena, struct run run)
{
    uint64_t sum = 0;

    for (uint64_t n = 0, i = 0; n < run.count; n++) {
        NOT_CLEARED struct decision decision;

        aval_judge(arena->book, &run.first[i], &decision);
        sum += decision.finding_count;
        i = after(i, decision.finding_count, run.distinct);
    }
    return sum;
}

static uint64_t judge_run(const struct bound *bound, struct run run)
{
    uint64_t sum = 0;

    for (uint64_t n = 0, i = 0; n < run.count; n++) {
        struct bound_order order = bound_order_of(&run.first[i]);
        finding_set set = bound_judge(bound, &order);

        sum += (uint64_t)__builtin_popcountll(set);
        i = after(i, set, run.distinct);
    }
    return sum;
}

static uint64_t run_bound(struct arena *arena, struct run run)
{
    return judge_run(arena->bound, run);
}

static uint64_t run_at_once(struct arena *arena, struct run run)
{
    return judge_run(arena->at_once, run);
}

static uint64_t run_database(struct arena *arena, struct run run)
{
    uint64_t sum = 0;

    for (uint64_t n = 0, i = 0; n < run.count; n++) {
        finding_set set = database_judge(arena->database, &run.first[i]);

        sum += (uint64_t)__builtin_popcountll(set);
        i = after(i, set, run.distinct);
    }
    return sum;
}

static uint64_t run_aval_group(struct arena *arena, struct run run)
{
    static struct decision decisions[AVAL_GROUP];
    uint64_t sum = 0;

    for (uint64_t i = 0; i < run.count; i += AVAL_GROUP) {
        unsigned count = run.count - i < AVAL_GROUP ? (unsigned)(run.count - i) : AVAL_GROUP;

        aval_judge_group(arena->book, &run.first[i], count, decisions);
        for (unsigned n = 0; n < count; n++)
            sum += decisions[n].finding_count;
    }
    return sum;
}

static uint64_t judge_groups(const struct bound *bound, struct run run)
{
    uint64_t sum = 0;

    for (uint64_t i = 0; i < run.count; i += BOUND_GROUP) {
        unsigned count = run.count - i < BOUND_GROUP ? (unsigned)(run.count - i) : BOUND_GROUP;
        struct bound_order orders[BOUND_GROUP];
        finding_set sets[BOUND_GROUP];

        for (unsigned n = 0; n < count; n++)
            orders[n] = bound_order_of(&run.first[i + n]);
        bound_judge_group(bound, orders, count, sets);
        for (unsigned n = 0; n < count; n++)
            sum += (uint64_t)__builtin_popcountll(sets[n]);
    }
    return sum;
}

static uint64_t run_bound_group(struct arena *arena, struct run run)
{
    return judge_groups(arena->bound, run);
}

static uint64_t run_at_once_group(struct arena *arena, struct run run)
{
    return judge_groups(arena->at_once, run);
}

static void say_names(const char *who, finding_set set)
{
    (void)fprintf(stderr, "  %s:", who);
    for (; set != 0; set &= set - 1) {
        struct text name = order_finding_name((enum order_finding)__builtin_ctzll(set));

        (void)fprintf(stderr, " %.*s", (int)name.length, name.bytes);
    }
    (void)fprintf(stderr, "\n");
}

static bool is_same(uint64_t number, finding_set aval, const char *who, finding_set other)
{
    if (aval == other)
        return true;
    (void)fprintf(stderr, "question %llu: the findings differ\n", (unsigned long long)number);
    say_names("aval", aval);
    say_names(who, other);
    return false;
}

/* What the questions came to. */
struct tally {
    uint64_t supported;
    uint64_t findings;
    uint64_t lookups;
    finding_set seen;
};

/* One question by all contestants; SQLite is asked a part of them. */
static bool compare_question(struct arena *arena, uint64_t number, struct tally *tally)
{
    const struct question *question = &arena->questions[number];
    struct bound_order order = bound_order_of(question);
    struct decision decision;
    finding_set set = 0;

    aval_judge(arena->book, question, &decision);
    set = finding_set_of(&decision);
    tally->supported += set == 0;
    tally->findings += decision.finding_count;
    tally->lookups += bound_count_lookups(arena->bound, &order);
    tally->seen |= set;
    if (!is_same(number, set, "bound", bound_judge(arena->bound, &order)) ||
        !is_same(number, set, "bound, at once", bound_judge(arena->at_once, &order)))
        return false;
    return arena->database == NULL || number >= DATABASE_QUESTIONS ||
           is_same(number, set, "sqlite", database_judge(arena->database, question));
}

static bool compare_group(struct arena *arena, uint64_t first)
{
    struct decision decisions[AVAL_GROUP];
    struct decision alone;
    unsigned count = arena->question_count - first < AVAL_GROUP
                         ? (unsigned)(arena->question_count - first)
                         : AVAL_GROUP;

    aval_judge_group(arena->book, &arena->questions[first], count, decisions);
    for (unsigned i = 0; i < count; i++) {
        aval_judge(arena->book, &arena->questions[first + i], &alone);
        if (!is_same(first + i, finding_set_of(&alone), "aval, batched",
                     finding_set_of(&decisions[i])))
            return false;
    }
    return true;
}

/* Also says what the questions are like. */
static bool all_agree(struct arena *arena)
{
    struct tally tally = { 0 };

    for (uint64_t i = 0; i < arena->question_count; i++)
        if (!compare_question(arena, i, &tally))
            return false;
    for (uint64_t i = 0; i < arena->question_count; i += AVAL_GROUP)
        if (!compare_group(arena, i))
            return false;
    say_number("questions", arena->question_count);
    say_number("questions supported", tally.supported);
    say_number("findings", tally.findings);
    say_number("kinds of finding seen", (uint64_t)__builtin_popcountll(tally.seen));
    say_number("look-ups", tally.lookups);
    return true;
}

/* One turn, timed; the same turn has to come to the same sum for everybody. */
static bool time_run(struct arena *arena, const char *job, const char *who, contestant play,
                     struct run run)
{
    static const char *last_job = "";
    static struct run last;
    static uint64_t last_sum;
    uint64_t begin = clock_nanoseconds();
    uint64_t sum = play(arena, run);

    say_time(job, who, run.count, clock_nanoseconds() - begin);
    if (strcmp(job, last_job) == 0 && last.first == run.first && last.count == run.count &&
        last_sum != sum) {
        (void)fprintf(stderr, "%s: %s came to another number of findings\n", job, who);
        return false;
    }
    last_job = job;
    last = run;
    last_sum = sum;
    return true;
}

static void time_walk(struct walk *walk)
{
    uint64_t begin = clock_nanoseconds();
    volatile uint64_t at = walk_on(walk, WALK_STEPS);

    (void)at;
    say_time("random read", "machine", WALK_STEPS, clock_nanoseconds() - begin);
}

static bool time_round(struct arena *arena, uint64_t round)
{
    uint64_t most = arena->question_count;
    uint64_t count = most < TURN_QUESTIONS ? most : TURN_QUESTIONS;
    const struct question *first = arena->questions + round % (most / count) * count;
    struct run all = { first, count, count };
    struct run hot = { arena->questions, HOT_DECISIONS, HOT_QUESTIONS };
    struct run few = { first, DATABASE_QUESTIONS, DATABASE_QUESTIONS };
    bool is_right = time_run(arena, "one decision", "aval", run_aval, all) &&
                    time_run(arena, "one decision", "bound", run_bound, all) &&
                    time_run(arena, "one decision", "at once", run_at_once, all) &&
                    time_run(arena, "one decision, in cache", "aval", run_aval, hot) &&
                    time_run(arena, "one decision, in cache", "bound", run_bound, hot) &&
                    time_run(arena, "one decision, in cache", "at once", run_at_once, hot) &&
                    time_run(arena, "batched", "aval", run_aval_group, all) &&
                    time_run(arena, "batched", "bound", run_bound_group, all) &&
                    time_run(arena, "batched", "at once", run_at_once_group, all);

    if (is_right && arena->database != NULL)
        is_right = time_run(arena, "one decision", "sqlite", run_database, few);
    time_walk(&arena->walk);
    return is_right;
}

static uint64_t heap_bytes(void)
{
    struct mallinfo2 info = mallinfo2();

    return (uint64_t)info.uordblks + info.hblkhd;
}

static void say_sizes(const struct arena *arena, uint64_t heap)
{
    struct book_size book = book_size(arena->book);

    say_number("customers", arena->scale.customers);
    say_number("resellers", arena->scale.resellers);
    say_number("direct-bill partners", arena->scale.direct_bills);
    say_number("providers", arena->scale.providers);
    say_number("bytes of the book", heap);
    say_number("bytes that decisions read", book.decisions);
    say_number("bytes of tenant records", book.tenant_records);
    say_number("bytes of organization records", book.organization_records);
    say_number("bytes of links", book.links);
    say_number("bytes of indexes", book.indexes);
    say_number("bytes of the bound", bound_bytes(arena->bound));
    say_number("bytes of the bound, at once", bound_bytes(arena->at_once));
    if (arena->database == NULL)
        return;
    say_number("bytes of sqlite", database_bytes(arena->database));
    say_text("sqlite", database_version());
}

static void make_questions(struct arena *arena)
{
    arena->questions = memory_new(arena->question_count, sizeof(*arena->questions));
    ASSERT(arena->questions != NULL);
    for (uint64_t i = 0; i < arena->question_count; i++)
        question_generate(&arena->scale, i, &arena->questions[i]);
}

/* The book comes first, so that the peak is that of making it. */
static void arena_init(struct arena *arena, const struct options *options)
{
    uint64_t before = heap_bytes();
    uint64_t heap = 0;

    *arena = (struct arena){ .scale = scale_of((uint32_t)options->customers, options->seed),
                             .question_count = options->questions };
    say_progress("making the book");
    arena->book = book_generate(&arena->scale);
    heap = heap_bytes() - before;
    say_number("peak bytes while opening", peak_bytes());
    say_progress("making the bound");
    arena->bound = bound_new(&arena->scale, BOUND_BY_NUMBER);
    arena->at_once = bound_new(&arena->scale, BOUND_AT_ONCE);
    ASSERT(arena->bound != NULL);
    ASSERT(arena->at_once != NULL);
    if (options->has_database) {
        say_progress("making the tables of SQLite");
        arena->database = database_new(&arena->scale);
        ASSERT(arena->database != NULL);
    }
    say_sizes(arena, heap);
    say_progress("making the questions");
    make_questions(arena);
    arena->walk = walk_new(bound_bytes(arena->bound));
    ASSERT(arena->walk.lines != NULL);
}

static void arena_done(struct arena *arena)
{
    book_free(arena->book);
    bound_free(arena->bound);
    bound_free(arena->at_once);
    database_free(arena->database);
    memory_free(arena->questions);
    walk_done(&arena->walk);
}

static bool run_decide(const struct options *options)
{
    struct arena arena;
    uint64_t allocations = 0;
    bool is_right = false;

    arena_init(&arena, options);
    say_progress("comparing all findings");
    allocations = allocation_count();
    is_right = all_agree(&arena);
    say_number("allocations while judging", allocation_count() - allocations);
    for (uint64_t round = 0; round < options->rounds && is_right; round++) {
        char what[64];

        (void)snprintf(what, sizeof(what), "deciding: round %u of %u", (unsigned)round + 1,
                       (unsigned)options->rounds);
        say_progress(what);
        is_right = time_round(&arena, round);
    }
    say_progress("");
    arena_done(&arena);
    return is_right;
}

static bool run_profile(const struct options *options)
{
    struct arena arena = { .scale = scale_of((uint32_t)options->customers, options->seed),
                           .question_count = options->questions };
    struct run all = { NULL, options->questions, options->questions };
    bool is_right = true;

    arena.book = book_generate(&arena.scale);
    make_questions(&arena);
    all.first = arena.questions;
    for (uint64_t round = 0; round < options->rounds && is_right; round++)
        is_right = time_run(&arena, "one decision", "aval", run_aval, all);
    arena_done(&arena);
    return is_right;
}

static bool run_explain(const struct options *options)
{
    struct arena arena = { .scale = scale_of((uint32_t)options->customers, options->seed),
                           .question_count = options->questions };

    arena.book = book_generate(&arena.scale);
    make_questions(&arena);
    explain_measure(arena.book, arena.questions, EXPLAINED);
    arena_done(&arena);
    return true;
}

static void open_once(struct database *database)
{
    struct book_filler filler;
    struct book *book = NULL;
    uint64_t begin = clock_nanoseconds();
    enum status status = STATUS_OK;

    book_filler_init(&filler);
    status = database_give_facts(database, &filler.taker);
    ASSERT(status == STATUS_OK);
    book = book_filler_finish(&filler);
    say_time("opening", "aval", filler.line, clock_nanoseconds() - begin);
    book_free(book);
}

static bool run_open(const struct options *options)
{
    struct scale scale = scale_of((uint32_t)options->customers, options->seed);
    struct database *database = NULL;

    say_progress("making the tables of SQLite");
    database = database_new(&scale);
    ASSERT(database != NULL);
    say_number("facts", database_read_all(database));
    say_progress("opening");
    for (uint64_t round = 0; round < options->rounds; round++) {
        uint64_t begin = clock_nanoseconds();
        uint64_t row_count = database_read_all(database);

        say_time("opening", "select", row_count, clock_nanoseconds() - begin);
        open_once(database);
    }
    say_progress("");
    database_free(database);
    return true;
}

static bool run_write(const struct options *options)
{
    struct scale scale = scale_of((uint32_t)options->customers, options->seed);

    say_progress("writing the world and the proposals");
    if (write_world(&scale, options->folder) &&
        write_proposals(&scale, options->questions, options->folder)) {
        say_progress("");
        return true;
    }
    perror(options->folder);
    return false;
}

static bool run_check(const struct options *options)
{
    struct scale scale = scale_of((uint32_t)options->customers, options->seed);
    struct bound *bound = bound_new(&scale, BOUND_BY_NUMBER);
    bool is_done = bound != NULL && bound_check(bound, STDIN_FILENO, STDOUT_FILENO);

    bound_free(bound);
    return is_done;
}

static bool read_number(const char *text, uint64_t *out_number)
{
    char *end = NULL;

    errno = 0;
    *out_number = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *out_number > 0;
}

static uint64_t *number_option(struct options *options, const char *name)
{
    if (strcmp(name, "--customers") == 0)
        return &options->customers;
    if (strcmp(name, "--questions") == 0)
        return &options->questions;
    if (strcmp(name, "--rounds") == 0)
        return &options->rounds;
    return strcmp(name, "--seed") == 0 ? &options->seed : NULL;
}

static bool read_options(int count, char **arguments, struct options *options)
{
    if (count < 2)
        return false;
    options->mode = arguments[1];
    for (int i = 2; i < count; i++) {
        uint64_t *number = number_option(options, arguments[i]);

        if (strcmp(arguments[i], "--no-database") == 0)
            options->has_database = false;
        else if (number != NULL && i + 1 < count && read_number(arguments[i + 1], number))
            i++;
        else if (arguments[i][0] != '-')
            options->folder = arguments[i];
        else
            return false;
    }
    return options->customers <= UINT32_MAX / 4 && options->questions >= DATABASE_QUESTIONS;
}

int main(int argument_count, char **arguments)
{
    static const struct {
        const char *name;
        bool (*run)(const struct options *options);
    } modes[] = {
        { "decide", run_decide }, { "profile", run_profile }, { "open", run_open },
        { "write", run_write },   { "check", run_check },     { "explain", run_explain },
    };
    struct options options = { .customers = 10000,
                               .questions = 20000,
                               .rounds = 5,
                               .seed = 1,
                               .folder = ".",
                               .has_database = true };

    order_findings_init();
    if (read_options(argument_count, arguments, &options))
        for (size_t i = 0; i < COUNT_OF(modes); i++)
            if (strcmp(options.mode, modes[i].name) == 0)
                return modes[i].run(&options) ? EXIT_SUCCESS : EXIT_FAILURE;
    (void)fprintf(stderr,
                  "usage: aval-bench decide|profile|explain|open|write|check [--customers N]"
                  " [--questions N] [--rounds N] [--seed N] [--no-database] [FOLDER]\n");
    return 2;
}
