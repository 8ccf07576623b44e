/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_JSON_CUT_H
#define AVAL_ENGINE_JOURNAL_JSON_CUT_H

#include <stdbool.h>

#include "base/text.h"

/*
 * Cuts sound JSON of objects and arrays into its parts as they are written, byte by byte: for what
 * is hashed or compared with how it stands.
 */

/** Takes the brackets or braces off. False: there are none. */
bool json_cut_open(struct text *json);

/** Cuts the next item, or member with its key, off what was opened; false: none is left. */
bool json_cut_item(struct text *rest, struct text *out_item);

/** The value of a member that has this key. False: it has another. */
bool json_cut_key(struct text member, const char *key, struct text *out_value);

#endif
