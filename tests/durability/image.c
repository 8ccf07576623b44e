/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/image.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "unit/test.h"

enum {
    NO_FILE = -1,
    SHARED_PAGE_BYTES = 4096
};

static int find_file(const struct disk_state *state, uint64_t inode)
{
    /* The last: numbers of files that are gone are given again. */
    for (int i = (int)state->file_count - 1; i >= 0; i--)
        if (state->files[i].inode == inode)
            return i;
    return NO_FILE;
}

static struct disk_name *name_at(struct disk_state *state, const char *text)
{
    struct disk_name *name = NULL;

    for (unsigned i = 0; i < state->name_count; i++)
        if (strcmp(state->names[i].name, text) == 0)
            return &state->names[i];
    ASSERT(state->name_count < DISK_NAMES_MAX && strlen(text) < NAME_BYTES_MAX);
    name = &state->names[state->name_count++];
    (void)snprintf(name->name, sizeof(name->name), "%s", text);
    name->states[0] = NO_FILE;
    name->state_count = 1;
    return name;
}

static void name_stands_for(struct disk_state *state, const struct tape_event *event, int file)
{
    struct disk_name *name = name_at(state, tape_bytes(event));

    ASSERT(name->state_count < NAME_STATES_MAX);
    name->states[name->state_count++] = file;
}

static void create(struct disk_state *state, const struct tape_event *event)
{
    ASSERT(state->file_count < DISK_FILES_MAX);
    state->files[state->file_count].inode = event->inode;
    name_stands_for(state, event, (int)state->file_count++);
}

static void sync_folder(struct disk_state *state)
{
    for (unsigned i = 0; i < state->name_count; i++) {
        struct disk_name *name = &state->names[i];

        name->states[0] = name->states[name->state_count - 1];
        name->state_count = 1;
    }
}

static void set_length(struct buffer *bytes, size_t length)
{
    static const char zeros[4096];

    while (bytes->length < length)
        buffer_add(bytes, zeros,
                   length - bytes->length < sizeof(zeros) ? length - bytes->length : sizeof(zeros));
    bytes->length = length;
}

static void put(struct buffer *bytes, const char *from, size_t length, size_t offset)
{
    if (bytes->length < offset + length)
        set_length(bytes, offset + length);
    ASSERT(!bytes->has_failed);
    memcpy(bytes->bytes + offset, from, length);
}

static void apply(struct buffer *bytes, const struct tape_event *event)
{
    if (event->kind == TAPE_TRUNCATE)
        set_length(bytes, (size_t)event->offset);
    else
        put(bytes, tape_bytes(event), event->length, (size_t)event->offset);
}

/* What is durable goes into the bytes, up to what is doubtful. */
static void settle(struct disk_file_state *file)
{
    size_t count = 0;

    while (count < file->change_count && file->changes[count].state == CHANGE_IS_DURABLE)
        apply(&file->durable, file->changes[count++].event);
    file->change_count -= count;
    for (size_t i = 0; i < file->change_count; i++)
        file->changes[i] = file->changes[i + count];
}

static void end_waiting(struct disk_file_state *file, enum change_state to)
{
    for (size_t i = 0; i < file->change_count; i++)
        if (file->changes[i].state == CHANGE_IS_WAITING)
            file->changes[i].state = to;
    settle(file);
}

static void add_change(struct disk_file_state *file, const struct tape_event *event)
{
    void *changes = file->changes;

    ASSERT(memory_grow(&changes, &file->change_capacity, file->change_count + 1,
                       sizeof(*file->changes)) == STATUS_OK);
    file->changes = changes;
    file->changes[file->change_count++] = (struct change){ event, CHANGE_IS_WAITING };
}

void disk_state_advance(struct disk_state *state, const struct tape_event *event)
{
    int file = find_file(state, event->inode);

    switch ((int)event->kind) {
    case TAPE_CREATE:
        create(state, event);
        break;
    case TAPE_LINK:
        ASSERT(file != NO_FILE);
        name_stands_for(state, event, file);
        break;
    case TAPE_REMOVE:
        name_stands_for(state, event, NO_FILE);
        break;
    case TAPE_WRITE:
    case TAPE_TRUNCATE:
        ASSERT(file != NO_FILE);
        add_change(&state->files[file], event);
        break;
    case TAPE_SYNC:
    case TAPE_FAILED_SYNC:
        ASSERT(file != NO_FILE);
        end_waiting(&state->files[file],
                    event->kind == TAPE_SYNC ? CHANGE_IS_DURABLE : CHANGE_IS_DOUBTFUL);
        break;
    case TAPE_SYNC_FOLDER:
        sync_folder(state);
        break;
    case TAPE_SHARED:
        state->shared[state->shared_count++ % COUNT_OF(state->shared)] = event;
        break;
    default:
        break;
    }
}

void disk_state_done(struct disk_state *state)
{
    for (unsigned i = 0; i < state->file_count; i++) {
        buffer_done(&state->files[i].durable);
        memory_free(state->files[i].changes);
    }
    memset(state, 0, sizeof(*state));
}

/* A write of which each sector is there, or is not. */
static void apply_torn(struct buffer *bytes, const struct tape_event *event, size_t sector,
                       uint64_t *seed)
{
    const char *from = tape_bytes(event);
    size_t begin = (size_t)event->offset;
    size_t end = begin + event->length;

    for (size_t at = begin; at < end;) {
        size_t next = (at / sector + 1) * sector < end ? (at / sector + 1) * sector : end;

        if (random_below(seed, 2) == 0)
            put(bytes, from + (at - begin), next - at, at);
        at = next;
    }
}

static void apply_by_chance(struct buffer *bytes, const struct tape_event *event,
                            enum image_manner manner, uint64_t *seed)
{
    bool is_torn = event->kind == TAPE_WRITE && random_below(seed, 4) > 0;

    if (is_torn && manner == IMAGE_TORN_512)
        apply_torn(bytes, event, 512, seed);
    else if (is_torn && manner == IMAGE_TORN_4096)
        apply_torn(bytes, event, 4096, seed);
    else if (random_below(seed, 2) == 0)
        apply(bytes, event);
}

/* Whether a change is there, of one manner for all. */
static bool is_there(enum image_manner manner, size_t place, size_t chosen)
{
    return manner == IMAGE_EVERYTHING || (manner == IMAGE_BEGINNING && place < chosen) ||
           (manner == IMAGE_ALL_BUT_ONE && place != chosen) ||
           (manner == IMAGE_ONLY_ONE && place == chosen);
}

static void make_file(struct buffer *bytes, const struct disk_file_state *file,
                      enum image_manner manner, uint64_t *seed)
{
    size_t chosen = random_below(seed, (uint32_t)file->change_count + 1);

    buffer_clear(bytes);
    buffer_add_text(bytes, buffer_text(&file->durable));
    for (size_t i = 0; i < file->change_count; i++) {
        const struct change *change = &file->changes[i];

        if (change->state == CHANGE_IS_DURABLE || is_there(manner, i, chosen))
            apply(bytes, change->event);
        else if (manner >= IMAGE_ANY)
            apply_by_chance(bytes, change->event, manner, seed);
    }
    ASSERT(!bytes->has_failed);
}

/* Each page of it from a moment of its own. */
static void make_shared(struct image *image, const struct disk_state *state, uint64_t *seed)
{
    unsigned count = state->shared_count < COUNT_OF(state->shared)
                         ? state->shared_count
                         : (unsigned)COUNT_OF(state->shared);

    buffer_clear(&image->shared);
    if (count == 0 || random_below(seed, 4) == 0)
        return;
    for (size_t at = 0; at < 32768; at += SHARED_PAGE_BYTES) {
        const struct tape_event *event = state->shared[random_below(seed, count)];

        if (at + SHARED_PAGE_BYTES <= event->length && random_below(seed, 8) > 0)
            put(&image->shared, (const char *)tape_bytes(event) + at, SHARED_PAGE_BYTES, at);
        else
            set_length(&image->shared, at + SHARED_PAGE_BYTES);
    }
}

void image_make(struct image *image, const struct disk_state *state, enum image_manner manner,
                uint64_t *seed)
{
    image->file_count = 0;
    for (unsigned i = 0; i < state->name_count; i++) {
        const struct disk_name *name = &state->names[i];
        unsigned chosen = random_below(seed, name->state_count);
        int file = NO_FILE;

        if (manner == IMAGE_NOTHING)
            chosen = 0;
        else if (manner == IMAGE_EVERYTHING)
            chosen = name->state_count - 1;
        file = name->states[chosen];
        if (file == NO_FILE)
            continue;
        image->files[image->file_count].name = name->name;
        make_file(&image->files[image->file_count].bytes, &state->files[file], manner, seed);
        image->file_count++;
    }
    make_shared(image, state, seed);
}

uint64_t image_digest(const struct image *image)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    uint64_t digest = 0;

    for (unsigned i = 0; i < image->file_count; i++) {
        uint64_t parts[3] = { digest, 0, 0 };
        struct text name = text_of(image->files[i].name);
        struct text bytes = buffer_text(&image->files[i].bytes);

        /* SQLite's shared memory is opened as a file, too. */
        (void)crypto_shorthash((unsigned char *)&parts[1], (const unsigned char *)name.bytes,
                               name.length, key);
        (void)crypto_shorthash((unsigned char *)&parts[2],
                               (const unsigned char *)(bytes.length > 0 ? bytes.bytes : ""),
                               bytes.length, key);
        (void)crypto_shorthash((unsigned char *)&digest, (const unsigned char *)parts,
                               sizeof(parts), key);
    }
    return digest;
}

static void write_file(int folder, const char *name, const struct buffer *bytes)
{
    int file = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    ASSERT(file >= 0);
    ASSERT(bytes->length == 0 ||
           write(file, bytes->bytes, bytes->length) == (ssize_t)bytes->length);
    (void)close(file);
}

static void empty_folder(int folder)
{
    DIR *names = fdopendir(dup(folder));

    ASSERT(names != NULL);
    rewinddir(names);
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names))
        if (strcmp(name->d_name, ".") != 0 && strcmp(name->d_name, "..") != 0)
            ASSERT(unlinkat(folder, name->d_name, 0) == 0);
    (void)closedir(names);
}

void image_write(const struct image *image, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    ASSERT(folder >= 0);
    empty_folder(folder);
    for (unsigned i = 0; i < image->file_count; i++)
        write_file(folder, image->files[i].name, &image->files[i].bytes);
    if (image->shared.length > 0)
        write_file(folder, "book-shm", &image->shared);
    (void)close(folder);
}

void image_done(struct image *image)
{
    for (unsigned i = 0; i < DISK_NAMES_MAX; i++)
        buffer_done(&image->files[i].bytes);
    buffer_done(&image->shared);
}
