/* SPDX-License-Identifier: Apache-2.0 */
/* What a partner may do at a customer: relationships, engagements (S3), delegated privileges. */
#include "engine/use_cases.h"

enum {
    PRIVILEGE_DAYS_MAX = 730
};

static const struct field pair_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT("customer", FIELD_GUID, customer),
};

/* One of the pair's queries, for what is in effect today. */
static enum status check_there(struct acting *acting, enum query query, enum fault_kind fault)
{
    return act_check_there(acting, query, acting->input.partner, acting->input.customer, fault);
}

static enum status check_absent(struct acting *acting, enum query query, enum fault_kind fault)
{
    return act_check_absent(acting, query, acting->input.partner, acting->input.customer, fault);
}

static enum status has(struct acting *acting, enum query query, bool *out_has)
{
    const struct row *row;

    TRY(act_find_current(acting, query, acting->input.partner, acting->input.customer, &row));
    *out_has = row != NULL;
    return STATUS_OK;
}

static enum status end_all(struct acting *acting, enum query query)
{
    return act_find_and_end(acting, query, acting->input.partner, acting->input.customer);
}

/* Removing a customer. */

static enum status prepare_remove(struct acting *acting)
{
    struct rows orders;

    TRY(check_there(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, FAULT_NO_CUSTOMER_RELATIONSHIP));
    TRY(act_find(acting, QUERY_RUNNING_ORDERS_OF_CUSTOMER_AND_PARTNER, acting->input.customer,
                 acting->input.partner, &orders));
    if (orders.count == 0)
        return STATUS_OK;
    return call_fail(acting->call, FAULT_SUBSCRIPTIONS_RUNNING,
                     arena_format(&acting->call->arena, "%zu", orders.count).bytes, NULL, NULL);
}

/* Privileges rest on a relationship or an engagement, and end with the last of the two. */
static enum status end_unfounded_privileges(struct acting *acting, enum query other)
{
    bool has_other;

    TRY(has(acting, other, &has_other));
    return has_other ? STATUS_OK : end_all(acting, QUERY_PRIVILEGES_OF_PAIR);
}

static enum status remove_customer(struct acting *acting)
{
    TRY(end_all(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR));
    return end_unfounded_privileges(acting, QUERY_ENGAGEMENTS_OF_PAIR);
}

static const struct shape remove_shape = INPUT_SHAPE("remove_customer", pair_fields);

const struct use_case use_case_remove_customer = {
    .name = "remove_customer",
    .summary = { { "End a partner-customer relationship",
                   "Mettre fin à une relation partenaire-client" } },
    .shape = &remove_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner),
                     PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer) },
    .permission_count = 3,
    .prepare = prepare_remove,
    .carry_out = remove_customer,
};

/* Engaging a partner. */

static enum status prepare_engage(struct acting *acting)
{
    if (guid_equal(acting->input.partner, acting->input.customer))
        return call_fail(acting->call, FAULT_SAME_TENANT, "partner", "customer", NULL);
    TRY(check_absent(acting, QUERY_ENGAGEMENTS_OF_PAIR, FAULT_ENGAGEMENT_THERE));
    act_propose(acting, (struct proposal){ .act = ACT_ENGAGE_PARTNER,
                                           .partner = acting->input.partner,
                                           .customer = acting->input.customer });
    return STATUS_OK;
}

static enum status engage(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_ENGAGEMENT);

    fact.engagement.partner = acting->input.partner;
    fact.engagement.customer = acting->input.customer;
    return act_add(acting, fact);
}

static const struct shape engage_shape = INPUT_SHAPE("engage_partner", pair_fields);

const struct use_case use_case_engage_partner = {
    .name = "engage_partner",
    .summary = { { "Engage a partner to manage and support a customer",
                   "Engager un partenaire pour gérer et assister un client" } },
    .shape = &engage_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer) },
    .permission_count = 1,
    .prepare = prepare_engage,
    .carry_out = engage,
};

static enum status prepare_end_engagement(struct acting *acting)
{
    return check_there(acting, QUERY_ENGAGEMENTS_OF_PAIR, FAULT_ENGAGEMENT_MISSING);
}

static enum status end_engagement(struct acting *acting)
{
    TRY(end_all(acting, QUERY_ENGAGEMENTS_OF_PAIR));
    return end_unfounded_privileges(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR);
}

static const struct shape end_engagement_shape = INPUT_SHAPE("end_engagement", pair_fields);

const struct use_case use_case_end_engagement = {
    .name = "end_engagement",
    .summary = { { "End the engagement of a partner",
                   "Mettre fin à l'engagement d'un partenaire" } },
    .shape = &end_engagement_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner) },
    .permission_count = 3,
    .prepare = prepare_end_engagement,
    .carry_out = end_engagement,
};

/* Delegated administration. */

static enum status check_foundation(struct acting *acting)
{
    bool has_relationship;

    TRY(has(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, &has_relationship));
    return has_relationship
               ? STATUS_OK
               : check_there(acting, QUERY_ENGAGEMENTS_OF_PAIR, FAULT_PRIVILEGE_UNFOUNDED);
}

static enum status prepare_grant(struct acting *acting)
{
    int32_t today = acting->call->today.day;
    struct interval days = { { today + 1 }, { today + PRIVILEGE_DAYS_MAX + 1 } };

    TRY(act_check_day(acting, "to", acting->input.to, days));
    TRY(check_foundation(acting));
    return check_absent(acting, QUERY_PRIVILEGES_OF_PAIR, FAULT_PRIVILEGE_THERE);
}

static enum status grant(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_PRIVILEGE);

    fact.valid.to = acting->input.to;
    fact.privilege.partner = acting->input.partner;
    fact.privilege.customer = acting->input.customer;
    return act_add(acting, fact);
}

static const struct field grant_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT("customer", FIELD_GUID, customer),
    INPUT("to", FIELD_DATE, to),
};
static const struct shape grant_shape = INPUT_SHAPE("grant_privileges", grant_fields);

const struct use_case use_case_grant_privileges = {
    .name = "grant_privileges",
    .summary = { { "Delegate administration to a partner for some time",
                   "Déléguer l'administration à un partenaire pour un temps" } },
    .shape = &grant_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer) },
    .permission_count = 1,
    .prepare = prepare_grant,
    .carry_out = grant,
};

static enum status prepare_revoke(struct acting *acting)
{
    return check_there(acting, QUERY_PRIVILEGES_OF_PAIR, FAULT_PRIVILEGE_MISSING);
}

static enum status revoke(struct acting *acting)
{
    return end_all(acting, QUERY_PRIVILEGES_OF_PAIR);
}

static const struct shape revoke_shape = INPUT_SHAPE("revoke_privileges", pair_fields);

const struct use_case use_case_revoke_privileges = {
    .name = "revoke_privileges",
    .summary = { { "Revoke the administration delegated to a partner",
                   "Révoquer l'administration déléguée à un partenaire" } },
    .shape = &revoke_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner) },
    .permission_count = 3,
    .prepare = prepare_revoke,
    .carry_out = revoke,
};
