/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider does for its reseller's customers on the reseller's behalf (T6). */
#include "engine/use_cases.h"

static enum status find_agreement(struct acting *acting, const struct row **out_row)
{
    return act_find_current(acting, QUERY_SERVICE_AGREEMENTS_OF_PAIR, acting->input.provider,
                            acting->input.reseller, out_row);
}

static enum status end_agreements(struct acting *acting)
{
    return act_find_and_end(acting, QUERY_SERVICE_AGREEMENTS_OF_PAIR, acting->input.provider,
                            acting->input.reseller);
}

static enum status prepare_agree(struct acting *acting)
{
    const struct row *row;

    TRY(act_check_there(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, acting->input.provider,
                        acting->input.reseller, FAULT_INDIRECT_RELATIONSHIP_MISSING));
    TRY(find_agreement(acting, &row));
    if (row != NULL && row->fact.service_agreement.services == acting->input.services)
        return call_fail(acting->call, FAULT_SERVICE_AGREEMENT_THERE, NULL, NULL, NULL);
    return STATUS_OK;
}

static enum status agree(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_SERVICE_AGREEMENT);

    fact.service_agreement.provider = acting->input.provider;
    fact.service_agreement.reseller = acting->input.reseller;
    fact.service_agreement.services = acting->input.services;
    TRY(end_agreements(acting));
    return act_add(acting, fact);
}

static const struct field agree_fields[] = {
    INPUT("provider", FIELD_GUID, provider),
    INPUT("reseller", FIELD_GUID, reseller),
    INPUT_WORD("services", FIELD_WORDS, service_words, services),
};
static const struct shape agree_shape = INPUT_SHAPE("agree_services", agree_fields);

const struct use_case use_case_agree_services = {
    .name = "agree_services",
    .summary = { { "Agree what a provider does for a reseller's customers",
                   "Convenir de ce qu'un fournisseur fait pour les clients d'un revendeur" } },
    .shape = &agree_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, provider),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, provider) },
    .permission_count = 2,
    .prepare = prepare_agree,
    .carry_out = agree,
};

static enum status prepare_end(struct acting *acting)
{
    return act_check_there(acting, QUERY_SERVICE_AGREEMENTS_OF_PAIR, acting->input.provider,
                           acting->input.reseller, FAULT_SERVICE_AGREEMENT_MISSING);
}

static const struct field end_fields[] = {
    INPUT("provider", FIELD_GUID, provider),
    INPUT("reseller", FIELD_GUID, reseller),
};
static const struct shape end_shape = INPUT_SHAPE("end_services", end_fields);

const struct use_case use_case_end_services = {
    .name = "end_services",
    .summary = { { "End the service agreement of a provider and a reseller",
                   "Mettre fin à l'accord de service d'un fournisseur et d'un revendeur" } },
    .shape = &end_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, provider),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, provider),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, reseller),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, reseller) },
    .permission_count = 4,
    .prepare = prepare_end,
    .carry_out = end_agreements,
};
