# SPDX-License-Identifier: Apache-2.0
"""What holds of every world: checked on random ones, each of which is a test of its own."""

import random

from facts import (ACT_FIELDS, FACT_FIELDS, NOBODY, ROLES, csv_files, encoded, fact, line,
                   ndjson)
from judging import JudgeTest
from program import Row, cases, slow
from random_world import DAYS, RandomWorld, ownership_is_sound

SEEDS = range(24)
QUICK_SEEDS = range(3)
PROPOSAL_COUNT = 400


def seeds(cls):
    """One test a seed and property; --quick takes the first few seeds."""
    for name in [name for name in dir(cls) if name.startswith("holds_")]:
        for seed in SEEDS:
            def test(self, name=name, seed=seed):
                getattr(self, name)(seed)
            test.is_slow = seed not in QUICK_SEEDS
            setattr(cls, "test_%s_seed_%d" % (name[len("holds_"):], seed), test)
    return cls


class PropertyTest(JudgeTest):
    """Judges a random world, as it is and changed."""

    def decide(self, facts, asked, *options, status=0):
        return self.judged(self.put_world(facts), self.put_proposals(asked), *options,
                           status=status)

    def begin(self, seed):
        self.world = RandomWorld(seed)
        self.chance = random.Random("change %d" % seed)
        self.asked = self.world.proposals(PROPOSAL_COUNT)
        self.decided = self.decide(self.world.facts, self.asked)

    def assert_same(self, out):
        if out != self.decided:
            pairs = zip(self.asked, self.decided.decode().splitlines(), out.decode().splitlines())
            self.fail(next("%s: %s became %s" % (encoded(asked), before, after)
                           for asked, before, after in pairs if before != after))


@seeds
class Changes(PropertyTest):
    """What changes nothing that matters changes no decision."""

    def holds_order_of_facts(self, seed):
        self.begin(seed)
        self.chance.shuffle(self.world.facts)

        self.assert_same(self.decide(self.world.facts, self.asked))

    def holds_facts_twice(self, seed):
        """History may repeat."""
        self.begin(seed)
        again = [record for record in self.world.facts if record["type"] in (
            "enrollment", "agreement", "customer_agreement", "indirect_relationship",
            "service_agreement", "customer_relationship")]

        self.assert_same(self.decide(self.world.facts + again, self.asked))

    def holds_as_tables(self, seed):
        self.begin(seed)
        files = csv_files(self.world.facts, end=self.chance.choice(("\n", "\r\n")),
                          order=lambda columns: self.chance.sample(columns, len(columns)))

        self.assert_same(self.judged(self.put_folder(files, "folder"), self.put_proposals(
            self.asked)))

    def holds_names(self, seed):
        """Every id becomes another, the same wherever it stands."""
        self.begin(seed)
        names = {old: "renamed %d \"\\ é" % self.chance.getrandbits(64)
                 for old in self.world.organizations + self.world.offers}
        names |= {old: self.world.guid() for old in self.world.tenants}
        names |= {old: str(self.chance.getrandbits(200)) for old in self.world.mpn_ids}

        def renamed(record):
            changed = {key: names.get(value, value) if isinstance(value, str) else value
                       for key, value in record.items()}
            if "domain" in changed:
                changed["domain"] = "%x.example" % self.chance.getrandbits(99)
            return changed

        self.assert_same(self.decide(map(renamed, self.world.facts), map(renamed, self.asked)))

    def holds_case_of_guids(self, seed):
        self.begin(seed)
        tenants = set(self.world.tenants)

        def mixed(record):
            return {key: "".join(self.chance.choice((byte.upper(), byte)) for byte in value)
                    if isinstance(value, str) and value in tenants else value
                    for key, value in record.items()}

        self.assert_same(self.decide(map(mixed, self.world.facts), map(mixed, self.asked)))

    def holds_order_of_keys(self, seed):
        self.begin(seed)

        def shuffled(record):
            return dict(self.chance.sample(list(record.items()), len(record)))

        self.assert_same(self.decide(map(shuffled, self.world.facts), map(shuffled, self.asked)))

    def holds_absent_for_null(self, seed):
        self.begin(seed)

        def without(record):
            return {key: value for key, value in record.items() if value is not None}

        def with_nulls(record):
            absent = [key for key in FACT_FIELDS[record["type"]] if key in ("from", "to")]
            return {**dict.fromkeys(absent), **record}

        self.assert_same(self.decide(map(without, self.world.facts), self.asked))
        self.assert_same(self.decide(map(with_nulls, self.world.facts), self.asked))


@seeds
class Strangers(PropertyTest):
    """Parties that no proposal names, and facts about them, change no decision."""

    def stranger(self, number):
        chance, tenant = self.chance, self.world.guid()
        organization = "stranger %d" % number
        yield fact("organization", id=organization, name="S", country="DE")
        yield fact("tenant", id=tenant, domain="stranger-%d.example" % number, country="DE",
                   organization=organization, kind=chance.choice(("partner", "customer")))
        yield fact("account", tenant=tenant, onboarded_on=chance.choice(DAYS))
        yield fact("enrollment", tenant=tenant, role=chance.choice(ROLES), status="active")
        yield fact("agreement", agreement="MPA", tenant=tenant, signed_on="2019-01-01",
                   signed_by="x")
        yield fact("partner_id", mpn_id="9%06d" % number, tenant=tenant, country="DE")
        yield fact("offer", id="STRANGE-%d" % number, name="O", publisher="P", party="third",
                   markets=["DE"])
        yield fact("ownership", owner=chance.choice(self.world.organizations),
                   owned=organization)
        for known in chance.sample(self.world.tenants, 3):
            yield fact("indirect_relationship", provider=tenant, reseller=known)
            yield fact("customer_relationship", partner=tenant, customer=known)
            yield fact("customer_agreement", customer=known, acceptance="attested",
                       partner=tenant, date="2019-01-01")
            yield fact("service_agreement", provider=known, reseller=tenant,
                       services=["billing"])

    def holds_strangers(self, seed):
        self.begin(seed)
        more = [record for number in range(20) for record in self.stranger(number)]
        facts = self.world.facts + more
        self.chance.shuffle(facts)

        self.assert_same(self.decide(facts, self.asked))


@seeds
class Runs(PropertyTest):
    """How the program is run changes nothing."""

    def holds_again(self, seed):
        self.begin(seed)

        self.assert_same(self.decide(self.world.facts, self.asked))

    def holds_halves(self, seed):
        """Two halves of the proposals give the two halves of the output."""
        self.begin(seed)
        middle = self.chance.randrange(len(self.asked))

        halves = [self.decide(self.world.facts, part)
                  for part in (self.asked[:middle], self.asked[middle:])]

        self.assert_same(b"".join(halves))

    def holds_one_by_one(self, seed):
        """The order of proposals does not matter to any of them."""
        self.begin(seed)
        order = self.chance.sample(range(len(self.asked)), len(self.asked))
        answers = self.decided.splitlines(keepends=True)

        out = self.decide(self.world.facts, [self.asked[number] for number in order], "--jobs",
                          str(1 + seed % 4))

        self.assertEqual(out, b"".join(answers[number] for number in order))

    def holds_errors_between(self, seed):
        """Lines in error leave their neighbours alone."""
        self.begin(seed)
        wrong = [b"[]", b"x", b'{"id":"w"}', line({**self.asked[0], "more": 1}),
                 line({"id": "w", "act": "engage_partner", "date": "2020-01-01",
                       "partner": NOBODY, "customer": NOBODY})]
        lines = [text for asked in self.asked
                 for text in (line(asked), self.chance.choice(wrong), b"")]

        out = self.judged(self.put_world(self.world.facts), self.put("mixed", lines), status=1)

        errors = [text for text in out.splitlines() if b'"error":' in text]
        self.assertEqual(len(errors), len(self.asked))
        self.assert_same(b"".join(text for text in out.splitlines(keepends=True)
                                  if b'"error":' not in text))

    def holds_form(self, seed):
        self.begin(seed)

        for answer, asked in zip(self.decisions(self.decided), self.asked):
            self.assertEqual(answer["id"], asked["id"])

    def holds_profiles(self, seed):
        """The programme finds all that the article finds, but for endings from mid-2020 on."""
        self.begin(seed)
        article = self.decisions(self.decide(self.world.facts, self.asked, "--profile",
                                             "article"))

        for asked, less, more in zip(self.asked, article, self.decisions(self.decided)):
            lost = set(less["findings"]) - set(more["findings"])
            is_late = asked["date"] >= "2020-07-01"
            self.assertLessEqual(lost, {"ending-through-support"} if is_late else set(), asked)


class Reach(PropertyTest):
    """The random worlds are worth the name: all acts, both verdicts and most rules occur."""

    def test_of_the_seeds(self):
        verdicts, rules = set(), set()
        for seed in QUICK_SEEDS:
            self.begin(seed)
            for asked, answer in zip(self.asked, self.decisions(self.decided)):
                verdicts.add((asked["act"], answer["verdict"]))
                rules |= {finding.split(":")[0] for finding in answer["findings"]}

        self.assertGreaterEqual(len(verdicts), 2 * len(ACT_FIELDS) - 1)
        self.assertGreaterEqual(len(rules), 17)


@cases([Row("seed %d" % seed, seed) for seed in range(60)])
class Ownership(JudgeTest):
    """Random ownership: refused exactly where a plain search finds fault with a day."""

    def check(self, row):
        chance = random.Random("owners %d" % row.value)
        names = ["o%d" % number for number in range(chance.choice((3, 4, 6)))]
        facts = [fact("organization", id=name, name=name, country="DE") for name in names]
        for _ in range(chance.randint(2, 8)):
            owner, owned = chance.sample(names, 2)
            first, last = sorted((chance.choice(DAYS[:6]), chance.choice(DAYS[:6])))
            facts.append(fact("ownership", owner=owner, owned=owned, **{
                "from": chance.choice((first, first, None)),
                "to": chance.choice((last, last, None))}))

        result = self.check_aval(self.put_world(facts), "/dev/null")

        self.assertEqual(result.status, 0 if ownership_is_sound(facts) else 2, result.text)


@slow
class Large(PropertyTest):
    def test_many_ownerships(self):
        """A larger forest over time: whole, then with one record that closes a circle."""
        chance = random.Random("forest")
        names = ["o%d" % number for number in range(5000)]
        facts = [fact("organization", id=name, name=name, country="DE") for name in names]
        facts += [fact("ownership", owner=names[chance.randrange(number)], owned=names[number])
                  for number in range(1, len(names))]
        name = self.put("forest", ndjson(facts))
        self.assert_clean(self.check_aval(name, "/dev/null"))

        circle = fact("ownership", owner=names[-1], owned=names[0], **{
            "from": "2020-01-01", "to": "2020-01-02"})
        found = self.problems(self.check_aval(self.put("circle", ndjson(facts + [circle])),
                                              "/dev/null"))

        self.assertIn("itself", found[0][1])
