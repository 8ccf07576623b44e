/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_SERVER_H
#define AVAL_API_HTTP_SERVER_H

#include "api/http/exchange.h"
#include "api/http/listener.h"

/*
 * An HTTP/1.1 server: some threads, each with a loop of its own over libmicrohttpd, that share an
 * address. Every connection stays with one thread. A request is read whole, within limits, handed
 * to the handler in the loop's thread, and answered at once or later.
 */
struct http_server;

/* Where a server listens with TLS beside, by what certificate: PEM, borrowed. NULL: nowhere. */
struct http_tls {
    struct listener listener; /* claimed */
    char *certificate;        /* only read */
    char *key;
};

struct http_settings {
    struct http_handler *handler; /* borrowed */
    struct listener listener;     /* claimed */
    struct http_tls tls;
    unsigned thread_count;
    unsigned connections_max;
    unsigned connections_per_address_max;
    unsigned header_bytes_max; /* about: of request line, headers and what is read ahead */
    unsigned target_bytes_max;
    unsigned body_bytes_max;
    unsigned header_ms_max; /* from the first byte, or the connection, to the last header; TLS
                             * begins within it */
    unsigned body_ms_max;
    unsigned answer_ms_max; /* from the last byte of the request to that of the answer */
    unsigned idle_ms_max;   /* between two requests */
    int log;                /* a file for what `ended` adds, or -1 */
};

/** Starts the threads; *out_server is there before the first request is. NO_MEMORY; UNAVAILABLE
 * leaves errno; then it is NULL. */
enum status http_server_new(const struct http_settings *settings, struct http_server **out_server)
    MUST_CHECK;

/** How many connections there are. */
unsigned http_server_connections(struct http_server *server);

/** Whether nobody is connected any more, after http_server_stop_accepting(). */
bool http_server_is_left(struct http_server *server);

/** Takes no more connections, and closes each after the answer that is under way. */
void http_server_stop_accepting(struct http_server *server);

/** How many requests are under way. */
unsigned http_server_requests(struct http_server *server);

/**
 * Ends the threads and frees all; accepts NULL. No exchange may be out that is to be completed
 * later.
 */
void http_server_free(struct http_server *server);

#endif
