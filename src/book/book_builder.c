/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts come in any order, so every name gets its number at its first mention, whether that
 * defines it or not; what is still undefined at the end is a dangling reference.
 */
#include "base/assert.h"
#include "base/memory.h"
#include "book/book_private.h"

struct book_builder {
    struct book *book;
    size_t organization_capacity;
    size_t tenant_capacity;
    size_t offer_capacity;
    size_t partner_id_capacity;
};

/* What a link of a kind is stated by, and the fields that name its key and its other. */
struct link_kind_row {
    enum fact_type type;
    const char *key_field;
    enum noun key_noun;
    const char *other_field; /* NULL: no reference */
    enum noun other_noun;
    enum links_order order;
};

static const struct link_kind_row link_kinds[LINK_KIND_COUNT] = {
    [LINK_OWNERSHIP] = { FACT_OWNERSHIP, "owned", NOUN_ORGANIZATION, "owner", NOUN_ORGANIZATION,
                         LINKS_BY_BEGINNING },
    [LINK_MEMBER] = { FACT_TENANT, "organization", NOUN_ORGANIZATION, NULL, NOUN_NONE,
                      LINKS_BY_OTHER },
    [LINK_SIGNATURE] = { FACT_AGREEMENT, NULL, NOUN_NONE, NULL, NOUN_NONE, LINKS_BY_OTHER },
    [LINK_ENROLLMENT] = { FACT_ENROLLMENT, "tenant", NOUN_TENANT, NULL, NOUN_NONE,
                          LINKS_BY_BEGINNING },
    [LINK_ACCOUNT] = { FACT_ACCOUNT, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_BY_OTHER },
    [LINK_AGREEMENT] = { FACT_AGREEMENT, "tenant", NOUN_TENANT, NULL, NOUN_NONE,
                         LINKS_BY_BEGINNING },
    [LINK_INDIRECT] = { FACT_INDIRECT_RELATIONSHIP, "reseller", NOUN_TENANT, "provider",
                        NOUN_TENANT, LINKS_BY_OTHER },
    [LINK_SERVICE] = { FACT_SERVICE_AGREEMENT, "reseller", NOUN_TENANT, "provider", NOUN_TENANT,
                       LINKS_BY_OTHER },
    [LINK_CUSTOMER] = { FACT_CUSTOMER_RELATIONSHIP, "customer", NOUN_TENANT, "partner", NOUN_TENANT,
                        LINKS_BY_OTHER },
    [LINK_ACCEPTANCE] = { FACT_CUSTOMER_AGREEMENT, "customer", NOUN_TENANT, "partner", NOUN_TENANT,
                          LINKS_BY_OTHER },
    [LINK_PARTNER_ID] = { FACT_PARTNER_ID, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_BY_OTHER },
};

struct book_builder *book_builder_new(void)
{
    struct book_builder *builder = memory_new(1, sizeof(*builder));

    if (builder == NULL)
        return NULL;
    builder->book = memory_new(1, sizeof(*builder->book));
    if (builder->book == NULL) {
        memory_free(builder);
        return NULL;
    }
    return builder;
}

void book_builder_free(struct book_builder *builder)
{
    if (builder == NULL)
        return;
    book_free(builder->book);
    memory_free(builder);
}

/* The number of a tenant, at its first mention a new one. */
static enum status mention_tenant(struct book_builder *builder, guid id, uint32_t *out_number)
{
    struct book *book = builder->book;
    uint32_t number = book_find_tenant(book, id);
    void *tenants = book->tenants;

    if (number == INDEX_NONE) {
        number = book->tenant_count;
        TRY(memory_grow(&tenants, &builder->tenant_capacity, (size_t)number + 1,
                        sizeof(*book->tenants)));
        book->tenants = tenants;
        TRY(index_add(&book->tenant_index, index_hash_guid(id), number));
        book->tenants[number] = (struct tenant_record){ .id = id,
                                                        .onboarded_on = DATE_AFTER_ALL,
                                                        .signed_on = DATE_AFTER_ALL };
        book->tenant_count++;
    }
    *out_number = number;
    return STATUS_OK;
}

static enum status mention_organization(struct book_builder *builder, struct text id,
                                        uint32_t *out_number)
{
    struct book *book = builder->book;
    uint32_t number = book_find_organization(book, id);
    void *organizations = book->organizations;
    struct text kept;

    if (number == INDEX_NONE) {
        number = book->organization_count;
        TRY(memory_grow(&organizations, &builder->organization_capacity, (size_t)number + 1,
                        sizeof(*book->organizations)));
        book->organizations = organizations;
        TRY(pool_keep(&book->texts, id, &kept));
        TRY(index_add(&book->organization_index, index_hash_text(id), number));
        book->organizations[number] = (struct organization_record){ .id = kept };
        book->organization_count++;
    }
    *out_number = number;
    return STATUS_OK;
}

static void report_duplicate(struct problem_sink *sink, const char *field, struct text found,
                             uint64_t line, uint64_t other_line)
{
    sink->report(sink, &(struct problem){ .kind = PROBLEM_ID_DUPLICATE,
                                          .line = line,
                                          .other_line = other_line,
                                          .field = text_of(field),
                                          .found = found,
                                          .found_is_text = true });
}

static void report_same_party(struct problem_sink *sink, const char *field, uint64_t line)
{
    sink->report(sink, &(struct problem){
                           .kind = PROBLEM_SAME_PARTY, .line = line, .field = text_of(field) });
}

static enum status add_organization(struct book_builder *builder, const struct fact *fact,
                                    uint32_t line, struct problem_sink *sink)
{
    struct organization_record *record = NULL;
    uint32_t number = 0;

    TRY(mention_organization(builder, fact->organization.id, &number));
    record = &builder->book->organizations[number];
    if (record->line != 0) {
        report_duplicate(sink, "id", fact->organization.id, line, record->line);
        return STATUS_OK;
    }
    TRY(pool_keep(&builder->book->texts, fact->organization.name, &record->name));
    record->line = line;
    return STATUS_OK;
}

static enum status add_tenant(struct book_builder *builder, const struct fact *fact, uint32_t line,
                              struct problem_sink *sink)
{
    struct book *book = builder->book;
    uint32_t same_domain = book_find_domain(book, fact->tenant.domain);
    struct tenant_record *record = NULL;
    uint32_t number = 0;
    uint32_t organization = 0;

    TRY(mention_tenant(builder, fact->tenant.id, &number));
    record = &book->tenants[number];
    if (record->line != 0) {
        char id[GUID_LENGTH + 1];

        guid_format(fact->tenant.id, id);
        report_duplicate(sink, "id", text_of(id), line, record->line);
        return STATUS_OK;
    }
    if (same_domain != INDEX_NONE) {
        report_duplicate(sink, "domain", fact->tenant.domain, line,
                         book->tenants[same_domain].line);
        return STATUS_OK;
    }
    TRY(mention_organization(builder, fact->tenant.organization, &organization));
    TRY(pool_keep(&book->texts, fact->tenant.domain, &record->domain));
    TRY(index_add(&book->domain_index, index_hash_text(record->domain), number));
    TRY(links_add(&book->links[LINK_MEMBER], organization,
                  (struct link){ .other = number, .line = line }));
    record->organization = organization;
    record->country = fact->tenant.country;
    record->kind = (uint16_t)fact->tenant.kind;
    record->line = line;
    return STATUS_OK;
}

static enum status add_offer(struct book_builder *builder, const struct fact *fact, uint32_t line,
                             struct problem_sink *sink)
{
    struct book *book = builder->book;
    uint32_t number = book_find_offer(book, fact->offer.id);
    void *offers = book->offers;
    struct offer_record record = { .valid = fact->valid,
                                   .markets = fact->offer.markets,
                                   .line = line };

    if (number != INDEX_NONE) {
        report_duplicate(sink, "id", fact->offer.id, line, book->offers[number].line);
        return STATUS_OK;
    }
    TRY(memory_grow(&offers, &builder->offer_capacity, (size_t)book->offer_count + 1,
                    sizeof(*book->offers)));
    book->offers = offers;
    TRY(pool_keep(&book->texts, fact->offer.id, &record.id));
    TRY(index_add(&book->offer_index, index_hash_text(record.id), book->offer_count));
    book->offers[book->offer_count++] = record;
    return STATUS_OK;
}

static enum status add_partner_id(struct book_builder *builder, const struct fact *fact,
                                  uint32_t line, struct problem_sink *sink)
{
    struct book *book = builder->book;
    uint32_t number = book_find_partner_id(book, fact->partner_id.mpn_id);
    void *partner_ids = book->partner_ids;
    struct partner_id_record record = { .country = fact->partner_id.country, .line = line };

    if (number != INDEX_NONE) {
        report_duplicate(sink, "mpn_id", fact->partner_id.mpn_id, line,
                         book->partner_ids[number].line);
        return STATUS_OK;
    }
    TRY(mention_tenant(builder, fact->partner_id.tenant, &record.tenant));
    TRY(memory_grow(&partner_ids, &builder->partner_id_capacity, (size_t)book->partner_id_count + 1,
                    sizeof(*book->partner_ids)));
    book->partner_ids = partner_ids;
    TRY(pool_keep(&book->texts, fact->partner_id.mpn_id, &record.mpn_id));
    TRY(index_add(&book->partner_id_index, index_hash_text(record.mpn_id), book->partner_id_count));
    TRY(links_add(&book->links[LINK_PARTNER_ID], record.tenant,
                  (struct link){ .other = book->partner_id_count, .line = line }));
    book->partner_ids[book->partner_id_count++] = record;
    return STATUS_OK;
}

static enum status add_ownership(struct book_builder *builder, const struct fact *fact,
                                 uint32_t line, struct problem_sink *sink)
{
    struct link link = { .valid = fact->valid, .line = line };
    uint32_t owned = 0;

    TRY(mention_organization(builder, fact->ownership.owner, &link.other));
    TRY(mention_organization(builder, fact->ownership.owned, &owned));
    if (owned == link.other) {
        report_same_party(sink, "owned", line);
        return STATUS_OK;
    }
    return links_add(&builder->book->links[LINK_OWNERSHIP], owned, link);
}

/* A fact about one tenant: the link has neither other nor reference. */
static enum status add_about_tenant(struct book_builder *builder, enum link_kind kind, guid tenant,
                                    struct link link)
{
    uint32_t key = 0;

    TRY(mention_tenant(builder, tenant, &key));
    return links_add(&builder->book->links[kind], key, link);
}

/* The two parties of a relationship. */
struct pair {
    guid partner;
    guid other;
};

static enum status add_relationship(struct book_builder *builder, enum link_kind kind,
                                    struct pair pair, struct link link, struct problem_sink *sink)
{
    uint32_t key = 0;

    TRY(mention_tenant(builder, pair.partner, &link.other));
    TRY(mention_tenant(builder, pair.other, &key));
    if (key == link.other) {
        report_same_party(sink, link_kinds[kind].key_field, link.line);
        return STATUS_OK;
    }
    return links_add(&builder->book->links[kind], key, link);
}

static enum status add_customer_agreement(struct book_builder *builder, const struct fact *fact,
                                          uint32_t line)
{
    struct link link = { .valid = { fact->customer_agreement.date, DATE_AFTER_ALL }, .line = line };

    if (fact->customer_agreement.acceptance == ACCEPTANCE_ATTESTED) {
        TRY(mention_tenant(builder, fact->customer_agreement.partner, &link.other));
        link.other++;
    }
    return add_about_tenant(builder, LINK_ACCEPTANCE, fact->customer_agreement.customer, link);
}

enum status book_builder_add(struct book_builder *builder, const struct fact *fact,
                             uint64_t full_line, struct problem_sink *sink)
{
    uint32_t line = full_line < UINT32_MAX ? (uint32_t)full_line : UINT32_MAX;
    struct link link = { .valid = fact->valid, .line = line };

    switch (fact->type) {
    case FACT_ORGANIZATION:
        return add_organization(builder, fact, line, sink);
    case FACT_OWNERSHIP:
        return add_ownership(builder, fact, line, sink);
    case FACT_TENANT:
        return add_tenant(builder, fact, line, sink);
    case FACT_ACCOUNT:
        link.valid = (struct interval){ fact->account.onboarded_on, DATE_AFTER_ALL };
        return add_about_tenant(builder, LINK_ACCOUNT, fact->account.tenant, link);
    case FACT_ENROLLMENT:
        link.detail = fact->enrollment.role * ENROLLMENT_STATUS_COUNT + fact->enrollment.status;
        return add_about_tenant(builder, LINK_ENROLLMENT, fact->enrollment.tenant, link);
    case FACT_PARTNER_ID:
        return add_partner_id(builder, fact, line, sink);
    case FACT_AGREEMENT:
        link.valid = (struct interval){ fact->agreement.signed_on, DATE_AFTER_ALL };
        return add_about_tenant(builder, LINK_AGREEMENT, fact->agreement.tenant, link);
    case FACT_CUSTOMER_AGREEMENT:
        return add_customer_agreement(builder, fact, line);
    case FACT_INDIRECT_RELATIONSHIP:
        return add_relationship(builder, LINK_INDIRECT,
                                (struct pair){ fact->indirect_relationship.provider,
                                               fact->indirect_relationship.reseller },
                                link, sink);
    case FACT_SERVICE_AGREEMENT:
        link.detail = fact->service_agreement.services;
        return add_relationship(
            builder, LINK_SERVICE,
            (struct pair){ fact->service_agreement.provider, fact->service_agreement.reseller },
            link, sink);
    case FACT_CUSTOMER_RELATIONSHIP:
        return add_relationship(builder, LINK_CUSTOMER,
                                (struct pair){ fact->customer_relationship.partner,
                                               fact->customer_relationship.customer },
                                link, sink);
    case FACT_OFFER:
        return add_offer(builder, fact, line, sink);
    case FACT_TYPE_COUNT:
    default:
        ASSERT(fact->type < FACT_TYPE_COUNT);
        return STATUS_INVALID;
    }
}

/* Counts what it passes on. */
struct counting_sink {
    struct problem_sink sink;
    struct fact_problem_sink *target;
    uint64_t count;
};

static void count_and_pass_on(struct problem_sink *sink, const struct problem *problem)
{
    struct counting_sink *counting = (struct counting_sink *)sink;

    counting->count++;
    counting->target->sink.report(&counting->target->sink, problem);
}

static void check_organization(const struct book *book, uint32_t number, const char *field,
                               uint64_t line, struct problem_sink *sink)
{
    if (book->organizations[number].line == 0)
        sink->report(sink, &(struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                              .line = line,
                                              .field = text_of(field),
                                              .found = book->organizations[number].id,
                                              .found_is_text = true,
                                              .noun = NOUN_ORGANIZATION });
}

static void check_tenant(const struct book *book, uint32_t number, const char *field, uint64_t line,
                         struct problem_sink *sink)
{
    char id[GUID_LENGTH + 1];

    if (book->tenants[number].line != 0)
        return;
    guid_format(book->tenants[number].id, id);
    sink->report(sink, &(struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                          .line = line,
                                          .field = text_of(field),
                                          .found = text_of(id),
                                          .found_is_text = true,
                                          .noun = NOUN_TENANT });
}

/* Tells of every link of one kind whose key or other no fact has defined. */
static void check_references(const struct book *book, enum link_kind kind,
                             struct problem_sink *sink)
{
    const struct link_kind_row *row = &link_kinds[kind];
    const struct links *links = &book->links[kind];

    for (size_t i = 0; i < links->count; i++) {
        const struct link *link = &links->list[i];

        if (row->key_noun == NOUN_ORGANIZATION)
            check_organization(book, links->keys[i], row->key_field, link->line, sink);
        if (row->key_noun == NOUN_TENANT)
            check_tenant(book, links->keys[i], row->key_field, link->line, sink);
        if (row->other_noun == NOUN_ORGANIZATION)
            check_organization(book, link->other, row->other_field, link->line, sink);
        if (row->other_noun == NOUN_TENANT && kind != LINK_ACCEPTANCE)
            check_tenant(book, link->other, row->other_field, link->line, sink);
        if (kind == LINK_ACCEPTANCE && link->other > 0)
            check_tenant(book, link->other - 1, row->other_field, link->line, sink);
    }
}

static enum status settle(struct book *book, enum link_kind kind)
{
    bool is_of_organization =
        kind == LINK_SIGNATURE || kind == LINK_OWNERSHIP || kind == LINK_MEMBER;

    return links_settle(&book->links[kind],
                        is_of_organization ? book->organization_count : book->tenant_count,
                        link_kinds[kind].order);
}

/* One account a tenant. */
static void take_accounts(struct book *book, struct problem_sink *sink)
{
    for (uint32_t tenant = 0; tenant < book->tenant_count; tenant++) {
        struct link_range range = links_of(&book->links[LINK_ACCOUNT], tenant);
        const struct link *first = range.begin;
        char id[GUID_LENGTH + 1];

        if (range.begin < range.end)
            book->tenants[tenant].onboarded_on = range.begin->valid.from;
        if (range.end - range.begin < 2)
            continue;
        for (const struct link *link = range.begin; link < range.end; link++)
            first = link->line < first->line ? link : first;
        guid_format(book->tenants[tenant].id, id);
        for (const struct link *link = range.begin; link < range.end; link++)
            if (link != first)
                report_duplicate(sink, "tenant", text_of(id), link->line, first->line);
    }
}

/* The first signature of every tenant, told to its organisation too (Q6). */
static enum status take_signatures(struct book *book)
{
    for (uint32_t tenant = 0; tenant < book->tenant_count; tenant++) {
        struct tenant_record *record = &book->tenants[tenant];
        struct link_range range = links_of(&book->links[LINK_AGREEMENT], tenant);

        if (range.begin == range.end)
            continue;
        record->signed_on = range.begin->valid.from;
        TRY(links_add(&book->links[LINK_SIGNATURE], record->organization,
                      (struct link){ .other = record->country.number,
                                     .valid = { record->signed_on, DATE_AFTER_ALL },
                                     .line = range.begin->line }));
    }
    TRY(settle(book, LINK_SIGNATURE));
    links_keep_first(&book->links[LINK_SIGNATURE], book->organization_count);
    return STATUS_OK;
}

/* One owner at once. An empty interval is never in effect, so it meets no other. */
static void check_owners(const struct book *book, struct problem_sink *sink)
{
    for (uint32_t owned = 0; owned < book->organization_count; owned++) {
        struct link_range range = links_of(&book->links[LINK_OWNERSHIP], owned);
        const struct link *latest = NULL;

        for (const struct link *link = range.begin; link < range.end; link++) {
            if (!date_before(link->valid.from, link->valid.to))
                continue;
            if (latest != NULL && date_before(link->valid.from, latest->valid.to))
                sink->report(sink, &(struct problem){ .kind = PROBLEM_OWNED_TWICE,
                                                      .line = link->line,
                                                      .other_line = latest->line,
                                                      .field = TEXT("owned") });
            if (latest == NULL || date_before(latest->valid.to, link->valid.to))
                latest = link;
        }
    }
}

static enum status finish(struct book *book, struct counting_sink *counting)
{
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        counting->target->type = link_kinds[kind].type;
        check_references(book, (enum link_kind)kind, &counting->sink);
    }
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++)
        if (kind != LINK_SIGNATURE)
            TRY(settle(book, (enum link_kind)kind));
    counting->target->type = FACT_ACCOUNT;
    take_accounts(book, &counting->sink);
    counting->target->type = FACT_OWNERSHIP;
    check_owners(book, &counting->sink);
    if (counting->count > 0)
        return STATUS_INVALID;
    TRY(ownership_check(book, &counting->sink));
    if (counting->count > 0)
        return STATUS_INVALID;
    return take_signatures(book);
}

enum status book_builder_finish(struct book_builder *builder, struct fact_problem_sink *sink,
                                struct book **out_book)
{
    struct counting_sink counting = { { count_and_pass_on }, sink, 0 };

    TRY(finish(builder->book, &counting));
    *out_book = builder->book;
    builder->book = NULL;
    return STATUS_OK;
}
