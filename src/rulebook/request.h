/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_RULEBOOK_REQUEST_H
#define AVAL_RULEBOOK_REQUEST_H

#include "rulebook/dossier.h"

/* Where nothing is named. */
#define REQUEST_NONE UINT32_MAX

/* A proposed act whose parties and things are resolved: numbers that some source of facts gives. */
struct request {
    enum act act;
    date date;
    unsigned positions;             /* bits of enum position: the parties present */
    uint32_t party[POSITION_COUNT]; /* tenants */
    uint32_t created_like;          /* the tenant beside which a plan creates another */
    uint32_t offer;                 /* REQUEST_NONE where none is named */
    uint32_t quantity;              /* 0: none is named */
    uint32_t partner_id;            /* REQUEST_NONE where the act has none */
    bool new_subscription;
    enum requester requested_by;
    enum role role;
    unsigned capabilities; /* bits of enum capability */
};

/** Who is meant by "the tenant" of an act: the customer, else who enrolls, else the reseller. */
static inline enum position request_tenant_position(const struct request *request)
{
    if ((request->positions & BIT(POSITION_CUSTOMER)) != 0)
        return POSITION_CUSTOMER;
    return request->act == ACT_ENROLL ? POSITION_PARTNER : POSITION_RESELLER;
}

/** The tenant that sells, or wants to: in a customer relationship the partner. */
static inline uint32_t request_seller(const struct request *request)
{
    if ((request->positions & BIT(POSITION_RESELLER)) != 0)
        return request->party[POSITION_RESELLER];
    return request
        ->party[(request->positions & BIT(POSITION_DIRECT_BILL)) != 0 ? POSITION_DIRECT_BILL
                                                                      : POSITION_PARTNER];
}

/** Whether the two are the same act of the same parties, with all that is said of it. */
static inline bool request_equal(const struct request *left, const struct request *right)
{
    bool is_equal = left->act == right->act && left->date.day == right->date.day &&
                    left->positions == right->positions &&
                    left->created_like == right->created_like && left->offer == right->offer &&
                    left->quantity == right->quantity && left->partner_id == right->partner_id &&
                    left->new_subscription == right->new_subscription &&
                    left->requested_by == right->requested_by && left->role == right->role &&
                    left->capabilities == right->capabilities;

    for (unsigned i = 0; is_equal && i < POSITION_COUNT; i++)
        is_equal = left->party[i] == right->party[i];
    return is_equal;
}

/* Under what an act is judged. */
struct terms {
    enum profile profile;
    unsigned other_readings; /* a set of readings that are taken the other way */
};

#endif
