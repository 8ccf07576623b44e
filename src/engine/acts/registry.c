/* SPDX-License-Identifier: Apache-2.0 */
/* Organisations, who owns them, their tenants and partner ids, and what is offered. */
#include "engine/use_cases.h"

enum {
    /* How many owners are looked at, over all dates, for a circle. */
    OWNERS_MAX = 1000
};

static enum status find_named(const struct acting *acting, enum query query, struct text name,
                              struct row *out_row)
{
    return call_find_one(acting->call, query, &(struct query_key){ .text = name }, out_row);
}

/* A registered thing keeps its name for good: whoever has it already stands in the way. */
static enum status check_unknown(const struct acting *acting, enum query query, struct text name,
                                 enum fault_kind fault)
{
    struct row row;

    TRY(find_named(acting, query, name, &row));
    return row.id == 0 ? STATUS_OK : call_fail_text(acting->call, fault, name);
}

static enum status check_organization(const struct acting *acting, struct text id)
{
    struct row row;

    TRY(find_named(acting, QUERY_ORGANIZATION, id, &row));
    return row.id != 0 ? STATUS_OK : call_fail_text(acting->call, FAULT_UNKNOWN_ORGANIZATION, id);
}

/* Ownership changes on a later day than the act, so no act of the day is judged on both. */
static enum status check_is_later(const struct acting *acting, const char *field, date day)
{
    if (date_before(acting->call->today, day))
        return STATUS_OK;
    return call_fail(acting->call, FAULT_DAY_NOT_LATER, field, act_day(acting, day),
                     act_day(acting, acting->call->today));
}

static enum status check_is_not_past(const struct acting *acting, const char *field, date day)
{
    if (!date_before(day, acting->call->today))
        return STATUS_OK;
    return call_fail(acting->call, FAULT_DAY_PAST, field, act_day(acting, day),
                     act_day(acting, acting->call->today));
}

/* A fault about two organisations and a day. */
static enum status fail_owning(const struct acting *acting, enum fault_kind fault,
                               struct text first, struct text second, date day)
{
    struct arena *arena = &acting->call->arena;

    return call_fail(acting->call, fault, arena_keep(arena, first).bytes,
                     arena_keep(arena, second).bytes, act_day(acting, day));
}

/* register_organization */

static enum status prepare_organization(struct acting *acting)
{
    return check_unknown(acting, QUERY_ORGANIZATION, acting->input.organization,
                         FAULT_ORGANIZATION_EXISTS);
}

static enum status add_organization(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_ORGANIZATION);

    fact.organization.id = acting->input.organization;
    fact.organization.name = acting->input.name;
    fact.organization.country = acting->input.country;
    return act_add(acting, fact);
}

static const struct field organization_fields[] = {
    INPUT("organization", FIELD_TEXT, organization),
    INPUT("name", FIELD_TEXT, name),
    INPUT("country", FIELD_COUNTRY, country),
};
static const struct shape organization_shape = { "register_organization", organization_fields,
                                                 COUNT_OF(organization_fields) };

const struct use_case use_case_register_organization = {
    .name = "register_organization",
    .summary = { { "Register an organisation", "Enregistrer une organisation" } },
    .shape = &organization_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_organization,
    .carry_out = add_organization,
};

/* record_ownership */

/* Begun and ended the same day, it is never in effect. */
static bool is_ever_in_effect(const struct row *row)
{
    return date_before(row->fact.valid.from, row->fact.valid.to);
}

/* Who owns the organisation, at all times. */
static enum status find_owners(const struct acting *acting, struct text owned,
                               struct rows *out_rows)
{
    struct query_key key = { .text = owned };

    return acting->call->store->find(acting->call, QUERY_OWNERSHIPS_OF_OWNED, &key, out_rows);
}

/* Whoever owns the organisation on the day or later, since the new ownership has no end. */
static enum status check_has_no_owner(const struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct rows rows;

    TRY(find_owners(acting, input->owned, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;
        bool is_for_good = fact->valid.to.day == DATE_AFTER_ALL.day;

        if (is_ever_in_effect(&rows.list[i]) && date_before(input->from, fact->valid.to))
            return fail_owning(acting, is_for_good ? FAULT_OWNED_FOR_GOOD : FAULT_OWNED_ALREADY,
                               input->owned, fact->ownership.owner, fact->valid.to);
    }
    return STATUS_OK;
}

/* The walk from an organisation to its owner of a day, and on. */
struct climb {
    const struct acting *acting;
    date on;
    date next;       /* the first later day on which one of the owners passed may be another */
    struct text at;  /* empty: there is no further owner */
    unsigned passed; /* owners, over all dates */
};

static enum status step_up(struct climb *climb)
{
    struct rows rows;

    TRY(find_owners(climb->acting, climb->at, &rows));
    climb->at = (struct text){ "", 0 };
    for (size_t i = 0; i < rows.count; i++) {
        struct interval valid = rows.list[i].fact.valid;
        date change = interval_holds(valid, climb->on) ? valid.to : valid.from;

        if (!is_ever_in_effect(&rows.list[i]))
            continue;
        if (interval_holds(valid, climb->on))
            climb->at = rows.list[i].fact.ownership.owner;
        if (date_before(climb->on, change) && date_before(change, climb->next))
            climb->next = change;
    }
    return STATUS_OK;
}

/* Whether the organisation stands above its owner on the day. */
static enum status check_no_circle_on(struct climb *climb)
{
    const struct act_input *input = &climb->acting->input;

    for (climb->at = input->owner; climb->at.length > 0;) {
        if (text_equal(climb->at, input->owned))
            return fail_owning(climb->acting, FAULT_OWNERSHIP_CIRCLE, input->owned, input->owner,
                               climb->on);
        if (++climb->passed > OWNERS_MAX)
            return call_fail(climb->acting->call, FAULT_OWNERS_TOO_MANY,
                             arena_keep(&climb->acting->call->arena, input->owner).bytes,
                             arena_format(&climb->acting->call->arena, "%d", OWNERS_MAX).bytes,
                             NULL);
        TRY(step_up(climb));
    }
    return STATUS_OK;
}

/* On the day and on every later one on which the owners above are others. */
static enum status check_no_circle(const struct acting *acting)
{
    struct climb climb = { .acting = acting, .next = acting->input.from };

    while (climb.next.day != DATE_AFTER_ALL.day) {
        climb.on = climb.next;
        climb.next = DATE_AFTER_ALL;
        TRY(check_no_circle_on(&climb));
    }
    return STATUS_OK;
}

static enum status prepare_ownership(struct acting *acting)
{
    const struct act_input *input = &acting->input;

    TRY(check_organization(acting, input->owner));
    TRY(check_organization(acting, input->owned));
    TRY(check_is_later(acting, "from", input->from));
    if (text_equal(input->owner, input->owned))
        return call_fail_text(acting->call, FAULT_OWNS_ITSELF, input->owner);
    TRY(check_has_no_owner(acting));
    return check_no_circle(acting);
}

static enum status add_ownership(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_OWNERSHIP);

    fact.ownership.owner = acting->input.owner;
    fact.ownership.owned = acting->input.owned;
    fact.valid.from = acting->input.from;
    return act_add(acting, fact);
}

static const struct field ownership_fields[] = {
    INPUT("owner", FIELD_TEXT, owner),
    INPUT("owned", FIELD_TEXT, owned),
    INPUT("from", FIELD_DATE, from),
};
static const struct shape ownership_shape = { "record_ownership", ownership_fields,
                                              COUNT_OF(ownership_fields) };

const struct use_case use_case_record_ownership = {
    .name = "record_ownership",
    .summary = { { "Record who will own an organisation",
                   "Noter qui possédera une organisation" } },
    .shape = &ownership_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_ownership,
    .carry_out = add_ownership,
};

/* end_ownership */

/* The ownership that goes on beyond the day; and if there is none, the end of the last one that
 * is still to come. */
static enum status find_ownership_to_end(const struct acting *acting, struct row *out_row,
                                         date *out_ended)
{
    const struct act_input *input = &acting->input;
    struct rows rows;

    TRY(find_owners(acting, input->owned, &rows));
    *out_row = (struct row){ 0 };
    *out_ended = DATE_BEFORE_ALL;
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;

        if (!is_ever_in_effect(&rows.list[i]) || !text_equal(fact->ownership.owner, input->owner) ||
            date_before(input->to, fact->valid.from))
            continue;
        if (date_before(input->to, fact->valid.to))
            *out_row = rows.list[i];
        else if (date_before(*out_ended, fact->valid.to))
            *out_ended = fact->valid.to;
    }
    return STATUS_OK;
}

static enum status prepare_ownership_end(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct row row;
    date ended;

    TRY(check_organization(acting, input->owner));
    TRY(check_organization(acting, input->owned));
    TRY(check_is_later(acting, "to", input->to));
    TRY(find_ownership_to_end(acting, &row, &ended));
    if (row.id != 0)
        return STATUS_OK;
    if (date_before(acting->call->today, ended))
        return fail_owning(acting, FAULT_OWNERSHIP_ENDED, input->owner, input->owned, ended);
    return fail_owning(acting, FAULT_NOT_OWNED, input->owner, input->owned, input->to);
}

static enum status end_ownership(struct acting *acting)
{
    struct row row;
    struct fact fact;
    date ended;

    TRY(find_ownership_to_end(acting, &row, &ended));
    fact = row.fact;
    fact.valid.to = acting->input.to;
    return act_replace(acting, &row, fact);
}

static const struct field ownership_end_fields[] = {
    INPUT("owner", FIELD_TEXT, owner),
    INPUT("owned", FIELD_TEXT, owned),
    INPUT("to", FIELD_DATE, to),
};
static const struct shape ownership_end_shape = { "end_ownership", ownership_end_fields,
                                                  COUNT_OF(ownership_end_fields) };

const struct use_case use_case_end_ownership = {
    .name = "end_ownership",
    .summary = { { "Record when an organisation will no longer be owned",
                   "Noter la fin à venir d'une propriété" } },
    .shape = &ownership_end_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_ownership_end,
    .carry_out = end_ownership,
};

/* register_tenant */

/* A tenant without an id gets one. */
static enum status resolve_tenant(struct acting *acting)
{
    if (guid_is_none(acting->input.tenant))
        acting->input.tenant = act_new_id(acting);
    return STATUS_OK;
}

static enum status prepare_tenant(struct acting *acting)
{
    struct query_key key = { .ids = { acting->input.tenant } };
    struct row row;

    TRY(check_organization(acting, acting->input.organization));
    TRY(call_find_one(acting->call, QUERY_TENANT, &key, &row));
    if (row.id != 0)
        return call_fail_id(acting->call, FAULT_TENANT_EXISTS, acting->input.tenant);
    return check_unknown(acting, QUERY_TENANT_OF_DOMAIN, acting->input.domain, FAULT_DOMAIN_EXISTS);
}

static enum status add_tenant(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct fact fact = act_fact(acting, FACT_TENANT);

    fact.tenant.id = input->tenant;
    fact.tenant.domain = input->domain;
    fact.tenant.organization = input->organization;
    fact.tenant.country = input->country;
    fact.tenant.kind = input->kind;
    act_note_id(acting, "tenant", input->tenant);
    return act_add(acting, fact);
}

static const struct field tenant_fields[] = {
    INPUT_OPTIONAL("tenant", FIELD_GUID, tenant),
    INPUT("domain", FIELD_DOMAIN, domain),
    INPUT("organization", FIELD_TEXT, organization),
    INPUT("country", FIELD_COUNTRY, country),
    INPUT_WORD("kind", FIELD_WORD, tenant_kind_words, kind),
};
static const struct shape tenant_shape = { "register_tenant", tenant_fields,
                                           COUNT_OF(tenant_fields) };

const struct use_case use_case_register_tenant = {
    .name = "register_tenant",
    .summary = { { "Register a tenant", "Enregistrer un locataire" } },
    .shape = &tenant_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .resolve = resolve_tenant,
    .prepare = prepare_tenant,
    .carry_out = add_tenant,
};

/* register_partner_id */

static enum status prepare_partner_id(struct acting *acting)
{
    TRY(act_find_tenant(acting, acting->input.tenant, NULL));
    return check_unknown(acting, QUERY_PARTNER_ID, acting->input.mpn_id, FAULT_PARTNER_ID_EXISTS);
}

static enum status add_partner_id(struct acting *acting)
{
    struct fact fact = act_fact(acting, FACT_PARTNER_ID);

    fact.partner_id.mpn_id = acting->input.mpn_id;
    fact.partner_id.tenant = acting->input.tenant;
    fact.partner_id.country = acting->input.country;
    return act_add(acting, fact);
}

static const struct field partner_id_fields[] = {
    INPUT("mpn_id", FIELD_DIGITS, mpn_id),
    INPUT("tenant", FIELD_GUID, tenant),
    INPUT("country", FIELD_COUNTRY, country),
};
static const struct shape partner_id_shape = { "register_partner_id", partner_id_fields,
                                               COUNT_OF(partner_id_fields) };

const struct use_case use_case_register_partner_id = {
    .name = "register_partner_id",
    .summary = { { "Register a partner id of a tenant",
                   "Enregistrer un ID partenaire d'un locataire" } },
    .shape = &partner_id_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR), PERMIT(PRINCIPAL_GLOBAL_ADMIN, tenant),
                     PERMIT(PRINCIPAL_ADMIN_AGENT, tenant) },
    .permission_count = 3,
    .hidden_as = FAULT_FORBIDDEN,
    .prepare = prepare_partner_id,
    .carry_out = add_partner_id,
};

/* publish_offer */

/* From today on, unless a later day is given: what was sold before is not changed. */
static enum status resolve_offer(struct acting *acting)
{
    if (acting->input.from.day == DATE_AFTER_ALL.day)
        acting->input.from = acting->call->today;
    return STATUS_OK;
}

static enum status prepare_offer(struct acting *acting)
{
    const struct act_input *input = &acting->input;

    TRY(check_is_not_past(acting, "from", input->from));
    if (!date_before(input->from, input->to))
        return call_fail(acting->call, FAULT_DAYS_EMPTY, act_day(acting, input->from),
                         act_day(acting, input->to), NULL);
    return check_unknown(acting, QUERY_OFFER, input->offer, FAULT_OFFER_EXISTS);
}

static enum status add_offer(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct fact fact = act_fact(acting, FACT_OFFER);

    fact.valid = (struct interval){ input->from, input->to };
    fact.offer.id = input->offer;
    fact.offer.name = input->name;
    fact.offer.publisher = input->publisher;
    fact.offer.party = input->party;
    fact.offer.markets = input->markets;
    return act_add(acting, fact);
}

static const struct field offer_fields[] = {
    INPUT("offer", FIELD_TEXT, offer),
    INPUT("name", FIELD_TEXT, name),
    INPUT("publisher", FIELD_TEXT, publisher),
    INPUT_WORD("party", FIELD_WORD, offer_party_words, party),
    INPUT("markets", FIELD_MARKETS, markets),
    INPUT_OPTIONAL("from", FIELD_DATE, from),
    INPUT_OPTIONAL("to", FIELD_DATE, to),
};
static const struct shape offer_shape = { "publish_offer", offer_fields, COUNT_OF(offer_fields) };

const struct use_case use_case_publish_offer = {
    .name = "publish_offer",
    .summary = { { "Publish an offer", "Publier une offre" } },
    .shape = &offer_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .resolve = resolve_offer,
    .prepare = prepare_offer,
    .carry_out = add_offer,
};

/* withdraw_offer */

static enum status resolve_withdrawal(struct acting *acting)
{
    if (acting->input.to.day == DATE_AFTER_ALL.day)
        acting->input.to = acting->call->today;
    return STATUS_OK;
}

static enum status prepare_withdrawal(struct acting *acting)
{
    const struct act_input *input = &acting->input;
    struct row row;

    TRY(find_named(acting, QUERY_OFFER, input->offer, &row));
    if (row.id == 0)
        return call_fail_text(acting->call, FAULT_UNKNOWN_OFFER, input->offer);
    TRY(check_is_not_past(acting, "to", input->to));
    if (date_before(input->to, row.fact.valid.to) &&
        date_before(row.fact.valid.from, row.fact.valid.to))
        return STATUS_OK;
    return call_fail(acting->call, FAULT_OFFER_WITHDRAWN,
                     arena_keep(&acting->call->arena, input->offer).bytes,
                     act_day(acting, row.fact.valid.to), NULL);
}

/* An offer of later days that is withdrawn before them is never sold. */
static enum status withdraw_offer(struct acting *acting)
{
    struct row row;
    struct fact fact;

    TRY(find_named(acting, QUERY_OFFER, acting->input.offer, &row));
    fact = row.fact;
    fact.valid.to = acting->input.to;
    if (date_before(fact.valid.to, fact.valid.from))
        fact.valid.to = fact.valid.from;
    return act_replace(acting, &row, fact);
}

static const struct field withdrawal_fields[] = {
    INPUT("offer", FIELD_TEXT, offer),
    INPUT_OPTIONAL("to", FIELD_DATE, to),
};
static const struct shape withdrawal_shape = { "withdraw_offer", withdrawal_fields,
                                               COUNT_OF(withdrawal_fields) };

const struct use_case use_case_withdraw_offer = {
    .name = "withdraw_offer",
    .summary = { { "Withdraw an offer", "Retirer une offre" } },
    .shape = &withdrawal_shape,
    .permissions = { PERMIT_VENDOR(PRINCIPAL_VENDOR) },
    .permission_count = 1,
    .hidden_as = FAULT_FORBIDDEN,
    .resolve = resolve_withdrawal,
    .prepare = prepare_withdrawal,
    .carry_out = withdraw_offer,
};
