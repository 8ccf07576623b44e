/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_DOSSIER_H
#define AVAL_RULEBOOK_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "model/market.h"
#include "model/words.h"
#include "rulebook/reading.h"

/*
 * Where a party stands in an act, and what else a finding may be about: the capabilities of a
 * direct-bill partner. In the order of their words, which is the order of findings.
 */
enum position {
    POSITION_API_INTEGRATION,
    POSITION_BILLING,
    POSITION_CUSTOMER,
    POSITION_DIRECT_BILL,
    POSITION_MANAGED_SERVICES,
    POSITION_PARTNER,
    POSITION_PROVIDER,
    POSITION_RESELLER,
    POSITION_SUPPORT,
    POSITION_NONE, /* the finding is about the act as a whole */
    POSITION_COUNT
};

/* What the rules may know of a party on the dossier's date. */
struct party {
    uint32_t tenant; /* identities: equal means the same one, and nothing else is read off them */
    uint32_t organization;
    uint32_t ultimate_owner; /* an organisation; itself without owner (Q4) */
    uint32_t owner;          /* the one directly above; itself without owner */
    country market;          /* the tenant's country */
    region region;           /* of the market on the date, or none */
    enum tenant_kind kind;   /* S4b: partner or customer */
    unsigned live_roles;     /* bits of enum role: live enrolments on the date */
    unsigned active_roles;   /* those of them with an active one */
    /* Of partners; nothing of the kind is asked of customers. */
    bool has_customer;  /* a relationship of this partner with the customer in effect */
    date onboarded_on;  /* DATE_AFTER_ALL: never */
    date mpa_signed_on; /* the first signature that counts (Q6); DATE_AFTER_ALL: none */
};

/*
 * Every fact that the rules look at for one act: a plain value. The rules read nothing else, so
 * whoever can fill one can ask, and a stored one can be judged again years later.
 */
struct dossier {
    enum act act;
    enum profile profile;
    unsigned other_readings; /* a set of readings: those taken the other way */
    date date;
    unsigned positions; /* bits of enum position: the parties present */

    bool has_indirect_relationship; /* of provider and reseller or seller, in effect */

    /* S6: in effect with the act's provider or partner. Of the one tenant; under the other reading
     * of Q2 of each tenant of its organisation. */
    unsigned customers_reselling; /* tenants on the customer's side that are its resellers */
    unsigned resellers_buying;    /* tenants on the reseller's side that are its customers */

    date agreement_accepted_on; /* directly by the customer; DATE_AFTER_ALL: never */
    date agreement_attested_on; /* by the transacting tenant; DATE_AFTER_ALL: never */

    bool has_offer;
    struct interval offer_valid;
    bool offer_is_everywhere; /* sold in every market that has a region */
    bool offer_lists_market;  /* its list has the customer's market */

    uint32_t partner_id_tenant;
    country partner_id_country;
    bool new_subscription;

    enum requester requested_by;
    enum role role;        /* asked by enroll */
    unsigned capabilities; /* bits of enum capability: attested in enroll */

    struct party party[POSITION_COUNT]; /* zeroed where nobody stands */
};

/** Whether a party stands in the position. */
static inline bool dossier_has(const struct dossier *dossier, enum position position)
{
    return (dossier->positions & BIT(position)) != 0;
}

#endif
