/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/party/party.h"

#include <string.h>

#include "base/assert.h"
#include "engine/party/party_private.h"

#define RELATION(name, word) word,
static const char *const relation_list[] = { PARTY_RELATIONS(RELATION) };
const struct words party_relation_words = { relation_list, COUNT_OF(relation_list) };

#define CHECK(name, word) word,
static const char *const check_list[] = { PARTY_CHECKS(CHECK) };
const struct words party_check_words = { check_list, COUNT_OF(check_list) };

/* How relations of a kind are found: by whom the tenant is in them. */
static const struct relation_row {
    enum query shown; /* all that the tenant has */
    enum query pair;  /* those of two tenants */
    bool is_first;    /* whether the tenant is the first of a pair */
    size_t other;     /* offset of the other in the fact */
} relation_rows[PARTY_RELATION_COUNT] = {
    [PARTY_PROVIDERS] = { QUERY_SHOWN_PROVIDERS_OF_RESELLER, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR,
                          false, offsetof(struct fact, indirect_relationship.provider) },
    [PARTY_RESELLERS] = { QUERY_SHOWN_RESELLERS_OF_PROVIDER, QUERY_INDIRECT_RELATIONSHIPS_OF_PAIR,
                          true, offsetof(struct fact, indirect_relationship.reseller) },
    [PARTY_PARTNERS] = { QUERY_SHOWN_PARTNERS_OF_CUSTOMER, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR,
                         false, offsetof(struct fact, customer_relationship.partner) },
    [PARTY_CUSTOMERS] = { QUERY_SHOWN_CUSTOMERS_OF_PARTNER, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR,
                          true, offsetof(struct fact, customer_relationship.customer) },
    [PARTY_SERVICES_BY] = { QUERY_SHOWN_SERVICES_OF_RESELLER, QUERY_SERVICE_AGREEMENTS_OF_PAIR,
                            false, offsetof(struct fact, service_agreement.provider) },
    [PARTY_SERVICES_FOR] = { QUERY_SHOWN_SERVICES_OF_PROVIDER, QUERY_SERVICE_AGREEMENTS_OF_PAIR,
                             true, offsetof(struct fact, service_agreement.reseller) },
    [PARTY_ENGAGED] = { QUERY_SHOWN_ENGAGEMENTS_OF_CUSTOMER, QUERY_ENGAGEMENTS_OF_PAIR, false,
                        offsetof(struct fact, engagement.partner) },
    [PARTY_ENGAGED_BY] = { QUERY_SHOWN_ENGAGEMENTS_OF_PARTNER, QUERY_ENGAGEMENTS_OF_PAIR, true,
                           offsetof(struct fact, engagement.customer) },
    [PARTY_PRIVILEGED] = { QUERY_SHOWN_PRIVILEGES_OF_CUSTOMER, QUERY_PRIVILEGES_OF_PAIR, false,
                           offsetof(struct fact, privilege.partner) },
    [PARTY_PRIVILEGED_BY] = { QUERY_SHOWN_PRIVILEGES_OF_PARTNER, QUERY_PRIVILEGES_OF_PAIR, true,
                              offsetof(struct fact, privilege.customer) },
};

static guid guid_at(const struct fact *fact, size_t offset)
{
    guid id;

    memcpy(&id, (const char *)fact + offset, sizeof(id));
    return id;
}

enum status party_rows(struct call *call, enum query query, guid id, struct rows *out_rows)
{
    struct query_key key = { .ids = { id }, .on = call->today };

    return call->store->find(call, query, &key, out_rows);
}

static enum status fail_unknown(struct call *call, struct text name)
{
    struct text kept = arena_keep(&call->arena, name);

    return call_fail(call, FAULT_UNKNOWN_TENANT, kept.bytes, NULL, NULL);
}

enum status party_find(struct call *call, struct text name, guid *out_tenant)
{
    char room[PARTY_NAME_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct query_key key = { 0 };
    struct row row = { 0 };

    if (guid_parse(name, out_tenant))
        return STATUS_OK;
    if (name.length == 0 || name.length > PARTY_NAME_BYTES_MAX || !text_is_utf8(name))
        return fail_unknown(call, name);
    if (text_is_digits(name)) {
        key.text = name;
        TRY(call_find_one(call, QUERY_PARTNER_ID, &key, &row));
        *out_tenant = row.fact.partner_id.tenant;
    }
    if (row.id == 0) {
        key.text = text_fold(name, room);
        TRY(call_find_one(call, QUERY_TENANT_OF_DOMAIN, &key, &row));
        *out_tenant = row.fact.tenant.id;
    }
    return row.id == 0 ? fail_unknown(call, name) : STATUS_OK;
}

enum status party_tenant(struct call *call, guid id, struct fact *out_tenant,
                         struct fact *out_organization)
{
    struct query_key key = { .ids = { id } };
    struct row row;

    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    if (row.id == 0)
        return call_fail_id(call, FAULT_UNKNOWN_TENANT, id);
    *out_tenant = row.fact;
    key.text = row.fact.tenant.organization;
    TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
    if (row.id == 0)
        return call_fail(call, FAULT_UNKNOWN_ORGANIZATION, arena_keep(&call->arena, key.text).bytes,
                         NULL, NULL);
    *out_organization = row.fact;
    return STATUS_OK;
}

static enum status add_relation(struct call *call, const struct relation_row *relation,
                                const struct fact *fact, struct party_relations *relations)
{
    struct party_relation *out = &relations->list[relations->shown++];
    struct fact tenant;
    struct fact organization;

    out->valid = fact->valid;
    out->tenant = guid_at(fact, relation->other);
    if (fact->type == FACT_SERVICE_AGREEMENT)
        out->services = fact->service_agreement.services;
    TRY(party_tenant(call, out->tenant, &tenant, &organization));
    out->domain = tenant.tenant.domain;
    out->name = organization.organization.name;
    out->country = tenant.tenant.country;
    return STATUS_OK;
}

static enum status load_relations(struct call *call, const struct party_question *question,
                                  enum party_relation_kind kind, struct party_view *view)
{
    const struct relation_row *relation = &relation_rows[kind];
    struct party_relations *relations = &view->relations[kind];
    guid tenant = view->tenant.tenant.id;
    guid other = question->principal.tenant;
    struct query_key key = { .ids = { tenant }, .on = view->today };
    enum query query = relation->shown;
    struct rows rows;

    /* Who is only related sees what the two have or had, and nothing of others. */
    if (view->visibility == VISIBILITY_RELATED) {
        query = relation->pair;
        key.ids[0] = relation->is_first ? tenant : other;
        key.ids[1] = relation->is_first ? other : tenant;
    }
    TRY(call->store->find(call, query, &key, &rows));
    relations->list = arena_new(&call->arena, rows.count + 1, sizeof(*relations->list));
    relations->count = rows.count;
    for (size_t i = 0; i < rows.count && i < question->relations_max; i++)
        TRY(add_relation(call, relation, &rows.list[i].fact, relations));
    return STATUS_OK;
}

static enum status load_owners(struct call *call, struct party_view *view)
{
    struct query_key key = { .text = view->organization.organization.id };
    struct rows rows;

    TRY(call->store->find(call, QUERY_OWNERSHIPS_OF_ORGANIZATION, &key, &rows));
    view->owners = arena_new(&call->arena, rows.count + 1, sizeof(*view->owners));
    for (size_t i = 0; i < rows.count; i++) {
        const struct fact *fact = &rows.list[i].fact;
        struct party_owner *owner = &view->owners[view->owner_count];
        struct row row;

        if (!interval_holds(fact->valid, view->today) ||
            !text_equal(fact->ownership.owned, view->organization.organization.id))
            continue;
        *owner = (struct party_owner){ fact->ownership.owner, { "", 0 }, fact->valid };
        key.text = fact->ownership.owner;
        TRY(call_find_one(call, QUERY_ORGANIZATION, &key, &row));
        if (row.id != 0)
            owner->name = row.fact.organization.name;
        view->owner_count++;
    }
    return STATUS_OK;
}

/* The order of a subscription tells what it is of. */
static enum status load_subscription(struct call *call, const struct fact *fact,
                                     const struct rows *statuses, struct party_view *view)
{
    struct party_subscription *out = &view->subscriptions[view->subscription_count++];
    struct query_key key = { .ids = { fact->subscription.order } };
    struct row row;

    out->subscription = *fact;
    out->status = SUBSCRIPTION_PENDING;
    for (size_t i = 0; i < statuses->count; i++) {
        const struct fact *status = &statuses->list[i].fact;

        if (guid_equal(status->subscription_status.subscription, fact->subscription.id) &&
            interval_holds(status->valid, view->today))
            out->status = (enum subscription_status)status->subscription_status.status;
    }
    TRY(call_find_one(call, QUERY_ORDER, &key, &row));
    out->order = row.fact;
    return STATUS_OK;
}

static enum status load_subscriptions(struct call *call, struct party_view *view)
{
    struct rows rows;
    struct rows statuses;

    TRY(party_rows(call, QUERY_SUBSCRIPTIONS_OF_CUSTOMER, view->tenant.tenant.id, &rows));
    TRY(party_rows(call, QUERY_STATUSES_OF_CUSTOMER, view->tenant.tenant.id, &statuses));
    view->subscriptions = arena_new(&call->arena, rows.count + 1, sizeof(*view->subscriptions));
    for (size_t i = 0; i < rows.count; i++)
        TRY(load_subscription(call, &rows.list[i].fact, &statuses, view));
    return STATUS_OK;
}

/* What nobody but the tenant itself, and the vendor, sees. */
static enum status load_own(struct call *call, struct party_view *view)
{
    guid id = view->tenant.tenant.id;
    struct mpa_question question = { .tenant = id };
    struct rows rows;

    TRY(load_owners(call, view));
    TRY(party_rows(call, QUERY_ACCOUNT_OF_TENANT, id, &rows));
    view->onboarded_on = rows.count > 0 ? rows.list[0].fact.account.onboarded_on : DATE_AFTER_ALL;
    TRY(party_rows(call, QUERY_CAPABILITIES_OF_TENANT, id, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (!date_before(view->today, rows.list[i].fact.capability.attested_on))
            view->capabilities |= BIT(rows.list[i].fact.capability.capability);
    TRY(party_rows(call, QUERY_ENROLLMENTS_OF_TENANT, id, &view->enrollments));
    TRY(party_rows(call, QUERY_PARTNER_IDS_OF_TENANT, id, &view->partner_ids));
    TRY(party_rows(call, QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER, id, &view->customer_agreements));
    TRY(party_rows(call, QUERY_SHOWN_INVITATIONS_OF_TENANT, id, &view->invitations));
    TRY(party_rows(call, QUERY_SHOWN_SUPPORT_CASES_OF_TENANT, id, &view->support_cases));
    TRY(load_subscriptions(call, view));
    TRY(mpa_status_find(call, &question, &view->mpa));
    return party_load_checks(call, view);
}

/* A tenant by how people call it for short: where two fit, the fault names both. */
static enum status find_short(struct call *call, struct text name, guid *out_tenant)
{
    char room[PARTY_NAME_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct query_key key = { .text = name };
    struct rows rows;

    TRY(call->store->find(call, QUERY_TENANTS_OF_ORGANIZATION, &key, &rows));
    if (rows.count == 0) {
        key.text = text_fold(name, room);
        TRY(call->store->find(call, QUERY_SHOWN_TENANTS_OF_DOMAINS, &key, &rows));
    }
    if (rows.count == 0)
        return fail_unknown(call, name);
    if (rows.count > 1)
        return call_fail(call, FAULT_AMBIGUOUS_TENANT, arena_keep(&call->arena, name).bytes,
                         arena_keep(&call->arena, rows.list[0].fact.tenant.domain).bytes,
                         arena_keep(&call->arena, rows.list[1].fact.tenant.domain).bytes);
    *out_tenant = rows.list[0].fact.tenant.id;
    return STATUS_OK;
}

/* Of a tenant, only whole names: whether a short one fits one alone tells of strangers. */
static enum status find_shown(struct call *call, struct principal principal, struct text name,
                              guid *out_tenant)
{
    enum status status = party_find(call, name, out_tenant);

    if (status != STATUS_NOT_FOUND || !principal_is_vendor(principal) || name.length == 0 ||
        name.length > PARTY_NAME_BYTES_MAX || !text_is_utf8(name))
        return status;
    call->fault = (struct fault){ 0 };
    return find_short(call, name, out_tenant);
}

enum status party_find_seen(struct call *call, struct principal principal, struct text name,
                            struct seen_party *out_seen)
{
    struct query_key key = { 0 };
    struct row row;

    TRY(find_shown(call, principal, name, &key.ids[0]));
    TRY(visibility_of(call, principal, key.ids[0], &out_seen->visibility));
    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    out_seen->tenant = key.ids[0];
    /* A stranger and nobody get the same answer, by the name that was given. */
    return row.id == 0 || out_seen->visibility == VISIBILITY_STRANGER ? fail_unknown(call, name)
                                                                      : STATUS_OK;
}

enum status party_load(struct call *call, const struct party_question *question,
                       struct party_view *out_view)
{
    struct seen_party seen;

    ASSERT(question->relations_max <= PARTY_RELATIONS_MAX);
    *out_view = (struct party_view){ .today = call->today };
    TRY(party_find_seen(call, question->principal, question->name, &seen));
    out_view->visibility = seen.visibility;
    TRY(party_tenant(call, seen.tenant, &out_view->tenant, &out_view->organization));
    out_view->region = market_region(out_view->tenant.tenant.country, call->today);
    for (unsigned i = 0; i < PARTY_RELATION_COUNT; i++)
        TRY(load_relations(call, question, (enum party_relation_kind)i, out_view));
    return out_view->visibility == VISIBILITY_ITSELF ? load_own(call, out_view) : STATUS_OK;
}
