/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_FILTER_H
#define AVAL_API_PARTNER_CENTER_FILTER_H

#include <stdbool.h>

#include "base/text.h"

/*
 * Filters of lists: {"Field":"CompanyName","Value":"al","Operator":"starts_with"}, or two of them
 * under "and" or "or": {"LeftFilter":…,"RightFilter":…,"Operator":"and"}. Values are compared
 * whatever the case of letters.
 */
#define FILTER_OPERATORS(OPERATOR)                                                                 \
    OPERATOR(EQUALS, "equals")                                                                     \
    OPERATOR(NOT_EQUALS, "not_equals")                                                             \
    OPERATOR(GREATER_THAN, "greater_than")                                                         \
    OPERATOR(GREATER_THAN_OR_EQUALS, "greater_than_or_equals")                                     \
    OPERATOR(LESS_THAN, "less_than")                                                               \
    OPERATOR(LESS_THAN_OR_EQUALS, "less_than_or_equals")                                           \
    OPERATOR(SUBSTRING, "substring")                                                               \
    OPERATOR(STARTS_WITH, "starts_with")                                                           \
    OPERATOR(NOT_STARTS_WITH, "not_starts_with")                                                   \
    OPERATOR(AND, "and")                                                                           \
    OPERATOR(OR, "or")

#define OPERATOR(name, word) FILTER_##name,
enum filter_operator {
    FILTER_OPERATORS(OPERATOR) FILTER_OPERATOR_COUNT
};
#undef OPERATOR

enum {
    FILTER_TERMS_MAX = 16,
    FILTER_BYTES_MAX = 1024
};

/* A comparison, or two terms and how they are joined. */
struct filter_term {
    enum filter_operator operator;
    unsigned field;    /* the number of its name */
    struct text value; /* in lower case */
    unsigned left, right;
};

/* A filter; one without terms lets everything through. */
struct filter {
    struct filter_term terms[FILTER_TERMS_MAX];
    unsigned count; /* the first term is the whole */
    char room[FILTER_BYTES_MAX * TEXT_FOLD_GROWTH];
    unsigned used;
};

/** Reads a filter over the fields, NULL at the end. False: it is none, or has too much in it. */
bool filter_parse(struct text json, const char *const *fields, struct filter *out_filter);

/* What a filter is asked of. */
struct filter_subject {
    /** The value of the term's field; borrowed until the next is asked for. */
    struct text (*value)(const struct filter_subject *subject, const struct filter_term *term);
};

/** Whether it lets the subject through. */
bool filter_lets(const struct filter *filter, const struct filter_subject *subject);

/** The beginning that the field's value has to have for the filter to let anything through; empty:
 * any. */
struct text filter_beginning(const struct filter *filter, unsigned field);

#endif
