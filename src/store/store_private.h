/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_STORE_STORE_PRIVATE_H
#define AVAL_STORE_STORE_PRIVATE_H

#include "engine/call.h"
#include "store/statements.h"
#include "store/store.h"

/*
 * What imports and exports ask of a database's driver beyond what the engine does. Every store is
 * a loading store, and every call that a driver binds to a transaction is that of a session.
 */
struct loading_store {
    struct store store;

    /** As write(), and by itself: no reference is looked at unless the work does it. */
    enum status (*load)(struct store *store, struct store_work *work, struct fault *fault);

    /** Rewrites all that is kept, so that nothing is left of what was erased before. */
    enum status (*scrub)(struct store *store, struct fault *fault);
};

/* Who takes references that name nothing; the fact has its row_id and that one field. */
struct dangling_visitor {
    enum status (*take)(struct dangling_visitor *visitor, const struct reference_row *reference,
                        const struct row *row);
};

struct session {
    struct call call;
    const struct session_functions *functions;
};

struct new_file;
struct copy_sink;
struct verify_sink;

struct session_functions {
    /** Shows every fact of a type, in the order of its fields. */
    enum status (*visit_by_fields)(struct session *session, enum fact_type type,
                                   struct row_visitor *visitor);

    /**
     * Adds a fact as the row of that id, which is above any that next_id() gave. CONFLICT without
     * a fault: a constraint does not admit it.
     */
    enum status (*load)(struct session *session, const struct row *row);
    uint64_t (*next_id)(struct session *session);

    /** Erases the body of the entry, and the digests of what its principal asked in such acts. */
    enum status (*erase_body)(struct session *session, const struct entry *entry);

    /** Shows every fact whose reference names nothing. */
    enum status (*visit_dangling)(struct session *session, const struct reference_row *reference,
                                  struct dangling_visitor *visitor);

    /**
     * Looks at every page, those of indexes too: what is found by one has to be what is there.
     * CORRUPT: the fault tells the first thing that is wrong. UNAVAILABLE: the sink stopped it.
     */
    enum status (*check_pages)(struct session *session, struct verify_sink *sink);

    /** Writes all that the transaction sees into the file, which is then a book. */
    enum status (*copy_to)(struct session *session, const struct new_file *file,
                           struct copy_sink *sink);
};

/** The session of a call that a store has bound. */
static inline struct session *session_of(struct call *call)
{
    return (struct session *)call;
}

#endif
