# SPDX-License-Identifier: Apache-2.0
"""Acts between the parties: invitations, relationships, services, cases, agreements, privileges."""

from acting import ADMINS, CUSTOMER_ADMIN, GLOBAL_ADMIN, SELLERS, SUPPORT, act
from chance import day_after
from lifecycles import INVITATION, SUPPORT_CASE

INVITATION_DAYS, INVITATION_DAYS_MAX = 30, 365
PRIVILEGE_DAYS_MAX = 730
TRANSACTING = {"indirect_provider", "direct_bill"}
CUSTOMER_SIDE = CUSTOMER_ADMIN + GLOBAL_ADMIN


# Invitations.

def is_open(doing, invitation):
    """Whether an invitation may still be taken up: it lapses with its last day."""
    return invitation["status"] == "sent" and doing.today <= invitation["expires_on"]


def last_day(doing):
    """The last day of an invitation that is sent."""
    if doing["expires_on"] is None:
        return day_after(doing.today, INVITATION_DAYS)
    doing.invalid(not doing.today <= doing["expires_on"] <= day_after(
        doing.today, INVITATION_DAYS_MAX))
    return doing["expires_on"]


def send(doing, kind, inviter):
    """Adds an invitation; the same one may not be open already."""
    named = {"kind": kind, "inviter": inviter, "reseller": doing["reseller"],
             "customer": doing["customer"]}
    whom = doing["reseller" if kind == "indirect_relationship" else "customer"]
    doing.conflict(whom is not None and any(
        is_open(doing, one) for one in doing.all("invitation", **named)))
    doing.add("invitation", id=doing.new("invitation"), status="sent",
              token=doing.new("token"), sent_on=doing.today, expires_on=last_day(doing), **named)


def settle(doing, invitation, event, **invited):
    """Accepts, declines or withdraws an invitation; one for anybody then says who it was."""
    doing.replace(invitation, status=doing.move(INVITATION, invitation["status"], event),
                  settled_on=doing.today, **invited)


def known_to(invitation, invited=None):
    """Who may know of an invitation: whom it names, and whoever answers it."""
    named = ("inviter", "reseller", "customer")
    return {invitation.get(one) for one in named} | {invited}


def invited_by(doing, kind, position):
    """The invitation that the token admits to; for whomever else it names it is not there."""
    invitation = doing.known("invitation", token=doing["token"], kind=kind)
    if invitation.get(position) not in (None, doing[position]):
        doing.give_up("not_found")
    doing.permit((GLOBAL_ADMIN if position == "reseller" else CUSTOMER_SIDE, doing[position]),
                 known_to=known_to(invitation, doing[position]))
    doing.conflict(not is_open(doing, invitation))
    return invitation


@act
def invite_reseller(doing):
    doing.permit((ADMINS, doing["provider"]))
    doing.tenants("reseller")
    if doing["reseller"] is not None:
        pair = {"provider": doing["provider"], "reseller": doing["reseller"]}
        doing.conflict(bool(doing.now("indirect_relationship", **pair)))
        doing.propose("establish_indirect_relationship", **pair)
    send(doing, "indirect_relationship", doing["provider"])


@act
def accept_reseller_invitation(doing):
    invitation = invited_by(doing, "indirect_relationship", "reseller")
    pair = {"provider": invitation["inviter"], "reseller": doing["reseller"]}
    doing.conflict(bool(doing.now("indirect_relationship", **pair)))
    doing.tenants("reseller")
    doing.propose("establish_indirect_relationship", **pair)
    settle(doing, invitation, "accept", reseller=doing["reseller"])
    doing.begin("indirect_relationship", **pair)


def relate(doing, partner, reseller, customer):
    """Has the partner, and its reseller beside it, judged on a relationship with the customer.
    Gives those that have none yet; where all have one that is a conflict."""
    partners = [one for one in (partner, reseller) if one is not None]
    doing.conflict(reseller is not None and not doing.now(
        "indirect_relationship", provider=partner, reseller=reseller))
    if customer is None:
        return []
    missing = [one for one in partners if not doing.now(
        "customer_relationship", partner=one, customer=customer)]
    doing.conflict(not missing)
    for one in partners:
        doing.propose("establish_customer_relationship", partner=one, customer=customer)
    return missing


@act
def invite_customer(doing):
    doing.permit((SELLERS, doing["partner"]))
    doing.tenants("reseller", "customer")
    relate(doing, doing["partner"], doing["reseller"], doing["customer"])
    send(doing, "customer_relationship", doing["partner"])


@act
def accept_customer_invitation(doing):
    invitation = invited_by(doing, "customer_relationship", "customer")
    doing.tenants("customer")
    partners = relate(doing, invitation["inviter"], invitation.get("reseller"), doing["customer"])
    settle(doing, invitation, "accept", customer=doing["customer"])
    for partner in partners:
        doing.begin("customer_relationship", partner=partner, customer=doing["customer"])


@act
def withdraw_invitation(doing):
    invitation = doing.known("invitation", id=doing["invitation"])
    to_customer = invitation["kind"] == "customer_relationship"
    doing.permit((SELLERS if to_customer else ADMINS, invitation["inviter"]),
                 known_to=known_to(invitation))
    settle(doing, invitation, "withdraw")


@act
def decline_invitation(doing):
    by = {"id": doing["invitation"], "token": doing["token"]}
    invitation = doing.known("invitation", **{name: value for name, value in by.items() if value})
    position = "customer" if invitation["kind"] == "customer_relationship" else "reseller"
    named, invited = invitation.get(position), doing[position] or invitation.get(position)
    if named is None and doing["token"] is None or named not in (None, invited):
        doing.give_up("not_found")
    doing.invalid(invited is None)
    doing.permit((CUSTOMER_SIDE, invited), known_to=known_to(invitation, invited))
    settle(doing, invitation, "decline", **{position: invited})


# Provider and reseller.

@act
def agree_services(doing):
    doing.permit((ADMINS, doing["provider"]))
    doing.tenants("reseller")
    pair = {"provider": doing["provider"], "reseller": doing["reseller"]}
    agreed = doing.now("service_agreement", **pair)
    doing.conflict(not doing.now("indirect_relationship", **pair))
    doing.conflict(any(set(one["services"]) == set(doing["services"]) for one in agreed))
    doing.end(agreed)
    doing.begin("service_agreement", **pair, services=sorted(doing["services"]))


@act
def end_services(doing):
    doing.permit((ADMINS, doing["provider"]), (ADMINS, doing["reseller"]))
    doing.tenants("provider", "reseller")
    agreed = doing.now("service_agreement", provider=doing["provider"],
                       reseller=doing["reseller"])
    doing.conflict(not agreed)
    doing.end(agreed)


def side(doing):
    """Which of the two sides asks."""
    return "provider" if doing.principal.tenant == doing["provider"] else "reseller"


def pair_of(doing):
    """The two sides, which have to be there."""
    doing.tenants("provider", "reseller")
    return {"provider": doing["provider"], "reseller": doing["reseller"]}


@act
def open_support_case(doing):
    doing.permit((ADMINS, doing["provider"]), (ADMINS, doing["reseller"]))
    pair = pair_of(doing)
    doing.conflict(not doing.now("indirect_relationship", **pair))
    doing.conflict(bool(doing.all("support_case", **pair, status="open")))
    doing.add("support_case", id=doing.new("support_case"), **pair, requested_by=side(doing),
              status="open", opened_on=doing.today)


def close(doing, case, event):
    """Ends a case."""
    doing.replace(case, status=doing.move(SUPPORT_CASE, case["status"], event),
                  closed_on=doing.today)


@act
def withdraw_support_case(doing):
    case = doing.known("support_case", id=doing["support_case"])
    doing.permit((ADMINS, case[case["requested_by"]]),
                 known_to=(case["provider"], case["reseller"]))
    close(doing, case, "withdraw")


@act
def decline_support_case(doing):
    case = doing.known("support_case", id=doing["support_case"])
    doing.permit((SUPPORT, None), known_to=(case["provider"], case["reseller"]))
    close(doing, case, "decline")


@act
def end_indirect_relationship(doing):
    doing.permit((SUPPORT, None), (ADMINS, doing["provider"]), (ADMINS, doing["reseller"]))
    pair = pair_of(doing)
    by_support = doing.principal.role in SUPPORT
    cases = doing.all("support_case", **pair, status="open")
    doing.conflict(not doing.now("indirect_relationship", **pair))
    doing.conflict(by_support and not cases)
    doing.propose("end_indirect_relationship", **pair,
                  requested_by="vendor_support" if by_support else side(doing))
    for case in cases:
        close(doing, case, "carry_out")
    doing.end(doing.now("indirect_relationship", **pair))
    doing.end(doing.now("service_agreement", **pair))
    doing.told["runs_on"] = sorted(one["id"] for one in running(doing, doing.all(
        "order", provider=doing["provider"], seller=doing["reseller"])))


# Partner and customer.

def running(doing, orders):
    """The subscriptions of some orders that run or are suspended."""
    ids = {order["id"] for order in orders}
    return [one for one in doing.all("subscription")
            if one["order"] in ids and any(
                status["status"] in ("active", "suspended")
                for status in doing.now("subscription_status", subscription=one["id"]))]


def end_unfounded(doing, other):
    """Privileges rest on a relationship or an engagement: they end with the last of the two."""
    pair = {"partner": doing["partner"], "customer": doing["customer"]}
    if not doing.now(other, **pair):
        doing.end(doing.now("privilege", **pair))


@act
def remove_customer(doing):
    doing.permit((ADMINS, doing["partner"]), (CUSTOMER_ADMIN, doing["customer"]))
    doing.tenants("partner", "customer")
    related = doing.now("customer_relationship", partner=doing["partner"],
                        customer=doing["customer"])
    doing.conflict(not related)
    doing.conflict(bool(running(doing, [
        order for order in doing.all("order", customer=doing["customer"])
        if doing["partner"] in (order["seller"], order.get("provider"))])))
    doing.end(related)
    end_unfounded(doing, "engagement")


def served(doing):
    """The partner, which has to be there, and the customer."""
    doing.tenants("partner", "customer")
    return {"partner": doing["partner"], "customer": doing["customer"]}


@act
def engage_partner(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]))
    pair = served(doing)
    doing.invalid(doing["partner"] == doing["customer"])
    doing.conflict(bool(doing.now("engagement", **pair)))
    doing.propose("engage_partner", **pair)
    doing.begin("engagement", **pair)


@act
def end_engagement(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]), (ADMINS, doing["partner"]))
    engaged = doing.now("engagement", **served(doing))
    doing.conflict(not engaged)
    doing.end(engaged)
    end_unfounded(doing, "customer_relationship")


@act
def grant_privileges(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]))
    pair = served(doing)
    doing.invalid(not doing.today < doing["to"] <= day_after(doing.today, PRIVILEGE_DAYS_MAX))
    doing.conflict(not (doing.now("customer_relationship", **pair)
                        or doing.now("engagement", **pair)))
    granted = doing.now("privilege", **pair)
    doing.conflict(bool(granted))
    doing.begin("privilege", **pair, to=doing["to"])


@act
def revoke_privileges(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]), (ADMINS, doing["partner"]))
    granted = doing.now("privilege", **served(doing))
    doing.conflict(not granted)
    doing.end(granted)


# The customer agreement.

def contact(doing):
    """Who accepted it for the customer."""
    return {one: doing[one] for one in ("first_name", "last_name", "email", "phone")}


@act
def accept_customer_agreement(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]))
    doing.conflict(any(one["date"] <= doing.today for one in doing.all(
        "customer_agreement", customer=doing["customer"], acceptance="direct")))
    doing.add("customer_agreement", customer=doing["customer"], acceptance="direct",
              date=doing.today, **contact(doing))


@act
def attest_customer_agreement(doing):
    doing.permit((SELLERS, doing["partner"]))
    doing.tenants("customer")
    pair = {"partner": doing["partner"], "customer": doing["customer"]}
    day = doing["date"] or doing.today
    for one in (doing.today, day):
        if not doing.book.world.on(one).roles(doing["partner"]) & TRANSACTING:
            doing.complaints.add("forbidden")
    doing.invalid(day > doing.today)
    doing.conflict(not doing.now("customer_relationship", **pair))
    doing.conflict(any(one["date"] <= day for one in doing.all(
        "customer_agreement", **pair, acceptance="attested")))
    doing.add("customer_agreement", customer=doing["customer"], acceptance="attested",
              partner=doing["partner"], date=day, **contact(doing))
