"""Cases in lists: those of a status or a school, and those that hold certain words."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.core.case import Case, Status
from bot.core.facts import CaseLine
from bot.core.procedure import OPEN
from bot.core.sight import ASKS_STAFF, MOST_LINES, Seen, line_of
from bot.core.triage.numbers import COMPLAINTS
from bot.core.wanted import Wanted
from bot.store import papers
from bot.store.duties import slices
from bot.store.register import get_cases
from bot.store.tables import CASES, DEADLINES

# For whom it is not stays the text that it is stored as: it is read once for all that are alike.
_SEEN = (
    CASES.c.number,
    CASES.c.school,
    CASES.c.status,
    CASES.c.handler,
    sa.type_coerce(CASES.c.not_for, sa.String),
)
# The entries of other registers stand for their cases.
_COMPLAINTS = CASES.c.series == COMPLAINTS
_OPEN = [status.value for status in OPEN]
_NEXT_ON = (
    sa.select(sa.func.min(DEADLINES.c.target_on))
    .where(
        DEADLINES.c.case_number == CASES.c.number,
        DEADLINES.c.met_at.is_(None),
        DEADLINES.c.kind.in_([kind.value for kind in ASKS_STAFF]),
    )
    .correlate(CASES)
    .scalar_subquery()
)


class Found(NamedTuple):
    """The first cases of a list, and how many more there are."""

    lines: tuple[CaseLine, ...] = ()
    more: int = 0


def listed(
    connection: sa.Connection,
    wanted: Wanted,
    person: str,
    today: date,
    sees: Callable[[Seen], bool],
) -> Found:
    """The cases that a person asked for and may see: what is to be done first, else the newest."""
    query = sa.select(*_SEEN).where(
        _COMPLAINTS,
        CASES.c.status.in_([status.value for status in Status if status in wanted.statuses]),
    )
    if wanted.school:
        query = query.where(CASES.c.school == wanted.school)
    if wanted.topic:
        query = query.where(CASES.c.topic == wanted.topic)
    if wanted.mine:
        query = query.where(CASES.c.handler == person)
    if wanted.late:
        query = query.where(today > _NEXT_ON)
    newest_first = (CASES.c.received_on.desc(), CASES.c.number.desc())
    # Of what is over nobody asks what comes next.
    soonest_first = (_NEXT_ON.asc().nulls_last(),) if wanted.statuses <= OPEN else ()
    query = query.order_by(*soonest_first, *newest_first)
    numbers = list(_seen(connection.execute(query), sees))
    if not wanted.late:
        shown = numbers[:MOST_LINES]
        return Found(_lines(connection, shown, today), len(numbers) - len(shown))
    # What stands still while its complainant owes an answer is not late.
    late = [line for line in _lines(connection, numbers, today) if line.late]
    return Found(tuple(late[:MOST_LINES]), max(len(late) - MOST_LINES, 0))


def searched(
    connection: sa.Connection, text: str, today: date, sees: Callable[[Seen], bool]
) -> Found:
    """The cases that hold all of these words, in whatever papers; the newest number first."""
    words = papers.asked_words(text)
    if not words:
        return Found()
    numbers = list(_seen(papers.with_words(connection, words), sees))
    shown = numbers[:MOST_LINES]
    places = papers.places_of(connection, shown, words)
    return Found(_lines(connection, shown, today, places.get), len(numbers) - len(shown))


def of_handler(connection: sa.Connection, person: str, today: date) -> tuple[CaseLine, ...]:
    """The open cases that a person handles, what is to be done first in front."""
    query = (
        sa.select(CASES.c.number)
        .where(CASES.c.status.in_(_OPEN), CASES.c.handler == person)
        .order_by(_NEXT_ON.asc().nulls_last(), CASES.c.number)
        .limit(MOST_LINES)
    )
    return _lines(connection, list(connection.scalars(query)), today)


def details_elsewhere(
    connection: sa.Connection, numbers: Collection[str]
) -> Iterator[dict[str, str]]:
    """What persons filled in of all other open cases."""
    query = sa.select(CASES.c.details).where(
        CASES.c.status.in_(_OPEN),
        CASES.c.number.not_in(list(numbers)),
        sa.cast(CASES.c.details, sa.String) != "{}",
    )
    yield from connection.scalars(query)


def _seen(rows: Iterable[sa.Row[*tuple[Any, ...]]], sees: Callable[[Seen], bool]) -> Iterator[str]:
    """The numbers of the cases that may be seen: judged once for all that are alike."""
    known: dict[tuple[str | None, ...], bool] = {}
    for number, *decisive in rows:
        alike = tuple(decisive)
        if alike not in known:
            school, status, handler, not_for = decisive
            case = Seen(school, Status(status), handler, tuple(json.loads(not_for)))
            known[alike] = sees(case)
        if known[alike]:
            yield number


def _lines(
    connection: sa.Connection,
    numbers: Sequence[str],
    today: date,
    place: Callable[[str], str | None] = lambda _: None,
) -> tuple[CaseLine, ...]:
    """These cases as lines, in this order."""
    found: dict[str, Case] = {}
    for part in slices(numbers):
        cases = get_cases(connection, sa.select(CASES).where(CASES.c.number.in_(part)))
        found |= {case.number: case for case in cases}
    return tuple(line_of(found[number], today, place(number) or "") for number in numbers)
