# SPDX-License-Identifier: Apache-2.0
"""Acts on orders and subscriptions."""

from acting import SELLERS, act
from lifecycles import SUBSCRIPTION


@act
def place_order(doing):
    provider = doing["provider"]
    doing.permit((SELLERS, provider or doing["seller"]))
    doing.tenants("seller", "provider", "customer")
    doing.invalid((provider is None) != (doing["mpn_id"] is None))
    doing.known("offer", id=doing["offer"])
    chain = {"seller": doing["seller"], "customer": doing["customer"]}
    if provider is not None:
        chain["provider"] = provider
    doing.propose("place_order", **chain, offer=doing["offer"], quantity=doing["quantity"])
    if provider is not None and doing["mpn_id"] is not None:
        doing.known("partner_id", mpn_id=doing["mpn_id"])
        doing.propose("associate_partner_id", provider=provider, reseller=doing["seller"],
                      mpn_id=doing["mpn_id"], new_subscription=True)
    order, subscription = doing.new("order"), doing.new("subscription")
    doing.add("order", id=order, **chain, offer=doing["offer"], quantity=doing["quantity"],
              mpn_id=doing["mpn_id"], placed_on=doing.today)
    doing.add("subscription", id=subscription, customer=doing["customer"], order=order,
              quantity=doing["quantity"])
    own = {"subscription": subscription, "customer": doing["customer"]}
    doing.begin("subscription_status", **own, status="active")
    if doing["friendly_name"] is not None:
        doing.begin("subscription_terms", **own, quantity=doing["quantity"], renewal="automatic",
                    friendly_name=doing["friendly_name"])
    if doing["mpn_id"] is not None:
        doing.begin("partner_of_record", **own, mpn_id=doing["mpn_id"])


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
