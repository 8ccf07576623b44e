/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_ACT_FIELD_H
#define AVAL_CLI_BOOK_ACT_FIELD_H

#include "exchange/shape.h"

/* What people are told of a field of an act, by the field's name. */
struct act_field_row {
    const char *name;
    struct phrase help;
    const char *example; /* of the sample program, where it has one */
};

/** What is said of the field. One that the table lacks is told by what it may hold. */
struct act_field_row act_field_row(const struct field *field);

/** The same of a party by the name of its member: also of one that the act is resolved to. */
struct act_field_row act_field_party(const char *member);

/** What stands for the field's value in help: PARTY, DATE, …; NULL: its words tell. */
const struct phrase *act_field_value(const struct field *field);

/** Whether the field, a GUID, is a party: one that people name also by domain or partner id. */
bool act_field_is_party(const struct field *field);

#endif
