#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the plans on random small worlds: each plan as its text says, none left out.

`--seconds N` looks at worlds for N seconds a test instead of a few.
"""

import sys
import time
import unittest
from unittest import mock

import brute
import plans
from acts import findings
from chance import Chance
from changes import after
from facts import World, read_markets, read_ndjson
from rulebook import OTHER_READINGS, PROFILES
from small_worlds import texts
from steps import NAMES, FIELDS, ORDER, PARTY_FIELDS, Step, act_form, act_of

MARKETS = read_markets()
SECONDS = 3
BRUTE_STEPS = 2
BRUTE_TENANTS = 6


def refused(name, tiny=False):
    """Acts that are refused, with their world, profile and other readings, until time is up."""
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        seed = "%s-%d" % (name, number)
        chance, made = Chance(seed), texts(seed, 6, tiny)
        world, number = World(read_ndjson(made[0]), MARKETS), number + 1
        often = chance.choice((0, 0, 0.3))
        for act in read_ndjson(made[1]):
            other = frozenset(one for one in OTHER_READINGS if chance.random() < often)
            asked = act_form(act), chance.choice(PROFILES + ("programme",)), other
            if time.monotonic() < end and findings(world, *asked):
                yield (world,) + asked


def read_step(form):
    """A step read back from its written form, and the act that it is or None."""
    fields = {key: value for key, value in form.get("act", form).items() if key in NAMES}
    return Step(form["remedy"], **{key: value for key, value in fields.items()
                                   if key != "to"}), form.get("act")


def applied(world, form, date, created):
    """The facts after a written step."""
    step, _ = read_step(form)
    if form["remedy"] == "create_tenant":
        step = step._replace(tenant=created)
    return after(world, step, date)


class EachPlan(unittest.TestCase):
    def follow(self, world, plan, act, profile, other):
        """Carry out a plan from its text alone; whether its acts and `then` are supported."""
        date = act["date"]
        created = next((step["to"] for step in plan["steps"]
                        if step["remedy"] == "other_tenant"), None)
        for step in plan["steps"]:
            if step["remedy"] == "wait_until":
                date = step["to"]
            if "act" in step:
                self.assertEqual(step["act"]["date"], date)
                self.assertEqual(step["act"], act_of(read_step(step)[0], date))
                if findings(world, step["act"], profile, other):
                    return False
            world = applied(world, step, date, created)
        self.assertEqual(plan["then"]["date"], date)
        return not findings(world, plan["then"], profile, other)

    def test_works_as_it_is_written(self):
        for world, act, profile, other in refused("works"):
            found = plans.way_forward(world, act, profile, other)
            self.assertLessEqual(len(found), 5)
            for plan in found:
                self.assertTrue(self.follow(world, plan, act, profile, other), (act, plan))

    def test_every_step_is_needed(self):
        for world, act, profile, other in refused("needed"):
            for plan in plans.way_forward(world, act, profile, other):
                for index, step in enumerate(plan["steps"]):
                    if step["remedy"] in FIELDS or step["remedy"] in (
                            "onboard", "reinstate", "sign_mpa", "remove_customer",
                            "end_enrollment", "accept_customer_agreement",
                            "attest_customer_agreement"):
                        rest = {**plan, "steps": plan["steps"][:index] + plan["steps"][index + 1:]}
                        self.assertFalse(self.follow(world, rest, act, profile, other), plan)

    def test_limits_and_order(self):
        for world, act, profile, other in refused("order"):
            found = plans.way_forward(world, act, profile, other)
            self.assertEqual(found, sorted(found, key=lambda plan: len(plan["steps"])))
            for plan in found:
                ranks = [ORDER.index(step["remedy"]) for step in plan["steps"]]
                replaced = [step for step in plan["steps"] if step["remedy"] in plans.REPLACEMENTS]
                self.assertLessEqual(len(ranks), 8)
                self.assertEqual(ranks, sorted(ranks))
                self.assertLessEqual(len(replaced), 2)
                self.assertTrue(len(replaced) < 2 or replaced[0]["remedy"] == "other_tenant")


class EveryPlan(unittest.TestCase):
    def test_the_savings_leave_no_plan_out(self):
        with_savings = [(one, plans.way_forward(*one)) for one in refused("savings", tiny=True)
                        if len(findings(*one)) <= 4]
        with mock.patch.multiple(plans, first=lambda search, steps: search.findings(steps),
                                 idle=lambda *_: False, still_needed=lambda *_: 1,
                                 replaces_first=lambda *_: False):
            end = time.monotonic() + 2 * SECONDS
            for asked, found in with_savings:
                if time.monotonic() < end:
                    self.assertEqual(plans.way_forward(*asked), found)

    def test_no_other_set_of_a_few_remedies_works(self):
        for world, act, profile, other in refused("brute", tiny=True):
            if len(world.tenants) > BRUTE_TENANTS:
                continue
            found = plans.Search(world, act, profile, other).plans()
            largest = max(map(len, found)) if len(found) >= plans.PLANS_MAX else BRUTE_STEPS
            every = brute.working(world, act, profile, other, BRUTE_STEPS)
            due = {steps for steps, unlisted in every if not unlisted and len(steps) <= largest}
            self.assertEqual(due, {steps for steps in found if len(steps) <= BRUTE_STEPS}, act)


class Tables(unittest.TestCase):
    def test_every_step_has_its_place_and_parties(self):
        self.assertEqual(set(ORDER) - set(FIELDS), set(plans.REPLACEMENTS) | {
            "end_enrollment", "remove_customer", "create_tenant", "register_partner_id",
            "use_partner_id", "attest_capability", "open_support_case", "wait_until", "onboard",
            "reinstate", "sign_mpa", "accept_customer_agreement", "attest_customer_agreement"})
        self.assertLessEqual(set(PARTY_FIELDS), set(NAMES))


if __name__ == "__main__":
    if "--seconds" in sys.argv:
        at = sys.argv.index("--seconds")
        SECONDS = float(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
