"""Who acts for somebody who is away, and never somebody whom the case is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from bot.core.absence import Absence
from bot.core.parties import find_person, next_in_line
from bot.core.policy import Person, Policy


def acting(  # noqa: PLR0913  # who acts depends on each of them
    person: Person,
    absences: Sequence[Absence],
    today: date,
    policy: Policy,
    *,
    school: str = "",
    not_for: Collection[str] = (),
) -> Person | None:
    """The person, or who stands in today; None when nobody in line may have it.

    First whom the person named for this absence, then the deputy of people.toml and the deputies'
    deputies, then coordinator, board and administrators. Where all of them are away it is the
    first of them who may have it: a letter that waits is read later, one that was never sent is
    not.
    """
    if person.id not in not_for and not is_away(person.id, absences, today):
        return person
    line = _line(person, absences, today, policy, school)
    allowed = [each for each in line if each.id not in not_for]
    here = (each for each in allowed if not is_away(each.id, absences, today))
    return next(here, allowed[0] if allowed else None)


def all_acting(  # noqa: PLR0913  # who acts depends on each of them
    people: Iterable[Person],
    absences: Sequence[Absence],
    today: date,
    policy: Policy,
    *,
    school: str = "",
    not_for: Collection[str] = (),
) -> tuple[Person, ...]:
    """Who acts today for each of these persons, nobody twice."""
    each = (acting(one, absences, today, policy, school=school, not_for=not_for) for one in people)
    return tuple({one.id: one for one in each if one is not None}.values())


def is_away(person: str, absences: Sequence[Absence], today: date) -> bool:
    """Whether the person (id) is away today."""
    return absence_of(person, absences, today) is not None


def absence_of(person: str, absences: Sequence[Absence], today: date) -> Absence | None:
    """The absence of a person (id) today; what the person said goes before what a machine told."""
    today_away = [one for one in absences if one.person == person and one.covers(today)]
    return min(today_away, key=lambda one: not one.declared, default=None)


def _line(
    person: Person, absences: Sequence[Absence], today: date, policy: Policy, school: str
) -> Iterator[Person]:
    """The person and all who may stand in, nearest first, nobody twice."""
    seen: list[Person] = []
    nearest: Person | None = person
    while nearest is not None and nearest not in seen:
        seen.append(nearest)
        yield nearest
        nearest = _stand_in(nearest, absences, today, policy)
    while rest := next_in_line(policy, person, seen, school=school):
        seen.append(rest)
        yield rest


def _stand_in(
    person: Person, absences: Sequence[Absence], today: date, policy: Policy
) -> Person | None:
    """Whom the person named for this absence, else the deputy of people.toml."""
    absence = absence_of(person.id, absences, today)
    named = find_person(policy, absence.deputy) if absence and absence.deputy else None
    return named or (find_person(policy, person.deputy) if person.deputy else None)
