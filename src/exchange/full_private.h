/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_EXCHANGE_FULL_PRIVATE_H
#define AVAL_EXCHANGE_FULL_PRIVATE_H

#include "exchange/full.h"
#include "model/fact.h"
#include "model/noun_json.h"

/* What a key of a finding's facts holds. */
enum shown_kind {
    SHOWN_NOTHING, /* there is no such key */
    SHOWN_TENANT,
    SHOWN_PARTY, /* a tenant, or null where nobody stands there */
    SHOWN_TEXT,
    SHOWN_DIGITS,
    SHOWN_DATE, /* or null */
    SHOWN_COUNTRY,
    SHOWN_REGION, /* or null */
    SHOWN_ROLE,   /* or null */
    SHOWN_ROLES,
    SHOWN_CAPABILITIES,
    SHOWN_TENANT_KIND,
    SHOWN_REQUESTER,
    SHOWN_KIND_COUNT
};

/** What the key of that name holds. */
enum shown_kind finding_fact_kind(struct text key);

/** Writes what a finding shows of the dossier: the keys of its rule's row. */
void finding_write_facts(struct json_writer *writer, const struct full *full,
                         struct finding finding);

/** Writes the obligations of a supported order, from the top of the chain down. */
void full_write_obligations(struct json_writer *writer, const struct full *full);

/** Adds the dossier's facts and its candidates, each a canonical JSON object. */
void full_write_dossier(struct buffer *facts, struct buffer *candidates, const struct full *full);

/** Writes a fact as an object in the keys of the interchange formats, without its type. */
void fact_write_json(struct json_writer *writer, const struct fact *fact);

/** Writes the tenant's id, or null. */
void full_write_tenant(struct json_writer *writer, const struct full *full, uint32_t tenant);

#endif
