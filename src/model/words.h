/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_WORDS_H
#define AVAL_MODEL_WORDS_H

#include <stdbool.h>

#include "base/text.h"

/* The words of an enumeration, as files spell them, in the order of its values. */
struct words {
    const char *const *list;
    unsigned count;
};

/** The value of a word; false when it is none of the list. */
bool words_find(const struct words *words, struct text word, unsigned *out_value);

/** Whether the word is one of the list. */
static inline bool words_have(const struct words *words, struct text word)
{
    unsigned value;

    return words_find(words, word, &value);
}

/*
 * Each enumeration of the program: one row gives a value
 * its name in the code and its word in files.
 */

/* What a tenant is designated as. */
#define TENANT_KINDS(WORD)                                                                         \
    WORD(TENANT_PARTNER, "partner")                                                                \
    WORD(TENANT_CUSTOMER, "customer")

/* The three types of transactional relationship with the vendor (T1). */
#define ROLES(WORD)                                                                                \
    WORD(ROLE_INDIRECT_PROVIDER, "indirect_provider")                                              \
    WORD(ROLE_INDIRECT_RESELLER, "indirect_reseller")                                              \
    WORD(ROLE_DIRECT_BILL, "direct_bill")

/* Where an enrolment stands. */
#define ENROLLMENT_STATUSES(WORD)                                                                  \
    WORD(ENROLLMENT_DRAFT, "draft")                                                                \
    WORD(ENROLLMENT_PENDING, "pending")                                                            \
    WORD(ENROLLMENT_QUALIFIED, "qualified")                                                        \
    WORD(ENROLLMENT_REJECTED, "rejected")                                                          \
    WORD(ENROLLMENT_ACTIVE, "active")                                                              \
    WORD(ENROLLMENT_RESTRICTED, "restricted")                                                      \
    WORD(ENROLLMENT_SUSPENDED, "suspended")                                                        \
    WORD(ENROLLMENT_ENDED, "ended")

/* What a direct-bill partner must be able to do (T13, T14). */
#define CAPABILITIES(WORD)                                                                         \
    WORD(CAPABILITY_API_INTEGRATION, "api_integration")                                            \
    WORD(CAPABILITY_BILLING, "billing")                                                            \
    WORD(CAPABILITY_SUPPORT, "support")                                                            \
    WORD(CAPABILITY_MANAGED_SERVICES, "managed_services")

/* What a provider may do for a reseller's customers on its behalf (T6). */
#define SERVICES(WORD)                                                                             \
    WORD(SERVICE_BILLING, "billing")                                                               \
    WORD(SERVICE_SUPPORT, "support")

/* Whose offer: the vendor's or a third party's. */
#define OFFER_PARTIES(WORD)                                                                        \
    WORD(OFFER_FIRST_PARTY, "first")                                                               \
    WORD(OFFER_THIRD_PARTY, "third")

/* How the customer agreement was accepted. */
#define ACCEPTANCES(WORD)                                                                          \
    WORD(ACCEPTANCE_DIRECT, "direct")                                                              \
    WORD(ACCEPTANCE_ATTESTED, "attested")

/* The agreements that a partner signs. */
#define AGREEMENTS(WORD) WORD(AGREEMENT_MPA, "MPA")

/* Who asks for the end of a provider-reseller relationship (S6.E). */
#define REQUESTERS(WORD)                                                                           \
    WORD(REQUESTER_PROVIDER, "provider")                                                           \
    WORD(REQUESTER_RESELLER, "reseller")                                                           \
    WORD(REQUESTER_VENDOR_SUPPORT, "vendor_support")

#define ACTS(WORD)                                                                                 \
    WORD(ACT_PLACE_ORDER, "place_order")                                                           \
    WORD(ACT_ESTABLISH_INDIRECT_RELATIONSHIP, "establish_indirect_relationship")                   \
    WORD(ACT_ESTABLISH_CUSTOMER_RELATIONSHIP, "establish_customer_relationship")                   \
    WORD(ACT_ASSOCIATE_PARTNER_ID, "associate_partner_id")                                         \
    WORD(ACT_ENGAGE_PARTNER, "engage_partner")                                                     \
    WORD(ACT_END_INDIRECT_RELATIONSHIP, "end_indirect_relationship")                               \
    WORD(ACT_ENROLL, "enroll")

/* What somebody is invited to: a provider-reseller or a partner-customer relationship. */
#define INVITATION_KINDS(WORD)                                                                     \
    WORD(INVITATION_INDIRECT, "indirect_relationship")                                             \
    WORD(INVITATION_CUSTOMER, "customer_relationship")

/* Where an invitation stands; one that is only sent lapses with its last day. */
#define INVITATION_STATUSES(WORD)                                                                  \
    WORD(INVITATION_SENT, "sent")                                                                  \
    WORD(INVITATION_ACCEPTED, "accepted")                                                          \
    WORD(INVITATION_DECLINED, "declined")                                                          \
    WORD(INVITATION_WITHDRAWN, "withdrawn")

/* Where a case at vendor support stands (S6.E). */
#define CASE_STATUSES(WORD)                                                                        \
    WORD(CASE_OPEN, "open")                                                                        \
    WORD(CASE_CARRIED_OUT, "carried_out")                                                          \
    WORD(CASE_DECLINED, "declined")                                                                \
    WORD(CASE_WITHDRAWN, "withdrawn")

/* Where a subscription stands. */
#define SUBSCRIPTION_STATUSES(WORD)                                                                \
    WORD(SUBSCRIPTION_PENDING, "pending")                                                          \
    WORD(SUBSCRIPTION_ACTIVE, "active")                                                            \
    WORD(SUBSCRIPTION_SUSPENDED, "suspended")                                                      \
    WORD(SUBSCRIPTION_EXPIRED, "expired")                                                          \
    WORD(SUBSCRIPTION_DELETED, "deleted")

/* What particulars of a tenant are for. */
#define PARTICULARS_PURPOSES(WORD)                                                                 \
    WORD(PARTICULARS_COMPANY, "company")                                                           \
    WORD(PARTICULARS_BILLING, "billing")                                                           \
    WORD(PARTICULARS_LEGAL, "legal")                                                               \
    WORD(PARTICULARS_LEGAL_APPROVER, "legal_approver")                                             \
    WORD(PARTICULARS_SUPPORT, "support")                                                           \
    WORD(PARTICULARS_ORGANIZATION, "organization")

/* What becomes of a subscription when its term ends. */
#define RENEWALS(WORD)                                                                             \
    WORD(RENEWAL_AUTOMATIC, "automatic")                                                           \
    WORD(RENEWAL_NONE, "none")

/* The fields of facts and acts that tell of a person: what can be erased. */
#define PERSONAL_FIELDS(WORD)                                                                      \
    WORD(PERSONAL_SIGNED_BY, "signed_by")                                                          \
    WORD(PERSONAL_FIRST_NAME, "first_name")                                                        \
    WORD(PERSONAL_LAST_NAME, "last_name")                                                          \
    WORD(PERSONAL_EMAIL, "email")                                                                  \
    WORD(PERSONAL_PHONE, "phone")                                                                  \
    WORD(PERSONAL_CONTACT_FIRST_NAME, "contact_first_name")                                        \
    WORD(PERSONAL_CONTACT_LAST_NAME, "contact_last_name")                                          \
    WORD(PERSONAL_CONTACT_EMAIL, "contact_email")                                                  \
    WORD(PERSONAL_CONTACT_PHONE, "contact_phone")

/* The two sets of rules under which a decision is taken. */
#define PROFILES(WORD)                                                                             \
    WORD(PROFILE_ARTICLE, "article")                                                               \
    WORD(PROFILE_PROGRAMME, "programme")

#define WORD(name, word) name,
enum tenant_kind {
    TENANT_KINDS(WORD) TENANT_KIND_COUNT
};
enum role {
    ROLES(WORD) ROLE_COUNT
};
enum enrollment_status {
    ENROLLMENT_STATUSES(WORD) ENROLLMENT_STATUS_COUNT
};
enum capability {
    CAPABILITIES(WORD) CAPABILITY_COUNT
};
enum service {
    SERVICES(WORD) SERVICE_COUNT
};
enum offer_party {
    OFFER_PARTIES(WORD) OFFER_PARTY_COUNT
};
enum acceptance {
    ACCEPTANCES(WORD) ACCEPTANCE_COUNT
};
enum agreement {
    AGREEMENTS(WORD) AGREEMENT_COUNT
};
enum requester {
    REQUESTERS(WORD) REQUESTER_COUNT
};
enum act {
    ACTS(WORD) ACT_COUNT
};
enum invitation_kind {
    INVITATION_KINDS(WORD) INVITATION_KIND_COUNT
};
enum invitation_status {
    INVITATION_STATUSES(WORD) INVITATION_STATUS_COUNT
};
enum case_status {
    CASE_STATUSES(WORD) CASE_STATUS_COUNT
};
enum subscription_status {
    SUBSCRIPTION_STATUSES(WORD) SUBSCRIPTION_STATUS_COUNT
};
enum particulars_purpose {
    PARTICULARS_PURPOSES(WORD) PARTICULARS_PURPOSE_COUNT
};
enum renewal {
    RENEWALS(WORD) RENEWAL_COUNT
};
enum personal_field {
    PERSONAL_FIELDS(WORD) PERSONAL_FIELD_COUNT
};
enum profile {
    PROFILES(WORD) PROFILE_COUNT
};
#undef WORD

extern const struct words tenant_kind_words;
extern const struct words role_words;
extern const struct words enrollment_status_words;
extern const struct words capability_words;
extern const struct words service_words;
extern const struct words offer_party_words;
extern const struct words acceptance_words;
extern const struct words agreement_words;
extern const struct words requester_words;
extern const struct words act_words;
extern const struct words invitation_kind_words;
extern const struct words invitation_status_words;
extern const struct words case_status_words;
extern const struct words subscription_status_words;
extern const struct words particulars_purpose_words;
extern const struct words renewal_words;
extern const struct words personal_field_words;
extern const struct words profile_words;

/* What people call the values, within a sentence. */
extern const struct phrase tenant_kind_phrases[TENANT_KIND_COUNT];
extern const struct phrase role_phrases[ROLE_COUNT];
extern const struct phrase capability_phrases[CAPABILITY_COUNT];
extern const struct phrase requester_phrases[REQUESTER_COUNT];

/* Sets of small values: bit n stands for value n. */
#define BIT(value) (1U << (value))

/** Whether an enrolment with this status counts: its tenant is a CSP tenant. */
static inline bool enrollment_status_is_live(enum enrollment_status status)
{
    return status == ENROLLMENT_ACTIVE || status == ENROLLMENT_RESTRICTED ||
           status == ENROLLMENT_SUSPENDED;
}

#endif
