/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "book/find.h"
#include "cli/book/db_option.h"
#include "cli/book/field_option.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/party_option.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/world_option.h"

/* First the fields of acts, in the order of the help. */
enum {
    OPTION_SELLER,
    OPTION_PROVIDER,
    OPTION_RESELLER,
    OPTION_PARTNER,
    OPTION_CUSTOMER,
    OPTION_OFFER,
    OPTION_QUANTITY,
    OPTION_MPN_ID,
    OPTION_NEW_SUBSCRIPTION,
    OPTION_REQUESTED_BY,
    OPTION_TENANT,
    OPTION_ROLE,
    OPTION_CAPABILITIES,
    OPTION_WORLD,
    OPTION_ON,
    OPTION_PROFILE,
    OPTION_OTHER_READING,
    OPTION_JSON,
    OPTION_DB
};

enum {
    FIELD_OPTION_COUNT = OPTION_WORLD
};

/* An act by the word that asks about it, and a question about the sample program. */
static const struct verb {
    const char *name;
    enum act act;
    const char *example;
} verbs[] = {
    { "order", ACT_PLACE_ORDER,
      "aval ask order --seller birch.example --provider elbe.example --customer dala.example" },
    { "reseller", ACT_ESTABLISH_INDIRECT_RELATIONSHIP,
      "aval ask reseller --provider elbe.example --reseller birch.example" },
    { "customer", ACT_ESTABLISH_CUSTOMER_RELATIONSHIP,
      "aval ask customer --partner elbe.example --customer office.birch.example" },
    { "partner-id", ACT_ASSOCIATE_PARTNER_ID,
      "aval ask partner-id --provider elbe.example --reseller birch.example --mpn-id 4100013 "
      "--new-subscription true" },
    { "support", ACT_ENGAGE_PARTNER,
      "aval ask support --partner beech.example --customer saale.example" },
    { "end", ACT_END_INDIRECT_RELATIONSHIP,
      "aval ask end --provider elbe.example --reseller birch.example --requested-by provider" },
    { "enroll", ACT_ENROLL,
      "aval ask enroll --tenant fir.example --role direct_bill --capabilities billing,support" },
};

static const char *const verb_words[] = { "order",   "reseller", "customer", "partner-id",
                                          "support", "end",      "enroll",   NULL };

/* A question while it is being put together. */
struct asking {
    const struct invocation *invocation;
    const struct verb *verb;
    const struct shape *shape;
    const struct book *book;
    struct terms terms;
    struct proposal proposal;
    struct shape_reading reading;
};

static const char *value_of(const struct asking *asking, unsigned option)
{
    return asking->invocation->values[option];
}

/* An option as it is typed: "--new-subscription". */
struct typed_option {
    char text[32];
};

static struct typed_option typed_option(const struct asking *asking, unsigned option)
{
    struct typed_option typed = { "--" };

    strncat(typed.text, asking->invocation->command->options[option].name, sizeof(typed.text) - 3);
    return typed;
}

/* The number of the option's field in the act, or its field_count. */
static unsigned field_of(const struct asking *asking, unsigned option)
{
    const char *name = asking->invocation->command->options[option].name;
    unsigned field = 0;

    while (field < asking->shape->field_count &&
           !field_option_names(name, &asking->shape->fields[field]))
        field++;
    return field;
}

static bool complain(const struct asking *asking, enum message message, unsigned option,
                     const char *about)
{
    struct typed_option typed = typed_option(asking, option);

    terminal_complain(asking->invocation->language, message,
                      (struct message_arguments){ { typed.text, about } });
    return false;
}

static bool hint_example(const struct asking *asking)
{
    terminal_hint(asking->invocation->language, MESSAGE_FOR_EXAMPLE,
                  (struct message_arguments){ { asking->verb->example } });
    return false;
}

/* Whether the options are those of the act, and all that it needs are there. */
static bool options_are_right(const struct asking *asking)
{
    for (unsigned option = 0; option < FIELD_OPTION_COUNT; option++) {
        unsigned field = field_of(asking, option);
        bool is_of_act = field < asking->shape->field_count;

        if (value_of(asking, option) != NULL && !is_of_act)
            return complain(asking, MESSAGE_NOT_OF_VERB, option, asking->verb->name) ||
                   hint_example(asking);
        if (value_of(asking, option) == NULL && is_of_act &&
            !field_may_be_left_out(&asking->shape->fields[field]))
            return complain(asking, MESSAGE_MISSING_OPTION, option, NULL) || hint_example(asking);
    }
    return true;
}

/* Reads a field that is no name of the book. */
static bool read_value(struct asking *asking, unsigned option)
{
    struct typed_option typed = typed_option(asking, option);
    struct field_option named = { asking->invocation->language, asking->shape,
                                  field_of(asking, option), typed.text, value_of(asking, option) };

    return field_option_read(&named, &asking->reading, &asking->proposal);
}

static bool read_values(struct asking *asking)
{
    static const unsigned options[] = { OPTION_QUANTITY,     OPTION_MPN_ID, OPTION_NEW_SUBSCRIPTION,
                                        OPTION_REQUESTED_BY, OPTION_ROLE,   OPTION_CAPABILITIES };

    for (size_t i = 0; i < COUNT_OF(options); i++)
        if (value_of(asking, options[i]) != NULL && !read_value(asking, options[i]))
            return false;
    return true;
}

/* Finds a party, which is a member of the proposal by the name of its field. */
static bool find_party(struct asking *asking, unsigned option)
{
    struct typed_option typed = typed_option(asking, option);
    struct named_option named = { asking->invocation->language, asking->book, typed.text,
                                  value_of(asking, option) };
    const struct field *field = &asking->shape->fields[field_of(asking, option)];
    uint32_t tenant = REQUEST_NONE;
    guid id;

    if (!party_option_read(&named, &tenant))
        return false;
    id = book_tenant_card(asking->book, tenant).id;
    memcpy((char *)&asking->proposal + field->offset, &id, sizeof(id));
    return true;
}

static bool find_offer(struct asking *asking)
{
    struct typed_option typed = typed_option(asking, OPTION_OFFER);
    struct named_option named = { asking->invocation->language, asking->book, typed.text,
                                  value_of(asking, OPTION_OFFER) };
    uint32_t offer = REQUEST_NONE;

    if (!offer_option_read(&named, &offer))
        return false;
    asking->proposal.offer = book_offer_id(asking->book, offer);
    return true;
}

/* Finds all that is named in the book. */
static bool find_names(struct asking *asking)
{
    static const unsigned parties[] = { OPTION_SELLER,  OPTION_PROVIDER, OPTION_RESELLER,
                                        OPTION_PARTNER, OPTION_CUSTOMER, OPTION_TENANT };

    for (size_t i = 0; i < COUNT_OF(parties); i++)
        if (value_of(asking, parties[i]) != NULL && !find_party(asking, parties[i]))
            return false;
    asking->proposal.has_provider = value_of(asking, OPTION_PROVIDER) != NULL;
    asking->proposal.has_offer = value_of(asking, OPTION_OFFER) != NULL;
    if (asking->proposal.has_offer && !find_offer(asking))
        return false;
    if (value_of(asking, OPTION_MPN_ID) != NULL &&
        !book_has_partner_id(asking->book, asking->proposal.mpn_id))
        return complain(asking, MESSAGE_UNKNOWN_PARTNER_ID, OPTION_MPN_ID,
                        value_of(asking, OPTION_MPN_ID));
    return true;
}

/* What the verdict would be without the readings that were taken the other way. */
static void add_other_readings(struct buffer *buffer, const struct full *full,
                               struct report_style style)
{
    struct terms taken = { full->terms.profile, 0 };
    struct dossier dossier;
    struct decision decision;
    bool is_supported = false;

    report_readings(buffer, MESSAGE_TAKEN_OTHERWISE, full->terms.other_readings, style);
    book_load_dossier(full->source->book, &full->request, taken, &dossier);
    decide(&dossier, &decision);
    is_supported = decision_is_supported(&decision);
    if (is_supported == decision_is_supported(&full->decision))
        return;
    buffer_add_string(buffer, "  ");
    buffer_add_string(buffer, message_text(MESSAGE_UNDER_READINGS_TAKEN, style.language));
    report_verdict(buffer, is_supported, style);
    for (unsigned i = 0; i < decision.finding_count; i++) {
        buffer_add_string(buffer, i == 0 ? " (" : ", ");
        finding_write_name(buffer, decision.findings[i]);
    }
    buffer_add_string(buffer, is_supported ? "\n" : ")\n");
}

static void add_answer(struct buffer *buffer, const struct full *full, enum language language)
{
    struct report_style style = report_style_for(language);

    style.is_long = true;
    report_question(buffer, full, style);
    buffer_add_string(buffer, "\n");
    report_verdict(buffer, decision_is_supported(&full->decision), style);
    buffer_add_string(buffer, "\n");
    report_reasons(buffer, full, style);
    if (full->terms.other_readings != 0)
        add_other_readings(buffer, full, style);
}

/* The question is put together of what the book has: nothing in it is wrong. */
static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

static enum status answer(const struct asking *asking, struct buffer *buffer)
{
    struct problem_sink sink = { ignore };
    struct full_style unnamed = { .has_id = false };
    NOT_CLEARED struct full full;
    struct book_source source;
    struct request request;
    enum status status = book_resolve(asking->book, &asking->proposal, &sink, &request);

    ASSERT(status == STATUS_OK);
    TRY(book_source_init(&source, asking->book));
    status = full_judge(&full, &source, &request, asking->terms);
    if (status == STATUS_OK && value_of(asking, OPTION_JSON) != NULL)
        full_write_json(buffer, &full, &unnamed);
    else if (status == STATUS_OK)
        add_answer(buffer, &full, asking->invocation->language);
    book_source_done(&source);
    return status;
}

static enum exit_status ask(struct asking *asking)
{
    struct buffer buffer = { 0 };

    if (!find_names(asking))
        return EXIT_NOTHING_DONE;
    if (answer(asking, &buffer) != STATUS_OK)
        buffer.has_failed = true;
    return manual_print(&buffer, asking->invocation->language);
}

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

static enum exit_status run(const struct invocation *invocation)
{
    const char *const *values = invocation->values;
    struct asking asking = { .invocation = invocation, .verb = find_verb(invocation->operand) };
    struct facts_place place = { values[OPTION_WORLD], values[OPTION_DB], false };
    struct judged_facts facts;
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (asking.verb == NULL)
        return manual_refuse_operand(invocation,
                                     "order, reseller, customer, partner-id, support, end, enroll");
    asking.shape = proposal_shape(asking.verb->act);
    asking.proposal.act = asking.verb->act;
    if (!options_are_right(&asking) || !read_values(&asking) ||
        !on_option_read(invocation->language, values[OPTION_ON], &asking.proposal.date) ||
        !terms_option_read(invocation->language, values[OPTION_PROFILE],
                           values[OPTION_OTHER_READING], &asking.terms))
        return EXIT_NOTHING_DONE;
    if (!facts_option_read(invocation->language, place, &facts))
        return EXIT_NOTHING_DONE;
    asking.book = facts.book;
    if (values[OPTION_ON] == NULL)
        asking.proposal.date = facts.today;
    exit = ask(&asking);
    book_free(facts.book);
    return exit;
}

#define PARTY_OPTION(name, en, fr)                                                                 \
    {                                                                                              \
        name, { { "PARTY", "PARTIE" } }, NULL,                                                     \
        {                                                                                          \
            {                                                                                      \
                en, fr                                                                             \
            }                                                                                      \
        }                                                                                          \
    }

static const char *const flag_words[] = { "true", "false", NULL };
static const char *const requester_choices[] = { "provider", "reseller", "vendor_support", NULL };
static const char *const role_choices[] = { "indirect_provider", "indirect_reseller", "direct_bill",
                                            NULL };

static const struct option_row options[] = {
    [OPTION_SELLER] =
        PARTY_OPTION("seller", "order: who sells to the customer", "order : qui vend au client"),
    [OPTION_PROVIDER] =
        PARTY_OPTION("provider", "order, reseller, partner-id, end: the indirect provider",
                     "order, reseller, partner-id, end : le fournisseur indirect"),
    [OPTION_RESELLER] = PARTY_OPTION("reseller", "reseller, partner-id, end: the indirect reseller",
                                     "reseller, partner-id, end : le revendeur indirect"),
    [OPTION_PARTNER] = PARTY_OPTION("partner", "customer, support: the partner",
                                    "customer, support : le partenaire"),
    [OPTION_CUSTOMER] = PARTY_OPTION("customer", "order, customer, support: the customer",
                                     "order, customer, support : le client"),
    [OPTION_OFFER] = { "offer",
                       { { "OFFER", "OFFRE" } },
                       NULL,
                       { { "order: what is sold, by id or how it begins",
                           "order : ce qui est vendu, par son identifiant ou son début" } } },
    [OPTION_QUANTITY] = { "quantity",
                          { { "N", "N" } },
                          NULL,
                          { { "order: how many", "order : combien" } } },
    [OPTION_MPN_ID] = { "mpn-id",
                        { { "ID", "ID" } },
                        NULL,
                        { { "partner-id: the partner id", "partner-id : l'ID partenaire" } } },
    [OPTION_NEW_SUBSCRIPTION] = { "new-subscription",
                                  { { "FLAG", "OUI-NON" } },
                                  flag_words,
                                  { { "partner-id: whether the subscription is new (true, false)",
                                      "partner-id : si l'abonnement est nouveau (true, "
                                      "false)" } } },
    [OPTION_REQUESTED_BY] = { "requested-by",
                              { { "WHO", "QUI" } },
                              requester_choices,
                              { { "end: who asks (provider, reseller, vendor_support)",
                                  "end : qui demande (provider, reseller, vendor_support)" } } },
    [OPTION_TENANT] = PARTY_OPTION("tenant", "enroll: who enrols", "enroll : qui s'inscrit"),
    [OPTION_ROLE] = { "role",
                      { { "ROLE", "RÔLE" } },
                      role_choices,
                      { { "enroll: indirect_provider, indirect_reseller or direct_bill",
                          "enroll : indirect_provider, indirect_reseller ou direct_bill" } } },
    [OPTION_CAPABILITIES] = { "capabilities",
                              { { "LIST", "LISTE" } },
                              NULL,
                              { { "enroll: those attested, parted by commas, of api_integration, "
                                  "billing, support, managed_services",
                                  "enroll : celles qui sont attestées, séparées par des virgules, "
                                  "parmi api_integration, billing, support, "
                                  "managed_services" } } },
    [OPTION_WORLD] = WORLD_OPTION,
    [OPTION_ON] = ON_OPTION,
    [OPTION_PROFILE] = PROFILE_OPTION,
    [OPTION_OTHER_READING] = OTHER_READING_OPTION,
    [OPTION_JSON] = { "json",
                      { { NULL, NULL } },
                      NULL,
                      { { "write the decision in its full form, as JSON",
                          "écrire la décision sous sa forme complète, en JSON" } } },
    [OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the question was answered, whatever the verdict",
          "la question a reçu sa réponse, quel que soit le verdict" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing could be asked: bad options, a name that fits none or several, a world with "
          "an error",
          "rien n'a pu être demandé : options fausses, nom qui ne désigne rien ou plusieurs "
          "parties, monde en erreur" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Answers one question without a file: may this act be done on that day, why or why not, "
    "and what would help. ACT is order (to sell), reseller (a provider takes on a reseller), "
    "customer (a partner takes on a customer), partner-id (a reseller's partner id is set on a "
    "subscription), support (a customer engages a partner), end (a provider and a reseller "
    "part) or enroll (a tenant asks for a role).\n\nPARTY is a tenant by its id, domain, "
    "partner id or its organisation's name, or by how a domain, a name (three letters) or an id "
    "(four digits) begins, when only one tenant fits; the first of these ways by which any "
    "tenant is found counts. The facts are those of --world or of the stored book of --db; "
    "without either those of the default book, if there is one, else of the sample program of "
    "\"aval demo\".";

static const char description_fr[] =
    "Répond à une question sans fichier : cet acte est-il possible ce jour-là, pourquoi, et "
    "sinon qu'est-ce qui aiderait ? ACTE est order (vendre), reseller (un fournisseur prend un "
    "revendeur), customer (un partenaire prend un client), partner-id (l'ID partenaire d'un "
    "revendeur est porté sur un abonnement), support (un client fait appel à un partenaire), "
    "end (un fournisseur et un revendeur se séparent) ou enroll (un locataire demande un "
    "rôle).\n\nPARTIE est un locataire, désigné par son identifiant, son domaine, son ID "
    "partenaire ou le nom de son organisation, ou par le début d'un domaine, d'un nom (trois "
    "lettres) ou d'un identifiant (quatre chiffres) si un seul locataire y répond ; la première "
    "de ces façons qui en trouve un l'emporte. Les faits sont ceux de --world ou du registre de "
    "--db ; sans l'un ni l'autre, ceux du registre par défaut s'il y en a un, sinon du programme "
    "d'exemple d'« aval demo ».";

const struct command command_ask = {
    .name = "ask",
    .operand = { { "ACT", "ACTE" } },
    .operand_words = verb_words,
    .summary = { { "ask one question: whether, why or why not, and what would help",
                   "poser une seule question : est-ce possible, pourquoi, et sinon que faire" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval ask order --seller alder --customer saale --offer OFFICE-PREM\n"
                "aval ask reseller --provider scioto --reseller birch --on 2020-05-12\n"
                "aval ask enroll --world world.ndjson --tenant linden --role direct_bill",
    .run = run,
};
