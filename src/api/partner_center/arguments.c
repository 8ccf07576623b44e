/* SPDX-License-Identifier: Apache-2.0 */
#include "api/partner_center/arguments.h"

struct text argument_find(const struct api_call *call, const char *name)
{
    const struct http_target *target = &call->request->target;

    for (unsigned i = 0; i < target->argument_count; i++)
        if (text_is_in_any_case(target->arguments[i].name, name))
            return target->arguments[i].value;
    return TEXT("");
}
