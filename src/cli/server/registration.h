/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_CLI_SERVER_REGISTRATION_H
#define AVAL_CLI_SERVER_REGISTRATION_H

#include "api/registry/registry.h"
#include "base/json_writer.h"
#include "cli/book/asking_as.h"

/* What commands about clients and users have in common: the registry beside a book. */
struct registration {
    struct asking_as asking;
    struct principal principal; /* of --as; the vendor where it is not asked for */
    char folder[FOLDER_BYTES];
    struct registry *registry;
};

/* What was typed. */
struct registration_options {
    enum language language;
    const char *db;
    const char *as;
    bool needs_as; /* the role has to be named, in a tenant that the book has */
};

/** Opens the registry of a book that is there; complained unless EXIT_DONE. */
enum exit_status registration_open(struct registration *registration,
                                   const struct registration_options *options);

void registration_close(struct registration *registration);

/** Adds "TENANT:ROLE", or the vendor's role alone; the same as members of an object. */
void registration_add_principal(struct buffer *buffer, struct principal principal);
void registration_write_principal(struct json_writer *writer, struct principal principal);

/** Ends with what was added to the buffer, or what went wrong; the buffer is done. */
enum exit_status registration_end(struct registration *registration, enum language language,
                                  const struct fault *fault, struct buffer *buffer);

#define REGISTRATION_AS_OPTION                                                                     \
    {                                                                                              \
        "as", { { "TENANT:ROLE", "LOCATAIRE:RÔLE" } }, NULL,                                       \
        {                                                                                          \
            { "as whom they act: a role in a tenant (its id or domain), vendor or "                \
              "vendor_support",                                                                    \
              "en tant que qui agir : un rôle dans un locataire (identifiant ou domaine), vendor " \
              "ou vendor_support" }                                                                \
        }                                                                                          \
    }

#endif
