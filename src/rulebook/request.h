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
    uint32_t offer;                 /* REQUEST_NONE where none is named */
    uint32_t quantity;              /* 0: none is named */
    uint32_t partner_id;            /* REQUEST_NONE where the act has none */
    bool new_subscription;
    enum requester requested_by;
    enum role role;
    unsigned capabilities; /* bits of enum capability */
};

/* Under what an act is judged. */
struct terms {
    enum profile profile;
    unsigned other_readings; /* a set of readings that are taken the other way */
};

#endif
