#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The full form of a decision, but for its messages, facts, dossier and digest.

As a command it prints the full form of each proposal on a world, one a line.
"""

import argparse
import json
import sys

from acts import case_of, found_in, in_force
from facts import World, read_markets, read_ndjson
from plans import way_forward
from reference import read_text
from remedies import remedies
from rulebook import OTHER_READINGS, PROFILES
from steps import act_form, written

RULEBOOK = {"id": "csp", "version": "2026.1"}
ROWS = {
    "chain-of-sale": "S1 S1.1 S1.2 T7 T8 T11 S4 Q1",
    "enrolled-in-role": "M4b T13",
    "onboarded": "M4a",
    "mpa-signed": "M1 M2 M3 M4c Q5 Q6 Q13",
    "indirect-relationship-active": "S1.2 T8",
    "partners-in-same-region": "S8",
    "customer-in-region": "S7",
    "no-self-sale": "S5a Q3",
    "no-affiliate-sale": "S5b Q3 Q4",
    "no-provisioning-on-csp-tenant": "S4a S4b S4c Q11",
    "reseller-or-customer": "S6 Q2",
    "ending-through-support": "S6.E Q7",
    "direct-bill-capable": "T13 T14",
    "known-market": "S7 S8",
    "good-standing": "",
    "customer-relationship-active": "",
    "customer-agreement-accepted": "",
    "offer-sold-in-market": "T2",
    "partner-id-of-reseller": "M2",
    "one-role-per-tenant": "",
}
BY_ROLE = (("indirect_reseller", "T4"), ("direct_bill", "T12"), ("indirect_provider", "T2"))


def by_number(ids):
    """Readings by their number, each once."""
    return sorted(set(ids), key=lambda one: int(one[1:]))


def row(question, letter_of_readings):
    """What a question's row cites: its readings, or its statements."""
    cited = ROWS[question.finding.split(":")[0]].split()
    return [one for one in cited if (one[0] == "Q") == letter_of_readings]


def finding_form(case, question):
    """One finding, without message and facts."""
    name, _, position = question.finding.partition(":")
    return {"rule": name, "position": position or None, "origin": question.rule.origin,
            "statements": row(question, False), "readings": row(question, True),
            "remedies": [written(step, case.day.date, case.act)
                         for step in remedies(case, question)]}


def sold_by_others(case):
    """Whether a tenant that is none of the act's partners has a relationship with the customer."""
    party = case.party
    partners = {party.get(name) for name in ("provider", "reseller", "direct_bill", "partner")}
    return any(customer == party["customer"] and partner not in partners
               for partner, customer in case.day.customers)


def organization_sells(case):
    """Whether the customer's organisation has a CSP tenant."""
    day = case.day
    organization = day.organization(case.party["customer"])
    return any(day.roles(tenant) for tenant in day.world.tenants_of(organization))


def permits(case):
    """The statements that permit a supported act."""
    name, act = case.act["act"], case.act
    if name == "place_order":
        basis = ["S1.2" if act.get("provider") else "S1.1"]
        basis += ["S4"] if organization_sells(case) else []
        return basis + (["S2"] if sold_by_others(case) else [])
    if name == "establish_customer_relationship":
        roles = case.day.roles(act["partner"])
        basis = [statement for role, statement in BY_ROLE if role in roles]
        return basis + (["S2"] if sold_by_others(case) else [])
    if name == "associate_partner_id":
        return ["M2" if act["new_subscription"] else "M4b"]
    return {"establish_indirect_relationship": ["T8", "S8"], "engage_partner": ["S3"],
            "end_indirect_relationship": ["S6.E"], "enroll": ["T1"]}[name]


def on_behalf(case, service):
    """Whether the provider performs a service for the reseller's customers."""
    party = case.party
    return any((one["provider"], one["reseller"]) == (party["provider"], party["reseller"])
               and service in one["services"] for one in case.day.now("service_agreement"))


def tiers(case):
    """The tiers that bill, from the top down: who bills whom, and by which statement."""
    party = case.party
    customer = party["customer"]
    if "direct_bill" in party:
        return [("vendor", party["direct_bill"], "T11"), (party["direct_bill"], customer, "S1")]
    top = ("vendor", party["provider"], "T2")
    if on_behalf(case, "billing"):
        return [top, (party["provider"], customer, "T6")]
    return [top, (party["provider"], party["reseller"], "T4"), (party["reseller"], customer, "S1")]


def obligations(case):
    """The obligations of a supported order."""
    party, world = case.party, case.day.world
    if case.act["act"] != "place_order":
        return []
    market = world.market_rows(case.day.date).get(case.day.country(party["customer"]), {})
    due = [{"obligation": "bills", "from": one, "to": other,
            "currency": market.get("currency") or None, "statements": [statement]}
           for one, other, statement in tiers(case)]
    supporter, statement = party.get("reseller") or party.get("direct_bill"), "S1"
    if "provider" in party and on_behalf(case, "support"):
        supporter, statement = party["provider"], "T6"
    due.append({"obligation": "supports", "from": supporter, "to": party["customer"],
                "statements": [statement]})
    for name in ("provider", "reseller", "direct_bill", "customer"):
        if name in party:
            form = ("MCA", []) if name == "customer" else ("MPA", ["M1"])
            due.append({"obligation": "agreement", "party": party[name], "agreement": form[0],
                        "statements": form[1]})
    return due


def full(world, act, profile, other_readings=frozenset()):
    """The full form of the decision on an act, its keys in order."""
    other = frozenset(other_readings)
    act_id, act = act["id"], act_form(act)
    case = case_of(world, act, profile, other)
    found = found_in(case)
    rests_on = found or in_force(case)
    return {
        "id": act_id,
        "act": act,
        "verdict": "not_supported" if found else "supported",
        "as_of": act["date"],
        "profile": profile,
        "rulebook": RULEBOOK,
        "basis": [] if found else permits(case),
        "findings": [finding_form(case, question) for question in found],
        "way_forward": way_forward(world, act, profile, other) if found else [],
        "obligations": [] if found else obligations(case),
        "readings": by_number(one for question in rests_on for one in row(question, True)),
        "other_readings": by_number(other),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--profile", choices=PROFILES, default="programme")
    parser.add_argument("--other-reading", action="append", default=[], choices=OTHER_READINGS)
    parser.add_argument("proposals")
    options = parser.parse_args()

    world = World(read_ndjson(read_text(options.world)), read_markets())
    for act in read_ndjson(read_text(options.proposals)):
        decision = full(world, act, options.profile, frozenset(options.other_reading))
        text = json.dumps(decision, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode() + b"\n")


if __name__ == "__main__":
    main()
