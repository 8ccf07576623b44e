# SPDX-License-Identifier: Apache-2.0
"""The documentation's own requests, as they stand there, where they are at hand.

Ids, countries and domains of the examples are replaced by those of the sample program; the rest of
addresses and bodies is sent as printed. What comes has the example's status and keys, of its types.
"""

import re
import unittest

from partner_center.client import PartnerCenterTest, partner_id, tenant
from partner_center.wire_data import ABSENT, DATA, differences, lacks, read

# Documents of requests that change nothing, on routes that are answered.
ASKED = """
download-customer-agreement-template get-a-customer-by-id get-a-customer-by-name
get-a-customer-s-company-profile get-a-list-of-add-ons-for-a-subscription
get-a-list-of-availabilities-for-a-sku-by-customer get-a-list-of-customers
get-a-list-of-offer-categories-by-country-and-locale get-a-list-of-offers-for-a-market
get-a-list-of-orders-by-customer-and-billing-cycle-type get-a-list-of-products-by-customer
get-a-list-of-products get-a-list-of-skus-for-a-product-by-customer get-a-list-of-skus-for-a-product
get-a-list-of-subscriptions-by-order get-a-product-by-id get-a-sku-by-id get-a-subscription-by-id
get-addon-offers-by-offer-id get-agreement-metadata get-all-of-a-customer-s-billing-profiles
get-all-of-a-customer-s-orders get-all-of-a-customer-s-subscriptions
get-all-service-requests-for-a-customer get-all-subscriptions-by-partner get-an-availability-by-id
get-an-offer-by-id get-an-order-by-id get-an-organization-profile
get-confirmation-of-customer-agreement get-confirmation-of-customer-consent
get-customer-agreement-metadata get-customers-of-an-indirect-reseller
get-direct-sign-status-of-customer-agreement get-indirect-resellers-of-a-customer
get-legal-business-profile get-market-specific-validation-data get-partner-billing-profile
get-partner-by-mpn-id get-partner-network-profile get-subscription-provisioning-status
get-support-profile request-reseller-relationship retrieve-a-list-of-indirect-resellers
verify-indirect-reseller-mpa-status
""".split()
# Documents of requests that change something, in an order in which each finds its state.
TOLD = """
update-a-customer-s-billing-profile update-legal-business-profile update-support-profile
confirm-customer-consent-customer-agreement create-a-customer suspend-a-subscription
reactivate-a-suspended-a-subscription update-the-nickname-for-a-subscription
change-the-quantity-of-a-subscription
""".split()
# Keys of examples, of which the book knows nothing.
UNKNOWN = {"allowDelegatedAccess", "actions", "dynamicAttributes", "localizedAttributes", "subType",
           "currencySymbol"}
# The address of a company that nobody has told: customers of the sample have none.
UNTOLD = {"get-a-customer-by-id": ".companyProfile", "get-a-customer-s-company-profile": ""}
# Their answer is printed of another resource: SKUs.
MISPRINTED = {"get-a-list-of-availabilities-for-a-sku-by-customer",
              "get-a-list-of-products-by-customer"}
# What an address in the sample's region has.
HERE = {"country": "DE", "state": "BW", "city": "Ulm", "postalcode": "89073"}


def is_whole(body):
    return isinstance(body, dict) and "__unparsed__" not in body and "code" not in body


@unittest.skipUnless(DATA.is_dir(), ABSENT)
class Documented(PartnerCenterTest):
    def setUp(self):
        self.use_own_server()
        placed = self.order("elbe", "saale", through="birch").json
        template = self.get("/v1/agreements", "elbe").json["items"][0]["templateId"]
        # By what stands before them in an address.
        self.ids = {
            "/customers/(?!relationshiprequests)": tenant("saale"), "/orders/": placed["id"],
            "/subscriptions/": placed["lineItems"][0]["subscriptionId"], "/skus/": "0001",
            "/offers/": "OFFICE-PREM", "/products/": "OFFICE-PREM", "/availabilities/": "1",
            "/agreementtemplates/": template, "/countryvalidationrules/": "DE",
            "order_id=": placed["id"], "mpn_?id=": partner_id("birch"),
            "tenantid=": tenant("birch"), "country=": "DE",
            "Value%22(?:%3A|:)%22(?=[0-9])": tenant("birch"),
        }

    def target(self, url):
        target = re.sub("^https?://[^/]+", "", url).replace('"', "%22")
        for before, ours in self.ids.items():
            target = re.sub("(?i)(%s)[^/?&%%]+" % before,
                            lambda found, ours=ours: found[1] + ours, target)
        return target

    def body(self, value, key=""):
        """The example's body with our ids, in our region, its domain free, without its etag."""
        if isinstance(value, dict):
            return {name: self.body(inner, name.lower()) for name, inner in value.items()
                    if name.lower() != "etag"}
        ours = {**HERE, "templateid": self.ids["/agreementtemplates/"], "domain": "contoso.example"}
        return value if value is None else ours.get(key, value)

    def check(self, name, ours, theirs):
        untold = (UNTOLD[name] + ".address", UNTOLD[name] + ".email") if name in UNTOLD else ()
        self.assertEqual(list(differences(ours, theirs)), [])
        self.assertEqual([key for key in lacks(ours, theirs)
                          if key.rsplit(".", 1)[1] not in UNKNOWN
                          and not key.startswith(untold)], [])

    def exchanges(self, name):
        """What the document asks with JSON or nothing, and the example of the answer, or None."""
        parts = [part for part in read("doc-examples", name)["examples"]
                 if part["kind"] in ("request", "response")] + [{"kind": "end"}]
        found = [(asked, after if after["kind"] == "response" else None)
                 for asked, after in zip(parts, parts[1:]) if asked["kind"] == "request" and (
                     asked["method"] == "GET" or is_whole(asked["body"]))]
        self.assertTrue(found, name)
        return found

    def exchange(self, name):
        for asked, after in self.exchanges(name):
            with self.subTest(name, url=asked["url"]):
                body = asked.get("body")
                answer = self.send(asked["method"], self.target(asked["url"]),
                                   None if body is None else self.body(body), "elbe")
                self.assertEqual(answer.status, after["status"] if after else 200, answer)
                if after is not None and is_whole(after["body"]) and name not in MISPRINTED:
                    self.check(name, answer.json, after["body"])

    def test_what_is_told_and_then_asked(self):
        for name in TOLD + ASKED:
            self.exchange(name)
