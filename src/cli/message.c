/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/message.h"

#include <stdint.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "base/template.h"

#define MESSAGE(name, en, fr) [MESSAGE_##name] = { { en, fr } },
static const struct phrase messages[MESSAGE_COUNT] = {
#include "cli/message.def"
};
#undef MESSAGE

const char *message_text(enum message message, enum language language)
{
    return messages[message].in[language];
}

struct message_filler {
    struct filler filler;
    const struct message_arguments *arguments;
};

static void fill(const struct filler *filler, struct buffer *buffer, struct text name,
                 bool is_first)
{
    const struct message_arguments *arguments = ((const struct message_filler *)filler)->arguments;
    unsigned number = (unsigned)(name.bytes[0] - '0');

    (void)is_first;
    ASSERT(name.length == 1 && number < COUNT_OF(arguments->text));
    ASSERT(arguments->text[number] != NULL);
    buffer_add_visible(buffer, text_of(arguments->text[number]), SIZE_MAX);
}

void message_write(struct buffer *buffer, enum message message, enum language language,
                   struct message_arguments arguments)
{
    struct message_filler filler = { { fill }, &arguments };

    template_write(buffer, messages[message].in[language], &filler.filler);
}
