/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_RESOURCES_ADDRESS_ANSWER_H
#define AVAL_API_PARTNER_CENTER_RESOURCES_ADDRESS_ANSWER_H

#include "api/call.h"
#include "model/address.h"

/** Checks an address that came in, in the property `object`, or alone: NULL. False: a part of it is
 * missing or wrong, and that is answered. */
bool address_is_right(struct api_call *call, const char *object, const struct address *address);

#endif
