/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/judging/acting.h"

#include "engine/permission.h"

struct acting *acting_begin(const struct act_request *request, struct call *call)
{
    struct acting *acting = arena_new(&call->arena, 1, sizeof(*acting));

    acting->call = call;
    acting->use_case = request->use_case;
    acting->principal = request->principal;
    acting->terms = (struct terms){ PROFILE_PROGRAMME, 0 };
    acting->asked = request->input;
    acting->input = request->input;
    return acting;
}

enum status acting_prepare(struct acting *acting)
{
    const struct use_case *use_case = acting->use_case;

    if (use_case->resolve != NULL)
        TRY(use_case->resolve(acting));
    TRY(permission_check(acting));
    return use_case->prepare(acting);
}
