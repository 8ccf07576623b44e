/* SPDX-License-Identifier: Apache-2.0 */
/* The partner agreement, and the customer's: accepted by the customer, or attested for it. */
#include "engine/use_cases.h"

/* sign_mpa */

/* What another tenant of the organisation has signed may do for this one too (Q6); it may sign all
 * the same. */
static enum status prepare_signature(struct acting *acting)
{
    struct rows rows;

    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    TRY(act_find(acting, QUERY_AGREEMENTS_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        date signed_on = rows.list[i].fact.agreement.signed_on;

        if (rows.list[i].fact.agreement.agreement == AGREEMENT_MPA &&
            !date_before(acting->call->today, signed_on))
            return call_fail(acting->call, FAULT_MPA_SIGNED, act_day(acting, signed_on), NULL,
                             NULL);
    }
    return STATUS_OK;
}

static enum status add_signature(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_AGREEMENT);

    fact.agreement.agreement = AGREEMENT_MPA;
    fact.agreement.tenant = acting->input.tenant;
    fact.agreement.signed_on = acting->call->today;
    fact.agreement.signed_by = acting->input.signed_by;
    return act_add(acting, fact);
}

static const struct field signature_fields[] = {
    INPUT("tenant", FIELD_GUID, tenant),
    INPUT("signed_by", FIELD_TEXT, signed_by),
};
static const struct shape signature_shape = { "sign_mpa", signature_fields,
                                              COUNT_OF(signature_fields) };

const struct use_case use_case_sign_mpa = {
    .name = "sign_mpa",
    .summary = { { "Sign the partner agreement", "Signer l'accord de partenariat" } },
    .shape = &signature_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_signature,
    .carry_out = add_signature,
};

/* accept_customer_agreement */

/* Fails when the agreement of the customer is accepted that way by the day; an attestation only
 * when it is this partner's. */
static enum status check_not_accepted(struct acting *acting, enum acceptance acceptance, date on,
                                      enum fault_kind fault)
{
    struct rows rows;

    TRY(act_find(acting, QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER, acting->input.customer, GUID_NONE,
                 &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;

        if (fact->customer_agreement.acceptance != acceptance ||
            (acceptance == ACCEPTANCE_ATTESTED &&
             !guid_equal(fact->customer_agreement.partner, acting->input.partner)))
            continue;
        if (!date_before(on, fact->customer_agreement.date))
            return call_fail(acting->call, fault, act_day(acting, fact->customer_agreement.date),
                             NULL, NULL);
    }
    return STATUS_OK;
}

static enum status prepare_acceptance(struct acting *acting)
{
    TRY(act_find_tenant(acting, acting->input.customer, NULL));
    return check_not_accepted(acting, ACCEPTANCE_DIRECT, acting->call->today,
                              FAULT_CUSTOMER_AGREEMENT_ACCEPTED);
}

/* Who accepted it for the customer. */
static struct contact told_contact(const struct acting *acting)
{
    const struct particulars *told = &acting->input.particulars;

    return (struct contact){ told->first_name, told->last_name, told->email, told->phone };
}

#define CONTACT_FIELDS                                                                             \
    INPUT_OPTIONAL("first_name", FIELD_TEXT, particulars.first_name),                              \
        INPUT_OPTIONAL("last_name", FIELD_TEXT, particulars.last_name),                            \
        INPUT_OPTIONAL("email", FIELD_TEXT, particulars.email),                                    \
        INPUT_OPTIONAL("phone", FIELD_TEXT, particulars.phone)

static enum status add_acceptance(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_CUSTOMER_AGREEMENT);

    fact.customer_agreement.customer = acting->input.customer;
    fact.customer_agreement.acceptance = ACCEPTANCE_DIRECT;
    fact.customer_agreement.date = acting->call->today;
    fact.customer_agreement.contact = told_contact(acting);
    return act_add(acting, fact);
}

static const struct field acceptance_fields[] = {
    INPUT("customer", FIELD_GUID, customer),
    CONTACT_FIELDS,
};
static const struct shape acceptance_shape = { "accept_customer_agreement", acceptance_fields,
                                               COUNT_OF(acceptance_fields) };

const struct use_case use_case_accept_customer_agreement = {
    .name = "accept_customer_agreement",
    .summary = { { "Accept the customer agreement", "Accepter le contrat client" } },
    .shape = &acceptance_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_acceptance,
    .carry_out = add_acceptance,
};

/* attest_customer_agreement */

static enum status resolve_attestation(struct acting *acting)
{
    if (acting->input.date.day == DATE_AFTER_ALL.day)
        acting->input.date = acting->call->today;
    return STATUS_OK;
}

static enum status check_transacts_on(struct acting *acting, date day)
{
    struct rows rows;

    TRY(act_find(acting, QUERY_ENROLLMENTS_OF_TENANT, acting->input.partner, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;

        if (fact->enrollment.role != ROLE_INDIRECT_RESELLER &&
            enrollment_status_is_live((enum enrollment_status)fact->enrollment.status) &&
            interval_holds(fact->valid, day))
            return STATUS_OK;
    }
    return call_fail(acting->call, FAULT_NO_ATTESTING, act_day(acting, day), NULL, NULL);
}

/*
 * Who transacts with the vendor attests: a provider or a direct-bill partner, never a reseller. It
 * is one today, since it acts today, and was one on the day that it speaks of.
 */
static enum status check_may_attest(struct acting *acting)
{
    TRY(check_transacts_on(acting, acting->call->today));
    return check_transacts_on(acting, acting->input.date);
}

/* A customer of another is as good as none: no more is told than that there is no relationship. */
static enum status check_serves_customer(struct acting *acting)
{
    struct rows rows;

    TRY(act_find(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, acting->input.partner,
                 acting->input.customer, &rows));
    if (act_current(acting, &rows) != NULL)
        return STATUS_OK;
    return call_fail(acting->call, FAULT_NO_CUSTOMER_RELATIONSHIP, NULL, NULL, NULL);
}

static enum status prepare_attestation(struct acting *acting)
{
    date today = acting->call->today;

    TRY(act_find_tenant(acting, acting->input.partner, NULL));
    if (date_before(today, acting->input.date))
        return call_fail(acting->call, FAULT_DAY_FUTURE, "date",
                         act_day(acting, acting->input.date), act_day(acting, today));
    TRY(check_may_attest(acting));
    TRY(check_serves_customer(acting));
    return check_not_accepted(acting, ACCEPTANCE_ATTESTED, acting->input.date,
                              FAULT_CUSTOMER_AGREEMENT_ATTESTED);
}

static enum status add_attestation(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_CUSTOMER_AGREEMENT);

    fact.customer_agreement.customer = acting->input.customer;
    fact.customer_agreement.acceptance = ACCEPTANCE_ATTESTED;
    fact.customer_agreement.partner = acting->input.partner;
    fact.customer_agreement.date = acting->input.date;
    fact.customer_agreement.contact = told_contact(acting);
    return act_add(acting, fact);
}

static const struct field attestation_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT("customer", FIELD_GUID, customer),
    INPUT_OPTIONAL("date", FIELD_DATE, date),
    CONTACT_FIELDS,
};
static const struct shape attestation_shape = { "attest_customer_agreement", attestation_fields,
                                                COUNT_OF(attestation_fields) };

const struct use_case use_case_attest_customer_agreement = {
    .name = "attest_customer_agreement",
    .summary = { { "Attest that a customer accepted its agreement",
                   "Attester qu'un client a accepté son contrat" } },
    .shape = &attestation_shape,
    .permissions = { PERMIT(PRINCIPAL_ADMIN_AGENT, partner), PERMIT(PRINCIPAL_SALES_AGENT, partner),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner) },
    .permission_count = 3,
    .hidden_as = FAULT_FORBIDDEN,
    .resolve = resolve_attestation,
    .prepare = prepare_attestation,
    .carry_out = add_attestation,
};
