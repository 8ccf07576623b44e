/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_ATTRIBUTES_H
#define AVAL_BASE_ATTRIBUTES_H

/* The caller has to look at the result. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* The arguments are checked as those of printf; `first` is 0 for a va_list. */
#define PRINTF_LIKE(template, first) __attribute__((format(printf, template, first)))

/* Large automatic variables that are written before they are read are not cleared first. */
#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define NOT_CLEARED __attribute__((uninitialized))
#endif
#endif
#ifndef NOT_CLEARED
#define NOT_CLEARED
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Hands any status but OK on to the caller: the one macro that hides a return. */
#define TRY(expression)                                                                            \
    do {                                                                                           \
        enum status try_status = (expression);                                                     \
        if (try_status != STATUS_OK)                                                               \
            return try_status;                                                                     \
    } while (0)

#endif
