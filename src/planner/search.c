/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Minimal sets of steps. Some step of every plan clears the first finding that is left, so the
 * search branches over the steps that do, and over nothing else.
 */
#include "planner/search.h"

#include "base/assert.h"
#include "base/attributes.h"

#define STEP_BIT(number) (UINT64_C(1) << (number))

/* One act of a plan, judged in its place: a step, or what the plan ends with. */
struct context {
    struct request request;
    step_set before; /* the steps that have been taken */
    bool is_then;
    struct dossier dossier;
    struct decision decision;
};

static unsigned size_of(step_set set)
{
    return (unsigned)__builtin_popcountll(set);
}

static unsigned first_of(step_set set)
{
    return (unsigned)__builtin_ctzll(set);
}

/* Those of a set that come before a step. */
static step_set before_of(step_set set, unsigned number)
{
    return set & (STEP_BIT(number) - 1);
}

static bool is_same_step(const struct step *left, const struct step *right)
{
    return left->remedy == right->remedy && left->role == right->role &&
           left->capability == right->capability && left->upper == right->upper &&
           left->lower == right->lower && left->new_upper == right->new_upper;
}

static void insert(struct search *search, const struct step *step)
{
    struct request then = search_then(search, search->fixed);
    unsigned place = search->count;
    step_set above = 0;

    ASSERT(search->count < UNIVERSE_MAX);
    for (;
         place > 0 && step_compare(search->planner, &then, step, &search->universe[place - 1]) < 0;
         place--)
        search->universe[place] = search->universe[place - 1];
    search->universe[place] = *step;
    search->count++;
    above = search->fixed & ~(STEP_BIT(place) - 1);
    search->fixed = (search->fixed & (STEP_BIT(place) - 1)) | above << 1;
}

void search_init(struct search *search, struct planner *planner, const struct request *act,
                 const struct step *fixed, unsigned fixed_count)
{
    search->planner = planner;
    search->act = act;
    search->count = 0;
    search->fixed = 0;
    search->grown_count = 0;
    search->wanted = 0;
    search->wait_count = 0;
    search->load_count = 0;
    search->status = STATUS_OK;
    /* They come in the order of a plan: each is put after those before it. */
    for (unsigned i = 0; i < fixed_count; i++) {
        search->universe[i] = fixed[i];
        search->count++;
        search->fixed |= STEP_BIT(i);
    }
}

struct request search_then(const struct search *search, step_set set)
{
    struct request then = *search->act;

    for (; set != 0; set &= set - 1)
        step_change(&search->universe[first_of(set)], &then);
    return then;
}

/* What a step cannot do without: what it uses has to be created or registered. */
static step_set needs_of(const struct search *search, unsigned number)
{
    const struct step *step = &search->universe[number];
    enum remedy needed = REMEDY_NONE;

    if (step->remedy == REMEDY_OTHER_TENANT && step->new_upper == TENANT_CREATED)
        needed = REMEDY_CREATE_TENANT;
    if (step->remedy == REMEDY_USE_PARTNER_ID && step->new_upper == PARTNER_ID_REGISTERED)
        needed = REMEDY_REGISTER_PARTNER_ID;
    for (unsigned i = 0; needed != REMEDY_NONE && i < search->count; i++)
        if (search->universe[i].remedy == needed)
            return STEP_BIT(i);
    return 0;
}

static bool is_complete(const struct search *search, step_set set)
{
    for (step_set left = set; left != 0; left &= left - 1)
        if ((needs_of(search, first_of(left)) & ~set) != 0)
            return false;
    return true;
}

/* The steps of a set, each on its day: after a wait on the day waited for. */
static unsigned take_steps(const struct search *search, step_set set, struct step *out_steps)
{
    unsigned count = 0;
    date on = search->act->date;

    for (; set != 0; set &= set - 1) {
        struct step *step = &out_steps[count++];

        *step = search->universe[first_of(set)];
        step->on = on;
        if (step->remedy == REMEDY_WAIT_UNTIL)
            on = step->until;
    }
    return count;
}

/* The dossier of an act that no step has touched yet. */
static const struct dossier *load(struct search *search, const struct request *request)
{
    unsigned kept = search->load_count < LOADED_MAX ? search->load_count : LOADED_MAX;
    struct loaded *loaded = &search->loaded[search->load_count % LOADED_MAX];

    for (unsigned i = 0; i < kept; i++)
        if (request_equal(&search->loaded[i].request, request))
            return &search->loaded[i].dossier;
    loaded->request = *request;
    plan_load(search->planner, request, &loaded->dossier);
    search->load_count++;
    return &loaded->dossier;
}

/* Judges one of the acts of a plan: a step that is one, or (number = count) its end. */
static void judge(struct search *search, step_set set, unsigned number, struct context *out_context)
{
    NOT_CLEARED struct step steps[UNIVERSE_MAX];
    unsigned count = 0;

    out_context->is_then = number == search->count;
    out_context->before = out_context->is_then ? set : before_of(set, number);
    count = take_steps(search, set & (before_of(~UINT64_C(0), number) | STEP_BIT(number)), steps);
    if (out_context->is_then) {
        out_context->request = search_then(search, set);
    } else {
        count--;
        out_context->request = step_act(&steps[count]);
        out_context->request.created_like = search->act->created_like;
    }
    out_context->dossier = *load(search, &out_context->request);
    plan_judge_loaded(search->planner, (struct step_list){ steps, count }, &out_context->dossier,
                      &out_context->decision);
}

static void note_wait(struct search *search, date until)
{
    for (unsigned i = 0; i < search->wait_count; i++)
        if (search->waits[i].day == until.day)
            return;
    if (search->wait_count < WAITS_MAX)
        search->waits[search->wait_count++] = until;
}

static void note_step(struct search *search, const struct step *step)
{
    for (unsigned i = 0; i < search->count; i++)
        if (is_same_step(&search->universe[i], step))
            return;
    for (unsigned i = 0; i < search->grown_count; i++)
        if (is_same_step(&search->grown[i], step))
            return;
    if (search->grown_count < COUNT_OF(search->grown) &&
        search->count + search->grown_count < UNIVERSE_MAX)
        search->grown[search->grown_count++] = *step;
}

/* What is registered is then used. */
static void note_registered(struct search *search, const struct context *context)
{
    struct step use = { .remedy = REMEDY_USE_PARTNER_ID,
                        .upper = search->act->partner_id,
                        .new_upper = PARTNER_ID_REGISTERED,
                        .actor = context->request.party[POSITION_PROVIDER] };

    note_step(search, &use);
}

/* Notes the remedies of all findings of a judged act. */
static void note(struct search *search, const struct context *context)
{
    struct step remedies[FINDING_REMEDIES_MAX];

    for (unsigned i = 0; i < context->decision.finding_count; i++) {
        unsigned count = plan_remedies(search->planner, &context->request, &context->dossier,
                                       context->decision.findings[i], remedies);

        for (unsigned j = 0; j < count; j++) {
            const struct step *step = &remedies[j];

            if ((BIT(step->remedy) & REPLACEMENTS) != 0)
                search->wanted |= context->is_then ? BIT(step->remedy) : 0;
            else if (step->remedy == REMEDY_WAIT_UNTIL)
                note_wait(search, step->until);
            else
                note_step(search, step);
            if (step->remedy == REMEDY_REGISTER_PARTNER_ID)
                note_registered(search, context);
        }
    }
}

/* Whether all acts of the set are supported in their places. What it ends with is asked first: most
 * sets that do not work are seen by it. */
static bool works(struct search *search, step_set set)
{
    NOT_CLEARED struct context context;

    if (!is_complete(search, set))
        return false;
    judge(search, set, search->count, &context);
    for (step_set left = set; left != 0 && context.decision.finding_count == 0; left &= left - 1)
        if (step_is_act(&search->universe[first_of(left)]))
            judge(search, set, first_of(left), &context);
    return context.decision.finding_count == 0;
}

/* No set of steps clears these: only another party in the act, or another day. */
static bool is_beyond_steps(enum rule_name rule)
{
    return rule == RULE_CUSTOMER_IN_REGION || rule == RULE_KNOWN_MARKET ||
           rule == RULE_NO_AFFILIATE_SALE || rule == RULE_NO_PROVISIONING_ON_CSP_TENANT ||
           rule == RULE_NO_SELF_SALE || rule == RULE_OFFER_SOLD_IN_MARKET ||
           rule == RULE_PARTNERS_IN_SAME_REGION;
}

/* So many more steps are needed at least: one for each finding, but for a signature, which may
 * count for two partners. */
static unsigned steps_needed(const struct decision *decision)
{
    unsigned needed = 0;
    bool is_signature_needed = false;

    for (unsigned i = 0; i < decision->finding_count; i++) {
        enum rule_name rule = decision->findings[i].rule;

        if (is_beyond_steps(rule))
            return PLAN_STEPS_MAX + 1;
        if (rule == RULE_MPA_SIGNED)
            is_signature_needed = true;
        else
            needed++;
    }
    return needed + is_signature_needed;
}

/* What looking at a set of steps has told. */
struct look {
    unsigned open;   /* the number of the first act that has findings; UNIVERSE_MAX: none */
    unsigned needed; /* so many more steps at least */
};

/* Looks at every act of a set and notes what would help. */
static struct look look(struct search *search, step_set set)
{
    NOT_CLEARED struct context context;
    struct look told = { UNIVERSE_MAX, 0 };

    for (step_set left = set | STEP_BIT(search->count); left != 0; left &= left - 1) {
        unsigned number = first_of(left);

        if (number < search->count && !step_is_act(&search->universe[number]))
            continue;
        judge(search, set, number, &context);
        if (context.decision.finding_count == 0)
            continue;
        note(search, &context);
        if (told.open == UNIVERSE_MAX)
            told.open = number;
        if (context.is_then)
            told.needed = steps_needed(&context.decision);
    }
    return told;
}

/* Notes what would help with each step by itself, where no set of steps is looked at: another day
 * may be what they need. */
static void look_ahead(struct search *search)
{
    NOT_CLEARED struct context context;

    for (unsigned i = 0; i < search->count; i++) {
        if ((search->fixed & STEP_BIT(i)) != 0 || !step_is_act(&search->universe[i]))
            continue;
        judge(search, search->fixed | STEP_BIT(i), i, &context);
        note(search, &context);
    }
}

static bool has_finding(const struct decision *decision, struct finding finding)
{
    for (unsigned i = 0; i < decision->finding_count; i++)
        if (decision->findings[i].rule == finding.rule &&
            decision->findings[i].position == finding.position)
            return true;
    return false;
}

/* Whether the finding is gone, or one of the relationships that it counts. */
static bool is_cleared(const struct context *open, const struct context *now)
{
    struct finding finding = open->decision.findings[0];

    return !has_finding(&now->decision, finding) ||
           (finding.rule == RULE_RESELLER_OR_CUSTOMER &&
            now->dossier.customers_reselling + now->dossier.resellers_buying <
                open->dossier.customers_reselling + open->dossier.resellers_buying);
}

static bool is_minimal(struct search *search, step_set set)
{
    for (step_set part = (set - 1) & set; part != set; part = (part - 1) & set) {
        if (works(search, part))
            return false;
        if (part == 0)
            break;
    }
    return true;
}

/* The steps of a set that a remedy is: a replacement by its kind, a wait by its day. */
static step_set steps_like(const struct search *search, step_set set, const struct step *remedy)
{
    step_set like = 0;

    for (step_set left = set; left != 0; left &= left - 1) {
        const struct step *step = &search->universe[first_of(left)];
        bool is_like = is_same_step(step, remedy);

        if ((BIT(remedy->remedy) & REPLACEMENTS) != 0)
            is_like = step->remedy == remedy->remedy;
        if (remedy->remedy == REMEDY_WAIT_UNTIL)
            is_like = step->remedy == REMEDY_WAIT_UNTIL && step->until.day == remedy->until.day;
        if (remedy->remedy == REMEDY_REGISTER_PARTNER_ID)
            is_like = is_like || step->new_upper == PARTNER_ID_REGISTERED;
        if (is_like)
            like |= STEP_BIT(first_of(left)) | needs_of(search, first_of(left));
    }
    return like;
}

/* The steps of a plan that are remedies of what is found in one of its acts. */
static step_set steps_asked_by(const struct search *search, step_set plan,
                               const struct context *context)
{
    struct step remedies[FINDING_REMEDIES_MAX];
    step_set asked = 0;

    for (unsigned i = 0; i < context->decision.finding_count; i++) {
        unsigned count = plan_remedies(search->planner, &context->request, &context->dossier,
                                       context->decision.findings[i], remedies);

        for (unsigned j = 0; j < count; j++)
            if (context->is_then || (BIT(remedies[j].remedy) & REPLACEMENTS) == 0)
                asked |= steps_like(search, plan, &remedies[j]);
    }
    return asked;
}

/* Whether each step is a remedy of what is found in the act, or after other steps of the plan:
 * some are remedies only of what other plans lead to. */
static bool is_asked_for(struct search *search, step_set plan)
{
    NOT_CLEARED struct context context;
    step_set asked = 0;
    step_set taken = 0;
    unsigned next = 0;

    for (;;) {
        for (step_set left = taken | STEP_BIT(search->count); left != 0; left &= left - 1) {
            unsigned number = first_of(left);

            if (number < search->count && !step_is_act(&search->universe[number]))
                continue;
            judge(search, taken, number, &context);
            asked |= steps_asked_by(search, plan, &context);
        }
        if ((asked & ~taken) == 0)
            return taken == plan;
        next = first_of(asked & ~taken);
        taken |= STEP_BIT(next) | needs_of(search, next);
    }
}

/* Who has to act is who stands there in the end. */
static void settle_actors(struct plan *plan)
{
    for (unsigned i = 0; i < plan->step_count; i++) {
        struct step *step = &plan->steps[i];

        if (step->remedy == REMEDY_OTHER_PROVIDER)
            step->actor = plan->then.party[POSITION_RESELLER];
        if (step->remedy == REMEDY_OTHER_SELLER)
            step->actor = plan->then.party[POSITION_CUSTOMER];
        if (step->remedy == REMEDY_ATTEST_CAPABILITY)
            step->actor = plan->then.party[POSITION_PARTNER];
    }
}

static void found(struct search *search, step_set set)
{
    NOT_CLEARED struct plan plan;

    if (!is_complete(search, set))
        return;
    plan.step_count = take_steps(search, set, plan.steps);
    plan.then = search_then(search, set);
    settle_actors(&plan);
    /* In this order because each takes longer than the one before. */
    if (search->is_wanted(search, &plan) && is_asked_for(search, set) && is_minimal(search, set))
        search->take(search, &plan);
}

/* From a set whose acts before were looked at. Recurses at most plan_steps_max deep. */
static void grow(struct search *search, step_set set) /* NOLINT(misc-no-recursion) */
{
    NOT_CLEARED struct context open;
    NOT_CLEARED struct context now;
    struct look told;

    if (size_of(set) > search->plan_steps_max || search->status != STATUS_OK)
        return;
    told = look(search, set);
    if (told.open == UNIVERSE_MAX) {
        found(search, set);
        return;
    }
    if (size_of(set) + told.needed > search->plan_steps_max) {
        if (set == search->fixed)
            look_ahead(search);
        return;
    }
    judge(search, set, told.open, &open);
    for (unsigned i = 0; i < told.open && search->grown_count == 0; i++) {
        step_set more = STEP_BIT(i) | needs_of(search, i);

        if ((set & STEP_BIT(i)) != 0 || size_of(set | more) > search->plan_steps_max)
            continue;
        judge(search, set | more, told.open, &now);
        if (is_cleared(&open, &now))
            grow(search, set | more);
    }
}

enum status search_run(struct search *search)
{
    NOT_CLEARED struct context context;

    /* What helps the act as proposed may also help what becomes of it. */
    judge(search, 0, search->count, &context);
    note(search, &context);
    do {
        for (unsigned i = 0; i < search->grown_count; i++)
            insert(search, &search->grown[i]);
        search->grown_count = 0;
        grow(search, search->fixed);
    } while (search->grown_count > 0 && search->status == STATUS_OK);
    return search->status;
}
