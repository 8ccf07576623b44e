/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/book/act_command.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "cli/book/act_field.h"
#include "cli/book/db_option.h"
#include "cli/book/field_option.h"

enum {
    ACTS_MAX = 80,
    EXAMPLE_WIDTH_MAX = 72
};

/* The same for every act. */
static const struct option_row act_options[ACT_OPTION_COUNT] = {
    [ACT_OPTION_AS] = AS_OPTION,
    [ACT_OPTION_DRY_RUN] = { "dry-run",
                             { { NULL, NULL } },
                             NULL,
                             { { "only tell what would come of it; nothing is written",
                                 "dire seulement ce qu'il en serait ; rien n'est écrit" } } },
    [ACT_OPTION_ON] = { "on",
                        { { "DATE", "DATE" } },
                        NULL,
                        { { "with --dry-run: on which day, as YYYY-MM-DD; by default the book's",
                            "avec --dry-run : quel jour, AAAA-MM-JJ ; par défaut, celui du "
                            "registre" } } },
    [ACT_OPTION_REQUEST_ID] = { "request-id",
                                { { "GUID", "GUID" } },
                                NULL,
                                { { "names the request: sent again, it is answered again and "
                                    "not carried out twice",
                                    "désigne la requête : renvoyée, elle reçoit la même réponse "
                                    "et n'est pas exécutée deux fois" } } },
    [ACT_OPTION_JSON] = BOOK_JSON_OPTION,
    [ACT_OPTION_DB] = DB_OPTION,
};

static const struct exit_row exits[] = {
    { EXIT_DONE,
      { { "the act was carried out; or would be, with --dry-run",
          "l'acte a été exécuté ; ou le serait, avec --dry-run" } } },
    { EXIT_SOME_WRONG,
      { { "a rule refuses the act; the refusal stands in the journal",
          "une règle refuse l'acte ; le refus est inscrit au journal" } } },
    { EXIT_NOTHING_DONE,
      { { "nothing was done: bad options, a role that may not, a thing that is not there or is "
          "not in a state for it, no book",
          "rien n'a été fait : options fausses, rôle qui ne peut pas, chose absente ou pas en "
          "état, pas de registre" } } },
    { EXIT_BROKEN_OFF,
      { { "the book could not be written to, or the answer could not",
          "l'écriture du registre, ou de la réponse, a échoué" } } },
};

static const struct act_command *act_of(const struct command *command)
{
    return (const struct act_command *)command;
}

static void with_dashes(const char *name, char *out)
{
    size_t length = strlen(name);

    ASSERT(length < ACT_NAME_BYTES);
    for (size_t i = 0; i <= length; i++)
        out[i] = (char)(name[i] == '_' ? '-' : name[i]);
}

/* "provider|reseller", or with commas where several may stand. */
static void join_words(const struct field *field, char out[ACT_VALUE_BYTES])
{
    const char *between = field->kind == FIELD_WORD ? "|" : ",";
    size_t length = 0;

    for (unsigned i = 0; i < field->words->count; i++) {
        int added = snprintf(out + length, ACT_VALUE_BYTES - length, "%s%s", i > 0 ? between : "",
                             field->words->list[i]);

        length += (size_t)added;
        ASSERT(length < ACT_VALUE_BYTES);
    }
}

static void list_words(const struct words *words, const char *out[ACT_WORDS_MAX + 1])
{
    ASSERT(words->count <= ACT_WORDS_MAX);
    for (unsigned i = 0; i < words->count; i++)
        out[i] = words->list[i];
}

static struct option_row field_row(const struct field *field, struct act_field_option *option)
{
    const struct phrase *value = act_field_value(field);
    struct option_row row = { .name = option->name, .help = act_field_row(field).help };

    with_dashes(field->name.bytes, option->name);
    if (field->words != NULL)
        join_words(field, option->value);
    if (field->words != NULL && field->kind == FIELD_WORD) {
        list_words(field->words, option->words);
        row.words = option->words;
    }
    row.value = value != NULL ? *value : (struct phrase){ { option->value, option->value } };
    return row;
}

/* Adds words to the example, on a line of their own where this one is full. */
static void add_example(struct act_command *act, const char *words)
{
    const char *line = strrchr(act->example, '\n');
    size_t length = strlen(act->example);
    size_t column = line == NULL ? length : strlen(line + 1);
    const char *between = length == 0                                  ? ""
                          : column + strlen(words) > EXAMPLE_WIDTH_MAX ? " \\\n    "
                                                                       : " ";
    int added = snprintf(act->example + length, ACT_EXAMPLE_BYTES - length, "%s%s", between, words);

    ASSERT(length + (size_t)added < ACT_EXAMPLE_BYTES);
}

static void add_example_option(struct act_command *act, const char *option, const char *value)
{
    char words[2 * ACT_VALUE_BYTES];
    int length = snprintf(words, sizeof(words), "--%s %s", option, value);

    ASSERT((size_t)length < sizeof(words));
    add_example(act, words);
}

/* Who does the act, by its first permission. */
static void add_example_principal(struct act_command *act)
{
    const struct permission *permission = &act->use_case->permissions[0];
    const char *role = principal_role_words.list[permission->role];
    char principal[ACT_VALUE_BYTES];
    int length = 0;

    if (permission->tenant == PERMITTED_ANY)
        length = snprintf(principal, sizeof(principal), "%s", role);
    else
        length = snprintf(principal, sizeof(principal), "%s:%s",
                          act_field_party(permission->as).example, role);
    ASSERT((size_t)length < sizeof(principal));
    add_example_option(act, "as", principal);
}

/* Of what may be left out, an example has the parties of a chain and its partner id. */
static bool is_in_example(const struct field *field)
{
    return !field_may_be_left_out(field) || field->kind == FIELD_DIGITS ||
           (act_field_is_party(field) && field->offset != offsetof(struct act_input, tenant));
}

static void write_example(struct act_command *act)
{
    const struct shape *shape = act->use_case->shape;

    add_example(act, "aval");
    add_example(act, act->name);
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const char *example = act_field_row(field).example;

        if (!is_in_example(field))
            continue;
        if (example == NULL)
            example = field->words != NULL ? field->words->list[0] : "…";
        add_example_option(act, act->fields[i].name, example);
    }
    add_example_principal(act);
}

/* "--seller, --customer": those that have to be given, or those that may. */
static bool add_fields(struct buffer *buffer, const struct act_command *act, bool are_optional)
{
    const struct shape *shape = act->use_case->shape;
    unsigned count = 0;

    for (unsigned i = 0; i < shape->field_count; i++)
        if (field_may_be_left_out(&shape->fields[i]) == are_optional)
            buffer_add_format(buffer, "%s--%s", count++ > 0 ? ", " : "", act->fields[i].name);
    return count > 0;
}

static void add_field_list(struct buffer *buffer, const struct act_command *act, bool are_optional,
                           enum language language)
{
    struct buffer list = { 0 };

    if (add_fields(&list, act, are_optional)) {
        buffer_add(&list, "", 1);
        if (!list.has_failed)
            message_write(buffer, are_optional ? MESSAGE_ACT_MAY_HAVE : MESSAGE_ACT_NEEDS, language,
                          (struct message_arguments){ { list.bytes } });
        buffer_add_string(buffer, " ");
    }
    buffer_done(&list);
}

/* The roles in one party of the act: "global_admin, admin_agent (the provider)". Gives the number
 * of the permission behind them. */
static unsigned add_roles(struct buffer *buffer, const struct use_case *use_case, unsigned number,
                          enum language language)
{
    size_t tenant = use_case->permissions[number].tenant;
    const char *as = use_case->permissions[number].as;
    struct buffer roles = { 0 };

    for (unsigned i = number;
         number < use_case->permission_count && use_case->permissions[number].tenant == tenant;
         number++) {
        buffer_add_string(&roles, number > i ? ", " : "");
        buffer_add_string(&roles, principal_role_words.list[use_case->permissions[number].role]);
    }
    buffer_add(&roles, "", 1);
    if (!roles.has_failed && tenant == PERMITTED_ANY)
        buffer_add_string(buffer, roles.bytes);
    else if (!roles.has_failed)
        message_write(
            buffer, MESSAGE_ROLE_OF, language,
            (struct message_arguments){ { roles.bytes, act_field_party(as).help.in[language] } });
    buffer->has_failed |= roles.has_failed;
    buffer_done(&roles);
    return number;
}

/* Which options it takes, and who may do it. */
static void add_details(struct buffer *buffer, const struct command *command,
                        enum language language)
{
    const struct act_command *act = act_of(command);
    unsigned number = 0;

    add_field_list(buffer, act, false, language);
    add_field_list(buffer, act, true, language);
    buffer_add_string(buffer, message_text(MESSAGE_ACT_DONE_AS, language));
    while (number < act->use_case->permission_count) {
        buffer_add_string(buffer, number > 0 ? "; " : " ");
        number = add_roles(buffer, act->use_case, number, language);
    }
    buffer_add_string(buffer, ".");
}

static const char description_en[] =
    "An act of the book of record: judged by the rules on the facts of the book, in the one "
    "transaction that carries it out or refuses it, and journalled either way.";

static const char description_fr[] =
    "Un acte du registre : jugé par les règles d'après les faits du registre, dans la transaction "
    "même qui l'exécute ou le refuse, et inscrit au journal dans les deux cas.";

static void build(struct act_command *act, const struct use_case *use_case)
{
    const struct shape *shape = use_case->shape;

    ASSERT(shape->field_count <= SHAPE_FIELDS_MAX);
    act->use_case = use_case;
    with_dashes(use_case->name, act->name);
    for (unsigned i = 0; i < shape->field_count; i++)
        act->options[i] = field_row(&shape->fields[i], &act->fields[i]);
    memcpy(act->options + shape->field_count, act_options, sizeof(act_options));
    write_example(act);
    act->command = (struct command){
        .name = act->name,
        .summary = use_case->summary,
        .description = { { description_en, description_fr } },
        .options = act->options,
        .option_count = shape->field_count + ACT_OPTION_COUNT,
        .exits = exits,
        .exit_count = COUNT_OF(exits),
        .examples = act->example,
        .is_act = true,
        .add_details = add_details,
        .run = act_run,
    };
}

const struct command *act_command_at(size_t number)
{
    static struct act_command acts[ACTS_MAX];
    static size_t count;

    /* Built when first asked for, before any other thread runs. */
    for (; count == 0 || use_cases[count - 1] != NULL; count++) {
        ASSERT(count < ACTS_MAX);
        if (use_cases[count] != NULL)
            build(&acts[count], use_cases[count]);
    }
    return number + 1 < count ? &acts[number].command : NULL;
}

const char *act_option_value(const struct invocation *invocation, enum act_option option)
{
    const struct shape *shape = act_of(invocation->command)->use_case->shape;

    return invocation->values[shape->field_count + option];
}
