/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/use_case.h"

#include "engine/use_cases.h"

const struct use_case *const use_cases[] = {
    NULL,
};

const struct use_case *use_case_find(struct text name)
{
    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        if (text_is(name, (*row)->name))
            return *row;
    return NULL;
}
