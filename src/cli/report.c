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

void report_outcome(struct buffer *buffer, const struct outcome *outcome, struct report_style style)
{
    if (outcome->has_id)
        buffer_add_visible(buffer, outcome->id, FIELD_ID_BYTES_MAX);
    else
        buffer_add_string(buffer, "-");
    buffer_add_string(buffer, "  ");
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
