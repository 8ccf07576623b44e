/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/visibility.h"

/* What two tenants may have in common; each query asks for one order of the two. */
static const enum query pair_queries[] = {
    QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR,
    QUERY_SERVICE_AGREEMENTS_OF_PAIR,
    QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR,
    QUERY_ENGAGEMENTS_OF_PAIR,
    QUERY_PRIVILEGES_OF_PAIR,
};

static enum status look(struct call *call, enum query query, guid first, guid second,
                        bool *out_found)
{
    struct query_key key = { .ids = { first, second } };
    struct rows rows;

    TRY(call->store->find(call, query, &key, &rows));
    *out_found = rows.count > 0;
    return STATUS_OK;
}

enum status visibility_of(struct call *call, struct principal principal, guid tenant,
                          enum visibility *out_visibility)
{
    bool is_found = false;

    *out_visibility = VISIBILITY_ITSELF;
    if (principal_is_vendor(principal) || guid_equal(principal.tenant, tenant))
        return STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(pair_queries) && !is_found; i++) {
        TRY(look(call, pair_queries[i], principal.tenant, tenant, &is_found));
        if (!is_found)
            TRY(look(call, pair_queries[i], tenant, principal.tenant, &is_found));
    }
    *out_visibility = is_found ? VISIBILITY_RELATED : VISIBILITY_STRANGER;
    return STATUS_OK;
}
