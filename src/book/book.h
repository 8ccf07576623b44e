/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BOOK_BOOK_H
#define AVAL_BOOK_BOOK_H

#include "base/attributes.h"
#include "base/status.h"
#include "model/fact.h"
#include "model/problem.h"
#include "model/proposal.h"
#include "rulebook/request.h"

/*
 * The whole world in memory, indexed for filling dossiers. Built once from facts in any order;
 * after that it does not change, and any number of threads may read it.
 */
struct book;

/* Gathers the facts of a world until all references can be resolved. */
struct book_builder;

/** NULL when memory has run out. */
struct book_builder *book_builder_new(void) MUST_CHECK;

/** Ends a builder; accepts NULL. */
void book_builder_free(struct book_builder *builder);

/**
 * Takes one fact, stated in a line of its file. What is wrong with it by itself or beside earlier
 * ones is told to the sink, once. NO_MEMORY: the builder is only fit to be freed.
 */
enum status book_builder_add(struct book_builder *builder, const struct fact *fact, uint64_t line,
                             struct problem_sink *sink) MUST_CHECK;

/*
 * Who is told of what is wrong between facts: the type says in which file of a folder.
 */
struct fact_problem_sink {
    struct problem_sink sink;
    enum fact_type type; /* set before each report */
};

/**
 * Resolves all references and gives the book, for book_free(). INVALID: there is none, for what
 * is wrong, told to the sink. The builder is only fit to be freed afterwards.
 */
enum status book_builder_finish(struct book_builder *builder, struct fact_problem_sink *sink,
                                struct book **out_book) MUST_CHECK;

/** Ends a book; accepts NULL. */
void book_free(struct book *book);

/**
 * Finds the parties and things of a proposal. INVALID: the first one that the book does not know
 * is told to the sink.
 */
enum status book_resolve(const struct book *book, const struct proposal *proposal,
                         struct problem_sink *sink, struct request *out_request) MUST_CHECK;

/* Whom and what a proposal is likely to be about: numbers, or INDEX_NONE, found by hashes alone. */
struct book_guess {
    unsigned tenant_count;
    uint32_t tenants[3]; /* in the order of the act's parties */
    uint32_t offer;
};

/* So many proposals or requests are best looked up side by side. */
enum {
    BOOK_BATCH = 16
};

/**
 * Brings what the look-ups of up to BOOK_BATCH proposals, or requests, will read into the cache,
 * all at once instead of one after the other. Changes nothing, and what follows needs no call of
 * it; it takes most of the waiting for memory away.
 */
void book_warm_proposals(const struct book *book, const struct proposal *const proposals[],
                         size_t count, struct book_guess out_guesses[]);
void book_warm_requests(const struct book *book, const struct request *const requests[],
                        size_t count);

/** The same as book_resolve(), quicker by what warming the proposal has found in the same book. */
enum status book_resolve_guessed(const struct book *book, const struct proposal *proposal,
                                 const struct book_guess *guess, struct problem_sink *sink,
                                 struct request *out_request) MUST_CHECK;

/** Fills the dossier of a request with the facts of the book on the request's date. */
void book_load_dossier(const struct book *book, const struct request *request, struct terms terms,
                       struct dossier *out_dossier);

/** What people call a tenant: its organisation's name, and its domain. Borrowed from the book. */
struct text book_organization_name(const struct book *book, uint32_t tenant);
struct text book_domain(const struct book *book, uint32_t tenant);

#endif
