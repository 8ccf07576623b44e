/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_PLAN_JSON_H
#define AVAL_PLANNER_PLAN_JSON_H

#include "base/json_writer.h"
#include "planner/plan.h"

/** Writes the id of a tenant; null for REQUEST_NONE. */
void tenant_write_json(struct json_writer *writer, const struct source *source, uint32_t tenant);

/** Writes the act as an object, in the keys of a proposal without id. */
void act_write_json(struct json_writer *writer, const struct source *source,
                    const struct request *act);

/** Writes the members of a remedy or step into an object that the caller begins and ends. */
void step_write_members(struct json_writer *writer, const struct source *source,
                        const struct step *step);

/** Adds the plan's canonical bytes (RFC 8785): its steps without messages, then its end. */
void plan_write_canonical(const struct planner *planner, const struct plan *plan,
                          struct buffer *buffer);

#endif
