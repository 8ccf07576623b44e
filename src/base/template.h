/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BASE_TEMPLATE_H
#define AVAL_BASE_TEMPLATE_H

#include "base/buffer.h"

/* What stands for the {placeholders} of a template. */
struct filler {
    /* Adds what the placeholder of that name stands for: first in the sentence or not. */
    void (*fill)(const struct filler *filler, struct buffer *buffer, struct text name,
                 bool is_first);
};

/** Adds the template with its placeholders filled. */
void template_write(struct buffer *buffer, const char *template, const struct filler *filler);

#endif
