/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_PAGES_H
#define AVAL_STORE_SQLITE_PAGES_H

#include "store/store_private.h"

/** Looks at every page of the file: what session_functions.check_pages is. */
enum status sqlite_check_pages(struct session *session, struct verify_sink *sink) MUST_CHECK;

#endif
