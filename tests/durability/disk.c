/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file system of SQLite's (VFS) in front of the one that it has for Unix. Functions that nobody
 * watches go through; memory-mapped reading is left out, as the program does not use it.
 */
#include "durability/disk.h"

#include <string.h>
#include <sys/stat.h>

#include "base/assert.h"

#define OPERATION(name, word) word,
const char *const disk_operation_names[] = { DISK_OPERATIONS(OPERATION) };
#undef OPERATION

/* A file of ours; that of the system stands behind it. */
struct disk_file {
    sqlite3_file file; /* first */
    const char *path;  /* SQLite's, for as long as the file is open; "": it has none */
    uint64_t inode;
    sqlite3_file *system;
};

static sqlite3_vfs disk;
static sqlite3_vfs *unix_disk;
static struct disk_watcher *watcher;
static sqlite3_syscall_ptr unix_open_folder;

typedef int open_folder_function(const char *path, int *out_folder);

static struct disk_file *disk_file_of(sqlite3_file *file)
{
    return (struct disk_file *)file;
}

uint64_t disk_inode(int file)
{
    struct stat about;

    return fstat(file, &about) == 0 ? about.st_ino : 0;
}

static uint64_t inode_of(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 ? about.st_ino : 0;
}

static struct disk_call call_of(const struct disk_file *file, enum disk_operation operation)
{
    return (struct disk_call){ .operation = operation, .path = file->path, .inode = file->inode };
}

static int before(const struct disk_call *call)
{
    return watcher->before(watcher, call);
}

static int after(const struct disk_call *call, int result)
{
    if (result == SQLITE_OK)
        watcher->after(watcher, call);
    return result;
}

static int close_file(sqlite3_file *file)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods == NULL ? SQLITE_OK : system->pMethods->xClose(system);
}

static int read_file(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_READ);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = before(&call);

    return result != SQLITE_OK ? result : system->pMethods->xRead(system, bytes, length, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_WRITE);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = SQLITE_OK;

    call.offset = offset;
    call.bytes = bytes;
    call.length = (size_t)length;
    result = before(&call);
    if (result == SQLITE_OK)
        return after(&call, system->pMethods->xWrite(system, bytes, length, offset));
    /* What fails may have been done by half. */
    (void)system->pMethods->xWrite(system, bytes, length / 2, offset);
    return result;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_TRUNCATE);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = SQLITE_OK;

    call.offset = size;
    result = before(&call);
    return result != SQLITE_OK ? result : after(&call, system->pMethods->xTruncate(system, size));
}

static int sync_file(sqlite3_file *file, int flags)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_SYNC);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = before(&call);

    if (result == DISK_PASS_OVER)
        return SQLITE_OK;
    return result != SQLITE_OK ? result : after(&call, system->pMethods->xSync(system, flags));
}

static int file_size(sqlite3_file *file, sqlite3_int64 *out_size)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_SIZE);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = before(&call);

    return result != SQLITE_OK ? result : system->pMethods->xFileSize(system, out_size);
}

static int lock_file(sqlite3_file *file, int level)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_LOCK);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = before(&call);

    return result != SQLITE_OK ? result : system->pMethods->xLock(system, level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xUnlock(system, level);
}

static int is_locked(sqlite3_file *file, int *out_result)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xCheckReservedLock(system, out_result);
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xFileControl(system, operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xSectorSize(system);
}

static int characteristics(sqlite3_file *file)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xDeviceCharacteristics(system);
}

static int map_shared(sqlite3_file *file, int region, int size, int extend,
                      void volatile **out_memory)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_SHARED_MAP);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = before(&call);

    return result != SQLITE_OK
               ? result
               : system->pMethods->xShmMap(system, region, size, extend, out_memory);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
    struct disk_call call = call_of(disk_file_of(file), DISK_SHARED_LOCK);
    sqlite3_file *system = disk_file_of(file)->system;
    int result = (flags & SQLITE_SHM_LOCK) != 0 ? before(&call) : SQLITE_OK;

    return result != SQLITE_OK ? result : system->pMethods->xShmLock(system, offset, count, flags);
}

static void order_shared(sqlite3_file *file)
{
    sqlite3_file *system = disk_file_of(file)->system;

    system->pMethods->xShmBarrier(system);
}

static int unmap_shared(sqlite3_file *file, int is_deleted)
{
    sqlite3_file *system = disk_file_of(file)->system;

    return system->pMethods->xShmUnmap(system, is_deleted);
}

static const sqlite3_io_methods disk_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_locked,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = order_shared,
    .xShmUnmap = unmap_shared,
};

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                     int *out_flags)
{
    struct disk_file *opened = disk_file_of(file);
    struct disk_call call = { .operation = DISK_OPEN, .path = path == NULL ? "" : path };
    int result = SQLITE_OK;

    (void)vfs;
    opened->file.pMethods = NULL;
    opened->path = call.path;
    opened->system = (sqlite3_file *)(opened + 1);
    call.is_new = path != NULL && inode_of(path) == 0;
    result = before(&call);
    if (result != SQLITE_OK)
        return result;
    result = unix_disk->xOpen(unix_disk, path, opened->system, flags, out_flags);
    if (result != SQLITE_OK)
        return result;
    opened->file.pMethods = &disk_methods;
    opened->inode = inode_of(call.path);
    call.inode = opened->inode;
    return after(&call, SQLITE_OK);
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int is_synced)
{
    struct disk_call call = { .operation = DISK_DELETE, .path = path, .inode = inode_of(path) };
    int result = before(&call);

    (void)vfs;
    return result != SQLITE_OK ? result
                               : after(&call, unix_disk->xDelete(unix_disk, path, is_synced));
}

/* SQLite opens a folder only to sync it. */
static int open_folder(const char *path, int *out_folder)
{
    struct disk_call call = { .operation = DISK_SYNC_FOLDER, .path = path };
    int result = before(&call);

    if (result != SQLITE_OK)
        return result == DISK_PASS_OVER ? SQLITE_CANTOPEN : result;
    return after(&call, ((open_folder_function *)unix_open_folder)(path, out_folder));
}

void disk_watch(struct disk_watcher *wanted)
{
    watcher = wanted;
    if (unix_disk != NULL)
        return;
    unix_disk = sqlite3_vfs_find("unix");
    ASSERT(unix_disk != NULL);
    disk = *unix_disk;
    disk.pNext = NULL;
    disk.zName = "watched";
    disk.szOsFile = (int)sizeof(struct disk_file) + unix_disk->szOsFile;
    disk.xOpen = open_file;
    disk.xDelete = delete_file;
    unix_open_folder = unix_disk->xGetSystemCall(unix_disk, "openDirectory");
    ASSERT(unix_open_folder != NULL);
    ASSERT(unix_disk->xSetSystemCall(unix_disk, "openDirectory",
                                     (sqlite3_syscall_ptr)open_folder) == SQLITE_OK);
    ASSERT(sqlite3_vfs_register(&disk, 1) == SQLITE_OK);
}
