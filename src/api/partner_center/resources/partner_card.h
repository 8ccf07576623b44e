/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_PARTNER_CARD_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_PARTNER_CARD_H

#include "engine/engine.h"

/* Who a partner is. */
struct partner_card {
    struct fact tenant;
    struct fact organization;
    struct text mpn_id; /* the first; empty: none */
};

/** Loads the card of a partner, which has to be there: one that a relationship names. */
enum status partner_card_load(struct call *call, guid id, struct partner_card *out_card) MUST_CHECK;

#endif
