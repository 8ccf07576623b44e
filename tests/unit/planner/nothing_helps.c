/* SPDX-License-Identifier: Apache-2.0 */
/* Where the planner finds nothing: every set of conceivable steps, tried out. */
#include <string.h>

#include "unit/planner/everybody.h"
#include "unit/test.h"

enum {
    CONCEIVABLE_MAX = 400,
    CHOSEN_MAX = 8
};

/* What is being tried. */
struct trying {
    const struct case_book *book;
    struct everybody everybody;
    uint32_t replaced; /* the tenant beside which another is created */
    unsigned count;    /* of the conceivable steps, which are in the order of a plan */
    struct step steps[CONCEIVABLE_MAX];
    unsigned chosen_max;
    unsigned chosen_count;
    struct step chosen[CHOSEN_MAX];
    unsigned kinds; /* of the chosen steps: bits of enum remedy */
    bool has_found;
    struct checked *checked;
    struct buffer *complaint;
};

/* The world as the chosen steps leave it. */
struct state {
    struct fact_world world;
    struct book *book;
    struct proposal act;
};

static void conceive(struct trying *trying, struct step step)
{
    if (trying->count < CONCEIVABLE_MAX)
        trying->steps[trying->count++] = step;
}

/* The tenants of the world and the one that may be created, as numbers. */
static unsigned list_tenants(const struct trying *trying, uint32_t tenants[PARTIES_MAX + 1])
{
    unsigned count = 0;

    for (; count < trying->everybody.count; count++)
        tenants[count] = trying->everybody.who[count].number;
    tenants[count++] = TENANT_CREATED;
    return count;
}

static void conceive_each(struct trying *trying, enum remedy remedy, bool has_role)
{
    uint32_t tenants[PARTIES_MAX + 1];
    unsigned count = list_tenants(trying, tenants);

    for (unsigned i = 0; i < count; i++)
        for (unsigned role = 0; role < (has_role ? (unsigned)ROLE_COUNT : 1); role++)
            conceive(trying, (struct step){ .remedy = remedy,
                                            .upper = tenants[i],
                                            .lower = tenants[i],
                                            .role = (enum role)role });
}

static void conceive_pairs(struct trying *trying, enum remedy remedy)
{
    uint32_t tenants[PARTIES_MAX + 1];
    unsigned count = list_tenants(trying, tenants);

    for (unsigned i = 0; i < count; i++)
        for (unsigned j = 0; j < count; j++)
            if (i != j)
                conceive(trying, (struct step){
                                     .remedy = remedy, .upper = tenants[i], .lower = tenants[j] });
}

static void conceive_replacements(struct trying *trying)
{
    const struct everybody *everybody = &trying->everybody;

    for (unsigned i = 0; i <= everybody->count; i++)
        conceive(trying, (struct step){ .remedy = REMEDY_OTHER_TENANT,
                                        .new_upper = i < everybody->count ? everybody->who[i].number
                                                                          : TENANT_CREATED });
    for (unsigned i = 0; i < everybody->count; i++)
        conceive(trying, (struct step){ .remedy = REMEDY_OTHER_PROVIDER,
                                        .new_upper = everybody->who[i].number });
    for (unsigned i = 0; i <= everybody->count; i++)
        for (unsigned j = 0; j < everybody->count; j++)
            conceive(trying,
                     (struct step){ .remedy = REMEDY_OTHER_SELLER,
                                    .new_upper = i < everybody->count ? everybody->who[i].number
                                                                      : REQUEST_NONE,
                                    .new_lower = everybody->who[j].number });
}

static void conceive_fields(struct trying *trying)
{
    const struct source *source = &trying->book->source.source;
    const struct request *request = &trying->book->request;
    uint32_t own = REQUEST_NONE;

    if (request->act == ACT_ASSOCIATE_PARTNER_ID) {
        own = source->find_partner_id(source, request->party[POSITION_RESELLER]);
        conceive(trying,
                 (struct step){ .remedy = REMEDY_USE_PARTNER_ID,
                                .new_upper = own == REQUEST_NONE ? PARTNER_ID_REGISTERED : own });
    }
    for (unsigned i = 0; i < CAPABILITY_COUNT && request->act == ACT_ENROLL; i++)
        conceive(trying, (struct step){ .remedy = REMEDY_ATTEST_CAPABILITY,
                                        .capability = (enum capability)i });
    if (request->act == ACT_END_INDIRECT_RELATIONSHIP)
        conceive(trying, (struct step){ .remedy = REMEDY_OPEN_SUPPORT_CASE });
}

static void conceive_waits(struct trying *trying)
{
    const struct fact_world *world = &trying->book->world_case->world;
    date after = trying->book->world_case->act.date;
    date ending = { DAY_NUMBER(2020, 7, 1) };

    for (date day = market_next_change(after); day.day != DATE_AFTER_ALL.day;
         day = market_next_change(day))
        conceive(trying, (struct step){ .remedy = REMEDY_WAIT_UNTIL, .until = day });
    for (unsigned i = 0; i < world->count; i++)
        if (world->facts[i].type == FACT_OFFER && date_before(after, world->facts[i].valid.from))
            conceive(trying, (struct step){ .remedy = REMEDY_WAIT_UNTIL,
                                            .until = world->facts[i].valid.from });
    if (date_before(after, ending))
        conceive(trying, (struct step){ .remedy = REMEDY_WAIT_UNTIL, .until = ending });
}

static void conceive_creation(struct trying *trying)
{
    const struct request *request = &trying->book->request;
    const struct source *source = &trying->book->source.source;
    enum position position = request_tenant_position(request);
    struct dossier dossier;

    trying->replaced = request->party[position];
    source->load(source, request, trying->book->world_case->terms, &dossier);
    conceive(trying, (struct step){ .remedy = REMEDY_CREATE_TENANT,
                                    .organization = dossier.party[position].organization,
                                    .country = dossier.party[position].market,
                                    .kind = position == POSITION_CUSTOMER ? TENANT_CUSTOMER
                                                                          : TENANT_PARTNER });
    if (request->act == ACT_ASSOCIATE_PARTNER_ID)
        conceive(trying, (struct step){ .remedy = REMEDY_REGISTER_PARTNER_ID,
                                        .upper = request->party[POSITION_RESELLER],
                                        .country = dossier.party[POSITION_RESELLER].market });
}

static void conceive_all(struct trying *trying)
{
    conceive_each(trying, REMEDY_END_ENROLLMENT, true);
    conceive_pairs(trying, REMEDY_REMOVE_CUSTOMER);
    conceive_pairs(trying, REMEDY_END_INDIRECT_RELATIONSHIP);
    conceive_creation(trying);
    conceive_replacements(trying);
    conceive_fields(trying);
    conceive_waits(trying);
    conceive_each(trying, REMEDY_ONBOARD, false);
    conceive_each(trying, REMEDY_ENROLL, true);
    conceive_each(trying, REMEDY_REINSTATE, true);
    conceive_each(trying, REMEDY_SIGN_MPA, false);
    conceive_pairs(trying, REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP);
    conceive_pairs(trying, REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP);
    conceive_each(trying, REMEDY_ACCEPT_CUSTOMER_AGREEMENT, false);
    conceive_pairs(trying, REMEDY_ATTEST_CUSTOMER_AGREEMENT);
}

static bool has_chosen(const struct trying *trying, enum remedy remedy)
{
    return (trying->kinds & BIT(remedy)) != 0;
}

/* The tenant beside which one was created stands for it: both have the organisation and market. */
static const struct who *who_is(const struct trying *trying, guid id)
{
    const struct source *source = &trying->book->source.source;

    if (guid_equal(id, source->tenant_id(source, TENANT_CREATED)))
        id = source->tenant_id(source, trying->replaced);
    return everybody_who(&trying->everybody, id);
}

/* Whether a step about a tenant may matter: it stands in the act, or another of its organisation
 * does. */
static bool is_in_play(const struct trying *trying, const struct proposal *act, uint32_t tenant)
{
    const struct source *source = &trying->book->source.source;
    const guid parties[] = { act->provider, act->reseller, act->seller,
                             act->partner,  act->customer, act->tenant };
    struct text organization;

    if (tenant == TENANT_CREATED && !has_chosen(trying, REMEDY_OTHER_TENANT))
        return false;
    organization = who_is(trying, source->tenant_id(source, tenant))->organization;
    for (unsigned i = 0; i < COUNT_OF(parties); i++)
        if ((parties[i].low | parties[i].high) != 0 &&
            text_equal(organization, who_is(trying, parties[i])->organization))
            return true;
    return false;
}

static bool is_replacement_of(const struct proposal *act, enum remedy remedy)
{
    return (remedy_rows[remedy].acts & BIT(act->act)) != 0 &&
           (remedy != REMEDY_OTHER_PROVIDER || act->act != ACT_PLACE_ORDER || act->has_provider) &&
           (remedy != REMEDY_OTHER_SELLER || act->act == ACT_PLACE_ORDER ||
            act->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP);
}

static bool may_replace(const struct trying *trying, const struct proposal *act,
                        const struct step *step)
{
    unsigned replaced = (trying->kinds | BIT(step->remedy)) & REPLACEMENTS;

    if (!is_replacement_of(act, step->remedy) || has_chosen(trying, step->remedy))
        return false;
    if (replaced != BIT(step->remedy) && (replaced & BIT(REMEDY_OTHER_TENANT)) == 0)
        return false;
    return step->remedy != REMEDY_OTHER_TENANT ||
           (step->new_upper == TENANT_CREATED) == has_chosen(trying, REMEDY_CREATE_TENANT);
}

/* Whether the limits of plans and the act let the step be taken. */
static bool is_allowed(const struct trying *trying, const struct proposal *act,
                       const struct step *step)
{
    if ((BIT(step->remedy) & REPLACEMENTS) != 0)
        return may_replace(trying, act, step);
    if (step->remedy == REMEDY_CREATE_TENANT)
        return is_replacement_of(act, REMEDY_OTHER_TENANT);
    if (step->remedy == REMEDY_USE_PARTNER_ID)
        return (step->new_upper == PARTNER_ID_REGISTERED) ==
               has_chosen(trying, REMEDY_REGISTER_PARTNER_ID);
    if (step->remedy == REMEDY_WAIT_UNTIL)
        return !has_chosen(trying, REMEDY_WAIT_UNTIL);
    if (step->remedy == REMEDY_REGISTER_PARTNER_ID || step->remedy == REMEDY_ATTEST_CAPABILITY ||
        step->remedy == REMEDY_OPEN_SUPPORT_CASE)
        return true;
    /* What ends may be anybody's: who stands in the act is told later. */
    if (step->remedy < REMEDY_CREATE_TENANT)
        return step->upper != TENANT_CREATED && step->lower != TENANT_CREATED;
    return is_in_play(trying, act, step->upper) && is_in_play(trying, act, step->lower);
}

/* What candidates are measured by: the facts as they are, on the day of the plan's end. */
struct measure {
    const struct fact_world *world;
    date on;
    region where; /* they have to be of */
};

static bool is_here(const struct measure *measure, const struct who *who)
{
    return region_is_shared(measure->where, market_region(who->country, measure->on));
}

static bool is_live(const struct measure *measure, const struct who *who, unsigned roles)
{
    return world_is_live(measure->world, who->id, roles, measure->on);
}

static bool is_other_tenant(const struct trying *trying, const struct step *step)
{
    const struct source *source = &trying->book->source.source;
    const struct who *replaced = who_is(trying, source->tenant_id(source, trying->replaced));
    const struct who *who = who_is(trying, source->tenant_id(source, step->new_upper));

    return text_equal(who->organization, replaced->organization) &&
           step->new_upper != trying->replaced &&
           (trying->book->request.act != ACT_ENROLL || step->new_upper == TENANT_CREATED ||
            who->kind == TENANT_PARTNER);
}

static bool is_other_seller(const struct trying *trying, const struct measure *measure,
                            const struct step *step)
{
    const struct source *source = &trying->book->source.source;
    const struct who *seller = who_is(trying, source->tenant_id(source, step->new_lower));
    const struct who *provider = NULL;

    if (!is_here(measure, seller))
        return false;
    if (trying->book->request.act != ACT_PLACE_ORDER)
        return step->new_upper == REQUEST_NONE && is_live(measure, seller, BIT(ROLE_COUNT) - 1);
    if (step->new_upper == REQUEST_NONE)
        return is_live(measure, seller, BIT(ROLE_DIRECT_BILL));
    provider = who_is(trying, source->tenant_id(source, step->new_upper));
    return is_here(measure, provider) &&
           world_is_pair(measure->world, provider->id, seller->id, measure->on);
}

/* Who may be put into the act. */
static bool is_candidate(const struct trying *trying, const struct proposal *then,
                         const struct step *step)
{
    const struct source *source = &trying->book->source.source;
    struct measure measure = { .world = &trying->book->world_case->world, .on = then->date };
    const struct who *other = NULL;
    guid below = then->customer;

    if (step->remedy == REMEDY_OTHER_TENANT)
        return is_other_tenant(trying, step);
    if (step->remedy == REMEDY_OTHER_PROVIDER)
        below = then->act == ACT_PLACE_ORDER ? then->seller : then->reseller;
    measure.where = market_region(who_is(trying, below)->country, then->date);
    if (step->remedy == REMEDY_OTHER_SELLER)
        return is_other_seller(trying, &measure, step);
    other = who_is(trying, source->tenant_id(source, step->new_upper));
    return is_here(&measure, other) && is_live(&measure, other, BIT(ROLE_INDIRECT_PROVIDER));
}

/* The kinds of remedies for what is found in an act. */
static unsigned kinds_for(const struct trying *trying, const struct book *book,
                          const struct proposal *act)
{
    struct problem_sink nobody = { NULL };
    struct book_source source;
    struct planner planner;
    struct step remedies[FINDING_REMEDIES_MAX];
    struct request request;
    struct dossier dossier;
    struct decision decision;
    unsigned kinds = 0;

    if (book_resolve(book, act, &nobody, &request) != STATUS_OK ||
        book_source_init(&source, book) != STATUS_OK)
        return 0;
    planner_init(&planner, &source.source, trying->book->world_case->terms);
    plan_judge(&planner, &request, NO_STEPS, &dossier, &decision);
    for (unsigned i = 0; i < decision.finding_count; i++) {
        unsigned count =
            plan_remedies(&planner, &request, &dossier, decision.findings[i], remedies);

        for (unsigned j = 0; j < count; j++)
            kinds |= BIT(remedies[j].remedy);
    }
    book_source_done(&source);
    return kinds;
}

/* The kinds of remedies for what is found when one of the chosen steps is left out. */
static unsigned kinds_without(const struct trying *trying, unsigned left_out)
{
    const struct source *source = &trying->book->source.source;
    NOT_CLEARED struct state state;
    unsigned kinds = 0;

    state.world = trying->book->world_case->world;
    state.act = trying->book->world_case->act;
    for (unsigned i = 0; i < trying->chosen_count; i++) {
        const struct step *step = &trying->chosen[i];
        struct proposal act;

        if (i == left_out)
            continue;
        if (step_is_act(step)) {
            act = proposal_of_step(source, step, state.act.date);
            state.book = fact_world_book(&state.world);
            kinds |= kinds_for(trying, state.book, &act);
            book_free(state.book);
        }
        fact_world_do(&state.world, source, step, state.act.date);
        proposal_change(&state.act, source, step);
    }
    state.book = fact_world_book(&state.world);
    kinds |= kinds_for(trying, state.book, &state.act);
    book_free(state.book);
    return kinds;
}

/* Whether the chosen steps are a plan: each one a remedy of what is found without it. */
static bool is_plan(const struct trying *trying, const struct proposal *then)
{
    for (unsigned i = 0; i < trying->chosen_count; i++) {
        const struct step *step = &trying->chosen[i];

        if ((BIT(step->remedy) & REPLACEMENTS) != 0 && !is_candidate(trying, then, step))
            return false;
    }
    for (unsigned i = 0; i < trying->chosen_count; i++) {
        enum remedy remedy = trying->chosen[i].remedy;

        if (remedy == REMEDY_CREATE_TENANT || remedy == REMEDY_USE_PARTNER_ID ||
            (remedy == REMEDY_OTHER_TENANT && has_chosen(trying, REMEDY_CREATE_TENANT)))
            continue;
        if ((kinds_without(trying, i) & BIT(remedy)) == 0)
            return false;
    }
    return true;
}

static void tell_chosen(struct trying *trying)
{
    trying->has_found = true;
    buffer_add_string(trying->complaint, "there is no plan, but this would help:\n");
    for (unsigned i = 0; i < trying->chosen_count; i++)
        tell_step(trying->complaint, trying->book, &trying->chosen[i]);
}

/* Whether what the step is about is there to be changed, and the step an act that is supported. */
static bool can_be_taken(const struct trying *trying, const struct state *state,
                         const struct step *step)
{
    const struct source *source = &trying->book->source.source;
    struct proposal act;

    if (!is_allowed(trying, &state->act, step))
        return false;
    if (!step_is_act(step))
        return true;
    act = proposal_of_step(source, step, state->act.date);
    return fact_book_judge(state->book, &act, trying->book->world_case->terms) == VERDICT_SUPPORTED;
}

static bool is_same_world(const struct fact_world *left, const struct fact_world *right)
{
    return left->count == right->count &&
           memcmp(left->facts, right->facts, left->count * sizeof(left->facts[0])) == 0;
}

static void try_from(struct trying *trying, const struct state *state, unsigned from);

static void try_step(struct trying *trying, const struct state *state, unsigned number)
{
    const struct source *source = &trying->book->source.source;
    const struct step *step = &trying->steps[number];
    unsigned kinds = trying->kinds;
    NOT_CLEARED struct state next;

    next = *state;
    fact_world_do(&next.world, source, step, next.act.date);
    proposal_change(&next.act, source, step);
    if (is_same_world(&next.world, &state->world)) {
        if (proposal_equal(&next.act, &state->act))
            return;
    } else {
        next.book = fact_world_book(&next.world);
        if (next.book == NULL)
            return;
    }
    trying->checked->sets++;
    trying->chosen[trying->chosen_count++] = *step;
    trying->kinds |= BIT(step->remedy);
    if (fact_book_judge(next.book, &next.act, trying->book->world_case->terms) ==
            VERDICT_SUPPORTED &&
        is_plan(trying, &next.act))
        tell_chosen(trying);
    else if (trying->chosen_count < trying->chosen_max)
        try_from(trying, &next, number + 1);
    trying->chosen_count--;
    trying->kinds = kinds;
    if (next.book != state->book)
        book_free(next.book);
}

static void try_from(struct trying *trying, const struct state *state, unsigned from)
{
    for (unsigned i = from; i < trying->count && !trying->has_found; i++)
        if (can_be_taken(trying, state, &trying->steps[i]))
            try_step(trying, state, i);
}

void check_nothing_helps(const struct case_book *book, unsigned steps_max, struct checked *checked,
                         struct buffer *complaint)
{
    static struct trying trying;
    NOT_CLEARED struct state state;
    struct planner planner;
    struct way_forward ways;

    state.world = book->world_case->world;
    state.book = book->book;
    state.act = book->world_case->act;
    planner_init(&planner, &book->source.source, book->world_case->terms);
    checked->acts++;
    if (fact_book_judge(book->book, &state.act, book->world_case->terms) == VERDICT_SUPPORTED)
        return;
    checked->refused++;
    if (plan_way_forward(&planner, &book->request, &ways) != STATUS_OK || ways.plan_count > 0)
        return;
    trying = (struct trying){
        .book = book, .chosen_max = steps_max, .checked = checked, .complaint = complaint
    };
    everybody_find(book, &trying.everybody);
    conceive_all(&trying);
    try_from(&trying, &state, 0);
}
