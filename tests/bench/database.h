/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_BENCH_DATABASE_H
#define AVAL_BENCH_DATABASE_H

#include "findings.h"
#include "generator.h"

/*
 * The same world in SQLite, in memory: a table for each type of fact, by the keys that decisions
 * and lists ask for, and one prepared query that answers an order with all its findings.
 */
struct database;

/** NULL when memory has run out; ends the program, with what SQLite says, on any other failure. */
struct database *database_new(const struct scale *scale) MUST_CHECK;
void database_free(struct database *database);

/** All findings of an order; ids go to the query as their bytes. */
finding_set database_judge(struct database *database, const struct question *question);

/** Reads every row and column of all tables and does nothing with them; gives their number. */
uint64_t database_read_all(struct database *database);

/** Reads all tables as facts. Stops at what is not OK. */
enum status database_give_facts(struct database *database, struct fact_taker *taker) MUST_CHECK;

/** The version of SQLite. */
const char *database_version(void);

/** What the pages of its tables take. */
uint64_t database_bytes(struct database *database);

#endif
