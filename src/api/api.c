/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to its route, and what all answers have in common. */
#include "api/api.h"

#include <sodium.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

#include "api/call.h"
#include "api/exports.h"
#include "api/feed.h"
#include "api/http/deadlines.h"
#include "api/log.h"
#include "api/partner_center/partner_center.h"
#include "api/program/paging.h"
#include "base/assert.h"
#include "base/attributes.h"
#include "base/json_writer.h"
#include "base/memory.h"
#include "model/noun_json.h"

enum {
    WAITING_MAX = 4096,       /* requests that wait for a worker */
    INLINE_BYTES_MAX = 32768, /* of a body that is judged in the loop */
    AT_LEAST_MS_MAX = 2000,
    NO_ROUTE = METRIC_ROUTES_MAX - 1
};

/* Ids of requests. */

/* An id that the client gives: short, and of signs that may stand in a log. */
static bool take_id(struct text given, char out_id[REQUEST_ID_BYTES])
{
    if (given.length == 0 || given.length >= REQUEST_ID_BYTES)
        return false;
    for (size_t i = 0; i < given.length; i++)
        if (given.bytes[i] <= ' ' || given.bytes[i] > '~')
            return false;
    memcpy(out_id, given.bytes, given.length);
    out_id[given.length] = '\0';
    return true;
}

static void make_id(char out_id[REQUEST_ID_BYTES])
{
    guid id;

    randombytes_buf(&id, sizeof(id));
    id.high = (id.high & ~UINT64_C(0xF000)) | 0x4000;
    id.low = (id.low & UINT64_C(0x3FFFFFFFFFFFFFFF)) | UINT64_C(0x8000000000000000);
    guid_format(id, out_id);
}

static void read_ids(struct api_call *call)
{
    call->has_own_request_id =
        take_id(http_request_header(call->request, "MS-RequestId"), call->request_id) ||
        take_id(http_request_header(call->request, "X-Request-Id"), call->request_id);
    if (!call->has_own_request_id)
        make_id(call->request_id);
    if (!take_id(http_request_header(call->request, "MS-CorrelationId"), call->correlation_id))
        make_id(call->correlation_id);
    http_response_add(call->response, "MS-RequestId", text_of(call->request_id));
    http_response_add(call->response, "X-Request-Id", text_of(call->request_id));
    http_response_add(call->response, "MS-CorrelationId", text_of(call->correlation_id));
}

/* French where it is named before English: whoever weighs them names the better first. */
static enum language accepted_language(const struct http_request *request)
{
    struct text header = http_request_header(request, "X-Locale");

    if (header.length == 0)
        header = http_request_header(request, "Accept-Language");
    for (size_t i = 0; i + 1 < header.length; i++) {
        bool is_begin = i == 0 || header.bytes[i - 1] == ',' || header.bytes[i - 1] == ' ';

        if (is_begin && strncasecmp(header.bytes + i, "fr", 2) == 0)
            return LANGUAGE_FR;
        if (is_begin && strncasecmp(header.bytes + i, "en", 2) == 0)
            return LANGUAGE_EN;
    }
    return LANGUAGE_EN;
}

/* Looks whether the request may come in. Each says false when it has answered. */

static bool refuse(struct api_call *call, enum trouble trouble, const char *about)
{
    call_answer_trouble(call, trouble, about);
    return false;
}

static bool is_sound(struct api_call *call)
{
    char limit[24];

    switch (call->exchange->trouble) {
    case HTTP_SOUND:
        return true;
    case HTTP_TARGET_WRONG:
        return refuse(call, TROUBLE_TARGET_WRONG, NULL);
    case HTTP_FRAMING_WRONG:
        return refuse(call, TROUBLE_FRAMING_WRONG, NULL);
    case HTTP_BODY_TOO_LARGE:
        (void)snprintf(limit, sizeof(limit), "%u", call->api->body_bytes_max);
        return refuse(call, TROUBLE_BODY_TOO_LARGE, limit);
    case HTTP_NO_MEMORY:
        return refuse(call, TROUBLE_NO_MEMORY, NULL);
    }
    return false;
}

static void add_allow(struct api_call *call, unsigned methods)
{
    struct buffer allow = { 0 };

    for (unsigned method = 0; method < HTTP_METHOD_COUNT; method++)
        if ((methods >> method & 1) != 0)
            buffer_add_format(&allow, "%s%s", allow.length > 0 ? ", " : "",
                              http_method_name((enum http_method)method));
    http_response_add(call->response, "Allow", buffer_text(&allow));
    buffer_done(&allow);
}

/* Finds the route, or answers: what else the path has, or that there is no such path. */
static bool find_route(struct api_call *call)
{
    enum http_method method = call->request->method;
    unsigned methods = 0;

    call->route =
        route_find(call->family, method, &call->request->target, call->parameters, &methods);
    if (call->route != NULL)
        return true;
    if (methods == 0)
        return refuse(call, TROUBLE_NO_SUCH_PATH, NULL);
    add_allow(call, methods | 1U << HTTP_OPTIONS);
    if (method != HTTP_OPTIONS)
        return refuse(call, TROUBLE_NO_SUCH_METHOD, http_method_name(method));
    call->response->status = 204;
    return false;
}

static bool is_of_right(const struct api_call *call)
{
    bool is_vendor = principal_is_vendor(call->principal);

    return call->route->right == RIGHT_MEMBER || (call->route->right == RIGHT_VENDOR) == is_vendor;
}

static void read_bearer(struct api_call *call, struct text token)
{
    call->has_principal = token_verify(call->api->tokens, token, clock_seconds(), &call->bearer) &&
                          call->bearer.audience != AUDIENCE_DIRECTORY;
    call->principal = call->bearer.principal;
}

/* What is asked of a user's token is no matter for an application alone, nor for a user who has
 * proved nothing but a password. */
static bool is_of_kind(const struct api_call *call)
{
    return call->route->token == TOKEN_ANY ||
           (!guid_is_none(call->bearer.user) && call->bearer.has_mfa);
}

/* The access token of the request; empty where it has none. */
static struct text token_of(const struct api_call *call)
{
    static const char bearer[] = "Bearer ";
    struct text header = http_request_header(call->request, "Authorization");
    size_t length = strlen(bearer);

    if (header.length <= length || strncasecmp(header.bytes, bearer, length) != 0)
        return TEXT("");
    return (struct text){ header.bytes + length, header.length - length };
}

bool call_is_valid(struct api_call *call)
{
    struct bearer bearer;

    return token_verify(call->api->tokens, token_of(call), clock_seconds(), &bearer);
}

static bool is_permitted(struct api_call *call)
{
    struct text token = token_of(call);
    bool is_bearer = token.length > 0;

    if (is_bearer)
        read_bearer(call, token);
    switch (call->route->right) {
    case RIGHT_PUBLIC:
        return true;
    case RIGHT_MEMBER:
    case RIGHT_TENANT:
    case RIGHT_VENDOR:
        if (!call->has_principal)
            return refuse(call, is_bearer ? TROUBLE_WRONG_TOKEN : TROUBLE_NO_TOKEN, NULL);
        if (!is_of_kind(call))
            return refuse(call, TROUBLE_NO_USER, NULL);
        return is_of_right(call) || refuse(call, TROUBLE_NOT_PERMITTED, NULL);
    case RIGHT_MISSING:
        break;
    }
    return refuse(call, TROUBLE_NOT_PERMITTED, NULL);
}

/* Whether the header names the media type; what is said beside it (q, charset) is not weighed. */
static bool names_media(struct text header, const char *type)
{
    size_t length = strcspn(type, ";");
    const char *slash = memchr(type, '/', length);
    size_t family = slash == NULL ? length : (size_t)(slash - type) + 1;

    for (size_t i = 0; i < header.length; i++) {
        const char *rest = header.bytes + i;

        if (strncasecmp(rest, type, length) == 0 || strncmp(rest, "*/*", 3) == 0 ||
            (strncasecmp(rest, type, family) == 0 && rest[family] == '*'))
            return true;
    }
    return false;
}

static bool media_is_right(struct api_call *call)
{
    struct text accept = http_request_header(call->request, "Accept");
    struct text sent = http_request_header(call->request, "Content-Type");
    const char *wanted = call->route->body == BODY_FORM ? CONTENT_FORM : CONTENT_JSON;

    if (accept.length > 0 && !call->family->is_lenient &&
        !names_media(accept, call->route->content_type))
        return refuse(call, TROUBLE_NOT_ACCEPTABLE, call->route->content_type);
    if (call->route->body == BODY_NONE || call->route->body == BODY_UNREAD)
        return true;
    if (call->request->body.length == 0)
        return refuse(call, TROUBLE_BODY_MISSING, NULL);
    if (sent.length == 0 || strncasecmp(sent.bytes, wanted, strlen(wanted)) == 0)
        return true;
    return refuse(call, TROUBLE_WRONG_MEDIA, wanted);
}

static bool arguments_are_known(struct api_call *call)
{
    const struct http_target *target = &call->request->target;
    char name[64];

    if (call->family->is_lenient || call->route->arguments == any_arguments)
        return true;
    for (unsigned i = 0; i < target->argument_count; i++) {
        const char *const *known = call->route->arguments;

        while (known != NULL && *known != NULL && !text_is(target->arguments[i].name, *known))
            known++;
        if (known != NULL && *known != NULL)
            continue;
        (void)snprintf(name, sizeof(name), "%.*s", (int)target->arguments[i].name.length,
                       target->arguments[i].name.bytes);
        return refuse(call, TROUBLE_UNKNOWN_ARGUMENT, name);
    }
    return true;
}

/* Counts the request in a bucket. */
static bool is_in_time(struct api_call *call, enum rate_bucket bucket)
{
    struct rate_key key = { call->principal.tenant, call->parameters[call->family->id_parameter] };
    char seconds[16];
    unsigned wait = rates_take(call->api->rates, bucket, &key, clock_us() * 1000);

    if (wait == 0)
        return true;
    (void)snprintf(seconds, sizeof(seconds), "%u", wait);
    http_response_add(call->response, "Retry-After", text_of(seconds));
    (void)atomic_fetch_add(&call->api->metrics.requests_put_off, 1);
    return refuse(call, TROUBLE_TOO_MANY_REQUESTS, NULL);
}

/* Whether the tenant has not asked too often. */
static bool is_in_limits(struct api_call *call)
{
    enum rate_bucket own = call->route->bucket;

    if (!call->has_principal || principal_is_vendor(call->principal))
        return true;
    return is_in_time(call, BUCKET_REQUESTS) && (own == BUCKET_REQUESTS || is_in_time(call, own));
}

static bool is_admitted(struct api_call *call)
{
    return is_sound(call) && find_route(call) && is_permitted(call) && is_in_limits(call) &&
           media_is_right(call) && arguments_are_known(call);
}

/* The position that the answer has to have seen; 0: any. */
static bool read_at_least(struct api_call *call, uint64_t *out_position)
{
    struct text header = http_request_header(call->request, "Aval-At-Least");

    *out_position = 0;
    return header.length == 0 || number_parse(header, out_position) ||
           refuse(call, TROUBLE_WRONG_HEADER, "Aval-At-Least");
}

/* Who is known may demand a position; what is public waits for nothing. */
static bool demands_position(const struct api_call *call)
{
    return call->route->right != RIGHT_PUBLIC &&
           http_request_header(call->request, "Aval-At-Least").length > 0;
}

static bool has_to_wait(const struct api_call *call)
{
    const struct text *form = http_target_find(&call->request->target, "form");

    if (demands_position(call))
        return true;
    if (call->route->place == PLACE_BY_SIZE)
        return call->request->body.length > INLINE_BYTES_MAX ||
               (form != NULL && !text_is(*form, "brief"));
    return call->route->place == PLACE_WORKERS;
}

/* Waits until the book has what is demanded. Most workers never wait for that. */
static bool has_position(struct api_call *call)
{
    struct api *api = call->api;
    uint64_t position = 0;
    int64_t wait_ms = AT_LEAST_MS_MAX;
    bool has = true;

    if (!demands_position(call))
        return true;
    if (!read_at_least(call, &position))
        return false;
    if (atomic_fetch_add(&api->waiting_count, 1) >= api->waiting_max)
        wait_ms = 0;
    has = follower_wait(api->follower, position, wait_ms);
    (void)atomic_fetch_sub(&api->waiting_count, 1);
    return has || refuse(call, TROUBLE_NOT_THERE_YET,
                         http_request_header(call->request, "Aval-At-Least").bytes);
}

static void run_waiting(struct job *job)
{
    struct api_call *call = (struct api_call *)job;

    if (has_position(call))
        call->route->handle(call);
    http_exchange_complete(call->exchange);
}

static enum http_next answer(struct http_handler *handler, struct http_exchange *exchange)
{
    struct api *api = (struct api *)handler;
    struct api_call *call = memory_new(1, sizeof(*call));

    exchange->subject = call;
    if (call == NULL) {
        exchange->response.status = 503;
        return HTTP_ANSWERED;
    }
    call->job.run = run_waiting;
    call->api = api;
    call->exchange = exchange;
    call->request = &exchange->request;
    call->response = &exchange->response;
    read_ids(call);
    call->family = route_family_of(&call->request->target);
    call->language = accepted_language(call->request);
    http_response_add(call->response, "Cache-Control", TEXT("no-store"));
    if (call->family->begin != NULL)
        call->family->begin(call);
    if (!is_admitted(call))
        return HTTP_ANSWERED;
    if (!has_to_wait(call)) {
        call->route->handle(call);
        return HTTP_ANSWERED;
    }
    if (workers_add(api->workers, &call->job))
        return HTTP_LATER;
    call_answer_trouble(call, TROUBLE_BUSY, NULL);
    return HTTP_ANSWERED;
}

/* A line of the log. */

void log_write_time(struct json_writer *writer)
{
    struct timespec now;
    struct tm parts;
    char text[40];
    size_t length = 0;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &parts);
    length = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(text + length, sizeof(text) - length, ".%03ldZ", now.tv_nsec / 1000000);
    json_key(writer, "at");
    json_string(writer, text);
}

static void write_principal(struct json_writer *writer, const struct api_call *call)
{
    if (!call->has_principal)
        return;
    json_key(writer, "role");
    json_string(writer, principal_role_words.list[call->principal.role]);
    if (principal_is_vendor(call->principal))
        return;
    json_key(writer, "tenant");
    json_guid(writer, call->principal.tenant);
}

/* No body, no query, no header but ids: nothing in it is secret. */
static void write_log(struct buffer *log, const struct api_call *call, int64_t duration_us)
{
    NOT_CLEARED struct json_writer writer;

    json_writer_init(&writer, log, JSON_DEPTH_MAX);
    json_begin_object(&writer);
    log_write_time(&writer);
    json_key(&writer, "method");
    json_string(&writer, http_method_name(call->request->method));
    json_key(&writer, "route");
    if (call->route == NULL)
        json_null(&writer);
    else
        json_string(&writer, call->route->path);
    json_key(&writer, "status");
    json_integer(&writer, call->response->status);
    json_key(&writer, "duration_us");
    json_integer(&writer, duration_us);
    json_key(&writer, "client");
    json_string(&writer, call->request->address);
    write_principal(&writer, call);
    json_key(&writer, "request_id");
    json_string(&writer, call->request_id);
    json_key(&writer, "correlation_id");
    json_string(&writer, call->correlation_id);
    json_end_object(&writer);
    json_writer_done(&writer);
    buffer_add_string(log, "\n");
}

static void more(struct http_handler *handler, struct http_exchange *exchange)
{
    struct stream *stream = ((struct api_call *)exchange->subject)->stream;

    (void)handler;
    stream->more(stream);
}

static void ended(struct http_handler *handler, struct http_exchange *exchange, struct buffer *log)
{
    struct api *api = (struct api *)handler;
    struct api_call *call = exchange->subject;
    int64_t duration_us = clock_us() - exchange->begun_us;
    bool has_route = call != NULL && call->route != NULL;

    /* How long somebody listened is no measure of the server. */
    if (call != NULL && call->stream != NULL)
        duration_us = 0;
    metrics_count(&api->metrics, has_route ? route_number(call->route) : NO_ROUTE,
                  exchange->response.status, duration_us);
    if (call != NULL && api->has_log)
        write_log(log, call, duration_us);
    if (call != NULL && call->stream != NULL)
        call->stream->end(call->stream);
    memory_free(call);
}

/* Beginning and end. */

static enum status start(struct api *api, const struct api_settings *settings, struct fault *fault)
{
    struct http_settings http = settings->http;

    TRY(tokens_open(settings->folder, settings->issuer, &api->tokens, fault));
    TRY(follower_new(settings->store, &api->follower, fault));
    TRY(api_read_clock(api, fault));
    api->partner_center = partner_center_new();
    api->feed = feed_new(api);
    api->exports = exports_new();
    if (api->partner_center == NULL || api->feed == NULL || api->exports == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (rates_new(settings->rates, &api->rates) != STATUS_OK)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    if (workers_new(settings->worker_count, WAITING_MAX, &api->workers) != STATUS_OK)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    TRY(courier_new(api, settings->folder, &settings->webhooks, &api->courier, fault));
    http.handler = &api->handler;
    http.listener = settings->listener;
    return http_server_new(&http, &api->server);
}

enum status api_new(const struct api_settings *settings, struct api **out_api, struct fault *fault)
{
    struct api *api = memory_new(1, sizeof(*api));
    enum status status = STATUS_OK;

    *fault = (struct fault){ .kind = FAULT_NONE };
    /* A row without a right, or without a function, cannot serve. */
    ASSERT(routes_check() == NULL);
    if (api == NULL)
        return fault_set(fault, FAULT_NO_MEMORY, NULL, NULL, NULL);
    api->handler = (struct http_handler){ answer, ended, more };
    api->store = settings->store;
    guesses_init(&api->guesses);
    api->allows_passwords = settings->allows_passwords;
    api->body_bytes_max = settings->http.body_bytes_max;
    api->heartbeat_ms = settings->heartbeat_ms;
    api->has_log = settings->http.log >= 0;
    api->waiting_max = settings->worker_count / 2;
    (void)pthread_mutex_init(&api->mutex, NULL);
    status = start(api, settings, fault);
    if (status != STATUS_OK) {
        api_free(api, 0);
        return status;
    }
    *out_api = api;
    return STATUS_OK;
}

/* Waits until all that was asked is answered. */
static void finish_requests(struct api *api, int64_t milliseconds)
{
    int64_t until = clock_ms() + milliseconds;
    struct timespec round = { 0, 2000000 }; /* nanoseconds */

    http_server_stop_accepting(api->server);
    while (!http_server_is_left(api->server) && clock_ms() < until)
        (void)nanosleep(&round, NULL);
}

void api_free(struct api *api, int64_t milliseconds)
{
    if (api == NULL)
        return;
    atomic_store(&api->is_stopping, true);
    feed_stop(api->feed);
    if (api->server != NULL)
        finish_requests(api, milliseconds);
    exports_stop(api->exports);
    /* What a worker has begun it ends; then no exchange is out. */
    workers_stop(api->workers);
    http_server_free(api->server);
    courier_free(api->courier);
    workers_free(api->workers);
    feed_free(api->feed);
    exports_free(api->exports);
    rates_free(api->rates);
    follower_free(api->follower);
    tokens_close(api->tokens);
    partner_center_free(api->partner_center);
    while (api->judge_count > 0) {
        struct line_judge *judge = api->judges[--api->judge_count];

        line_judge_done(judge);
        memory_free(judge);
    }
    (void)pthread_mutex_destroy(&api->mutex);
    memory_free(api);
}

/* Judges. */

struct line_judge *api_take_judge(struct api *api)
{
    struct line_judge *judge = NULL;
    struct terms terms = { PROFILE_PROGRAMME, 0 };

    (void)pthread_mutex_lock(&api->mutex);
    if (api->judge_count > 0)
        judge = api->judges[--api->judge_count];
    (void)pthread_mutex_unlock(&api->mutex);
    if (judge != NULL)
        return judge;
    judge = memory_new(1, sizeof(*judge));
    if (judge != NULL && line_judge_init(judge, NULL, terms, LANGUAGE_EN) != STATUS_OK) {
        line_judge_done(judge);
        memory_free(judge);
        judge = NULL;
    }
    return judge;
}

void api_give_judge(struct api *api, struct line_judge *judge)
{
    bool is_kept = false;

    line_judge_clear(judge);
    (void)pthread_mutex_lock(&api->mutex);
    is_kept = api->judge_count < JUDGES_MAX;
    if (is_kept)
        api->judges[api->judge_count++] = judge;
    (void)pthread_mutex_unlock(&api->mutex);
    if (is_kept)
        return;
    line_judge_done(judge);
    memory_free(judge);
}
