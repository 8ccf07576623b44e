/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JUDGING_ACTING_H
#define AVAL_ENGINE_JUDGING_ACTING_H

#include "engine/engine.h"

/** Begins an act: of the call's arena. */
struct acting *acting_begin(const struct act_request *request, struct call *call);

/** Takes it up to what is to be judged: what it names, who may do it, and what is possible. */
enum status acting_prepare(struct acting *acting) MUST_CHECK;

#endif
