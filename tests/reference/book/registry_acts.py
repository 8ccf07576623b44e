# SPDX-License-Identifier: Apache-2.0
"""Acts on who there is and what it is: the registry, onboarding, enrolment, the MPA, offers."""

from acting import ADMINS, GLOBAL_ADMIN, VENDOR, act
from facts import in_effect
from lifecycles import ENROLLMENT
from rulebook import CAPABILITIES

BEFORE_ALL, AFTER_ALL = "0000-00-00", "9999-99-99"


@act
def register_organization(doing):
    doing.permit((VENDOR, None))
    doing.conflict(bool(doing.all("organization", id=doing["organization"])))
    doing.add("organization", id=doing["organization"], name=doing["name"],
              country=doing["country"])


def organizations(doing, *names):
    """Those of the fields that name organisations, which have to be there."""
    for name in names:
        doing.known("organization", id=doing[name])


def begins(record):
    return record.get("from") or BEFORE_ALL


def ends(record):
    return record.get("to") or AFTER_ALL


def owns_itself(doing, links):
    """Whether, on some day, following the owners upwards leads back."""
    for day in {link["from"] for link in links if link.get("from")}:
        owner = {link["owned"]: link["owner"] for link in links if in_effect(link, day)}
        above, seen = doing["owned"], set()
        while above in owner and above not in seen:
            seen.add(above)
            above = owner[above]
        if above in seen:
            return True
    return False


@act
def record_ownership(doing):
    doing.permit((VENDOR, None))
    organizations(doing, "owner", "owned")
    doing.invalid(doing["from"] <= doing.today)
    doing.invalid(doing["owner"] == doing["owned"])
    doing.conflict(any(ends(link) > doing["from"] and begins(link) < ends(link)
                       for link in doing.all("ownership", owned=doing["owned"])))
    link = doing.add("ownership", owner=doing["owner"], owned=doing["owned"],
                     **{"from": doing["from"]})
    doing.conflict(owns_itself(doing, doing.all("ownership") + [link]))


def ends_already(doing):
    """Whether the ownership has an end still to come, by the day on which it is to end."""
    return any(begins(link) < ends(link) and doing.today < ends(link) <= doing["to"]
               for link in doing.all("ownership", owner=doing["owner"], owned=doing["owned"]))


@act
def end_ownership(doing):
    doing.permit((VENDOR, None))
    organizations(doing, "owner", "owned")
    doing.invalid(doing["to"] <= doing.today)
    running = [link for link in doing.all("ownership", owner=doing["owner"], owned=doing["owned"])
               if begins(link) <= doing["to"] < ends(link) and begins(link) < ends(link)]
    if not running:
        doing.give_up("conflict" if ends_already(doing) else "not_found")
    doing.end(running, doing["to"])


@act
def register_tenant(doing):
    doing.permit((VENDOR, None))
    organizations(doing, "organization")
    if doing["tenant"] is not None:
        doing.conflict(bool(doing.all("tenant", id=doing["tenant"])))
    doing.conflict(bool(doing.all("tenant", domain=doing["domain"])))
    doing.add("tenant", id=doing["tenant"] or doing.new("tenant"), domain=doing["domain"],
              organization=doing["organization"], country=doing["country"], kind=doing["kind"])


@act
def register_partner_id(doing):
    doing.permit((VENDOR, None), (ADMINS, doing["tenant"]))
    doing.tenants("tenant")
    doing.conflict(bool(doing.all("partner_id", mpn_id=doing["mpn_id"])))
    doing.add("partner_id", mpn_id=doing["mpn_id"], tenant=doing["tenant"],
              country=doing["country"])


@act
def publish_offer(doing):
    doing.permit((VENDOR, None))
    doing.conflict(bool(doing.all("offer", id=doing["offer"])))
    start = doing["from"] or doing.today
    doing.invalid(start < doing.today)
    doing.invalid((doing["to"] or AFTER_ALL) <= start)
    doing.add("offer", id=doing["offer"], name=doing["name"], publisher=doing["publisher"],
              party=doing["party"], markets=doing["markets"],
              **{"from": start, "to": doing["to"]})


@act
def withdraw_offer(doing):
    doing.permit((VENDOR, None))
    offer = doing.known("offer", id=doing["offer"])
    day = doing["to"] or doing.today
    doing.invalid(day < doing.today)
    doing.conflict(ends(offer) <= max(day, begins(offer)))
    doing.end([offer], max(day, begins(offer)))


@act
def onboard(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    doing.conflict(bool(doing.all("account", tenant=doing["tenant"])))
    doing.add("account", tenant=doing["tenant"], onboarded_on=doing.today)


@act
def attest_capability(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    doing.conflict(bool(doing.all("capability", tenant=doing["tenant"],
                                  capability=doing["capability"])))
    doing.add("capability", tenant=doing["tenant"], capability=doing["capability"],
              attested_on=doing.today)


@act
def sign_mpa(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    doing.conflict(any(signature["signed_on"] <= doing.today for signature in
                       doing.all("agreement", tenant=doing["tenant"])))
    doing.add("agreement", agreement="MPA", tenant=doing["tenant"], signed_on=doing.today,
              signed_by=doing["signed_by"])


def enrolled(doing):
    """Where the enrolment stands; one that ended leaves room for a new one."""
    latest = doing.latest("enrollment", tenant=doing["tenant"], role=doing["role"])
    return latest and latest["status"]


def go_on(doing, event, judged=False):
    """Moves the enrolment along; judged: the rulebook is asked about the role."""
    doing.tenants("tenant")
    state = enrolled(doing)
    if state is None and event != "start":
        doing.give_up("not_found")
    if event == "start" and state == "ended":
        state = None
    status = doing.move(ENROLLMENT, state, event)
    if judged:
        attested = {record["capability"] for record in
                    doing.all("capability", tenant=doing["tenant"])
                    if record["attested_on"] <= doing.today}
        doing.propose("enroll", tenant=doing["tenant"], role=doing["role"],
                      capabilities=[one for one in CAPABILITIES if one in attested])
    doing.end(doing.now("enrollment", tenant=doing["tenant"], role=doing["role"]))
    doing.begin("enrollment", tenant=doing["tenant"], role=doing["role"], status=status)


@act
def start_enrollment(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    go_on(doing, "start")


@act
def submit_enrollment(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    go_on(doing, "submit", judged=True)


@act
def qualify_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "qualify")


@act
def reject_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "reject")


@act
def activate_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "activate", judged=True)


@act
def restrict_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "restrict")


@act
def suspend_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "suspend")


@act
def reinstate_enrollment(doing):
    doing.permit((VENDOR, None))
    go_on(doing, "reinstate", judged=True)


@act
def appeal_enrollment(doing):
    doing.permit((GLOBAL_ADMIN, doing["tenant"]))
    go_on(doing, "appeal")


@act
def end_enrollment(doing):
    doing.permit((VENDOR, None), (GLOBAL_ADMIN, doing["tenant"]))
    go_on(doing, "end")
