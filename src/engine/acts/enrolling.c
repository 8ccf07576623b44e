/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From onboarding to the end of an enrolment. An enrolment moves along its life cycle
 * (model/enrollment_lifecycle.c); each move ends what is in effect today and begins what follows,
 * so that the past stays as it was. Submitting one and making one active is judged by the rulebook.
 */
#include "engine/use_cases.h"
#include "model/lifecycles.h"

/* onboard */

static enum status prepare_onboarding(struct acting *acting)
{
    struct rows rows;

    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    TRY(act_find(acting, QUERY_ACCOUNT_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    if (rows.count == 0)
        return STATUS_OK;
    return call_fail(acting->call, FAULT_ONBOARDED_ALREADY,
                     act_day(acting, rows.list[0].fact.account.onboarded_on), NULL, NULL);
}

static enum status add_account(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_ACCOUNT);

    fact.account.tenant = acting->input.tenant;
    fact.account.onboarded_on = acting->call->today;
    return act_add(acting, fact);
}

static const struct field onboarding_fields[] = {
    INPUT("tenant", FIELD_GUID, tenant),
};
static const struct shape onboarding_shape = { "onboard", onboarding_fields,
                                               COUNT_OF(onboarding_fields) };

const struct use_case use_case_onboard = {
    .name = "onboard",
    .summary = { { "Onboard a partner", "Intégrer un partenaire" } },
    .shape = &onboarding_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_onboarding,
    .carry_out = add_account,
};

/* attest_capability */

static enum status prepare_capability(struct acting *acting)
{
    struct rows rows;

    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    TRY(act_find(acting, QUERY_CAPABILITIES_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.capability.capability == acting->input.capability)
            return call_fail(acting->call, FAULT_CAPABILITY_ATTESTED,
                             capability_words.list[acting->input.capability],
                             act_day(acting, rows.list[i].fact.capability.attested_on), NULL);
    return STATUS_OK;
}

static enum status add_capability(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_CAPABILITY);

    fact.capability.tenant = acting->input.tenant;
    fact.capability.capability = acting->input.capability;
    fact.capability.attested_on = acting->call->today;
    return act_add(acting, fact);
}

static const struct field capability_fields[] = {
    INPUT("tenant", FIELD_GUID, tenant),
    INPUT_WORD("capability", FIELD_WORD, capability_words, capability),
};
static const struct shape capability_shape = { "attest_capability", capability_fields,
                                               COUNT_OF(capability_fields) };

const struct use_case use_case_attest_capability = {
    .name = "attest_capability",
    .summary = { { "Attest a capability of a direct-bill partner",
                   "Attester une capacité d'un partenaire de facturation directe" } },
    .shape = &capability_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_capability,
    .carry_out = add_capability,
};

/* The enrolment in a role. */

/* The enrolments of the tenant in the role, of all times. */
static enum status find_enrollments(struct acting *acting, struct rows *out_rows)
{
    struct rows rows;
    size_t count = 0;

    TRY(act_find(acting, QUERY_ENROLLMENTS_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.enrollment.role == acting->input.role)
            rows.list[count++] = rows.list[i];
    rows.count = count;
    *out_rows = rows;
    return STATUS_OK;
}

/* What the tenant has attested so far counts, in whatever role it did. */
static enum status propose_enrolling(struct acting *acting)
{
    struct proposal proposal = {
        .act = ACT_ENROLL,
        .tenant = acting->input.tenant,
        .role = acting->input.role,
    };
    struct rows rows;

    TRY(act_find(acting, QUERY_CAPABILITIES_OF_TENANT, acting->input.tenant, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (!date_before(acting->call->today, rows.list[i].fact.capability.attested_on))
            proposal.capabilities |= BIT(rows.list[i].fact.capability.capability);
    act_propose(acting, proposal);
    return STATUS_OK;
}

/* Ends what is in effect today and begins what follows. */
static enum status change_enrollment(struct acting *acting, unsigned status)
{
    struct rows rows;
    struct fact fact = act_fact(acting, FACT_ENROLLMENT);

    fact.enrollment.tenant = acting->input.tenant;
    fact.enrollment.role = acting->input.role;
    fact.enrollment.status = status;
    TRY(find_enrollments(acting, &rows));
    TRY(act_end(acting, &rows));
    act_note(acting, "status", text_of(enrollment_status_words.list[status]));
    return act_add(acting, fact);
}

static const struct field enrollment_fields[] = {
    INPUT("tenant", FIELD_GUID, tenant),
    INPUT_WORD("role", FIELD_WORD, role_words, role),
};

/* start_enrollment */

static enum status prepare_start(struct acting *acting)
{
    const struct row *current = NULL;
    struct rows rows;

    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    TRY(find_enrollments(acting, &rows));
    current = act_current(acting, &rows);
    if (current == NULL || lifecycle_is_end(&enrollment_lifecycle, current->fact.enrollment.status))
        return STATUS_OK;
    return call_fail(acting->call, FAULT_ENROLLED_ALREADY, role_words.list[acting->input.role],
                     enrollment_status_words.list[current->fact.enrollment.status], NULL);
}

static enum status start(struct acting *acting)
{
    unsigned status = 0;

    TRY(act_move(acting, &enrollment_lifecycle, LIFECYCLE_NOWHERE, START_ENROLLMENT, &status));
    return change_enrollment(acting, status);
}

static const struct shape start_shape = { "start_enrollment", enrollment_fields,
                                          COUNT_OF(enrollment_fields) };

const struct use_case use_case_start_enrollment = {
    .name = "start_enrollment",
    .summary = { { "Start an enrolment in a role", "Commencer une inscription dans un rôle" } },
    .shape = &start_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_start,
    .carry_out = start,
};

/* All other moves. */

/* What happens to the enrolment in an act. */
struct move {
    const struct use_case *use_case;
    unsigned event;
    bool is_judged;
};

static const struct move *move_of(const struct use_case *use_case);

/* The enrolment in effect today, and to what the move leads from there. */
static enum status find_next(struct acting *acting, const struct move *move, unsigned *out_status)
{
    const struct row *current = NULL;
    struct rows rows;

    TRY(find_enrollments(acting, &rows));
    current = act_current(acting, &rows);
    if (current == NULL)
        return call_fail(acting->call, FAULT_NOT_ENROLLED, role_words.list[acting->input.role],
                         NULL, NULL);
    return act_move(acting, &enrollment_lifecycle, current->fact.enrollment.status, move->event,
                    out_status);
}

static enum status prepare_move(struct acting *acting)
{
    const struct move *move = move_of(acting->use_case);
    unsigned status = 0;

    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    TRY(find_next(acting, move, &status));
    return move->is_judged ? propose_enrolling(acting) : STATUS_OK;
}

static enum status carry_out_move(struct acting *acting)
{
    unsigned status = 0;

    TRY(find_next(acting, move_of(acting->use_case), &status));
    return change_enrollment(acting, status);
}

#define MOVE(verb)                                                                                 \
    .name = #verb "_enrollment", .shape = &verb##_shape, .hidden_as = FAULT_FORBIDDEN,             \
    .prepare = prepare_move, .carry_out = carry_out_move
#define BY_ADMIN .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) }, .permission_count = 1
#define BY_VENDOR .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) }, .permission_count = 1
#define SHAPE_OF(verb)                                                                             \
    static const struct shape verb##_shape = { #verb "_enrollment", enrollment_fields,             \
                                               COUNT_OF(enrollment_fields) };

SHAPE_OF(submit)
SHAPE_OF(qualify)
SHAPE_OF(activate)
SHAPE_OF(reject)
SHAPE_OF(appeal)
SHAPE_OF(restrict)
SHAPE_OF(suspend)
SHAPE_OF(reinstate)
SHAPE_OF(end)

const struct use_case use_case_submit_enrollment = {
    MOVE(submit),
    BY_ADMIN,
    .summary = { { "Submit an enrolment", "Soumettre une inscription" } },
};

const struct use_case use_case_qualify_enrollment = {
    MOVE(qualify),
    BY_VENDOR,
    .summary = { { "Find an enrolment qualified", "Constater qu'une inscription est recevable" } },
};

const struct use_case use_case_activate_enrollment = {
    MOVE(activate),
    BY_VENDOR,
    .summary = { { "Make a qualified enrolment active", "Activer une inscription recevable" } },
};

const struct use_case use_case_reject_enrollment = {
    MOVE(reject),
    BY_VENDOR,
    .summary = { { "Reject an enrolment", "Rejeter une inscription" } },
};

const struct use_case use_case_appeal_enrollment = {
    MOVE(appeal),
    BY_ADMIN,
    .summary = { { "Appeal against a rejection", "Contester un rejet" } },
};

const struct use_case use_case_restrict_enrollment = {
    MOVE(restrict),
    BY_VENDOR,
    .summary = { { "Restrict an enrolment", "Restreindre une inscription" } },
};

const struct use_case use_case_suspend_enrollment = {
    MOVE(suspend),
    BY_VENDOR,
    .summary = { { "Suspend an enrolment", "Suspendre une inscription" } },
};

const struct use_case use_case_reinstate_enrollment = {
    MOVE(reinstate),
    BY_VENDOR,
    .summary = { { "Reinstate an enrolment", "Rétablir une inscription" } },
};

const struct use_case use_case_end_enrollment = {
    MOVE(end),
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR), PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant) },
    .permission_count = 2,
    .summary = { { "End an enrolment", "Mettre fin à une inscription" } },
};

static const struct move moves[] = {
    { &use_case_submit_enrollment, SUBMIT_ENROLLMENT, true },
    { &use_case_qualify_enrollment, QUALIFY_ENROLLMENT, false },
    { &use_case_activate_enrollment, ACTIVATE_ENROLLMENT, true },
    { &use_case_reject_enrollment, REJECT_ENROLLMENT, false },
    { &use_case_appeal_enrollment, APPEAL_ENROLLMENT, false },
    { &use_case_restrict_enrollment, RESTRICT_ENROLLMENT, false },
    { &use_case_suspend_enrollment, SUSPEND_ENROLLMENT, false },
    { &use_case_reinstate_enrollment, REINSTATE_ENROLLMENT, true },
    { &use_case_end_enrollment, END_ENROLLMENT, false },
};

static const struct move *move_of(const struct use_case *use_case)
{
    const struct move *move = moves;

    while (move->use_case != use_case)
        move++;
    return move;
}
