/* SPDX-License-Identifier: Apache-2.0 */
/* Options that fill a field: what they may hold follows from the field's kind. */
#include "cli/book/field_option.h"

#include "cli/terminal.h"
#include "exchange/acts/order_lines.h"

bool field_may_be_left_out(const struct field *field)
{
    return field->is_optional || field->kind == FIELD_WORDS_0;
}

bool field_option_names(const char *option, const struct field *field)
{
    const char *name = field->name.bytes;

    while (*option != '\0' && *option == (*name == '_' ? '-' : *name)) {
        option++;
        name++;
    }
    return *option == '\0' && *name == '\0';
}

/* What is wrong with a value is said by field_option_complain(), in the words of options. */
static void ignore(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

bool field_option_complain(const struct field_option *option)
{
    const struct field *field = &option->shape->fields[option->field];
    struct buffer expected = { 0 };

    buffer_add_string(&expected, field_kind_phrase(field->kind)->in[option->language]);
    for (unsigned i = 0; field->words != NULL && i < field->words->count; i++)
        buffer_add_format(&expected, "%s%s", i == 0 ? " " : ", ", field->words->list[i]);
    buffer_add(&expected, "", 1);
    terminal_complain(option->language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { option->option, option->typed } });
    if (!expected.has_failed)
        terminal_hint(option->language, MESSAGE_EXPECTED,
                      (struct message_arguments){ { expected.bytes } });
    buffer_done(&expected);
    return false;
}

static bool is_list(const struct field *field)
{
    return field->kind == FIELD_WORDS || field->kind == FIELD_WORDS_0 ||
           field->kind == FIELD_MARKETS;
}

/* A list is typed with commas, and stands in cells with spaces. */
static struct text as_cell(const char *value, char room[FIELD_BYTES_MAX])
{
    size_t length = strnlen(value, FIELD_BYTES_MAX);

    for (size_t i = 0; i < length; i++)
        room[i] = (char)(value[i] == ',' ? ' ' : value[i]);
    return (struct text){ room, length };
}

bool field_option_read(const struct field_option *option, struct shape_reading *reading, void *out)
{
    static struct problem_sink sink = { ignore };
    const struct field *field = &option->shape->fields[option->field];
    char room[FIELD_BYTES_MAX];
    struct text cell = is_list(field) ? as_cell(option->typed, room) : text_of(option->typed);

    if (field->kind == FIELD_LINES)
        return order_lines_read_typed(text_of(option->typed),
                                      (void *)((char *)out + field->offset)) ||
               field_option_complain(option);
    reading->sink = &sink;
    if (cell.length == 0 && field->kind != FIELD_WORDS_0)
        return field_option_complain(option);
    if (shape_read_cell(option->shape, option->field, cell, reading, out) != STATUS_OK)
        return field_option_complain(option);
    return true;
}
