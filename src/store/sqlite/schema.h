/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_SQLITE_SCHEMA_H
#define AVAL_STORE_SQLITE_SCHEMA_H

#include "base/text.h"

/* The texts of SQL that the program carries: schema/schema_1.sql and those that follow it. */
extern const struct text embedded_schema_1;
extern const struct text embedded_schema_2;
extern const struct text embedded_schema_3;

#endif
