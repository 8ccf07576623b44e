#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the full form: the article's scenarios with the plans and texts due, written by hand."""

import unittest

from facts import World, read_markets
from full import full
from routes import routes

MARKETS = read_markets()
DATE = "2020-05-12"
P, P2, R, R2, D, C, T, X = ("%s0000000-0000-4000-8000-000000000000" % one for one in "abcdef12")
NEW = "00000000-0000-4000-8000-000000000001"
ROLE = {P: "indirect_provider", P2: "indirect_provider", R: "indirect_reseller",
        R2: "indirect_reseller", D: "direct_bill"}


def tenant(guid, organization=None, country="FR", kind="partner"):
    """A tenant, of an organisation of its own where none is named."""
    return {"type": "tenant", "id": guid, "organization": organization or "org-" + guid[0],
            "country": country, "kind": kind}


def partner(guid, **tenant_fields):
    """A partner in whose own affairs all is in order."""
    return [tenant(guid, **tenant_fields),
            {"type": "enrollment", "tenant": guid, "role": ROLE[guid], "status": "active"},
            {"type": "account", "tenant": guid, "onboarded_on": "2019-01-01"},
            {"type": "agreement", "tenant": guid, "signed_on": "2020-01-20"}]


def supplies(provider, reseller):
    """A relationship of provider and reseller."""
    return {"type": "indirect_relationship", "provider": provider, "reseller": reseller}


def serves(one, customer):
    """A relationship of partner and customer."""
    return {"type": "customer_relationship", "partner": one, "customer": customer}


def customer(guid=C, **tenant_fields):
    """A customer that accepted the customer agreement."""
    return [tenant(guid, **{"kind": "customer", **tenant_fields}),
            {"type": "customer_agreement", "customer": guid, "acceptance": "direct",
             "date": "2020-02-02"}]


CHAIN = partner(P) + partner(R) + [supplies(P, R), serves(P, C), serves(R, C)]


def judged(records, act, profile="programme", other=()):
    """The full decision on an act in a world."""
    return full(World(records, MARKETS), {"id": "p", "date": DATE, **act}, profile, other)


def order(provider=P, seller=R, **more):
    """An order through the chain of two tiers, or directly."""
    act = {"act": "place_order", "seller": seller, "customer": C, **more}
    return {**act, "provider": provider} if provider else act


def names(plan):
    """The names of a plan's steps."""
    return [step["remedy"] for step in plan["steps"]]


def plans(decision):
    """The names of the steps of each plan."""
    return [names(plan) for plan in decision["way_forward"]]


class Form(unittest.TestCase):
    def test_keys_in_order(self):
        decision = judged(CHAIN + customer(), order(quantity=5))

        self.assertEqual(list(decision), [
            "id", "act", "verdict", "as_of", "profile", "rulebook", "basis", "findings",
            "way_forward", "obligations", "readings", "other_readings"])
        self.assertEqual(list(decision["act"]), [
            "act", "date", "seller", "provider", "customer", "quantity"])

    def test_a_finding_and_its_remedy(self):
        records = [one for one in CHAIN if one.get("signed_on") is None or one["tenant"] != R]
        decision = judged(records + customer(), order())

        sign = {"remedy": "sign_mpa", "tenant": R,
                "actor": {"role": "global_admin", "tenant": R}, "confirmed_by": None}
        self.assertEqual(decision["findings"], [{
            "rule": "mpa-signed", "position": "reseller", "origin": "A",
            "statements": ["M1", "M2", "M3", "M4c"], "readings": ["Q5", "Q6", "Q13"],
            "remedies": [sign]}])
        self.assertEqual(decision["way_forward"], [{"steps": [sign], "then": decision["act"]}])
        self.assertEqual(decision["readings"], ["Q5", "Q6", "Q13"])
        self.assertEqual((decision["basis"], decision["obligations"]), ([], []))

    def test_capabilities_are_sorted(self):
        decision = judged([tenant(T)], {
            "act": "enroll", "tenant": T, "role": "direct_bill",
            "capabilities": ["support", "billing"]})

        self.assertEqual(decision["act"]["capabilities"], ["billing", "support"])
        self.assertEqual(plans(decision), [["attest_capability", "attest_capability"]])
        self.assertEqual(decision["way_forward"][0]["then"]["capabilities"], [
            "api_integration", "billing", "managed_services", "support"])


class S1Chains(unittest.TestCase):
    def test_direct(self):
        decision = judged(partner(D) + customer() + [serves(D, C)], order(None, D))

        self.assertEqual(decision["basis"], ["S1.1"])
        self.assertEqual(decision["readings"], ["Q1", "Q3", "Q4", "Q5", "Q6", "Q11", "Q13"])
        self.assertEqual(decision["obligations"], [
            {"obligation": "bills", "from": "vendor", "to": D, "currency": "EUR",
             "statements": ["T11"]},
            {"obligation": "bills", "from": D, "to": C, "currency": "EUR", "statements": ["S1"]},
            {"obligation": "supports", "from": D, "to": C, "statements": ["S1"]},
            {"obligation": "agreement", "party": D, "agreement": "MPA", "statements": ["M1"]},
            {"obligation": "agreement", "party": C, "agreement": "MCA", "statements": []}])

    def test_two_tiers(self):
        decision = judged(CHAIN + customer(), order())

        self.assertEqual(decision["basis"], ["S1.2"])
        self.assertIn("Q2", decision["readings"])
        self.assertEqual([(one["from"], one["to"], one["statements"])
                          for one in decision["obligations"][:4]], [
            ("vendor", P, ["T2"]), (P, R, ["T4"]), (R, C, ["S1"]), (R, C, ["S1"])])

    def test_provider_bills_for_the_reseller(self):
        serviced = {"type": "service_agreement", "provider": P, "reseller": R,
                    "services": ["billing"]}
        decision = judged(CHAIN + customer() + [serviced], order())

        self.assertEqual([(one["from"], one["to"], one["statements"])
                          for one in decision["obligations"][:3]], [
            ("vendor", P, ["T2"]), (P, C, ["T6"]), (R, C, ["S1"])])

    def test_a_provider_does_not_sell_directly(self):
        decision = judged(CHAIN + customer(), order(None, P))

        self.assertEqual([one["rule"] for one in decision["findings"]], ["chain-of-sale"])
        self.assertEqual(plans(decision), [["other_seller"], ["enroll"]][::-1])
        self.assertEqual(decision["way_forward"][1]["then"], {
            "act": "place_order", "date": DATE, "seller": R, "provider": P, "customer": C})


class S2SeveralPartners(unittest.TestCase):
    def test_another_partner_of_the_customer(self):
        records = CHAIN + customer() + partner(D) + [serves(D, C)]

        self.assertEqual(judged(records, order())["basis"], ["S1.2", "S2"])
        self.assertEqual(judged(records, {
            "act": "establish_customer_relationship", "partner": R, "customer": C})["basis"],
                         ["T4", "S2"])


class S3Support(unittest.TestCase):
    def test_engaged_without_enrolment(self):
        act = {"act": "engage_partner", "partner": T, "customer": C}
        decision = judged([tenant(T)] + customer(), act)

        self.assertEqual(plans(decision), [["enroll"]])
        self.assertEqual(decision["way_forward"][0]["steps"][0]["act"], {
            "act": "enroll", "date": DATE, "tenant": T, "role": "indirect_reseller",
            "capabilities": []})
        self.assertEqual(judged(partner(D) + customer(), {**act, "partner": D})["basis"], ["S3"])


class S4OwnUse(unittest.TestCase):
    def test_never_on_the_csp_tenant(self):
        records = CHAIN + customer() + [
            tenant(T, "org-f"), {"type": "enrollment", "tenant": T, "role": "direct_bill",
                                 "status": "active"}]
        decision = judged(records, order(customer=T), "article")

        self.assertEqual([one["rule"] for one in decision["findings"]], [
            "no-provisioning-on-csp-tenant"])
        self.assertEqual(plans(decision), [["other_tenant"], ["create_tenant", "other_tenant"]])
        self.assertEqual(decision["way_forward"][1]["steps"][0], {
            "remedy": "create_tenant", "organization": "org-f", "country": "FR",
            "kind": "customer", "actor": {"role": "global_admin", "tenant": T},
            "confirmed_by": None})
        self.assertEqual(decision["way_forward"][1]["then"]["customer"], NEW)

    def test_the_created_tenant_needs_what_every_customer_needs(self):
        records = CHAIN + customer() + [tenant(NEW, "org-9"), tenant(T, kind="partner")]
        decision = judged(records, order(customer=T))

        self.assertEqual([sorted(set(names) - {"establish_customer_relationship"})
                          for names in plans(decision)], [
            ["attest_customer_agreement", "create_tenant", "other_tenant"],
            ["accept_customer_agreement", "create_tenant", "other_tenant"]])
        self.assertTrue(decision["way_forward"][0]["then"]["customer"].endswith("2"))

    def test_another_tenant_of_the_organization(self):
        records = CHAIN + customer(organization="org-c") + partner(D) + [
            serves(D, C), tenant(T, "org-c")]
        decision = judged(records, order(None, D, customer=T))

        self.assertEqual(plans(decision)[0], ["other_tenant"])
        self.assertEqual(judged(records, order(None, D))["basis"], ["S1.1", "S4", "S2"])


class S5OwnAndAffiliates(unittest.TestCase):
    def test_no_sale_to_itself(self):
        records = partner(D, organization="org-d") + customer(organization="org-d") + [
            serves(D, C)] + CHAIN
        decision = judged(records, order(None, D))

        self.assertEqual([one["rule"] for one in decision["findings"]], ["no-self-sale"])
        self.assertEqual(plans(decision), [["other_seller"]])

    def test_affiliates_with_and_without_the_other_reading(self):
        owns = [{"type": "ownership", "owner": "top", "owned": "org-" + one[0]} for one in (D, C)]
        records = partner(D) + customer() + [serves(D, C)] + owns
        found = [one["rule"] for one in judged(records, order(None, D))["findings"]]

        self.assertEqual(found, ["no-affiliate-sale"])
        self.assertEqual(judged(records, order(None, D), other=["Q4"])["verdict"], "supported")

    def test_only_the_partner_facing_the_customer_with_the_other_reading(self):
        records = CHAIN + customer(organization="org-a")

        self.assertEqual([(one["rule"], one["position"])
                          for one in judged(records, order())["findings"]], [
            ("no-self-sale", "provider")])
        self.assertEqual(judged(records, order(), other=["Q3"])["verdict"], "supported")


class S6ResellerAsCustomer(unittest.TestCase):
    """C is a reseller of P; it buys through R."""

    records = CHAIN + customer() + [supplies(P, C)]

    def test_the_options(self):
        decision = judged(self.records, order(), "article")

        self.assertEqual([one["remedy"] for one in decision["findings"][0]["remedies"]], [
            "other_tenant", "other_provider", "other_seller", "end_indirect_relationship"])
        self.assertEqual(plans(decision), [
            ["end_indirect_relationship"], ["create_tenant", "other_tenant"]])
        self.assertEqual(decision["way_forward"][0]["steps"][0]["confirmed_by"], {
            "role": "vendor_support"})

    def test_another_provider(self):
        more = partner(P2) + partner(D) + [serves(P2, C), serves(D, C)]
        decision = judged(self.records + more, order())

        self.assertIn(["other_seller"], plans(decision))
        self.assertIn(["other_provider", "establish_indirect_relationship"], plans(decision))

    def test_the_other_half(self):
        act = {"act": "establish_indirect_relationship", "provider": P, "reseller": R2}
        decision = judged(CHAIN + partner(R2) + [serves(P, R2)], act)

        self.assertEqual([one["remedy"] for one in decision["findings"][0]["remedies"]], [
            "other_tenant", "other_provider", "remove_customer"])
        self.assertEqual(plans(decision), [
            ["remove_customer"], ["create_tenant", "other_tenant", "onboard", "enroll"]])

    def test_of_the_organization_with_the_other_reading(self):
        records = CHAIN + customer() + [tenant(T, "org-f"), tenant(X, "org-f"),
                                        supplies(P, T), supplies(P, X)]
        records = [{**one, "organization": "org-f"} if one.get("id") == C else one
                   for one in records]

        self.assertEqual(judged(records, order())["verdict"], "supported")
        decision = judged(records, order(), "article", ["Q2"])
        self.assertEqual(plans(decision)[0], ["end_indirect_relationship"] * 2)
        self.assertEqual([step["act"]["reseller"]
                          for step in decision["way_forward"][0]["steps"]], [T, X])

    def test_ending(self):
        act = {"act": "end_indirect_relationship", "provider": P, "reseller": R,
               "requested_by": "provider"}

        self.assertEqual(plans(judged(CHAIN, act)), [["wait_until"], ["open_support_case"]])
        self.assertEqual(plans(judged(CHAIN, act, other=["Q7"])), [["open_support_case"]])
        self.assertEqual(plans(judged(CHAIN, act, "article")), [["open_support_case"]])
        late = {**act, "date": "2020-07-01"}
        self.assertEqual(judged(CHAIN, late)["basis"], ["S6.E"])
        self.assertEqual(judged(CHAIN, late, other=["Q7"])["verdict"], "not_supported")


class S7S8Regions(unittest.TestCase):
    def test_a_customer_of_another_region(self):
        records = CHAIN + customer(country="US") + partner(D, country="US") + [serves(D, C)]
        decision = judged(records, order())

        self.assertEqual(plans(decision), [["other_seller"]])
        self.assertEqual(decision["way_forward"][0]["steps"][0]["to"], {
            "provider": None, "seller": D})
        self.assertNotIn("provider", decision["way_forward"][0]["then"])

    def test_a_provider_of_another_region(self):
        records = partner(P) + partner(P2, country="US") + partner(R)
        decision = judged(records, {"act": "establish_indirect_relationship", "provider": P2,
                                    "reseller": R})

        self.assertEqual(plans(decision), [["other_provider"]])
        self.assertEqual(decision["way_forward"][0]["steps"][0]["actor"], {
            "role": "admin_agent", "tenant": R})

    def test_a_market_that_has_no_region_yet(self):
        records = partner(D, country="CN") + customer(country="CN") + [serves(D, C)]
        decision = judged(records, order(None, D))

        self.assertEqual(plans(decision), [["wait_until"]])
        self.assertEqual(decision["way_forward"][0]["then"]["date"], "2023-08-17")
        self.assertEqual(judged(records, order(None, D), "article")["way_forward"], [])


class OtherReadings(unittest.TestCase):
    def test_of_the_tenant_alone(self):
        records = CHAIN + customer() + [tenant(T, "org-c")]
        records = [{**one, "tenant": T} if one.get("signed_on") and one["tenant"] == R else one
                   for one in records]

        self.assertEqual(judged(records, order())["verdict"], "supported")
        self.assertEqual(plans(judged(records, order(), other=["Q6"])), [["sign_mpa"]])

    def test_agreement_before_a_relationship(self):
        records = [one for one in CHAIN if not one.get("signed_on")]
        act = {"act": "establish_indirect_relationship", "provider": P, "reseller": R}

        self.assertEqual(judged(records, act)["basis"], ["T8", "S8"])
        self.assertEqual(plans(judged(records, act, other=["Q12"])), [["sign_mpa", "sign_mpa"]])

    def test_onboarding_only_from_the_date_of_the_agreement(self):
        records = [one for one in CHAIN if not one.get("onboarded_on")] + customer()
        early = {**order(), "date": "2020-01-31"}

        self.assertEqual(plans(judged(records, early)), [["onboard"]])
        self.assertEqual(judged(records, early, other=["Q13"])["verdict"], "supported")
        self.assertEqual(judged(records, order(), other=["Q13"])["verdict"], "not_supported")


class PartnerIds(unittest.TestCase):
    act = {"act": "associate_partner_id", "provider": P, "reseller": R, "mpn_id": "0000001",
           "new_subscription": True}
    other = {"type": "partner_id", "mpn_id": "0000001", "tenant": P, "country": "FR"}

    def test_registers_one_where_there_is_none(self):
        decision = judged(CHAIN + [self.other], self.act)

        self.assertEqual(plans(decision), [["register_partner_id", "use_partner_id"]])
        self.assertEqual(decision["way_forward"][0]["then"]["mpn_id"], "0000002")

    def test_uses_the_first_valid_one(self):
        own = [{**self.other, "mpn_id": one, "tenant": R, "country": country}
               for one, country in (("5", "FR"), ("40", "FR"), ("3", "DE"))]
        decision = judged(CHAIN + [self.other] + own, self.act)

        self.assertEqual(plans(decision), [["use_partner_id"]])
        self.assertEqual(decision["way_forward"][0]["then"]["mpn_id"], "40")
        self.assertEqual(judged(CHAIN + [self.other] + own, {**self.act, "mpn_id": "5"})["basis"],
                         ["M2"])


class Routes(unittest.TestCase):
    records = CHAIN + customer() + partner(D) + partner(R2) + [serves(D, C), supplies(P, R2)]

    def found(self, records, **options):
        """The routes of C."""
        return routes(World(records, MARKETS), C, DATE, "programme", **options)

    def test_direct_first_then_by_provider_and_seller(self):
        self.assertEqual(self.found(self.records)["routes"], [
            {"provider": None, "seller": D}, {"provider": P, "seller": R}])
        self.assertEqual(len(self.found(self.records, limit=1)["routes"]), 1)
        self.assertEqual(self.found(self.records, seller=R)["routes"], [
            {"provider": P, "seller": R}])

    def test_near_misses(self):
        near = self.found(self.records, near=1)["near"]

        self.assertEqual([(one["seller"], names(one["plan"])) for one in near], [
            (R2, ["establish_customer_relationship"])])

    def test_what_cuts_off(self):
        records = [one for one in self.records if one.get("customer") != C or "date" in one]
        cuts = {one["rule"]: one for one in self.found(records)["cut_off"]}

        self.assertEqual((cuts["customer-relationship-active"]["found"],
                          cuts["customer-relationship-active"]["alone"]), (3, 3))

    def test_own_use(self):
        records = [{**one, "organization": "org-d"} if one.get("id") == R2 else one
                   for one in self.records + customer(T, organization="org-d")]
        found = routes(World(records, MARKETS), T, DATE, "article")

        self.assertIsNone(self.found(self.records)["own_use"])
        self.assertEqual(found["own_use"]["tenants"], [T])
        self.assertEqual(found["own_use"]["routes"], [{"provider": None, "seller": D}])


if __name__ == "__main__":
    unittest.main()
