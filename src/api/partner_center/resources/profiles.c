/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a partner id is. */
#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resource.h"
#include "engine/visibility.h"

/* A tenant being shown. */
struct profile_work {
    struct store_work work; /* first */
    struct api_call *call;
    void (*write)(struct json_writer *writer, const struct profile_work *profile);
    struct text mpn_id; /* whose; empty: the caller's */
    bool is_found;
    struct fact tenant;
    struct fact organization;
    struct fact partner_id;
    bool is_named; /* its name may be told */
};

static enum status load(struct profile_work *profile, struct call *call, guid tenant)
{
    struct query_key key = { .ids = { tenant } };
    struct row row;

    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    profile->tenant = row.fact;
    key.text = row.fact.tenant.organization;
    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
    profile->organization = row.fact;
    return STATUS_OK;
}

static void write_out(struct profile_work *profile)
{
    NOT_CLEARED struct json_writer writer;

    profile->is_found = true;
    resource_begin(profile->call, &writer);
    profile->write(&writer, profile);
    resource_end(profile->call, &writer, 200);
}

/* The partner id is the caller's first, or one that anybody may look up. */
static enum status show_partner_id(struct store_work *work, struct call *call)
{
    struct profile_work *profile = (struct profile_work *)work;
    struct query_key key = { .ids = { profile->call->principal.tenant }, .text = profile->mpn_id };
    enum visibility visibility = VISIBILITY_STRANGER;
    struct rows rows;

    TRY(call->store->find(
        call, profile->mpn_id.length > 0 ? QUERY_PARTNER_ID : QUERY_PARTNER_IDS_OF_TENANT, &key,
        &rows));
    if (rows.count == 0)
        return STATUS_OK;
    profile->partner_id = rows.list[0].fact;
    TRY(load(profile, call, profile->partner_id.partner_id.tenant));
    TRY(visibility_of(call, profile->call->principal, profile->partner_id.partner_id.tenant,
                      &visibility));
    profile->is_named = visibility != VISIBILITY_STRANGER;
    write_out(profile);
    return STATUS_OK;
}

static void write_mpn(struct json_writer *writer, const struct profile_work *profile)
{
    if (profile->is_named)
        resource_text(writer, "partnerName", profile->organization.organization.name);
    resource_text(writer, "mpnId", profile->partner_id.partner_id.mpn_id);
    resource_string(writer, "profileType", "MpnProfile");
    resource_links(writer, "/profiles/mpn");
    resource_attributes(writer, "MpnProfile", NULL);
}

void profile_mpn_show(struct api_call *call)
{
    struct profile_work profile = { .work = { show_partner_id }, .call = call, .write = write_mpn };

    profile.mpn_id = argument_find(call, "mpnId");
    if (call_read(call, &profile.work) && !profile.is_found)
        code_answer(call, CODE_PARTNER_ID_ABSENT, NULL);
}
