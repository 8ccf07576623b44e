/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_SAVE_H
#define AVAL_STORE_SQLITE_SAVE_H

#include "engine/fault.h"

/**
 * Saves what the log of the book at that path has, if there is one, and how long it is. Only who
 * holds the process lock may call it. WRITE_FAILED.
 *
 * A process that was killed, or whose sync failed, may have left in the log what was never on the
 * disk, and the system shows it all the same. From then on it would count: as what a repeated
 * request is answered by, and as what later acts stand behind in the log. After a sync that failed
 * the system takes its pages for saved: so they are written once more.
 */
enum status save_log(const char *path, struct fault *fault) MUST_CHECK;

#endif
