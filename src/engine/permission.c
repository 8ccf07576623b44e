/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/permission.h"

#include <string.h>

static bool fits(const struct permission *permission, const struct acting *acting)
{
    guid tenant;

    if (permission->role != acting->principal.role)
        return false;
    if (permission->tenant == PERMITTED_ANY)
        return true;
    memcpy(&tenant, (const char *)&acting->input + permission->tenant, sizeof(tenant));
    return !guid_is_none(tenant) && guid_equal(tenant, acting->principal.tenant);
}

bool permission_is_given(const struct acting *acting)
{
    for (unsigned i = 0; i < acting->use_case->permission_count; i++)
        if (fits(&acting->use_case->permissions[i], acting))
            return true;
    return false;
}

void permission_write(struct buffer *buffer, const struct use_case *use_case)
{
    for (unsigned i = 0; i < use_case->permission_count; i++) {
        const struct permission *permission = &use_case->permissions[i];

        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_add_string(buffer, principal_role_words.list[permission->role]);
        if (permission->as != NULL)
            buffer_add_format(buffer, " (%s)", permission->as);
    }
}

/* Who acts, as a fault tells it: "admin_agent of 1f0a…". */
static struct text who(struct acting *acting)
{
    const char *role = principal_role_words.list[acting->principal.role];
    char tenant[GUID_LENGTH + 1];

    if (principal_is_vendor(acting->principal))
        return text_of(role);
    guid_format(acting->principal.tenant, tenant);
    return arena_format(&acting->call->arena, "%s:%s", tenant, role);
}

/*
 * Whether the principal knows of what the input names, although it may not do this act: it is the
 * vendor's, or one of the parties that stand behind it once they are resolved.
 */
static bool is_known_to(const struct acting *acting)
{
    const struct act_input *input = &acting->input;
    guid tenant = acting->principal.tenant;

    return principal_is_vendor(acting->principal) || guid_equal(tenant, input->provider) ||
           guid_equal(tenant, input->reseller) || guid_equal(tenant, input->seller) ||
           guid_equal(tenant, input->partner) || guid_equal(tenant, input->customer);
}

enum status permission_check(struct acting *acting)
{
    struct buffer permitted = { 0 };
    enum status status = STATUS_OK;

    if (permission_is_given(acting))
        return STATUS_OK;
    if (acting->use_case->hidden_as != FAULT_NONE &&
        acting->use_case->hidden_as != FAULT_FORBIDDEN && !is_known_to(acting))
        return call_fail(acting->call, acting->use_case->hidden_as, NULL, NULL, NULL);
    permission_write(&permitted, acting->use_case);
    buffer_add(&permitted, "", 1);
    status = call_fail(acting->call, FAULT_FORBIDDEN, who(acting).bytes, acting->use_case->name,
                       permitted.has_failed ? "" : permitted.bytes);
    buffer_done(&permitted);
    return status;
}
