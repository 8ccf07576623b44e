/* SPDX-License-Identifier: Apache-2.0 */
#include "api/base64.h"

/* libsodium takes every byte beyond ASCII for the last sign: one secret would have many forms. */
static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] > '~')
            return false;
    return true;
}

bool base64_parse(struct text text, enum base64 alphabet, struct base64_room room,
                  size_t *out_length)
{
    size_t length = 0;

    if (!is_ascii(text) || sodium_base642bin(room.bytes, room.size, text.bytes, text.length, NULL,
                                             &length, NULL, (int)alphabet) != 0)
        return false;
    *out_length = length;
    return true;
}
