/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/destination.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "api/program/page_token.h"
#include "api/webhooks/curl.h"

enum {
    FOUR_BYTES = 4,
    SIX_BYTES = 16,
    PORT_HTTP = 80,
    PORT_HTTPS = 443,
    PORT_UNPRIVILEGED = 1024
};

/* A network: the bytes of its addresses that are alike, by their bits. */
struct network {
    unsigned char bytes[SIX_BYTES];
    unsigned bits;
};

/* What of IPv4 is not of the public internet. */
static const struct network special_four[] = {
    { { 0 }, 8 },             /* this network */
    { { 10 }, 8 },            /* private */
    { { 100, 64 }, 10 },      /* behind a carrier's translation */
    { { 127 }, 8 },           /* loopback */
    { { 169, 254 }, 16 },     /* link-local, and where clouds tell their secrets */
    { { 172, 16 }, 12 },      /* private */
    { { 192, 0, 0 }, 24 },    /* protocols */
    { { 192, 0, 2 }, 24 },    /* documents */
    { { 192, 88, 99 }, 24 },  /* 6to4 relays */
    { { 192, 168 }, 16 },     /* private */
    { { 198, 18 }, 15 },      /* benchmarks */
    { { 198, 51, 100 }, 24 }, /* documents */
    { { 203, 0, 113 }, 24 },  /* documents */
    { { 224 }, 4 },           /* multicast */
    { { 240 }, 4 },           /* reserved, and broadcast */
};

/* Of IPv6 only 2000::/3 is, without these. */
static const struct network public_six = { { 0x20 }, 3 };
static const struct network special_six[] = {
    { { 0x20, 0x01, 0x00 }, 23 },             /* protocols, Teredo */
    { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },       /* documents */
    { { 0x20, 0x02 }, 16 },                   /* 6to4: an IPv4 address within */
    { { 0x3f, 0xff, 0x00 }, 20 },             /* documents */
    { { 0x26, 0x20, 0x00, 0x4f, 0x80 }, 48 }, /* AS112 */
};

/* IPv4 addresses as IPv6 maps them. */
static const struct network mapped_four = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 };

static bool network_has(const struct network *network, const unsigned char *address)
{
    unsigned whole = network->bits / 8;
    unsigned rest = network->bits % 8;
    unsigned mask = (0xFFU << (8 - rest)) & 0xFFU;

    return memcmp(network->bytes, address, whole) == 0 &&
           (rest == 0 || ((network->bytes[whole] ^ address[whole]) & mask) == 0);
}

static bool any_has(const struct network *networks, size_t count, const unsigned char *address)
{
    for (size_t i = 0; i < count; i++)
        if (network_has(&networks[i], address))
            return true;
    return false;
}

static bool four_is_public(const unsigned char *address)
{
    return !any_has(special_four, COUNT_OF(special_four), address);
}

static bool six_is_public(const unsigned char *address)
{
    if (network_has(&mapped_four, address))
        return four_is_public(address + SIX_BYTES - FOUR_BYTES);
    return network_has(&public_six, address) &&
           !any_has(special_six, COUNT_OF(special_six), address);
}

bool destination_is_public(const struct sockaddr *address)
{
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    if (address->sa_family == AF_INET) {
        memcpy(&four, address, sizeof(four));
        return four_is_public((const unsigned char *)&four.sin_addr);
    }
    if (address->sa_family == AF_INET6) {
        memcpy(&six, address, sizeof(six));
        return six_is_public((const unsigned char *)&six.sin6_addr);
    }
    return false;
}

/* Whether a host is an address that is not public; a name is looked at when it is resolved. */
static bool host_is_private(const char *host)
{
    unsigned char four[FOUR_BYTES];
    unsigned char six[SIX_BYTES];
    char bare[INET6_ADDRSTRLEN + 1];
    size_t length = strlen(host);

    if (inet_pton(AF_INET, host, four) == 1)
        return !four_is_public(four);
    if (host[0] != '[')
        return false;
    if (length < 2 || length > sizeof(bare))
        return true;
    memcpy(bare, host + 1, length - 2);
    bare[length - 2] = '\0';
    return inet_pton(AF_INET6, bare, six) != 1 || !six_is_public(six);
}

static bool port_is_permitted(const char *port)
{
    uint64_t number = 0;

    return number_parse(text_of(port), &number) &&
           (number == PORT_HTTP || number == PORT_HTTPS || number >= PORT_UNPRIVILEGED);
}

/* The parts of a URL that count here; NULL: it has none. */
struct parts {
    char *scheme;
    char *host;
    char *port;
    char *user;
    char *password;
    char *fragment;
};

static enum destination_trouble check_parts(const struct parts *parts,
                                            struct destination_limits limits)
{
    bool is_tls = parts->scheme != NULL && strcasecmp(parts->scheme, "https") == 0;
    bool is_plain = parts->scheme != NULL && strcasecmp(parts->scheme, "http") == 0;

    if ((!is_tls && !is_plain) || parts->host == NULL || parts->port == NULL ||
        parts->user != NULL || parts->password != NULL || parts->fragment != NULL)
        return DESTINATION_NO_URL;
    if (is_plain && !limits.allows_plain)
        return DESTINATION_PLAIN;
    if (limits.allows_private)
        return DESTINATION_SOUND;
    if (!port_is_permitted(parts->port))
        return DESTINATION_PORT;
    return host_is_private(parts->host) ? DESTINATION_PRIVATE : DESTINATION_SOUND;
}

static void take(CURLU *url, CURLUPart part, unsigned flags, char **out_text)
{
    if (curl_library()->url_get(url, part, out_text, flags) != CURLUE_OK)
        *out_text = NULL;
}

enum destination_trouble destination_check(struct text url, struct destination_limits limits)
{
    enum destination_trouble trouble = DESTINATION_NO_URL;
    struct parts parts = { NULL, NULL, NULL, NULL, NULL, NULL };
    const struct curl_library *curl = curl_library();
    char text[DESTINATION_URL_BYTES];
    CURLU *parsed = NULL;

    if (curl == NULL || url.length == 0 || url.length >= sizeof(text))
        return DESTINATION_NO_URL;
    for (size_t i = 0; i < url.length; i++)
        if (url.bytes[i] <= ' ' || url.bytes[i] > '~')
            return DESTINATION_NO_URL;
    memcpy(text, url.bytes, url.length);
    text[url.length] = '\0';
    parsed = curl->url();
    if (parsed == NULL)
        return DESTINATION_NO_URL;
    /* It makes "0x7f.1" the address that it is. */
    if (curl->url_set(parsed, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK) {
        take(parsed, CURLUPART_SCHEME, 0, &parts.scheme);
        take(parsed, CURLUPART_HOST, 0, &parts.host);
        take(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT, &parts.port);
        take(parsed, CURLUPART_USER, 0, &parts.user);
        take(parsed, CURLUPART_PASSWORD, 0, &parts.password);
        take(parsed, CURLUPART_FRAGMENT, 0, &parts.fragment);
        trouble = check_parts(&parts, limits);
    }
    curl->free(parts.scheme);
    curl->free(parts.host);
    curl->free(parts.port);
    curl->free(parts.user);
    curl->free(parts.password);
    curl->free(parts.fragment);
    curl->url_cleanup(parsed);
    return trouble;
}
