/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_AVAL_SIDE_H
#define AVAL_BENCH_AVAL_SIDE_H

#include "book/book.h"
#include "generator.h"
#include "rulebook/decision.h"

/* Aval as a library would use it: book, dossier, decision. */

enum {
    AVAL_GROUP = BOOK_BATCH
};

/* Adds facts to a builder. */
struct book_filler {
    struct fact_taker taker;
    struct book_builder *builder;
    uint64_t line;
};

/** Ends the program on failure: the facts of the benchmark are right. */
void book_filler_init(struct book_filler *filler);

/** The book of what was added; ends the filler. */
struct book *book_filler_finish(struct book_filler *filler);

/** The book of the world of that scale. */
struct book *book_generate(const struct scale *scale);

/** Judges a question: from the text of its ids to all findings. */
void aval_judge(const struct book *book, const struct question *question,
                struct decision *out_decision);

/** The request that a question is. */
struct request aval_request(const struct book *book, const struct question *question);

/** Judges up to AVAL_GROUP questions at once. */
void aval_judge_group(const struct book *book, const struct question *questions, unsigned count,
                      struct decision *out_decisions);

/* What a book takes, in bytes with what the allocator adds. */
struct book_size {
    uint64_t tenant_records;
    uint64_t organization_records;
    uint64_t links;
    uint64_t indexes;
    uint64_t offers_and_partner_ids;
    uint64_t decisions; /* the sum: what decisions read */
};

struct book_size book_size(const struct book *book);

/** How often Aval's code has asked for memory in this process. */
uint64_t allocation_count(void);

#endif
