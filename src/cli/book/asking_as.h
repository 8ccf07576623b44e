/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_BOOK_ASKING_AS_H
#define AVAL_CLI_BOOK_ASKING_AS_H

#include "cli/book/db_option.h"
#include "engine/call.h"

/* A question to a stored book by somebody: by nobody in particular, the vendor asks. */
struct asking_as {
    struct store_work work;
    struct named_principal named;
    struct principal principal; /* once it has been found */

    /* Answers with the call bound, its clock read and the principal found; perhaps again. */
    enum status (*run)(struct asking_as *asking, struct call *call);
};

/* What was typed; NULL: nothing. */
struct asking_options {
    enum language language;
    const char *as;
    const char *db;
};

/** Opens the book, finds who asks and runs the question; complained unless EXIT_DONE. */
enum exit_status asking_as_run(struct asking_as *asking, const struct asking_options *options);

#define ASKING_AS_OPTION                                                                           \
    {                                                                                              \
        "as", { { "TENANT:ROLE", "LOCATAIRE:RÔLE" } }, NULL,                                       \
        {                                                                                          \
            { "who asks: a role in a tenant (its id or domain); by default as AVAL_AS says, else " \
              "the vendor",                                                                        \
              "qui demande : un rôle dans un locataire (identifiant ou domaine) ; par défaut "     \
              "selon AVAL_AS, sinon l'éditeur" }                                                   \
        }                                                                                          \
    }

#endif
