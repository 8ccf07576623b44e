/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_IMAGE_H
#define AVAL_TESTS_DURABILITY_IMAGE_H

#include "base/buffer.h"
#include "durability/tape.h"

/*
 * What a disk may have when the power goes, by a tape. Of a file all is there that was written
 * before the last sync of it that was completed; of what was written since, each write is there, is
 * not, or is torn: of each of its sectors either. Of a name all that was done before the last sync
 * of the folder, and so much of what was done since. Shared memory is from any moments.
 */

enum {
    DISK_FILES_MAX = 128,
    DISK_NAMES_MAX = 32,
    NAME_BYTES_MAX = 64,
    NAME_STATES_MAX = 32
};

enum change_state {
    CHANGE_IS_WAITING,  /* for a sync */
    CHANGE_IS_DOUBTFUL, /* a sync failed: no later one sees to it */
    CHANGE_IS_DURABLE   /* behind a doubtful one */
};

/* A write or truncation that may not be on the disk. */
struct change {
    const struct tape_event *event;
    enum change_state state;
};

struct disk_file_state {
    uint64_t inode;
    struct buffer durable;
    struct change *changes;
    size_t change_count, change_capacity;
};

/* What a name stood for, one after the other: a file's place, or -1. The first is durable. */
struct disk_name {
    char name[NAME_BYTES_MAX];
    int states[NAME_STATES_MAX];
    unsigned state_count;
};

/* The disk at a moment of the tape. */
struct disk_state {
    struct disk_file_state files[DISK_FILES_MAX];
    unsigned file_count;
    struct disk_name names[DISK_NAMES_MAX];
    unsigned name_count;
    const struct tape_event *shared[64]; /* the last ones */
    unsigned shared_count;
};

/** What an event did; those that are about no disk do nothing. */
void disk_state_advance(struct disk_state *state, const struct tape_event *event);
void disk_state_done(struct disk_state *state);

/* How much of what may be there is. */
enum image_manner {
    IMAGE_NOTHING,
    IMAGE_EVERYTHING,
    IMAGE_BEGINNING, /* changes and states of names up to some */
    IMAGE_ALL_BUT_ONE,
    IMAGE_ONLY_ONE,
    IMAGE_ANY,
    IMAGE_TORN_512,
    IMAGE_TORN_4096,
    IMAGE_MANNER_COUNT
};

/* The files of an image. */
struct image {
    struct {
        const char *name;
        struct buffer bytes;
    } files[DISK_NAMES_MAX];
    unsigned file_count;
    struct buffer shared; /* empty: there is none */
};

/** Makes one of the images that the disk may have, by chance. */
void image_make(struct image *image, const struct disk_state *state, enum image_manner manner,
                uint64_t *seed);

/** A digest of names and bytes; shared memory is left out, so that it does not count. */
uint64_t image_digest(const struct image *image);

/** Writes the files into the folder, in which nothing else is left. */
void image_write(const struct image *image, const char *folder);

void image_done(struct image *image);

#endif
