/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_CENSUS_H
#define AVAL_STORE_CENSUS_H

#include <yyjson.h>

#include "base/json_writer.h"
#include "engine/journal/merkle.h"
#include "store/edits.h"
#include "store/store_private.h"

/*
 * The facts of a book at a moment: how many of each type, and the SHA-256 of their lines as an
 * export has them. An entry that keeps a census lets anyone go back to it from a later book, by
 * taking back what the entries behind it changed, and see that the facts were just these.
 */
struct census {
    struct census_type {
        uint64_t count;
        struct merkle_hash hash; /* of the lines of the type */
    } types[FACT_TYPE_COUNT];
    struct merkle_hash hash; /* of all lines: that of the export */
};

/** Takes the census, of a book without facts; of the book that the edits lead to, or NULL: as it
 * is. Edits are used up: what could not be left out is left in them. */
void census_of_nothing(struct census *out_census);
enum status census_take(struct session *session, struct edits *edits, struct census *out_census)
    MUST_CHECK;

/** Writes a census as a member of an object: types without facts are left out. */
void census_write(struct json_writer *writer, const struct census *census);

/* What the vendor did to the facts other than by an act, and the journal has to tell. */
struct census_note {
    struct text act;
    guid party; /* GUID_NONE: nobody's in particular */
    void (*write_members)(struct json_writer *writer, const void *of); /* of the entry's input */
    const void *of;
};

/** Adds the entry, whose input ends with the census of the facts as they are: "export". */
enum status census_journal(struct session *session, const struct census_note *note,
                           uint64_t *out_position) MUST_CHECK;

/** Reads one. False: it is none. */
bool census_read(yyjson_val *object, struct census *out_census);

/** Whether both have the same facts of the type. */
bool census_agrees(const struct census *left, const struct census *right, enum fact_type type);

#endif
