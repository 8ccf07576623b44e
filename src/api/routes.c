/* SPDX-License-Identifier: Apache-2.0 */
/* Every way in but those of partner_center/. A path that is more special stands before one with a
 * segment in braces. */
#include "api/call.h"
#include "api/handlers.h"
#include "api/partner_center/partner_center.h"

static const char *const decision_arguments[] = { "form", "profile", NULL };
static const char *const ask_arguments[] = { "profile", NULL };
static const char *const act_arguments[] = { "dry_run", "on", NULL };
static const char *const route_arguments[] = { "customer", "offer",   "seller", "provider", "on",
                                               "near",     "profile", "limit",  NULL };

static const struct route routes[] = {
    {
        .method = HTTP_POST,
        .path = "/program/v1/decisions",
        .summary = { { "Judge one proposal, or a batch of them",
                       "Juger une proposition, ou plusieurs" } },
        .right = RIGHT_MEMBER,
        .body = BODY_JSON,
        .content_type = CONTENT_JSON,
        .arguments = decision_arguments,
        .place = PLACE_BY_SIZE,
        .handle = decisions_answer,
    },
    {
        .method = HTTP_POST,
        .path = "/program/v1/ask",
        .summary = { { "Judge one proposal in full: why, and what would help",
                       "Juger une proposition en entier : pourquoi, et que faire" } },
        .right = RIGHT_MEMBER,
        .body = BODY_JSON,
        .content_type = CONTENT_JSON,
        .arguments = ask_arguments,
        .place = PLACE_WORKERS,
        .handle = ask_answer,
    },
    {
        .method = HTTP_GET,
        .path = "/program/v1/routes",
        .summary = { { "Through whom a customer can be supplied",
                       "Par qui un client peut être servi" } },
        .right = RIGHT_VENDOR,
        .content_type = CONTENT_JSON,
        .arguments = route_arguments,
        .place = PLACE_WORKERS,
        .handle = routes_show,
    },
    {
        .method = HTTP_GET,
        .path = "/program/v1/rulebook",
        .summary = { { "The rules, statements, readings and remedies",
                       "Les règles, énoncés, lectures et remèdes" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = rulebook_show,
    },
    {
        .method = HTTP_GET,
        .path = "/program/v1/acts",
        .summary = { { "The acts, with who may do them and their fields",
                       "Les actes, avec qui peut les faire et leurs champs" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = acts_list,
    },
    {
        .method = HTTP_POST,
        .path = "/program/v1/acts/{act}",
        .summary = { { "Do an act: it is judged, and carried out when it is supported",
                       "Faire un acte : il est jugé, et exécuté s'il est permis" } },
        .right = RIGHT_MEMBER,
        .body = BODY_JSON,
        .content_type = CONTENT_JSON,
        .arguments = act_arguments,
        .place = PLACE_WORKERS,
        .handle = act_do,
    },
    {
        .method = HTTP_GET,
        .path = "/health/live",
        .summary = { { "Whether the server runs", "Si le serveur tourne" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = health_live,
    },
    {
        .method = HTTP_GET,
        .path = "/health/ready",
        .summary = { { "Whether the server takes requests",
                       "Si le serveur accepte des requêtes" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = health_ready,
    },
    {
        .method = HTTP_GET,
        .path = "/metrics",
        .summary = { { "What the server has counted, for Prometheus",
                       "Ce que le serveur a compté, pour Prometheus" } },
        .right = RIGHT_VENDOR,
        .content_type = CONTENT_TEXT,
        .place = PLACE_LOOP,
        .handle = metrics_show,
    },
    {
        .method = HTTP_GET,
        .path = "/openapi.json",
        .summary = { { "This interface, as OpenAPI 3.1", "Cette interface, en OpenAPI 3.1" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = openapi_show,
    },
    {
        .method = HTTP_POST,
        .path = "/{tenant}/oauth2/token",
        .summary = { { "An access token for a registered client (version 1)",
                       "Un jeton d'accès pour un client enregistré (version 1)" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_JSON,
        .place = PLACE_WORKERS,
        .handle = token_v1,
    },
    {
        .method = HTTP_POST,
        .path = "/{tenant}/oauth2/v2.0/token",
        .summary = { { "An access token for a registered client (version 2)",
                       "Un jeton d'accès pour un client enregistré (version 2)" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_JSON,
        .place = PLACE_WORKERS,
        .handle = token_v2,
    },
    {
        .method = HTTP_GET,
        .path = "/{tenant}/.well-known/openid-configuration",
        .summary = { { "Where tokens and keys are found (version 1)",
                       "Où trouver jetons et clés (version 1)" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = discovery_v1,
    },
    {
        .method = HTTP_GET,
        .path = "/{tenant}/v2.0/.well-known/openid-configuration",
        .summary = { { "Where tokens and keys are found (version 2)",
                       "Où trouver jetons et clés (version 2)" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = discovery_v2,
    },
    {
        .method = HTTP_GET,
        .path = "/{tenant}/discovery/keys",
        .summary = { { "The public key of the tokens (version 1)",
                       "La clé publique des jetons (version 1)" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = keys_show,
    },
    {
        .method = HTTP_GET,
        .path = "/{tenant}/discovery/v2.0/keys",
        .summary = { { "The public key of the tokens (version 2)",
                       "La clé publique des jetons (version 2)" } },
        .right = RIGHT_PUBLIC,
        .content_type = CONTENT_JSON,
        .place = PLACE_LOOP,
        .handle = keys_show,
    },
};

const struct route_family program_routes = {
    .routes = routes,
    .count = COUNT_OF(routes),
    .answer_trouble = problem_answer_trouble,
    .answer_fault = problem_answer_fault,
};

/* Clients of long ago spell it as they like. */
static const struct route exchanges[] = {
    {
        .method = HTTP_POST,
        .path = "/generatetoken",
        .summary = { { "An access token for another, of the directory or of Aval",
                       "Un jeton d'accès contre un autre, de l'annuaire ou d'Aval" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_JSON,
        .place = PLACE_WORKERS,
        .handle = token_exchange,
    },
    {
        .method = HTTP_POST,
        .path = "/v3/generatetoken",
        .summary = { { "An access token for another (version 3)",
                       "Un jeton d'accès contre un autre (version 3)" } },
        .right = RIGHT_PUBLIC,
        .body = BODY_FORM,
        .content_type = CONTENT_JSON,
        .place = PLACE_WORKERS,
        .handle = token_exchange,
    },
};

static const char *const exchange_prefixes[] = { "generatetoken", "v3", NULL };

const struct route_family exchange_routes = {
    .routes = exchanges,
    .count = COUNT_OF(exchanges),
    .prefixes = exchange_prefixes,
    .is_lenient = true,
    .answer_trouble = problem_answer_trouble,
    .answer_fault = problem_answer_fault,
};

const struct route_family *const route_families[] = { &partner_center_routes, &exchange_routes,
                                                      &program_routes };
