/* SPDX-License-Identifier: Apache-2.0 */
#include "api/program/paging.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "api/handlers.h"
#include "base/assert.h"

bool call_number(struct api_call *call, const char *name, uint64_t *in_out)
{
    struct text value = call_argument(call, name);

    if (value.length == 0 || number_parse(value, in_out))
        return true;
    call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, name);
    return false;
}

static void add_part(crypto_generichash_state *state, struct text part)
{
    uint64_t length = part.length;

    (void)crypto_generichash_update(state, (const unsigned char *)&length, sizeof(length));
    (void)crypto_generichash_update(state, (const unsigned char *)part.bytes, part.length);
}

/* Of the path, of all arguments but those that page, and of who asks. */
static struct page_hash hash_question(const struct api_call *call)
{
    const struct http_target *target = &call->request->target;
    const char *const *argument = call->route->arguments;
    crypto_generichash_state state;
    struct page_hash hash;
    char tenant[GUID_LENGTH + 1];

    (void)crypto_generichash_init(&state, NULL, 0, sizeof(hash.bytes));
    for (unsigned i = 0; i < target->segment_count; i++)
        add_part(&state, target->segments[i]);
    for (; *argument != NULL; argument++)
        if (strcmp(*argument, "limit") != 0 && strcmp(*argument, "after") != 0) {
            add_part(&state, text_of(*argument));
            add_part(&state, call_argument(call, *argument));
        }
    guid_format(call->principal.tenant, tenant);
    add_part(&state, text_of(tenant));
    (void)crypto_generichash_final(&state, hash.bytes, sizeof(hash.bytes));
    return hash;
}

bool call_page(struct api_call *call, struct page *out_page)
{
    struct text token = call_argument(call, "after");
    uint64_t limit = PAGE_LIMIT;

    if (!call_number(call, "limit", &limit))
        return false;
    if (limit == 0 || limit > PAGE_LIMIT_MAX) {
        call_answer_trouble(call, TROUBLE_WRONG_ARGUMENT, "limit");
        return false;
    }
    out_page->limit = (unsigned)limit;
    out_page->hash = hash_question(call);
    out_page->mark_length = 0;
    if (token.length == 0 ||
        page_token_read(token, &out_page->hash, out_page->mark, &out_page->mark_length))
        return true;
    call_answer_trouble(call, TROUBLE_WRONG_PAGE, NULL);
    return false;
}

bool call_page_position(struct api_call *call, const struct page *page, uint64_t *out_position)
{
    *out_position = 0;
    if (page->mark_length == 0 ||
        number_parse((struct text){ page->mark, page->mark_length }, out_position))
        return true;
    call_answer_trouble(call, TROUBLE_WRONG_PAGE, NULL);
    return false;
}

void page_write_next(struct buffer *buffer, const struct page *page, struct text mark)
{
    if (mark.length == 0) {
        buffer_add_string(buffer, "null");
        return;
    }
    buffer_add_string(buffer, "\"");
    page_token_write(buffer, &page->hash, mark);
    buffer_add_string(buffer, "\"");
}

void page_write_next_position(struct buffer *buffer, const struct page *page, uint64_t position)
{
    char mark[24];

    (void)snprintf(mark, sizeof(mark), "%" PRIu64, position);
    page_write_next(buffer, page, position == 0 ? TEXT("") : text_of(mark));
}
