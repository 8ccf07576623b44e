/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_STORE_H
#define AVAL_ENGINE_STORE_H

#include "base/attributes.h"
#include "engine/entry.h"
#include "engine/query.h"
#include "model/fact.h"

struct call;
struct fault;
struct reads;

/* A fact as a store keeps it. */
struct row {
    uint64_t id; /* its name in the store, made by the program */
    struct fact fact;
};

struct rows {
    struct row *list; /* of the call's arena, as are their texts */
    size_t count;
};

/* Who takes facts one after the other; texts are borrowed until it returns. */
struct row_visitor {
    enum status (*take)(struct row_visitor *visitor, const struct row *row);
};

/* The answer that was given to a request, for when it comes again. */
struct receipt {
    struct principal principal;
    struct text request_id; /* the caller's */
    struct text act;
    struct text digest; /* of what was asked */
    struct text answer; /* JSON */
};

/* Settings of a book. */
#define SETTINGS(SETTING)                                                                          \
    SETTING(IS_SANDBOX, "is_sandbox")     /* "yes": its clock can be moved */                      \
    SETTING(CLOCK_OFFSET, "clock_offset") /* seconds that its clock is ahead of the system's */    \
    SETTING(CREATED_AT, "created_at")     /* milliseconds since 1970 */                            \
    SETTING(HEAD_KEY, "head_key")         /* the seed of the key that signs heads: a secret */

#define SETTING(name, word) SETTING_##name,
enum setting {
    SETTINGS(SETTING) SETTING_COUNT
};
#undef SETTING

/*
 * What the engine asks of a store inside a transaction, which is the call's. All of them: a
 * failure sets the call's fault. Whatever ends in a failure other than those that a function names
 * ends the transaction without effect.
 */
struct store_functions {
    /** The facts that the query finds; none is no failure. */
    enum status (*find)(struct call *call, enum query query, const struct query_key *key,
                        struct rows *out_rows);

    /** Shows every fact of a type, in the order of their ids. */
    enum status (*visit)(struct call *call, enum fact_type type, struct row_visitor *visitor);

    /** Adds a fact; or puts one in the place of another, of the same type. */
    enum status (*add)(struct call *call, const struct fact *fact);
    enum status (*replace)(struct call *call, uint64_t id, const struct fact *fact);

    /** Adds a sealed entry to the journal, and gives it its position; see entry_add(). */
    enum status (*add_entry)(struct call *call, struct entry *entry);

    /** The position of the last entry; 0: there is none. */
    enum status (*last_position)(struct call *call, uint64_t *out_position);

    /**
     * The root of a complete part of the journal's tree, at level 0 the leaf of an entry; and one
     * of a higher level to be kept. *out_found tells whether it is kept.
     */
    enum status (*find_node)(struct call *call, unsigned level, uint64_t place,
                             struct merkle_hash *out_hash, bool *out_found);
    enum status (*add_node)(struct call *call, unsigned level, uint64_t place,
                            const struct merkle_hash *hash);

    /** Shows the entries that the filter lets through, in their order. */
    enum status (*visit_entries)(struct call *call, const struct entry_filter *filter,
                                 struct entry_visitor *visitor);

    /** The receipt of the principal's request id and act; *out_found tells whether there is one. */
    enum status (*find_receipt)(struct call *call, struct receipt *receipt, bool *out_found);
    enum status (*add_receipt)(struct call *call, const struct receipt *receipt);

    /** A setting; the empty text where it was never set. */
    enum status (*setting)(struct call *call, enum setting setting, struct text *out_value);
    enum status (*set)(struct call *call, enum setting setting, struct text value);

    /** Whether all that was looked up would be found again just so, by a work that writes. */
    bool (*is_unchanged)(struct call *call, const struct reads *reads);
};

/* What is done in one transaction. */
struct store_work {
    /*
     * Runs with the call bound to the transaction, its clock read and its arena empty. A status
     * other than OK takes back all that it did. It may run again when a transaction had to be
     * begun anew, so what it gives it gives whole each time.
     */
    enum status (*run)(struct store_work *work, struct call *call);
};

/* A store that is open. A failure sets the caller's fault: that of the call, or the store's own. */
struct store {
    /** Runs the work on one state of the book, beside writers. */
    enum status (*read)(struct store *store, struct store_work *work, struct fault *fault);

    /**
     * Runs the work alone, and returns when what it did is kept for good. Any thread may call it;
     * works that wait are done together.
     */
    enum status (*write)(struct store *store, struct store_work *work, struct fault *fault);

    /** Whether a work to be written would have to wait for others. */
    bool (*is_busy)(struct store *store);

    /** Ends the store. */
    void (*close)(struct store *store);
};

#endif
