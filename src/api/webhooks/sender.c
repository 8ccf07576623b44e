/* SPDX-License-Identifier: Apache-2.0 */
#include "api/webhooks/sender.h"

#include <stdio.h>
#include <unistd.h>

#include "api/http/deadlines.h"
#include "api/webhooks/curl.h"
#include "base/attributes.h"
#include "base/memory.h"

enum {
    HEARD_BYTES_MAX = 65536, /* of an answer, its headers with it */
    HEADER_BYTES = 1024,
    IDLE_CONNECTIONS_MAX = 64
};

struct sender {
    const struct curl_library *curl;
    struct sender_settings settings;
    CURLM *multi;
    struct attempt *first; /* that are under way */
};

/* An attempt as libcurl has it. */
struct attempt {
    struct sender *sender;
    struct delivery *delivery;
    CURL *easy;
    struct curl_slist *headers;
    size_t heard_bytes;
    bool is_too_long;
    bool is_forbidden; /* an address was, to which it would have connected */
    struct attempt *next, *before;
};

/* By which word the end of an attempt is told. */
static const struct reason_row {
    CURLcode code;
    const char *reason;
} reason_rows[] = {
    { CURLE_URL_MALFORMAT, "address" },        { CURLE_UNSUPPORTED_PROTOCOL, "address" },
    { CURLE_COULDNT_RESOLVE_HOST, "name" },    { CURLE_COULDNT_CONNECT, "connection" },
    { CURLE_OPERATION_TIMEDOUT, "timeout" },   { CURLE_SSL_CONNECT_ERROR, "tls" },
    { CURLE_PEER_FAILED_VERIFICATION, "tls" }, { CURLE_SSL_CACERT_BADFILE, "tls" },
    { CURLE_SSL_CERTPROBLEM, "tls" },          { CURLE_SSL_ISSUER_ERROR, "tls" },
    { CURLE_OUT_OF_MEMORY, "memory" },
};

static const char *reason_of(CURLcode code)
{
    for (size_t i = 0; i < COUNT_OF(reason_rows); i++)
        if (reason_rows[i].code == code)
            return reason_rows[i].reason;
    return "broken_off";
}

/* What libcurl asks. */

/* The socket for an address that it is about to connect to: the place where no name deceives. */
static curl_socket_t open_socket(void *subject, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct attempt *attempt = subject;

    if (purpose == CURLSOCKTYPE_IPCXN &&
        (attempt->sender->settings.limits.allows_private || destination_is_public(&address->addr)))
        return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    attempt->is_forbidden = true;
    return CURL_SOCKET_BAD;
}

/* Counts what is answered, and breaks off where it is too long. */
static size_t hear(char *bytes, /* NOLINT(readability-non-const-parameter): libcurl's type */
                   size_t size, size_t count, void *subject)
{
    struct attempt *attempt = subject;

    (void)bytes;
    attempt->heard_bytes += size * count;
    attempt->is_too_long = attempt->heard_bytes > HEARD_BYTES_MAX;
    return attempt->is_too_long ? 0 : size * count;
}

/* Attempts. */

static bool add_header(struct attempt *attempt, const char *name, const char *before,
                       const char *value)
{
    const struct curl_library *curl = attempt->sender->curl;
    char header[HEADER_BYTES];
    struct curl_slist *longer = NULL;

    (void)snprintf(header, sizeof(header), "%s: %s%s", name, before, value);
    longer = curl->slist_append(attempt->headers, header);
    if (longer == NULL)
        return false;
    attempt->headers = longer;
    return true;
}

static bool add_headers(struct attempt *attempt)
{
    const struct delivery *delivery = attempt->delivery;
    bool is_own = delivery->has_own_header;

    return add_header(attempt, "Content-Type", "", "application/json") &&
           add_header(attempt, is_own ? "x-ms-signature" : "Authorization",
                      is_own ? "" : "Signature ", delivery->signature) &&
           add_header(attempt, "X-MS-Certificate-Url", "", delivery->certificate_url) &&
           add_header(attempt, "X-MS-Signature-Algorithm", "", "rsa-sha256") &&
           add_header(attempt, "MS-CorrelationId", "", delivery->id) &&
           /* Without a value: none is sent. */
           add_header(attempt, "Expect", "", "");
}

/* What goes for every attempt. */
static bool set_limits(const struct attempt *attempt)
{
    const struct curl_library *curl = attempt->sender->curl;
    const struct sender_settings *settings = &attempt->sender->settings;
    CURL *easy = attempt->easy;

    return curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                             settings->limits.allows_plain ? "https,http" : "https") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_NOPROXY, "*") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)settings->timeout_ms) == CURLE_OK &&
           /* Where a name takes long to resolve, its thread is left to end by itself. */
           curl->easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
           (settings->authorities[0] == '\0' ||
            curl->easy_setopt(easy, CURLOPT_CAINFO, settings->authorities) == CURLE_OK);
}

static bool set_up(struct attempt *attempt)
{
    const struct curl_library *curl = attempt->sender->curl;
    const struct delivery *delivery = attempt->delivery;
    CURL *easy = attempt->easy;

    return set_limits(attempt) &&
           curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_OPENSOCKETDATA, attempt) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, hear) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_WRITEDATA, attempt) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, hear) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_HEADERDATA, attempt) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_USERAGENT, "aval") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_URL, delivery->url) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_POSTFIELDS, delivery->body.bytes) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                             (curl_off_t)delivery->body.length) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_HTTPHEADER, attempt->headers) == CURLE_OK;
}

static void free_attempt(struct attempt *attempt)
{
    const struct curl_library *curl = attempt->sender->curl;

    curl->easy_cleanup(attempt->easy);
    curl->slist_free_all(attempt->headers);
    memory_free(attempt);
}

static void link_attempt(struct sender *sender, struct attempt *attempt)
{
    attempt->next = sender->first;
    if (sender->first != NULL)
        sender->first->before = attempt;
    sender->first = attempt;
}

static void unlink_attempt(struct sender *sender, struct attempt *attempt)
{
    if (attempt->before != NULL)
        attempt->before->next = attempt->next;
    else
        sender->first = attempt->next;
    if (attempt->next != NULL)
        attempt->next->before = attempt->before;
    (void)sender->curl->multi_remove_handle(sender->multi, attempt->easy);
}

bool sender_start(struct sender *sender, struct delivery *delivery)
{
    struct attempt *attempt = memory_new(1, sizeof(*attempt));

    if (attempt == NULL)
        return false;
    attempt->sender = sender;
    attempt->delivery = delivery;
    attempt->easy = sender->curl->easy_init();
    if (attempt->easy == NULL || !add_headers(attempt) || !set_up(attempt) ||
        sender->curl->multi_add_handle(sender->multi, attempt->easy) != CURLM_OK) {
        free_attempt(attempt);
        return false;
    }
    link_attempt(sender, attempt);
    return true;
}

static struct delivery_end end_of(const struct attempt *attempt, CURLcode code)
{
    const struct curl_library *curl = attempt->sender->curl;
    struct delivery_end end = { .at = clock_system_ms() };
    const char *reason = "";
    long status = 0;

    if (code == CURLE_OK)
        (void)curl->easy_getinfo(attempt->easy, CURLINFO_RESPONSE_CODE, &status);
    end.status = (unsigned)status;
    if (attempt->is_too_long)
        reason = "too_long";
    else if (code != CURLE_OK)
        reason = attempt->is_forbidden ? "address" : reason_of(code);
    else if (status < 200 || status > 299)
        reason = "status";
    (void)snprintf(end.reason, sizeof(end.reason), "%s", reason);
    return end;
}

static void end_attempt(struct attempt *attempt, CURLcode code)
{
    struct delivery *delivery = attempt->delivery;
    struct delivery_end end = end_of(attempt, code);

    unlink_attempt(attempt->sender, attempt);
    free_attempt(attempt);
    delivery->ended(delivery, &end);
}

static struct attempt *attempt_of(const struct sender *sender, const CURL *easy)
{
    struct attempt *attempt = sender->first;

    while (attempt != NULL && attempt->easy != easy)
        attempt = attempt->next;
    return attempt;
}

void sender_run(struct sender *sender, int wait_ms)
{
    const struct CURLMsg *told = NULL;
    bool has_ended = false;
    int running = 0;
    int left = 0;

    (void)sender->curl->multi_perform(sender->multi, &running);
    while ((told = sender->curl->multi_info_read(sender->multi, &left)) != NULL) {
        CURLcode code = told->data.result;
        struct attempt *attempt = attempt_of(sender, told->easy_handle);

        if (told->msg != CURLMSG_DONE || attempt == NULL)
            continue;
        end_attempt(attempt, code);
        has_ended = true;
    }
    if (!has_ended)
        (void)sender->curl->multi_poll(sender->multi, NULL, 0, wait_ms, NULL);
}

void sender_wake(struct sender *sender)
{
    (void)sender->curl->multi_wakeup(sender->multi);
}

/* The sender. */

enum status sender_new(const struct sender_settings *settings, struct sender **out_sender,
                       struct fault *fault)
{
    const struct curl_library *curl = curl_library();
    struct sender *sender = NULL;

    if (curl == NULL)
        return fault_set(fault, FAULT_CURL_UNLOADABLE, curl_library_error(), NULL, NULL);
    sender = memory_new(1, sizeof(*sender));
    if (sender == NULL || curl->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        memory_free(sender);
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    sender->curl = curl;
    sender->settings = *settings;
    sender->multi = sender->curl->multi_init();
    if (sender->multi == NULL ||
        sender->curl->multi_setopt(sender->multi, CURLMOPT_MAXCONNECTS,
                                   (long)IDLE_CONNECTIONS_MAX) != CURLM_OK) {
        sender_free(sender);
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    }
    *out_sender = sender;
    return STATUS_OK;
}

void sender_free(struct sender *sender)
{
    if (sender == NULL)
        return;
    while (sender->first != NULL) {
        struct attempt *attempt = sender->first;

        unlink_attempt(sender, attempt);
        free_attempt(attempt);
    }
    (void)sender->curl->multi_cleanup(sender->multi);
    sender->curl->global_cleanup();
    memory_free(sender);
}
