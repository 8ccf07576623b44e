/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_VERSION_H
#define AVAL_ENGINE_VERSION_H

#include "engine/call.h"

/*
 * What tells whether something changed since it was read: a number that grows with each change and
 * is used once in a book. 0: there is nothing. An act that names a version is done on that one
 * only.
 */

/** Of a tenant's particulars for the purpose. */
enum status version_of_particulars(struct call *call, guid tenant, enum particulars_purpose purpose,
                                   uint64_t *out_version) MUST_CHECK;

/** Of a subscription: its status, its terms and its partner of record. */
enum status version_of_subscription(struct call *call, guid subscription, uint64_t *out_version)
    MUST_CHECK;

#endif
