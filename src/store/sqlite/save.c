/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite/save.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"

enum {
    BLOCK_BYTES = 1 << 16
};

/* False: errno says why. A file that others read has the same bytes at every moment. */
static bool write_again(int file)
{
    char block[BLOCK_BYTES];
    off_t offset = 0;

    for (;;) {
        ssize_t length = pread(file, block, sizeof(block), offset);
        ssize_t written = length <= 0 ? 0 : pwrite(file, block, (size_t)length, offset);

        if (length == 0)
            return true;
        if (length < 0 || written <= 0)
            return false;
        offset += written;
    }
}

static enum status save_file(const char *name, struct fault *fault)
{
    char reason[128];
    enum status status = STATUS_OK;
    int file = open(name, O_RDWR | O_CLOEXEC);

    if (file < 0 && errno == ENOENT)
        return STATUS_OK;
    if (file < 0 || !write_again(file) || fsync(file) != 0)
        status = fault_set(fault, FAULT_STORE_UNWRITABLE, strerror_r(errno, reason, sizeof(reason)),
                           NULL, NULL);
    if (file >= 0)
        (void)close(file);
    return status;
}

enum status save_log(const char *path, struct fault *fault)
{
    struct buffer name = { 0 };
    enum status status = STATUS_OK;

    buffer_add_format(&name, "%s-wal", path);
    buffer_add(&name, "", 1);
    if (name.has_failed)
        status = fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    else
        status = save_file(name.bytes, fault);
    buffer_done(&name);
    return status;
}
