/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STATUS_H
#define AVAL_STATUS_H

#include <aval/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * How a call has ended: one value for each way in which a caller has to react. Later versions may
 * add values at the end; one that a program does not know means that the call did nothing.
 */
enum aval_status {
    AVAL_OK = 0,
    AVAL_INVALID = 1,     /* what was given is not of the form or in the range asked for */
    AVAL_NO_MEMORY = 2,   /* memory ran out */
    AVAL_READ_FAILED = 3, /* a file could not be read */
    AVAL_NO_ROOM = 4      /* the caller's room is too small for what it is to hold */
};

/* The languages in which Aval speaks to people. Later versions may add values at the end. */
enum aval_language {
    AVAL_ENGLISH = 0,
    AVAL_FRENCH = 1
};

/**
 * What the status means, in a few words of UTF-8.
 *
 * Ownership: the text is the library's and stays for ever.
 * Errors: "" for a status or a language that this version does not know.
 * Source: docs/library.md, "Statuses".
 */
AVAL_API const char *aval_status_meaning(enum aval_status status, enum aval_language language);

/*
 * Room for the text that says why a call did not succeed: which file, line and field, what was
 * expected and what was found. It serves any number of calls, each of which forgets the text of
 * the one before, but one thread at a time. Where a call takes one, NULL will do.
 */
typedef struct aval_problems aval_problems;

/**
 * Makes an empty one, whose texts will be in the language.
 *
 * Ownership: the caller's, who ends it with aval_problems_free().
 * Errors: NULL when memory ran out, or for a language that this version does not know.
 * Source: docs/library.md, "Problems".
 */
AVAL_API_CHECKED aval_problems *aval_problems_new(enum aval_language language);

/**
 * Ends it; accepts NULL.
 *
 * Ownership: it and its text are gone.
 * Errors: none.
 * Source: docs/library.md, "Problems".
 */
AVAL_API void aval_problems_free(aval_problems *problems);

/**
 * What was wrong in the last call that was given `problems`: UTF-8, one problem a line, without an
 * end of the last line. Of a world up to 20 problems, each as "file:line: field: problem", and how
 * many more there are. Control characters in it are made visible, so it may be printed as it is.
 *
 * Ownership: borrowed from `problems` until the next call that is given it.
 * Errors: none; "" after a call that succeeded, before any call, and for NULL.
 * Source: docs/formats.md, "What is refused"; docs/library.md, "Problems".
 */
AVAL_API const char *aval_problems_text(const aval_problems *problems);

#ifdef __cplusplus
}
#endif

#endif
