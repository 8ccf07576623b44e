/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A resolved request in eight words:
 *
 *   0  from the lowest bits: act, requester, role, capabilities (8 bits each), whether the
 *      subscription is new (8), the positions that parties stand in (16)
 *   1  date, offer; 2  partner id, first party; 3  second and third party (32 bits each)
 *   4  to 6: nothing yet, zero; 7  the seal
 *
 * Parties stand in the order of their positions.
 */
#include "lib/request.h"

#include "base/attributes.h"
#include "book/act_parties.h"

enum {
    WORD_COUNT = 8,
    SEAL_WORD = WORD_COUNT - 1,
    PARTIES_MAX = 3
};

_Static_assert(COUNT_OF(((struct aval_request *)NULL)->words) == WORD_COUNT, "a request's words");
_Static_assert(ACT_PARTIES_MAX == (int)PARTIES_MAX, "every party has its place");
_Static_assert(POSITION_COUNT <= 16, "positions fit their bits");
_Static_assert(CAPABILITY_COUNT <= 8, "capabilities fit their bits");

/* Every word with a factor of its own: two that change places change the sum. */
static uint64_t seal_of(const aval_world *world, const struct aval_request *packed)
{
    static const uint64_t factors[SEAL_WORD] = {
        UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xbf58476d1ce4e5b9), UINT64_C(0x94d049bb133111eb),
        UINT64_C(0xe7037ed1a0b428db), UINT64_C(0x8ebc6af09c88c6e3), UINT64_C(0x589965cc75374cc3),
        UINT64_C(0x1d8e4e27c47d124f),
    };
    uint64_t sum = world->secret;

    for (unsigned i = 0; i < SEAL_WORD; i++)
        sum += packed->words[i] * factors[i];
    return sum;
}

static uint64_t pair(uint32_t low, uint32_t high)
{
    return low | (uint64_t)high << 32;
}

struct aval_request request_pack(const aval_world *world, const struct request *request)
{
    struct aval_request packed = { { 0 } };
    uint32_t parties[PARTIES_MAX] = { 0 };
    unsigned count = 0;

    for (unsigned left = request->positions; left != 0 && count < PARTIES_MAX; left &= left - 1)
        parties[count++] = request->party[__builtin_ctz(left)];
    packed.words[0] = (uint64_t)request->act | (uint64_t)request->requested_by << 8 |
                      (uint64_t)request->role << 16 | (uint64_t)request->capabilities << 24 |
                      (uint64_t)request->new_subscription << 32 |
                      (uint64_t)request->positions << 40;
    packed.words[1] = pair((uint32_t)request->date.day, request->offer);
    packed.words[2] = pair(request->partner_id, parties[0]);
    packed.words[3] = pair(parties[1], parties[2]);
    packed.words[SEAL_WORD] = seal_of(world, &packed);
    return packed;
}

bool request_is_of(const aval_world *world, const struct aval_request *packed)
{
    return packed->words[SEAL_WORD] == seal_of(world, packed);
}

void request_unpack(const struct aval_request *packed, struct request *out_request)
{
    const uint64_t *words = packed->words;
    const uint32_t parties[PARTIES_MAX] = { (uint32_t)(words[2] >> 32), (uint32_t)words[3],
                                            (uint32_t)(words[3] >> 32) };
    unsigned count = 0;

    *out_request = (struct request){
        .act = (enum act)(words[0] & 0xff),
        .date = { (int32_t)(uint32_t)words[1] },
        .positions = (unsigned)(words[0] >> 40 & 0xffff),
        .offer = (uint32_t)(words[1] >> 32),
        .partner_id = (uint32_t)words[2],
        .new_subscription = (words[0] >> 32 & 1) != 0,
        .requested_by = (enum requester)(words[0] >> 8 & 0xff),
        .role = (enum role)(words[0] >> 16 & 0xff),
        .capabilities = (unsigned)(words[0] >> 24 & 0xff),
    };
    for (unsigned left = out_request->positions; left != 0 && count < PARTIES_MAX; left &= left - 1)
        out_request->party[__builtin_ctz(left)] = parties[count++];
}
