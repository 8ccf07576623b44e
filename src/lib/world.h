/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_WORLD_H
#define AVAL_LIB_WORLD_H

#include <aval/world.h>

#include "book/live.h"

struct aval_world {
    struct live_book *live;
    uint64_t secret; /* of this world alone, not 0: seals its requests */
};

#endif
