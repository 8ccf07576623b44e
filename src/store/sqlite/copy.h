/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_COPY_H
#define AVAL_STORE_SQLITE_COPY_H

#include "store/store_private.h"

/** See struct session_functions. */
enum status sqlite_copy_to(struct session *session, const struct new_file *file,
                           struct copy_sink *sink) MUST_CHECK;

#endif
