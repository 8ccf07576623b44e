/* SPDX-License-Identifier: Apache-2.0 */
/* This interface as OpenAPI 3.1, out of the tables of routes, acts and shapes. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "api/handlers.h"
#include "api/program/paging.h"
#include "base/assert.h"
#include "base/attributes.h"
#include "base/json_writer.h"
#include "engine/party/party.h"
#include "engine/use_case.h"
#include "exchange/proposal_line.h"

enum {
    REFERENCE_BYTES = 160
};

extern const struct text embedded_api_schemas;

static const char acts_path[] = "/program/v1/acts/{act}";

static void write_string(struct json_writer *writer, const char *key, const char *string)
{
    json_key(writer, key);
    json_string(writer, string);
}

static void write_type(struct json_writer *writer, const struct field *field)
{
    switch ((unsigned)field->kind) {
    case FIELD_QUANTITY:
        write_string(writer, "type", "integer");
        json_key(writer, "minimum");
        json_integer(writer, 1);
        json_key(writer, "maximum");
        json_integer(writer, QUANTITY_MAX);
        break;
    case FIELD_FLAG:
        write_string(writer, "type", "boolean");
        break;
    case FIELD_GUID:
        write_string(writer, "type", "string");
        write_string(writer, "format", "uuid");
        break;
    case FIELD_DATE:
        write_string(writer, "type", "string");
        write_string(writer, "format", "date");
        break;
    case FIELD_DIGITS:
        write_string(writer, "type", "string");
        write_string(writer, "pattern", "^[0-9]+$");
        break;
    case FIELD_WORDS:
    case FIELD_WORDS_0:
    case FIELD_MARKETS:
        write_string(writer, "type", "array");
        break;
    default:
        write_string(writer, "type", "string");
        break;
    }
}

static void write_words(struct json_writer *writer, const struct words *words)
{
    json_key(writer, "enum");
    json_begin_array(writer);
    for (unsigned i = 0; i < words->count; i++)
        json_string(writer, words->list[i]);
    json_end_array(writer);
}

static void write_field(struct json_writer *writer, const struct field *field)
{
    bool is_list =
        field->kind == FIELD_WORDS || field->kind == FIELD_WORDS_0 || field->kind == FIELD_MARKETS;

    json_key(writer, field->name.bytes);
    json_begin_object(writer);
    write_type(writer, field);
    if (is_list) {
        json_key(writer, "items");
        json_begin_object(writer);
        write_string(writer, "type", "string");
    }
    if (field->words != NULL)
        write_words(writer, field->words);
    if (is_list)
        json_end_object(writer);
    json_end_object(writer);
}

/* The members of an object of the shape. */
static void write_members(struct json_writer *writer, const struct shape *shape, const char *act)
{
    write_string(writer, "type", "object");
    json_key(writer, "additionalProperties");
    json_flag(writer, false);
    json_key(writer, "required");
    json_begin_array(writer);
    if (act != NULL)
        json_string(writer, "act");
    for (unsigned i = 0; i < shape->field_count; i++)
        if (!shape->fields[i].is_optional)
            json_text(writer, shape->fields[i].name);
    json_end_array(writer);
    json_key(writer, "properties");
    json_begin_object(writer);
    if (act != NULL) {
        json_key(writer, "act");
        json_begin_object(writer);
        write_string(writer, "const", act);
        json_end_object(writer);
    }
    for (unsigned i = 0; i < shape->field_count; i++)
        write_field(writer, &shape->fields[i]);
    json_end_object(writer);
}

static void write_reference(struct json_writer *writer, const char *to)
{
    json_begin_object(writer);
    write_string(writer, "$ref", to);
    json_end_object(writer);
}

/* What is said of an answer. */
struct answer_row {
    const char *status;
    const char *description;
    const char *content_type;
    const char *schema; /* NULL: a text */
};

static void write_answer(struct json_writer *writer, const struct answer_row *row)
{
    char reference[REFERENCE_BYTES];

    json_key(writer, row->status);
    json_begin_object(writer);
    write_string(writer, "description", row->description);
    json_key(writer, "content");
    json_begin_object(writer);
    json_key(writer, row->content_type);
    json_begin_object(writer);
    json_key(writer, "schema");
    if (row->schema != NULL) {
        (void)snprintf(reference, sizeof(reference), "#/components/schemas/%s", row->schema);
        write_reference(writer, reference);
    } else {
        json_begin_object(writer);
        write_string(writer, "type", "string");
        json_end_object(writer);
    }
    json_end_object(writer);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_answers(struct json_writer *writer, const struct route *route, bool is_of_act)
{
    json_key(writer, "responses");
    json_begin_object(writer);
    write_answer(writer, &(struct answer_row){ "200", "done", route->content_type, route->answer });
    if (is_of_act)
        write_answer(writer, &(struct answer_row){
                                 "422", "refused by a rule: the decisions say which and why",
                                 route->content_type, route->answer });
    write_answer(writer, &(struct answer_row){ "default", "not done", CONTENT_PROBLEM, "Problem" });
    json_end_object(writer);
}

static void write_parameter(struct json_writer *writer, const char *place, struct text name)
{
    json_begin_object(writer);
    json_key(writer, "name");
    json_text(writer, name);
    write_string(writer, "in", place);
    json_key(writer, "required");
    json_flag(writer, strcmp(place, "path") == 0);
    json_key(writer, "schema");
    json_begin_object(writer);
    if (text_is(name, "limit")) {
        write_string(writer, "type", "integer");
        json_key(writer, "minimum");
        json_integer(writer, 1);
        json_key(writer, "maximum");
        json_integer(writer, PAGE_LIMIT_MAX);
    } else {
        write_string(writer, "type", "string");
    }
    json_end_object(writer);
    json_end_object(writer);
}

static void write_parameters(struct json_writer *writer, const struct route *route,
                             const char *path)
{
    const char *const *argument = route->arguments;

    json_key(writer, "parameters");
    json_begin_array(writer);
    for (const char *brace = strchr(path, '{'); brace != NULL; brace = strchr(brace + 1, '{'))
        write_parameter(writer, "path", (struct text){ brace + 1, strcspn(brace + 1, "}") });
    for (; argument != NULL && *argument != NULL; argument++)
        write_parameter(writer, "query", text_of(*argument));
    json_end_array(writer);
}

/* What an operation is asked with. */
static void write_body(struct json_writer *writer, const struct route *route,
                       const struct shape *shape)
{
    if (route->body == BODY_NONE || route->body == BODY_UNREAD)
        return;
    json_key(writer, "requestBody");
    json_begin_object(writer);
    json_key(writer, "required");
    json_flag(writer, true);
    json_key(writer, "content");
    json_begin_object(writer);
    json_key(writer, route->body == BODY_JSON ? CONTENT_JSON : CONTENT_FORM);
    json_begin_object(writer);
    json_key(writer, "schema");
    if (shape != NULL) {
        json_begin_object(writer);
        write_members(writer, shape, NULL);
        json_end_object(writer);
    } else if (route->body == BODY_JSON) {
        write_reference(writer, "#/components/schemas/Proposal");
    } else {
        json_begin_object(writer);
        write_string(writer, "type", "object");
        json_end_object(writer);
    }
    json_end_object(writer);
    json_end_object(writer);
    json_end_object(writer);
}

static void write_security(struct json_writer *writer, const struct route *route)
{
    json_key(writer, "security");
    json_begin_array(writer);
    if (route->right != RIGHT_PUBLIC) {
        json_begin_object(writer);
        json_key(writer, "token");
        json_begin_array(writer);
        json_end_array(writer);
        json_end_object(writer);
    }
    json_end_array(writer);
}

/* The act's name, or the method and path with lines for all other signs. */
static void write_operation_id(struct json_writer *writer, const struct route *route,
                               const struct use_case *use_case)
{
    char id[REFERENCE_BYTES];
    size_t length = 0;

    if (use_case != NULL) {
        write_string(writer, "operationId", use_case->name);
        return;
    }
    (void)snprintf(id, sizeof(id), "%s%s", route->method == HTTP_POST ? "post" : "get",
                   route->path);
    for (const char *sign = id; *sign != '\0'; sign++)
        if (isalnum((unsigned char)*sign) != 0)
            id[length++] = *sign;
        else if (length > 0 && id[length - 1] != '_')
            id[length++] = '_';
    while (length > 0 && id[length - 1] == '_')
        length--;
    id[length] = '\0';
    write_string(writer, "operationId", id);
}

static void write_tags(struct json_writer *writer, const struct route *route)
{
    const char *tag = "operation";

    if (strncmp(route->path, "/program/", strlen("/program/")) == 0)
        tag = "program";
    else if (route->path[1] == '{')
        tag = "identity";
    json_key(writer, "tags");
    json_begin_array(writer);
    json_string(writer, tag);
    json_end_array(writer);
}

/* An operation; of an act by the act's own name, summary and fields. */
static void write_operation(struct json_writer *writer, const struct route *route,
                            const struct use_case *use_case, enum language language)
{
    json_key(writer, route->method == HTTP_POST ? "post" : "get");
    json_begin_object(writer);
    write_operation_id(writer, route, use_case);
    write_tags(writer, route);
    write_string(writer, "summary",
                 use_case != NULL ? use_case->summary.in[language] : route->summary.in[language]);
    write_parameters(writer, route, use_case != NULL ? "" : route->path);
    write_body(writer, route, use_case != NULL ? use_case->shape : route->shape);
    write_answers(writer, route, use_case != NULL);
    write_security(writer, route);
    json_end_object(writer);
}

static void write_act_paths(struct json_writer *writer, const struct route *route,
                            enum language language)
{
    char path[128];
    size_t stem = strlen(acts_path) - strlen("{act}");

    for (const struct use_case *const *row = use_cases; *row != NULL; row++) {
        ASSERT(stem + strlen((*row)->name) < sizeof(path));
        (void)snprintf(path, sizeof(path), "%.*s%s", (int)stem, acts_path, (*row)->name);
        json_key(writer, path);
        json_begin_object(writer);
        write_operation(writer, route, *row, language);
        json_end_object(writer);
    }
}

/* A path with its methods, whose rows stand together; gives the number of rows. */
static size_t write_path(struct json_writer *writer, const struct route *first, size_t count,
                         enum language language)
{
    size_t written = 0;

    json_key(writer, first->path);
    json_begin_object(writer);
    do
        write_operation(writer, &first[written++], NULL, language);
    while (written < count && strcmp(first[written].path, first->path) == 0);
    json_end_object(writer);
    return written;
}

static void write_paths(struct json_writer *writer, enum language language)
{
    size_t next = 0;

    json_key(writer, "paths");
    json_begin_object(writer);
    while (next < program_routes.count) {
        const struct route *route = &program_routes.routes[next];

        if (strcmp(route->path, acts_path) == 0)
            write_act_paths(writer, route, language);
        if (route->is_page || strcmp(route->path, acts_path) == 0)
            next++;
        else
            next += write_path(writer, route, program_routes.count - next, language);
    }
    json_end_object(writer);
}

static void write_proposals(struct json_writer *writer)
{
    json_key(writer, "Proposal");
    json_begin_object(writer);
    json_key(writer, "oneOf");
    json_begin_array(writer);
    for (unsigned act = 0; act < ACT_COUNT; act++) {
        json_begin_object(writer);
        write_members(writer, proposal_shape((enum act)act), act_words.list[act]);
        json_end_object(writer);
    }
    json_begin_object(writer);
    write_string(writer, "type", "object");
    json_key(writer, "required");
    json_begin_array(writer);
    json_string(writer, "proposals");
    json_end_array(writer);
    json_end_object(writer);
    json_end_array(writer);
    json_end_object(writer);
}

/* The words that answers are made of, by the names that schemas.json has for them. */
static const struct {
    const char *name;
    const struct words *words;
} word_lists[] = {
    { "Capability", &capability_words },
    { "Check", &party_check_words },
    { "EnrollmentStatus", &enrollment_status_words },
    { "FactType", &fact_type_words },
    { "InvitationKind", &invitation_kind_words },
    { "MpaState", &mpa_state_words },
    { "Outcome", &outcome_words },
    { "PrincipalRole", &principal_role_words },
    { "Profile", &profile_words },
    { "RelationKind", &party_relation_words },
    { "Role", &role_words },
    { "Service", &service_words },
    { "SubscriptionStatus", &subscription_status_words },
    { "TenantKind", &tenant_kind_words },
};

static void write_word_lists(struct json_writer *writer)
{
    for (size_t i = 0; i < COUNT_OF(word_lists); i++) {
        json_key(writer, word_lists[i].name);
        json_begin_object(writer);
        write_words(writer, word_lists[i].words);
        json_end_object(writer);
    }
    json_key(writer, "ActName");
    json_begin_object(writer);
    json_key(writer, "enum");
    json_begin_array(writer);
    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        json_string(writer, (*row)->name);
    json_end_array(writer);
    json_end_object(writer);
}

/* Those that stand in schemas.json, and those of a decision: the members of one object. */
static void write_embedded(struct json_writer *writer)
{
    struct text members = { embedded_api_schemas.bytes + 1, embedded_api_schemas.length - 2 };

    buffer_add_string(writer->buffer, ",");
    buffer_add_text(writer->buffer, members);
}

static void write_components(struct json_writer *writer)
{
    json_key(writer, "components");
    json_begin_object(writer);
    json_key(writer, "schemas");
    json_begin_object(writer);
    write_proposals(writer);
    write_word_lists(writer);
    write_embedded(writer);
    json_end_object(writer);
    json_key(writer, "securitySchemes");
    json_begin_object(writer);
    json_key(writer, "token");
    json_begin_object(writer);
    write_string(writer, "type", "http");
    write_string(writer, "scheme", "bearer");
    write_string(writer, "bearerFormat", "JWT");
    json_end_object(writer);
    json_end_object(writer);
    json_end_object(writer);
}

void openapi_show(struct api_call *call)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, &call->response->body, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    write_string(&writer, "openapi", "3.1.0");
    json_key(&writer, "info");
    json_begin_object(&writer);
    write_string(&writer, "title", "Aval");
    write_string(&writer, "version", "1");
    json_end_object(&writer);
    write_paths(&writer, call->language);
    write_components(&writer);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(&call->response->body, "\n");
    call_answer_cacheable(call);
}
