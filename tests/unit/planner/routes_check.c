/* SPDX-License-Identifier: Apache-2.0 */
/* Routes, found once more by looking at every tenant and every pair of tenants of the world. */
#include <string.h>

#include "planner/routes.h"
#include "unit/planner/everybody.h"
#include "unit/test.h"

enum {
    ROUTES_MAX = PARTIES_MAX * PARTIES_MAX
};

/* What is looked for, and what was found by hand. */
struct expecting {
    const struct case_book *book;
    struct routes_query query;
    struct everybody everybody;
    struct who customer;
    struct routes routes; /* its lists are those below */
    struct candidate supported[ROUTES_MAX];
    struct candidate elsewhere[ROUTES_MAX];
    struct near_miss near[ROUTES_MAX];
    uint32_t own[PARTIES_MAX];
};

static bool is_live(const struct expecting *expecting, guid tenant, unsigned roles)
{
    return world_is_live(&expecting->book->world_case->world, tenant, roles, expecting->query.date);
}

static bool is_pair(const struct expecting *expecting, guid provider, guid reseller)
{
    return world_is_pair(&expecting->book->world_case->world, provider, reseller,
                         expecting->query.date);
}

static bool is_of_the_region(const struct expecting *expecting, const struct who *who)
{
    date on = expecting->query.date;

    return region_is_shared(market_region(who->country, on),
                            market_region(expecting->customer.country, on));
}

/* S6: the customer's organisation has a reseller of the provider. */
static bool resells_for(const struct expecting *expecting, uint32_t provider)
{
    guid id = expecting->book->source.source.tenant_id(&expecting->book->source.source, provider);

    for (unsigned i = 0; i < expecting->everybody.count; i++)
        if (text_equal(expecting->everybody.who[i].organization,
                       expecting->customer.organization) &&
            is_pair(expecting, id, expecting->everybody.who[i].id))
            return true;
    return false;
}

static struct request order_of(const struct expecting *expecting, struct candidate route)
{
    struct request order = { .act = ACT_PLACE_ORDER,
                             .date = expecting->query.date,
                             .positions = BIT(POSITION_CUSTOMER),
                             .offer = expecting->query.offer,
                             .partner_id = REQUEST_NONE };
    bool is_direct = route.provider == REQUEST_NONE;

    order.positions |=
        is_direct ? BIT(POSITION_DIRECT_BILL) : BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER);
    order.party[POSITION_CUSTOMER] = expecting->query.customer;
    order.party[is_direct ? POSITION_DIRECT_BILL : POSITION_RESELLER] = route.tenant;
    if (!is_direct)
        order.party[POSITION_PROVIDER] = route.provider;
    return order;
}

static bool is_full(const struct expecting *expecting, size_t count)
{
    return expecting->query.limit > 0 && count >= expecting->query.limit;
}

static void expect_supported(struct expecting *expecting, struct candidate route)
{
    struct routes *routes = &expecting->routes;

    routes->supported_count++;
    if (!is_full(expecting, routes->supported_listed))
        expecting->supported[routes->supported_listed++] = route;
    if (routes->is_for_own_use && !is_full(expecting, routes->elsewhere_count) &&
        (route.provider == REQUEST_NONE || !resells_for(expecting, route.provider)))
        expecting->elsewhere[routes->elsewhere_count++] = route;
}

static void expect_cuts(struct routes *routes, const struct decision *decision,
                        struct candidate route)
{
    uint32_t found = 0;

    for (unsigned i = 0; i < decision->finding_count; i++)
        found |= BIT(decision->findings[i].rule);
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        struct route_cut *cut = &routes->cuts[rule];

        if ((found & BIT(rule)) == 0)
            continue;
        cut->found++;
        cut->alone += found == BIT(rule);
        if (cut->example_count < ROUTE_EXAMPLES_MAX)
            cut->examples[cut->example_count++] = route;
    }
}

/* All near misses, without a limit: it is kept in the end. */
static void expect_near(struct expecting *expecting, const struct request *order,
                        struct candidate route)
{
    struct routes *routes = &expecting->routes;
    struct planner planner;
    struct way_forward ways;
    size_t place = routes->near_miss_count;

    if (expecting->query.steps_max == 0)
        return;
    planner_init(&planner, &expecting->book->source.source, expecting->book->world_case->terms);
    planner.replacements = 0;
    planner.steps_max = expecting->query.steps_max;
    if (plan_way_forward(&planner, order, &ways) != STATUS_OK || ways.plan_count == 0)
        return;
    for (; place > 0 && expecting->near[place - 1].plan.step_count > ways.plans[0].step_count;
         place--)
        expecting->near[place] = expecting->near[place - 1];
    expecting->near[place] = (struct near_miss){ route, ways.plans[0] };
    routes->near_miss_count++;
}

static void expect(struct expecting *expecting, uint32_t provider, uint32_t seller)
{
    struct candidate route = { provider, seller, false };
    struct request order = order_of(expecting, route);
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;

    if ((expecting->query.seller != REQUEST_NONE && expecting->query.seller != seller) ||
        (expecting->query.provider != REQUEST_NONE && expecting->query.provider != provider))
        return;
    expecting->routes.candidate_count++;
    book_load_dossier(expecting->book->book, &order, expecting->book->world_case->terms, &dossier);
    decide(&dossier, &decision);
    if (decision_is_supported(&decision)) {
        expect_supported(expecting, route);
        return;
    }
    expect_cuts(&expecting->routes, &decision, route);
    expect_near(expecting, &order, route);
}

static void expect_own(struct expecting *expecting)
{
    struct routes *routes = &expecting->routes;

    for (unsigned i = 0; i < expecting->everybody.count; i++) {
        const struct who *who = &expecting->everybody.who[i];

        if (!text_equal(who->organization, expecting->customer.organization))
            continue;
        if (is_live(expecting, who->id, BIT(ROLE_COUNT) - 1))
            routes->is_for_own_use = true;
        else if (who->kind == TENANT_CUSTOMER)
            expecting->own[routes->own_tenant_count++] = who->number;
    }
    if (!routes->is_for_own_use)
        routes->own_tenant_count = 0;
}

static void expect_all(struct expecting *expecting)
{
    expecting->routes = (struct routes){ 0 };
    expect_own(expecting);
    for (unsigned i = 0; i < expecting->everybody.count; i++)
        if (is_live(expecting, expecting->everybody.who[i].id, BIT(ROLE_DIRECT_BILL)) &&
            is_of_the_region(expecting, &expecting->everybody.who[i]))
            expect(expecting, REQUEST_NONE, expecting->everybody.who[i].number);
    for (unsigned i = 0; i < expecting->everybody.count; i++)
        for (unsigned j = 0; j < expecting->everybody.count; j++)
            if (is_of_the_region(expecting, &expecting->everybody.who[i]) &&
                is_of_the_region(expecting, &expecting->everybody.who[j]) &&
                is_pair(expecting, expecting->everybody.who[i].id, expecting->everybody.who[j].id))
                expect(expecting, expecting->everybody.who[i].number,
                       expecting->everybody.who[j].number);
    if (is_full(expecting, expecting->routes.near_miss_count))
        expecting->routes.near_miss_count = expecting->query.limit;
}

static bool are_same(const struct candidate *left, const struct candidate *right, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (left[i].provider != right[i].provider || left[i].tenant != right[i].tenant)
            return false;
    return true;
}

static bool near_are_same(const struct near_miss *left, const struct near_miss *right, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!are_same(&left[i].route, &right[i].route, 1) ||
            left[i].plan.step_count != right[i].plan.step_count)
            return false;
    return true;
}

static bool cuts_are_same(const struct route_cut *left, const struct route_cut *right)
{
    for (unsigned i = 0; i < RULE_COUNT; i++)
        if (left[i].found != right[i].found || left[i].alone != right[i].alone ||
            left[i].example_count != right[i].example_count ||
            !are_same(left[i].examples, right[i].examples, left[i].example_count))
            return false;
    return true;
}

static void compare(const struct expecting *expecting, const struct routes *found,
                    struct buffer *complaint)
{
    const struct routes *routes = &expecting->routes;

    if (found->candidate_count != routes->candidate_count)
        buffer_add_format(complaint, "routes: %d candidates, not %d\n", (int)found->candidate_count,
                          (int)routes->candidate_count);
    if (found->supported_count != routes->supported_count ||
        found->supported_listed != routes->supported_listed ||
        !are_same(found->supported, expecting->supported, routes->supported_listed))
        buffer_add_string(complaint, "routes: others are supported\n");
    if (found->near_miss_count != routes->near_miss_count ||
        !near_are_same(found->near_misses, expecting->near, routes->near_miss_count))
        buffer_add_string(complaint, "routes: others are near\n");
    if (!cuts_are_same(found->cuts, routes->cuts))
        buffer_add_string(complaint, "routes: rules cut off others\n");
    if (found->is_for_own_use != routes->is_for_own_use ||
        found->own_tenant_count != routes->own_tenant_count ||
        (routes->own_tenant_count > 0 &&
         memcmp(found->own_tenants, expecting->own,
                routes->own_tenant_count * sizeof(expecting->own[0])) != 0))
        buffer_add_string(complaint, "routes: other tenants of its own\n");
    if (found->elsewhere_count != routes->elsewhere_count ||
        !are_same(found->elsewhere, expecting->elsewhere, routes->elsewhere_count))
        buffer_add_string(complaint, "routes: others are elsewhere\n");
}

/* Some way of asking, told by the case alone. */
static struct routes_query query_of(const struct case_book *book)
{
    const struct world_case *world_case = book->world_case;
    uint64_t seed = (uint64_t)world_case->act.date.day * world_case->tenant_count +
                    world_case->act.customer.low + world_case->act.quantity;
    struct routes_query query = { .customer = book->request.party[POSITION_CUSTOMER],
                                  .offer = book->request.offer,
                                  .date = book->request.date,
                                  .seller = REQUEST_NONE,
                                  .provider = REQUEST_NONE,
                                  .steps_max = random_below(&seed, 3),
                                  .limit = random_below(&seed, 4) };

    if (random_below(&seed, 6) == 0 && (book->request.positions & BIT(POSITION_PROVIDER)) != 0)
        query.provider = book->request.party[POSITION_PROVIDER];
    if (random_below(&seed, 6) == 0 && book->request.act == ACT_PLACE_ORDER)
        query.seller = request_seller(&book->request);
    return query;
}

void check_routes(const struct case_book *book, struct checked *checked, struct buffer *complaint)
{
    static struct expecting expecting;
    struct routes found;

    if ((book->request.positions & BIT(POSITION_CUSTOMER)) == 0)
        return;
    expecting.book = book;
    expecting.query = query_of(book);
    everybody_find(book, &expecting.everybody);
    expecting.customer = *everybody_who(&expecting.everybody, book->world_case->act.customer);
    expect_all(&expecting);
    if (routes_find(&book->source.source, book->world_case->terms, &expecting.query, &found) !=
        STATUS_OK)
        buffer_add_string(complaint, "routes: memory has run out\n");
    else
        compare(&expecting, &found, complaint);
    checked->routes++;
    routes_done(&found);
}
