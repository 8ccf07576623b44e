/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/server/serving_tls.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/book/db_option.h"
#include "cli/server/supervisor.h"
#include "cli/terminal.h"

enum {
    HOST_BYTES = HOST_NAME_MAX + 1
};

static bool complain(const struct serving_tls *tls, enum message message, const char *first,
                     const char *second)
{
    terminal_complain(tls->language, message, (struct message_arguments){ { first, second } });
    return false;
}

/* Both or none, and only for somebody who listens. */
static bool files_are_named_well(const struct serving_tls *tls)
{
    bool has_certificate = tls->settings->texts[SERVER_TLS_CERTIFICATE][0] != '\0';
    bool has_key = tls->settings->texts[SERVER_TLS_KEY][0] != '\0';

    if (has_certificate != has_key)
        return complain(tls, MESSAGE_MISSING_OPTION,
                        has_certificate ? "--tls-key" : "--tls-certificate", NULL);
    if (has_certificate && !tls->is_on)
        return complain(tls, MESSAGE_MISSING_OPTION, "--tls-listen", NULL);
    return true;
}

bool serving_tls_claim(struct serving_tls *tls)
{
    const char *text = tls->settings->texts[SERVER_TLS_LISTEN];
    int handed_over = -1;
    bool is_handed_over = supervisor_hands_over(SUPERVISOR_TLS, &handed_over);

    tls->is_on = text[0] != '\0' || is_handed_over;
    tls->is_ours = tls->settings->texts[SERVER_TLS_CERTIFICATE][0] == '\0';
    if (!files_are_named_well(tls))
        return false;
    if (!tls->is_on)
        return true;
    if (is_handed_over)
        return listener_adopt(handed_over, &tls->listener) == STATUS_OK ||
               complain(tls, MESSAGE_WRONG_SOCKET, "tls", NULL);
    if (!listener_parse(text, &tls->listener))
        return complain(tls, MESSAGE_WRONG_VALUE, "tls-listen", text);
    if (listener_claim(&tls->listener) == STATUS_OK)
        return true;
    (void)complain(tls, MESSAGE_CANNOT_LISTEN, text, strerrordesc_np(errno));
    if (errno == EADDRINUSE)
        terminal_hint(tls->language, MESSAGE_OTHER_TLS_PORT,
                      (struct message_arguments){ { NULL } });
    return false;
}

/* The machine's name; "localhost" where it has none. */
static void machine_name(char out_name[HOST_BYTES])
{
    if (gethostname(out_name, HOST_BYTES) != 0 || out_name[0] == '\0')
        memcpy(out_name, "localhost", sizeof("localhost"));
    out_name[HOST_BYTES - 1] = '\0';
}

void serving_tls_write_url(const struct serving_tls *tls, char *out_url, size_t size)
{
    char listens[LISTENER_TEXT_BYTES];
    char name[HOST_BYTES];

    listener_format(&tls->listener, listens);
    machine_name(name);
    if (listener_is_any(&tls->listener))
        (void)snprintf(out_url, size, "https://%s%s", name, strrchr(listens, ':'));
    else
        (void)snprintf(out_url, size, "https://%s", listens);
}

/* The host of "https://host:port/path", "host:port" and "[::1]:port". */
static struct text host_of(const char *address)
{
    const char *rest = strstr(address, "://");

    rest = rest == NULL ? address : rest + 3;
    if (rest[0] == '[')
        return (struct text){ rest + 1, strcspn(rest + 1, "]") };
    return (struct text){ rest, strcspn(rest, ":/") };
}

static void find_names(const struct serving_tls *tls, struct tls_names *names)
{
    char listens[LISTENER_TEXT_BYTES];
    char name[HOST_BYTES];

    tls_names_add(names, TEXT("localhost"));
    tls_names_add(names, TEXT("127.0.0.1"));
    tls_names_add(names, TEXT("::1"));
    listener_format(&tls->listener, listens);
    if (!listener_is_any(&tls->listener))
        tls_names_add(names, host_of(listens));
    machine_name(name);
    tls_names_add(names, text_of(name));
    tls_names_add(names, host_of(tls->settings->texts[SERVER_ISSUER]));
}

enum exit_status serving_tls_certify(struct serving_tls *tls, const char *folder)
{
    struct fault fault = { 0 };
    enum status status = STATUS_OK;

    if (!tls->is_on)
        return EXIT_DONE;
    if (tls->is_ours) {
        struct tls_names names = { .count = 0 };

        find_names(tls, &names);
        status = authority_issue(folder, &names, &tls->credentials, &fault);
    } else {
        status =
            tls_credentials_read(tls->settings->texts[SERVER_TLS_CERTIFICATE],
                                 tls->settings->texts[SERVER_TLS_KEY], &tls->credentials, &fault);
    }
    return status == STATUS_OK ? EXIT_DONE : fault_complain(tls->language, &fault);
}

struct http_tls serving_tls_part(const struct serving_tls *tls)
{
    if (!tls->is_on)
        return (struct http_tls){ .certificate = NULL };
    return (struct http_tls){ tls->listener, tls->credentials.certificate.bytes,
                              tls->credentials.key.bytes };
}

void serving_tls_done(struct serving_tls *tls)
{
    tls_credentials_done(&tls->credentials);
}
