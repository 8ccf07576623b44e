/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision-schema         the JSON Schema of a decision in full form
 * decision-schema --facts the facts that a finding of each rule shows, as a table in Markdown
 *
 * From the tables by which decisions are written; only what no table has stands here, the members
 * of each remedy above all. Every object is closed: a key that is not in the schema is an error.
 */
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "exchange/full.h"
#include "exchange/full_private.h"
#include "exchange/proposal_line.h"
#include "exchange/world_private.h"
#include "rulebook/statement.h"
#include "schema/schema_writer.h"

enum {
    PARTICULARS_MAX = 3
};

static void define_values(struct json_writer *writer)
{
    static const struct {
        const char *name;
        struct text schema;
    } values[] = {
        { "text", TEXT_ROW("{\"type\":\"string\",\"minLength\":1,\"maxLength\":1024}") },
        { "id", TEXT_ROW("{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}") },
        { "domain", TEXT_ROW("{\"type\":\"string\",\"minLength\":1}") },
        { "digits", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}") },
        { "guid", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{8}-([0-9a-f]{4}-){3}"
                           "[0-9a-f]{12}$\"}") },
        { "date", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}") },
        { "country", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}$\"}") },
        { "currency", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}") },
        { "flag", TEXT_ROW("{\"type\":\"boolean\"}") },
        { "digest", TEXT_ROW("{\"type\":\"string\",\"pattern\":\"^sha256:[0-9a-f]{64}$\"}") },
        { "markets", TEXT_ROW("{\"anyOf\":[{\"const\":[\"*\"]},{\"type\":\"array\",\"items\":"
                              "{\"$ref\":\"#/$defs/country\"},\"uniqueItems\":true}]}") },
    };

    for (size_t i = 0; i < COUNT_OF(values); i++) {
        json_key(writer, values[i].name);
        json_raw(writer, values[i].schema);
    }
    json_key(writer, "quantity");
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "integer");
    json_key(writer, "minimum");
    json_integer(writer, 1);
    json_key(writer, "maximum");
    json_integer(writer, QUANTITY_MAX);
    json_end_object(writer);
}

static void define_words(struct json_writer *writer)
{
    static const struct {
        const char *name;
        const struct words *words;
    } lists[] = {
        { "role", &role_words },
        { "capability", &capability_words },
        { "tenant_kind", &tenant_kind_words },
        { "requester", &requester_words },
    };

    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        json_key(writer, lists[i].name);
        one_of_words(writer, lists[i].words);
    }
}

/* The ids of statements, of readings, of regions. */
static void define_ids(struct json_writer *writer)
{
    json_key(writer, "statement");
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (size_t i = 0; i < statement_count; i++)
        json_string(writer, statements[i].id);
    json_end_array(writer);
    json_end_object(writer);
    json_key(writer, "reading");
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (size_t i = 0; i < reading_count; i++)
        json_string(writer, readings[i].id);
    json_end_array(writer);
    json_end_object(writer);
    json_key(writer, "region");
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (unsigned i = 1; i <= region_count(); i++)
        json_string(writer, region_id((region){ (uint8_t)i }));
    json_end_array(writer);
    json_end_object(writer);
}

/* What a field of an act or of a fact holds, as it is written. */
static void field_schema(struct json_writer *writer, const struct field *field)
{
    static const char *const names[FIELD_KIND_COUNT] = {
        [FIELD_TEXT] = "text",       [FIELD_ID] = "id",           [FIELD_DOMAIN] = "domain",
        [FIELD_DIGITS] = "digits",   [FIELD_GUID] = "guid",       [FIELD_DATE] = "date",
        [FIELD_COUNTRY] = "country", [FIELD_MARKETS] = "markets", [FIELD_QUANTITY] = "quantity",
        [FIELD_FLAG] = "flag",
    };

    if (field->kind == FIELD_WORD)
        one_of_words(writer, field->words);
    else if (field->kind == FIELD_WORDS || field->kind == FIELD_WORDS_0)
        list_of_words(writer, field->words);
    else
        refer(writer, "", names[field->kind]);
}

static void add_fields(struct closed *object, const struct shape *shape)
{
    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];

        if (field->kind == FIELD_ID)
            continue;
        if (field->is_optional)
            json_key(object->writer, field->name.bytes);
        else
            need(object, field->name.bytes);
        field_schema(object->writer, field);
    }
}

/* Each act, and any. */
static void define_acts(struct json_writer *writer)
{
    char name[NAME_BYTES_MAX];
    struct closed object;

    for (unsigned i = 0; i < ACT_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "act_%s", act_words.list[i]);
        json_key(writer, name);
        begin_closed(&object, writer);
        need(&object, "act");
        one_of(writer, act_words.list[i]);
        add_fields(&object, proposal_shape((enum act)i));
        end_closed(&object);
    }
    json_key(writer, "act");
    choose(writer, "act", &act_words, "act_");
}

/* A member of a remedy: its key, and the name of its schema. */
struct particular {
    const char *key;
    const char *schema;
    bool is_found_later; /* null in a remedy: the plan says it */
};

static const struct particular particulars[REMEDY_COUNT][PARTICULARS_MAX] = {
    [REMEDY_END_ENROLLMENT] = { { "tenant", "guid", false }, { "role", "role", false } },
    [REMEDY_REMOVE_CUSTOMER] = { { "partner", "guid", false }, { "customer", "guid", false } },
    [REMEDY_END_INDIRECT_RELATIONSHIP] = { { "act", "act_end_indirect_relationship", false } },
    [REMEDY_CREATE_TENANT] = { { "organization", "text", false },
                               { "country", "country", false },
                               { "kind", "tenant_kind", false } },
    [REMEDY_REGISTER_PARTNER_ID] = { { "tenant", "guid", false },
                                     { "country", "country", false },
                                     { "mpn_id", "digits", false } },
    [REMEDY_OTHER_TENANT] = { { "from", "guid", false }, { "to", "guid", true } },
    [REMEDY_OTHER_PROVIDER] = { { "from", "guid", false }, { "to", "guid", true } },
    [REMEDY_OTHER_SELLER] = { { "from", "chain", false }, { "to", "chain", true } },
    [REMEDY_USE_PARTNER_ID] = { { "from", "digits", false }, { "to", "digits", false } },
    [REMEDY_ATTEST_CAPABILITY] = { { "capability", "capability", false } },
    [REMEDY_OPEN_SUPPORT_CASE] = { { "from", "requester", false }, { "to", "requester", false } },
    [REMEDY_WAIT_UNTIL] = { { "from", "date", false }, { "to", "date", false } },
    [REMEDY_ONBOARD] = { { "tenant", "guid", false } },
    [REMEDY_ENROLL] = { { "act", "act_enroll", false } },
    [REMEDY_REINSTATE] = { { "tenant", "guid", false }, { "role", "role", false } },
    [REMEDY_SIGN_MPA] = { { "tenant", "guid", false } },
    [REMEDY_ESTABLISH_INDIRECT_RELATIONSHIP] = { { "act", "act_establish_indirect_relationship",
                                                   false } },
    [REMEDY_ESTABLISH_CUSTOMER_RELATIONSHIP] = { { "act", "act_establish_customer_relationship",
                                                   false } },
    [REMEDY_ACCEPT_CUSTOMER_AGREEMENT] = { { "customer", "guid", false } },
    [REMEDY_ATTEST_CUSTOMER_AGREEMENT] = { { "partner", "guid", false },
                                           { "customer", "guid", false } },
};

static void actor_schema(struct json_writer *writer, enum actor_role role)
{
    struct closed object;

    if (role == ACTOR_NOBODY) {
        one_of_null(writer);
        return;
    }
    begin_closed(&object, writer);
    need(&object, "role");
    one_of(writer, actor_role_words.list[role]);
    if (role != ACTOR_VENDOR && role != ACTOR_VENDOR_SUPPORT) {
        need(&object, "tenant");
        refer(writer, "", "guid");
    }
    end_closed(&object);
}

static void remedy_schema(struct json_writer *writer, enum remedy remedy, bool is_step)
{
    const struct particular *members = particulars[remedy];
    struct closed object;

    ASSERT(members[0].key != NULL);
    begin_closed(&object, writer);
    need(&object, "remedy");
    one_of(writer, remedy_words.list[remedy]);
    for (unsigned i = 0; i < PARTICULARS_MAX && members[i].key != NULL; i++) {
        need(&object, members[i].key);
        if (members[i].is_found_later && !is_step)
            one_of_null(writer);
        else
            refer(writer, "", members[i].schema);
    }
    need(&object, "actor");
    actor_schema(writer, remedy_rows[remedy].actor);
    need(&object, "confirmed_by");
    actor_schema(writer, remedy_rows[remedy].confirmed_by);
    if (is_step) {
        need(&object, "message");
        refer(writer, "", "message");
    }
    end_closed(&object);
}

/* Each remedy as it stands in a finding, and as a step of a plan. */
static void define_remedies(struct json_writer *writer)
{
    char name[NAME_BYTES_MAX];
    struct closed object;

    json_key(writer, "message");
    begin_closed(&object, writer);
    need(&object, "en");
    refer(writer, "", "sentence");
    need(&object, "fr");
    refer(writer, "", "sentence");
    end_closed(&object);
    json_key(writer, "sentence");
    json_raw(writer, TEXT("{\"type\":\"string\",\"minLength\":1}"));
    json_key(writer, "chain");
    begin_closed(&object, writer);
    need(&object, "provider");
    or_null(writer, "guid");
    need(&object, "seller");
    refer(writer, "", "guid");
    end_closed(&object);
    for (unsigned i = REMEDY_NONE + 1; i < REMEDY_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "remedy_%s", remedy_words.list[i]);
        json_key(writer, name);
        remedy_schema(writer, (enum remedy)i, false);
        (void)snprintf(name, sizeof(name), "step_%s", remedy_words.list[i]);
        json_key(writer, name);
        remedy_schema(writer, (enum remedy)i, true);
    }
}

static void define_plan(struct json_writer *writer)
{
    struct closed object;

    json_key(writer, "step");
    choose(writer, "remedy", &(struct words){ remedy_words.list + 1, remedy_words.count - 1 },
           "step_");
    json_key(writer, "plan");
    begin_closed(&object, writer);
    need(&object, "steps");
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "array");
    json_key(writer, "items");
    refer(writer, "", "step");
    json_key(writer, "minItems");
    json_integer(writer, 1);
    json_key(writer, "maxItems");
    json_integer(writer, PLAN_STEPS_MAX);
    json_end_object(writer);
    need(&object, "then");
    refer(writer, "", "act");
    end_closed(&object);
}

/* The positions that some act asks a rule about. */
static unsigned positions_of(enum rule_name rule)
{
    unsigned positions = 0;

    for (unsigned i = 0; i < ACT_COUNT; i++)
        for (unsigned j = 0; j < act_consults[i].count; j++)
            if (act_consults[i].rows[j].rule == rule)
                positions |= act_consults[i].rows[j].positions;
    return positions;
}

static void position_schema(struct json_writer *writer, unsigned positions)
{
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (unsigned i = 0; i < POSITION_NONE; i++)
        if ((positions & BIT(i)) != 0)
            json_string(writer, position_words.list[i]);
    if ((positions & BIT(POSITION_NONE)) != 0)
        json_null(writer);
    json_end_array(writer);
    json_end_object(writer);
}

static void shown_schema(struct json_writer *writer, enum shown_kind kind)
{
    static const struct {
        const char *name;
        bool is_null_too;
    } schemas[SHOWN_KIND_COUNT] = {
        [SHOWN_TENANT] = { "guid", false },
        [SHOWN_PARTY] = { "guid", true },
        [SHOWN_TEXT] = { "text", false },
        [SHOWN_DIGITS] = { "digits", false },
        [SHOWN_DATE] = { "date", true },
        [SHOWN_COUNTRY] = { "country", false },
        [SHOWN_REGION] = { "region", true },
        [SHOWN_ROLE] = { "role", true },
        [SHOWN_TENANT_KIND] = { "tenant_kind", false },
        [SHOWN_REQUESTER] = { "requester", false },
    };

    if (kind == SHOWN_ROLES)
        list_of_words(writer, &role_words);
    else if (kind == SHOWN_CAPABILITIES)
        list_of_words(writer, &capability_words);
    else if (schemas[kind].is_null_too)
        or_null(writer, schemas[kind].name);
    else
        refer(writer, "", schemas[kind].name);
}

/* The facts of a rule's row, each key once. */
static void facts_schema(struct json_writer *writer, const char *keys)
{
    char names[MEMBERS_MAX][NAME_BYTES_MAX];
    struct closed object;
    unsigned count = 0;

    begin_closed(&object, writer);
    while (*keys != '\0') {
        size_t length = strcspn(keys, " ");
        struct text key = { keys, length };

        ASSERT(length < NAME_BYTES_MAX);
        memcpy(names[count], keys, length);
        names[count][length] = '\0';
        need(&object, names[count++]);
        ASSERT(finding_fact_kind(key) != SHOWN_NOTHING);
        shown_schema(writer, finding_fact_kind(key));
        keys += length + strspn(keys + length, " ");
    }
    end_closed(&object);
}

static void remedies_of(struct json_writer *writer, const struct rule *rule)
{
    const char *list[RULE_REMEDIES_MAX];
    unsigned count = 0;
    unsigned told = 0;

    /* A row may have a remedy twice, for other acts. */
    for (const struct rule_remedy *row = rule->remedies; row->remedy != REMEDY_NONE; row++) {
        if ((told & BIT(row->remedy)) == 0)
            list[count++] = remedy_words.list[row->remedy];
        told |= BIT(row->remedy);
    }
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "array");
    json_key(writer, "items");
    choose(writer, "remedy", &(struct words){ list, count }, "remedy_");
    json_key(writer, "maxItems");
    json_integer(writer, FINDING_REMEDIES_MAX);
    json_end_object(writer);
}

static void finding_schema(struct json_writer *writer, enum rule_name name)
{
    const struct rule *rule = rules[name];
    struct closed object;

    begin_closed(&object, writer);
    need(&object, "rule");
    one_of(writer, rule->id);
    need(&object, "position");
    position_schema(writer, positions_of(name));
    need(&object, "origin");
    one_of(writer, rule->origin == ORIGIN_ARTICLE ? "A" : "P");
    need(&object, "statements");
    exactly(writer, rule->statements);
    need(&object, "readings");
    exactly(writer, rule->readings);
    need(&object, "message");
    refer(writer, "", "message");
    need(&object, "facts");
    json_begin_object(writer);
    json_key(writer, "anyOf");
    json_begin_array(writer);
    json_raw(writer, TEXT("{\"const\":{}}"));
    facts_schema(writer, rule->facts);
    json_end_array(writer);
    json_end_object(writer);
    need(&object, "remedies");
    remedies_of(writer, rule);
    end_closed(&object);
}

static void define_findings(struct json_writer *writer)
{
    const char *ids[RULE_COUNT];
    char name[NAME_BYTES_MAX];

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        ids[i] = rules[i]->id;
        (void)snprintf(name, sizeof(name), "finding_%s", rules[i]->id);
        json_key(writer, name);
        finding_schema(writer, (enum rule_name)i);
    }
    json_key(writer, "finding");
    choose(writer, "rule", &(struct words){ ids, RULE_COUNT }, "finding_");
}

static void end_schema(struct json_writer *writer, bool is_vendor_too)
{
    if (!is_vendor_too) {
        refer(writer, "", "guid");
        return;
    }
    json_begin_object(writer);
    json_key(writer, "anyOf");
    json_begin_array(writer);
    one_of(writer, "vendor");
    refer(writer, "", "guid");
    json_end_array(writer);
    json_end_object(writer);
}

static void define_tier(struct json_writer *writer, const char *obligation, bool is_bill)
{
    struct closed object;
    char name[NAME_BYTES_MAX];

    (void)snprintf(name, sizeof(name), "obligation_%s", obligation);
    json_key(writer, name);
    begin_closed(&object, writer);
    need(&object, "obligation");
    one_of(writer, obligation);
    need(&object, "from");
    end_schema(writer, is_bill);
    need(&object, "to");
    end_schema(writer, false);
    if (is_bill) {
        need(&object, "currency");
        or_null(writer, "currency");
    }
    need(&object, "statements");
    list_of(writer, "statement");
    end_closed(&object);
}

static void define_obligations(struct json_writer *writer)
{
    static const char *const obligations[] = { "bills", "supports", "agreement" };
    static const char *const agreements[] = { "MPA", "MCA" };
    struct closed object;

    define_tier(writer, "bills", true);
    define_tier(writer, "supports", false);
    json_key(writer, "obligation_agreement");
    begin_closed(&object, writer);
    need(&object, "obligation");
    one_of(writer, "agreement");
    need(&object, "party");
    refer(writer, "", "guid");
    need(&object, "agreement");
    one_of_words(writer, &(struct words){ agreements, COUNT_OF(agreements) });
    need(&object, "statements");
    list_of(writer, "statement");
    end_closed(&object);
    json_key(writer, "obligation");
    choose(writer, "obligation", &(struct words){ obligations, COUNT_OF(obligations) },
           "obligation_");
}

/* Facts of a dossier: a list for each type. */
static void define_facts(struct json_writer *writer)
{
    struct closed object;
    char name[NAME_BYTES_MAX];

    for (unsigned i = 0; i < FACT_TYPE_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "fact_%s", fact_type_words.list[i]);
        json_key(writer, name);
        begin_closed(&object, writer);
        add_fields(&object, &dossier_shapes[i]);
        end_closed(&object);
    }
    json_key(writer, "facts");
    begin_closed(&object, writer);
    for (unsigned i = 0; i < FACT_TYPE_COUNT; i++) {
        (void)snprintf(name, sizeof(name), "fact_%s", fact_type_words.list[i]);
        json_key(writer, fact_type_words.list[i]);
        list_of(writer, name);
    }
    end_closed(&object);
}

static void add_other_readings(struct closed *object)
{
    const char *list[32];
    unsigned count = 0;

    for (size_t i = 0; i < reading_count; i++)
        if ((reading_parse(text_of(readings[i].id)) & READINGS_DECIDABLE) != 0)
            list[count++] = readings[i].id;
    need(object, "other_readings");
    list_of_words(object->writer, &(struct words){ list, count });
}

static void add_lists(struct closed *object)
{
    struct json_writer *writer = object->writer;

    need(object, "basis");
    list_of(writer, "statement");
    need(object, "findings");
    list_of(writer, "finding");
    need(object, "way_forward");
    json_begin_object(writer);
    json_key(writer, "type");
    json_string(writer, "array");
    json_key(writer, "items");
    refer(writer, "", "plan");
    json_key(writer, "maxItems");
    json_integer(writer, PLANS_MAX);
    json_end_object(writer);
    need(object, "obligations");
    list_of(writer, "obligation");
    need(object, "readings");
    list_of(writer, "reading");
    add_other_readings(object);
}

static void add_head(struct closed *object)
{
    struct json_writer *writer = object->writer;
    struct closed rulebook;

    need(object, "id");
    or_null(writer, "id");
    need(object, "act");
    refer(writer, "", "act");
    need(object, "verdict");
    json_raw(writer, TEXT("{\"enum\":[\"supported\",\"not_supported\"]}"));
    need(object, "as_of");
    refer(writer, "", "date");
    need(object, "profile");
    one_of_words(writer, &profile_words);
    need(object, "rulebook");
    begin_closed(&rulebook, writer);
    need(&rulebook, "id");
    one_of(writer, "csp");
    need(&rulebook, "version");
    one_of(writer, RULEBOOK_VERSION);
    end_closed(&rulebook);
}

/* A decision has a dossier and its digest, or is redacted. */
static void add_dossier(struct closed *object)
{
    struct json_writer *writer = object->writer;
    struct closed dossier;

    json_key(writer, "dossier");
    begin_closed(&dossier, writer);
    need(&dossier, "facts");
    refer(writer, "", "facts");
    need(&dossier, "candidates");
    refer(writer, "", "facts");
    end_closed(&dossier);
    json_key(writer, "digest");
    refer(writer, "", "digest");
    json_key(writer, "redacted");
    json_raw(writer, TEXT("{\"const\":true}"));
}

/* What one key tells of others. */
static void write_conditions(struct json_writer *writer)
{
    static const struct text supported =
        TEXT_ROW("{\"if\":{\"properties\":{\"verdict\":{\"const\":\"supported\"}}},"
                 "\"then\":{\"properties\":{\"findings\":{\"maxItems\":0},"
                 "\"way_forward\":{\"maxItems\":0}}},"
                 "\"else\":{\"properties\":{\"findings\":{\"minItems\":1},"
                 "\"basis\":{\"maxItems\":0},\"obligations\":{\"maxItems\":0}}}}");
    static const struct text redacted =
        TEXT_ROW("{\"if\":{\"required\":[\"redacted\"]},"
                 "\"then\":{\"properties\":{\"dossier\":false,\"digest\":false,"
                 "\"way_forward\":{\"maxItems\":0},\"findings\":{\"items\":{\"properties\":"
                 "{\"facts\":{\"maxProperties\":0},\"remedies\":{\"maxItems\":0}}}}}},"
                 "\"else\":{\"required\":[\"dossier\",\"digest\"],\"properties\":"
                 "{\"findings\":{\"items\":{\"properties\":{\"facts\":"
                 "{\"minProperties\":1}}}}}}}");

    json_key(writer, "allOf");
    json_begin_array(writer);
    json_raw(writer, supported);
    json_raw(writer, redacted);
    json_end_array(writer);
}

static void define_decision(struct json_writer *writer)
{
    struct closed decision;

    json_key(writer, "decision");
    begin_closed(&decision, writer);
    add_head(&decision);
    add_lists(&decision);
    add_dossier(&decision);
    end_closed(&decision);
}

static void define(struct json_writer *writer)
{
    json_key(writer, "$defs");
    json_begin_object(writer);
    define_values(writer);
    define_words(writer);
    define_ids(writer);
    define_acts(writer);
    define_remedies(writer);
    define_plan(writer);
    define_findings(writer);
    define_obligations(writer);
    define_facts(writer);
    define_decision(writer);
    json_end_object(writer);
}

static void write_schema(struct buffer *buffer)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, buffer, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    json_key(&writer, "$schema");
    json_string(&writer, "https://json-schema.org/draft/2020-12/schema");
    json_key(&writer, "title");
    json_string(&writer, "A decision in full form");
    json_key(&writer, "$ref");
    json_string(&writer, "#/$defs/decision");
    write_conditions(&writer);
    define(&writer);
    json_end_object(&writer);
    json_writer_done(&writer);
}

static void write_facts_table(struct buffer *buffer)
{
    buffer_add_string(buffer, "| rule | keys of `facts` |\n|---|---|\n");
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const char *keys = rules[i]->facts;

        buffer_add_format(buffer, "| `%s` | ", rules[i]->id);
        for (const char *comma = ""; *keys != '\0'; comma = ", ") {
            int length = (int)strcspn(keys, " ");

            buffer_add_format(buffer, "%s`%.*s`", comma, length, keys);
            keys += length + (int)strspn(keys + length, " ");
        }
        buffer_add_string(buffer, " |\n");
    }
}

int main(int argument_count, char **arguments)
{
    struct buffer buffer = { 0 };

    if (argument_count > 1 && strcmp(arguments[1], "--facts") == 0)
        write_facts_table(&buffer);
    else
        write_schema(&buffer);
    ASSERT(!buffer.has_failed);
    (void)fwrite(buffer.bytes, 1, buffer.length, stdout);
    buffer_done(&buffer);
    return 0;
}
