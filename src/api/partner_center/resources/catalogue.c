/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can be ordered: the offers of the book, of the caller's market or of the one that is asked
 * for; and the same as products, of which each is one offer with one kind and one availability.
 */
#include "api/partner_center/resources/catalogue.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/partner_center/acting.h"
#include "api/partner_center/arguments.h"
#include "api/partner_center/handlers.h"
#include "api/partner_center/page.h"
#include "api/partner_center/refusal.h"
#include "api/partner_center/resources/customer.h"

#define CATEGORY_FIRST "first_party"
#define CATEGORY_THIRD "third_party"
#define SKU_ID "0001"
#define AVAILABILITY_ID "1"

struct text catalogue_offer_of(struct text item)
{
    static const char rest[] = ":" SKU_ID ":" AVAILABILITY_ID;
    size_t length = sizeof(rest) - 1;

    if (item.length > length && memcmp(item.bytes + item.length - length, rest, length) == 0)
        item.length -= length;
    return item;
}

/* In which form an offer is written. */
enum offer_form {
    FORM_OFFER,
    FORM_PRODUCT,
    FORM_SKU,
    FORM_AVAILABILITY
};

/* Offers being shown. */
struct offers_work {
    struct store_work work; /* first */
    struct row_visitor visitor;
    struct api_call *call;
    enum offer_form form;
    struct text id;       /* of one; empty: all */
    struct text category; /* empty: any */
    country market;
    date today;
    bool is_found;
    struct page page;
};

static const struct phrase category_names[] = {
    [OFFER_FIRST_PARTY] = { { "The vendor's own", "De l'éditeur" } },
    [OFFER_THIRD_PARTY] = { { "Of third parties", "De tiers" } },
};

static const char *category_id(unsigned party)
{
    return party == OFFER_FIRST_PARTY ? CATEGORY_FIRST : CATEGORY_THIRD;
}

static void write_category(struct json_writer *writer, unsigned party,
                           const struct offers_work *offers)
{
    enum language language = offers->call->language;

    resource_string(writer, "id", category_id(party));
    resource_string(writer, "name", category_names[party].in[language]);
    resource_integer(writer, "rank", party + 1);
    resource_string(writer, "locale", language == LANGUAGE_FR ? "fr-FR" : "en-US");
    json_key(writer, "country");
    json_country(writer, offers->market);
    resource_attributes(writer, "OfferCategory", NULL);
}

static void write_empty_list(struct json_writer *writer, const char *key)
{
    json_key(writer, key);
    json_begin_array(writer);
    json_end_array(writer);
}

static void write_rest_of_offer(struct json_writer *writer, const struct fact *fact)
{
    char uri[URI_BYTES];

    resource_string(writer, "limitUnitOfMeasure", "None");
    resource_integer(writer, "limit", 0);
    write_empty_list(writer, "prerequisiteOffers");
    resource_flag(writer, "isAddOn", false);
    resource_flag(writer, "hasAddOns", false);
    resource_flag(writer, "isAvailableForPurchase", true);
    resource_string(writer, "billing", "license");
    write_empty_list(writer, "supportedBillingCycles");
    resource_flag(writer, "isAutoRenewable", true);
    write_empty_list(writer, "upgradeTargetOffers");
    write_empty_list(writer, "conversionTargetOffers");
    write_empty_list(writer, "reselleeQualifications");
    write_empty_list(writer, "resellerQualifications");
    resource_string(writer, "salesGroupId", "Default");
    resource_flag(writer, "isTrial", false);
    json_key(writer, "product");
    json_begin_object(writer);
    resource_text(writer, "id", fact->offer.id);
    resource_text(writer, "name", fact->offer.name);
    resource_string(writer, "unit", "Licenses");
    json_end_object(writer);
    resource_string(writer, "unitType", "Licenses");
    (void)snprintf(uri, sizeof(uri), "/offers/%.*s", (int)fact->offer.id.length,
                   fact->offer.id.bytes);
    resource_links(writer, uri);
    resource_attributes(writer, "Offer", NULL);
}

static void write_offer(struct json_writer *writer, const struct fact *fact,
                        const struct offers_work *offers)
{
    resource_text(writer, "id", fact->offer.id);
    resource_text(writer, "name", fact->offer.name);
    resource_text(writer, "description", fact->offer.name);
    resource_integer(writer, "minimumQuantity", 1);
    resource_integer(writer, "maximumQuantity", QUANTITY_MAX);
    resource_integer(writer, "rank", 1);
    resource_string(writer, "locale", offers->call->language == LANGUAGE_FR ? "fr-FR" : "en-US");
    json_key(writer, "country");
    json_country(writer, offers->market);
    json_key(writer, "category");
    json_begin_object(writer);
    write_category(writer, fact->offer.party, offers);
    json_end_object(writer);
    write_rest_of_offer(writer, fact);
}

static void write_product(struct json_writer *writer, const struct fact *fact)
{
    char uri[URI_BYTES];

    resource_text(writer, "id", fact->offer.id);
    resource_text(writer, "title", fact->offer.name);
    resource_text(writer, "description", fact->offer.name);
    json_key(writer, "productType");
    json_begin_object(writer);
    resource_string(writer, "id", "OnlineServices");
    resource_string(writer, "displayName", "OnlineServices");
    json_end_object(writer);
    resource_flag(writer, "isMicrosoftProduct", fact->offer.party == OFFER_FIRST_PARTY);
    resource_text(writer, "publisherName", fact->offer.publisher);
    json_key(writer, "links");
    json_begin_object(writer);
    (void)snprintf(uri, sizeof(uri), "/products/%.*s/skus", (int)fact->offer.id.length,
                   fact->offer.id.bytes);
    resource_link(writer, "skus", "GET", uri);
    uri[strlen(uri) - strlen("/skus")] = '\0';
    resource_link(writer, "self", "GET", uri);
    json_end_object(writer);
    resource_attributes(writer, "Product", NULL);
}

static void write_sku(struct json_writer *writer, const struct fact *fact)
{
    char uri[URI_BYTES];

    resource_string(writer, "id", SKU_ID);
    resource_text(writer, "productId", fact->offer.id);
    resource_text(writer, "title", fact->offer.name);
    resource_text(writer, "description", fact->offer.name);
    resource_integer(writer, "minimumQuantity", 1);
    resource_integer(writer, "maximumQuantity", QUANTITY_MAX);
    resource_flag(writer, "isTrial", false);
    write_empty_list(writer, "supportedBillingCycles");
    write_empty_list(writer, "purchasePrerequisites");
    write_empty_list(writer, "inventoryVariables");
    write_empty_list(writer, "provisioningVariables");
    (void)snprintf(uri, sizeof(uri), "/products/%.*s/skus/" SKU_ID, (int)fact->offer.id.length,
                   fact->offer.id.bytes);
    resource_links(writer, uri);
    resource_attributes(writer, "Sku", NULL);
}

static void write_availability(struct json_writer *writer, const struct fact *fact,
                               const struct offers_work *offers)
{
    char uri[URI_BYTES];

    resource_string(writer, "id", AVAILABILITY_ID);
    resource_text(writer, "productId", fact->offer.id);
    resource_string(writer, "skuId", SKU_ID);
    /* By this it is ordered, as an offer is. */
    resource_text(writer, "catalogItemId", fact->offer.id);
    json_key(writer, "defaultCurrency");
    json_begin_object(writer);
    resource_string(writer, "code", market_currency(offers->market, offers->today));
    json_end_object(writer);
    resource_string(writer, "segment", "commercial");
    json_key(writer, "country");
    json_country(writer, offers->market);
    resource_flag(writer, "isPurchasable", true);
    resource_flag(writer, "isRenewable", true);
    (void)snprintf(uri, sizeof(uri),
                   "/products/%.*s/skus/" SKU_ID "/availabilities/" AVAILABILITY_ID,
                   (int)fact->offer.id.length, fact->offer.id.bytes);
    resource_links(writer, uri);
    resource_attributes(writer, "Availability", NULL);
}

static void write_form(struct json_writer *writer, const struct fact *fact,
                       const struct offers_work *offers)
{
    switch (offers->form) {
    case FORM_OFFER:
        write_offer(writer, fact, offers);
        break;
    case FORM_PRODUCT:
        write_product(writer, fact);
        break;
    case FORM_SKU:
        write_sku(writer, fact);
        break;
    case FORM_AVAILABILITY:
        write_availability(writer, fact, offers);
        break;
    }
}

static bool is_sold(const struct offers_work *offers, const struct fact *fact)
{
    return interval_holds(fact->valid, offers->today) &&
           (fact->offer.markets.is_everywhere
                ? !region_is_none(market_region(offers->market, offers->today))
                : markets_have(&fact->offer.markets, offers->market)) &&
           (offers->category.length == 0 ||
            text_is(offers->category, category_id(fact->offer.party)));
}

static enum status take_offer(struct row_visitor *visitor, const struct row *row)
{
    void *begin = (char *)visitor - offsetof(struct offers_work, visitor);
    struct offers_work *offers = begin;
    struct page *page = &offers->page;

    if (!is_sold(offers, &row->fact) || page_passes_over(page) || page->count == page->size)
        return STATUS_OK;
    json_begin_object(&page->writer);
    write_form(&page->writer, &row->fact, offers);
    json_end_object(&page->writer);
    page_count(page);
    return STATUS_OK;
}

static enum status show_all(struct store_work *work, struct call *call)
{
    struct offers_work *offers = (struct offers_work *)work;

    offers->is_found = true;
    offers->visitor.take = take_offer;
    page_begin(offers->call, &offers->page);
    do
        TRY(call->store->visit(call, FACT_OFFER, &offers->visitor));
    while (page_goes_back(&offers->page));
    page_end(offers->call, &offers->page);
    return STATUS_OK;
}

/* One offer, alone or as the one item of a list. */
static enum status show_one(struct store_work *work, struct call *call)
{
    struct offers_work *offers = (struct offers_work *)work;
    struct query_key key = { .text = offers->id };
    NOT_CLEARED struct json_writer writer;
    struct row row;

    TRY(call_find_one(call, QUERY_OFFER, &key, &row));
    offers->is_found = row.id != 0 && is_sold(offers, &row.fact);
    if (!offers->is_found)
        return STATUS_OK;
    resource_begin(offers->call, &writer);
    write_form(&writer, &row.fact, offers);
    resource_end(offers->call, &writer, 200);
    return STATUS_OK;
}

static enum status show_one_in_list(struct store_work *work, struct call *call)
{
    struct offers_work *offers = (struct offers_work *)work;
    struct query_key key = { .text = offers->id };
    struct row row;

    TRY(call_find_one(call, QUERY_OFFER, &key, &row));
    offers->is_found = row.id != 0 && is_sold(offers, &row.fact);
    if (!offers->is_found)
        return STATUS_OK;
    page_begin_all(offers->call, &offers->page);
    json_begin_object(&offers->page.writer);
    write_form(&offers->page.writer, &row.fact, offers);
    json_end_object(&offers->page.writer);
    page_count(&offers->page);
    page_end(offers->call, &offers->page);
    return STATUS_OK;
}

static bool read_country(struct text name, country *out_country)
{
    char letters[2];

    if (name.length != sizeof(letters))
        return false;
    for (size_t i = 0; i < sizeof(letters); i++)
        letters[i] = (char)toupper((unsigned char)name.bytes[i]);
    return country_parse((struct text){ letters, sizeof(letters) }, out_country);
}

/* Of which market: that of the customer whose catalogue it is, the one that is named, or the
 * caller's own. False: it is answered. */
static bool find_market(struct api_call *call, struct offers_work *offers)
{
    struct text named = argument_find(call, "country");
    size_t second = call->request->target.segments[1].length;
    struct customer customer;
    uint64_t position = 0;
    uint32_t tenant = 0;
    const struct book *book = NULL;

    offers->call = call;
    offers->today = api_today(call->api);
    if (second == strlen("customers")) {
        if (!customer_begin(call, &customer))
            return false;
        offers->market = customer.card.country;
        customer_end(&customer);
        return true;
    }
    if (named.length > 0) {
        if (read_country(named, &offers->market))
            return true;
        code_answer_property(call, "country");
        return false;
    }
    book = follower_begin_reading(call->api->follower, &position);
    if (book_find_tenant_number(book, call->principal.tenant, &tenant))
        offers->market = book_tenant_card(book, tenant).country;
    follower_end_reading(call->api->follower);
    return true;
}

static void answer(struct offers_work *offers)
{
    if (call_read(offers->call, &offers->work) && !offers->is_found)
        code_answer(offers->call, CODE_NOT_FOUND, NULL);
}

static void list(struct api_call *call, enum offer_form form)
{
    struct offers_work offers = { .work = { show_all }, .form = form };

    if (!page_read(call, NULL, &offers.page) || !find_market(call, &offers))
        return;
    offers.category = argument_find(call, "offer_category_id");
    answer(&offers);
}

/* The ids in the path, of which the first stands behind that of the customer, where there is one.
 * An offer has one kind and one availability. */
static bool read_ids(struct api_call *call, struct offers_work *offers)
{
    bool has_customer = call->request->target.segments[1].length == strlen("customers");
    const struct text *ids = &call->parameters[has_customer ? 2 : 1];

    offers->id = ids[0];
    if ((ids[1].length == 0 || text_is(ids[1], SKU_ID)) &&
        (ids[2].length == 0 || text_is(ids[2], AVAILABILITY_ID)))
        return find_market(call, offers);
    code_answer(call, CODE_NOT_FOUND, NULL);
    return false;
}

static void show(struct api_call *call, enum offer_form form)
{
    struct offers_work offers = { .work = { show_one }, .form = form };

    if (read_ids(call, &offers))
        answer(&offers);
}

static void show_in_list(struct api_call *call, enum offer_form form)
{
    struct offers_work offers = { .work = { show_one_in_list }, .form = form };

    if (read_ids(call, &offers))
        answer(&offers);
}

void offers_list(struct api_call *call)
{
    list(call, FORM_OFFER);
}

void offer_show(struct api_call *call)
{
    show(call, FORM_OFFER);
}

void products_list(struct api_call *call)
{
    list(call, FORM_PRODUCT);
}

void product_show(struct api_call *call)
{
    show(call, FORM_PRODUCT);
}

void skus_list(struct api_call *call)
{
    show_in_list(call, FORM_SKU);
}

void sku_show(struct api_call *call)
{
    show(call, FORM_SKU);
}

void availabilities_list(struct api_call *call)
{
    show_in_list(call, FORM_AVAILABILITY);
}

void availability_show(struct api_call *call)
{
    show(call, FORM_AVAILABILITY);
}

/* No offer is an add-on of another. */
void offer_addons_list(struct api_call *call)
{
    NOT_CLEARED struct page page;

    page_begin_all(call, &page);
    page_end(call, &page);
}

void offer_categories_list(struct api_call *call)
{
    struct offers_work offers = { .call = call };

    if (!find_market(call, &offers))
        return;
    page_begin_all(call, &offers.page);
    for (unsigned party = 0; party < OFFER_PARTY_COUNT; party++) {
        json_begin_object(&offers.page.writer);
        write_category(&offers.page.writer, party, &offers);
        json_end_object(&offers.page.writer);
        page_count(&offers.page);
    }
    page_end(call, &offers.page);
}
