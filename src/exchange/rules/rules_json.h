/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_RULES_RULES_JSON_H
#define AVAL_EXCHANGE_RULES_RULES_JSON_H

#include "rulebook/outline.h"
#include "rulebook/statement.h"

/* The rulebook for programs: each adds one line, an object in the keys of docs/formats.md, with all
 * texts in both languages. Lack of memory is the buffer's to tell. */

void rules_json_rule(struct buffer *buffer, enum rule_name rule);
void rules_json_statement(struct buffer *buffer, const struct statement *statement);
void rules_json_reading(struct buffer *buffer, const struct reading *reading);
void rules_json_remedy(struct buffer *buffer, enum remedy remedy);

#endif
