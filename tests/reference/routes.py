#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Routes: every chain by which a customer can be supplied, judged one by one.

As a command it prints the routes of a customer as one JSON object.
"""

import argparse
import json
import sys

from acts import findings
from candidates import chains
from facts import World, read_markets, read_ndjson
from plans import way_forward
from reference import read_text
from rulebook import OTHER_READINGS, PROFILES
from steps import act_form

EXAMPLES = 3


def chain_form(chain):
    """A chain as it is written: a direct-bill partner has no provider."""
    return {"provider": chain[0], "seller": chain[1]}


def order(customer, date, chain, offer):
    """The order of a customer through a chain."""
    return act_form({"act": "place_order", "date": date, "seller": chain[1],
                     "provider": chain[0], "customer": customer, "offer": offer})


def in_order(found):
    """Chains in their order: direct-bill first, then by provider and seller."""
    return sorted(found, key=lambda chain: (chain[0] or "", chain[1]))


def cut_off(judged):
    """For each rule how many candidates it finds, how many it alone cuts off, and examples."""
    rules = sorted({finding.split(":")[0] for found in judged.values() for finding in found})
    cuts = []
    for rule in rules:
        hit = [chain for chain in in_order(judged)
               if rule in {finding.split(":")[0] for finding in judged[chain]}]
        alone = [chain for chain in hit
                 if {finding.split(":")[0] for finding in judged[chain]} == {rule}]
        cuts.append({"rule": rule, "found": len(hit), "alone": len(alone),
                     "examples": [chain_form(chain) for chain in hit[:EXAMPLES]]})
    return cuts


def near_misses(world, orders, profile, other, near):
    """The chains not supported whose plan without replacement has at most `near` steps."""
    missed = []
    for chain, act in orders:
        plans = way_forward(world, act, profile, other, replaces=False)
        if plans and len(plans[0]["steps"]) <= near:
            missed.append({**chain_form(chain), "plan": plans[0]})
    return sorted(missed, key=lambda miss: len(miss["plan"]["steps"]))


def own_use(day, customer, supported, limit):
    """For an organisation with a CSP tenant: what it may be supplied to, and by whom.

    None for another organisation.
    """
    tenants = day.world.tenants_of(day.organization(customer))
    if not any(day.roles(tenant) for tenant in tenants):
        return None
    its_providers = {provider for provider, reseller in day.resellers if reseller in tenants}
    return {
        "tenants": [tenant for tenant in tenants if not day.roles(tenant)
                    and day.world.tenants[tenant]["kind"] == "customer"],
        "routes": [chain_form(chain) for chain in supported
                   if chain[0] not in its_providers][:limit]}


def routes(world, customer, date, profile, offer=None, seller=None, provider=None, near=None,
           limit=None, other=frozenset()):
    """The routes of a customer: supported chains, near misses, what cuts the others off."""
    other, day = frozenset(other), world.on(date)
    every = chains(day, {"customer": customer}, None)
    wanted = [chain for chain in in_order(set(every))
              if seller in (None, chain[1]) and provider in (None, chain[0])]
    judged = {chain: findings(world, order(customer, date, chain, offer), profile, other)
              for chain in wanted}
    supported = [chain for chain in wanted if not judged[chain]]
    missed = [(chain, order(customer, date, chain, offer)) for chain in wanted if judged[chain]]
    return {
        "customer": customer, "as_of": date, "profile": profile,
        "candidates": len(wanted), "supported": len(supported),
        "routes": [chain_form(chain) for chain in supported[:limit]],
        "near": near_misses(world, missed, profile, other, near)[:limit] if near else [],
        "cut_off": [] if supported else cut_off(judged),
        "own_use": own_use(day, customer, supported, limit)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--world", required=True)
    parser.add_argument("--customer", required=True)
    parser.add_argument("--on", required=True)
    parser.add_argument("--profile", choices=PROFILES, default="programme")
    parser.add_argument("--other-reading", action="append", default=[], choices=OTHER_READINGS)
    for name in ("offer", "seller", "provider"):
        parser.add_argument("--" + name)
    for name in ("near", "limit"):
        parser.add_argument("--" + name, type=int)
    options = parser.parse_args()

    world = World(read_ndjson(read_text(options.world)), read_markets())
    found = routes(world, options.customer, options.on, options.profile, options.offer,
                   options.seller, options.provider, options.near, options.limit,
                   options.other_reading)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode() + b"\n")


if __name__ == "__main__":
    main()
