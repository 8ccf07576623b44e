/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/fault.h"

#include <ctype.h>
#include <pthread.h>
#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/template.h"

static const struct fault_row {
    enum status status;
    const char *name;
    struct phrase message;
    struct phrase hint;
} rows[] = {
#define FAULT(name, status, en, fr, hint_en, hint_fr)                                              \
    [FAULT_##name] = { STATUS_##status, #name, { { en, fr } }, { { hint_en, hint_fr } } },
#include "engine/fault.def"
#undef FAULT
};

enum status fault_status(enum fault_kind kind)
{
    return rows[kind].status;
}

const char *fault_status_name(enum fault_kind kind)
{
    static const char *const status_names[] = {
        [STATUS_OK] = "ok",
        [STATUS_INVALID] = "invalid",
        [STATUS_NO_MEMORY] = "no_memory",
        [STATUS_READ_FAILED] = "read_failed",
        [STATUS_WRITE_FAILED] = "write_failed",
        [STATUS_NOT_FOUND] = "not_found",
        [STATUS_FORBIDDEN] = "forbidden",
        [STATUS_CONFLICT] = "conflict",
        [STATUS_UNAVAILABLE] = "unavailable",
        [STATUS_CORRUPT] = "corrupt",
    };

    return status_names[rows[kind].status];
}

enum {
    NAME_BYTES = 40
};

static char names[COUNT_OF(rows)][NAME_BYTES];

static void write_names(void)
{
    for (size_t kind = 0; kind < COUNT_OF(rows); kind++)
        for (size_t i = 0; rows[kind].name[i] != '\0'; i++) {
            ASSERT(i < NAME_BYTES - 1);
            names[kind][i] = (char)tolower((unsigned char)rows[kind].name[i]);
        }
}

const char *fault_name(enum fault_kind kind)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, write_names);
    return names[kind];
}

static void set_argument(char out[FAULT_ARGUMENT_BYTES], const char *argument)
{
    size_t length = argument == NULL ? 0 : strlen(argument);

    if (length >= FAULT_ARGUMENT_BYTES)
        length = FAULT_ARGUMENT_BYTES - 1;
    /* A letter is not cut in two. */
    while (length > 0 && argument[length] != '\0' && (argument[length] & 0xC0) == 0x80)
        length--;
    if (length > 0)
        memcpy(out, argument, length);
    out[length] = '\0';
}

enum status fault_fill(struct fault *fault, enum fault_kind kind, const char *first,
                       const char *second, const char *third)
{
    fault->kind = kind;
    set_argument(fault->arguments[0], first);
    set_argument(fault->arguments[1], second);
    set_argument(fault->arguments[2], third);
    return fault_status(kind);
}

struct fault_filler {
    struct filler filler;
    const struct fault *fault;
};

static void fill(const struct filler *filler, struct buffer *buffer, struct text name,
                 bool is_first)
{
    const struct fault *fault = ((const struct fault_filler *)filler)->fault;
    unsigned number = (unsigned)(name.bytes[0] - '0');

    (void)is_first;
    ASSERT(name.length == 1 && number < FAULT_ARGUMENTS);
    buffer_add_visible(buffer, text_of(fault->arguments[number]), SIZE_MAX);
}

static void write_phrase(struct buffer *buffer, const struct phrase *phrase,
                         const struct fault *fault, enum language language)
{
    struct fault_filler filler = { { fill }, fault };

    template_write(buffer, phrase->in[language], &filler.filler);
}

void fault_write(struct buffer *buffer, const struct fault *fault, enum language language)
{
    write_phrase(buffer, &rows[fault->kind].message, fault, language);
}

void fault_write_hint(struct buffer *buffer, const struct fault *fault, enum language language)
{
    write_phrase(buffer, &rows[fault->kind].hint, fault, language);
}
