/* SPDX-License-Identifier: Apache-2.0 */
#include "model/problem.h"

#include "base/assert.h"
#include "base/template.h"

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
    [NOUN_ORDER] = { { "order", "identifiant de commande" } },
    [NOUN_SUBSCRIPTION] = { { "subscription", "identifiant d'abonnement" } },
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

struct problem_filler {
    struct filler filler;
    const struct problem *problem;
    enum language language;
};

static void fill(const struct filler *filler, struct buffer *buffer, struct text name,
                 bool is_first)
{
    const struct problem *problem = ((const struct problem_filler *)filler)->problem;
    enum language language = ((const struct problem_filler *)filler)->language;

    (void)is_first;
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
    struct problem_filler filler = { { fill }, problem, language };

    if (problem->field.length > 0) {
        buffer_add_visible(buffer, problem->field, FOUND_BYTES_MAX);
        buffer_add_string(buffer, language == LANGUAGE_FR ? " : " : ": ");
    }
    template_write(buffer, problem_phrases[problem->kind].in[language], &filler.filler);
}
