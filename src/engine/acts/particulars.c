/* SPDX-License-Identifier: Apache-2.0 */
/* Under what name and address a tenant is reached, and through whom: told by itself, or of a
 * customer by a partner that has its relationship. */
#include "engine/use_cases.h"
#include "engine/version.h"

static bool is_for_customer(const struct acting *acting)
{
    return !guid_is_none(acting->input.partner);
}

/* Whether there is such a tenant a partner learns no more than whether it serves it. */
static enum status check_whose(struct acting *acting)
{
    unsigned purpose = acting->input.purpose;

    if (!is_for_customer(acting))
        return act_find_tenant(acting, acting->input.tenant, NULL);
    TRY(act_check_there(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, acting->input.partner,
                        acting->input.tenant, FAULT_NO_CUSTOMER_RELATIONSHIP));
    if (purpose == PARTICULARS_COMPANY || purpose == PARTICULARS_BILLING)
        return STATUS_OK;
    return call_fail(acting->call, FAULT_PARTICULARS_NOT_OF_CUSTOMER, NULL, NULL, NULL);
}

static bool are_equal(const struct particulars *left, const struct particulars *right)
{
#define FIELD_IS_EQUAL(name) text_equal(left->name, right->name) &&
    return PARTICULARS(FIELD_IS_EQUAL) true;
#undef FIELD_IS_EQUAL
}

/* Those of the purpose, first to last. */
static enum status find_of_purpose(struct acting *acting, struct rows *out_rows)
{
    struct rows rows;
    size_t count = 0;

    TRY(act_find(acting, QUERY_PARTICULARS_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.particulars.purpose == acting->input.purpose)
            rows.list[count++] = rows.list[i];
    rows.count = count;
    *out_rows = rows;
    return STATUS_OK;
}

static enum status prepare_particulars(struct acting *acting)
{
    const struct row *current = NULL;
    struct rows rows;
    uint64_t version = 0;

    TRY(check_whose(acting));
    TRY(version_of_particulars(acting->call, acting->input.tenant,
                               (enum particulars_purpose)acting->input.purpose, &version));
    TRY(act_check_version(acting, version));
    TRY(find_of_purpose(acting, &rows));
    current = act_current(acting, &rows);
    if (current == NULL || !are_equal(&current->fact.particulars.are, &acting->input.particulars))
        return STATUS_OK;
    return call_fail(acting->call, FAULT_PARTICULARS_THERE, NULL, NULL, NULL);
}

static enum status set_particulars(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_PARTICULARS);
    struct rows rows;

    TRY(find_of_purpose(acting, &rows));
    TRY(act_end(acting, &rows));
    fact.particulars.tenant = acting->input.tenant;
    fact.particulars.purpose = acting->input.purpose;
    fact.particulars.are = acting->input.particulars;
    return act_add(acting, fact);
}

static const struct field particulars_fields[] = {
    INPUT("tenant", FIELD_GUID, tenant),
    INPUT_OPTIONAL("partner", FIELD_GUID, partner),
    INPUT_WORD("purpose", FIELD_WORD, particulars_purpose_words, purpose),
#define PARTICULAR(name) INPUT_OPTIONAL(#name, FIELD_TEXT, particulars.name),
    PARTICULARS(PARTICULAR)
#undef PARTICULAR
        INPUT_OPTIONAL("version", FIELD_DIGITS, version),
};
static const struct shape particulars_shape = INPUT_SHAPE("set_particulars", particulars_fields);

const struct use_case use_case_set_particulars = {
    .name = "set_particulars",
    .summary = { { "Set under what name and address a tenant is reached",
                   "Fixer sous quels nom et adresse on joint un locataire" } },
    .shape = &particulars_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant), PERMIT(PRINCIPAL_ADMIN_AGENT, tenant),
                     PERMIT(PRINCIPAL_CUSTOMER_ADMIN, tenant),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner),
                     PERMIT(PRINCIPAL_SALES_AGENT, partner) },
    .permission_count = 6,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_particulars,
    .carry_out = set_particulars,
};
