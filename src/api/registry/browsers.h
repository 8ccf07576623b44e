/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_BROWSERS_H
#define AVAL_API_REGISTRY_BROWSERS_H

#include <stdint.h>

#include "api/registry/registry.h"
#include "base/guid.h"

/* Who is signed in with a browser: a cookie of 256 random bits, of which the hash is kept. */

enum {
    BROWSER_LENGTH = 43, /* of the cookie's value, in base64url */
    BROWSER_SECONDS = 8 * 3600,
    BROWSERS_MAX = 100 /* of a user; the oldest end */
};

/** Signs a user in. WRITE_FAILED, CONFLICT: the user is gone. */
enum status browser_begin(struct registry *registry, guid user, int64_t now,
                          char out_text[BROWSER_LENGTH + 1], struct fault *fault) MUST_CHECK;

/** Who is signed in, and since when (seconds since 1970). False: nobody, or no longer. */
bool browser_user(struct registry *registry, struct text text, int64_t now, guid *out_user,
                  int64_t *out_began_at);

/** Signs out. WRITE_FAILED. */
enum status browser_end(struct registry *registry, struct text text, struct fault *fault)
    MUST_CHECK;

#endif
