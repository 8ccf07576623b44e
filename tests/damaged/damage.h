/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DAMAGED_DAMAGE_H
#define AVAL_TESTS_DAMAGED_DAMAGE_H

#include "damaged/chance.h"

/* A file in memory, with room behind its end. */
struct content {
    unsigned char *bytes;
    size_t length, room;
};

/* What is done to a file. */
enum damage_kind {
    DAMAGE_FLIPS,  /* single bits */
    DAMAGE_NOISE,  /* a range becomes random */
    DAMAGE_ZEROS,  /* or zeros */
    DAMAGE_CUT,    /* the end is missing */
    DAMAGE_MORE,   /* there is more behind the end */
    DAMAGE_SWAP,   /* two pages change places */
    DAMAGE_COPY,   /* a page stands in another's place too */
    DAMAGE_HEADER, /* bytes of the file's header */
    DAMAGE_NODE,   /* bytes of the header of a page, or of the first cells' places */
    DAMAGE_KIND_COUNT
};

/** Does it once, at a place that chance chooses. */
void damage(struct chance *chance, struct content *content, enum damage_kind kind);

#endif
