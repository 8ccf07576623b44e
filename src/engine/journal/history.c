/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/journal/history.h"

#include <inttypes.h>

#include "engine/party/party.h"

/* All that the principal sees. */
static struct entry_filter filter_of(struct principal principal)
{
    return (struct entry_filter){ .has_party = !principal_is_vendor(principal),
                                  .party = principal.tenant };
}

enum status history_visit(struct call *call, const struct history_question *question,
                          struct entry_visitor *visitor)
{
    struct entry_filter filter = filter_of(question->principal);
    struct seen_party seen;

    filter.after = question->after;
    filter.limit = question->limit;
    if (question->party.length == 0)
        return call->store->visit_entries(call, &filter, visitor);
    TRY(party_find_seen(call, question->principal, question->party, &seen));
    if (seen.visibility == VISIBILITY_RELATED) {
        filter.has_other = true;
        filter.other = seen.tenant;
    } else {
        filter.has_party = true;
        filter.party = seen.tenant;
    }
    return call->store->visit_entries(call, &filter, visitor);
}

enum status history_fail_position(struct call *call, uint64_t position)
{
    return call_fail(call, FAULT_UNKNOWN_POSITION,
                     arena_format(&call->arena, "%" PRIu64, position).bytes, NULL, NULL);
}

/* Hands on the entry at the position, and no other. */
struct picking {
    struct entry_visitor visitor; /* first */
    struct entry_visitor *wanted;
    uint64_t position;
    bool has_found;
};

static enum status pick(struct entry_visitor *visitor, const struct entry *entry)
{
    struct picking *picking = (struct picking *)visitor;

    if (entry->position != picking->position)
        return STATUS_OK;
    picking->has_found = true;
    return picking->wanted->take(picking->wanted, entry);
}

enum status history_show(struct call *call, struct principal principal, uint64_t position,
                         struct entry_visitor *visitor)
{
    struct picking picking = { .visitor = { pick }, .wanted = visitor, .position = position };
    struct entry_filter filter = filter_of(principal);

    if (position == 0 || position > INT64_MAX)
        return history_fail_position(call, position);
    filter.after = position - 1;
    filter.limit = 1;
    TRY(call->store->visit_entries(call, &filter, &picking.visitor));
    return picking.has_found ? STATUS_OK : history_fail_position(call, position);
}
