/* SPDX-License-Identifier: Apache-2.0 */
#include "model/noun_json.h"

void json_guid(struct json_writer *writer, guid id)
{
    char text[GUID_LENGTH + 2];

    text[0] = '"';
    guid_format(id, text + 1);
    text[GUID_LENGTH + 1] = '"';
    json_raw(writer, (struct text){ text, sizeof(text) });
}

void json_date(struct json_writer *writer, date day)
{
    char text[DATE_LENGTH + 1];

    if (day.day == DATE_AFTER_ALL.day || day.day == DATE_BEFORE_ALL.day) {
        json_null(writer);
        return;
    }
    date_format(day, text);
    json_string(writer, text);
}

void json_country(struct json_writer *writer, country market)
{
    char code[3];

    country_format(market, code);
    json_string(writer, code);
}

void json_words(struct json_writer *writer, const struct words *words, unsigned set)
{
    json_begin_array(writer);
    for (unsigned i = 0; i < words->count; i++)
        if ((set & BIT(i)) != 0)
            json_string(writer, words->list[i]);
    json_end_array(writer);
}
