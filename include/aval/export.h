/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXPORT_H
#define AVAL_EXPORT_H

/* Everything that leaves the library is declared AVAL_API; nothing else does. */
#if defined(__GNUC__)
#define AVAL_API __attribute__((visibility("default")))
#define AVAL_API_CHECKED __attribute__((visibility("default"), warn_unused_result))
#else
#define AVAL_API
#define AVAL_API_CHECKED /* the caller has to look at the result */
#endif

#endif
