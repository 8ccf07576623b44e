/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_SMALL_WORLD_H
#define AVAL_TESTS_UNIT_SMALL_WORLD_H

#include "base/text.h"

/*
 * A world with every type of fact, in which every act is supported in May 2022: pine is a
 * provider and rowan its reseller, alder bills directly, cedar is their customer.
 */
#define PINE_ID "11111111-1111-4111-8111-111111111111"
#define ROWAN_ID "22222222-2222-4222-8222-222222222222"
#define ALDER_ID "33333333-3333-4333-8333-333333333333"
#define CEDAR_ID "cccccccc-cccc-4ccc-8ccc-cccccccccccc"

/* As JSON lines; the last has its end. */
extern const char small_world[];

/* Proposals about it, a line each: every act, and one line in error at the end. */
extern const char small_proposals[];

/* As CSV: the name of each file and what stands in it. */
struct small_file {
    const char *name;
    const char *bytes;
};

enum {
    SMALL_FILE_COUNT = 12
};

extern const struct small_file small_files[SMALL_FILE_COUNT];

/** Makes a new folder in the memory of the machine, and writes its path. */
void folder_begin(char out_path[64]);

/** Writes a file of the folder. */
void folder_write(const char *path, const char *name, struct text bytes);

/** Removes the folder and the files in it. */
void folder_end(const char *path);

/** Makes a folder with the small world's files. */
void small_folder_begin(char out_path[64]);

#endif
