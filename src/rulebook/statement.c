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

#define READING(id, question_en, question_fr, taken_en, taken_fr, other_en, other_fr)              \
    { id,                                                                                          \
      { { question_en, question_fr } },                                                            \
      { { taken_en, taken_fr } },                                                                  \
      { { other_en, other_fr } } },
const struct reading readings[] = {
#include "rulebook/readings.def"
};
#undef READING

const size_t statement_count = COUNT_OF(statements);
const size_t reading_count = COUNT_OF(readings);

const struct statement *statement_find(struct text id)
{
    for (size_t i = 0; i < statement_count; i++)
        if (text_is(id, statements[i].id))
            return &statements[i];
    return NULL;
}

const struct reading *reading_find(struct text id)
{
    for (size_t i = 0; i < reading_count; i++)
        if (text_is(id, readings[i].id))
            return &readings[i];
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

    while (*ids != '\0') {
        size_t length = strcspn(ids, " ");

        set |= reading_parse((struct text){ ids, length });
        ids += length + strspn(ids + length, " ");
    }
    return set;
}
