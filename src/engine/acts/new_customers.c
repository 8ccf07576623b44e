/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A customer that a partner makes: organisation, tenant and relationships in one act, by which its
 * acceptance of them is implied; and, in a sandbox, takes away again.
 */
#include "engine/use_cases.h"

/* Creating. */

static bool has_reseller(const struct acting *acting)
{
    return !guid_is_none(acting->input.reseller);
}

/* The tenant gets an id unless it is given one; the organisation has the same. */
static enum status resolve_new(struct acting *acting)
{
    char id[GUID_LENGTH + 1];

    if (guid_is_none(acting->input.customer))
        acting->input.customer = act_new_id(acting);
    guid_format(acting->input.customer, id);
    acting->input.organization = arena_keep(&acting->call->arena, text_of(id));
    return STATUS_OK;
}

static enum status check_new(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct query_key id = { .ids = { input->customer }, .text = input->organization };
    struct query_key domain = { .text = input->domain };
    struct row row;

    TRY(call_find_one(acting->call, QUERY_TENANT, &id, &row));
    if (row.id != 0)
        return call_fail_id(acting->call, FAULT_TENANT_EXISTS, input->customer);
    TRY(call_find_one(acting->call, QUERY_ORGANIZATION, &id, &row));
    if (row.id != 0)
        return call_fail_text(acting->call, FAULT_ORGANIZATION_EXISTS, input->organization);
    TRY(call_find_one(acting->call, QUERY_TENANT_OF_DOMAIN, &domain, &row));
    return row.id == 0 ? STATUS_OK
                       : call_fail_text(acting->call, FAULT_DOMAIN_EXISTS, input->domain);
}

static enum status check_partners(struct acting *acting)
{
    TRY(act_find_tenant(acting, acting->input.partner, NULL));
    if (!has_reseller(acting))
        return STATUS_OK;
    return act_check_there(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, acting->input.partner,
                           acting->input.reseller, FAULT_INDIRECT_RELATIONSHIP_MISSING);
}

static struct fact new_organization(const struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_ORGANIZATION);

    fact.organization.id = acting->input.organization;
    fact.organization.name = acting->input.name;
    fact.organization.country = acting->input.country;
    return fact;
}

static struct fact new_tenant(const struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_TENANT);

    fact.tenant.id = acting->input.customer;
    fact.tenant.domain = acting->input.domain;
    fact.tenant.organization = acting->input.organization;
    fact.tenant.country = acting->input.country;
    fact.tenant.kind = TENANT_CUSTOMER;
    return fact;
}

static void propose_relationship(struct acting *acting, guid partner)
{
    act_propose(acting, (struct proposal){ .act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP,
                                           .partner = partner,
                                           .customer = acting->input.customer });
}

static enum status prepare_new(struct acting *acting)
{
    TRY(check_partners(acting));
    TRY(check_new(acting));
    act_suppose(acting, new_organization(acting));
    act_suppose(acting, new_tenant(acting));
    propose_relationship(acting, acting->input.partner);
    if (has_reseller(acting))
        propose_relationship(acting, acting->input.reseller);
    return STATUS_OK;
}

static enum status add_relationship(struct acting *acting, guid partner)
{
    struct fact fact = act_fact(acting, FACT_CUSTOMER_RELATIONSHIP);

    fact.customer_relationship.partner = partner;
    fact.customer_relationship.customer = acting->input.customer;
    return act_add(acting, fact);
}

/* What was told of it, for bills; and of that what is no person's, for the company. */
static enum status add_particulars(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_PARTICULARS);
    struct particulars *are = &fact.particulars.are;
    char market[3];

    country_format(acting->input.country, market);
    fact.particulars.tenant = acting->input.customer;
    fact.particulars.purpose = PARTICULARS_BILLING;
    *are = acting->input.particulars;
    are->company_name = acting->input.name;
    are->address_country = arena_keep(&acting->call->arena, text_of(market));
    TRY(act_add(acting, fact));
    fact.particulars.purpose = PARTICULARS_COMPANY;
    are->first_name = are->last_name = TEXT("");
    are->contact_first_name = are->contact_last_name = TEXT("");
    return act_add(acting, fact);
}

static enum status create_customer(struct acting *acting)
{
    TRY(act_add(acting, new_organization(acting)));
    TRY(act_add(acting, new_tenant(acting)));
    TRY(add_relationship(acting, acting->input.partner));
    if (has_reseller(acting))
        TRY(add_relationship(acting, acting->input.reseller));
    TRY(add_particulars(acting));
    act_note_id(acting, "customer", acting->input.customer);
    return STATUS_OK;
}

#define TOLD(name) INPUT_OPTIONAL(#name, FIELD_TEXT, particulars.name)
static const struct field new_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT_OPTIONAL("reseller", FIELD_GUID, reseller),
    INPUT_OPTIONAL("customer", FIELD_GUID, customer),
    INPUT("domain", FIELD_DOMAIN, domain),
    INPUT("name", FIELD_TEXT, name),
    INPUT("country", FIELD_COUNTRY, country),
    TOLD(registration_number),
    TOLD(language),
    TOLD(culture),
    TOLD(first_name),
    TOLD(last_name),
    TOLD(email),
    TOLD(phone),
    TOLD(address_region),
    TOLD(state),
    TOLD(city),
    TOLD(address_line_1),
    TOLD(address_line_2),
    TOLD(postal_code),
    TOLD(contact_first_name),
    TOLD(contact_last_name),
};
static const struct shape new_shape = INPUT_SHAPE("create_customer", new_fields);

const struct use_case use_case_create_customer = {
    .name = "create_customer",
    .summary = { { "Create a customer, with its relationship",
                   "Créer un client, avec sa relation" } },
    .shape = &new_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner),
                     PERMIT(PRINCIPAL_SALES_AGENT, partner) },
    .permission_count = 3,
    .resolve = resolve_new,
    .prepare = prepare_new,
    .carry_out = create_customer,
};

/* Deleting. */

static enum status prepare_delete(struct acting *acting)
{
    struct text is_sandbox;

    TRY(act_check_there(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, acting->input.partner,
                        acting->input.customer, FAULT_NO_CUSTOMER_RELATIONSHIP));
    TRY(acting->call->store->setting(acting->call, SETTING_IS_SANDBOX, &is_sandbox));
    return text_is(is_sandbox, "yes")
               ? STATUS_OK
               : call_fail(acting->call, FAULT_NOT_A_SANDBOX, NULL, NULL, NULL);
}

static enum status end_subscription(struct acting *acting, guid order)
{
    struct fact fact = act_fact(acting, FACT_SUBSCRIPTION_STATUS);
    struct query_key key = { .ids = { order } };
    struct row row;

    TRY(call_find_one(acting->call, QUERY_SUBSCRIPTION_OF_ORDER, &key, &row));
    if (row.id == 0)
        return STATUS_OK;
    TRY(act_find_and_end(acting, QUERY_STATUSES_OF_SUBSCRIPTION, row.fact.subscription.id,
                         GUID_NONE));
    fact.subscription_status.subscription = row.fact.subscription.id;
    fact.subscription_status.customer = acting->input.customer;
    fact.subscription_status.status = SUBSCRIPTION_DELETED;
    return act_add(acting, fact);
}

/* What runs through the partner ends, and what the two have. */
static enum status delete_customer(struct acting *acting)
{
    static const enum query ties[] = {
        QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR,
        QUERY_ENGAGEMENTS_OF_PAIR,
        QUERY_PRIVILEGES_OF_PAIR,
    };
    guid partner = acting->input.partner;
    guid customer = acting->input.customer;
    struct rows orders;

    TRY(act_find(acting, QUERY_RUNNING_ORDERS_OF_CUSTOMER_AND_PARTNER, customer, partner, &orders));
    for (size_t i = 0; i < orders.count; i++)
        TRY(end_subscription(acting, orders.list[i].fact.order.id));
    for (size_t i = 0; i < COUNT_OF(ties); i++)
        TRY(act_find_and_end(acting, ties[i], partner, customer));
    return STATUS_OK;
}

static const struct field delete_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT("customer", FIELD_GUID, customer),
};
static const struct shape delete_shape = INPUT_SHAPE("delete_customer", delete_fields);

const struct use_case use_case_delete_customer = {
    .name = "delete_customer",
    .summary = { { "End all that a partner has with a customer, in a sandbox",
                   "Mettre fin à tout ce qu'un partenaire a avec un client, en bac à sable" } },
    .shape = &delete_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner) },
    .permission_count = 2,
    .prepare = prepare_delete,
    .carry_out = delete_customer,
};
