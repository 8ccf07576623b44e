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
        if (text_is_in_any_case(name, fields[field])) {
            *out_field = field;
            return true;
        }
    return false;
}

/* A filter while it is read: terms still to be read stand behind those that join them. */
struct reading {
    struct filter *filter;
    yyjson_val *objects[FILTER_TERMS_MAX];
};

static bool add_term(struct reading *reading, yyjson_val *object, unsigned *out_number)
{
    struct filter *filter = reading->filter;

    if (filter->count == FILTER_TERMS_MAX || !yyjson_is_obj(object))
        return false;
    *out_number = filter->count;
    reading->objects[filter->count++] = object;
    return true;
}

static bool read_term(struct reading *reading, unsigned number, const char *const *fields)
{
    struct filter_term *term = &reading->filter->terms[number];
    yyjson_val *object = reading->objects[number];
    yyjson_val *left = member(object, "LeftFilter");
    yyjson_val *right = member(object, "RightFilter");
    bool is_joined = left != NULL || right != NULL;

    *term = (struct filter_term){ 0 };
    if (!find_operator(member_text(object, "Operator"), &term->operator) ||
        is_joined != (term->operator>= FILTER_AND))
        return false;
    if (is_joined)
        return add_term(reading, left, &term->left) && add_term(reading, right, &term->right);
    term->value = keep(reading->filter, member_text(object, "Value"));
    return find_field(member_text(object, "Field"), fields, &term->field);
}

static bool read_terms(struct reading *reading, yyjson_val *root, const char *const *fields)
{
    unsigned number = 0;
    bool is_read = add_term(reading, root, &number);

    for (unsigned i = 0; i < reading->filter->count && is_read; i++)
        is_read = read_term(reading, i, fields);
    return is_read;
}

bool filter_parse(struct text json, const char *const *fields, struct filter *out_filter)
{
    union {
        const char *given;
        char *wanted;
    } bytes = { json.bytes };
    struct reading reading = { .filter = out_filter };
    yyjson_doc *document = NULL;
    bool is_read = false;

    out_filter->count = 0;
    out_filter->used = 0;
    if (json.length > FILTER_BYTES_MAX)
        return false;
    /* The reader takes a char * for its in-place mode, which is off: nothing is written. */
    document = yyjson_read_opts(bytes.wanted, json.length, YYJSON_READ_NUMBER_AS_RAW, NULL, NULL);
    is_read = document != NULL && read_terms(&reading, yyjson_doc_get_root(document), fields);
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
    NOT_CLEARED char room[FILTER_BYTES_MAX * TEXT_FOLD_GROWTH];
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

    /* What a term joins stands behind it. */
    for (unsigned i = filter->count; i-- > 0;) {
        const struct filter_term *term = &filter->terms[i];

        if (term->operator== FILTER_AND)
            lets[i] = lets[term->left] && lets[term->right];
        else if (term->operator== FILTER_OR)
            lets[i] = lets[term->left] || lets[term->right];
        else
            lets[i] = compare(term, subject->value(subject, term));
    }
    return lets[0];
}

struct text filter_beginning(const struct filter *filter, unsigned field)
{
    unsigned needed = 0;

    /* Of two that both have to be so, the left one will do. */
    while (needed < filter->count && filter->terms[needed].operator== FILTER_AND)
        needed = filter->terms[needed].left;
    if (needed < filter->count &&
        filter->terms[needed].operator== FILTER_STARTS_WITH && filter->terms[needed].field == field)
        return filter->terms[needed].value;
    return TEXT("");
}
