/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replays inputs of a fuzz target, built by any compiler: the files given, and those in the
 * folders given. With --random COUNT so many more, each one of these changed here and there,
 * always the same ones for a --seed. An input that fails ends the program; its name or number has
 * been said before, and `--seed S --random N` gets there again.
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

/* Inputs that were replayed, to make others of. */
enum {
    INPUTS_MAX = 512,
    CHANGES_MAX = 12,
    BYTES_MAX = 256 /* of an input made of nothing */
};

static struct buffer inputs[INPUTS_MAX];
static unsigned input_count;

/* As with libFuzzer, the bytes stand in memory of exactly their size. */
static bool run(struct text bytes)
{
    uint8_t *exact = malloc(bytes.length > 0 ? bytes.length : 1);

    if (exact == NULL)
        return false;
    if (bytes.length > 0)
        memcpy(exact, bytes.bytes, bytes.length);
    (void)LLVMFuzzerTestOneInput(exact, bytes.length);
    free(exact);
    return true;
}

static bool replay_file(const char *path, unsigned *count)
{
    struct buffer bytes = { 0 };
    bool is_read = read_whole(path, &bytes);

    (void)printf("%s%s\n", path, is_read ? "" : ": cannot be read");
    (void)fflush(stdout);
    is_read = is_read && run(buffer_text(&bytes));
    *count += is_read;
    if (is_read && input_count < INPUTS_MAX)
        inputs[input_count++] = bytes;
    else
        buffer_done(&bytes);
    return is_read;
}

/* A generator of numbers (xorshift64*): the same for a seed on every machine. */
static uint64_t draw(uint64_t *state, uint64_t sides)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (*state * UINT64_C(2685821657736338717) >> 16) % sides;
}

/* Puts a byte in the place of another, or in between, takes some away, or doubles some. */
static void change(struct buffer *bytes, uint64_t *state)
{
    size_t place = draw(state, bytes->length + 1);
    size_t length = 1 + draw(state, 8);
    char byte = (char)draw(state, 256);

    if (length > bytes->length - place)
        length = bytes->length - place;
    switch (draw(state, 4)) {
    case 0:
        if (length > 0)
            bytes->bytes[place] = byte;
        break;
    case 1:
        buffer_add(bytes, &byte, 1);
        memmove(bytes->bytes + place + 1, bytes->bytes + place, bytes->length - 1 - place);
        bytes->bytes[place] = byte;
        break;
    case 2:
        if (length > 0)
            memmove(bytes->bytes + place, bytes->bytes + place + length,
                    bytes->length - place - length);
        bytes->length -= length;
        break;
    default:
        for (size_t i = 0; i < length; i++)
            buffer_add(bytes, &(char){ bytes->bytes[place + i] }, 1);
    }
}

/* Of what was replayed, or of bytes that mean nothing. */
static void make_random(struct buffer *bytes, uint64_t *state)
{
    uint64_t number = draw(state, input_count + 1);
    char byte = 0;

    buffer_clear(bytes);
    if (number < input_count)
        buffer_add_text(bytes, buffer_text(&inputs[number]));
    for (uint64_t more = number < input_count ? 0 : 1 + draw(state, BYTES_MAX); more > 0; more--) {
        byte = (char)draw(state, 256);
        buffer_add(bytes, &byte, 1);
    }
    for (uint64_t changes = draw(state, CHANGES_MAX); changes > 0; changes--)
        change(bytes, state);
}

static bool replay_random(uint64_t seed, unsigned random_count, unsigned *count)
{
    struct buffer bytes = { 0 };
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    bool is_run = true;

    for (unsigned i = 0; i < random_count && is_run; i++) {
        (void)printf("random input %u of seed %llu\n", i + 1, (unsigned long long)seed);
        (void)fflush(stdout);
        make_random(&bytes, &state);
        is_run = !bytes.has_failed && run(buffer_text(&bytes));
        *count += is_run;
    }
    buffer_done(&bytes);
    return is_run;
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

/* What stands behind the option, which is then no file; 0: it is not given. */
static uint64_t take_number(int argument_count, char **arguments, const char *option)
{
    for (int i = 1; i + 1 < argument_count; i++)
        if (arguments[i] != NULL && strcmp(arguments[i], option) == 0) {
            uint64_t number = strtoull(arguments[i + 1], NULL, 10);

            arguments[i] = NULL;
            arguments[i + 1] = NULL;
            return number;
        }
    return 0;
}

int main(int argument_count, char **arguments)
{
    uint64_t random_count = take_number(argument_count, arguments, "--random");
    uint64_t seed = take_number(argument_count, arguments, "--seed");
    unsigned passed = 0;
    unsigned failed = 0;
    struct stat about;

    for (int i = 1; i < argument_count; i++) {
        bool is_replayed = arguments[i] == NULL;

        if (!is_replayed)
            is_replayed = stat(arguments[i], &about) == 0 &&
                          (S_ISDIR(about.st_mode) ? replay_folder(arguments[i], &passed)
                                                  : replay_file(arguments[i], &passed));
        failed += !is_replayed;
    }
    failed += !replay_random(seed, (unsigned)random_count, &passed);
    while (input_count > 0)
        buffer_done(&inputs[--input_count]);
    (void)printf("%u passed, %u failed\n", passed, failed);
    return failed > 0 || passed == 0 ? 1 : 0;
}
