/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_MESSAGE_H
#define AVAL_CLI_MESSAGE_H

#include "base/buffer.h"
#include "base/text.h"

#define MESSAGE(name, en, fr) MESSAGE_##name,
enum message {
#include "cli/message.def"
    MESSAGE_COUNT
};
#undef MESSAGE

/* What a message is about: up to four texts for {0} to {3}, shown as a person may see them. */
struct message_arguments {
    const char *text[4];
};

/** Adds the message; without a {placeholder} the arguments do not matter. */
void message_write(struct buffer *buffer, enum message message, enum language language,
                   struct message_arguments arguments);

/** A message without placeholders. */
const char *message_text(enum message message, enum language language);

#endif
