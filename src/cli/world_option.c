/* SPDX-License-Identifier: Apache-2.0 */
/* Options that several commands have: the world, and under what to judge. */
#include "cli/world_option.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "cli/book/db_option.h"
#include "cli/embedded.h"
#include "engine/clock.h"
#include "engine/engine.h"
#include "exchange/shape.h"

const char *const profile_choices[] = { "article", "programme", NULL };

enum {
    SECONDS_A_DAY = 24 * 60 * 60
};

static void show_world(struct world_progress *progress, uint64_t line_count, uint64_t byte_count)
{
    struct world_reading *reading = (struct world_reading *)progress;

    progress_show(&reading->line, MESSAGE_READING_WORLD, line_count, byte_count);
}

void world_reading_begin(struct world_reading *reading, enum language language)
{
    reading->progress = (struct world_progress){ show_world };
    progress_begin(&reading->line, language);
}

void world_complain(enum language language, enum message refused, const char *path,
                    enum status status, const struct buffer *problems)
{
    if (status == STATUS_NO_MEMORY || problems->has_failed) {
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
        return;
    }
    (void)!terminal_write(STDERR_FILENO, buffer_text(problems));
    terminal_complain(language, status == STATUS_INVALID ? refused : MESSAGE_WORLD_UNREADABLE,
                      (struct message_arguments){ { path } });
    if (status == STATUS_INVALID)
        terminal_hint(language, MESSAGE_MEND_WORLD, (struct message_arguments){ { NULL } });
}

struct book *world_option_read(enum language language, const char *path)
{
    struct world_reading reading;
    struct world_source source = { path, language, &reading.progress, NULL };
    struct buffer problems = { 0 };
    struct book *book = NULL;
    enum status status = STATUS_OK;

    world_reading_begin(&reading, language);
    status = world_read(&source, &problems, &book);
    progress_end(&reading.line);
    if (status != STATUS_OK)
        world_complain(language, MESSAGE_WORLD_REFUSED, path, status, &problems);
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

/* The one place that asks what day it is where no book has a clock. */
static date today(void)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (date){ (int32_t)(now.tv_sec / SECONDS_A_DAY) };
}

static bool read_sample(enum language language, struct judged_facts *facts)
{
    terminal_complain(language, MESSAGE_IS_SAMPLE, (struct message_arguments){ { NULL } });
    facts->book = world_sample(language);
    if (facts->book == NULL)
        terminal_complain(language, MESSAGE_OUT_OF_MEMORY, (struct message_arguments){ { NULL } });
    return facts->book != NULL;
}

/* A stored book, with its day. */
static bool read_stored(enum language language, const char *url, struct judged_facts *facts)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct store *store = db_option_open(language, url, STORE_READ, &exit);
    struct clock clock = { 0 };
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    if (store == NULL)
        return false;
    status = clock_read(store, &clock, &fault);
    if (status == STATUS_OK)
        status = engine_load_book(store, &facts->book, &fault);
    store->close(store);
    facts->today = clock.today;
    if (status != STATUS_OK)
        (void)fault_complain(language, &fault);
    return status == STATUS_OK;
}

bool facts_place_check(enum language language, struct facts_place place)
{
    if (place.world != NULL && place.db != NULL) {
        terminal_complain(language, MESSAGE_EXCLUSIVE_OPTIONS,
                          (struct message_arguments){ { "--world", "--db" } });
        return false;
    }
    if (place.world != NULL || place.db != NULL || !place.needs_place || db_is_there())
        return true;
    terminal_complain(language, MESSAGE_MISSING_OPTION,
                      (struct message_arguments){ { "--world" } });
    terminal_hint(language, MESSAGE_USE_WORLD, (struct message_arguments){ { NULL } });
    return false;
}

bool facts_option_read(enum language language, struct facts_place place,
                       struct judged_facts *out_facts)
{
    *out_facts = (struct judged_facts){ NULL, today() };
    if (!facts_place_check(language, place))
        return false;
    if (place.db != NULL || (place.world == NULL && db_is_there()))
        return read_stored(language, place.db, out_facts);
    if (place.world == NULL)
        return read_sample(language, out_facts);
    out_facts->book = world_option_read(language, place.world);
    return out_facts->book != NULL;
}

bool day_option_read(enum language language, const char *option, const char *text, date *out_day)
{
    if (date_parse(text_of(text), out_day))
        return true;
    terminal_complain(language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { option, text } });
    terminal_hint(language, MESSAGE_EXPECTED,
                  (struct message_arguments){ { field_kind_phrase(FIELD_DATE)->in[language] } });
    return false;
}

bool on_option_read(enum language language, const char *text, date *out_on)
{
    *out_on = DATE_BEFORE_ALL;
    return text == NULL || day_option_read(language, "--on", text, out_on);
}

bool number_option_read(const struct number_option *option, unsigned *out_number)
{
    const char *value = option->typed;
    unsigned number = 0;
    char range[16];

    *out_number = 0;
    if (value == NULL)
        return true;
    for (size_t i = 0; value[i] >= '0' && value[i] <= '9' && number <= option->most; i++)
        number = number * 10 + (unsigned)(value[i] - '0');
    if (text_is_digits(text_of(value)) && number >= 1 && number <= option->most) {
        *out_number = number;
        return true;
    }
    terminal_complain(option->language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { option->option, value } });
    (void)snprintf(range, sizeof(range), "%u", option->most);
    terminal_hint(option->language, MESSAGE_NUMBER_RANGE, (struct message_arguments){ { range } });
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

unsigned jobs_option_read(enum language language, const char *text, unsigned by_default)
{
    unsigned jobs = 0;

    if (text == NULL)
        return by_default;
    for (size_t i = 0; text[i] >= '0' && text[i] <= '9' && jobs <= JOBS_MAX; i++)
        jobs = jobs * 10 + (unsigned)(text[i] - '0');
    if (jobs >= 1 && jobs <= JOBS_MAX && text_is_digits(text_of(text)))
        return jobs;
    terminal_complain(language, MESSAGE_WRONG_VALUE,
                      (struct message_arguments){ { "--jobs", text } });
    terminal_hint(language, MESSAGE_JOBS_RANGE, (struct message_arguments){ { NULL } });
    return 0;
}
