/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter of Partner Center's lists. Whatever the bytes: one that is read says the same when it is
 * written anew, with its property names in another case and its terms turned round; what it lets
 * through is what its terms say of it; and who is let through has the beginning that is looked for.
 */
#include <stdio.h>
#include <yyjson.h>

#include "api/partner_center/filter.h"
#include "base/assert.h"
#include "base/buffer.h"
#include "fuzz/target.h"

static const char *const fields[] = { "CompanyName", "Domain", "IndirectReseller", NULL };

enum {
    FIELD_COUNT = 3
};

#define OPERATOR(name, word) word,
static const char *const operators[] = { FILTER_OPERATORS(OPERATOR) };
#undef OPERATOR

/* Somebody with one text for every field. */
struct someone {
    struct filter_subject subject; /* first */
    struct text name;
};

static struct text value_of(const struct filter_subject *subject, const struct filter_term *term)
{
    (void)term;
    return ((const struct someone *)subject)->name;
}

static bool is_joined(const struct filter_term *term)
{
    return term->operator== FILTER_AND || term->operator== FILTER_OR;
}

/* What one comparison says, by a filter of that alone. */
static bool says(const struct filter *filter, unsigned number, enum filter_operator operator,
                 const struct someone * someone)
{
    struct filter single = { .count = 1 };

    single.terms[0] = filter->terms[number];
    single.terms[0].operator= operator;
    return filter_lets(&single, &someone->subject);
}

/* Each comparison beside its contrary: exactly one of them lets through. */
static void assert_contrary(const struct filter *filter, unsigned number,
                            const struct someone *someone)
{
    static const enum filter_operator contraries[][2] = {
        { FILTER_EQUALS, FILTER_NOT_EQUALS },
        { FILTER_GREATER_THAN, FILTER_LESS_THAN_OR_EQUALS },
        { FILTER_LESS_THAN, FILTER_GREATER_THAN_OR_EQUALS },
        { FILTER_STARTS_WITH, FILTER_NOT_STARTS_WITH },
    };
    bool is_equal = says(filter, number, FILTER_EQUALS, someone);

    for (size_t i = 0; i < sizeof(contraries) / sizeof(contraries[0]); i++)
        ASSERT(says(filter, number, contraries[i][0], someone) !=
               says(filter, number, contraries[i][1], someone));
    ASSERT(!is_equal || says(filter, number, FILTER_STARTS_WITH, someone));
    ASSERT(!says(filter, number, FILTER_STARTS_WITH, someone) ||
           says(filter, number, FILTER_SUBSTRING, someone));
}

/* What the whole says, by its parts, the last first: what a term joins stands behind it. */
static bool judge(const struct filter *filter, const struct someone *someone)
{
    bool lets[FILTER_TERMS_MAX] = { true };

    for (unsigned i = filter->count; i-- > 0;) {
        const struct filter_term *term = &filter->terms[i];

        ASSERT(!is_joined(term) || (term->left > i && term->right > term->left));
        ASSERT(!is_joined(term) || term->right < filter->count);
        if (term->operator== FILTER_AND)
            lets[i] = lets[term->left] && lets[term->right];
        else if (term->operator== FILTER_OR)
            lets[i] = lets[term->left] || lets[term->right];
        else
            lets[i] = says(filter, i, term->operator, someone);
        if (!is_joined(term))
            assert_contrary(filter, i, someone);
    }
    return lets[0];
}

static void ask(const struct filter *filter, struct text name)
{
    struct someone someone = { { value_of }, name };
    bool is_let = filter_lets(filter, &someone.subject);

    ASSERT(is_let == judge(filter, &someone));
    for (unsigned field = 0; field < FIELD_COUNT && is_let; field++) {
        struct filter beginning = { .count = 1 };

        beginning.terms[0].operator= FILTER_STARTS_WITH;
        beginning.terms[0].value = filter_beginning(filter, field);
        ASSERT(filter_lets(&beginning, &someone.subject));
    }
}

/* Writes a term with all that it joins, the right one before the left, in another casing. */
static void write_term(struct buffer *json, const struct filter *filter, unsigned number)
{
    const struct filter_term *term = &filter->terms[number];

    if (is_joined(term)) {
        buffer_add_string(json, "{\"rightFILTER\":");
        write_term(json, filter, term->right);
        buffer_add_string(json, ",\"leftFilter\":");
        write_term(json, filter, term->left);
    } else {
        buffer_add_format(json, "{\"field\":\"%s\",\"VALUE\":", fields[term->field]);
        buffer_add_json(json, term->value);
    }
    buffer_add_format(json, ",\"operator\":\"%s\",\"Unknown\":null}", operators[term->operator]);
}

static void assert_same_term(const struct filter *left, unsigned left_number,
                             const struct filter *right, unsigned right_number)
{
    const struct filter_term *one = &left->terms[left_number];
    const struct filter_term *other = &right->terms[right_number];

    ASSERT(one->operator== other->operator);
    if (is_joined(one)) {
        assert_same_term(left, one->left, right, other->left);
        assert_same_term(left, one->right, right, other->right);
        return;
    }
    ASSERT(one->field == other->field);
    ASSERT(text_equal(one->value, other->value));
}

static void write_again(const struct filter *filter)
{
    static struct filter again;
    struct buffer json = { 0 };

    write_term(&json, filter, 0);
    if (json.length <= FILTER_BYTES_MAX) {
        ASSERT(filter_parse(buffer_text(&json), fields, &again));
        ASSERT(again.count == filter->count);
        assert_same_term(filter, 0, &again, 0);
    }
    buffer_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct filter filter;
    struct text text = { (const char *)bytes, size };

    if (!filter_parse(text, fields, &filter))
        return 0;
    ASSERT(size <= FILTER_BYTES_MAX);
    ASSERT(filter.count > 0 && filter.count <= FILTER_TERMS_MAX);
    ask(&filter, text);
    ask(&filter, TEXT(""));
    ask(&filter, TEXT("Cedar & S\xC3\xB6hne"));
    for (unsigned i = 0; i < filter.count; i++)
        if (!is_joined(&filter.terms[i]))
            ask(&filter, filter.terms[i].value);
    write_again(&filter);
    return 0;
}
