/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_ACT_PARTIES_H
#define AVAL_BOOK_ACT_PARTIES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "model/proposal.h"
#include "rulebook/dossier.h"

/* A party of an act: the proposal's member, its name in files, and where it stands. */
struct act_party {
    const char *field;
    size_t offset;
    enum position position;
    bool is_optional;
};

enum {
    ACT_PARTIES_MAX = 3
};

/** The parties of each act; a row without field ends them. In an order without provider the
 * seller stands as direct-bill partner. */
extern const struct act_party act_parties[ACT_COUNT][ACT_PARTIES_MAX + 1];

/** Who stands there in the proposal. */
static inline guid act_party_id(const struct proposal *proposal, const struct act_party *party)
{
    guid id;

    memcpy(&id, (const char *)proposal + party->offset, sizeof(id));
    return id;
}

#endif
