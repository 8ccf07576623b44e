/* SPDX-License-Identifier: Apache-2.0 */
/* From names to numbers, and from numbers to the facts that a decision rests on. */
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

static enum status resolve_party(const struct book *book, const struct proposal *proposal,
                                 const struct act_party *party, struct problem_sink *sink,
                                 struct request *request)
{
    uint32_t tenant = INDEX_NONE;
    enum position position = party->position;
    char text[GUID_LENGTH + 1];
    guid id = act_party_id(proposal, party);

    tenant = book_find_tenant(book, id);
    if (tenant == INDEX_NONE) {
        guid_format(id, text);
        return unknown(sink, party->field, NOUN_TENANT, text_of(text));
    }
    if (proposal->act == ACT_PLACE_ORDER && position == POSITION_RESELLER &&
        !proposal->has_provider)
        position = POSITION_DIRECT_BILL;
    request->party[position] = tenant;
    request->positions |= BIT(position);
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

    for (const struct act_party *party = act_parties[proposal->act]; party->field != NULL; party++)
        if (!party->is_optional || proposal->has_provider)
            TRY(resolve_party(book, proposal, party, sink, &request));
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

static void load_roles(const struct tenant_record *tenant, date on, struct party *party)
{
    struct link_range range = block_links(tenant->block, LINK_ENROLLMENT);

    for (const struct link *link = range.begin; link < range.end; link++) {
        enum enrollment_status status =
            (enum enrollment_status)(link->detail % ENROLLMENT_STATUS_COUNT);
        unsigned role = BIT(link->detail / ENROLLMENT_STATUS_COUNT);

        if (!interval_holds(link->valid, on) || !enrollment_status_is_live(status))
            continue;
        party->live_roles |= role;
        if (status == ENROLLMENT_ACTIVE)
            party->active_roles |= role;
    }
}

/* The first day of the kind's links that have no other, or DATE_AFTER_ALL. */
static date first_day(const struct block *block, enum link_kind kind)
{
    struct link_range range = block_links(block, kind);

    return range.begin < range.end ? range.begin->valid.from : DATE_AFTER_ALL;
}

/* Q6: that of any tenant of the organisation in the region, the tenant's own among them. */
static date first_signature(const struct book *book, const struct tenant_record *tenant,
                            region own_region, date on)
{
    const struct block *block = book_organization_block(book, tenant->organization);
    struct link_range left = block_links(block, LINK_SIGNATURE);
    date first = first_day(tenant->block, LINK_AGREEMENT);

    /* Sorted by country, then by day: of each country the first counts. */
    while (left.begin < left.end) {
        uint32_t number = left.begin->other;
        country market = { (uint16_t)number };

        if (date_before(left.begin->valid.from, first) &&
            region_is_shared(own_region, market_region(market, on)))
            first = left.begin->valid.from;
        left.begin = block_links_with(block, LINK_SIGNATURE, number).end;
    }
    return first;
}

/* The organisation directly above on that day, or itself. */
static uint32_t owner_of(const struct book *book, uint32_t organization, date on)
{
    struct link_range range =
        block_links(book_organization_block(book, organization), LINK_OWNERSHIP);

    for (; range.begin < range.end; range.begin++)
        if (interval_holds(range.begin->valid, on))
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

static void load_party(const struct book *book, uint32_t number, const struct dossier *dossier,
                       struct party *party)
{
    const struct tenant_record *tenant = book_tenant(book, number);
    date on = dossier->date;

    *party = (struct party){
        .tenant = number,
        .organization = tenant->organization,
        .owner = owner_of(book, tenant->organization, on),
        .kind = (enum tenant_kind)tenant->kind,
        .market = tenant->country,
        .region = market_region(tenant->country, on),
        .onboarded_on = first_day(tenant->block, LINK_ACCOUNT),
    };
    party->ultimate_owner = ultimate_owner(book, party->owner, on);
    party->mpa_signed_on = (dossier->other_readings & Q6) != 0
                               ? first_day(tenant->block, LINK_AGREEMENT)
                               : first_signature(book, tenant, party->region, on);
    load_roles(tenant, on, party);
}

static bool has_relationship(const struct book *book, enum link_kind kind, uint32_t partner,
                             uint32_t other, date on)
{
    return block_holds(book_tenant(book, other)->block, kind, partner, on);
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
    members = block_links(book_organization_block(book, book_tenant(book, tenant)->organization),
                          LINK_MEMBER);
    for (; members.begin < members.end; members.begin++)
        count += has_relationship(book, kind, partner, members.begin->other, dossier->date);
    return count;
}

/* The first acceptance by the customer itself (attested by nobody: 0), or attested by a tenant. */
static date first_acceptance(const struct book *book, uint32_t customer, uint32_t attested_by)
{
    struct link_range range =
        block_links_with(book_tenant(book, customer)->block, LINK_ACCEPTANCE, attested_by);

    return range.begin < range.end ? range.begin->valid.from : DATE_AFTER_ALL;
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

void book_load_dossier(const struct book *book, const struct request *request, struct terms terms,
                       struct dossier *out_dossier)
{
    uint32_t provider = request->party[POSITION_PROVIDER];
    uint32_t reseller = request->party[POSITION_RESELLER];

    *out_dossier = (struct dossier){
        .act = request->act,
        .profile = terms.profile,
        .other_readings = terms.other_readings,
        .date = request->date,
        .positions = request->positions,
        .agreement_accepted_on = DATE_AFTER_ALL,
        .agreement_attested_on = DATE_AFTER_ALL,
        .new_subscription = request->new_subscription,
        .requested_by = request->requested_by,
        .role = request->role,
        .capabilities = request->capabilities,
    };
    for (unsigned left = request->positions; left != 0; left &= left - 1) {
        unsigned position = (unsigned)__builtin_ctz(left);

        load_party(book, request->party[position], out_dossier, &out_dossier->party[position]);
    }
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
