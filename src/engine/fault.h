/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_FAULT_H
#define AVAL_ENGINE_FAULT_H

#include "base/assert.h"
#include "base/buffer.h"
#include "base/status.h"

#define FAULT(name, status, en, fr, hint_en, hint_fr) FAULT_##name,
enum fault_kind {
#include "engine/fault.def"
    FAULT_COUNT
};
#undef FAULT

enum {
    FAULT_ARGUMENTS = 3,
    FAULT_ARGUMENT_BYTES = 256
};

/* Why something was not done, as a value: what it is about is copied, and cut where it is long. */
struct fault {
    enum fault_kind kind;
    char arguments[FAULT_ARGUMENTS][FAULT_ARGUMENT_BYTES];
};

/** How the caller has to react. */
enum status fault_status(enum fault_kind kind);

/** The same in small letters, for programs: "not_found". */
const char *fault_status_name(enum fault_kind kind);

/** The name of the kind, in small letters: for programs. */
const char *fault_name(enum fault_kind kind);

/* Writes the fault down, and gives its status. */
enum status fault_fill(struct fault *fault, enum fault_kind kind, const char *first,
                       const char *second, const char *third);

/** Sets the fault; arguments may be NULL. Returns its status, which is never OK. */
static inline enum status fault_set(struct fault *fault, enum fault_kind kind, const char *first,
                                    const char *second, const char *third)
{
    enum status status = fault_fill(fault, kind, first, second, third);

    ASSERT(status != STATUS_OK);
    return status;
}

/** Adds what happened. */
void fault_write(struct buffer *buffer, const struct fault *fault, enum language language);

/** Adds what to do about it; nothing where there is nothing to say. */
void fault_write_hint(struct buffer *buffer, const struct fault *fault, enum language language);

#endif
