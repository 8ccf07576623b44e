# SPDX-License-Identifier: Apache-2.0
"""Acts between the parties: invitations, relationships, services, cases, agreements, privileges."""

from acting import ADMINS, CUSTOMER_ADMIN, GLOBAL_ADMIN, SELLERS, SUPPORT, Fault, act
from chance import day_after
from lifecycles import INVITATION, SUPPORT_CASE

INVITATION_DAYS = 30
PRIVILEGE_DAYS_MAX = 730
CUSTOMER_SIDE = CUSTOMER_ADMIN + GLOBAL_ADMIN


# Invitations.

def is_open(doing, invitation):
    """Whether an invitation may still be taken up: it lapses with its last day."""
    return invitation["status"] == "sent" and doing.today <= invitation["expires_on"]


def last_day(doing):
    """The last day of an invitation that is sent."""
    if doing["expires_on"] is None:
        return day_after(doing.today, INVITATION_DAYS)
    doing.invalid(doing["expires_on"] < doing.today)
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


def settle(doing, invitation, event):
    """Accepts, declines or withdraws an invitation."""
    doing.replace(invitation, status=doing.move(INVITATION, invitation["status"], event),
                  settled_on=doing.today)


def invited_by(doing, kind, position):
    """The invitation that the token admits to; to anybody else it is not there."""
    invitation = doing.known("invitation", token=doing["token"], kind=kind)
    named = invitation.get(position)
    if not is_open(doing, invitation) or named not in (None, doing[position]):
        raise Fault("not_found")
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
    doing.permit((GLOBAL_ADMIN, doing["reseller"]))
    invitation = invited_by(doing, "indirect_relationship", "reseller")
    pair = {"provider": invitation["inviter"], "reseller": doing["reseller"]}
    doing.conflict(bool(doing.now("indirect_relationship", **pair)))
    doing.propose("establish_indirect_relationship", **pair)
    settle(doing, invitation, "accept")
    doing.begin("indirect_relationship", **pair)


def sellers_to_relate(doing, partners, customer):
    """Has each partner judged that has no relationship with the customer; a conflict where all
    have. Those are given."""
    missing = [partner for partner in partners if partner is not None and not doing.now(
        "customer_relationship", partner=partner, customer=customer)]
    doing.conflict(not missing)
    for partner in missing:
        doing.propose("establish_customer_relationship", partner=partner, customer=customer)
    return missing


@act
def invite_customer(doing):
    doing.permit((SELLERS, doing["partner"]))
    doing.tenants("reseller", "customer")
    if doing["reseller"] is not None:
        doing.conflict(not doing.now("indirect_relationship", provider=doing["partner"],
                                     reseller=doing["reseller"]))
    if doing["customer"] is not None:
        sellers_to_relate(doing, (doing["partner"], doing["reseller"]), doing["customer"])
    send(doing, "customer_relationship", doing["partner"])


@act
def accept_customer_invitation(doing):
    doing.permit((CUSTOMER_SIDE, doing["customer"]))
    invitation = invited_by(doing, "customer_relationship", "customer")
    partners = sellers_to_relate(doing, (invitation["inviter"], invitation.get("reseller")),
                                 doing["customer"])
    settle(doing, invitation, "accept")
    for partner in partners:
        doing.begin("customer_relationship", partner=partner, customer=doing["customer"])


@act
def withdraw_invitation(doing):
    invitation = doing.known("invitation", id=doing["invitation"])
    to_customer = invitation["kind"] == "customer_relationship"
    doing.permit((SELLERS if to_customer else ADMINS, invitation["inviter"]), hidden=True)
    settle(doing, invitation, "withdraw")


@act
def decline_invitation(doing):
    by = "invitation" if doing["invitation"] is not None else "token"
    invitation = doing.known("invitation", **{"id" if by == "invitation" else by: doing[by]})
    if invitation["kind"] == "customer_relationship":
        doing.permit((CUSTOMER_SIDE, invitation.get("customer")), hidden=True)
    else:
        doing.permit((GLOBAL_ADMIN, invitation.get("reseller")), hidden=True)
    settle(doing, invitation, "decline")


# Provider and reseller.

@act
def agree_services(doing):
    doing.permit((ADMINS, doing["provider"]))
    doing.tenants("reseller")
    pair = {"provider": doing["provider"], "reseller": doing["reseller"]}
    running = doing.now("service_agreement", **pair)
    doing.conflict(not doing.now("indirect_relationship", **pair))
    doing.conflict(any(set(one["services"]) == set(doing["services"]) for one in running))
    doing.end(running)
    doing.begin("service_agreement", **pair, services=sorted(doing["services"]))


@act
def end_services(doing):
    doing.permit((ADMINS, doing["provider"]), (ADMINS, doing["reseller"]))
    doing.tenants("provider", "reseller")
    running = doing.now("service_agreement", provider=doing["provider"],
                        reseller=doing["reseller"])
    doing.conflict(not running)
    doing.end(running)


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
    doing.permit((ADMINS, case[case["requested_by"]]), hidden=True)
    close(doing, case, "withdraw")


@act
def decline_support_case(doing):
    case = doing.known("support_case", id=doing["support_case"])
    doing.permit((SUPPORT, None), hidden=True)
    close(doing, case, "decline")


@act
def end_indirect_relationship(doing):
    doing.permit((SUPPORT, None), (ADMINS, doing["provider"]), (ADMINS, doing["reseller"]))
    pair = pair_of(doing)
    by_support = doing.principal.role in SUPPORT
    cases = doing.all("support_case", **pair, status="open")
    doing.conflict(by_support and not cases)
    doing.propose("end_indirect_relationship", **pair,
                  requested_by="vendor_support" if by_support else side(doing))
    for case in cases:
        close(doing, case, "carry_out")
    doing.end(doing.now("indirect_relationship", **pair))


# Partner and customer.

def running_between(doing, partner, customer):
    """The subscriptions between a partner and a customer that run or are suspended."""
    orders = {order["id"] for order in doing.all("order", customer=customer)
              if partner in (order["seller"], order.get("provider"))}
    return [one for one in doing.all("subscription", customer=customer)
            if one["order"] in orders and any(
                status["status"] in ("active", "suspended")
                for status in doing.now("subscription_status", subscription=one["id"]))]


@act
def remove_customer(doing):
    doing.permit((ADMINS, doing["partner"]), (CUSTOMER_ADMIN, doing["customer"]))
    doing.tenants("partner", "customer")
    related = doing.now("customer_relationship", partner=doing["partner"],
                        customer=doing["customer"])
    doing.conflict(not related)
    doing.conflict(bool(running_between(doing, doing["partner"], doing["customer"])))
    doing.end(related)


def served(doing):
    """The partner, which has to be there, and the customer."""
    doing.tenants("partner", "customer")
    return {"partner": doing["partner"], "customer": doing["customer"]}


@act
def engage_partner(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]))
    pair = served(doing)
    doing.conflict(bool(doing.now("engagement", **pair)))
    doing.propose("engage_partner", **pair)
    doing.begin("engagement", **pair)


@act
def end_engagement(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]), (ADMINS, doing["partner"]))
    engaged = doing.now("engagement", **served(doing))
    doing.conflict(not engaged)
    doing.end(engaged)


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

@act
def accept_customer_agreement(doing):
    doing.permit((CUSTOMER_ADMIN, doing["customer"]))
    doing.conflict(any(one["date"] <= doing.today for one in doing.all(
        "customer_agreement", customer=doing["customer"], acceptance="direct")))
    doing.add("customer_agreement", customer=doing["customer"], acceptance="direct",
              date=doing.today)


@act
def attest_customer_agreement(doing):
    doing.permit((SELLERS, doing["partner"]))
    doing.tenants("customer")
    pair = {"partner": doing["partner"], "customer": doing["customer"]}
    day = doing["date"] or doing.today
    roles = doing.book.world.on(doing.today).roles(doing["partner"])
    doing.conflict(not roles & {"indirect_provider", "direct_bill"})
    doing.invalid(day > doing.today)
    doing.conflict(not doing.now("customer_relationship", **pair))
    doing.conflict(any(one["date"] <= day for one in doing.all(
        "customer_agreement", **pair, acceptance="attested")))
    doing.add("customer_agreement", customer=doing["customer"], acceptance="attested",
              partner=doing["partner"], date=day)
