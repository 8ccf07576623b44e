/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Put before the C library (LD_PRELOAD): the system's clock, moved by as many seconds as the file
 * says that MOVED_CLOCK names, each time it is read. So it jumps while a program runs.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long seconds_moved(void)
{
    char text[32] = "";
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment */
    const char *name = getenv("MOVED_CLOCK");
    int file = name == NULL ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, text, sizeof(text) - 1);

    if (file >= 0)
        (void)close(file);
    return length <= 0 ? 0 : strtoll(text, NULL, 10);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);

    if (result == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += (time_t)seconds_moved();
    return result;
}
