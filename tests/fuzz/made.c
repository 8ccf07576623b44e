/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz/made.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <yyjson.h>

#include "api/partner_center/body.h"
#include "base/assert.h"
#include "base/memory.h"
#include "engine/use_case.h"
#include "exchange/proposal_line.h"
#include "unit/small_world.h"

enum {
    LESSONS_MAX = 128,
    NAMES_MAX = 64,
    ROUNDS_MAX = 40, /* in which a route is asked for the next of its properties */
    LEARNING_COUNT = 5,
    LIST_DEPTH_MAX = 3
};

unsigned dice_roll(struct dice *dice, unsigned sides)
{
    unsigned byte = 0;

    if (dice->size == 0)
        return 0;
    byte = *dice->bytes++;
    dice->size--;
    return byte % sides;
}

/*
 * What routes look for: the fields that body_read() is called with, and the names that are looked
 * for in forms and queries. The link puts these functions before those that they call
 * (meson.build).
 */
struct lesson {
    const struct body_field *fields; /* a copy: a route may have its own on its stack */
    size_t field_count;
    const struct route *route;
};

static struct {
    pthread_mutex_t mutex;
    bool is_over; /* from then on nothing is learned: an input means the same whenever it comes */
    struct lesson lessons[LESSONS_MAX];
    unsigned lesson_count;
    const char *names[NAMES_MAX];
    unsigned name_count;
} seen = { .mutex = PTHREAD_MUTEX_INITIALIZER };

bool body_read_indeed(struct api_call *call, yyjson_val *object, const struct body_field *fields,
                      size_t field_count, void *out) __asm__("__real_body_read");
bool body_read_seen(struct api_call *call, yyjson_val *object, const struct body_field *fields,
                    size_t field_count, void *out) __asm__("__wrap_body_read");
const struct text *target_find_indeed(const struct http_target *target,
                                      const char *name) __asm__("__real_http_target_find");
const struct text *target_find_seen(const struct http_target *target,
                                    const char *name) __asm__("__wrap_http_target_find");

static bool is_seen(const struct route *route, const struct body_field *fields, size_t field_count)
{
    for (unsigned i = 0; i < seen.lesson_count; i++)
        if (seen.lessons[i].route == route && seen.lessons[i].field_count == field_count &&
            strcmp(seen.lessons[i].fields[0].path, fields[0].path) == 0)
            return true;
    return false;
}

bool body_read_seen(struct api_call *call, yyjson_val *object, const struct body_field *fields,
                    size_t field_count, void *out)
{
    (void)pthread_mutex_lock(&seen.mutex);
    if (!seen.is_over && field_count > 0 && !is_seen(call->route, fields, field_count)) {
        struct body_field *copy = memory_new(field_count, sizeof(*copy));

        ASSERT(copy != NULL);
        ASSERT(seen.lesson_count < LESSONS_MAX);
        memcpy(copy, fields, field_count * sizeof(*copy));
        seen.lessons[seen.lesson_count++] = (struct lesson){ copy, field_count, call->route };
    }
    (void)pthread_mutex_unlock(&seen.mutex);
    return body_read_indeed(call, object, fields, field_count, out);
}

const struct text *target_find_seen(const struct http_target *target, const char *name)
{
    unsigned i = 0;

    (void)pthread_mutex_lock(&seen.mutex);
    while (i < seen.name_count && strcmp(seen.names[i], name) != 0)
        i++;
    if (!seen.is_over && i == seen.name_count && i < NAMES_MAX)
        seen.names[seen.name_count++] = name;
    (void)pthread_mutex_unlock(&seen.mutex);
    return target_find_indeed(target, name);
}

unsigned made_lesson_count(void)
{
    return seen.lesson_count;
}

/* Routes. */

/* One that goes on until somebody ends it cannot be waited for. */
static bool can_be_asked(const struct route *route)
{
    return strcmp(route->content_type, CONTENT_EVENTS) != 0;
}

static const struct route *route_of(unsigned wanted, unsigned *out_count)
{
    const struct route *route = NULL;
    const struct route *found = NULL;

    *out_count = 0;
    for (size_t number = 0; (route = route_at(number)) != NULL; number++)
        if (can_be_asked(route) && (*out_count)++ == wanted)
            found = route;
    return found;
}

unsigned made_route_count(void)
{
    unsigned count = 0;

    (void)route_of(0, &count);
    return count;
}

const struct route *made_route(unsigned number)
{
    unsigned count = 0;

    return route_of(number, &count);
}

static bool route_is_lenient(const struct route *route)
{
    const struct route_family *const *family = route_families;

    while ((*family)->prefixes != NULL &&
           (route < (*family)->routes || route >= (*family)->routes + (*family)->count))
        family++;
    return (*family)->is_lenient;
}

/* Values. */

/* What goes with a name, where anything else would not do. */
static const struct {
    const char *name;
    const char *value;
} fitting[] = {
    { "customer", CEDAR_ID },
    { "party", CEDAR_ID },
    { "offer", "SUITE" },
    { "product", "SUITE" },
    { "sku", "0001" },
    { "availability", "1" },
    { "position", "1" },
    { "country", "AT" },
    { "offerId", "SUITE" },
    { "quantity", "3" },
    { "partnerIdOnRecord", "5551234" },
    { "partnerId", "5551234" },
    { "associatedPartnerId", ROWAN_ID },
    { "etag", "" },
    { "supportTopicId", "end_indirect_relationship" },
    { "templateId", "7a6d1c1e-5b0c-4c6e-9a55-0c3b6f1d2e01" },
    { "phoneNumber", "+43 1 23456" },
    { "organizationRegistrationNumber", "" },
    { "mpn_id", "5551234" },
    { "domain", "new.example" },
    { "email", "ann@cedar.example" },
    { "language", "de" },
    { "culture", "de-AT" },
    { "city", "Wien" },
    { "postalCode", "1010" },
    { "status", "suspended" },
    { "relationshipToPartner", "none" },
    { "type", "MicrosoftCustomerAgreement" },
    { "dateAgreed", "2022-05-10" },
    { "provider", PINE_ID },
    { "reseller", ROWAN_ID },
    { "seller", ROWAN_ID },
    { "partner", ALDER_ID },
    { "tenant", CEDAR_ID },
    { "key", "transaction_reseller" },
    { "value", "5551234" },
    { "grant_type", "client_credentials" },
    { "WebhookUrl", "https://hook.invalid/take" },
    { "form", "full" },
    { "dry_run", "true" },
    { "size", "2" },
    { "limit", "2" },
};

static const char *const pool[] = {
    "Oak",       CEDAR_ID,       PINE_ID,   ROWAN_ID,  ALDER_ID,     "SUITE",
    "ALPINE",    "5551234",      "1",       "0",       "none",       "active",
    "suspended", "deleted",      "AT",      "US",      "2022-05-10", "2022-05-12T10:00:00Z",
    "org-cedar", "org-forest",   "Default", "advisor", "resolved",   "0001",
    "de-AT",     "pine.example", "-1",      "no such", "\xC3\xB6",   "true",
};

static const char *fitting_value(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(fitting); i++)
        if (strcasecmp(fitting[i].name, name) == 0)
            return fitting[i].value;
    return pool[0];
}

static const char *last_name(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot == NULL ? path : dot + 1;
}

/* Whether the name is of something that a stand makes. */
static bool is_made_here(const char *name)
{
    return strcmp(name, "order") == 0 || strcmp(name, "subscription") == 0 ||
           strcmp(name, "request") == 0 || strcmp(name, "invitation") == 0 ||
           strcmp(name, "support_case") == 0;
}

/* One time in eight an id that was given, one in eight anything at all. */
static const char *pick(struct dice *dice, const char *name, const struct learned *learned)
{
    const char *id = is_made_here(name) ? learned->ids[0] : "";

    switch (dice_roll(dice, 8)) {
    case 6:
        id = learned->ids[dice_roll(dice, LEARNED_COUNT)];
        return id[0] != '\0' ? id : pool[0];
    case 7:
        return pool[dice_roll(dice, COUNT_OF(pool))];
    default:
        return id[0] != '\0' ? id : fitting_value(name);
    }
}

/* Bodies. */

/* What is being written. */
struct making {
    yyjson_mut_doc *document;
    struct dice *dice;
    const struct learned *learned;
    const struct route *route;
    unsigned depth; /* of lists */
};

static yyjson_mut_val *make_lesson(struct making *making, unsigned number);

/* Whether the properties are of the body itself: those that come first, and any that is asked for
 * alone. Those of the items of its lists come together. */
static bool is_of_body(unsigned number)
{
    for (unsigned i = 0; i < number; i++)
        if (seen.lessons[i].route == seen.lessons[number].route)
            return seen.lessons[number].field_count == 1;
    return true;
}

/* A lesson of the route for items of lists, by its number among them, going round; LESSONS_MAX: it
 * has none. */
static unsigned find_lesson(const struct route *route, unsigned wanted)
{
    unsigned found[LESSONS_MAX];
    unsigned count = 0;

    for (unsigned i = 0; i < seen.lesson_count; i++)
        if (seen.lessons[i].route == route && !is_of_body(i))
            found[count++] = i;
    return count == 0 ? LESSONS_MAX : found[wanted % count];
}

/* A list of what the route asks for next, or of words. */
static yyjson_mut_val *make_list(struct making *making)
{
    yyjson_mut_val *list = yyjson_mut_arr(making->document);
    static const unsigned counts[] = { 1, 2, 0, 3 };
    unsigned count = counts[dice_roll(making->dice, COUNT_OF(counts))];
    unsigned what = dice_roll(making->dice, 4);
    unsigned lesson = find_lesson(making->route, making->depth + what);

    making->depth++;
    for (unsigned i = 0; i < count && making->depth <= LIST_DEPTH_MAX; i++) {
        if (what == 3)
            (void)yyjson_mut_arr_add_str(making->document, list,
                                         i == 0 ? "subscription-updated" : "no-event");
        else
            (void)yyjson_mut_arr_append(list, lesson == LESSONS_MAX
                                                  ? yyjson_mut_obj(making->document)
                                                  : make_lesson(making, lesson));
    }
    making->depth--;
    return list;
}

/* A value that is of no kind that the field is of, more often than not. */
static yyjson_mut_val *make_wrong(struct making *making)
{
    yyjson_mut_doc *document = making->document;

    switch (dice_roll(making->dice, 6)) {
    case 0:
        return yyjson_mut_null(document);
    case 1:
        return yyjson_mut_str(document, "");
    case 2:
        return yyjson_mut_real(document, 1.5);
    case 3:
        return yyjson_mut_obj(document);
    case 4:
        return yyjson_mut_arr(document);
    default:
        return yyjson_mut_bool(document, true);
    }
}

static yyjson_mut_val *make_number(struct making *making)
{
    static const int64_t numbers[] = { 3, 1, 0, -1, 10000000, 10000001, INT64_MAX, INT64_MIN };

    return yyjson_mut_sint(making->document, numbers[dice_roll(making->dice, COUNT_OF(numbers))]);
}

static yyjson_mut_val *make_value(struct making *making, const struct body_field *field)
{
    const char *name = last_name(field->path);

    if (dice_roll(making->dice, 16) == 15)
        return make_wrong(making);
    switch (field->kind) {
    case BODY_LIST:
        return make_list(making);
    case BODY_NUMBER:
        return make_number(making);
    case BODY_FLAG:
        return yyjson_mut_bool(making->document, dice_roll(making->dice, 2) == 1);
    case BODY_TEXT:
    case BODY_GUID:
    case BODY_DAY:
        break;
    }
    if (field->kind == BODY_GUID)
        name = strncmp(field->path, "organization", 12) == 0 ? "provider" : "customer";
    return yyjson_mut_strcpy(making->document, pick(making->dice, name, making->learned));
}

/* Adds a value at a path, with the objects on its way. */
static void add_at(struct making *making, yyjson_mut_val *object, const char *path,
                   yyjson_mut_val *value)
{
    size_t length = 0;

    while (path[length = strcspn(path, ".")] != '\0') {
        yyjson_mut_val *next = yyjson_mut_obj_getn(object, path, length);

        if (!yyjson_mut_is_obj(next)) {
            next = yyjson_mut_obj(making->document);
            (void)yyjson_mut_obj_add(object, yyjson_mut_strncpy(making->document, path, length),
                                     next);
        }
        object = next;
        path += length + 1;
    }
    (void)yyjson_mut_obj_add(object, yyjson_mut_strcpy(making->document, path), value);
}

static void add_lesson(struct making *making, yyjson_mut_val *object, unsigned number)
{
    const struct lesson *lesson = &seen.lessons[number];

    for (size_t i = 0; i < lesson->field_count; i++)
        if (dice_roll(making->dice, 4) != 3)
            add_at(making, object, lesson->fields[i].path, make_value(making, &lesson->fields[i]));
}

static yyjson_mut_val *make_lesson(struct making *making, unsigned number)
{
    yyjson_mut_val *object = yyjson_mut_obj(making->document);

    add_lesson(making, object, number);
    return object;
}

static yyjson_mut_val *make_body(struct making *making)
{
    yyjson_mut_val *object = yyjson_mut_obj(making->document);

    for (unsigned i = 0; i < seen.lesson_count; i++)
        if (seen.lessons[i].route == making->route && is_of_body(i))
            add_lesson(making, object, i);
    return object;
}

/* A field of an act or of a proposal. */
static yyjson_mut_val *make_shaped(struct making *making, const struct field *field)
{
    yyjson_mut_doc *document = making->document;
    const char *word = pool[0];
    yyjson_mut_val *list = NULL;

    if (dice_roll(making->dice, 16) == 15)
        return make_wrong(making);
    if (field->words != NULL)
        word = field->words->list[dice_roll(making->dice, field->words->count)];
    switch (field->kind) {
    case FIELD_WORD:
        return yyjson_mut_str(document, word);
    case FIELD_WORDS:
    case FIELD_WORDS_0:
    case FIELD_MARKETS:
        list = yyjson_mut_arr(document);
        (void)yyjson_mut_arr_add_str(document, list, field->kind == FIELD_MARKETS ? "AT" : word);
        return list;
    case FIELD_QUANTITY:
        return make_number(making);
    case FIELD_FLAG:
        return yyjson_mut_bool(document, dice_roll(making->dice, 2) == 1);
    case FIELD_DATE:
        word = dice_roll(making->dice, 4) == 3 ? "2022-05-13" : "2022-05-12";
        return yyjson_mut_str(document, word);
    case FIELD_COUNTRY:
        return yyjson_mut_str(document, dice_roll(making->dice, 4) == 3 ? "FR" : "DE");
    case FIELD_TEXT:
    case FIELD_ID:
    case FIELD_DOMAIN:
    case FIELD_DIGITS:
    case FIELD_GUID:
    case FIELD_KIND_COUNT:
        break;
    }
    return yyjson_mut_strcpy(document, pick(making->dice, field->name.bytes, making->learned));
}

static yyjson_mut_val *make_shape(struct making *making, const struct shape *shape)
{
    yyjson_mut_val *object = yyjson_mut_obj(making->document);

    for (unsigned i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];

        if (dice_roll(making->dice, 4) != 3)
            (void)yyjson_mut_obj_add(object, yyjson_mut_strcpy(making->document, field->name.bytes),
                                     make_shaped(making, field));
    }
    return object;
}

static yyjson_mut_val *make_proposal(struct making *making)
{
    unsigned act = dice_roll(making->dice, ACT_COUNT);
    yyjson_mut_val *object = make_shape(making, proposal_shape((enum act)act));

    (void)yyjson_mut_obj_add_str(making->document, object, "act", act_words.list[act]);
    return object;
}

/* One proposal, or a batch. */
static yyjson_mut_val *make_proposals(struct making *making)
{
    yyjson_mut_val *root = NULL;
    yyjson_mut_val *list = NULL;

    if (dice_roll(making->dice, 4) != 3)
        return make_proposal(making);
    root = yyjson_mut_obj(making->document);
    list = yyjson_mut_arr(making->document);
    for (unsigned count = 1 + dice_roll(making->dice, 3); count > 0; count--)
        (void)yyjson_mut_arr_append(list, make_proposal(making));
    (void)yyjson_mut_obj_add_val(making->document, root, "proposals", list);
    return root;
}

/* Rarely what is left of the bytes, as they are. */
static void make_json(struct made *made, struct making *making, const struct shape *shape)
{
    yyjson_mut_val *root = NULL;
    size_t length = 0;
    char *json = NULL;

    if (dice_roll(making->dice, 16) == 15) {
        buffer_add(&made->body, (const char *)making->dice->bytes, making->dice->size);
        making->dice->size = 0;
        return;
    }
    making->document = yyjson_mut_doc_new(NULL);
    if (shape != NULL)
        root = make_shape(making, shape);
    else
        root = made->is_lenient ? make_body(making) : make_proposals(making);
    json = yyjson_mut_val_write(root, 0, &length);
    ASSERT(json != NULL);
    buffer_add(&made->body, json, length);
    memory_free(json);
    yyjson_mut_doc_free(making->document);
}

static void add_escaped(struct buffer *buffer, const char *text)
{
    for (; *text != '\0'; text++)
        buffer_add_format(buffer, "%%%02X", (unsigned char)*text);
}

/* Pairs for a form or a query: each name that somebody looks for, or some of those given. */
static void make_pairs(struct buffer *buffer, struct making *making, const char *const *names,
                       unsigned name_count, unsigned one_in)
{
    const char *part = "";

    for (unsigned i = 0; i < name_count; i++) {
        if (dice_roll(making->dice, one_in) != one_in - 1)
            continue;
        buffer_add_format(buffer, "%s%s=", part, names[i]);
        add_escaped(buffer, pick(making->dice, names[i], making->learned));
        part = "&";
    }
}

/* Targets. */

static void make_query(struct made *made, struct making *making)
{
    static const char *const usual[] = { "size", "offset", "country", "status", "culture" };
    const char *const *names = made->route->arguments;
    unsigned count = 0;

    if (made->is_lenient) {
        names = usual;
        count = COUNT_OF(usual);
    } else {
        while (names != NULL && names[count] != NULL)
            count++;
    }
    if (count == 0 || dice_roll(making->dice, 4) != 3)
        return;
    buffer_add_string(&made->target, "?");
    make_pairs(&made->target, making, names, count, 2);
}

/* The path, its parameters filled; gives the shape of an act that one of them names. */
static const struct shape *make_path(struct made *made, struct making *making)
{
    static const char *const versions[] = { "v1", "v1.0", "V1" }; /* others are other routes */
    const char *path = made->route->path;
    const struct shape *shape = NULL;
    unsigned act_count = 0;

    while (use_cases[act_count] != NULL)
        act_count++;
    while (*path != '\0') {
        size_t length = strcspn(path, "{");
        char name[40];

        buffer_add(&made->target, path, length);
        path += length;
        if (*path == '\0')
            break;
        length = strcspn(path, "}");
        (void)snprintf(name, sizeof(name), "%.*s", (int)length - 1, path + 1);
        path += length + 1;
        if (strcmp(name, "act") == 0) {
            const struct use_case *use_case = use_cases[dice_roll(making->dice, act_count)];

            buffer_add_string(&made->target, use_case->name);
            shape = use_case->shape;
        } else if (strcmp(name, "version") == 0) {
            buffer_add_string(&made->target, versions[dice_roll(making->dice, 3)]);
        } else {
            add_escaped(&made->target, pick(making->dice, name, making->learned));
        }
    }
    return shape;
}

static void make_rest(struct made *made, struct making *making)
{
    const struct shape *shape = make_path(made, making);
    unsigned id = dice_roll(making->dice, 16);

    make_query(made, making);
    if (id >= 14)
        buffer_add_format(&made->headers, "MS-RequestId: 00000000-0000-4000-8000-0000000000%u\r\n",
                          id);
    if (dice_roll(making->dice, 8) == 7)
        buffer_add_string(&made->headers, "X-Locale: fr-FR\r\n");
    if (made->route->body == BODY_JSON)
        make_json(made, making, shape);
    else if (made->route->body == BODY_FORM)
        make_pairs(&made->body, making, seen.names, seen.name_count, 3);
}

static void begin(struct made *made, const struct route *route)
{
    buffer_clear(&made->target);
    buffer_clear(&made->headers);
    buffer_clear(&made->body);
    made->route = route;
    made->is_lenient = route_is_lenient(route);
}

void made_request(struct made *made, struct dice *dice, const struct learned *learned)
{
    struct making making = { .dice = dice, .learned = learned };

    begin(made, made_route(dice_roll(dice, made_route_count())));
    making.route = made->route;
    made->caller = dice_roll(dice, CALLER_COUNT);
    make_rest(made, &making);
}

void made_done(struct made *made)
{
    buffer_done(&made->target);
    buffer_done(&made->headers);
    buffer_done(&made->body);
}

/* Asks for a route as several callers, with all that it was seen to ask for. */
static void learn_route(struct stand *stand, const struct route *route)
{
    static const struct learned none;
    struct asking asking = { .method = route->method };
    struct made made = { 0 };

    for (unsigned caller = 0; caller < LEARNING_COUNT; caller++) {
        struct dice dice = { NULL, 0 };
        struct making making = { .dice = &dice, .learned = &none, .route = route };

        begin(&made, route);
        made.caller = caller;
        make_rest(&made, &making);
        asking.caller = caller;
        asking.target = buffer_text(&made.target);
        asking.content_type = route->body == BODY_FORM ? CONTENT_FORM : CONTENT_JSON;
        asking.body = buffer_text(&made.body);
        stand_ask(stand, &asking);
    }
    asking_done(&asking);
    made_done(&made);
}

/* Until nothing new is asked for. */
static void learn_all_of_route(const struct route *route)
{
    unsigned before = UINT_MAX;
    struct stand stand;

    stand_begin(&stand);
    for (unsigned round = 0; round < ROUNDS_MAX && before != seen.lesson_count; round++) {
        before = seen.lesson_count;
        learn_route(&stand, route);
    }
    stand_end(&stand);
}

void made_learn(void)
{
    const struct route *route = NULL;

    for (unsigned number = 0; (route = made_route(number)) != NULL; number++)
        if (route->body == BODY_FORM || (route->body == BODY_JSON && route_is_lenient(route)))
            learn_all_of_route(route);
    seen.is_over = true;
}
