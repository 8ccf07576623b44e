/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/event.h"

#include <string.h>
#include <yyjson.h>

#include "base/json_writer.h"
#include "engine/journal/entry_json.h"
#include "model/noun_json.h"

static const struct event_row event_rows[] = {
#define EVENT(act, name, resource, path) { act, name, resource, path },
#include "api/webhooks/events.def"
#undef EVENT
    { NULL, EVENT_REFUSED, "act", NULL },
    { NULL, EVENT_TEST, "test", NULL },
};

enum {
    ROW_REFUSED = COUNT_OF(event_rows) - 2,
    WORD_BYTES = 32
};

const struct event_row *event_row_at(size_t number)
{
    return number < COUNT_OF(event_rows) ? &event_rows[number] : NULL;
}

/* What Partner Center tells and Aval does not (yet): clients may ask for it. */
static const char *const silent_names[] = {
    "invoice-ready",
    "referral-created",
    "referral-updated",
    "usagerecords-thresholdExceeded",
};

const char *event_find(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(event_rows); i++)
        if (text_is_in_any_case(name, event_rows[i].name))
            return event_rows[i].name;
    for (size_t i = 0; i < COUNT_OF(silent_names); i++)
        if (text_is_in_any_case(name, silent_names[i]))
            return silent_names[i];
    return NULL;
}

const struct event_row *event_row_of(const struct entry *entry)
{
    if (entry->outcome == OUTCOME_REFUSED)
        return &event_rows[ROW_REFUSED];
    for (size_t i = 0; i < ROW_REFUSED; i++)
        if (text_is(entry->act, event_rows[i].act))
            return &event_rows[i];
    return NULL;
}

/* What an entry says of its resource: what was asked, and the facts that changed. */
struct sources {
    yyjson_doc *input;
    yyjson_doc *changes;
};

static struct text text_of_value(yyjson_val *value)
{
    if (!yyjson_is_str(value))
        return TEXT("");
    return (struct text){ yyjson_get_str(value), yyjson_get_len(value) };
}

/* The member of that name, or the id of a fact that is of that type. */
static struct text find_in_fact(yyjson_val *fact, const char *word)
{
    if (text_is(text_of_value(yyjson_obj_get(fact, "type")), word))
        return text_of_value(yyjson_obj_get(fact, "id"));
    return text_of_value(yyjson_obj_get(fact, word));
}

static struct text find_word(const struct sources *sources, const char *word)
{
    struct text found = text_of_value(yyjson_obj_get(yyjson_doc_get_root(sources->input), word));
    size_t index = 0;
    size_t count = 0;
    yyjson_val *change = NULL;

    if (found.length > 0)
        return found;
    yyjson_arr_foreach (yyjson_doc_get_root(sources->changes), index, count, change) {
        yyjson_val *added = yyjson_obj_get(change, "add");
        yyjson_val *fact = added == NULL ? yyjson_obj_get(change, "by") : added;

        found = find_in_fact(fact, word);
        if (found.length > 0)
            return found;
    }
    return TEXT("");
}

/* Adds the path with what its braces stand for. False: something is missing. */
static bool fill_path(struct buffer *uri, const char *path, const struct sources *sources)
{
    while (*path != '\0') {
        size_t plain = strcspn(path, "{");
        size_t length = 0;
        char word[WORD_BYTES];
        struct text found;

        buffer_add(uri, path, plain);
        path += plain;
        if (*path == '\0')
            break;
        length = strcspn(++path, "}");
        memcpy(word, path, length);
        word[length] = '\0';
        path += length + 1;
        found = find_word(sources, word);
        /* Only ids: whatever else was asked is nothing for an address. */
        if (!guid_parse(found, &(guid){ 0 }))
            return false;
        buffer_add_text(uri, found);
    }
    return true;
}

static void add_uri(struct buffer *uri, const char *base, const struct event_row *row,
                    const struct entry *entry)
{
    struct sources sources = { yyjson_read(entry->input.bytes, entry->input.length, 0),
                               yyjson_read(entry->changes.bytes, entry->changes.length, 0) };

    buffer_add_string(uri, base);
    if (row->path == NULL || !fill_path(uri, row->path, &sources)) {
        buffer_clear(uri);
        buffer_add_format(uri, "%s/program/v1/journal/%llu", base,
                          (unsigned long long)entry->position);
    }
    yyjson_doc_free(sources.input);
    yyjson_doc_free(sources.changes);
}

void event_write_instant(struct json_writer *writer, const char *key, int64_t at,
                         enum instant_zone zone)
{
    int64_t milliseconds = (at % 1000 + 1000) % 1000;

    json_key(writer, key);
    buffer_add_string(writer->buffer, "\"");
    instant_write(writer->buffer, at, INSTANT_JSON);
    /* In the place of its Z. */
    if (!writer->buffer->has_failed)
        writer->buffer->length--;
    buffer_add_format(writer->buffer, ".%03u%s\"", (unsigned)milliseconds,
                      zone == INSTANT_UTC ? "+00:00" : "");
}

/* The parts of an event. */
struct told_event {
    const struct event_row *row;
    struct buffer resource_uri;
    struct buffer audit_uri; /* empty: none */
    int64_t at;
};

static void write_event(struct buffer *buffer, struct told_event *event)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "EventName");
    json_string(&writer, event->row->name);
    json_key(&writer, "ResourceUri");
    json_text(&writer, buffer_text(&event->resource_uri));
    json_key(&writer, "ResourceName");
    json_string(&writer, event->row->resource);
    json_key(&writer, "AuditUri");
    if (event->audit_uri.length > 0)
        json_text(&writer, buffer_text(&event->audit_uri));
    else
        json_null(&writer);
    event_write_instant(&writer, "ResourceChangeUtcDate", event->at, INSTANT_UTC);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer->has_failed |= event->resource_uri.has_failed || event->audit_uri.has_failed;
    buffer_done(&event->resource_uri);
    buffer_done(&event->audit_uri);
}

void event_write(struct buffer *buffer, const char *base, const struct event_row *row,
                 const struct entry *entry)
{
    struct told_event event = { .row = row, .at = entry->at };

    add_uri(&event.resource_uri, base, row, entry);
    buffer_add_format(&event.audit_uri, "%s/program/v1/journal/%llu", base,
                      (unsigned long long)entry->position);
    write_event(buffer, &event);
}

void event_write_test(struct buffer *buffer, const char *base, guid id, int64_t at)
{
    struct told_event event = { .row = &event_rows[COUNT_OF(event_rows) - 1], .at = at };
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    buffer_add_format(&event.resource_uri, "%s/webhooks/v1/registration/validationEvents/%s", base,
                      text);
    write_event(buffer, &event);
}
