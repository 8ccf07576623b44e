/* SPDX-License-Identifier: Apache-2.0 */
/* Acts and steps as JSON: one row of members for each remedy. */
#include "planner/plan_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"
#include "model/noun_json.h"

/* What writing needs at every place. */
struct writing {
    struct json_writer *writer;
    const struct source *source;
    const struct step *step;
};

void tenant_write_json(struct json_writer *writer, const struct source *source, uint32_t tenant)
{
    if (tenant == REQUEST_NONE)
        json_null(writer);
    else
        json_guid(writer, source->tenant_id(source, tenant));
}

static void write_party(struct json_writer *writer, const struct source *source,
                        const struct request *act, const char *key, enum position position)
{
    if ((act->positions & BIT(position)) == 0)
        return;
    json_key(writer, key);
    tenant_write_json(writer, source, act->party[position]);
}

static int compare_words(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void write_capabilities(struct json_writer *writer, unsigned capabilities)
{
    const char *sorted[CAPABILITY_COUNT];
    size_t count = 0;

    for (unsigned i = 0; i < CAPABILITY_COUNT; i++)
        if ((capabilities & BIT(i)) != 0)
            sorted[count++] = capability_words.list[i];
    qsort((void *)sorted, count, sizeof(sorted[0]), compare_words);
    json_begin_array(writer);
    for (size_t i = 0; i < count; i++)
        json_string(writer, sorted[i]);
    json_end_array(writer);
}

/* The order of the keys is that of the interchange formats: the seller before its provider. */
static void write_parties(struct json_writer *writer, const struct source *source,
                          const struct request *act)
{
    bool is_order = act->act == ACT_PLACE_ORDER;

    if (act->act == ACT_ENROLL) {
        write_party(writer, source, act, "tenant", POSITION_PARTNER);
        return;
    }
    if (is_order) {
        json_key(writer, "seller");
        tenant_write_json(writer, source, request_seller(act));
    }
    write_party(writer, source, act, "provider", POSITION_PROVIDER);
    if (!is_order)
        write_party(writer, source, act, "reseller", POSITION_RESELLER);
    write_party(writer, source, act, "partner", POSITION_PARTNER);
    write_party(writer, source, act, "customer", POSITION_CUSTOMER);
}

static void write_partner_id(struct json_writer *writer, const struct source *source,
                             uint32_t partner_id)
{
    json_text(writer, source->mpn_id(source, partner_id));
}

void act_write_json(struct json_writer *writer, const struct source *source,
                    const struct request *act)
{
    json_begin_object(writer);
    json_key(writer, "act");
    json_string(writer, act_words.list[act->act]);
    json_key(writer, "date");
    json_date(writer, act->date);
    write_parties(writer, source, act);
    if (act->offer != REQUEST_NONE) {
        json_key(writer, "offer");
        json_text(writer, source->offer_id(source, act->offer));
    }
    if (act->quantity > 0) {
        json_key(writer, "quantity");
        json_integer(writer, act->quantity);
    }
    if (act->act == ACT_ASSOCIATE_PARTNER_ID) {
        json_key(writer, "mpn_id");
        write_partner_id(writer, source, act->partner_id);
        json_key(writer, "new_subscription");
        json_flag(writer, act->new_subscription);
    }
    if (act->act == ACT_END_INDIRECT_RELATIONSHIP) {
        json_key(writer, "requested_by");
        json_string(writer, requester_words.list[act->requested_by]);
    }
    if (act->act == ACT_ENROLL) {
        json_key(writer, "role");
        json_string(writer, role_words.list[act->role]);
        json_key(writer, "capabilities");
        write_capabilities(writer, act->capabilities);
    }
    json_end_object(writer);
}

static void write_upper(const struct writing *writing, const char *key)
{
    json_key(writing->writer, key);
    tenant_write_json(writing->writer, writing->source, writing->step->upper);
}

static void write_lower(const struct writing *writing, const char *key)
{
    json_key(writing->writer, key);
    tenant_write_json(writing->writer, writing->source, writing->step->lower);
}

static void write_role(const struct writing *writing)
{
    json_key(writing->writer, "role");
    json_string(writing->writer, role_words.list[writing->step->role]);
}

static void write_chain(const struct writing *writing, uint32_t provider, uint32_t seller)
{
    json_begin_object(writing->writer);
    json_key(writing->writer, "provider");
    tenant_write_json(writing->writer, writing->source, provider);
    json_key(writing->writer, "seller");
    tenant_write_json(writing->writer, writing->source, seller);
    json_end_object(writing->writer);
}

static void write_created(const struct writing *writing)
{
    const struct step *step = writing->step;
    struct json_writer *writer = writing->writer;

    json_key(writer, "organization");
    json_text(writer, writing->source->organization_id(writing->source, step->organization));
    json_key(writer, "country");
    json_country(writer, step->country);
    json_key(writer, "kind");
    json_string(writer, tenant_kind_words.list[step->kind]);
}

static void write_registered(const struct writing *writing)
{
    write_upper(writing, "tenant");
    json_key(writing->writer, "country");
    json_country(writing->writer, writing->step->country);
    json_key(writing->writer, "mpn_id");
    write_partner_id(writing->writer, writing->source, PARTNER_ID_REGISTERED);
}

/* What stands in the act, and what in its place; null: nobody is known yet. */
static void write_change(const struct writing *writing)
{
    struct json_writer *writer = writing->writer;
    const struct source *source = writing->source;
    const struct step *step = writing->step;

    json_key(writer, "from");
    if (step->remedy == REMEDY_OTHER_SELLER)
        write_chain(writing, step->upper, step->lower);
    else if (step->remedy == REMEDY_USE_PARTNER_ID)
        write_partner_id(writer, source, step->upper);
    else if (step->remedy == REMEDY_OPEN_SUPPORT_CASE)
        json_string(writer, requester_words.list[step->requester]);
    else if (step->remedy == REMEDY_WAIT_UNTIL)
        json_date(writer, step->on);
    else
        tenant_write_json(writer, source, step->upper);
    json_key(writer, "to");
    if (step->remedy == REMEDY_OTHER_SELLER && step->new_lower != REQUEST_NONE)
        write_chain(writing, step->new_upper, step->new_lower);
    else if (step->remedy == REMEDY_USE_PARTNER_ID)
        write_partner_id(writer, source, step->new_upper);
    else if (step->remedy == REMEDY_OPEN_SUPPORT_CASE)
        json_string(writer, requester_words.list[REQUESTER_VENDOR_SUPPORT]);
    else if (step->remedy == REMEDY_WAIT_UNTIL)
        json_date(writer, step->until);
    else
        tenant_write_json(writer, source, step->new_upper);
}

/* What stands between `remedy` and `actor`. */
static void write_particulars(const struct writing *writing)
{
    struct request act;

    switch (writing->step->remedy) {
    case REMEDY_ENROLL:
    case REMEDY_END_INDIRECT_RELATIONSHIP:
    case REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP:
    case REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP:
        act = step_act(writing->step);
        json_key(writing->writer, "act");
        act_write_json(writing->writer, writing->source, &act);
        break;
    case REMEDY_SIGN_MPA:
    case REMEDY_ONBOARD:
        write_upper(writing, "tenant");
        break;
    case REMEDY_REINSTATE:
    case REMEDY_END_ENROLLMENT:
        write_upper(writing, "tenant");
        write_role(writing);
        break;
    case REMEDY_ACCEPT_CUSTOMER_AGREEMENT:
        write_lower(writing, "customer");
        break;
    case REMEDY_ATTEST_CUSTOMER_AGREEMENT:
    case REMEDY_REMOVE_CUSTOMER:
        write_upper(writing, "partner");
        write_lower(writing, "customer");
        break;
    case REMEDY_CREATE_TENANT:
        write_created(writing);
        break;
    case REMEDY_REGISTER_PARTNER_ID:
        write_registered(writing);
        break;
    case REMEDY_ATTEST_CAPABILITY:
        json_key(writing->writer, "capability");
        json_string(writing->writer, capability_words.list[writing->step->capability]);
        break;
    case REMEDY_OTHER_TENANT:
    case REMEDY_OTHER_PROVIDER:
    case REMEDY_OTHER_SELLER:
    case REMEDY_USE_PARTNER_ID:
    case REMEDY_OPEN_SUPPORT_CASE:
    case REMEDY_WAIT_UNTIL:
        write_change(writing);
        break;
    case REMEDY_NONE:
    case REMEDY_COUNT:
    default:
        break;
    }
}

static void write_actor(const struct writing *writing, const char *key, enum actor_role role,
                        uint32_t tenant)
{
    json_key(writing->writer, key);
    if (role == ACTOR_NOBODY) {
        json_null(writing->writer);
        return;
    }
    json_begin_object(writing->writer);
    json_key(writing->writer, "role");
    json_string(writing->writer, actor_role_words.list[role]);
    if (role != ACTOR_VENDOR && role != ACTOR_VENDOR_SUPPORT) {
        json_key(writing->writer, "tenant");
        tenant_write_json(writing->writer, writing->source, tenant);
    }
    json_end_object(writing->writer);
}

void step_write_members(struct json_writer *writer, const struct source *source,
                        const struct step *step)
{
    struct writing writing = { writer, source, step };
    const struct remedy_row *row = &remedy_rows[step->remedy];

    json_key(writer, "remedy");
    json_string(writer, remedy_words.list[step->remedy]);
    write_particulars(&writing);
    write_actor(&writing, "actor", row->actor, step->actor);
    write_actor(&writing, "confirmed_by", row->confirmed_by, step->lower);
}

void plan_write_canonical(const struct planner *planner, const struct plan *plan,
                          struct buffer *buffer)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, 0);
    json_begin_array(&writer);
    for (unsigned i = 0; i < plan->step_count; i++) {
        json_begin_object(&writer);
        step_write_members(&writer, planner->source, &plan->steps[i]);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    act_write_json(&writer, planner->source, &plan->then);
    json_writer_done(&writer);
}
