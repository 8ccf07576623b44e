/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_PROPOSAL_H
#define AVAL_LIB_PROPOSAL_H

#include <aval/judge.h>

#include "base/attributes.h"
#include "base/status.h"
#include "model/problem.h"
#include "model/proposal.h"

/**
 * Reads the members of a proposal that its act has; its texts stay borrowed. INVALID: the first
 * problem was told.
 */
enum status proposal_read(const struct aval_proposal *given, struct problem_sink *sink,
                          struct proposal *out_proposal) MUST_CHECK;

#endif
