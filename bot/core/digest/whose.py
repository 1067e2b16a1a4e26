"""Whose each duty is this morning: each lies in the overview of one person, or of two who share it.

Who owes it, else who handles the case, else the coordinator of the school. What belongs to somebody
who has no overview today (away, a closed school, another role) goes to who stands in, and where
that is nobody who reads, to the coordinator: nothing that is owed is without a reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.case import DeadlineKind, Urgency
from bot.core.clause import Clause
from bot.core.desk import Desk, Owed
from bot.core.digest.timetable import ACK_SOON, daily_readers
from bot.core.duties.presence import acting
from bot.core.duties.words import SILENT
from bot.core.facts import Facts
from bot.core.parties import coordinator, find_person
from bot.core.policy import Person, Policy, Role, StatusUpdates

# In whose stead the reader does it, and with whom it lies.
_FOR, _WITH = Clause("Voor {name}.", "For {name}."), Clause("Bij {name}.", "With {name}.")


class Share(NamedTuple):
    """A duty in somebody's overview. `whose` says for whom or with whom (`name`) it lies.

    `waits`: another must do it, and this reader waits for that.
    """

    row: Owed
    whose: Clause | None = None
    name: str = ""
    waits: bool = False


class _Reader(NamedTuple):
    """Who reads of a duty (a person's id; None: nobody who has an overview) and what is said."""

    id: str | None
    whose: Clause | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Answers whose a duty is on one morning, once for all duties that are alike."""

    facts: Facts
    policy: Policy
    readers: frozenset[str]
    _known: dict[tuple[str | None, str | None, str, tuple[str, ...]], tuple[_Reader, _Reader]] = (
        field(default_factory=dict)
    )

    def shares_of(self, reader: Person, desk: Desk) -> Iterator[Share]:
        """The duties in this person's overview, in the order of the desk."""
        me, known = reader.id, self._known
        for row in desk.owed:
            key = (row.owner, row.handler, row.school, row.not_for)
            found = known.get(key)
            if found is None:
                found = known[key] = self._settle(*key)
            owner, handler = found
            if me not in {owner.id, handler.id} or not is_told(row, self.policy):
                continue
            if owner.id == me:
                yield Share(row, owner.whose, owner.name)
            else:
                yield Share(row, handler.whose, handler.name, waits=True)

    def _settle(
        self, owner_id: str | None, handler_id: str | None, school: str, not_for: tuple[str, ...]
    ) -> tuple[_Reader, _Reader]:
        barred = barred_for(not_for, self.policy)
        owner = find_person(self.policy, owner_id) if owner_id else None
        handler = find_person(self.policy, handler_id) if handler_id else None
        in_charge = handler or coordinator(self.policy, school)
        caring = self._first_reader(in_charge, school, barred)
        if owner is None or owner == in_charge:
            return caring, _Reader(None)
        doing = self._acting(owner, school, barred)
        waiting = _lies_with(doing, caring.id)
        if doing is None or doing.id not in self.readers:
            return _Reader(None), waiting
        return _stands_in(owner, doing, barred), waiting

    def _first_reader(self, person: Person, school: str, barred: Collection[str]) -> _Reader:
        stand_in = self._acting(person, school, barred)
        if stand_in is not None and stand_in.id in self.readers:
            return _stands_in(person, stand_in, barred)
        nearest = self._acting(coordinator(self.policy, school), school, barred)
        if nearest is None or nearest.id not in self.readers:
            return _Reader(None)
        return _lies_with(stand_in, nearest.id)

    def _acting(self, person: Person, school: str, barred: Collection[str]) -> Person | None:
        return acting(
            person,
            self.facts.absences,
            self.facts.today,
            self.policy,
            school=school,
            not_for=barred,
        )


def whose_today(reader: Person, facts: Facts, policy: Policy) -> Whose:
    """Whose the duties are this morning, when this person is one of those who read of them."""
    desk = facts.desk
    assert desk is not None
    soon = {
        row.school
        for row in desk.owed
        if row.kind is DeadlineKind.ACK and row.due_on <= facts.today + ACK_SOON
    }
    readers = daily_readers(facts.today, policy, facts.absences, ack_soon=soon)
    return Whose(facts, policy, frozenset({*readers, reader.id}))


def is_told(row: Owed, policy: Policy) -> bool:
    """Whether overviews tell of a duty at all: what is critical has its own alarm."""
    by_itself = row.kind is DeadlineKind.STATUS and policy.status_updates is StatusUpdates.AUTO
    return row.urgency is not Urgency.CRITICAL and row.kind not in SILENT and not by_itself


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person may know of: not the cases that speak of them, nor a director of any's."""

    reader: str
    directors: frozenset[str]

    @classmethod
    def of(cls, reader: Person, policy: Policy) -> Sight:
        """The sight of this person."""
        return cls(reader.id, director_ids(policy))

    def sees(self, not_for: tuple[str, ...]) -> bool:
        """Whether this person may know of a case, by whom it speaks of."""
        if not not_for:
            return True
        among_directors = self.reader in self.directors and self.names_director(not_for)
        return self.reader not in not_for and not among_directors

    def names_director(self, not_for: tuple[str, ...]) -> bool:
        """Whether the case speaks of a director: who oversees then reads a count alone."""
        return bool(not_for) and not self.directors.isdisjoint(not_for)


def barred_for(not_for: tuple[str, ...], policy: Policy) -> frozenset[str]:
    """Who (ids) may know nothing of a case; where it speaks of one director, all of them."""
    barred = frozenset(not_for)
    directors = director_ids(policy)
    return barred | directors if barred & directors else barred


def director_ids(policy: Policy) -> frozenset[str]:
    """The directors of all schools, as ids."""
    return frozenset(person.id for person in policy.people if Role.DIRECTOR in person.roles)


def _stands_in(person: Person, stand_in: Person, barred: Collection[str]) -> _Reader:
    """Who reads, and for whom when somebody stands in; never for one who must not be named."""
    if stand_in == person or person.id in barred:
        return _Reader(stand_in.id)
    return _Reader(stand_in.id, _FOR, person.name)


def _lies_with(doing: Person | None, reader: str | None) -> _Reader:
    """Who reads of what another does."""
    return _Reader(reader, _WITH, doing.name) if doing else _Reader(reader)
