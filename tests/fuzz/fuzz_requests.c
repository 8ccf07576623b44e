/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of every route, a few one after the other, each put to two servers whose books are
 * alike; to the second in another form that means the same: property names in another case, with
 * nulls, unknown members, another order, other spaces and escapes where the route takes them. Both
 * have to answer alike, each time, so their books stay alike; never with 5xx; and an error is told
 * in the way of its family.
 */
#include <stdio.h>
#include <strings.h>
#include <yyjson.h>

#include "api/call.h"
#include "base/assert.h"
#include "fuzz/made.h"
#include "fuzz/target.h"
#include "fuzz/variant.h"

enum {
    REQUESTS_MAX = 12
};

struct twins {
    struct stand stands[2];
    struct learned learned[2];
    struct asking askings[2];
    struct made made;
    struct buffer bodies[2];
    struct buffer targets[2];
};

static bool head_has(const struct asking *asking, const char *text)
{
    return strcasestr(asking->head.bytes, text) != NULL;
}

/* Answers. */

/* Whether an answer of JSON is JSON, and an error is told as the family of the route tells it. */
static bool is_told_well(const struct made *made, const struct asking *asking)
{
    bool is_problem = head_has(asking, "\r\nContent-Type: application/problem+json");
    bool is_json = is_problem || head_has(asking, "\r\nContent-Type: application/json");
    yyjson_doc *document = NULL;
    yyjson_val *root = NULL;
    bool is_well = true;

    if (asking->answer.length == 0 || !is_json || head_has(asking, "\r\nTransfer-Encoding:"))
        return true;
    document = yyjson_read(asking->answer.bytes, asking->answer.length, 0);
    root = yyjson_doc_get_root(document);
    is_well = root != NULL;
    if (is_problem)
        is_well = yyjson_get_uint(yyjson_obj_get(root, "status")) == asking->status;
    else if (made->is_lenient && made->route->body != BODY_FORM && asking->status >= 400)
        is_well = yyjson_get_len(yyjson_obj_get(root, "description")) > 0;
    yyjson_doc_free(document);
    return is_well && (!is_problem || !made->is_lenient || made->route->body == BODY_FORM);
}

static void assert_told(const struct made *made, const struct asking *asking)
{
    bool is_well = is_told_well(made, asking);

    if (!is_well)
        asking_show(asking);
    ASSERT(is_well);
}

/* Both tell the same but for ids, times and secrets; or that too much was asked. */
static void assert_alike(const struct asking askings[2])
{
    struct buffer masked[2] = { { 0 } };
    bool is_alike = askings[0].status == askings[1].status;

    for (unsigned i = 0; i < 2; i++)
        variant_mask(&masked[i], buffer_text(&askings[i].answer));
    is_alike = is_alike && text_equal(buffer_text(&masked[0]), buffer_text(&masked[1]));
    is_alike = is_alike || askings[0].status == 429 || askings[1].status == 429;
    for (unsigned i = 0; i < 2 && !is_alike; i++) {
        asking_show(&askings[i]);
        (void)fprintf(stderr, "%.*s\n", (int)masked[i].length, masked[i].bytes);
    }
    ASSERT(is_alike);
    buffer_done(&masked[0]);
    buffer_done(&masked[1]);
}

static bool is_learned(const struct learned *learned, const char *id)
{
    for (unsigned i = 0; i < LEARNED_COUNT; i++)
        if (memcmp(learned->ids[i], id, LEARNED_BYTES - 1) == 0)
            return true;
    return false;
}

/* Keeps the ids at the places where the twins' answers differ, the latest first. */
static void learn(struct twins *twins)
{
    struct text left = buffer_text(&twins->askings[0].answer);
    struct text right = buffer_text(&twins->askings[1].answer);
    guid ids[2];

    for (size_t i = 0; i + GUID_LENGTH <= left.length && left.length == right.length; i++) {
        if (!guid_parse((struct text){ left.bytes + i, GUID_LENGTH }, &ids[0]) ||
            !guid_parse((struct text){ right.bytes + i, GUID_LENGTH }, &ids[1]) ||
            guid_equal(ids[0], ids[1]) || is_learned(&twins->learned[0], left.bytes + i))
            continue;
        for (unsigned twin = 0; twin < 2; twin++) {
            struct learned *learned = &twins->learned[twin];

            memmove(learned->ids[1], learned->ids[0], sizeof(learned->ids) - LEARNED_BYTES);
            memcpy(learned->ids[0], (twin == 0 ? left : right).bytes + i, GUID_LENGTH);
            learned->ids[0][GUID_LENGTH] = '\0';
        }
    }
}

/* Requests. */

static char *find_id(const struct buffer *text, size_t from, const char *id)
{
    return from < text->length
               ? memmem(text->bytes + from, text->length - from, id, LEARNED_BYTES - 1)
               : NULL;
}

/* Puts the second twin's ids for those of the first. */
static void translate(const struct twins *twins, struct buffer *text)
{
    for (unsigned i = 0; i < LEARNED_COUNT && twins->learned[0].ids[i][0] != '\0'; i++) {
        char *place = NULL;

        for (size_t from = 0; (place = find_id(text, from, twins->learned[0].ids[i])) != NULL;
             from = (size_t)(place - text->bytes) + 1)
            memcpy(place, twins->learned[1].ids[i], LEARNED_BYTES - 1);
    }
}

static const char *content_type(const struct route *route)
{
    switch (route->body) {
    case BODY_FORM:
        return CONTENT_FORM;
    case BODY_JSON:
    case BODY_UNREAD:
        return CONTENT_JSON;
    case BODY_NONE:
        break;
    }
    return NULL;
}

static void write_request(struct twins *twins, unsigned twin, unsigned variant)
{
    struct made *made = &twins->made;
    struct text body = buffer_text(&made->body);
    struct asking *asking = &twins->askings[twin];

    buffer_clear(&twins->bodies[twin]);
    buffer_clear(&twins->targets[twin]);
    buffer_add_text(&twins->targets[twin], buffer_text(&made->target));
    if (twin == 1 && made->route->body == BODY_JSON) {
        struct buffer same = { 0 };

        /* The ids first: in the other form they may be escaped. */
        buffer_add_text(&same, body);
        translate(twins, &same);
        variant_write(&twins->bodies[twin], buffer_text(&same),
                      variant & (made->is_lenient ? VARIANT_ALL : VARIANT_STRICT));
        buffer_done(&same);
    } else {
        buffer_add_text(&twins->bodies[twin], body);
    }
    if (twin == 1)
        translate(twins, &twins->targets[twin]);
    asking->caller = made->caller;
    asking->method = made->route->method;
    asking->content_type = content_type(made->route);
    asking->headers = buffer_text(&made->headers);
    asking->target = buffer_text(&twins->targets[twin]);
    asking->body = buffer_text(&twins->bodies[twin]);
}

/* What is told of the server itself, of its time and its keys, is another matter. */
static bool can_be_compared(const struct twins *twins)
{
    return strcmp(twins->made.route->content_type, CONTENT_JSON) == 0 &&
           !head_has(&twins->askings[0], "\r\nTransfer-Encoding:");
}

static void ask_both(struct twins *twins, unsigned variant)
{
    for (unsigned twin = 0; twin < 2; twin++) {
        write_request(twins, twin, variant);
        stand_ask(&twins->stands[twin], &twins->askings[twin]);
        assert_told(&twins->made, &twins->askings[twin]);
    }
    if (can_be_compared(twins)) {
        assert_alike(twins->askings);
        learn(twins);
    }
}

/* In the end both have the same customers for each of the partners. */
static void ask_in_the_end(struct twins *twins)
{
    for (unsigned caller = 0; caller < 3; caller++) {
        for (unsigned twin = 0; twin < 2; twin++) {
            struct asking *asking = &twins->askings[twin];

            asking->caller = caller;
            asking->method = HTTP_GET;
            asking->target = TEXT("/v1/customers");
            asking->headers = TEXT("");
            asking->content_type = NULL;
            asking->body = TEXT("");
            stand_ask(&twins->stands[twin], asking);
            ASSERT(asking->status == 200);
        }
        assert_alike(twins->askings);
    }
}

static void learn_once(void)
{
    static bool has_learned;

    if (has_learned)
        return;
    has_learned = true;
    made_learn();
    ASSERT(made_lesson_count() > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct dice dice = { bytes, size };
    struct twins *twins = NULL;
    static struct twins room;

    learn_once();
    twins = &room;
    *twins = (struct twins){ 0 };
    stand_begin(&twins->stands[0]);
    stand_begin(&twins->stands[1]);
    for (unsigned i = 0; i < REQUESTS_MAX && (i == 0 || dice.size > 0); i++) {
        unsigned variant = dice_roll(&dice, VARIANT_ALL + 1);

        made_request(&twins->made, &dice, &twins->learned[0]);
        ask_both(twins, variant);
    }
    ask_in_the_end(twins);
    for (unsigned twin = 0; twin < 2; twin++) {
        stand_end(&twins->stands[twin]);
        asking_done(&twins->askings[twin]);
        buffer_done(&twins->bodies[twin]);
        buffer_done(&twins->targets[twin]);
    }
    made_done(&twins->made);
    return 0;
}
