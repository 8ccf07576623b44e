/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_STATUS_H
#define AVAL_BASE_STATUS_H

/* How something that can fail has ended: one value for each reaction of a caller. */
enum status {
#define STATUS(name, meaning) STATUS_##name,
#include "base/status.def"
#undef STATUS
    STATUS_COUNT
};

#endif
