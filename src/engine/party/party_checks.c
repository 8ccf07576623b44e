/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a tenant needs before new business: for every partner M4 (onboarded, enrolled, the partner
 * agreement signed), then what each of its roles asks besides, so that no rule finds anything.
 */
#include "base/assert.h"
#include "engine/party/party_private.h"

static struct party_check *add_check(struct party_view *view, enum party_check_kind kind,
                                     unsigned role, bool is_done)
{
    struct party_check *check = &view->checks[view->check_count++];

    ASSERT(view->check_count <= PARTY_CHECKS_MAX);
    *check = (struct party_check){ kind, is_done, role, ENROLLMENT_STATUS_COUNT, CAPABILITY_COUNT };
    return check;
}

/* Where the tenant's enrolment in the role stands: the active one, else the one that began last
 * of those that may still lead there; ENROLLMENT_STATUS_COUNT: there is none. */
static unsigned standing(const struct party_view *view, unsigned role)
{
    unsigned found = ENROLLMENT_STATUS_COUNT;
    date begun = DATE_BEFORE_ALL;

    for (size_t i = 0; i < view->enrollments.count; i++) {
        const struct fact *fact = &view->enrollments.list[i].fact;
        unsigned status = fact->enrollment.status;

        if (fact->enrollment.role != role || status == ENROLLMENT_ENDED ||
            !interval_holds(fact->valid, view->today) || date_before(fact->valid.from, begun))
            continue;
        if (status == ENROLLMENT_ACTIVE)
            return status;
        found = status;
        begun = fact->valid.from;
    }
    return found;
}

/* Whether it has a provider of its own region (S8). */
static enum status has_provider_in_region(struct call *call, const struct party_view *view,
                                          bool *out_has)
{
    struct rows rows;

    *out_has = false;
    TRY(party_rows(call, QUERY_SHOWN_PROVIDERS_OF_RESELLER, view->tenant.tenant.id, &rows));
    for (size_t i = 0; i < rows.count && !*out_has; i++) {
        struct fact tenant;
        struct fact organization;

        TRY(party_tenant(call, rows.list[i].fact.indirect_relationship.provider, &tenant,
                         &organization));
        *out_has =
            region_is_shared(market_region(tenant.tenant.country, view->today), view->region);
    }
    return STATUS_OK;
}

/* A partner id counts with the country of its tenant (M2). */
static bool has_partner_id(const struct party_view *view)
{
    for (size_t i = 0; i < view->partner_ids.count; i++)
        if (country_equal(view->partner_ids.list[i].fact.partner_id.country,
                          view->tenant.tenant.country))
            return true;
    return false;
}

static enum status add_reseller_checks(struct call *call, struct party_view *view)
{
    bool has_provider = false;

    TRY(has_provider_in_region(call, view, &has_provider));
    (void)add_check(view, PARTY_CHECK_PROVIDER_IN_REGION, ROLE_INDIRECT_RESELLER, has_provider);
    (void)add_check(view, PARTY_CHECK_PARTNER_ID, ROLE_INDIRECT_RESELLER, has_partner_id(view));
    return STATUS_OK;
}

static enum status add_role_checks(struct call *call, struct party_view *view, unsigned role)
{
    unsigned status = standing(view, role);

    if (status == ENROLLMENT_STATUS_COUNT)
        return STATUS_OK;
    add_check(view, PARTY_CHECK_ENROLLED, role, status == ENROLLMENT_ACTIVE)->status = status;
    for (unsigned i = 0; role == ROLE_DIRECT_BILL && i < CAPABILITY_COUNT; i++)
        add_check(view, PARTY_CHECK_CAPABILITY, role, (view->capabilities & BIT(i)) != 0)
            ->capability = i;
    return role == ROLE_INDIRECT_RESELLER ? add_reseller_checks(call, view) : STATUS_OK;
}

static enum status add_partner_checks(struct call *call, struct party_view *view)
{
    unsigned before = 0;

    (void)add_check(view, PARTY_CHECK_ONBOARDED, PARTY_NO_ROLE,
                    !date_before(view->today, view->onboarded_on));
    before = view->check_count;
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        TRY(add_role_checks(call, view, role));
    if (view->check_count == before)
        (void)add_check(view, PARTY_CHECK_ENROLLED, PARTY_NO_ROLE, false);
    (void)add_check(view, PARTY_CHECK_MPA_SIGNED, PARTY_NO_ROLE, view->mpa.state == MPA_SIGNED);
    return STATUS_OK;
}

static void add_customer_checks(struct party_view *view)
{
    bool has_accepted = false;

    for (size_t i = 0; i < view->customer_agreements.count; i++)
        if (!date_before(view->today,
                         view->customer_agreements.list[i].fact.customer_agreement.date))
            has_accepted = true;
    (void)add_check(view, PARTY_CHECK_CUSTOMER_AGREEMENT, PARTY_NO_ROLE, has_accepted);
    (void)add_check(view, PARTY_CHECK_PARTNER, PARTY_NO_ROLE,
                    view->relations[PARTY_PARTNERS].count > 0);
}

enum status party_load_checks(struct call *call, struct party_view *view)
{
    bool is_customer = view->tenant.tenant.kind == TENANT_CUSTOMER;

    (void)add_check(view, PARTY_CHECK_KNOWN_MARKET, PARTY_NO_ROLE, !region_is_none(view->region));
    if (is_customer && view->enrollments.count == 0) {
        add_customer_checks(view);
        return STATUS_OK;
    }
    return add_partner_checks(call, view);
}
