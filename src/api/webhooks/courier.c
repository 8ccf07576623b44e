/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/courier.h"

#include <signal.h>
#include <stdio.h>

#include "api/http/deadlines.h"
#include "api/webhooks/recipient.h"
#include "base/memory.h"

enum {
    ROUND_MS = 1000,     /* what other processes change is seen after it */
    UNDER_WAY_MAX = 256, /* deliveries side by side */
    TESTS_MAX = 64,      /* looked at in a round */
    END_MS = 1000        /* for what is under way, at the end */
};

/* The registry's webhooks, taken over. */

struct listing {
    struct webhook_visitor webhooks;
    struct dead_letter_visitor letters;
    struct test_event_visitor tests;
    struct courier *courier;
    struct recipient **recipients;
    size_t count;
    size_t room;
    size_t place; /* among those that were there, by tenant */
    bool has_failed;
};

static struct recipient *recipient_new(struct courier *courier, const struct webhook *webhook)
{
    struct recipient *recipient = memory_new(1, sizeof(*recipient));

    if (recipient == NULL)
        return NULL;
    recipient->courier = courier;
    recipient->webhook = *webhook;
    recipient->has_news = true;
    recipient->mail.recipient = recipient;
    recipient->test.recipient = recipient;
    recipient->test.cargo = CARGO_TEST;
    return recipient;
}

static void recipient_free(struct recipient *recipient)
{
    buffer_done(&recipient->mail.body);
    buffer_done(&recipient->test.body);
    memory_free(recipient);
}

static bool is_under_way(const struct recipient *recipient)
{
    return recipient->mail.is_under_way || recipient->test.is_under_way;
}

/* What the registry has more than is known; the place stays the one that is known. */
static void renew(struct recipient *recipient, const struct webhook *webhook)
{
    uint64_t position = recipient->webhook.position;
    guid position_id = recipient->webhook.position_id;

    if (recipient->webhook.revision != webhook->revision) {
        recipient->attempts = 0;
        recipient->due_ms = 0;
        recipient->has_news = true;
    }
    recipient->webhook = *webhook;
    recipient->webhook.position = position;
    recipient->webhook.position_id = position_id;
}

/* Those that are known and the registry's both go by tenant: side by side. */
static struct recipient *find_known(struct listing *listing, const struct webhook *webhook)
{
    const struct courier *courier = listing->courier;

    while (listing->place < courier->recipient_count &&
           guid_compare(courier->recipients[listing->place]->webhook.tenant, webhook->tenant) < 0)
        listing->place++;
    if (listing->place == courier->recipient_count ||
        !guid_equal(courier->recipients[listing->place]->webhook.id, webhook->id))
        return NULL;
    return courier->recipients[listing->place];
}

static void add_recipient(struct listing *listing, struct recipient *recipient)
{
    if (memory_grow((void **)&listing->recipients, &listing->room, listing->count + 1,
                    sizeof(struct recipient *)) != STATUS_OK) {
        listing->has_failed = true;
        return;
    }
    recipient->is_listed = true;
    /* What waits is asked for anew. */
    recipient->has_letter = recipient->has_letter && recipient->mail.is_under_way &&
                            recipient->mail.cargo == CARGO_LETTER;
    recipient->has_test = recipient->has_test && recipient->test.is_under_way;
    listing->recipients[listing->count++] = recipient;
}

static void see_webhook(struct webhook_visitor *visitor, const struct webhook *webhook)
{
    struct listing *listing = (struct listing *)visitor;
    struct recipient *recipient = find_known(listing, webhook);

    if (recipient != NULL)
        renew(recipient, webhook);
    else
        recipient = recipient_new(listing->courier, webhook);
    if (recipient == NULL)
        listing->has_failed = true;
    else
        add_recipient(listing, recipient);
}

static void see_letter(struct dead_letter_visitor *visitor, const struct dead_letter *letter)
{
    void *begin = (char *)visitor - offsetof(struct listing, letters);
    const struct listing *listing = begin;
    struct recipient *recipient = recipient_find(listing->courier, letter->tenant);

    if (recipient == NULL || recipient->has_letter)
        return;
    recipient->has_letter = true;
    recipient->letter = *letter;
}

static void see_test(struct test_event_visitor *visitor, const struct test_event *event)
{
    void *begin = (char *)visitor - offsetof(struct listing, tests);
    const struct listing *listing = begin;
    struct recipient *recipient = recipient_find(listing->courier, event->tenant);

    if (recipient == NULL || recipient->has_test)
        return;
    recipient->has_test = true;
    recipient->test_event = *event;
}

/* Frees those that are not listed any more, when nothing of theirs is under way. */
static void let_go(struct courier *courier)
{
    struct recipient **link = &courier->leaving;

    while (*link != NULL) {
        struct recipient *recipient = *link;

        if (is_under_way(recipient)) {
            link = &recipient->next;
            continue;
        }
        *link = recipient->next;
        recipient_free(recipient);
    }
}

/* Puts the list in the place of the one that was. */
static void adopt(struct courier *courier, const struct listing *listing)
{
    unsigned suspended_count = 0;

    for (size_t i = 0; i < courier->recipient_count; i++) {
        struct recipient *recipient = courier->recipients[i];

        if (recipient->is_listed)
            continue;
        recipient->next = courier->leaving;
        courier->leaving = recipient;
    }
    memory_free((void *)courier->recipients);
    courier->recipients = listing->recipients;
    courier->recipient_count = listing->count;
    for (size_t i = 0; i < courier->recipient_count; i++) {
        struct recipient *recipient = courier->recipients[i];

        suspended_count += recipient->webhook.suspended_at != 0;
        if (!recipient->is_known)
            recipient_settle(recipient);
        recipient->is_known = true;
    }
    atomic_store(&courier->webhook_count, (unsigned)courier->recipient_count);
    atomic_store(&courier->suspended_count, suspended_count);
}

static void drop(const struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++)
        if (!listing->recipients[i]->is_known)
            recipient_free(listing->recipients[i]);
    memory_free((void *)listing->recipients);
}

/* Asks the registry what there is. */
static void reload(struct courier *courier)
{
    struct listing listing = { .webhooks = { see_webhook },
                               .letters = { see_letter },
                               .tests = { see_test },
                               .courier = courier };

    for (size_t i = 0; i < courier->recipient_count; i++)
        courier->recipients[i]->is_listed = false;
    webhook_visit(courier->registry, &listing.webhooks);
    if (listing.has_failed) {
        drop(&listing);
        return;
    }
    adopt(courier, &listing);
    dead_letter_visit_again(courier->registry, &listing.letters);
    test_event_visit_waiting(courier->registry, TESTS_MAX, &listing.tests);
}

/* Rounds. */

static void ship(struct shipment *shipment, enum cargo cargo, const char *url)
{
    shipment->cargo = cargo;
    (void)snprintf(shipment->url, sizeof(shipment->url), "%s", url);
    shipment_send(shipment);
}

static void send_test(struct recipient *recipient)
{
    const struct test_event *event = &recipient->test_event;
    struct shipment *shipment = &recipient->test;

    buffer_clear(&shipment->body);
    event_write_test(&shipment->body, tokens_issuer(recipient->courier->api->tokens), event->id,
                     event->asked_at);
    shipment->id = event->id;
    shipment->event = EVENT_TEST;
    ship(shipment, CARGO_TEST, event->url);
}

static void send_letter(struct recipient *recipient)
{
    struct delivery_end end = { .reason = "missing", .at = clock_system_ms() };

    recipient->mail.cargo = CARGO_LETTER;
    buffer_clear(&recipient->mail.body);
    if (recipient_fetch_letter(recipient)) {
        ship(&recipient->mail, CARGO_LETTER, recipient->webhook.url);
        return;
    }
    recipient->mail.is_under_way = true;
    recipient->courier->under_way_count++;
    shipment_ended(&recipient->mail.delivery, &end);
}

/* Whether something may be sent, as far as the clock goes; *in_out_wait_ms is until then. */
static bool is_due(int64_t due_ms, int64_t now_ms, int64_t *in_out_wait_ms)
{
    if (due_ms <= now_ms)
        return true;
    if (due_ms - now_ms < *in_out_wait_ms)
        *in_out_wait_ms = due_ms - now_ms;
    return false;
}

/* Sends what is due of a webhook, and tells how long there is nothing more to do. */
static void serve(struct recipient *recipient, int64_t *in_out_wait_ms)
{
    int64_t now_ms = clock_ms();
    struct shipment *mail = &recipient->mail;
    struct shipment *test = &recipient->test;
    bool is_free = false;

    if (recipient->has_test && !test->is_under_way &&
        is_due(test->not_before_ms, now_ms, in_out_wait_ms))
        send_test(recipient);
    is_free = !mail->is_under_way && is_due(mail->not_before_ms, now_ms, in_out_wait_ms);
    if (is_free && recipient->has_letter) {
        send_letter(recipient);
        return;
    }
    if (!is_free || !recipient->has_news || recipient->webhook.suspended_at != 0 ||
        !is_due(recipient->due_ms, now_ms, in_out_wait_ms))
        return;
    if (recipient_seek(recipient))
        ship(mail, CARGO_EVENT, recipient->webhook.url);
    else if (recipient->has_news && is_due(recipient->due_ms, now_ms, in_out_wait_ms))
        *in_out_wait_ms = 0; /* there is more to look through */
}

/* Once through all webhooks. Where as many deliveries are under way as may be, those that come
 * after have their turn first in the next round. */
static int64_t go_round(struct courier *courier)
{
    int64_t wait_ms = ROUND_MS;

    for (size_t i = 0; i < courier->recipient_count; i++) {
        size_t place = (courier->first_place + i) % courier->recipient_count;

        if (courier->under_way_count >= UNDER_WAY_MAX) {
            courier->first_place = place;
            break;
        }
        serve(courier->recipients[place], &wait_ms);
    }
    return wait_ms;
}

/* Looks for what is new. */
static void look(struct courier *courier)
{
    int64_t now_ms = clock_ms();
    bool is_time = now_ms - courier->reloaded_ms >= ROUND_MS;
    bool is_woken = atomic_exchange(&courier->is_woken, false);

    if (atomic_exchange(&courier->is_changed, false) || is_time) {
        reload(courier);
        courier->reloaded_ms = now_ms;
    }
    if (is_woken || is_time)
        courier_scan(courier);
}

static void *run(void *argument)
{
    struct courier *courier = argument;
    int64_t until_ms = 0;

    while (!atomic_load(&courier->is_over)) {
        int64_t wait_ms = 0;

        look(courier);
        wait_ms = go_round(courier);
        let_go(courier);
        if (atomic_load(&courier->is_changed) || atomic_load(&courier->is_woken))
            wait_ms = 0;
        sender_run(courier->sender, (int)wait_ms);
    }
    until_ms = clock_ms() + END_MS;
    while (courier->under_way_count > 0 && clock_ms() < until_ms)
        sender_run(courier->sender, END_MS / 10);
    return NULL;
}

/* The courier. */

static enum status start(struct courier *courier, struct fault *fault)
{
    struct sender_settings sender = { courier->settings.limits, courier->settings.authorities,
                                      courier->settings.timeout_ms };
    sigset_t all;
    sigset_t before;

    TRY(sender_new(&sender, &courier->sender, fault));
    /* Signals are for the program's first thread. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    courier->has_thread = pthread_create(&courier->thread, NULL, run, courier) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return courier->has_thread ? STATUS_OK : fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

enum status courier_new(struct api *api, const char *folder,
                        const struct courier_settings *settings, struct courier **out_courier,
                        struct fault *fault)
{
    struct courier *courier = memory_new(1, sizeof(*courier));
    enum status status = STATUS_OK;

    if (courier == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    courier->api = api;
    courier->settings = *settings;
    courier->registry = tokens_registry(api->tokens);
    courier->signer = signer_new(folder);
    courier->reloaded_ms = clock_ms() - ROUND_MS;
    courier->scanned = UINT64_MAX;
    (void)snprintf(courier->certificate_url, sizeof(courier->certificate_url),
                   "%s/webhooks/v1/certificate.cer", tokens_issuer(api->tokens));
    if (courier->signer == NULL)
        status = fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    else
        status = start(courier, fault);
    if (status != STATUS_OK) {
        courier_free(courier);
        return status;
    }
    *out_courier = courier;
    return STATUS_OK;
}

void courier_free(struct courier *courier)
{
    if (courier == NULL)
        return;
    if (courier->has_thread) {
        atomic_store(&courier->is_over, true);
        sender_wake(courier->sender);
        (void)pthread_join(courier->thread, NULL);
    }
    sender_free(courier->sender);
    for (size_t i = 0; i < courier->recipient_count; i++)
        recipient_free(courier->recipients[i]);
    memory_free((void *)courier->recipients);
    while (courier->leaving != NULL) {
        struct recipient *recipient = courier->leaving;

        courier->leaving = recipient->next;
        recipient_free(recipient);
    }
    signer_free(courier->signer);
    memory_free(courier);
}

/* Wakes the thread, if nobody has: it is told once until it has looked. */
void courier_look(struct courier *courier)
{
    if (courier != NULL && !atomic_exchange(&courier->is_woken, true))
        sender_wake(courier->sender);
}

void courier_change(struct courier *courier)
{
    atomic_store(&courier->is_changed, true);
    sender_wake(courier->sender);
}

struct courier_gauges courier_gauges(struct courier *courier)
{
    return (struct courier_gauges){ atomic_load(&courier->webhook_count),
                                    atomic_load(&courier->suspended_count) };
}

struct signer *courier_signer(struct courier *courier)
{
    return courier->signer;
}

struct destination_limits courier_limits(const struct courier *courier)
{
    return courier->settings.limits;
}
