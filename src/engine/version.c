/* SPDX-License-Identifier: Apache-2.0 */
/* What changes is ended, and another fact put beside it; so the last one's id is the version. */
#include "engine/version.h"

static void take(uint64_t id, uint64_t *version)
{
    if (id > *version)
        *version = id;
}

enum status version_of_particulars(struct call *call, guid tenant, enum particulars_purpose purpose,
                                   uint64_t *out_version)
{
    struct query_key key = { .ids = { tenant } };
    struct rows rows;

    *out_version = 0;
    TRY(call->store->find(call, QUERY_PARTICULARS_OF_TENANT, &key, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.particulars.purpose == purpose)
            take(rows.list[i].id, out_version);
    return STATUS_OK;
}

enum status version_of_subscription(struct call *call, guid subscription, uint64_t *out_version)
{
    static const enum query queries[] = {
        QUERY_STATUSES_OF_SUBSCRIPTION,
        QUERY_TERMS_OF_SUBSCRIPTION,
        QUERY_PARTNERS_OF_RECORD_OF_SUBSCRIPTION,
    };
    struct query_key key = { .ids = { subscription } };

    *out_version = 0;
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct rows rows;

        TRY(call->store->find(call, queries[i], &key, &rows));
        for (size_t j = 0; j < rows.count; j++)
            take(rows.list[j].id, out_version);
    }
    return STATUS_OK;
}
