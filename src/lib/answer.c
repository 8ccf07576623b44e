/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/answer.h"

#include <string.h>

bool answer_is_given(const struct aval_answer *answer)
{
    return answer != NULL && answer->bytes != NULL;
}

enum aval_status answer_fill(struct aval_answer *answer, const struct buffer *text)
{
    if (text->has_failed)
        return AVAL_NO_MEMORY;
    if (answer->capacity <= text->length)
        return AVAL_NO_ROOM;
    if (text->length > 0)
        memcpy(answer->bytes, text->bytes, text->length);
    answer->bytes[text->length] = '\0';
    answer->length = text->length;
    return AVAL_OK;
}
