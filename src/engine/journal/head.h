/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_JOURNAL_HEAD_H
#define AVAL_ENGINE_JOURNAL_HEAD_H

#include "engine/call.h"

enum {
    HEAD_KEY_BYTES = 32,
    HEAD_SIGNATURE_BYTES = 64
};

/*
 * The journal at a moment, signed by its book (Ed25519, RFC 8032): whoever kept a head can tell
 * later whether anything of what the book had then was lost or changed. What is signed is the
 * canonical JSON of all but the signature.
 */
struct journal_head {
    struct merkle_head tree;
    int64_t at; /* by the book's clock: milliseconds since 1970 */
    unsigned char key[HEAD_KEY_BYTES];
    unsigned char signature[HEAD_SIGNATURE_BYTES];
};

/** Gives a new book its key. */
enum status head_make_key(struct call *call) MUST_CHECK;

/** The public half of the book's key. CORRUPT: it has none. */
enum status head_load_key(struct call *call, unsigned char out_key[HEAD_KEY_BYTES]) MUST_CHECK;

/** The signed head of the journal as it is. */
enum status head_load(struct call *call, struct journal_head *out_head) MUST_CHECK;

/** Writes the head as a JSON object and a line end. */
void head_write(struct buffer *buffer, const struct journal_head *head);

/** Reads a head. INVALID: the fault says what is wrong. Its signature is not looked at. */
enum status head_parse(struct text json, struct fault *fault, struct journal_head *out_head)
    MUST_CHECK;

/** Whether the head's signature is by the key that it names. NO_MEMORY. */
enum status head_check(const struct journal_head *head, bool *out_is_signed) MUST_CHECK;

#endif
