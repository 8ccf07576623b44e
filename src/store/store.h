/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_STORE_H
#define AVAL_STORE_STORE_H

#include "engine/fault.h"
#include "engine/store.h"

/* What a store is opened for. */
enum store_mode {
    STORE_CREATE, /* a new book, where nothing is yet; then as for writing */
    STORE_WRITE,
    STORE_READ,
    STORE_MIGRATE /* an older book is brought up to date; then as for writing */
};

/** The path that a URL names: "sqlite:PATH", or the path alone. INVALID: it names no store. */
enum status store_path(const char *url, struct fault *fault, const char **out_path) MUST_CHECK;

/**
 * Makes a new book where nothing is yet, whole or not at all; `first` is done in it before it has
 * its name, or NULL. CONFLICT: there is something.
 */
enum status store_create(const char *url, struct store_work *first, struct fault *fault) MUST_CHECK;

/**
 * Opens the book that the URL names. What is no book, is damaged,
 * of another version, or written to by another process is refused with a fault, and left as it is.
 * The store is the caller's, for store->close().
 */
enum status store_open(const char *url, enum store_mode mode, struct fault *fault,
                       struct store **out_store) MUST_CHECK;

#endif
