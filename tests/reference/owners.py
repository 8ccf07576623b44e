# SPDX-License-Identifier: Apache-2.0
"""Random ownership of organisations: trees that change over time, valid on every date."""


def periods(chance):
    """Time cut at one or two days into periods, the first and the last open."""
    cuts = sorted(set(chance.sample(chance.days, chance.choice((1, 2)))))
    return list(zip([None] + cuts, cuts + [None]))


def pieces(chance, start, end):
    """A period cut at some of the world's days."""
    inside = [day for day in chance.days if (not start or start < day) and (not end or day < end)]
    cuts = sorted(chance.sample(inside, min(len(inside), chance.choice((0, 0, 1, 2)))))
    return list(zip([start] + cuts, cuts + [end]))


def ownerships(chance, organizations):
    """Ownership records: one owner at a time, no cycle.

    In a period an organisation is owned only by those before it in a random order, so that there
    is no cycle; from period to period the order changes, so that owner and owned may swap.
    """
    often = min(0.5, 0.05 + 1.5 * chance.astray)
    for start, end in periods(chance):
        order = chance.sample(organizations, len(organizations))
        for rank, owned in enumerate(order[1:], 1):
            for begin, finish in pieces(chance, start, end):
                if chance.random() < often:
                    yield {"type": "ownership", "owner": order[chance.randrange(rank)],
                           "owned": owned, **chance.fields(**{"from": begin, "to": finish})}
    for day in chance.days:
        if chance.random() < 0.2:
            owner, owned = chance.sample(organizations, 2)
            yield {"type": "ownership", "owner": owner, "owned": owned, "from": day, "to": day}
