/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_BOOK_HISTORY_H
#define AVAL_TESTS_UNIT_BOOK_HISTORY_H

#include "book/book.h"
#include "rulebook/decision.h"

/*
 * Random facts of a small world, and random proposals about it. Most are about a likely party
 * (few providers have many resellers), and some are wrong: a tenant that never comes, a name
 * twice, an owner too many, a circle.
 */
enum {
    HISTORY_ORGANIZATIONS = 30,
    HISTORY_TENANTS = 60 /* numbers from 1; two more are never defined */
};

struct fact random_fact(uint64_t *seed);
struct proposal random_proposal(uint64_t *seed);

/** Whether both say the same of a link between parties, as the removal of a fact looks at it. */
bool is_same_fact(const struct fact *left, const struct fact *right);

/** What a book makes of a proposal. */
struct judgement {
    enum status status; /* of resolving */
    struct dossier dossier;
    struct decision decision;
};

void judge(const struct book *book, const struct proposal *proposal, enum profile profile,
           struct judgement *out_judgement);

/** Whether two books, which number their tenants each in its own way, judge the same way. */
bool is_same_judgement(const struct book *left_book, const struct judgement *left,
                       const struct book *right_book, const struct judgement *right);

#endif
