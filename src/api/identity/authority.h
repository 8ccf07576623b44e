/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_IDENTITY_AUTHORITY_H
#define AVAL_API_IDENTITY_AUTHORITY_H

#include "api/identity/private_file.h"

/*
 * The book's own certificate authority (ECDSA, P-256): ca.pem in the folder of identities, which
 * clients that are to trust the server are given, and its key beside it. The server's own key and
 * certificate are made anew whenever it starts, and never stand in a file.
 */

enum {
    TLS_NAMES_MAX = 8,
    TLS_NAME_BYTES = 256
};

#define AUTHORITY_FILE "ca.pem"

/* By what names clients reach a server: host names, and addresses without brackets. */
struct tls_names {
    char list[TLS_NAMES_MAX][TLS_NAME_BYTES];
    unsigned count;
};

/** Adds a name; one that no certificate can carry, that is there, or beyond the most, is not. */
void tls_names_add(struct tls_names *names, struct text name);

/* A server's certificate and key, as PEM with a NUL behind. */
struct tls_credentials {
    struct buffer certificate;
    struct buffer key;
};

/** Forgets them. */
void tls_credentials_done(struct tls_credentials *credentials);

/** Makes the authority in the folder, what of it is missing. WRITE_FAILED, NO_MEMORY, CORRUPT. */
enum status authority_make(const char *folder, struct fault *fault) MUST_CHECK;

/** Whether there is one; and removes it, and the folder if that is then empty. */
bool authority_is_there(const char *folder);
void authority_remove(const char *folder);

/** Makes a key and a certificate of the authority. NO_MEMORY, CORRUPT; the credentials are the
 * caller's either way. */
enum status authority_issue(const char *folder, const struct tls_names *names,
                            struct tls_credentials *credentials, struct fault *fault) MUST_CHECK;

/* Whose signatures a certificate is for. */
struct authority_subject {
    const char *name;
    const char *key_path; /* of a private key (PEM) */
};

/** Adds a certificate of the authority for a key that signs (DER). NO_MEMORY, CORRUPT. */
enum status authority_certify(const char *folder, const struct authority_subject *subject,
                              struct buffer *certificate, struct fault *fault) MUST_CHECK;

/** Reads a certificate, with those that follow it, and its key. INVALID, READ_FAILED. */
enum status tls_credentials_read(const char *certificate_path, const char *key_path,
                                 struct tls_credentials *credentials, struct fault *fault)
    MUST_CHECK;

#endif
