# SPDX-License-Identifier: Apache-2.0
"""A random history of acts, lived through by the program and by the model, side by side."""

import json
import os
from collections import Counter

from acts import brief, findings
from author import Author
from book import Book
from chance import day_after
from program import Program, bag, decided, decisions, judged, notes
from proposals import Proposer
from start import Cast, days_of, start

DAYS = 36
PROPOSALS_A_DAY = 20
SECRET = "token"
SHARES = {"dry run": 0.12, "dry run on another day": 0.05, "wrong day": 0.02, "request id": 0.3,
          "asked again": 0.12}


class Difference(Exception):
    """Where the program and the model part."""


class History:
    """One history: the two books, the seeded source, and what was met so far."""

    def __init__(self, aval, folder, seed, markets):
        self.chance, self.cast, records = start(seed)
        self.days = days_of(self.chance, DAYS)
        self.book = Book(records, markets, self.days[0])
        self.program = Program(aval, folder)
        self.author = Author(self.book, self.chance, self.cast, self.days)
        self.log = open(os.path.join(folder, "acts.ndjson"), "w", encoding="utf-8")
        self.tally, self.asked, self.secrets, self.due = Counter(), [], [], {}
        self.position = None
        self.program.start(records, self.days[0])

    def happens(self, what):
        return self.chance.random() < SHARES[what]

    # One act.

    def line(self, act, **further):
        """An act as the program reads it."""
        name, principal, fields = act
        who = principal.role if principal.tenant is None else "%s:%s" % (
            principal.tenant, principal.role)
        return {"act": name, "as": who, **fields, **further}

    def ask(self, session, act, **further):
        """Asks the program; the question and the answer go to the log."""
        line = self.line(act, **further)
        answer = session.ask(line)
        self.log.write(json.dumps([self.book.today, line, answer], ensure_ascii=False) + "\n")
        return answer

    def parted(self, what, act, mine, theirs):
        raise Difference("%s: %s\n  act:     %s\n  model:   %s\n  program: %s" % (
            self.book.today, what, json.dumps(self.line(act), ensure_ascii=False), mine,
            json.dumps(theirs, ensure_ascii=False)))

    def compare(self, act, mine, answer, on=None):
        """The outcome, the findings of each proposal, or the status of the fault."""
        outcome, detail, proposals = mine
        if outcome == "fault":
            if answer.get("status") not in detail:
                self.parted("another outcome", act, "fault %s" % sorted(detail), answer)
            return
        due = decided((judged(one), found) for one, found in proposals)
        if answer.get("outcome") != outcome:
            self.parted("another outcome", act, [outcome, due], answer)
        if decisions(answer) != due:
            self.parted("other decisions", act, due, decisions(answer))
        if answer["on"] != (on or self.book.today):
            self.parted("another day", act, on or self.book.today, answer["on"])

    def expected(self, act, today=None):
        """What the model says of an act, with what it judged."""
        (outcome, detail), doing = self.book.look(act[1], act[0], act[2], today)
        if outcome == "fault":
            return outcome, detail, []
        self.due = doing.told
        return outcome, detail, [(one, self.book.judge(doing, one)) for one in doing.proposals]

    def check_told(self, act, told):
        """The answer lists what runs on, its ids first (Q9); a secret is kept to be looked for."""
        if "runs_on" in self.due:
            listed = sorted(note.split()[0] for note in told.get("runs_on", []))
            if listed != self.due["runs_on"]:
                self.parted("something else runs on", act, self.due["runs_on"], listed)
            self.tally["runs on", "some" if listed else "none"] += 1
        self.secrets += told.get(SECRET, [])

    def note_move(self):
        """The journal has an entry for a move of the clock."""
        if self.position is not None:
            self.position += 1

    def check_position(self, act, answer):
        """Each act that was judged has the next place in the journal; others have none."""
        place = answer.get("position")
        if self.position is not None and place != self.position + 1:
            self.parted("another position", act, self.position + 1, answer)
        self.position = place

    def named(self, told, kind):
        """An id that the program made, or, of a thing it says nothing about, one of the model's."""
        if told.get(kind):
            return told[kind].pop(0)
        return self.book.next_id(kind)

    def dry_run(self, session, act, day=None):
        """Only asks; nothing comes of it, which the position and the end of the day show."""
        mine = self.expected(act, day)
        answer = self.ask(session, act, dry_run=True, **({"on": day} if day else {}))
        self.compare(act, mine, answer, day)
        if answer.get("position") or answer.get("dry_run") is False:
            self.parted("a dry run that counts", act, mine, answer)
        self.tally["dry run", mine[0]] += 1

    def do(self, session, act):
        """An act, sometimes asked about before, sometimes with an id to repeat it by."""
        if self.happens("dry run"):
            self.dry_run(session, act)
        if self.happens("dry run on another day"):
            self.dry_run(session, act, day_after(self.book.today, self.chance.randint(-300, 300)))
        further = {"request_id": "r-%d" % len(self.asked)} if self.happens("request id") else {}
        if self.happens("wrong day"):
            answer = self.ask(session, act, on=day_after(self.book.today, 1), **further)
            self.compare(act, ("fault", {"invalid"}, []), answer)
        mine = self.expected(act)
        answer = self.ask(session, act, **further)
        self.compare(act, mine, answer)
        self.tally[act[0], self.author.comes_to(*act)] += 1
        if mine[0] == "fault":
            return
        self.check_position(act, answer)
        told = notes(answer)
        if mine[0] == "carried_out":
            self.check_told(act, told)
        self.book.make_id = lambda kind: self.named(told, kind)
        self.book.act(act[1], act[0], act[2], **further)
        self.book.make_id = self.book.next_id
        if further:
            self.asked.append((act, further, answer))

    # What was asked before.

    def again(self, session):
        """A request that was answered: the same answer, and nothing happens; as other request:
        a conflict."""
        act, further, first = self.chance.choice(self.asked)
        answer = self.ask(session, act, **further)
        if self.public(answer) != self.public(first):
            self.parted("another answer to the same request", act, first, answer)
        if answer != first and SECRET in notes(answer):
            self.parted("a secret told twice", act, first, answer)
        self.tally["asked again", answer["outcome"]] += 1
        other = next((one for one, _, _ in self.asked if one[:2] == act[:2] and one != act), None)
        if other is not None:
            answer = self.ask(session, other, **further)
            self.compare(other, ("fault", {"conflict"}, []), answer)
            self.tally["asked again", "otherwise"] += 1

    @staticmethod
    def public(answer):
        """An answer without what is told only once."""
        told = [note for note in answer["notes"] if SECRET not in note]
        return {**answer, "notes": told}

    # A day.

    def compare_facts(self):
        """What the program keeps is what the model keeps."""
        mine = bag(record for records in self.book.world.records.values() for record in records)
        kept = self.program.export()
        if any(one.get(SECRET) in self.secrets for one in kept):
            raise Difference("%s: the book tells a secret" % self.book.today)
        theirs = bag(kept)
        if mine != theirs:
            raise Difference("%s: other facts\n  the model alone:\n    %s\n"
                             "  the program alone:\n    %s" % (
                                 self.book.today, "\n    ".join(sorted((mine - theirs).elements())),
                                 "\n    ".join(sorted((theirs - mine).elements()))))

    def compare_decisions(self):
        """The book in memory judges as the model does."""
        records = [one for some in self.book.world.records.values() for one in some]
        self.chance.days = self.days
        proposer = Proposer(self.chance, Cast(*(list(part) for part in self.cast)), records)
        proposer.days = [self.book.today, self.chance.choice(self.days)]
        asked = [proposer.propose(number) for number in range(PROPOSALS_A_DAY)]
        profile = self.chance.choice(("article", "programme"))
        theirs = self.program.check(asked, profile)
        mine = [brief(act, findings(self.book.world, act, profile)) for act in asked]
        for act, due, line in zip(asked, mine, theirs + [""] * len(mine)):
            if due != line:
                raise Difference("%s: another decision under %s\n  act:     %s\n  model:   %s\n"
                                 "  program: %s" % (self.book.today, profile, json.dumps(act), due,
                                                    line))
        self.tally["judged by the book in memory", profile] += len(asked)

    def live_a_day(self, count):
        """Some acts of one day, each answered before the next; then the two are compared."""
        session = self.program.perform()
        for _ in range(count):
            self.do(session, self.author.next_act())
            if self.asked and self.happens("asked again"):
                self.again(session)
        session.end()
        self.log.flush()
        self.compare_facts()
        self.compare_decisions()

    def live(self, acts):
        """Goes through all days with some acts in all."""
        for number, day in enumerate(self.days):
            if number > 0:
                self.program.set_clock(day)
                self.book.today = day
                self.note_move()
            share = acts * (number + 1) // len(self.days) - acts * number // len(self.days)
            self.live_a_day(share)
        self.log.close()
