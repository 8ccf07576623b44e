/* SPDX-License-Identifier: Apache-2.0 */
/* Options that several commands have: the world, and under what to judge. */
#include "cli/world_option.h"

#include <string.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "exchange/world.h"

const char *const profile_choices[] = { "article", "programme", NULL };

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
    struct world_source source = { path, language, &shown.progress };
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
