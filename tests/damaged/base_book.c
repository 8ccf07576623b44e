/* SPDX-License-Identifier: Apache-2.0 */
#include "damaged/base_book.h"

#include <fcntl.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "damaged/chance.h"
#include "durability/story.h"
#include "store/export.h"

enum {
    ROOM_BYTES = 1 << 16,
    /* Of so many acts one part stands in the log, and above the first head. */
    PARTS = 4,
    ACTS_MAX = 1024
};

#define NAME "made"

struct content content_read(const char *name)
{
    int file = open(name, O_RDONLY | O_CLOEXEC);
    struct content content = { 0 };
    off_t length = 0;

    ASSERT(file >= 0);
    length = lseek(file, 0, SEEK_END);
    ASSERT(length >= 0);
    content.length = (size_t)length;
    content.room = content.length + ROOM_BYTES;
    content.bytes = memory_new(content.room, 1);
    ASSERT(content.bytes != NULL);
    ASSERT(pread(file, content.bytes, content.length, 0) == length);
    (void)close(file);
    return content;
}

void content_write(const struct content *content, const char *name)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    ASSERT(file >= 0);
    ASSERT(write(file, content->bytes, content->length) == (ssize_t)content->length);
    (void)close(file);
}

/* The story's audience: it counts what was judged. */
struct making {
    struct audience audience; /* first */
    struct base_book *base;
    unsigned entry_count;
};

static void ignore_asked(struct audience *audience)
{
    (void)audience;
}

static void count_answer(struct audience *audience, const struct answer *answer)
{
    ((struct making *)audience)->entry_count += answer->position > 0 ? 1 : 0;
}

/* One that may not is told so. */
static void ignore_failure(struct audience *audience, const struct fault *fault)
{
    (void)audience;
    (void)fault;
}

static void keep_head(struct audience *audience, const struct journal_head *head)
{
    ((struct making *)audience)->base->last_head = *head;
}

static void keep_earlier(struct base_book *base)
{
    if (base->earlier_count < EARLIER_MAX)
        base->earlier[base->earlier_count++] = content_read(NAME);
}

/* The lines of the file, which stay there. */
static size_t cut_lines(char *text, char **out_lines)
{
    size_t count = 0;
    char *rest = NULL;

    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        ASSERT(count < ACTS_MAX);
        out_lines[count++] = line;
    }
    return count;
}

/* Each part in a session of its own, of which the last is not ended. */
static void act(struct story *story, struct base_book *base)
{
    static char *lines[ACTS_MAX];
    struct content text = content_read("acts");
    size_t count = cut_lines((char *)text.bytes, lines);

    ASSERT(count >= PARTS);
    for (unsigned part = 0; part < PARTS; part++) {
        if (part > 0)
            story_open(story);
        for (size_t i = count * part / PARTS; i < count * (part + 1) / PARTS; i++)
            story_ask(story, lines[i]);
        story_look(story);
        if (part == PARTS - 1)
            break;
        story_close(story);
        if (part == PARTS - 2)
            base->head = base->last_head;
        else
            keep_earlier(base);
    }
    memory_free(text.bytes);
}

/* Who takes the exported facts. */
struct facts_taker {
    struct export_taker taker; /* first */
    struct buffer lines;
};

static enum status take_lines(struct export_taker *taker, struct text lines)
{
    struct buffer *into = &((struct facts_taker *)taker)->lines;

    buffer_add_text(into, lines);
    return into->has_failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void export_facts(struct store *store, struct base_book *base)
{
    struct facts_taker taker = { .taker = { take_lines } };
    struct fault fault;

    ASSERT(store_export(store, &taker.taker, &fault) == STATUS_OK);
    base->facts = (struct content){ (unsigned char *)taker.lines.bytes, taker.lines.length,
                                    taker.lines.length };
}

void base_book_make(struct base_book *base)
{
    static const char *const left[] = { NAME, NAME "-wal", NAME "-shm", NAME "-lock" };
    struct making making = {
        .audience = { ignore_asked, count_answer, ignore_failure, keep_head, ignore_failure },
        .base = base,
    };
    struct story story = {
        .path = NAME, .world = "world", .day = "2021-03-01", .audience = &making.audience
    };

    *base = (struct base_book){ 0 };
    /* Large blocks come cleared from the system, also after one was given back. */
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 17); /* NOLINT(concurrency-mt-unsafe) */
    ASSERT(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK);
    chance_rules(0);
    story_make(&story);
    ASSERT(story.store != NULL);
    act(&story, base);
    export_facts(story.store, base);
    base->book = content_read(NAME);
    base->log = content_read(NAME "-wal");
    ASSERT(base->log.length > 0 && base->last_head.tree.leaf_count == making.entry_count);
    story_close(&story);
    for (size_t i = 0; i < COUNT_OF(left); i++)
        (void)unlink(left[i]);
}

uint64_t base_book_digest(const struct base_book *base)
{
    const struct content *const files[] = { &base->book, &base->log, &base->facts };
    struct sha256 sha256;
    uint64_t bytes[4];

    sha256_begin(&sha256);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        sha256_add(&sha256, (struct text){ (const char *)files[i]->bytes, files[i]->length });
    sha256_end(&sha256, (unsigned char *)bytes);
    return bytes[0];
}
