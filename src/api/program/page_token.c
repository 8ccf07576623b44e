/* SPDX-License-Identifier: Apache-2.0 */
#include "api/program/page_token.h"

#include "api/base64.h"
#include "base/assert.h"

enum {
    PAGE_TOKEN_BYTES_MAX = PAGE_HASH_BYTES + PAGE_MARK_BYTES_MAX,
    NUMBER_LENGTH_MAX = 18
};

bool number_parse(struct text text, uint64_t *out_number)
{
    uint64_t number = 0;

    if (!text_is_digits(text) || text.length > NUMBER_LENGTH_MAX)
        return false;
    for (size_t i = 0; i < text.length; i++)
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    *out_number = number;
    return true;
}

void page_token_write(struct buffer *buffer, const struct page_hash *hash, struct text mark)
{
    unsigned char bytes[PAGE_TOKEN_BYTES_MAX];
    char token[sodium_base64_ENCODED_LEN(PAGE_TOKEN_BYTES_MAX, BASE64_URL)];

    ASSERT(mark.length <= PAGE_MARK_BYTES_MAX);
    memcpy(bytes, hash->bytes, PAGE_HASH_BYTES);
    memcpy(bytes + PAGE_HASH_BYTES, mark.bytes, mark.length);
    (void)sodium_bin2base64(token, sizeof(token), bytes, PAGE_HASH_BYTES + mark.length, BASE64_URL);
    buffer_add_string(buffer, token);
}

bool page_token_read(struct text token, const struct page_hash *hash,
                     char out_mark[PAGE_MARK_BYTES_MAX], size_t *out_length)
{
    unsigned char bytes[PAGE_TOKEN_BYTES_MAX];
    size_t length = 0;

    if (!base64_parse(token, BASE64_URL, (struct base64_room){ bytes, sizeof(bytes) }, &length) ||
        length <= PAGE_HASH_BYTES || memcmp(bytes, hash->bytes, PAGE_HASH_BYTES) != 0)
        return false;
    *out_length = length - PAGE_HASH_BYTES;
    memcpy(out_mark, bytes + PAGE_HASH_BYTES, *out_length);
    return true;
}
