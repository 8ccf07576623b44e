/* SPDX-License-Identifier: Apache-2.0 */
/* Every chain through which a customer could be supplied, judged one by one. */
#include "planner/routes.h"

#include <stdlib.h>

#include "base/attributes.h"
#include "base/memory.h"

enum {
    LIST_SUPPORTED,
    LIST_NEAR,
    LIST_TENANTS,
    LIST_ELSEWHERE
};

/* The candidates going by. */
struct finding_routes {
    struct visitor visitor;
    const struct source *source;
    const struct routes_query *query;
    struct planner planner; /* without replacements */
    struct routes *routes;
    enum status status;
};

static struct request order_of(const struct routes_query *query, struct candidate route)
{
    struct request order = { .act = ACT_PLACE_ORDER,
                             .date = query->date,
                             .positions = BIT(POSITION_CUSTOMER),
                             .offer = query->offer,
                             .partner_id = REQUEST_NONE };

    order.party[POSITION_CUSTOMER] = query->customer;
    if (route.provider == REQUEST_NONE) {
        order.positions |= BIT(POSITION_DIRECT_BILL);
        order.party[POSITION_DIRECT_BILL] = route.tenant;
    } else {
        order.positions |= BIT(POSITION_PROVIDER) | BIT(POSITION_RESELLER);
        order.party[POSITION_PROVIDER] = route.provider;
        order.party[POSITION_RESELLER] = route.tenant;
    }
    return order;
}

static bool is_full(const struct routes_query *query, size_t count)
{
    return query->limit > 0 && count >= query->limit;
}

static enum status add_route(struct candidate **list, size_t *count, size_t *capacity,
                             struct candidate route)
{
    void *items = *list;

    TRY(memory_grow(&items, capacity, *count + 1, sizeof(**list)));
    *list = items;
    (*list)[(*count)++] = route;
    return STATUS_OK;
}

/* S6: whether the customer's organisation has a tenant that is a reseller of the provider. */
static bool resells_for(const struct finding_routes *finding, uint32_t provider)
{
    struct request request = { .act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP,
                               .date = finding->query->date,
                               .positions = BIT(POSITION_PARTNER) | BIT(POSITION_CUSTOMER),
                               .offer = REQUEST_NONE,
                               .partner_id = REQUEST_NONE };
    struct terms terms = { finding->planner.terms.profile, Q2 };
    NOT_CLEARED struct dossier dossier;

    request.party[POSITION_PARTNER] = provider;
    request.party[POSITION_CUSTOMER] = finding->query->customer;
    finding->source->load(finding->source, &request, terms, &dossier);
    return dossier.customers_reselling > 0;
}

static enum status take_supported(struct finding_routes *finding, struct candidate route)
{
    struct routes *routes = finding->routes;

    routes->supported_count++;
    if (!is_full(finding->query, routes->supported_listed))
        TRY(add_route(&routes->supported, &routes->supported_listed,
                      &routes->capacities[LIST_SUPPORTED], route));
    if (routes->is_for_own_use && !is_full(finding->query, routes->elsewhere_count) &&
        (route.provider == REQUEST_NONE || !resells_for(finding, route.provider)))
        TRY(add_route(&routes->elsewhere, &routes->elsewhere_count,
                      &routes->capacities[LIST_ELSEWHERE], route));
    return STATUS_OK;
}

static void count_cuts(struct routes *routes, const struct decision *decision,
                       struct candidate route)
{
    unsigned rule_count = 0;
    enum rule_name last = RULE_COUNT;

    /* Findings of one rule stand together. */
    for (unsigned i = 0; i < decision->finding_count; i++) {
        struct route_cut *cut = &routes->cuts[decision->findings[i].rule];

        if (decision->findings[i].rule == last)
            continue;
        last = decision->findings[i].rule;
        rule_count++;
        cut->found++;
        if (cut->example_count < ROUTE_EXAMPLES_MAX)
            cut->examples[cut->example_count++] = route;
    }
    if (rule_count == 1)
        routes->cuts[last].alone++;
}

/* Before those with as many steps that came later, after those with fewer. */
static enum status add_near_miss(struct routes *routes, struct candidate route,
                                 const struct plan *plan)
{
    void *items = routes->near_misses;
    size_t place = routes->near_miss_count;

    TRY(memory_grow(&items, &routes->capacities[LIST_NEAR], place + 1,
                    sizeof(*routes->near_misses)));
    routes->near_misses = items;
    routes->near_miss_count++;
    for (; place > 0 && routes->near_misses[place - 1].plan.step_count > plan->step_count; place--)
        routes->near_misses[place] = routes->near_misses[place - 1];
    routes->near_misses[place] = (struct near_miss){ route, *plan };
    return STATUS_OK;
}

static enum status take_missed(struct finding_routes *finding, const struct request *order,
                               struct candidate route)
{
    const struct routes_query *query = finding->query;
    struct routes *routes = finding->routes;
    NOT_CLEARED struct way_forward ways;

    if (query->steps_max == 0)
        return STATUS_OK;
    /* A full list takes only what needs fewer steps than its last. */
    finding->planner.steps_max = query->steps_max;
    if (is_full(query, routes->near_miss_count))
        finding->planner.steps_max = routes->near_misses[query->limit - 1].plan.step_count - 1;
    TRY(plan_way_forward(&finding->planner, order, &ways));
    if (ways.plan_count == 0)
        return STATUS_OK;
    TRY(add_near_miss(routes, route, &ways.plans[0]));
    if (query->limit > 0 && routes->near_miss_count > query->limit)
        routes->near_miss_count--;
    return STATUS_OK;
}

static bool is_wanted(const struct routes_query *query, struct candidate route)
{
    return (query->seller == REQUEST_NONE || query->seller == route.tenant) &&
           (query->provider == REQUEST_NONE || query->provider == route.provider);
}

static bool take_route(struct visitor *visitor, struct candidate route)
{
    struct finding_routes *finding = (struct finding_routes *)visitor;
    struct request order = order_of(finding->query, route);
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;

    if (!is_wanted(finding->query, route))
        return true;
    finding->routes->candidate_count++;
    plan_judge(&finding->planner, &order, NO_STEPS, &dossier, &decision);
    if (decision_is_supported(&decision)) {
        finding->status = take_supported(finding, route);
    } else {
        count_cuts(finding->routes, &decision, route);
        finding->status = take_missed(finding, &order, route);
    }
    return finding->status == STATUS_OK;
}

/* The tenants of the customer's organisation going by. */
static bool take_tenant(struct visitor *visitor, struct candidate candidate)
{
    struct finding_routes *finding = (struct finding_routes *)visitor;
    struct routes *routes = finding->routes;
    struct request request = { .act = ACT_ENROLL,
                               .date = finding->query->date,
                               .positions = BIT(POSITION_PARTNER),
                               .offer = REQUEST_NONE,
                               .partner_id = REQUEST_NONE };
    NOT_CLEARED struct dossier dossier;
    void *tenants = routes->own_tenants;

    request.party[POSITION_PARTNER] = candidate.tenant;
    finding->source->load(finding->source, &request, finding->planner.terms, &dossier);
    routes->is_for_own_use |= dossier.party[POSITION_PARTNER].live_roles != 0;
    if (dossier.party[POSITION_PARTNER].live_roles != 0 ||
        dossier.party[POSITION_PARTNER].kind != TENANT_CUSTOMER)
        return true;
    finding->status = memory_grow(&tenants, &routes->capacities[LIST_TENANTS],
                                  routes->own_tenant_count + 1, sizeof(*routes->own_tenants));
    if (finding->status != STATUS_OK)
        return false;
    routes->own_tenants = tenants;
    routes->own_tenants[routes->own_tenant_count++] = candidate.tenant;
    return true;
}

enum status routes_find(const struct source *source, struct terms terms,
                        const struct routes_query *query, struct routes *out_routes)
{
    struct request anybody =
        order_of(query, (struct candidate){ REQUEST_NONE, query->customer, false });
    NOT_CLEARED struct finding_routes finding;

    *out_routes = (struct routes){ 0 };
    finding.source = source;
    finding.query = query;
    finding.routes = out_routes;
    finding.status = STATUS_OK;
    planner_init(&finding.planner, source, terms);
    finding.planner.replacements = 0;
    finding.visitor.take = take_tenant;
    source->visit_organization(source, query->customer, &finding.visitor);
    if (!out_routes->is_for_own_use)
        out_routes->own_tenant_count = 0;
    finding.visitor.take = take_route;
    if (finding.status == STATUS_OK)
        source->visit_chains(source, &anybody, &finding.visitor);
    return finding.status;
}

void routes_done(struct routes *routes)
{
    memory_free(routes->supported);
    memory_free(routes->near_misses);
    memory_free(routes->own_tenants);
    memory_free(routes->elsewhere);
    *routes = (struct routes){ 0 };
}
