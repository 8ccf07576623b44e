/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/server/password.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/terminal.h"

static bool complain(enum language language, enum message message, const char *about)
{
    terminal_complain(language, message, (struct message_arguments){ { about } });
    return false;
}

/* Byte by byte: what follows the line stays for whoever reads it. */
static bool read_line(char out_line[PASSWORD_BYTES])
{
    size_t length = 0;
    ssize_t count = 0;

    while (length < PASSWORD_BYTES - 1) {
        count = read(STDIN_FILENO, &out_line[length], 1);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0 || out_line[length] == '\n')
            break;
        length++;
    }
    out_line[length] = '\0';
    return count >= 0 && length < PASSWORD_BYTES - 1 && strlen(out_line) == length;
}

static void prompt(enum language language, enum message message)
{
    struct buffer text = { 0 };

    message_write(&text, message, language, (struct message_arguments){ { NULL } });
    buffer_add_string(&text, " ");
    (void)!write(STDERR_FILENO, text.bytes, text.length);
    buffer_done(&text);
}

/* Reads a line of a terminal that shows nothing of it. */
static bool read_hidden(enum language language, enum message message, char out_line[PASSWORD_BYTES])
{
    struct termios shown;
    struct termios hidden;
    bool is_read = false;

    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return false;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0)
        return false;
    /* Only now: what is typed after it is neither shown nor dropped. */
    prompt(language, message);
    is_read = read_line(out_line);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    (void)!write(STDERR_FILENO, "\n", 1);
    return is_read;
}

bool password_ask(enum language language, char out_password[PASSWORD_BYTES])
{
    char again[PASSWORD_BYTES];
    bool is_same = false;

    if (isatty(STDIN_FILENO) != 1)
        return read_line(out_password) || complain(language, MESSAGE_NO_PASSWORD, NULL);
    if (!read_hidden(language, MESSAGE_ASK_PASSWORD, out_password) ||
        !read_hidden(language, MESSAGE_ASK_PASSWORD_AGAIN, again))
        return complain(language, MESSAGE_NO_PASSWORD, NULL);
    is_same = strcmp(out_password, again) == 0;
    sodium_memzero(again, sizeof(again));
    return is_same || complain(language, MESSAGE_OTHER_PASSWORD, NULL);
}
