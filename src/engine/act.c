/* SPDX-License-Identifier: Apache-2.0 */
/* What use cases are made of. */

#include <inttypes.h>

#include "base/assert.h"
#include "engine/use_case.h"
#include "exchange/fact_shape.h"

void act_propose(struct acting *acting, struct proposal proposal)
{
    ASSERT(acting->proposal_count < ACT_PROPOSALS_MAX);
    proposal.date = acting->call->today;
    acting->proposals[acting->proposal_count++] = proposal;
}

void act_suppose(struct acting *acting, struct fact fact)
{
    ASSERT(acting->supposed_count < ACT_SUPPOSED_MAX);
    acting->supposed[acting->supposed_count++] = fact;
}

bool act_supposes(const struct acting *acting, guid tenant)
{
    for (unsigned i = 0; i < acting->supposed_count; i++)
        if (acting->supposed[i].type == FACT_TENANT &&
            guid_equal(acting->supposed[i].tenant.id, tenant))
            return true;
    return false;
}

/* Most acts change a few facts; what was imported may overlap, and then it all ends. */
static void grow_changes(struct acting *acting)
{
    unsigned room = acting->change_room == 0 ? 8 : acting->change_room * 2;
    struct act_change *changes = arena_new(&acting->call->arena, room, sizeof(*changes));

    if (acting->change_count > 0)
        memcpy(changes, acting->changes, acting->change_count * sizeof(*changes));
    acting->changes = changes;
    acting->change_room = room;
}

static void note_change(struct acting *acting, struct act_change change)
{
    if (acting->change_count == acting->change_room)
        grow_changes(acting);
    acting->changes[acting->change_count++] = change;
}

enum status act_add(struct acting *acting, struct fact fact)
{
    TRY(acting->call->store->add(acting->call, &fact));
    note_change(acting, (struct act_change){ .fact = fact });
    return STATUS_OK;
}

enum status act_replace(struct acting *acting, const struct row *row, struct fact fact)
{
    ASSERT(row->fact.type == fact.type);
    TRY(acting->call->store->replace(acting->call, row->id, &fact));
    note_change(acting, (struct act_change){ row->id, row->fact, fact });
    return STATUS_OK;
}

enum status act_end(struct acting *acting, const struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct fact ended = rows->list[i].fact;

        if (!interval_holds(ended.valid, acting->call->today))
            continue;
        ended.valid.to = acting->call->today;
        TRY(act_replace(acting, &rows->list[i], ended));
    }
    return STATUS_OK;
}

struct fact act_fact(const struct acting *acting, enum fact_type type)
{
    struct fact fact = fact_begin(type);

    fact.valid.from = acting->call->today;
    return fact;
}

guid act_new_id(const struct acting *acting)
{
    return call_new_id(acting->call);
}

const struct row *act_current(const struct acting *acting, const struct rows *rows)
{
    const struct row *current = NULL;

    for (size_t i = 0; i < rows->count; i++) {
        const struct row *row = &rows->list[i];

        if (interval_holds(row->fact.valid, acting->call->today) &&
            (current == NULL || !date_before(row->fact.valid.from, current->fact.valid.from)))
            current = row;
    }
    return current;
}

/* The words of what is possible in the state; for the person who has to choose. */
static const char *possible_events(struct arena *arena, const struct lifecycle *lifecycle,
                                   unsigned state)
{
    const char *list = "";
    unsigned next = 0;

    for (unsigned event = 0; event < lifecycle->events->count; event++)
        if (lifecycle_next(lifecycle, state, event, &next))
            list = arena_format(arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                lifecycle->events->list[event])
                       .bytes;
    return list;
}

enum status act_move(struct acting *acting, const struct lifecycle *lifecycle, unsigned state,
                     unsigned event, unsigned *out_next)
{
    if (lifecycle_next(lifecycle, state, event, out_next))
        return STATUS_OK;
    ASSERT(state < lifecycle->states->count);
    if (lifecycle_is_end(lifecycle, state))
        return call_fail(acting->call, FAULT_LIFECYCLE_END, lifecycle->states->list[state], NULL,
                         NULL);
    return call_fail(acting->call, FAULT_LIFECYCLE, lifecycle->states->list[state],
                     possible_events(&acting->call->arena, lifecycle, state), NULL);
}

static void add_note(struct acting *acting, struct act_note note)
{
    /* What goes beyond is cut: a caller reads lists by their own command. */
    if (acting->note_count < ACT_NOTES_MAX)
        acting->notes[acting->note_count++] = note;
}

void act_note(struct acting *acting, const char *key, struct text value)
{
    add_note(acting, (struct act_note){ key, arena_keep(&acting->call->arena, value), false });
}

void act_note_id(struct acting *acting, const char *key, guid id)
{
    char text[GUID_LENGTH + 1];

    guid_format(id, text);
    act_note(acting, key, text_of(text));
}

void act_note_date(struct acting *acting, const char *key, date day)
{
    char text[DATE_LENGTH + 1];

    date_format(day, text);
    act_note(acting, key, text_of(text));
}

void act_note_secret(struct acting *acting, const char *key, struct text value)
{
    add_note(acting, (struct act_note){ key, arena_keep(&acting->call->arena, value), true });
}

const char *act_day(const struct acting *acting, date day)
{
    char text[DATE_LENGTH + 1];

    date_format(day, text);
    return arena_keep(&acting->call->arena, text_of(text)).bytes;
}

enum status act_find(struct acting *acting, enum query query, guid first, guid second,
                     struct rows *out_rows)
{
    struct query_key key = { .ids = { first, second }, .on = acting->call->today };

    return acting->call->store->find(acting->call, query, &key, out_rows);
}

enum status act_find_current(struct acting *acting, enum query query, guid first, guid second,
                             const struct row **out_row)
{
    struct rows rows;

    TRY(act_find(acting, query, first, second, &rows));
    *out_row = act_current(acting, &rows);
    return STATUS_OK;
}

enum status act_check_there(struct acting *acting, enum query query, guid first, guid second,
                            enum fault_kind fault)
{
    const struct row *row;

    TRY(act_find_current(acting, query, first, second, &row));
    return row != NULL ? STATUS_OK : call_fail(acting->call, fault, NULL, NULL, NULL);
}

enum status act_check_absent(struct acting *acting, enum query query, guid first, guid second,
                             enum fault_kind fault)
{
    const struct row *row;

    TRY(act_find_current(acting, query, first, second, &row));
    return row == NULL ? STATUS_OK : call_fail(acting->call, fault, NULL, NULL, NULL);
}

enum status act_find_and_end(struct acting *acting, enum query query, guid first, guid second)
{
    struct rows rows;

    TRY(act_find(acting, query, first, second, &rows));
    return act_end(acting, &rows);
}

enum status act_check_day(struct acting *acting, const char *field, date day, struct interval days)
{
    char first[DATE_LENGTH + 1];
    char last[DATE_LENGTH + 1];

    if (interval_holds(days, day))
        return STATUS_OK;
    date_format(days.from, first);
    date_format((date){ days.to.day - 1 }, last);
    return call_fail(acting->call, FAULT_DAY_OUT_OF_RANGE, field, first, last);
}

enum status act_check_version(struct acting *acting, uint64_t version)
{
    struct text named = acting->input.version;
    struct text text = arena_format(&acting->call->arena, "%" PRIu64, version);

    if (named.length == 0 || text_equal(named, text))
        return STATUS_OK;
    return call_fail_text(acting->call, FAULT_VERSION_PAST, named);
}

enum status act_find_tenant(struct acting *acting, guid id, struct row *out_row)
{
    struct query_key key = { .ids = { id } };
    struct row row;

    TRY(call_find_one(acting->call, QUERY_TENANT, &key, &row));
    if (row.id == 0)
        return call_fail_id(acting->call, FAULT_UNKNOWN_TENANT, id);
    if (out_row != NULL)
        *out_row = row;
    return STATUS_OK;
}
