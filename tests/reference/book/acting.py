# SPDX-License-Identifier: Apache-2.0
"""An act while it is looked at: who asks for what, what stands against it, what it would change.

Each act is a function of a Doing, registered by its name. It says in this order: what the act
names (or it is not found), who may do it (or it is forbidden, or hidden), what stands against it
(invalid, conflict), what the rulebook has to judge, and what changes if that is supported.
"""

from collections import namedtuple

from facts import in_effect

ADMINS = ("global_admin", "admin_agent")
SELLERS = ADMINS + ("sales_agent",)
GLOBAL_ADMIN = ("global_admin",)
CUSTOMER_ADMIN = ("customer_admin",)
VENDOR = ("vendor",)
SUPPORT = ("vendor_support",)

ACTS = {}

Principal = namedtuple("Principal", "role tenant", defaults=(None,))
Change = namedtuple("Change", "before after")


def act(function):
    """Registers what an act of the function's name does."""
    ACTS[function.__name__] = function
    return function


class Fault(Exception):
    """Why an act is not even judged. Where several things stand against it, the specification does
    not say which one is told: any of the statuses is right."""

    def __init__(self, *statuses):
        super().__init__(*statuses)
        self.statuses = frozenset(statuses)


def matches(record, wanted):
    """Whether a record has all the values wanted."""
    return all(record.get(field) == value for field, value in wanted.items())


class Doing:
    """An act on a book, on a day."""

    def __init__(self, book, principal, asked, today):
        self.book, self.principal, self.today = book, principal, today
        self.asked = {name: value for name, value in asked.items() if value is not None}
        self.complaints, self.proposals, self.changes, self.told = set(), [], [], {}
        self.supposed = []

    def __getitem__(self, name):
        return self.asked.get(name)

    # What there is.

    def all(self, kind, /, **wanted):
        """The records of a type that have the values."""
        return [record for record in self.book.world.records[kind] if matches(record, wanted)]

    def now(self, kind, /, **wanted):
        """Those in effect today."""
        return [record for record in self.all(kind, **wanted) if in_effect(record, self.today)]

    def latest(self, kind, /, **wanted):
        """The one in effect today that began last, or None."""
        found = self.now(kind, **wanted)
        return max(found, key=lambda record: record.get("from") or "") if found else None

    def known(self, kind, /, **wanted):
        """The one record that has the values; it has to be there."""
        found = self.all(kind, **wanted)
        if not found:
            self.give_up("not_found")
        return found[0]

    def tenants(self, *names):
        """Those of the fields that are given name tenants, which have to be there."""
        for name in names:
            if self[name] is not None and not self.all("tenant", id=self[name]):
                self.complaints.add("not_found")

    # What stands against it.

    def give_up(self, status):
        """Something without which nothing further can be looked at."""
        raise Fault(status, *self.complaints)

    def permit(self, *rows, known_to=None):
        """Who may do the act: pairs of roles and tenant, of the vendor's roles with None.

        What an act names by an id or a token is there only for the tenants it is known to, and for
        the vendor; it tells strangers nothing.
        """
        principal = self.principal
        if any(principal.role in roles and principal.tenant == tenant for roles, tenant in rows):
            return
        if known_to is None or principal.tenant is None or principal.tenant in known_to:
            self.give_up("forbidden")
        self.give_up("not_found")

    def conflict(self, when=True):
        """The effect is there already, or the state of things does not allow the act."""
        if when:
            self.complaints.add("conflict")

    def invalid(self, when=True):
        """What is asked makes no sense on this day."""
        if when:
            self.complaints.add("invalid")

    def settle(self):
        """The end of all that may stand against the act."""
        if self.complaints:
            raise Fault(*self.complaints)

    def move(self, lifecycle, state, event):
        """The state to which the event leads; a conflict where it leads nowhere."""
        if (state, event) not in lifecycle:
            self.give_up("conflict")
        return lifecycle[state, event]

    # What it would do.

    def propose(self, name, **fields):
        """Has the rulebook judge a proposal, dated today."""
        self.proposals.append({"id": "p", "act": name, "date": self.today, **fields})

    def suppose(self, count):
        """Has the rulebook judge as if the last records that were added were there."""
        self.supposed = [change.after for change in self.changes[-count:]]

    def add(self, kind, /, **fields):
        """Adds a record; what has no value is absent."""
        record = {"type": kind, **{name: value for name, value in fields.items()
                                   if value is not None}}
        self.changes.append(Change(None, record))
        return record

    def begin(self, kind, /, **fields):
        """Adds a record in effect from today."""
        return self.add(kind, **fields, **{"from": self.today})

    def replace(self, record, **fields):
        """Puts another record in the place of one."""
        self.changes.append(Change(record, {**record, **fields}))

    def end(self, records, day=None):
        """Ends records from today, or another day, on."""
        for record in records:
            self.replace(record, to=day or self.today)

    def new(self, kind):
        """A new id, or a token."""
        return self.book.make_id(kind)
