/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The caller's customers by name. The tenants of the whole book are gone through in the order of
 * their names, from where the page begins; of most partners' customers that is soon done. Whose few
 * customers are far between in a big book has them fetched from the store instead, which knows them
 * by partner.
 */
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/partner_center.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"
#include "base/memory.h"
#include "engine/call.h"

enum {
    LOOKED_AT_MAX = 16384 /* tenants, before the store is asked */
};

enum customer_field {
    CUSTOMER_COMPANY_NAME,
    CUSTOMER_DOMAIN,
    CUSTOMER_RESELLER,
    CUSTOMER_PROVIDER
};

static const char *const field_names[] = { "CompanyName", "Domain", "IndirectReseller",
                                           "IndirectCloudSolutionProvider", NULL };

/* A list being made; a subject of its filter while it looks at a tenant. */
struct customer_list {
    struct filter_subject subject; /* first */
    struct api_call *call;
    const struct book *book;
    date today;
    uint32_t partner;
    uint32_t tenant; /* that is looked at */
    struct page page;
    struct text beginning; /* that names have to have, in lower case */
    bool is_beginning_all; /* the filter asks for nothing else */
    bool is_over;          /* no later name can be on the page */
};

/* Whether the tenant that the term names stands in the way that the field asks for. */
static bool is_through(const struct customer_list *list, const struct filter_term *term)
{
    uint32_t other = 0;
    guid id = GUID_NONE;

    if (!guid_parse(term->value, &id) || !book_find_tenant_number(list->book, id, &other) ||
        !book_has_customer(list->book, other, list->tenant, list->today))
        return false;
    if (term->field == CUSTOMER_RESELLER)
        return book_has_reseller(list->book, list->partner, other, list->today);
    return book_has_reseller(list->book, other, list->partner, list->today);
}

static struct text value_of(const struct filter_subject *subject, const struct filter_term *term)
{
    const struct customer_list *list = (const struct customer_list *)subject;

    switch ((enum customer_field)term->field) {
    case CUSTOMER_COMPANY_NAME:
        return book_organization_name(list->book, list->tenant);
    case CUSTOMER_DOMAIN:
        return book_domain(list->book, list->tenant);
    case CUSTOMER_RESELLER:
    case CUSTOMER_PROVIDER:
        return is_through(list, term) ? term->value : TEXT("");
    }
    return TEXT("");
}

static bool name_begins(const struct customer_list *list)
{
    NOT_CLEARED char room[FILTER_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct text name = book_organization_name(list->book, list->tenant);

    if (list->beginning.length == 0)
        return true;
    if (name.length > FILTER_BYTES_MAX)
        return false;
    name = text_fold(name, room);
    return name.length >= list->beginning.length &&
           memcmp(name.bytes, list->beginning.bytes, list->beginning.length) == 0;
}

static void write_item(struct customer_list *list)
{
    struct page *page = &list->page;
    struct tenant_card card = book_tenant_card(list->book, list->tenant);

    json_begin_object(&page->writer);
    customer_write(&page->writer, &card);
    json_end_object(&page->writer);
    page_count(page);
    guid_format(card.id, page->last);
}

/* Looks at a tenant: it comes on the page, or it shows that the page is not the last. */
static void look_at(struct customer_list *list, uint32_t tenant)
{
    struct page *page = &list->page;

    if (tenant >= book_tenant_count(list->book))
        return; /* of a later version of the book */
    list->tenant = tenant;
    if (!name_begins(list)) {
        list->is_over = true;
        return;
    }
    if (!book_has_customer(list->book, list->partner, tenant, list->today) ||
        (!list->is_beginning_all && !filter_lets(&page->filter, &list->subject)) ||
        page_passes_over(page))
        return;
    if (page->count < page->size) {
        write_item(list);
        return;
    }
    page->has_next = true;
    list->is_over = true;
}

/* Goes through tenants from where the page begins, and says how many it looked at. */
static uint32_t go_through(struct customer_list *list, const struct name_order *order,
                           uint32_t place, uint32_t looked_at_max)
{
    uint32_t looked_at = 0;

    while (place < order->count && !list->is_over && looked_at < looked_at_max) {
        look_at(list, order->tenants[place++]);
        looked_at++;
    }
    if (place == order->count)
        list->is_over = true;
    return place;
}

/* The tenant of the last item before the page. False: there is none any more. */
static bool find_position(const struct customer_list *list, uint32_t *out_tenant)
{
    guid id = GUID_NONE;

    return guid_parse(text_of(list->page.position), &id) &&
           book_find_tenant_number(list->book, id, out_tenant);
}

static uint32_t find_beginning(const struct customer_list *list, const struct name_order *order)
{
    uint32_t tenant = 0;

    if (list->page.position[0] != '\0' && find_position(list, &tenant))
        return name_order_after(order, list->book, tenant);
    return name_order_find(order, list->book, list->beginning);
}

/* All customers of the partner, out of the store. */
struct fetch_work {
    struct store_work work; /* first */
    guid partner;
    struct customer_list *list;
    uint32_t *tenants;
    uint32_t count;
    bool is_whole; /* there are no more than these */
};

static enum status fetch(struct store_work *work, struct call *call)
{
    struct fetch_work *fetching = (struct fetch_work *)work;
    struct query_key key = { .ids = { fetching->partner }, .on = fetching->list->today };
    struct rows rows;

    TRY(call->store->find(call, QUERY_SHOWN_CUSTOMERS_OF_PARTNER, &key, &rows));
    fetching->count = 0;
    fetching->is_whole = rows.count <= QUERY_SHOWN_MAX;
    for (size_t i = 0; i < rows.count && fetching->is_whole; i++)
        if (book_find_tenant_number(fetching->list->book,
                                    rows.list[i].fact.customer_relationship.customer,
                                    &fetching->tenants[fetching->count]))
            fetching->count++;
    return STATUS_OK;
}

/* Goes on with few customers; false: they are too many, or could not be fetched. */
static bool go_through_few(struct customer_list *list, uint32_t last)
{
    struct store *store = list->call->api->store;
    struct fetch_work fetching = { .work = { fetch },
                                   .partner = list->call->principal.tenant,
                                   .list = list,
                                   .tenants = memory_new(QUERY_SHOWN_MAX + 1, sizeof(uint32_t)) };
    struct fault fault = { .kind = FAULT_NONE };
    struct name_order order = { .tenants = fetching.tenants };
    bool is_done = fetching.tenants != NULL &&
                   store->read(store, &fetching.work, &fault) == STATUS_OK && fetching.is_whole;

    order.count = fetching.count;
    is_done = is_done && name_order_sort(list->book, order.tenants, order.count) == STATUS_OK;
    if (is_done)
        (void)go_through(list, &order, name_order_after(&order, list->book, last), UINT32_MAX);
    memory_free(fetching.tenants);
    return is_done;
}

static void write_list(struct customer_list *list, const struct name_order *order)
{
    do {
        uint32_t place = find_beginning(list, order);

        list->is_over = false;
        place = go_through(list, order, place, LOOKED_AT_MAX);
        if (!list->is_over && !go_through_few(list, order->tenants[place - 1]))
            (void)go_through(list, order, place, UINT32_MAX);
    } while (page_goes_back(&list->page));
}

static void answer_list(struct customer_list *list)
{
    struct partner_center *center = list->call->api->partner_center;
    struct shared_order *order = partner_center_begin_order(center, list->book);

    if (order == NULL) {
        code_answer(list->call, CODE_BUSY, NULL);
        return;
    }
    page_begin(list->call, &list->page);
    if (book_find_tenant_number(list->book, list->call->principal.tenant, &list->partner))
        write_list(list, &order->order);
    page_end(list->call, &list->page);
    partner_center_end_order(center, order);
}

void customers_list(struct api_call *call)
{
    NOT_CLEARED struct customer_list list;
    uint64_t position = 0;

    list.subject.value = value_of;
    list.call = call;
    list.today = api_today(call->api);
    if (!page_read(call, field_names, &list.page))
        return;
    list.beginning = filter_beginning(&list.page.filter, CUSTOMER_COMPANY_NAME);
    list.is_beginning_all = list.page.filter.count == 1 && list.beginning.length > 0;
    list.book = follower_begin_reading(call->api->follower, &position);
    answer_list(&list);
    follower_end_reading(call->api->follower);
}
