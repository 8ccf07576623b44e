/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/entry_json.h"

#include <sodium.h>

#include "engine/journal/seal.h"
#include "model/noun_json.h"

void instant_write(struct buffer *buffer, int64_t at, enum instant_style style)
{
    bool is_json = style == INSTANT_JSON;
    int64_t seconds = at / 1000 - (at % 1000 < 0 ? 1 : 0);
    int64_t of_day = (seconds % 86400 + 86400) % 86400;
    char day[DATE_LENGTH + 1];

    date_format((date){ (int32_t)((seconds - of_day) / 86400) }, day);
    buffer_add_format(buffer, "%s%c%02u:%02u:%02u%s", day, is_json ? 'T' : ' ',
                      (unsigned)(of_day / 3600), (unsigned)(of_day / 60 % 60),
                      (unsigned)(of_day % 60), is_json ? "Z" : "");
}

void entry_write_summary(struct json_writer *writer, const struct entry *entry)
{
    json_begin_object(writer);
    json_key(writer, "position");
    json_integer(writer, (int64_t)entry->position);
    json_key(writer, "id");
    json_guid(writer, entry->id);
    json_key(writer, "at");
    buffer_add_string(writer->buffer, "\"");
    instant_write(writer->buffer, entry->at, INSTANT_JSON);
    buffer_add_string(writer->buffer, "\"");
    json_key(writer, "on");
    json_date(writer, entry->on);
    json_key(writer, "act");
    json_text(writer, entry->act);
    json_key(writer, "outcome");
    json_string(writer, outcome_words.list[entry->outcome]);
    json_key(writer, "role");
    json_string(writer, principal_role_words.list[entry->principal.role]);
    json_key(writer, "tenant");
    if (guid_is_none(entry->principal.tenant))
        json_null(writer);
    else
        json_guid(writer, entry->principal.tenant);
    json_key(writer, "leaf");
    json_hash(writer, &entry->leaf);
    json_end_object(writer);
}

void entry_write_whole(struct buffer *buffer, const struct entry *entry)
{
    char salt[2 * ENTRY_SALT_BYTES + 1];
    char hash[DIGEST_LENGTH + 1];

    hash_write(&entry->leaf, hash);
    buffer_add_format(buffer, "{\"position\":%llu,\"hash\":\"%s\",\"leaf\":",
                      (unsigned long long)entry->position, hash);
    entry_write_leaf(buffer, entry);
    if (entry->is_erased) {
        buffer_add_string(buffer, ",\"salt\":null,\"body\":null}\n");
        return;
    }
    (void)sodium_bin2hex(salt, sizeof(salt), entry->salt, sizeof(entry->salt));
    buffer_add_format(buffer, ",\"salt\":\"%s\",\"body\":", salt);
    entry_write_body(buffer, entry);
    buffer_add_string(buffer, "}\n");
}
