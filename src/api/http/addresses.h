/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_HTTP_ADDRESSES_H
#define AVAL_API_HTTP_ADDRESSES_H

#include <pthread.h>
#include <sys/socket.h>

#include "base/attributes.h"
#include "base/guid.h"
#include "base/status.h"

/* How many connections each client address has, and all together; for all threads. */
struct addresses {
    pthread_mutex_t mutex;
    struct address_count {
        guid address; /* as sixteen bytes; GUID_NONE: free */
        unsigned count;
    } *places;
    size_t place_count; /* a power of two, more than twice `connections_max` */
    unsigned count;
    unsigned connections_max;
    unsigned per_address_max;
};

enum status addresses_init(struct addresses *addresses, unsigned connections_max,
                           unsigned per_address_max) MUST_CHECK;
void addresses_done(struct addresses *addresses);

/** The address of a client as a key. */
guid address_key(const struct sockaddr *address);

/** Counts one more connection. False: the address, or the server, has too many. */
bool addresses_take(struct addresses *addresses, guid address);

/** Counts one less. */
void addresses_give_back(struct addresses *addresses, guid address);

/** How many there are. */
unsigned addresses_count(struct addresses *addresses);

#endif
