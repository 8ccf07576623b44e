/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_ASSERT_H
#define AVAL_BASE_ASSERT_H

/*
 * States what only a bug in Aval can break, and stays on in release builds. Never used on input.
 */
#define ASSERT(condition) ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__))

/** Says on standard error which condition does not hold, and aborts. */
_Noreturn void assert_failed(const char *condition, const char *file, int line);

#endif
