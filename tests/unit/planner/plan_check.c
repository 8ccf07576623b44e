/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/plan_check.h"

#include <string.h>

#include "base/assert.h"
#include "planner/plan_json.h"
#include "unit/test.h"

enum {
    /* Of plans with more steps, only sets without one or two of them are tried. */
    EVERY_SUBSET_MAX = 6
};

static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

bool case_book_init(struct case_book *book, const struct world_case *world_case)
{
    struct problem_sink nobody = { ignore };

    book->world_case = world_case;
    book->book = fact_world_book(&world_case->world);
    if (book->book == NULL ||
        book_resolve(book->book, &world_case->act, &nobody, &book->request) != STATUS_OK ||
        book_source_init(&book->source, book->book) != STATUS_OK) {
        book_free(book->book);
        return false;
    }
    return true;
}

void case_book_done(struct case_book *book)
{
    book_source_done(&book->source);
    book_free(book->book);
}

unsigned carry_out(const struct case_book *book, const struct step *steps, unsigned count,
                   unsigned chosen)
{
    const struct source *source = &book->source.source;
    const struct terms terms = book->world_case->terms;
    struct proposal act = book->world_case->act;
    NOT_CLEARED struct fact_world world;

    world = book->world_case->world;
    for (unsigned i = 0; i < count; i++) {
        struct proposal step_act;

        if ((chosen & BIT(i)) == 0)
            continue;
        if (step_is_act(&steps[i])) {
            step_act = proposal_of_step(source, &steps[i], act.date);
            if (fact_world_judge(&world, &step_act, terms) != VERDICT_SUPPORTED)
                return i;
        }
        fact_world_do(&world, source, &steps[i], act.date);
        proposal_change(&act, source, &steps[i]);
    }
    return fact_world_judge(&world, &act, terms) == VERDICT_SUPPORTED ? count + 1 : count;
}

void tell_step(struct buffer *buffer, const struct case_book *book, const struct step *step)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, 0);
    json_begin_object(&writer);
    step_write_members(&writer, &book->source.source, step);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(buffer, "\n");
}

static void tell_plan(struct buffer *buffer, const struct case_book *book, const struct plan *plan)
{
    for (unsigned i = 0; i < plan->step_count; i++) {
        buffer_add_format(buffer, "  %u ", i);
        tell_step(buffer, book, &plan->steps[i]);
    }
}

static void check_carried_out(const struct case_book *book, const struct plan *plan,
                              struct buffer *complaint)
{
    unsigned count = plan->step_count;
    unsigned failed = carry_out(book, plan->steps, count, BIT(count) - 1);

    if (failed < count)
        buffer_add_format(complaint, "step %u is refused in its place\n", failed);
    if (failed == count)
        buffer_add_string(complaint, "the act is refused after all steps\n");
}

static void check_then(const struct case_book *book, const struct plan *plan,
                       struct buffer *complaint)
{
    const struct source *source = &book->source.source;
    struct proposal act = book->world_case->act;
    struct proposal then = proposal_of(source, &plan->then);
    date on = act.date;

    for (unsigned i = 0; i < plan->step_count; i++) {
        if (plan->steps[i].on.day != on.day)
            buffer_add_format(complaint, "step %u is of another day\n", i);
        proposal_change(&act, source, &plan->steps[i]);
        on = act.date;
    }
    if (!proposal_equal(&act, &then))
        buffer_add_string(complaint, "the plan does not end with the act that its steps make\n");
}

/* Whether a set of steps is worth a trial: all subsets of few, without one or two of many. */
static bool is_tried(unsigned count, unsigned chosen)
{
    return count <= EVERY_SUBSET_MAX || (unsigned)__builtin_popcount(chosen) + 2 >= count;
}

static void check_minimal(const struct case_book *book, const struct plan *plan,
                          struct checked *checked, struct buffer *complaint)
{
    unsigned count = plan->step_count;

    for (unsigned chosen = 0; chosen < BIT(count) - 1; chosen++) {
        if (!is_tried(count, chosen))
            continue;
        checked->subsets++;
        if (carry_out(book, plan->steps, count, chosen) == count + 1) {
            buffer_add_format(complaint, "the steps with bits %#x are enough\n", chosen);
            return;
        }
    }
}

/* Where a tenant stands in an act, from the top of the chain. */
static unsigned rank_of(const struct proposal *then, guid tenant)
{
    bool is_direct = then->act == ACT_PLACE_ORDER && !then->has_provider;

    if (guid_equal(tenant, then->provider))
        return 0;
    if (guid_equal(tenant, then->reseller) || (!is_direct && guid_equal(tenant, then->seller)))
        return 1;
    if (is_direct && guid_equal(tenant, then->seller))
        return 2;
    if (guid_equal(tenant, then->partner) || guid_equal(tenant, then->tenant))
        return 3;
    return guid_equal(tenant, then->customer) ? 4 : 5;
}

static int compare_ids(guid left, guid right)
{
    if (left.high != right.high)
        return left.high < right.high ? -1 : 1;
    return left.low < right.low ? -1 : left.low > right.low;
}

/* The order of steps of one kind: by position, role, ids. */
static int compare_alike(const struct case_book *book, const struct proposal *then,
                         const struct step *left, const struct step *right)
{
    const struct source *source = &book->source.source;
    bool is_of_lower = left->remedy == REMEDY_ACCEPT_CUSTOMER_AGREEMENT;
    guid first = source->tenant_id(source, is_of_lower ? left->lower : left->upper);
    guid second = source->tenant_id(source, is_of_lower ? right->lower : right->upper);
    int order = (int)rank_of(then, first) - (int)rank_of(then, second);

    if (order == 0)
        order = (int)left->role - (int)right->role;
    if (order == 0)
        order = compare_ids(first, second);
    return order != 0 ? order
                      : compare_ids(source->tenant_id(source, left->lower),
                                    source->tenant_id(source, right->lower));
}

/* decision.md, "Order of steps", with the choices of decision 0010. */
static unsigned place_of(enum remedy remedy)
{
    static const char *const order[] = { "end_enrollment",
                                         "remove_customer",
                                         "end_indirect_relationship",
                                         "create_tenant",
                                         "register_partner_id",
                                         "other_tenant",
                                         "other_provider",
                                         "other_seller",
                                         "use_partner_id",
                                         "attest_capability",
                                         "open_support_case",
                                         "wait_until",
                                         "onboard",
                                         "enroll",
                                         "reinstate",
                                         "sign_mpa",
                                         "establish_indirect_relationship",
                                         "establish_customer_relationship",
                                         "accept_customer_agreement",
                                         "attest_customer_agreement" };
    unsigned place = 0;

    while (strcmp(order[place], remedy_words.list[remedy]) != 0)
        place++;
    return place;
}

static bool steps_are_in_order(const struct case_book *book, const struct proposal *then,
                               const struct step *left, const struct step *right)
{
    int order = (int)place_of(left->remedy) - (int)place_of(right->remedy);

    if (order == 0 && left->remedy == REMEDY_ATTEST_CAPABILITY)
        order = strcmp(capability_words.list[left->capability],
                       capability_words.list[right->capability]);
    else if (order == 0)
        order = compare_alike(book, then, left, right);
    return order < 0;
}

static void check_order(const struct case_book *book, const struct plan *plan,
                        struct buffer *complaint)
{
    struct proposal then = proposal_of(&book->source.source, &plan->then);
    unsigned replaced = 0;

    for (unsigned i = 0; i < plan->step_count; i++) {
        if (i > 0 && !steps_are_in_order(book, &then, &plan->steps[i - 1], &plan->steps[i]))
            buffer_add_format(complaint, "step %u is not in order\n", i);
        replaced |= BIT(plan->steps[i].remedy) & REPLACEMENTS;
    }
    if (__builtin_popcount(replaced) > 2 ||
        (__builtin_popcount(replaced) == 2 && (replaced & BIT(REMEDY_OTHER_TENANT)) == 0))
        buffer_add_string(complaint, "too much is replaced\n");
    if (plan->step_count > PLAN_STEPS_MAX)
        buffer_add_string(complaint, "there are too many steps\n");
}

static bool plans_are_in_order(const struct planner *planner, const struct plan *left,
                               const struct plan *right)
{
    struct buffer first = { 0 };
    struct buffer second = { 0 };
    size_t length = 0;
    int order = 0;

    plan_write_canonical(planner, left, &first);
    plan_write_canonical(planner, right, &second);
    length = first.length < second.length ? first.length : second.length;
    order = (int)left->step_count - (int)right->step_count;
    if (order == 0)
        order = memcmp(first.bytes, second.bytes, length);
    if (order == 0)
        order = first.length < second.length ? -1 : 1;
    if (first.length == second.length && memcmp(first.bytes, second.bytes, length) == 0)
        order = 1;
    buffer_done(&first);
    buffer_done(&second);
    return order < 0;
}

static void check_plan(const struct case_book *book, const struct plan *plan,
                       struct checked *checked, struct buffer *complaint)
{
    size_t length = complaint->length;

    checked->plans++;
    checked->steps += plan->step_count;
    check_carried_out(book, plan, complaint);
    check_then(book, plan, complaint);
    check_order(book, plan, complaint);
    check_minimal(book, plan, checked, complaint);
    if (complaint->length > length)
        tell_plan(complaint, book, plan);
}

void check_plans(const struct case_book *book, struct checked *checked, struct buffer *complaint)
{
    const struct world_case *world_case = book->world_case;
    enum verdict verdict =
        fact_world_judge(&world_case->world, &world_case->act, world_case->terms);
    struct planner planner;
    struct way_forward ways;

    planner_init(&planner, &book->source.source, world_case->terms);
    if (plan_way_forward(&planner, &book->request, &ways) != STATUS_OK)
        buffer_add_string(complaint, "memory has run out\n");
    checked->acts++;
    checked->refused += verdict == VERDICT_REFUSED;
    if (verdict == VERDICT_SUPPORTED && ways.plan_count > 0)
        buffer_add_string(complaint, "a supported act has plans\n");
    for (unsigned i = 0; i < ways.plan_count; i++) {
        check_plan(book, &ways.plans[i], checked, complaint);
        if (i > 0 && !plans_are_in_order(&planner, &ways.plans[i - 1], &ways.plans[i]))
            buffer_add_format(complaint, "plan %u is not in order, or there twice\n", i);
    }
}
