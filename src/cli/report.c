/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/wrap.h"
#include "cli/terminal.h"
#include "rulebook/statement.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

/* Columns. */
enum {
    FINDING_WIDTH = 42,
    STATEMENTS_WIDTH = 28,
    STATEMENT_WIDTH = 6,
    LABEL_WIDTH = 22
};

struct report_style report_style_for(enum language language)
{
    return (struct report_style){ .language = language,
                                  .has_colour = terminal_has_colour(STDOUT_FILENO),
                                  .width = terminal_width(STDOUT_FILENO) };
}

static void add_coloured(struct buffer *buffer, const char *colour, const char *text,
                         struct report_style style)
{
    buffer_add_string(buffer, style.has_colour ? colour : "");
    buffer_add_string(buffer, text);
    buffer_add_string(buffer, style.has_colour ? PLAIN : "");
}

void report_verdict(struct buffer *buffer, bool is_supported, struct report_style style)
{
    enum message verdict = is_supported ? MESSAGE_SUPPORTED : MESSAGE_NOT_SUPPORTED;

    add_coloured(buffer, is_supported ? GREEN : RED, message_text(verdict, style.language), style);
}

/* Fills the line up to a column, with two spaces at least. */
static void pad(struct buffer *buffer, size_t begun_at, size_t width)
{
    size_t length = buffer->length - begun_at;

    buffer_add_spaces(buffer, length + 2 > width ? 2 : width - length);
}

void report_findings(struct buffer *buffer, const struct decision *decision,
                     struct report_style style)
{
    for (unsigned i = 0; i < decision->finding_count; i++) {
        struct finding finding = decision->findings[i];
        size_t begun_at = 0;

        buffer_add_string(buffer, "  ");
        begun_at = buffer->length;
        finding_write_name(buffer, finding);
        pad(buffer, begun_at, FINDING_WIDTH);
        begun_at = buffer->length;
        buffer_add_string(buffer, rules[finding.rule]->statements);
        pad(buffer, begun_at, STATEMENTS_WIDTH);
        finding_write_message(buffer, finding, style.language);
        buffer_add_string(buffer, "\n");
    }
}

/* Adds the words of a sentence from the column on, where the cursor stands, and a line end. */
static void add_sentence(struct buffer *buffer, struct buffer *sentence, size_t column,
                         struct report_style style)
{
    wrap_write(buffer, buffer_text(sentence), (struct margins){ column, style.width });
    buffer->has_failed |= sentence->has_failed;
    buffer_done(sentence);
}

static void add_heading(struct buffer *buffer, enum message message, struct report_style style)
{
    buffer_add_string(buffer, "  ");
    add_coloured(buffer, BOLD, message_text(message, style.language), style);
    buffer_add_string(buffer, "\n");
}

/* Which rule, of whom, and the statements that it cites: "mpa-signed:reseller (M1)". */
static void add_source(struct buffer *buffer, struct finding finding, struct report_style style)
{
    const char *cited = rules[finding.rule]->statements;
    struct buffer name = { 0 };

    finding_write_name(&name, finding);
    if (cited[0] != '\0')
        buffer_add_format(&name, " (%s)", cited);
    buffer_add_string(buffer, style.has_colour ? "    " DIM : "    ");
    wrap_words(buffer, buffer_text(&name), (struct margins){ 4, style.width });
    buffer_add_string(buffer, style.has_colour ? PLAIN "\n" : "\n");
    buffer->has_failed |= name.has_failed;
    buffer_done(&name);
}

void report_full_findings(struct buffer *buffer, const struct full *full, struct report_style style)
{
    for (unsigned i = 0; i < full->decision.finding_count; i++) {
        struct finding finding = full->decision.findings[i];
        struct buffer sentence = { 0 };

        full_write_finding(&sentence, full, finding, style.language);
        buffer_add_spaces(buffer, 2);
        add_sentence(buffer, &sentence, 2, style);
        add_source(buffer, finding, style);
    }
}

static void add_plan(struct buffer *buffer, const struct full *full, const struct plan *plan,
                     struct report_style style)
{
    for (unsigned i = 0; i < plan->step_count; i++) {
        struct buffer sentence = { 0 };

        full_write_step(&sentence, full, &plan->steps[i], style.language);
        buffer_add_format(buffer, "    %u. ", i + 1);
        add_sentence(buffer, &sentence, 7, style);
    }
}

/* Tells how many ways forward are not shown. */
static void add_rest(struct buffer *buffer, unsigned count, struct report_style style)
{
    char text[12];

    (void)snprintf(text, sizeof(text), "%u", count);
    buffer_add_string(buffer, "  ");
    message_write(buffer, count == 1 ? MESSAGE_ONE_MORE_WAY : MESSAGE_MORE_WAYS, style.language,
                  (struct message_arguments){ { text } });
    buffer_add_string(buffer, "\n");
}

void report_ways(struct buffer *buffer, const struct full *full, struct report_style style)
{
    unsigned count = full->ways.plan_count;
    unsigned shown = style.plans_max > 0 && style.plans_max < count ? style.plans_max : count;

    if (count == 0)
        add_heading(buffer, MESSAGE_NOTHING_HELPS, style);
    for (unsigned i = 0; i < shown; i++) {
        add_heading(buffer, i == 0 ? MESSAGE_WHAT_WOULD_HELP : MESSAGE_OR_ELSE, style);
        add_plan(buffer, full, &full->ways.plans[i], style);
    }
    if (shown < count)
        add_rest(buffer, count - shown, style);
}

/* A message about a list, which it ends. */
static void add_about(struct buffer *buffer, enum message message, struct buffer *list,
                      struct report_style style)
{
    buffer_add(list, "", 1);
    buffer_add_string(buffer, "  ");
    if (!list->has_failed)
        message_write(buffer, message, style.language,
                      (struct message_arguments){ { list->bytes } });
    buffer_add_string(buffer, "\n");
    buffer->has_failed |= list->has_failed;
    buffer_done(list);
}

/* The statements by which an act is permitted, each in words. */
static void add_senses(struct buffer *buffer, const char *const *ids, unsigned count,
                       struct report_style style)
{
    add_heading(buffer, MESSAGE_PERMITTED_BY, style);
    for (unsigned i = 0; i < count; i++) {
        const struct statement *statement = statement_find(text_of(ids[i]));
        struct buffer sense = { 0 };

        ASSERT(statement != NULL);
        buffer_add_string(&sense, statement->sense.in[style.language]);
        buffer_add_format(buffer, "    %-*s", STATEMENT_WIDTH, ids[i]);
        add_sentence(buffer, &sense, 4 + STATEMENT_WIDTH, style);
    }
}

static void add_basis(struct buffer *buffer, const struct full *full, struct report_style style)
{
    const char *ids[BASIS_MAX];
    unsigned count = basis_of(&full->dossier, &full->grounds, ids);
    struct buffer list = { 0 };

    if (count == 0)
        return;
    if (style.is_long) {
        add_senses(buffer, ids, count, style);
        return;
    }
    for (unsigned i = 0; i < count; i++)
        buffer_add_format(&list, "%s%s", i > 0 ? " " : "", ids[i]);
    add_about(buffer, MESSAGE_BASIS, &list, style);
}

void report_readings(struct buffer *buffer, enum message message, unsigned set,
                     struct report_style style)
{
    struct buffer list = { 0 };

    for (unsigned number = 1; number < 32; number++)
        if ((set & BIT(number)) != 0)
            buffer_add_format(&list, "%sQ%u", list.length > 0 ? " " : "", number);
    if (set != 0)
        add_about(buffer, message, &list, style);
    else
        buffer_done(&list);
}

void report_reasons(struct buffer *buffer, const struct full *full, struct report_style style)
{
    if (decision_is_supported(&full->decision)) {
        add_basis(buffer, full, style);
    } else {
        report_full_findings(buffer, full, style);
        report_ways(buffer, full, style);
    }
    report_readings(buffer, MESSAGE_RESTS_ON_READINGS, readings_rested_on(&full->dossier), style);
}

/* The line's name, its verdict. */
static void add_head(struct buffer *buffer, const struct line_outcome *outcome)
{
    if (outcome->has_id)
        buffer_add_visible(buffer, outcome->id, FIELD_ID_BYTES_MAX);
    else
        buffer_add_string(buffer, "-");
    buffer_add_string(buffer, "  ");
}

void report_full(struct buffer *buffer, const struct line_outcome *outcome, const struct full *full,
                 struct report_style style)
{
    add_head(buffer, outcome);
    report_verdict(buffer, decision_is_supported(&full->decision), style);
    buffer_add_string(buffer, "\n");
    report_reasons(buffer, full, style);
}

void report_outcome(struct buffer *buffer, const struct line_outcome *outcome,
                    struct report_style style)
{
    add_head(buffer, outcome);
    if (outcome->error.length > 0) {
        add_coloured(buffer, YELLOW, message_text(MESSAGE_IN_ERROR, style.language), style);
        buffer_add_string(buffer, "  ");
        buffer_add_text(buffer, outcome->error);
        buffer_add_string(buffer, "\n");
        return;
    }
    report_verdict(buffer, decision_is_supported(&outcome->decision), style);
    buffer_add_string(buffer, "\n");
    report_findings(buffer, &outcome->decision, style);
}

/* The question as it was understood. */

static const struct phrase act_phrases[ACT_COUNT] = {
    [ACT_PLACE_ORDER] = { { "Order", "Commande" } },
    [ACT_ESTABLISH_INDIRECT_RELATIONSHIP] = { { "Relationship between provider and reseller",
                                                "Relation entre fournisseur et revendeur" } },
    [ACT_ESTABLISH_CUSTOMER_RELATIONSHIP] = { { "Customer relationship", "Relation client" } },
    [ACT_ASSOCIATE_PARTNER_ID] = { { "Partner id on a subscription",
                                     "ID partenaire sur un abonnement" } },
    [ACT_ENGAGE_PARTNER] = { { "Engagement of a partner", "Mission confiée à un partenaire" } },
    [ACT_END_INDIRECT_RELATIONSHIP] = { { "End of a relationship between provider and reseller",
                                          "Fin d'une relation entre fournisseur et revendeur" } },
    [ACT_ENROLL] = { { "Enrolment", "Inscription" } },
};

/* Who stands where, from the top of the chain down. */
static const struct place {
    enum position position;
    struct phrase label;
} places[] = {
    { POSITION_PROVIDER, { { "Provider", "Fournisseur" } } },
    { POSITION_RESELLER, { { "Reseller", "Revendeur" } } },
    { POSITION_DIRECT_BILL, { { "Direct-bill partner", "Facturation directe" } } },
    { POSITION_PARTNER, { { "Partner", "Partenaire" } } },
    { POSITION_CUSTOMER, { { "Customer", "Client" } } },
};

static const struct phrase offer_label = { { "Offer", "Offre" } };
static const struct phrase quantity_label = { { "Quantity", "Quantité" } };
static const struct phrase partner_id_label = { { "Partner id", "ID partenaire" } };
static const struct phrase subscription_label = { { "New subscription", "Nouvel abonnement" } };
static const struct phrase requester_label = { { "Asked for by", "À la demande de" } };
static const struct phrase role_label = { { "Role", "Rôle" } };
static const struct phrase capabilities_label = { { "Capabilities", "Capacités" } };
static const struct phrase yes = { { "yes", "oui" } };
static const struct phrase no = { { "no", "non" } };
static const struct phrase none = { { "none attested", "aucune attestée" } };

/* One row: a label, and what stands there, which it ends. */
static void add_row(struct buffer *buffer, const struct phrase *label, struct buffer *value,
                    struct report_style style)
{
    struct text text = text_of(label->in[style.language]);

    buffer_add_string(buffer, "  ");
    buffer_add_text(buffer, text);
    buffer_add_spaces(buffer, LABEL_WIDTH - text_columns(text));
    wrap_write(buffer, buffer_text(value), (struct margins){ 2 + LABEL_WIDTH, style.width });
    buffer->has_failed |= value->has_failed;
    buffer_done(value);
}

static void add_phrase_row(struct buffer *buffer, const struct phrase *label,
                           const struct phrase *phrase, struct report_style style)
{
    struct buffer value = { 0 };

    buffer_add_string(&value, phrase->in[style.language]);
    add_row(buffer, label, &value, style);
}

static void add_text_row(struct buffer *buffer, const struct phrase *label, struct text text,
                         struct report_style style)
{
    struct buffer value = { 0 };

    buffer_add_visible(&value, text, SIZE_MAX);
    add_row(buffer, label, &value, style);
}

/* "Alder & Söhne GmbH (alder.example), DE, Europe". */
static void add_party(struct buffer *buffer, const struct full *full, const struct place *place,
                      struct report_style style)
{
    const struct party *party = &full->dossier.party[place->position];
    struct buffer value = { 0 };
    char market[3];

    country_format(party->market, market);
    full_write_name(&value, full, full->request.party[place->position]);
    buffer_add_format(&value, ", %s, %s", market, region_name(party->region)->in[style.language]);
    add_row(buffer, &place->label, &value, style);
}

static void add_capabilities(struct buffer *buffer, unsigned capabilities,
                             struct report_style style)
{
    struct buffer value = { 0 };

    for (unsigned i = 0; i < CAPABILITY_COUNT; i++)
        if ((capabilities & BIT(i)) != 0)
            buffer_add_format(&value, "%s%s", value.length > 0 ? ", " : "",
                              capability_phrases[i].in[style.language]);
    if (capabilities == 0)
        buffer_add_string(&value, none.in[style.language]);
    add_row(buffer, &capabilities_label, &value, style);
}

/* What an act has besides parties. */
static void add_things(struct buffer *buffer, const struct full *full, struct report_style style)
{
    const struct request *request = &full->request;
    const struct source *source = &full->source->source;

    if (request->offer != REQUEST_NONE)
        add_text_row(buffer, &offer_label, source->offer_id(source, request->offer), style);
    if (request->quantity > 0) {
        struct buffer value = { 0 };

        buffer_add_format(&value, "%u", (unsigned)request->quantity);
        add_row(buffer, &quantity_label, &value, style);
    }
    if (request->act == ACT_ASSOCIATE_PARTNER_ID) {
        add_text_row(buffer, &partner_id_label, source->mpn_id(source, request->partner_id), style);
        add_phrase_row(buffer, &subscription_label, request->new_subscription ? &yes : &no, style);
    }
    if (request->act == ACT_END_INDIRECT_RELATIONSHIP)
        add_phrase_row(buffer, &requester_label, &requester_phrases[request->requested_by], style);
    if (request->act == ACT_ENROLL) {
        add_phrase_row(buffer, &role_label, &role_phrases[request->role], style);
        add_capabilities(buffer, request->capabilities, style);
    }
}

void report_question(struct buffer *buffer, const struct full *full, struct report_style style)
{
    buffer_add_string(buffer, act_phrases[full->request.act].in[style.language]);
    buffer_add_string(buffer, ", ");
    full_write_day(buffer, full->request.date, style.language);
    buffer_add_string(buffer, "\n");
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if ((full->request.positions & BIT(places[i].position)) != 0)
            add_party(buffer, full, &places[i], style);
    add_things(buffer, full, style);
}
