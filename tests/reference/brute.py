# SPDX-License-Identifier: Apache-2.0
"""Every set of a few steps that works in a tiny world, whether or not a finding led to it.

The steps are all those that can be conceived of: of each kind, of all parties that the act has
after the set's replacements, of the other tenants of their organisations.
"""

from itertools import combinations

from candidates import creation, values
from changes import after
from plans import Search, within_limits
from remedies import days_of_change, next_free, remedies
from rulebook import CAPABILITIES, SINCE_PROVIDER_ENDS
from steps import REPLACEMENTS, ROLES, Step, act_form, named, then_of

OPEN = {
    "place_order": ("other_tenant", "other_provider", "other_seller"),
    "establish_indirect_relationship": ("other_tenant", "other_provider"),
    "establish_customer_relationship": ("other_tenant", "other_seller"),
    "enroll": ("other_tenant",),
}
NEVER = ("no-self-sale", "no-affiliate-sale", "partners-in-same-region", "customer-in-region",
         "known-market", "offer-sold-in-market")


def opened(act, name):
    """A replacement of a kind in an act, with its two sides open; None where it has no sense."""
    if name == "other_provider":
        return Step(name, before=act["provider"]) if act.get("provider") else None
    if name == "other_seller":
        return Step(name, before=(act.get("provider"), act.get("seller") or act["partner"]))
    field = {"establish_indirect_relationship": "reseller", "enroll": "tenant"}
    return Step(name, before=act[field.get(act["act"], "customer")])


def replacements(world, act, date, names):
    """The ways to replace a party, by one of some kinds, and then another."""
    yield ()
    for name in names:
        step = opened(act, name)
        if not step:
            continue
        ways = [(world, [step._replace(to=value)])
                for value in values(world.on(date), act, step)]
        if name == "other_tenant":
            steps = creation(world, act, step)
            ways.append((after(world, steps[0], date), steps))
        for changed, steps in ways:
            later = [one for one in names if one != name and "other_tenant" in (one, name)]
            for more in replacements(changed, then_of(act, steps), date, later):
                if within_limits(tuple(steps) + more):
                    yield tuple(steps) + more


def field_changes(world, act):
    """The ways to change other fields of an act."""
    yield ()
    if act["act"] == "associate_partner_id":
        for one in world.partner_ids:
            yield (Step("use_partner_id", before=act["mpn_id"], to=one),)
        fresh, tenant = next_free("%07d", world.partner_ids), act["reseller"]
        country = world.tenants[tenant]["country"]
        yield (Step("register_partner_id", tenant=tenant, country=country, mpn_id=fresh),
               Step("use_partner_id", before=act["mpn_id"], to=fresh))
    if act["act"] == "end_indirect_relationship" and act["requested_by"] != "vendor_support":
        yield (Step("open_support_case", before=act["requested_by"], to="vendor_support"),)
    if act["act"] == "enroll":
        missing = [one for one in CAPABILITIES if one not in act["capabilities"]]
        for size in range(1, len(missing) + 1):
            for some in combinations(missing, size):
                yield tuple(Step("attest_capability", capability=one) for one in some)


def frames(search):
    """The ways to change the act itself: its day, its parties, its other fields."""
    world, act = search.world, search.act
    days = days_of_change(search.case) | {SINCE_PROVIDER_ENDS}
    waits = [()] + [(Step("wait_until", before=act["date"], to=day),)
                    for day in sorted(days) if day > act["date"]]
    for wait in waits:
        date = wait[0].to if wait else act["date"]
        for parties in replacements(world, act, date, OPEN.get(act["act"], ())):
            for fields in field_changes(world, act):
                yield frozenset(wait + parties + fields)


def changes_of(world, date, one):
    """The steps that change what is the case of one tenant."""
    day = world.on(date)
    if one not in day.onboarded:
        yield Step("onboard", tenant=one)
    if one not in day.signers:
        yield Step("sign_mpa", tenant=one)
    if one not in day.accepted:
        yield Step("accept_customer_agreement", customer=one)
    for role in ROLES:
        statuses = day.statuses(one, role)
        if "active" not in statuses:
            yield Step("enroll", tenant=one, role=role)
        if statuses and "active" not in statuses:
            yield Step("reinstate", tenant=one, role=role)
        if statuses:
            yield Step("end_enrollment", tenant=one, role=role)


def changes_between(world, date, one, other):
    """The steps that change what is the case between two tenants."""
    day = world.on(date)
    if (one, other) in day.resellers:
        yield Step("end_indirect_relationship", provider=one, reseller=other)
    else:
        yield Step("establish_indirect_relationship", provider=one, reseller=other)
    if (one, other) in day.customers:
        yield Step("remove_customer", partner=one, customer=other)
    else:
        yield Step("establish_customer_relationship", partner=one, customer=other)
    if (one, other) not in day.attested:
        yield Step("attest_customer_agreement", partner=one, customer=other)


def conceivable(search, frame):
    """The steps that change some fact about the parties of a frame and their organisations."""
    act, world = then_of(search.act, frame), search.world
    for step in named(frame, "create_tenant"):
        world = after(world, step, act["date"])
    parties = {act[name] for name in ("seller", "provider", "reseller", "partner", "customer",
                                      "tenant") if act.get(name)}
    organizations = {world.tenants[one]["organization"] for one in parties}
    tenants = sorted(one for one in world.tenants
                     if world.tenants[one]["organization"] in organizations)
    steps = [step for one in tenants for step in changes_of(world, act["date"], one)]
    return steps + [step for one in tenants for other in tenants if one != other
                    for step in changes_between(world, act["date"], one, other)
                    if one in parties or other in parties]


def remedy_of(search, step, rest):
    """Whether a step is a remedy of something that is found in a set."""
    for case, question, of_step in search.findings(rest):
        for remedy in remedies(case, question):
            if remedy == step or remedy.to is None and remedy._replace(to=step.to) == step:
                return step.remedy not in REPLACEMENTS or (
                    not of_step and search.stand(rest | {step}))
            if remedy.mpn_id and remedy.mpn_id == step.to:
                return True
    return False


def helped(search, step, rest):
    """Whether a step is a remedy of something found in some set of the other steps."""
    if step.remedy == "create_tenant":
        return any(one.to == step.tenant for one in named(rest, "other_tenant"))
    rest = rest - set(named(rest, "register_partner_id"))
    parts = (frozenset(part) for size in range(len(rest) + 1)
             for part in combinations(rest, size))
    return any(remedy_of(search, step, part) for part in parts if search.complete(part))


def working(world, act, profile, other=frozenset(), steps_max=3):
    """The minimal sets of at most some steps that work, with those not listed as remedies.

    Pairs of a set and its steps that are a remedy of nothing that is found without them.
    """
    search = Search(world, act_form(act), profile, frozenset(other))
    search.findings(frozenset())
    search.case = search.cases[frozenset()]
    works, sets = [], {}
    for frame in frames(search):
        if len(frame) <= steps_max and within_limits(frame):
            static = {question.finding.split(":")[0]
                      for _, question, of_step in search.findings(frame) if not of_step}
            if not static & set(NEVER):
                sets[frame] = conceivable(search, frame)
    for size in range(steps_max + 1):
        for frame, steps in sets.items():
            for some in combinations(steps, size - len(frame)) if len(frame) <= size else ():
                whole = frame | frozenset(some)
                if not any(one <= whole for one in works) and search.works(whole) \
                        and search.minimal(whole):
                    works.append(whole)
    return [(whole, [step for step in whole if not helped(search, step, whole - {step})])
            for whole in works]
