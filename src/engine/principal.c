/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/principal.h"

#include "base/attributes.h"

#define WORD(name, word) word,
static const char *const principal_role_list[] = { PRINCIPAL_ROLES(WORD) };
const struct words principal_role_words = { principal_role_list, COUNT_OF(principal_role_list) };

bool principal_parse(struct text text, struct text *out_tenant, enum principal_role *out_role)
{
    struct text tenant = { text.bytes, 0 };
    struct text word = text;
    unsigned role = 0;

    for (size_t i = text.length; i > 0; i--) {
        if (text.bytes[i - 1] != ':')
            continue;
        tenant.length = i - 1;
        word = (struct text){ text.bytes + i, text.length - i };
        break;
    }
    if (!words_find(&principal_role_words, word, &role) ||
        principal_role_is_vendors((enum principal_role)role) != (word.length == text.length) ||
        (word.length < text.length && tenant.length == 0))
        return false;
    *out_tenant = tenant;
    *out_role = (enum principal_role)role;
    return true;
}
