/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts come in any order, so every name gets its number at its first mention, whether that
 * defines it or not; what is still undefined at the end is a dangling reference. Links are staged
 * with their lines until then, and put into blocks at last.
 */
#include <stdlib.h>

#include "base/assert.h"
#include "base/memory.h"
#include "book/book_private.h"

/* A link whose parties are still to be looked up. */
struct pending_link {
    struct fact_link named;
    uint32_t line;
    uint32_t key_hash;
    uint32_t other_hash;
};

/* So many are looked up side by side: a look-up alone waits for memory most of its time. */
enum {
    PENDING_MAX = 32
};

struct book_builder {
    struct book *book;
    struct edit edit;
    struct links links[LINK_KIND_COUNT];
    struct pending_link pending[PENDING_MAX];
    unsigned pending_count;
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
                      LINKS_AS_ADDED },
    [LINK_SIGNATURE] = { FACT_AGREEMENT, NULL, NOUN_NONE, NULL, NOUN_NONE, LINKS_AS_ADDED },
    [LINK_ENROLLMENT] = { FACT_ENROLLMENT, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_AS_ADDED },
    [LINK_ACCOUNT] = { FACT_ACCOUNT, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_AS_ADDED },
    [LINK_AGREEMENT] = { FACT_AGREEMENT, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_AS_ADDED },
    [LINK_INDIRECT] = { FACT_INDIRECT_RELATIONSHIP, "reseller", NOUN_TENANT, "provider",
                        NOUN_TENANT, LINKS_AS_ADDED },
    [LINK_SERVICE] = { FACT_SERVICE_AGREEMENT, "reseller", NOUN_TENANT, "provider", NOUN_TENANT,
                       LINKS_AS_ADDED },
    [LINK_CUSTOMER] = { FACT_CUSTOMER_RELATIONSHIP, "customer", NOUN_TENANT, "partner", NOUN_TENANT,
                        LINKS_AS_ADDED },
    [LINK_ACCEPTANCE] = { FACT_CUSTOMER_AGREEMENT, "customer", NOUN_TENANT, "partner", NOUN_TENANT,
                          LINKS_AS_ADDED },
    [LINK_PARTNER_ID] = { FACT_PARTNER_ID, "tenant", NOUN_TENANT, NULL, NOUN_NONE, LINKS_AS_ADDED },
};

const char *link_kind_key_field(enum link_kind kind)
{
    return link_kinds[kind].key_field;
}

const char *link_kind_other_field(enum link_kind kind)
{
    return link_kinds[kind].other_field;
}

struct book_builder *book_builder_new(void)
{
    struct book_builder *builder = memory_new(1, sizeof(*builder));

    if (builder == NULL)
        return NULL;
    builder->edit = (struct edit){ .number = 1, .is_bulk = true };
    builder->book = book_new();
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
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++)
        links_done(&builder->links[kind]);
    book_free(builder->book);
    memory_free(builder);
}

static enum status define_tenant(struct book_builder *builder, const struct fact *fact,
                                 uint32_t line, struct problem_sink *sink)
{
    struct staged_link staged = { .line = line };

    TRY(book_define_tenant(builder->book, &builder->edit, fact, line, sink));
    staged.link.other = book_find_tenant(builder->book, fact->tenant.id);
    staged.key = book_tenant(builder->book, staged.link.other)->organization;
    staged.link.valid = (struct interval){ DATE_BEFORE_ALL, DATE_AFTER_ALL };
    return links_add(&builder->links[LINK_MEMBER], staged);
}

static enum status define_partner_id(struct book_builder *builder, const struct fact *fact,
                                     uint32_t line, struct problem_sink *sink)
{
    struct staged_link staged = { .line = line };

    TRY(book_define_partner_id(builder->book, &builder->edit, fact, line, sink));
    staged.link.other = book_find_partner_id(builder->book, fact->partner_id.mpn_id);
    staged.key = book_partner_id(builder->book, staged.link.other)->tenant;
    staged.link.valid = (struct interval){ DATE_BEFORE_ALL, DATE_AFTER_ALL };
    return links_add(&builder->links[LINK_PARTNER_ID], staged);
}

static enum status refuse_same_party(enum link_kind kind, uint32_t line, struct problem_sink *sink)
{
    sink->report(sink, &(struct problem){ .kind = PROBLEM_SAME_PARTY,
                                          .line = line,
                                          .field = text_of(link_kinds[kind].key_field) });
    return STATUS_INVALID;
}

static enum status stage_ownership(struct book_builder *builder, const struct fact *fact,
                                   uint32_t line, struct problem_sink *sink)
{
    struct staged_link staged = { .line = line, .link = { .valid = fact->valid } };
    struct book *book = builder->book;

    TRY(book_mention_organization(book, &builder->edit, fact->ownership.owner, &staged.link.other));
    TRY(book_mention_organization(book, &builder->edit, fact->ownership.owned, &staged.key));
    if (staged.key == staged.link.other)
        return refuse_same_party(LINK_OWNERSHIP, line, sink);
    return links_add(&builder->links[LINK_OWNERSHIP], staged);
}

/* Mentions the parties of a link, and stages it. */
static enum status stage_pending(struct book_builder *builder, const struct pending_link *pending)
{
    const struct fact_link *named = &pending->named;
    struct staged_link staged = { .line = pending->line, .link = named->link };

    if (named->has_other)
        TRY(book_mention_tenant_hashed(builder->book, &builder->edit, named->other,
                                       pending->other_hash, &staged.link.other));
    TRY(book_mention_tenant_hashed(builder->book, &builder->edit, named->key, pending->key_hash,
                                   &staged.key));
    if (named->kind == LINK_ACCEPTANCE && named->has_other)
        staged.link.other++;
    return links_add(&builder->links[named->kind], staged);
}

static enum status stage_all_pending(struct book_builder *builder)
{
    const struct book *book = builder->book;

    for (unsigned i = 0; i < builder->pending_count; i++) {
        const struct pending_link *pending = &builder->pending[i];

        book_prefetch_tenant(book, index_guess(&book->tenant_index, pending->key_hash));
        if (pending->named.has_other)
            book_prefetch_tenant(book, index_guess(&book->tenant_index, pending->other_hash));
    }
    for (unsigned i = 0; i < builder->pending_count; i++)
        TRY(stage_pending(builder, &builder->pending[i]));
    builder->pending_count = 0;
    return STATUS_OK;
}

/* Takes a link between tenants. What is wrong with it by itself is told at once; its parties are
 * looked up later, and the places where that begins are asked for now. */
static enum status add_link(struct book_builder *builder, const struct fact *fact, uint32_t line,
                            struct problem_sink *sink)
{
    struct pending_link *pending = &builder->pending[builder->pending_count];
    struct index *index = &builder->book->tenant_index;

    pending->named = fact_link_of(fact);
    if (pending->named.is_relationship && guid_equal(pending->named.key, pending->named.other))
        return refuse_same_party(pending->named.kind, line, sink);
    pending->line = line;
    pending->key_hash = index_hash_guid(pending->named.key);
    pending->other_hash = index_hash_guid(pending->named.other);
    index_prefetch(index, pending->key_hash);
    index_prefetch(index, pending->other_hash);
    builder->pending_count++;
    return builder->pending_count == PENDING_MAX ? stage_all_pending(builder) : STATUS_OK;
}

static enum status add(struct book_builder *builder, const struct fact *fact, uint32_t line,
                       struct problem_sink *sink)
{
    switch ((unsigned)fact->type) {
    case FACT_ORGANIZATION:
        return book_define_organization(builder->book, &builder->edit, fact, line, sink);
    case FACT_TENANT:
        return define_tenant(builder, fact, line, sink);
    case FACT_PARTNER_ID:
        return define_partner_id(builder, fact, line, sink);
    case FACT_OFFER:
        return book_define_offer(builder->book, &builder->edit, fact, line, sink);
    case FACT_OWNERSHIP:
        return stage_ownership(builder, fact, line, sink);
    default:
        return fact_type_is_judged(fact->type) ? add_link(builder, fact, line, sink) : STATUS_OK;
    }
}

enum status book_builder_add(struct book_builder *builder, const struct fact *fact, uint64_t line,
                             struct problem_sink *sink)
{
    enum status status =
        add(builder, fact, line < LINE_NONE ? (uint32_t)line : LINE_NONE - 1, sink);

    return status == STATUS_INVALID ? STATUS_OK : status;
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

static void report_unknown(struct problem_sink *sink, enum noun noun, const char *field,
                           struct text found, uint64_t line)
{
    sink->report(sink, &(struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                          .line = line,
                                          .field = text_of(field),
                                          .found = found,
                                          .found_is_text = true,
                                          .noun = noun });
}

static void check_organization(const struct book *book, uint32_t number, const char *field,
                               uint64_t line, struct problem_sink *sink)
{
    if (book_organization(book, number)->line == 0)
        report_unknown(sink, NOUN_ORGANIZATION, field, book_organization(book, number)->id, line);
}

static void check_tenant(const struct book *book, uint32_t number, const char *field, uint64_t line,
                         struct problem_sink *sink)
{
    char id[GUID_LENGTH + 1];

    if (book_tenant_name(book, number)->line != 0)
        return;
    guid_format(book_tenant(book, number)->id, id);
    report_unknown(sink, NOUN_TENANT, field, text_of(id), line);
}

/* Tells of every link of one kind whose key or other no fact has defined. */
static void check_references(const struct book_builder *builder, enum link_kind kind,
                             struct problem_sink *sink)
{
    const struct link_kind_row *row = &link_kinds[kind];
    const struct links *links = &builder->links[kind];
    const struct book *book = builder->book;

    for (size_t i = 0; i < links->count; i++) {
        const struct staged_link *staged = &links->list[i];
        uint32_t other = staged->link.other;

        if (row->key_noun == NOUN_ORGANIZATION)
            check_organization(book, staged->key, row->key_field, staged->line, sink);
        if (row->key_noun == NOUN_TENANT)
            check_tenant(book, staged->key, row->key_field, staged->line, sink);
        if (row->other_noun == NOUN_ORGANIZATION)
            check_organization(book, other, row->other_field, staged->line, sink);
        if (row->other_noun == NOUN_TENANT && kind != LINK_ACCEPTANCE)
            check_tenant(book, other, row->other_field, staged->line, sink);
        if (kind == LINK_ACCEPTANCE && other > 0)
            check_tenant(book, other - 1, row->other_field, staged->line, sink);
    }
}

/* Then no reference dangles, and none needs to be looked at. */
static bool everything_is_defined(const struct book *book)
{
    for (uint32_t i = 0; i < book->tenant_names.count; i++)
        if (book_tenant_name(book, i)->line == 0)
            return false;
    for (uint32_t i = 0; i < book->organization_names.count; i++)
        if (book_organization(book, i)->line == 0)
            return false;
    return true;
}

static void check_all_references(const struct book_builder *builder, struct counting_sink *counting)
{
    if (everything_is_defined(builder->book))
        return;
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        counting->target->type = link_kinds[kind].type;
        check_references(builder, (enum link_kind)kind, &counting->sink);
    }
}

static enum status settle(struct book_builder *builder, enum link_kind kind)
{
    bool is_of_organization = link_kind_is_of_organization(kind);

    return links_settle(&builder->links[kind],
                        is_of_organization ? builder->book->organizations.count
                                           : builder->book->tenants.count,
                        link_kinds[kind].order);
}

/* One account a tenant: the first in the file counts. */
static void check_accounts(const struct book_builder *builder, struct problem_sink *sink)
{
    for (uint32_t tenant = 0; tenant < builder->book->tenants.count; tenant++) {
        struct staged_range range = links_of(&builder->links[LINK_ACCOUNT], tenant);
        const struct staged_link *first = range.begin;
        char id[GUID_LENGTH + 1];

        if (range.end - range.begin < 2)
            continue;
        for (const struct staged_link *staged = range.begin; staged < range.end; staged++)
            first = staged->line < first->line ? staged : first;
        guid_format(book_tenant(builder->book, tenant)->id, id);
        for (const struct staged_link *staged = range.begin; staged < range.end; staged++)
            if (staged != first)
                book_report_duplicate(sink, "tenant", text_of(id), staged->line, first->line);
    }
}

/* Every signature is told to the organisation of its tenant too (Q6). */
static enum status stage_signatures(struct book_builder *builder)
{
    const struct links *agreements = &builder->links[LINK_AGREEMENT];

    for (size_t i = 0; i < agreements->count; i++) {
        struct staged_link staged = agreements->list[i];
        const struct tenant_record *tenant = book_tenant(builder->book, staged.key);

        staged.key = tenant->organization;
        staged.link.other = tenant->country.number;
        TRY(links_add(&builder->links[LINK_SIGNATURE], staged));
    }
    return settle(builder, LINK_SIGNATURE);
}

/* One owner at once. An empty interval is never in effect, so it meets no other. */
static void check_owners(const struct book_builder *builder, struct problem_sink *sink)
{
    for (uint32_t owned = 0; owned < builder->book->organizations.count; owned++) {
        struct staged_range range = links_of(&builder->links[LINK_OWNERSHIP], owned);
        const struct staged_link *latest = NULL;

        for (const struct staged_link *staged = range.begin; staged < range.end; staged++) {
            struct interval valid = staged->link.valid;

            if (!date_before(valid.from, valid.to))
                continue;
            if (latest != NULL && date_before(valid.from, latest->link.valid.to))
                sink->report(sink, &(struct problem){ .kind = PROBLEM_OWNED_TWICE,
                                                      .line = staged->line,
                                                      .other_line = latest->line,
                                                      .field = TEXT("owned") });
            if (latest == NULL || date_before(latest->link.valid.to, valid.to))
                latest = staged;
        }
    }
}

/* The links of one key, of all kinds that such a key has, gathered for its record. */
struct gathering {
    struct kept_link *links;
    size_t capacity;
    size_t count;
};

/* Few links are soon in order: they come kind by kind. */
static void sort_links(struct kept_link *links, size_t count)
{
    if (count > FEW_LINKS) {
        qsort(links, count, sizeof(*links), kept_link_compare);
        return;
    }
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && kept_link_compare(&links[k - 1], &links[k]) > 0; k--) {
            struct kept_link later = links[k - 1];

            links[k - 1] = links[k];
            links[k] = later;
        }
}

static enum status gather(const struct book_builder *builder, uint32_t key, bool is_organization,
                          struct gathering *gathering)
{
    gathering->count = 0;
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++) {
        struct staged_range range = { NULL, NULL };
        void *links = gathering->links;

        if (link_kind_is_of_organization((enum link_kind)kind) == is_organization)
            range = links_of(&builder->links[kind], key);
        TRY(memory_grow(&links, &gathering->capacity,
                        gathering->count + (size_t)(range.end - range.begin),
                        sizeof(*gathering->links)));
        gathering->links = links;
        for (const struct staged_link *staged = range.begin; staged < range.end; staged++)
            gathering->links[gathering->count++] = link_keep((enum link_kind)kind, staged->link);
    }
    sort_links(gathering->links, gathering->count);
    return STATUS_OK;
}

static struct link_range gathered(const struct gathering *gathering)
{
    if (gathering->count == 0)
        return (struct link_range){ NULL, NULL };
    return (struct link_range){ gathering->links, gathering->links + gathering->count };
}

static enum status place_links(struct book_builder *builder, struct gathering *gathering)
{
    struct book *book = builder->book;
    void *record = NULL;

    for (uint32_t i = 0; i < book->organizations.count; i++) {
        TRY(gather(builder, i, true, gathering));
        TRY(pages_edit(&book->organizations, &builder->edit, i, &record));
        TRY(link_room_fill(organization_room(record), &builder->edit, gathered(gathering)));
    }
    for (uint32_t i = 0; i < book->tenants.count; i++) {
        struct tenant_record *tenant = NULL;

        TRY(gather(builder, i, false, gathering));
        TRY(pages_edit(&book->tenants, &builder->edit, i, &record));
        tenant = record;
        tenant->organization_matters =
            organization_matters(organization_links(book, tenant->organization));
        TRY(link_room_fill(tenant_room(tenant), &builder->edit, gathered(gathering)));
    }
    return STATUS_OK;
}

static enum status finish(struct book_builder *builder, struct counting_sink *counting)
{
    struct gathering gathering = { 0 };
    enum status status = STATUS_OK;

    TRY(stage_all_pending(builder));
    check_all_references(builder, counting);
    for (unsigned kind = 0; kind < LINK_KIND_COUNT; kind++)
        if (kind != LINK_SIGNATURE)
            TRY(settle(builder, (enum link_kind)kind));
    counting->target->type = FACT_ACCOUNT;
    check_accounts(builder, &counting->sink);
    counting->target->type = FACT_OWNERSHIP;
    check_owners(builder, &counting->sink);
    if (counting->count > 0)
        return STATUS_INVALID;
    TRY(ownership_check(&builder->links[LINK_OWNERSHIP], builder->book->organizations.count,
                        &counting->sink));
    if (counting->count > 0)
        return STATUS_INVALID;
    TRY(stage_signatures(builder));
    status = place_links(builder, &gathering);
    memory_free(gathering.links);
    return status;
}

enum status book_builder_finish(struct book_builder *builder, struct fact_problem_sink *sink,
                                struct book **out_book)
{
    struct counting_sink counting = { { count_and_pass_on }, sink, 0 };

    TRY(finish(builder, &counting));
    *out_book = builder->book;
    builder->book = NULL;
    return STATUS_OK;
}
