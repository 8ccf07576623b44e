# SPDX-License-Identifier: Apache-2.0
"""The steps of a plan (and the remedies of a finding): what they are, their order, who acts.

A step is dated only where it is used: `dated` gives each step of a plan its day.
"""

import json
from collections import namedtuple

from acts import party_of
from rulebook import CAPABILITIES

FIELDS = {
    "place_order": ("seller", "provider", "customer", "offer", "quantity"),
    "establish_indirect_relationship": ("provider", "reseller"),
    "establish_customer_relationship": ("partner", "customer"),
    "associate_partner_id": ("provider", "reseller", "mpn_id", "new_subscription"),
    "engage_partner": ("partner", "customer"),
    "end_indirect_relationship": ("provider", "reseller", "requested_by"),
    "enroll": ("tenant", "role", "capabilities"),
}
ORDER = (
    "end_enrollment", "remove_customer", "end_indirect_relationship", "create_tenant",
    "register_partner_id", "other_tenant", "other_provider", "other_seller", "use_partner_id",
    "attest_capability", "open_support_case", "wait_until", "onboard", "enroll", "reinstate",
    "sign_mpa", "establish_indirect_relationship", "establish_customer_relationship",
    "accept_customer_agreement", "attest_customer_agreement")
RANK = {remedy: rank for rank, remedy in enumerate(ORDER)}
REPLACEMENTS = ("other_tenant", "other_provider", "other_seller")
FIELD_CHANGES = ("use_partner_id", "attest_capability", "open_support_case")
POSITIONS = ("provider", "reseller", "direct_bill", "partner", "customer")
ROLES = ("indirect_provider", "indirect_reseller", "direct_bill")
KEYS = {
    "end_enrollment": ("tenant", "role"), "remove_customer": ("partner", "customer"),
    "create_tenant": ("organization", "country", "kind"),
    "register_partner_id": ("tenant", "country", "mpn_id"),
    "other_tenant": ("from", "to"), "other_provider": ("from", "to"),
    "other_seller": ("from", "to"), "use_partner_id": ("from", "to"),
    "attest_capability": ("capability",), "open_support_case": ("from", "to"),
    "wait_until": ("from", "to"), "onboard": ("tenant",), "reinstate": ("tenant", "role"),
    "sign_mpa": ("tenant",), "accept_customer_agreement": ("customer",),
    "attest_customer_agreement": ("partner", "customer"),
}
PARTY_FIELDS = ("tenant", "provider", "reseller", "partner", "customer")

# `before` and `to` are the two sides of a replacement or field change; a chain is a pair of
# provider (or None) and seller. `tenant` of `create_tenant` is the id that the tenant gets.
NAMES = ("tenant", "role", "provider", "reseller", "partner", "customer", "organization",
         "country", "kind", "mpn_id", "capability", "before", "to")
Step = namedtuple("Step", ("remedy",) + NAMES, defaults=(None,) * len(NAMES))


def canonical(value):
    """The RFC 8785 text of a value of ours: ASCII keys, integers, strings."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def named(steps, *names):
    """Those of some steps that have one of some names."""
    return [step for step in steps if step.remedy in names]


def act_form(act):
    """An act as it is judged: its keys in order, without id, absent and null ones left out."""
    form = {"act": act["act"], "date": act["date"]}
    for field in FIELDS[act["act"]]:
        value = act.get(field)
        if value is not None:
            form[field] = sorted(value) if field == "capabilities" else value
    return form


def act_of(step, date):
    """The act of the rulebook that a step is, or None."""
    if step.remedy not in FIELDS:
        return None
    act = {"act": step.remedy, "date": date}
    for field in FIELDS[step.remedy]:
        if field == "requested_by":
            act[field] = "vendor_support"
        elif field == "capabilities":
            act[field] = sorted(CAPABILITIES) if step.role == "direct_bill" else []
        else:
            act[field] = getattr(step, field)
    return act


def replaced(act, step):
    """An act after a replacement or field change."""
    act, name = dict(act), step.remedy
    if name == "other_tenant":
        field = {"establish_indirect_relationship": "reseller", "enroll": "tenant"}
        act[field.get(act["act"], "customer")] = step.to
    elif name == "other_provider":
        act["provider"] = step.to
    elif name == "other_seller" and act["act"] == "place_order":
        act["provider"], act["seller"] = step.to
    elif name == "other_seller":
        act["partner"] = step.to[1]
    elif name == "use_partner_id":
        act["mpn_id"] = step.to
    elif name == "open_support_case":
        act["requested_by"] = step.to
    elif name == "attest_capability":
        act["capabilities"] = sorted(act["capabilities"] + [step.capability])
    elif name == "wait_until":
        act["date"] = step.to
    return act


def then_of(act, steps):
    """The act with the replacements and changes of some steps."""
    for step in steps:
        act = replaced(act, step)
    return act_form(act)


def in_order(steps, act):
    """Some steps in their order; positions are those that parties have in `act` at the end."""
    party = party_of(then_of(act, steps))
    position = {party[name]: rank for rank, name in reversed(list(enumerate(POSITIONS)))
                if name in party}

    def key(step):
        ids = [getattr(step, field) or "" for field in PARTY_FIELDS]
        first = next((one for one in ids if one), "")
        role = ROLES.index(step.role) if step.role else -1
        return (RANK[step.remedy], position.get(first, len(POSITIONS)), role, ids,
                step.capability or "")

    return sorted(steps, key=key)


def dated(ordered, date):
    """Steps in their order with their days: those after a `wait_until` are of its day."""
    pairs = []
    for step in ordered:
        pairs.append((step, date))
        if step.remedy == "wait_until":
            date = step.to
    return pairs


def who(role, tenant=None):
    """An actor; the vendor's have no tenant."""
    return {"role": role, "tenant": tenant} if tenant else {"role": role}


def actors(step, party):
    """Who acts first, and who must agree or None; `party` is the act's at the end."""
    name = step.remedy
    tenant = step.tenant or step.partner or step.provider
    if name == "enroll":
        return who("global_admin", tenant), who("vendor")
    if name in ("end_enrollment", "onboard", "sign_mpa", "register_partner_id"):
        return who("global_admin", tenant), None
    if name == "reinstate":
        return who("vendor"), None
    if name == "establish_indirect_relationship":
        return who("admin_agent", step.provider), who("global_admin", step.reseller)
    if name == "end_indirect_relationship":
        return who("admin_agent", step.reseller), who("vendor_support")
    if name == "establish_customer_relationship":
        return who("admin_agent", step.partner), who("customer_admin", step.customer)
    if name == "accept_customer_agreement":
        return who("customer_admin", step.customer), None
    if name in ("remove_customer", "attest_customer_agreement"):
        return who("admin_agent", step.partner), None
    if name in ("create_tenant", "other_tenant"):
        return who("global_admin", step.before), None
    return {
        "other_provider": lambda: (who("admin_agent", party["reseller"]), None),
        "other_seller": lambda: (who("customer_admin", party["customer"]), None),
        "use_partner_id": lambda: (who("admin_agent", party["provider"]), None),
        "attest_capability": lambda: (who("global_admin", party["partner"]), None),
        "open_support_case": lambda: (
            who("admin_agent", party[step.before]), who("vendor_support")),
        "wait_until": lambda: (None, None),
    }[name]()


def side(step, value):
    """One side of a replacement or field change, as it is written."""
    if step.remedy == "other_seller" and value is not None:
        return {"provider": value[0], "seller": value[1]}
    return value


def written(step, date, act):
    """A step or remedy in its written form, without message; `act` is what it is to help."""
    form = {"remedy": step.remedy}
    if step.remedy in FIELDS:
        form["act"] = act_of(step, date)
    else:
        for key in KEYS[step.remedy]:
            value = getattr(step, "before" if key == "from" else key)
            form[key] = side(step, value) if key in ("from", "to") else value
    form["actor"], form["confirmed_by"] = actors(step, party_of(act))
    return form
