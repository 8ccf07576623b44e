/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_TESTS_DURABILITY_STORY_H
#define AVAL_TESTS_DURABILITY_STORY_H

#include "engine/engine.h"
#include "engine/journal/head.h"
#include "store/store.h"

/*
 * A representative run on a book: it is made, a world imported, acts are carried out, refused and
 * not possible, alone and many at once, the log is brought into the file, a name is erased, and
 * the book closed and opened between. The program's own code does it; an audience is told what was
 * asked, what answered, and what failed, and the story goes on after a failure as a user would.
 */

/* What was asked for. */
enum deed {
    DEED_MAKE, /* a new book */
    DEED_IMPORT,
    DEED_ACT,
    DEED_ERASE
};

/* What the program acknowledged. */
struct answer {
    enum deed deed;
    uint64_t position;       /* of its entry; 0: it has none */
    struct merkle_hash leaf; /* of an act's entry */
};

struct audience {
    /** Something that makes an entry is about to be asked; many threads may. */
    void (*asked)(struct audience *audience);
    void (*answered)(struct audience *audience, const struct answer *answer);
    void (*failed)(struct audience *audience, const struct fault *fault);

    /** The head of the journal now, behind all that was answered. */
    void (*took_head)(struct audience *audience, const struct journal_head *head);

    /** A read failed, of the open book. */
    void (*failed_to_read)(struct audience *audience, const struct fault *fault);
};

struct story {
    const char *path;  /* of the book */
    const char *world; /* of a file with it */
    const char *day;   /* on which it begins; NULL: that of the story's own acts */
    struct audience *audience;
    struct store *store; /* NULL: not open, and what needs it does nothing */
    unsigned number;     /* of acts that were asked for, so that no two are the same */
};

/* The name that story_erase() erases. */
#define STORY_NAME "zoe.quartermaine@oak.example"

/** Writes the world that the story begins with. */
void story_write_world(struct buffer *world);

/** Makes the book, a sandbox, and imports the world from its file; it stays open. */
void story_make(struct story *story);

/** Opens the book for writing; or brings one of an older version up to date, which is a deed. */
void story_open(struct story *story);
void story_migrate(struct story *story);
void story_close(struct story *story);

/** One act, as a line of `aval perform`; and a look at the journal's head. */
void story_ask(struct story *story, const char *line);
void story_look(struct story *story);

/** A few acts, one after the other: most are carried out, some refused, some not possible. */
void story_act(struct story *story);

/** An act that is always carried out; with a request id, which tells a repetition, or NULL. */
void story_register(struct story *story, const char *request_id);

/** So many acts by each of so many at once. */
void story_crowd(struct story *story, unsigned client_count, unsigned act_count);

/** Somebody signs, whose name is erased then. */
void story_erase(struct story *story);

#endif
