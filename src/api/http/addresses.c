/* SPDX-License-Identifier: Apache-2.0 */
#include "api/http/addresses.h"

#include <netinet/in.h>
#include <string.h>

#include "base/assert.h"
#include "base/index.h"
#include "base/memory.h"

enum status addresses_init(struct addresses *addresses, unsigned connections_max,
                           unsigned per_address_max)
{
    *addresses = (struct addresses){ .mutex = PTHREAD_MUTEX_INITIALIZER,
                                     .place_count = 16,
                                     .connections_max = connections_max,
                                     .per_address_max = per_address_max };
    while (addresses->place_count <= (size_t)connections_max * 2)
        addresses->place_count *= 2;
    addresses->places = memory_new(addresses->place_count, sizeof(*addresses->places));
    return addresses->places == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

void addresses_done(struct addresses *addresses)
{
    memory_free(addresses->places);
    addresses->places = NULL;
}

guid address_key(const struct sockaddr *address)
{
    /* An IPv4 address as IPv6 maps it; so no address is GUID_NONE. */
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    guid key = { 0, UINT64_C(0xFFFF00000000) };

    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof(four));
        key.low |= four.sin_addr.s_addr;
    } else if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof(six));
        memcpy(&key, &six.sin6_addr, sizeof(key));
        /* A network of 64 bits belongs to one client. */
        key.low = 1;
    }
    return key;
}

/* The place of the address, or the free one where it belongs. */
static struct address_count *find(struct addresses *addresses, guid address)
{
    size_t mask = addresses->place_count - 1;
    size_t place = index_hash_guid(address) & mask;

    while (!guid_is_none(addresses->places[place].address) &&
           !guid_equal(addresses->places[place].address, address))
        place = (place + 1) & mask;
    return &addresses->places[place];
}

/* Frees a place and moves up what a search would no longer find behind it. */
static void free_place(struct addresses *addresses, struct address_count *freed)
{
    size_t mask = addresses->place_count - 1;
    size_t place = (size_t)(freed - addresses->places);

    *freed = (struct address_count){ GUID_NONE, 0 };
    for (place = (place + 1) & mask; !guid_is_none(addresses->places[place].address);
         place = (place + 1) & mask) {
        struct address_count moved = addresses->places[place];

        addresses->places[place] = (struct address_count){ GUID_NONE, 0 };
        *find(addresses, moved.address) = moved;
    }
}

bool addresses_take(struct addresses *addresses, guid address)
{
    struct address_count *found = NULL;
    bool is_taken = false;

    (void)pthread_mutex_lock(&addresses->mutex);
    if (addresses->count < addresses->connections_max) {
        found = find(addresses, address);
        is_taken = found->count < addresses->per_address_max;
    }
    if (is_taken) {
        found->address = address;
        found->count++;
        addresses->count++;
    }
    (void)pthread_mutex_unlock(&addresses->mutex);
    return is_taken;
}

void addresses_give_back(struct addresses *addresses, guid address)
{
    struct address_count *found = NULL;

    (void)pthread_mutex_lock(&addresses->mutex);
    found = find(addresses, address);
    ASSERT(found->count > 0);
    addresses->count--;
    if (--found->count == 0)
        free_place(addresses, found);
    (void)pthread_mutex_unlock(&addresses->mutex);
}

unsigned addresses_count(struct addresses *addresses)
{
    unsigned count = 0;

    (void)pthread_mutex_lock(&addresses->mutex);
    count = addresses->count;
    (void)pthread_mutex_unlock(&addresses->mutex);
    return count;
}
