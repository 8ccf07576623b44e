/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans and routes in random worlds, checked on the facts: unit-planner-worlds COUNT FIRST [TINY].
 * With TINY the worlds are tiny, and where there is no plan every set of so many steps is tried.
 * A world that shows a fault is printed without what the fault does not need.
 */
#include <stdio.h>
#include <stdlib.h>

#include "exchange/full_private.h"
#include "planner/plan_json.h"
#include "unit/planner/plan_check.h"

/* What to run. */
struct run {
    uint64_t count;
    uint64_t first;
    unsigned tiny; /* so many steps of tiny worlds; 0: large ones */
    struct checked checked;
};

static void check_case(struct run *run, const struct world_case *world_case,
                       struct buffer *complaint)
{
    struct case_book book;

    if (!case_book_init(&book, world_case))
        return;
    if (run->tiny == 0) {
        check_plans(&book, &run->checked, complaint);
        check_routes(&book, &run->checked, complaint);
    } else {
        check_nothing_helps(&book, run->tiny, &run->checked, complaint);
    }
    case_book_done(&book);
}

static bool has_fault(struct run *run, const struct world_case *world_case)
{
    struct buffer complaint = { 0 };
    bool found = false;

    check_case(run, world_case, &complaint);
    found = complaint.length > 0;
    buffer_done(&complaint);
    return found;
}

/* Leaves out facts as long as the fault remains. */
static void shrink(struct run *run, struct world_case *world_case)
{
    bool is_smaller = true;

    while (is_smaller) {
        is_smaller = false;
        for (unsigned i = 0; i < world_case->world.count; i++) {
            NOT_CLEARED struct world_case less;

            less = *world_case;
            less.world.facts[i] = less.world.facts[--less.world.count];
            if (!has_fault(run, &less))
                continue;
            *world_case = less;
            is_smaller = true;
            i--;
        }
    }
}

static void print_facts(const struct world_case *world_case)
{
    for (unsigned i = 0; i < world_case->world.count; i++) {
        const struct fact *fact = &world_case->world.facts[i];
        struct buffer line = { 0 };
        struct json_writer writer;

        json_writer_init(&writer, &line, 0);
        fact_write_json(&writer, fact);
        json_writer_done(&writer);
        (void)printf("%s %.*s\n", fact_type_words.list[fact->type], (int)line.length, line.bytes);
        buffer_done(&line);
    }
}

static void print_act(const struct case_book *book)
{
    struct buffer line = { 0 };
    struct json_writer writer;

    json_writer_init(&writer, &line, 0);
    act_write_json(&writer, &book->source.source, &book->request);
    json_writer_done(&writer);
    (void)printf("%.*s\nprofile %s, other readings %#x\n", (int)line.length, line.bytes,
                 profile_words.list[book->world_case->terms.profile],
                 book->world_case->terms.other_readings);
    buffer_done(&line);
}

static void print_fault(struct run *run, struct world_case *world_case, uint64_t number)
{
    struct buffer complaint = { 0 };
    struct case_book book;

    shrink(run, world_case);
    check_case(run, world_case, &complaint);
    print_facts(world_case);
    if (case_book_init(&book, world_case)) {
        print_act(&book);
        case_book_done(&book);
    }
    (void)printf("%.*sworld %llu; again: unit-planner-worlds 1 %llu %u\n", (int)complaint.length,
                 complaint.bytes, (unsigned long long)number, (unsigned long long)number,
                 run->tiny);
    buffer_done(&complaint);
}

/* How many worlds had a fault; ends with the first few. */
static unsigned run_all(struct run *run)
{
    static struct world_case world_case;
    unsigned failed = 0;

    for (uint64_t i = 0; i < run->count && failed < 3; i++) {
        random_world(run->first + i, run->tiny > 0, &world_case);
        if (!has_fault(run, &world_case))
            continue;
        failed++;
        print_fault(run, &world_case, run->first + i);
    }
    return failed;
}

int main(int argument_count, char **arguments)
{
    struct run run = { 0 };
    unsigned failed = 0;

    if (argument_count < 3 || argument_count > 4) {
        (void)fprintf(stderr, "usage: unit-planner-worlds COUNT FIRST [STEPS]\n");
        return 2;
    }
    run.count = strtoull(arguments[1], NULL, 10);
    run.first = strtoull(arguments[2], NULL, 10);
    run.tiny = argument_count > 3 ? (unsigned)strtoul(arguments[3], NULL, 10) : 0;
    failed = run_all(&run);
    (void)printf(
        "%lu acts, %lu refused, %lu plans of %lu steps, %lu subsets; %lu routes; %lu sets\n",
        run.checked.acts, run.checked.refused, run.checked.plans, run.checked.steps,
        run.checked.subsets, run.checked.routes, run.checked.sets);
    (void)printf("%d passed, %u failed\n", failed == 0, failed);
    return failed == 0 ? 0 : 1;
}
