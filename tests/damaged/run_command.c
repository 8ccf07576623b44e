/* SPDX-License-Identifier: Apache-2.0 */
#include "damaged/run_command.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "cli/command.h"

enum {
    SAID_BYTES_MAX = 4096
};

static void take(const char *name, int stream)
{
    int file = open(name, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    ASSERT(file >= 0);
    ASSERT(dup2(file, stream) == stream);
    (void)close(file);
}

void command_begin(void)
{
    take("out", STDOUT_FILENO);
    take("err", STDERR_FILENO);
}

int command_run(const char *const *words)
{
    char *arguments[COMMAND_WORDS_MAX + 1] = { 0 };
    char texts[COMMAND_WORDS_MAX + 1][32] = { "aval" };
    int count = 1;

    arguments[0] = texts[0];
    for (; words[count - 1] != NULL; count++) {
        (void)snprintf(texts[count], sizeof(texts[count]), "%s", words[count - 1]);
        arguments[count] = texts[count];
    }
    ASSERT(ftruncate(STDOUT_FILENO, 0) == 0 && ftruncate(STDERR_FILENO, 0) == 0);
    (void)lseek(STDOUT_FILENO, 0, SEEK_SET);
    (void)lseek(STDERR_FILENO, 0, SEEK_SET);
    return (int)commands_run(count, arguments);
}

bool command_complained(void)
{
    return lseek(STDERR_FILENO, 0, SEEK_END) > 0;
}

bool command_said(const char *words)
{
    char said[SAID_BYTES_MAX];
    ssize_t length = pread(STDERR_FILENO, said, sizeof(said) - 1, 0);

    said[length > 0 ? length : 0] = '\0';
    return strstr(said, words) != NULL;
}
