/* SPDX-License-Identifier: Apache-2.0 */
#include "api/identity/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILE_BYTES_MAX = 1024 * 1024
};

static const char scheme[] = "sqlite:";

bool identity_folder(const char *url, char out_folder[FOLDER_BYTES])
{
    const char *path = strncmp(url, scheme, strlen(scheme)) == 0 ? url + strlen(scheme) : url;
    int length = snprintf(out_folder, FOLDER_BYTES, "%s.identity", path);

    return length > 0 && length < FOLDER_BYTES;
}

enum status private_file_fail(const char *path, struct fault *fault)
{
    return fault_set(fault, FAULT_IDENTITY_UNWRITABLE, path, strerrordesc_np(errno), NULL);
}

enum status identity_make_folder(const char *folder, struct fault *fault)
{
    if (mkdir(folder, S_IRWXU) == 0 || errno == EEXIST)
        return STATUS_OK;
    return private_file_fail(folder, fault);
}

void private_file_path(const char *folder, const char *name, char out_path[PRIVATE_PATH_BYTES])
{
    (void)snprintf(out_path, PRIVATE_PATH_BYTES, "%s/%s", folder, name);
}

/* Writes a new file and returns when its bytes are kept. */
static bool write_new(const char *path, struct text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    bool is_kept = false;
    int reason = 0;

    if (file < 0)
        return false;
    is_kept = write(file, bytes.bytes, bytes.length) == (ssize_t)bytes.length && fsync(file) == 0;
    reason = errno;
    (void)close(file);
    errno = reason;
    return is_kept;
}

bool private_file_keep_names(const char *path)
{
    char folder[PRIVATE_PATH_BYTES];
    char *slash = NULL;
    bool is_kept = false;
    int file = -1;

    (void)snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        return true;
    *slash = '\0';
    file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    is_kept = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        (void)close(file);
    return is_kept;
}

enum status private_file_make(const char *path, struct text bytes, struct fault *fault)
{
    char beside[PRIVATE_PATH_BYTES + 16];
    bool is_kept = false;
    int reason = 0;

    (void)snprintf(beside, sizeof(beside), "%s.%08x", path, randombytes_random());
    is_kept = write_new(beside, bytes) && (link(beside, path) == 0 || errno == EEXIST) &&
              private_file_keep_names(path);
    reason = errno;
    (void)unlink(beside);
    errno = reason;
    return is_kept ? STATUS_OK : private_file_fail(path, fault);
}

enum status private_file_read(const char *path, struct buffer *bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    char part[4096];
    ssize_t count = 0;
    int reason = 0;

    if (file < 0)
        return STATUS_READ_FAILED;
    while (bytes->length < FILE_BYTES_MAX && (count = read(file, part, sizeof(part))) > 0)
        buffer_add(bytes, part, (size_t)count);
    reason = errno;
    (void)close(file);
    sodium_memzero(part, sizeof(part));
    errno = reason;
    if (count < 0)
        return STATUS_READ_FAILED;
    return bytes->has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}
