/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_PRIVATE_FILE_H
#define AVAL_API_IDENTITY_PRIVATE_FILE_H

#include <stdbool.h>

#include "base/attributes.h"
#include "base/buffer.h"
#include "base/status.h"
#include "engine/fault.h"

/*
 * The folder of identities stands beside the book (BOOK.identity) and is its owner's alone, as is
 * every file in it: keys, certificates, registrations.
 */

enum {
    FOLDER_BYTES = 4096,
    PRIVATE_PATH_BYTES = FOLDER_BYTES + 64
};

/** The folder of identities of the book at the URL. False: it is too long. */
bool identity_folder(const char *url, char out_folder[FOLDER_BYTES]);

/** Makes the folder where it is missing. WRITE_FAILED. */
enum status identity_make_folder(const char *folder, struct fault *fault) MUST_CHECK;

/** The path of a file of the folder. */
void private_file_path(const char *folder, const char *name, char out_path[PRIVATE_PATH_BYTES]);

/**
 * Makes a file with these bytes; one that is there is left as it is, and whoever is first makes it.
 * On return it is kept. WRITE_FAILED.
 */
enum status private_file_make(const char *path, struct text bytes, struct fault *fault) MUST_CHECK;

/** Has the names in the file's folder kept: one that a power cut takes back is no file. */
bool private_file_keep_names(const char *path);

/** Adds what a file has, up to a megabyte. READ_FAILED leaves errno; NO_MEMORY. No fault is set. */
enum status private_file_read(const char *path, struct buffer *bytes) MUST_CHECK;

/** Says by errno that the file could not be written. */
enum status private_file_fail(const char *path, struct fault *fault);

#endif
