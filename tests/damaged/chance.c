/* SPDX-License-Identifier: Apache-2.0 */
#include "damaged/chance.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"

enum {
    BEGIN_SECONDS = 1767225600, /* 2026-01-01 */
    LOOKS_A_SECOND = 1000
};

static struct chance ruling;
static atomic_uint_fast64_t looks;
static bool rules;

struct chance chance_of(uint64_t seed)
{
    return (struct chance){ seed * UINT64_C(0x9E3779B97F4A7C15) + 1 };
}

/* SplitMix64. */
static uint64_t next(struct chance *chance)
{
    uint64_t value = chance->state += UINT64_C(0x9E3779B97F4A7C15);

    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

uint64_t chance_below(struct chance *chance, uint64_t limit)
{
    return next(chance) % limit;
}

void chance_fill(struct chance *chance, void *bytes, size_t length)
{
    unsigned char *into = bytes;

    for (size_t i = 0; i < length; i++)
        into[i] = (unsigned char)next(chance);
}

/* One thread at a time asks: that which writes. */
static void fill(void *bytes, size_t length)
{
    chance_fill(&ruling, bytes, length);
}

static uint32_t number(void)
{
    return (uint32_t)next(&ruling);
}

static const char *name(void)
{
    return "chance";
}

static randombytes_implementation implementation = {
    .implementation_name = name,
    .random = number,
    .buf = fill,
};

/* The linker puts it in between (--wrap). */
int true_clock_gettime(clockid_t clock, struct timespec *time) __asm__("__real_clock_gettime");
int ruled_clock_gettime(clockid_t clock, struct timespec *time) __asm__("__wrap_clock_gettime");

int ruled_clock_gettime(clockid_t clock, struct timespec *time)
{
    uint64_t look = 0;

    if (!rules || clock != CLOCK_REALTIME)
        return true_clock_gettime(clock, time);
    look = atomic_fetch_add(&looks, 1);
    time->tv_sec = (time_t)(BEGIN_SECONDS + look / LOOKS_A_SECOND);
    time->tv_nsec = (long)(look % LOOKS_A_SECOND * 1000000);
    return 0;
}

void chance_rules(uint64_t seed)
{
    rules = true;
    ruling = chance_of(seed);
    looks = 0;
    ASSERT(randombytes_set_implementation(&implementation) == 0);
    ASSERT(sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, NULL) == SQLITE_OK);
}
