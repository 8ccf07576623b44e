/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_ACTS_ACTS_JSON_H
#define AVAL_ENGINE_ACTS_ACTS_JSON_H

#include "engine/use_case.h"

/** Adds the act as a line of JSON: who may do it, and with what. */
void use_case_write_json(struct buffer *buffer, const struct use_case *use_case);

#endif
