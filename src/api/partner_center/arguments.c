/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/arguments.h"

#include <strings.h>

struct text argument_find(const struct api_call *call, const char *name)
{
    const struct http_target *target = &call->request->target;
    size_t length = strlen(name);

    for (unsigned i = 0; i < target->argument_count; i++)
        if (target->arguments[i].name.length == length &&
            strncasecmp(target->arguments[i].name.bytes, name, length) == 0)
            return target->arguments[i].value;
    return TEXT("");
}
