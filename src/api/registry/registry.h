/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_REGISTRY_REGISTRY_H
#define AVAL_API_REGISTRY_REGISTRY_H

#include "api/identity/private_file.h"

/*
 * Clients, users, and who is signed in: a database in the folder of identities. Of secrets,
 * passwords and refresh tokens it has hashes alone. A server and commands use it at the same time,
 * and each sees at once what another has changed. For any thread.
 */
struct registry;

/** Opens it; where it is missing it is made. WRITE_FAILED, CORRUPT, NO_MEMORY. */
enum status registry_open(const char *folder, struct registry **out_registry, struct fault *fault)
    MUST_CHECK;

/** Accepts NULL. */
void registry_close(struct registry *registry);

#endif
