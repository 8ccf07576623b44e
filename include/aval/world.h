/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_WORLD_H
#define AVAL_WORLD_H

#include <stddef.h>

#include <aval/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A world: all facts on which decisions rest, in memory. Any number of threads may judge by it
 * while others add and remove facts: a decision rests on the facts before a change or on those
 * after it, never on some of each. Judging never waits for a change.
 */
typedef struct aval_world aval_world;

/**
 * Reads a world from `path`: a file of JSON lines, or a folder of CSV files. All of it is read, or
 * nothing; the path is not needed afterwards.
 *
 * Ownership: on success *out_world is the caller's, who ends it with aval_world_close(); on failure
 * it is untouched.
 * Errors: INVALID, something is wrong in the files; READ_FAILED, one cannot be read; NO_MEMORY.
 * Source: docs/formats.md, "World".
 */
AVAL_API_CHECKED enum aval_status aval_world_open(const char *path, aval_problems *problems,
                                                  aval_world **out_world);

/**
 * Reads a world from the `length` bytes of a file of JSON lines that is in memory; `name` stands
 * for the file's in the text of problems. The bytes may be NULL when length is 0: an empty world,
 * to which facts are added.
 *
 * Ownership: the bytes stay the caller's and are not needed afterwards; *out_world as above.
 * Errors: INVALID, something is wrong in the bytes; NO_MEMORY.
 * Source: docs/formats.md, "World".
 */
AVAL_API_CHECKED enum aval_status aval_world_open_bytes(const char *name, const char *bytes,
                                                        size_t length, aval_problems *problems,
                                                        aval_world **out_world);

/**
 * Ends a world that no other thread uses any more; accepts NULL.
 *
 * Ownership: all memory of the world is given back; requests resolved by it are refused from then
 * on by any other world.
 * Errors: none.
 * Source: docs/library.md, "Worlds".
 */
AVAL_API void aval_world_close(aval_world *world);

/**
 * Adds one fact: a JSON object as in a line of a world. Unlike there, whatever the fact names has
 * to be in the world already. Whoever judges from then on sees it.
 *
 * Ownership: the text stays the caller's.
 * Errors: INVALID, the fact is not well-formed, is there already though it may be there only once,
 * or contradicts others; NO_MEMORY. In both cases nothing has changed.
 * Source: docs/formats.md, "World".
 */
AVAL_API_CHECKED enum aval_status aval_world_add(aval_world *world, const char *fact,
                                                 aval_problems *problems);

/**
 * Removes one fact, which is given as it was added, its dates included. Only facts about parties
 * can be removed, not organisations, tenants, partner ids and offers, which others may name. Who
 * signed an agreement is not looked at. Of several equal facts one goes.
 *
 * Ownership: the text stays the caller's.
 * Errors: INVALID, the fact is not well-formed, is not there or is not of a type that can be
 * removed; NO_MEMORY. In both cases nothing has changed.
 * Source: docs/formats.md, "World"; docs/library.md, "Changing facts".
 */
AVAL_API_CHECKED enum aval_status aval_world_remove(aval_world *world, const char *fact,
                                                    aval_problems *problems);

#ifdef __cplusplus
}
#endif

#endif
