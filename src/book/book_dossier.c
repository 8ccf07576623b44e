/* SPDX-License-Identifier: Apache-2.0 */
/* From names to numbers, and from numbers to the facts that a decision rests on. */
#include <string.h>

#include "base/assert.h"
#include "book/act_parties.h"
#include "book/book_private.h"

static enum status unknown(struct problem_sink *sink, const char *field, enum noun noun,
                           struct text found)
{
    sink->report(sink, &(struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                          .field = text_of(field),
                                          .found = found,
                                          .found_is_text = true,
                                          .noun = noun });
    return STATUS_INVALID;
}

static enum status unknown_party(struct problem_sink *sink, const struct act_party *party, guid id)
{
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    return unknown(sink, party->field, NOUN_TENANT, text_of(text));
}

/* The tenant of that id, which probably is the guess. */
static uint32_t find_tenant(const struct book *book, guid id, uint32_t guess)
{
    if (guess != INDEX_NONE && guid_equal(book_tenant(book, guess)->id, id))
        return guess;
    return book_find_tenant(book, id);
}

static enum status resolve_parties(const struct book *book, const struct proposal *proposal,
                                   const struct book_guess *guess, struct problem_sink *sink,
                                   struct request *request)
{
    bool is_direct = proposal->act == ACT_PLACE_ORDER && !proposal->has_provider;
    const uint32_t *guessed = guess->tenants;

    for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL;
         party++) {
        enum position position = party->position;
        guid id = act_party_id(proposal, party);
        uint32_t number = 0;

        if (party->is_optional && !proposal->has_provider)
            continue;
        number = find_tenant(book, id, *guessed++);
        if (number == INDEX_NONE)
            return unknown_party(sink, party, id);
        if (is_direct && position == POSITION_RESELLER)
            position = POSITION_DIRECT_BILL;
        request->party[position] = number;
        request->positions |= BIT(position);
        book_prefetch_links(book, book_tenant(book, number));
    }
    return STATUS_OK;
}

static uint32_t find_offer(const struct book *book, struct text id, uint32_t guess)
{
    if (guess != INDEX_NONE && text_equal(book_offer(book, guess)->id, id))
        return guess;
    return book_find_offer(book, id);
}

enum status book_resolve(const struct book *book, const struct proposal *proposal,
                         struct problem_sink *sink, struct request *out_request)
{
    struct book_guess guess;

    book_guess(book, &proposal, 1, &guess);
    return book_resolve_guessed(book, proposal, &guess, sink, out_request);
}

enum status book_resolve_guessed(const struct book *book, const struct proposal *proposal,
                                 const struct book_guess *guess, struct problem_sink *sink,
                                 struct request *out_request)
{
    struct request request = {
        .act = proposal->act,
        .date = proposal->date,
        .offer = REQUEST_NONE,
        .quantity = proposal->quantity,
        .partner_id = REQUEST_NONE,
        .new_subscription = proposal->new_subscription,
        .requested_by = (enum requester)proposal->requested_by,
        .role = (enum role)proposal->role,
        .capabilities = proposal->capabilities,
    };

    TRY(resolve_parties(book, proposal, guess, sink, &request));
    if (proposal->has_offer) {
        request.offer = find_offer(book, proposal->offer, guess->offer);
        if (request.offer == INDEX_NONE)
            return unknown(sink, "offer", NOUN_OFFER, proposal->offer);
    }
    if (proposal->act == ACT_ASSOCIATE_PARTNER_ID) {
        request.partner_id = book_find_partner_id(book, proposal->mpn_id);
        if (request.partner_id == INDEX_NONE)
            return unknown(sink, "mpn_id", NOUN_PARTNER_ID, proposal->mpn_id);
    }
    *out_request = request;
    return STATUS_OK;
}

/* A dossier while it is filled, and the records of its parties: NULL where nobody stands. */
struct loading {
    const struct book *book;
    const struct request *request;
    const struct tenant_record *tenants[POSITION_COUNT];
    struct dossier *dossier;
};

/* Who stands in a position that the act has. */
static const struct tenant_record *tenant_in(const struct loading *loading, enum position position)
{
    ASSERT(loading->tenants[position] != NULL);
    return loading->tenants[position];
}

static void load_roles(struct link_set links, date on, struct party *party)
{
    const struct kept_link *end = links.links + links.count;

    for (const struct kept_link *link = links_first(links, LINK_ENROLLMENT);
         link < end && kept_kind(link) == LINK_ENROLLMENT; link++) {
        uint32_t detail = kept_detail(link);
        enum enrollment_status status = (enum enrollment_status)(detail % ENROLLMENT_STATUS_COUNT);
        unsigned role = BIT(detail / ENROLLMENT_STATUS_COUNT);

        if (!kept_holds(link, on) || !enrollment_status_is_live(status))
            continue;
        party->live_roles |= role;
        if (status == ENROLLMENT_ACTIVE)
            party->active_roles |= role;
    }
}

/* The first day of the links of a kind that has no other, or DATE_AFTER_ALL. */
static date first_day(struct link_set links, enum link_kind kind)
{
    return (links.kinds & BIT(kind)) != 0 ? kept_date(links_first(links, kind)->from_and_kind)
                                          : DATE_AFTER_ALL;
}

/* Q6: that of any tenant of the organisation in the region, or the tenant's own. */
static date first_signature(const struct book *book, const struct tenant_record *tenant,
                            region own_region, date first, date on)
{
    struct link_set links = organization_links(book, tenant->organization);
    struct link_range left = links_of_kind(links, LINK_SIGNATURE);

    /* Sorted by country, then by day: of each country the first counts. */
    while (left.begin < left.end) {
        uint32_t number = left.begin->other;
        country market = { (uint16_t)number };
        date signed_on = kept_date(left.begin->from_and_kind);

        if (date_before(signed_on, first) &&
            region_is_shared(own_region, market_region(market, on)))
            first = signed_on;
        left.begin = links_with(links, LINK_SIGNATURE, number).end;
    }
    return first;
}

/* The organisation directly above on that day, or itself. */
static uint32_t owner_of(const struct book *book, uint32_t organization, date on)
{
    struct link_range range = links_of_kind(organization_links(book, organization), LINK_OWNERSHIP);

    for (; range.begin < range.end; range.begin++)
        if (kept_holds(range.begin, on))
            return range.begin->other;
    return organization;
}

/* Q4: upwards along the owners of that day; a book has no circles and one owner at once. */
static uint32_t ultimate_owner(const struct book *book, uint32_t organization, date on)
{
    for (;;) {
        uint32_t owner = owner_of(book, organization, on);

        if (owner == organization)
            return organization;
        organization = owner;
    }
}

/* What is asked of whoever stands in an act. */
static void load_party(const struct loading *loading, enum position position)
{
    const struct tenant_record *tenant = tenant_in(loading, position);
    struct party *party = &loading->dossier->party[position];
    date on = loading->dossier->date;

    party->tenant = loading->request->party[position];
    party->organization = tenant->organization;
    party->ultimate_owner = tenant->organization;
    party->owner = tenant->organization;
    party->kind = (enum tenant_kind)tenant->kind;
    party->market = tenant->country;
    party->region = market_region(tenant->country, on);
    party->onboarded_on = DATE_AFTER_ALL;
    party->mpa_signed_on = DATE_AFTER_ALL;
    if (tenant->organization_matters) {
        party->owner = owner_of(loading->book, tenant->organization, on);
        party->ultimate_owner = ultimate_owner(loading->book, party->owner, on);
    }
    load_roles(tenant_links(tenant), on, party);
}

/* What is asked of partners, and so not of the customer. */
static void load_partner(const struct loading *loading, enum position position)
{
    const struct tenant_record *tenant = tenant_in(loading, position);
    struct party *party = &loading->dossier->party[position];
    struct link_set links = tenant_links(tenant);

    party->onboarded_on = first_day(links, LINK_ACCOUNT);
    party->mpa_signed_on = first_day(links, LINK_AGREEMENT);
    if (tenant->organization_matters && (loading->dossier->other_readings & Q6) == 0)
        party->mpa_signed_on = first_signature(loading->book, tenant, party->region,
                                               party->mpa_signed_on, loading->dossier->date);
}

/* Whether whoever stands in a position has a tie with a partner on the day. */
static bool has_relationship(const struct loading *loading, enum link_kind kind,
                             enum position partner, enum position other)
{
    return links_hold(tenant_links(tenant_in(loading, other)), kind,
                      loading->request->party[partner], loading->dossier->date);
}

/* S6: how many tenants on the side of `other` are the partner's customers or resellers. The one,
 * or under the other reading of Q2 each of its organisation. */
static unsigned count_ties(const struct loading *loading, enum link_kind kind,
                           enum position partner, enum position other)
{
    const struct book *book = loading->book;
    uint32_t number = loading->request->party[partner];
    struct link_range members;
    unsigned count = 0;

    if ((loading->dossier->other_readings & Q2) == 0)
        return has_relationship(loading, kind, partner, other);
    members = links_of_kind(organization_links(book, tenant_in(loading, other)->organization),
                            LINK_MEMBER);
    for (; members.begin < members.end; members.begin++)
        count += links_hold(tenant_links(book_tenant(book, members.begin->other)), kind, number,
                            loading->dossier->date);
    return count;
}

/* What lies between the partners of an order and its customer. */
static void load_order(const struct loading *loading)
{
    struct dossier *dossier = loading->dossier;
    const uint32_t *party = loading->request->party;
    struct link_set customer = tenant_links(tenant_in(loading, POSITION_CUSTOMER));
    bool is_indirect = dossier_has(dossier, POSITION_PROVIDER);
    enum position transacting = is_indirect ? POSITION_PROVIDER : POSITION_DIRECT_BILL;
    date on = dossier->date;

    dossier->party[transacting].has_customer =
        links_hold(customer, LINK_CUSTOMER, party[transacting], on);
    if (is_indirect) {
        dossier->party[POSITION_RESELLER].has_customer =
            links_hold(customer, LINK_CUSTOMER, party[POSITION_RESELLER], on);
        /* S6: the provider would face one of its resellers as its customer. */
        dossier->customers_reselling =
            count_ties(loading, LINK_INDIRECT, transacting, POSITION_CUSTOMER);
    }
    dossier->agreement_accepted_on = links_first_day(customer, LINK_ACCEPTANCE, 0);
    dossier->agreement_attested_on =
        links_first_day(customer, LINK_ACCEPTANCE, party[transacting] + 1);
}

static void load_offer(const struct loading *loading)
{
    struct dossier *dossier = loading->dossier;
    const struct offer_record *offer = book_offer(loading->book, loading->request->offer);

    dossier->has_offer = true;
    dossier->offer_valid = offer->valid;
    dossier->offer_is_everywhere = offer->markets.is_everywhere;
    dossier->offer_lists_market =
        markets_have(&offer->markets, dossier->party[POSITION_CUSTOMER].market);
}

/* Whatever a dossier holds beside the parties; all else is zero. */
static void begin_dossier(const struct request *request, struct terms terms,
                          struct dossier *dossier)
{
    memset(dossier, 0, sizeof(*dossier));
    dossier->act = request->act;
    dossier->profile = terms.profile;
    dossier->other_readings = terms.other_readings;
    dossier->date = request->date;
    dossier->positions = request->positions;
    dossier->agreement_accepted_on = DATE_AFTER_ALL;
    dossier->agreement_attested_on = DATE_AFTER_ALL;
    dossier->new_subscription = request->new_subscription;
    dossier->requested_by = request->requested_by;
    dossier->role = request->role;
    dossier->capabilities = request->capabilities;
}

static void load_parties(struct loading *loading)
{
    const struct request *request = loading->request;

    for (unsigned left = request->positions; left != 0; left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);

        loading->tenants[position] = book_tenant(loading->book, request->party[position]);
        load_party(loading, (enum position)position);
        if (position != POSITION_CUSTOMER)
            load_partner(loading, (enum position)position);
    }
}

void book_load_dossier(const struct book *book, const struct request *request, struct terms terms,
                       struct dossier *out_dossier)
{
    struct loading loading = { .book = book, .request = request, .dossier = out_dossier };

    begin_dossier(request, terms, out_dossier);
    load_parties(&loading);
    if (dossier_has(out_dossier, POSITION_PROVIDER))
        out_dossier->has_indirect_relationship =
            has_relationship(&loading, LINK_INDIRECT, POSITION_PROVIDER, POSITION_RESELLER);
    if (request->act == ACT_PLACE_ORDER)
        load_order(&loading);
    if (request->act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP)
        out_dossier->resellers_buying =
            count_ties(&loading, LINK_CUSTOMER, POSITION_PROVIDER, POSITION_RESELLER);
    if (request->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP)
        out_dossier->customers_reselling =
            count_ties(&loading, LINK_INDIRECT, POSITION_PARTNER, POSITION_CUSTOMER);
    if (request->offer != REQUEST_NONE)
        load_offer(&loading);
    if (request->partner_id != REQUEST_NONE) {
        out_dossier->partner_id_tenant = book_partner_id(book, request->partner_id)->tenant;
        out_dossier->partner_id_country = book_partner_id(book, request->partner_id)->country;
    }
}
