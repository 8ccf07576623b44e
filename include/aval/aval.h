/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_AVAL_H
#define AVAL_AVAL_H

/*
 * libaval: who may partner with, sell to and serve whom in a two-tier cloud program.
 *
 * What holds of every function:
 * - Texts are UTF-8. Those that are given end in a NUL and are not needed after the call, unless a
 *   length stands beside them.
 * - What comes through a pointer to a pointer is the caller's, who ends it with the function of
 *   that name (close, free). What is returned as a pointer is borrowed.
 * - Whatever is called out_... is written on success only.
 * - A wrong argument, NULL included, is answered by AVAL_INVALID; nothing aborts the process,
 *   prints or logs.
 * - Structs that stand in these headers never change; new functions come with new ones.
 * - Any thread may call any function at any time, but closing a world that others use, and using
 *   one aval_problems from two threads at once. After fork() a child uses no world of its parent.
 *
 * docs/library.md is the guide, with examples.
 */

#include <aval/explain.h>
#include <aval/judge.h>
#include <aval/rule.h>
#include <aval/status.h>
#include <aval/world.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of these headers. */
#define AVAL_VERSION "0.1.0"

/**
 * The version of the library that runs, "0.1.0".
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: none.
 * Source: CHANGELOG.md.
 */
AVAL_API const char *aval_version(void);

/**
 * The version of the rulebook, "2026.1": it changes when a decision does.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: none.
 * Source: CHANGELOG.md.
 */
AVAL_API const char *aval_rulebook_version(void);

#ifdef __cplusplus
}
#endif

#endif
