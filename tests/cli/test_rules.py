# SPDX-License-Identifier: Apache-2.0
"""`aval rules`: the rulebook for people and for programs, both told from the same tables."""

import json
import re

from program import ROOT, CliTest, Row, cases

LANGUAGES = ("en", "fr")
RULEBOOK = ROOT / "src" / "rulebook"


def ids_of(file, macro):
    return re.findall(r'^%s\("([^"]+)"' % macro, (RULEBOOK / file).read_text("utf-8"), re.M)


def rule_ids():
    names = re.findall(r"^RULE\(\w+, (\w+)\)", (RULEBOOK / "rules.def").read_text("utf-8"), re.M)
    return [name.replace("_", "-") for name in names]


RULES = rule_ids()
STATEMENTS = ids_of("statements.def", "STATEMENT")
READINGS = ids_of("readings.def", "READING")
FEATURES = ids_of("features.def", "FEATURE")
ACTS = ("place_order", "establish_indirect_relationship", "establish_customer_relationship",
        "associate_partner_id", "engage_partner", "end_indirect_relationship", "enroll")
DECIDABLE = ("Q2", "Q3", "Q4", "Q6", "Q7", "Q12", "Q13")
RULE_KEYS = ["rule", "rulebook", "asks", "origin", "in_force_from", "finds_less_from", "message",
             "statements", "readings", "consulted_by", "remedies", "facts"]
STATEMENT_KEYS = ["statement", "rulebook", "sense", "rules", "permits", "readings", "parts",
                  "beside_rules"]
READING_KEYS = ["reading", "rulebook", "question", "taken", "other", "other_reading",
                "statements", "rules", "beside_rules"]
REMEDY_KEYS = ["remedy", "rulebook", "actor", "confirmed_by", "who_acts", "who_confirms", "only",
               "message", "rules"]


class RulesTest(CliTest):
    """What every output of the command has in common."""

    def rules(self, *arguments):
        result = self.run_aval("rules", *arguments)
        self.assert_clean(result)
        text = result.out.decode()
        self.assertTrue(text.endswith("\n") and not text.endswith("\n\n"), text[-80:])
        self.assertNotRegex(text, r"\{\w*\}|\(null\)")
        return text

    def lines(self, *arguments):
        """What is written for people, broken lines joined by single spaces."""
        text = self.rules(*arguments)
        self.assertNotIn("\033", text)
        self.assertNotIn("`", text)
        self.assertNotIn("\n\n\n", text)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 79, line)
            self.assertEqual(line, line.rstrip())
        return " ".join(text.split())

    def objects(self, *arguments):
        found = []
        for line in self.rules(*arguments, "--json").splitlines():
            found.append(json.loads(line))
            self.assertEqual(line, json.dumps(found[-1], ensure_ascii=False,
                                              separators=(",", ":")))
            self.assertEqual(found[-1]["rulebook"], {"id": "csp", "version": "2026.1"})
        return found

    def object(self, *arguments):
        found, = self.objects(*arguments)
        return found

    def assert_phrase(self, phrase):
        self.assertEqual(list(phrase), list(LANGUAGES))
        self.assertTrue(phrase["en"] and phrase["fr"])

    def assert_told(self, phrases, text, language):
        for phrase in phrases:
            self.assertIn(" ".join(phrase[language].replace("`", "").split()), text)


@cases([Row("%s %s" % (rule, language), (rule, language))
        for rule in RULES for language in LANGUAGES])
class Rule(RulesTest):
    """A rule in full: lines for people say all that programs get."""

    def check(self, row):
        rule, language = row.value
        found = self.object(rule)

        text = self.lines(rule, "--lang", language)

        self.assertEqual(list(found), RULE_KEYS)
        self.assertEqual(found["rule"], rule)
        self.assertIn(found["in_force_from"] or {"en": "always", "fr": "toujours"}[language], text)
        self.assert_told([found["asks"], found["message"]], text, language)
        self.assert_told([each["sense"] for each in found["statements"]], text, language)
        for reading in found["readings"]:
            self.assert_told([reading[key] for key in ("question", "taken", "other")], text,
                             language)
            self.assertEqual("--other-reading " + reading["id"] in text,
                             reading["id"] in DECIDABLE)
            self.assertEqual(reading["other_reading"], reading["id"] in DECIDABLE)
        for consult in found["consulted_by"]:
            self.assertIn(consult["act"], text)
            if consult["condition"] != "always":
                self.assert_told([consult["when"]], text, language)
        self.check_remedies(found, text, language)
        for fact in found["facts"]:
            self.assertIn(fact["key"], text)
            self.assert_told([fact["meaning"]], text, language)

    def check_remedies(self, found, text, language):
        acts = {consult["act"] for consult in found["consulted_by"]}
        positions = {name for consult in found["consulted_by"] for name in consult["positions"]}
        self.assertTrue(found["remedies"])
        for remedy in found["remedies"]:
            self.assertIn(remedy["remedy"], text)
            self.assert_told([remedy["message"], remedy["who_acts"]], text, language)
            self.assertTrue(set(remedy["acts"]) and set(remedy["acts"]) <= acts)
            self.assertLessEqual(set(remedy["positions"]), positions)
            self.assertEqual(remedy["confirmed_by"] is None, remedy["who_confirms"] is None)


@cases([Row("%s %s" % (name, language), (name, language))
        for name in STATEMENTS for language in LANGUAGES])
class Statement(RulesTest):
    """What is done about a sentence: never nothing."""

    def check(self, row):
        name, language = row.value
        found = self.object("--statement", name)

        text = self.lines("--statement", name, "--lang", language)

        self.assertEqual(list(found), STATEMENT_KEYS)
        self.assertEqual(found["statement"], name)
        self.assert_told([found["sense"]], text, language)
        self.assertTrue(found["rules"] or found["beside_rules"])
        self.assertEqual(found["beside_rules"] is not None, name in FEATURES)
        if found["beside_rules"]:
            self.assert_told([found["beside_rules"]["where"]], text, language)
        for id_ in found["rules"] + found["readings"] + found["parts"]:
            self.assertIn(id_, text)
        for permit in found["permits"]:
            self.assertIn(permit["act"], text)
            if permit["condition"] != "always":
                self.assert_told([permit["when"]], text, language)

    def test_case_does_not_matter(self):
        self.assertEqual(self.rules("--statement", "s6.o1"), self.rules("--statement", "S6.O1"))
        self.assertEqual(self.rules("--statement", "q2"), self.rules("--statement", "Q2"))

    def test_a_scenario_is_its_parts(self):
        for typed, parts in (("S5", ["S5a", "S5b"]), ("m4", ["M4a", "M4b", "M4c"])):
            found = self.objects("--statement", typed)

            self.assertEqual([each["statement"] for each in found], parts)

    def test_a_whole_names_its_parts(self):
        self.assertEqual(self.object("--statement", "S6")["parts"],
                         ["S6.O1", "S6.O2", "S6.O3", "S6.E"])
        self.assertEqual(self.object("--statement", "S7")["parts"], [])
        self.assertEqual(self.object("--statement", "T1")["parts"], [])


@cases([Row("%s %s" % (name, language), (name, language))
        for name in READINGS for language in LANGUAGES])
class Reading(RulesTest):
    """A reading: the question, both answers, whom it bears on."""

    def check(self, row):
        name, language = row.value
        found = self.object("--statement", name)

        text = self.lines("--statement", name, "--lang", language)

        self.assertEqual(list(found), READING_KEYS)
        self.assert_told([found[key] for key in ("question", "taken", "other")], text, language)
        self.assertEqual(found["other_reading"], name in DECIDABLE)
        self.assertTrue(found["rules"] or found["beside_rules"])
        for id_ in found["rules"] + found["statements"]:
            self.assertIn(id_, text)


class Tables(RulesTest):
    """What the outputs say of each other."""

    def test_json_has_every_rule_in_order(self):
        self.assertEqual([found["rule"] for found in self.objects()], RULES)

    def test_json_does_not_depend_on_the_language(self):
        for arguments in ((), ("--remedies",), ("--statement", "S6")):
            self.assertEqual(self.rules(*arguments, "--json"),
                             self.rules(*arguments, "--json", "--lang", "fr"))

    def test_rules_and_statements_cite_each_other(self):
        cited = {name: [] for name in STATEMENTS + READINGS}
        for found in self.objects():
            for each in found["statements"] + found["readings"]:
                cited[each["id"]].append(found["rule"])

        for name, rules in cited.items():
            self.assertEqual(self.object("--statement", name)["rules"], rules)

    def test_statements_and_readings_are_about_each_other(self):
        pairs = {(name, reading) for name in STATEMENTS
                 for reading in self.object("--statement", name)["readings"]}

        self.assertEqual(pairs, {(name, reading) for reading in READINGS
                                 for name in self.object("--statement", reading)["statements"]})

    def test_every_act_is_permitted_by_something(self):
        permitted = {permit["act"] for name in STATEMENTS
                     for permit in self.object("--statement", name)["permits"]}

        self.assertEqual(permitted, set(ACTS))

    def test_remedies_are_those_of_the_rules(self):
        remedies = self.objects("--remedies")

        of_rules = [(found["rule"], remedy["remedy"]) for found in self.objects()
                    for remedy in found["remedies"]]
        self.assertEqual({(rule, found["remedy"]) for found in remedies
                          for rule in found["rules"]}, set(of_rules))
        self.assertEqual([found["remedy"] for found in remedies if not found["rules"]],
                         ["create_tenant"])
        for found in remedies:
            self.assertEqual(list(found), REMEDY_KEYS)
            self.assert_phrase(found["message"])
            self.assert_phrase(found["who_acts"])

    def test_remedies_for_people(self):
        remedies = self.objects("--remedies")
        for language in LANGUAGES:
            text = self.lines("--remedies", "--lang", language)

            for found in remedies:
                self.assertIn(found["remedy"], text)
                self.assert_told([found[key] for key in
                                  ("message", "who_acts", "who_confirms", "only") if found[key]],
                                 text, language)

    def test_overview_has_every_rule(self):
        for language in LANGUAGES:
            text = self.lines("--lang", language)

            self.assertIn("2026.1", text)
            for found in self.objects():
                self.assertIn(found["rule"], text)
                self.assert_told([found["asks"]], text, language)

    def test_a_finding_names_its_rule(self):
        self.assertEqual(self.rules("mpa-signed:direct_bill"), self.rules("mpa-signed"))

    def test_known_facts(self):
        """A few rows as the specification has them."""
        found = self.object("indirect-relationship-active")
        self.assertEqual([(each["act"], each["condition"]) for each in found["consulted_by"]],
                         [("place_order", "provider_named"), ("associate_partner_id", "always"),
                          ("end_indirect_relationship", "always")])
        self.assertEqual([(each["remedy"], each["acts"]) for each in found["remedies"]],
                         [("establish_indirect_relationship",
                           ["place_order", "associate_partner_id"]),
                          ("other_provider", ["place_order"])])
        self.assertEqual(self.object("one-role-per-tenant")["in_force_from"], "2021-08-18")
        self.assertEqual(self.object("ending-through-support")["finds_less_from"], "2020-07-01")
        self.assertEqual([(each["act"], each["condition"]) for each in
                          self.object("--statement", "S2")["permits"]],
                         [("place_order", "customer_has_other_partner"),
                          ("establish_customer_relationship", "customer_has_other_partner")])


class French(RulesTest):
    """French as it is written: no "de le", a space before a colon."""

    def test_everything(self):
        text = self.rules("--markdown", "--lang", "fr")

        self.assertNotRegex(text, r"(?i)\b(de le (?!faire)|à le|de les|à les|si il)\b")
        self.assertNotRegex(text, r"(?i)\b(de|que|se|ne|le|la) [aeiouyéèêà]")
        self.assertNotRegex(re.sub(r"\(#[\w-]*\)|`[^`]*`|\|[-|]*", "", text), r"\w[:;?!](\s|$)")


@cases([Row(language, language) for language in LANGUAGES])
class Markdown(RulesTest):
    """The page that docs/ has."""

    def check(self, row):
        suffix = "" if row.value == "en" else ".fr"
        page = (ROOT / "docs" / ("rulebook%s.md" % suffix)).read_text(encoding="utf-8")

        self.assertEqual(self.rules("--markdown", "--lang", row.value), page)

    def headings(self, text):
        return re.findall(r"^#+ (.+)$", text, re.M)

    def test_links_lead_somewhere(self):
        for language in LANGUAGES:
            text = self.rules("--markdown", "--lang", language)
            anchors = [re.sub(r"[^\w-]", "", heading.lower()) for heading in self.headings(text)]

            links = set(re.findall(r"\]\(#([^)]*)\)", text))

            self.assertEqual(len(anchors), len(set(anchors)))
            self.assertLessEqual(links, set(anchors))
            self.assertLessEqual(set(RULES + STATEMENTS + READINGS), set(self.headings(text)))

    def test_rows_have_all_cells(self):
        rows = [line for line in self.rules("--markdown").splitlines() if line.startswith("|")]

        self.assertEqual(len(rows), 2 + len(RULES))
        for row in rows:
            self.assertEqual(row.count("|"), 7, row)

    def test_one_rule_has_no_links_to_elsewhere(self):
        for arguments in (("mpa-signed",), ("--statement", "S6"), ("--remedies",)):
            self.assertNotIn("](", self.rules(*arguments, "--markdown"))


class Wrong(CliTest):
    """What is not there, or asked for twice."""

    def assert_said(self, arguments, *words):
        self.assert_refused(self.run_aval("rules", *arguments), *words)

    def test_unknown_rule(self):
        self.assert_said(["mpa-singed"], 'no rule "mpa-singed"', 'did you mean "mpa-signed"?')
        self.assert_said(["xyzzy"], 'no rule "xyzzy"', '"aval rules"')
        self.assert_said([""], 'no rule ""')
        self.assert_said(["mpa-signed:"], "no rule")
        self.assert_said(["mpa-signed:nobody"], "no rule")
        self.assert_said(["MPA-SIGNED"], "no rule")
        self.assert_said(["mpa-signed", "--lang", "fr"][1:] + ["mpa"], "pas de règle « mpa »")

    def test_unknown_statement(self):
        self.assert_said(["--statement", "S9"], 'statement or reading "S9"', "S0, S1, S1.1")
        self.assert_said(["--statement", "x"], "Q1, Q2")
        self.assert_said(["--statement", ""], "Q1, Q2")
        self.assert_said(["--statement", "S"], "S0, S1")
        self.assert_said(["--statement", "S6.O"], "S0, S1")
        self.assert_said(["--statement", "S1.12"], "S0, S1")
        self.assert_said(["--statement", "Q14", "--lang", "fr"], "lecture « Q14 »", "Q1, Q2")
        self.assert_said(["--statement", "S" * 5000], "statement or reading")

    def test_two_things_at_once(self):
        for arguments in (["mpa-signed", "--statement", "S6"], ["mpa-signed", "--remedies"],
                          ["--remedies", "--statement", "S6"], ["--json", "--markdown"]):
            self.assert_said(arguments, "exclude each other", "aval rules --help")
        self.assert_said(["mpa-signed", "onboarded"], "onboarded")

    def test_full_disk(self):
        for arguments in ((), ("--json",), ("--markdown",), ("mpa-signed",)):
            result = self.run_shell('"$0" rules %s >/dev/full' % " ".join(arguments))

            self.assertEqual(result.status, 3)
            self.assertIn("could not write", result.text)
