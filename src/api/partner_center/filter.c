/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/filter.h"

#include <strings.h>
#include <yyjson.h>

#include "base/attributes.h"
#include "model/words.h"

#define OPERATOR(name, word) word,
static const char *const operator_list[] = { FILTER_OPERATORS(OPERATOR) };
#undef OPERATOR
static const struct words operator_words = { operator_list, COUNT_OF(operator_list) };

static yyjson_val *member(yyjson_val *object, const char *name)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *value = NULL;

    yyjson_obj_foreach (object, index, count, key, value)
        if (strcasecmp(yyjson_get_str(key), name) == 0)
            return value;
    return NULL;
}

static struct text member_text(yyjson_val *object, const char *name)
{
    yyjson_val *value = member(object, name);

    if (yyjson_is_raw(value))
        return (struct text){ yyjson_get_raw(value), yyjson_get_len(value) };
    if (!yyjson_is_str(value))
        return TEXT("");
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

/* Keeps a text in lower case. */
static struct text keep(struct filter *filter, struct text text)
{
    struct text folded = text_fold(text, filter->room + filter->used);

    filter->used += (unsigned)folded.length;
    return folded;
}

/* "StartsWith" is "starts_with". */
static bool find_operator(struct text text, enum filter_operator *out_operator)
{
    char word[64];
    size_t length = 0;
    unsigned value = 0;

    for (size_t i = 0; i < text.length; i++) {
        bool is_capital = text.bytes[i] >= 'A' && text.bytes[i] <= 'Z';

        if (length + 2 >= sizeof(word))
            return false;
        if (is_capital && i > 0 && text.bytes[i - 1] != '_')
            word[length++] = '_';
        word[length++] = (char)(is_capital ? text.bytes[i] - 'A' + 'a' : text.bytes[i]);
    }
    if (!words_find(&operator_words, (struct text){ word, length }, &value))
        return false;
    *out_operator = (enum filter_operator)value;
    return true;
}

static bool find_field(struct text name, const char *const *fields, unsigned *out_field)
{
    for (unsigned field = 0; fields[field] != NULL; field++)
        if (strlen(fields[field]) == name.length &&
            strncasecmp(fields[field], name.bytes, name.length) == 0) {
            *out_field = field;
            return true;
        }
    return false;
}

/* Reads a term after those that it joins; its depth is bound, as is all that comes from outside. */
static bool read_term(struct filter *filter, yyjson_val *object, const char *const *fields,
                      unsigned depth)
{
    struct filter_term term = { 0 };
    yyjson_val *left = member(object, "LeftFilter");
    yyjson_val *right = member(object, "RightFilter");
    bool is_joined = left != NULL || right != NULL;

    if (!yyjson_is_obj(object) || depth == FILTER_DEPTH_MAX ||
        !find_operator(member_text(object, "Operator"), &term.operator) ||
        is_joined != (term.operator>= FILTER_AND))
        return false;
    if (is_joined) {
        if (!read_term(filter, left, fields, depth + 1))
            return false;
        term.left = filter->count - 1;
        if (!read_term(filter, right, fields, depth + 1))
            return false;
        term.right = filter->count - 1;
    } else if (!find_field(member_text(object, "Field"), fields, &term.field)) {
        return false;
    } else {
        term.value = keep(filter, member_text(object, "Value"));
    }
    if (filter->count == FILTER_TERMS_MAX)
        return false;
    filter->terms[filter->count++] = term;
    return true;
}

bool filter_parse(struct text json, const char *const *fields, struct filter *out_filter)
{
    union {
        const char *given;
        char *wanted;
    } bytes = { json.bytes };
    yyjson_doc *document = NULL;
    bool is_read = false;

    out_filter->count = 0;
    out_filter->used = 0;
    if (json.length > FILTER_BYTES_MAX)
        return false;
    /* The reader takes a char * for its in-place mode, which is off: nothing is written. */
    document = yyjson_read_opts(bytes.wanted, json.length, YYJSON_READ_NUMBER_AS_RAW, NULL, NULL);
    is_read = document != NULL && read_term(out_filter, yyjson_doc_get_root(document), fields, 0);
    yyjson_doc_free(document);
    return is_read;
}

static bool has_within(struct text text, struct text part)
{
    return part.length == 0 || memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

static bool begins_with(struct text text, struct text beginning)
{
    return text.length >= beginning.length &&
           memcmp(text.bytes, beginning.bytes, beginning.length) == 0;
}

static bool compare(const struct filter_term *term, struct text value)
{
    char room[FILTER_BYTES_MAX * TEXT_FOLD_GROWTH];
    struct text folded;
    int order = 0;

    if (value.length > FILTER_BYTES_MAX)
        return term->operator== FILTER_NOT_EQUALS || term->operator== FILTER_NOT_STARTS_WITH;
    folded = text_fold(value, room);
    order = text_compare(folded, term->value);
    switch (term->operator) {
    case FILTER_EQUALS:
        return order == 0;
    case FILTER_NOT_EQUALS:
        return order != 0;
    case FILTER_GREATER_THAN:
        return order > 0;
    case FILTER_GREATER_THAN_OR_EQUALS:
        return order >= 0;
    case FILTER_LESS_THAN:
        return order < 0;
    case FILTER_LESS_THAN_OR_EQUALS:
        return order <= 0;
    case FILTER_SUBSTRING:
        return has_within(folded, term->value);
    case FILTER_STARTS_WITH:
        return begins_with(folded, term->value);
    case FILTER_NOT_STARTS_WITH:
        return !begins_with(folded, term->value);
    case FILTER_AND:
    case FILTER_OR:
    case FILTER_OPERATOR_COUNT:
        break;
    }
    return false;
}

bool filter_lets(const struct filter *filter, const struct filter_subject *subject)
{
    bool lets[FILTER_TERMS_MAX] = { true };

    /* A term stands behind those that it joins. */
    for (unsigned i = 0; i < filter->count; i++) {
        const struct filter_term *term = &filter->terms[i];

        if (term->operator== FILTER_AND)
            lets[i] = lets[term->left] && lets[term->right];
        else if (term->operator== FILTER_OR)
            lets[i] = lets[term->left] || lets[term->right];
        else
            lets[i] = compare(term, subject->value(subject, term));
    }
    return filter->count == 0 || lets[filter->count - 1];
}

struct text filter_beginning(const struct filter *filter, unsigned field)
{
    unsigned needed = filter->count - 1;

    if (filter->count == 0)
        return TEXT("");
    for (unsigned i = filter->count; i-- > 0;) {
        const struct filter_term *term = &filter->terms[i];

        if (i != needed)
            continue;
        if (term->operator== FILTER_STARTS_WITH && term->field == field)
            return term->value;
        /* Of two that both have to be so, the left one will do. */
        if (term->operator== FILTER_AND)
            needed = term->left;
    }
    return TEXT("");
}
