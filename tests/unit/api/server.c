/* SPDX-License-Identifier: Apache-2.0 */
/* The server with a handler that says what it was asked; answers come at once or from a thread. */
#include "api/http/server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/api/suites.h"
#include "unit/test.h"

enum {
    BODY_BYTES_MAX = 1000,
    ANSWER_BYTES = 65536
};

struct echo {
    struct http_handler handler; /* first */
    struct http_server *server;
    struct listener listener;
    atomic_uint ended_count;
};

static void fill(struct http_exchange *exchange)
{
    struct http_response *response = &exchange->response;
    struct text name = http_request_header(&exchange->request, "X-Name");

    response->status = exchange->trouble == HTTP_SOUND ? 200 : 400 + (unsigned)exchange->trouble;
    http_response_add(response, "X-Name", name);
    buffer_add_format(&response->body, "%s %u %u ", http_method_name(exchange->request.method),
                      exchange->request.target.segment_count,
                      exchange->request.target.argument_count);
    buffer_add_text(&response->body, exchange->request.body);
}

static void *answer_later(void *exchange)
{
    fill(exchange);
    http_exchange_complete(exchange);
    return NULL;
}

static enum http_next answer(struct http_handler *handler, struct http_exchange *exchange)
{
    pthread_t thread;

    (void)handler;
    if (exchange->request.target.segment_count > 0 &&
        text_is(exchange->request.target.segments[0], "later") &&
        pthread_create(&thread, NULL, answer_later, exchange) == 0) {
        (void)pthread_detach(thread);
        return HTTP_LATER;
    }
    fill(exchange);
    return HTTP_ANSWERED;
}

static void ended(struct http_handler *handler, struct http_exchange *exchange, struct buffer *log)
{
    (void)exchange;
    (void)log;
    (void)atomic_fetch_add(&((struct echo *)handler)->ended_count, 1);
}

static void start(struct echo *echo, unsigned header_ms_max)
{
    struct http_settings settings = {
        .handler = &echo->handler,
        .thread_count = 2,
        .connections_max = 200,
        .connections_per_address_max = 150,
        .header_bytes_max = 16384,
        .target_bytes_max = 200,
        .body_bytes_max = BODY_BYTES_MAX,
        .header_ms_max = header_ms_max,
        .body_ms_max = header_ms_max,
        .answer_ms_max = 20000,
        .idle_ms_max = 20000,
        .log = -1,
    };

    *echo = (struct echo){ .handler = { .answer = answer, .ended = ended } };
    assert_true(listener_parse("127.0.0.1:0", &settings.listener));
    assert_int_equal(listener_claim(&settings.listener), STATUS_OK);
    echo->listener = settings.listener;
    assert_int_equal(http_server_new(&settings, &echo->server), STATUS_OK);
}

static int dial(const struct echo *echo)
{
    int file = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(file >= 0);
    assert_int_equal(connect(file, (const struct sockaddr *)&echo->listener.address,
                             echo->listener.address_length),
                     0);
    return file;
}

static void say(int file, const char *text)
{
    assert_int_equal(send(file, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* All that comes until the server closes. */
static void hear_all(int file, char heard[ANSWER_BYTES])
{
    size_t length = 0;
    ssize_t count = 0;

    while (length < ANSWER_BYTES - 1 &&
           (count = recv(file, heard + length, ANSWER_BYTES - 1 - length, 0)) > 0)
        length += (size_t)count;
    heard[length] = '\0';
    (void)close(file);
}

static void check_answer(const struct echo *echo, const char *request, const char *expected)
{
    static char heard[ANSWER_BYTES];
    int file = dial(echo);

    say(file, request);
    hear_all(file, heard);
    if (strstr(heard, expected) == NULL)
        fail_msg("no \"%s\" in:\n%s", expected, heard);
}

static void test_api_server__requests_are_read_whole(void **state)
{
    struct echo echo;

    (void)state;
    start(&echo, 20000);
    check_answer(&echo, "GET /a/b?c HTTP/1.1\r\nHost: x\r\nX-Name: y\r\nConnection: close\r\n\r\n",
                 "GET 2 1 ");
    check_answer(&echo, "GET / HTTP/1.1\r\nHost: x\r\nX-Name: y\r\nConnection: close\r\n\r\n",
                 "X-Name: y\r\n");
    check_answer(&echo,
                 "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n"
                 "\r\nhello",
                 "POST 1 0 hello");
    check_answer(&echo,
                 "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                 "Connection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                 "POST 1 0 abcde");
    check_answer(&echo, "BREW /pot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "OTHER 1 0");
    http_server_free(echo.server);
    assert_int_equal(atomic_load(&echo.ended_count), 5);
}

static void test_api_server__several_requests_share_a_connection(void **state)
{
    static char heard[ANSWER_BYTES];
    const char *place = heard;
    struct echo echo;
    int file = -1;

    (void)state;
    start(&echo, 20000);
    file = dial(&echo);
    say(file, "GET /later/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
              "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n!"
              "GET /a/b/c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    hear_all(file, heard);

    for (size_t i = 0; i < 4; i++) {
        static const char *const bodies[] = { "GET 2 0 ", "GET 1 0 ", "POST 1 0 !", "GET 3 0 " };

        place = strstr(place, bodies[i]);
        assert_non_null(place);
    }
    http_server_free(echo.server);
}

static void test_api_server__what_is_too_much_or_doubtful_is_named(void **state)
{
    char request[4 * BODY_BYTES_MAX];
    struct echo echo;

    (void)state;
    start(&echo, 20000);
    (void)snprintf(request, sizeof(request),
                   "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n"
                   "\r\n%0*d",
                   BODY_BYTES_MAX + 1, BODY_BYTES_MAX + 1, 0);
    check_answer(&echo, request, "HTTP/1.1 403 ");
    (void)snprintf(request, sizeof(request),
                   "GET /%0300d HTTP/1.1\r\nHost: x\r\n"
                   "Connection: close\r\n\r\n",
                   0);
    check_answer(&echo, request, "HTTP/1.1 401 ");
    check_answer(&echo,
                 "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                 "HTTP/1.1 402 ");
    check_answer(&echo,
                 "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n"
                 "Expect: 100-continue\r\n\r\n",
                 "HTTP/1.1 403 ");
    http_server_free(echo.server);
}

static void test_api_server__a_slow_client_is_let_go(void **state)
{
    static char heard[ANSWER_BYTES];
    struct echo echo;
    int silent = -1;
    int half = -1;
    int body = -1;

    (void)state;
    start(&echo, 30);
    silent = dial(&echo);
    half = dial(&echo);
    say(half, "GET /a HTTP/1.1\r\nHost:");
    body = dial(&echo);
    say(body, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");

    hear_all(silent, heard);
    assert_string_equal(heard, "");
    hear_all(half, heard);
    assert_string_equal(heard, "");
    hear_all(body, heard);
    assert_string_equal(heard, "");
    http_server_free(echo.server);
}

static void test_api_server__one_address_has_a_limit_of_connections(void **state)
{
    enum {
        LIMIT = 150
    };
    static char heard[ANSWER_BYTES];
    int files[LIMIT];
    struct echo echo;
    int more = -1;

    (void)state;
    start(&echo, 20000);
    for (unsigned i = 0; i < LIMIT; i++) {
        files[i] = dial(&echo);
        say(files[i], "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_true(recv(files[i], heard, sizeof(heard), 0) > 0);
    }
    assert_int_equal(http_server_connections(echo.server), LIMIT);
    more = dial(&echo);
    hear_all(more, heard);
    assert_string_equal(heard, "");
    for (unsigned i = 0; i < LIMIT; i++)
        (void)close(files[i]);
    while (http_server_connections(echo.server) > 0)
        (void)usleep(1000);
    check_answer(&echo, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET 1 0");
    http_server_free(echo.server);
}

static void test_api_server__stopping_ends_what_waits_and_answers_what_came(void **state)
{
    static char heard[ANSWER_BYTES];
    struct echo echo;
    int idle = -1;
    int begun = -1;

    (void)state;
    start(&echo, 20000);
    idle = dial(&echo);
    say(idle, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(recv(idle, heard, sizeof(heard), 0) > 0);
    begun = dial(&echo);
    say(begun, "GET /a HTTP/1.1\r\n");
    while (http_server_connections(echo.server) < 2)
        (void)usleep(1000);

    http_server_stop_accepting(echo.server);
    hear_all(idle, heard);
    assert_string_equal(heard, "");
    say(begun, "Host: x\r\n\r\n");
    hear_all(begun, heard);
    assert_non_null(strstr(heard, "GET 1 0 "));
    http_server_free(echo.server);
}

int test_api_server(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_api_server__requests_are_read_whole),
        cmocka_unit_test(test_api_server__several_requests_share_a_connection),
        cmocka_unit_test(test_api_server__what_is_too_much_or_doubtful_is_named),
        cmocka_unit_test(test_api_server__a_slow_client_is_let_go),
        cmocka_unit_test(test_api_server__one_address_has_a_limit_of_connections),
        cmocka_unit_test(test_api_server__stopping_ends_what_waits_and_answers_what_came),
    };

    return cmocka_run_group_tests_name("api/server", tests, NULL, NULL);
}
