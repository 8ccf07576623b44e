/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_REQUEST_H
#define AVAL_LIB_REQUEST_H

#include <aval/judge.h>

#include "book/book.h"
#include "lib/world.h"

/** Packs a request that the world's book has resolved, and seals it. */
struct aval_request request_pack(const aval_world *world, const struct request *request);

/**
 * Whether request_pack() has made the request for this world. It keeps accidents away, such as a
 * request of another world, not forgery.
 */
bool request_is_of(const aval_world *world, const struct aval_request *packed);

/** Unpacks a request of this world. */
void request_unpack(const struct aval_request *packed, struct request *out_request);

#endif
