/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_WORLD_OPTION_H
#define AVAL_CLI_WORLD_OPTION_H

#include "base/date.h"
#include "book/book.h"
#include "cli/command.h"
#include "rulebook/request.h"

/** The book of the world at the path, with progress on a terminal; NULL: complained. */
struct book *world_option_read(enum language language, const char *path);

/**
 * The same; without a path the book of the sample program, which is then said on standard error.
 */
struct book *world_option_read_or_sample(enum language language, const char *path);

/** The book of the sample program; NULL when memory has run out. */
struct book *world_sample(enum language language);

/** Reads the day of --on; without a text it is today in UTC. False: complained. */
bool on_option_read(enum language language, const char *text, date *out_on);

/**
 * Reads the terms of --profile and --other-reading, each NULL when it is not given. False:
 * complained.
 */
bool terms_option_read(enum language language, const char *profile, const char *other_readings,
                       struct terms *out_terms);

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
