/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_TAPE_H
#define AVAL_TESTS_DURABILITY_TAPE_H

#include <pthread.h>

#include "durability/disk.h"
#include "durability/story.h"

/* What happened, in its order: on the disk, and between the program and who asks it. */
enum tape_kind {
    TAPE_CREATE, /* a file of that inode and name */
    TAPE_LINK,   /* another name for the inode */
    TAPE_REMOVE, /* a name */
    TAPE_WRITE,
    TAPE_TRUNCATE,
    TAPE_SYNC,
    TAPE_FAILED_SYNC, /* what was written is not asked of the disk again, and may not be there */
    TAPE_SYNC_FOLDER,
    TAPE_SHARED, /* what the shared memory was then */
    TAPE_ASKED,
    TAPE_ANSWERED, /* struct answer */
    TAPE_HEAD      /* struct journal_head */
};

/* An event; its bytes stand behind it, up to a multiple of eight. */
struct tape_event {
    uint32_t kind;
    uint32_t length; /* of the bytes */
    uint64_t inode;
    int64_t offset; /* or the size of a truncated file */
};

/* How the recording is spoiled, so that it is seen that the test would notice. */
enum sabotage {
    SABOTAGE_NONE,
    SABOTAGE_NORMAL,   /* SQLite's "synchronous = normal" */
    SABOTAGE_NO_FOLDER /* syncs of folders are not made */
};

/* A story as it is recorded: it is the watcher of the disk, and the story's audience. */
struct recorder {
    struct disk_watcher watcher;
    struct audience audience;
    pthread_mutex_t mutex;
    int tape;
    const char *book; /* its path */
    enum sabotage sabotage;
    bool is_killed_at_sync; /* the process ends where the log is to be synced next */
    bool is_sync_failing;   /* that sync fails instead, once */
    unsigned failure_count; /* of what was asked */
};

/** Begins to record onto the file, behind what it has. There is one recorder in a process. */
void recorder_begin(struct recorder *recorder, int tape, const char *book, enum sabotage sabotage);

/** The event behind that one. */
const struct tape_event *tape_next(const struct tape_event *event);

/** The bytes of an event. */
const void *tape_bytes(const struct tape_event *event);

#endif
