/* SPDX-License-Identifier: Apache-2.0 */
/* What the planner asks of a book: dossiers, candidates in their order, and names. */
#include "book/book_source.h"

#include <inttypes.h>
#include <stdio.h>

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

static bool has_attestation(const struct source *source, uint32_t customer, date on)
{
    struct link_range range =
        links_of_kind(tenant_links(book_tenant(of(source)->book, customer)), LINK_ACCEPTANCE);

    for (const struct kept_link *link = range.begin; link < range.end; link++)
        if (link->other != 0 && !date_before(on, kept_valid(link).from))
            return true;
    return false;
}

/* Whether a link is what the step ends, but for its dates. */
static bool is_ended_by(const struct kept_link *link, const struct step *step)
{
    uint32_t detail = kept_detail(link);

    return step->remedy != REMEDY_END_ENROLLMENT ||
           (detail / ENROLLMENT_STATUS_COUNT == step->role &&
            enrollment_status_is_live((enum enrollment_status)(detail % ENROLLMENT_STATUS_COUNT)));
}

/* What ends is never of a tenant that is only created. */
static bool ends_on(const struct source *source, const struct step *step, date on)
{
    const struct book *book = of(source)->book;
    enum link_kind kind = step->remedy == REMEDY_REMOVE_CUSTOMER ? LINK_CUSTOMER : LINK_INDIRECT;
    bool is_ended = false;
    struct link_range range =
        step->remedy == REMEDY_END_ENROLLMENT
            ? links_of_kind(tenant_links(book_tenant(book, step->upper)), LINK_ENROLLMENT)
            : links_with(tenant_links(book_tenant(book, step->lower)), kind, step->upper);

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        if (!is_ended_by(link, step) || !kept_holds(link, on))
            continue;
        if (!kept_holds(link, step->on))
            return false;
        is_ended = true;
    }
    return is_ended;
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
             text_compare(partner_id->mpn_id, book_partner_id(book, first)->mpn_id) < 0))
            first = link->other;
    }
    return first;
}

/* The tenants of an organisation that come first: related ones, then by their ids. */
struct members {
    uint32_t count;
    struct candidate list[CANDIDATES_MAX];
};

static bool member_is_before(const struct book *book, struct candidate left, struct candidate right)
{
    if (left.is_related != right.is_related)
        return left.is_related;
    return guid_compare(book_tenant(book, left.tenant)->id, book_tenant(book, right.tenant)->id) <
           0;
}

static void members_add(struct members *members, const struct book *book, struct candidate member)
{
    uint32_t place = members->count;

    if (place < CANDIDATES_MAX) {
        members->count++;
    } else {
        place--;
        if (!member_is_before(book, member, members->list[place]))
            return;
    }
    for (; place > 0 && member_is_before(book, member, members->list[place - 1]); place--)
        members->list[place] = members->list[place - 1];
    members->list[place] = member;
}

/* Whether a partner of the act has a relationship with the tenant as what it would be there. */
static bool is_related_in(const struct book *book, const struct request *request, uint32_t tenant)
{
    enum position position = request_tenant_position(request);
    enum link_kind kind = position == POSITION_CUSTOMER ? LINK_CUSTOMER : LINK_INDIRECT;

    for (unsigned left = request->positions & ~BIT(position); left != 0; left &= left - 1)
        if (links_hold(tenant_links(book_tenant(book, tenant)), kind,
                       request->party[__builtin_ctz(left)], request->date))
            return true;
    return false;
}

/* The tenants that could stand in the place of the act's; without an act all, by id. */
static void visit_members(const struct book *book, uint32_t tenant, const struct request *request,
                          struct visitor *visitor)
{
    NOT_CLEARED struct members members;
    struct link_range range = links_of_kind(
        organization_links(book, book_tenant(book, tenant)->organization), LINK_MEMBER);
    bool are_partners = request != NULL && request->act == ACT_ENROLL;

    members.count = 0;
    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        struct candidate member = { REQUEST_NONE, link->other, false };

        if (are_partners && book_tenant(book, link->other)->kind != TENANT_PARTNER)
            continue;
        member.is_related = request != NULL && is_related_in(book, request, link->other);
        members_add(&members, book, member);
    }
    for (uint32_t i = 0; i < members.count; i++)
        if (!visitor->take(visitor, members.list[i]))
            return;
}

static void visit_organization(const struct source *source, uint32_t tenant,
                               struct visitor *visitor)
{
    visit_members(of(source)->book, tenant, NULL, visitor);
}

enum {
    RELATED_MAX = 16, /* a customer has few partners; of those beyond it is asked in its links */
    RUNS_MAX = 64,    /* which have few pairs besides those of one provider */
    PAIRS_AHEAD = 24
};

/* A way through the part of the directory that has everybody who is shown. */
struct walk {
    const struct book *book;
    const struct request *request;
    const struct directory_region *place;
    bool is_any;     /* shows everybody, or first those related, then the others */
    bool is_related; /* shows those with a relationship, or those without */
    uint32_t lower;  /* to whom: the customer, or the reseller */
    enum link_kind kind;
    unsigned related_count;
    uint32_t related[RELATED_MAX];
    struct visitor *visitor;
};

/* Notes who has a relationship in effect with the lower party; a created one has none. */
static void find_related(struct walk *walk)
{
    struct link_range range;

    walk->related_count = 0;
    if (walk->lower == TENANT_CREATED)
        return;
    range = links_of_kind(tenant_links(book_tenant(walk->book, walk->lower)), walk->kind);
    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        if (!kept_holds(link, walk->request->date))
            continue;
        if (walk->related_count < RELATED_MAX)
            walk->related[walk->related_count] = link->other;
        walk->related_count++;
    }
}

static bool has_relationship(const struct walk *walk, uint32_t partner)
{
    if (walk->related_count > RELATED_MAX)
        return links_hold(tenant_links(book_tenant(walk->book, walk->lower)), walk->kind, partner,
                          walk->request->date);
    for (unsigned i = 0; i < walk->related_count; i++)
        if (walk->related[i] == partner)
            return true;
    return false;
}

/* Whether it is the turn of partners of which some have a relationship. */
static bool is_turn_of(const struct walk *walk, bool has_relationship)
{
    return walk->is_any || has_relationship == walk->is_related;
}

static bool show(const struct walk *walk, uint32_t provider, uint32_t tenant)
{
    struct candidate candidate = { provider, tenant, walk->is_related && !walk->is_any };

    return walk->visitor->take(walk->visitor, candidate);
}

/* Whether the tenant has a live enrolment in one of the roles. */
static bool is_live(const struct walk *walk, uint32_t tenant, unsigned roles)
{
    struct link_range range =
        links_of_kind(tenant_links(book_tenant(walk->book, tenant)), LINK_ENROLLMENT);

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
        uint32_t detail = kept_detail(link);

        if ((roles & BIT(detail / ENROLLMENT_STATUS_COUNT)) != 0 &&
            enrollment_status_is_live((enum enrollment_status)(detail % ENROLLMENT_STATUS_COUNT)) &&
            kept_holds(link, walk->request->date))
            return true;
    }
    return false;
}

/* Partners that stand alone: direct-bill partners, providers, or any. */
static bool walk_partners(const struct walk *walk, enum directory_list list)
{
    static const unsigned roles[DIRECTORY_LIST_COUNT] = {
        [DIRECTORY_PARTNERS] = BIT(ROLE_COUNT) - 1,
        [DIRECTORY_DIRECT_BILL] = BIT(ROLE_DIRECT_BILL),
        [DIRECTORY_PROVIDERS] = BIT(ROLE_INDIRECT_PROVIDER),
    };
    bool is_provider = list == DIRECTORY_PROVIDERS;

    for (uint32_t i = 0; i < walk->place->counts[list]; i++) {
        uint32_t tenant = walk->place->lists[list][i];

        if (is_turn_of(walk, has_relationship(walk, tenant)) &&
            is_live(walk, tenant, roles[list]) &&
            !show(walk, is_provider ? tenant : REQUEST_NONE, is_provider ? REQUEST_NONE : tenant))
            return false;
    }
    return true;
}

/* Pairs that stand together in the directory. */
struct run {
    size_t begin;
    size_t end;
};

/* Those that a walk goes through, in order; they may overlap. */
struct runs {
    unsigned count;
    struct run list[RUNS_MAX];
};

/* While a pair is looked at, the record of a reseller so many pairs ahead is asked for, and half
 * as far ahead what its record, which has come by then, leads to. */
static void ask_ahead(const struct walk *walk, size_t i, size_t end)
{
    const struct directory_pair *pair = &walk->place->pairs[i];

    if (i + PAIRS_AHEAD < end)
        book_prefetch_tenant(walk->book, pair[PAIRS_AHEAD].reseller);
    if (i + PAIRS_AHEAD / 2 < end)
        book_prefetch_links(walk->book, book_tenant(walk->book, pair[PAIRS_AHEAD / 2].reseller));
}

/* Pairs of one provider stand together. */
static bool walk_run(const struct walk *walk, struct run run)
{
    uint32_t provider = REQUEST_NONE;
    bool is_provider_related = false;

    for (size_t i = run.begin; i < run.end; i++) {
        const struct directory_pair *pair = &walk->place->pairs[i];

        ask_ahead(walk, i, run.end);
        if (pair->provider != provider) {
            provider = pair->provider;
            is_provider_related = has_relationship(walk, provider);
        }
        if (is_turn_of(walk, is_provider_related || has_relationship(walk, pair->reseller)) &&
            links_hold(tenant_links(book_tenant(walk->book, pair->reseller)), LINK_INDIRECT,
                       pair->provider, walk->request->date) &&
            !show(walk, pair->provider, pair->reseller))
            return false;
    }
    return true;
}

/* Whether there is room for one more. */
static bool add_run(struct runs *runs, struct run run)
{
    unsigned place = runs->count;

    if (place == RUNS_MAX)
        return false;
    runs->count++;
    for (; place > 0 && runs->list[place - 1].begin > run.begin; place--)
        runs->list[place] = runs->list[place - 1];
    runs->list[place] = run;
    return true;
}

/* The pairs of a provider, and those of a reseller, one by one. */
static bool add_runs_of(const struct walk *walk, uint32_t partner, struct runs *runs)
{
    const guid id = book_tenant(walk->book, partner)->id;
    struct link_range providers =
        links_of_kind(tenant_links(book_tenant(walk->book, partner)), LINK_INDIRECT);
    struct run run = { 0, 0 };

    run.begin = directory_first_pair(walk->place, walk->book, id, (guid){ 0, 0 });
    for (run.end = run.begin; run.end < walk->place->pair_count; run.end++)
        if (walk->place->pairs[run.end].provider != partner)
            break;
    if (run.begin < run.end && !add_run(runs, run))
        return false;
    for (const struct kept_link *link = providers.begin; link < providers.end; link++) {
        run.begin = directory_first_pair(walk->place, walk->book,
                                         book_tenant(walk->book, link->other)->id, id);
        run.end = run.begin < walk->place->pair_count ? run.begin + 1 : run.begin;
        if (!add_run(runs, run))
            return false;
    }
    return true;
}

/* The runs with every pair of which one has a relationship: all pairs when these are many. */
static void find_runs(const struct walk *walk, struct runs *out_runs)
{
    bool are_few = walk->is_related && walk->related_count <= RELATED_MAX;

    out_runs->count = 0;
    for (unsigned i = 0; i < walk->related_count && are_few; i++)
        are_few = add_runs_of(walk, walk->related[i], out_runs);
    if (are_few)
        return;
    out_runs->count = 1;
    out_runs->list[0] = (struct run){ 0, walk->place->pair_count };
}

static bool walk_pairs(const struct walk *walk)
{
    NOT_CLEARED struct runs runs;
    size_t done = 0;

    find_runs(walk, &runs);
    for (unsigned i = 0; i < runs.count; i++) {
        struct run run = runs.list[i];

        if (run.begin < done)
            run.begin = done;
        if (!walk_run(walk, run))
            return false;
        if (done < run.end)
            done = run.end;
    }
    return true;
}

static bool walk_sellers(const struct walk *walk)
{
    if (walk->request->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP)
        return walk_partners(walk, DIRECTORY_PARTNERS);
    return walk_partners(walk, DIRECTORY_DIRECT_BILL) && walk_pairs(walk);
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

/* Begins a walk among those of the region of who stands there; false: it has none. */
static bool begin_walk(struct walk *walk, const struct source *source,
                       const struct request *request, enum position below)
{
    region where = market_region(market_of(of(source), request, below), request->date);

    walk->book = of(source)->book;
    walk->request = request;
    walk->place = directory_at(&of(source)->directory, where, request->date);
    walk->related_count = 0;
    return !region_is_none(where);
}

static void visit(const struct source *source, enum remedy replacement,
                  const struct request *request, struct visitor *visitor)
{
    bool is_for_provider = replacement == REMEDY_OTHER_PROVIDER;
    bool has_customer = (request->positions & BIT(POSITION_CUSTOMER)) != 0;
    NOT_CLEARED struct walk walk;

    if (replacement == REMEDY_OTHER_TENANT) {
        visit_members(of(source)->book, request->party[request_tenant_position(request)], request,
                      visitor);
        return;
    }
    if (!begin_walk(&walk, source, request,
                    is_for_provider ? POSITION_RESELLER : POSITION_CUSTOMER))
        return;
    walk.is_any = false;
    walk.visitor = visitor;
    walk.kind = has_customer ? LINK_CUSTOMER : LINK_INDIRECT;
    walk.lower = request->party[has_customer ? POSITION_CUSTOMER : POSITION_RESELLER];
    find_related(&walk);
    for (unsigned pass = 0; pass < 2; pass++) {
        walk.is_related = pass == 0;
        if (walk.is_related && walk.related_count == 0)
            continue;
        if (!(is_for_provider ? walk_partners(&walk, DIRECTORY_PROVIDERS) : walk_sellers(&walk)))
            return;
    }
}

static void visit_chains(const struct source *source, const struct request *request,
                         struct visitor *visitor)
{
    NOT_CLEARED struct walk walk;

    if (!begin_walk(&walk, source, request, POSITION_CUSTOMER))
        return;
    walk.is_any = true;
    walk.is_related = false;
    walk.visitor = visitor;
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
    *source = (struct book_source){ .source = { .load = load,
                                                .visit = visit,
                                                .visit_chains = visit_chains,
                                                .visit_organization = visit_organization,
                                                .has_attestation = has_attestation,
                                                .ends_on = ends_on,
                                                .find_partner_id = find_partner_id,
                                                .tenant_id = tenant_id,
                                                .organization_id = organization_id,
                                                .offer_id = offer_id,
                                                .mpn_id = mpn_id },
                                    .book = book };
    TRY(directory_init(&source->directory, book));
    find_free_ids(source);
    return STATUS_OK;
}

void book_source_done(struct book_source *source)
{
    directory_done(&source->directory);
}
