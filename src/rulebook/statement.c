/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook/statement.h"

#include <string.h>

#include "base/attributes.h"
#include "rulebook/reading.h"

#define STATEMENT(id, en, fr) { id, { { en, fr } } },
const struct statement statements[] = {
#include "rulebook/statements.def"
};
#undef STATEMENT

#define READING(id, about, question_en, question_fr, taken_en, taken_fr, other_en, other_fr)       \
    { id,                                                                                          \
      about,                                                                                       \
      { { question_en, question_fr } },                                                            \
      { { taken_en, taken_fr } },                                                                  \
      { { other_en, other_fr } } },
const struct reading readings[] = {
#include "rulebook/readings.def"
};
#undef READING

#define FEATURE(id, kind, en, fr) { id, FEATURE_KIND_##kind, { { en, fr } } },
const struct feature features[] = {
#include "rulebook/features.def"
};
#undef FEATURE

static const char *const feature_kind_list[] = {
    [FEATURE_KIND_FEATURE] = "feature",
    [FEATURE_KIND_PLANNED] = "planned",
    [FEATURE_KIND_CONTEXT] = "context",
};
const struct words feature_kind_words = { feature_kind_list, COUNT_OF(feature_kind_list) };

const size_t statement_count = COUNT_OF(statements);
const size_t reading_count = COUNT_OF(readings);
const size_t feature_count = COUNT_OF(features);

const struct statement *statement_find(struct text id)
{
    for (size_t i = 0; i < statement_count; i++)
        if (text_is(id, statements[i].id))
            return &statements[i];
    return NULL;
}

bool statement_is_part(const char *id, struct text whole)
{
    char next = 0;

    if (whole.length < 2 || strncmp(id, whole.bytes, whole.length) != 0)
        return false;
    next = id[whole.length];
    return next == '.' || (next >= 'a' && next <= 'z');
}

const struct reading *reading_find(struct text id)
{
    for (size_t i = 0; i < reading_count; i++)
        if (text_is(id, readings[i].id))
            return &readings[i];
    return NULL;
}

const struct feature *feature_find(struct text id)
{
    for (size_t i = 0; i < feature_count; i++)
        if (text_is(id, features[i].id))
            return &features[i];
    return NULL;
}

unsigned reading_parse(struct text id)
{
    const struct reading *reading = reading_find(id);

    return reading == NULL ? 0 : BIT((unsigned)(reading - readings) + 1);
}

unsigned readings_of(const char *ids)
{
    unsigned set = 0;

    while (*ids != '\0')
        set |= reading_parse(text_take_word(&ids));
    return set;
}
