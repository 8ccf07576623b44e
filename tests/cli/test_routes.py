# SPDX-License-Identifier: Apache-2.0
"""`routes`: through whom a customer can be supplied, and what stands in the way."""

import json

from facts import CUSTOMER, DIRECT, NOBODY, PROVIDER, RESELLER, base_world, fact
from full_form import WORLD, FullTest
from program import Row, cases

KEYS = ["customer", "as_of", "profile", "candidates", "supported", "routes", "near", "cut_off",
        "own_use"]
DALA = "cda1a000-0000-4000-8000-000000000001"
DAY = "2020-05-12"
PAIR = {"provider": PROVIDER, "seller": RESELLER}
ALONE = {"provider": None, "seller": DIRECT}


class RoutesTest(FullTest):
    """A test that asks for routes, to the customer of the base world unless told."""

    def routes(self, *options, world=None, customer=CUSTOMER):
        path = self.put_world(world) if world is None or isinstance(world, list) else world
        result = self.run_aval("routes", "--json", "--world", path, "--customer", customer,
                               "--on", DAY, *options)
        self.assert_clean(result)
        self.assertTrue(result.out.endswith(b"\n"))
        found = json.loads(result.out)
        self.assertEqual(list(found), KEYS)
        return found

    def text(self, *options, world=WORLD, customer="dala.example"):
        result = self.run_aval("routes", "--world", world, "--customer", customer, "--on", DAY,
                               *options)
        self.assert_clean(result)
        return result.out.decode()


class Supported(RoutesTest):
    """Those whose order is supported."""

    def test_both_chains(self):
        found = self.routes()

        self.assertEqual(found["routes"], [ALONE, PAIR])
        self.assertEqual((found["candidates"], found["supported"]), (2, 2))
        self.assertEqual((found["near"], found["cut_off"], found["own_use"]), ([], [], None))
        self.assertEqual((found["customer"], found["as_of"], found["profile"]),
                         (CUSTOMER, DAY, "programme"))

    def test_each_is_supported_and_no_other(self):
        found = self.routes(world=WORLD, customer="dala.example")

        for route in found["routes"]:
            order = {"id": "r", "act": "place_order", "date": DAY, "customer": DALA,
                     "seller": route["seller"]}
            if route["provider"] is not None:
                order["provider"] = route["provider"]
            self.assertEqual(self.decision(order)["verdict"], "supported")
        self.assertEqual(found["supported"], len(found["routes"]))

    def test_only_one_seller(self):
        self.assertEqual(self.routes("--seller", RESELLER)["routes"], [PAIR])
        self.assertEqual(self.routes("--seller", "dir.example")["routes"], [ALONE])
        self.assertEqual(self.routes("--seller", "cust.example")["candidates"], 0)

    def test_only_one_provider(self):
        found = self.routes("--provider", "prov.example")

        self.assertEqual((found["routes"], found["candidates"]), ([PAIR], 1))
        self.assertEqual(self.routes("--provider", DIRECT)["routes"], [])

    def test_a_limit_shortens_lists_and_no_number(self):
        found = self.routes("--limit", "1")

        self.assertEqual((found["routes"], found["supported"], found["candidates"]),
                         ([ALONE], 2, 2))

    def test_an_offer(self):
        offer = fact("offer", id="LATER", name="Later", publisher="V", party="first",
                     markets=["*"], **{"from": "2021-01-01"})
        found = self.routes("--offer", "LATER", world=base_world() + [offer])

        self.assertEqual((found["routes"], found["supported"]), ([], 0))
        self.assertEqual([(cut["rule"], cut["found"], cut["alone"]) for cut in found["cut_off"]],
                         [("offer-sold-in-market", 2, 2)])
        self.assertEqual(self.routes("--offer", "OFFER-1")["supported"], 2)

    def test_under_the_article(self):
        world = [one for one in base_world() if one["type"] != "customer_agreement"]

        self.assertEqual(self.routes(world=world)["supported"], 0)
        self.assertEqual(self.routes("--profile", "article", world=world)["supported"], 2)
        self.assertEqual(self.routes("--profile", "article", world=world)["profile"], "article")

    def test_other_readings(self):
        world = [one for one in base_world() if one["type"] != "agreement"]
        world += [fact("tenant", id=NOBODY, domain="other.example", organization="org-dir",
                       country="NL", kind="partner"),
                  fact("agreement", agreement="MPA", tenant=NOBODY, signed_on="2020-01-20",
                       signed_by="x")]

        self.assertEqual(self.routes(world=world)["routes"], [ALONE])
        self.assertEqual(self.routes("--other-reading", "Q6", world=world)["routes"], [])

    def test_a_customer_by_any_name(self):
        for name in (CUSTOMER, CUSTOMER.upper(), "cust.example", "CUST.EXAMPLE"):
            self.assertEqual(self.routes(customer=name)["customer"], CUSTOMER)


class Near(RoutesTest):
    """Those that a plan makes supported."""

    def unsigned(self):
        return [one for one in base_world()
                if one["type"] != "agreement" or one["tenant"] != RESELLER]

    def test_a_step(self):
        found = self.routes("--near", "1", world=self.unsigned())
        miss = found["near"][0]

        self.assertEqual((found["routes"], len(found["near"])), ([ALONE], 1))
        self.assertEqual(list(miss), ["provider", "seller", "plan"])
        self.assertEqual([step["remedy"] for step in miss["plan"]["steps"]], ["sign_mpa"])
        self.assertEqual(miss["plan"]["then"]["seller"], RESELLER)
        self.assertEqual(self.routes(world=self.unsigned())["near"], [])

    def test_fewest_steps_first(self):
        world = [one for one in self.unsigned() if one["type"] not in
                 ("customer_relationship", "account")]
        found = self.routes("--near", "8", world=world)
        steps = [len(miss["plan"]["steps"]) for miss in found["near"]]

        self.assertEqual(steps, sorted(steps))
        self.assertEqual((len(steps), found["supported"]), (2, 0))
        self.assertEqual(self.routes("--near", str(steps[0]), world=world)["near"],
                         found["near"][:1])
        self.assertEqual(self.routes("--near", "8", "--limit", "1", world=world)["near"],
                         found["near"][:1])

    def test_no_replacement_in_a_plan(self):
        for miss in self.routes("--near", "8", world=WORLD, customer="dala.example")["near"]:
            for step in miss["plan"]["steps"]:
                self.assertFalse(step["remedy"].startswith("other_"))


class CutOff(RoutesTest):
    """What stands in the way where no route is supported."""

    def test_rules_and_how_many_they_cut_off(self):
        world = [one for one in base_world()
                 if one["type"] not in ("customer_agreement", "account")]
        cuts = {cut["rule"]: cut for cut in self.routes(world=world)["cut_off"]}

        self.assertEqual(list(cuts), ["customer-agreement-accepted", "onboarded"])
        self.assertEqual([(cut["found"], cut["alone"]) for cut in cuts.values()],
                         [(2, 1), (1, 0)])
        self.assertEqual(cuts["onboarded"]["examples"], [PAIR])

    def test_nobody_to_sell(self):
        world = [one for one in base_world()
                 if one["type"] not in ("enrollment", "indirect_relationship")]
        found = self.routes(world=world)

        self.assertEqual((found["candidates"], found["cut_off"], found["routes"]), (0, [], []))

    def test_a_market_without_region(self):
        world = [{**one, "country": "ZZ"} if one.get("id") == CUSTOMER else one
                 for one in base_world()]
        found = self.routes(world=world)

        self.assertEqual((found["candidates"], found["supported"], found["cut_off"]), (0, 0, []))

    def test_before_there_is_anybody(self):
        path = self.put_world()
        result = self.run_aval("routes", "--json", "--world", path, "--customer", CUSTOMER,
                               "--on", "0001-01-01")

        self.assert_clean(result)
        self.assertEqual(json.loads(result.out)["candidates"], 0)


class OwnUse(RoutesTest):
    """A customer whose organisation is a partner itself (S4, S6)."""

    def world(self):
        return base_world() + [
            fact("tenant", id=NOBODY, domain="own.example", organization="org-res",
                 country="FR", kind="customer"),
            fact("customer_relationship", partner=DIRECT, customer=NOBODY),
            fact("customer_agreement", customer=NOBODY, acceptance="direct", date="2020-02-01")]

    def test_tenants_and_routes_elsewhere(self):
        found = self.routes(world=self.world(), customer=NOBODY)["own_use"]

        self.assertEqual(list(found), ["tenants", "routes"])
        self.assertEqual((found["tenants"], found["routes"]), ([NOBODY], [ALONE]))

    def test_asked_for_the_partner_tenant_itself(self):
        found = self.routes(world=self.world(), customer=RESELLER)

        self.assertEqual(found["own_use"]["tenants"], [NOBODY])
        self.assertIn("no-provisioning-on-csp-tenant",
                      [cut["rule"] for cut in found["cut_off"]])

    def test_nothing_of_the_kind_for_others(self):
        self.assertIsNone(self.routes(world=self.world())["own_use"])


TEXTS = [
    Row("English", (("--near", "2", "--limit", "2"), [
        "routes that are supported: 1 (candidates: 11)", "Birch IT AB (birch.example) via ",
        "    1. "])),
    Row("French", (("--near", "2", "--lang", "fr"), [
        "routes prises en charge : 1 (candidates : 11)"])),
    Row("the sample by default", ((), ["routes that are supported: 1 (candidates: 11)"])),
]


@cases(TEXTS)
class Text(RoutesTest):
    """Lines for people."""

    def check(self, row):
        options, words = row.value
        said = self.text(*options)

        for word in words:
            self.assertIn(word, said)

    def test_more_than_are_shown(self):
        path = self.put_world()
        said = self.text("--limit", "1", world=path, customer="cust.example")

        self.assertIn("routes that are supported: 2 (candidates: 2)", said)
        self.assertEqual(said.count("(dir.example)"), 1)
        self.assertNotIn("(res.example)", said)

    def test_nothing_is_supported(self):
        world = [one for one in base_world() if one["type"] != "customer_agreement"]
        said = self.text(world=self.put_world(world), customer="cust.example")

        self.assertIn("customer-agreement-accepted", said)

    def test_a_world_is_said_to_be_the_sample(self):
        result = self.run_aval("routes", "--customer", "dala.example", "--on", DAY)

        self.assertEqual(result.status, 0)
        self.assertIn("sample program", result.text)


WRONG = [
    Row("no customer", ((), ["--customer"])),
    Row("nobody", (("--customer", "nobody"), ["nobody", "--customer"])),
    Row("an empty name", (("--customer", ""), ["--customer"])),
    Row("an unknown GUID", (("--customer", NOBODY), [NOBODY])),
    Row("an ambiguous beginning", (("--customer", "d0000000"), [])),
    Row("an unknown offer", (("--customer", CUSTOMER, "--offer", "X"), ['"X" of --offer'])),
    Row("an unknown seller", (("--customer", CUSTOMER, "--seller", "xyz"), ["--seller"])),
    Row("an unknown provider", (("--customer", CUSTOMER, "--provider", "xyz"), ["--provider"])),
    Row("no step", (("--customer", CUSTOMER, "--near", "0"), ["--near", "1 to 8"])),
    Row("nine steps", (("--customer", CUSTOMER, "--near", "9"), ["--near", "1 to 8"])),
    Row("steps in words", (("--customer", CUSTOMER, "--near", "two"), ["--near"])),
    Row("no limit", (("--customer", CUSTOMER, "--limit", "0"), ["--limit", "1 to 1000000"])),
    Row("a limit too large", (("--customer", CUSTOMER, "--limit", "1000001"), ["--limit"])),
    Row("a limit beyond all numbers", (("--customer", CUSTOMER, "--limit", "9" * 30),
                                       ["--limit"])),
    Row("a limit below nothing", (("--customer", CUSTOMER, "--limit", "-1"), ["--limit"])),
    Row("no day", (("--customer", CUSTOMER, "--on", "2020-02-30"), ["--on"])),
    Row("no profile", (("--customer", CUSTOMER, "--profile", "x"), ["--profile"])),
    Row("a book", (("--customer", CUSTOMER, "--db", "x"), ["exclude each other"])),
    Row("an argument", (("--customer", CUSTOMER, "x"), ["unexpected argument"])),
]


@cases(WRONG)
class Wrong(RoutesTest):
    """What cannot be asked."""

    def check(self, row):
        options, words = row.value
        world = base_world() + [
            fact("tenant", id="d0000000-0000-4000-8000-0000000000dd", domain="d.example",
                 organization="org-cust", country="BE", kind="customer")]
        result = self.run_aval("routes", "--json", "--world", self.put_world(world), *options)

        self.assert_refused(result, *words)

    def test_a_world_in_error(self):
        result = self.run_aval("routes", "--world", self.put("w", b"{}\n"), "--customer", "x")

        self.assert_refused(result, "refused whole")
