/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aval-bench-load PORT CONNECTIONS REQUESTS FILE
 *
 * Sends the bytes of the file, a whole HTTP request, again and again on so many connections to this
 * machine, one request at a time on each, and prints a line of JSON: how long all took, how long
 * half of the answers and 99 of 100 took at most, and how many had another status than 200.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum {
    REQUEST_BYTES_MAX = 65536,
    ANSWER_BYTES_MAX = 65536,
    EVENTS_MAX = 256,
    FILES_BESIDE = 64
};

struct connection {
    int socket;
    size_t length; /* of the answer that has come */
    uint64_t begun_ns;
    char answer[ANSWER_BYTES_MAX];
};

struct load {
    struct sockaddr_in address;
    char request[REQUEST_BYTES_MAX];
    size_t request_length;
    uint64_t connection_count;
    uint64_t request_count;
    int epoll;
    struct connection *connections;
    uint64_t *times_ns; /* that answers took */
    uint64_t begun, ended, wrong;
};

static _Noreturn void fail(const char *what)
{
    (void)fprintf(stderr, "aval-bench-load: %s: %s\n", what, strerrordesc_np(errno));
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static uint64_t number_of(const char *text)
{
    uint64_t number = 0;

    if (!text_is_digits(text_of(text)) || strlen(text) > 9)
        fail(text);
    for (; *text != '\0'; text++)
        number = number * 10 + (uint64_t)(*text - '0');
    return number;
}

static void read_request(struct load *load, const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        fail(path);
    load->request_length = fread(load->request, 1, sizeof(load->request), file);
    (void)fclose(file);
}

/* Begins the next request, unless all are begun. A request fits in what a socket takes at once. */
static void begin(struct load *load, struct connection *connection)
{
    if (load->begun == load->request_count)
        return;
    load->begun++;
    connection->length = 0;
    connection->begun_ns = now_ns();
    if (send(connection->socket, load->request, load->request_length, MSG_NOSIGNAL) !=
        (ssize_t)load->request_length)
        fail("send");
}

/* The length of the whole answer; 0: its headers have not come. */
static size_t whole_length(const struct connection *connection)
{
    static const char name[] = "Content-Length:";
    const char *end = memmem(connection->answer, connection->length, "\r\n\r\n", 4);
    size_t body = 0;

    if (end == NULL)
        return 0;
    for (const char *at = connection->answer; at < end; at++) {
        if (*at != '\n' || strncasecmp(at + 1, name, strlen(name)) != 0)
            continue;
        for (at += strlen(name) + 1; *at == ' ';)
            at++;
        for (; *at >= '0' && *at <= '9'; at++)
            body = body * 10 + (size_t)(*at - '0');
        break;
    }
    return (size_t)(end - connection->answer) + 4 + body;
}

static void end(struct load *load, struct connection *connection)
{
    load->times_ns[load->ended++] = now_ns() - connection->begun_ns;
    load->wrong += strncmp(connection->answer, "HTTP/1.1 200", 12) != 0;
    begin(load, connection);
}

static void read_answer(struct load *load, struct connection *connection)
{
    ssize_t count = recv(connection->socket, connection->answer + connection->length,
                         ANSWER_BYTES_MAX - connection->length, 0);

    if (count <= 0)
        fail("the server closed a connection");
    connection->length += (size_t)count;
    if (whole_length(connection) == connection->length)
        end(load, connection);
}

static void open_connection(struct load *load, struct connection *connection)
{
    struct epoll_event event = { .events = EPOLLIN, .data = { .ptr = connection } };
    int one = 1;

    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->socket < 0 ||
        connect(connection->socket, (struct sockaddr *)&load->address, sizeof(load->address)) != 0)
        fail("connect");
    (void)setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->socket, &event) != 0)
        fail("epoll_ctl");
}

static void open_all(struct load *load)
{
    struct rlimit limit = { load->connection_count + FILES_BESIDE,
                            load->connection_count + FILES_BESIDE };

    (void)setrlimit(RLIMIT_NOFILE, &limit);
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->connections = memory_new(load->connection_count, sizeof(*load->connections));
    load->times_ns = memory_new(load->request_count, sizeof(*load->times_ns));
    if (load->epoll < 0 || load->connections == NULL || load->times_ns == NULL)
        fail("memory");
    for (uint64_t i = 0; i < load->connection_count; i++)
        open_connection(load, &load->connections[i]);
}

static void run(struct load *load)
{
    struct epoll_event events[EVENTS_MAX];

    for (uint64_t i = 0; i < load->connection_count; i++)
        begin(load, &load->connections[i]);
    while (load->ended < load->request_count) {
        int count = epoll_wait(load->epoll, events, EVENTS_MAX, -1);

        for (int i = 0; i < count; i++)
            read_answer(load, events[i].data.ptr);
    }
}

static int by_size(const void *left, const void *right)
{
    const uint64_t *one = left;
    const uint64_t *other = right;

    return (*one > *other) - (*one < *other);
}

static void report(const struct load *load, uint64_t took_ns)
{
    uint64_t count = load->request_count;

    qsort(load->times_ns, count, sizeof(*load->times_ns), by_size);
    (void)printf("{\"count\":%llu,\"nanoseconds\":%llu,\"p50\":%llu,\"p99\":%llu,\"wrong\":%llu}\n",
                 (unsigned long long)count, (unsigned long long)took_ns,
                 (unsigned long long)load->times_ns[count / 2],
                 (unsigned long long)load->times_ns[count * 99 / 100],
                 (unsigned long long)load->wrong);
}

int main(int argument_count, char **arguments)
{
    static struct load load;
    uint64_t begun_ns = 0;

    if (argument_count != 5)
        fail("usage: aval-bench-load PORT CONNECTIONS REQUESTS FILE");
    load.address = (struct sockaddr_in){ .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)number_of(arguments[1])),
                                         .sin_addr = { htonl(INADDR_LOOPBACK) } };
    load.connection_count = number_of(arguments[2]);
    load.request_count = number_of(arguments[3]);
    read_request(&load, arguments[4]);
    open_all(&load);
    begun_ns = now_ns();
    run(&load);
    report(&load, now_ns() - begun_ns);
    memory_free(load.connections);
    memory_free(load.times_ns);
    return 0;
}
