/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replays inputs of a fuzz target, built by any compiler: the files given, and those in the
 * folders given. An input that fails ends the program; its name has been said before.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "fuzz/target.h"

static bool read_whole(const char *path, struct buffer *bytes)
{
    char block[65536];
    ssize_t length = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return false;
    while ((length = read(file, block, sizeof(block))) > 0)
        buffer_add(bytes, block, (size_t)length);
    (void)close(file);
    return length == 0 && !bytes->has_failed;
}

static bool replay_file(const char *path, unsigned *count)
{
    struct buffer bytes = { 0 };
    bool is_read = read_whole(path, &bytes);
    uint8_t *exact = malloc(bytes.length > 0 ? bytes.length : 1);

    (void)printf("%s%s\n", path, is_read && exact != NULL ? "" : ": cannot be read");
    (void)fflush(stdout);
    if (is_read && exact != NULL) {
        /* As with libFuzzer, the bytes stand in memory of exactly their size. */
        memcpy(exact, buffer_text(&bytes).bytes, bytes.length);
        (void)LLVMFuzzerTestOneInput(exact, bytes.length);
        ++*count;
    }
    is_read = is_read && exact != NULL;
    free(exact);
    buffer_done(&bytes);
    return is_read;
}

static bool replay_folder(const char *path, unsigned *count)
{
    struct dirent **entries = NULL;
    int entry_count = scandir(path, &entries, NULL, alphasort);
    bool is_replayed = entry_count >= 0;
    char file[4096];

    for (int i = 0; i < entry_count; i++) {
        (void)snprintf(file, sizeof(file), "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            is_replayed = replay_file(file, count) && is_replayed;
        free(entries[i]);
    }
    free(entries);
    return is_replayed;
}

int main(int argument_count, char **arguments)
{
    unsigned passed = 0;
    unsigned failed = 0;
    struct stat about;

    for (int i = 1; i < argument_count; i++) {
        bool is_replayed = stat(arguments[i], &about) == 0 &&
                           (S_ISDIR(about.st_mode) ? replay_folder(arguments[i], &passed)
                                                   : replay_file(arguments[i], &passed));

        failed += !is_replayed;
    }
    (void)printf("%u passed, %u failed\n", passed, failed);
    return failed > 0 || passed == 0 ? 1 : 0;
}
