# SPDX-License-Identifier: Apache-2.0
"""A book in which every act can be carried out at once, and for each act one that can.

The world is made of facts of all types, also of those that only a book keeps, so no act has to
prepare another. The day is 2021-03-01: the MPA is asked for, and a provider may end a
relationship itself (Q7).
"""

import hashlib
import json
import subprocess

DAY = "2021-03-01"
ALWAYS = "2019-06-01"


def guid(kind, number):
    return "%08x-0000-4000-8000-%012x" % (kind, number)


def tenant(number):
    return guid(1, number)


PROVIDER, OTHER_PROVIDER, RESELLER, SECOND_RESELLER, FREE_RESELLER, DIRECT = map(tenant, range(6))
CUSTOMER, NEW_CUSTOMER, THIRD_CUSTOMER = map(tenant, range(10, 13))
NEWCOMER, DRAFT, PENDING, QUALIFIED, REJECTED, SUSPENDED = map(tenant, range(20, 26))
STRANGER, UNINVITED_RESELLER = tenant(30), tenant(31)

ORDER, SUSPENDED_ORDER = guid(2, 1), guid(2, 2)
SUBSCRIPTION, SUSPENDED_SUBSCRIPTION = guid(3, 1), guid(3, 2)
RESELLER_INVITATION, CUSTOMER_INVITATION = guid(4, 1), guid(4, 2)
CASE = guid(5, 1)
RESELLER_TOKEN, CUSTOMER_TOKEN = "token-of-a-reseller", "token-of-a-customer"


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()


def party(id, name, kind, **more):
    """The facts of one tenant with an organisation of its own."""
    facts = [
        {"type": "organization", "id": "org-" + name, "name": name.title(), "country": "DE"},
        {"type": "tenant", "id": id, "domain": name + ".example", "organization": "org-" + name,
         "country": "DE", "kind": kind},
    ]
    if "role" in more:
        facts += [
            {"type": "account", "tenant": id, "onboarded_on": ALWAYS},
            {"type": "enrollment", "tenant": id, "role": more["role"],
             "status": more.get("status", "active"), "from": ALWAYS},
            {"type": "agreement", "agreement": "MPA", "tenant": id, "signed_on": "2020-01-20",
             "signed_by": "admin@%s.example" % name},
        ]
    return facts


def customer_relationship(partner, customer):
    return {"type": "customer_relationship", "partner": partner, "customer": customer,
            "from": ALWAYS}


def subscription(order, id, status):
    return [
        {"type": "order", "id": order, "customer": CUSTOMER, "seller": RESELLER,
         "provider": PROVIDER, "offer": "OFFER", "quantity": 5, "mpn_id": "500001",
         "placed_on": "2020-06-01"},
        {"type": "subscription", "id": id, "customer": CUSTOMER, "order": order, "quantity": 5},
        {"type": "subscription_status", "subscription": id, "customer": CUSTOMER,
         "status": status, "from": "2020-06-01"},
        {"type": "partner_of_record", "subscription": id, "customer": CUSTOMER,
         "mpn_id": "500001", "from": "2020-06-01"},
    ]


def invitation(id, kind, invited, token):
    return {"type": "invitation", "id": id, "kind": kind, "status": "sent", "inviter": PROVIDER,
            invited[0]: invited[1], "token": hashed(token), "sent_on": "2021-02-20",
            "expires_on": "2021-03-20"}


def world():
    """All facts, as records."""
    facts = []
    facts += party(PROVIDER, "elbe", "partner", role="indirect_provider")
    facts += party(OTHER_PROVIDER, "loire", "partner", role="indirect_provider")
    facts += party(RESELLER, "alder", "partner", role="indirect_reseller")
    facts += party(SECOND_RESELLER, "birch", "partner", role="indirect_reseller")
    facts += party(FREE_RESELLER, "cedar", "partner", role="indirect_reseller")
    facts += party(DIRECT, "maple", "partner", role="direct_bill")
    facts += party(CUSTOMER, "saale", "customer")
    facts += party(NEW_CUSTOMER, "spree", "customer")
    facts += party(THIRD_CUSTOMER, "havel", "customer")
    facts += party(NEWCOMER, "willow", "partner")
    for id, status in ((DRAFT, "draft"), (PENDING, "pending"), (QUALIFIED, "qualified"),
                       (REJECTED, "rejected"), (SUSPENDED, "suspended")):
        facts += party(id, "willow-" + status, "partner", role="indirect_reseller", status=status)
    facts += party(UNINVITED_RESELLER, "hazel", "partner", role="indirect_reseller")
    facts += party(STRANGER, "yew", "partner", role="direct_bill")
    facts += [
        {"type": "organization", "id": "org-owned", "name": "Owned", "country": "DE"},
        {"type": "ownership", "owner": "org-loire", "owned": "org-owned", "from": ALWAYS},
        {"type": "partner_id", "mpn_id": "500001", "tenant": RESELLER, "country": "DE"},
        {"type": "partner_id", "mpn_id": "500002", "tenant": RESELLER, "country": "DE"},
        {"type": "indirect_relationship", "provider": PROVIDER, "reseller": RESELLER,
         "from": ALWAYS},
        {"type": "indirect_relationship", "provider": PROVIDER, "reseller": SECOND_RESELLER,
         "from": ALWAYS},
        {"type": "service_agreement", "provider": PROVIDER, "reseller": SECOND_RESELLER,
         "services": ["support"], "from": ALWAYS},
        customer_relationship(PROVIDER, CUSTOMER),
        customer_relationship(RESELLER, CUSTOMER),
        customer_relationship(DIRECT, CUSTOMER),
        customer_relationship(PROVIDER, THIRD_CUSTOMER),
        {"type": "customer_agreement", "customer": CUSTOMER, "acceptance": "direct",
         "date": "2020-02-03"},
        {"type": "offer", "id": "OFFER", "name": "Offer", "publisher": "Vendor",
         "party": "first", "markets": ["*"]},
        invitation(RESELLER_INVITATION, "indirect_relationship", ("reseller", FREE_RESELLER),
                   RESELLER_TOKEN),
        invitation(CUSTOMER_INVITATION, "customer_relationship", ("customer", NEW_CUSTOMER),
                   CUSTOMER_TOKEN),
        {"type": "support_case", "id": CASE, "provider": PROVIDER, "reseller": SECOND_RESELLER,
         "requested_by": "provider", "status": "open", "opened_on": "2021-02-20"},
        {"type": "engagement", "partner": SECOND_RESELLER, "customer": CUSTOMER, "from": ALWAYS},
        {"type": "privilege", "partner": SECOND_RESELLER, "customer": CUSTOMER,
         "from": "2021-01-01", "to": "2021-12-31"},
    ]
    facts += subscription(ORDER, SUBSCRIPTION, "active")
    facts += subscription(SUSPENDED_ORDER, SUSPENDED_SUBSCRIPTION, "suspended")
    return facts


def enrollment(id):
    return {"tenant": id, "role": "indirect_reseller"}


PAIR = {"provider": PROVIDER, "reseller": RESELLER}
SECOND_PAIR = {"provider": PROVIDER, "reseller": SECOND_RESELLER}

# The fields of one act of each name that the book carries out.
ACTS = {
    "register_organization": {"organization": "org-fresh", "name": "Fresh", "country": "DE"},
    "record_ownership": {"owner": "org-loire", "owned": "org-cedar", "from": "2021-04-01"},
    "end_ownership": {"owner": "org-loire", "owned": "org-owned", "to": "2021-04-01"},
    "register_tenant": {"domain": "fresh.example", "organization": "org-spree", "country": "DE",
                        "kind": "customer"},
    "register_partner_id": {"mpn_id": "700001", "tenant": RESELLER, "country": "DE"},
    "publish_offer": {"offer": "FRESH", "name": "Fresh", "publisher": "Vendor", "party": "first",
                      "markets": ["*"]},
    "withdraw_offer": {"offer": "OFFER"},
    "onboard": {"tenant": NEWCOMER},
    "attest_capability": {"tenant": NEWCOMER, "capability": "billing"},
    "start_enrollment": enrollment(NEWCOMER),
    "submit_enrollment": enrollment(DRAFT),
    "qualify_enrollment": enrollment(PENDING),
    "reject_enrollment": enrollment(PENDING),
    "activate_enrollment": enrollment(QUALIFIED),
    "appeal_enrollment": enrollment(REJECTED),
    "restrict_enrollment": enrollment(RESELLER),
    "suspend_enrollment": enrollment(RESELLER),
    "reinstate_enrollment": enrollment(SUSPENDED),
    "end_enrollment": enrollment(RESELLER),
    "sign_mpa": {"tenant": NEWCOMER, "signed_by": "admin@willow.example"},
    "accept_customer_agreement": {"customer": THIRD_CUSTOMER},
    "attest_customer_agreement": {"partner": PROVIDER, "customer": THIRD_CUSTOMER},
    "invite_reseller": {"provider": PROVIDER, "reseller": UNINVITED_RESELLER},
    "accept_reseller_invitation": {"token": RESELLER_TOKEN, "reseller": FREE_RESELLER},
    "invite_customer": {"partner": DIRECT, "customer": NEW_CUSTOMER},
    "accept_customer_invitation": {"token": CUSTOMER_TOKEN, "customer": NEW_CUSTOMER},
    "withdraw_invitation": {"invitation": CUSTOMER_INVITATION},
    "decline_invitation": {"invitation": RESELLER_INVITATION},
    "agree_services": dict(PAIR, services=["billing"]),
    "end_services": SECOND_PAIR,
    "open_support_case": PAIR,
    "withdraw_support_case": {"support_case": CASE},
    "decline_support_case": {"support_case": CASE},
    "end_indirect_relationship": SECOND_PAIR,
    "remove_customer": {"partner": DIRECT, "customer": CUSTOMER},
    "engage_partner": {"partner": DIRECT, "customer": NEW_CUSTOMER},
    "end_engagement": {"partner": SECOND_RESELLER, "customer": CUSTOMER},
    "grant_privileges": {"partner": PROVIDER, "customer": CUSTOMER, "to": "2021-12-31"},
    "revoke_privileges": {"partner": SECOND_RESELLER, "customer": CUSTOMER},
    "place_order": {"seller": RESELLER, "provider": PROVIDER, "customer": CUSTOMER,
                    "offer": "OFFER", "quantity": 5, "mpn_id": "500001"},
    "extend_order": {"order": ORDER, "offer": "OFFER", "quantity": 2, "parent": SUBSCRIPTION,
                     "further_lines": [{"offer": "OFFER", "quantity": 1}]},
    "associate_partner_id": {"subscription": SUBSCRIPTION, "mpn_id": "500002"},
    "suspend_subscription": {"subscription": SUBSCRIPTION},
    "resume_subscription": {"subscription": SUSPENDED_SUBSCRIPTION},
    "change_subscription": {"subscription": SUSPENDED_SUBSCRIPTION, "quantity": 7,
                            "renewal": "none", "friendly_name": "Büro"},
    "cancel_subscription": {"subscription": SUBSCRIPTION},
    "set_particulars": {"tenant": CUSTOMER, "partner": PROVIDER, "purpose": "billing",
                        "first_name": "Ann", "city": "Köln"},
    "create_customer": {"partner": PROVIDER, "reseller": RESELLER, "domain": "made.example",
                        "name": "Made", "country": "DE", "city": "Köln"},
    "delete_customer": {"partner": PROVIDER, "customer": THIRD_CUSTOMER},
}

# Who stands behind what an act names by an id, by the word that its permission uses.
BEHIND = {
    "withdraw_invitation": {"inviter": PROVIDER, "customer_inviter": PROVIDER,
                            "invited": NEW_CUSTOMER},
    "decline_invitation": {"inviter": PROVIDER, "invited": FREE_RESELLER},
    "withdraw_support_case": {"opener": PROVIDER, "reseller": SECOND_RESELLER},
    "decline_support_case": {"opener": PROVIDER, "reseller": SECOND_RESELLER},
    "place_order": {"transacting": PROVIDER},
    "extend_order": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
    "associate_partner_id": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
    "change_subscription": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
    "suspend_subscription": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
    "resume_subscription": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
    "cancel_subscription": {"transacting": PROVIDER, "seller": RESELLER, "customer": CUSTOMER},
}

TENANT_FIELDS = ("tenant", "provider", "reseller", "seller", "partner", "customer")


def parties(name):
    """The tenants of the act, by where they stand in it."""
    fields = ACTS[name]
    found = {field: fields[field] for field in TENANT_FIELDS if field in fields}
    found.update(BEHIND.get(name, {}))
    return found


def line(name, principal, **more):
    return json.dumps({"act": name, "as": principal, **ACTS[name], **more})


class Book:
    """The program on a book of its own."""

    def __init__(self, aval, path, facts=None):
        self.aval = aval
        self.url = "sqlite:" + str(path)
        self.run("init", "--sandbox", "--clock", DAY)
        lines = "".join(json.dumps(fact) + "\n" for fact in (facts or world()))
        source = str(path) + ".world"
        with open(source, "w", encoding="utf-8") as stream:
            stream.write(lines)
        self.run("import", source)

    def run(self, *arguments, text=None, check=True):
        done = subprocess.run([self.aval, arguments[0], "--db", self.url, *arguments[1:]],
                              input=text, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise AssertionError("%s: %d\n%s%s" % (" ".join(arguments), done.returncode,
                                                   done.stdout, done.stderr))
        return done

    def perform(self, lines, *options):
        """The answers to some acts, as objects."""
        done = self.run("perform", *options, "-", text="".join(one + "\n" for one in lines),
                        check=False)
        if done.returncode not in (0, 1):
            raise AssertionError("perform: %d\n%s" % (done.returncode, done.stderr))
        return [json.loads(one) for one in done.stdout.splitlines()]

    def export(self):
        return self.run("export").stdout
