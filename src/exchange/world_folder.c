/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world as a folder of CSV files, one a type of fact. Cells are told apart by libcsv; it is fed
 * one line of the file at a time, so that every record knows the line it begins in.
 */
#include <csv.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lines.h"
#include "exchange/world_private.h"

/* The cells of one record, or of the header. */
struct record {
    struct buffer bytes;
    size_t ends[SHAPE_FIELDS_MAX + 1]; /* where each cell ends; one too many is counted only */
    size_t cell_count;
    bool is_complete;
};

/* One CSV file being read. */
struct csv_reading {
    struct world_reading *world;
    const struct shape *shape;
    enum fact_type type;
    struct csv_parser parser;
    struct record record;
    bool has_header;
    unsigned columns[SHAPE_FIELDS_MAX]; /* the field of each column */
    size_t column_count;
    uint64_t record_line; /* where the record begins; 0: none has begun */
    size_t record_bytes;
    bool is_not_utf8; /* one of the record's lines */
    bool is_over;
};

static enum status refuse(struct csv_reading *reading, struct problem problem)
{
    struct problem_sink *sink = &reading->world->sink.sink;

    reading->world->sink.type = reading->type;
    problem.line = reading->record_line;
    sink->report(sink, &problem);
    return STATUS_INVALID;
}

static void take_cell(void *bytes, size_t length, void *payload)
{
    struct record *record = payload;

    if (length > 0)
        buffer_add(&record->bytes, bytes, length);
    if (record->cell_count <= SHAPE_FIELDS_MAX)
        record->ends[record->cell_count] = record->bytes.length;
    record->cell_count++;
}

static void take_record_end(int character, void *payload)
{
    struct record *record = payload;

    (void)character;
    record->is_complete = true;
}

static struct text cell_of(const struct record *record, size_t number)
{
    size_t begin = number == 0 ? 0 : record->ends[number - 1];

    return (struct text){ buffer_text(&record->bytes).bytes + begin, record->ends[number] - begin };
}

static enum status read_header(struct csv_reading *reading)
{
    const struct record *record = &reading->record;
    unsigned seen = 0;

    for (size_t i = 0; i < record->cell_count; i++) {
        struct text name = i < SHAPE_FIELDS_MAX ? cell_of(record, i) : TEXT("…");
        unsigned field = shape_find_field(reading->shape, name);

        if (name.length == 0)
            name = TEXT("\"\"");
        if (field == reading->shape->field_count)
            return refuse(reading, (struct problem){ .kind = PROBLEM_KEY_UNKNOWN,
                                                     .field = name,
                                                     .shape = reading->shape->name });
        if ((seen & BIT(field)) != 0)
            return refuse(reading,
                          (struct problem){ .kind = PROBLEM_KEY_DUPLICATE, .field = name });
        seen |= BIT(field);
        reading->columns[i] = field;
    }
    reading->column_count = record->cell_count;
    reading->has_header = true;
    world_begin_fact(reading->world, reading->type, reading->record_line);
    reading->world->shape.present = seen;
    return shape_check_present(reading->shape, &reading->world->shape);
}

static enum status refuse_count(struct csv_reading *reading)
{
    char expected[24];
    char found[24];
    struct phrase phrase = { { expected, expected } };

    (void)snprintf(expected, sizeof(expected), "%zu", reading->column_count);
    (void)snprintf(found, sizeof(found), "%zu", reading->record.cell_count);
    return refuse(reading, (struct problem){ .kind = PROBLEM_CELLS_MISCOUNTED,
                                             .expected = &phrase,
                                             .found = text_of(found) });
}

static enum status read_record(struct csv_reading *reading)
{
    struct world_reading *world = reading->world;
    const struct record *record = &reading->record;

    if (!reading->has_header)
        return read_header(reading);
    if (record->cell_count != reading->column_count)
        return refuse_count(reading);
    world_begin_fact(world, reading->type, reading->record_line);
    for (size_t i = 0; i < record->cell_count; i++)
        TRY(shape_read_cell(reading->shape, reading->columns[i], cell_of(record, i), &world->shape,
                            &world->fact));
    TRY(shape_check_present(reading->shape, &world->shape));
    return world_take_fact(world);
}

static void end_record(struct csv_reading *reading)
{
    buffer_clear(&reading->record.bytes);
    reading->record.cell_count = 0;
    reading->record.is_complete = false;
    reading->record_line = 0;
    reading->record_bytes = 0;
    reading->is_not_utf8 = false;
}

static bool feed(struct csv_reading *reading, struct text bytes)
{
    return csv_parse(&reading->parser, bytes.bytes, bytes.length, take_cell, take_record_end,
                     &reading->record) == bytes.length;
}

/* Told of what is wrong with the record, and with the rest of the file. */
static enum status end_file(struct csv_reading *reading, enum problem_kind kind)
{
    reading->is_over = true;
    return refuse(reading, (struct problem){ .kind = kind });
}

/* A wrong header or quote, or a record without end, ends the file: what follows
 * it would only be guessed at. */
static enum status read_line(struct csv_reading *reading, struct text line, uint64_t number)
{
    bool is_header = !reading->has_header;
    enum status status = STATUS_OK;

    if (reading->record_line == 0) {
        if (line_is_blank(line))
            return STATUS_OK;
        reading->record_line = number;
    }
    reading->record_bytes += line.length + 1;
    if (reading->record_bytes > LINE_BYTES_MAX + 1)
        return end_file(reading, PROBLEM_LINE_TOO_LONG);
    if (number == 1 && text_begins_with_mark(line))
        return end_file(reading, PROBLEM_BYTE_ORDER_MARK);
    reading->is_not_utf8 = reading->is_not_utf8 || !text_is_utf8(line);
    if (!feed(reading, line) || !feed(reading, TEXT("\n")))
        return csv_error(&reading->parser) == CSV_ENOMEM ? STATUS_NO_MEMORY
                                                         : end_file(reading, PROBLEM_CSV_MALFORMED);
    if (reading->record.bytes.has_failed)
        return STATUS_NO_MEMORY;
    if (!reading->record.is_complete)
        return STATUS_OK;
    status = reading->is_not_utf8 ? refuse(reading, (struct problem){ .kind = PROBLEM_NOT_UTF8 })
                                  : read_record(reading);
    reading->is_over = is_header && status != STATUS_OK;
    end_record(reading);
    return status;
}

static enum status read_block(struct csv_reading *reading, const struct line_block *block)
{
    struct text rest = { block->bytes, block->length };
    struct text line;

    if (block->is_too_long) {
        reading->record_line = block->first_line;
        reading->is_over = true;
        (void)refuse(reading, (struct problem){ .kind = PROBLEM_LINE_TOO_LONG });
        return STATUS_OK;
    }
    for (uint64_t number = block->first_line; !reading->is_over && line_cut(&rest, &line);
         number++) {
        enum status status = read_line(reading, line, number);

        if (status != STATUS_OK && status != STATUS_INVALID)
            return status;
    }
    return STATUS_OK;
}

/* What is left open at the end of the file. */
static void check_end(struct csv_reading *reading)
{
    if (reading->is_over)
        return;
    if (reading->record_line != 0) {
        (void)refuse(reading, (struct problem){ .kind = PROBLEM_CSV_MALFORMED });
    } else if (!reading->has_header) {
        reading->record_line = 1;
        (void)refuse(reading, (struct problem){ .kind = PROBLEM_HEADER_MISSING });
    }
}

static enum status read_lines(struct csv_reading *reading, struct line_reader *lines,
                              struct line_block *block)
{
    struct world_reading *world = reading->world;
    struct world_progress *progress = world->source->progress;

    do {
        enum status status = line_reader_next(lines, block);

        if (status == STATUS_READ_FAILED)
            return world_cannot_read(world, world->csv_file);
        TRY(status);
        world_take_bytes(world, (struct text){ block->bytes, block->length });
        TRY(read_block(reading, block));
        if (progress != NULL)
            progress->report(progress, world->line_count + lines->line - 1,
                             world->byte_count + lines->bytes_read);
    } while (block->line_count > 0 && !reading->is_over);
    world->line_count += lines->line - 1;
    world->byte_count += lines->bytes_read;
    check_end(reading);
    return STATUS_OK;
}

/* Spaces are part of a cell (RFC 4180, section 2), and only LF ends a line here. */
static int is_no_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static int is_line_end(unsigned char byte)
{
    return byte == '\n';
}

static enum status read_csv(struct world_reading *world, enum fact_type type, int file)
{
    struct csv_reading reading = { .world = world, .shape = &fact_shapes[type], .type = type };
    struct line_reader lines;
    struct line_block block = { 0 };
    enum status status = STATUS_OK;

    if (csv_init(&reading.parser, CSV_STRICT) != 0)
        return STATUS_NO_MEMORY;
    csv_set_space_func(&reading.parser, is_no_space);
    csv_set_term_func(&reading.parser, is_line_end);
    line_reader_init(&lines, file);
    status = read_lines(&reading, &lines, &block);
    line_reader_done(&lines);
    line_block_done(&block);
    csv_free(&reading.parser);
    buffer_done(&reading.record.bytes);
    return status;
}

/* The type whose file has this name, or FACT_TYPE_COUNT. */
static enum fact_type type_of_file(struct text stem)
{
    unsigned type = FACT_TYPE_COUNT;

    (void)words_find(&fact_type_words, stem, &type);
    return (enum fact_type)type;
}

static const struct phrase one_of = { { "one of", "l'un de" } };

static enum status read_folder_file(struct world_reading *world, int folder, const char *name)
{
    static const char suffix[] = ".csv";
    struct text stem = text_of(name);
    enum fact_type type = FACT_TYPE_COUNT;
    enum status status = STATUS_OK;
    int file = -1;

    if (stem.length < sizeof(suffix) ||
        strcmp(name + stem.length - (sizeof(suffix) - 1), suffix) != 0)
        return STATUS_OK;
    stem.length -= sizeof(suffix) - 1;
    type = type_of_file(stem);
    world->csv_file = name;
    if (type == FACT_TYPE_COUNT) {
        world->sink.type = type;
        world->sink.sink.report(&world->sink.sink,
                                &(struct problem){ .kind = PROBLEM_FILE_UNKNOWN,
                                                   .expected = &one_of,
                                                   .choices = &fact_type_words });
        return STATUS_OK;
    }
    file = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return world_cannot_read(world, name);
    status = read_csv(world, type, file);
    (void)close(file);
    return status;
}

static void refuse_folder(struct world_reading *world)
{
    world->is_folder = false; /* the problem is the folder's, not a file's in it */
    world->sink.sink.report(&world->sink.sink, &(struct problem){ .kind = PROBLEM_FOLDER_EMPTY,
                                                                  .expected = &one_of,
                                                                  .choices = &fact_type_words });
}

/* In the order of names, so that the same folder always gives the same problems. */
enum status world_read_folder(struct world_reading *reading, const char *path)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status = STATUS_OK;

    if (count < 0 || folder < 0)
        status = world_cannot_read(reading, NULL);
    for (int i = 0; i < count; i++) {
        if (folder >= 0 && status == STATUS_OK)
            status = read_folder_file(reading, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free((void *)entries);
    if (status == STATUS_OK && reading->csv_file == NULL)
        refuse_folder(reading);
    if (folder >= 0)
        (void)close(folder);
    return status;
}
