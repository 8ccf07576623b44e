/* SPDX-License-Identifier: Apache-2.0 */
/* What the server keeps beside the store: the book in memory, and how its clock stands. */
#include <time.h>

#include "api/api.h"
#include "api/feed.h"
#include "engine/clock.h"

enum {
    MS_A_DAY = 24 * 60 * 60 * 1000
};

static int64_t system_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum status api_read_clock(struct api *api, struct fault *fault)
{
    struct clock clock;

    TRY(clock_read(api->store, &clock, fault));
    atomic_store(&api->clock_ahead_ms, clock.now - system_ms());
    return STATUS_OK;
}

date api_today(struct api *api)
{
    return (date){ (int32_t)((system_ms() + atomic_load(&api->clock_ahead_ms)) / MS_A_DAY) };
}

void api_follow(struct api *api)
{
    struct fault fault;

    tokens_follow(api->tokens);
    atomic_store(&api->is_behind, follower_catch_up(api->follower, &fault) != STATUS_OK ||
                                      api_read_clock(api, &fault) != STATUS_OK);
    feed_look(api->feed);
}
