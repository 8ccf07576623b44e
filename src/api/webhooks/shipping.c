/* SPDX-License-Identifier: Apache-2.0 */
/* What the courier sends, and what follows from how it ended. */
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "api/http/deadlines.h"
#include "api/log.h"
#include "api/webhooks/recipient.h"
#include "model/noun_json.h"

enum {
    WAIT_MS_MAX = 3600000, /* an hour */
    NOT_KEPT_MS = 60000,
    LETTERS_MAX = 10000 /* of a webhook; then it is suspended */
};

/* The log. */

static void write_end(struct json_writer *writer, const struct delivery_end *end)
{
    json_key(writer, "status");
    json_integer(writer, end->status);
    json_key(writer, "reason");
    json_string(writer, end->reason);
}

void courier_log(const struct recipient *recipient, const char *what,
                 const struct shipment *shipment, const struct delivery_end *end)
{
    int log = recipient->courier->settings.log;
    struct buffer line = { 0 };
    NOT_CLEARED struct json_writer writer;

    if (log < 0)
        return;
    json_writer_init(&writer, &line, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    log_write_time(&writer);
    json_key(&writer, "webhook");
    json_string(&writer, what);
    json_key(&writer, "tenant");
    json_guid(&writer, recipient->webhook.tenant);
    json_key(&writer, "position");
    json_integer(&writer,
                 (int64_t)(shipment == NULL ? recipient->webhook.position : shipment->position));
    if (shipment != NULL) {
        json_key(&writer, "event");
        json_string(&writer, shipment->event);
        json_key(&writer, "attempts");
        json_integer(&writer, recipient->attempts);
    }
    if (end != NULL)
        write_end(&writer, end);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(&line, "\n");
    if (!line.has_failed)
        (void)!write(log, line.bytes, line.length);
    buffer_done(&line);
}

/* Sending. */

static bool begin(struct shipment *shipment)
{
    struct recipient *recipient = shipment->recipient;
    struct courier *courier = recipient->courier;
    struct fault fault;

    guid_format(shipment->id, shipment->id_text);
    if (signer_sign(courier->signer, buffer_text(&shipment->body), shipment->signature, &fault) !=
        STATUS_OK)
        return false;
    shipment->delivery = (struct delivery){
        .url = shipment->url,
        .body = buffer_text(&shipment->body),
        .id = shipment->id_text,
        .signature = shipment->signature,
        .has_own_header = recipient->webhook.has_own_header,
        .certificate_url = courier->certificate_url,
        .ended = shipment_ended,
    };
    return sender_start(courier->sender, &shipment->delivery);
}

void shipment_send(struct shipment *shipment)
{
    struct courier *courier = shipment->recipient->courier;
    struct delivery_end end = { .at = clock_system_ms() };
    const char *reason = "memory";
    bool is_begun = false;

    shipment->is_under_way = true;
    courier->under_way_count++;
    /* What is allowed may be another thing than when the URL was given. */
    if (destination_check(text_of(shipment->url), courier->settings.limits) != DESTINATION_SOUND)
        reason = "address";
    else
        is_begun = begin(shipment);
    if (is_begun)
        return;
    (void)snprintf(end.reason, sizeof(end.reason), "%s", reason);
    shipment_ended(&shipment->delivery, &end);
}

/* What follows. */

/* Twice as long each time, up to an hour; and not all webhooks at once. */
static int64_t wait_of(const struct courier *courier, unsigned attempts)
{
    int64_t wait_ms = courier->settings.retry_ms;

    for (unsigned i = 1; i < attempts && wait_ms < WAIT_MS_MAX; i++)
        wait_ms *= 2;
    if (wait_ms > WAIT_MS_MAX)
        wait_ms = WAIT_MS_MAX;
    return wait_ms - randombytes_uniform((uint32_t)(wait_ms / 2 + 1));
}

/* A change that could not be kept leaves the registry behind: what was told comes once more, but
 * not at once. */
static void keep(struct shipment *shipment, enum status status)
{
    if (status == STATUS_OK)
        return;
    shipment->not_before_ms = clock_ms() + NOT_KEPT_MS;
    courier_log(shipment->recipient, "not_kept", NULL, NULL);
}

static void move_on(struct recipient *recipient)
{
    struct courier *courier = recipient->courier;
    struct fault fault;

    recipient->webhook.position = recipient->mail.position;
    recipient->webhook.position_id = recipient->mail.id;
    recipient->attempts = 0;
    keep(&recipient->mail, webhook_move(courier->registry, &recipient->webhook, &fault));
}

static void set_failing(struct recipient *recipient, int64_t failing_since, int64_t suspended_at)
{
    struct fault fault;

    if (recipient->webhook.failing_since == failing_since &&
        recipient->webhook.suspended_at == suspended_at)
        return;
    recipient->webhook.failing_since = failing_since;
    recipient->webhook.suspended_at = suspended_at;
    keep(&recipient->mail,
         webhook_set_failing(recipient->courier->registry, &recipient->webhook, &fault));
}

static void suspend_if_hopeless(struct recipient *recipient, int64_t now)
{
    struct courier *courier = recipient->courier;
    int64_t failing_since = recipient->webhook.failing_since;

    if (now - failing_since < (int64_t)courier->settings.suspend_s * 1000 &&
        dead_letter_count(courier->registry, recipient->webhook.tenant) < LETTERS_MAX)
        return;
    set_failing(recipient, failing_since, now);
    (void)atomic_fetch_add(&courier->suspended_count, 1);
    courier_log(recipient, "suspended", NULL, NULL);
}

static void give_up(struct recipient *recipient, const struct delivery_end *end)
{
    struct courier *courier = recipient->courier;
    struct dead_letter letter = { .position = recipient->mail.position,
                                  .attempts = recipient->attempts,
                                  .end = *end };
    struct fault fault;

    (void)snprintf(letter.event, sizeof(letter.event), "%s", recipient->mail.event);
    /* The letter first: what ends the server between the two has the event tried once more. */
    if (dead_letter_add(courier->registry, &recipient->webhook, &letter, &fault) != STATUS_OK) {
        courier_log(recipient, "not_kept", NULL, NULL);
        return;
    }
    courier_log(recipient, "given_up", &recipient->mail, end);
    (void)atomic_fetch_add(&courier->api->metrics.webhook_letters, 1);
    move_on(recipient);
    suspend_if_hopeless(recipient, end->at);
}

static void end_event(struct recipient *recipient, const struct delivery_end *end)
{
    struct courier *courier = recipient->courier;

    if (end->reason[0] == '\0') {
        move_on(recipient);
        set_failing(recipient, 0, 0);
        recipient->due_ms = 0;
        return;
    }
    recipient->attempts++;
    recipient->due_ms = clock_ms() + wait_of(courier, recipient->attempts);
    if (recipient->webhook.failing_since == 0)
        set_failing(recipient, end->at, 0);
    if (recipient->attempts >= courier->settings.attempts_max)
        give_up(recipient, end);
    else
        courier_log(recipient, "failed", &recipient->mail, end);
}

static void end_letter(struct recipient *recipient, const struct delivery_end *end)
{
    struct registry *registry = recipient->courier->registry;
    struct dead_letter *letter = &recipient->letter;
    bool was_there = false;
    struct fault fault;

    recipient->has_letter = false;
    letter->end = *end;
    if (end->reason[0] != '\0') {
        keep(&recipient->mail, dead_letter_fail(registry, letter, &fault));
        return;
    }
    keep(&recipient->mail,
         dead_letter_remove(registry, letter->tenant, letter->position, &was_there, &fault));
    recipient->due_ms = 0;
}

static void end_test(struct recipient *recipient, const struct delivery_end *end)
{
    struct fault fault;

    recipient->has_test = false;
    keep(&recipient->test,
         test_event_end(recipient->courier->registry, recipient->test.id, end, &fault));
}

void shipment_ended(struct delivery *delivery, const struct delivery_end *end)
{
    struct shipment *shipment = (struct shipment *)delivery;
    struct recipient *recipient = shipment->recipient;
    struct metrics *metrics = &recipient->courier->api->metrics;
    bool is_taken = end->reason[0] == '\0';

    shipment->is_under_way = false;
    recipient->courier->under_way_count--;
    (void)atomic_fetch_add(is_taken ? &metrics->webhook_deliveries : &metrics->webhook_failures, 1);
    switch (shipment->cargo) {
    case CARGO_EVENT:
        end_event(recipient, end);
        break;
    case CARGO_LETTER:
        end_letter(recipient, end);
        atomic_store(&recipient->courier->is_changed, true);
        break;
    case CARGO_TEST:
        end_test(recipient, end);
        atomic_store(&recipient->courier->is_changed, true);
        break;
    }
}
