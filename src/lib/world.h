/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_LIB_WORLD_H
#define AVAL_LIB_WORLD_H

#include <aval/world.h>

#include "lib/live_source.h"

struct aval_world {
    struct live_book *live;
    struct live_sources *sources; /* of the live book, for what looks further than an act */
    uint64_t secret;              /* of this world alone, not 0: seals its requests */
};

#endif
