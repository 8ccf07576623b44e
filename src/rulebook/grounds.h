/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_GROUNDS_H
#define AVAL_RULEBOOK_GROUNDS_H

#include "base/buffer.h"
#include "rulebook/dossier.h"

/* What permits an act beyond what forbids it: facts that no rule reads. */
struct grounds {
    bool has_csp_tenant;    /* S4: some tenant of the customer's organisation */
    bool has_other_partner; /* S2: another partner's relationship with the customer in effect */
    unsigned services;      /* T6: bits of enum service: the provider's for the reseller */
};

/* When a statement permits a supported act. */
enum ground {
    GROUND_ACT_ALONE,
    GROUND_NO_PROVIDER,
    GROUND_PROVIDER_NAMED,
    GROUND_CUSTOMER_HAS_CSP_TENANT,
    GROUND_CUSTOMER_HAS_OTHER_PARTNER,
    GROUND_PARTNER_IS_RESELLER,
    GROUND_PARTNER_IS_DIRECT_BILL,
    GROUND_PARTNER_IS_PROVIDER,
    GROUND_SUBSCRIPTION_NEW,
    GROUND_SUBSCRIPTION_RUNNING,
    GROUND_COUNT
};

/* That a statement permits an act. */
struct basis_row {
    const char *statement;
    enum act act;
    enum ground ground;
};

/** All that permits, in the order in which a basis lists it. */
extern const struct basis_row basis_rows[];
extern const size_t basis_row_count;

enum {
    BASIS_MAX = 6
};

/** The statements that permit a supported act (rulebook, "What permits"); returns how many. */
unsigned basis_of(const struct dossier *dossier, const struct grounds *grounds,
                  const char *out_statements[BASIS_MAX]);

/** The readings that a decision rests on, as a set: of its findings, or if there are none of all
 * rules consulted. */
unsigned readings_rested_on(const struct dossier *dossier);

#endif
