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

/* The places of the parties are asked for side by side before the first is looked at. */
static void hash_parties(const struct book *book, const struct proposal *proposal,
                         uint32_t hashes[ACT_PARTIES_MAX])
{
    const struct act_party *parties = act_parties[proposal->act];

    for (unsigned i = 0; parties[i].field != NULL; i++) {
        hashes[i] = index_hash_guid(act_party_id(proposal, &parties[i]));
        index_prefetch(&book->tenant_index, hashes[i]);
    }
}

static enum status resolve_party(const struct book *book, const struct proposal *proposal,
                                 const struct act_party *party, uint32_t hash,
                                 struct request *request)
{
    enum position position = party->position;
    uint32_t tenant = book_find_tenant_hashed(book, act_party_id(proposal, party), hash);

    if (tenant == INDEX_NONE)
        return STATUS_INVALID;
    if (proposal->act == ACT_PLACE_ORDER && position == POSITION_RESELLER &&
        !proposal->has_provider)
        position = POSITION_DIRECT_BILL;
    request->party[position] = tenant;
    request->positions |= BIT(position);
    return STATUS_OK;
}

static enum status resolve_parties(const struct book *book, const struct proposal *proposal,
                                   struct problem_sink *sink, struct request *request)
{
    const struct act_party *parties = act_parties[proposal->act];
    uint32_t hashes[ACT_PARTIES_MAX];
    char text[GUID_LENGTH + 1];

    hash_parties(book, proposal, hashes);
    for (unsigned i = 0; parties[i].field != NULL; i++) {
        if (parties[i].is_optional && !proposal->has_provider)
            continue;
        if (resolve_party(book, proposal, &parties[i], hashes[i], request) == STATUS_OK)
            continue;
        guid_format(act_party_id(proposal, &parties[i]), text);
        return unknown(sink, parties[i].field, NOUN_TENANT, text_of(text));
    }
    return STATUS_OK;
}

enum status book_resolve(const struct book *book, const struct proposal *proposal,
                         struct problem_sink *sink, struct request *out_request)
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

    TRY(resolve_parties(book, proposal, sink, &request));
    if (proposal->has_offer) {
        request.offer = book_find_offer(book, proposal->offer);
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

static void load_roles(struct link_set links, date on, struct party *party)
{
    struct link_range range = links_of_kind(links, LINK_ENROLLMENT);

    for (const struct kept_link *link = range.begin; link < range.end; link++) {
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

/* The first day of the range's links, or DATE_AFTER_ALL. */
static date first_day(struct link_range range)
{
    return range.begin < range.end ? kept_date(range.begin->from_and_kind) : DATE_AFTER_ALL;
}

/* Q6: that of any tenant of the organisation in the region, the tenant's own among them. */
static date first_signature(const struct book *book, const struct tenant_record *tenant,
                            region own_region, date on)
{
    struct link_set links = organization_links(book, tenant->organization);
    struct link_range left = links_of_kind(links, LINK_SIGNATURE);
    date first = first_day(links_of_kind(tenant_links(tenant), LINK_AGREEMENT));

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
static void load_party(const struct book *book, uint32_t number, const struct dossier *dossier,
                       struct party *party)
{
    const struct tenant_record *tenant = book_tenant(book, number);
    date on = dossier->date;

    *party = (struct party){
        .tenant = number,
        .organization = tenant->organization,
        .ultimate_owner = tenant->organization,
        .owner = tenant->organization,
        .kind = (enum tenant_kind)tenant->kind,
        .market = tenant->country,
        .region = market_region(tenant->country, on),
        .onboarded_on = DATE_AFTER_ALL,
        .mpa_signed_on = DATE_AFTER_ALL,
    };
    /* Of most organisations the tenant says that they have none, and they are left alone. */
    if (tenant->organization_has_owner) {
        party->owner = owner_of(book, tenant->organization, on);
        party->ultimate_owner = ultimate_owner(book, party->owner, on);
    }
    load_roles(tenant_links(tenant), on, party);
}

/* What is asked of partners, and so not of the customer. */
static void load_partner(const struct book *book, uint32_t number, const struct dossier *dossier,
                         struct party *party)
{
    const struct tenant_record *tenant = book_tenant(book, number);
    struct link_set links = tenant_links(tenant);

    party->onboarded_on = first_day(links_of_kind(links, LINK_ACCOUNT));
    party->mpa_signed_on = (dossier->other_readings & Q6) != 0
                               ? first_day(links_of_kind(links, LINK_AGREEMENT))
                               : first_signature(book, tenant, party->region, dossier->date);
}

static bool has_relationship(const struct book *book, enum link_kind kind, uint32_t partner,
                             uint32_t other, date on)
{
    return links_hold(tenant_links(book_tenant(book, other)), kind, partner, on);
}

/* S6: how many tenants on the side of `tenant` are the partner's customers or resellers. The one,
 * or under the other reading of Q2 each of its organisation. */
static unsigned count_ties(const struct book *book, enum link_kind kind, uint32_t partner,
                           uint32_t tenant, const struct dossier *dossier)
{
    struct link_range members;
    unsigned count = 0;

    if ((dossier->other_readings & Q2) == 0)
        return has_relationship(book, kind, partner, tenant, dossier->date);
    members = links_of_kind(organization_links(book, book_tenant(book, tenant)->organization),
                            LINK_MEMBER);
    for (; members.begin < members.end; members.begin++)
        count += has_relationship(book, kind, partner, members.begin->other, dossier->date);
    return count;
}

/* The first acceptance by the customer itself (attested by nobody: 0), or attested by a tenant. */
static date first_acceptance(const struct book *book, uint32_t customer, uint32_t attested_by)
{
    return first_day(
        links_with(tenant_links(book_tenant(book, customer)), LINK_ACCEPTANCE, attested_by));
}

/* What lies between the partners of an order and its customer. */
static void load_order(const struct book *book, const struct request *request,
                       struct dossier *dossier)
{
    uint32_t customer = request->party[POSITION_CUSTOMER];
    bool is_indirect = dossier_has(dossier, POSITION_PROVIDER);
    uint32_t transacting = request->party[is_indirect ? POSITION_PROVIDER : POSITION_DIRECT_BILL];

    for (unsigned left = request->positions & ~BIT(POSITION_CUSTOMER); left != 0;
         left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);

        dossier->party[position].has_customer = has_relationship(
            book, LINK_CUSTOMER, request->party[position], customer, request->date);
    }
    /* S6: the provider would face one of its resellers as its customer. */
    if (is_indirect)
        dossier->customers_reselling =
            count_ties(book, LINK_INDIRECT, transacting, customer, dossier);
    dossier->agreement_accepted_on = first_acceptance(book, customer, 0);
    dossier->agreement_attested_on = first_acceptance(book, customer, transacting + 1);
}

static void load_offer(const struct offer_record *offer, const struct party *customer,
                       struct dossier *dossier)
{
    dossier->has_offer = true;
    dossier->offer_valid = offer->valid;
    dossier->offer_is_everywhere = offer->markets.is_everywhere;
    dossier->offer_lists_market = markets_have(&offer->markets, customer->market);
}

/* Whatever a dossier holds beside the parties. These are written one by one: the whole is large,
 * and to clear it first took as long as a rule or two. */
static void begin_dossier(const struct request *request, struct terms terms,
                          struct dossier *dossier)
{
    memset(dossier, 0, offsetof(struct dossier, party));
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

static void load_parties(const struct book *book, const struct request *request,
                         struct dossier *dossier)
{
    for (unsigned position = 0; position < POSITION_COUNT; position++) {
        struct party *party = &dossier->party[position];

        if (!dossier_has(dossier, (enum position)position)) {
            *party = (struct party){ 0 };
            continue;
        }
        load_party(book, request->party[position], dossier, party);
        if (position != POSITION_CUSTOMER)
            load_partner(book, request->party[position], dossier, party);
    }
}

void book_load_dossier(const struct book *book, const struct request *request, struct terms terms,
                       struct dossier *out_dossier)
{
    uint32_t provider = request->party[POSITION_PROVIDER];
    uint32_t reseller = request->party[POSITION_RESELLER];

    begin_dossier(request, terms, out_dossier);
    load_parties(book, request, out_dossier);
    if (dossier_has(out_dossier, POSITION_PROVIDER))
        out_dossier->has_indirect_relationship =
            has_relationship(book, LINK_INDIRECT, provider, reseller, request->date);
    if (request->act == ACT_PLACE_ORDER)
        load_order(book, request, out_dossier);
    if (request->act == ACT_ESTABLISH_INDIRECT_RELATIONSHIP)
        out_dossier->resellers_buying =
            count_ties(book, LINK_CUSTOMER, provider, reseller, out_dossier);
    if (request->act == ACT_ESTABLISH_CUSTOMER_RELATIONSHIP)
        out_dossier->customers_reselling =
            count_ties(book, LINK_INDIRECT, request->party[POSITION_PARTNER],
                       request->party[POSITION_CUSTOMER], out_dossier);
    if (request->offer != REQUEST_NONE)
        load_offer(book_offer(book, request->offer), &out_dossier->party[POSITION_CUSTOMER],
                   out_dossier);
    if (request->partner_id != REQUEST_NONE) {
        out_dossier->partner_id_tenant = book_partner_id(book, request->partner_id)->tenant;
        out_dossier->partner_id_country = book_partner_id(book, request->partner_id)->country;
    }
}
