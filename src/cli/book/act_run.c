/* SPDX-License-Identifier: Apache-2.0 */
/* An act from the command line: what was typed becomes a request, the answer becomes text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/book/act_command.h"
#include "cli/book/act_field.h"
#include "cli/book/db_option.h"
#include "cli/book/field_option.h"
#include "cli/manual.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "engine/act_line.h"
#include "engine/party/party.h"

/* An act while it is put together, carried out and told. */
struct act_running {
    struct act_observer observer; /* first: it is told of the decisions */
    struct store_work naming;
    const struct invocation *invocation;
    const struct act_command *act;
    struct store *store;
    struct shape_reading reading;
    struct named_principal principal;
    struct act_request request;
    struct buffer told; /* of the decisions */
    struct report_style style;
};

/* An option as it is typed: "--mpn-id". */
struct typed_option {
    char text[ACT_NAME_BYTES + 2];
};

static struct typed_option typed_option(const struct act_running *running, unsigned field)
{
    struct typed_option typed;

    (void)snprintf(typed.text, sizeof(typed.text), "--%s", running->act->fields[field].name);
    return typed;
}

static bool complain(const struct act_running *running, enum message message, const char *first,
                     const char *second)
{
    terminal_complain(running->invocation->language, message,
                      (struct message_arguments){ { first, second } });
    return false;
}

static bool hint(const struct act_running *running, enum message message, const char *about)
{
    terminal_hint(running->invocation->language, message, (struct message_arguments){ { about } });
    return false;
}

/* Parties are found later, in the book. */
static bool read_field(struct act_running *running, unsigned field)
{
    const struct shape *shape = running->act->use_case->shape;
    const char *typed = running->invocation->values[field];
    struct typed_option option = typed_option(running, field);
    struct field_option named = { running->invocation->language, shape, field, option.text, typed };

    if (typed == NULL && field_may_be_left_out(&shape->fields[field]))
        return true;
    if (typed == NULL)
        return complain(running, MESSAGE_MISSING_OPTION, option.text, NULL) ||
               hint(running, MESSAGE_SEE_HELP, running->act->name);
    if (act_field_is_party(&shape->fields[field]))
        return typed[0] != '\0' || field_option_complain(&named);
    return field_option_read(&named, &running->reading, &running->request.input);
}

static bool read_request_id(struct act_running *running)
{
    const char *typed = act_option_value(running->invocation, ACT_OPTION_REQUEST_ID);
    guid id;

    if (typed == NULL)
        return true;
    running->request.request_id = text_of(typed);
    if (guid_parse(text_of(typed), &id))
        return true;
    return complain(running, MESSAGE_WRONG_VALUE, "--request-id", typed) ||
           hint(running, MESSAGE_EXPECTED,
                field_kind_phrase(FIELD_GUID)->in[running->invocation->language]);
}

static bool read_day(struct act_running *running)
{
    const char *typed = act_option_value(running->invocation, ACT_OPTION_ON);

    running->request.on = DATE_BEFORE_ALL;
    if (typed == NULL || date_parse(text_of(typed), &running->request.on))
        return true;
    return complain(running, MESSAGE_WRONG_VALUE, "--on", typed) ||
           hint(running, MESSAGE_EXPECTED,
                field_kind_phrase(FIELD_DATE)->in[running->invocation->language]);
}

static bool read_principal(struct act_running *running)
{
    if (!as_option_read(running->invocation->language,
                        act_option_value(running->invocation, ACT_OPTION_AS), &running->principal))
        return false;
    if (running->principal.typed != NULL)
        return true;
    return complain(running, MESSAGE_MISSING_OPTION, "--as", NULL) ||
           hint(running, MESSAGE_FOR_EXAMPLE, running->act->example);
}

/* All that can be read without the book. */
static bool read_options(struct act_running *running)
{
    struct act_request *request = &running->request;

    request->use_case = running->act->use_case;
    request->input = act_input_begin();
    request->is_dry_run = act_option_value(running->invocation, ACT_OPTION_DRY_RUN) != NULL;
    for (unsigned i = 0; i < request->use_case->shape->field_count; i++)
        if (!read_field(running, i))
            return false;
    return read_request_id(running) && read_day(running) && read_principal(running);
}

/* Finds who acts, and the parties, each exactly by what was typed. */
static enum status find_names(struct store_work *work, struct call *call)
{
    void *begin = (char *)work - offsetof(struct act_running, naming);
    struct act_running *running = begin;
    const struct shape *shape = running->act->use_case->shape;

    if (!principal_is_vendor(running->principal.principal))
        TRY(party_find(call, running->principal.tenant, &running->principal.principal.tenant));
    for (unsigned i = 0; i < shape->field_count; i++) {
        const char *typed = running->invocation->values[i];
        guid id;

        if (typed == NULL || !act_field_is_party(&shape->fields[i]))
            continue;
        TRY(party_find(call, text_of(typed), &id));
        memcpy((char *)&running->request.input + shape->fields[i].offset, &id, sizeof(id));
    }
    return STATUS_OK;
}

static void begin_telling(struct act_observer *observer)
{
    buffer_clear(&((struct act_running *)observer)->told);
}

/* Of strangers nobody is told more than rule and position. */
static void tell_decision(struct act_observer *observer, const struct full *full, bool is_redacted)
{
    struct act_running *running = (struct act_running *)observer;
    struct buffer *told = &running->told;

    if (!is_redacted)
        report_question(told, full, running->style);
    buffer_add_string(told, "  ");
    report_verdict(told, decision_is_supported(&full->decision), running->style);
    buffer_add_string(told, "\n");
    if (is_redacted)
        report_findings(told, &full->decision, running->style);
    else
        report_reasons(told, full, running->style);
}

/* "carried out: place-order, entry 12 of the journal". */
static void add_outcome(struct buffer *buffer, const struct act_running *running,
                        const struct act_answer *answer)
{
    bool is_done = answer->outcome == OUTCOME_CARRIED_OUT;
    enum language language = running->invocation->language;
    enum message message = is_done ? MESSAGE_ACT_CARRIED_OUT : MESSAGE_ACT_REFUSED;
    char position[24];

    (void)snprintf(position, sizeof(position), "%" PRIu64, answer->position);
    if (running->request.is_dry_run)
        message = is_done ? MESSAGE_ACT_WOULD_BE_DONE : MESSAGE_ACT_WOULD_BE_REFUSED;
    message_write(buffer, message, language,
                  (struct message_arguments){ { running->act->name, position } });
    buffer_add_string(buffer, "\n");
    if (answer->is_repeated)
        buffer_add_format(buffer, "%s\n", message_text(MESSAGE_ACT_REPEATED, language));
}

/* What the act made, a line each. */
static void add_notes(struct buffer *buffer, struct text notes)
{
    while (notes.length > 0) {
        const char *end = memchr(notes.bytes, '\n', notes.length);
        size_t length = end == NULL ? notes.length : (size_t)(end - notes.bytes);

        buffer_add_string(buffer, "  ");
        buffer_add_visible(buffer, (struct text){ notes.bytes, length }, SIZE_MAX);
        buffer_add_string(buffer, "\n");
        length += end == NULL ? 0 : 1;
        notes = (struct text){ notes.bytes + length, notes.length - length };
    }
}

static enum exit_status tell(struct act_running *running, const struct act_answer *answer)
{
    struct buffer buffer = { 0 };
    enum exit_status exit = EXIT_DONE;

    if (act_option_value(running->invocation, ACT_OPTION_JSON) != NULL) {
        buffer_add_text(&buffer, buffer_text(&answer->json));
        buffer.has_failed |= answer->json.has_failed;
    } else {
        add_outcome(&buffer, running, answer);
        add_notes(&buffer, buffer_text(&answer->notes));
        buffer_add_text(&buffer, buffer_text(&running->told));
        buffer.has_failed |= answer->notes.has_failed || running->told.has_failed;
    }
    exit = manual_print(&buffer, running->invocation->language);
    if (exit != EXIT_DONE)
        return EXIT_BROKEN_OFF;
    return answer->outcome == OUTCOME_CARRIED_OUT ? EXIT_DONE : EXIT_SOME_WRONG;
}

static enum exit_status carry_out(struct act_running *running)
{
    enum language language = running->invocation->language;
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct act_answer answer = { 0 };
    struct fault fault = { 0 };

    if (running->store->read(running->store, &running->naming, &fault) != STATUS_OK)
        return fault_complain(language, &fault);
    running->request.principal = running->principal.principal;
    if (engine_act(running->store, &running->request, &answer) == STATUS_OK)
        exit = tell(running, &answer);
    else
        exit = fault_complain(language, &answer.fault);
    act_answer_done(&answer);
    return exit;
}

enum exit_status act_run(const struct invocation *invocation)
{
    struct act_running running = {
        .observer = { begin_telling, tell_decision },
        .naming = { find_names },
        .invocation = invocation,
        .act = (const struct act_command *)invocation->command,
        .style = report_style_for(invocation->language),
    };
    enum exit_status exit = EXIT_NOTHING_DONE;

    if (!read_options(&running))
        return EXIT_NOTHING_DONE;
    running.request.observer = &running.observer;
    running.store =
        db_option_open(invocation->language, act_option_value(invocation, ACT_OPTION_DB),
                       running.request.is_dry_run ? STORE_READ : STORE_WRITE, &exit);
    if (running.store == NULL)
        return exit;
    exit = carry_out(&running);
    running.store->close(running.store);
    buffer_done(&running.told);
    return exit;
}
