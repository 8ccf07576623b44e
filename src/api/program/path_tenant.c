/* SPDX-License-Identifier: Apache-2.0 */
#include "api/program/path_tenant.h"

#include "engine/party/party.h"

/* What the vendor's clients write for "whichever tenant it is". */
static const char *const any_tenants[] = { "common", "organizations" };

struct find_work {
    struct store_work work; /* first */
    struct text name;
    guid id;
};

static enum status find(struct store_work *store_work, struct call *call)
{
    struct find_work *work = (struct find_work *)store_work;
    enum status status = party_find(call, work->name, &work->id);

    if (status != STATUS_NOT_FOUND)
        return status;
    work->id = GUID_NONE;
    call->fault = (struct fault){ 0 };
    return STATUS_OK;
}

/* The domain that a client was once given by the vendor need not be known here. */
bool path_tenant_find(struct api_call *call, struct path_tenant *out_tenant)
{
    struct find_work work = { .work = { find }, .name = call->parameters[0], .id = GUID_NONE };
    struct path_tenant tenant = { .id = GUID_NONE };

    for (size_t i = 0; i < COUNT_OF(any_tenants); i++)
        tenant.is_any = tenant.is_any || text_is(work.name, any_tenants[i]);
    if (!tenant.is_any && !guid_parse(work.name, &tenant.id)) {
        if (!call_read(call, &work.work))
            return false;
        tenant.id = work.id;
        tenant.is_any = guid_is_none(work.id);
    }
    *out_tenant = tenant;
    return true;
}

bool path_tenant_fits(const struct path_tenant *tenant, guid own)
{
    return tenant->is_any || guid_is_none(own) || guid_equal(tenant->id, own);
}
