/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invitations: how relationships come about. The token is told to the inviter once, who hands it
 * on; the book keeps only its hash, so that nobody who reads the book can accept.
 */
#include <sodium.h>

#include "base/sha256.h"
#include "engine/use_cases.h"
#include "model/lifecycles.h"

enum {
    TOKEN_BYTES = 32,
    LIFE_DAYS_DEFAULT = 30,
    LIFE_DAYS_MAX = 365
};

static struct text hash_of(struct acting *acting, struct text token)
{
    unsigned char hash[SHA256_BYTES];
    char text[2 * sizeof(hash) + 1];

    sha256_of(token, hash);
    (void)sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
    return arena_keep(&acting->call->arena, text_of(text));
}

/* Sending. */

/* The last day: as asked, or after the usual time. */
static date last_day(const struct acting *acting)
{
    if (acting->input.date.day != DATE_AFTER_ALL.day)
        return acting->input.date;
    return (date){ acting->call->today.day + LIFE_DAYS_DEFAULT };
}

static enum status check_last_day(struct acting *acting)
{
    date today = acting->call->today;

    return act_check_day(acting, "expires_on", last_day(acting),
                         (struct interval){ today, { today.day + LIFE_DAYS_MAX + 1 } });
}

/* What is going to be sent, but for its token. */
static struct fact new_invitation(const struct acting *acting, enum invitation_kind kind)
{
    struct fact fact = act_fact(acting, FACT_INVITATION);
    const struct act_input *input = &acting->input;

    fact.invitation.id = act_new_id(acting);
    fact.invitation.kind = kind;
    fact.invitation.status = INVITATION_SENT;
    fact.invitation.inviter = kind == INVITATION_INDIRECT ? input->provider : input->partner;
    fact.invitation.reseller = input->reseller;
    fact.invitation.customer = input->customer;
    fact.invitation.sent_on = acting->call->today;
    fact.invitation.expires_on = last_day(acting);
    return fact;
}

static bool is_the_same(const struct fact *sent, const struct fact *invitation)
{
    return sent->invitation.kind == invitation->invitation.kind &&
           guid_equal(sent->invitation.inviter, invitation->invitation.inviter) &&
           guid_equal(sent->invitation.reseller, invitation->invitation.reseller) &&
           guid_equal(sent->invitation.customer, invitation->invitation.customer);
}

static enum status fail_sent_already(struct acting *acting, const struct fact *sent)
{
    char last[DATE_LENGTH + 1];
    char id[GUID_LENGTH + 1];

    date_format(sent->invitation.expires_on, last);
    guid_format(sent->invitation.id, id);
    return call_fail(acting->call, FAULT_INVITATION_THERE, last, id, NULL);
}

/* Who is named is not invited twice to the same; a token for anybody may be one of many. */
static enum status check_not_sent(struct acting *acting, guid invited,
                                  const struct fact *invitation)
{
    struct rows rows;

    TRY(act_find(acting, QUERY_INVITATIONS_OF_TENANT, invited, GUID_NONE, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *sent = &rows.list[i].fact;

        if (sent->invitation.status == INVITATION_SENT && is_the_same(sent, invitation) &&
            !date_before(sent->invitation.expires_on, acting->call->today))
            return fail_sent_already(acting, sent);
    }
    return STATUS_OK;
}

static enum status send(struct acting *acting, enum invitation_kind kind)
{
    struct fact fact = new_invitation(acting, kind);
    unsigned char random[TOKEN_BYTES];
    char token[2 * TOKEN_BYTES + 1];

    randombytes_buf(random, sizeof(random));
    (void)sodium_bin2hex(token, sizeof(token), random, sizeof(random));
    fact.invitation.token = hash_of(acting, text_of(token));
    TRY(act_add(acting, fact));
    act_note_id(acting, "invitation", fact.invitation.id);
    act_note_date(acting, "expires_on", fact.invitation.expires_on);
    act_note_secret(acting, "token", text_of(token));
    return STATUS_OK;
}

/* Finding, and settling. */

static enum status fail_unknown(struct acting *acting)
{
    return call_fail(acting->call, FAULT_UNKNOWN_INVITATION, NULL, NULL, NULL);
}

static enum status find_by_id(struct acting *acting)
{
    struct query_key key = { .ids = { acting->input.invitation } };

    TRY(call_find_one(acting->call, QUERY_INVITATION, &key, &acting->subject));
    return acting->subject.id == 0 ? fail_unknown(acting) : STATUS_OK;
}

static enum status find_by_token(struct acting *acting)
{
    struct query_key key = { .text = hash_of(acting, acting->input.token) };

    TRY(call_find_one(acting->call, QUERY_INVITATION_OF_TOKEN, &key, &acting->subject));
    return acting->subject.id == 0 ? fail_unknown(acting) : STATUS_OK;
}

/*
 * Fills in who the invitation is about; `invited` answers it. Whoever else it names gets the same
 * answer as for a token that was never given out.
 */
static enum status fill_parties(struct acting *acting, guid invited)
{
    const struct fact *fact = &acting->subject.fact;
    bool is_of_customer = fact->invitation.kind == INVITATION_CUSTOMER;
    guid named = is_of_customer ? fact->invitation.customer : fact->invitation.reseller;

    if (!guid_is_none(named) && !guid_equal(named, invited))
        return fail_unknown(acting);
    acting->input.inviter = fact->invitation.inviter;
    acting->input.invited = invited;
    if (is_of_customer) {
        acting->input.partner = fact->invitation.inviter;
        acting->input.reseller = fact->invitation.reseller;
        acting->input.customer = invited;
    } else {
        acting->input.provider = fact->invitation.inviter;
        acting->input.reseller = invited;
        acting->input.customer = GUID_NONE;
    }
    return STATUS_OK;
}

static enum status check_event(struct acting *acting, enum invitation_event event)
{
    unsigned next;

    return act_move(acting, &invitation_lifecycle, acting->subject.fact.invitation.status, event,
                    &next);
}

static enum status check_acceptable(struct acting *acting)
{
    char last[DATE_LENGTH + 1];
    date day = acting->subject.fact.invitation.expires_on;

    TRY(check_event(acting, ACCEPT_INVITATION));
    if (!date_before(day, acting->call->today))
        return STATUS_OK;
    date_format(day, last);
    return call_fail(acting->call, FAULT_INVITATION_LAPSED, last, NULL, NULL);
}

/* It is done with, and says by whom, if it did not name anybody. */
static enum status settle(struct acting *acting, enum invitation_event event)
{
    struct fact fact = acting->subject.fact;

    TRY(act_move(acting, &invitation_lifecycle, fact.invitation.status, event,
                 &fact.invitation.status));
    fact.invitation.settled_on = acting->call->today;
    fact.invitation.reseller = acting->input.reseller;
    fact.invitation.customer = acting->input.customer;
    TRY(act_replace(acting, &acting->subject, fact));
    act_note_id(acting, "invitation", fact.invitation.id);
    return STATUS_OK;
}

/* To become a reseller. */

static void propose_indirect_relationship(struct acting *acting)
{
    act_propose(acting, (struct proposal){ .act = ACT_ESTABLISH_INDIRECT_RELATIONSHIP,
                                           .provider = acting->input.provider,
                                           .reseller = acting->input.reseller });
}

static enum status prepare_invite_reseller(struct acting *acting)
{
    struct fact invitation = new_invitation(acting, INVITATION_INDIRECT);
    const struct act_input *input = &acting->input;

    TRY(check_last_day(acting));
    TRY(act_find_tenant(acting, input->provider, NULL));
    if (guid_is_none(input->reseller))
        return STATUS_OK;
    TRY(act_check_absent(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, input->provider,
                         input->reseller, FAULT_INDIRECT_RELATIONSHIP_THERE));
    TRY(check_not_sent(acting, input->reseller, &invitation));
    propose_indirect_relationship(acting);
    return STATUS_OK;
}

static enum status invite_reseller(struct acting *acting)
{
    return send(acting, INVITATION_INDIRECT);
}

static const struct field invite_reseller_fields[] = {
    INPUT("provider", FIELD_GUID, provider),
    INPUT_OPTIONAL("reseller", FIELD_GUID, reseller),
    INPUT_OPTIONAL("expires_on", FIELD_DATE, date),
};
static const struct shape invite_reseller_shape =
    INPUT_SHAPE("invite_reseller", invite_reseller_fields);

const struct use_case use_case_invite_reseller = {
    .name = "invite_reseller",
    .summary = { { "Invite a reseller, or whoever has the token",
                   "Inviter un revendeur, ou qui détient le jeton" } },
    .shape = &invite_reseller_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, provider),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, provider) },
    .permission_count = 2,
    .prepare = prepare_invite_reseller,
    .carry_out = invite_reseller,
};

static enum status resolve_accept_reseller(struct acting *acting)
{
    TRY(find_by_token(acting));
    if (acting->subject.fact.invitation.kind != INVITATION_INDIRECT)
        return fail_unknown(acting);
    return fill_parties(acting, acting->input.reseller);
}

static enum status prepare_accept_reseller(struct acting *acting)
{
    const struct act_input *input = &acting->input;

    TRY(check_acceptable(acting));
    TRY(act_check_absent(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, input->provider,
                         input->reseller, FAULT_INDIRECT_RELATIONSHIP_THERE));
    propose_indirect_relationship(acting);
    return STATUS_OK;
}

static enum status accept_reseller(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_INDIRECT_RELATIONSHIP);

    TRY(settle(acting, ACCEPT_INVITATION));
    fact.indirect_relationship.provider = acting->input.provider;
    fact.indirect_relationship.reseller = acting->input.reseller;
    TRY(act_add(acting, fact));
    act_note_id(acting, "provider", acting->input.provider);
    return STATUS_OK;
}

static const struct field accept_reseller_fields[] = {
    INPUT("token", FIELD_ID, token),
    INPUT("reseller", FIELD_GUID, reseller),
};
static const struct shape accept_reseller_shape =
    INPUT_SHAPE("accept_reseller_invitation", accept_reseller_fields);

const struct use_case use_case_accept_reseller_invitation = {
    .name = "accept_reseller_invitation",
    .summary = { { "Accept a provider's invitation", "Accepter l'invitation d'un fournisseur" } },
    .shape = &accept_reseller_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, reseller) },
    .permission_count = 1,
    .hidden_as = FAULT_UNKNOWN_INVITATION,
    .resolve = resolve_accept_reseller,
    .prepare = prepare_accept_reseller,
    .carry_out = accept_reseller,
};

/* To become a customer: of one partner, or of a provider and its reseller together. */

static bool has_reseller(const struct acting *acting)
{
    return !guid_is_none(acting->input.reseller);
}

/* A reseller that invites together with the provider has to be its reseller. */
static enum status check_inviters(struct acting *acting)
{
    if (!has_reseller(acting))
        return STATUS_OK;
    return act_check_there(acting, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR, acting->input.partner,
                           acting->input.reseller, FAULT_INDIRECT_RELATIONSHIP_MISSING);
}

static enum status find_relationship(struct acting *acting, guid partner,
                                     const struct row **out_row)
{
    return act_find_current(acting, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, partner,
                            acting->input.customer, out_row);
}

/* One of two relationships may be there, not both. */
static enum status check_some_new(struct acting *acting)
{
    const struct row *row = NULL;

    TRY(find_relationship(acting, acting->input.partner, &row));
    if (row != NULL && has_reseller(acting))
        TRY(find_relationship(acting, acting->input.reseller, &row));
    return row == NULL
               ? STATUS_OK
               : call_fail(acting->call, FAULT_CUSTOMER_RELATIONSHIP_THERE, NULL, NULL, NULL);
}

static void propose_customer_relationship(struct acting *acting, guid partner)
{
    act_propose(acting, (struct proposal){ .act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP,
                                           .partner = partner,
                                           .customer = acting->input.customer });
}

static void propose_customer_relationships(struct acting *acting)
{
    propose_customer_relationship(acting, acting->input.partner);
    if (has_reseller(acting))
        propose_customer_relationship(acting, acting->input.reseller);
}

static enum status prepare_invite_customer(struct acting *acting)
{
    struct fact invitation = new_invitation(acting, INVITATION_CUSTOMER);

    TRY(check_last_day(acting));
    TRY(act_find_tenant(acting, acting->input.partner, NULL));
    TRY(check_inviters(acting));
    if (guid_is_none(acting->input.customer))
        return STATUS_OK;
    TRY(check_some_new(acting));
    TRY(check_not_sent(acting, acting->input.customer, &invitation));
    propose_customer_relationships(acting);
    return STATUS_OK;
}

static enum status invite_customer(struct acting *acting)
{
    return send(acting, INVITATION_CUSTOMER);
}

static const struct field invite_customer_fields[] = {
    INPUT("partner", FIELD_GUID, partner),
    INPUT_OPTIONAL("reseller", FIELD_GUID, reseller),
    INPUT_OPTIONAL("customer", FIELD_GUID, customer),
    INPUT_OPTIONAL("expires_on", FIELD_DATE, date),
};
static const struct shape invite_customer_shape =
    INPUT_SHAPE("invite_customer", invite_customer_fields);

const struct use_case use_case_invite_customer = {
    .name = "invite_customer",
    .summary = { { "Invite a customer, alone or together with a reseller",
                   "Inviter un client, seul ou avec un revendeur" } },
    .shape = &invite_customer_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, partner),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, partner),
                     PERMIT(PRINCIPAL_SALES_AGENT, partner) },
    .permission_count = 3,
    .prepare = prepare_invite_customer,
    .carry_out = invite_customer,
};

static enum status resolve_accept_customer(struct acting *acting)
{
    TRY(find_by_token(acting));
    if (acting->subject.fact.invitation.kind != INVITATION_CUSTOMER)
        return fail_unknown(acting);
    return fill_parties(acting, acting->input.customer);
}

static enum status prepare_accept_customer(struct acting *acting)
{
    TRY(check_acceptable(acting));
    TRY(check_inviters(acting));
    TRY(check_some_new(acting));
    propose_customer_relationships(acting);
    return STATUS_OK;
}

static enum status add_relationship(struct acting *acting, guid partner)
{
    struct fact fact = act_fact(acting, FACT_CUSTOMER_RELATIONSHIP);
    const struct row *row;

    TRY(find_relationship(acting, partner, &row));
    act_note_id(acting, "partner", partner);
    if (row != NULL)
        return STATUS_OK;
    fact.customer_relationship.partner = partner;
    fact.customer_relationship.customer = acting->input.customer;
    return act_add(acting, fact);
}

static enum status accept_customer(struct acting *acting)
{
    TRY(settle(acting, ACCEPT_INVITATION));
    TRY(add_relationship(acting, acting->input.partner));
    return has_reseller(acting) ? add_relationship(acting, acting->input.reseller) : STATUS_OK;
}

static const struct field accept_customer_fields[] = {
    INPUT("token", FIELD_ID, token),
    INPUT("customer", FIELD_GUID, customer),
};
static const struct shape accept_customer_shape =
    INPUT_SHAPE("accept_customer_invitation", accept_customer_fields);

const struct use_case use_case_accept_customer_invitation = {
    .name = "accept_customer_invitation",
    .summary = { { "Accept a partner's invitation", "Accepter l'invitation d'un partenaire" } },
    .shape = &accept_customer_shape,
    .permissions = { PERMIT(PRINCIPAL_CUSTOMER_ADMIN, customer),
                     PERMIT(PRINCIPAL_GLOBAL_ADMIN, customer) },
    .permission_count = 2,
    .hidden_as = FAULT_UNKNOWN_INVITATION,
    .resolve = resolve_accept_customer,
    .prepare = prepare_accept_customer,
    .carry_out = accept_customer,
};

/* Taking back, and saying no. */

static enum status resolve_withdraw(struct acting *acting)
{
    const struct fact *fact = &acting->subject.fact;
    bool is_of_customer;

    TRY(find_by_id(acting));
    is_of_customer = fact->invitation.kind == INVITATION_CUSTOMER;
    TRY(fill_parties(acting,
                     is_of_customer ? fact->invitation.customer : fact->invitation.reseller));
    if (is_of_customer)
        acting->input.customer_inviter = fact->invitation.inviter;
    return STATUS_OK;
}

static enum status prepare_withdraw(struct acting *acting)
{
    return check_event(acting, WITHDRAW_INVITATION);
}

static enum status withdraw(struct acting *acting)
{
    return settle(acting, WITHDRAW_INVITATION);
}

static const struct field withdraw_fields[] = {
    INPUT("invitation", FIELD_GUID, invitation),
};
static const struct shape withdraw_shape = INPUT_SHAPE("withdraw_invitation", withdraw_fields);

const struct use_case use_case_withdraw_invitation = {
    .name = "withdraw_invitation",
    .summary = { { "Withdraw an invitation that was sent", "Retirer une invitation envoyée" } },
    .shape = &withdraw_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, inviter),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, inviter),
                     PERMIT(PRINCIPAL_SALES_AGENT, customer_inviter) },
    .permission_count = 3,
    .hidden_as = FAULT_UNKNOWN_INVITATION,
    .resolve = resolve_withdraw,
    .prepare = prepare_withdraw,
    .carry_out = withdraw,
};

/* By its token, or its id, or both of the same. */
static enum status find_declined(struct acting *acting)
{
    guid id = acting->input.invitation;

    if (acting->input.token.length == 0 && guid_is_none(id))
        return call_fail(acting->call, FAULT_MISSING_FIELD, "token", NULL, NULL);
    if (acting->input.token.length == 0)
        return find_by_id(acting);
    TRY(find_by_token(acting));
    if (!guid_is_none(id) && !guid_equal(id, acting->subject.fact.invitation.id))
        return fail_unknown(acting);
    return STATUS_OK;
}

/* One for anybody is declined by who has the token, who then says for whom. */
static enum status resolve_decline(struct acting *acting)
{
    const struct fact *fact = &acting->subject.fact;
    bool is_of_customer;
    guid named;
    guid invited;

    TRY(find_declined(acting));
    is_of_customer = fact->invitation.kind == INVITATION_CUSTOMER;
    named = is_of_customer ? fact->invitation.customer : fact->invitation.reseller;
    invited = is_of_customer ? acting->input.customer : acting->input.reseller;
    if (guid_is_none(invited))
        invited = named;
    if (guid_is_none(named) && acting->input.token.length == 0)
        return fail_unknown(acting);
    if (guid_is_none(invited))
        return call_fail(acting->call, FAULT_MISSING_FIELD,
                         is_of_customer ? "customer" : "reseller", NULL, NULL);
    return fill_parties(acting, invited);
}

static enum status prepare_decline(struct acting *acting)
{
    TRY(act_find_tenant(acting, acting->input.invited, NULL));
    return check_event(acting, DECLINE_INVITATION);
}

static enum status decline(struct acting *acting)
{
    return settle(acting, DECLINE_INVITATION);
}

static const struct field decline_fields[] = {
    INPUT_OPTIONAL("token", FIELD_ID, token),
    INPUT_OPTIONAL("invitation", FIELD_GUID, invitation),
    INPUT_OPTIONAL("reseller", FIELD_GUID, reseller),
    INPUT_OPTIONAL("customer", FIELD_GUID, customer),
};
static const struct shape decline_shape = INPUT_SHAPE("decline_invitation", decline_fields);

const struct use_case use_case_decline_invitation = {
    .name = "decline_invitation",
    .summary = { { "Decline an invitation", "Décliner une invitation" } },
    .shape = &decline_shape,
    .permissions = { PERMIT(PRINCIPAL_GLOBAL_ADMIN, invited),
                     PERMIT(PRINCIPAL_CUSTOMER_ADMIN, invited) },
    .permission_count = 2,
    .hidden_as = FAULT_UNKNOWN_INVITATION,
    .resolve = resolve_decline,
    .prepare = prepare_decline,
    .carry_out = decline,
};
