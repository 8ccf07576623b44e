/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/process_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum {
    STEP_MILLISECONDS = 10
};

static enum status fail(struct fault *fault, const char *path)
{
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof(reason));

    return fault_set(fault, FAULT_STORE_UNREADABLE, path, text, NULL);
}

static enum status wait_for(int file, const char *path, unsigned milliseconds, struct fault *fault)
{
    struct timespec step = { .tv_nsec = STEP_MILLISECONDS * 1000000L };

    for (unsigned waited = 0; flock(file, LOCK_EX | LOCK_NB) != 0; waited += STEP_MILLISECONDS) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return fail(fault, path);
        if (waited >= milliseconds)
            return fault_set(fault, FAULT_STORE_BUSY, path, NULL, NULL);
        (void)nanosleep(&step, NULL);
    }
    return STATUS_OK;
}

enum status process_lock_take(struct process_lock *lock, const char *path,
                              unsigned wait_milliseconds, struct fault *fault)
{
    struct buffer name = { 0 };
    enum status status = STATUS_OK;
    int file = -1;

    buffer_add_format(&name, "%s-lock", path);
    buffer_add(&name, "", 1);
    if (name.has_failed) {
        buffer_done(&name);
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    file = open(name.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    status = file < 0 ? fail(fault, path) : wait_for(file, path, wait_milliseconds, fault);
    buffer_done(&name);
    if (status == STATUS_OK)
        lock->file = file;
    else if (file >= 0)
        (void)close(file);
    return status;
}

void process_lock_release(struct process_lock *lock)
{
    (void)close(lock->file);
}
