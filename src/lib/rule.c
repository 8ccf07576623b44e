/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <aval/aval.h>

#include "base/attributes.h"
#include "rulebook/decision.h"
#include "rulebook/statement.h"

/* A caller's room for a text and its NUL. What does not fit is counted only. */
struct text_room {
    char *bytes;
    size_t capacity;
    size_t length;
    char first_left_out;
};

static struct text_room room_begin(char *out_text, size_t capacity)
{
    return (struct text_room){ .bytes = out_text, .capacity = out_text == NULL ? 0 : capacity };
}

static void room_add(struct text_room *room, const char *string)
{
    for (; *string != '\0'; string++) {
        if (room->length + 1 < room->capacity)
            room->bytes[room->length] = *string;
        else if (room->length + 1 == room->capacity)
            room->first_left_out = *string;
        room->length++;
    }
}

static bool continues_a_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Ends the text: with its last whole character where it was cut. Gives the whole length. */
static size_t room_end(struct text_room *room)
{
    size_t length = room->length;

    if (room->capacity == 0)
        return room->length;
    if (length >= room->capacity) {
        length = room->capacity - 1;
        if (continues_a_character(room->first_left_out)) {
            while (length > 0 && continues_a_character(room->bytes[length - 1]))
                length--;
            length -= length > 0;
        }
    }
    room->bytes[length] = '\0';
    return room->length;
}

static bool finding_is_known(struct aval_finding finding)
{
    return finding.rule < RULE_COUNT && finding.position < POSITION_COUNT;
}

size_t aval_finding_name(struct aval_finding finding, char *out_text, size_t capacity)
{
    struct text_room room = room_begin(out_text, capacity);

    if (!finding_is_known(finding))
        return 0;
    room_add(&room, rules[finding.rule]->id);
    if (finding.position != POSITION_NONE) {
        room_add(&room, ":");
        room_add(&room, position_words.list[finding.position]);
    }
    return room_end(&room);
}

size_t aval_finding_message(struct aval_finding finding, enum aval_language language,
                            char *out_text, size_t capacity)
{
    struct text_room room = room_begin(out_text, capacity);
    /* No message is longer: the buffer never grows. */
    char message[AVAL_FINDING_BYTES_MAX];
    struct buffer buffer = { message, 0, sizeof(message), false };

    if (!finding_is_known(finding) || (unsigned)language >= LANGUAGE_COUNT)
        return 0;
    finding_write_message(
        &buffer, (struct finding){ (enum rule_name)finding.rule, (enum position)finding.position },
        (enum language)language);
    buffer_add(&buffer, "", 1);
    room_add(&room, buffer.bytes);
    return room_end(&room);
}

unsigned aval_rule_count(void)
{
    return RULE_COUNT;
}

const char *aval_rule_name(unsigned rule)
{
    return rule < RULE_COUNT ? rules[rule]->id : NULL;
}

const char *aval_rule_origin(unsigned rule)
{
    if (rule >= RULE_COUNT)
        return NULL;
    return profile_words
        .list[rules[rule]->origin == ORIGIN_ARTICLE ? PROFILE_ARTICLE : PROFILE_PROGRAMME];
}

const char *aval_rule_statements(unsigned rule)
{
    return rule < RULE_COUNT ? rules[rule]->statements : NULL;
}

const char *aval_rule_readings(unsigned rule)
{
    return rule < RULE_COUNT ? rules[rule]->readings : NULL;
}

const char *aval_position_name(unsigned position)
{
    if (position >= POSITION_COUNT)
        return NULL;
    return position == POSITION_NONE ? "" : position_words.list[position];
}

const char *aval_statement_text(const char *id, enum aval_language language)
{
    const struct statement *statement = id == NULL ? NULL : statement_find(text_of(id));

    if (statement == NULL || (unsigned)language >= LANGUAGE_COUNT)
        return NULL;
    return statement->sense.in[language];
}

const char *aval_reading_text(const char *id, enum aval_reading_part part,
                              enum aval_language language)
{
    const struct reading *reading = id == NULL ? NULL : reading_find(text_of(id));

    if (reading == NULL || (unsigned)language >= LANGUAGE_COUNT)
        return NULL;
    switch (part) {
    case AVAL_READING_QUESTION:
        return reading->question.in[language];
    case AVAL_READING_TAKEN:
        return reading->taken.in[language];
    case AVAL_READING_OTHER:
        return reading->other.in[language];
    default:
        return NULL;
    }
}

const char *aval_version(void)
{
    return AVAL_VERSION;
}

const char *aval_rulebook_version(void)
{
    return RULEBOOK_VERSION;
}
