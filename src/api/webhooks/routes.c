/* SPDX-License-Identifier: Apache-2.0 */
/* The routes of webhooks: those of Partner Center, and for what it has not Aval's own. */
#include "api/call.h"
#include "api/partner_center/partner_center.h"
#include "api/partner_center/refusal.h"
#include "api/webhooks/handlers.h"

#define REGISTRATION "/webhooks/v1/registration"

/* What rows of a kind have: any role of a tenant may come, and is answered by JSON. */
#define ANSWERS .right = RIGHT_TENANT, .content_type = CONTENT_JSON, .place = PLACE_WORKERS
#define ASKS .method = HTTP_GET, ANSWERS
#define POSTS .method = HTTP_POST, ANSWERS
#define PUTS .method = HTTP_PUT, ANSWERS
#define DELETES .method = HTTP_DELETE, ANSWERS

static const struct route routes[] = {
    {
        ASKS,
        .path = REGISTRATION,
        .summary = { { "The caller's webhook", "Le webhook de l'appelant" } },
        .handle = registration_show,
    },
    {
        POSTS,
        .path = REGISTRATION,
        .summary = { { "Register a webhook", "Enregistrer un webhook" } },
        .body = BODY_JSON,
        .handle = registration_add,
    },
    {
        PUTS,
        .path = REGISTRATION,
        .summary = { { "Change it, and end its suspension",
                       "Le modifier, et mettre fin à sa suspension" } },
        .body = BODY_JSON,
        .handle = registration_change,
    },
    {
        DELETES,
        .path = REGISTRATION,
        .summary = { { "Remove it, with its dead letters",
                       "Le supprimer, avec ses lettres mortes" } },
        .handle = registration_remove,
    },
    {
        ASKS,
        .path = REGISTRATION "/events",
        .summary = { { "The names of events", "Les noms des événements" } },
        .handle = event_names_list,
    },
    {
        POSTS,
        .path = REGISTRATION "/validationEvents",
        .summary = { { "Ask for a test event", "Demander un événement d'essai" } },
        .body = BODY_UNREAD,
        .bucket = BUCKET_VALIDATION_EVENTS,
        .handle = test_event_ask,
    },
    {
        ASKS,
        .path = REGISTRATION "/validationEvents/{correlationId}",
        .summary = { { "What became of a test event", "Ce qu'un événement d'essai est devenu" } },
        .handle = test_event_show,
    },
    {
        ASKS,
        .path = REGISTRATION "/deadLetters",
        .summary = { { "Events that could not be delivered",
                       "Les événements qui n'ont pu être remis" } },
        .handle = dead_letters_list,
    },
    {
        POSTS,
        .path = REGISTRATION "/deadLetters",
        .summary = { { "Deliver all of them again", "Les remettre tous à nouveau" } },
        .body = BODY_UNREAD,
        .handle = dead_letters_deliver,
    },
    {
        POSTS,
        .path = REGISTRATION "/deadLetters/{position}",
        .summary = { { "Deliver one of them again", "En remettre un à nouveau" } },
        .body = BODY_UNREAD,
        .handle = dead_letters_deliver,
    },
    {
        DELETES,
        .path = REGISTRATION "/deadLetters/{position}",
        .summary = { { "Forget one of them", "En oublier un" } },
        .handle = dead_letter_forget,
    },
    {
        .method = HTTP_GET,
        .path = "/webhooks/v1/certificate.cer",
        .summary = { { "The certificate by which deliveries are signed",
                       "Le certificat par lequel les remises sont signées" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_CERTIFICATE,
        .place = PLACE_WORKERS,
        .handle = certificate_show,
    },
};

static const char *const prefixes[] = { "webhooks", NULL };

const struct route_family webhook_routes = {
    .routes = routes,
    .count = COUNT_OF(routes),
    .prefixes = prefixes,
    .is_lenient = true,
    .begin = partner_center_begin,
    .answer_trouble = code_answer_trouble,
    .answer_fault = code_answer_fault,
};
