/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/manual.h"

#include <string.h>
#include <unistd.h>

#include "base/attributes.h"
#include "base/wrap.h"
#include "cli/terminal.h"
#include "rulebook/decision.h"
#include "version.h"

enum {
    COLUMN = 22,
    WIDTH = 79
};

enum exit_status manual_print(struct buffer *buffer, enum language language)
{
    enum exit_status exit = EXIT_DONE;

    if (buffer->has_failed) {
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
        exit = EXIT_NOTHING_DONE;
    } else if (terminal_write(STDOUT_FILENO, buffer_text(buffer)) != STATUS_OK) {
        terminal_complain_of_file(language, MESSAGE_CANNOT_WRITE, "standard output");
        exit = EXIT_BROKEN_OFF;
    }
    buffer_done(buffer);
    return exit;
}

enum exit_status manual_refuse_operand(const struct invocation *invocation, const char *words)
{
    terminal_complain(
        invocation->language, MESSAGE_WRONG_VALUE,
        (struct message_arguments){
            { invocation->command->operand.in[invocation->language], invocation->operand } });
    terminal_hint(invocation->language, MESSAGE_ONE_OF, (struct message_arguments){ { words } });
    return EXIT_NOTHING_DONE;
}

static void add_wrapped(struct buffer *buffer, const char *text, size_t indent)
{
    wrap_write(buffer, text_of(text), (struct margins){ indent, WIDTH });
}

static void add_heading(struct buffer *buffer, enum message heading, enum language language)
{
    buffer_add_string(buffer, "\n");
    buffer_add_string(buffer, message_text(heading, language));
    buffer_add_string(buffer, language == LANGUAGE_FR ? " :\n" : ":\n");
}

/* A term and, from the column on, what it means. */
static void add_term(struct buffer *buffer, const char *term, const char *meaning)
{
    size_t width = text_width(text_of(term)) + 2;

    buffer_add_string(buffer, "  ");
    buffer_add_string(buffer, term);
    if (width + 2 > COLUMN) {
        buffer_add_string(buffer, "\n");
        width = 0;
    }
    buffer_add_spaces(buffer, COLUMN - width);
    add_wrapped(buffer, meaning, COLUMN);
}

static void add_synopsis(struct buffer *buffer, const struct command *command,
                         enum language language)
{
    const char *operand = command->operand.in[language];
    const char *next = command->next_operand.in[language];

    buffer_add_format(buffer, "aval %s [OPTION…]", command->name);
    if (operand != NULL)
        buffer_add_format(buffer, command->operand_is_optional ? " [%s]" : " %s", operand);
    if (next != NULL)
        buffer_add_format(buffer, " [%s]", next);
}

static void add_option_term(struct buffer *buffer, const struct option_row *row,
                            enum language language)
{
    buffer_add_format(buffer, "--%s", row->name);
    if (row->value.in[language] != NULL)
        buffer_add_format(buffer, " %s", row->value.in[language]);
}

static void add_options(struct buffer *buffer, const struct option_row *rows, size_t count,
                        enum language language)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer term = { 0 };

        add_option_term(&term, &rows[i], language);
        buffer_add(&term, "", 1);
        if (!term.has_failed)
            add_term(buffer, term.bytes, rows[i].help.in[language]);
        buffer_done(&term);
    }
}

/* The acts of the book of record, or all other commands. */
static void add_commands(struct buffer *buffer, bool are_acts, enum language language)
{
    const struct command *command = NULL;

    add_heading(buffer, are_acts ? MESSAGE_ACT_COMMANDS : MESSAGE_COMMANDS, language);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        if (command->is_act == are_acts)
            add_term(buffer, command->name, command->summary.in[language]);
}

enum exit_status manual_print_commands(enum language language)
{
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, "aval: ");
    add_wrapped(&buffer, message_text(MESSAGE_ABOUT, language), 6);
    add_commands(&buffer, false, language);
    add_commands(&buffer, true, language);
    add_heading(&buffer, MESSAGE_OPTIONS, language);
    add_options(&buffer, common_options, common_option_count, language);
    buffer_add_format(&buffer, "\n%s\n", message_text(MESSAGE_MORE_HELP, language));
    add_wrapped(&buffer, message_text(MESSAGE_DISCLAIMER, language), 0);
    return manual_print(&buffer, language);
}

static void add_examples(struct buffer *buffer, const struct command *command)
{
    const char *rest = command->examples;

    while (*rest != '\0') {
        size_t length = strcspn(rest, "\n");

        buffer_add_string(buffer, "  ");
        buffer_add(buffer, rest, length);
        buffer_add_string(buffer, "\n");
        rest += length + (rest[length] == '\n' ? 1 : 0);
    }
}

/* What the command does, and what its table adds to that. */
static void add_whole_description(struct buffer *buffer, const struct command *command,
                                  enum language language)
{
    buffer_add_string(buffer, command->description.in[language]);
    if (command->add_details != NULL) {
        buffer_add_string(buffer, "\n\n");
        command->add_details(buffer, command, language);
    }
    buffer_add(buffer, "", 1);
}

static void add_description(struct buffer *buffer, const struct command *command,
                            enum language language)
{
    struct buffer description = { 0 };

    add_whole_description(&description, command, language);
    add_wrapped(buffer, description.has_failed ? "" : description.bytes, 0);
    buffer_done(&description);
}

enum exit_status manual_print_command(const struct command *command, enum language language)
{
    struct buffer buffer = { 0 };

    buffer_add_format(&buffer, "%s%s ", message_text(MESSAGE_USAGE, language),
                      language == LANGUAGE_FR ? " :" : ":");
    add_synopsis(&buffer, command, language);
    buffer_add_string(&buffer, "\n\n");
    add_description(&buffer, command, language);
    add_heading(&buffer, MESSAGE_OPTIONS, language);
    add_options(&buffer, command->options, command->option_count, language);
    add_options(&buffer, common_options, common_option_count, language);
    add_heading(&buffer, MESSAGE_EXIT_STATUS, language);
    for (size_t i = 0; i < command->exit_count; i++) {
        char status[2] = { (char)('0' + (int)command->exits[i].status), '\0' };

        add_term(&buffer, status, command->exits[i].meaning.in[language]);
    }
    add_heading(&buffer, MESSAGE_EXAMPLES, language);
    add_examples(&buffer, command);
    return manual_print(&buffer, language);
}

enum exit_status manual_print_version(enum language language)
{
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, "aval " AVAL_VERSION " (rulebook csp " RULEBOOK_VERSION ")\n");
    buffer_add_format(&buffer, "%s\n", message_text(MESSAGE_DISCLAIMER, language));
    return manual_print(&buffer, language);
}

/* Text for roff: backslashes, hyphens of options, and lines that would be taken for requests. */
static void add_roff(struct buffer *buffer, const char *text)
{
    bool is_line_start = true;

    for (; *text != '\0'; text++) {
        if (is_line_start && (*text == '.' || *text == '\''))
            buffer_add_string(buffer, "\\&");
        if (text[0] == '\n' && text[1] == '\n') {
            buffer_add_string(buffer, "\n.PP\n");
            text++;
        } else if (*text == '\\') {
            buffer_add_string(buffer, "\\e");
        } else if (*text == '-') {
            buffer_add_string(buffer, "\\-");
        } else {
            buffer_add(buffer, text, 1);
        }
        is_line_start = *text == '\n';
    }
    buffer_add_string(buffer, "\n");
}

static void add_roff_section(struct buffer *buffer, enum message heading, enum language language)
{
    buffer_add_format(buffer, ".SH \"%s\"\n", message_text(heading, language));
}

static void add_roff_options(struct buffer *buffer, const struct option_row *rows, size_t count,
                             enum language language)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer term = { 0 };

        add_option_term(&term, &rows[i], language);
        buffer_add(&term, "", 1);
        buffer_add_string(buffer, ".TP\n.B ");
        add_roff(buffer, term.has_failed ? "" : term.bytes);
        add_roff(buffer, rows[i].help.in[language]);
        buffer_done(&term);
    }
}

static void add_roff_command(struct buffer *buffer, const struct command *command,
                             enum language language)
{
    add_roff_section(buffer, MESSAGE_OPTIONS, language);
    add_roff_options(buffer, command->options, command->option_count, language);
    add_roff_options(buffer, common_options, common_option_count, language);
    add_roff_section(buffer, MESSAGE_EXIT_STATUS, language);
    for (size_t i = 0; i < command->exit_count; i++) {
        buffer_add_format(buffer, ".TP\n.B %d\n", (int)command->exits[i].status);
        add_roff(buffer, command->exits[i].meaning.in[language]);
    }
    add_roff_section(buffer, MESSAGE_EXAMPLES, language);
    buffer_add_string(buffer, ".nf\n");
    add_roff(buffer, command->examples);
    buffer_add_string(buffer, ".fi\n");
}

static void add_roff_commands(struct buffer *buffer, bool are_acts, enum language language)
{
    const struct command *command = NULL;

    add_roff_section(buffer, are_acts ? MESSAGE_ACT_COMMANDS : MESSAGE_COMMANDS, language);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (command->is_act != are_acts)
            continue;
        buffer_add_format(buffer, ".TP\n.B %s\n", command->name);
        add_roff(buffer, command->summary.in[language]);
    }
}

static void add_roff_program(struct buffer *buffer, enum language language)
{
    add_roff_commands(buffer, false, language);
    add_roff_commands(buffer, true, language);
    add_roff_section(buffer, MESSAGE_OPTIONS, language);
    add_roff_options(buffer, common_options, common_option_count, language);
}

enum exit_status manual_print_page(const struct command *command, enum language language)
{
    struct buffer buffer = { 0 };
    struct buffer synopsis = { 0 };
    struct buffer description = { 0 };
    const char *name = command == NULL ? "" : command->name;
    const char *dash = command == NULL ? "" : "-";

    buffer_add_format(&buffer, ".TH \"AVAL%s%s\" 1 \"\" \"aval " AVAL_VERSION "\" \"aval\"\n", dash,
                      name);
    buffer_add_format(&buffer, ".SH NAME\naval%s%s \\- ", dash, name);
    add_roff(&buffer, command == NULL ? message_text(MESSAGE_ABOUT, language)
                                      : command->summary.in[language]);
    buffer_add_string(&buffer, ".SH SYNOPSIS\n.B ");
    if (command == NULL)
        buffer_add_format(&synopsis, "aval %s [OPTION…]", command_help.operand.in[language]);
    else
        add_synopsis(&synopsis, command, language);
    buffer_add(&synopsis, "", 1);
    add_roff(&buffer, synopsis.has_failed ? "" : synopsis.bytes);
    buffer_done(&synopsis);
    buffer_add_string(&buffer, ".SH DESCRIPTION\n");
    if (command == NULL) {
        add_roff(&buffer, message_text(MESSAGE_DISCLAIMER, language));
        add_roff_program(&buffer, language);
    } else {
        add_whole_description(&description, command, language);
        add_roff(&buffer, description.has_failed ? "" : description.bytes);
        buffer_done(&description);
        add_roff_command(&buffer, command, language);
    }
    return manual_print(&buffer, language);
}
