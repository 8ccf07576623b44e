/* SPDX-License-Identifier: Apache-2.0 */
#include "store/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status fail_system(struct fault *fault, const char *path)
{
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof(reason));

    return fault_set(fault, FAULT_STORE_UNREADABLE, path, text, NULL);
}

static enum status fail_memory(struct fault *fault)
{
    return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
}

/* What an earlier book of that name left: its log would be brought into the new one. */
static enum status check_place(const char *path, struct fault *fault)
{
    static const char *const ends[] = { "", "-wal", "-journal" };
    enum status status = STATUS_OK;
    struct stat about;

    for (size_t i = 0; i < COUNT_OF(ends) && status == STATUS_OK; i++) {
        struct buffer name = { 0 };

        buffer_add_format(&name, "%s%s", path, ends[i]);
        buffer_add(&name, "", 1);
        if (name.has_failed)
            status = fail_memory(fault);
        else if (lstat(name.bytes, &about) == 0 && (i == 0 || about.st_size > 0))
            status = fault_set(fault, FAULT_STORE_EXISTS, name.bytes, NULL, NULL);
        buffer_done(&name);
    }
    return status;
}

/* What is in it is the owner's alone, and so is the key that signs: from the first byte on. */
static enum status make_file(const struct new_file *file, struct fault *fault)
{
    int made = -1;

    (void)unlink(file->made.bytes);
    made = open(file->made.bytes, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made < 0)
        return fail_system(fault, file->path);
    (void)close(made);
    return STATUS_OK;
}

enum status new_file_begin(struct new_file *file, const char *path, struct fault *fault)
{
    enum status status = STATUS_OK;

    TRY(check_place(path, fault));
    *file = (struct new_file){ .path = path };
    buffer_add_format(&file->made, "%s-new-%ld", path, (long)getpid());
    buffer_add(&file->made, "", 1);
    status = file->made.has_failed ? fail_memory(fault) : make_file(file, fault);
    if (status != STATUS_OK)
        buffer_done(&file->made);
    return status;
}

static enum status save(const char *name, int flags, const char *path, struct fault *fault)
{
    int file = open(name, flags | O_RDONLY | O_CLOEXEC);
    enum status status = STATUS_OK;

    if (file < 0 || fsync(file) != 0)
        status = fail_system(fault, path);
    if (file >= 0)
        (void)close(file);
    return status;
}

/* The name is kept for good once the folder is. */
static enum status save_folder(const char *path, struct fault *fault)
{
    const char *slash = strrchr(path, '/');
    struct buffer name = { 0 };
    enum status status = STATUS_OK;

    if (slash != NULL)
        buffer_add(&name, path, (size_t)(slash - path) + 1);
    else
        buffer_add_string(&name, ".");
    buffer_add(&name, "", 1);
    status = name.has_failed ? fail_memory(fault) : save(name.bytes, O_DIRECTORY, path, fault);
    buffer_done(&name);
    return status;
}

/* Not every file system has a rename that never writes over, nor every one links. */
static bool give_name(const struct new_file *file)
{
    if (renameat2(AT_FDCWD, file->made.bytes, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && link(file->made.bytes, file->path) == 0;
}

enum status new_file_keep(const struct new_file *file, struct fault *fault)
{
    TRY(save(file->made.bytes, 0, file->path, fault));
    if (!give_name(file))
        return errno == EEXIST ? fault_set(fault, FAULT_STORE_EXISTS, file->path, NULL, NULL)
                               : fail_system(fault, file->path);
    if (save_folder(file->path, fault) == STATUS_OK)
        return STATUS_OK;
    /* Whether the name is kept nobody knows: what is told to have failed is not there. */
    (void)unlink(file->path);
    return fault_status(fault->kind);
}

/* What SQLite may have left beside it goes too; without memory for its name it stays. */
static void remove_beside(const struct new_file *file, const char *end)
{
    struct buffer name = { 0 };

    buffer_add_format(&name, "%s%s", file->made.bytes, end);
    buffer_add(&name, "", 1);
    if (!name.has_failed)
        (void)unlink(name.bytes);
    buffer_done(&name);
}

void new_file_end(struct new_file *file)
{
    (void)unlink(file->made.bytes);
    remove_beside(file, "-journal");
    remove_beside(file, "-wal");
    remove_beside(file, "-shm");
    buffer_done(&file->made);
}
