/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_ARGUMENTS_H
#define AVAL_API_PARTNER_CENTER_ARGUMENTS_H

#include "api/call.h"

/** An argument of the query, its name in any case; an empty text where it is absent or empty. */
struct text argument_find(const struct api_call *call, const char *name);

#endif
