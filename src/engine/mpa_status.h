/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_MPA_STATUS_H
#define AVAL_ENGINE_MPA_STATUS_H

#include "engine/call.h"
#include "model/words.h"

/*
 * Whether a partner has signed the partner agreement; if not, the first of these reasons that
 * holds: nobody has that id; the partner is not of the region of who asks (S8); it is not enrolled
 * as reseller, where that is asked (M4b); its organisation has signed in another region alone
 * (Q6); or simply nobody has signed.
 */
#define MPA_STATES(WORD)                                                                           \
    WORD(MPA_SIGNED, "signed")                                                                     \
    WORD(MPA_UNKNOWN_ID, "unknown_id")                                                             \
    WORD(MPA_OTHER_REGION, "other_region")                                                         \
    WORD(MPA_NOT_ENROLLED_AS_RESELLER, "not_enrolled_as_reseller")                                 \
    WORD(MPA_SIGNED_IN_OTHER_REGION, "signed_in_other_region")                                     \
    WORD(MPA_UNSIGNED, "unsigned")

#define WORD(name, word) name,
enum mpa_state {
    MPA_STATES(WORD) MPA_STATE_COUNT
};
#undef WORD

extern const struct words mpa_state_words;

/** What people read of each, within a sentence. */
extern const struct phrase mpa_state_phrases[MPA_STATE_COUNT];

/* About whom it is asked, and by whom. */
struct mpa_question {
    guid tenant;            /* GUID_NONE: by partner id, which is a reseller's */
    struct text mpn_id;     /* where there is no tenant */
    guid asking;            /* a partner; GUID_NONE: the vendor, to whom any region will do */
    bool is_about_reseller; /* whether the tenant has to be one */
};

struct mpa_status {
    enum mpa_state state;
    guid tenant;           /* whom it is about; GUID_NONE where nobody has that id */
    guid signer;           /* of the signature that counts, or of one in another region */
    struct text signed_by; /* of that signature */
    date signed_on;        /* DATE_AFTER_ALL: there is none */
};

/**
 * The status of today. It is signed exactly where the rule mpa-signed, in force, finds nothing. An
 * id of nobody is an answer too; only the store fails.
 */
enum status mpa_status_find(struct call *call, const struct mpa_question *question,
                            struct mpa_status *out_status) MUST_CHECK;

#endif
