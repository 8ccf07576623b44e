/* SPDX-License-Identifier: Apache-2.0 */
#include "model/problem.h"

#include <string.h>

#include "base/assert.h"

/* So much of a value is shown. */
enum {
    FOUND_BYTES_MAX = 80
};

#define PROBLEM(name, en, fr) [PROBLEM_##name] = { { en, fr } },
static const struct phrase problem_phrases[PROBLEM_COUNT] = {
#include "model/problem.def"
};
#undef PROBLEM

static const struct phrase nouns[NOUN_COUNT] = {
    [NOUN_NONE] = { { "", "" } },
    [NOUN_TENANT] = { { "tenant", "locataire" } },
    [NOUN_ORGANIZATION] = { { "organization", "identifiant d'organisation" } },
    [NOUN_OFFER] = { { "offer", "identifiant d'offre" } },
    [NOUN_PARTNER_ID] = { { "partner id", "ID partenaire" } },
};

static void write_expected(struct buffer *buffer, const struct problem *problem,
                           enum language language)
{
    buffer_add_string(buffer, problem->expected->in[language]);
    for (unsigned i = 0; problem->choices != NULL && i < problem->choices->count; i++) {
        buffer_add_string(buffer, i == 0 ? " " : ", ");
        buffer_add_string(buffer, problem->choices->list[i]);
    }
}

static void write_placeholder(struct buffer *buffer, struct text name,
                              const struct problem *problem, enum language language)
{
    if (text_is(name, "found")) {
        buffer_add_string(buffer, problem->found_is_text ? "\"" : "");
        buffer_add_visible(buffer, problem->found, FOUND_BYTES_MAX);
        buffer_add_string(buffer, problem->found_is_text ? "\"" : "");
    } else if (text_is(name, "expected")) {
        write_expected(buffer, problem, language);
    } else if (text_is(name, "other")) {
        buffer_add_format(buffer, "%llu", (unsigned long long)problem->other_line);
    } else {
        ASSERT(text_is(name, "noun"));
        buffer_add_string(buffer, problem->shape != NULL ? problem->shape
                                                         : nouns[problem->noun].in[language]);
    }
}

void problem_write(struct buffer *buffer, const struct problem *problem, enum language language)
{
    const char *rest = problem_phrases[problem->kind].in[language];

    if (problem->field.length > 0) {
        buffer_add_visible(buffer, problem->field, FOUND_BYTES_MAX);
        buffer_add_string(buffer, language == LANGUAGE_FR ? " : " : ": ");
    }
    while (*rest != '\0') {
        size_t length = strcspn(rest, "{");
        size_t name_length = 0;

        buffer_add(buffer, rest, length);
        rest += length;
        if (*rest == '\0')
            return;
        name_length = strcspn(rest, "}") - 1;
        write_placeholder(buffer, (struct text){ rest + 1, name_length }, problem, language);
        rest += name_length + 2;
    }
}
