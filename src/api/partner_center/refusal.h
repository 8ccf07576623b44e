/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_REFUSAL_H
#define AVAL_API_PARTNER_CENTER_REFUSAL_H

#include "api/call.h"
#include "rulebook/rule.h"

/*
 * How Partner Center says no: {"code", "description", "data", "source"}. Which code a finding of
 * the rulebook, or a fault of the engine, is told by is a matter of tables in refusal.c.
 */
#define CODE(name, number, http, en, fr) CODE_##name,
enum code {
#include "api/partner_center/codes.def"
    CODE_COUNT
};
#undef CODE

/** Refuses; `why`, which may be NULL, tells more, and is the only item of `data`. */
void code_answer(struct api_call *call, enum code code, const char *why);

/** Refuses what is wrong with a property of the body or the query: "billingProfile.culture". */
void code_answer_property(struct api_call *call, const char *name);

/** Refuses an act of which rules find something: by the engine's answer, as it may be seen. */
void code_answer_findings(struct api_call *call, struct text answer);

/* What is wrong with a request before its route has it, and what the engine could not do. */
void code_answer_trouble(struct api_call *call, enum trouble trouble, const char *about);
void code_answer_fault(struct api_call *call, const struct fault *fault);

/** The code of a rule's finding about a position (POSITION_NONE: the act). */
enum code code_of_finding(enum rule_name rule, enum position position);

/** NULL, or the id of a rule of which some finding has no code. */
const char *codes_check(void);

#endif
