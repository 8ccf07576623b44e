/* SPDX-License-Identifier: Apache-2.0 */
#include "base/attributes.h"
#include "model/lifecycles.h"

#define WORD(name, word) word,
static const char *const event_list[] = { INVITATION_EVENTS(WORD) };
static const struct words event_words = { event_list, COUNT_OF(event_list) };

static const struct transition transitions[] = {
    { LIFECYCLE_NOWHERE, SEND_INVITATION, INVITATION_SENT },
    { INVITATION_SENT, ACCEPT_INVITATION, INVITATION_ACCEPTED },
    { INVITATION_SENT, DECLINE_INVITATION, INVITATION_DECLINED },
    { INVITATION_SENT, WITHDRAW_INVITATION, INVITATION_WITHDRAWN },
};

const struct lifecycle invitation_lifecycle = {
    .name = "invitation",
    .title = "invitation",
    .states = &invitation_status_words,
    .events = &event_words,
    .ends = BIT(INVITATION_ACCEPTED) | BIT(INVITATION_DECLINED) | BIT(INVITATION_WITHDRAWN),
    .transitions = transitions,
    .transition_count = COUNT_OF(transitions),
};
