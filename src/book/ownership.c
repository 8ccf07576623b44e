/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ownership in a circle, on any date.
 *
 * On each date the organisations are a forest: nobody has two owners at once. First all dates are
 * laid over one another and whoever owns nobody is peeled off again and again: what remains hangs
 * on a circle that may or may not ever be closed on one date, and is nearly always empty. For the
 * rest ownership is played through in the order of time on a link-cut tree (Sleator and Tarjan,
 * "A data structure for dynamic trees", 1983): to begin means to hang a root under its owner,
 * which closes a circle exactly when the owner's root is that root. So a hostile world costs
 * n log n, not n times the depth.
 */
#include <stdlib.h>

#include "base/memory.h"
#include "book/book_private.h"

/* A node of the splay trees that hold the paths; numbers are those of organisations plus one. */
struct path_node {
    uint32_t parent; /* of the splay tree, or the path's parent when this is a splay root */
    uint32_t child[2];
};

/* The beginning or the end of an ownership. */
struct event {
    date date;
    bool is_beginning;
    uint32_t owned;
    uint32_t owner;
    uint32_t line;
};

static bool is_splay_root(const struct path_node *nodes, uint32_t node)
{
    uint32_t parent = nodes[node].parent;

    return parent == 0 || (nodes[parent].child[0] != node && nodes[parent].child[1] != node);
}

/* Turns the node up above its splay parent. */
static void rotate(struct path_node *nodes, uint32_t node)
{
    uint32_t parent = nodes[node].parent;
    uint32_t grandparent = nodes[parent].parent;
    unsigned side = nodes[parent].child[1] == node;
    uint32_t inner = nodes[node].child[1 - side];

    if (!is_splay_root(nodes, parent))
        nodes[grandparent].child[nodes[grandparent].child[1] == parent] = node;
    nodes[node].parent = grandparent;
    nodes[node].child[1 - side] = parent;
    nodes[parent].parent = node;
    nodes[parent].child[side] = inner;
    if (inner != 0)
        nodes[inner].parent = parent;
}

static void splay(struct path_node *nodes, uint32_t node)
{
    while (!is_splay_root(nodes, node)) {
        uint32_t parent = nodes[node].parent;

        if (!is_splay_root(nodes, parent)) {
            uint32_t grandparent = nodes[parent].parent;
            bool is_straight =
                (nodes[grandparent].child[1] == parent) == (nodes[parent].child[1] == node);

            rotate(nodes, is_straight ? parent : node);
        }
        rotate(nodes, node);
    }
}

/* Makes the way from the node to its root one path, with the node at the splay root. */
static void expose(struct path_node *nodes, uint32_t node)
{
    uint32_t below = 0;

    for (uint32_t at = node; at != 0; at = nodes[at].parent) {
        splay(nodes, at);
        nodes[at].child[1] = below;
        below = at;
    }
    splay(nodes, node);
}

static uint32_t find_root(struct path_node *nodes, uint32_t node)
{
    expose(nodes, node);
    while (nodes[node].child[0] != 0)
        node = nodes[node].child[0];
    splay(nodes, node);
    return node;
}

/* Parts the node from its owner. */
static void cut(struct path_node *nodes, uint32_t node)
{
    expose(nodes, node);
    if (nodes[node].child[0] == 0)
        return;
    nodes[nodes[node].child[0]].parent = 0;
    nodes[node].child[0] = 0;
}

/* Ends come before beginnings of the same day: intervals are half-open. */
static int compare_events(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;

    if (a->date.day != b->date.day)
        return a->date.day < b->date.day ? -1 : 1;
    if (a->is_beginning != b->is_beginning)
        return a->is_beginning ? 1 : -1;
    return (a->line > b->line) - (a->line < b->line);
}

/* Peels off whoever owns nobody among those left; is_left tells who remains. */
static enum status peel(const struct links *ownership, uint32_t count, bool *is_left,
                        uint32_t *out_left_count)
{
    uint32_t *owned_count = memory_new(count, sizeof(*owned_count));
    uint32_t *peeled = memory_new(count, sizeof(*peeled));
    uint32_t peeled_count = 0;

    if (owned_count == NULL || peeled == NULL) {
        memory_free(owned_count);
        memory_free(peeled);
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < ownership->count; i++)
        owned_count[ownership->list[i].link.other]++;
    for (uint32_t i = 0; i < count; i++) {
        is_left[i] = owned_count[i] > 0;
        if (!is_left[i])
            peeled[peeled_count++] = i;
    }
    for (uint32_t i = 0; i < peeled_count; i++) {
        struct staged_range owners = links_of(ownership, peeled[i]);

        for (const struct staged_link *link = owners.begin; link < owners.end; link++) {
            if (--owned_count[link->link.other] > 0)
                continue;
            is_left[link->link.other] = false;
            peeled[peeled_count++] = link->link.other;
        }
    }
    memory_free(owned_count);
    memory_free(peeled);
    *out_left_count = count - peeled_count;
    return STATUS_OK;
}

/* The beginnings and ends among those left, in the order of time. */
static size_t list_events(const struct links *ownership, uint32_t organization_count,
                          const bool *is_left, struct event *events)
{
    size_t count = 0;

    for (uint32_t owned = 0; owned < organization_count; owned++) {
        struct staged_range owners = links_of(ownership, owned);

        for (const struct staged_link *link = owners.begin; link < owners.end; link++) {
            if (!is_left[owned] || !is_left[link->link.other] ||
                !date_before(link->link.valid.from, link->link.valid.to))
                continue;
            events[count++] = (struct event){ link->link.valid.from, true, owned + 1,
                                              link->link.other + 1, link->line };
            events[count++] = (struct event){ link->link.valid.to, false, owned + 1,
                                              link->link.other + 1, link->line };
        }
    }
    if (count > 0)
        qsort(events, count, sizeof(*events), compare_events);
    return count;
}

static void play(struct path_node *nodes, const struct event *events, size_t count,
                 struct problem_sink *sink)
{
    for (size_t i = 0; i < count; i++) {
        const struct event *event = &events[i];

        if (!event->is_beginning) {
            cut(nodes, event->owned);
            continue;
        }
        if (find_root(nodes, event->owner) == event->owned) {
            sink->report(sink, &(struct problem){ .kind = PROBLEM_OWNED_IN_CIRCLE,
                                                  .line = event->line,
                                                  .field = TEXT("owned") });
            continue;
        }
        expose(nodes, event->owned);
        nodes[event->owned].parent = event->owner;
    }
}

enum status ownership_check(const struct links *ownership, uint32_t organization_count,
                            struct problem_sink *sink)
{
    bool *is_left = memory_new(organization_count, sizeof(*is_left));
    struct event *events = NULL;
    struct path_node *nodes = NULL;
    enum status status = STATUS_NO_MEMORY;
    uint32_t left_count = 0;

    if (is_left == NULL || peel(ownership, organization_count, is_left, &left_count) != STATUS_OK)
        goto out;
    if (left_count > 0) {
        events = memory_new(2 * ownership->count, sizeof(*events));
        nodes = memory_new((size_t)organization_count + 1, sizeof(*nodes));
        if (events == NULL || nodes == NULL)
            goto out;
        play(nodes, events, list_events(ownership, organization_count, is_left, events), sink);
    }
    status = STATUS_OK;
out:
    memory_free(is_left);
    memory_free(events);
    memory_free(nodes);
    return status;
}

static struct interval overlap(struct interval left, struct interval right)
{
    return (struct interval){ date_before(left.from, right.from) ? right.from : left.from,
                              date_before(left.to, right.to) ? left.to : right.to };
}

static bool is_empty(struct interval interval)
{
    return !date_before(interval.from, interval.to);
}

/* Adds to those who are still to be looked at the owners of `key` within a time. */
static enum status add_owners(const struct book *book, uint32_t key, struct interval within,
                              struct links *left)
{
    struct link_range owners = links_of_kind(organization_links(book, key), LINK_OWNERSHIP);

    for (const struct kept_link *link = owners.begin; link < owners.end; link++) {
        struct staged_link owner = { .key = link->other,
                                     .link.valid = overlap(within, kept_valid(link)) };

        if (!is_empty(owner.link.valid))
            TRY(links_add(left, owner));
    }
    return STATUS_OK;
}

/* Goes up from the owner along all owners of the time; who meets `owned` closes a circle. */
static enum status find_circle(const struct book *book, uint32_t owned, const struct link *link,
                               bool *out_is_circle)
{
    struct links left = { 0 };
    enum status status =
        links_add(&left, (struct staged_link){ .key = link->other, .link = *link });

    while (status == STATUS_OK && left.count > 0 && !*out_is_circle) {
        struct staged_link at = left.list[--left.count];

        *out_is_circle = at.key == owned;
        status = add_owners(book, at.key, at.link.valid, &left);
    }
    links_done(&left);
    return status;
}

enum status ownership_check_one(const struct book *book, uint32_t owned, const struct link *link,
                                enum problem_kind *out_problem)
{
    struct link_range owners = links_of_kind(organization_links(book, owned), LINK_OWNERSHIP);
    bool is_circle = false;

    if (is_empty(link->valid))
        return STATUS_OK;
    for (const struct kept_link *other = owners.begin; other < owners.end; other++)
        if (!is_empty(kept_valid(other)) && !is_empty(overlap(kept_valid(other), link->valid))) {
            *out_problem = PROBLEM_OWNED_ALREADY;
            return STATUS_OK;
        }
    TRY(find_circle(book, owned, link, &is_circle));
    if (is_circle)
        *out_problem = PROBLEM_OWNED_IN_CIRCLE;
    return STATUS_OK;
}
