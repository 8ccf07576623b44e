/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_PROPOSAL_H
#define AVAL_MODEL_PROPOSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/guid.h"
#include "base/text.h"
#include "model/words.h"

/*
 * A proposed act, its parties and things still by name; texts are borrowed. Which members count
 * is a matter of the act: the shapes of the interchange formats say it.
 */
struct proposal {
    struct text id;
    enum act act;
    date date;
    guid provider;
    guid reseller;
    guid seller;
    guid partner;
    guid customer;
    guid tenant;
    struct text offer;
    struct text mpn_id;
    uint32_t quantity;
    unsigned role;         /* enum role */
    unsigned capabilities; /* bits of enum capability: those attested */
    unsigned requested_by; /* enum requester */
    bool new_subscription;
    bool has_provider;
    bool has_offer;
};

#endif
