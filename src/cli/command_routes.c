/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/attributes.h"
#include "book/find.h"
#include "cli/book/db_option.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/party_option.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/world_option.h"
#include "exchange/routes_json.h"

enum {
    OPTION_CUSTOMER,
    OPTION_OFFER,
    OPTION_SELLER,
    OPTION_PROVIDER,
    OPTION_NEAR,
    OPTION_LIMIT,
    OPTION_WORLD,
    OPTION_ON,
    OPTION_PROFILE,
    OPTION_OTHER_READING,
    OPTION_JSON,
    OPTION_DB
};

/* On a terminal nobody reads more. */
enum {
    LIMIT_SHOWN = 20,
    LIMIT_MAX = 1000000
};

/* The question, and its answer being written. */
struct routing {
    const struct invocation *invocation;
    struct terms terms;
    struct routes_query query;
    struct book_source source;
    struct routes routes;
    struct buffer buffer;
    struct report_style style;
};

static bool complain(const struct routing *routing, enum message message, const char *option,
                     const char *value)
{
    terminal_complain(routing->invocation->language, message,
                      (struct message_arguments){ { option, value } });
    return false;
}

/* A number of the option; 0 where it is not given. */
static bool read_number(const struct routing *routing, unsigned option, const char *name,
                        unsigned most, unsigned *out_number)
{
    struct number_option number = { routing->invocation->language, name,
                                    routing->invocation->values[option], most };

    return number_option_read(&number, out_number);
}

static bool read_options(struct routing *routing)
{
    const char *const *values = routing->invocation->values;
    enum language language = routing->invocation->language;
    unsigned limit = 0;

    if (values[OPTION_CUSTOMER] == NULL) {
        (void)complain(routing, MESSAGE_MISSING_OPTION, "--customer", NULL);
        terminal_hint(language, MESSAGE_FOR_EXAMPLE,
                      (struct message_arguments){ { "aval routes --customer dala.example" } });
        return false;
    }
    if (!read_number(routing, OPTION_NEAR, "--near", PLAN_STEPS_MAX, &routing->query.steps_max) ||
        !read_number(routing, OPTION_LIMIT, "--limit", LIMIT_MAX, &limit))
        return false;
    routing->query.limit = limit;
    if (limit == 0 && values[OPTION_JSON] == NULL)
        routing->query.limit = LIMIT_SHOWN;
    return on_option_read(language, values[OPTION_ON], &routing->query.date) &&
           terms_option_read(language, values[OPTION_PROFILE], values[OPTION_OTHER_READING],
                             &routing->terms);
}

static bool find_party(const struct routing *routing, unsigned option, const char *name,
                       uint32_t *out_tenant)
{
    struct named_option named = { routing->invocation->language, routing->source.book, name,
                                  routing->invocation->values[option] };

    *out_tenant = REQUEST_NONE;
    return named.typed == NULL || party_option_read(&named, out_tenant);
}

static bool find_names(struct routing *routing)
{
    struct routes_query *query = &routing->query;
    struct named_option offer = { routing->invocation->language, routing->source.book, "--offer",
                                  routing->invocation->values[OPTION_OFFER] };

    query->offer = REQUEST_NONE;
    return find_party(routing, OPTION_CUSTOMER, "--customer", &query->customer) &&
           find_party(routing, OPTION_SELLER, "--seller", &query->seller) &&
           find_party(routing, OPTION_PROVIDER, "--provider", &query->provider) &&
           (offer.typed == NULL || offer_option_read(&offer, &query->offer));
}

static void add_tenant(struct routing *routing, uint32_t tenant)
{
    struct tenant_card card = book_tenant_card(routing->source.book, tenant);

    buffer_add_visible(&routing->buffer, card.organization, SIZE_MAX);
    buffer_add_string(&routing->buffer, " (");
    buffer_add_visible(&routing->buffer, card.domain, SIZE_MAX);
    buffer_add_string(&routing->buffer, ")");
}

static void add_route(struct routing *routing, struct candidate route)
{
    buffer_add_string(&routing->buffer, "  ");
    add_tenant(routing, route.tenant);
    if (route.provider != REQUEST_NONE) {
        buffer_add_string(&routing->buffer, " via ");
        add_tenant(routing, route.provider);
    }
    buffer_add_string(&routing->buffer, "\n");
}

static void add_message(struct routing *routing, enum message message, uint64_t number,
                        uint64_t other)
{
    char texts[2][24];

    (void)snprintf(texts[0], sizeof(texts[0]), "%llu", (unsigned long long)number);
    (void)snprintf(texts[1], sizeof(texts[1]), "%llu", (unsigned long long)other);
    message_write(&routing->buffer, message, routing->style.language,
                  (struct message_arguments){ { texts[0], texts[1] } });
    buffer_add_string(&routing->buffer, "\n");
}

static void add_supported(struct routing *routing)
{
    const struct routes *routes = &routing->routes;

    add_message(routing, MESSAGE_ROUTES_SUPPORTED, routes->supported_count,
                routes->candidate_count);
    for (size_t i = 0; i < routes->supported_listed; i++)
        add_route(routing, routes->supported[i]);
    if (routes->supported_listed < routes->supported_count)
        add_message(routing, MESSAGE_ROUTES_MORE,
                    routes->supported_count - routes->supported_listed, 0);
}

static void add_near_misses(struct routing *routing)
{
    NOT_CLEARED struct full full;

    if (routing->query.steps_max == 0)
        return;
    add_message(routing, MESSAGE_ROUTES_NEAR, routing->routes.near_miss_count,
                routing->query.steps_max);
    full.source = &routing->source;
    for (size_t i = 0; i < routing->routes.near_miss_count; i++) {
        const struct near_miss *miss = &routing->routes.near_misses[i];

        add_route(routing, miss->route);
        full.request = miss->plan.then;
        for (unsigned j = 0; j < miss->plan.step_count; j++) {
            buffer_add_format(&routing->buffer, "    %u. ", j + 1);
            full_write_step(&routing->buffer, &full, &miss->plan.steps[j], routing->style.language);
            buffer_add_string(&routing->buffer, "\n");
        }
    }
}

static void add_cuts(struct routing *routing)
{
    if (routing->routes.supported_count > 0 || routing->routes.candidate_count == 0)
        return;
    add_message(routing, MESSAGE_ROUTES_CUT_OFF, 0, 0);
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct route_cut *cut = &routing->routes.cuts[i];

        if (cut->found == 0)
            continue;
        buffer_add_format(&routing->buffer, "  %-32s ", rules[i]->id);
        add_message(routing, MESSAGE_ROUTES_CUT, cut->found, cut->alone);
        for (unsigned j = 0; j < cut->example_count; j++) {
            buffer_add_string(&routing->buffer, "    ");
            add_route(routing, cut->examples[j]);
        }
    }
}

/* S4, S6: what the customer's organisation, a partner itself, can do. */
static void add_own_use(struct routing *routing)
{
    const struct routes *routes = &routing->routes;

    if (!routes->is_for_own_use)
        return;
    add_message(routing, MESSAGE_ROUTES_OWN_TENANTS, routes->own_tenant_count, 0);
    for (size_t i = 0; i < routes->own_tenant_count; i++) {
        buffer_add_string(&routing->buffer, "  ");
        add_tenant(routing, routes->own_tenants[i]);
        buffer_add_string(&routing->buffer, "\n");
    }
    add_message(routing, MESSAGE_ROUTES_ELSEWHERE, routes->elsewhere_count, 0);
    for (size_t i = 0; i < routes->elsewhere_count; i++)
        add_route(routing, routes->elsewhere[i]);
}

static enum status answer(struct routing *routing)
{
    TRY(routes_find(&routing->source.source, routing->terms, &routing->query, &routing->routes));
    if (routing->invocation->values[OPTION_JSON] != NULL) {
        routes_write_json(&routing->buffer, &routing->source, routing->terms, &routing->query,
                          &routing->routes);
        return STATUS_OK;
    }
    routing->style = report_style_for(routing->invocation->language);
    add_supported(routing);
    add_near_misses(routing);
    add_cuts(routing);
    add_own_use(routing);
    return STATUS_OK;
}

static enum exit_status find_routes(struct routing *routing, const struct book *book)
{
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (book_source_init(&routing->source, book) != STATUS_OK) {
        (void)complain(routing, MESSAGE_OUT_OF_MEMORY, NULL, NULL);
        return exit;
    }
    if (find_names(routing)) {
        routing->buffer.has_failed = answer(routing) != STATUS_OK || routing->buffer.has_failed;
        exit = manual_print(&routing->buffer, routing->invocation->language);
    }
    routes_done(&routing->routes);
    book_source_done(&routing->source);
    return exit;
}

static enum exit_status run(const struct invocation *invocation)
{
    struct routing routing = { .invocation = invocation };
    struct facts_place place = { invocation->values[OPTION_WORLD], invocation->values[OPTION_DB],
                                 false };
    struct judged_facts facts;
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!read_options(&routing) || !facts_option_read(invocation->language, place, &facts))
        return EXIT_NOTHING_DONE;
    if (invocation->values[OPTION_ON] == NULL)
        routing.query.date = facts.today;
    exit = find_routes(&routing, facts.book);
    book_free(facts.book);
    return exit;
}

#define PARTY { { "PARTY", "PARTIE" } }
#define NUMBER { { "N", "N" } }

static const struct option_row options[] = {
    [OPTION_CUSTOMER] = { "customer",
                          PARTY,
                          NULL,
                          { { "who is to be supplied: GUID, domain, name, partner id, or how one "
                              "of them begins",
                              "qui doit être approvisionné : GUID, domaine, nom, ID partenaire, "
                              "ou leur début" } } },
    [OPTION_OFFER] = { "offer",
                       { { "OFFER", "OFFRE" } },
                       NULL,
                       { { "what is to be sold, by id or how it begins",
                           "ce qui doit être vendu, par son identifiant ou son début" } } },
    [OPTION_SELLER] = { "seller",
                        PARTY,
                        NULL,
                        { { "only routes by this seller",
                            "seulement les routes par ce vendeur" } } },
    [OPTION_PROVIDER] = { "provider",
                          PARTY,
                          NULL,
                          { { "only routes through this indirect provider",
                              "seulement les routes par ce fournisseur indirect" } } },
    [OPTION_NEAR] = { "near",
                      NUMBER,
                      NULL,
                      { { "also those that at most N steps (1 to 8) would make supported",
                          "aussi celles que N étapes au plus (1 à 8) rendraient prises en "
                          "charge" } } },
    [OPTION_LIMIT] = { "limit",
                       NUMBER,
                       NULL,
                       { { "show at most N of each kind; without --json 20 unless told",
                           "montrer au plus N de chaque sorte ; sans --json, 20 par défaut" } } },
    [OPTION_WORLD] = WORLD_OPTION,
    [OPTION_ON] = ON_OPTION,
    [OPTION_PROFILE] = PROFILE_OPTION,
    [OPTION_OTHER_READING] = OTHER_READING_OPTION,
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write one JSON object", "écrire un objet JSON" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the question was answered, also when no route is supported",
          "la question a reçu sa réponse, même si aucune route n'est prise en charge" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing could be asked: bad options, a world with an error, an unknown or ambiguous "
          "name",
          "rien n'a pu être demandé : options fausses, monde en erreur, nom inconnu ou "
          "ambigu" } } },
    { EXIT_BROKEN_OFF,
      { { "writing failed after output had begun",
          "l'écriture a échoué après le début de la sortie" } } },
};

static const char description_en[] =
    "Shows through whom a customer can be supplied: every direct-bill partner, and every pair of "
    "provider and reseller in an indirect relationship, of the customer's region, whose order "
    "would be supported. When there is none: which rules cut off how many of them, how many each "
    "cuts off alone, and examples. For a customer whose organisation is a partner itself: its "
    "tenants that may be supplied, and the routes that avoid its own providers (S4, S6).";

static const char description_fr[] =
    "Montre par qui un client peut être approvisionné : chaque partenaire à facturation directe, "
    "et chaque couple fournisseur-revendeur en relation indirecte, de la région du client, dont la "
    "commande serait prise en charge. S'il n'y en a pas : quelles règles en écartent combien, "
    "combien chacune en écarte à elle seule, et des exemples. Pour un client dont l'organisation "
    "est elle-même partenaire : ses locataires qui peuvent être approvisionnés, et les routes qui "
    "évitent ses propres fournisseurs (S4, S6).";

const struct command command_routes = {
    .name = "routes",
    .summary = { { "through whom a customer can be supplied, and what stands in the way",
                   "par qui un client peut être approvisionné, et ce qui s'y oppose" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval routes --customer dala.example\n"
                "aval routes --world world.ndjson --customer clover.example --near 2 --json",
    .run = run,
};
