/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_SESSIONS_H
#define AVAL_API_REGISTRY_SESSIONS_H

#include <stdint.h>

#include "api/registry/registry.h"
#include "base/guid.h"

/*
 * A session: that a user is signed in by a client. It is held by a refresh token, which is good for
 * one use and is answered with the next: the session's id, and a secret of which the hash is kept.
 * Whoever brings an earlier one has a copy, or somebody else has: the session ends.
 */

enum {
    REFRESH_TOKEN_BYTES = 80, /* with a NUL */
    SESSION_SECONDS = 90 * 24 * 3600,
    SESSIONS_MAX = 100 /* of a user by a client; the oldest end */
};

/* Who is signed in, by what. */
struct session {
    guid id; /* of one that begins: what it is to be, or GUID_NONE */
    guid app;
    guid user;
};

/** An id for a session that will begin. */
guid session_new_id(void);

/** Begins a session. WRITE_FAILED, CONFLICT: app or user is gone. */
enum status session_begin(struct registry *registry, struct session session, int64_t now,
                          char out_token[REFRESH_TOKEN_BYTES], struct fault *fault) MUST_CHECK;

/** Turns a refresh token of the app into the next. NOT_FOUND without a fault: it is none, or no
 * longer; WRITE_FAILED. */
enum status session_turn(struct registry *registry, struct text token, int64_t now,
                         struct session *session, char out_token[REFRESH_TOKEN_BYTES]) MUST_CHECK;

#endif
