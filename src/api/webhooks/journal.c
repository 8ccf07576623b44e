/* SPDX-License-Identifier: Apache-2.0 */
/* The journal, as the courier reads it. */
#include "api/http/deadlines.h"
#include "api/webhooks/recipient.h"
#include "engine/call.h"

enum {
    SCAN_ENTRIES = 256, /* looked through at once */
    SEEK_ENTRIES = 16,
    SEEK_ROUNDS_MAX = 64, /* until others have their turn */
    SEEK_AGAIN_MS = 1000
};

/* Whose the news are. */

struct scanning {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    struct courier *courier;
    uint64_t position;
    unsigned count;
};

struct recipient *recipient_find(const struct courier *courier, guid tenant)
{
    size_t low = 0;
    size_t high = courier->recipient_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct recipient *recipient = courier->recipients[middle];
        int order = guid_compare(recipient->webhook.tenant, tenant);

        if (order == 0)
            return recipient;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static enum status mark(struct entry_visitor *visitor, const struct entry *entry)
{
    void *begin = (char *)visitor - offsetof(struct scanning, visitor);
    struct scanning *scanning = begin;

    scanning->count++;
    scanning->position = entry->position;
    for (unsigned i = 0; i < entry->party_count; i++) {
        struct recipient *recipient = recipient_find(scanning->courier, entry->parties[i]);

        if (recipient != NULL)
            recipient->has_news = true;
    }
    return STATUS_OK;
}

static enum status scan(struct store_work *work, struct call *call)
{
    struct scanning *scanning = (struct scanning *)work;
    struct entry_filter filter = { .after = scanning->courier->scanned, .limit = SCAN_ENTRIES };

    scanning->count = 0;
    /* Who is new looks behind its own place. */
    if (scanning->courier->recipient_count == 0 || filter.after == UINT64_MAX)
        return call->store->last_position(call, &scanning->position);
    return call->store->visit_entries(call, &filter, &scanning->visitor);
}

void courier_scan(struct courier *courier)
{
    struct scanning scanning = { .work = { scan }, .visitor = { mark }, .courier = courier };
    struct store *store = courier->api->store;
    struct fault fault;

    do {
        scanning.position = courier->scanned;
        if (store->read(store, &scanning.work, &fault) != STATUS_OK)
            return;
        courier->scanned = scanning.position;
    } while (scanning.count == SCAN_ENTRIES);
}

/* One entry. */

struct looking {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    uint64_t position; /* of the entry that is looked for */
    bool is_found;
    guid id;
    struct shipment *shipment; /* that is filled with it; or NULL */
    uint64_t last;             /* of the journal */
};

static enum status fill(struct shipment *shipment, const struct event_row *row,
                        const struct entry *entry)
{
    buffer_clear(&shipment->body);
    event_write(&shipment->body, tokens_issuer(shipment->recipient->courier->api->tokens), row,
                entry);
    shipment->event = row->name;
    shipment->position = entry->position;
    shipment->id = entry->id;
    return shipment->body.has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status look_at(struct entry_visitor *visitor, const struct entry *entry)
{
    void *begin = (char *)visitor - offsetof(struct looking, visitor);
    struct looking *looking = begin;
    const struct event_row *row = event_row_of(entry);

    if (entry->position != looking->position)
        return STATUS_OK;
    looking->is_found = true;
    looking->id = entry->id;
    return looking->shipment == NULL || row == NULL ? STATUS_OK
                                                    : fill(looking->shipment, row, entry);
}

static enum status look(struct store_work *work, struct call *call)
{
    struct looking *looking = (struct looking *)work;
    struct entry_filter filter = { .after = looking->position - 1, .limit = 1 };

    looking->is_found = false;
    TRY(call->store->last_position(call, &looking->last));
    if (looking->position == 0 || looking->position > looking->last)
        return STATUS_OK;
    return call->store->visit_entries(call, &filter, &looking->visitor);
}

static enum status look_up(const struct courier *courier, struct looking *looking,
                           struct fault *fault)
{
    struct store *store = courier->api->store;

    looking->work.run = look;
    looking->visitor.take = look_at;
    return store->read(store, &looking->work, fault);
}

bool recipient_fetch_letter(struct recipient *recipient)
{
    struct looking looking = { .position = recipient->letter.position,
                               .shipment = &recipient->mail };
    struct fault fault;
    enum status status = look_up(recipient->courier, &looking, &fault);

    return status == STATUS_OK && looking.is_found && recipient->mail.body.length > 0;
}

/* The place of a webhook. */

/* Ids of entries grow with time, so the last that is not newer than one is found by halves. */
static enum status find_last_before(const struct courier *courier, struct webhook *webhook,
                                    uint64_t last)
{
    guid told = webhook->position_id;
    guid found = GUID_NONE;
    struct fault fault;
    uint64_t low = 0; /* the entry there is not newer, or there is none */
    uint64_t high = last;

    while (low < high) {
        struct looking looking = { .position = high - (high - low) / 2 };

        TRY(look_up(courier, &looking, &fault));
        if (guid_compare(looking.id, told) <= 0) {
            low = looking.position;
            found = looking.id;
        } else {
            high = looking.position - 1;
        }
    }
    webhook->position = low;
    webhook->position_id = found;
    return STATUS_OK;
}

void recipient_settle(struct recipient *recipient)
{
    struct courier *courier = recipient->courier;
    struct webhook *webhook = &recipient->webhook;
    struct looking looking = { .position = webhook->position };
    struct fault fault;

    if (look_up(courier, &looking, &fault) != STATUS_OK || webhook->position == 0 ||
        (looking.is_found && guid_equal(looking.id, webhook->position_id)))
        return;
    if (find_last_before(courier, webhook, looking.last) == STATUS_OK &&
        webhook_move(courier->registry, webhook, &fault) == STATUS_OK)
        courier_log(recipient, "settled", NULL, NULL);
}

enum status courier_find_end(const struct courier *courier, struct webhook *webhook,
                             struct fault *fault)
{
    struct looking looking = { .position = 0 };

    TRY(look_up(courier, &looking, fault));
    looking.position = looking.last;
    TRY(look_up(courier, &looking, fault));
    webhook->position = looking.position;
    webhook->position_id = looking.id;
    return STATUS_OK;
}

/* The next event. */

struct seeking {
    struct store_work work; /* first */
    struct entry_visitor visitor;
    struct recipient *recipient;
    uint64_t position; /* behind what is not wanted */
    guid position_id;
    unsigned count;
    bool is_found;
};

static enum status take(struct entry_visitor *visitor, const struct entry *entry)
{
    void *begin = (char *)visitor - offsetof(struct seeking, visitor);
    struct seeking *seeking = begin;
    const struct event_row *row = event_row_of(entry);

    seeking->count++;
    if (seeking->is_found)
        return STATUS_OK;
    if (row != NULL && webhook_wants(&seeking->recipient->webhook, row->name)) {
        seeking->is_found = true;
        return fill(&seeking->recipient->mail, row, entry);
    }
    seeking->position = entry->position;
    seeking->position_id = entry->id;
    return STATUS_OK;
}

static enum status seek(struct store_work *work, struct call *call)
{
    struct seeking *seeking = (struct seeking *)work;
    const struct webhook *webhook = &seeking->recipient->webhook;
    struct entry_filter filter = { .after = webhook->position,
                                   .limit = SEEK_ENTRIES,
                                   .has_party = true,
                                   .party = webhook->tenant };

    seeking->position = webhook->position;
    seeking->position_id = webhook->position_id;
    seeking->count = 0;
    seeking->is_found = false;
    return call->store->visit_entries(call, &filter, &seeking->visitor);
}

bool recipient_seek(struct recipient *recipient)
{
    struct seeking seeking = { .work = { seek }, .visitor = { take }, .recipient = recipient };
    struct store *store = recipient->courier->api->store;
    struct fault fault;

    for (unsigned round = 0; round < SEEK_ROUNDS_MAX; round++) {
        if (store->read(store, &seeking.work, &fault) != STATUS_OK) {
            recipient->due_ms = clock_ms() + SEEK_AGAIN_MS;
            return false;
        }
        recipient->webhook.position = seeking.position;
        recipient->webhook.position_id = seeking.position_id;
        if (seeking.is_found)
            return true;
        if (seeking.count < SEEK_ENTRIES) {
            recipient->has_news = false;
            return false;
        }
    }
    return false;
}
