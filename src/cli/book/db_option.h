/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_DB_OPTION_H
#define AVAL_CLI_BOOK_DB_OPTION_H

#include "cli/command.h"
#include "engine/principal.h"
#include "store/store.h"

/*
 * Options of the commands that work on a stored book: which book, and who asks. Whatever stops
 * them ends in one place, by how its status is answered.
 */

enum {
    DB_URL_BYTES = 4096
};

/* Where a book is. */
struct db_place {
    char url[DB_URL_BYTES];
    bool is_default; /* neither named by an option nor by the environment */
};

/**
 * The place that is typed after --db, else that of AVAL_DB, else the default one: under the folder
 * for the person's data. False: there is none; complained.
 */
bool db_option_read(enum language language, const char *typed, struct db_place *out_place);

/** Whether there is something at the default place, or AVAL_DB names one. */
bool db_is_there(void);

/** Makes the folders of the default place, for the person alone. False: complained. */
bool db_make_folders(enum language language, const struct db_place *place);

/** Opens the book that is named by --db. NULL: complained; *out_exit says how to end. */
struct store *db_option_open(enum language language, const char *typed, enum store_mode mode,
                             enum exit_status *out_exit);

/** Complains of what the engine or the store could not do; how the program ends then. */
enum exit_status fault_complain(enum language language, const struct fault *fault);

/** A program without memory: complains, and how it ends. */
enum exit_status db_no_memory(enum language language);

/*
 * Reads who asks, from what is typed after --as or from AVAL_AS; the tenant's text stays to be
 * found. False: complained, also when nobody is named and somebody has to be.
 */
struct named_principal {
    const char *typed; /* NULL: nobody is named */
    struct text tenant;
    struct principal principal;
};

bool as_option_read(enum language language, const char *typed, struct named_principal *out_named);

#define DB_OPTION                                                                                  \
    {                                                                                              \
        "db", { { "URL", "URL" } }, NULL,                                                          \
        {                                                                                          \
            { "the book: sqlite:PATH; by default that of AVAL_DB, else "                           \
              "~/.local/share/aval/aval.db",                                                       \
              "le registre : sqlite:CHEMIN ; par défaut celui d'AVAL_DB, sinon "                   \
              "~/.local/share/aval/aval.db" }                                                      \
        }                                                                                          \
    }
#define AS_OPTION                                                                                  \
    {                                                                                              \
        "as", { { "TENANT:ROLE", "LOCATAIRE:RÔLE" } }, NULL,                                       \
        {                                                                                          \
            { "who acts: a role in a tenant (its id or domain), vendor or vendor_support; by "     \
              "default as AVAL_AS says",                                                           \
              "qui agit : un rôle dans un locataire (identifiant ou domaine), vendor ou "          \
              "vendor_support ; par défaut, selon AVAL_AS" }                                       \
        }                                                                                          \
    }
#define BOOK_JSON_OPTION                                                                           \
    {                                                                                              \
        "json", { { NULL, NULL } }, NULL,                                                          \
        {                                                                                          \
            {                                                                                      \
                "answer in JSON", "répondre en JSON"                                               \
            }                                                                                      \
        }                                                                                          \
    }

#endif
