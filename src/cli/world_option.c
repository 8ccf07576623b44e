/* SPDX-License-Identifier: Apache-2.0 */
/* Options that several commands have: the world, and under what to judge. */
#include "cli/world_option.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "cli/embedded.h"
#include "cli/terminal.h"
#include "exchange/shape.h"
#include "exchange/world.h"

const char *const profile_choices[] = { "article", "programme", NULL };

enum {
    SECONDS_A_DAY = 24 * 60 * 60
};

/* Shows how far the world has been read. */
struct world_line {
    struct world_progress progress;
    struct progress_line line;
};

static void show_world(struct world_progress *progress, uint64_t line_count, uint64_t byte_count)
{
    struct world_line *shown = (struct world_line *)progress;

    progress_show(&shown->line, MESSAGE_READING_WORLD, line_count, byte_count);
}

static void complain(enum language language, const char *path, enum status status,
                     const struct buffer *problems)
{
    if (status == STATUS_NO_MEMORY || problems->has_failed) {
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
        return;
    }
    (void)!terminal_write(STDERR_FILENO, buffer_text(problems));
    terminal_complain(language,
                      status == STATUS_INVALID ? MESSAGE_WORLD_REFUSED : MESSAGE_WORLD_UNREADABLE,
                      (struct message_arguments){ { path } });
    if (status == STATUS_INVALID)
        terminal_hint(language, MESSAGE_MEND_WORLD, (struct message_arguments){ { NULL } });
}

struct book *world_option_read(enum language language, const char *path)
{
    struct world_line shown = { .progress = { show_world } };
    struct world_source source = { path, language, &shown.progress, NULL };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = STATUS_OK;

    progress_begin(&shown.line, language);
    status = world_read(&source, &problems, &book);
    progress_end(&shown.line);
    if (status != STATUS_OK)
        complain(language, path, status, &problems);
    buffer_done(&problems);
    return book;
}

struct book *world_sample(enum language language)
{
    struct world_source source = { .path = "sample", .language = language };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = world_read_bytes(&source, embedded_sample_world, &problems, &book);

    ASSERT(status == STATUS_OK || status == STATUS_NO_MEMORY);
    buffer_done(&problems);
    return book;
}

struct book *world_option_read_or_sample(enum language language, const char *path)
{
    struct book *book = NULL;

    if (path != NULL)
        return world_option_read(language, path);
    terminal_complain(language, MESSAGE_IS_SAMPLE, (struct message_arguments){ { NULL } });
    book = world_sample(language);
    if (book == NULL)
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
    return book;
}

/* The one place that asks what day it is. */
static date today(void)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (date){ (int32_t)(now.tv_sec / SECONDS_A_DAY) };
}

bool on_option_read(enum language language, const char *text, date *out_on)
{
    *out_on = today();
    if (text == NULL || date_parse(text_of(text), out_on))
        return true;
    terminal_complain(language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { "--on", text } });
    terminal_hint(language, MESSAGE_EXPECTED,
                  (struct message_arguments){ { field_kind_phrase(FIELD_DATE)->in[language] } });
    return false;
}

static bool read_readings(enum language language, const char *list, unsigned *out_set)
{
    *out_set = 0;
    for (;;) {
        size_t length = strcspn(list, ",");
        unsigned reading = reading_parse((struct text){ list, length });

        if ((reading & READINGS_DECIDABLE) == 0) {
            terminal_complain(language, MESSAGE_WRONG_VALUE,
                              (struct message_arguments){ { "--other-reading", list } });
            terminal_hint(language, MESSAGE_READINGS_DECIDABLE,
                          (struct message_arguments){ { NULL } });
            return false;
        }
        *out_set |= reading;
        if (list[length] == '\0')
            return true;
        list += length + 1;
    }
}

bool terms_option_read(enum language language, const char *profile, const char *other_readings,
                       struct terms *out_terms)
{
    unsigned value = PROFILE_PROGRAMME;

    if (profile != NULL)
        (void)words_find(&profile_words, text_of(profile), &value);
    *out_terms = (struct terms){ (enum profile)value, 0 };
    return other_readings == NULL ||
           read_readings(language, other_readings, &out_terms->other_readings);
}
