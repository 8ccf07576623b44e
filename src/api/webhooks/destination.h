/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_WEBHOOKS_DESTINATION_H
#define AVAL_API_WEBHOOKS_DESTINATION_H

#include <sys/socket.h>

#include "base/attributes.h"
#include "base/text.h"

/*
 * Where deliveries may go. A webhook's URL is somebody else's word, and the server stands where
 * they may not be: nothing is sent to an address that is not of the public internet, whatever
 * name it came by. So a URL is looked at when it is given, and each address when it is connected
 * to: a name that resolves to something else by then leads nowhere.
 */

enum {
    DESTINATION_URL_BYTES = 2048
};

/* What an operator allows beyond that. */
struct destination_limits {
    bool allows_private; /* any address and port */
    bool allows_plain;   /* http:// */
};

/* What is wrong with a URL. */
enum destination_trouble {
    DESTINATION_SOUND,
    DESTINATION_NO_URL,  /* or one with a user, a password or a fragment */
    DESTINATION_PLAIN,   /* no https */
    DESTINATION_PORT,    /* neither 443 nor 80, and below 1024 */
    DESTINATION_PRIVATE, /* its host is an address that is not public */
    DESTINATION_TROUBLE_COUNT
};

/** Looks at a URL as it was given. */
enum destination_trouble destination_check(struct text url, struct destination_limits limits);

/** Whether an address is one of the public internet (IANA's registries of special addresses). */
bool destination_is_public(const struct sockaddr *address);

#endif
