/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_USE_CASE_H
#define AVAL_ENGINE_USE_CASE_H

#include "engine/call.h"
#include "exchange/full.h"
#include "exchange/shape.h"
#include "model/lifecycle.h"
#include "model/order_line.h"
#include "model/proposal.h"

/*
 * What an act is asked with. Which members count is a matter of the act's shape; GUID_NONE, the
 * empty text, DATE_AFTER_ALL and 0 stand where something optional is absent. Texts are borrowed.
 */
struct act_input {
    guid tenant, provider, reseller, seller, partner, customer;
    guid invitation, support_case, order, subscription, parent;
    struct text organization, name, owner, owned, domain, mpn_id, offer, publisher, signed_by;
    struct text token, version, friendly_name;
    struct particulars particulars;
    country country;
    struct markets markets;
    date from, to, date;
    unsigned kind, purpose, role, capability, services, party,
        renewal; /* values or bits of words */
    uint32_t quantity;
    struct order_lines further_lines;

    /* What the act is resolved to; no field of any act. */
    guid transacting;      /* the provider of a chain, else the direct-bill partner */
    guid inviter, invited; /* of an invitation */
    guid customer_inviter; /* the inviter, of an invitation of a customer */
    guid opener;           /* of a support case */
    uint32_t lines_before; /* that the order has already */
};

/* The fields of an act's shape, each with the member that it fills. */
#define INPUT(name, kind, member)                                                                  \
    { TEXT_ROW(name), kind, false, NULL, offsetof(struct act_input, member) }
#define INPUT_OPTIONAL(name, kind, member)                                                         \
    { TEXT_ROW(name), kind, true, NULL, offsetof(struct act_input, member) }
#define INPUT_WORD(name, kind, words, member)                                                      \
    { TEXT_ROW(name), kind, false, &(words), offsetof(struct act_input, member) }
#define INPUT_SHAPE(name, fields) { name, fields, COUNT_OF(fields) }

enum {
    ACT_PROPOSALS_MAX = ORDER_LINES_MAX + 1,
    ACT_SUPPOSED_MAX = 2,
    ACT_NOTES_MAX = 128
};

/* A fact that was added, or that stands in the place of another. */
struct act_change {
    uint64_t id; /* of the row that is replaced; 0: the fact is added */
    struct fact before;
    struct fact fact;
};

/* Something that the answer tells: what was made, what runs on. */
struct act_note {
    const char *key;
    struct text value;
    bool is_secret; /* given once, and never again */
};

/* An act while it is judged and carried out. */
struct acting {
    struct call *call;
    const struct use_case *use_case;
    struct principal principal;
    struct terms terms;     /* by which its proposals are judged */
    struct act_input asked; /* as it was given */
    struct act_input input; /* the same, filled further by `resolve` */
    struct row subject;     /* what the input names by an id or a token; of `resolve` */
    struct proposal proposals[ACT_PROPOSALS_MAX];
    unsigned proposal_count;
    struct fact supposed[ACT_SUPPOSED_MAX]; /* what is judged as if it were there */
    unsigned supposed_count;
    struct act_change *changes; /* of the call's arena */
    unsigned change_count;
    unsigned change_room;
    struct act_note notes[ACT_NOTES_MAX];
    unsigned note_count;
};

/* Who may do an act: a role, in the tenant that the input names there; PERMITTED_ANY: the vendor's
 * roles, which have no tenant. */
struct permission {
    enum principal_role role;
    size_t tenant;  /* offsetof(struct act_input, …) */
    const char *as; /* the same in words: "provider" */
};

#define PERMITTED_ANY SIZE_MAX

/* A row for one of the vendor's roles; a row for a role in the tenant that the member names. */
#define PERMIT_VENDOR(role) { role, PERMITTED_ANY, NULL }
#define PERMIT(role, member) { role, offsetof(struct act_input, member), #member }

enum {
    PERMISSIONS_MAX = 8
};

/*
 * An act that the book carries out: one row, with its functions just above it. They run in this
 * order, each inside the act's transaction; any of them fails with the call's fault.
 */
struct use_case {
    const char *name; /* "place_order": of the journal, and with dashes the command */
    struct phrase summary;
    const struct shape *shape;
    struct permission permissions[PERMISSIONS_MAX];
    unsigned permission_count;

    /* What a stranger without the right is told: that what the input names is not there; who is a
     * party is told who may. FAULT_NONE where it names nothing that might be a stranger's. */
    enum fault_kind hidden_as;

    /** Finds what the input names by an id or a token, and fills what stands behind it; or NULL. */
    enum status (*resolve)(struct acting *acting);

    /**
     * Looks whether the act is possible: life cycles, and that its effect is not there already
     * (CONFLICT); and proposes what the rulebook has to judge. What it notes is told if the act is
     * supported, in a dry run too.
     */
    enum status (*prepare)(struct acting *acting);

    /** Makes the changes of an act that is supported. */
    enum status (*carry_out)(struct acting *acting);
};

/** All use cases, in the order of the documents; NULL at the end. */
extern const struct use_case *const use_cases[];

/** The use case of that name, or NULL. */
const struct use_case *use_case_find(struct text name);

/* For use cases. */

/** Has the rulebook judge a proposal, dated today. */
void act_propose(struct acting *acting, struct proposal proposal);

/** Has the rulebook judge as if the fact were there: an organisation or tenant to be made. */
void act_suppose(struct acting *acting, struct fact fact);

/** Whether the tenant is one that is only supposed. */
bool act_supposes(const struct acting *acting, guid tenant);

/** Adds a fact. */
enum status act_add(struct acting *acting, struct fact fact) MUST_CHECK;

/** Puts the fact in the place of the row. */
enum status act_replace(struct acting *acting, const struct row *row, struct fact fact) MUST_CHECK;

/** Ends each of the rows that is in effect today, from today on. */
enum status act_end(struct acting *acting, const struct rows *rows) MUST_CHECK;

/** A new fact of the type, from today on. */
struct fact act_fact(const struct acting *acting, enum fact_type type);

/** A new id: time-ordered (RFC 9562, version 7). */
guid act_new_id(const struct acting *acting);

/** The row with the latest beginning among those in effect today, or NULL. */
const struct row *act_current(const struct acting *acting, const struct rows *rows);

/**
 * The state to which the event leads from one. CONFLICT: the life cycle lacks it; the fault names
 * the state and what is possible in it.
 */
enum status act_move(struct acting *acting, const struct lifecycle *lifecycle, unsigned state,
                     unsigned event, unsigned *out_next) MUST_CHECK;

/** Tells something in the answer. */
void act_note(struct acting *acting, const char *key, struct text value);
void act_note_id(struct acting *acting, const char *key, guid id);
void act_note_date(struct acting *acting, const char *key, date day);
void act_note_secret(struct acting *acting, const char *key, struct text value);

/** A day as a fault names it, until the call ends. */
const char *act_day(const struct acting *acting, date day);

/** Finds rows by up to two ids. */
enum status act_find(struct acting *acting, enum query query, guid first, guid second,
                     struct rows *out_rows) MUST_CHECK;

/** Finds by up to two ids, of those in effect today the row with the latest beginning, or NULL. */
enum status act_find_current(struct acting *acting, enum query query, guid first, guid second,
                             const struct row **out_row) MUST_CHECK;

/** Looks that the version is the one that the input names, if it names one. CONFLICT. */
enum status act_check_version(struct acting *acting, uint64_t version) MUST_CHECK;

/** Looks that one of what the query finds is in effect today. The status of the fault. */
enum status act_check_there(struct acting *acting, enum query query, guid first, guid second,
                            enum fault_kind fault) MUST_CHECK;

/** Looks that none of what the query finds is in effect today. The status of the fault. */
enum status act_check_absent(struct acting *acting, enum query query, guid first, guid second,
                             enum fault_kind fault) MUST_CHECK;

/** Ends what the query finds and is in effect today, from today on. */
enum status act_find_and_end(struct acting *acting, enum query query, guid first, guid second)
    MUST_CHECK;

/** Looks that the day is one of the days that its field may hold. INVALID. */
enum status act_check_day(struct acting *acting, const char *field, date day, struct interval days)
    MUST_CHECK;

/** Looks that the tenant is there; out_row may be NULL. NOT_FOUND. */
enum status act_find_tenant(struct acting *acting, guid id, struct row *out_row) MUST_CHECK;

#endif
