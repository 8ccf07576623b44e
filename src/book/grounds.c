/* SPDX-License-Identifier: Apache-2.0 */
/* What a decision stands on, fact by fact: for the full form and for judging it again. */
#include "book/grounds.h"

#include "base/attributes.h"
#include "book/book_private.h"
#include "rulebook/remedy.h"

static bool cast_has(const struct cast *cast, uint32_t member)
{
    for (unsigned i = 0; i < cast->count; i++)
        if (cast->members[i] == member)
            return true;
    return false;
}

void cast_add(struct cast *cast, uint32_t member)
{
    if (!cast_has(cast, member) && cast->count < CAST_MAX)
        cast->members[cast->count++] = member;
}

static struct link_range tenant_range(const struct book *book, uint32_t tenant, enum link_kind kind)
{
    return links_of_kind(tenant_links(book_tenant(book, tenant)), kind);
}

static struct link_range organization_range(const struct book *book, uint32_t organization,
                                            enum link_kind kind)
{
    return links_of_kind(organization_links(book, organization), kind);
}

static struct link_range members_of(const struct book *book, uint32_t tenant)
{
    return organization_range(book, book_tenant(book, tenant)->organization, LINK_MEMBER);
}

static bool is_csp_tenant(const struct book *book, uint32_t tenant, date on)
{
    struct link_range range = tenant_range(book, tenant, LINK_ENROLLMENT);

    for (const struct kept_link *link = range.begin; link < range.end; link++)
        if (kept_holds(link, on) && enrollment_status_is_live((enum enrollment_status)(
                                        kept_detail(link) % ENROLLMENT_STATUS_COUNT)))
            return true;
    return false;
}

/* Of two tenants, one of which may be none, the one with the lower id. */
static uint32_t lower_id(const struct book *book, uint32_t left, uint32_t right)
{
    if (left == REQUEST_NONE || right == REQUEST_NONE)
        return left == REQUEST_NONE ? right : left;
    return guid_compare(book_tenant(book, left)->id, book_tenant(book, right)->id) < 0 ? left
                                                                                       : right;
}

/* S4: the CSP tenant of the organisation with the lowest id. */
static uint32_t find_csp_tenant(const struct book *book, uint32_t customer, date on)
{
    struct link_range members = members_of(book, customer);
    uint32_t found = REQUEST_NONE;

    for (const struct kept_link *link = members.begin; link < members.end; link++)
        if (is_csp_tenant(book, link->other, on))
            found = lower_id(book, found, link->other);
    return found;
}

static bool is_partner_of(const struct request *request, uint32_t tenant)
{
    for (unsigned left = request->positions & ~BIT(POSITION_CUSTOMER); left != 0; left &= left - 1)
        if (request->party[__builtin_ctz(left)] == tenant)
            return true;
    return false;
}

/* S2: the tenant that serves the customer and is none of the act's partners. */
static uint32_t find_other_partner(const struct book *book, const struct request *request)
{
    struct link_range partners =
        tenant_range(book, request->party[POSITION_CUSTOMER], LINK_CUSTOMER);
    uint32_t found = REQUEST_NONE;

    for (const struct kept_link *link = partners.begin; link < partners.end; link++)
        if (kept_holds(link, request->date) && !is_partner_of(request, link->other))
            found = lower_id(book, found, link->other);
    return found;
}

static unsigned find_services(const struct book *book, const struct request *request)
{
    struct link_range range =
        links_with(tenant_links(book_tenant(book, request->party[POSITION_RESELLER])), LINK_SERVICE,
                   request->party[POSITION_PROVIDER]);
    unsigned services = 0;

    for (const struct kept_link *link = range.begin; link < range.end; link++)
        if (kept_holds(link, request->date))
            services |= kept_detail(link);
    return services;
}

static bool has(const struct request *request, enum position position)
{
    return (request->positions & BIT(position)) != 0;
}

struct grounds book_load_grounds(const struct book *book, const struct request *request)
{
    struct grounds grounds = { 0 };

    if (has(request, POSITION_CUSTOMER)) {
        grounds.has_csp_tenant =
            find_csp_tenant(book, request->party[POSITION_CUSTOMER], request->date) != REQUEST_NONE;
        grounds.has_other_partner = find_other_partner(book, request) != REQUEST_NONE;
    }
    if (has(request, POSITION_PROVIDER) && has(request, POSITION_RESELLER))
        grounds.services = find_services(book, request);
    return grounds;
}

void cast_add_signers(struct cast *cast, const struct book *book, uint32_t tenant)
{
    struct link_range members = members_of(book, tenant);

    for (const struct kept_link *link = members.begin; link < members.end; link++) {
        struct link_range signed_by = tenant_range(book, link->other, LINK_AGREEMENT);
        country market = book_tenant(book, link->other)->country;
        struct link_range first =
            links_with(organization_links(book, book_tenant(book, tenant)->organization),
                       LINK_SIGNATURE, market.number);

        if (signed_by.begin < signed_by.end && first.begin < first.end &&
            kept_valid(signed_by.begin).from.day == kept_valid(first.begin).from.day)
            cast_add(cast, link->other);
    }
}

static void add_tied(struct cast *cast, const struct book *book, uint32_t tenant,
                     enum link_kind kind, uint32_t partner)
{
    struct link_range members = members_of(book, tenant);

    for (const struct kept_link *link = members.begin; link < members.end; link++) {
        struct link_range ties =
            links_with(tenant_links(book_tenant(book, link->other)), kind, partner);

        if (ties.begin < ties.end)
            cast_add(cast, link->other);
    }
}

void cast_add_tied(struct cast *cast, const struct book *book)
{
    unsigned count = cast->count;

    for (unsigned i = 0; i < count; i++)
        for (unsigned j = 0; j < count; j++) {
            add_tied(cast, book, cast->members[i], LINK_INDIRECT, cast->members[j]);
            add_tied(cast, book, cast->members[i], LINK_CUSTOMER, cast->members[j]);
        }
}

void cast_add_request(struct cast *cast, const struct book *book, const struct request *request,
                      struct terms terms)
{
    uint32_t other = REQUEST_NONE;

    for (unsigned left = request->positions; left != 0; left &= left - 1) {
        uint32_t tenant = request->party[__builtin_ctz(left)];

        cast_add(cast, tenant);
        if ((BIT(__builtin_ctz(left)) & BIT(POSITION_CUSTOMER)) == 0)
            cast_add_signers(cast, book, tenant);
    }
    if (has(request, POSITION_CUSTOMER)) {
        other = find_csp_tenant(book, request->party[POSITION_CUSTOMER], request->date);
        if (other != REQUEST_NONE)
            cast_add(cast, other);
        other = find_other_partner(book, request);
        if (other != REQUEST_NONE)
            cast_add(cast, other);
    }
    if (request->partner_id != REQUEST_NONE)
        cast_add(cast, book_partner_id(book, request->partner_id)->tenant);
    if ((terms.other_readings & Q2) != 0)
        cast_add_tied(cast, book);
}

/* Facts being shown. */
struct showing {
    const struct book *book;
    const struct cast *cast;
    struct fact_visitor *visitor;
    struct cast organizations; /* their numbers: those to be shown */
};

static void show(const struct showing *showing, struct fact fact)
{
    showing->visitor->take(showing->visitor, &fact);
}

static struct interval always(void)
{
    return (struct interval){ DATE_BEFORE_ALL, DATE_AFTER_ALL };
}

static guid id_of(const struct showing *showing, uint32_t tenant)
{
    return book_tenant(showing->book, tenant)->id;
}

static void show_organization(struct showing *showing, uint32_t number)
{
    const struct organization_name *organization = book_organization(showing->book, number);
    struct link_range owners = organization_range(showing->book, number, LINK_OWNERSHIP);

    show(showing,
         (struct fact){ .type = FACT_ORGANIZATION,
                        .valid = always(),
                        .organization = { .id = organization->id, .name = organization->name } });
    for (const struct kept_link *link = owners.begin; link < owners.end; link++) {
        show(showing,
             (struct fact){ .type = FACT_OWNERSHIP,
                            .valid = kept_valid(link),
                            .ownership = { book_organization(showing->book, link->other)->id,
                                           organization->id } });
        cast_add(&showing->organizations, link->other);
    }
}

static void show_tenant(struct showing *showing, uint32_t number)
{
    const struct tenant_record *tenant = book_tenant(showing->book, number);

    show(showing,
         (struct fact){
             .type = FACT_TENANT,
             .valid = always(),
             .tenant = { .id = tenant->id,
                         .domain = book_tenant_name(showing->book, number)->domain,
                         .organization = book_organization(showing->book, tenant->organization)->id,
                         .country = tenant->country,
                         .kind = tenant->kind } });
    cast_add(&showing->organizations, tenant->organization);
}

/* The fact that a link of a tenant alone is. */
static struct fact own_fact(enum link_kind kind, guid tenant, const struct kept_link *link)
{
    if (kind == LINK_ENROLLMENT)
        return (struct fact){ .type = FACT_ENROLLMENT,
                              .valid = kept_valid(link),
                              .enrollment = { tenant, kept_detail(link) / ENROLLMENT_STATUS_COUNT,
                                              kept_detail(link) % ENROLLMENT_STATUS_COUNT } };
    if (kind == LINK_ACCOUNT)
        return (struct fact){ .type = FACT_ACCOUNT,
                              .valid = always(),
                              .account = { tenant, kept_valid(link).from } };
    return (struct fact){ .type = FACT_AGREEMENT,
                          .valid = always(),
                          .agreement = { .agreement = AGREEMENT_MPA,
                                         .tenant = tenant,
                                         .signed_on = kept_valid(link).from } };
}

static void show_own(const struct showing *showing, uint32_t tenant)
{
    static const enum link_kind kinds[] = { LINK_ENROLLMENT, LINK_ACCOUNT, LINK_AGREEMENT };

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct link_range range = tenant_range(showing->book, tenant, kinds[i]);

        for (const struct kept_link *link = range.begin; link < range.end; link++)
            show(showing, own_fact(kinds[i], id_of(showing, tenant), link));
    }
}

/* The fact that a link between two tenants is; `lower` has it. */
static struct fact shared_fact(enum link_kind kind, guid upper, guid lower,
                               const struct kept_link *link)
{
    struct fact fact = { .valid = kept_valid(link) };

    if (kind == LINK_INDIRECT) {
        fact.type = FACT_INDIRECT_RELATIONSHIP;
        fact.indirect_relationship.provider = upper;
        fact.indirect_relationship.reseller = lower;
    } else if (kind == LINK_SERVICE) {
        fact.type = FACT_SERVICE_AGREEMENT;
        fact.service_agreement.provider = upper;
        fact.service_agreement.reseller = lower;
        fact.service_agreement.services = kept_detail(link);
    } else {
        fact.type = FACT_CUSTOMER_RELATIONSHIP;
        fact.customer_relationship.partner = upper;
        fact.customer_relationship.customer = lower;
    }
    return fact;
}

static void show_shared(const struct showing *showing, uint32_t lower)
{
    static const enum link_kind kinds[] = { LINK_INDIRECT, LINK_SERVICE, LINK_CUSTOMER };

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct link_range range = tenant_range(showing->book, lower, kinds[i]);

        for (const struct kept_link *link = range.begin; link < range.end; link++)
            if (cast_has(showing->cast, link->other))
                show(showing, shared_fact(kinds[i], id_of(showing, link->other),
                                          id_of(showing, lower), link));
    }
}

static void show_acceptances(const struct showing *showing, uint32_t customer)
{
    struct link_range range = tenant_range(showing->book, customer, LINK_ACCEPTANCE);

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        struct fact fact = { .type = FACT_CUSTOMER_AGREEMENT,
                             .valid = always(),
                             .customer_agreement = { .customer = id_of(showing, customer),
                                                     .acceptance = ACCEPTANCE_DIRECT,
                                                     .date = kept_valid(link).from } };

        if (link->other > 0) {
            if (!cast_has(showing->cast, link->other - 1))
                continue;
            fact.customer_agreement.acceptance = ACCEPTANCE_ATTESTED;
            fact.customer_agreement.partner = id_of(showing, link->other - 1);
        }
        show(showing, fact);
    }
}

static void show_partner_ids(const struct showing *showing, uint32_t tenant)
{
    struct link_range range = tenant_range(showing->book, tenant, LINK_PARTNER_ID);

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        const struct partner_id_record *record = book_partner_id(showing->book, link->other);

        show(showing, (struct fact){ .type = FACT_PARTNER_ID,
                                     .valid = always(),
                                     .partner_id = { record->mpn_id, id_of(showing, tenant),
                                                     record->country } });
    }
}

static void show_offer(const struct showing *showing, uint32_t number)
{
    const struct offer_record *offer = book_offer(showing->book, number);

    show(showing, (struct fact){ .type = FACT_OFFER,
                                 .valid = offer->valid,
                                 .offer = { .id = offer->id, .markets = offer->markets } });
}

void book_visit_facts(const struct book *book, const struct cast *cast,
                      const struct request *request, struct fact_visitor *visitor)
{
    NOT_CLEARED struct showing showing;

    showing.book = book;
    showing.cast = cast;
    showing.visitor = visitor;
    showing.organizations.count = 0;
    for (unsigned i = 0; i < cast->count; i++) {
        uint32_t tenant = cast->members[i];

        show_tenant(&showing, tenant);
        show_own(&showing, tenant);
        show_shared(&showing, tenant);
        show_acceptances(&showing, tenant);
        if (request->act == ACT_ASSOCIATE_PARTNER_ID)
            show_partner_ids(&showing, tenant);
    }
    /* Those above them, on any day, are found on the way. */
    for (unsigned i = 0; i < showing.organizations.count; i++)
        show_organization(&showing, showing.organizations.members[i]);
    if (request->offer != REQUEST_NONE)
        show_offer(&showing, request->offer);
}
