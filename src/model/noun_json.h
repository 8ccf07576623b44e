/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_MODEL_NOUN_JSON_H
#define AVAL_MODEL_NOUN_JSON_H

#include "base/date.h"
#include "base/guid.h"
#include "base/json_writer.h"
#include "model/market.h"
#include "model/words.h"

/* The nouns of the program as JSON values, as the interchange formats spell them. */

void json_guid(struct json_writer *writer, guid id);

/** A day; null for the ends of open intervals, and for what never happened. */
void json_date(struct json_writer *writer, date day);

void json_country(struct json_writer *writer, country market);

/** A list of the words whose bits are set, in their order. */
void json_words(struct json_writer *writer, const struct words *words, unsigned set);

#endif
