/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/server.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "api/http/loop.h"
#include "base/memory.h"

enum {
    FILES_BESIDE = 256 /* of the store, the log and the loops */
};

/* So many connections need so many files; what is not granted is refused at accepting. */
static void raise_file_limit(unsigned connections_max)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections_max + FILES_BESIDE;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* Signals are for the program's first thread. */
static int start_thread(struct http_loop *loop)
{
    sigset_t all;
    sigset_t before;
    int failure = 0;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    failure = pthread_create(&loop->thread, NULL, http_loop_run, loop);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

static enum status start_loops(struct http_server *server)
{
    while (server->loop_count < server->settings.thread_count) {
        struct http_loop *loop = &server->loops[server->loop_count];
        enum status status = http_loop_open(loop, server);

        if (status == STATUS_OK && start_thread(loop) != 0)
            status = STATUS_NO_MEMORY;
        if (status != STATUS_OK) {
            int reason = errno;

            http_loop_close(loop);
            errno = reason;
            return status;
        }
        server->loop_count++;
    }
    return STATUS_OK;
}

enum status http_server_new(const struct http_settings *settings, struct http_server **out_server)
{
    struct http_server *server = memory_new(1, sizeof(*server));
    enum status status = STATUS_OK;

    if (server == NULL)
        return STATUS_NO_MEMORY;
    server->settings = *settings;
    raise_file_limit(settings->connections_max);
    status = addresses_init(&server->addresses, settings->connections_max,
                            settings->connections_per_address_max);
    server->loops = memory_new(settings->thread_count, sizeof(*server->loops));
    if (server->loops == NULL)
        status = STATUS_NO_MEMORY;
    /* Before the first thread: a request that has waited for it asks for the server at once. */
    *out_server = server;
    if (status == STATUS_OK)
        status = start_loops(server);
    if (status != STATUS_OK) {
        *out_server = NULL;
        http_server_free(server);
    }
    return status;
}

unsigned http_server_connections(struct http_server *server)
{
    return addresses_count(&server->addresses);
}

bool http_server_is_left(struct http_server *server)
{
    return atomic_load(&server->loops_stopped) == server->loop_count &&
           addresses_count(&server->addresses) == 0;
}

unsigned http_server_requests(struct http_server *server)
{
    return atomic_load(&server->request_count);
}

static void wake_all(struct http_server *server)
{
    for (unsigned i = 0; i < server->loop_count; i++)
        http_loop_wake(&server->loops[i]);
}

void http_server_stop_accepting(struct http_server *server)
{
    atomic_store(&server->is_stopping, true);
    wake_all(server);
}

void http_server_free(struct http_server *server)
{
    if (server == NULL)
        return;
    atomic_store(&server->is_over, true);
    wake_all(server);
    for (unsigned i = 0; i < server->loop_count; i++) {
        (void)pthread_join(server->loops[i].thread, NULL);
        http_loop_close(&server->loops[i]);
    }
    memory_free(server->loops);
    addresses_done(&server->addresses);
    memory_free(server);
}
