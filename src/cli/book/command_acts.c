/* SPDX-License-Identifier: Apache-2.0 */
/* The acts that a book carries out, out of their one table: who may do them, and with what. */

#include "base/attributes.h"
#include "base/suggest.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/terminal.h"
#include "engine/acts/acts_json.h"
#include "engine/permission.h"

enum {
    OPTION_JSON,
    OPTION_MARKDOWN
};

static void add_fields(struct buffer *buffer, const struct shape *shape, const char *quote)
{
    for (unsigned i = 0; i < shape->field_count; i++)
        buffer_add_format(buffer, "%s%s%s%s%s", i == 0 ? "" : ", ", quote,
                          shape->fields[i].name.bytes, shape->fields[i].is_optional ? "?" : "",
                          quote);
}

/* In a few lines, for people. */
static void add_text(struct buffer *buffer, const struct use_case *use_case, enum language language)
{
    buffer_add_format(buffer, "%s: %s\n  ", use_case->name, use_case->summary.in[language]);
    buffer_add_string(buffer, message_text(MESSAGE_ACT_DONE_BY, language));
    permission_write(buffer, use_case);
    buffer_add_string(buffer, "\n  ");
    buffer_add_string(buffer, message_text(MESSAGE_ACT_WITH, language));
    add_fields(buffer, use_case->shape, "");
    buffer_add_string(buffer, "\n");
}

/* What a role may do: "provider, reseller" says as which party; a vendor's is always itself. */
static void add_cell(struct buffer *buffer, const struct use_case *use_case, unsigned role)
{
    const char *comma = "";

    for (unsigned i = 0; i < use_case->permission_count; i++) {
        const struct permission *permission = &use_case->permissions[i];

        if (permission->role != role)
            continue;
        buffer_add_format(buffer, "%s%s", comma, permission->as == NULL ? "✓" : permission->as);
        comma = ", ";
    }
}

static void add_matrix(struct buffer *buffer, enum language language)
{
    buffer_add_format(buffer, "## %s\n\n%s\n\n| %s |", message_text(MESSAGE_ACT_MATRIX, language),
                      message_text(MESSAGE_ACT_MATRIX_ABOUT, language),
                      message_text(MESSAGE_ACT_COLUMN, language));
    for (unsigned role = 0; role < PRINCIPAL_ROLE_COUNT; role++)
        buffer_add_format(buffer, " %s |", principal_role_words.list[role]);
    buffer_add_string(buffer, "\n|---|");
    for (unsigned role = 0; role < PRINCIPAL_ROLE_COUNT; role++)
        buffer_add_string(buffer, "---|");
    for (const struct use_case *const *row = use_cases; *row != NULL; row++) {
        buffer_add_format(buffer, "\n| `%s` |", (*row)->name);
        for (unsigned role = 0; role < PRINCIPAL_ROLE_COUNT; role++) {
            buffer_add_string(buffer, " ");
            add_cell(buffer, *row, role);
            buffer_add_string(buffer, " |");
        }
    }
    buffer_add_string(buffer, "\n");
}

static void add_page(struct buffer *buffer, enum language language)
{
    buffer_add_format(
        buffer, "<!-- SPDX-License-Identifier: Apache-2.0 -->\n<!-- %s -->\n# %s\n\n%s\n\n",
        message_text(MESSAGE_ACTS_WRITTEN_BY, language), message_text(MESSAGE_ACTS_TITLE, language),
        message_text(MESSAGE_ACTS_INTRODUCTION, language));
    buffer_add_format(buffer, "| %s | %s | %s |\n|---|---|---|\n",
                      message_text(MESSAGE_ACT_COLUMN, language),
                      message_text(MESSAGE_ACT_SUMMARY_COLUMN, language),
                      message_text(MESSAGE_ACT_FIELDS_COLUMN, language));
    for (const struct use_case *const *row = use_cases; *row != NULL; row++) {
        buffer_add_format(buffer, "| `%s` | %s | ", (*row)->name, (*row)->summary.in[language]);
        add_fields(buffer, (*row)->shape, "`");
        buffer_add_string(buffer, " |\n");
    }
    buffer_add_string(buffer, "\n");
    add_matrix(buffer, language);
}

static void add_one(struct buffer *buffer, const struct use_case *use_case,
                    const struct invocation *invocation)
{
    if (invocation->values[OPTION_JSON] != NULL)
        use_case_write_json(buffer, use_case);
    else
        add_text(buffer, use_case, invocation->language);
}

static enum exit_status refuse_act(const struct invocation *invocation)
{
    struct suggestion suggestion;

    suggest_begin(&suggestion, invocation->operand);
    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        suggest_offer(&suggestion, (*row)->name);
    terminal_complain(invocation->language, MESSAGE_NO_SUCH_ACT,
                      (struct message_arguments){ { invocation->operand } });
    if (suggestion.best != NULL)
        terminal_hint(invocation->language, MESSAGE_DID_YOU_MEAN,
                      (struct message_arguments){ { suggestion.best } });
    return EXIT_NOTHING_DONE;
}

static enum exit_status run(const struct invocation *invocation)
{
    const struct use_case *named = NULL;
    struct buffer buffer = { 0 };

    if (invocation->operand != NULL) {
        named = use_case_find(text_of(invocation->operand));
        if (named == NULL)
            return refuse_act(invocation);
    }
    if (invocation->values[OPTION_MARKDOWN] != NULL)
        add_page(&buffer, invocation->language);
    else if (named != NULL)
        add_one(&buffer, named, invocation);
    else
        for (const struct use_case *const *row = use_cases; *row != NULL; row++)
            add_one(&buffer, *row, invocation);
    return manual_print(&buffer, invocation->language);
}

static const struct option_row options[] = {
    [OPTION_JSON] = { "json",
                      { { NULL } },
                      NULL,
                      { { "a line of JSON an act", "une ligne de JSON par acte" } } },
    [OPTION_MARKDOWN] = { "markdown",
                          { { NULL } },
                          NULL,
                          { { "all acts as a page of Markdown",
                              "tous les actes en une page de Markdown" } } },
};

static const struct exit_row exits[] = {
    { EXIT_DONE, { { "they were written", "ils ont été écrits" } } },
    { EXIT_NOTHING_DONE, { { "there is no such act", "il n'y a pas de tel acte" } } },
    { EXIT_BROKEN_OFF, { { "writing failed", "l'écriture a échoué" } } },
};

static const char description_en[] =
    "Shows each act with who may do it and what it wants. A role stands with the party of the "
    "act in whose tenant it has to be.";

static const char description_fr[] =
    "Montre chaque acte avec qui peut le faire et ce qu'il exige. Un rôle est suivi de la "
    "partie de l'acte dont le locataire doit être le sien.";

const struct command command_acts = {
    .name = "acts",
    .operand = { { "ACT", "ACTE" } },
    .operand_is_optional = true,
    .summary = { { "list the acts that a book carries out, and who may do them",
                   "lister les actes qu'exécute un registre, et qui peut les faire" } },
    .description = { { description_en, description_fr } },
    .options = options,
    .option_count = COUNT_OF(options),
    .exits = exits,
    .exit_count = COUNT_OF(exits),
    .examples = "aval acts\naval acts place_order\naval acts --json",
    .run = run,
};
