/* SPDX-License-Identifier: Apache-2.0 */
/* A party as JSON: keys as facts have them, days and ids as everywhere. */
#include "engine/party/party_json.h"

#include "exchange/fact_shape.h"
#include "model/noun_json.h"

static void add_text(struct json_writer *writer, const char *key, struct text text)
{
    json_key(writer, key);
    json_text(writer, text);
}

static void add_guid(struct json_writer *writer, const char *key, guid id)
{
    json_key(writer, key);
    if (guid_is_none(id))
        json_null(writer);
    else
        json_guid(writer, id);
}

static void add_date(struct json_writer *writer, const char *key, date day)
{
    json_key(writer, key);
    json_date(writer, day);
}

static void add_word(struct json_writer *writer, const char *key, const struct words *words,
                     unsigned value)
{
    json_key(writer, key);
    if (value < words->count)
        json_string(writer, words->list[value]);
    else
        json_null(writer);
}

static void add_interval(struct json_writer *writer, struct interval valid)
{
    add_date(writer, "from", valid.from);
    add_date(writer, "to", valid.to);
}

static void add_relation(struct json_writer *writer, enum party_relation_kind kind,
                         const struct party_relation *relation)
{
    json_begin_object(writer);
    add_guid(writer, "tenant", relation->tenant);
    add_text(writer, "domain", relation->domain);
    add_text(writer, "name", relation->name);
    json_key(writer, "country");
    json_country(writer, relation->country);
    if (kind == PARTY_SERVICES_BY || kind == PARTY_SERVICES_FOR) {
        json_key(writer, "services");
        json_words(writer, &service_words, relation->services);
    }
    add_interval(writer, relation->valid);
    json_end_object(writer);
}

static void add_relations(struct json_writer *writer, const struct party_view *view)
{
    json_key(writer, "relations");
    json_begin_object(writer);
    for (unsigned kind = 0; kind < PARTY_RELATION_COUNT; kind++) {
        const struct party_relations *relations = &view->relations[kind];
        bool has_more = relations->count > PARTY_RELATIONS_MAX;

        json_key(writer, party_relation_words.list[kind]);
        json_begin_object(writer);
        json_key(writer, "count");
        json_integer(writer, has_more ? PARTY_RELATIONS_MAX : (int64_t)relations->count);
        json_key(writer, "is_more");
        json_flag(writer, has_more);
        json_key(writer, "first");
        json_begin_array(writer);
        for (size_t i = 0; i < relations->shown; i++)
            add_relation(writer, (enum party_relation_kind)kind, &relations->list[i]);
        json_end_array(writer);
        json_end_object(writer);
    }
    json_end_object(writer);
}

static void add_identity(struct json_writer *writer, const struct fact *tenant,
                         const struct fact *organization)
{
    add_guid(writer, "id", tenant->tenant.id);
    add_text(writer, "domain", tenant->tenant.domain);
    add_text(writer, "name", organization->organization.name);
    json_key(writer, "country");
    json_country(writer, tenant->tenant.country);
}

void party_write_identity(struct json_writer *writer, const struct listed_party *party)
{
    json_begin_object(writer);
    add_identity(writer, &party->tenant, &party->organization);
    json_end_object(writer);
}

static void add_owners(struct json_writer *writer, const struct party_view *view)
{
    json_key(writer, "owners");
    json_begin_array(writer);
    for (size_t i = 0; i < view->owner_count; i++) {
        json_begin_object(writer);
        add_text(writer, "id", view->owners[i].id);
        add_text(writer, "name", view->owners[i].name);
        add_interval(writer, view->owners[i].valid);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void add_enrollments(struct json_writer *writer, const struct party_view *view)
{
    json_key(writer, "enrollments");
    json_begin_array(writer);
    for (size_t i = 0; i < view->enrollments.count; i++) {
        const struct fact *fact = &view->enrollments.list[i].fact;

        json_begin_object(writer);
        add_word(writer, "role", &role_words, fact->enrollment.role);
        add_word(writer, "status", &enrollment_status_words, fact->enrollment.status);
        add_interval(writer, fact->valid);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void add_mpa(struct json_writer *writer, const struct mpa_status *mpa)
{
    json_key(writer, "mpa");
    json_begin_object(writer);
    add_word(writer, "state", &mpa_state_words, mpa->state);
    add_date(writer, "signed_on", mpa->signed_on);
    add_guid(writer, "signer", mpa->signer);
    json_end_object(writer);
}

static void add_facts(struct json_writer *writer, const char *key, const struct rows *rows)
{
    json_key(writer, key);
    json_begin_array(writer);
    for (size_t i = 0; i < rows->count; i++)
        fact_write_object(writer, &rows->list[i].fact);
    json_end_array(writer);
}

/* Without the hash of the token: it is of no use to who may see it, and of some to others. */
static void add_invitations(struct json_writer *writer, const struct rows *rows)
{
    json_key(writer, "invitations");
    json_begin_array(writer);
    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        json_begin_object(writer);
        add_guid(writer, "id", fact->invitation.id);
        add_word(writer, "kind", &invitation_kind_words, fact->invitation.kind);
        add_guid(writer, "inviter", fact->invitation.inviter);
        add_guid(writer, "reseller", fact->invitation.reseller);
        add_guid(writer, "customer", fact->invitation.customer);
        add_date(writer, "sent_on", fact->invitation.sent_on);
        add_date(writer, "expires_on", fact->invitation.expires_on);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void add_subscriptions(struct json_writer *writer, const struct party_view *view)
{
    json_key(writer, "subscriptions");
    json_begin_array(writer);
    for (size_t i = 0; i < view->subscription_count; i++) {
        const struct party_subscription *subscription = &view->subscriptions[i];

        json_begin_object(writer);
        add_guid(writer, "id", subscription->subscription.subscription.id);
        add_word(writer, "status", &subscription_status_words, subscription->status);
        add_text(writer, "offer", subscription->order.order.offer);
        json_key(writer, "quantity");
        json_integer(writer, subscription->subscription.subscription.quantity);
        add_guid(writer, "seller", subscription->order.order.seller);
        add_guid(writer, "provider", subscription->order.order.provider);
        add_date(writer, "placed_on", subscription->order.order.placed_on);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void add_checklist(struct json_writer *writer, const struct party_view *view)
{
    json_key(writer, "checklist");
    json_begin_array(writer);
    for (unsigned i = 0; i < view->check_count; i++) {
        const struct party_check *check = &view->checks[i];

        json_begin_object(writer);
        add_word(writer, "check", &party_check_words, check->kind);
        json_key(writer, "is_done");
        json_flag(writer, check->is_done);
        add_word(writer, "role", &role_words, check->role);
        add_word(writer, "status", &enrollment_status_words, check->status);
        add_word(writer, "capability", &capability_words, check->capability);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void add_own(struct json_writer *writer, const struct party_view *view)
{
    add_text(writer, "organization", view->organization.organization.id);
    json_key(writer, "region");
    if (region_is_none(view->region))
        json_null(writer);
    else
        json_string(writer, region_id(view->region));
    add_word(writer, "kind", &tenant_kind_words, view->tenant.tenant.kind);
    add_owners(writer, view);
    add_date(writer, "onboarded_on", view->onboarded_on);
    add_enrollments(writer, view);
    json_key(writer, "capabilities");
    json_words(writer, &capability_words, view->capabilities);
    add_mpa(writer, &view->mpa);
    add_facts(writer, "partner_ids", &view->partner_ids);
    add_facts(writer, "customer_agreements", &view->customer_agreements);
    add_invitations(writer, &view->invitations);
    add_facts(writer, "support_cases", &view->support_cases);
    add_subscriptions(writer, view);
    add_checklist(writer, view);
}

void party_write_json(struct buffer *buffer, const struct party_view *view)
{
    struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    add_identity(&writer, &view->tenant, &view->organization);
    add_date(&writer, "as_of", view->today);
    if (view->visibility == VISIBILITY_ITSELF)
        add_own(&writer, view);
    add_relations(&writer, view);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}
