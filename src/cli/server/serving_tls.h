/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_SERVING_TLS_H
#define AVAL_CLI_SERVER_SERVING_TLS_H

#include "api/http/server.h"
#include "api/identity/authority.h"
#include "api/settings.h"
#include "cli/command.h"

/* TLS of a server that begins: where it listens, and by what certificate. */
struct serving_tls {
    enum language language;
    const struct server_settings *settings;
    bool is_on;
    bool is_ours; /* the certificate is of the book's own authority */
    struct listener listener;
    struct tls_credentials credentials;
};

/** Takes the address, if the settings name one. False: complained. */
bool serving_tls_claim(struct serving_tls *tls);

/** Writes the address by which clients know the server: "https://localhost:8471". */
void serving_tls_write_url(const struct serving_tls *tls, char *out_url, size_t size);

/** Reads the certificate, or makes one; complained unless EXIT_DONE. */
enum exit_status serving_tls_certify(struct serving_tls *tls, const char *folder);

/** What the HTTP server has to know; borrowed. */
struct http_tls serving_tls_part(const struct serving_tls *tls);

void serving_tls_done(struct serving_tls *tls);

#endif
