/* SPDX-License-Identifier: Apache-2.0 */
#include "base/template.h"

#include <string.h>

#include "base/assert.h"

void template_write(struct buffer *buffer, const char *template, const struct filler *filler)
{
    const char *rest = template;

    for (;;) {
        size_t length = strcspn(rest, "{");
        size_t name_length = 0;

        buffer_add(buffer, rest, length);
        rest += length;
        if (*rest == '\0')
            return;
        name_length = strcspn(rest, "}") - 1;
        ASSERT(rest[name_length + 1] == '}');
        filler->fill(filler, buffer, (struct text){ rest + 1, name_length }, rest == template);
        rest += name_length + 2;
    }
}
