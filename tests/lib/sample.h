/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_LIB_SAMPLE_H
#define AVAL_TESTS_LIB_SAMPLE_H

/* Worlds with proposals, and what the core decides about them. */

/* cmocka.h takes for granted what stands before it. */
/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <aval/aval.h>

#include "base/buffer.h"

enum {
    PROFILES = 2
};

/* A proposal in each form that the library takes, and the answer under each profile. */
struct asked {
    char *line;
    struct aval_proposal proposal;
    char *answers[PROFILES]; /* in brief form, from the core */
};

struct sample {
    char *world_path;
    struct asked *asked;
    size_t count;
};

/**
 * Reads the world and the questions of data/sample. AVAL_SOURCE in the environment is the
 * repository.
 */
struct sample *sample_new(void);

/** Reads the decisions beside the repository, whose answers are another's; NULL without them. */
struct sample *vectors_new(void);

void sample_free(struct sample *sample);

/** Opens the world of the sample, which has no errors. */
aval_world *sample_open(const struct sample *sample);

/** A file below the repository, for free(). */
char *path_of(const char *name);

/** Fails when the decision is not the one of the answer. */
void check_decision(const struct asked *asked, enum aval_profile profile,
                    const struct aval_decision *decision);

/** The proposal of a line, its members copied; for proposal_free(). */
struct aval_proposal proposal_of_line(const char *line);
void proposal_free(struct aval_proposal *proposal);

enum {
    FACT_BYTES_MAX = 512
};

/** Writes the fact of a template, in which # stands for the number in four digits. */
void write_fact(const char *template, int number, char out_fact[FACT_BYTES_MAX]);

/* The members of a proposal, to be gone through: each a const char *. */
struct member {
    const char *name;
    size_t offset;
};

enum {
    MEMBERS = 16
};

extern const struct member members[MEMBERS];

const char *member_get(const struct aval_proposal *proposal, size_t number);
void member_set(struct aval_proposal *proposal, size_t number, const char *value);

#endif
