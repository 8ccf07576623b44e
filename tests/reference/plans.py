# SPDX-License-Identifier: Apache-2.0
"""The way forward: the minimal sets of steps after which the same intent is supported.

Sets of steps grow from the empty one by the remedies of what is found in them, smaller sets
first. Every set is judged on the facts as its steps leave them.
"""

from itertools import combinations

from acts import case_of, found_in
from bounds import OF_ORGANIZATION, first, idle, replaces_first, still_needed
from candidates import candidates, creation
from changes import after
from remedies import remedies
from steps import (
    FIELD_CHANGES, PARTY_FIELDS, REPLACEMENTS, Step, act_of, canonical, dated, in_order, named,
    then_of, written)

STEPS_MAX = 8
PLANS_MAX = 5
ONCE = ("wait_until", "use_partner_id", "open_support_case")


def within_limits(steps):
    """At most 8 steps, one party replaced or two with `other_tenant`, each change once."""
    replacements = [step.remedy for step in named(steps, *REPLACEMENTS)]
    return (len(steps) <= STEPS_MAX
            and all(len(named(steps, name)) <= 1 for name in ONCE)
            and len(replacements) == len(set(replacements))
            and not {"other_provider", "other_seller"} <= set(replacements))


class Search:
    """The plans for one act: sets of steps judged, each once."""

    def __init__(self, world, act, profile, other, replaces=True):
        self.world, self.act, self.profile, self.other = world, act, profile, other
        self.replaces = replaces
        self.worlds, self.judged, self.lists = {}, {}, {}
        self.found, self.cases, self.met = {}, {}, set()

    def world_after(self, pairs):
        """The facts after steps of given days, in order."""
        if not pairs:
            return self.world
        if pairs not in self.worlds:
            step, date = pairs[-1]
            self.worlds[pairs] = after(self.world_after(pairs[:-1]), step, date)
        return self.worlds[pairs]

    def findings_after(self, pairs, act):
        """The case of an act after steps of given days, and what is found in it."""
        key = pairs, canonical(act)
        if key not in self.judged:
            case = case_of(self.world_after(pairs), act, self.profile, self.other)
            self.judged[key] = case, found_in(case)
        return self.judged[key]

    def complete(self, steps):
        """Whether what is created or registered in a plan exists before it is used."""
        tenants = {step.tenant for step in named(steps, "create_tenant")}
        ids = {step.mpn_id for step in named(steps, "register_partner_id")}
        for step in steps:
            parties = [getattr(step, field) for field in PARTY_FIELDS]
            if step.remedy == "other_tenant":
                parties.append(step.to)
            if any(one and one not in self.world.tenants and one not in tenants
                   for one in parties):
                return False
            if step.remedy == "use_partner_id" and step.to not in self.world.partner_ids \
                    and step.to not in ids:
                return False
        return True

    def findings(self, steps):
        """What is found in a set of steps: triples of case, question, and whether of a step."""
        if steps not in self.found:
            triples, pairs = [], ()
            ordered = in_order(steps, self.act)
            for step, date in dated(ordered, self.act["date"]):
                act = act_of(step, date)
                if act:
                    case, questions = self.findings_after(pairs, act)
                    triples += [(case, question, True) for question in questions]
                if step.remedy not in REPLACEMENTS + FIELD_CHANGES + ("wait_until",):
                    pairs += ((step, date),)
            case, questions = self.findings_after(pairs, then_of(self.act, ordered))
            self.cases[steps] = case
            self.found[steps] = triples + [(case, question, False) for question in questions]
        return self.found[steps]

    def works(self, steps):
        """Whether a set of steps is complete and leaves nothing to find."""
        return self.complete(steps) and not self.findings(steps)

    def minimal(self, steps):
        """Whether no proper subset of a set that works does."""
        return not any(self.works(frozenset(part)) for size in range(len(steps))
                       for part in combinations(steps, size))

    def planned(self, step, others, date):
        """The candidates for a replacement, with the other replacement (of `others`) in place."""
        others = tuple(named(others, *REPLACEMENTS))
        key = step._replace(to=None), others, date
        if key not in self.lists:
            world = self.world
            for one in others:
                if one.remedy == "other_tenant" and one.to not in world.tenants:
                    world = after(world, creation(world, self.act, one)[0], date)
            act = dict(then_of(self.act, others), date=date)
            self.lists[key] = candidates(world, act, key[0], self.profile, self.other)
        return self.lists[key]

    def stand(self, steps):
        """Whether the replacements of a set are candidates on its day, in one order or another."""
        replacements = named(steps, *REPLACEMENTS)
        date = then_of(self.act, steps)["date"]

        def stands(step, others):
            created = step.remedy == "other_tenant" and step.to not in self.world.tenants
            return created or step in self.planned(step, others, date)

        if len(replacements) < 2:
            return all(stands(step, []) for step in replacements)
        return any(stands(one, []) and stands(two, [one])
                   for one, two in (replacements, replacements[::-1]))

    def choices(self, step, steps, date):
        """The sets of steps by which a remedy can be added to a set."""
        if step.remedy == "register_partner_id":
            return [[step, Step("use_partner_id", before=self.act["mpn_id"], to=step.mpn_id)]]
        if step.remedy not in REPLACEMENTS:
            return [[step]]
        sets = [[one] for one in self.planned(step, steps, date)]
        if step.remedy == "other_tenant":
            sets.append(creation(self.world, self.act, step))
        return sets

    def adds(self, step, steps, of_step):
        """Whether a remedy is one for a set: a finding of a step only adds steps."""
        if step.remedy in REPLACEMENTS and (of_step or not self.replaces):
            return False
        if step.remedy in FIELD_CHANGES and of_step:
            return False
        if step.remedy not in REPLACEMENTS + OF_ORGANIZATION + ("wait_until",) \
                and replaces_first(self, steps):
            return False
        return within_limits(steps | {step})

    def grown(self, steps):
        """The sets of steps to which the remedies of what is found lead."""
        date = then_of(self.act, steps)["date"]
        left = [triple + (False,) for triple in first(self, steps)]
        asked = [triple + (True,) for triple in self.findings(frozenset())]
        for case, question, of_step, of_act in left + asked:
            for step in remedies(case, question):
                if of_act and step.remedy not in REPLACEMENTS:
                    continue
                if not self.adds(step, steps, of_step):
                    continue
                for more in self.choices(step, steps, date):
                    larger = steps | set(more)
                    if larger not in self.met:
                        self.met.add(larger)
                        if within_limits(larger) and self.stand(larger) \
                                and not idle(self, larger):
                            yield larger

    def plans(self):
        """The minimal sets that work, smaller first, until a size makes up the number wanted."""
        by_size, found = {0: [frozenset()]}, []
        for size in range(STEPS_MAX + 1):
            for steps in by_size.get(size, []):
                if any(plan <= steps for plan in found):
                    continue
                if self.works(steps):
                    found += [steps] if self.minimal(steps) else []
                    continue
                if len(steps) + still_needed(self, steps) > STEPS_MAX:
                    continue
                for larger in self.grown(steps):
                    by_size.setdefault(len(larger), []).append(larger)
            if len(found) >= PLANS_MAX:
                break
        return found

    def form(self, steps):
        """A plan in its written form, without messages."""
        ordered = in_order(steps, self.act)
        then = then_of(self.act, ordered)
        return {"steps": [written(step, date, then)
                          for step, date in dated(ordered, self.act["date"])],
                "then": then}


def way_forward(world, act, profile, other=frozenset(), replaces=True):
    """The plans for an act that is not supported, in order, in their written form."""
    search = Search(world, act, profile, other, replaces)
    forms = [search.form(steps) for steps in search.plans()]
    forms.sort(key=lambda form: (
        len(form["steps"]), canonical(form["steps"]).encode(), canonical(form["then"]).encode()))
    return forms[:PLANS_MAX]
