/* SPDX-License-Identifier: Apache-2.0 */
#include "schema/schema_writer.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"

void begin_closed(struct closed *object, struct json_writer *writer)
{
    *object = (struct closed){ .writer = writer };
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "object");
    json_key(writer, "properties");
    json_begin_object(writer);
}

void need(struct closed *object, const char *key)
{
    ASSERT(object->count < MEMBERS_MAX);
    json_key(object->writer, key);
    object->required[object->count++] = key;
}

void end_closed(const struct closed *object)
{
    struct json_writer *writer = object->writer;

    json_end_object(writer);
    json_key(writer, "required");
    json_begin_array(writer);
    for (unsigned i = 0; i < object->count; i++)
        json_string(writer, object->required[i]);
    json_end_array(writer);
    json_key(writer, "additionalProperties");
    json_flag(writer, false);
    json_end_object(writer);
}

void refer(struct json_writer *writer, const char *prefix, const char *name)
{
    char path[2 * NAME_BYTES_MAX];

    (void)snprintf(path, sizeof(path), "#/$defs/%s%s", prefix, name);
    json_begin_object(writer);
    json_key(writer, "$ref");
    json_string(writer, path);
    json_end_object(writer);
}

void one_of(struct json_writer *writer, const char *word)
{
    json_begin_object(writer);
    json_key(writer, "const");
    json_string(writer, word);
    json_end_object(writer);
}

void one_of_null(struct json_writer *writer)
{
    json_raw(writer, TEXT("{\"type\":\"null\"}"));
}

void or_null(struct json_writer *writer, const char *name)
{
    json_begin_object(writer);
    json_key(writer, "anyOf");
    json_begin_array(writer);
    refer(writer, "", name);
    one_of_null(writer);
    json_end_array(writer);
    json_end_object(writer);
}

void one_of_words(struct json_writer *writer, const struct words *words)
{
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (unsigned i = 0; i < words->count; i++)
        json_string(writer, words->list[i]);
    json_end_array(writer);
    json_end_object(writer);
}

void list_of_words(struct json_writer *writer, const struct words *words)
{
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "array");
    json_key(writer, "items");
    one_of_words(writer, words);
    json_key(writer, "uniqueItems");
    json_flag(writer, true);
    json_end_object(writer);
}

void list_of(struct json_writer *writer, const char *name)
{
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "array");
    json_key(writer, "items");
    refer(writer, "", name);
    json_end_object(writer);
}

void exactly(struct json_writer *writer, const char *ids)
{
    json_begin_object(writer);
    json_key(writer, "const");
    json_begin_array(writer);
    while (*ids != '\0') {
        size_t length = strcspn(ids, " ");

        json_text(writer, (struct text){ ids, length });
        ids += length + strspn(ids + length, " ");
    }
    json_end_array(writer);
    json_end_object(writer);
}

/* An object whose `key` tells by its word which schema holds of the rest. */
struct choice {
    struct json_writer *writer;
    const char *key;
};

static struct choice begin_choice(struct json_writer *writer, const char *key,
                                  const struct words *words)
{
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "object");
    json_key(writer, "required");
    json_begin_array(writer);
    json_string(writer, key);
    json_end_array(writer);
    json_key(writer, "properties");
    json_begin_object(writer);
    json_key(writer, key);
    one_of_words(writer, words);
    json_end_object(writer);
    json_key(writer, "allOf");
    json_begin_array(writer);
    return (struct choice){ writer, key };
}

static void may(const struct choice *choice, const char *word, const char *prefix)
{
    struct json_writer *writer = choice->writer;

    json_begin_object(writer);
    json_key(writer, "if");
    json_begin_object(writer);
    json_key(writer, "properties");
    json_begin_object(writer);
    json_key(writer, choice->key);
    one_of(writer, word);
    json_end_object(writer);
    json_end_object(writer);
    json_key(writer, "then");
    refer(writer, prefix, word);
    json_end_object(writer);
}

static void end_choice(const struct choice *choice)
{
    json_end_array(choice->writer);
    json_end_object(choice->writer);
}

void choose(struct json_writer *writer, const char *key, const struct words *words,
            const char *prefix)
{
    struct choice choice = begin_choice(writer, key, words);

    for (unsigned i = 0; i < words->count; i++)
        may(&choice, words->list[i], prefix);
    end_choice(&choice);
}
