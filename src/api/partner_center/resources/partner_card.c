/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/resources/partner_card.h"

#include "engine/call.h"

enum status partner_card_load(struct call *call, guid id, struct partner_card *out_card)
{
    struct query_key key = { .ids = { id } };
    struct rows ids;
    struct row row;

    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    out_card->tenant = row.fact;
    TRY(call->store->find(call, QUERY_PARTNER_IDS_OF_TENANT, &key, &ids));
    out_card->mpn_id = ids.count > 0 ? ids.list[0].fact.partner_id.mpn_id : TEXT("");
    key.text = row.fact.tenant.organization;
    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
    out_card->organization = row.fact;
    return STATUS_OK;
}
