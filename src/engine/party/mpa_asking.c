/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/party/mpa_asking.h"

#include "engine/party/party.h"
#include "model/noun_json.h"

static enum status find_partner(struct call *call, struct text name, guid *out_tenant)
{
    struct query_key key = { 0 };
    struct row row;

    TRY(party_find(call, name, out_tenant));
    key.ids[0] = *out_tenant;
    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    return row.id != 0 ? STATUS_OK : call_fail_text(call, FAULT_UNKNOWN_TENANT, name);
}

enum status mpa_ask(struct call *call, const struct mpa_asking *asking, struct mpa_told *out_told)
{
    struct mpa_question question = {
        .asking = asking->principal.tenant,
        .mpn_id = asking->mpn_id,
        .is_about_reseller = asking->tenant.length == 0,
    };
    enum visibility visibility = VISIBILITY_STRANGER;

    if (asking->tenant.length > 0)
        TRY(find_partner(call, asking->tenant, &question.tenant));
    TRY(mpa_status_find(call, &question, &out_told->status));
    if (!guid_is_none(out_told->status.tenant))
        TRY(visibility_of(call, asking->principal, out_told->status.tenant, &visibility));
    out_told->is_whole = visibility == VISIBILITY_ITSELF;
    return STATUS_OK;
}

void mpa_told_write_json(struct buffer *buffer, const struct mpa_told *told)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "state");
    json_string(&writer, mpa_state_words.list[told->status.state]);
    if (told->is_whole) {
        json_key(&writer, "tenant");
        json_guid(&writer, told->status.tenant);
        json_key(&writer, "signed_on");
        json_date(&writer, told->status.signed_on);
    }
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}
