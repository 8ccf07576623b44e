/* SPDX-License-Identifier: Apache-2.0 */
/* How a provider-reseller relationship ends: by a case at vendor support (S6.E), or by Q7. */
#include "engine/use_cases.h"
#include "model/lifecycles.h"

static enum status check_relationship(struct acting *acting)
{
    return act_check_there(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, acting->input.provider,
                           acting->input.reseller, FAULT_INDIRECT_RELATIONSHIP_MISSING);
}

/* The open case of the pair: row_id 0 where there is none. */
static enum status find_open_case(struct acting *acting, struct row *out_row)
{
    struct rows rows;

    TRY(act_find(acting, QUERY_SUPPORT_CASES_OF_PAIR, acting->input.provider,
                 acting->input.reseller, &rows));
    *out_row = (struct row){ 0 };
    for (size_t i = 0; i < rows.count; i++)
        if (rows.list[i].fact.support_case.status == CASE_OPEN)
            *out_row = rows.list[i];
    return STATUS_OK;
}

/* In whose name the principal asks. */
static enum requester requester_of(const struct acting *acting)
{
    if (principal_is_vendor(acting->principal))
        return REQUESTER_VENDOR_SUPPORT;
    return guid_equal(acting->principal.tenant, acting->input.provider) ? REQUESTER_PROVIDER
                                                                        : REQUESTER_RESELLER;
}

/* Opening. */

static enum status prepare_open(struct acting *acting)
{
    char id[GUID_LENGTH + 1];
    struct row row;

    TRY(check_relationship(acting));
    TRY(find_open_case(acting, &row));
    if (row.id == 0)
        return STATUS_OK;
    guid_format(row.fact.support_case.id, id);
    return call_fail(acting->call, FAULT_SUPPORT_CASE_THERE, id, NULL, NULL);
}

static enum status open_case(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_SUPPORT_CASE);

    fact.support_case.id = act_new_id(acting);
    fact.support_case.provider = acting->input.provider;
    fact.support_case.reseller = acting->input.reseller;
    fact.support_case.requested_by = requester_of(acting);
    fact.support_case.status = CASE_OPEN;
    fact.support_case.opened_on = acting->call->today;
    TRY(act_add(acting, fact));
    act_note_id(acting, "support_case", fact.support_case.id);
    return STATUS_OK;
}

static const struct field pair_fields[] = {
    INPUT("provider", FIELD_GUID, provider),
    INPUT("reseller", FIELD_GUID, reseller),
};
static const struct shape open_shape = INPUT_SHAPE("open_support_case", pair_fields);

const struct use_case use_case_open_support_case = {
    .name = "open_support_case",
    .summary = { { "Ask vendor support to end a provider-reseller relationship",
                   "Demander au support de l'éditeur de mettre fin à une relation "
                   "fournisseur-revendeur" } },
    .shape = &open_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, provider),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, provider),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, reseller),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, reseller) },
    .permission_count = 4,
    .prepare = prepare_open,
    .carry_out = open_case,
};

/* Closing. */

static enum status resolve_case(struct acting *acting)
{
    struct query_key key = { .ids = { acting->input.support_case } };
    const struct fact *fact = &acting->subject.fact;

    TRY(call_find_one(acting->call, QUERY_SUPPORT_CASE, &key, &acting->subject));
    if (acting->subject.id == 0)
        return call_fail(acting->call, FAULT_UNKNOWN_CASE, NULL, NULL, NULL);
    acting->input.provider = fact->support_case.provider;
    acting->input.reseller = fact->support_case.reseller;
    acting->input.opener = fact->support_case.requested_by == REQUESTER_PROVIDER
                               ? fact->support_case.provider
                               : fact->support_case.reseller;
    return STATUS_OK;
}

static enum status check_event(struct acting *acting, enum case_event event)
{
    unsigned next;

    return act_move(acting, &support_case_lifecycle, acting->subject.fact.support_case.status,
                    event, &next);
}

static enum status close_case(struct acting *acting, const struct row *row, enum case_event event)
{
    struct fact fact = row->fact;

    TRY(act_move(acting, &support_case_lifecycle, fact.support_case.status, event,
                 &fact.support_case.status));
    fact.support_case.closed_on = acting->call->today;
    act_note_id(acting, "support_case", fact.support_case.id);
    return act_replace(acting, row, fact);
}

static const struct field case_fields[] = {
    INPUT("support_case", FIELD_GUID, support_case),
};

static enum status prepare_withdraw(struct acting *acting)
{
    return check_event(acting, WITHDRAW_CASE);
}

static enum status withdraw(struct acting *acting)
{
    return close_case(acting, &acting->subject, WITHDRAW_CASE);
}

static const struct shape withdraw_shape = INPUT_SHAPE("withdraw_support_case", case_fields);

const struct use_case use_case_withdraw_support_case = {
    .name = "withdraw_support_case",
    .summary = { { "Withdraw a support case", "Retirer un cas de support" } },
    .shape = &withdraw_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, opener),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, opener) },
    .permission_count = 2,
    .hidden_as = FAULT_UNKNOWN_CASE,
    .resolve = resolve_case,
    .prepare = prepare_withdraw,
    .carry_out = withdraw,
};

static enum status prepare_decline(struct acting *acting)
{
    return check_event(acting, DECLINE_CASE);
}

static enum status decline(struct acting *acting)
{
    return close_case(acting, &acting->subject, DECLINE_CASE);
}

static const struct shape decline_shape = INPUT_SHAPE("decline_support_case", case_fields);

const struct use_case use_case_decline_support_case = {
    .name = "decline_support_case",
    .summary = { { "Decline a support case", "Décliner un cas de support" } },
    .shape = &decline_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR_SUPPORT) },
    .permission_count = 1,
    .hidden_as = FAULT_UNKNOWN_CASE,
    .resolve = resolve_case,
    .prepare = prepare_decline,
    .carry_out = decline,
};

/* The end itself. */

static enum status note_running(struct acting *acting, const struct fact *order)
{
    char id[GUID_LENGTH + 1];
    char customer[GUID_LENGTH + 1];
    struct text offer = order->order.offer;
    struct rows rows;

    TRY(act_find(acting, QUERY_SUBSCRIPTION_OF_ORDER, order->order.id, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        guid_format(rows.list[i].fact.subscription.id, id);
        guid_format(order->order.customer, customer);
        act_note(acting, "runs_on",
                 arena_format(&acting->call->arena, "%s %s %.*s", id, customer, (int)offer.length,
                              offer.bytes));
    }
    return STATUS_OK;
}

/* Q9: nothing of what runs is taken away, and both are told what it is: the first of very many. */
static enum status note_what_runs_on(struct acting *acting)
{
    struct rows orders;

    TRY(act_find(acting, QUERY_RUNNING_ORDERS_OF_PAIR, acting->input.provider,
                 acting->input.reseller, &orders));
    for (size_t i = 0; i < orders.count && i < RUNNING_ORDERS_MAX - 1; i++)
        TRY(note_running(acting, &orders.list[i].fact));
    if (orders.count == RUNNING_ORDERS_MAX)
        act_note(acting, "runs_on_too", TEXT("more than these"));
    return STATUS_OK;
}

static enum status prepare_end(struct acting *acting)
{
    enum requester requester = requester_of(acting);
    struct row row;

    TRY(check_relationship(acting));
    TRY(find_open_case(acting, &row));
    if (requester == REQUESTER_VENDOR_SUPPORT && row.id == 0)
        return call_fail(acting->call, FAULT_SUPPORT_CASE_MISSING, NULL, NULL, NULL);
    act_propose(acting, (struct proposal){ .act = ACT_END_INDIRECT_RELATIONSHIP,
                                           .provider = acting->input.provider,
                                           .reseller = acting->input.reseller,
                                           .requested_by = requester });
    return note_what_runs_on(acting);
}

/* What was agreed for the relationship ends with it, and so does a case that asks for its end. */
static enum status end_relationship(struct acting *acting)
{
    struct row row;

    TRY(act_find_and_end(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, acting->input.provider,
                         acting->input.reseller));
    TRY(act_find_and_end(acting, QUERY_SERVICE_AGREEMENTS_OF_PAIR, acting->input.provider,
                         acting->input.reseller));
    TRY(find_open_case(acting, &row));
    if (row.id != 0)
        TRY(close_case(acting, &row, CARRY_OUT_CASE));
    return STATUS_OK;
}

static const struct shape end_shape = INPUT_SHAPE("end_indirect_relationship", pair_fields);

const struct use_case use_case_end_indirect_relationship = {
    .name = "end_indirect_relationship",
    .summary = { { "End a provider-reseller relationship",
                   "Mettre fin à une relation fournisseur-revendeur" } },
    .shape = &end_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR_SUPPORT),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, provider),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, provider),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, reseller),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, reseller) },
    .permission_count = 5,
    .prepare = prepare_end,
    .carry_out = end_relationship,
};
