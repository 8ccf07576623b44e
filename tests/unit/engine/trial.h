/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_UNIT_ENGINE_TRIAL_H
#define AVAL_TESTS_UNIT_ENGINE_TRIAL_H

#include "engine/engine.h"
#include "unit/test.h"

/*
 * A book of record on disk, in which acts are tried. What goes in and comes out is short text: in
 * it "@p" is the GUID that belongs to the letter p, "@?" one that the program made, "@1" one of
 * these that was given a digit as its name, "$" the token last told and "#" its hash, and JSON has
 * no quotation marks.
 */
struct trial {
    struct store *store;
    char folder[64];
    struct buffer said;    /* what came of the last act */
    struct buffer notes;   /* what its answer told */
    guid named[10];        /* by digits */
    char token[128];       /* the last one told */
    char hash[128];        /* its hash */
    enum fault_kind fault; /* what stopped it */
    struct buffer facts;   /* the facts last looked at */
};

/** Makes a book of the day with these facts, a line each: "tenant id=@p domain=p.example …". */
void trial_begin(struct trial *trial, const char *day, const char *facts);

/** Ends it and removes the book. */
void trial_end(struct trial *trial);

/** Moves the book's clock to noon of the day. */
void trial_set_day(struct trial *trial, const char *day);

/**
 * Does an act: who ("vendor", "global_admin:@p"), and the act with its fields. Gives "carried_out"
 * and the notes, "refused" and the findings, or the name of the fault and what it says.
 */
const char *trial_act(struct trial *trial, const char *as, const char *act);

/** Gives the GUID that the last act told under the key the digit as its name. */
void trial_name(struct trial *trial, char digit, const char *key);

/** The same, only to know what would come of it. */
const char *trial_dry_run(struct trial *trial, const char *as, const char *act);

/** The facts of the type, a line each, in the order in which they were added. */
const char *trial_facts(struct trial *trial, enum fact_type type);

/**
 * Who may do the act: of the vendor's two roles, every role in each of the tenants named ("@p@r"),
 * those to whom it is neither forbidden nor hidden, parted by spaces.
 */
const char *trial_permitted(struct trial *trial, const char *act, const char *tenants);

/* What somebody may do; a row with NULL ends a list. */
struct deed {
    const char *as;
    const char *act;
};

/**
 * Of these acts those that would be carried out now, by their names and parted by spaces; a life
 * cycle stops each other one.
 */
const char *trial_possible(struct trial *trial, const struct deed *deeds);

/** The GUID that belongs to a letter. */
guid trial_guid(char letter);

/** Reads within the trial's book. */
void trial_read(struct trial *trial, struct store_work *work);

#define assert_act(trial, as, act, expected)                                                       \
    assert_text_is(text_of(trial_act(trial, as, act)), expected)
#define assert_dry_run(trial, as, act, expected)                                                   \
    assert_text_is(text_of(trial_dry_run(trial, as, act)), expected)
#define assert_facts(trial, type, expected)                                                        \
    assert_text_is(text_of(trial_facts(trial, type)), expected)
#define assert_possible(trial, deeds, expected)                                                    \
    assert_text_is(text_of(trial_possible(trial, deeds)), expected)
#define assert_permitted(trial, act, tenants, expected)                                            \
    assert_text_is(text_of(trial_permitted(trial, act, tenants)), expected)

#endif
