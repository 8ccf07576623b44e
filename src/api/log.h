/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_LOG_H
#define AVAL_API_LOG_H

#include "base/json_writer.h"

/** Adds to a line of the log when it was written, as its member "at". */
void log_write_time(struct json_writer *writer);

#endif
