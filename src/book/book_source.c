/* SPDX-License-Identifier: Apache-2.0 */
/* What the planner asks of a book: dossiers, candidates in their order, and names. */
#include "book/book_source.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "book/book_private.h"
#include "planner/plan.h"

static const struct book_source *of(const struct source *source)
{
    return (const struct book_source *)source;
}

static void load(const struct source *source, const struct request *request, struct terms terms,
                 struct dossier *out_dossier)
{
    book_load_dossier(of(source)->book, request, terms, out_dossier);
}

static guid tenant_id(const struct source *source, uint32_t tenant)
{
    return tenant == TENANT_CREATED ? of(source)->created_id
                                    : book_tenant(of(source)->book, tenant)->id;
}

static struct text organization_id(const struct source *source, uint32_t organization)
{
    return book_organization(of(source)->book, organization)->id;
}

static struct text offer_id(const struct source *source, uint32_t offer)
{
    return book_offer(of(source)->book, offer)->id;
}

static struct text mpn_id(const struct source *source, uint32_t partner_id)
{
    return partner_id == PARTNER_ID_REGISTERED
               ? text_of(of(source)->registered_mpn_id)
               : book_partner_id(of(source)->book, partner_id)->mpn_id;
}

static int compare_texts(struct text left, struct text right)
{
    size_t length = left.length < right.length ? left.length : right.length;
    int order = memcmp(left.bytes, right.bytes, length);

    return order != 0 ? order : (left.length > right.length) - (left.length < right.length);
}

static uint32_t find_partner_id(const struct source *source, uint32_t tenant)
{
    const struct book *book = of(source)->book;
    const struct tenant_record *record = book_tenant(book, tenant);
    struct link_range range = links_of_kind(tenant_links(record), LINK_PARTNER_ID);
    uint32_t first = REQUEST_NONE;

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        const struct partner_id_record *partner_id = book_partner_id(book, link->other);

        if (country_equal(partner_id->country, record->country) &&
            (first == REQUEST_NONE ||
             compare_texts(partner_id->mpn_id, book_partner_id(book, first)->mpn_id) < 0))
            first = link->other;
    }
    return first;
}

/* The tenants of an organisation with the lowest ids. */
struct members {
    uint32_t count;
    uint32_t tenants[CANDIDATES_MAX];
};

static bool id_is_before(const struct book *book, uint32_t left, uint32_t right)
{
    guid first = book_tenant(book, left)->id;
    guid second = book_tenant(book, right)->id;

    return first.high != second.high ? first.high < second.high : first.low < second.low;
}

static void members_add(struct members *members, const struct book *book, uint32_t tenant)
{
    uint32_t place = members->count;

    if (place == CANDIDATES_MAX && !id_is_before(book, tenant, members->tenants[--place]))
        return;
    if (members->count < CANDIDATES_MAX)
        members->count++;
    for (; place > 0 && id_is_before(book, tenant, members->tenants[place - 1]); place--)
        members->tenants[place] = members->tenants[place - 1];
    members->tenants[place] = tenant;
}

static void visit_members(const struct book *book, uint32_t tenant, bool are_partners,
                          struct visitor *visitor)
{
    NOT_CLEARED struct members members;
    struct link_range range = links_of_kind(
        organization_links(book, book_tenant(book, tenant)->organization), LINK_MEMBER);

    members.count = 0;
    for (const struct kept_link *link = range.begin; link < range.end; link++)
        if (!are_partners || book_tenant(book, link->other)->kind == TENANT_PARTNER)
            members_add(&members, book, link->other);
    for (uint32_t i = 0; i < members.count; i++)
        if (!visitor->take(visitor, (struct candidate){ REQUEST_NONE, members.tenants[i] }))
            return;
}

static void visit_organization(const struct source *source, uint32_t tenant,
                               struct visitor *visitor)
{
    visit_members(of(source)->book, tenant, false, visitor);
}

/* A way through the directory. */
struct walk {
    const struct book_source *source;
    const struct request *request;
    region region;   /* of everybody who is shown */
    bool is_any;     /* shows everybody */
    bool is_related; /* shows those with a relationship, or those without */
    uint32_t lower;  /* to whom: the customer, or the reseller */
    enum link_kind kind;
    struct visitor *visitor;
};

static bool is_of_region(const struct walk *walk, uint32_t place)
{
    return region_is_shared(
        walk->region, market_region(walk->source->directory.markets[place], walk->request->date));
}

static bool has_relationship(const struct walk *walk, uint32_t partner)
{
    if (walk->lower == TENANT_CREATED)
        return false;
    return links_hold(tenant_links(book_tenant(walk->source->book, walk->lower)), walk->kind,
                      partner, walk->request->date);
}

/* Whether the tenant has a live enrolment in one of the roles. */
static bool is_live(const struct walk *walk, uint32_t tenant, unsigned roles)
{
    struct link_range range =
        links_of_kind(tenant_links(book_tenant(walk->source->book, tenant)), LINK_ENROLLMENT);

    for (const struct kept_link *link = range.begin; link < range.end; link++)
        if ((roles & BIT(kept_detail(link) / ENROLLMENT_STATUS_COUNT)) != 0 &&
            enrollment_status_is_live(
                (enum enrollment_status)(kept_detail(link) % ENROLLMENT_STATUS_COUNT)) &&
            kept_holds(link, walk->request->date))
            return true;
    return false;
}

/* Partners that stand alone: direct-bill partners, providers, or any. */
static bool walk_partners(const struct walk *walk, unsigned roles)
{
    const struct directory *directory = &walk->source->directory;

    for (uint32_t place = 0; place < directory->partner_count; place++) {
        uint32_t tenant = directory->partners[place];
        struct candidate candidate = { REQUEST_NONE, tenant };

        if (roles == BIT(ROLE_INDIRECT_PROVIDER))
            candidate = (struct candidate){ tenant, REQUEST_NONE };
        if (is_of_region(walk, place) &&
            (walk->is_any || has_relationship(walk, tenant) == walk->is_related) &&
            is_live(walk, tenant, roles) && !walk->visitor->take(walk->visitor, candidate))
            return false;
    }
    return true;
}

static bool walk_pairs(const struct walk *walk)
{
    const struct directory *directory = &walk->source->directory;
    const struct book *book = walk->source->book;

    for (size_t i = 0; i < directory->pair_count; i++) {
        const struct directory_pair *pair = &directory->pairs[i];
        struct candidate candidate = { directory->partners[pair->provider],
                                       directory->partners[pair->reseller] };

        if (!is_of_region(walk, pair->provider) || !is_of_region(walk, pair->reseller) ||
            (!walk->is_any && (has_relationship(walk, candidate.provider) ||
                               has_relationship(walk, candidate.tenant)) != walk->is_related) ||
            !links_hold(tenant_links(book_tenant(book, candidate.tenant)), LINK_INDIRECT,
                        candidate.provider, walk->request->date))
            continue;
        if (!walk->visitor->take(walk->visitor, candidate))
            return false;
    }
    return true;
}

static bool walk_sellers(const struct walk *walk)
{
    if (walk->request->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP)
        return walk_partners(walk, BIT(ROLE_COUNT) - 1);
    return walk_partners(walk, BIT(ROLE_DIRECT_BILL)) && walk_pairs(walk);
}

/* The market of who stands there; a created tenant has that of the one beside which it is. */
static country market_of(const struct book_source *source, const struct request *request,
                         enum position position)
{
    uint32_t tenant = request->party[position];

    if (tenant == TENANT_CREATED)
        tenant = request->created_like;
    return book_tenant(source->book, tenant)->country;
}

static void visit(const struct source *source, enum remedy replacement,
                  const struct request *request, struct visitor *visitor)
{
    bool is_for_provider = replacement == REMEDY_OTHER_PROVIDER;
    bool has_customer = (request->positions & BIT(POSITION_CUSTOMER)) != 0;
    enum position below = is_for_provider ? POSITION_RESELLER : POSITION_CUSTOMER;
    struct walk walk = { .source = of(source),
                         .request = request,
                         .is_related = true,
                         .kind = has_customer ? LINK_CUSTOMER : LINK_INDIRECT,
                         .visitor = visitor };

    if (replacement == REMEDY_OTHER_TENANT) {
        visit_members(walk.source->book, request->party[request_tenant_position(request)],
                      request->act == ACT_ENROLL, visitor);
        return;
    }
    walk.lower = request->party[has_customer ? POSITION_CUSTOMER : POSITION_RESELLER];
    walk.region = market_region(market_of(walk.source, request, below), request->date);
    if (region_is_none(walk.region))
        return;
    for (unsigned pass = 0; pass < 2; pass++) {
        walk.is_related = pass == 0;
        if (!(is_for_provider ? walk_partners(&walk, BIT(ROLE_INDIRECT_PROVIDER))
                              : walk_sellers(&walk)))
            return;
    }
}

static void visit_chains(const struct source *source, const struct request *request,
                         struct visitor *visitor)
{
    struct walk walk = {
        .source = of(source), .request = request, .is_any = true, .visitor = visitor
    };

    walk.region = market_region(market_of(walk.source, request, POSITION_CUSTOMER), request->date);
    if (!region_is_none(walk.region))
        (void)walk_sellers(&walk);
}

/* The ids of which a plan takes the first free one: 00000000-0000-4000-8000-000000000001 and on,
 * "0000001" and on. */
static guid created_id(uint64_t number)
{
    return (guid){ UINT64_C(0x4000), UINT64_C(0x8000000000000000) + number };
}

static struct text registered_mpn_id(uint64_t number, char room[MPN_ID_BYTES_MAX])
{
    (void)snprintf(room, MPN_ID_BYTES_MAX, "%07" PRIu64, number);
    return text_of(room);
}

static void find_free_ids(struct book_source *source)
{
    uint64_t number = 1;

    while (book_find_tenant(source->book, created_id(number)) != INDEX_NONE)
        number++;
    source->created_id = created_id(number);
    number = 1;
    while (book_find_partner_id(source->book,
                                registered_mpn_id(number, source->registered_mpn_id)) != INDEX_NONE)
        number++;
}

void book_source_add_taken(const struct book_source *source, struct cast *cast)
{
    const struct book *book = source->book;
    char room[MPN_ID_BYTES_MAX];
    uint32_t found = INDEX_NONE;

    for (uint64_t number = 1; !guid_equal(created_id(number), source->created_id); number++)
        cast_add(cast, book_find_tenant(book, created_id(number)));
    for (uint64_t number = 1;; number++) {
        found = book_find_partner_id(book, registered_mpn_id(number, room));
        if (found == INDEX_NONE)
            return;
        cast_add(cast, book_partner_id(book, found)->tenant);
    }
}

uint64_t book_partners_version(const struct book *book)
{
    return book->partners_version;
}

enum status book_source_init(struct book_source *source, const struct book *book)
{
    *source = (struct book_source){ .source = { load, visit, visit_chains, visit_organization,
                                                find_partner_id, tenant_id, organization_id,
                                                offer_id, mpn_id },
                                    .book = book };
    TRY(directory_init(&source->directory, book));
    find_free_ids(source);
    return STATUS_OK;
}

void book_source_done(struct book_source *source)
{
    directory_done(&source->directory);
}
