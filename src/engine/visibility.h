/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_VISIBILITY_H
#define AVAL_ENGINE_VISIBILITY_H

#include "engine/call.h"
#include "engine/principal.h"

/* How much of a tenant somebody may see. */
enum visibility {
    VISIBILITY_STRANGER, /* nothing: as if it were not there */
    VISIBILITY_RELATED,  /* who it is, and what the two have or had in common */
    VISIBILITY_ITSELF    /* all: the tenant's own people, and the operator of the program */
};

/**
 * Decides what the principal sees of the tenant. Two are related when a relationship between
 * them, a service agreement, an engagement or a privilege was ever recorded.
 */
enum status visibility_of(struct call *call, struct principal principal, guid tenant,
                          enum visibility *out_visibility) MUST_CHECK;

#endif
