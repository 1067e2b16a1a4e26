"""What who oversees is told of duties: which are late, and what was promised; never by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.desk import Owed, Tally
from bot.core.digest.saying import Voice
from bot.core.digest.whose import is_told
from bot.core.duties.ladder import working_days_between
from bot.core.duties.moving import STOPS
from bot.core.duties.words import WAITED_FOR, what
from bot.core.facts import Facts
from bot.core.letter import Value
from bot.core.parties import coordinator, find_person, school_name
from bot.core.policy import Person, Policy, Role

MOST_LINES = 30  # who oversees needs the worst, and how many more there are

_ROLES: Mapping[Role, Clause] = {
    Role.COORDINATOR: Clause("de coördinator", "the coordinator"),
    Role.DIRECTOR: Clause("de directeur", "the director"),
    Role.BOARD: Clause("het bestuur", "the board"),
    Role.HANDLER: Clause("de behandelaar", "the handler"),
}
_A_COLLEAGUE = Clause("een medewerker", "a member of staff")
_NOT_DONE = Clause("{what}, al {times} keer niet gedaan", "{what}, not done {times} times already")


def role_of(person: Person) -> Clause:
    """What somebody does, for who needs no names."""
    return next((said for role, said in _ROLES.items() if role in person.roles), _A_COLLEAGUE)


def name_of(person: Person) -> Clause:
    """The name of a colleague."""
    return Clause(person.name, person.name)


def late_lines(
    rows: Iterable[Owed],
    reader: Person,
    facts: Facts,
    policy: Policy,
    *,
    said: Callable[[Person], Clause],
) -> tuple[Value, ...]:
    """What staff are late with, longest first: of each what, how many working days, and whose."""
    voice = Voice(reader.language, facts.today)
    late = [row for row in rows if _is_late(row, facts, policy)]
    late.sort(key=lambda row: (row.target_on, row.number, row.kind.value, row.n))
    return tuple(
        {
            "about": row.number,
            "school": school_name(row.school, policy),
            "what": voice.said(_NOT_DONE, what=_what(row, voice), times=times)
            if times > 1
            else _what(row, voice),
            "n_days": working_days_between(row.target_on, facts.today, policy.calendar),
            "whose": said(_in_charge(row, policy)).told(reader.language),
        }
        for row, times in _folded(late)
    )


def promise_lines(
    rows: Iterable[Owed],
    reader: Person,
    facts: Facts,
    policy: Policy,
    *,
    said: Callable[[Person], Clause],
) -> tuple[Value, ...]:
    """What was promised to complainants and is not late: what, whose, and by when."""
    voice = Voice(reader.language, facts.today)
    promised = (
        row
        for row in rows
        if row.kind is DeadlineKind.MEASURE
        and is_told(row, policy)
        and not _is_late(row, facts, policy)
    )
    return tuple(
        {
            "about": row.number,
            "school": school_name(row.school, policy),
            "what": _what(row, voice),
            "when": voice.near_day(row.due_on),
            "whose": said(_in_charge(row, policy)).told(reader.language),
        }
        for row in sorted(promised, key=lambda row: (row.due_on, row.number, row.n))
    )


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of all figures."""
    summed = Tally(school="", handler=None, not_for=())
    for tally in tallies:
        summed = summed._replace(
            **{
                name: getattr(summed, name) + getattr(tally, name)
                for name in Tally._fields[len(("school", "handler", "not_for")) :]
            }
        )
    return summed


def _folded(late: Sequence[Owed]) -> Iterator[tuple[Owed, int]]:
    """Each with how often: news that a complainant waits for again and again is one line.

    That is the first that was missed: once told, all that was late is told.
    """
    missed = Counter(row.number for row in late if row.kind is DeadlineKind.STATUS)
    for row in late:
        if row.kind is not DeadlineKind.STATUS:
            yield row, 1
        elif times := missed.pop(row.number, 0):
            yield row, times


def _is_late(row: Owed, facts: Facts, policy: Policy) -> bool:
    return (
        row.target_on < facts.today
        and row.kind not in WAITED_FOR
        and is_told(row, policy)
        and not (row.stopped and row.kind in STOPS)
    )


def _what(row: Owed, voice: Voice) -> str:
    return voice.said(what(row.kind, row.n))


def _in_charge(row: Owed, policy: Policy) -> Person:
    """Who owes it, else who handles the case, else the coordinator."""
    found = (find_person(policy, one) for one in (row.owner, row.handler) if one)
    return next((person for person in found if person), None) or coordinator(policy, row.school)
