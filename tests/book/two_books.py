#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A partner sees only what is its own: two_books.py --aval AVAL [--http].

Two books agree on every fact that a verdict about the script's acts may use, and differ in the
rest: who else serves the customer, what strangers are called, what they sell, whom they invite.
One script, run in both by a provider, a reseller and a customer, gives the same bytes, but for ids
and hashes that the program makes. With --http a server of each book is asked: the script's acts,
and all that it shows.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

import masks
import ready
from served import ServedBook

HIDDEN_ORDER, HIDDEN_SUBSCRIPTION = ready.guid(2, 9), ready.guid(3, 9)
HIDDEN_INVITATION, HIDDEN_CASE = ready.guid(4, 9), ready.guid(5, 9)
STRANGERS = {ready.DIRECT, ready.STRANGER, ready.OTHER_PROVIDER}


def renamed(fact):
    """Strangers have other names and domains."""
    names = {"org-maple", "org-yew", "org-loire"}
    if fact["type"] == "organization" and fact["id"] in names:
        return dict(fact, name="Somebody else: " + fact["name"])
    if fact["type"] == "tenant" and fact["id"] in STRANGERS:
        return dict(fact, domain="other-" + fact["domain"])
    return fact


def other_world():
    """The same to a verdict of the script, and all else otherwise."""
    facts = [renamed(fact) for fact in ready.world()
             if not (fact["type"] == "customer_relationship"
                     and fact["partner"] == ready.DIRECT)]
    facts += [
        ready.customer_relationship(ready.STRANGER, ready.CUSTOMER),
        ready.customer_relationship(ready.STRANGER, ready.THIRD_CUSTOMER),
        {"type": "order", "id": HIDDEN_ORDER, "customer": ready.CUSTOMER,
         "seller": ready.STRANGER, "offer": "OFFER", "quantity": 7, "placed_on": "2020-07-01"},
        {"type": "subscription", "id": HIDDEN_SUBSCRIPTION, "customer": ready.CUSTOMER,
         "order": HIDDEN_ORDER, "quantity": 7},
        {"type": "subscription_status", "subscription": HIDDEN_SUBSCRIPTION,
         "customer": ready.CUSTOMER, "status": "active", "from": "2020-07-01"},
        {"type": "engagement", "partner": ready.STRANGER, "customer": ready.CUSTOMER,
         "from": ready.ALWAYS},
        {"type": "invitation", "id": HIDDEN_INVITATION, "kind": "customer_relationship",
         "status": "sent", "inviter": ready.STRANGER, "customer": ready.NEW_CUSTOMER,
         "token": ready.hashed("hidden"), "sent_on": "2021-02-20", "expires_on": "2021-03-20"},
        {"type": "support_case", "id": HIDDEN_CASE, "provider": ready.OTHER_PROVIDER,
         "reseller": ready.FREE_RESELLER, "requested_by": "reseller", "status": "open",
         "opened_on": "2021-02-21"},
    ]
    return facts


PROVIDER = "%s:global_admin" % ready.PROVIDER
RESELLER = "%s:global_admin" % ready.RESELLER
SELLER = "%s:admin_agent" % ready.PROVIDER


def script():
    """Acts on what is one's own, on strangers by name, and on what only one of the books has."""
    line = ready.line
    return [
        line("place_order", SELLER),
        line("place_order", SELLER, provider=None, seller=ready.PROVIDER, mpn_id=None),
        line("place_order", SELLER, seller=ready.FREE_RESELLER),
        line("invite_reseller", PROVIDER, reseller=ready.STRANGER),
        line("invite_reseller", PROVIDER, reseller=ready.FREE_RESELLER),
        line("invite_customer", PROVIDER, partner=ready.PROVIDER),
        line("invite_customer", RESELLER, partner=ready.RESELLER),
        line("associate_partner_id", SELLER),
        line("suspend_subscription", SELLER),
        line("suspend_subscription", SELLER, subscription=HIDDEN_SUBSCRIPTION),
        line("cancel_subscription", RESELLER, subscription=HIDDEN_SUBSCRIPTION),
        line("withdraw_invitation", PROVIDER, invitation=HIDDEN_INVITATION),
        line("withdraw_support_case", RESELLER, support_case=HIDDEN_CASE),
        line("withdraw_support_case", PROVIDER),
        line("open_support_case", RESELLER),
        line("end_indirect_relationship", RESELLER, reseller=ready.RESELLER),
        line("agree_services", PROVIDER),
        line("attest_customer_agreement", PROVIDER),
        line("remove_customer", PROVIDER, partner=ready.PROVIDER),
        line("sign_mpa", PROVIDER, tenant=ready.STRANGER),
    ]


QUESTIONS = [("show", who, "--as", principal)
             for principal in (PROVIDER, RESELLER)
             for who in (ready.PROVIDER, ready.RESELLER, ready.CUSTOMER, ready.DIRECT,
                         ready.STRANGER, ready.OTHER_PROVIDER, "maple.example",
                         "other-maple.example")]
QUESTIONS += [("history", who, "--as", principal)
              for principal in (PROVIDER, RESELLER)
              for who in (ready.PROVIDER, ready.RESELLER, ready.CUSTOMER, ready.STRANGER)]
QUESTIONS += [question + ("--json",) for question in QUESTIONS]


def told(book):
    """All that the script is answered, a part each."""
    parts = []
    for line, answer in zip(script(), book.run(
            "perform", "-", text="".join(one + "\n" for one in script()),
            check=False).stdout.splitlines()):
        parts.append((line, masks.masked(answer)))
    for question in QUESTIONS:
        done = book.run(*question, check=False)
        parts.append((" ".join(question), masks.masked(done.stdout + done.stderr)))
    return parts


NAMES = (ready.PROVIDER, ready.RESELLER, ready.CUSTOMER, ready.DIRECT, ready.STRANGER,
         ready.OTHER_PROVIDER, "maple.example", "other-maple.example", "elbe.example", "500001")
ORDER = {"act": "place_order", "date": ready.DAY, **ready.ACTS["place_order"]}
# Proposals of the script's principals: their own, and one that names a stranger.
PROPOSALS = [ORDER, dict(ORDER, customer=ready.THIRD_CUSTOMER),
             {"act": "establish_customer_relationship", "date": ready.DAY,
              "partner": ready.RESELLER, "customer": ready.NEW_CUSTOMER},
             {"act": "establish_indirect_relationship", "date": ready.DAY,
              "provider": ready.PROVIDER, "reseller": ready.STRANGER}]


def targets(book, principal):
    """What is looked at over HTTP: of every party, and each entry that is listed."""
    yield "/program/v1/parties?limit=1000"
    yield "/program/v1/parties?name=o"
    yield "/program/v1/parties?domain=other-"
    yield "/program/v1/journal?limit=1000"
    for name in NAMES:
        yield "/program/v1/parties/" + name
        yield "/program/v1/parties/%s/history" % name
    yield "/program/v1/mpa-status?mpn_id=500001"
    yield "/program/v1/mpa-status?tenant=" + ready.RESELLER
    last = json.loads(book.ask("GET", "/program/v1/journal?limit=1000", "vendor")[1])["entries"]
    for entry in last:
        yield "/program/v1/journal/%d" % entry["position"]
        yield "/program/v1/journal/%d/proof?size=%d" % (entry["position"], len(last))


def masked_answer(answer, text):
    """Status and body, and the tag where nothing in the body is masked."""
    text = re.sub(r'"instance":"[^"]*"', '"instance":"ID"', text)
    tag = answer.headers["ETag"] if masks.masked(text) == text else None
    return "%d %s %s" % (answer.status, tag, masks.masked(text))


def told_over_http(book):
    """The same script, and all that a server shows."""
    parts = [(line, masked_answer(*book.act(line))) for line in script()]
    for principal in (PROVIDER, RESELLER):
        for proposal in PROPOSALS:
            for form in ("brief", "full"):
                target = "/program/v1/decisions?form=" + form
                parts.append(("%s %s %s" % (principal, target, proposal), masked_answer(
                    *book.ask("POST", target, principal, {"id": "q", **proposal}))))
        for target in targets(book, principal):
            parts.append(("%s %s" % (principal, target),
                          masked_answer(*book.ask("GET", target, principal))))
        parts.append(("%s events" % principal, masks.masked(book.events(principal))))
    return parts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--aval", required=True)
    parser.add_argument("--http", action="store_true")
    options = parser.parse_args()
    kind = ServedBook if options.http else ready.Book
    tell = told_over_http if options.http else told
    with tempfile.TemporaryDirectory() as folder:
        books = [kind(options.aval, Path(folder) / name / "book.db", facts)
                 for name, facts in (("one", ready.world()), ("other", other_world()))
                 if (Path(folder) / name).mkdir() is None]
        answers = [[(what, text.replace(book.url, "BOOK")) for what, text in tell(book)]
                   for book in books]
        if options.http:
            for book in books:
                book.close()
    passed = failed = 0
    for one, other in zip(*answers):
        if one == other:
            passed += 1
        else:
            failed += 1
            print("%s\n  one:   %s\n  other: %s" % (one[0], one[1][:2000], other[1][:2000]))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
