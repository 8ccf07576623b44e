/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/deeds.h"

#include <stdlib.h>

#include "base/assert.h"
#include "rulebook/decision.h"

void fact_world_add(struct fact_world *world, struct fact fact)
{
    ASSERT(world->count < WORLD_ROOM);
    world->facts[world->count++] = fact;
}

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

struct book *fact_world_book(const struct fact_world *world)
{
    struct book_builder *builder = book_builder_new();
    struct fact_problem_sink sink = { { ignore }, FACT_TYPE_COUNT };
    struct book *book = NULL;
    enum status status = builder == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (unsigned i = 0; i < world->count && status == STATUS_OK; i++)
        status = book_builder_add(builder, &world->facts[i], i + 1, &sink.sink);
    if (status == STATUS_OK)
        status = book_builder_finish(builder, &sink, &book);
    ASSERT(status != STATUS_NO_MEMORY);
    book_builder_free(builder);
    return book;
}

enum verdict fact_book_judge(const struct book *book, const struct proposal *act,
                             struct terms terms)
{
    struct problem_sink nobody = { ignore };
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;
    struct request request;

    if (book == NULL || book_resolve(book, act, &nobody, &request) != STATUS_OK)
        return VERDICT_IMPOSSIBLE;
    book_load_dossier(book, &request, terms, &dossier);
    decide(&dossier, &decision);
    return decision_is_supported(&decision) ? VERDICT_SUPPORTED : VERDICT_REFUSED;
}

enum verdict fact_world_judge(const struct fact_world *world, const struct proposal *act,
                              struct terms terms)
{
    struct book *book = fact_world_book(world);
    enum verdict verdict = fact_book_judge(book, act, terms);

    book_free(book);
    return verdict;
}

static guid id_of(const struct source *source, const struct request *request,
                  enum position position)
{
    return (request->positions & BIT(position)) != 0
               ? source->tenant_id(source, request->party[position])
               : (guid){ 0, 0 };
}

struct proposal proposal_of(const struct source *source, const struct request *request)
{
    struct proposal act = {
        .act = request->act,
        .date = request->date,
        .provider = id_of(source, request, POSITION_PROVIDER),
        .customer = id_of(source, request, POSITION_CUSTOMER),
        .quantity = request->quantity,
        .role = request->role,
        .capabilities = request->capabilities,
        .requested_by = request->requested_by,
        .new_subscription = request->new_subscription,
        .has_offer = request->offer != REQUEST_NONE,
    };

    if (request->act == ACT_PLACE_ORDER) {
        act.has_provider = (request->positions & BIT(POSITION_PROVIDER)) != 0;
        act.seller =
            id_of(source, request, act.has_provider ? POSITION_RESELLER : POSITION_DIRECT_BILL);
    } else {
        act.reseller = id_of(source, request, POSITION_RESELLER);
    }
    if (request->act == ACT_ENROLL)
        act.tenant = id_of(source, request, POSITION_PARTNER);
    else
        act.partner = id_of(source, request, POSITION_PARTNER);
    if (act.has_offer)
        act.offer = source->offer_id(source, request->offer);
    if (request->partner_id != REQUEST_NONE)
        act.mpn_id = source->mpn_id(source, request->partner_id);
    return act;
}

static guid upper_of(const struct source *source, const struct step *step)
{
    return source->tenant_id(source, step->upper);
}

static guid lower_of(const struct source *source, const struct step *step)
{
    return source->tenant_id(source, step->lower);
}

struct proposal proposal_of_step(const struct source *source, const struct step *step, date on)
{
    struct proposal act = { .date = on };

    if (step->remedy == REMEDY_ENROLL) {
        act.act = ACT_ENROLL;
        act.tenant = upper_of(source, step);
        act.role = step->role;
        act.capabilities = step->role == ROLE_DIRECT_BILL ? BIT(CAPABILITY_COUNT) - 1 : 0;
    } else if (step->remedy == REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP) {
        act.act = ACT_ESTABLISH_CUSTOMER_RELATIONSHIP;
        act.partner = upper_of(source, step);
        act.customer = lower_of(source, step);
    } else {
        act.act = step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP
                      ? ACT_END_INDIRECT_RELATIONSHIP
                      : ACT_ESTABLISH_INDIRECT_RELATIONSHIP;
        act.provider = upper_of(source, step);
        act.reseller = lower_of(source, step);
        act.requested_by = REQUESTER_VENDOR_SUPPORT;
    }
    return act;
}

static bool parties_are_equal(const struct proposal *left, const struct proposal *right)
{
    return left->has_provider == right->has_provider &&
           guid_equal(left->provider, right->provider) &&
           guid_equal(left->reseller, right->reseller) && guid_equal(left->seller, right->seller) &&
           guid_equal(left->partner, right->partner) &&
           guid_equal(left->customer, right->customer) && guid_equal(left->tenant, right->tenant);
}

bool proposal_equal(const struct proposal *left, const struct proposal *right)
{
    return left->act == right->act && left->date.day == right->date.day &&
           parties_are_equal(left, right) && left->has_offer == right->has_offer &&
           text_equal(left->offer, right->offer) && text_equal(left->mpn_id, right->mpn_id) &&
           left->quantity == right->quantity && left->role == right->role &&
           left->capabilities == right->capabilities && left->requested_by == right->requested_by &&
           left->new_subscription == right->new_subscription;
}

/* A record between two tenants, from a day on. */
static struct fact begun(const struct source *source, const struct step *step, date on)
{
    struct fact fact = { .valid = { on, DATE_AFTER_ALL } };

    if (step->remedy == REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP) {
        fact.type = FACT_INDIRECT_RELATIONSHIP;
        fact.indirect_relationship.provider = upper_of(source, step);
        fact.indirect_relationship.reseller = lower_of(source, step);
    } else {
        fact.type = FACT_CUSTOMER_RELATIONSHIP;
        fact.customer_relationship.partner = upper_of(source, step);
        fact.customer_relationship.customer = lower_of(source, step);
    }
    return fact;
}

/* Whether the step ends, or reinstates, what the fact records. */
static bool is_meant(const struct fact *fact, const struct source *source, const struct step *step)
{
    if (step->remedy == REMEDY_END_ENROLLMENT || step->remedy == REMEDY_REINSTATE)
        return fact->type == FACT_ENROLLMENT && fact->enrollment.role == step->role &&
               guid_equal(fact->enrollment.tenant, upper_of(source, step));
    if (step->remedy == REMEDY_REMOVE_CUSTOMER)
        return fact->type == FACT_CUSTOMER_RELATIONSHIP &&
               guid_equal(fact->customer_relationship.partner, upper_of(source, step)) &&
               guid_equal(fact->customer_relationship.customer, lower_of(source, step));
    return fact->type == FACT_INDIRECT_RELATIONSHIP &&
           guid_equal(fact->indirect_relationship.provider, upper_of(source, step)) &&
           guid_equal(fact->indirect_relationship.reseller, lower_of(source, step));
}

/* Changes all records in effect. */
static void change_records(struct fact_world *world, const struct source *source,
                           const struct step *step, date on)
{
    for (unsigned i = 0; i < world->count; i++) {
        struct fact *fact = &world->facts[i];

        if (!is_meant(fact, source, step) || !interval_holds(fact->valid, on))
            continue;
        if (step->remedy != REMEDY_REINSTATE)
            fact->valid.to = on;
        else if (enrollment_status_is_live((enum enrollment_status)fact->enrollment.status))
            fact->enrollment.status = ENROLLMENT_ACTIVE;
    }
}

static struct fact agreed(const struct source *source, const struct step *step, date on)
{
    struct fact fact = { .type = FACT_CUSTOMER_AGREEMENT,
                         .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL },
                         .customer_agreement = { .customer = lower_of(source, step),
                                                 .acceptance = ACCEPTANCE_DIRECT,
                                                 .date = on } };

    if (step->remedy == REMEDY_ATTEST_CUSTOMER_AGREEMENT) {
        fact.customer_agreement.acceptance = ACCEPTANCE_ATTESTED;
        fact.customer_agreement.partner = upper_of(source, step);
    }
    return fact;
}

/* What the step adds about one tenant, or a tenant or partner id itself. */
static struct fact brought(const struct source *source, const struct step *step, date on)
{
    struct fact fact = { .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL } };

    if (step->remedy == REMEDY_CREATE_TENANT) {
        fact.type = FACT_TENANT;
        fact.tenant.id = source->tenant_id(source, TENANT_CREATED);
        fact.tenant.domain = TEXT("created.example");
        fact.tenant.organization = source->organization_id(source, step->organization);
        fact.tenant.country = step->country;
        fact.tenant.kind = step->kind;
    } else if (step->remedy == REMEDY_REGISTER_PARTNER_ID) {
        fact.type = FACT_PARTNER_ID;
        fact.partner_id.mpn_id = source->mpn_id(source, PARTNER_ID_REGISTERED);
        fact.partner_id.tenant = upper_of(source, step);
        fact.partner_id.country = step->country;
    } else if (step->remedy == REMEDY_ONBOARD) {
        fact.type = FACT_ACCOUNT;
        fact.account.tenant = upper_of(source, step);
        fact.account.onboarded_on = on;
    } else if (step->remedy == REMEDY_ENROLL) {
        fact.type = FACT_ENROLLMENT;
        fact.valid.from = on;
        fact.enrollment.tenant = upper_of(source, step);
        fact.enrollment.role = step->role;
        fact.enrollment.status = ENROLLMENT_ACTIVE;
    } else {
        fact.type = FACT_AGREEMENT;
        fact.agreement.agreement = AGREEMENT_MPA;
        fact.agreement.tenant = upper_of(source, step);
        fact.agreement.signed_on = on;
    }
    return fact;
}

/* A tenant has one account: one that is yet to come comes now. */
static void onboard(struct fact_world *world, const struct source *source, const struct step *step,
                    date on)
{
    for (unsigned i = 0; i < world->count; i++) {
        struct fact *fact = &world->facts[i];

        if (fact->type != FACT_ACCOUNT || !guid_equal(fact->account.tenant, upper_of(source, step)))
            continue;
        if (date_before(on, fact->account.onboarded_on))
            fact->account.onboarded_on = on;
        return;
    }
    fact_world_add(world, brought(source, step, on));
}

void fact_world_do(struct fact_world *world, const struct source *source, const struct step *step,
                   date on)
{
    switch (step->remedy) {
    case REMEDY_END_ENROLLMENT:
    case REMEDY_REMOVE_CUSTOMER:
    case REMEDY_END_INDIRECT_RELATIONSHIP:
    case REMEDY_REINSTATE:
        change_records(world, source, step, on);
        break;
    case REMEDY_CREATE_TENANT:
    case REMEDY_REGISTER_PARTNER_ID:
    case REMEDY_ENROLL:
    case REMEDY_SIGN_MPA:
        fact_world_add(world, brought(source, step, on));
        break;
    case REMEDY_ONBOARD:
        onboard(world, source, step, on);
        break;
    case REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP:
    case REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP:
        fact_world_add(world, begun(source, step, on));
        break;
    case REMEDY_ACCEPT_CUSTOMER_AGREEMENT:
    case REMEDY_ATTEST_CUSTOMER_AGREEMENT:
        fact_world_add(world, agreed(source, step, on));
        break;
    case REMEDY_OTHER_TENANT: /* these change the act */
    case REMEDY_OTHER_PROVIDER:
    case REMEDY_OTHER_SELLER:
    case REMEDY_USE_PARTNER_ID:
    case REMEDY_ATTEST_CAPABILITY:
    case REMEDY_OPEN_SUPPORT_CASE:
    case REMEDY_WAIT_UNTIL:
    case REMEDY_NONE:
    case REMEDY_COUNT:
    default:
        break;
    }
}

static void replace_tenant(struct proposal *act, guid tenant)
{
    if (act->act == ACT_PLACE_ORDER || act->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP)
        act->customer = tenant;
    else if (act->act == ACT_ENROLL)
        act->tenant = tenant;
    else
        act->reseller = tenant;
}

static void replace_seller(struct proposal *act, const struct source *source,
                           const struct step *step)
{
    guid seller = source->tenant_id(source, step->new_lower);

    if (act->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP) {
        act->partner = seller;
        return;
    }
    act->seller = seller;
    act->has_provider = step->new_upper != REQUEST_NONE;
    act->provider = act->has_provider ? source->tenant_id(source, step->new_upper) : (guid){ 0, 0 };
}

void proposal_change(struct proposal *act, const struct source *source, const struct step *step)
{
    if (step->remedy == REMEDY_OTHER_TENANT)
        replace_tenant(act, source->tenant_id(source, step->new_upper));
    if (step->remedy == REMEDY_OTHER_PROVIDER)
        act->provider = source->tenant_id(source, step->new_upper);
    if (step->remedy == REMEDY_OTHER_SELLER)
        replace_seller(act, source, step);
    if (step->remedy == REMEDY_USE_PARTNER_ID)
        act->mpn_id = source->mpn_id(source, step->new_upper);
    if (step->remedy == REMEDY_ATTEST_CAPABILITY)
        act->capabilities |= BIT(step->capability);
    if (step->remedy == REMEDY_OPEN_SUPPORT_CASE)
        act->requested_by = REQUESTER_VENDOR_SUPPORT;
    if (step->remedy == REMEDY_WAIT_UNTIL)
        act->date = step->until;
}
