/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_DISK_H
#define AVAL_TESTS_DURABILITY_DISK_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What SQLite asks of the system. */
#define DISK_OPERATIONS(OPERATION)                                                                 \
    OPERATION(OPEN, "open")                                                                        \
    OPERATION(READ, "read")                                                                        \
    OPERATION(WRITE, "write")                                                                      \
    OPERATION(TRUNCATE, "truncate")                                                                \
    OPERATION(SYNC, "sync")                                                                        \
    OPERATION(SYNC_FOLDER, "sync_folder")                                                          \
    OPERATION(DELETE, "delete")                                                                    \
    OPERATION(LOCK, "lock")                                                                        \
    OPERATION(SIZE, "size")                                                                        \
    OPERATION(SHARED_MAP, "shared_map")                                                            \
    OPERATION(SHARED_LOCK, "shared_lock")

#define OPERATION(name, word) DISK_##name,
enum disk_operation {
    DISK_OPERATIONS(OPERATION) DISK_OPERATION_COUNT
};
#undef OPERATION

/* One call of SQLite's. */
struct disk_call {
    enum disk_operation operation;
    const char *path; /* "": a temporary file, which has none */
    uint64_t inode;   /* of an open file; 0: a temporary one */
    int64_t offset;   /* or the size of a truncated file */
    const void *bytes;
    size_t length;
    bool is_new; /* the file is made by its opening */
};

/* Not a result of SQLite's: the call succeeds, and nothing is done. */
enum {
    DISK_PASS_OVER = -1
};

/* Who is asked before each call, and told after one that succeeded. Any thread may. */
struct disk_watcher {
    /** SQLITE_OK: it is done; DISK_PASS_OVER; else it fails so. */
    int (*before)(struct disk_watcher *watcher, const struct disk_call *call);
    void (*after)(struct disk_watcher *watcher, const struct disk_call *call);
};

/** From now on every file of SQLite's goes by the watcher, to the files of the system. */
void disk_watch(struct disk_watcher *watcher);

/** The inode of the file that is open; 0: there is none. */
uint64_t disk_inode(int file);

extern const char *const disk_operation_names[DISK_OPERATION_COUNT];

#endif
