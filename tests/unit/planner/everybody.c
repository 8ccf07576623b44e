/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/planner/everybody.h"

#include <stdlib.h>

#include "base/assert.h"

static int compare_who(const void *left, const void *right)
{
    guid first = ((const struct who *)left)->id;
    guid second = ((const struct who *)right)->id;

    if (first.high != second.high)
        return first.high < second.high ? -1 : 1;
    return first.low < second.low ? -1 : first.low > second.low;
}

static uint32_t number_of(const struct case_book *book, guid id)
{
    struct problem_sink nobody = { NULL };
    struct proposal act = { .act = ACT_ENROLL, .tenant = id };
    struct request request;
    enum status status = book_resolve(book->book, &act, &nobody, &request);

    ASSERT(status == STATUS_OK);
    return request.party[POSITION_PARTNER];
}

void everybody_find(const struct case_book *book, struct everybody *out_everybody)
{
    const struct fact_world *world = &book->world_case->world;

    out_everybody->count = 0;
    for (unsigned i = 0; i < world->count; i++) {
        const struct fact *fact = &world->facts[i];

        if (fact->type != FACT_TENANT)
            continue;
        ASSERT(out_everybody->count < PARTIES_MAX);
        out_everybody->who[out_everybody->count++] =
            (struct who){ number_of(book, fact->tenant.id), fact->tenant.id,
                          fact->tenant.organization, fact->tenant.country, fact->tenant.kind };
    }
    qsort(out_everybody->who, out_everybody->count, sizeof(out_everybody->who[0]), compare_who);
}

const struct who *everybody_who(const struct everybody *everybody, guid id)
{
    unsigned i = 0;

    while (!guid_equal(everybody->who[i].id, id)) {
        i++;
        ASSERT(i < everybody->count);
    }
    return &everybody->who[i];
}

bool world_is_live(const struct fact_world *world, guid tenant, unsigned roles, date on)
{
    for (unsigned i = 0; i < world->count; i++) {
        const struct fact *fact = &world->facts[i];

        if (fact->type == FACT_ENROLLMENT && guid_equal(fact->enrollment.tenant, tenant) &&
            (roles & BIT(fact->enrollment.role)) != 0 &&
            enrollment_status_is_live((enum enrollment_status)fact->enrollment.status) &&
            interval_holds(fact->valid, on))
            return true;
    }
    return false;
}

bool world_is_pair(const struct fact_world *world, guid provider, guid reseller, date on)
{
    for (unsigned i = 0; i < world->count; i++) {
        const struct fact *fact = &world->facts[i];

        if (fact->type == FACT_INDIRECT_RELATIONSHIP &&
            guid_equal(fact->indirect_relationship.provider, provider) &&
            guid_equal(fact->indirect_relationship.reseller, reseller) &&
            interval_holds(fact->valid, on))
            return true;
    }
    return false;
}
