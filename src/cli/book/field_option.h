/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_FIELD_OPTION_H
#define AVAL_CLI_BOOK_FIELD_OPTION_H

#include "cli/message.h"
#include "exchange/shape.h"

/* An option by which a person fills a field of a shape. */
struct field_option {
    enum language language;
    const struct shape *shape;
    unsigned field;     /* its number */
    const char *option; /* "--new-subscription" */
    const char *typed;
};

/**
 * Reads the value into the field's member of the record; texts are borrowed from what was typed
 * and the reading. False: complained.
 */
bool field_option_read(const struct field_option *option, struct shape_reading *reading, void *out);

/** Complains that the value is none of the field's, and says what is. Returns false. */
bool field_option_complain(const struct field_option *option);

/** Whether the option's name is that of the field: dashes stand where the field has other signs. */
bool field_option_names(const char *option, const struct field *field);

/** Whether the field may be left out: it is optional, or a list that may be empty. */
bool field_may_be_left_out(const struct field *field);

#endif
