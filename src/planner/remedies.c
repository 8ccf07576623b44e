/* SPDX-License-Identifier: Apache-2.0 */
/* From a finding to what can be done about it. */
#include "base/attributes.h"
#include "planner/planner_private.h"

/* A finding whose remedies are being listed. */
struct listing {
    const struct planner *planner;
    const struct request *request;
    const struct dossier *dossier;
    struct finding finding;
    struct step *steps;
    unsigned count;
};

static void list(struct listing *listing, struct step step)
{
    step.on = listing->request->date;
    if (listing->count < FINDING_REMEDIES_MAX)
        listing->steps[listing->count++] = step;
}

static uint32_t party(const struct listing *listing, enum position position)
{
    return listing->request->party[position];
}

/* The partner that S6 asks about: the provider, or the partner of a customer relationship. */
static uint32_t partner_of(const struct listing *listing)
{
    return party(listing, (listing->request->positions & BIT(POSITION_PROVIDER)) != 0
                              ? POSITION_PROVIDER
                              : POSITION_PARTNER);
}

/* The role asked there; of a partner in any role, the first that is live. */
static enum role role_of(const struct listing *listing, bool is_live)
{
    enum position position = listing->finding.position;
    unsigned roles = position_roles(position);

    if (position == POSITION_PARTNER)
        roles =
            is_live ? listing->dossier->party[position].live_roles : BIT(ROLE_INDIRECT_RESELLER);
    return (enum role)__builtin_ctz(roles);
}

/* About the tenant that the finding is about. */
static void list_own(struct listing *listing, enum remedy remedy)
{
    const struct party *party = &listing->dossier->party[listing->finding.position];
    struct step step = { .remedy = remedy,
                         .upper = party->tenant,
                         .actor = party->tenant,
                         .organization = party->organization,
                         .region = party->region };

    if (remedy == REMEDY_ENROLL || remedy == REMEDY_REINSTATE)
        step.role = role_of(listing, remedy == REMEDY_REINSTATE);
    list(listing, step);
}

/* A relationship to be established, or an agreement to be made, between two of the act. */
static void list_between(struct listing *listing, enum remedy remedy, enum position upper,
                         enum position lower)
{
    uint32_t actor =
        remedy == REMEDY_ACCEPT_CUSTOMER_AGREEMENT ? party(listing, lower) : party(listing, upper);

    list(listing, (struct step){ .remedy = remedy,
                                 .upper = party(listing, upper),
                                 .lower = party(listing, lower),
                                 .actor = actor,
                                 .organization = listing->dossier->party[lower].organization });
}

/* Looks for the tenants of an organisation that have the relationship which S6 excludes. */
struct tie_visitor {
    struct visitor visitor;
    struct listing *listing;
    enum remedy remedy;
    enum position side; /* who stands there in the act */
};

static bool is_tied(const struct listing *listing, enum position side, uint32_t tenant)
{
    struct request request = *listing->request;
    struct terms terms = listing->planner->terms;
    NOT_CLEARED struct dossier dossier;

    terms.other_readings &= ~(unsigned)Q2;
    request.party[side] = tenant;
    listing->planner->source->load(listing->planner->source, &request, terms, &dossier);
    return dossier.customers_reselling + dossier.resellers_buying > 0;
}

static bool take_tie(struct visitor *visitor, struct candidate candidate)
{
    struct tie_visitor *ties = (struct tie_visitor *)visitor;
    struct listing *listing = ties->listing;

    if (is_tied(listing, ties->side, candidate.tenant))
        list(listing,
             (struct step){ .remedy = ties->remedy,
                            .upper = partner_of(listing),
                            .lower = candidate.tenant,
                            .actor = ties->remedy == REMEDY_END_INDIRECT_RELATIONSHIP
                                         ? candidate.tenant
                                         : partner_of(listing),
                            .organization = listing->dossier->party[ties->side].organization });
    return listing->count < FINDING_REMEDIES_MAX;
}

/* Of the one tenant, or under the other reading of Q2 of each of its organisation. */
static void list_ties(struct listing *listing, enum remedy remedy)
{
    const struct source *source = listing->planner->source;
    enum position side = remedy == REMEDY_REMOVE_CUSTOMER ? POSITION_RESELLER : POSITION_CUSTOMER;
    struct tie_visitor ties = { { take_tie }, listing, remedy, side };
    struct candidate own = { REQUEST_NONE, party(listing, side), false };

    if ((listing->planner->terms.other_readings & Q2) != 0)
        source->visit_organization(
            source, own.tenant == TENANT_CREATED ? listing->request->created_like : own.tenant,
            &ties.visitor);
    else if (own.tenant != TENANT_CREATED)
        take_tie(&ties.visitor, own);
}

/* Somebody else in a place of the act: nobody yet. */
static void list_replacement(struct listing *listing, enum remedy remedy)
{
    const struct request *request = listing->request;
    struct step step = { .remedy = remedy, .new_upper = REQUEST_NONE, .new_lower = REQUEST_NONE };

    if (remedy == REMEDY_OTHER_TENANT) {
        step.upper = request->party[request_tenant_position(request)];
        step.actor = step.upper;
    } else if (remedy == REMEDY_OTHER_PROVIDER) {
        step.upper = party(listing, POSITION_PROVIDER);
        step.actor = party(listing, POSITION_RESELLER);
    } else {
        step.upper = (request->positions & BIT(POSITION_PROVIDER)) != 0
                         ? party(listing, POSITION_PROVIDER)
                         : REQUEST_NONE;
        step.lower = request_seller(request);
        step.actor = party(listing, POSITION_CUSTOMER);
    }
    list(listing, step);
}

/* The days on which what the rule looks at may change for the better, in order. */
static date next_day(const struct rule *rule, const struct dossier *dossier, date after)
{
    date day = market_next_change(after);

    if (date_before(after, rule->eased_from) && date_before(rule->eased_from, day))
        day = rule->eased_from;
    if (dossier->has_offer && date_before(after, dossier->offer_valid.from) &&
        date_before(dossier->offer_valid.from, day))
        day = dossier->offer_valid.from;
    return day;
}

static void list_wait(struct listing *listing)
{
    const struct rule *rule = rules[listing->finding.rule];
    NOT_CLEARED struct dossier dossier;
    struct request request = *listing->request;

    for (;;) {
        request.date = next_day(rule, listing->dossier, request.date);
        if (request.date.day == DATE_AFTER_ALL.day)
            return;
        plan_load(listing->planner, &request, &dossier);
        if (!rule_finds(rule, &dossier, listing->finding.position))
            break;
    }
    list(listing, (struct step){ .remedy = REMEDY_WAIT_UNTIL, .until = request.date });
}

/* A valid one that there is, else one to be registered. */
static void list_partner_id(struct listing *listing, enum remedy remedy)
{
    const struct planner *planner = listing->planner;
    const struct party *reseller = &listing->dossier->party[POSITION_RESELLER];
    uint32_t found = planner->source->find_partner_id(planner->source, reseller->tenant);

    if (remedy == REMEDY_USE_PARTNER_ID && found != REQUEST_NONE)
        list(listing, (struct step){ .remedy = remedy,
                                     .upper = listing->request->partner_id,
                                     .new_upper = found,
                                     .actor = party(listing, POSITION_PROVIDER) });
    if (remedy == REMEDY_REGISTER_PARTNER_ID && found == REQUEST_NONE)
        list(listing, (struct step){ .remedy = remedy,
                                     .upper = reseller->tenant,
                                     .country = reseller->market,
                                     .actor = reseller->tenant });
}

static void list_attestation(struct listing *listing)
{
    list(listing, (struct step){ .remedy = REMEDY_ATTEST_CAPABILITY,
                                 .capability = position_capability(listing->finding.position),
                                 .actor = party(listing, POSITION_PARTNER) });
}

static void list_support_case(struct listing *listing)
{
    enum requester requester = listing->request->requested_by;

    list(listing, (struct step){ .remedy = REMEDY_OPEN_SUPPORT_CASE,
                                 .requester = requester,
                                 .actor = party(listing, requester == REQUESTER_PROVIDER
                                                             ? POSITION_PROVIDER
                                                             : POSITION_RESELLER) });
}

/* The role that stands against the one asked for. */
static void list_end_enrollment(struct listing *listing)
{
    uint32_t tenant = party(listing, POSITION_PARTNER);
    enum role role =
        listing->request->role == ROLE_DIRECT_BILL ? ROLE_INDIRECT_RESELLER : ROLE_DIRECT_BILL;

    list(listing,
         (struct step){
             .remedy = REMEDY_END_ENROLLMENT, .upper = tenant, .role = role, .actor = tenant });
}

static void list_remedy(struct listing *listing, enum remedy remedy)
{
    enum position position = listing->finding.position;

    switch (remedy) {
    case REMEDY_ONBOARD:
    case REMEDY_ENROLL:
    case REMEDY_REINSTATE:
    case REMEDY_SIGN_MPA:
        list_own(listing, remedy);
        break;
    case REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP:
        list_between(listing, remedy, POSITION_PROVIDER, POSITION_RESELLER);
        break;
    case REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP:
        list_between(listing, remedy, position, POSITION_CUSTOMER);
        break;
    case REMEDY_ACCEPT_CUSTOMER_AGREEMENT:
    case REMEDY_ATTEST_CUSTOMER_AGREEMENT:
        list_between(listing, remedy,
                     (listing->request->positions & BIT(POSITION_PROVIDER)) != 0
                         ? POSITION_PROVIDER
                         : POSITION_DIRECT_BILL,
                     POSITION_CUSTOMER);
        break;
    case REMEDY_REMOVE_CUSTOMER:
    case REMEDY_END_INDIRECT_RELATIONSHIP:
        list_ties(listing, remedy);
        break;
    case REMEDY_OTHER_TENANT:
    case REMEDY_OTHER_PROVIDER:
    case REMEDY_OTHER_SELLER:
        list_replacement(listing, remedy);
        break;
    case REMEDY_USE_PARTNER_ID:
    case REMEDY_REGISTER_PARTNER_ID:
        list_partner_id(listing, remedy);
        break;
    case REMEDY_ATTEST_CAPABILITY:
        list_attestation(listing);
        break;
    case REMEDY_OPEN_SUPPORT_CASE:
        list_support_case(listing);
        break;
    case REMEDY_END_ENROLLMENT:
        list_end_enrollment(listing);
        break;
    case REMEDY_WAIT_UNTIL:
        list_wait(listing);
        break;
    case REMEDY_CREATE_TENANT: /* comes with another tenant */
    case REMEDY_NONE:
    case REMEDY_COUNT:
    default:
        break;
    }
}

static bool helps(const struct rule_remedy *row, const struct listing *listing)
{
    const struct dossier *dossier = listing->dossier;
    enum position position = listing->finding.position;
    unsigned act = BIT(dossier->act);
    unsigned changes = remedy_rows[row->remedy].acts;
    bool is_own_provider =
        position == POSITION_RESELLER && dossier_has(dossier, POSITION_PROVIDER) &&
        dossier->party[POSITION_PROVIDER].tenant == dossier->party[POSITION_RESELLER].tenant;

    return (changes == 0 || (changes & act) != 0) && (row->acts == 0 || (row->acts & act) != 0) &&
           (row->positions == 0 || (row->positions & BIT(position)) != 0) &&
           (row->when != IF_OWN_PROVIDER || is_own_provider) &&
           (row->when != UNLESS_OWN_PROVIDER || !is_own_provider);
}

unsigned plan_remedies(const struct planner *planner, const struct request *request,
                       const struct dossier *dossier, struct finding finding,
                       struct step out_steps[FINDING_REMEDIES_MAX])
{
    struct listing listing = { planner, request, dossier, finding, out_steps, 0 };

    for (const struct rule_remedy *row = rules[finding.rule]->remedies; row->remedy != REMEDY_NONE;
         row++)
        if (helps(row, &listing))
            list_remedy(&listing, row->remedy);
    return listing.count;
}
