/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "model/lifecycles.h"

#define WORD(name, word) word,
static const char *const event_list[] = { CASE_EVENTS(WORD) };
static const struct words event_words = { event_list, COUNT_OF(event_list) };

static const struct transition transitions[] = {
    { LIFECYCLE_NOWHERE, OPEN_CASE, CASE_OPEN },
    { CASE_OPEN, CARRY_OUT_CASE, CASE_CARRIED_OUT },
    { CASE_OPEN, DECLINE_CASE, CASE_DECLINED },
    { CASE_OPEN, WITHDRAW_CASE, CASE_WITHDRAWN },
};

const struct lifecycle support_case_lifecycle = {
    .name = "support_case",
    .title = "support case",
    .states = &case_status_words,
    .events = &event_words,
    .ends = BIT(CASE_CARRIED_OUT) | BIT(CASE_DECLINED) | BIT(CASE_WITHDRAWN),
    .transitions = transitions,
    .transition_count = COUNT_OF(transitions),
};
