/* SPDX-License-Identifier: Apache-2.0 */
#include "lines_out.h"

#include <errno.h>
#include <stdio.h>

#include "base/buffer.h"
#include "exchange/fact_shape.h"

enum {
    BUFFER_BYTES = 1024 * 1024
};

/* Lines on their way to a file. */
struct line_writer {
    struct fact_taker taker;
    FILE *file;
    struct buffer buffer;
};

static enum status flush(struct line_writer *writer, size_t length_min)
{
    struct text text = buffer_text(&writer->buffer);

    if (writer->buffer.has_failed)
        return STATUS_NO_MEMORY;
    if (text.length < length_min)
        return STATUS_OK;
    if (fwrite(text.bytes, 1, text.length, writer->file) != text.length)
        return STATUS_WRITE_FAILED;
    buffer_clear(&writer->buffer);
    return STATUS_OK;
}

static bool open_lines(struct line_writer *writer, const char *folder, const char *name)
{
    char path[4096];
    int length = snprintf(path, sizeof(path), "%s/%s", folder, name);

    if (length >= (int)sizeof(path)) {
        errno = ENAMETOOLONG;
        return false;
    }
    writer->file = fopen(path, "we");
    return writer->file != NULL;
}

static bool close_lines(struct line_writer *writer, enum status status)
{
    if (status == STATUS_OK)
        status = flush(writer, 0);
    buffer_done(&writer->buffer);
    return fclose(writer->file) == 0 && status == STATUS_OK;
}

static enum status take(struct fact_taker *taker, const struct fact *fact)
{
    struct line_writer *writer = (struct line_writer *)taker;

    fact_write_line(&writer->buffer, fact);
    return flush(writer, BUFFER_BYTES);
}

bool write_world(const struct scale *scale, const char *folder)
{
    struct line_writer writer = { .taker = { take } };

    return open_lines(&writer, folder, "world.ndjson") &&
           close_lines(&writer, world_generate(scale, &writer.taker));
}

static void add_member(struct buffer *buffer, const char *key, const char *bytes, size_t length)
{
    buffer_add_string(buffer, ",\"");
    buffer_add_string(buffer, key);
    buffer_add_string(buffer, "\":\"");
    buffer_add(buffer, bytes, length);
    buffer_add_string(buffer, "\"");
}

static void add_proposal(struct buffer *buffer, const struct question *question, uint64_t number)
{
    char day[DATE_LENGTH + 1];

    date_format(question->date, day);
    buffer_add_format(buffer, "{\"id\":\"p%07llu\",\"act\":\"place_order\",\"date\":\"%s\"",
                      (unsigned long long)number, day);
    add_member(buffer, "seller", question->seller, GUID_LENGTH);
    if (question->has_provider)
        add_member(buffer, "provider", question->provider, GUID_LENGTH);
    add_member(buffer, "customer", question->customer, GUID_LENGTH);
    if (question->offer_length > 0)
        add_member(buffer, "offer", question->offer, question->offer_length);
    buffer_add_format(buffer, ",\"quantity\":%u}\n", (unsigned)question->quantity);
}

bool write_proposals(const struct scale *scale, uint64_t count, const char *folder)
{
    struct line_writer writer = { .file = NULL };
    enum status status = STATUS_OK;

    if (!open_lines(&writer, folder, "proposals.ndjson"))
        return false;
    for (uint64_t i = 0; i < count && status == STATUS_OK; i++) {
        struct question question;

        question_generate(scale, i, &question);
        add_proposal(&writer.buffer, &question, i);
        status = flush(&writer, BUFFER_BYTES);
    }
    return close_lines(&writer, status);
}
