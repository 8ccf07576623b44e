# SPDX-License-Identifier: Apache-2.0
"""The book of record, restated: facts, a day, and acts that are judged and carried out on them."""

import itertools
import uuid

import channel_acts  # noqa: F401 (the acts register themselves)
import customer_acts  # noqa: F401
import registry_acts  # noqa: F401
import sales_acts  # noqa: F401
from acting import ACTS, Doing, Fault
from acts import findings
from facts import World


class Book:
    """A world that acts change. `make_id` gives the ids and tokens of what acts make."""

    def __init__(self, records, markets, today):
        self.world = World(records, markets)
        self.today = today
        self.receipts = {}
        self.numbers = itertools.count(1)
        self.make_id = self.next_id

    def next_id(self, kind):
        """An id of the model's own making."""
        del kind
        return str(uuid.UUID(int=next(self.numbers)))

    def judge(self, doing, proposal):
        """The findings of a proposal, sorted, with what the act supposes."""
        records = self.world.records
        for record in doing.supposed:
            records[record["type"]].append(record)
        self.world.index()
        found = findings(self.world, proposal, "programme")
        for record in doing.supposed:
            records[record["type"]].pop()
        self.world.index()
        return found

    def look(self, principal, name, asked, today=None):
        """What an act would do today, or on another day: what came of it, and the Doing."""
        doing = Doing(self, principal, asked, today or self.today)
        try:
            if principal.tenant is not None and not doing.all("tenant", id=principal.tenant):
                doing.complaints.add("not_found")
            ACTS[name](doing)
            doing.settle()
        except Fault as fault:
            return ("fault", fault.statuses), doing
        found = [self.judge(doing, proposal) for proposal in doing.proposals]
        if any(found):
            return ("refused", found), doing
        return ("carried_out", doing.changes), doing

    def write(self, changes):
        """Makes the changes of an act."""
        for before, after in changes:
            records = self.world.records[after["type"]]
            if before is None:
                records.append(after)
                continue
            place = next(i for i, record in enumerate(records) if record is before)
            records[place] = after
        self.world.index()

    def act(self, principal, name, asked, on=None, dry_run=False, request_id=None):
        """("carried_out", changes), ("refused", the findings of each proposal) or ("fault", the
        statuses of which any is right). A request that was answered before is answered again."""
        if on not in (None, self.today) and not dry_run:
            return "fault", frozenset(["invalid"])
        body = {key: value for key, value in asked.items() if value is not None}
        key = (principal, name, request_id)
        if request_id is not None and not dry_run and key in self.receipts:
            first_body, answer = self.receipts[key]
            return answer if body == first_body else ("fault", frozenset(["conflict"]))
        answer, _ = self.look(principal, name, asked, on)
        if dry_run or answer[0] == "fault":
            return answer
        if answer[0] == "carried_out":
            self.write(answer[1])
        if request_id is not None:
            self.receipts[key] = body, answer
        return answer
