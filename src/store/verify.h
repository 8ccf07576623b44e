/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_VERIFY_H
#define AVAL_STORE_VERIFY_H

#include "engine/fault.h"
#include "engine/journal/head.h"
#include "engine/store.h"

/* What may be wrong with a book: each with the entry that it is about, if there is one. */
enum verify_kind {
    VERIFY_UNREADABLE,     /* what: why the book could not be read further */
    VERIFY_GAP,            /* the entry is missing; the next that is there is `other` */
    VERIFY_ENTRY,          /* it is not what its leaf was made of */
    VERIFY_BODY,           /* its body is not what its leaf was made of */
    VERIFY_BODY_GONE,      /* it has no body, and no entry tells that it was erased */
    VERIFY_NODE,           /* the tree over the entries up to `other` is not kept as it is */
    VERIFY_CHANGES,        /* what it changed cannot be read; what */
    VERIFY_DECISION,       /* a decision, judged again, is another; what: its number and why */
    VERIFY_HEAD_SIGNATURE, /* the head is not signed by its key */
    VERIFY_HEAD_KEY,       /* it is signed by another book's key */
    VERIFY_HEAD_BEHIND,    /* the book has only `other` entries, the head so many */
    VERIFY_HEAD_ROOT,      /* the first so many entries are not those of the head */
    VERIFY_FACT_GONE,      /* a fact that the entry left is not there as it left it; what */
    VERIFY_CLOCK,          /* the clock is not set as the entry says, or 0: it was never moved */
    VERIFY_PAGES,          /* the file is damaged, perhaps an index alone; what */
    VERIFY_FACTS, /* facts of a type, before the acts since the entry; what: type, counts */
    VERIFY_KIND_COUNT
};

struct verify_finding {
    enum verify_kind kind;
    uint64_t position, other;
    struct text what; /* borrowed until the report returns */
};

/* Who is told, while the book is read. */
struct verify_sink {
    /** Forgets what it was told: it begins, perhaps anew. */
    void (*begin)(struct verify_sink *sink);
    void (*report)(struct verify_sink *sink, const struct verify_finding *finding);
    /** So many entries were looked at; 0: it is at something else. False: it stops, with the
     * fault INTERRUPTED. */
    bool (*progress)(struct verify_sink *sink, uint64_t entry_count);
};

struct verify_request {
    const struct journal_head *head; /* that somebody kept; or NULL */
    enum language language;          /* of what replaying says */
    struct verify_sink *sink;
};

/* What was looked at. */
struct verify_report {
    struct merkle_head tree; /* of what the entries are now */
    uint64_t erased_count;   /* of bodies */
    uint64_t decision_count;
    uint64_t other_rulebook_count; /* of decisions that another rulebook took, and differ */
    uint64_t fact_count;
    uint64_t finding_count;
};

/**
 * Looks whether the book is what its journal says, all of it: every entry against its leaf, the
 * tree over them, every decision judged again, every fact, by taking back what the entries changed
 * down to what was imported, and every page of the file. OK: it was looked at; the report tells of
 * findings.
 */
enum status store_verify(struct store *store, const struct verify_request *request,
                         struct fault *fault, struct verify_report *out_report) MUST_CHECK;

#endif
