/* SPDX-License-Identifier: Apache-2.0 */
/* The answers that take a search: one by one, since it is the slow ones that are felt. */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>

#include "aval_side.h"
#include "base/assert.h"
#include "base/memory.h"
#include "exchange/full.h"
#include "exchange/routes_json.h"
#include "measure.h"

enum {
    ROUTES_LISTED = 20
};

static int compare(const void *left, const void *right)
{
    uint64_t first = *(const uint64_t *)left;
    uint64_t second = *(const uint64_t *)right;

    return (first > second) - (first < second);
}

static void say_spread(const char *job, uint64_t *times, uint64_t count)
{
    char name[64];

    if (count == 0)
        return;
    qsort(times, count, sizeof(*times), compare);
    (void)snprintf(name, sizeof(name), "%s, p50", job);
    say_number(name, times[count / 2]);
    (void)snprintf(name, sizeof(name), "%s, p99", job);
    say_number(name, times[count * 99 / 100]);
    (void)snprintf(name, sizeof(name), "%s, longest", job);
    say_number(name, times[count - 1]);
}

/* Whether the decision is a refusal, which has a way forward. */
static bool explain(const struct book_source *source, const struct request *request,
                    struct buffer *answer)
{
    static struct full full;
    struct full_style style = { .has_id = false };
    enum status status = full_judge(&full, source, request, (struct terms){ PROFILE_PROGRAMME, 0 });

    ASSERT(status == STATUS_OK);
    buffer_clear(answer);
    full_write_json(answer, &full, &style);
    ASSERT(!answer->has_failed);
    return !decision_is_supported(&full.decision);
}

static void find_routes(const struct book_source *source, const struct request *request,
                        struct buffer *answer)
{
    struct terms terms = { PROFILE_PROGRAMME, 0 };
    struct routes_query query = { .customer = request->party[POSITION_CUSTOMER],
                                  .offer = request->offer,
                                  .date = request->date,
                                  .seller = REQUEST_NONE,
                                  .provider = REQUEST_NONE,
                                  .limit = ROUTES_LISTED };
    struct routes routes;
    enum status status = routes_find(&source->source, terms, &query, &routes);

    ASSERT(status == STATUS_OK);
    buffer_clear(answer);
    routes_write_json(answer, source, terms, &query, &routes);
    ASSERT(!answer->has_failed);
    routes_done(&routes);
}

void explain_measure(const struct book *book, const struct question *questions, uint64_t count)
{
    uint64_t *full = memory_new(count, sizeof(*full));
    uint64_t *refused = memory_new(count, sizeof(*refused));
    uint64_t *routes = memory_new(count, sizeof(*routes));
    uint64_t refused_count = 0;
    struct buffer answer = { 0 };
    struct book_source source;
    enum status status = book_source_init(&source, book);

    ASSERT(status == STATUS_OK && full != NULL && refused != NULL && routes != NULL);
    for (uint64_t i = 0; i < count; i++) {
        struct request request = aval_request(book, &questions[i]);
        uint64_t begun = clock_nanoseconds();
        bool is_refused = explain(&source, &request, &answer);

        full[i] = clock_nanoseconds() - begun;
        if (is_refused)
            refused[refused_count++] = full[i];
        begun = clock_nanoseconds();
        find_routes(&source, &request, &answer);
        routes[i] = clock_nanoseconds() - begun;
    }
    say_spread("full form", full, count);
    say_spread("full form of a refusal", refused, refused_count);
    say_spread("routes", routes, count);
    memory_free(full);
    memory_free(refused);
    memory_free(routes);
    buffer_done(&answer);
    book_source_done(&source);
}
