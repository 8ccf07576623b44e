/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report.h"

#include <string.h>

#include "cli/message.h"

enum {
    FINDING_WIDTH = 42,
    STATEMENTS_WIDTH = 28
};

static void add_coloured(struct buffer *buffer, const char *colour, const char *text,
                         struct report_style style)
{
    buffer_add_string(buffer, style.has_colour ? colour : "");
    buffer_add_string(buffer, text);
    buffer_add_string(buffer, style.has_colour ? "\033[0m" : "");
}

void report_verdict(struct buffer *buffer, bool is_supported, struct report_style style)
{
    enum message verdict = is_supported ? MESSAGE_SUPPORTED : MESSAGE_NOT_SUPPORTED;

    add_coloured(buffer, is_supported ? "\033[32m" : "\033[31m",
                 message_text(verdict, style.language), style);
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

static void add_line(struct buffer *buffer, const char *indent, enum message message,
                     struct report_style style)
{
    buffer_add_string(buffer, indent);
    buffer_add_string(buffer, message_text(message, style.language));
    buffer_add_string(buffer, "\n");
}

static void add_findings(struct buffer *buffer, const struct full *full, struct report_style style)
{
    for (unsigned i = 0; i < full->decision.finding_count; i++) {
        struct finding finding = full->decision.findings[i];

        buffer_add_string(buffer, "  ");
        full_write_finding(buffer, full, finding, style.language);
        buffer_add_string(buffer, "\n      ");
        finding_write_name(buffer, finding);
        buffer_add_string(buffer, rules[finding.rule]->statements[0] == '\0' ? "" : "  ");
        buffer_add_string(buffer, rules[finding.rule]->statements);
        buffer_add_string(buffer, "\n");
    }
}

static void add_plans(struct buffer *buffer, const struct full *full, struct report_style style)
{
    if (full->ways.plan_count == 0)
        add_line(buffer, "  ", MESSAGE_NOTHING_HELPS, style);
    for (unsigned i = 0; i < full->ways.plan_count; i++) {
        const struct plan *plan = &full->ways.plans[i];

        add_line(buffer, "  ", i == 0 ? MESSAGE_WHAT_WOULD_HELP : MESSAGE_OR_ELSE, style);
        for (unsigned j = 0; j < plan->step_count; j++) {
            buffer_add_format(buffer, "    %u. ", j + 1);
            full_write_step(buffer, full, &plan->steps[j], style.language);
            buffer_add_string(buffer, "\n");
        }
    }
}

static void add_basis(struct buffer *buffer, const struct full *full, struct report_style style)
{
    const char *statements[BASIS_MAX];
    unsigned count = basis_of(&full->dossier, &full->grounds, statements);
    struct buffer list = { 0 };

    for (unsigned i = 0; i < count; i++)
        buffer_add_format(&list, "%s%s", i > 0 ? " " : "", statements[i]);
    buffer_add(&list, "", 1);
    buffer_add_string(buffer, "  ");
    if (!list.has_failed)
        message_write(buffer, MESSAGE_BASIS, style.language,
                      (struct message_arguments){ { list.bytes } });
    buffer->has_failed |= list.has_failed;
    buffer_add_string(buffer, "\n");
    buffer_done(&list);
}

static void add_readings(struct buffer *buffer, const struct full *full, struct report_style style)
{
    unsigned set = readings_rested_on(&full->dossier);
    struct buffer list = { 0 };

    for (unsigned number = 1; number < 32; number++)
        if ((set & BIT(number)) != 0)
            buffer_add_format(&list, "%sQ%u", list.length > 0 ? " " : "", number);
    buffer_add(&list, "", 1);
    if (set != 0 && !list.has_failed) {
        buffer_add_string(buffer, "  ");
        message_write(buffer, MESSAGE_RESTS_ON_READINGS, style.language,
                      (struct message_arguments){ { list.bytes } });
        buffer_add_string(buffer, "\n");
    }
    buffer->has_failed |= list.has_failed;
    buffer_done(&list);
}

void report_reasons(struct buffer *buffer, const struct full *full, struct report_style style)
{
    if (decision_is_supported(&full->decision)) {
        add_basis(buffer, full, style);
    } else {
        add_findings(buffer, full, style);
        add_plans(buffer, full, style);
    }
    add_readings(buffer, full, style);
}

/* The line's name, its verdict. */
static void add_head(struct buffer *buffer, const struct outcome *outcome)
{
    if (outcome->has_id)
        buffer_add_visible(buffer, outcome->id, FIELD_ID_BYTES_MAX);
    else
        buffer_add_string(buffer, "-");
    buffer_add_string(buffer, "  ");
}

void report_full(struct buffer *buffer, const struct outcome *outcome, const struct full *full,
                 struct report_style style)
{
    add_head(buffer, outcome);
    report_verdict(buffer, decision_is_supported(&full->decision), style);
    buffer_add_string(buffer, "\n");
    report_reasons(buffer, full, style);
}

void report_outcome(struct buffer *buffer, const struct outcome *outcome, struct report_style style)
{
    add_head(buffer, outcome);
    if (outcome->error.length > 0) {
        add_coloured(buffer, "\033[33m", message_text(MESSAGE_IN_ERROR, style.language), style);
        buffer_add_string(buffer, "  ");
        buffer_add_text(buffer, outcome->error);
        buffer_add_string(buffer, "\n");
        return;
    }
    report_verdict(buffer, decision_is_supported(&outcome->decision), style);
    buffer_add_string(buffer, "\n");
    report_findings(buffer, &outcome->decision, style);
}
