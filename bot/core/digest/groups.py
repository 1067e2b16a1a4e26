"""Where each duty stands in an overview: first who knows nothing yet, then what is due, by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from bot.core.case import DeadlineKind
from bot.core.clause import Clause
from bot.core.digest.duty_lines import is_leaving, knows_nothing
from bot.core.digest.saying import Voice
from bot.core.digest.whose import Share
from bot.core.duties.moving import STOPS
from bot.core.duties.words import WAITED_FOR
from bot.core.facts import Facts
from bot.core.policy import Person, Policy

_DAY = timedelta(days=1)
_SUNDAY = 6
_WEEK = 7
# From how many working days before its day a duty is told: a long term sooner than a short one.
_AHEAD, _AHEAD_OF_LONG = 5, 10
_LONG = 20  # days from start to promise


class Group(IntEnum):
    """The parts of an overview, in the order in which they are read."""

    UNTOLD = 1
    LATE = 2
    TODAY = 3
    NEXT = 4
    WEEK = 5
    LATER = 6
    WAITING = 7
    PROMISED = 8


_TITLES: Mapping[Group, Clause] = {
    Group.UNTOLD: Clause(
        "Eerst dit: iemand weet nog van niets", "First this: somebody knows nothing yet"
    ),
    Group.LATE: Clause("Te laat", "Late"),
    Group.TODAY: Clause("Vandaag", "Today"),
    Group.NEXT: Clause("{first} en {second}", "{first} and {second}"),
    Group.WEEK: Clause("Deze week", "This week"),
    Group.LATER: Clause("Daarna", "After that"),
    Group.WAITING: Clause("Wacht op een ander", "Waiting for others"),
    Group.PROMISED: Clause("Beloofd", "Promised"),
}
_TOMORROW = Clause("Morgen", "Tomorrow")


class Placed(NamedTuple):
    """A duty in its part of the overview. `new`: its case came since the last one.

    `times`: so many of its kind are late in this case, and this line stands for all of them.
    """

    group: Group
    share: Share
    new: bool = False
    times: int = 1


@dataclass(frozen=True, slots=True)
class Days:
    """The days around today that an overview speaks of, each found once, and whose words say it."""

    facts: Facts
    policy: Policy
    reader: Person
    following: tuple[date, date]
    sunday: date
    _told_from: dict[tuple[date, int], date] = field(default_factory=dict)

    @classmethod
    def around(cls, reader: Person, facts: Facts, policy: Policy) -> Days:
        """The days as this reader sees them from today."""
        first = _next_working_day(facts.today, policy)
        today = facts.today
        return cls(
            facts=facts,
            policy=policy,
            reader=reader,
            following=(first, _next_working_day(first, policy)),
            sunday=today + (_SUNDAY - today.weekday()) * _DAY,
        )

    def told_from(self, target_on: date, start_on: date) -> date:
        """The day from which a duty is told: a school day, so that it is read before a vacation."""
        ahead = _AHEAD_OF_LONG if (target_on - start_on).days > _LONG else _AHEAD
        key = (target_on, ahead)
        found = self._told_from.get(key)
        if found is None:
            found = self._told_from[key] = self._school_day_before(target_on, ahead)
        return found

    def _school_day_before(self, day: date, working_days: int) -> date:
        calendar = self.policy.calendar
        while working_days:
            day -= _DAY
            working_days -= calendar.is_working_day(day)
        while day > self.facts.today and not calendar.is_school_day(day):
            day -= _DAY
        return day

    @property
    def voice(self) -> Voice:
        """Who speaks to this reader today."""
        return Voice(self.reader.language, self.facts.today)

    def titles(self) -> Mapping[Group, str]:
        """What stands above each part this morning."""
        first, second = self.following
        voice = self.voice
        near = (second - self.facts.today).days < _WEEK
        named = voice.weekday if near else voice.near_day
        tomorrow = first == self.facts.today + _DAY
        begins = voice.said(_TOMORROW) if tomorrow else named(first)
        days = {"first": f"{begins[:1].upper()}{begins[1:]}", "second": named(second)}
        return {group: voice.said(title, **days) for group, title in _TITLES.items()}


def placed(shares: Iterable[Share], days: Days) -> tuple[list[Placed], int]:
    """The duties in their parts, in order, and how many of them lie further ahead.

    Of a case that came since the last overview the first duty is told, however far ahead it lies.
    """
    since = days.facts.desk.since if days.facts.desk else None
    shown: list[Placed] = []
    ahead: list[Share] = []
    for share in shares:
        group = _group_of(share, days)
        if group is None:
            ahead.append(share)
        else:
            shown.append(Placed(group, share))
    told = {one.share.row.number for one in shown}
    further = 0
    for share in sorted(ahead, key=_by_day):
        row = share.row
        if _is_new(row.opened_at, since) and row.number not in told:
            told.add(row.number)
            shown.append(Placed(Group.LATER, share))
        else:
            further += 1
    shown.sort(key=lambda one: (one.group, *_by_day(one.share)))
    shown, folded = _folded(shown)
    seen: set[str] = set()
    for at, one in enumerate(shown):
        row = one.share.row
        shown[at] = one._replace(new=_is_new(row.opened_at, since) and row.number not in seen)
        seen.add(row.number)
    return shown, further + folded


def _folded(shown: list[Placed]) -> tuple[list[Placed], int]:
    """Of news that a complainant waits for again and again one line, and how many lie ahead.

    Once told, all that was late is told: the line says how often it was not.
    """
    kept: list[Placed] = []
    first: dict[str, int] = {}
    ahead = 0
    for one in shown:
        number = one.share.row.number
        if one.share.row.kind is not DeadlineKind.STATUS or number not in first:
            if one.share.row.kind is DeadlineKind.STATUS:
                first[number] = len(kept)
            kept.append(one)
        elif one.group is Group.LATE:
            before = kept[first[number]]
            kept[first[number]] = before._replace(times=before.times + 1)
        else:
            ahead += 1
    return kept, ahead


def day_of(share: Share) -> date:
    """The day that counts: staff see their last working day, others have till its promised end."""
    row = share.row
    return row.due_on if row.kind in WAITED_FOR else row.target_on


def _group_of(share: Share, days: Days) -> Group | None:
    row, facts = share.row, days.facts
    if knows_nothing(row, facts):
        return Group.UNTOLD
    if share.waits or is_leaving(row, facts):
        return Group.WAITING
    if row.kind in WAITED_FOR:
        return Group.TODAY if row.due_on < facts.today else Group.WAITING
    if row.stopped and row.kind in STOPS:
        return None  # its day moves once the complainant has answered
    return _by_its_day(share, days)


def _by_its_day(share: Share, days: Days) -> Group | None:
    row, today = share.row, days.facts.today
    day = day_of(share)
    if day < today:
        return Group.LATE
    if day == today:
        return Group.TODAY
    if day <= days.following[1]:
        return Group.NEXT
    if row.kind is DeadlineKind.MEASURE:
        return Group.PROMISED
    if day <= days.sunday:
        return Group.WEEK
    return Group.LATER if days.told_from(row.target_on, row.start_on) <= today else None


def _by_day(share: Share) -> tuple[date, str, str, int]:
    row = share.row
    return day_of(share), row.number, row.kind.value, row.n


def _is_new(opened_at: datetime, since: datetime | None) -> bool:
    return since is not None and opened_at > since


def _next_working_day(day: date, policy: Policy) -> date:
    day += _DAY
    while not policy.calendar.is_working_day(day):
        day += _DAY
    return day
