# SPDX-License-Identifier: Apache-2.0
"""Acts on orders and subscriptions."""

from acting import SELLERS, act
from lifecycles import SUBSCRIPTION


def lines_of(doing):
    """What is ordered: what the act itself names, and its further lines."""
    first = {one: doing[one] for one in ("offer", "quantity", "friendly_name", "parent")}
    return [first] + (doing["further_lines"] or [])


def check_parent(doing, chain, line):
    """What a line adds to runs, and is the customer's through the same partners."""
    if line.get("parent") is None:
        return
    for parent in doing.all("subscription", id=line["parent"]):
        order = doing.known("order", id=parent["order"])
        if all(order.get(one) == chain.get(one) for one in ("seller", "customer", "provider")):
            doing.conflict(status_of(doing, parent) not in ("active", "suspended"))
            return
    doing.conflict()


def propose_lines(doing, chain, lines, before=0):
    """Each line is judged; of several each has its number."""
    for number, line in enumerate(lines, before + 1):
        check_parent(doing, chain, line)
        doing.known("offer", id=line["offer"])
        doing.propose("place_order", **chain, offer=line["offer"], quantity=line["quantity"],
                      **({"line": str(number)} if before + len(lines) > 1 else {}))


def begin_line(doing, chain, line, named):
    """A line of an order with its subscription, which runs at once."""
    subscription = doing.new("subscription")
    doing.add("order", **named, **chain, offer=line["offer"], quantity=line["quantity"],
              placed_on=doing.today)
    doing.add("subscription", id=subscription, customer=chain["customer"], order=named["id"],
              quantity=line["quantity"], parent=line.get("parent"))
    own = {"subscription": subscription, "customer": chain["customer"]}
    doing.begin("subscription_status", **own, status="active")
    if line.get("friendly_name") is not None:
        doing.begin("subscription_terms", **own, quantity=line["quantity"], renewal="automatic",
                    friendly_name=line["friendly_name"])
    if named["mpn_id"] is not None:
        doing.begin("partner_of_record", **own, mpn_id=named["mpn_id"])


@act
def place_order(doing):
    provider = doing["provider"]
    doing.permit((SELLERS, provider or doing["seller"]))
    doing.tenants("seller", "provider", "customer")
    doing.invalid((provider is None) != (doing["mpn_id"] is None))
    chain = {"seller": doing["seller"], "customer": doing["customer"]}
    if provider is not None:
        chain["provider"] = provider
    lines = lines_of(doing)
    propose_lines(doing, chain, lines)
    if provider is not None and doing["mpn_id"] is not None:
        doing.known("partner_id", mpn_id=doing["mpn_id"])
        doing.propose("associate_partner_id", provider=provider, reseller=doing["seller"],
                      mpn_id=doing["mpn_id"], new_subscription=True)
    order = doing.new("order")
    begin_line(doing, chain, lines[0], {"id": order, "mpn_id": doing["mpn_id"]})
    for number, line in enumerate(lines[1:], 2):
        begin_line(doing, chain, line, {"id": doing.new("line"), "mpn_id": doing["mpn_id"],
                                        "line_of": order, "line": number})


LINES_MAX = 50


@act
def extend_order(doing):
    order = doing.known("order", id=doing["order"])
    if "line_of" in order:
        doing.give_up("not_found")
    doing.permit((SELLERS, order.get("provider") or order["seller"]),
                 known_to=(order.get("provider"), order["seller"], order["customer"]))
    chain = {one: order[one] for one in ("seller", "customer", "provider") if one in order}
    mpn_id = order.get("mpn_id") if "provider" in order else None
    doing.invalid("provider" in order and mpn_id is None)
    lines = lines_of(doing)
    last = max([1] + [one["line"] for one in doing.all("order", line_of=order["id"])])
    doing.conflict(last + len(lines) > LINES_MAX)
    propose_lines(doing, chain, lines, last)
    if mpn_id is not None:
        doing.propose("associate_partner_id", provider=order["provider"],
                      reseller=order["seller"], mpn_id=mpn_id, new_subscription=True)
    for number, line in enumerate(lines, last + 1):
        begin_line(doing, chain, line, {"id": doing.new("line"), "mpn_id": mpn_id,
                                        "line_of": order["id"], "line": number})


def sold(doing):
    """The subscription named and the order that made it; hidden from all but who transacts."""
    subscription = doing.known("subscription", id=doing["subscription"])
    order = doing.known("order", id=subscription["order"])
    doing.permit((SELLERS, order.get("provider") or order["seller"]),
                 known_to=(order.get("provider"), order["seller"], order["customer"]))
    return subscription, order


def own_fields(subscription):
    """What the records about a subscription name."""
    return {"subscription": subscription["id"], "customer": subscription["customer"]}


def status_of(doing, subscription):
    """Where a subscription stands; before its first day it does not yet."""
    latest = doing.latest("subscription_status", **own_fields(subscription))
    return latest and latest["status"]


@act
def associate_partner_id(doing):
    subscription, order = sold(doing)
    if not doing.all("partner_id", mpn_id=doing["mpn_id"]):
        doing.complaints.add("not_found")
    if order.get("provider") is None:
        doing.give_up("conflict")
    own = own_fields(subscription)
    doing.conflict(status_of(doing, subscription) not in ("active", "suspended"))
    running = doing.now("partner_of_record", **own)
    doing.conflict(any(one["mpn_id"] == doing["mpn_id"] for one in running))
    doing.propose("associate_partner_id", provider=order["provider"], reseller=order["seller"],
                  mpn_id=doing["mpn_id"], new_subscription=False)
    doing.end(running)
    doing.begin("partner_of_record", **own, mpn_id=doing["mpn_id"])


def go_on(doing, event):
    """Moves a subscription along."""
    subscription, _ = sold(doing)
    status = doing.move(SUBSCRIPTION, status_of(doing, subscription), event)
    own = own_fields(subscription)
    doing.end(doing.now("subscription_status", **own))
    doing.begin("subscription_status", **own, status=status)


@act
def suspend_subscription(doing):
    go_on(doing, "suspend")


@act
def resume_subscription(doing):
    go_on(doing, "resume")


@act
def cancel_subscription(doing):
    go_on(doing, "cancel")


def terms_of(doing, subscription):
    """What was agreed last; before that, what was ordered."""
    latest = doing.latest("subscription_terms", **own_fields(subscription))
    return latest or {"quantity": subscription["quantity"], "renewal": "automatic"}


@act
def change_subscription(doing):
    subscription, order = sold(doing)
    own = own_fields(subscription)
    doing.conflict(status_of(doing, subscription) not in ("active", "suspended"))
    now = terms_of(doing, subscription)
    doing.conflict(all(now.get(one) == doing[one]
                       for one in ("quantity", "renewal", "friendly_name")))
    if doing["quantity"] > now["quantity"]:
        chain = {one: order[one] for one in ("seller", "customer", "provider", "offer")
                 if one in order}
        doing.propose("place_order", **chain, quantity=doing["quantity"] - now["quantity"])
    doing.end(doing.now("subscription_terms", **own))
    doing.begin("subscription_terms", **own, quantity=doing["quantity"],
                renewal=doing["renewal"], friendly_name=doing["friendly_name"])
