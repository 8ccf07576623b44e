/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PARTY_PARTY_LIST_H
#define AVAL_ENGINE_PARTY_PARTY_LIST_H

#include "engine/call.h"
#include "engine/principal.h"

enum {
    PARTY_LIST_MAX = 1000
};

/* Which tenants are listed, of those that the principal may see: by domain. */
struct party_list_question {
    struct principal principal;
    struct text domain; /* how the domain begins; empty: anyhow */
    struct text name;   /* how the organisation's name begins, in any letters */
    struct text after;  /* those whose domain stands behind this one */
    unsigned limit;     /* at most so many, up to PARTY_LIST_MAX */
};

struct listed_party {
    struct fact tenant;
    struct fact organization;
};

/* A part of the list. It may be short, or empty, and go on all the same. */
struct party_list {
    struct listed_party *parties; /* of the call's arena */
    unsigned count;
    bool has_more;
    struct text next; /* with more: what comes stands behind this domain */
};

enum status party_list_load(struct call *call, const struct party_list_question *question,
                            struct party_list *out_list) MUST_CHECK;

#endif
