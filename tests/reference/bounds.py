# SPDX-License-Identifier: Apache-2.0
"""Which sets of steps the search can leave aside, because no plan has them among its steps.

These are savings only: without them the plans are the same, which a test shows.
"""

from acts import party_of
from remedies import WAITED_FOR, remedies
from steps import PARTY_FIELDS, POSITIONS, REPLACEMENTS, named, then_of

NEVER = 100
OF_ORGANIZATION = ("sign_mpa", "end_indirect_relationship", "remove_customer")
NEVER_CURED = (
    "no-self-sale", "no-affiliate-sale", "partners-in-same-region", "customer-in-region",
    "no-provisioning-on-csp-tenant", "known-market", "offer-sold-in-market")


def organization(search, tenant, steps):
    """The organisation of a tenant, which may be one that is created."""
    created = {step.tenant: step.organization for step in named(steps, "create_tenant")}
    return created.get(tenant) or search.world.tenants[tenant]["organization"]


def parties_of(act):
    """The parties of an act."""
    party = party_of(act)
    return {party[name] for name in POSITIONS if name in party}


def idle(search, steps):
    """Whether a step bears on no party of the act any more, so that no plan needs it.

    A replaced party does not come back. What other tenants of an organisation do counts where a
    signature or the relationships of the organisation are looked at.
    """
    parties = parties_of(then_of(search.act, steps))
    organizations = {organization(search, one, steps) for one in parties}
    for step in steps:
        if step.remedy in REPLACEMENTS + ("create_tenant",):
            continue
        for one in {getattr(step, field) for field in PARTY_FIELDS} - parties - {None}:
            if step.remedy not in OF_ORGANIZATION or \
                    organization(search, one, steps) not in organizations:
                return True
    return False


REPLACEABLE = {
    "place_order": ({"other_provider", "other_seller"}, {"other_tenant"}),
    "establish_indirect_relationship": ({"other_provider"}, {"other_tenant"}),
    "establish_customer_relationship": ({"other_seller"}, {"other_tenant"}),
    "enroll": ({"other_tenant"},),
}


def own_findings(search, steps):
    """What is found of the act itself after some steps, as pairs of rule and whole finding."""
    return [(question.finding.split(":")[0], case, question)
            for case, question, of_step in search.findings(steps) if not of_step]


def parties_stay(search, steps):
    """Whether no party of the act of a set can be replaced any more.

    Either it has been, or nothing found asks for it: then nothing that the other steps bring
    about makes it asked for, unless customer and partner are of one organisation.
    """
    if not search.replaces:
        return True
    used = {step.remedy for step in named(steps, *REPLACEMENTS)}
    own = own_findings(search, steps)
    offered = {step.remedy for _, case, question in own for step in remedies(case, question)}
    parties = [organization(search, one, steps) for one in parties_of(search.cases[steps].act)]
    if len(set(parties)) < len(parties) or search.cases[steps].party.get("provider") == \
            search.cases[steps].party.get("reseller", ""):
        offered = set(REPLACEMENTS)
    return all(place & used or not place & offered
               for place in REPLACEABLE.get(search.act["act"], ()))


def may_wait(search, steps):
    """Whether a set whose parties stay may come to wait for a day of other facts.

    It may where the act's offer is not sold, or a party is in a market without region.
    """
    if named(steps, "wait_until"):
        return False
    case = search.cases[steps]
    rules = {rule for rule, _, _ in own_findings(search, steps)}
    return bool(rules & {"offer-sold-in-market", "ending-through-support"}) or any(
        case.day.region(one) is None for one in parties_of(case.act))


def may_be_replaced_after_waiting(search, steps):
    """Whether a party that was not replaced might be on the day waited for."""
    used = {step.remedy for step in named(steps, *REPLACEMENTS)}
    return may_wait(search, steps) and search.replaces and not all(
        place & used for place in REPLACEABLE.get(search.act["act"], ()))


def needed_for(case, question):
    """What has to be done for a finding; findings that one step may cure need the same."""
    rule, _, position = question.finding.partition(":")
    if rule == "mpa-signed":
        return rule, case.day.organization(case.party[position])
    if rule in ("enrolled-in-role", "good-standing", "chain-of-sale"):
        return "role", case.party[position]
    return question.finding


def still_needed(search, steps):
    """How many further steps a set needs at least, all of them for the act itself."""
    own = own_findings(search, steps)
    if not own or not parties_stay(search, steps) or may_wait(search, steps):
        return 1
    if any(rule in NEVER_CURED for rule, _, _ in own):
        return NEVER
    return len({needed_for(case, question) for _, case, question in own})


def first(search, steps):
    """What of the findings of a set to go on from: where a plan must cure one by its own
    remedies, that one; else all."""
    triples = search.findings(steps)
    if not parties_stay(search, steps) or may_be_replaced_after_waiting(search, steps):
        return triples
    own = [triple for triple in triples if not triple[2]]
    waited = [one for one in own if one[1].finding.split(":")[0] in WAITED_FOR]
    if waited:
        return waited
    if may_wait(search, steps):
        return triples
    for one in own:
        if one[1].finding.split(":")[0] != "mpa-signed":
            return [one]
    return triples


def replaces_first(search, steps):
    """Whether something is found that only another party or day cures.

    Then no other step needs to come before those, as what bears on a party replaced would be idle,
    but for what may bear on another tenant of its organisation.
    """
    return search.act["act"] in REPLACEABLE and any(
        rule in NEVER_CURED for rule, _, _ in own_findings(search, steps))
