/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_USE_CASES_H
#define AVAL_ENGINE_USE_CASES_H

#include "engine/use_case.h"

/* The acts, a file a family; use_case.c lists them in their order. */

#endif
