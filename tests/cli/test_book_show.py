# SPDX-License-Identifier: Apache-2.0
"""A party as it is shown: to the vendor, to itself, to those related to it, to strangers."""

import json
import os
import re

from facts import base_world, fact
from keeping import DAY, ELBE, SAMPLE, BookTest, facts_of
from program import ACTS, Row, cases

BIRCH = "birch.example:admin_agent"
NEW = "f0000000-0000-4000-8000-00000000000f"
CUSTOMERS = 1203
STRANGERS = ("beech.example", "nowhere.example")


def checks(view):
    """The checklist: what is done, by check and role or capability."""
    return {(row["check"], row["capability"] or row["role"]): row["is_done"]
            for row in view["checklist"]}


class ShowTest(BookTest):
    def show(self, party, *options):
        return json.loads(self.done("show", party, "--json", *options))


@cases([Row(record["domain"], record) for record in facts_of(SAMPLE)
        if record["type"] == "tenant"], quick_every=9)
class Sample(ShowTest):
    """Every tenant of the sample, as the world has it."""

    def check(self, row):
        self.keep()
        tenant = row.value
        world = [record for record in facts_of(SAMPLE)
                 if (record.get("from") or "") <= DAY < (record.get("to") or "9999-99")]

        view = self.show(tenant["domain"], "--limit", "1000")
        people = self.done("show", tenant["id"])

        self.assertEqual((view["id"], view["country"], view["kind"], view["organization"]),
                         (tenant["id"], tenant["country"], tenant["kind"],
                          tenant["organization"]))
        for kind, mine, other, key in (
                ("indirect_relationship", "reseller", "provider", "providers"),
                ("indirect_relationship", "provider", "reseller", "resellers"),
                ("customer_relationship", "customer", "partner", "partners"),
                ("customer_relationship", "partner", "customer", "customers"),
                ("service_agreement", "provider", "reseller", "services_for")):
            known = sorted(record[other] for record in world
                           if record["type"] == kind and record[mine] == tenant["id"])
            shown = view["relations"][key]
            self.assertEqual(sorted(one["tenant"] for one in shown["first"]), known)
            self.assertEqual(shown["count"], len(known))
        self.assertEqual(
            sorted((one["role"], one["status"]) for one in view["enrollments"]),
            sorted((record["role"], record["status"]) for record in facts_of(SAMPLE)
                   if record["type"] == "enrollment" and record["tenant"] == tenant["id"]))
        self.assertIn("(%s)\n  id " % tenant["domain"], people)
        self.assertEqual(len(re.findall(r"(?m)^  (?:done|missing) ", people)),
                         len(view["checklist"]))


class Checklist(ShowTest):
    """What is missing before new business, until nothing is."""

    def checks_of(self, party):
        return checks(self.show(party))

    def test_of_a_reseller(self):
        self.keep(facts_of(SAMPLE) + [
            fact("organization", id="org-new", name="New", country="SE"),
            fact("tenant", id=NEW, domain="new.example", organization="org-new", country="SE",
                 kind="partner")])
        admin = "new.example:global_admin"
        self.assertEqual(self.checks_of("new.example"),
                         {("known_market", None): True, ("onboarded", None): False,
                          ("enrolled", None): False, ("mpa_signed", None): False})

        self.act("onboard", admin, "--tenant", NEW)
        self.act("start-enrollment", admin, "--tenant", NEW, "--role", "indirect_reseller")
        role = "indirect_reseller"
        self.assertEqual(self.checks_of("new.example"),
                         {("known_market", None): True, ("onboarded", None): True,
                          ("enrolled", role): False, ("provider_in_region", role): False,
                          ("partner_id", role): False, ("mpa_signed", None): False})

        for act, who in (("submit", admin), ("qualify", "vendor"), ("activate", "vendor")):
            self.act(act + "-enrollment", who, "--tenant", NEW, "--role", role)
        self.act("sign-mpa", admin, "--tenant", NEW, "--signed-by", "a@new.example")
        self.act("register-partner-id", "vendor", "--mpn-id", "777", "--tenant", NEW, "--country",
                 "SE")
        invited = self.act("invite-reseller", "elbe.example:admin_agent", "--provider",
                           "elbe.example", "--reseller", NEW)
        token = next(note["token"] for note in invited["notes"] if "token" in note)
        self.assertIn("Open invitations", self.done("show", "new.example"))
        self.act("accept-reseller-invitation", admin, "--token", token, "--reseller", NEW)

        self.assertEqual(set(self.checks_of("new.example").values()), {True})

    def test_of_a_direct_bill_partner(self):
        self.keep()
        direct = next(record["tenant"] for record in facts_of(SAMPLE)
                      if record["type"] == "enrollment" and record["role"] == "direct_bill"
                      and record["status"] == "active")
        before = self.checks_of(direct)

        self.act("attest-capability", direct + ":global_admin", "--tenant", direct,
                 "--capability", "billing")

        self.assertFalse(before["capability", "billing"])
        self.assertTrue(self.checks_of(direct)["capability", "billing"])
        self.assertEqual(len([key for key in before if key[0] == "capability"]), 4)

    def test_of_a_customer(self):
        world = [record for record in base_world() if record["type"] not in (
            "customer_agreement", "customer_relationship")]
        self.keep(world)

        self.assertEqual(self.checks_of("cust.example"),
                         {("known_market", None): True, ("customer_agreement", None): False,
                          ("partner", None): False})

        self.act("accept-customer-agreement", "cust.example:customer_admin", "--customer",
                 "cust.example")

        self.assertTrue(self.checks_of("cust.example")["customer_agreement", None])

    def test_names_commands_that_there_are(self):
        self.keep(base_world() + [
            fact("organization", id="org-new", name="New", country="XX"),
            fact("tenant", id=NEW, domain="new.example", organization="org-new", country="XX",
                 kind="partner"),
            fact("tenant", id=NEW[:-1] + "e", domain="cust.new.example", organization="org-new",
                 country="DE", kind="customer")])
        said = "".join(self.done("show", party) for party in
                       ("new.example", "cust.new.example", "res.example", "dir.example"))

        named = set(re.findall(r"aval ([a-z-]+)", said))

        self.assertGreaterEqual(len(named), 5)
        self.assertLessEqual(named, set(ACTS) | {"acts"})


class Numbers(ShowTest):
    """Much is counted, and little is shown."""

    def setUp(self):
        super().setUp()
        names = ["%08x-0000-4000-8000-000000000000" % number for number in range(CUSTOMERS)]
        provider = next(record["id"] for record in base_world() if record["type"] == "tenant")
        self.keep(base_world() + [
            fact("tenant", id=name, domain="c%s.example" % name[:8], organization="org-cust",
                 country="BE", kind="customer") for name in names] + [
            fact("customer_relationship", partner=provider, customer=name) for name in names])

    def test_as_many_as_asked(self):
        for options, shown in (((), 10), (("--limit", "3"), 3), (("--limit", "1000"), 1000)):
            customers = self.show("prov.example", *options)["relations"]["customers"]

            self.assertEqual((len(customers["first"]), customers["count"], customers["is_more"]),
                             (shown, 1000, True))

    def test_to_people(self):
        said = self.done("show", "prov.example", "--limit", "2")

        self.assertIn("Its customers (1000+)", said)
        self.assertIn("(--limit)", said)

    def test_wrong_limits(self):
        for limit in ("0", "1001", "x", "-1", ""):
            self.assert_refused(self.book("show", "prov.example", "--limit", limit), "--limit")


class Names(ShowTest):
    """Short names are for the vendor alone: whether one fits tells of strangers."""

    def test_short_ones(self):
        self.keep()
        whole = self.show("birch.example")

        for name in ("org-birch-none", "zzz"):
            self.assert_refused(self.book("show", name), 'unknown tenant "%s"' % name)
        for name in ("birch.e", "BIRCH.", "4100013", whole["id"].upper()):
            self.assertEqual(self.show(name), whole)
        self.assertEqual(self.show("org-dala")["domain"], "dala.example")
        self.assertEqual(self.book("history", "dala").status, 0)

    def test_of_several(self):
        self.keep()

        for name in ("org-birch", "b", "a"):
            self.assert_refused(self.book("show", name), '"%s" fits several tenants' % name,
                                ".example")

    def test_for_a_tenant(self):
        self.keep()

        for name in ("birch", "elbe", "org-dala", "beech"):
            self.assert_refused(self.book("show", name, "--as", BIRCH),
                                'unknown tenant "%s"' % name)


class Visibility(ShowTest):
    """Who asks sees itself, what it shares with others, and nothing of strangers."""

    def test_itself_is_what_the_vendor_sees(self):
        self.keep()

        for principal in ("birch.example:helpdesk_agent", "vendor", "vendor_support"):
            self.assertEqual(self.show("birch.example", "--as", principal),
                             self.show("birch.example"))

    def test_related(self):
        self.keep()

        view = self.show("elbe.example", "--as", BIRCH)

        self.assertEqual(set(view), {"id", "domain", "name", "country", "as_of", "relations"})
        shown = {one["domain"] for kind in view["relations"].values() for one in kind["first"]}
        self.assertEqual(shown, {"birch.example"})
        self.assertNotIn("Before new business",
                         self.done("show", "elbe.example", "--as", BIRCH))

    def test_stranger_is_as_unknown(self):
        self.keep()

        for command in ("show", "history"):
            for options in ((), ("--json",), ("--lang", "fr")):
                results = [self.book(command, party, "--as", BIRCH, *options)
                           for party in STRANGERS]

                for result, party in zip(results, STRANGERS):
                    self.assert_refused(result, party)
                self.assertEqual(*(result.text.replace(party, "PARTY")
                                   for result, party in zip(results, STRANGERS)))

    def test_stranger_by_id_is_as_unknown(self):
        self.keep()
        beech = next(record["id"] for record in facts_of(SAMPLE)
                     if record["type"] == "tenant" and record["domain"] == "beech.example")

        results = [self.book("show", party, "--as", BIRCH) for party in (beech, NEW)]

        self.assertEqual(results[0].text.replace(beech, "ID"), results[1].text.replace(NEW, "ID"))
        self.assertEqual([result.status for result in results], [2, 2])

    def test_what_was_shared_stays_seen(self):
        self.keep()
        self.act("open-support-case", "birch.example:global_admin", "--provider", "elbe.example",
                 "--reseller", "birch.example")
        self.act("end-indirect-relationship", "vendor_support", "--provider", "elbe.example",
                 "--reseller", "birch.example")

        resellers = self.show("elbe.example", "--as", BIRCH)["relations"]["resellers"]["first"]

        self.assertEqual([one["to"] for one in resellers], [DAY])

    def test_of_nobody(self):
        self.keep()

        self.assert_refused(self.book("show", "nowhere.example"), "nowhere.example")
        self.assert_refused(self.book("show", ""))
        self.assert_refused(self.book("show"), "PARTY is missing")
        self.assert_refused(self.book("show", "x" * 5000))
        self.assert_refused(self.book("show", os.fsdecode(b"\xff\xfe.example")))
        self.assert_refused(self.book("show", "birch.example", "--as", "x.example:admin_agent"),
                            '"x.example"')

    def test_token_of_an_invitation_is_not_shown(self):
        self.keep()
        self.act("invite-reseller", "elbe.example:admin_agent", "--provider", "elbe.example")

        said = self.done("show", "elbe.example", "--json") + self.done("show", "elbe.example")

        self.assertNotIn("token", said)


@cases([Row(record["domain"], record["id"]) for record in facts_of(SAMPLE)
        if record["type"] == "tenant"][::4], quick_every=5)
class Everybody(ShowTest):
    """A tenant of the sample asks about each: who is seen follows from the facts."""

    def check(self, row):
        self.keep()
        fir = self.show("fir.example")["id"]
        dala = self.show("dala.example")["id"]
        self.act("engage-partner", dala + ":customer_admin", "--partner", fir, "--customer", dala)
        tenants = {record["id"]: record["domain"] for record in facts_of(SAMPLE)
                   if record["type"] == "tenant"}
        pairs = {frozenset((fir, dala))}
        for record in facts_of(SAMPLE):
            if record["type"] in ("indirect_relationship", "service_agreement",
                                  "customer_relationship"):
                pairs.add(frozenset(record[key] for key in ("provider", "reseller", "partner",
                                                            "customer") if key in record))
        mine = row.value

        for other, domain in tenants.items():
            result = self.book("show", domain, "--as", mine + ":sales_agent", "--json")

            if other == mine:
                self.assertIn("checklist", json.loads(result.out))
            elif frozenset((mine, other)) in pairs:
                view = json.loads(result.out)
                self.assertNotIn("checklist", view)
                shown = {one["tenant"] for kind in view["relations"].values()
                         for one in kind["first"]}
                self.assertEqual(shown, {mine})
            else:
                self.assert_refused(result, 'unknown tenant "%s"' % domain)


class History(BookTest):
    """The journal, as far as it is about a party."""

    def test_oldest_first(self):
        self.keep()
        self.place_order()
        self.place_order("tioga.example", status=1)
        self.place_order("saale.example")

        entries = self.entries("elbe.example")

        self.assertEqual([entry["position"] for entry in entries], [2, 3, 4])
        self.assertEqual([entry["outcome"] for entry in entries],
                         ["carried_out", "refused", "carried_out"])
        self.assertEqual({entry["on"] for entry in entries}, {DAY})
        self.assertEqual([entry["position"] for entry in self.entries("tioga.example")], [3])

    def test_to_people(self):
        self.keep()
        self.place_order()

        self.assertRegex(self.done("history", "dala.example"),
                         r"\A +2  2020-05-12 \d\d:\d\d:\d\d  carried_out   place_order  "
                         r"elbe.example:admin_agent\n\Z")

    def test_related_sees_what_both_did(self):
        self.keep()
        self.place_order()
        self.act("engage-partner", "dala.example:customer_admin", "--partner", "elbe.example",
                 "--customer", "dala.example")

        seen = [json.loads(line)["act"] for line in
                self.done("history", "dala.example", "--as", BIRCH, "--json").splitlines()]

        self.assertEqual(seen, ["place_order"])
        self.assertEqual(len(self.entries("dala.example")), 2)

    def test_some_at_a_time(self):
        self.keep()
        for _ in range(4):
            self.place_order()

        def positions(*options):
            return [json.loads(line)["position"] for line in self.done(
                "history", "dala.example", "--json", *options).splitlines()]

        everything = positions()
        self.assertEqual(len(everything), 4)
        self.assertEqual(positions("--limit", "3"), everything[:3])
        self.assertEqual(positions("--after", str(everything[0])), everything[1:])
        self.assertEqual(positions("--as", BIRCH, "--after", str(everything[1]), "--limit", "1"),
                         everything[2:3])
        self.assertEqual(positions("--limit", "9"), everything)
        for option in ("--limit", "--after"):
            self.assertEqual(self.book("history", "dala.example", option, "x").status, 2)

    def test_empty(self):
        self.keep()

        self.assertEqual(self.done("history", "dala.example"), "")


class MpaStatus(BookTest):
    """Signed, or the precise reason why not."""

    def state(self, *options):
        return json.loads(self.done("mpa-status", "--json", *options))["state"]

    def test_states(self):
        self.keep()

        self.assertEqual(self.state("--tenant", "birch.example"), "signed")
        self.assertEqual(self.state("--mpn-id", "4100013"), "signed")
        self.assertEqual(self.state("--mpn-id", "1"), "unknown_id")
        self.assertEqual(self.state("--mpn-id", "4100013", "--as", ELBE), "signed")

    def test_unsigned(self):
        self.keep([record for record in base_world() if record["type"] != "agreement"] + [
            fact("organization", id="org-new", name="New", country="US"),
            fact("tenant", id=NEW, domain="new.example", organization="org-new", country="US",
                 kind="partner"),
            fact("partner_id", mpn_id="777", tenant=NEW, country="US")])

        self.assertEqual(self.state("--mpn-id", "5551234"), "unsigned")
        self.assertEqual(self.state("--mpn-id", "5551234", "--as", "prov.example:admin_agent"),
                         "unsigned")
        self.assertEqual(self.state("--mpn-id", "777"), "not_enrolled_as_reseller")
        self.assertEqual(self.state("--mpn-id", "777", "--as", "prov.example:admin_agent"),
                         "other_region")

    def test_who_signed_is_its_own(self):
        self.keep()

        self.assertIn("2020-01-22", self.done("mpa-status", "--tenant", "birch.example"))
        self.assertEqual(self.done("mpa-status", "--tenant", "birch.example", "--as", ELBE),
                         "signed\n")

    def test_options(self):
        self.keep()

        self.assert_refused(self.book("mpa-status"), "--tenant", "--mpn-id")
        self.assert_refused(self.book("mpa-status", "--tenant", "x", "--mpn-id", "1"),
                            "exclude each other")
        self.assert_refused(self.book("mpa-status", "--tenant", "nowhere.example"),
                            "nowhere.example")

    def test_in_french(self):
        self.keep()

        self.assertIn("signé", self.done("mpa-status", "--mpn-id", "4100013", "--lang", "fr"))
