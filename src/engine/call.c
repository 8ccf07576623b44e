/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/call.h"

#include <inttypes.h>
#include <sodium.h>
#include <time.h>

enum status call_fail_id(struct call *call, enum fault_kind kind, guid id)
{
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    return call_fail(call, kind, text, NULL, NULL);
}

enum status call_fail_text(struct call *call, enum fault_kind kind, struct text name)
{
    return call_fail(call, kind, arena_keep(&call->arena, name).bytes, NULL, NULL);
}

enum status call_find_one(struct call *call, enum query query, const struct query_key *key,
                          struct row *out_row)
{
    struct rows rows;

    TRY(call->store->find(call, query, key, &rows));
    *out_row = rows.count > 0 ? rows.list[0] : (struct row){ 0 };
    return STATUS_OK;
}

guid call_new_id(const struct call *call)
{
    uint64_t random[2];
    uint64_t now = (uint64_t)call->now;
    guid id;

    if (call->reads != NULL)
        call->reads->is_once = true;
    randombytes_buf(random, sizeof(random));
    id.high = now << 16 | 0x7000 | (random[0] & 0x0FFF);
    id.low = (random[1] & UINT64_C(0x3FFFFFFFFFFFFFFF)) | UINT64_C(0x8000000000000000);
    return id;
}

/* Seconds since 1970 may lie before it: a day begins at or before its instants. */
static date day_of(int64_t now)
{
    enum {
        DAY_MILLISECONDS = 86400000
    };
    int64_t day = now / DAY_MILLISECONDS;

    return (date){ (int32_t)(now % DAY_MILLISECONDS < 0 ? day - 1 : day) };
}

/* Nothing, or seconds: at most twelve digits, which are some thousand years. */
static bool read_offset(struct text offset, int64_t *out_seconds)
{
    enum {
        DIGITS_MAX = 12
    };
    bool is_behind = offset.length > 0 && offset.bytes[0] == '-';
    size_t begin = is_behind ? 1 : 0;
    int64_t seconds = 0;

    if (offset.length - begin > DIGITS_MAX || (is_behind && offset.length == begin))
        return false;
    for (size_t i = begin; i < offset.length; i++) {
        if (offset.bytes[i] < '0' || offset.bytes[i] > '9')
            return false;
        seconds = seconds * 10 + (offset.bytes[i] - '0');
    }
    *out_seconds = is_behind ? -seconds : seconds;
    return true;
}

enum status call_read_clock(struct call *call)
{
    struct timespec system;
    struct text offset;
    int64_t seconds = 0;

    TRY(call->store->setting(call, SETTING_CLOCK_OFFSET, &offset));
    if (!read_offset(offset, &seconds))
        return call_fail(call, FAULT_CLOCK_DAMAGED, arena_keep(&call->arena, offset).bytes, NULL,
                         NULL);
    (void)clock_gettime(CLOCK_REALTIME, &system);
    seconds += (int64_t)system.tv_sec;
    call->now = seconds * 1000 + system.tv_nsec / 1000000;
    call->today = day_of(call->now);
    return STATUS_OK;
}
