# SPDX-License-Identifier: Apache-2.0
"""Books whose journals have nearly every act, carried out or refused."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "book"))

import ready  # noqa: E402

ROLES = ("global_admin", "admin_agent", "customer_admin")
# The others would keep one of these from being possible, or are kept from it by them.
LEFT_OUT = ("withdraw_invitation", "decline_invitation", "decline_support_case",
            "revoke_privileges")


def candidates(name):
    """Who may be the one that does the act."""
    parties = dict.fromkeys(ready.parties(name).values())
    return ["vendor", "vendor_support"] + ["%s:%s" % (party, role) for party in parties
                                           for role in ROLES]


def act(book, name):
    """Does an act as the first who may; its answer, or None."""
    for answer in book.perform([ready.line(name, who) for who in candidates(name)]):
        if answer.get("outcome"):
            return answer
    return None


def acts():
    """The acts that the book takes one after the other; orders before the offer is withdrawn."""
    first = ["place_order", "associate_partner_id"]
    return first + [name for name in ready.ACTS if name not in first and name not in LEFT_OUT]


# What a small book is made of: facts are added, replaced and ended; rules refuse some.
SMALL = ("place_order", "associate_partner_id", "accept_customer_agreement", "invite_reseller",
         "accept_reseller_invitation", "agree_services", "end_engagement", "sign_mpa",
         "change_subscription", "set_particulars", "create_customer", "attest_capability",
         "grant_privileges", "withdraw_offer", "register_partner_id", "end_enrollment")


def write_small(folder):
    """What tests/damaged/base_book.c makes a small book of: a world, and acts as lines."""
    refused = ready.line("place_order", ready.PROVIDER + ":admin_agent")
    acts = [ready.line(name, who, request_id=ready.guid(9, number))
            for number, name in enumerate(SMALL) for who in candidates(name)]
    for name, lines in (("world", [json.dumps(fact) for fact in ready.world()]),
                        ("acts", acts + [refused])):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write("".join(line + "\n" for line in lines))


class JournalBook(ready.Book):
    """A book with a journal, its heads on the way and its files at these moments."""

    def head(self):
        return json.loads(self.run("journal", "head").stdout)

    def write_head(self, path):
        with open(path, "w", encoding="utf-8") as stream:
            json.dump(self.head(), stream)

    def entries(self):
        return [json.loads(line) for line in
                self.run("journal", "list", "--json").stdout.splitlines()]

    def verify(self, *options):
        return self.run("verify", *options, check=False)
