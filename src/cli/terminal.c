/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
    FIRST_AFTER_MS = 1000,
    NEXT_AFTER_MS = 200
};

/* Narrower, hardly a word fits; wider, the eye does not find the next line. */
enum {
    WIDTH_MIN = 40,
    WIDTH_MAX = 100
};

/* Somebody else may have made the file non-blocking: it may be a terminal's, shared with them. */
static bool waits_for_output(int file)
{
    struct pollfd poll_file = { .fd = file, .events = POLLOUT };

    return poll(&poll_file, 1, -1) >= 0 || errno == EINTR;
}

enum status terminal_write(int file, struct text text)
{
    while (text.length > 0) {
        ssize_t written = write(file, text.bytes, text.length);

        if (written < 0 && (errno == EINTR || (errno == EAGAIN && waits_for_output(file))))
            continue;
        if (written < 0)
            return STATUS_WRITE_FAILED;
        text.bytes += written;
        text.length -= (size_t)written;
    }
    return STATUS_OK;
}

bool terminal_has_colour(int file)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
    const char *no_colour = getenv("NO_COLOR");
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
    const char *terminal = getenv("TERM");

    return isatty(file) == 1 && (no_colour == NULL || no_colour[0] == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

size_t terminal_width(int file)
{
    struct winsize size = { 0 };

    if (isatty(file) != 1 || ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 0;
    return size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col > WIDTH_MAX ? WIDTH_MAX : size.ws_col;
}

/* Standard error that cannot be written to leaves nobody to tell. */
static void write_error(struct buffer *buffer)
{
    (void)!terminal_write(STDERR_FILENO, buffer_text(buffer));
    buffer_done(buffer);
}

void terminal_complain(enum language language, enum message message,
                       struct message_arguments arguments)
{
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, language == LANGUAGE_FR ? "aval : " : "aval: ");
    message_write(&buffer, message, language, arguments);
    buffer_add_string(&buffer, "\n");
    write_error(&buffer);
}

void terminal_complain_of_file(enum language language, enum message message, const char *name)
{
    char reason[128];
    const char *why = strerror_r(errno, reason, sizeof(reason));

    terminal_complain(language, message, (struct message_arguments){ { name, why } });
}

void terminal_hint(enum language language, enum message message, struct message_arguments arguments)
{
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, message_text(MESSAGE_HINT, language));
    message_write(&buffer, message, language, arguments);
    buffer_add_string(&buffer, "\n");
    write_error(&buffer);
}

void terminal_say_error(enum language language, struct text message, struct text hint)
{
    struct buffer buffer = { 0 };

    buffer_add_string(&buffer, language == LANGUAGE_FR ? "aval : " : "aval: ");
    buffer_add_text(&buffer, message);
    buffer_add_string(&buffer, "\n");
    if (hint.length > 0) {
        buffer_add_string(&buffer, message_text(MESSAGE_HINT, language));
        buffer_add_text(&buffer, hint);
        buffer_add_string(&buffer, "\n");
    }
    write_error(&buffer);
}

static int64_t now_ms(void)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress_line *line, enum language language)
{
    *line = (struct progress_line){ .is_on = isatty(STDERR_FILENO) == 1, .language = language };
    if (line->is_on)
        line->next_at_ms = now_ms() + FIRST_AFTER_MS;
}

void progress_show(struct progress_line *line, enum message message, uint64_t count,
                   uint64_t byte_count)
{
    struct buffer buffer = { 0 };
    char counted[24];
    char megabytes[24];
    int64_t now = line->is_on ? now_ms() : 0;

    if (!line->is_on || now < line->next_at_ms)
        return;
    line->next_at_ms = now + NEXT_AFTER_MS;
    line->is_shown = true;
    (void)snprintf(counted, sizeof(counted), "%llu", (unsigned long long)count);
    (void)snprintf(megabytes, sizeof(megabytes), "%llu",
                   (unsigned long long)(byte_count / 1000000));
    buffer_add_string(&buffer, "\r\033[K");
    message_write(&buffer, message, line->language,
                  (struct message_arguments){ { counted, megabytes } });
    write_error(&buffer);
}

void progress_end(struct progress_line *line)
{
    if (line->is_shown)
        (void)!terminal_write(STDERR_FILENO, TEXT("\r\033[K"));
    line->is_on = false;
}
