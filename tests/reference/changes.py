# SPDX-License-Identifier: Apache-2.0
"""What a step changes: the facts of the world after it, as records added or ended."""

from facts import LIVE_STATUSES, in_effect


def added(world, record):
    """The world with one more record."""
    kind = record["type"]
    return world.with_records(kind, world.records[kind] + [record])


def ended(world, kind, date, **named):
    """The world in which the records in effect that name some parties end on a date."""
    def after(record):
        hit = in_effect(record, date) and all(record[key] == named[key] for key in named)
        return dict(record, to=date) if hit else record

    return world.with_records(kind, [after(record) for record in world.records[kind]])


def reinstated(world, step, date):
    """The world in which the live enrolments of a tenant in a role are active from a date."""
    records = []
    for record in world.records["enrollment"]:
        if (record["tenant"], record["role"]) != (step.tenant, step.role) or not (
                in_effect(record, date) and record["status"] in LIVE_STATUSES):
            records.append(record)
        else:
            records.append(dict(record, to=date))
            records.append(dict(record, status="active", **{"from": date}))
    return world.with_records("enrollment", records)


def onboarded(world, step, date):
    """The world in which a tenant is onboarded on a date; a tenant has one account."""
    others = [one for one in world.records["account"] if one["tenant"] != step.tenant]
    return world.with_records("account", others + [
        {"type": "account", "tenant": step.tenant, "onboarded_on": date}])


def created(step):
    """The tenant that a step creates: it has no domain."""
    return {"type": "tenant", "id": step.tenant, "organization": step.organization,
            "country": step.country, "kind": step.kind}


def acceptance(step, date):
    """The acceptance of the customer agreement that a step brings about."""
    if step.remedy == "accept_customer_agreement":
        return {"type": "customer_agreement", "customer": step.customer, "acceptance": "direct",
                "date": date}
    return {"type": "customer_agreement", "customer": step.customer, "acceptance": "attested",
            "partner": step.partner, "date": date}


RECORDS = {
    "create_tenant": lambda step, date: created(step),
    "register_partner_id": lambda step, date: {
        "type": "partner_id", "mpn_id": step.mpn_id, "tenant": step.tenant,
        "country": step.country},
    "enroll": lambda step, date: {
        "type": "enrollment", "tenant": step.tenant, "role": step.role, "status": "active",
        "from": date},
    "sign_mpa": lambda step, date: {
        "type": "agreement", "agreement": "MPA", "tenant": step.tenant, "signed_on": date},
    "establish_indirect_relationship": lambda step, date: {
        "type": "indirect_relationship", "provider": step.provider, "reseller": step.reseller,
        "from": date},
    "establish_customer_relationship": lambda step, date: {
        "type": "customer_relationship", "partner": step.partner, "customer": step.customer,
        "from": date},
    "accept_customer_agreement": acceptance,
    "attest_customer_agreement": acceptance,
}


def after(world, step, date):
    """The facts of a world after a step; a replacement or field change changes none."""
    name = step.remedy
    if name in RECORDS:
        return added(world, RECORDS[name](step, date))
    if name == "onboard":
        return onboarded(world, step, date)
    if name == "reinstate":
        return reinstated(world, step, date)
    if name == "end_enrollment":
        return ended(world, "enrollment", date, tenant=step.tenant, role=step.role)
    if name == "remove_customer":
        return ended(world, "customer_relationship", date, partner=step.partner,
                     customer=step.customer)
    if name == "end_indirect_relationship":
        return ended(world, "indirect_relationship", date, provider=step.provider,
                     reseller=step.reseller)
    return world
