/* SPDX-License-Identifier: Apache-2.0 */
/* Relationships between partners, those of a customer, and how a customer is asked for one. */
#include <stdio.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "api/partner_center/resources/partner_card.h"

/* The two ways to look at a relationship. Clients ask by any of the three: the SDKs and the
 * documentation say the name, answers the word, and the Swagger, by which clients are made, a
 * number. */
static const struct relationship_kind {
    const char *name;
    const char *wire; /* the word that answers have */
    const char *number;
    enum query query; /* of the caller's others */
    size_t other;     /* offset of the other in the fact */
} kinds[] = {
    { "IsIndirectCloudSolutionProviderOf", "is_indirect_cloud_solution_provider_of", "2",
      QUERY_SHOWN_RESELLERS_OF_PROVIDER, offsetof(struct fact, indirect_relationship.reseller) },
    { "IsIndirectResellerOf", "is_indirect_reseller_of", "1", QUERY_SHOWN_PROVIDERS_OF_RESELLER,
      offsetof(struct fact, indirect_relationship.provider) },
};

enum relationship_field {
    RELATIONSHIP_NAME
};

static const char *const field_names[] = { "Name", NULL };

/* Partners being listed; a subject of the filter while one is looked at. */
struct relationship_list {
    struct filter_subject subject; /* first */
    struct store_work work;
    struct api_call *call;
    const struct relationship_kind *kind;
    guid customer; /* whose partners they have to be too; GUID_NONE: anybody's */
    struct page page;
    struct text name; /* of the one that is looked at */
};

static struct text value_of(const struct filter_subject *subject, const struct filter_term *term)
{
    (void)term;
    return ((const struct relationship_list *)subject)->name;
}

static void write_item(struct relationship_list *list, const struct partner_card *card)
{
    struct json_writer *writer = &list->page.writer;

    json_begin_object(writer);
    resource_guid(writer, "id", card->tenant.tenant.id);
    resource_text(writer, "name", card->organization.organization.name);
    resource_string(writer, "relationshipType", list->kind->wire);
    resource_string(writer, "state", "Active");
    resource_text(writer, "mpnId", card->mpn_id);
    json_key(writer, "location");
    json_country(writer, card->tenant.tenant.country);
    resource_attributes(writer, "PartnerRelationship", NULL);
    json_end_object(writer);
    page_count(&list->page);
}

static enum status serves(struct call *call, guid partner, guid customer, bool *out_serves)
{
    struct query_key key = { .ids = { partner, customer } };
    struct rows rows;

    *out_serves = guid_is_none(customer);
    if (*out_serves)
        return STATUS_OK;
    TRY(call->store->find(call, QUERY_CUSTOMER_RELATIONSHIPS_OF_PAIR, &key, &rows));
    for (size_t i = 0; i < rows.count; i++)
        *out_serves |= interval_holds(rows.list[i].fact.valid, call->today);
    return STATUS_OK;
}

static enum status list_partner(struct relationship_list *list, struct call *call,
                                const struct fact *fact)
{
    struct partner_card card;
    bool is_wanted = false;
    guid id;

    memcpy(&id, (const char *)fact + list->kind->other, sizeof(id));
    TRY(serves(call, id, list->customer, &is_wanted));
    if (!is_wanted)
        return STATUS_OK;
    TRY(partner_card_load(call, id, &card));
    list->name = card.organization.organization.name;
    if (filter_lets(&list->page.filter, &list->subject))
        write_item(list, &card);
    return STATUS_OK;
}

static enum status list_partners(struct store_work *work, struct call *call)
{
    void *begin = (char *)work - offsetof(struct relationship_list, work);
    struct relationship_list *list = begin;
    struct query_key key = { .ids = { list->call->principal.tenant }, .on = call->today };
    struct rows rows;

    TRY(call->store->find(call, list->kind->query, &key, &rows));
    page_begin_all(list->call, &list->page);
    for (size_t i = 0; i < rows.count; i++)
        TRY(list_partner(list, call, &rows.list[i].fact));
    page_end(list->call, &list->page);
    return STATUS_OK;
}

static void answer(struct relationship_list *list)
{
    list->subject.value = value_of;
    list->work.run = list_partners;
    (void)call_read(list->call, &list->work);
}

/* The kind that is asked for; NULL: none is. */
static const struct relationship_kind *kind_find(struct text wanted)
{
    for (const struct relationship_kind *kind = kinds; kind < kinds + COUNT_OF(kinds); kind++)
        if (text_is_in_any_case(wanted, kind->name) || text_is_in_any_case(wanted, kind->wire) ||
            text_is_in_any_case(wanted, kind->number))
            return kind;
    return NULL;
}

void relationships_list(struct api_call *call)
{
    NOT_CLEARED struct relationship_list list;

    list.call = call;
    list.kind = kind_find(argument_find(call, "relationship_type"));
    list.customer = GUID_NONE;
    if (list.kind == NULL)
        code_answer_property(call, "relationship_type");
    else if (page_read(call, field_names, &list.page))
        answer(&list);
}

void customer_relationships_list(struct api_call *call)
{
    NOT_CLEARED struct relationship_list list;
    struct customer customer;

    if (!customer_begin(call, &customer))
        return;
    list.call = call;
    list.kind = &kinds[0];
    list.customer = customer.card.id;
    customer_end(&customer);
    if (page_read(call, field_names, &list.page))
        answer(&list);
}
