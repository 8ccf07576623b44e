/* SPDX-License-Identifier: Apache-2.0 */
/* From the bytes that the library has read to a request, and from a response to what it sends. */
#include "api/http/exchange.h"

#include <strings.h>
#include <sys/socket.h>

#include "api/http/loop.h"
#include "base/memory.h"

enum {
    SPARE_BYTES_MAX = 65536,
    PART_BYTES = 16384, /* handed to the library at once */
    /* A body beyond its limit is still read, and dropped, up to so many times the limit: else the
     * client would find its connection broken instead of the answer. */
    DROPPED_TIMES_MAX = 8
};

enum stage {
    STAGE_TARGET, /* the request line has come */
    STAGE_BODY,   /* the headers have come */
    STAGE_HANDED, /* to the handler */
    STAGE_ANSWERED
};

struct MHD_Connection *http_exchange_connection(const struct http_exchange *exchange)
{
    return (struct MHD_Connection *)exchange->request.source;
}

struct text http_request_header(const struct http_request *request, const char *name)
{
    const char *value = MHD_lookup_connection_value((struct MHD_Connection *)request->source,
                                                    MHD_HEADER_KIND, name);

    return text_of(value == NULL ? "" : value);
}

bool http_request_is_encrypted(const struct http_request *request)
{
    return MHD_get_connection_info((struct MHD_Connection *)request->source,
                                   MHD_CONNECTION_INFO_GNUTLS_SESSION) != NULL;
}

void http_response_add(struct http_response *response, const char *name, struct text value)
{
    struct http_header *header = &response->headers[response->header_count];

    if (response->header_count == HTTP_HEADERS_MAX || value.length == 0 ||
        value.length >= HTTP_HEADER_VALUE_BYTES)
        return;
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.bytes[i] < ' ' || value.bytes[i] == '\x7F')
            return;
    *header = (struct http_header){ name, response->values.length };
    buffer_add_text(&response->values, value);
    buffer_add(&response->values, "", 1);
    response->header_count++;
}

void http_response_set(struct http_response *response, const char *name, struct text value)
{
    for (unsigned i = 0; i < response->header_count; i++)
        if (strcmp(response->headers[i].name, name) == 0)
            response->headers[i] = response->headers[--response->header_count];
    http_response_add(response, name, value);
}

void http_exchange_free(struct http_exchange *exchange)
{
    buffer_done(&exchange->target);
    buffer_done(&exchange->body);
    buffer_done(&exchange->response.body);
    buffer_done(&exchange->response.values);
    memory_free(exchange);
}

/* An exchange that is used again keeps its buffers. */
static struct http_exchange *take_exchange(struct http_loop *loop)
{
    struct http_exchange *exchange = NULL;

    if (loop->spare_count > 0)
        exchange = loop->spares[--loop->spare_count];
    else
        exchange = memory_new(1, sizeof(*exchange));
    if (exchange == NULL)
        return NULL;
    exchange->loop = loop;
    exchange->stage = STAGE_TARGET;
    exchange->trouble = HTTP_SOUND;
    exchange->subject = NULL;
    exchange->body_bytes = 0;
    exchange->response.status = 0;
    exchange->response.header_count = 0;
    exchange->response.has_parts = false;
    exchange->response.is_last = false;
    exchange->response.is_broken = false;
    exchange->sent_bytes = 0;
    return exchange;
}

static void clear(struct buffer *buffer)
{
    if (buffer->capacity > SPARE_BYTES_MAX)
        buffer_done(buffer);
    else
        buffer_clear(buffer);
}

static void give_back(struct http_loop *loop, struct http_exchange *exchange)
{
    clear(&exchange->target);
    clear(&exchange->body);
    clear(&exchange->response.body);
    clear(&exchange->response.values);
    if (loop->spare_count < SPARES_MAX)
        loop->spares[loop->spare_count++] = exchange;
    else
        http_exchange_free(exchange);
}

static struct connection *connection_of(struct MHD_Connection *handle)
{
    return MHD_get_connection_info(handle, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void set_phase(struct http_loop *loop, struct MHD_Connection *handle, enum phase phase)
{
    struct connection *connection = connection_of(handle);

    /* Whose time was over stays so. */
    if (connection != NULL && connection->phase != PHASE_NONE)
        deadlines_set(&loop->deadlines, connection, phase);
}

void *http_on_target(void *argument, const char *target, struct MHD_Connection *handle)
{
    struct http_loop *loop = argument;
    struct connection *connection = connection_of(handle);
    struct http_exchange *exchange = connection == NULL ? NULL : take_exchange(loop);

    if (exchange == NULL)
        return NULL;
    /* The library does not tell the end of a request that it refuses by itself. */
    if (connection->exchange != NULL)
        give_back(loop, connection->exchange);
    connection->exchange = exchange;
    if (connection->phase == PHASE_IDLE)
        set_phase(loop, handle, PHASE_HEADERS);
    exchange->begun_us = clock_us();
    buffer_add_string(&exchange->target, target);
    return exchange;
}

static enum MHD_Result count_lengths(void *argument, enum MHD_ValueKind kind, const char *name,
                                     const char *value)
{
    unsigned *count = argument;

    (void)kind;
    (void)value;
    *count += strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0;
    return MHD_YES;
}

/* What two readers could take for two lengths is refused: one of them would see another request
 * in it. */
static bool framing_is_right(struct http_exchange *exchange)
{
    struct MHD_Connection *handle = http_exchange_connection(exchange);
    const char *coding =
        MHD_lookup_connection_value(handle, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    unsigned lengths = 0;

    (void)MHD_get_connection_values(handle, MHD_HEADER_KIND, count_lengths, &lengths);
    if (coding != NULL)
        return lengths == 0 && strcasecmp(coding, "chunked") == 0;
    return lengths <= 1;
}

/* The length that the client announces; 0 where it announces none. */
static uint64_t announced_length(const struct http_exchange *exchange)
{
    struct text text = http_request_header(&exchange->request, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t length = 0;

    if (!text_is_digits(text))
        return 0;
    for (size_t i = 0; i < text.length && length < UINT32_MAX; i++)
        length = length * 10 + (uint64_t)(text.bytes[i] - '0');
    return length;
}

void http_exchange_resume(struct http_exchange *exchange)
{
    struct MHD_Connection *handle = http_exchange_connection(exchange);

    /* However long a part was waited for, it has a time of its own to be taken. */
    if (exchange->response.has_parts)
        set_phase(exchange->loop, handle, PHASE_ANSWER);
    MHD_resume_connection(handle);
}

/* Asks for the next part, and waits for it. At the very end there is nobody to be asked. */
static ssize_t wait_for_part(struct http_exchange *exchange)
{
    struct http_server *server = exchange->loop->server;

    if (atomic_load(&server->is_over))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    buffer_clear(&exchange->response.body);
    exchange->sent_bytes = 0;
    set_phase(exchange->loop, http_exchange_connection(exchange), PHASE_WAITING);
    MHD_suspend_connection(http_exchange_connection(exchange));
    server->settings.handler->more(server->settings.handler, exchange);
    return 0;
}

/* Gives the library what it may send of the part. */
static ssize_t send_part(void *argument, uint64_t begin, char *room, size_t size)
{
    struct http_exchange *exchange = argument;
    struct http_response *response = &exchange->response;
    size_t rest = response->body.length - exchange->sent_bytes;

    (void)begin;
    if (response->body.has_failed || (rest == 0 && response->is_broken))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (rest == 0)
        return response->is_last ? MHD_CONTENT_READER_END_OF_STREAM : wait_for_part(exchange);
    if (rest > size)
        rest = size;
    memcpy(room, response->body.bytes + exchange->sent_bytes, rest);
    exchange->sent_bytes += rest;
    return (ssize_t)rest;
}

/* The bytes live until http_on_end(), after which nothing reads them. */
static struct MHD_Response *make_response(struct http_exchange *exchange)
{
    struct buffer *body = &exchange->response.body;
    struct MHD_Response *made = NULL;

    if (!exchange->response.has_parts)
        return MHD_create_response_from_buffer(body->length, body->bytes, MHD_RESPMEM_PERSISTENT);
    made =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PART_BYTES, send_part, exchange, NULL);
    /* Else the library ends an answer to HEAD, which has no chunks, with the last of them. */
    if (made != NULL && exchange->request.method == HTTP_HEAD)
        (void)MHD_set_response_options(made, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    return made;
}

static enum MHD_Result send_response(struct http_exchange *exchange, bool is_last)
{
    struct http_response *response = &exchange->response;
    struct MHD_Response *sent = NULL;
    enum MHD_Result result = MHD_YES;

    exchange->stage = STAGE_ANSWERED;
    if (response->body.has_failed || response->values.has_failed)
        return MHD_NO;
    sent = make_response(exchange);
    if (sent == NULL)
        return MHD_NO;
    for (unsigned i = 0; i < response->header_count && result == MHD_YES; i++)
        result = MHD_add_response_header(sent, response->headers[i].name,
                                         response->values.bytes + response->headers[i].value);
    if (result == MHD_YES && (is_last || atomic_load(&exchange->loop->server->is_stopping)))
        result = MHD_add_response_header(sent, MHD_HTTP_HEADER_CONNECTION, "close");
    if (result == MHD_YES)
        result = MHD_queue_response(http_exchange_connection(exchange), response->status, sent);
    MHD_destroy_response(sent);
    return result;
}

/* Hands the request to the handler: read whole, or with what is wrong about it. */
static enum MHD_Result hand_over(struct http_exchange *exchange, bool is_last)
{
    struct http_loop *loop = exchange->loop;
    struct http_server *server = loop->server;
    struct http_handler *handler = server->settings.handler;

    if (exchange->target.has_failed || exchange->body.has_failed)
        exchange->trouble = HTTP_NO_MEMORY;
    if (exchange->target.length > server->settings.target_bytes_max ||
        !http_target_parse(exchange->target.bytes, exchange->target.length,
                           &exchange->request.target)) {
        exchange->request.target.segment_count = 0;
        exchange->request.target.argument_count = 0;
        if (exchange->trouble == HTTP_SOUND)
            exchange->trouble = HTTP_TARGET_WRONG;
    }
    exchange->request.body = buffer_text(&exchange->body);
    exchange->stage = STAGE_HANDED;
    (void)atomic_fetch_add(&server->request_count, 1);
    set_phase(loop, http_exchange_connection(exchange), PHASE_ANSWER);
    if (handler->answer(handler, exchange) == HTTP_ANSWERED)
        return send_response(exchange, is_last);
    /* The loop alone resumes: even when the answer is there already, it stands in its list. */
    MHD_suspend_connection(http_exchange_connection(exchange));
    return MHD_YES;
}

/* The headers have come. */
static enum MHD_Result begin(struct http_exchange *exchange, struct MHD_Connection *handle,
                             const char *method)
{
    const struct http_settings *settings = &exchange->loop->server->settings;
    uint64_t length = 0;
    bool is_asking = false;

    exchange->stage = STAGE_BODY;
    exchange->request.source = (struct http_source *)handle;
    exchange->request.method = http_method_find(method);
    address_format(MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
                   exchange->request.address, sizeof(exchange->request.address));
    if (!framing_is_right(exchange)) {
        exchange->trouble = HTTP_FRAMING_WRONG;
        return hand_over(exchange, true);
    }
    length = announced_length(exchange);
    is_asking = http_request_header(&exchange->request, MHD_HTTP_HEADER_EXPECT).length > 0;
    if (length > (uint64_t)settings->body_bytes_max * (is_asking ? 1 : DROPPED_TIMES_MAX)) {
        exchange->trouble = HTTP_BODY_TOO_LARGE;
        return hand_over(exchange, true);
    }
    set_phase(exchange->loop, handle, PHASE_BODY);
    return MHD_YES;
}

static enum MHD_Result take_body(struct http_exchange *exchange, const char *bytes, size_t *length)
{
    uint64_t bytes_max = exchange->loop->server->settings.body_bytes_max;

    exchange->body_bytes += *length;
    if (exchange->body_bytes > bytes_max) {
        exchange->trouble = HTTP_BODY_TOO_LARGE;
        buffer_clear(&exchange->body);
    } else {
        buffer_add(&exchange->body, bytes, *length);
    }
    *length = 0;
    /* Without an end there is nothing to answer to. */
    return exchange->body_bytes > bytes_max * DROPPED_TIMES_MAX ? MHD_NO : MHD_YES;
}

/* NOLINTNEXTLINE(readability-function-size): the library calls it like this. */
enum MHD_Result http_on_request(void *argument, struct MHD_Connection *handle, const char *target,
                                const char *method, const char *version, const char *bytes,
                                size_t *length, void **context)
{
    struct http_exchange *exchange = *context;

    (void)argument;
    (void)target;
    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    switch (exchange->stage) {
    case STAGE_TARGET:
        return begin(exchange, handle, method);
    case STAGE_BODY:
        return *length > 0 ? take_body(exchange, bytes, length) : hand_over(exchange, false);
    case STAGE_HANDED:
        return send_response(exchange, false);
    default:
        /* An early answer was queued; what still comes is not looked at. */
        *length = 0;
        return MHD_YES;
    }
}

void http_on_end(void *argument, struct MHD_Connection *handle, void **context,
                 enum MHD_RequestTerminationCode code)
{
    struct http_loop *loop = argument;
    struct http_exchange *exchange = *context;
    struct connection *connection = connection_of(handle);

    (void)code;
    *context = NULL;
    set_phase(loop, handle, PHASE_IDLE);
    if (exchange == NULL)
        return;
    if (connection != NULL)
        connection->exchange = NULL;
    /* An answer in parts may have begun before it could tell that the connection ends with it. */
    if (connection != NULL && exchange->response.has_parts &&
        atomic_load(&loop->server->is_stopping))
        (void)shutdown(connection->socket, SHUT_RDWR);
    if (exchange->stage >= STAGE_HANDED) {
        (void)atomic_fetch_sub(&loop->server->request_count, 1);
        loop->server->settings.handler->ended(loop->server->settings.handler, exchange, &loop->log);
    }
    give_back(loop, exchange);
}
