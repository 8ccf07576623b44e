/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way forward: one search for the act as it is, and one for each way of putting others in its
 * places or of waiting that some finding asks for.
 */
#include "planner/plan.h"

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "planner/plan_json.h"
#include "planner/search.h"

/* What all plans of one search have in common, in the order of a plan. */
struct variation {
    unsigned count;
    struct step steps[FIXED_MAX];
    unsigned replaced; /* bits of enum remedy */
};

/* The way forward as it is being found. */
struct finding_ways {
    struct search search; /* first: take() finds the rest by it */
    struct planner *planner;
    const struct request *act;
    struct way_forward *ways;
    struct buffer texts[PLANS_MAX]; /* of the plans: by what they are ordered */
    struct buffer text;             /* of a new one */
    struct variation *variations;
    size_t count;
    size_t capacity;
};

void planner_init(struct planner *planner, const struct source *source, struct terms terms)
{
    planner->source = source;
    planner->terms = terms;
    planner->replacements = REPLACEMENTS;
    planner->steps_max = PLAN_STEPS_MAX;
    planner->tried_count = 0;
}

/* Where the new plan belongs among those found; PLANS_MAX: nowhere, or it is there already. */
static unsigned place_of(const struct finding_ways *finding, const struct plan *plan)
{
    const struct way_forward *ways = finding->ways;
    unsigned place = 0;

    for (; place < ways->plan_count; place++) {
        int order = (int)plan->step_count - (int)ways->plans[place].step_count;

        if (order == 0)
            order = text_compare(buffer_text(&finding->text), buffer_text(&finding->texts[place]));
        if (order == 0)
            return PLANS_MAX;
        if (order < 0)
            break;
    }
    return place;
}

/* Leaves the text of the new plan for take_plan(). */
static bool is_plan_wanted(struct search *search, const struct plan *plan)
{
    struct finding_ways *finding = (struct finding_ways *)search;

    buffer_clear(&finding->text);
    plan_write_canonical(finding->planner, plan, &finding->text);
    if (finding->text.has_failed)
        search->status = STATUS_NO_MEMORY;
    return search->status == STATUS_OK && place_of(finding, plan) < PLANS_MAX;
}

static void take_plan(struct search *search, const struct plan *plan)
{
    struct finding_ways *finding = (struct finding_ways *)search;
    struct way_forward *ways = finding->ways;
    struct buffer last = finding->texts[PLANS_MAX - 1];
    unsigned place = place_of(finding, plan);

    if (ways->plan_count < PLANS_MAX)
        ways->plan_count++;
    for (unsigned i = ways->plan_count - 1; i > place; i--)
        ways->plans[i] = ways->plans[i - 1];
    for (unsigned i = PLANS_MAX - 1; i > place; i--)
        finding->texts[i] = finding->texts[i - 1];
    ways->plans[place] = *plan;
    finding->texts[place] = finding->text;
    finding->text = last;
    if (ways->plan_count == PLANS_MAX)
        search->plan_steps_max = ways->plans[PLANS_MAX - 1].step_count;
}

static void variation_add_step(struct variation *variation, struct step step)
{
    unsigned place = variation->count++;

    for (; place > 0 && variation->steps[place - 1].remedy > step.remedy; place--)
        variation->steps[place] = variation->steps[place - 1];
    variation->steps[place] = step;
    variation->replaced |= BIT(step.remedy) & REPLACEMENTS;
}

static bool is_same_variation(const struct variation *left, const struct variation *right)
{
    if (left->count != right->count)
        return false;
    for (unsigned i = 0; i < left->count; i++)
        if (left->steps[i].remedy != right->steps[i].remedy ||
            left->steps[i].until.day != right->steps[i].until.day ||
            left->steps[i].new_upper != right->steps[i].new_upper ||
            left->steps[i].new_lower != right->steps[i].new_lower)
            return false;
    return true;
}

static enum status add_variation(struct finding_ways *finding, const struct variation *variation)
{
    void *variations = finding->variations;

    for (size_t i = 0; i < finding->count; i++)
        if (is_same_variation(&finding->variations[i], variation))
            return STATUS_OK;
    TRY(memory_grow(&variations, &finding->capacity, finding->count + 1, sizeof(*variation)));
    finding->variations = variations;
    finding->variations[finding->count++] = *variation;
    return STATUS_OK;
}

static struct request then_of(const struct finding_ways *finding, const struct variation *variation)
{
    struct request then = *finding->act;

    for (unsigned i = 0; i < variation->count; i++)
        step_change(&variation->steps[i], &then);
    return then;
}

/* The candidates with the fewest findings, of the first CANDIDATES_MAX. */
struct ranking {
    struct visitor visitor;
    const struct finding_ways *finding;
    enum remedy replacement;
    const struct request *act; /* in which somebody is replaced */
    bool may_be_attested;      /* that the customer accepted, by some candidate */
    unsigned looked_at;
    unsigned count;
    struct {
        struct candidate candidate;
        unsigned finding_count;
    } best[CANDIDATES_PLANNED];
};

/* The step that puts a candidate in the place of who stands in the act. */
static struct step replace(enum remedy replacement, const struct request *act,
                           struct candidate candidate)
{
    bool has_provider = (act->positions & BIT(POSITION_PROVIDER)) != 0;
    struct step step = { .remedy = replacement };

    if (replacement == REMEDY_OTHER_TENANT) {
        step.upper = act->party[request_tenant_position(act)];
        step.actor = step.upper;
        step.new_upper = candidate.tenant;
        return step;
    }
    step.upper = has_provider ? act->party[POSITION_PROVIDER] : REQUEST_NONE;
    step.new_upper = candidate.provider;
    if (replacement == REMEDY_OTHER_PROVIDER)
        return step;
    step.lower = request_seller(act);
    step.new_lower = candidate.tenant;
    return step;
}

static bool is_there_already(const struct step *step)
{
    if (step->remedy == REMEDY_OTHER_SELLER)
        return step->new_upper == step->upper && step->new_lower == step->lower;
    return step->new_upper == step->upper;
}

/* Makes of a candidate one that no rule finds anything about, if any rule's facts are its own. */
static void idealise(const struct ranking *ranking, struct candidate candidate,
                     struct dossier *dossier)
{
    bool is_provider = ranking->replacement == REMEDY_OTHER_PROVIDER;
    unsigned replaced =
        is_provider ? BIT(POSITION_PROVIDER) : dossier->positions & ~BIT(POSITION_CUSTOMER);
    enum position other = is_provider ? POSITION_RESELLER : POSITION_CUSTOMER;
    struct party ideal = { .region = dossier->party[other].region,
                           .market = dossier->party[other].market,
                           .live_roles = BIT(ROLE_COUNT) - 1,
                           .active_roles = BIT(ROLE_COUNT) - 1,
                           .onboarded_on = DATE_BEFORE_ALL,
                           .mpa_signed_on = DATE_BEFORE_ALL,
                           .has_customer = candidate.is_related };

    for (unsigned left = replaced; left != 0; left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);

        /* Nobody's numbers. */
        ideal.tenant = TENANT_CREATED - 1 - position;
        ideal.organization = ideal.tenant;
        ideal.owner = ideal.tenant;
        ideal.ultimate_owner = ideal.tenant;
        dossier->party[position] = ideal;
    }
    dossier->has_indirect_relationship = true;
    dossier->customers_reselling = 0;
    dossier->resellers_buying = 0;
    if (ranking->may_be_attested)
        dossier->agreement_attested_on = DATE_BEFORE_ALL;
}

/* Whether no later candidate can be among the best: even the ideal one would have as many findings
 * as the last of these. */
static bool is_settled(const struct ranking *ranking, struct candidate candidate,
                       const struct dossier *dossier)
{
    struct dossier ideal = *dossier;
    NOT_CLEARED struct decision decision;

    if (ranking->count < CANDIDATES_PLANNED || ranking->replacement == REMEDY_OTHER_TENANT)
        return false;
    idealise(ranking, candidate, &ideal);
    decide(&ideal, &decision);
    return ranking->best[CANDIDATES_PLANNED - 1].finding_count <= decision.finding_count;
}

static void place(struct ranking *ranking, struct candidate candidate, unsigned finding_count)
{
    unsigned place = ranking->count;

    if (place < CANDIDATES_PLANNED)
        ranking->count++;
    else if (ranking->best[--place].finding_count <= finding_count)
        return;
    for (; place > 0 && ranking->best[place - 1].finding_count > finding_count; place--)
        ranking->best[place] = ranking->best[place - 1];
    ranking->best[place].candidate = candidate;
    ranking->best[place].finding_count = finding_count;
}

static bool take_candidate(struct visitor *visitor, struct candidate candidate)
{
    struct ranking *ranking = (struct ranking *)visitor;
    struct step step = replace(ranking->replacement, ranking->act, candidate);
    struct request then = *ranking->act;
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;

    if (is_there_already(&step))
        return true;
    step_change(&step, &then);
    plan_judge(ranking->finding->planner, &then, NO_STEPS, &dossier, &decision);
    place(ranking, candidate, decision.finding_count);
    return ++ranking->looked_at < CANDIDATES_MAX && !is_settled(ranking, candidate, &dossier);
}

static void note_tried(struct planner *planner, uint32_t tenant)
{
    for (unsigned i = 0; i < planner->tried_count; i++)
        if (planner->tried[i] == tenant)
            return;
    if (tenant != REQUEST_NONE && planner->tried_count < TRIED_MAX)
        planner->tried[planner->tried_count++] = tenant;
}

/* A new tenant beside the one that is replaced. */
static enum status vary_by_creation(struct finding_ways *finding, const struct variation *variation,
                                    const struct request *act)
{
    struct variation more = *variation;
    enum position position = request_tenant_position(act);
    struct step other = replace(REMEDY_OTHER_TENANT, act,
                                (struct candidate){ REQUEST_NONE, TENANT_CREATED, false });
    NOT_CLEARED struct dossier dossier;

    plan_load(finding->planner, act, &dossier);
    variation_add_step(
        &more,
        (struct step){ .remedy = REMEDY_CREATE_TENANT,
                       .actor = other.upper,
                       .organization = dossier.party[position].organization,
                       .country = dossier.party[position].market,
                       .kind = position == POSITION_CUSTOMER ? TENANT_CUSTOMER : TENANT_PARTNER });
    variation_add_step(&more, other);
    return add_variation(finding, &more);
}

/* The candidates that are planned with, in an act. */
static void rank(const struct finding_ways *finding, enum remedy replacement,
                 const struct request *act, struct ranking *out_ranking)
{
    const struct source *source = finding->planner->source;

    *out_ranking = (struct ranking){
        .visitor = { take_candidate }, .finding = finding, .replacement = replacement, .act = act
    };
    if (act->act == ACT_PLACE_ORDER && act->party[POSITION_CUSTOMER] != TENANT_CREATED)
        out_ranking->may_be_attested =
            source->has_attestation(source, act->party[POSITION_CUSTOMER], act->date);
    source->visit(source, replacement, act, &out_ranking->visitor);
}

static enum status vary_by(struct finding_ways *finding, const struct variation *variation,
                           enum remedy replacement)
{
    struct request act = then_of(finding, variation);
    struct ranking ranking;

    rank(finding, replacement, &act, &ranking);
    for (unsigned i = 0; i < ranking.count; i++) {
        struct candidate candidate = ranking.best[i].candidate;
        struct variation more = *variation;

        note_tried(finding->planner, candidate.provider);
        note_tried(finding->planner, candidate.tenant);
        variation_add_step(&more, replace(replacement, &act, candidate));
        TRY(add_variation(finding, &more));
    }
    return replacement == REMEDY_OTHER_TENANT ? vary_by_creation(finding, variation, &act)
                                              : STATUS_OK;
}

static bool may_replace(const struct variation *variation, enum remedy replacement)
{
    unsigned both = variation->replaced | BIT(replacement);

    return (variation->replaced & BIT(replacement)) == 0 &&
           (variation->replaced == 0 || (both & BIT(REMEDY_OTHER_TENANT)) != 0) &&
           __builtin_popcount(both) <= 2;
}

/* Whether a replacement in the act is one of those that are planned with. */
static bool is_planned(const struct finding_ways *finding, const struct request *act,
                       const struct step *step)
{
    struct ranking ranking;

    if (step->new_upper == TENANT_CREATED)
        return true;
    rank(finding, step->remedy, act, &ranking);
    for (unsigned i = 0; i < ranking.count; i++) {
        struct step other = replace(step->remedy, act, ranking.best[i].candidate);

        if (other.new_upper == step->new_upper && other.new_lower == step->new_lower)
            return true;
    }
    return false;
}

/* Whether one replacement is planned with in the act, and the other, if any, in what becomes of
 * it by the first. */
static bool are_planned(const struct finding_ways *finding, const struct request *act,
                        const struct step *first, const struct step *second)
{
    struct request then = *act;

    if (!is_planned(finding, act, first))
        return false;
    step_change(first, &then);
    return second == NULL || is_planned(finding, &then, second);
}

/* Who stands for a replacement depends on the day: whether they still do after the wait. */
static bool stands_on(const struct finding_ways *finding, const struct variation *variation,
                      date day)
{
    struct request act = *finding->act;
    const struct step *replacements[2] = { NULL, NULL };
    unsigned count = 0;

    act.date = day;
    for (unsigned i = 0; i < variation->count; i++)
        if ((BIT(variation->steps[i].remedy) & REPLACEMENTS) != 0)
            replacements[count++] = &variation->steps[i];
    return count == 0 || are_planned(finding, &act, replacements[0], replacements[1]) ||
           (count == 2 && are_planned(finding, &act, replacements[1], replacements[0]));
}

static enum status vary_by_waiting(struct finding_ways *finding, const struct variation *variation,
                                   date until)
{
    struct variation more = *variation;

    if (!stands_on(finding, variation, until))
        return STATUS_OK;
    if (more.count > 0 && more.steps[more.count - 1].remedy == REMEDY_WAIT_UNTIL)
        more.count--;
    variation_add_step(&more, (struct step){ .remedy = REMEDY_WAIT_UNTIL, .until = until });
    return add_variation(finding, &more);
}

/* What the search of a variation has found to be wanted besides. */
static enum status vary(struct finding_ways *finding, const struct variation *variation)
{
    const struct search *search = &finding->search;
    unsigned wanted = search->wanted & finding->planner->replacements;

    for (unsigned left = wanted; left != 0; left &= left - 1) {
        enum remedy replacement = (enum remedy)__builtin_ctz(left);

        if (may_replace(variation, replacement))
            TRY(vary_by(finding, variation, replacement));
    }
    for (unsigned i = 0; i < search->wait_count; i++)
        TRY(vary_by_waiting(finding, variation, search->waits[i]));
    return STATUS_OK;
}

static enum status find_ways(struct finding_ways *finding)
{
    struct variation none = { .count = 0 };
    struct planner *planner = finding->planner;
    struct search *search = &finding->search;

    search->plan_steps_max = planner->steps_max;
    search->is_wanted = is_plan_wanted;
    search->take = take_plan;
    TRY(add_variation(finding, &none));
    for (size_t i = 0; i < finding->count; i++) {
        struct variation variation = finding->variations[i];

        if (variation.count > search->plan_steps_max)
            continue;
        search_init(search, planner, finding->act, variation.steps, variation.count);
        TRY(search_run(search));
        TRY(vary(finding, &variation));
    }
    return STATUS_OK;
}

enum status plan_way_forward(struct planner *planner, const struct request *request,
                             struct way_forward *out_ways)
{
    NOT_CLEARED struct dossier dossier;
    NOT_CLEARED struct decision decision;
    NOT_CLEARED struct finding_ways finding;
    struct request act = *request;
    enum status status = STATUS_OK;

    out_ways->plan_count = 0;
    planner->tried_count = 0;
    plan_judge(planner, request, NO_STEPS, &dossier, &decision);
    if (decision_is_supported(&decision))
        return STATUS_OK;
    finding.planner = planner;
    act.created_like = act.party[request_tenant_position(&act)];
    finding.act = &act;
    finding.ways = out_ways;
    finding.variations = NULL;
    finding.count = 0;
    finding.capacity = 0;
    finding.text = (struct buffer){ 0 };
    for (unsigned i = 0; i < PLANS_MAX; i++)
        finding.texts[i] = (struct buffer){ 0 };
    status = find_ways(&finding);
    buffer_done(&finding.text);
    for (unsigned i = 0; i < PLANS_MAX; i++)
        buffer_done(&finding.texts[i]);
    memory_free(finding.variations);
    return status;
}
