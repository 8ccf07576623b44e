/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_GROUNDS_H
#define AVAL_BOOK_GROUNDS_H

#include "book/book.h"
#include "model/fact.h"
#include "rulebook/grounds.h"

enum {
    CAST_MAX = 1024
};

/* Who a decision is about, each once: tenants, or organisations. */
struct cast {
    unsigned count;
    uint32_t members[CAST_MAX];
};

/** Adds one; what goes beyond CAST_MAX is left out. */
void cast_add(struct cast *cast, uint32_t member);

/**
 * Adds the parties of a request, and who else the decision rests on: who signed for them, who
 * stands for S2 and S4, who holds the partner id, and with Q2 read the other way whom S6 counts.
 */
void cast_add_request(struct cast *cast, const struct book *book, const struct request *request,
                      struct terms terms);

/** Adds who signed for the tenant's organisation (Q6): in each country the first. */
void cast_add_signers(struct cast *cast, const struct book *book, uint32_t tenant);

/** Adds whom S6 counts when Q2 is read the other way: tenants of the members' organisations that
 * are resellers or customers of a member. */
void cast_add_tied(struct cast *cast, const struct book *book);

/** What a supported act stands on besides the dossier's facts. */
struct grounds book_load_grounds(const struct book *book, const struct request *request);

/* Who takes facts, one after the other; texts are borrowed from the book. */
struct fact_visitor {
    void (*take)(struct fact_visitor *visitor, const struct fact *fact);
};

/**
 * Shows every fact of the book that is about tenants of the cast alone, their organisations and
 * these organisations' owners, and the offer and partner ids of the request. Some may be shown
 * more than once. Names of who signed and of offers are empty.
 */
void book_visit_facts(const struct book *book, const struct cast *cast,
                      const struct request *request, struct fact_visitor *visitor);

#endif
