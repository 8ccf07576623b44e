/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/server/supervisor.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"

enum {
    FIRST_FILE = 3, /* that is handed over, by the protocol */
    FILES_MAX = 16
};

static const char *environment(const char *name)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet, or any more */
    return getenv(name);
}

/* A number of the environment; 0: none. */
static long number_of(const char *name)
{
    const char *text = environment(name);
    long number = 0;

    if (text == NULL || !text_is_digits(text_of(text)) || strlen(text) > 9)
        return 0;
    for (; *text != '\0'; text++)
        number = number * 10 + (*text - '0');
    return number;
}

/* Whether the name at *rest is "tls"; goes on to the next. Without names nothing is. */
static bool takes_name_tls(const char **rest)
{
    static const char tls[] = "tls";
    size_t length = *rest == NULL ? 0 : strcspn(*rest, ":");
    bool is_tls = length == strlen(tls) && strncmp(*rest, tls, length) == 0;

    if (*rest != NULL)
        *rest = (*rest)[length] == ':' ? *rest + length + 1 : NULL;
    return is_tls;
}

bool supervisor_hands_over(enum supervisor_socket socket, int *out_file)
{
    const char *names = environment("LISTEN_FDNAMES");
    long count = number_of("LISTEN_FDS");

    /* Variables that were meant for a parent are none of ours. */
    if (number_of("LISTEN_PID") != (long)getpid())
        return false;
    for (int file = FIRST_FILE; file < FIRST_FILE + count && file < FIRST_FILE + FILES_MAX; file++)
        if (takes_name_tls(&names) == (socket == SUPERVISOR_TLS)) {
            *out_file = file;
            return true;
        }
    return false;
}

void supervisor_tell(const char *state)
{
    const char *path = environment("NOTIFY_SOCKET");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    size_t length = path == NULL ? 0 : strlen(path);
    int file = -1;

    if (length < 2 || length > sizeof(address.sun_path) || (path[0] != '/' && path[0] != '@'))
        return;
    file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0)
        return;
    memcpy(address.sun_path, path, length);
    if (path[0] == '@')
        address.sun_path[0] = '\0';
    /* A supervisor that does not listen has nothing to be told. */
    (void)!sendto(file, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
    (void)close(file);
}
