/* SPDX-License-Identifier: Apache-2.0 */
#include <aval/status.h>

#include "base/attributes.h"
#include "base/memory.h"
#include "lib/problems.h"

_Static_assert((int)AVAL_ENGLISH == LANGUAGE_EN && (int)AVAL_FRENCH == LANGUAGE_FR &&
                   LANGUAGE_COUNT == 2,
               "a public language is a language");

static const struct phrase meanings[] = {
    [AVAL_OK] = { { "done", "fait" } },
    [AVAL_INVALID] = { { "what was given is not of the form or in the range asked for",
                         "ce qui a été donné n'a pas la forme ou la valeur demandée" } },
    [AVAL_NO_MEMORY] = { { "memory ran out", "la mémoire est épuisée" } },
    [AVAL_READ_FAILED] = { { "a file could not be read", "un fichier n'a pas pu être lu" } },
    [AVAL_NO_ROOM] = { { "the room given is too small for what it is to hold",
                         "la place donnée est trop petite pour ce qu'elle doit contenir" } },
};

static const struct phrase argument_faults[] = {
    [ARGUMENT_MISSING] = { { "the argument is missing (NULL)", "l'argument est absent (NULL)" } },
    [ARGUMENT_OUT_OF_LIST] = { { "the argument is not a value of its list",
                                 "l'argument n'est pas une valeur de sa liste" } },
    [ARGUMENT_OUT_OF_RANGE] = { { "the argument is above its limit",
                                  "l'argument dépasse sa limite" } },
    [ARGUMENT_TWO_LINES] = { { "the argument has more than one line",
                               "l'argument a plus d'une ligne" } },
};

struct aval_problems {
    struct problem_sink sink; /* first, so that the sink is the problems */
    enum language language;
    struct buffer buffer;
    const char *text; /* what the caller reads: of the buffer, or for ever */
};

const char *aval_status_meaning(enum aval_status status, enum aval_language language)
{
    if ((unsigned)status >= COUNT_OF(meanings) || (unsigned)language >= LANGUAGE_COUNT)
        return "";
    return meanings[status].in[language];
}

/* One problem a line, of calls that have neither file nor line. */
static void report(struct problem_sink *sink, const struct problem *problem)
{
    aval_problems *problems = (aval_problems *)sink;

    problem_write(&problems->buffer, problem, problems->language);
    buffer_add_string(&problems->buffer, "\n");
}

aval_problems *aval_problems_new(enum aval_language language)
{
    aval_problems *problems = NULL;

    if ((unsigned)language >= LANGUAGE_COUNT)
        return NULL;
    problems = memory_new(1, sizeof(*problems));
    if (problems == NULL)
        return NULL;
    problems->sink.report = report;
    problems->language = (enum language)language;
    problems->text = "";
    return problems;
}

void aval_problems_free(aval_problems *problems)
{
    if (problems == NULL)
        return;
    buffer_done(&problems->buffer);
    memory_free(problems);
}

const char *aval_problems_text(const aval_problems *problems)
{
    return problems == NULL ? "" : problems->text;
}

void problems_begin(aval_problems *problems)
{
    if (problems == NULL)
        return;
    buffer_clear(&problems->buffer);
    problems->text = "";
}

/* Ends the text where its last line ends; gives NULL when memory has run out. */
static const char *text_of_buffer(struct buffer *buffer)
{
    buffer_add(buffer, "", 1);
    if (buffer->has_failed)
        return NULL;
    if (buffer->length > 1 && buffer->bytes[buffer->length - 2] == '\n')
        buffer->bytes[buffer->length - 2] = '\0';
    return buffer->bytes;
}

enum aval_status problems_end(aval_problems *problems, enum status status)
{
    const char *text = NULL;

    if (problems == NULL || status == STATUS_OK)
        return status_of(status);
    if (status != STATUS_NO_MEMORY)
        text = text_of_buffer(&problems->buffer);
    if (text == NULL) {
        status = STATUS_NO_MEMORY;
        text = meanings[AVAL_NO_MEMORY].in[problems->language];
    }
    problems->text = text;
    return status_of(status);
}

void problems_say(aval_problems *problems, enum aval_status status)
{
    if (problems != NULL)
        problems->text = meanings[status].in[problems->language];
}

static void drop(struct problem_sink *sink, const struct problem *problem)
{
    (void)sink;
    (void)problem;
}

struct problem_sink *problems_sink(aval_problems *problems)
{
    static struct problem_sink nobody = { drop };

    return problems == NULL ? &nobody : &problems->sink;
}

struct buffer *problems_buffer(aval_problems *problems)
{
    return problems == NULL ? NULL : &problems->buffer;
}

enum language problems_language(const aval_problems *problems)
{
    return problems == NULL ? LANGUAGE_EN : problems->language;
}

enum status problems_refuse(aval_problems *problems, const char *argument,
                            enum argument_fault fault)
{
    if (problems != NULL) {
        struct buffer *buffer = &problems->buffer;

        buffer_add_string(buffer, argument);
        buffer_add_string(buffer, problems->language == LANGUAGE_FR ? " : " : ": ");
        buffer_add_string(buffer, argument_faults[fault].in[problems->language]);
    }
    return STATUS_INVALID;
}

enum aval_status status_of(enum status status)
{
    switch ((unsigned)status) {
    case STATUS_OK:
        return AVAL_OK;
    case STATUS_INVALID:
        return AVAL_INVALID;
    case STATUS_NO_MEMORY:
        return AVAL_NO_MEMORY;
    default:
        return AVAL_READ_FAILED;
    }
}
