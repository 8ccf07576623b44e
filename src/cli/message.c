/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include <stdint.h>
#include <string.h>

#include "base/assert.h"
#include "base/attributes.h"

#define MESSAGE(name, en, fr) [MESSAGE_##name] = { { en, fr } },
static const struct phrase messages[MESSAGE_COUNT] = {
#include "cli/message.def"
};
#undef MESSAGE

const char *message_text(enum message message, enum language language)
{
    return messages[message].in[language];
}

void message_write(struct buffer *buffer, enum message message, enum language language,
                   struct message_arguments arguments)
{
    const char *rest = messages[message].in[language];

    while (*rest != '\0') {
        size_t length = strcspn(rest, "{");
        unsigned number = 0;

        buffer_add(buffer, rest, length);
        rest += length;
        if (*rest == '\0')
            return;
        number = (unsigned)(rest[1] - '0');
        ASSERT(number < COUNT_OF(arguments.text) && rest[2] == '}');
        ASSERT(arguments.text[number] != NULL);
        buffer_add_visible(buffer, text_of(arguments.text[number]), SIZE_MAX);
        rest += 3;
    }
}
