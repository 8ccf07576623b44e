/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_PLANNER_SOURCE_H
#define AVAL_PLANNER_SOURCE_H

#include "base/guid.h"
#include "rulebook/remedy.h"

/* A chain or a tenant that could stand in the place of another. */
struct candidate {
    uint32_t provider; /* REQUEST_NONE: none */
    uint32_t tenant;   /* the seller, or the tenant */
    bool is_related;   /* it stands among those with a relationship, which come first */
};

/* Who takes candidates, one after the other. */
struct visitor {
    /* Takes one more; false: no more are wanted. */
    bool (*take)(struct visitor *visitor, struct candidate candidate);
};

/*
 * Where the planner's facts come from: the book in memory or whoever else has them. Tenants,
 * organisations, offers and partner ids are numbers of the source; TENANT_CREATED and
 * PARTNER_ID_REGISTERED are none of it.
 */
struct source {
    /** Fills the dossier of a request. */
    void (*load)(const struct source *source, const struct request *request, struct terms terms,
                 struct dossier *out_dossier);

    /**
     * Shows the candidates for a replacement in the act, in their order: those with a relationship
     * to the customer (in a reseller relationship to the reseller) first, then by provider's id,
     * none first, then by tenant's id. Who stands in the act already may be among them.
     */
    void (*visit)(const struct source *source, enum remedy replacement,
                  const struct request *request, struct visitor *visitor);

    /** Shows the candidates for another seller of an order in the order of their ids alone. */
    void (*visit_chains)(const struct source *source, const struct request *request,
                         struct visitor *visitor);

    /** Shows all tenants of the tenant's organisation, itself too, by id. */
    void (*visit_organization)(const struct source *source, uint32_t tenant,
                               struct visitor *visitor);

    /** Whether any partner has attested the customer's acceptance by that day. */
    bool (*has_attestation)(const struct source *source, uint32_t customer, date on);

    /**
     * Whether it is by the step, which ends a relationship or an enrolment, that there is none on
     * a later day: one is in effect then, and all that are were so on the step's day.
     */
    bool (*ends_on)(const struct source *source, const struct step *step, date on);

    /** The first partner id of the tenant itself, in its country; REQUEST_NONE: there is none. */
    uint32_t (*find_partner_id)(const struct source *source, uint32_t tenant);

    /* Names, borrowed from the source; for what a plan brings into the world, a free one. */
    guid (*tenant_id)(const struct source *source, uint32_t tenant);
    struct text (*organization_id)(const struct source *source, uint32_t organization);
    struct text (*offer_id)(const struct source *source, uint32_t offer);
    struct text (*mpn_id)(const struct source *source, uint32_t partner_id);
};

#endif
