/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_TEST_H
#define AVAL_TESTS_UNIT_TEST_H

/* What every file of tests needs: cmocka, suites of tests, and checks of texts. */

/* cmocka.h takes for granted what stands before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/text.h"

/* The tests of one file of src/. */
struct suite {
    const char *name;
    int (*run)(void); /* gives the number of failures */
};

/** Runs the suites that the arguments name, or without arguments all; gives the exit status. */
int suites_run(const struct suite *suites, size_t count, int argument_count, char **arguments);

/** So many bytes as a text; as a macro's argument a compound literal would be several. */
static inline struct text text_at(const char *bytes, size_t length)
{
    return (struct text){ bytes, length };
}

/** Fails the test and shows both texts when they differ. */
void check_text(struct text actual, struct text expected, const char *file, int line);

#define assert_text_equal(actual, expected) check_text(actual, expected, __FILE__, __LINE__)
#define assert_text_is(actual, string) check_text(actual, text_of(string), __FILE__, __LINE__)
#define assert_buffer_is(buffer, string)                                                           \
    check_text(buffer_text(buffer), text_of(string), __FILE__, __LINE__)

/** The next of a fixed sequence of numbers below `bound`; the same seed gives the same one. */
uint32_t random_below(uint64_t *seed, uint32_t bound);

#endif
