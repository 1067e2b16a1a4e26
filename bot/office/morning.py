"""What is due, and what all of it has in common: asked once, however many cases and readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice, takewhile
from typing import NamedTuple

from bot.core.absence import Absence
from bot.core.calendar import Calendar, local_date
from bot.core.desk import Desk
from bot.core.happening import AttentionItem, Happening, Overview
from bot.core.policy import Person, Policy
from bot.core.telling import told_today
from bot.store.lookup import Lookup

_HORIZON = 16  # school days that overviews look ahead: over a vacation of which they warn


class Due(NamedTuple):
    """Something that is due, and the case it is about."""

    happening: Happening
    case_number: str | None = None


class Known(NamedTuple):
    """What all that is due at one moment has in common."""

    absences: tuple[Absence, ...] = ()
    desk: Desk | None = None


def known_of(look: Lookup, policy: Policy, now: datetime) -> Known:
    """What all that is due now has in common, but for the desk that overviews tell of."""
    return Known(look.absences(local_date(now, policy.zone)))


def matters_today(look: Lookup, policy: Policy, now: datetime) -> list[AttentionItem]:
    """The matters that nobody was told of, each with who is told of it today as its reader."""
    items = look.untold()
    if not items:
        return []
    today = local_date(now, policy.zone)
    absences = look.absences(today)
    spoken_of = look.spoken_of({item.case_number for item in items if item.case_number})

    def reader(item: AttentionItem) -> Person:
        not_for = spoken_of.get(item.case_number or "", ())
        return told_today(item, absences, today, policy, not_for=not_for)

    return [replace(item, reader=reader(item).id) for item in items]


def desk_of(look: Lookup, kind: Overview, policy: Policy, now: datetime) -> Desk:
    """All that overviews of this kind tell this morning, whoever reads them."""
    local, calendar = now.astimezone(policy.zone), policy.calendar
    # Of this morning's some may be made already: what is new is new since the morning before.
    midnight = datetime.combine(local.date(), time(), policy.zone)
    last = look.last_entry(f"overview_{kind.value}", before=midnight)
    since = last.at if last else None
    *_, horizon_on = islice(_school_days_after(local.date(), calendar), _HORIZON)
    desk = look.desk(since, horizon_on, now, policy.zone)
    if since is None or kind is not Overview.DAILY:
        return desk
    later = _school_days_after(local_date(since, policy.zone), calendar)
    return replace(desk, missed=tuple(takewhile(lambda day: day < local.date(), later)))


def _school_days_after(day: date, calendar: Calendar) -> Iterator[date]:
    while True:
        day = calendar.next_school_day(day)
        yield day
