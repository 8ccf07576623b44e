# SPDX-License-Identifier: Apache-2.0
"""Makes up acts that fit where a book stands: most can be carried out, some are refused, some
cannot be. What an act would come to is looked up in the model, so that each is met."""

from collections import Counter

from acting import (ACTS, ADMINS, CUSTOMER_ADMIN, GLOBAL_ADMIN, SELLERS, SUPPORT, VENDOR,
                    Principal)
from chance import day_after
from lifecycles import ENROLLMENT, SUBSCRIPTION
from rulebook import CAPABILITIES
from start import ROLE_OF

TRIES = 12
MORE_TRIES = {"place_order": 150, "extend_order": 60, "accept_reseller_invitation": 40,
              "accept_customer_invitation": 40, "associate_partner_id": 40,
              "change_subscription": 60}
# How often an act is wanted, where it is more than others; those that undo are wanted less.
OFTEN = {
    "place_order": 4, "extend_order": 3,
    "associate_partner_id": 4, "suspend_subscription": 2, "sign_mpa": 2,
    "accept_reseller_invitation": 5, "accept_customer_invitation": 5,
    "invite_reseller": 1.5, "invite_customer": 1.5,
    "decline_invitation": 0.4, "withdraw_invitation": 0.4, "withdraw_offer": 0.5,
    "end_enrollment": 0.4, "suspend_enrollment": 0.5, "restrict_enrollment": 0.5,
    "end_indirect_relationship": 0.6, "remove_customer": 0.5, "delete_customer": 0.3,
    "change_subscription": 3}
# What an act is wanted to come to, and how often.
WANTED = {"carried_out": 55, "refused": 20, "conflict": 15, "any": 10}
INVITATION_KINDS = ("indirect_relationship", "customer_relationship")
TENANT_ROLES = SELLERS + ("helpdesk_agent", "billing_admin", "customer_admin")
ANY_ROLES = TENANT_ROLES + VENDOR + SUPPORT
KNOWN_TO_NOBODY = "ffffffff-ffff-4fff-8fff-ffffffffffff"


class Author:
    """Makes up acts for one history."""

    def __init__(self, book, chance, cast, days):
        self.book, self.chance, self.cast, self.days = book, chance, cast, days
        self.partners = cast.providers + cast.resellers + cast.direct
        self.done, self.number, self.lately = Counter(), 0, []

    # Choices.

    def often(self, share):
        return self.chance.random() < share

    def fresh(self, stem):
        """A name that is not taken."""
        self.number += 1
        return "%s-%d" % (stem, self.number)

    def one_of(self, usual):
        """One of the usual tenants, rarely another, or one that is not there."""
        if self.often(0.02):
            return KNOWN_TO_NOBODY
        if self.often(0.05) or not usual:
            return self.chance.choice(self.book.world.records["tenant"])["id"]
        return self.chance.choice(usual)

    def by(self, *rows):
        """Who has the right to the act, in one of several ways; rarely somebody else."""
        roles, tenant = self.chance.choice(rows)
        role = self.chance.choice(roles)
        if self.often(0.06):
            role = self.chance.choice(ANY_ROLES)
            tenant = None if role in VENDOR + SUPPORT else tenant or self.one_of(self.partners)
        if self.often(0.03) and tenant is not None:
            tenant = self.one_of(self.partners + self.cast.customers)
        return Principal(role, tenant)

    def record(self, kind, share=0.9, /, **wanted):
        """A record of a type; mostly one that has the values wanted. None: there is none."""
        records = self.book.world.records[kind]
        fitting = [one for one in records if all(one.get(k) == v for k, v in wanted.items())]
        usual = fitting if fitting and self.often(share) else records
        return self.chance.choice(usual) if usual else None

    def pair(self, kind, upper, lower, usual):
        """Two parties that are related by a record of a type, or any two of the usual."""
        found = self.record(kind) if self.often(0.6) else None
        if found is not None and found.get(lower) is not None:
            return found[upper], found[lower]
        return self.one_of(usual[0]), self.one_of(usual[1])

    def supply(self):
        return self.pair("indirect_relationship", "provider", "reseller",
                         (self.cast.providers, self.cast.resellers))

    def sale(self):
        return self.pair("customer_relationship", "partner", "customer",
                         (self.partners, self.cast.customers))

    def day_from(self, least, most):
        """A day so many days from today: mostly one on which something happens, or next to it."""
        first, last = (day_after(self.book.today, count) for count in (least, most))
        near = [day for day in self.days if first <= day <= last]
        if not near or self.often(0.4):
            return day_after(self.book.today, self.chance.randint(least, most))
        return day_after(self.chance.choice(near), self.chance.choice((0, 0, 1)))

    # The acts: who does it, and its fields.

    def register_organization(self):
        known = self.record("organization")["id"]
        return self.by((VENDOR, None)), {
            "organization": known if self.often(0.2) else self.fresh("org-new"),
            "name": self.chance.choice(("Ærø & Söner", "Plain", "\"Tôles\"")),
            "country": self.chance.choice(("FR", "US", "ZZ"))}

    def organization(self):
        return "org-none" if self.often(0.03) else self.record("organization")["id"]

    def record_ownership(self):
        return self.by((VENDOR, None)), {
            "owner": self.organization(), "owned": self.organization(),
            "from": self.day_from(-1, 60) if self.often(0.3) else self.day_from(1, 60)}

    def end_ownership(self):
        link = self.record("ownership")
        owner, owned = (link["owner"], link["owned"]) if self.often(0.85) else (
            self.organization(), self.organization())
        return self.by((VENDOR, None)), {
            "owner": owner, "owned": owned, "to": self.day_from(-1 if self.often(0.2) else 1, 90)}

    def register_tenant(self):
        known = self.record("tenant")
        given = {} if self.often(0.5) else {
            "tenant": known["id"] if self.often(0.2) else self.chance.guid()}
        domain = known["domain"] if self.often(0.15) else self.fresh("t") + ".example"
        return self.by((VENDOR, None)), {
            **given, "domain": domain, "organization": self.organization(),
            "country": self.chance.choice(("FR", "DE", "US", "ZZ")),
            "kind": self.chance.choice(("partner", "customer"))}

    def register_partner_id(self):
        tenant = self.one_of(self.partners)
        known = self.record("partner_id")["mpn_id"]
        self.number += 1
        return self.by((VENDOR, None), (ADMINS, tenant)), {
            "mpn_id": known if self.often(0.2) else "%d" % (500000 + self.number),
            "tenant": tenant, "country": self.chance.choice(("FR", "DE", "US"))}

    def publish_offer(self):
        known = self.record("offer")["id"]
        start = self.day_from(-30, 60) if self.often(0.4) else None
        end = self.day_from(0, 300) if self.often(0.4) else None
        return self.by((VENDOR, None)), {
            "offer": known if self.often(0.2) else self.fresh("OFFER-NEW"), "name": "Another",
            "publisher": "Vendor", "party": self.chance.choice(("first", "third")),
            "markets": self.chance.choice((["*"], ["FR"], ["DE", "FR", "US"], ["ZZ"])),
            "from": start, "to": end}

    def offer(self):
        return "OFFER-NONE" if self.often(0.03) else self.record("offer")["id"]

    def withdraw_offer(self):
        offers = self.book.world.records["offer"]
        offer = self.offer() if len(offers) > 3 else "OFFER-%d" % self.chance.randrange(4)
        return self.by((VENDOR, None)), {
            "offer": offer, "to": self.day_from(-2, 60) if self.often(0.5) else None}

    def of_tenant(self, usual=None, **fields):
        """An act of a tenant's global admin."""
        tenant = self.one_of(usual or self.partners + self.cast.customers)
        return self.by((GLOBAL_ADMIN, tenant)), {"tenant": tenant, **fields}

    def onboard(self):
        return self.of_tenant()

    def attest_capability(self):
        return self.of_tenant(self.cast.direct + self.cast.resellers[:1],
                              capability=self.chance.choice(CAPABILITIES))

    def sign_mpa(self):
        return self.of_tenant(signed_by="global-admin@alder.example")

    def start_enrollment(self):
        return self.of_tenant(role=self.chance.choice(sorted(ROLE_OF.values())))

    def enrollment(self, event, *rows):
        """Moves an enrolment along, mostly one that can be."""
        states = [state for state, its in ENROLLMENT if its == event]
        record = self.record("enrollment", status=self.chance.choice(states))
        fields = {"tenant": record["tenant"], "role": record["role"]}
        if self.often(0.04):
            fields["tenant"] = self.one_of(self.partners)
        return self.by(*((roles, fields["tenant"] if roles == GLOBAL_ADMIN else None)
                         for roles in rows)), fields

    def submit_enrollment(self):
        return self.enrollment("submit", GLOBAL_ADMIN)

    def qualify_enrollment(self):
        return self.enrollment("qualify", VENDOR)

    def reject_enrollment(self):
        return self.enrollment("reject", VENDOR)

    def activate_enrollment(self):
        return self.enrollment("activate", VENDOR)

    def restrict_enrollment(self):
        return self.enrollment("restrict", VENDOR)

    def suspend_enrollment(self):
        return self.enrollment("suspend", VENDOR)

    def reinstate_enrollment(self):
        return self.enrollment("reinstate", VENDOR)

    def appeal_enrollment(self):
        return self.enrollment("appeal", GLOBAL_ADMIN)

    def end_enrollment(self):
        return self.enrollment("end", VENDOR, GLOBAL_ADMIN)

    def until(self):
        """The last day of an invitation, or none: the usual time. Rarely one that cannot be."""
        if self.often(0.05):
            return self.day_from(*self.chance.choice(((-1, -1), (0, 1), (365, 366))))
        return self.day_from(1, 365) if self.often(0.5) else None

    def invite_reseller(self):
        provider, reseller = self.supply()
        return self.by((ADMINS, provider)), {
            "provider": provider, "reseller": None if self.often(0.3) else reseller,
            "expires_on": self.until()}

    def invitation(self, *kinds):
        """An invitation of some kinds, mostly one that is open; None: there is none."""
        known = [one for one in self.book.world.records["invitation"] if one["kind"] in kinds]
        open_ones = [one for one in known if one["status"] == "sent"
                     and one["expires_on"] >= self.book.today]
        usual = open_ones if open_ones and self.often(0.9) else known
        return self.chance.choice(usual) if usual else None

    def accept_reseller_invitation(self):
        invitation = self.invitation("indirect_relationship")
        if invitation is None:
            return None
        reseller = invitation.get("reseller") or self.one_of(self.cast.resellers)
        if self.often(0.05):
            reseller = self.one_of(self.cast.resellers)
        token = "nonsense" if self.often(0.03) else invitation["token"]
        return self.by((GLOBAL_ADMIN, reseller)), {"token": token, "reseller": reseller}

    def invite_customer(self):
        partner, customer = self.sale()
        reseller = None
        if self.often(0.4):
            partner, reseller = self.supply()
        return self.by((SELLERS, partner)), {
            "partner": partner, "reseller": reseller,
            "customer": None if self.often(0.3) else customer, "expires_on": self.until()}

    def left_by_its_reseller(self):
        """Open invitations of a provider and a reseller that no longer work together."""
        supplied = self.book.world.on(self.book.today).resellers
        return [one for one in self.book.world.records["invitation"]
                if one["status"] == "sent" and one["kind"] == "customer_relationship"
                and one.get("reseller") is not None
                and (one["inviter"], one["reseller"]) not in supplied]

    def accept_customer_invitation(self):
        invitation = self.invitation("customer_relationship")
        if invitation is None:
            return None
        left = self.left_by_its_reseller()
        if left and self.often(0.5):
            invitation = self.chance.choice(left)
        customer = invitation.get("customer") or self.one_of(self.cast.customers)
        if self.often(0.05):
            customer = self.one_of(self.cast.customers)
        token = "nonsense" if self.often(0.03) else invitation["token"]
        return (self.by((CUSTOMER_ADMIN + GLOBAL_ADMIN, customer)),
                {"token": token, "customer": customer})

    def withdraw_invitation(self):
        invitation = self.invitation(*INVITATION_KINDS)
        if invitation is None:
            return None
        of_customer = invitation["kind"] == "customer_relationship"
        named = KNOWN_TO_NOBODY if self.often(0.03) else invitation["id"]
        return (self.by((SELLERS if of_customer else ADMINS, invitation["inviter"])),
                {"invitation": named})

    def decline_invitation(self):
        invitation = self.invitation(*INVITATION_KINDS)
        if invitation is None:
            return None
        part = "customer" if invitation["kind"] == "customer_relationship" else "reseller"
        roles = CUSTOMER_ADMIN if part == "customer" else GLOBAL_ADMIN
        invited = invitation.get(part) or self.one_of(
            self.cast.customers if part == "customer" else self.cast.resellers)
        if invitation.get(part) is not None and self.often(0.5):
            return self.by((roles, invited)), {"invitation": invitation["id"]}
        return self.by((roles, invited)), {"token": invitation["token"], part: invited}

    def agree_services(self):
        provider, reseller = self.supply()
        services = self.chance.choice((["billing"], ["support"], ["support", "billing"]))
        return self.by((ADMINS, provider)), {
            "provider": provider, "reseller": reseller, "services": services}

    def either(self, pair, *further):
        """An act of either side of a provider and a reseller."""
        provider, reseller = pair
        return self.by((ADMINS, provider), (ADMINS, reseller), *further), {
            "provider": provider, "reseller": reseller}

    def end_services(self):
        return self.either(self.pair("service_agreement", "provider", "reseller",
                                     (self.cast.providers, self.cast.resellers)))

    def supplied(self):
        """A provider and a reseller, mostly of an order if there is one."""
        orders = [one for one in self.book.world.records["order"] if one.get("provider")]
        if not orders or self.often(0.4):
            return self.supply()
        order = self.chance.choice(orders)
        return order["provider"], order["seller"]

    def open_support_case(self):
        return self.either(self.supplied())

    def support_case(self):
        """A case, mostly one that is open, or None."""
        return self.record("support_case", status="open")

    def withdraw_support_case(self):
        case = self.support_case()
        named = None if case is None else KNOWN_TO_NOBODY if self.often(0.03) else case["id"]
        return case and (self.by((ADMINS, case[case["requested_by"]])), {"support_case": named})

    def decline_support_case(self):
        case = self.support_case()
        named = None if case is None else KNOWN_TO_NOBODY if self.often(0.03) else case["id"]
        return case and (self.by((SUPPORT, None)), {"support_case": named})

    def end_indirect_relationship(self):
        joint = [one for one in self.book.world.records["invitation"]
                 if one["status"] == "sent" and one["kind"] == "customer_relationship"
                 and one.get("reseller") is not None]
        if joint and self.often(0.3):
            one = self.chance.choice(joint)
            return self.either((one["inviter"], one["reseller"]))
        case = self.support_case()
        if case is not None and self.often(0.4):
            return self.by((SUPPORT, None)), {
                "provider": case["provider"], "reseller": case["reseller"]}
        return self.either(self.supplied(), (SUPPORT, None))

    def served(self, pair, *rows):
        """An act on a partner and a customer, by one of them."""
        partner, customer = pair
        tenants = {"partner": partner, "customer": customer}
        return self.by(*((roles, tenants[which]) for roles, which in rows)), dict(tenants)

    def remove_customer(self):
        order = self.record("order") if self.often(0.3) else None
        pair = self.sale() if order is None else (order["seller"], order["customer"])
        return self.served(pair, (ADMINS, "partner"), (CUSTOMER_ADMIN, "customer"))

    def engage_partner(self):
        return self.served(self.sale(), (CUSTOMER_ADMIN, "customer"))

    def end_engagement(self):
        return self.served(self.pair("engagement", "partner", "customer",
                                     (self.partners, self.cast.customers)),
                           (CUSTOMER_ADMIN, "customer"), (ADMINS, "partner"))

    def grant_privileges(self):
        principal, fields = self.served(self.sale(), (CUSTOMER_ADMIN, "customer"))
        return principal, {**fields, "to": self.day_from(-1, 800 if self.often(0.5) else 90)}

    def revoke_privileges(self):
        return self.served(self.pair("privilege", "partner", "customer",
                                     (self.partners, self.cast.customers)),
                           (CUSTOMER_ADMIN, "customer"), (ADMINS, "partner"))

    def accept_customer_agreement(self):
        customer = self.one_of(self.cast.customers + self.partners[:2])
        return self.by((CUSTOMER_ADMIN, customer)), {
            "customer": customer, **self.told("first_name", "last_name", "email", "phone")}

    def attest_customer_agreement(self):
        principal, fields = self.served(self.sale(), (SELLERS, "partner"))
        return principal, {**fields, "date": self.day_from(-60, 2) if self.often(0.5) else None,
                           **self.told("first_name", "email")}

    def further_lines(self):
        """More lines of an order, sometimes."""
        if not self.often(0.4):
            return {}
        return {"further_lines": [
            {"offer": self.offer(), "quantity": self.chance.choice((1, 3, 10000000)),
             **({"friendly_name": "Lager"} if self.often(0.3) else {})}
            for _ in range(self.chance.choice((1, 1, 2, 5)))]}

    def place_order(self):
        partner, customer = self.sale()
        fields = {"seller": partner, "customer": customer, "offer": self.offer(),
                  "quantity": self.chance.choice((1, 5, 10000000)),
                  "friendly_name": self.chance.choice((None, None, "Büro"))}
        if partner not in self.cast.direct or self.often(0.1):
            fields["provider"], fields["seller"] = self.supply()
            own = self.record("partner_id", tenant=fields["seller"])["mpn_id"]
            fields["mpn_id"] = "999" if self.often(0.03) else own
        if self.often(0.05):
            fields["mpn_id"] = None if fields.get("mpn_id") else "1000"
        fields.update(self.further_lines())
        return self.by((SELLERS, fields.get("provider") or fields["seller"])), fields

    def extend_order(self):
        order = self.record("order")
        if order is None:
            return None
        order = self.record("order", 1, id=order.get("line_of", order["id"]))
        parent = self.record("subscription", customer=order["customer"])
        fields = {"order": KNOWN_TO_NOBODY if self.often(0.03) else order["id"],
                  "offer": order["offer"] if self.often(0.7) else self.offer(), "quantity": 2,
                  **self.further_lines()}
        if parent is not None and self.often(0.4):
            fields["parent"] = KNOWN_TO_NOBODY if self.often(0.1) else parent["id"]
        return self.by((SELLERS, order.get("provider") or order["seller"])), fields

    def sold(self, states):
        """A subscription, mostly one that stands somewhere, and its order; or None twice."""
        status = self.record("subscription_status", status=self.chance.choice(states))
        if status is None:
            return None, None
        one = self.record("subscription", 1, id=status["subscription"])
        order = self.record("order", 1, id=one["order"])
        named = KNOWN_TO_NOBODY if self.often(0.03) else one["id"]
        return named, order

    def subscription(self, event):
        """Moves a subscription along."""
        states = [state for state, its in SUBSCRIPTION if its == event]
        named, order = self.sold(states)
        return named and (self.by((SELLERS, order.get("provider") or order["seller"])),
                          {"subscription": named})

    def suspend_subscription(self):
        return self.subscription("suspend")

    def resume_subscription(self):
        return self.subscription("resume")

    def cancel_subscription(self):
        return self.subscription("cancel")

    def associate_partner_id(self):
        named, order = self.sold(("active", "suspended"))
        if named is None:
            return None
        own = self.record("partner_id", 0.8, tenant=order["seller"])["mpn_id"]
        return self.by((SELLERS, order.get("provider") or order["seller"])), {
            "subscription": named, "mpn_id": "999" if self.often(0.03) else own}

    def change_subscription(self):
        named, order = self.sold(("active", "active", "suspended"))
        if named is None:
            return None
        return self.by((SELLERS, order.get("provider") or order["seller"])), {
            "subscription": named, "quantity": self.chance.choice((1, 4, 5, 9, 10000000)),
            "renewal": self.chance.choice(("automatic", "automatic", "none")),
            "friendly_name": self.chance.choice((None, None, "Büro", "Office"))}

    def told(self, *names):
        """Things that are told of a tenant."""
        known = {"email": "who@where.example", "phone": "+33 1 23", "city": "Lyön",
                 "postal_code": "69001", "first_name": "Zoë", "last_name": "O'Hara \"Z\"",
                 "language": "fr", "contact_first_name": "Ann", "company_name": "Where & Co"}
        return {name: known[name] for name in names or known if self.often(0.4)}

    def set_particulars(self):
        purpose = self.chance.choice(("company", "billing", "legal", "support", "organization"))
        if self.often(0.5):
            partner, customer = self.sale()
            if self.often(0.9):
                purpose = self.chance.choice(("company", "billing"))
            return self.by((SELLERS, partner)), {
                "tenant": customer, "partner": partner, "purpose": purpose, **self.told()}
        known = self.record("particulars")
        if known is not None and self.often(0.3):
            again = {name: value for name, value in known.items()
                     if name not in ("type", "from", "to")}
            return self.by((ADMINS + CUSTOMER_ADMIN, known["tenant"])), again
        tenant = self.one_of(self.partners + self.cast.customers)
        return self.by((ADMINS + CUSTOMER_ADMIN, tenant)), {
            "tenant": tenant, "purpose": purpose, **self.told()}

    def create_customer(self):
        partner, reseller = self.one_of(self.partners), None
        if self.often(0.4):
            partner, reseller = self.supply()
        known = self.record("tenant")
        domain = known["domain"] if self.often(0.15) else self.fresh("c") + ".example"
        return self.by((SELLERS, partner)), {
            "partner": partner, "reseller": reseller, "domain": domain,
            "customer": known["id"] if self.often(0.1) else self.chance.guid(),
            "name": "Made & Söhne", "country": self.chance.choice(("FR", "DE", "DE", "US", "ZZ")),
            **self.told("email", "phone", "city", "first_name", "last_name", "language",
                        "contact_first_name")}

    def delete_customer(self):
        return self.served(self.sale(), (ADMINS, "partner"))

    # Which act comes next.

    def comes_to(self, name, principal, fields):
        """What an act would come to, in a word."""
        (outcome, detail), _ = self.book.look(principal, name, fields)
        if outcome != "fault":
            return outcome
        return next(iter(detail)) if len(detail) == 1 else "several"

    def choose(self):
        """A name, who acts, the fields, and whether that comes to what is wanted; or None. Of two
        acts it is the one that was done less often."""
        name = min(self.chance.sample(sorted(ACTS), 2),
                   key=lambda one: self.done[one] / OFTEN.get(one, 1))
        wanted = self.chance.choices(list(WANTED), WANTED.values())[0]
        made = None
        for _ in range(MORE_TRIES.get(name, TRIES)):
            attempt = getattr(self, name)()
            if attempt is None:
                return None
            made = name, attempt[0], {key: value for key, value in attempt[1].items()
                                      if value is not None}
            if wanted in (self.comes_to(*made), "any"):
                return made, True
        return made, False

    def next_act(self):
        """A name, who acts, the fields; mostly an act that comes to what is wanted, rarely one
        that was made up not long ago."""
        if self.lately and self.often(0.08):
            return self.chance.choice(self.lately + 6 * self.lately[-1:])
        while True:
            chosen = self.choose()
            if chosen and (chosen[1] or self.often(0.2)):
                break
        made = chosen[0]
        self.lately = self.lately[-5:] + [made]
        self.done[made[0]] += self.comes_to(*made) == "carried_out"
        return made
