/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers for what is named, and its names: the same for a world that is read and for a single
 * fact. */
#include "base/assert.h"
#include "book/book_private.h"

/* Adds the number of an item of the owner; the table that it outgrows is replaced by one with all
 * of the owner's items, the new one too. */
static enum status add_to_index(struct index *index, struct edit *edit, struct index_owner owner,
                                uint32_t number)
{
    struct index grown;
    uint32_t hash = 0;

    if (!index_is_full(index, number)) {
        if (owner.rehash(owner.owner, number, &hash))
            index_add(index, hash, number);
        return STATUS_OK;
    }
    TRY(index_grow(index, owner, &grown));
    if (edit_replace(edit, index->slots) != STATUS_OK ||
        (!edit->is_bulk && memory_list_add(&edit->made, grown.slots) != STATUS_OK)) {
        index_done(&grown);
        return STATUS_NO_MEMORY;
    }
    *index = grown;
    return STATUS_OK;
}

enum status book_mention_tenant(struct book *book, struct edit *edit, guid id, uint32_t *out_number)
{
    return book_mention_tenant_hashed(book, edit, id, index_hash_guid(id), out_number);
}

enum status book_mention_tenant_hashed(struct book *book, struct edit *edit, guid id, uint32_t hash,
                                       uint32_t *out_number)
{
    uint32_t number = book_find_tenant_hashed(book, id, hash);
    void *record = NULL;
    void *name = NULL;

    if (number == INDEX_NONE) {
        number = book->tenants.count;
        TRY(pages_edit(&book->tenant_names, edit, number, &name));
        TRY(pages_edit(&book->tenants, edit, number, &record));
        ((struct tenant_record *)record)->id = id;
        TRY(add_to_index(&book->tenant_index, edit, book_tenant_ids(book), number));
    }
    *out_number = number;
    return STATUS_OK;
}

enum status book_mention_organization(struct book *book, struct edit *edit, struct text id,
                                      uint32_t *out_number)
{
    uint32_t number = book_find_organization(book, id);
    void *record = NULL;
    void *name = NULL;
    struct text kept;

    if (number == INDEX_NONE) {
        number = book->organizations.count;
        TRY(pool_keep(book->texts, id, &kept));
        TRY(pages_edit(&book->organization_names, edit, number, &name));
        ((struct organization_name *)name)->id = kept;
        TRY(pages_edit(&book->organizations, edit, number, &record));
        TRY(add_to_index(&book->organization_index, edit, book_organization_ids(book), number));
    }
    *out_number = number;
    return STATUS_OK;
}

static struct fact_link relationship(enum link_kind kind, guid partner, guid key, struct link link)
{
    return (struct fact_link){ kind, true, true, key, partner, link };
}

static struct fact_link about(enum link_kind kind, guid key, struct link link)
{
    return (struct fact_link){ .kind = kind, .key = key, .link = link };
}

struct fact_link fact_link_of(const struct fact *fact)
{
    struct link link = { .valid = fact->valid };
    struct fact_link named;

    switch ((unsigned)fact->type) {
    case FACT_ACCOUNT:
        link.valid.from = fact->account.onboarded_on;
        return about(LINK_ACCOUNT, fact->account.tenant, link);
    case FACT_AGREEMENT:
        link.valid.from = fact->agreement.signed_on;
        return about(LINK_AGREEMENT, fact->agreement.tenant, link);
    case FACT_ENROLLMENT:
        link.detail = fact->enrollment.role * ENROLLMENT_STATUS_COUNT + fact->enrollment.status;
        return about(LINK_ENROLLMENT, fact->enrollment.tenant, link);
    case FACT_INDIRECT_RELATIONSHIP:
        return relationship(LINK_INDIRECT, fact->indirect_relationship.provider,
                            fact->indirect_relationship.reseller, link);
    case FACT_SERVICE_AGREEMENT:
        link.detail = fact->service_agreement.services;
        return relationship(LINK_SERVICE, fact->service_agreement.provider,
                            fact->service_agreement.reseller, link);
    case FACT_CUSTOMER_RELATIONSHIP:
        return relationship(LINK_CUSTOMER, fact->customer_relationship.partner,
                            fact->customer_relationship.customer, link);
    case FACT_CUSTOMER_AGREEMENT:
        link.valid.from = fact->customer_agreement.date;
        named = about(LINK_ACCEPTANCE, fact->customer_agreement.customer, link);
        named.has_other = fact->customer_agreement.acceptance == ACCEPTANCE_ATTESTED;
        named.other = fact->customer_agreement.partner;
        return named;
    default:
        ASSERT(fact->type == FACT_OWNERSHIP);
        return (struct fact_link){ .kind = LINK_OWNERSHIP, .is_relationship = true, .link = link };
    }
}

void book_report_duplicate(struct problem_sink *sink, const char *field, struct text found,
                           uint64_t line, uint64_t other_line)
{
    bool is_in_a_file = other_line != 0 && other_line != LINE_NONE;

    sink->report(sink,
                 &(struct problem){ .kind = is_in_a_file ? PROBLEM_ID_DUPLICATE : PROBLEM_ID_TAKEN,
                                    .line = line,
                                    .other_line = other_line,
                                    .field = text_of(field),
                                    .found = found,
                                    .found_is_text = true });
}

enum status book_define_organization(struct book *book, struct edit *edit, const struct fact *fact,
                                     uint32_t line, struct problem_sink *sink)
{
    struct organization_name *name = NULL;
    void *record = NULL;
    uint32_t number = 0;

    TRY(book_mention_organization(book, edit, fact->organization.id, &number));
    if (book_organization(book, number)->line != 0) {
        book_report_duplicate(sink, "id", fact->organization.id, line,
                              book_organization(book, number)->line);
        return STATUS_INVALID;
    }
    TRY(pages_edit(&book->organization_names, edit, number, &record));
    name = record;
    TRY(pool_keep(book->texts, fact->organization.name, &name->name));
    name->line = line;
    return STATUS_OK;
}

static enum status check_tenant_is_new(const struct book *book, const struct fact *fact,
                                       uint32_t line, struct problem_sink *sink)
{
    uint32_t number = book_find_tenant(book, fact->tenant.id);
    uint32_t same_domain = book_find_domain(book, fact->tenant.domain);
    char id[GUID_LENGTH + 1];

    if (number != INDEX_NONE && book_tenant_name(book, number)->line != 0) {
        guid_format(fact->tenant.id, id);
        book_report_duplicate(sink, "id", text_of(id), line, book_tenant_name(book, number)->line);
        return STATUS_INVALID;
    }
    if (same_domain != INDEX_NONE) {
        book_report_duplicate(sink, "domain", fact->tenant.domain, line,
                              book_tenant_name(book, same_domain)->line);
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

enum status book_define_tenant(struct book *book, struct edit *edit, const struct fact *fact,
                               uint32_t line, struct problem_sink *sink)
{
    struct tenant_record *record = NULL;
    struct tenant_name *name = NULL;
    void *memory = NULL;
    uint32_t number = 0;

    /* Three look-ups come: they are asked for side by side. */
    index_prefetch(&book->tenant_index, index_hash_guid(fact->tenant.id));
    index_prefetch(&book->domain_index, index_hash_text(fact->tenant.domain));
    index_prefetch(&book->organization_index, index_hash_text(fact->tenant.organization));
    TRY(check_tenant_is_new(book, fact, line, sink));
    TRY(book_mention_tenant(book, edit, fact->tenant.id, &number));
    TRY(pages_edit(&book->tenants, edit, number, &memory));
    record = memory;
    TRY(book_mention_organization(book, edit, fact->tenant.organization, &record->organization));
    record->country = fact->tenant.country;
    record->kind = (uint8_t)fact->tenant.kind;
    /* A tenant that is there already makes two. */
    record->organization_matters = (organization_links(book, record->organization).kinds &
                                    (BIT(LINK_OWNERSHIP) | BIT(LINK_MEMBER))) != 0;
    TRY(pages_edit(&book->tenant_names, edit, number, &memory));
    name = memory;
    TRY(pool_keep(book->texts, fact->tenant.domain, &name->domain));
    name->line = line;
    return add_to_index(&book->domain_index, edit, book_domains(book), number);
}

enum status book_define_offer(struct book *book, struct edit *edit, const struct fact *fact,
                              uint32_t line, struct problem_sink *sink)
{
    uint32_t number = book_find_offer(book, fact->offer.id);
    struct offer_record offer = { .valid = fact->valid,
                                  .markets = fact->offer.markets,
                                  .line = line };
    void *record = NULL;

    if (number != INDEX_NONE) {
        book_report_duplicate(sink, "id", fact->offer.id, line, book_offer(book, number)->line);
        return STATUS_INVALID;
    }
    number = book->offers.count;
    TRY(pool_keep(book->texts, fact->offer.id, &offer.id));
    TRY(pages_edit(&book->offers, edit, number, &record));
    *(struct offer_record *)record = offer;
    return add_to_index(&book->offer_index, edit, book_offer_ids(book), number);
}

enum status book_define_partner_id(struct book *book, struct edit *edit, const struct fact *fact,
                                   uint32_t line, struct problem_sink *sink)
{
    uint32_t number = book_find_partner_id(book, fact->partner_id.mpn_id);
    struct partner_id_record partner_id = { .country = fact->partner_id.country, .line = line };
    void *record = NULL;

    if (number != INDEX_NONE) {
        book_report_duplicate(sink, "mpn_id", fact->partner_id.mpn_id, line,
                              book_partner_id(book, number)->line);
        return STATUS_INVALID;
    }
    number = book->partner_ids.count;
    TRY(book_mention_tenant(book, edit, fact->partner_id.tenant, &partner_id.tenant));
    TRY(pool_keep(book->texts, fact->partner_id.mpn_id, &partner_id.mpn_id));
    TRY(pages_edit(&book->partner_ids, edit, number, &record));
    *(struct partner_id_record *)record = partner_id;
    return add_to_index(&book->partner_id_index, edit, book_mpn_ids(book), number);
}
