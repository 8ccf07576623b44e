/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/loop.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/memory.h"

enum {
    ROUND_MS_MAX = 1000,
    LOG_BYTES_MAX = 16384,
    WAITING_ROUNDS_MAX = 1000,
    EVENTS_MAX = DAEMONS_MAX + 1
};

/* The connection was opened, or is closed. */
static void on_connection(void *argument, struct MHD_Connection *handle, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_loop *loop = argument;
    struct connection *connection = *context;
    const union MHD_ConnectionInfo *info = NULL;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        connection = memory_new(1, sizeof(*connection));
        *context = connection;
        if (connection == NULL)
            return;
        connection->phase = PHASE_NONE;
        info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD);
        connection->socket = info->connect_fd;
        info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        connection->address = address_key(info->client_addr);
        deadlines_set(&loop->deadlines, connection, PHASE_HEADERS);
        return;
    }
    info = MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    addresses_give_back(&loop->server->addresses, address_key(info->client_addr));
    if (connection != NULL) {
        deadlines_set(&loop->deadlines, connection, PHASE_NONE);
        if (connection->exchange != NULL)
            http_exchange_free(connection->exchange);
    }
    memory_free(connection);
    *context = NULL;
}

static enum MHD_Result on_accept(void *argument, const struct sockaddr *address, socklen_t length)
{
    struct http_loop *loop = argument;

    (void)length;
    return addresses_take(&loop->server->addresses, address_key(address)) ? MHD_YES : MHD_NO;
}

/* Targets are decoded by http_target_parse(): what the library decodes is not looked at. */
static size_t leave_escaped(void *argument, struct MHD_Connection *connection, char *text)
{
    (void)argument;
    (void)connection;
    return strlen(text);
}

/* Not constant, as the library's interface wants what it only reads. */
static char tls_priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

/* The options of a daemon that encrypts; none for the other. */
static void tls_options(const struct http_tls *tls, struct MHD_OptionItem out_options[4])
{
    unsigned count = 0;

    if (tls != NULL) {
        out_options[count++] =
            (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate };
        out_options[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key };
        out_options[count++] =
            (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities };
    }
    out_options[count] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
}

static struct MHD_Daemon *start_daemon(struct http_loop *loop, int socket,
                                       const struct http_tls *tls)
{
    const struct http_settings *settings = &loop->server->settings;
    struct MHD_OptionItem options[4];

    tls_options(tls, options);
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (tls == NULL ? 0U : MHD_USE_TLS), 0, on_accept,
        loop, http_on_request, loop, MHD_OPTION_LISTEN_SOCKET, socket,
        /* A loop may get more than its share; the server's own count is exact. */
        MHD_OPTION_CONNECTION_LIMIT, settings->connections_max + 1, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)settings->header_bytes_max,
        MHD_OPTION_URI_LOG_CALLBACK, http_on_target, loop, MHD_OPTION_NOTIFY_COMPLETED, http_on_end,
        loop, MHD_OPTION_NOTIFY_CONNECTION, on_connection, loop, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_CONNECTION_TIMEOUT, 0U, MHD_OPTION_ARRAY, options,
        MHD_OPTION_END);
}

static enum status watch(struct http_loop *loop, int file)
{
    struct epoll_event event = { .events = EPOLLIN, .data = { .fd = file } };

    return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, file, &event) == 0 ? STATUS_OK
                                                                    : STATUS_UNAVAILABLE;
}

/* Listens, with a daemon of its own; TLS from the first byte where `tls` is not NULL. */
static enum status add_daemon(struct http_loop *loop, const struct listener *listener,
                              const struct http_tls *tls)
{
    struct MHD_Daemon *daemon = NULL;
    int socket = -1;

    TRY(listener_open(listener, &socket));
    daemon = start_daemon(loop, socket, tls);
    if (daemon == NULL) {
        (void)close(socket);
        return STATUS_NO_MEMORY;
    }
    loop->daemons[loop->daemon_count++] = daemon;
    return watch(loop, MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
}

enum status http_loop_open(struct http_loop *loop, struct http_server *server)
{
    const struct http_settings *settings = &server->settings;

    *loop = (struct http_loop){
        .server = server,
        .epoll = epoll_create1(EPOLL_CLOEXEC),
        .wakeup = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
        .deadlines = { .now_ms = clock_ms(),
                       .phase_ms = { [PHASE_HEADERS] = settings->header_ms_max,
                                     [PHASE_BODY] = settings->body_ms_max,
                                     [PHASE_ANSWER] = settings->answer_ms_max,
                                     [PHASE_IDLE] = settings->idle_ms_max,
                                     [PHASE_WAITING] = INT64_MAX / 2 } },
        .mutex = PTHREAD_MUTEX_INITIALIZER,
    };
    if (loop->epoll < 0 || loop->wakeup < 0)
        return STATUS_UNAVAILABLE;
    TRY(add_daemon(loop, &settings->listener, NULL));
    if (settings->tls.certificate != NULL)
        TRY(add_daemon(loop, &settings->tls.listener, &settings->tls));
    return watch(loop, loop->wakeup);
}

/* By our own hand: the library would shut an adopted socket down for all who have it. */
static void close_listeners(struct http_loop *loop)
{
    for (unsigned i = 0; i < loop->daemon_count; i++) {
        int socket = MHD_quiesce_daemon(loop->daemons[i]);

        if (socket >= 0)
            (void)close(socket);
    }
}

void http_loop_close(struct http_loop *loop)
{
    if (!loop->has_stopped_accepting)
        close_listeners(loop);
    for (unsigned i = 0; i < loop->daemon_count; i++)
        MHD_stop_daemon(loop->daemons[i]);
    if (loop->epoll >= 0)
        (void)close(loop->epoll);
    if (loop->wakeup >= 0)
        (void)close(loop->wakeup);
    for (unsigned i = 0; i < loop->spare_count; i++)
        http_exchange_free(loop->spares[i]);
    buffer_done(&loop->log);
}

void http_loop_wake(struct http_loop *loop)
{
    uint64_t one = 1;

    /* A counter at its end wakes up as well. */
    (void)!write(loop->wakeup, &one, sizeof(one));
}

void http_exchange_complete(struct http_exchange *exchange)
{
    struct http_loop *loop = exchange->loop;
    bool is_first = false;

    (void)pthread_mutex_lock(&loop->mutex);
    is_first = loop->completed == NULL;
    exchange->next = loop->completed;
    loop->completed = exchange;
    (void)pthread_mutex_unlock(&loop->mutex);
    if (is_first)
        http_loop_wake(loop);
}

/* Only this thread resumes connections. */
static void resume_completed(struct http_loop *loop)
{
    struct http_exchange *list = NULL;
    uint64_t count = 0;

    (void)!read(loop->wakeup, &count, sizeof(count));
    (void)pthread_mutex_lock(&loop->mutex);
    list = loop->completed;
    loop->completed = NULL;
    (void)pthread_mutex_unlock(&loop->mutex);
    while (list != NULL) {
        struct http_exchange *exchange = list;

        list = exchange->next;
        http_exchange_resume(exchange);
    }
}

/* Closes those that took too long: the library sees the end of what comes. */
static void end_late_connections(struct http_loop *loop)
{
    struct connection *connection = NULL;

    while ((connection = deadlines_take(&loop->deadlines)) != NULL)
        (void)shutdown(connection->socket, SHUT_RDWR);
}

static void run_daemons(struct http_loop *loop)
{
    for (unsigned i = 0; i < loop->daemon_count; i++)
        (void)MHD_run(loop->daemons[i]);
}

/* Whether a connection waits to be taken. */
static bool has_waiting(const struct http_loop *loop)
{
    for (unsigned i = 0; i < loop->daemon_count; i++) {
        const union MHD_DaemonInfo *info =
            MHD_get_daemon_info(loop->daemons[i], MHD_DAEMON_INFO_LISTEN_FD);
        struct pollfd listener = { .fd = info->listen_fd, .events = POLLIN };

        if (poll(&listener, 1, 0) > 0)
            return true;
    }
    return false;
}

/* Takes those that wait already: when the socket is closed they would be broken off. */
static void take_waiting(struct http_loop *loop)
{
    for (unsigned i = 0; i < WAITING_ROUNDS_MAX && has_waiting(loop); i++)
        run_daemons(loop);
}

/* Takes no more connections; those that wait for a next request end, unless it has come. */
static void stop_accepting(struct http_loop *loop)
{
    struct connection *connection = NULL;

    take_waiting(loop);
    close_listeners(loop);
    while ((connection = loop->deadlines.first[PHASE_IDLE]) != NULL) {
        int byte_count = 0;

        if (ioctl(connection->socket, FIONREAD, &byte_count) == 0 && byte_count > 0) {
            deadlines_set(&loop->deadlines, connection, PHASE_HEADERS);
            continue;
        }
        deadlines_set(&loop->deadlines, connection, PHASE_NONE);
        (void)shutdown(connection->socket, SHUT_RDWR);
    }
    loop->has_stopped_accepting = true;
    (void)atomic_fetch_add(&loop->server->loops_stopped, 1);
}

static void write_log(struct http_loop *loop)
{
    size_t written = 0;

    while (loop->server->settings.log >= 0 && written < loop->log.length) {
        ssize_t count = write(loop->server->settings.log, loop->log.bytes + written,
                              loop->log.length - written);

        if (count < 0 && errno != EINTR)
            break;
        written += count < 0 ? 0 : (size_t)count;
    }
    buffer_clear(&loop->log);
}

static int wait_ms(const struct http_loop *loop)
{
    MHD_UNSIGNED_LONG_LONG library = 0;
    int64_t wait = deadlines_wait(&loop->deadlines, ROUND_MS_MAX);

    for (unsigned i = 0; i < loop->daemon_count; i++)
        if (MHD_get_timeout(loop->daemons[i], &library) == MHD_YES && (int64_t)library < wait)
            wait = (int64_t)library;
    return (int)wait;
}

void *http_loop_run(void *argument)
{
    struct http_loop *loop = argument;
    struct epoll_event events[EVENTS_MAX];

    while (!atomic_load(&loop->server->is_over)) {
        int count = epoll_wait(loop->epoll, events, EVENTS_MAX, wait_ms(loop));

        loop->deadlines.now_ms = clock_ms();
        for (int i = 0; i < count; i++)
            if (events[i].data.fd == loop->wakeup)
                resume_completed(loop);
        if (atomic_load(&loop->server->is_stopping) && !loop->has_stopped_accepting)
            stop_accepting(loop);
        run_daemons(loop);
        end_late_connections(loop);
        if (loop->log.length > 0)
            write_log(loop);
    }
    /* No connection may be left suspended when the daemon ends. */
    resume_completed(loop);
    run_daemons(loop);
    return NULL;
}
