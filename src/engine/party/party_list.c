/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/party/party_list.h"

#include "base/assert.h"
#include "engine/party/party_private.h"

enum {
    /* So many tenants are looked at for one part of a list, whether their names fit or not. */
    LOOKED_AT_MAX = 10000
};

/* A list being made. */
struct listing {
    struct call *call;
    const struct party_list_question *question;
    struct text domain; /* folded */
    struct text name;   /* folded */
    unsigned looked_at;
    bool is_over;
    struct party_list *list;
};

static struct text fold(struct call *call, struct text text)
{
    char *room = arena_new(&call->arena, text.length * TEXT_FOLD_GROWTH + 1, 1);

    return text_fold(text, room);
}

static bool begins_with(struct text whole, struct text part)
{
    return whole.length >= part.length && memcmp(whole.bytes, part.bytes, part.length) == 0;
}

/* The list is full, or enough was looked at: it goes on behind the last that was. */
static bool is_enough(struct listing *listing, struct text looked_at)
{
    struct party_list *list = listing->list;

    if (list->count < listing->question->limit && listing->looked_at < LOOKED_AT_MAX)
        return false;
    list->has_more = true;
    list->next = looked_at;
    return true;
}

static enum status look_at(struct listing *listing, const struct fact *tenant)
{
    struct party_list *list = listing->list;
    struct listed_party *party = &list->parties[list->count];

    listing->looked_at++;
    TRY(party_tenant(listing->call, tenant->tenant.id, &party->tenant, &party->organization));
    if (listing->name.length == 0 ||
        begins_with(fold(listing->call, party->organization.organization.name), listing->name))
        list->count++;
    return STATUS_OK;
}

/* The tenants from a domain on, some at a time. */
static enum status find_some(struct listing *listing, struct text from, struct rows *out_rows)
{
    struct principal principal = listing->question->principal;
    struct query_key key = { .ids = { principal.tenant }, .text = from };
    bool is_vendor = principal_is_vendor(principal);

    return listing->call->store->find(
        listing->call, is_vendor ? QUERY_LISTED_TENANTS : QUERY_LISTED_TENANTS_OF_TENANT, &key,
        out_rows);
}

/* Whether the list ends before the tenant. */
static bool ends_before(struct listing *listing, const struct fact *tenant, struct text last)
{
    if (begins_with(tenant->tenant.domain, listing->domain) && !is_enough(listing, last))
        return false;
    listing->is_over = true;
    return true;
}

/* Looks at the rows that stand behind the last that was looked at, until the list is over. */
static enum status look_at_all(struct listing *listing, const struct rows *rows, struct text *last)
{
    for (size_t i = 0; i < rows->count && !listing->is_over; i++) {
        const struct fact *tenant = &rows->list[i].fact;

        if (text_equal(tenant->tenant.domain, *last) || ends_before(listing, tenant, *last))
            continue;
        TRY(look_at(listing, tenant));
        *last = tenant->tenant.domain;
    }
    return STATUS_OK;
}

static enum status list_all(struct listing *listing)
{
    struct text last = listing->question->after; /* that was looked at; empty: none */
    struct rows rows = { 0 };

    do {
        TRY(find_some(listing, last.length > 0 ? last : listing->domain, &rows));
        TRY(look_at_all(listing, &rows, &last));
    } while (rows.count == QUERY_LISTED_MAX && !listing->is_over);
    return STATUS_OK;
}

enum status party_list_load(struct call *call, const struct party_list_question *question,
                            struct party_list *out_list)
{
    struct listing listing = {
        .call = call,
        .question = question,
        .domain = fold(call, question->domain),
        .name = fold(call, question->name),
        .list = out_list,
    };

    ASSERT(question->limit >= 1 && question->limit <= PARTY_LIST_MAX);
    *out_list = (struct party_list){
        .parties = arena_new(&call->arena, question->limit + 1, sizeof(*out_list->parties)),
    };
    return list_all(&listing);
}
