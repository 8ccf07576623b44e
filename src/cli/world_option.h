/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_WORLD_OPTION_H
#define AVAL_CLI_WORLD_OPTION_H

#include "base/date.h"
#include "book/book.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "exchange/world.h"
#include "rulebook/request.h"

/** The book of the world at the path, with progress on a terminal; NULL: complained. */
struct book *world_option_read(enum language language, const char *path);

/* Shows how far a world has been read. */
struct world_reading {
    struct world_progress progress;
    struct progress_line line;
};

/** Begins; progress_end() of its line ends it. */
void world_reading_begin(struct world_reading *reading, enum language language);

/** Complains that the world could not be taken: `refused` says what is not done with one in error.
 */
void world_complain(enum language language, enum message refused, const char *path,
                    enum status status, const struct buffer *problems);

/* The facts by which is judged, and the day that they make today. */
struct judged_facts {
    struct book *book;
    date today;
};

/* Where they come from: a world, a stored book; NULL: not given. */
struct facts_place {
    const char *world;
    const char *db;
    bool needs_place; /* without a place, and a default book, nothing is judged */
};

/** Whether the place makes sense. False: complained. */
bool facts_place_check(enum language language, struct facts_place place);

/**
 * The facts of the world or of the stored book; without either, of the default book if there is
 * one, else of the sample program, which is then said on standard error. False: complained.
 */
bool facts_option_read(enum language language, struct facts_place place,
                       struct judged_facts *out_facts);

/** The book of the sample program; NULL when memory has run out. */
struct book *world_sample(enum language language);

/**
 * Reads the day of --on; without a text it is DATE_BEFORE_ALL, for what is then today. False:
 * complained.
 */
bool on_option_read(enum language language, const char *text, date *out_on);

/** Reads the day of an option. False: complained. */
bool day_option_read(enum language language, const char *option, const char *text, date *out_day);

/* A number that an option wants, from 1 on. */
struct number_option {
    enum language language;
    const char *option; /* "--limit" */
    const char *typed;  /* NULL: not given */
    unsigned most;
};

/** Reads the number; 0 where it is not given. False: complained. */
bool number_option_read(const struct number_option *option, unsigned *out_number);

/**
 * Reads the terms of --profile and --other-reading, each NULL when it is not given. False:
 * complained.
 */
bool terms_option_read(enum language language, const char *profile, const char *other_readings,
                       struct terms *out_terms);

enum {
    JOBS_MAX = 256
};

/** Reads the number of --jobs; without a text it is as given. 0: complained. */
unsigned jobs_option_read(enum language language, const char *text, unsigned by_default);

extern const char *const profile_choices[];

/* The rows of these options, for a command's table. */
#define WORLD_OPTION                                                                               \
    {                                                                                              \
        "world", { { "WORLD", "MONDE" } }, NULL,                                                   \
        {                                                                                          \
            { "the facts: a file of JSON lines, or a folder of CSV files",                         \
              "les faits : un fichier de lignes JSON, ou un dossier de fichiers CSV" }             \
        }                                                                                          \
    }
#define PROFILE_OPTION                                                                             \
    {                                                                                              \
        "profile", { { "PROFILE", "PROFIL" } }, profile_choices,                                   \
        {                                                                                          \
            { "article: the rules of the article alone; programme (the default): also those of "   \
              "the pages that it links to",                                                        \
              "article : les seules règles de l'article ; programme (par défaut) : aussi celles "  \
              "des pages auxquelles il renvoie" }                                                  \
        }                                                                                          \
    }
#define ON_OPTION                                                                                  \
    {                                                                                              \
        "on", { { "DATE", "DATE" } }, NULL,                                                        \
        {                                                                                          \
            { "the day of the act, as YYYY-MM-DD; by default today (UTC)",                         \
              "le jour de l'acte, AAAA-MM-JJ ; par défaut, aujourd'hui (UTC)" }                    \
        }                                                                                          \
    }
#define OTHER_READING_OPTION                                                                       \
    {                                                                                              \
        "other-reading", { { "READINGS", "LECTURES" } }, NULL,                                     \
        {                                                                                          \
            { "take readings the other way, parted by commas: Q2, Q3, Q4, Q6, Q7, Q12, Q13",       \
              "prendre des lectures dans l'autre sens, séparées par des virgules : Q2, Q3, Q4, "   \
              "Q6, Q7, Q12, Q13" }                                                                 \
        }                                                                                          \
    }

#endif
