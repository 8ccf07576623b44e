/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum {
    BACKLOG = 4096,
    PORT_MAX = 65535,
    ADDRESS_TEXT_BYTES = 46
};

static bool parse_port(const char *text, uint16_t *out_port)
{
    unsigned port = 0;

    if (!text_is_digits(text_of(text)) || strlen(text) > 5)
        return false;
    for (size_t i = 0; text[i] != '\0'; i++)
        port = port * 10 + (unsigned)(text[i] - '0');
    *out_port = (uint16_t)port;
    return port <= PORT_MAX;
}

static bool parse_four(const char *host, uint16_t port, struct listener *listener)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

    if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host,
                  &address.sin_addr) != 1)
        return false;
    memcpy(&listener->address, &address, sizeof(address));
    listener->address_length = sizeof(address);
    return true;
}

static bool parse_six(const char *host, uint16_t port, struct listener *listener)
{
    struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

    if (inet_pton(AF_INET6, host, &address.sin6_addr) != 1)
        return false;
    memcpy(&listener->address, &address, sizeof(address));
    listener->address_length = sizeof(address);
    return true;
}

bool listener_parse(const char *text, struct listener *out_listener)
{
    const char *colon = strrchr(text, ':');
    char host[ADDRESS_TEXT_BYTES + 2];
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);
    struct listener listener = { .address_length = 0 };
    uint16_t port = 0;
    bool is_read = false;

    if (length == 0 || length >= sizeof(host) || !parse_port(colon + 1, &port))
        return false;
    memcpy(host, text, length);
    host[length] = '\0';
    if (host[0] == '[' && host[length - 1] == ']') {
        host[length - 1] = '\0';
        is_read = parse_six(host + 1, port, &listener);
    } else {
        is_read = parse_four(host, port, &listener);
    }
    if (is_read)
        *out_listener = listener;
    return is_read;
}

bool listener_is_loopback(const struct listener *listener)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (listener->address.ss_family == AF_INET) {
        memcpy(&four, &listener->address, sizeof(four));
        return ntohl(four.sin_addr.s_addr) >> 24 == 127;
    }
    memcpy(&six, &listener->address, sizeof(six));
    return memcmp(&six.sin6_addr, &in6addr_loopback, sizeof(in6addr_loopback)) == 0;
}

bool listener_is_any(const struct listener *listener)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (listener->address.ss_family == AF_INET) {
        memcpy(&four, &listener->address, sizeof(four));
        return four.sin_addr.s_addr == htonl(INADDR_ANY);
    }
    memcpy(&six, &listener->address, sizeof(six));
    return memcmp(&six.sin6_addr, &in6addr_any, sizeof(in6addr_any)) == 0;
}

/* A socket bound to the address; with `is_shared` beside others that are. */
static int bound_socket(const struct listener *listener, bool is_shared)
{
    int one = 1;
    int file = socket(listener->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int reason = 0;

    if (file < 0)
        return -1;
    if (setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
        (!is_shared || setsockopt(file, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) == 0) &&
        bind(file, (const struct sockaddr *)&listener->address, listener->address_length) == 0)
        return file;
    reason = errno;
    (void)close(file);
    errno = reason;
    return -1;
}

enum status listener_claim(struct listener *listener)
{
    /* Sockets that share an address would also share it with those of another server of the same
     * user; so it is first taken alone, which fails when anybody listens there. */
    int file = bound_socket(listener, false);
    int failure = 0;
    int reason = 0;

    if (file < 0)
        return STATUS_UNAVAILABLE;
    failure = getsockname(file, (struct sockaddr *)&listener->address, &listener->address_length);
    reason = errno;
    (void)close(file);
    errno = reason;
    return failure == 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status listener_adopt(int file, struct listener *out_listener)
{
    struct listener listener = { .is_adopted = true, .adopted = file };
    int flags = fcntl(file, F_GETFL);
    int listens = 0;
    socklen_t size = sizeof(listens);

    listener.address_length = sizeof(listener.address);
    if (flags < 0 ||
        getsockname(file, (struct sockaddr *)&listener.address, &listener.address_length) != 0 ||
        (listener.address.ss_family != AF_INET && listener.address.ss_family != AF_INET6) ||
        getsockopt(file, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0 ||
        fcntl(file, F_SETFL, flags | O_NONBLOCK) != 0 || fcntl(file, F_SETFD, FD_CLOEXEC) != 0)
        return STATUS_INVALID;
    *out_listener = listener;
    return STATUS_OK;
}

/* Each thread has the adopted socket by a number of its own, to be closed by itself. */
static enum status share_adopted(const struct listener *listener, int *out_socket)
{
    int file = fcntl(listener->adopted, F_DUPFD_CLOEXEC, 0);

    if (file < 0)
        return STATUS_UNAVAILABLE;
    *out_socket = file;
    return STATUS_OK;
}

enum status listener_open(const struct listener *listener, int *out_socket)
{
    int file = -1;
    int reason = 0;

    if (listener->is_adopted)
        return share_adopted(listener, out_socket);
    file = bound_socket(listener, true);
    if (file < 0)
        return STATUS_UNAVAILABLE;
    if (listen(file, BACKLOG) != 0) {
        reason = errno;
        (void)close(file);
        errno = reason;
        return STATUS_UNAVAILABLE;
    }
    *out_socket = file;
    return STATUS_OK;
}

void address_format(const struct sockaddr *address, char *out_text, size_t size)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    const char *written = NULL;

    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof(four));
        written = inet_ntop(AF_INET, &four.sin_addr, out_text, (socklen_t)size);
    } else if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof(six));
        written = inet_ntop(AF_INET6, &six.sin6_addr, out_text, (socklen_t)size);
    }
    if (written == NULL)
        out_text[0] = '\0';
}

void listener_format(const struct listener *listener, char out_text[LISTENER_TEXT_BYTES])
{
    char host[ADDRESS_TEXT_BYTES];
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    address_format((const struct sockaddr *)&listener->address, host, sizeof(host));
    if (listener->address.ss_family == AF_INET) {
        memcpy(&four, &listener->address, sizeof(four));
        (void)snprintf(out_text, LISTENER_TEXT_BYTES, "%s:%u", host, ntohs(four.sin_port));
    } else {
        memcpy(&six, &listener->address, sizeof(six));
        (void)snprintf(out_text, LISTENER_TEXT_BYTES, "[%s]:%u", host, ntohs(six.sin6_port));
    }
}
