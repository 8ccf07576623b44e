/* SPDX-License-Identifier: Apache-2.0 */
/*
 * journal-tamper FOLDER FIRST COUNT JOBS
 *
 * A book changed behind the program's back, once for each seed: entries below a head that was kept,
 * facts, or all of it. Verifying with the head has to find it. Half of those with entries are done
 * by somebody who knows the journal: bodies' hashes, leaves and tree are made anew, so that all
 * fits but the head. The folder has what the book is made of; it stays open, and what was done to
 * it is taken back from a copy of it.
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "damaged/base_book.h"
#include "damaged/trials.h"
#include "journal/ways.h"
#include "store/store.h"
#include "store/verify.h"

enum {
    PROCESS_SEEDS = 2000,
    HANG_SECONDS = 120, /* a trial takes some milliseconds */
    TRIES_MAX = 1000
};

struct tamper {
    struct trials trials; /* first */
    struct base_book base;
    struct tampering tampering;
    struct store *store;
};

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

/* Whether verifying finds something; it always has to come to an end. */
static bool is_found(struct tamper *tamper)
{
    struct verify_sink sink = { begin_telling, take_finding, go_on };
    struct verify_request request = { &tamper->base.head, LANGUAGE_EN, &sink };
    struct verify_report report = { 0 };
    struct fault fault = { 0 };

    if (store_verify(tamper->store, &request, &fault, &report) != STATUS_OK) {
        trials_fail(&tamper->trials, fault_name(fault.kind));
        return true;
    }
    return report.finding_count > 0;
}

static void try_one(struct trials *trials, uint64_t seed)
{
    struct tamper *tamper = (struct tamper *)trials;
    struct chance chance = chance_of(seed);
    unsigned way = 0;
    unsigned tries = 0;

    while (!tampering_do(&tamper->tampering, &chance, &way))
        ASSERT(++tries < TRIES_MAX);
    trials_step(trials, tampering_ways[way]);
    trials_tally(trials, way);
    if (!is_found(tamper))
        trials_fail(trials, "it is not found");
    tampering_undo(&tamper->tampering);
}

static void begin(struct trials *trials)
{
    struct tamper *tamper = (struct tamper *)trials;
    struct fault fault;

    content_write(&tamper->base.book, "book");
    content_write(&tamper->base.log, "book-wal");
    ASSERT(store_open("book", STORE_READ, &fault, &tamper->store) == STATUS_OK);
    tampering_begin(&tamper->tampering, &tamper->base, tamper->store);
    if (is_found(tamper))
        trials_fail(trials, "the book as it is does not verify");
}

static void end(struct trials *trials)
{
    struct tamper *tamper = (struct tamper *)trials;

    if (is_found(tamper))
        trials_fail(trials, "what was done was not taken back");
    tampering_end(&tamper->tampering);
    tamper->store->close(tamper->store);
}

int main(int count, char **arguments)
{
    static struct tamper tamper = {
        .trials = { .process_seeds = PROCESS_SEEDS,
                    .hang_seconds = HANG_SECONDS,
                    .begin = begin,
                    .try_one = try_one,
                    .end = end,
                    .tallies = tampering_ways,
                    .tally_count = TAMPERING_WAYS },
    };

    if (count != 5 || chdir(arguments[1]) != 0) {
        (void)fprintf(stderr, "usage: journal-tamper FOLDER FIRST COUNT JOBS\n");
        return 2;
    }
    tamper.trials.first = strtoull(arguments[2], NULL, 10);
    tamper.trials.count = strtoull(arguments[3], NULL, 10);
    tamper.trials.jobs = (unsigned)strtoul(arguments[4], NULL, 10);
    base_book_make(&tamper.base);
    (void)printf("book %016" PRIx64 "\n", base_book_digest(&tamper.base));
    return trials_run(&tamper.trials);
}
