/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/world.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lines.h"
#include "base/memory.h"
#include "exchange/json.h"
#include "exchange/world_private.h"

static const struct json_tag type_tag = { TEXT_ROW("type"), &fact_type_words };

/* Between the folder and a file in it; the folder may have been typed with one. */
static void write_slash(struct world_reading *reading)
{
    const char *path = reading->source->path;
    size_t length = strlen(path);

    buffer_add_string(reading->problems, length > 0 && path[length - 1] == '/' ? "" : "/");
}

/* One problem a line: "file:line: field: what is wrong". */
static void report(struct problem_sink *sink, const struct problem *problem)
{
    struct world_reading *reading = (struct world_reading *)sink;
    reading->problem_count++;
    if (reading->problem_count > WORLD_PROBLEMS_SHOWN)
        return;
    buffer_add_visible(reading->problems, text_of(reading->source->path), SIZE_MAX);
    if (reading->is_folder) {
        write_slash(reading);
        if (reading->sink.type == FACT_TYPE_COUNT)
            buffer_add_visible(reading->problems, text_of(reading->csv_file), SIZE_MAX);
        else
            buffer_add_format(reading->problems, "%s.csv",
                              fact_type_words.list[reading->sink.type]);
    }
    if (problem->line > 0)
        buffer_add_format(reading->problems, ":%llu", (unsigned long long)problem->line);
    buffer_add_string(reading->problems, ": ");
    problem_write(reading->problems, problem, reading->source->language);
    buffer_add_string(reading->problems, "\n");
}

enum status world_cannot_read(struct world_reading *reading, const char *file)
{
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof(reason));

    buffer_add_visible(reading->problems, text_of(reading->source->path), SIZE_MAX);
    if (file != NULL) {
        write_slash(reading);
        buffer_add_visible(reading->problems, text_of(file), SIZE_MAX);
    }
    buffer_add_format(reading->problems, ": %s\n", text);
    return STATUS_READ_FAILED;
}

void world_begin_fact(struct world_reading *reading, enum fact_type type, uint64_t line)
{
    reading->sink.type = type;
    reading->shape.sink = &reading->sink.sink;
    reading->shape.line = line;
    reading->shape.present = 0;
    reading->fact = fact_begin(type);
}

static enum status refuse(struct world_reading *reading, struct problem problem)
{
    problem.line = reading->shape.line;
    reading->sink.sink.report(&reading->sink.sink, &problem);
    return STATUS_INVALID;
}

enum status world_take_fact(struct world_reading *reading)
{
    struct world_taker *taker = reading->source->taker;
    struct fact *fact = &reading->fact;

    TRY(fact_check(fact, &reading->shape));
    TRY(book_builder_add(reading->builder, fact, reading->shape.line, &reading->sink.sink));
    return taker == NULL ? STATUS_OK
                         : taker->take_fact(taker, fact, reading->shape.line, &reading->sink.sink);
}

void world_take_bytes(struct world_reading *reading, struct text bytes)
{
    struct world_taker *taker = reading->source->taker;

    if (taker != NULL)
        taker->take_bytes(taker, reading->csv_file, bytes);
}

static enum status read_line(struct world_reading *reading, struct json_reader *json,
                             struct text line, uint64_t number)
{
    yyjson_val *object = NULL;
    unsigned type = 0;

    TRY(json_read_object(json, line, number, &reading->sink.sink, &object));
    TRY(json_read_tag(&type_tag, object, number, &reading->sink.sink, &type));
    world_begin_fact(reading, (enum fact_type)type, number);
    TRY(shape_read_object(&fact_shapes[type], type_tag.key, object, &reading->shape,
                          &reading->fact));
    return world_take_fact(reading);
}

static void refuse_long_line(struct world_reading *reading, uint64_t number)
{
    reading->sink.sink.report(&reading->sink.sink,
                              &(struct problem){ .kind = PROBLEM_LINE_TOO_LONG, .line = number });
}

/* Every line of some; a line in error does not keep the next from being read. */
static enum status read_lines(struct world_reading *reading, struct json_reader *json,
                              struct text lines, uint64_t first_line)
{
    struct text line;

    for (uint64_t number = first_line; line_cut(&lines, &line); number++) {
        enum status status = STATUS_OK;

        if (line_is_blank(line))
            continue;
        if (line.length > LINE_BYTES_MAX) {
            refuse_long_line(reading, number);
            continue;
        }
        status = read_line(reading, json, line, number);
        if (status != STATUS_OK && status != STATUS_INVALID)
            return status;
    }
    return STATUS_OK;
}

static enum status read_block(struct world_reading *reading, struct json_reader *json,
                              const struct line_block *block)
{
    if (block->is_too_long) {
        refuse_long_line(reading, block->first_line);
        return STATUS_OK;
    }
    return read_lines(reading, json, (struct text){ block->bytes, block->length },
                      block->first_line);
}

static enum status read_blocks(struct world_reading *reading, struct json_reader *json,
                               struct line_reader *lines, struct line_block *block)
{
    struct world_progress *progress = reading->source->progress;

    for (;;) {
        enum status status = line_reader_next(lines, block);

        if (status == STATUS_READ_FAILED)
            return world_cannot_read(reading, NULL);
        TRY(status);
        if (block->line_count == 0)
            return STATUS_OK;
        world_take_bytes(reading, (struct text){ block->bytes, block->length });
        TRY(read_block(reading, json, block));
        if (progress != NULL)
            progress->report(progress, lines->line - 1, lines->bytes_read);
    }
}

static enum status read_file(struct world_reading *reading, struct json_reader *json, int file)
{
    struct line_reader lines;
    struct line_block block = { 0 };
    enum status status = STATUS_OK;

    line_reader_init(&lines, file);
    status = read_blocks(reading, json, &lines, &block);
    line_block_done(&block);
    line_reader_done(&lines);
    return status;
}

/* The facts of one type. */
static enum status read_dossier_list(struct world_reading *reading, unsigned type, yyjson_val *list)
{
    size_t index = 0;
    size_t count = 0;
    yyjson_val *object = NULL;

    yyjson_arr_foreach (list, index, count, object) {
        enum status status = STATUS_OK;

        world_begin_fact(reading, (enum fact_type)type, ++reading->line_count);
        if (!yyjson_is_obj(object))
            return refuse(reading, (struct problem){ .kind = PROBLEM_NOT_AN_OBJECT });
        status = shape_read_object(&dossier_shapes[type], TEXT(""), object, &reading->shape,
                                   &reading->fact);
        if (status == STATUS_OK)
            status = world_take_fact(reading);
        if (status != STATUS_OK && status != STATUS_INVALID)
            return status;
    }
    return STATUS_OK;
}

static enum status read_dossier_part(struct world_reading *reading, yyjson_val *dossier,
                                     const char *name)
{
    yyjson_val *part = yyjson_obj_get(dossier, name);
    size_t index = 0;
    size_t count = 0;
    yyjson_val *key = NULL;
    yyjson_val *list = NULL;

    world_begin_fact(reading, FACT_TYPE_COUNT, ++reading->line_count);
    if (!yyjson_is_obj(part))
        return refuse(reading,
                      (struct problem){ .kind = PROBLEM_NOT_AN_OBJECT, .field = text_of(name) });
    yyjson_obj_foreach (part, index, count, key, list) {
        struct text word = { yyjson_get_str(key), yyjson_get_len(key) };
        unsigned type = 0;

        world_begin_fact(reading, FACT_TYPE_COUNT, ++reading->line_count);
        if (!words_find(&fact_type_words, word, &type) ||
            !fact_type_is_judged((enum fact_type)type) || !yyjson_is_arr(list))
            return refuse(
                reading,
                (struct problem){ .kind = PROBLEM_KEY_UNKNOWN, .field = word, .shape = "dossier" });
        TRY(read_dossier_list(reading, type, list));
    }
    return STATUS_OK;
}

/* What is read: a dossier, else an open file or folder, else (file < 0) some bytes. */
struct world_input {
    yyjson_val *dossier;
    int file;
    struct text bytes;
};

static enum status read_all(struct world_reading *reading, const struct world_input *input)
{
    struct json_reader json = { 0 };
    enum status status = STATUS_OK;

    if (input->dossier != NULL) {
        TRY(read_dossier_part(reading, input->dossier, "facts"));
        return read_dossier_part(reading, input->dossier, "candidates");
    }
    if (reading->is_folder)
        return world_read_folder(reading, reading->source->path);
    status = json_reader_init(&json);
    if (status == STATUS_OK)
        status = input->file >= 0 ? read_file(reading, &json, input->file)
                                  : read_lines(reading, &json, input->bytes, 1);
    json_reader_done(&json);
    return status;
}

static void write_the_rest(struct world_reading *reading)
{
    uint64_t count = reading->problem_count - WORLD_PROBLEMS_SHOWN;

    if (reading->problem_count <= WORLD_PROBLEMS_SHOWN)
        return;
    if (reading->source->language == LANGUAGE_FR)
        buffer_add_format(reading->problems, "et %llu autres\n", (unsigned long long)count);
    else
        buffer_add_format(reading->problems, "and %llu more\n", (unsigned long long)count);
}

static enum status finish(struct world_reading *reading, struct book **out_book)
{
    struct book *book = NULL;
    enum status status = STATUS_OK;
    struct world_taker *taker = reading->source->taker;

    TRY(book_builder_finish(reading->builder, &reading->sink, &book));
    if (taker != NULL && reading->problem_count == 0)
        status = taker->finish(taker, &reading->sink);
    if (status == STATUS_OK && reading->problem_count > 0)
        status = STATUS_INVALID;
    if (status == STATUS_OK)
        *out_book = book;
    else
        book_free(book);
    return status;
}

static enum status read_world(const struct world_source *source, const struct world_input *input,
                              struct buffer *problems, struct book **out_book)
{
    struct world_reading *reading = memory_new(1, sizeof(*reading));
    struct stat about;
    enum status status = STATUS_NO_MEMORY;

    if (reading == NULL)
        return STATUS_NO_MEMORY;
    reading->sink.sink.report = report;
    reading->source = source;
    reading->problems = problems;
    reading->is_folder =
        input->file >= 0 && fstat(input->file, &about) == 0 && S_ISDIR(about.st_mode);
    reading->builder = book_builder_new();
    if (reading->builder != NULL)
        status = read_all(reading, input);
    if (status == STATUS_OK)
        status = finish(reading, out_book);
    write_the_rest(reading);
    book_builder_free(reading->builder);
    memory_free(reading);
    return status;
}

enum status world_read(const struct world_source *source, struct buffer *problems,
                       struct book **out_book)
{
    int file = open(source->path, O_RDONLY | O_CLOEXEC);
    struct world_reading unopened = { .source = source, .problems = problems };
    enum status status = STATUS_OK;

    if (file < 0)
        return world_cannot_read(&unopened, NULL);
    status = read_world(source, &(struct world_input){ .file = file }, problems, out_book);
    (void)close(file);
    return status;
}

enum status world_read_bytes(const struct world_source *source, struct text bytes,
                             struct buffer *problems, struct book **out_book)
{
    return read_world(source, &(struct world_input){ .file = -1, .bytes = bytes }, problems,
                      out_book);
}

enum status world_read_dossier(const struct world_source *source, yyjson_val *dossier,
                               struct buffer *problems, struct book **out_book)
{
    return read_world(source, &(struct world_input){ .dossier = dossier, .file = -1 }, problems,
                      out_book);
}
