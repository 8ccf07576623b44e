/* SPDX-License-Identifier: Apache-2.0 */
/* What the server keeps beside the store: the book in memory, and how its clock stands. */
#include "api/api.h"
#include "api/feed.h"
#include "api/http/deadlines.h"
#include "engine/clock.h"

enum {
    MS_A_DAY = 24 * 60 * 60 * 1000
};

enum status api_read_clock(struct api *api, struct fault *fault)
{
    struct clock clock;

    TRY(clock_read(api->store, &clock, fault));
    atomic_store(&api->clock_ahead_ms, clock.now - clock_system_ms());
    return STATUS_OK;
}

date api_today(struct api *api)
{
    return (date){ (int32_t)((clock_system_ms() + atomic_load(&api->clock_ahead_ms)) / MS_A_DAY) };
}

void api_follow(struct api *api)
{
    struct fault fault;

    tokens_follow(api->tokens);
    atomic_store(&api->is_behind, follower_catch_up(api->follower, &fault) != STATUS_OK ||
                                      api_read_clock(api, &fault) != STATUS_OK);
    feed_look(api->feed);
    courier_look(api->courier);
}
