/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_CATALOGUE_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_CATALOGUE_H

#include "base/text.h"

/**
 * The id of the offer that stands in the catalogue as "product:sku:availability", borrowed from it;
 * any other text is an id already.
 */
struct text catalogue_offer_of(struct text item);

#endif
