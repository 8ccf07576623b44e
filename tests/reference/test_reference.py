#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the reference's own primitives, of the acts' questions and of the generated worlds."""

import unittest

from acts import ASKS, SHAPES, brief, findings, questions
from facts import World, in_effect, read_markets, read_ndjson
from generate import regions_of, texts
from reads import ACT_NAMES, READS
from rulebook import PROFILES, RULES

MARKETS = read_markets()
A, B, C = ("%s0000000-0000-4000-8000-000000000000" % letter for letter in "abc")


def tenant(guid, organization="org-1", country="FR", kind="partner"):
    """A tenant record."""
    return {"type": "tenant", "id": guid, "organization": organization, "country": country,
            "kind": kind}


def day(records, date="2020-05-12"):
    """What is the case on a day."""
    return World(records, MARKETS).on(date)


def owned(one, owner, start=None, end=None):
    """An ownership record."""
    return {"type": "ownership", "owner": owner, "owned": one, "from": start, "to": end}


def signed(guid, date):
    """An MPA signature."""
    return {"type": "agreement", "tenant": guid, "signed_on": date}


class Intervals(unittest.TestCase):
    def test_begins_on_from(self):
        span = {"from": "2020-02-01", "to": None}

        self.assertFalse(in_effect(span, "2020-01-31"))
        self.assertTrue(in_effect(span, "2020-02-01"))

    def test_ends_before_to(self):
        span = {"to": "2020-02-01"}

        self.assertTrue(in_effect(span, "2020-01-31"))
        self.assertFalse(in_effect(span, "2020-02-01"))

    def test_begun_and_ended_the_same_day_is_never_in_effect(self):
        span = {"from": "2020-02-01", "to": "2020-02-01"}

        self.assertFalse(in_effect(span, "2020-02-01"))

    def test_absent_and_null_are_open(self):
        self.assertTrue(in_effect({}, "0001-01-01"))
        self.assertTrue(in_effect({"from": None, "to": None}, "9999-12-31"))


class Owners(unittest.TestCase):
    def test_without_owner_is_its_own_ultimate_owner(self):
        self.assertEqual(day([]).ultimate_owner("a"), "a")

    def test_follows_owners_to_the_top(self):
        facts = day([owned("a", "b"), owned("b", "c"), owned("d", "c")])

        self.assertEqual(facts.ultimate_owner("a"), "c")
        self.assertTrue(facts.affiliates("a", "d"))
        self.assertTrue(facts.affiliates("a", "c"))

    def test_an_organization_is_no_affiliate_of_its_own(self):
        self.assertFalse(day([owned("a", "b")]).affiliates("a", "a"))

    def test_owner_changes_on_the_day(self):
        records = [owned("a", "b", None, "2020-02-01"), owned("a", "c", "2020-02-01")]

        self.assertEqual(day(records, "2020-01-31").ultimate_owner("a"), "b")
        self.assertEqual(day(records, "2020-02-01").ultimate_owner("a"), "c")


class Signatures(unittest.TestCase):
    def test_counts_from_its_day(self):
        records = [tenant(A), signed(A, "2020-05-12")]

        self.assertFalse(day(records, "2020-05-11").has_signed(A))
        self.assertTrue(day(records).has_signed(A))

    def test_of_a_tenant_of_the_organization_and_region_counts(self):
        records = [tenant(A), tenant(B, country="DE"), signed(B, "2020-01-01")]

        self.assertTrue(day(records).has_signed(A))

    def test_of_another_region_does_not_count(self):
        records = [tenant(A), tenant(B, country="US"), signed(B, "2020-01-01")]

        self.assertFalse(day(records).has_signed(A))

    def test_of_another_organization_does_not_count(self):
        records = [tenant(A), tenant(B, "org-2"), signed(B, "2020-01-01")]

        self.assertFalse(day(records).has_signed(A))

    def test_without_region_only_the_own_counts(self):
        records = [tenant(A, country="ZZ"), tenant(B, country="ZZ"), signed(B, "2020-01-01")]

        self.assertFalse(day(records).has_signed(A))
        self.assertTrue(day(records).has_signed(B))


class Regions(unittest.TestCase):
    def test_change_on_the_day(self):
        records = [tenant(A, country="GU"), tenant(B, country="AU"), tenant(C, country="US")]
        before, after = day(records, "2023-08-16"), day(records, "2023-08-17")

        self.assertTrue(before.same_region(A, B) and not before.same_region(A, C))
        self.assertTrue(after.same_region(A, C) and not after.same_region(A, B))

    def test_markets_leave_and_enter_the_table(self):
        records = [tenant(A, country="BY"), tenant(B, country="CN")]
        before, after = day(records, "2023-08-16"), day(records, "2023-08-17")

        self.assertEqual((before.region(A), before.region(B)), ("middle-east-cee", None))
        self.assertEqual((after.region(A), after.region(B)), (None, "china"))

    def test_no_region_equals_no_other(self):
        facts = day([tenant(A, country="ZZ"), tenant(B, country="ZZ")])

        self.assertFalse(facts.same_region(A, B))

    def test_the_table_never_has_two_rows_at_once(self):
        for date in ("0001-01-01", "2020-12-01", "2023-08-17", "9999-12-31"):
            rows = [row["market"] for row in MARKETS if in_effect(row, date)]
            self.assertEqual(len(rows), len(set(rows)))


class Forms(unittest.TestCase):
    def test_tenant_ids_are_folded(self):
        upper = '{"type":"tenant","id":"%s"}\r\n\n{"seller":"%s","provider":null}'

        self.assertEqual(read_ndjson(upper % (A.upper(), B.upper())), [
            {"type": "tenant", "id": A}, {"seller": B, "provider": None}])

    def test_ids_are_escaped_as_little_as_possible(self):
        self.assertEqual(brief({"id": "é\"\\\n\u001f/\u007f"}, []), (
            '{"id":"é\\"\\\\\\n\\u001f/\u007f","verdict":"supported","findings":[]}'))


class Tables(unittest.TestCase):
    def test_every_rule_is_asked_by_some_act(self):
        asked = {q.rule for shape in SHAPES for q in questions(shape, "programme")}

        self.assertEqual(asked, set(RULES.values()))
        self.assertEqual({shape[0] for shape in SHAPES}, set(ASKS))

    def test_every_rule_and_act_is_enumerated(self):
        self.assertEqual(set(READS), set(RULES))
        self.assertEqual({name.split(":")[0] for name in ACT_NAMES}, set(ASKS))


class Generated(unittest.TestCase):
    def test_the_same_again_for_a_seed(self):
        self.assertEqual(texts("x", 20, MARKETS), texts("x", 20, MARKETS))
        self.assertNotEqual(texts("x", 20, MARKETS), texts("y", 20, MARKETS))
        self.assertEqual(sorted(regions_of(MARKETS)["canada"]), ["CA", "PM"])

    def test_the_article_finds_no_more_than_the_programme(self):
        parts = [read_ndjson(text) for text in texts("z", 100, MARKETS)]
        world = World(parts[0], MARKETS)

        for act in parts[1]:
            article, programme = (set(findings(world, act, profile)) for profile in PROFILES)
            self.assertLessEqual(article - {"ending-through-support"}, programme)

    def test_worlds_are_valid(self):
        for number in range(50):
            records = read_ndjson(texts("v-%d" % number, 1, MARKETS)[0])
            world = World(records, MARKETS)
            dates = {r[end] for r in records for end in ("from", "to") if r.get(end)}
            for date in dates | {"0001-01-01"}:
                links = [r for r in world.records["ownership"] if in_effect(r, date)]
                self.assertEqual(len(links), len(world.on(date).owner))
                for one in world.on(date).owner:
                    self.assertTrue(self.has_a_top(world.on(date).owner, one))

    def has_a_top(self, owner, one):
        """Whether following owners comes to an end."""
        seen = set()
        while one in owner and one not in seen:
            seen.add(one)
            one = owner[one]
        return one not in owner


if __name__ == "__main__":
    unittest.main()
