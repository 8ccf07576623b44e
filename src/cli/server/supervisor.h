/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_SUPERVISOR_H
#define AVAL_CLI_SERVER_SUPERVISOR_H

#include "api/http/listener.h"

/*
 * Whoever starts the server and looks after it, as systemd does: it may hand over sockets that
 * listen already, so that connections wait while the server restarts, and be told how far the
 * server is. By the protocols of sd_listen_fds(3) and sd_notify(3); without a supervisor there is
 * nothing to take, and nobody to tell.
 */

/* Which socket is meant, by the name that the supervisor gave it. */
enum supervisor_socket {
    SUPERVISOR_PLAIN, /* the first that has another name than "tls" */
    SUPERVISOR_TLS    /* that called "tls" */
};

/** Finds the socket that was handed over. False: none was. */
bool supervisor_hands_over(enum supervisor_socket socket, int *out_file);

/** Tells a state: "READY=1", "STOPPING=1". */
void supervisor_tell(const char *state);

#endif
