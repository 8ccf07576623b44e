# SPDX-License-Identifier: Apache-2.0
"""Who could stand in the place of a party: the candidates of a replacement, best first."""

from acts import findings, party_of
from remedies import CREATED_ID, next_free
from steps import Step, then_of

LOOKED_AT = 1000
PLANNED = 10


def providers(day, act, before):
    """The live providers of the region of the reseller."""
    reseller = party_of(act)["reseller"]
    return [tenant for tenant in day.world.tenants
            if tenant != before and "indirect_provider" in day.roles(tenant)
            and day.same_region(tenant, reseller)]


def chains(day, act, before):
    """The chains of the customer's region: direct-bill partners, and pairs related for supply."""
    customer = act["customer"]
    pairs = [(None, tenant) for tenant in day.world.tenants if "direct_bill" in day.roles(tenant)]
    pairs += day.resellers
    return [pair for pair in pairs if pair != before and all(
        day.same_region(one, customer) for one in pair if one)]


def partners(day, act, before):
    """The CSP tenants of the customer's region."""
    return [(None, tenant) for tenant in day.world.tenants
            if (None, tenant) != before and day.roles(tenant)
            and day.same_region(tenant, act["customer"])]


def tenants(day, act, before):
    """The other tenants of an organisation, in `enroll` those designated `partner`."""
    return [tenant for tenant in day.world.tenants_of(day.organization(before))
            if tenant != before and (
                act["act"] != "enroll" or day.world.tenants[tenant]["kind"] == "partner")]


def values(day, act, step):
    """What a replacement that is still open could be replaced by, in no order."""
    if step.remedy == "other_tenant":
        return tenants(day, act, step.before)
    if step.remedy == "other_provider":
        return providers(day, act, step.before)
    return (chains if act["act"] == "place_order" else partners)(day, act, step.before)


def related(day, act, step):
    """Whether who comes in has a relationship with the customer (or supplies the reseller)."""
    party, name = party_of(then_of(act, [step])), act["act"]
    if name == "enroll":
        return False
    if name == "establish_indirect_relationship":
        return (party["provider"], party["reseller"]) in day.resellers
    sellers = [party.get(one) for one in ("provider", "reseller", "direct_bill", "partner")]
    if step.remedy == "other_provider":
        sellers = [step.to]
    return any((one, party["customer"]) in day.customers for one in sellers)


def by_id(step):
    """The ids of a candidate: provider (none first), then seller."""
    return [one or "" for one in step.to] if step.remedy == "other_seller" else [step.to]


def candidates(world, act, step, profile, other):
    """The replacements to plan with, of one that is still open, on facts without the steps."""
    day = world.on(act["date"])
    steps = [step._replace(to=value) for value in values(day, act, step)]
    steps.sort(key=lambda one: (not related(day, act, one), by_id(one)))
    steps = steps[:LOOKED_AT]
    steps.sort(key=lambda one: len(findings(world, then_of(act, [one]), profile, other)))
    return steps[:PLANNED]


def creation(world, act, step):
    """A tenant created to replace another: the steps that create it and put it in its place."""
    replaced = world.tenants[step.before]
    tenant = next_free(CREATED_ID, world.tenants)
    makes_partner = act["act"] in ("enroll", "establish_indirect_relationship")
    return [
        Step("create_tenant", tenant=tenant, organization=replaced["organization"],
             country=replaced["country"], kind="partner" if makes_partner else "customer",
             before=step.before),
        step._replace(to=tenant)]
