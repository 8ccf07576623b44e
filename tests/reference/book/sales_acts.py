# SPDX-License-Identifier: Apache-2.0
"""Acts on orders and subscriptions."""

from acting import SELLERS, Fault, act
from lifecycles import SUBSCRIPTION


@act
def place_order(doing):
    provider = doing["provider"]
    doing.permit((SELLERS, provider or doing["seller"]))
    doing.tenants("seller", "customer")
    doing.known("offer", id=doing["offer"])
    doing.invalid((provider is None) != (doing["mpn_id"] is None))
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
    if doing["mpn_id"] is not None:
        doing.begin("partner_of_record", **own, mpn_id=doing["mpn_id"])


def sold(doing):
    """The subscription named and the order that made it; hidden from all but who transacts."""
    subscription = doing.known("subscription", id=doing["subscription"])
    order = doing.known("order", id=subscription["order"])
    doing.permit((SELLERS, order.get("provider") or order["seller"]), hidden=True)
    return subscription, order


def own_fields(subscription):
    """What the records about a subscription name."""
    return {"subscription": subscription["id"], "customer": subscription["customer"]}


def status_of(doing, subscription):
    """Where a subscription stands."""
    return doing.latest("subscription_status", **own_fields(subscription))["status"]


@act
def associate_partner_id(doing):
    subscription, order = sold(doing)
    doing.known("partner_id", mpn_id=doing["mpn_id"])
    if order.get("provider") is None:
        raise Fault("conflict", "not_found", "invalid")
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
