/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/tape.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/attributes.h"
#include "store/sqlite/writer.h"

enum {
    EVENT_ALIGNMENT = 8,
    SHARED_BYTES_MAX = 64 << 10,
    /* So many times the pages that the log has are told, so that small logs are checkpointed. */
    PAGES_TIMES = 25
};

static struct recorder *recording;

static size_t padding_of(size_t length)
{
    return (EVENT_ALIGNMENT - length % EVENT_ALIGNMENT) % EVENT_ALIGNMENT;
}

static void record(struct tape_event event, const void *bytes)
{
    static const char zeros[EVENT_ALIGNMENT];
    union {
        const void *given;
        void *taken;
    } content = { bytes };
    union {
        const char *given;
        void *taken;
    } end = { zeros };
    struct iovec parts[] = { { &event, sizeof(event) },
                             { content.taken, event.length },
                             { end.taken, padding_of(event.length) } };
    size_t length = sizeof(event) + event.length + padding_of(event.length);

    (void)pthread_mutex_lock(&recording->mutex);
    ASSERT(writev(recording->tape, parts, COUNT_OF(parts)) == (ssize_t)length);
    (void)pthread_mutex_unlock(&recording->mutex);
}

const struct tape_event *tape_next(const struct tape_event *event)
{
    const void *next = (const char *)(event + 1) + event->length + padding_of(event->length);

    return next;
}

const void *tape_bytes(const struct tape_event *event)
{
    return event + 1;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

static void record_name(enum tape_kind kind, uint64_t inode, const char *path)
{
    const char *name = name_of(path);

    record(
        (struct tape_event){ .kind = kind, .length = (uint32_t)strlen(name) + 1, .inode = inode },
        name);
}

static void record_sync_of_folder(void)
{
    if (recording->sabotage != SABOTAGE_NO_FOLDER)
        record((struct tape_event){ .kind = TAPE_SYNC_FOLDER }, NULL);
}

/* Pages of the shared memory come to the disk whenever the system likes. */
static void record_shared(void)
{
    static char bytes[SHARED_BYTES_MAX];
    char path[512];
    FILE *file = NULL;
    struct tape_event event = { .kind = TAPE_SHARED };

    (void)snprintf(path, sizeof(path), "%s-shm", recording->book);
    file = fopen(path, "rb");
    if (file == NULL)
        return;
    event.length = (uint32_t)fread(bytes, 1, sizeof(bytes), file);
    ASSERT(fclose(file) == 0);
    if (event.length > 0)
        record(event, bytes);
}

static bool is_log(const struct disk_call *call)
{
    size_t length = strlen(call->path);

    return length > 4 && strcmp(call->path + length - 4, "-wal") == 0;
}

static int before(struct disk_watcher *watcher, const struct disk_call *call)
{
    (void)watcher;
    if (call->operation == DISK_DELETE)
        record_name(TAPE_REMOVE, 0, call->path);
    if (call->operation != DISK_SYNC || !is_log(call))
        return SQLITE_OK;
    record_shared();
    if (recording->is_killed_at_sync)
        _exit(0);
    if (!recording->is_sync_failing)
        return SQLITE_OK;
    recording->is_sync_failing = false;
    record((struct tape_event){ .kind = TAPE_FAILED_SYNC, .inode = call->inode }, NULL);
    return SQLITE_IOERR_FSYNC;
}

static void after(struct disk_watcher *watcher, const struct disk_call *call)
{
    struct tape_event event = { .inode = call->inode, .offset = call->offset };

    (void)watcher;
    if (call->path[0] == '\0')
        return;
    switch ((int)call->operation) {
    case DISK_OPEN:
        if (call->is_new)
            record_name(TAPE_CREATE, call->inode, call->path);
        break;
    case DISK_WRITE:
        event.kind = TAPE_WRITE;
        event.length = (uint32_t)call->length;
        record(event, call->bytes);
        break;
    case DISK_TRUNCATE:
        event.kind = TAPE_TRUNCATE;
        record(event, NULL);
        break;
    case DISK_SYNC:
        event.kind = TAPE_SYNC;
        record(event, NULL);
        break;
    case DISK_SYNC_FOLDER:
        record_sync_of_folder();
        break;
    default:
        break;
    }
}

static void asked(struct audience *audience)
{
    (void)audience;
    record((struct tape_event){ .kind = TAPE_ASKED }, NULL);
}

static void answered(struct audience *audience, const struct answer *answer)
{
    (void)audience;
    record((struct tape_event){ .kind = TAPE_ANSWERED, .length = sizeof(*answer) }, answer);
}

static void failed(struct audience *audience, const struct fault *fault)
{
    (void)audience;
    (void)fault;
    recording->failure_count++;
}

static void took_head(struct audience *audience, const struct journal_head *head)
{
    (void)audience;
    record((struct tape_event){ .kind = TAPE_HEAD, .length = sizeof(*head) }, head);
}

void recorder_begin(struct recorder *recorder, int tape, const char *book, enum sabotage sabotage)
{
    *recorder = (struct recorder){ .watcher = { before, after },
                                   .audience = { asked, answered, failed, took_head, failed },
                                   .tape = tape,
                                   .book = book,
                                   .sabotage = sabotage };
    ASSERT(pthread_mutex_init(&recorder->mutex, NULL) == 0);
    recording = recorder;
    disk_watch(&recorder->watcher);
}

/*
 * What the program asks of the system itself, and where its writer begins: the linker puts these
 * in between (--wrap). Where nothing is recorded they do as they are told.
 */
int true_open(const char *path, int flags, ...) __asm__("__real_open64");
int true_link(const char *from, const char *to) __asm__("__real_link");
int true_rename(int from_folder, const char *from, int to_folder, const char *to,
                unsigned flags) __asm__("__real_renameat2");
int true_unlink(const char *path) __asm__("__real_unlink");
int true_fsync(int file) __asm__("__real_fsync");
ssize_t true_pwrite(int file, const void *bytes, size_t length,
                    off_t offset) __asm__("__real_pwrite64");
enum status true_writer_begin(struct writer *writer,
                              struct fault *fault) __asm__("__real_writer_begin");
void *true_wal_hook(sqlite3 *database, int (*hook)(void *, sqlite3 *, const char *, int),
                    void *payload) __asm__("__real_sqlite3_wal_hook");

int recorded_open(const char *path, int flags, ...) __asm__("__wrap_open64");
int recorded_link(const char *from, const char *to) __asm__("__wrap_link");
int recorded_rename(int from_folder, const char *from, int to_folder, const char *to,
                    unsigned flags) __asm__("__wrap_renameat2");
int recorded_unlink(const char *path) __asm__("__wrap_unlink");
int recorded_fsync(int file) __asm__("__wrap_fsync");
ssize_t recorded_pwrite(int file, const void *bytes, size_t length,
                        off_t offset) __asm__("__wrap_pwrite64");
enum status recorded_writer_begin(struct writer *writer,
                                  struct fault *fault) __asm__("__wrap_writer_begin");
void *recorded_wal_hook(sqlite3 *database, int (*hook)(void *, sqlite3 *, const char *, int),
                        void *payload) __asm__("__wrap_sqlite3_wal_hook");

int recorded_open(const char *path, int flags, ...)
{
    bool is_new = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
    mode_t mode = 0;
    va_list arguments;
    int file = -1;

    va_start(arguments, flags);
    if ((flags & O_CREAT) != 0)
        mode = va_arg(arguments, mode_t);
    va_end(arguments);
    file = true_open(path, flags, mode);
    if (file >= 0 && is_new && recording != NULL)
        record_name(TAPE_CREATE, disk_inode(file), path);
    return file;
}

int recorded_link(const char *from, const char *to)
{
    struct stat about;
    int result = true_link(from, to);

    if (result == 0 && recording != NULL) {
        ASSERT(stat(to, &about) == 0);
        record_name(TAPE_LINK, about.st_ino, to);
    }
    return result;
}

/* Both names for themselves: no more is to be relied on. */
int recorded_rename(int from_folder, const char *from, int to_folder, const char *to,
                    unsigned flags)
{
    struct stat about;
    int result = true_rename(from_folder, from, to_folder, to, flags);

    if (result == 0 && recording != NULL) {
        ASSERT(stat(to, &about) == 0);
        record_name(TAPE_LINK, about.st_ino, to);
        record_name(TAPE_REMOVE, 0, from);
    }
    return result;
}

int recorded_unlink(const char *path)
{
    int result = true_unlink(path);

    if (result == 0 && recording != NULL)
        record_name(TAPE_REMOVE, 0, path);
    return result;
}

int recorded_fsync(int file)
{
    int result = true_fsync(file);
    struct stat about;

    ASSERT(fstat(file, &about) == 0);
    if (result != 0 || recording == NULL)
        return result;
    if (S_ISDIR(about.st_mode))
        record_sync_of_folder();
    else
        record((struct tape_event){ .kind = TAPE_SYNC, .inode = about.st_ino }, NULL);
    return result;
}

ssize_t recorded_pwrite(int file, const void *bytes, size_t length, off_t offset)
{
    ssize_t written = true_pwrite(file, bytes, length, offset);

    if (written > 0 && recording != NULL)
        record((struct tape_event){ .kind = TAPE_WRITE,
                                    .length = (uint32_t)written,
                                    .inode = disk_inode(file),
                                    .offset = offset },
               bytes);
    return written;
}

enum status recorded_writer_begin(struct writer *writer, struct fault *fault)
{
    if (recording != NULL && recording->sabotage == SABOTAGE_NORMAL)
        ASSERT(sqlite3_exec(writer->connection.database, "pragma synchronous = normal", NULL, NULL,
                            NULL) == SQLITE_OK);
    return true_writer_begin(writer, fault);
}

/* The program's own hook, and what it is called with. */
static int (*true_hook)(void *, sqlite3 *, const char *, int);

static int tell_more_pages(void *payload, sqlite3 *database, const char *name, int count)
{
    return true_hook(payload, database, name, count * PAGES_TIMES);
}

void *recorded_wal_hook(sqlite3 *database, int (*hook)(void *, sqlite3 *, const char *, int),
                        void *payload)
{
    true_hook = hook;
    return true_wal_hook(database, tell_more_pages, payload);
}
