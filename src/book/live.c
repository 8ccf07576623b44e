/* SPDX-License-Identifier: Apache-2.0 */
#include "book/live.h"

#include <pthread.h>
#include <urcu-bp.h>

#include "base/memory.h"
#include "book/book_private.h"

/* So many pieces of memory wait for readers before the writer waits for them too. */
enum {
    WAITING_MAX = 4096
};

struct live_book {
    struct book *current; /* atomic: ThreadSanitizer does not see what liburcu does */
    pthread_mutex_t writer;
    uint64_t edit_number;
    struct memory_list waiting; /* for readers of earlier versions */
};

/* ThreadSanitizer does not see that a grace period orders readers before the writer. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
void __tsan_acquire(void *address);
void __tsan_release(void *address);
#define READER_IS_DONE(live) __tsan_release(&(live)->waiting)
#define READERS_ARE_DONE(live) __tsan_acquire(&(live)->waiting)
#endif
#endif
#ifndef READER_IS_DONE
#define READER_IS_DONE(live) ((void)(live))
#define READERS_ARE_DONE(live) ((void)(live))
#endif

enum status live_book_new(struct book *book, struct live_book **out_live)
{
    struct live_book *live = memory_new(1, sizeof(*live));

    if (live == NULL)
        return STATUS_NO_MEMORY;
    if (pthread_mutex_init(&live->writer, NULL) != 0) {
        memory_free(live);
        return STATUS_NO_MEMORY;
    }
    live->current = book;
    live->edit_number = 1; /* the builder's */
    *out_live = live;
    return STATUS_OK;
}

static void give_back(struct live_book *live)
{
    synchronize_rcu();
    READERS_ARE_DONE(live);
    memory_list_free_items(&live->waiting);
}

void live_book_free(struct live_book *live)
{
    if (live == NULL)
        return;
    give_back(live);
    memory_list_done(&live->waiting);
    book_free(live->current);
    (void)pthread_mutex_destroy(&live->writer);
    memory_free(live);
}

const struct book *live_book_begin_reading(struct live_book *live)
{
    rcu_read_lock();
    return __atomic_load_n(&live->current, __ATOMIC_ACQUIRE);
}

void live_book_end_reading(struct live_book *live)
{
    READER_IS_DONE(live);
    rcu_read_unlock();
}

void live_book_give_back(struct live_book *live)
{
    (void)pthread_mutex_lock(&live->writer);
    give_back(live);
    (void)pthread_mutex_unlock(&live->writer);
}

/* A change under way: the version that it makes, and whom it tells. */
struct changing {
    struct book *book;
    struct edit edit;
    enum change change;
    const struct fact *fact;
    struct problem_sink *sink;
};

static enum status refuse(struct changing *changing, struct problem problem)
{
    changing->sink->report(changing->sink, &problem);
    return STATUS_INVALID;
}

static enum status refuse_reference(struct changing *changing, const char *field, enum noun noun,
                                    struct text found)
{
    return refuse(changing, (struct problem){ .kind = PROBLEM_REFERENCE_UNKNOWN,
                                              .field = text_of(field),
                                              .found = found,
                                              .found_is_text = true,
                                              .noun = noun });
}

/* The tenant that a field of the fact names. */
static enum status find_tenant(struct changing *changing, const char *field, guid id,
                               uint32_t *out_number)
{
    char text[GUID_LENGTH + 1];

    *out_number = book_find_tenant(changing->book, id);
    if (*out_number != INDEX_NONE)
        return STATUS_OK;
    guid_format(id, text);
    return refuse_reference(changing, field, NOUN_TENANT, text_of(text));
}

static enum status find_organization(struct changing *changing, const char *field, struct text id,
                                     uint32_t *out_number)
{
    *out_number = book_find_organization(changing->book, id);
    return *out_number != INDEX_NONE ? STATUS_OK
                                     : refuse_reference(changing, field, NOUN_ORGANIZATION, id);
}

static enum status refuse_same_party(struct changing *changing, enum link_kind kind)
{
    return refuse(changing, (struct problem){ .kind = PROBLEM_SAME_PARTY,
                                              .field = text_of(link_kind_key_field(kind)) });
}

/* Puts a link among those of a record, or takes it out. */
static enum status change_room(struct changing *changing, struct link_room room,
                               struct kept_link link)
{
    enum status status = changing->change == CHANGE_ADD
                             ? link_room_add(room, &changing->edit, link)
                             : link_room_remove(room, &changing->edit, link);

    if (status == STATUS_INVALID)
        return refuse(changing, (struct problem){ .kind = PROBLEM_NO_SUCH_FACT });
    return status;
}

static enum status change_link(struct changing *changing, uint32_t key, enum link_kind kind,
                               struct link link)
{
    struct kept_link kept = link_keep(kind, link);
    void *record = NULL;

    if (link_kind_is_of_organization(kind)) {
        TRY(pages_edit(&changing->book->organizations, &changing->edit, key, &record));
        return change_room(changing, organization_room(record), kept);
    }
    TRY(pages_edit(&changing->book->tenants, &changing->edit, key, &record));
    return change_room(changing, tenant_room(record), kept);
}

static enum status check_account_is_new(struct changing *changing, uint32_t tenant)
{
    struct link_range range =
        links_of_kind(tenant_links(book_tenant(changing->book, tenant)), LINK_ACCOUNT);
    char id[GUID_LENGTH + 1];

    if (changing->change == CHANGE_REMOVE || range.begin == range.end)
        return STATUS_OK;
    guid_format(book_tenant(changing->book, tenant)->id, id);
    book_report_duplicate(changing->sink, "tenant", text_of(id), 0, LINE_NONE);
    return STATUS_INVALID;
}

/* A signature is told to the organisation of its tenant too (Q6). */
static enum status change_signature(struct changing *changing, uint32_t tenant, struct link link)
{
    const struct tenant_record *record = book_tenant(changing->book, tenant);

    link.other = record->country.number;
    return change_link(changing, record->organization, LINK_SIGNATURE, link);
}

static enum status change_tenant_link(struct changing *changing)
{
    struct fact_link named = fact_link_of(changing->fact);
    uint32_t key = 0;

    TRY(find_tenant(changing, link_kind_key_field(named.kind), named.key, &key));
    if (named.has_other)
        TRY(find_tenant(changing, link_kind_other_field(named.kind), named.other,
                        &named.link.other));
    if (named.is_relationship && key == named.link.other)
        return refuse_same_party(changing, named.kind);
    if (named.kind == LINK_ACCEPTANCE && named.has_other)
        named.link.other++;
    if (named.kind == LINK_ACCOUNT)
        TRY(check_account_is_new(changing, key));
    if (named.kind == LINK_AGREEMENT)
        TRY(change_signature(changing, key, named.link));
    return change_link(changing, key, named.kind, named.link);
}

/* Whether it matters is told to each tenant of an organisation. */
static enum status tell_tenants(struct changing *changing, uint32_t organization)
{
    struct book *book = changing->book;
    struct link_set links = organization_links(book, organization);
    struct link_range members = links_of_kind(links, LINK_MEMBER);
    bool matters = organization_matters(links);
    void *record = NULL;

    for (const struct kept_link *member = members.begin; member < members.end; member++) {
        if (book_tenant(book, member->other)->organization_matters == matters)
            continue;
        TRY(pages_edit(&book->tenants, &changing->edit, member->other, &record));
        ((struct tenant_record *)record)->organization_matters = matters;
    }
    return STATUS_OK;
}

static enum status change_ownership(struct changing *changing)
{
    struct fact_link named = fact_link_of(changing->fact);
    enum problem_kind problem = PROBLEM_COUNT;
    uint32_t owned = 0;

    TRY(find_organization(changing, "owner", changing->fact->ownership.owner, &named.link.other));
    TRY(find_organization(changing, "owned", changing->fact->ownership.owned, &owned));
    if (owned == named.link.other)
        return refuse_same_party(changing, LINK_OWNERSHIP);
    if (changing->change == CHANGE_ADD)
        TRY(ownership_check_one(changing->book, owned, &named.link, &problem));
    if (problem != PROBLEM_COUNT)
        return refuse(changing, (struct problem){ .kind = problem, .field = TEXT("owned") });
    TRY(change_link(changing, owned, LINK_OWNERSHIP, named.link));
    return tell_tenants(changing, owned);
}

/* A link that is always in effect: that a tenant belongs to an organisation, or a partner id to
 * a tenant. */
static struct link always(uint32_t other)
{
    return (struct link){ .other = other, .valid = { DATE_BEFORE_ALL, DATE_AFTER_ALL } };
}

static enum status define_tenant(struct changing *changing)
{
    struct link_range members;
    uint32_t organization = 0;

    TRY(find_organization(changing, "organization", changing->fact->tenant.organization,
                          &organization));
    TRY(book_define_tenant(changing->book, &changing->edit, changing->fact, LINE_NONE,
                           changing->sink));
    TRY(change_link(changing, organization, LINK_MEMBER,
                    always(book_find_tenant(changing->book, changing->fact->tenant.id))));
    members = links_of_kind(organization_links(changing->book, organization), LINK_MEMBER);
    /* The second tenant is news to the first; later ones are to nobody. */
    return members.end - members.begin == 2 ? tell_tenants(changing, organization) : STATUS_OK;
}

static enum status define_partner_id(struct changing *changing)
{
    const struct fact *fact = changing->fact;
    uint32_t tenant = 0;

    TRY(find_tenant(changing, "tenant", fact->partner_id.tenant, &tenant));
    TRY(book_define_partner_id(changing->book, &changing->edit, fact, LINE_NONE, changing->sink));
    return change_link(changing, tenant, LINK_PARTNER_ID,
                       always(book_find_partner_id(changing->book, fact->partner_id.mpn_id)));
}

static bool is_named(enum fact_type type)
{
    return type == FACT_ORGANIZATION || type == FACT_TENANT || type == FACT_OFFER ||
           type == FACT_PARTNER_ID;
}

static enum status apply(struct changing *changing)
{
    enum fact_type type = changing->fact->type;

    if (changing->change == CHANGE_REMOVE && is_named(type))
        return refuse(changing, (struct problem){ .kind = PROBLEM_NOT_REMOVABLE });
    if (type == FACT_ORGANIZATION)
        return book_define_organization(changing->book, &changing->edit, changing->fact, LINE_NONE,
                                        changing->sink);
    if (type == FACT_OFFER)
        return book_define_offer(changing->book, &changing->edit, changing->fact, LINE_NONE,
                                 changing->sink);
    if (type == FACT_TENANT)
        return define_tenant(changing);
    if (type == FACT_PARTNER_ID)
        return define_partner_id(changing);
    if (type == FACT_OWNERSHIP)
        return change_ownership(changing);
    return change_tenant_link(changing);
}

/* Who is a partner of whom, and which ids are taken: what a book_source is made of. */
static bool changes_partners(enum fact_type type)
{
    return type == FACT_TENANT || type == FACT_ENROLLMENT || type == FACT_PARTNER_ID ||
           type == FACT_INDIRECT_RELATIONSHIP;
}

/* Room for all that the commit has to remember: afterwards it cannot fail. */
static enum status reserve(struct live_book *live, size_t count)
{
    void *items = (void *)live->waiting.items;

    TRY(memory_grow(&items, &live->waiting.capacity, live->waiting.count + count,
                    sizeof(*live->waiting.items)));
    live->waiting.items = (void **)items;
    return STATUS_OK;
}

static void commit(struct live_book *live, struct changing *changing)
{
    struct memory_list *replaced = &changing->edit.replaced;

    for (size_t i = 0; i < replaced->count; i++)
        live->waiting.items[live->waiting.count++] = replaced->items[i];
    live->waiting.items[live->waiting.count++] = live->current;
    __atomic_store_n(&live->current, changing->book, __ATOMIC_RELEASE);
    if (live->waiting.count >= WAITING_MAX)
        give_back(live);
}

/* Places that a failed change has taken in a table that stays stay taken. */
static void keep_count(struct index *index, const struct index *tried)
{
    if (index->slots == tried->slots)
        index->item_count = tried->item_count;
}

static void abandon(struct live_book *live, struct changing *changing)
{
    struct book *current = live->current;

    keep_count(&current->organization_index, &changing->book->organization_index);
    keep_count(&current->tenant_index, &changing->book->tenant_index);
    keep_count(&current->domain_index, &changing->book->domain_index);
    keep_count(&current->offer_index, &changing->book->offer_index);
    keep_count(&current->partner_id_index, &changing->book->partner_id_index);
    memory_list_free_items(&changing->edit.made);
    memory_free(changing->book);
}

static enum status change_locked(struct live_book *live, struct changing *changing)
{
    enum status status = STATUS_OK;

    changing->book = memory_new(1, sizeof(*changing->book));
    if (changing->book == NULL)
        return STATUS_NO_MEMORY;
    *changing->book = *live->current;
    changing->edit.number = ++live->edit_number;
    if (changes_partners(changing->fact->type))
        changing->book->partners_version = changing->edit.number;
    status = apply(changing);
    if (status == STATUS_OK)
        status = reserve(live, changing->edit.replaced.count + 1);
    if (status == STATUS_OK)
        commit(live, changing);
    else
        abandon(live, changing);
    memory_list_done(&changing->edit.made);
    memory_list_done(&changing->edit.replaced);
    return status;
}

enum status live_book_change(struct live_book *live, enum change change, const struct fact *fact,
                             struct problem_sink *sink)
{
    struct changing changing = { .change = change, .fact = fact, .sink = sink };
    enum status status = STATUS_OK;

    if (!fact_type_is_judged(fact->type))
        return STATUS_OK;
    (void)pthread_mutex_lock(&live->writer);
    status = change_locked(live, &changing);
    (void)pthread_mutex_unlock(&live->writer);
    return status;
}
