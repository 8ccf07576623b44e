/* SPDX-License-Identifier: Apache-2.0 */
/* A party for people: a label and what stands there, then a list for each thing it has. */
#include <inttypes.h>
#include <stdio.h>

#include "base/wrap.h"
#include "cli/book/show.h"

#define BOLD "\033[1m"
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

enum {
    LABEL_COLUMN = 24
};

/* A party while it is shown. */
struct showing {
    struct buffer *buffer;
    const struct party_view *view;
    struct report_style style;
};

static const char *in(const struct showing *showing, enum message message)
{
    return message_text(message, showing->style.language);
}

static void add(const struct showing *showing, const char *text)
{
    buffer_add_string(showing->buffer, text);
}

static void add_coloured(const struct showing *showing, const char *colour, const char *text)
{
    add(showing, showing->style.has_colour ? colour : "");
    add(showing, text);
    add(showing, showing->style.has_colour ? PLAIN : "");
}

static void add_day(const struct showing *showing, date day)
{
    char text[DATE_LENGTH + 1];

    date_format(day, text);
    add(showing, text);
}

static void add_visible(const struct showing *showing, struct text text)
{
    buffer_add_visible(showing->buffer, text, SIZE_MAX);
}

static void add_guid(const struct showing *showing, guid id)
{
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    add(showing, text);
}

static void add_country(const struct showing *showing, country market)
{
    char text[3];

    country_format(market, text);
    add(showing, text);
}

/* "Birch Cloud (birch.example)". */
static void add_name(const struct showing *showing, struct text name, struct text domain)
{
    add_visible(showing, name);
    add(showing, " (");
    add_visible(showing, domain);
    add(showing, ")");
}

static void begin_label(const struct showing *showing, enum message label)
{
    struct text text = text_of(in(showing, label));
    size_t width = text_columns(text);

    add(showing, "  ");
    buffer_add_text(showing->buffer, text);
    buffer_add_spaces(showing->buffer, width + 2 > LABEL_COLUMN ? 2 : LABEL_COLUMN - width);
}

static void begin_list(const struct showing *showing, enum message heading)
{
    add_coloured(showing, BOLD, in(showing, heading));
    add(showing, "\n");
}

/* ", since 2019-06-01", ", until 2020-06-01"; nothing of an open end. */
static void add_interval(const struct showing *showing, struct interval valid)
{
    if (valid.from.day != DATE_BEFORE_ALL.day) {
        add(showing, ", ");
        add(showing, in(showing, MESSAGE_SINCE));
        add(showing, " ");
        add_day(showing, valid.from);
    }
    if (valid.to.day != DATE_AFTER_ALL.day) {
        add(showing, ", ");
        add(showing, in(showing, MESSAGE_UNTIL));
        add(showing, " ");
        add_day(showing, valid.to);
    }
}

static void show_identity(const struct showing *showing)
{
    const struct party_view *view = showing->view;

    add_name(showing, view->organization.organization.name, view->tenant.tenant.domain);
    add(showing, "\n");
    begin_label(showing, MESSAGE_TENANT_ID);
    add_guid(showing, view->tenant.tenant.id);
    add(showing, "\n");
    begin_label(showing, MESSAGE_TENANT_COUNTRY);
    add_country(showing, view->tenant.tenant.country);
    add(showing, ", ");
    add(showing, region_name(view->region)->in[showing->style.language]);
    add(showing, "\n");
}

static void show_organization(const struct showing *showing)
{
    const struct party_view *view = showing->view;

    begin_label(showing, MESSAGE_TENANT_KIND);
    add(showing, tenant_kind_phrases[view->tenant.tenant.kind].in[showing->style.language]);
    add(showing, "\n");
    begin_label(showing, MESSAGE_TENANT_ORGANIZATION);
    add_visible(showing, view->organization.organization.id);
    add(showing, ", ");
    add_country(showing, view->organization.organization.country);
    add(showing, "\n");
    for (size_t i = 0; i < view->owner_count; i++) {
        begin_label(showing, MESSAGE_OWNED_BY);
        add_name(showing, view->owners[i].name, view->owners[i].id);
        add_interval(showing, view->owners[i].valid);
        add(showing, "\n");
    }
}

static void show_mpa(const struct showing *showing)
{
    const struct mpa_status *mpa = &showing->view->mpa;

    begin_label(showing, MESSAGE_PARTNER_AGREEMENT);
    add(showing, mpa_state_phrases[mpa->state].in[showing->style.language]);
    if (mpa->signed_on.day != DATE_AFTER_ALL.day) {
        add(showing, ", ");
        add_day(showing, mpa->signed_on);
        add(showing, ", ");
        add_visible(showing, mpa->signed_by);
    }
    add(showing, "\n");
}

static void show_partner_ids(const struct showing *showing)
{
    const struct rows *rows = &showing->view->partner_ids;

    if (rows->count == 0)
        return;
    begin_label(showing, MESSAGE_PARTNER_IDS);
    for (size_t i = 0; i < rows->count; i++) {
        add(showing, i > 0 ? ", " : "");
        add_visible(showing, rows->list[i].fact.partner_id.mpn_id);
        add(showing, " (");
        add_country(showing, rows->list[i].fact.partner_id.country);
        add(showing, ")");
    }
    add(showing, "\n");
}

static void show_agreements(const struct showing *showing)
{
    const struct rows *rows = &showing->view->customer_agreements;

    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        begin_label(showing, MESSAGE_CUSTOMER_AGREEMENT);
        add(showing, acceptance_words.list[fact->customer_agreement.acceptance]);
        add(showing, ", ");
        add_day(showing, fact->customer_agreement.date);
        add(showing, "\n");
    }
}

static void show_standing(const struct showing *showing)
{
    const struct party_view *view = showing->view;
    bool is_partner = view->tenant.tenant.kind == TENANT_PARTNER || view->enrollments.count > 0;

    if (is_partner) {
        begin_label(showing, MESSAGE_ONBOARDED_ON);
        if (view->onboarded_on.day == DATE_AFTER_ALL.day)
            add(showing, in(showing, MESSAGE_NOT_YET));
        else
            add_day(showing, view->onboarded_on);
        add(showing, "\n");
        show_mpa(showing);
    }
    show_partner_ids(showing);
    show_agreements(showing);
}

static void show_enrollments(const struct showing *showing)
{
    const struct rows *rows = &showing->view->enrollments;

    if (rows->count > 0)
        begin_list(showing, MESSAGE_ENROLLMENTS);
    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        add(showing, "  ");
        add(showing, role_phrases[fact->enrollment.role].in[showing->style.language]);
        add(showing, ": ");
        add(showing, enrollment_status_words.list[fact->enrollment.status]);
        add_interval(showing, fact->valid);
        add(showing, "\n");
    }
}

static const enum message relation_headings[PARTY_RELATION_COUNT] = {
    [PARTY_PROVIDERS] = MESSAGE_ITS_PROVIDERS,        [PARTY_RESELLERS] = MESSAGE_ITS_RESELLERS,
    [PARTY_PARTNERS] = MESSAGE_ITS_PARTNERS,          [PARTY_CUSTOMERS] = MESSAGE_ITS_CUSTOMERS,
    [PARTY_SERVICES_BY] = MESSAGE_SERVICES_BY,        [PARTY_SERVICES_FOR] = MESSAGE_SERVICES_FOR,
    [PARTY_ENGAGED] = MESSAGE_ENGAGED_PARTNERS,       [PARTY_ENGAGED_BY] = MESSAGE_ENGAGED_BY,
    [PARTY_PRIVILEGED] = MESSAGE_PRIVILEGED_PARTNERS, [PARTY_PRIVILEGED_BY] = MESSAGE_PRIVILEGED_BY,
};

static void show_relation(const struct showing *showing, const struct party_relation *relation)
{
    add(showing, "  ");
    add_name(showing, relation->name, relation->domain);
    add(showing, ", ");
    add_country(showing, relation->country);
    for (unsigned i = 0; i < SERVICE_COUNT; i++)
        if ((relation->services & BIT(i)) != 0) {
            add(showing, ", ");
            add(showing, service_words.list[i]);
        }
    add_interval(showing, relation->valid);
    add(showing, "\n");
}

static void show_relations(const struct showing *showing, enum party_relation_kind kind)
{
    const struct party_relations *relations = &showing->view->relations[kind];
    char count[24];

    if (relations->count == 0)
        return;
    (void)snprintf(count, sizeof(count), "%zu%s",
                   relations->count > PARTY_RELATIONS_MAX ? PARTY_RELATIONS_MAX : relations->count,
                   relations->count > PARTY_RELATIONS_MAX ? "+" : "");
    add_coloured(showing, BOLD, in(showing, relation_headings[kind]));
    buffer_add_format(showing->buffer, " (%s)\n", count);
    for (size_t i = 0; i < relations->shown; i++)
        show_relation(showing, &relations->list[i]);
    if (relations->shown == relations->count)
        return;
    (void)snprintf(count, sizeof(count), "%zu", relations->count - relations->shown);
    add(showing, "  ");
    message_write(showing->buffer, MESSAGE_AND_MORE, showing->style.language,
                  (struct message_arguments){ { count } });
    add(showing, " (--limit)\n");
}

static void show_invitations(const struct showing *showing)
{
    const struct rows *rows = &showing->view->invitations;

    if (rows->count > 0)
        begin_list(showing, MESSAGE_INVITATIONS);
    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        add(showing, "  ");
        add_guid(showing, fact->invitation.id);
        add(showing, ", ");
        add(showing, invitation_kind_words.list[fact->invitation.kind]);
        add_interval(showing,
                     (struct interval){ fact->invitation.sent_on, fact->invitation.expires_on });
        add(showing, "\n");
    }
}

static void show_cases(const struct showing *showing)
{
    const struct rows *rows = &showing->view->support_cases;

    if (rows->count > 0)
        begin_list(showing, MESSAGE_SUPPORT_CASES);
    for (size_t i = 0; i < rows->count; i++) {
        const struct fact *fact = &rows->list[i].fact;

        add(showing, "  ");
        add_guid(showing, fact->support_case.id);
        add_interval(showing, (struct interval){ fact->support_case.opened_on, DATE_AFTER_ALL });
        add(showing, "\n");
    }
}

static void show_subscriptions(const struct showing *showing)
{
    const struct party_view *view = showing->view;

    if (view->subscription_count > 0)
        begin_list(showing, MESSAGE_SUBSCRIPTIONS);
    for (size_t i = 0; i < view->subscription_count; i++) {
        const struct party_subscription *subscription = &view->subscriptions[i];

        add(showing, "  ");
        add_guid(showing, subscription->subscription.subscription.id);
        add(showing, ", ");
        add_visible(showing, subscription->order.order.offer);
        buffer_add_format(showing->buffer, " × %u, %s\n",
                          (unsigned)subscription->subscription.subscription.quantity,
                          subscription_status_words.list[subscription->status]);
    }
}

/* What each check asks for, and what to do where it is missing. */
static const struct check_row {
    enum message label;
    enum message todo;
} check_rows[PARTY_CHECK_COUNT] = {
    [PARTY_CHECK_KNOWN_MARKET] = { MESSAGE_CHECK_KNOWN_MARKET, MESSAGE_TODO_KNOWN_MARKET },
    [PARTY_CHECK_ONBOARDED] = { MESSAGE_CHECK_ONBOARDED, MESSAGE_TODO_ONBOARDED },
    [PARTY_CHECK_ENROLLED] = { MESSAGE_CHECK_ENROLLED, MESSAGE_TODO_ENROLLED },
    [PARTY_CHECK_CAPABILITY] = { MESSAGE_CHECK_CAPABILITY, MESSAGE_TODO_CAPABILITY },
    [PARTY_CHECK_MPA_SIGNED] = { MESSAGE_CHECK_MPA_SIGNED, MESSAGE_TODO_MPA_SIGNED },
    [PARTY_CHECK_PROVIDER_IN_REGION] = { MESSAGE_CHECK_PROVIDER, MESSAGE_TODO_PROVIDER },
    [PARTY_CHECK_PARTNER_ID] = { MESSAGE_CHECK_PARTNER_ID, MESSAGE_TODO_PARTNER_ID },
    [PARTY_CHECK_CUSTOMER_AGREEMENT] = { MESSAGE_CHECK_AGREEMENT, MESSAGE_TODO_AGREEMENT },
    [PARTY_CHECK_PARTNER] = { MESSAGE_CHECK_PARTNER, MESSAGE_TODO_PARTNER },
};

static void show_check(const struct showing *showing, const struct party_check *check)
{
    enum language language = showing->style.language;
    bool is_begun = check->status < ENROLLMENT_STATUS_COUNT;
    enum message todo = is_begun ? MESSAGE_TODO_STATUS : check_rows[check->kind].todo;
    const char *about = check->kind == PARTY_CHECK_CAPABILITY
                            ? capability_phrases[check->capability].in[language]
                        : check->role < ROLE_COUNT ? role_phrases[check->role].in[language]
                                                   : in(showing, MESSAGE_A_PARTNER);
    enum message mark = check->is_done ? MESSAGE_CHECK_DONE : MESSAGE_CHECK_MISSING;

    add(showing, "  ");
    add_coloured(showing, check->is_done ? GREEN : YELLOW, in(showing, mark));
    buffer_add_spaces(showing->buffer, 10 - text_columns(text_of(in(showing, mark))));
    message_write(showing->buffer, check_rows[check->kind].label, language,
                  (struct message_arguments){ { about } });
    add(showing, "\n");
    if (check->is_done)
        return;
    buffer_add_spaces(showing->buffer, 12);
    message_write(showing->buffer, todo, language,
                  (struct message_arguments){
                      { is_begun ? enrollment_status_words.list[check->status] : about } });
    add(showing, "\n");
}

void show_text(struct buffer *buffer, const struct party_view *view, struct report_style style)
{
    struct showing showing = { buffer, view, style };
    bool is_itself = view->visibility == VISIBILITY_ITSELF;

    show_identity(&showing);
    if (is_itself) {
        show_organization(&showing);
        show_standing(&showing);
        show_enrollments(&showing);
    }
    for (unsigned kind = 0; kind < PARTY_RELATION_COUNT; kind++)
        show_relations(&showing, (enum party_relation_kind)kind);
    if (!is_itself)
        return;
    show_invitations(&showing);
    show_cases(&showing);
    show_subscriptions(&showing);
    begin_list(&showing, MESSAGE_CHECKLIST);
    for (unsigned i = 0; i < view->check_count; i++)
        show_check(&showing, &view->checks[i]);
}
