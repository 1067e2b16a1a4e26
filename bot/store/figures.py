"""The figures of an overview: per school and handler how many cases are open, late, in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from bot.core.case import DeadlineKind, Status
from bot.core.desk import Owed, Tally
from bot.store.columns import UTCDateTime
from bot.store.duties import ACK_IS_OWED
from bot.store.tables import CASES, DEADLINES

_OLD_AFTER = timedelta(days=30)

# Nothing goes on in these: what they owed fell with them, or is listed on its own.
AT_REST = frozenset(
    {
        Status.NOT_ADMISSIBLE,
        Status.CANNOT_SOLVE,
        Status.WITHDRAWN,
        Status.CLOSED,
        Status.MERGED,
        Status.REROUTED,
        Status.ANONYMISED,
    }
)
AT_WORK = [status.value for status in Status if status not in AT_REST]

# What the school owes itself; the parents' own days, and the bot's, make no case late.
_LATE_BY = frozenset(
    {
        DeadlineKind.ACK,
        DeadlineKind.CLASSIFY,
        DeadlineKind.ADMISSIBILITY,
        DeadlineKind.HANDLING,
        DeadlineKind.TALK_REPLY,
        DeadlineKind.TALK_MINUTES,
        DeadlineKind.MEASURE,
        DeadlineKind.REPLY_OTHER,
        DeadlineKind.CLOSED_REPLY,
        DeadlineKind.DISSATISFIED_REPLY,
        DeadlineKind.DOSSIER_REQUEST,
        DeadlineKind.BOARD_REACTION,
    }
)

# School, handler and for whom it is not: whom a figure may be told to hangs on all three.
_Key = tuple[str, str | None, tuple[str, ...]]
_KEY = (CASES.c.school, CASES.c.handler, CASES.c.not_for)
_OPEN = (
    sa.select(
        *_KEY,
        sa.func.count(),
        sa.func.count(sa.case((CASES.c.received_on < sa.bindparam("old_on"), 1))),
    )
    .where(CASES.c.status.in_(AT_WORK))
    .group_by(*_KEY)
)
_NOT_COUNTED = [Status.MERGED.value, Status.REROUTED.value]
_CAME = (
    sa.select(*_KEY, sa.func.count())
    .where(
        CASES.c.opened_at > sa.bindparam("since", type_=UTCDateTime()),
        CASES.c.status.not_in(_NOT_COUNTED),
    )
    .group_by(*_KEY)
)
_CLOSED = (
    sa.select(*_KEY, sa.func.count())
    .where(
        CASES.c.closed_on >= sa.bindparam("since_on"),
        CASES.c.closed_on < sa.bindparam("today"),
        CASES.c.status.not_in(_NOT_COUNTED),
    )
    .group_by(*_KEY)
)
_WHOSE_DAY_CAME = (
    sa.select(*_KEY, CASES.c.ack, DEADLINES.c.kind, DEADLINES.c.due_on, DEADLINES.c.met_at)
    .join(CASES, CASES.c.number == DEADLINES.c.case_number)
    .where(
        DEADLINES.c.kind.in_([DeadlineKind.ACK.value, DeadlineKind.HANDLING.value]),
        DEADLINES.c.due_on >= sa.bindparam("since_on"),
        DEADLINES.c.due_on < sa.bindparam("today"),
        CASES.c.status.not_in(_NOT_COUNTED),
    )
)


def handlers(connection: sa.Connection) -> frozenset[str]:
    """Who handles cases that are not at rest."""
    query = sa.select(CASES.c.handler).where(CASES.c.status.in_(AT_WORK)).distinct()
    return frozenset(each for each in connection.scalars(query) if each)


def tallies(
    connection: sa.Connection, owed: Sequence[Owed], since: datetime, today: date, zone: tzinfo
) -> tuple[Tally, ...]:
    """The figures of each school and handler, in the order of both.

    What is counted by days counts whole days: those from the day of `since` up to yesterday.
    """
    days = {"since_on": since.astimezone(zone).date(), "today": today}
    figures: dict[_Key, Counter[str]] = {}

    def count(name: str, key: Sequence[Any], by: int = 1) -> None:
        school, handler, not_for = key
        figures.setdefault((school, handler, not_for), Counter())[name] += by

    for *key, cases, old in connection.execute(_OPEN, {"old_on": today - _OLD_AFTER}):
        count("open", key, cases)
        count("old", key, old)
    for *key, cases in connection.execute(_CAME, {"since": since}):
        count("came", key, cases)
    for *key, cases in connection.execute(_CLOSED, days):
        count("closed", key, cases)
    for late in _late(owed, today):
        count("late", late)
    for *key, ack, kind, due_on, met_at in connection.execute(_WHOSE_DAY_CAME, days):
        name = "acks" if kind == DeadlineKind.ACK.value else "answers"
        if name == "acks" and met_at is None and ack not in ACK_IS_OWED:
            continue
        count(name, key)
        if met_at is not None and met_at.astimezone(zone).date() <= due_on:
            count(f"{name}_in_time", key)
    return tuple(_tally(key, figures[key]) for key in sorted(figures, key=_in_order))


def _in_order(key: _Key) -> tuple[str, str, tuple[str, ...]]:
    school, handler, not_for = key
    return school, handler or "", not_for


def _tally(key: _Key, figures: Counter[str]) -> Tally:
    school, handler, not_for = key
    return Tally(
        school=school,
        handler=handler,
        not_for=not_for,
        open=figures["open"],
        late=figures["late"],
        old=figures["old"],
        came=figures["came"],
        closed=figures["closed"],
        acks=figures["acks"],
        acks_in_time=figures["acks_in_time"],
        answers=figures["answers"],
        answers_in_time=figures["answers_in_time"],
    )


def _late(owed: Iterable[Owed], today: date) -> list[_Key]:
    """Of each open case that is late its key, once however much of it is late."""
    late = {
        each.number: (each.school, each.handler, each.not_for)
        for each in owed
        if each.target_on < today
        and each.kind in _LATE_BY
        and each.status not in AT_REST
        and not each.stopped
        and (each.kind is not DeadlineKind.ACK or each.ack.value in ACK_IS_OWED)
    }
    return list(late.values())
