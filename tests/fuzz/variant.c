/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/variant.h"

#include <ctype.h>
#include <strings.h>
#include <yyjson.h>

#include "base/assert.h"
#include "base/guid.h"
#include "unit/small_world.h"

enum {
    MASKED_MAX = 4096,
    OPAQUE_LENGTH_MIN = 20,
    MOMENT_LENGTH = 13, /* of a moment in milliseconds since 1970 */
    DEPTH_MAX = 64
};

/* A document on its way into another form. */
struct writing {
    struct buffer *buffer;
    unsigned variant;
};

static bool has(const struct writing *writing, enum variant variant)
{
    return (writing->variant & (unsigned)variant) != 0;
}

static void add_space(struct writing *writing)
{
    if (has(writing, VARIANT_SPACED))
        buffer_add_string(writing->buffer, " \r\n\t");
}

static void add_string(struct writing *writing, struct text text)
{
    struct buffer plain = { 0 };
    bool is_escape = false;

    buffer_add_json(&plain, text);
    for (size_t i = 0; i < plain.length; i++) {
        char sign = plain.bytes[i];
        bool is_letter = isalpha((unsigned char)sign) && !is_escape;

        if (has(writing, VARIANT_ESCAPED) && is_letter && i % 2 == 1)
            buffer_add_format(writing->buffer, "\\u%04x", (unsigned)sign);
        else
            buffer_add(writing->buffer, &sign, 1);
        /* What follows \u are digits, which would be no letters any more. */
        is_escape = (sign == '\\' && !is_escape) || (is_escape && isxdigit((unsigned char)sign)) ||
                    (is_escape && sign == 'u');
    }
    buffer_done(&plain);
}

/* Of a letter of ASCII; anything else stays as it is. */
static char capital_of(char sign)
{
    return sign >= 'a' && sign <= 'z' ? (char)(sign & ~0x20) : sign;
}

static void add_name(struct writing *writing, struct text name)
{
    struct buffer cased = { 0 };

    buffer_add_text(&cased, name);
    for (size_t i = 0; i < cased.length; i++)
        if (has(writing, VARIANT_CAPITALS) || (has(writing, VARIANT_PASCAL) && i == 0))
            cased.bytes[i] = capital_of(cased.bytes[i]);
    add_string(writing, buffer_text(&cased));
    buffer_done(&cased);
    add_space(writing);
    buffer_add_string(writing->buffer, ":");
    add_space(writing);
}

static void add_value(struct writing *writing, yyjson_val *value, unsigned depth);

static void add_member(struct writing *writing, yyjson_val *key, unsigned depth, const char **comma)
{
    yyjson_val *value = yyjson_obj_iter_get_val(key);

    if (yyjson_is_null(value) && has(writing, VARIANT_NULLS))
        return;
    buffer_add_string(writing->buffer, *comma);
    *comma = ",";
    add_space(writing);
    add_name(writing, (struct text){ yyjson_get_str(key), yyjson_get_len(key) });
    add_value(writing, value, depth + 1);
}

static void add_more(struct writing *writing, const char *comma)
{
    if (has(writing, VARIANT_NULLS)) {
        buffer_add_format(writing->buffer, "%s\"absentMember\":null", comma);
        comma = ",";
    }
    if (has(writing, VARIANT_UNKNOWN))
        buffer_add_format(writing->buffer,
                          "%s\"unknownMember\":{\"quantity\":[1,{\"status\":\"none\"}]}", comma);
}

static void add_object(struct writing *writing, yyjson_val *object, unsigned depth)
{
    size_t count = yyjson_obj_size(object);
    const char *comma = "";

    buffer_add_string(writing->buffer, "{");
    for (size_t i = 0; i < count; i++) {
        size_t number = has(writing, VARIANT_REVERSED) ? count - 1 - i : i;
        yyjson_obj_iter members = yyjson_obj_iter_with(object);
        yyjson_val *key = yyjson_obj_iter_next(&members);

        while (number-- > 0)
            key = yyjson_obj_iter_next(&members);
        add_member(writing, key, depth, &comma);
    }
    add_more(writing, comma);
    add_space(writing);
    buffer_add_string(writing->buffer, "}");
}

static void add_list(struct writing *writing, yyjson_val *list, unsigned depth)
{
    yyjson_arr_iter values = yyjson_arr_iter_with(list);
    yyjson_val *value = NULL;
    const char *comma = "";

    buffer_add_string(writing->buffer, "[");
    while ((value = yyjson_arr_iter_next(&values)) != NULL) {
        buffer_add_string(writing->buffer, comma);
        comma = ",";
        add_value(writing, value, depth + 1);
    }
    buffer_add_string(writing->buffer, "]");
}

static void add_value(struct writing *writing, yyjson_val *value, unsigned depth)
{
    if (yyjson_is_obj(value))
        add_object(writing, value, depth);
    else if (yyjson_is_arr(value))
        add_list(writing, value, depth);
    else if (yyjson_is_str(value))
        add_string(writing, (struct text){ yyjson_get_str(value), yyjson_get_len(value) });
    else if (yyjson_is_raw(value))
        buffer_add(writing->buffer, yyjson_get_raw(value), yyjson_get_len(value));
    else
        buffer_add_string(writing->buffer, yyjson_is_null(value)   ? "null"
                                           : yyjson_is_true(value) ? "true"
                                                                   : "false");
}

/* Whether no object has a name twice, in whatever case, and nothing lies too deep: of two of a name
 * the first counts, so their order would mean something. */
static bool is_plain(yyjson_val *value, unsigned depth)
{
    yyjson_obj_iter members = yyjson_obj_iter_with(value);
    yyjson_arr_iter values = yyjson_arr_iter_with(value);
    yyjson_val *item = NULL;
    yyjson_val *key = NULL;
    bool is_so = depth < DEPTH_MAX;

    while (is_so && (item = yyjson_arr_iter_next(&values)) != NULL)
        is_so = is_plain(item, depth + 1);
    while (is_so && (key = yyjson_obj_iter_next(&members)) != NULL) {
        yyjson_obj_iter others = members;
        yyjson_val *other = NULL;

        is_so = strlen(yyjson_get_str(key)) == yyjson_get_len(key) &&
                is_plain(yyjson_obj_iter_get_val(key), depth + 1);
        while (is_so && (other = yyjson_obj_iter_next(&others)) != NULL)
            is_so = strcasecmp(yyjson_get_str(key), yyjson_get_str(other)) != 0;
    }
    return is_so;
}

void variant_write(struct buffer *buffer, struct text json, unsigned variant)
{
    struct writing writing = { buffer, variant };
    union {
        const char *given;
        char *wanted;
    } bytes = { json.bytes };
    /* Numbers stay as they are written. The reader writes in its in-place mode alone: it is off. */
    yyjson_doc *document =
        json.length == 0
            ? NULL
            : yyjson_read_opts(bytes.wanted, json.length, YYJSON_READ_NUMBER_AS_RAW, NULL, NULL);
    yyjson_val *root = yyjson_doc_get_root(document);

    if (root == NULL || !is_plain(root, 0))
        buffer_add_text(buffer, json);
    else
        add_value(&writing, root, 0);
    yyjson_doc_free(document);
}

/* Masks. */

static bool is_of_the_world(guid id)
{
    static const char *const known[] = { PINE_ID, ROWAN_ID, ALDER_ID, CEDAR_ID };
    guid other;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (guid_parse(text_of(known[i]), &other) && guid_equal(id, other))
            return true;
    return false;
}

/* Ids of an answer, in the order in which they were first met. */
struct masked {
    guid ids[MASKED_MAX];
    unsigned count;
};

static unsigned number_of(struct masked *masked, guid id)
{
    unsigned i = 0;

    while (i < masked->count && !guid_equal(masked->ids[i], id))
        i++;
    if (i == masked->count && i < MASKED_MAX)
        masked->ids[masked->count++] = id;
    return i;
}

static size_t mask_id(struct masked *masked, struct buffer *buffer, struct text rest)
{
    guid id;

    if (rest.length < GUID_LENGTH || !guid_parse((struct text){ rest.bytes, GUID_LENGTH }, &id) ||
        is_of_the_world(id))
        return 0;
    buffer_add_format(buffer, "<id %u>", number_of(masked, id));
    return GUID_LENGTH;
}

/* The time behind a day, without its zone: "T10:00:00.123456Z", " 10:00:00Z". */
static size_t mask_time(struct buffer *buffer, struct text rest)
{
    static const char form[] = "T00:00:00";
    size_t length = 0;

    while (length < rest.length && form[length] != '\0' &&
           (form[length] == '0'
                ? isdigit((unsigned char)rest.bytes[length]) != 0
                : form[length] == rest.bytes[length] || (length == 0 && rest.bytes[0] == ' ')))
        length++;
    if (form[length] != '\0')
        return 0;
    while (length < rest.length &&
           (isdigit((unsigned char)rest.bytes[length]) || rest.bytes[length] == '.'))
        length++;
    buffer_add_string(buffer, "<time>");
    return length;
}

static bool is_opaque(char sign)
{
    return isalnum((unsigned char)sign) || sign == '-' || sign == '_' || sign == '+' || sign == '=';
}

/* A run of signs of base64 or digits, too long for a word; or a moment as a number. */
static size_t mask_opaque(struct buffer *buffer, struct text rest)
{
    size_t length = 0;
    size_t odd_count = 0; /* digits and capitals: words have few */
    size_t digit_count = 0;

    for (; length < rest.length && is_opaque(rest.bytes[length]); length++) {
        odd_count += islower((unsigned char)rest.bytes[length]) == 0;
        digit_count += isdigit((unsigned char)rest.bytes[length]) != 0;
    }
    if (!(length == MOMENT_LENGTH && digit_count == length) &&
        (length < OPAQUE_LENGTH_MIN || odd_count < length / 5))
        return 0;
    buffer_add_string(buffer, "<opaque>");
    return length;
}

/* A member that is made at random, with its name: it may look like a word. */
static size_t mask_secret(struct buffer *buffer, struct text rest)
{
    static const char *const members[] = { "\"password\":\"", "\"etag\":\"" };

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        size_t length = strlen(members[i]);
        const char *end = NULL;

        if (rest.length > length && memcmp(rest.bytes, members[i], length) == 0)
            end = memchr(rest.bytes + length, '"', rest.length - length);
        if (end == NULL)
            continue;
        buffer_add_format(buffer, "%s<secret>", members[i]);
        return (size_t)(end - rest.bytes);
    }
    return 0;
}

void variant_mask(struct buffer *buffer, struct text answer)
{
    static struct masked masked;
    size_t i = 0;

    masked.count = 0;
    while (i < answer.length) {
        struct text rest = { answer.bytes + i, answer.length - i };
        bool is_begin = i == 0 || !is_opaque(answer.bytes[i - 1]);
        size_t length = mask_id(&masked, buffer, rest);

        if (length == 0)
            length = mask_time(buffer, rest);
        if (length == 0)
            length = mask_secret(buffer, rest);
        if (length == 0 && is_begin && !(rest.length >= GUID_LENGTH && rest.bytes[8] == '-'))
            length = mask_opaque(buffer, rest);
        if (length == 0) {
            buffer_add(buffer, rest.bytes, 1);
            length = 1;
        }
        i += length;
    }
}
