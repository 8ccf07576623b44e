/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/world.h"

#include <sys/random.h>

#include "base/memory.h"
#include "exchange/world.h"
#include "lib/fact_line.h"
#include "lib/problems.h"

/* The world of a book, which belongs to it, or on failure to nobody any more. */
static enum status wrap(struct book *book, aval_world **out_world)
{
    aval_world *world = memory_new(1, sizeof(*world));

    if (world == NULL || live_book_new(book, &world->live) != STATUS_OK) {
        memory_free(world);
        book_free(book);
        return STATUS_NO_MEMORY;
    }
    if (live_sources_new(world->live, &world->sources) != STATUS_OK) {
        aval_world_close(world);
        return STATUS_NO_MEMORY;
    }
    /* Without random bits, worlds are told apart by where they stand. */
    if (getrandom(&world->secret, sizeof(world->secret), GRND_NONBLOCK) !=
        (ssize_t)sizeof(world->secret))
        world->secret = (uint64_t)(uintptr_t)world;
    world->secret |= 1;
    *out_world = world;
    return STATUS_OK;
}

/* A world in memory has bytes; else its name is a path. */
static enum status read_world(const char *name, const struct text *bytes, aval_problems *problems,
                              aval_world **out_world)
{
    struct world_source source = { .path = name, .language = problems_language(problems) };
    struct buffer unwanted = { 0 };
    struct buffer *told = problems == NULL ? &unwanted : problems_buffer(problems);
    struct book *book = NULL;
    enum status status = bytes == NULL ? world_read(&source, told, &book)
                                       : world_read_bytes(&source, *bytes, told, &book);

    buffer_done(&unwanted);
    return status == STATUS_OK ? wrap(book, out_world) : status;
}

static enum status open_path(const char *path, aval_problems *problems, aval_world **out_world)
{
    if (path == NULL)
        return problems_refuse(problems, "path", ARGUMENT_MISSING);
    if (out_world == NULL)
        return problems_refuse(problems, "out_world", ARGUMENT_MISSING);
    return read_world(path, NULL, problems, out_world);
}

enum aval_status aval_world_open(const char *path, aval_problems *problems, aval_world **out_world)
{
    problems_begin(problems);
    return problems_end(problems, open_path(path, problems, out_world));
}

static enum status open_bytes(const char *name, struct text bytes, aval_problems *problems,
                              aval_world **out_world)
{
    if (name == NULL)
        return problems_refuse(problems, "name", ARGUMENT_MISSING);
    if (bytes.bytes == NULL && bytes.length > 0)
        return problems_refuse(problems, "bytes", ARGUMENT_MISSING);
    if (out_world == NULL)
        return problems_refuse(problems, "out_world", ARGUMENT_MISSING);
    return read_world(name, &bytes, problems, out_world);
}

enum aval_status aval_world_open_bytes(const char *name, const char *bytes, size_t length,
                                       aval_problems *problems, aval_world **out_world)
{
    problems_begin(problems);
    return problems_end(problems,
                        open_bytes(name, (struct text){ bytes, length }, problems, out_world));
}

void aval_world_close(aval_world *world)
{
    if (world == NULL)
        return;
    live_sources_free(world->sources);
    live_book_free(world->live);
    memory_free(world);
}

static enum status change_world(aval_world *world, enum change change, const char *given,
                                aval_problems *problems)
{
    NOT_CLEARED struct fact_line line;
    struct fact fact;
    enum status status = STATUS_OK;

    if (world == NULL)
        return problems_refuse(problems, "world", ARGUMENT_MISSING);
    if (given == NULL)
        return problems_refuse(problems, "fact", ARGUMENT_MISSING);
    status = fact_line_read(&line, text_of(given), problems_sink(problems), &fact);
    if (status == STATUS_OK)
        status = live_book_change(world->live, change, &fact, problems_sink(problems));
    fact_line_done(&line);
    return status;
}

enum aval_status aval_world_add(aval_world *world, const char *fact, aval_problems *problems)
{
    problems_begin(problems);
    return problems_end(problems, change_world(world, CHANGE_ADD, fact, problems));
}

enum aval_status aval_world_remove(aval_world *world, const char *fact, aval_problems *problems)
{
    problems_begin(problems);
    return problems_end(problems, change_world(world, CHANGE_REMOVE, fact, problems));
}
