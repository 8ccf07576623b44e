/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_LISTENER_H
#define AVAL_API_HTTP_LISTENER_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/attributes.h"
#include "base/status.h"

enum {
    LISTENER_TEXT_BYTES = 64
};

/* Where a server listens. */
struct listener {
    struct sockaddr_storage address;
    socklen_t address_length;
    bool is_adopted; /* by a socket that listens already, and that is not ours to end */
    int adopted;
};

/**
 * Reads "ADDRESS:PORT": an IPv4 address, an IPv6 address in brackets, or localhost; port 0 lets
 * the system choose one. False: it is nothing of the kind.
 */
bool listener_parse(const char *text, struct listener *out_listener);

/** Whether only programs on this machine reach the address. */
bool listener_is_loopback(const struct listener *listener);

/** Whether it is whatever address the machine has (0.0.0.0, [::]). */
bool listener_is_any(const struct listener *listener);

/**
 * Takes the address, so that listener_open() can be called for each thread. UNAVAILABLE: another
 * program listens there; errno says why otherwise. A port 0 becomes the one that was chosen.
 */
enum status listener_claim(struct listener *listener) MUST_CHECK;

/**
 * Adopts a socket that listens already at an address of the internet: INVALID, it is none. It stays
 * open and goes on to listen when the server has ended.
 */
enum status listener_adopt(int file, struct listener *out_listener) MUST_CHECK;

/** Opens a socket that shares the address with its siblings. UNAVAILABLE leaves errno. */
enum status listener_open(const struct listener *listener, int *out_socket) MUST_CHECK;

/** Writes "ADDRESS:PORT". */
void listener_format(const struct listener *listener, char out_text[LISTENER_TEXT_BYTES]);

/** Writes the address of a client, without its port. */
void address_format(const struct sockaddr *address, char *out_text, size_t size);

#endif
