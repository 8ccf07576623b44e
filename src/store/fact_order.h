/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_FACT_ORDER_H
#define AVAL_STORE_FACT_ORDER_H

#include "model/fact.h"

/**
 * Compares two facts of a type by their fields, as tables do: what is absent comes first. So facts
 * can be put between those that an export shows. Less than, equal to or greater than 0.
 */
int fact_compare(const struct fact *left, const struct fact *right);

#endif
