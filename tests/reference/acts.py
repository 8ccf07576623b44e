# SPDX-License-Identifier: Apache-2.0
"""The acts: who stands in which position, what is asked of them, and the decision."""

import json

from rulebook import CAPABILITIES, RULES, Case, Question

STANDING = ("chain-of-sale", "enrolled-in-role", "good-standing")
SALE = ("customer-in-region", "no-self-sale", "no-affiliate-sale")
IN_ORDER = STANDING + SALE + ("mpa-signed", "known-market", "customer-relationship-active")


def of(rules, *positions):
    """Each of some rules asked of each of some positions."""
    return {(rule, position) for rule in rules for position in positions}


def order_asks(shape):
    """What `place_order` consults."""
    partners = ("provider", "reseller") if "provider" in shape else ("direct_bill",)
    asked = of(IN_ORDER, *partners) | of(["known-market"], "customer")
    asked |= of(["no-provisioning-on-csp-tenant", "customer-agreement-accepted"], None)
    if "provider" in shape:
        asked |= of(["onboarded"], "reseller") | of([
            "indirect-relationship-active", "partners-in-same-region", "reseller-or-customer"],
            None)
    if "offer" in shape:
        asked |= of(["offer-sold-in-market"], None)
    return asked


def partner_id_asks(shape):
    """What `associate_partner_id` consults."""
    asked = of(STANDING, "provider", "reseller") | of(["onboarded"], "reseller") | of([
        "indirect-relationship-active", "partners-in-same-region", "partner-id-of-reseller"], None)
    return asked | of(["mpa-signed"], "reseller") if "new_subscription" in shape else asked


ASKS = {
    "place_order": order_asks,
    "associate_partner_id": partner_id_asks,
    "establish_indirect_relationship": lambda _: (
        of(STANDING + ("known-market",), "provider", "reseller") | of(["onboarded"], "reseller")
        | of(["partners-in-same-region", "reseller-or-customer"], None)),
    "establish_customer_relationship": lambda _: (
        of(("enrolled-in-role", "good-standing") + SALE, "partner")
        | of(["known-market"], "partner", "customer") | of(["reseller-or-customer"], None)),
    "engage_partner": lambda _: of(["enrolled-in-role"], "partner"),
    "end_indirect_relationship": lambda _: of(
        ["indirect-relationship-active", "ending-through-support"], None),
    "enroll": lambda _: (
        of(["direct-bill-capable"], *CAPABILITIES)
        | of(["one-role-per-tenant"], None) | of(["known-market"], "partner")),
}
SHAPES = [(name,) for name in ASKS] + [
    ("place_order", "provider"), ("place_order", "offer"), ("place_order", "provider", "offer"),
    ("associate_partner_id", "new_subscription")]
SHAPING = ("provider", "offer", "new_subscription")


def shape_of(act):
    """What decides which questions an act asks: its name and the options that it takes."""
    return (act["act"],) + tuple(
        field for field in SHAPING
        if act.get(field) and (field != "provider" or act["act"] == "place_order"))


def party_of(act):
    """The tenant in each position of an act."""
    if act["act"] == "enroll":
        return {"partner": act["tenant"]}
    if act["act"] != "place_order":
        return act
    if act.get("provider"):
        return {"provider": act["provider"], "reseller": act["seller"],
                "customer": act["customer"]}
    return {"direct_bill": act["seller"], "customer": act["customer"]}


def written(rule, position):
    """A finding as it is written: `rule` or `rule:position`."""
    return rule if position is None else rule + ":" + position


def read_otherwise(asked, act, other):
    """What is asked when readings Q3 and Q12 are taken the other way."""
    if "Q3" in other:
        spared = {"place_order": ("provider",), "establish_customer_relationship": ("partner",)}
        asked = asked - of(["no-self-sale", "no-affiliate-sale"], *spared.get(act, ()))
    if "Q12" in other and act == "establish_indirect_relationship":
        asked = asked | of(["mpa-signed"], "provider", "reseller")
    return asked


def since(rule, position, other):
    """The day from which a rule is asked; the other Q13 asks M4a and M4b from that of M1 only."""
    if "Q13" in other and (rule, position) in (
            ("onboarded", "reseller"), ("enrolled-in-role", "reseller")):
        return RULES["mpa-signed"].since
    return RULES[rule].since


def questions(shape, profile, other=frozenset(), _known={}):
    """The questions that an act of a shape asks under a profile, sorted by finding."""
    key = (shape, profile, other)
    if key not in _known:
        asked = [(rule, position)
                 for rule, position in read_otherwise(ASKS[shape[0]](shape[1:]), shape[0], other)
                 if profile == "programme" or RULES[rule].origin == "A"]
        _known[key] = sorted(
            Question(written(rule, position), RULES[rule]._replace(
                since=since(rule, position, other)), position) for rule, position in asked)
    return _known[key]


def case_of(world, act, profile, other=frozenset()):
    """An act on the facts of its day."""
    return Case(world.on(act["date"]), act, profile, party_of(act), other)


def in_force(case):
    """The questions that are asked in a case: those of its act that are in force on its day."""
    return [question for question in questions(shape_of(case.act), case.profile, case.other)
            if case.day.date >= question.rule.since]


def found_in(case):
    """The questions of a case that find something, sorted by finding."""
    return [question for question in in_force(case) if question.rule.finds(case, question.position)]


def findings(world, act, profile, other=frozenset()):
    """Every finding of an act, sorted."""
    return [question.finding for question in found_in(case_of(world, act, profile, other))]


def brief(act, found):
    """The brief form of a decision."""
    decision = {"id": act["id"], "verdict": "not_supported" if found else "supported",
                "findings": found}
    return json.dumps(decision, ensure_ascii=False, separators=(",", ":"))
