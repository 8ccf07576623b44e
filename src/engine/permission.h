/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PERMISSION_H
#define AVAL_ENGINE_PERMISSION_H

#include "engine/use_case.h"

/** Whether one of the act's permission rows fits the principal and what the act is about. */
bool permission_is_given(const struct acting *acting);

/** Looks for the permission. FORBIDDEN, or the status of `hidden_as`: the call's fault is set. */
enum status permission_check(struct acting *acting) MUST_CHECK;

/** Adds who may do an act: "vendor, admin_agent (provider)". */
void permission_write(struct buffer *buffer, const struct use_case *use_case);

#endif
