/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/asking.h"

#include "unit/test.h"

void asking_init(struct asking *asking, unsigned without)
{
    struct fact facts[WORLD_FACTS_MAX];
    unsigned count = small_world_facts(facts);

    *asking = (struct asking){ 0 };
    gathering_init(&asking->gathering);
    for (unsigned i = 0; i < count; i++)
        if ((BIT(facts[i].type) & without) == 0)
            gather(&asking->gathering, facts[i]);
}

void asking_done(struct asking *asking)
{
    book_source_done(&asking->source);
    gathering_done(&asking->gathering);
    buffer_done(&asking->told);
}

void asking_finish(struct asking *asking)
{
    assert_told(&asking->gathering, "");
    assert_int_equal(book_source_init(&asking->source, asking->gathering.book), STATUS_OK);
}

static void tell_tenant(struct asking *asking, uint32_t tenant)
{
    guid id;

    if (tenant == REQUEST_NONE) {
        buffer_add_string(&asking->told, " -");
        return;
    }
    if (tenant == TENANT_CREATED) {
        buffer_add_string(&asking->told, " +");
        return;
    }
    id = asking->source.source.tenant_id(&asking->source.source, tenant);
    buffer_add_format(&asking->told, " %u", (unsigned)(id.low & 0xFFFF));
}

static void tell_partner_id(struct asking *asking, uint32_t partner_id)
{
    buffer_add_string(&asking->told, " ");
    buffer_add_text(&asking->told,
                    asking->source.source.mpn_id(&asking->source.source, partner_id));
}

static void tell_change(struct asking *asking, const struct step *step)
{
    bool is_seller = step->remedy == REMEDY_OTHER_SELLER;

    if (step->remedy == REMEDY_USE_PARTNER_ID) {
        tell_partner_id(asking, step->new_upper);
        return;
    }
    tell_tenant(asking, step->new_upper);
    if (is_seller)
        tell_tenant(asking, step->new_lower);
}

static void tell_parties(struct asking *asking, const struct step *step)
{
    bool has_upper = step->remedy != REMEDY_ACCEPT_CUSTOMER_AGREEMENT;
    bool has_lower =
        step->remedy == REMEDY_REMOVE_CUSTOMER ||
        step->remedy == REMEDY_END_INDIRECT_RELATIONSHIP ||
        (step->remedy >= REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP && step->remedy < REMEDY_COUNT);

    if (has_upper)
        tell_tenant(asking, step->upper);
    if (has_lower)
        tell_tenant(asking, step->lower);
    if (step->remedy == REMEDY_ENROLL || step->remedy == REMEDY_REINSTATE ||
        step->remedy == REMEDY_END_ENROLLMENT)
        buffer_add_format(&asking->told, " %s", role_words.list[step->role]);
}

static void tell_step(struct asking *asking, const struct step *step)
{
    char day[DATE_LENGTH + 1];

    buffer_add_string(&asking->told, remedy_words.list[step->remedy]);
    if (step->remedy == REMEDY_WAIT_UNTIL) {
        date_format(step->until, day);
        buffer_add_format(&asking->told, " %s", day);
    } else if (step->remedy == REMEDY_ATTEST_CAPABILITY) {
        buffer_add_format(&asking->told, " %s", capability_words.list[step->capability]);
    } else if (step->remedy >= REMEDY_OTHER_TENANT && step->remedy <= REMEDY_USE_PARTNER_ID) {
        tell_change(asking, step);
    } else if (step->remedy == REMEDY_REGISTER_PARTNER_ID) {
        tell_tenant(asking, step->upper);
        tell_partner_id(asking, PARTNER_ID_REGISTERED);
    } else if (step->remedy != REMEDY_CREATE_TENANT && step->remedy != REMEDY_OPEN_SUPPORT_CASE) {
        tell_parties(asking, step);
    }
}

static void resolve_nothing(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
    fail_msg("the act names what is not there");
}

void ask(struct asking *asking, const struct proposal *act, struct terms terms)
{
    struct problem_sink sink = { resolve_nothing };

    if (asking->gathering.book == NULL)
        asking_finish(asking);
    assert_int_equal(book_resolve(asking->gathering.book, act, &sink, &asking->request), STATUS_OK);
    planner_init(&asking->planner, &asking->source.source, terms);
    assert_int_equal(plan_way_forward(&asking->planner, &asking->request, &asking->ways),
                     STATUS_OK);
    buffer_clear(&asking->told);
    for (unsigned i = 0; i < asking->ways.plan_count; i++)
        for (unsigned j = 0; j < asking->ways.plans[i].step_count; j++) {
            tell_step(asking, &asking->ways.plans[i].steps[j]);
            buffer_add_string(&asking->told,
                              j + 1 < asking->ways.plans[i].step_count ? "; " : "\n");
        }
}

struct proposal order_by(unsigned provider, unsigned seller, unsigned customer)
{
    return (struct proposal){ .act = ACT_PLACE_ORDER,
                              .date = DAY(2022, 5, 2),
                              .has_provider = provider > 0,
                              .provider = tenant_id(provider),
                              .seller = tenant_id(seller),
                              .customer = tenant_id(customer) };
}

struct proposal relationship_of(enum act act, unsigned upper, unsigned lower)
{
    return (struct proposal){ .act = act,
                              .date = DAY(2022, 5, 2),
                              .provider = tenant_id(upper),
                              .reseller = tenant_id(lower),
                              .partner = tenant_id(upper),
                              .customer = tenant_id(lower),
                              .tenant = tenant_id(upper) };
}
