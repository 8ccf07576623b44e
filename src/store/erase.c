/* SPDX-License-Identifier: Apache-2.0 */
#include "store/erase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "engine/journal/seal.h"
#include "engine/party/party.h"
#include "exchange/fact_shape.h"
#include "model/noun_json.h"
#include "store/census.h"

#define ERASED "erased"

/* An entry whose body goes. */
struct named_entry {
    uint64_t position;
    struct principal principal;
    struct text act; /* of the call's arena */
};

struct erasing {
    struct store_work work; /* first */
    struct text name;       /* of the tenant, as it was given */
    struct session *session;
    guid tenant;
    struct named_entry *entries;
    size_t entry_count, entry_capacity;
    struct erase_report report;
};

/* Shown the entries. */
struct erasing_visitor {
    struct entry_visitor visitor;
    struct erasing *erasing;
};

/* Within a string its quotation marks would have a backslash before them. */
static bool has(struct text json, const char *key)
{
    return memmem(json.bytes, json.length, key, strlen(key)) != NULL;
}

static bool names_person(struct text json)
{
    for (unsigned i = 0; i < personal_field_words.count; i++) {
        char key[64];

        (void)snprintf(key, sizeof(key), "\"%s\":", personal_field_words.list[i]);
        if (has(json, key))
            return true;
    }
    return false;
}

/* Whether what is told of a person is told of the tenant, by the fields that say whose it is. */
static bool is_about(struct text json, guid tenant)
{
    char id[GUID_LENGTH + 1];
    char key[64];

    guid_format(tenant, id);
    (void)snprintf(key, sizeof(key), "\"tenant\":\"%s\"", id);
    if (has(json, key))
        return true;
    (void)snprintf(key, sizeof(key), "\"customer\":\"%s\"", id);
    return has(json, key);
}

/* Of a refused act that was to make somebody new, every party has what it told. */
static bool is_to_go(const struct entry *entry, guid tenant)
{
    if (entry->is_erased || !(names_person(entry->input) || names_person(entry->changes)))
        return false;
    return entry->outcome == OUTCOME_REFUSED || is_about(entry->input, tenant) ||
           is_about(entry->changes, tenant);
}

static enum status note_entry(struct entry_visitor *visitor, const struct entry *entry)
{
    struct erasing *erasing = ((struct erasing_visitor *)visitor)->erasing;
    struct call *call = &erasing->session->call;
    void *entries = erasing->entries;

    if (!is_to_go(entry, erasing->tenant))
        return STATUS_OK;
    if (memory_grow(&entries, &erasing->entry_capacity, erasing->entry_count + 1,
                    sizeof(*erasing->entries)) != STATUS_OK)
        return call_fail(call, FAULT_NO_MEMORY, NULL, NULL, NULL);
    erasing->entries = entries;
    erasing->entries[erasing->entry_count++] =
        (struct named_entry){ entry->position, entry->principal,
                              arena_keep(&call->arena, entry->act) };
    return STATUS_OK;
}

static enum status erase_entries(struct erasing *erasing)
{
    struct call *call = &erasing->session->call;
    struct entry_filter filter = { .has_party = true, .party = erasing->tenant };
    struct erasing_visitor visitor = { { note_entry }, erasing };

    TRY(call->store->visit_entries(call, &filter, &visitor.visitor));
    for (size_t i = 0; i < erasing->entry_count; i++) {
        struct entry entry = { .position = erasing->entries[i].position,
                               .principal = erasing->entries[i].principal,
                               .act = erasing->entries[i].act };

        TRY(erasing->session->functions->erase_body(erasing->session, &entry));
    }
    erasing->report.entry_count = erasing->entry_count;
    return STATUS_OK;
}

/* What has to be there says that it was erased; what may be absent is. False: there was nothing. */
static bool erase_field(const struct field *field, struct fact *fact)
{
    void *at = (char *)fact + field->offset;
    struct text *member = at;
    struct text erased = field->is_optional ? TEXT("") : TEXT(ERASED);

    if (!words_have(&personal_field_words, field->name) || text_equal(*member, erased))
        return false;
    *member = erased;
    return true;
}

static enum status erase_rows(struct erasing *erasing, const struct rows *rows)
{
    struct call *call = &erasing->session->call;

    for (size_t i = 0; i < rows->count; i++) {
        struct fact fact = rows->list[i].fact;
        const struct shape *shape = &fact_shapes[fact.type];
        unsigned count = 0;

        for (unsigned j = 0; j < shape->field_count; j++)
            count += erase_field(&shape->fields[j], &fact);
        if (count == 0)
            continue;
        TRY(call->store->replace(call, rows->list[i].id, &fact));
        erasing->report.fact_count++;
    }
    return STATUS_OK;
}

static const enum query queries[] = {
    QUERY_AGREEMENTS_OF_TENANT,
    QUERY_CUSTOMER_AGREEMENTS_OF_CUSTOMER,
    QUERY_PARTICULARS_OF_TENANT,
};

static enum status erase_facts(struct erasing *erasing)
{
    struct call *call = &erasing->session->call;

    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct query_key key = { .ids = { erasing->tenant } };
        struct rows rows;

        TRY(call->store->find(call, queries[i], &key, &rows));
        TRY(erase_rows(erasing, &rows));
    }
    return STATUS_OK;
}

/* Whose, and where: what the facts were before cannot be gone back to. */
static void write_members(struct json_writer *writer, const void *of)
{
    const struct erasing *erasing = of;

    json_key(writer, "tenant");
    json_guid(writer, erasing->tenant);
    json_key(writer, "facts");
    json_integer(writer, (int64_t)erasing->report.fact_count);
    json_key(writer, "entries");
    json_begin_array(writer);
    for (size_t i = 0; i < erasing->entry_count; i++)
        json_integer(writer, (int64_t)erasing->entries[i].position);
    json_end_array(writer);
}

static enum status journal(struct erasing *erasing)
{
    struct census_note note = { TEXT("erase"), erasing->tenant, write_members, erasing };

    return census_journal(erasing->session, &note, &erasing->report.position);
}

static enum status run(struct store_work *work, struct call *call)
{
    struct erasing *erasing = (struct erasing *)work;

    erasing->session = session_of(call);
    erasing->entry_count = 0;
    erasing->report = (struct erase_report){ 0 };
    TRY(party_find(call, erasing->name, &erasing->tenant));
    TRY(erase_facts(erasing));
    TRY(erase_entries(erasing));
    if (erasing->report.fact_count == 0 && erasing->entry_count == 0)
        return call_fail_text(call, FAULT_NOTHING_TO_ERASE, erasing->name);
    return journal(erasing);
}

/* An earlier erasure may have left its traces, if it was cut off: so the file is rewritten even
 * where there is nothing more to erase, and that is then told. */
enum status store_erase(struct store *store, struct text tenant, struct fault *fault,
                        struct erase_report *out_report)
{
    struct loading_store *loading = (struct loading_store *)store;
    struct erasing erasing = { .work = { run }, .name = tenant };
    struct fault scrub_fault = { 0 };
    enum status status = STATUS_OK;
    enum status scrub_status = STATUS_OK;

    *fault = (struct fault){ 0 };
    status = store->write(store, &erasing.work, fault);
    memory_free(erasing.entries);
    if (status != STATUS_OK && fault->kind != FAULT_NOTHING_TO_ERASE)
        return status;
    scrub_status = loading->scrub(store, &scrub_fault);
    if (scrub_status != STATUS_OK) {
        *fault = scrub_fault;
        return scrub_status;
    }
    if (status == STATUS_OK)
        *out_report = erasing.report;
    return status;
}
