#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the model of acts, and of the histories that are made up for it."""

import os
import sys
import unittest

sys.path.insert(1, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from acting import ACTS, Principal  # noqa: E402
from author import Author  # noqa: E402
from book import Book  # noqa: E402
from facts import in_effect, read_markets  # noqa: E402
from lifecycles import ENROLLMENT  # noqa: E402
from program import bag, finding  # noqa: E402
from start import days_of, start  # noqa: E402

MARKETS = read_markets()
P, R, C, D = ("%s0000000-0000-4000-8000-000000000000" % letter for letter in "1234")
VENDOR, SUPPORT = Principal("vendor"), Principal("vendor_support")
TODAY, M1, Q7 = "2020-05-12", "2020-02-01", "2020-07-01"
INDIRECT = {"provider": P, "reseller": R}


def admin(tenant):
    return Principal("global_admin", tenant)


def customer_admin(tenant=C):
    return Principal("customer_admin", tenant)


def tenant(guid, name, kind="partner", country="FR"):
    return [{"type": "organization", "id": name, "name": name, "country": country},
            {"type": "tenant", "id": guid, "domain": name + ".example", "organization": name,
             "country": country, "kind": kind}]


def ready(guid, role):
    return [{"type": "account", "tenant": guid, "onboarded_on": "2019-01-01"},
            {"type": "enrollment", "tenant": guid, "role": role, "status": "active",
             "from": "2019-01-01"},
            {"type": "agreement", "agreement": "MPA", "tenant": guid, "signed_on": "2019-12-01",
             "signed_by": "somebody"}]


WORLD = (
    tenant(P, "pine") + tenant(R, "rowan") + tenant(C, "cedar", "customer") + tenant(D, "dogwood")
    + ready(P, "indirect_provider") + ready(R, "indirect_reseller") + ready(D, "direct_bill")
    + [{"type": "offer", "id": "O", "name": "O", "publisher": "V", "party": "first",
        "markets": ["*"]},
       {"type": "partner_id", "mpn_id": "7", "tenant": R, "country": "FR"}])
RELATED = [
    {"type": "indirect_relationship", **INDIRECT, "from": "2019-01-01"},
    {"type": "customer_relationship", "partner": P, "customer": C, "from": "2019-01-01"},
    {"type": "customer_relationship", "partner": R, "customer": C, "from": "2019-01-01"},
    {"type": "customer_agreement", "customer": C, "acceptance": "direct", "date": "2019-01-01"}]
ORDER = {"seller": R, "provider": P, "customer": C, "offer": "O", "quantity": 5, "mpn_id": "7"}


class Acting(unittest.TestCase):
    """A book, and acts on it with what they come to."""

    def setUp(self):
        self.book = Book(list(WORLD), MARKETS, TODAY)

    def relate(self):
        self.book = Book(WORLD + RELATED, MARKETS, TODAY)

    def done(self, principal, name, **fields):
        outcome, detail = self.book.act(principal, name, fields)
        self.assertEqual(outcome, "carried_out", detail)
        return detail

    def refused(self, principal, name, **fields):
        outcome, detail = self.book.act(principal, name, fields)
        self.assertEqual(outcome, "refused", detail)
        return detail

    def fault(self, status, principal, name, **fields):
        before = bag(self.records())
        outcome, detail = self.book.act(principal, name, fields)
        self.assertEqual((outcome, sorted(detail)), ("fault", [status]))
        self.assertEqual(bag(self.records()), before)

    def records(self):
        return [one for some in self.book.world.records.values() for one in some]

    def now(self, kind):
        return [one for one in self.book.world.records[kind] if in_effect(one, self.book.today)]


class Enrolling(Acting):
    def test_goes_from_draft_to_active(self):
        for principal, event in ((admin(C), "start"), (admin(C), "submit"), (VENDOR, "qualify"),
                                 (VENDOR, "activate")):
            self.done(principal, event + "_enrollment", tenant=C, role="indirect_reseller")
        statuses = [(one["status"], one["from"], one.get("to")) for one in
                    self.book.world.records["enrollment"] if one["tenant"] == C]
        self.assertEqual(statuses, [("draft", TODAY, TODAY), ("pending", TODAY, TODAY),
                                    ("qualified", TODAY, TODAY), ("active", TODAY, None)])

    def test_is_judged_with_what_is_attested(self):
        self.done(admin(C), "start_enrollment", tenant=C, role="direct_bill")
        for capability in ("billing", "support", "managed_services"):
            self.done(admin(C), "attest_capability", tenant=C, capability=capability)

        found = self.refused(admin(C), "submit_enrollment", tenant=C, role="direct_bill")

        self.assertEqual(found, [["direct-bill-capable:api_integration"]])

    def test_is_one_role_a_tenant_from_its_day(self):
        for day, due in (("2021-08-17", "carried_out"), ("2021-08-18", "refused")):
            self.book.today = day
            self.done(admin(D), "start_enrollment", tenant=D, role="indirect_reseller")
            outcome, _ = self.book.act(admin(D), "submit_enrollment", {
                "tenant": D, "role": "indirect_reseller"})
            self.assertEqual(outcome, due)
            self.done(VENDOR, "end_enrollment", tenant=D, role="indirect_reseller")

    def test_moves_only_along_the_life_cycle(self):
        moves = {event for _, event in ENROLLMENT} - {"start"}
        for state in {state for state, _ in ENROLLMENT if state} | {"ended"}:
            for event in moves:
                record = {"type": "enrollment", "tenant": C, "role": "indirect_reseller",
                          "status": state, "from": "2019-01-01"}
                book = Book(WORLD + [record], MARKETS, TODAY)
                by = admin(C) if event in ("submit", "appeal") else VENDOR
                outcome, _ = book.act(by, event + "_enrollment", {
                    "tenant": C, "role": "indirect_reseller"})
                self.assertEqual(outcome == "carried_out", (state, event) in ENROLLMENT)

    def test_may_begin_anew_after_its_end(self):
        role = {"tenant": P, "role": "indirect_provider"}

        self.fault("conflict", admin(P), "start_enrollment", **role)
        self.done(admin(P), "end_enrollment", **role)
        self.done(admin(P), "start_enrollment", **role)

    def test_that_is_not_there_cannot_go_on(self):
        self.fault("not_found", VENDOR, "qualify_enrollment", tenant=C, role="direct_bill")


class Inviting(Acting):
    def token(self, name="invite_reseller", by=None, **fields):
        self.done(by or admin(P), name, **fields)
        return self.book.world.records["invitation"][-1]["token"]

    def test_makes_a_reseller_once(self):
        token = self.token(provider=P)

        self.done(admin(R), "accept_reseller_invitation", token=token, reseller=R)

        self.assertEqual(len(self.now("indirect_relationship")), 1)
        self.fault("conflict", admin(R), "accept_reseller_invitation", token=token, reseller=R)

    def test_lapses_after_its_last_day(self):
        token = self.token(provider=P, expires_on="2020-05-20")
        for day, due in (("2020-05-21", "fault"), ("2020-05-20", "carried_out")):
            self.book.today = day
            outcome, _ = self.book.act(admin(R), "accept_reseller_invitation", {
                "token": token, "reseller": R})
            self.assertEqual(outcome, due)

    def test_is_there_only_for_whom_it_names(self):
        token = self.token(provider=P, reseller=R)

        self.fault("not_found", admin(D), "accept_reseller_invitation", token=token, reseller=D)
        self.fault("conflict", admin(P), "invite_reseller", provider=P, reseller=R)

    def test_is_judged_again_when_accepted(self):
        token = self.token(provider=P, reseller=R)
        self.done(VENDOR, "suspend_enrollment", tenant=R, role="indirect_reseller")

        found = self.refused(admin(R), "accept_reseller_invitation", token=token, reseller=R)

        self.assertEqual(found, [["good-standing:reseller"]])

    def test_makes_a_customer_of_both(self):
        token = self.token(provider=P, reseller=R)
        self.done(admin(R), "accept_reseller_invitation", token=token, reseller=R)
        token = self.token("invite_customer", partner=P, reseller=R)

        self.done(customer_admin(), "accept_customer_invitation", token=token, customer=C)

        self.assertEqual(sorted(one["partner"] for one in self.now("customer_relationship")),
                         [P, R])

    def test_is_withdrawn_by_who_sent_it_alone(self):
        self.token(provider=P, reseller=R)
        named = {"invitation": self.book.world.records["invitation"][0]["id"]}

        self.fault("not_found", admin(D), "withdraw_invitation", **named)
        self.fault("forbidden", admin(R), "withdraw_invitation", **named)
        self.done(admin(P), "withdraw_invitation", **named)
        self.fault("conflict", admin(P), "withdraw_invitation", **named)


class Ending(Acting):
    def setUp(self):
        self.relate()

    def test_goes_through_support(self):
        self.fault("conflict", SUPPORT, "end_indirect_relationship", **INDIRECT)
        self.done(admin(R), "open_support_case", **INDIRECT)
        self.done(SUPPORT, "end_indirect_relationship", **INDIRECT)

        self.assertEqual(self.now("indirect_relationship"), [])
        self.assertEqual(self.book.world.records["support_case"][0]["status"], "carried_out")

    def test_by_the_provider_itself_from_its_day(self):
        for day, due in (("2020-06-30", "refused"), (Q7, "carried_out")):
            self.book.today = day
            self.assertEqual(self.book.act(admin(P), "end_indirect_relationship", INDIRECT)[0],
                             due)

    def test_never_by_the_reseller(self):
        self.book.today = Q7
        self.assertEqual(self.refused(admin(R), "end_indirect_relationship", **INDIRECT),
                         [["ending-through-support"]])

    def test_leaves_subscriptions_running(self):
        self.done(admin(P), "place_order", **ORDER)
        self.book.today = Q7
        self.done(admin(P), "end_indirect_relationship", **INDIRECT)

        self.assertEqual([one["status"] for one in self.now("subscription_status")], ["active"])

    def test_of_a_customer_waits_for_its_subscriptions(self):
        self.done(admin(P), "place_order", **ORDER)
        pair = {"partner": R, "customer": C}

        self.fault("conflict", admin(R), "remove_customer", **pair)
        self.done(admin(P), "cancel_subscription",
                  subscription=self.book.world.records["subscription"][0]["id"])
        self.done(admin(R), "remove_customer", **pair)


class Ordering(Acting):
    def setUp(self):
        self.relate()

    def test_makes_a_subscription_with_its_partner_of_record(self):
        self.done(admin(P), "place_order", **ORDER)

        self.assertEqual([one["status"] for one in self.now("subscription_status")], ["active"])
        self.assertEqual([one["mpn_id"] for one in self.now("partner_of_record")], ["7"])

    def test_of_both_halves_neither_without_the_other(self):
        self.done(VENDOR, "register_partner_id", mpn_id="8", tenant=D, country="FR")

        found = self.refused(admin(P), "place_order", **{**ORDER, "mpn_id": "8"})

        self.assertEqual(found, [[], ["partner-id-of-reseller"]])
        self.assertEqual(self.book.world.records["order"], [])

    def test_needs_the_partner_id_of_a_chain_alone(self):
        direct = {**ORDER, "seller": D, "provider": None}

        self.fault("invalid", admin(P), "place_order", **{**ORDER, "mpn_id": None})
        self.fault("invalid", admin(D), "place_order", **direct)

    def test_suspends_and_resumes(self):
        self.done(admin(P), "place_order", **ORDER)
        named = {"subscription": self.book.world.records["subscription"][0]["id"]}

        self.fault("conflict", admin(P), "resume_subscription", **named)
        self.done(admin(P), "suspend_subscription", **named)
        self.done(admin(P), "resume_subscription", **named)
        self.fault("forbidden", admin(R), "suspend_subscription", **named)
        self.fault("not_found", admin(D), "suspend_subscription", **named)
        self.done(admin(P), "cancel_subscription", **named)
        self.fault("conflict", admin(P), "cancel_subscription", **named)

    def test_another_partner_id_takes_the_place_of_one(self):
        self.done(admin(P), "place_order", **ORDER)
        self.done(admin(R), "register_partner_id", mpn_id="8", tenant=R, country="FR")
        named = {"subscription": self.book.world.records["subscription"][0]["id"]}

        self.fault("conflict", admin(P), "associate_partner_id", **named, mpn_id="7")
        self.done(admin(P), "associate_partner_id", **named, mpn_id="8")

        self.assertEqual([one["mpn_id"] for one in self.now("partner_of_record")], ["8"])


class Delegating(Acting):
    def test_is_limited_in_time(self):
        pair = {"partner": P, "customer": C}
        grant = ("grant_privileges",)

        self.fault("conflict", customer_admin(), *grant, **pair, to="2020-06-01")
        self.done(customer_admin(), "engage_partner", **pair)
        self.fault("invalid", customer_admin(), *grant, **pair, to=TODAY)
        self.fault("invalid", customer_admin(), *grant, **pair, to="2022-05-13")
        self.done(customer_admin(), *grant, **pair, to="2022-05-12")
        self.done(customer_admin(), "end_engagement", **pair)

        self.assertEqual(self.now("privilege"), [])

    def test_rests_on_the_last_of_two(self):
        self.relate()
        pair = {"partner": P, "customer": C}
        self.done(customer_admin(), "engage_partner", **pair)
        self.done(customer_admin(), "grant_privileges", **pair, to="2020-06-01")

        self.done(customer_admin(), "remove_customer", **pair)
        self.assertEqual(len(self.now("privilege")), 1)
        self.done(customer_admin(), "end_engagement", **pair)
        self.assertEqual(self.now("privilege"), [])


class Attesting(Acting):
    def test_is_for_who_transacts_and_not_for_the_future(self):
        self.relate()
        attest = "attest_customer_agreement"

        self.fault("forbidden", admin(R), attest, partner=R, customer=C)
        self.fault("invalid", admin(P), attest, partner=P, customer=C, date="2020-05-13")
        self.done(admin(P), attest, partner=P, customer=C, date="2020-05-01")
        self.fault("conflict", admin(P), attest, partner=P, customer=C)
        self.done(admin(P), attest, partner=P, customer=C, date="2020-04-01")


class Owning(Acting):
    def test_is_later_than_today_and_no_circle(self):
        record = ("record_ownership",)

        self.fault("invalid", VENDOR, *record, owner="pine", owned="rowan", **{"from": TODAY})
        self.done(VENDOR, *record, owner="pine", owned="rowan", **{"from": "2020-06-01"})
        self.fault("conflict", VENDOR, *record, owner="rowan", owned="pine",
                   **{"from": "2020-05-13"})
        self.fault("conflict", VENDOR, *record, owner="cedar", owned="rowan",
                   **{"from": "2020-05-13"})

    def test_ends_and_makes_room(self):
        pair = {"owner": "pine", "owned": "rowan"}
        self.done(VENDOR, "record_ownership", **pair, **{"from": "2020-06-01"})

        self.done(VENDOR, "end_ownership", **pair, to="2020-07-01")
        self.fault("conflict", VENDOR, "end_ownership", **pair, to="2020-07-01")
        self.fault("not_found", VENDOR, "end_ownership", owner="pine", owned="cedar",
                   to="2020-07-01")
        self.done(VENDOR, "record_ownership", owner="rowan", owned="pine",
                  **{"from": "2020-07-01"})


class Asking(Acting):
    def test_again_has_the_first_answer_and_no_effect(self):
        request = {"request_id": "a"}
        body = {"tenant": C}

        first = self.book.act(admin(C), "onboard", body, **request)
        before = bag(self.records())

        self.assertEqual(self.book.act(admin(C), "onboard", body, **request), first)
        self.assertEqual(bag(self.records()), before)
        self.assertEqual(self.book.act(admin(C), "onboard", body)[0], "fault")

    def test_something_else_under_the_same_id_is_a_conflict(self):
        sign = {"tenant": C, "signed_by": "a"}
        self.book.act(admin(C), "sign_mpa", sign, request_id="a")

        self.assertEqual(self.book.act(admin(C), "sign_mpa", {**sign, "signed_by": "b"},
                                       request_id="a"), ("fault", frozenset(["conflict"])))
        self.assertEqual(self.book.act(admin(C), "onboard", {"tenant": C}, request_id="a")[0],
                         "carried_out")

    def test_only_asking_writes_nothing(self):
        before = bag(self.records())

        self.assertEqual(self.book.act(admin(C), "onboard", {"tenant": C}, dry_run=True)[0],
                         "carried_out")
        self.assertEqual(bag(self.records()), before)

    def test_of_another_day_is_for_asking_alone(self):
        role = {"tenant": P, "role": "indirect_provider"}

        def asked(day, dry_run):
            return self.book.act(VENDOR, "suspend_enrollment", role, on=day, dry_run=dry_run)

        self.assertEqual(asked("2021-01-01", False), ("fault", frozenset(["invalid"])))
        self.assertEqual(asked("2021-01-01", True)[0], "carried_out")
        self.assertEqual(asked("2018-01-01", True), ("fault", frozenset(["not_found"])))


class Forms(unittest.TestCase):
    def test_records_are_compared_as_sets_without_nulls_and_secrets(self):
        one = {"type": "invitation", "id": "a", "token": "x", "customer": None}
        other = {"id": "a", "type": "invitation", "token": "y"}

        self.assertEqual(bag([one]), bag([other]))
        self.assertNotEqual(bag([one]), bag([one, one]))
        self.assertEqual(bag([{"services": ["a", "b"]}]), bag([{"services": ["b", "a"]}]))

    def test_findings_are_written_as_in_the_brief_form(self):
        self.assertEqual(finding({"rule": "onboarded", "position": "reseller"}),
                         "onboarded:reseller")
        self.assertEqual(finding({"rule": "ending-through-support", "position": None}),
                         "ending-through-support")


class MadeUp(unittest.TestCase):
    def history(self, seed, count):
        """The acts of a history that only the model lives through."""
        chance, cast, records = start(seed)
        book = Book(records, MARKETS, "")
        days = days_of(chance, 20)
        author = Author(book, chance, cast, days)
        for day in days:
            book.today = day
            for _ in range(count // 20):
                name, principal, fields = author.next_act()
                yield book, day, name, principal, fields, book.act(principal, name, fields)

    def test_the_same_again_for_a_seed(self):
        self.assertEqual([one[1:5] for one in self.history("x", 60)],
                         [one[1:5] for one in self.history("x", 60)])

    def test_every_act_is_made_up(self):
        self.assertEqual({name for name in dir(Author) if name in ACTS}, set(ACTS))

    def test_intervals_never_end_before_they_begin(self):
        for *_, (outcome, changes) in self.history("y", 400):
            for change in changes if outcome == "carried_out" else ():
                after = change.after
                self.assertFalse(after.get("to") and after.get("from")
                                 and after["to"] < after["from"], after)

    def test_a_thing_has_one_state_at_a_time(self):
        of_one = {"enrollment": ("tenant", "role"), "subscription_status": ("subscription",),
                  "partner_of_record": ("subscription",), "privilege": ("partner", "customer"),
                  "subscription_terms": ("subscription",), "particulars": ("tenant", "purpose")}
        for book, day, *_ in self.history("z", 400):
            for kind, fields in of_one.items():
                now = [tuple(one[field] for field in fields)
                       for one in book.world.records[kind] if in_effect(one, day)]
                self.assertEqual(len(now), len(set(now)), kind)


if __name__ == "__main__":
    unittest.main()
