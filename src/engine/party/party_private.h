/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PARTY_PARTY_PRIVATE_H
#define AVAL_ENGINE_PARTY_PARTY_PRIVATE_H

#include "engine/party/party.h"

/* What gathering a view and making its checklist share. */

/** Finds rows by one id, and where the query asks for a day by today's. */
enum status party_rows(struct call *call, enum query query, guid id, struct rows *out_rows)
    MUST_CHECK;

/** The tenant and its organisation. NOT_FOUND. */
enum status party_tenant(struct call *call, guid id, struct fact *out_tenant,
                         struct fact *out_organization) MUST_CHECK;

/** Makes the checklist of a view of which all else is there. */
enum status party_load_checks(struct call *call, struct party_view *view) MUST_CHECK;

#endif
