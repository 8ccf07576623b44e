/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PARTY_MPA_ASKING_H
#define AVAL_ENGINE_PARTY_MPA_ASKING_H

#include "engine/mpa_status.h"
#include "engine/principal.h"

/* The status of the partner agreement, asked by somebody. */
struct mpa_asking {
    struct principal principal;
    struct text tenant; /* as for party_find(); or empty */
    struct text mpn_id; /* of a reseller, where no tenant is named */
};

struct mpa_told {
    struct mpa_status status;
    bool is_whole; /* the status is anybody's to know; by whom and when, the partner's own */
};

/** NOT_FOUND: there is no such tenant. An id of nobody is an answer. */
enum status mpa_ask(struct call *call, const struct mpa_asking *asking, struct mpa_told *out_told)
    MUST_CHECK;

/** Adds what is told as one line of JSON. Lack of memory is the buffer's to tell. */
void mpa_told_write_json(struct buffer *buffer, const struct mpa_told *told);

#endif
