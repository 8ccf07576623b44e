/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_LIFECYCLES_H
#define AVAL_MODEL_LIFECYCLES_H

#include "model/lifecycle.h"

/* The life cycles, each with what may happen to such a thing; its states are those of words.h. */

#define ENROLLMENT_EVENTS(WORD)                                                                    \
    WORD(START_ENROLLMENT, "start")                                                                \
    WORD(SUBMIT_ENROLLMENT, "submit")                                                              \
    WORD(QUALIFY_ENROLLMENT, "qualify")                                                            \
    WORD(ACTIVATE_ENROLLMENT, "activate")                                                          \
    WORD(REJECT_ENROLLMENT, "reject")                                                              \
    WORD(APPEAL_ENROLLMENT, "appeal")                                                              \
    WORD(RESTRICT_ENROLLMENT, "restrict")                                                          \
    WORD(SUSPEND_ENROLLMENT, "suspend")                                                            \
    WORD(REINSTATE_ENROLLMENT, "reinstate")                                                        \
    WORD(END_ENROLLMENT, "end")

/* A sent invitation lapses by its last day: that follows from the day, and is no event. */
#define INVITATION_EVENTS(WORD)                                                                    \
    WORD(SEND_INVITATION, "send")                                                                  \
    WORD(ACCEPT_INVITATION, "accept")                                                              \
    WORD(DECLINE_INVITATION, "decline")                                                            \
    WORD(WITHDRAW_INVITATION, "withdraw")

#define CASE_EVENTS(WORD)                                                                          \
    WORD(OPEN_CASE, "open")                                                                        \
    WORD(CARRY_OUT_CASE, "carry_out")                                                              \
    WORD(DECLINE_CASE, "decline")                                                                  \
    WORD(WITHDRAW_CASE, "withdraw")

/* The clock expires a subscription; no act does yet. */
#define SUBSCRIPTION_EVENTS(WORD)                                                                  \
    WORD(CREATE_SUBSCRIPTION, "create")                                                            \
    WORD(ACTIVATE_SUBSCRIPTION, "activate")                                                        \
    WORD(SUSPEND_SUBSCRIPTION, "suspend")                                                          \
    WORD(RESUME_SUBSCRIPTION, "resume")                                                            \
    WORD(CANCEL_SUBSCRIPTION, "cancel")                                                            \
    WORD(EXPIRE_SUBSCRIPTION, "expire")

#define WORD(name, word) name,
enum enrollment_event {
    ENROLLMENT_EVENTS(WORD) ENROLLMENT_EVENT_COUNT
};
enum invitation_event {
    INVITATION_EVENTS(WORD) INVITATION_EVENT_COUNT
};
enum case_event {
    CASE_EVENTS(WORD) CASE_EVENT_COUNT
};
enum subscription_event {
    SUBSCRIPTION_EVENTS(WORD) SUBSCRIPTION_EVENT_COUNT
};
#undef WORD

extern const struct lifecycle enrollment_lifecycle;
extern const struct lifecycle invitation_lifecycle;
extern const struct lifecycle support_case_lifecycle;
extern const struct lifecycle subscription_lifecycle;

/** All of them, in the order of the documents; NULL at the end. */
extern const struct lifecycle *const lifecycles[];

/** Checks them all, when a program starts: NULL, or the name of one that is not sound. */
const char *lifecycles_check(void);

#endif
