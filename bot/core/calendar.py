"""Which days count, and on which day a term ends: the day arithmetic, which explains itself.

A term starts the day after receipt and ends with its last day, 23:59:59 local. Dates are local
dates throughout: only `local_date` knows of instants, so that summer time cannot move a promise.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.core import almanac
from bot.core.almanac import Region, Year

WEEKEND = "weekend"
CLOSED = "gesloten"

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_VACATION = 366  # days; longer is a slip in a year


class Unit(StrEnum):
    """What a term is counted in."""

    CALENDAR_DAYS = "cd"
    WORKING_DAYS = "wd"  # Monday to Friday, no public holiday
    SCHOOL_DAYS = "sd"  # working days outside vacations and closed days
    WEEKS = "w"
    MONTHS = "mo"  # calendar months, clamped to the end of the month


_TERM = re.compile(r"(\d{1,4})(cd|wd|sd|w|mo)", re.ASCII)
_TERM_HELP = (
    "write a whole number (at most 9999) and a unit, like 45cd (calendar days), 3wd (working days),"
    " 10sd (school days), 6w (weeks) or 24mo (months)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as agreed, "45cd". Zero ends on the day of receipt itself."""

    n: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read a term.

        Raises:
            ValueError: this is no term; the text says what is.
        """
        found = _TERM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"'{text}' is no term: {_TERM_HELP}")
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.n}{self.unit}"


class Roll(StrEnum):
    """What happens when a term ends on a Saturday, a Sunday or a public holiday."""

    NONE = "none"  # the date stands
    NEXT = "next"  # it moves to the next working day (Algemene termijnenwet art. 1)


class Vacation(StrEnum):
    """Whether terms in calendar days and weeks run on while the school is in vacation."""

    RUN = "run"
    PAUSE_SUMMER = "pause_summer"  # vacations of more than 30 days do not count
    PAUSE_ALL = "pause_all"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which a term did not run or could not end, and why, in Dutch."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a term ends, and how that came about.

    `due_on` is the promised date, `target_on` the last working day not after it but after receipt
    (else `due_on`). `skipped` are the days between receipt and `due_on` that did not count, oldest
    first, with those it was rolled over. `rolled_from` is where it ended before it was rolled.
    """

    received_on: date
    due_on: date
    target_on: date
    skipped: tuple[Skipped, ...] = ()
    rolled_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of one school: its region's holidays, and its own days off.

    Make one with `Calendar.of`. It reads a year when it is first asked for and remembers it.
    """

    region: Region
    closed_days: frozenset[date]
    vacations: tuple[tuple[str, date, date], ...]
    extra_holidays: frozenset[date]
    _years: dict[int, Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        region: str,
        *,
        closed_days: Iterable[date] = (),
        vacations: Iterable[tuple[str, date, date]] = (),
        extra_holidays: Iterable[date] = (),
    ) -> Calendar:
        """The calendar of a region ("BE-Flemish", "NL-Noord", …) and what a school adds to it.

        `closed_days` are no school days, `vacations` (name, first day, last day) likewise and may
        stop terms, `extra_holidays` are no working days either.

        Raises:
            ValueError: no such region; a vacation without a name, that ends before it starts, or
                that lasts longer than a year.
        """
        own = tuple(vacations)
        for name, first, last in own:
            if not name.strip():
                raise ValueError(f"the vacation from {first} to {last} has no name")
            if not 0 <= (last - first).days < _LONGEST_VACATION:
                raise ValueError(f"vacation '{name}' cannot last from {first} to {last}")
        return cls(
            region=almanac.get_region(region),
            closed_days=frozenset(closed_days),
            vacations=own,
            extra_holidays=frozenset(extra_holidays),
        )

    @property
    def calendar_until(self) -> date:
        """The last day for which the school holidays are known, by rule or from the school."""
        return max([almanac.known_until(self.region), *(last for _, _, last in self.vacations)])

    def covers(self, day: date) -> bool:
        """Whether the school holidays of this day are known; where not, none are assumed."""
        return day <= self.calendar_until

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and no public holiday."""
        return self._day_off(day) is None

    def is_school_day(self, day: date) -> bool:
        """A working day outside the vacations on which the school is open."""
        return self.name_of(day) is None

    def name_of(self, day: date) -> str | None:
        """Why a day is no school day, in Dutch ("Kerstmis", "herfstvakantie", …); else None."""
        year = self._year(day.year)
        name = year.holidays.get(day) or year.vacations.get(day)
        if name is None and day in self.closed_days:
            name = CLOSED
        return name or (WEEKEND if day.weekday() >= _SATURDAY else None)

    def next_school_day(self, day: date) -> date:
        """The first school day after this one."""
        day += _DAY
        while not self.is_school_day(day):
            day += _DAY
        return day

    def closed_until(self, today: date) -> date | None:
        """The last day of the vacation that today lies in; None outside vacations."""
        return self._year(today.year).last_days.get(today)

    def due(
        self,
        received_on: date,
        term: Term,
        *,
        roll: Roll = Roll.NONE,
        vacation: Vacation = Vacation.RUN,
    ) -> Due:
        """When a term ends that started with something received on this local date.

        `vacation` concerns terms in calendar days and weeks only: school days skip vacations by
        themselves, working days and months never do.

        Raises:
            ValueError: the term ends after the year 9999.
        """
        try:
            ends_on, skipped = self._count(received_on, term, vacation)
            due_on = ends_on
            while roll is Roll.NEXT and (reason := self._day_off(due_on)):
                skipped.append(Skipped(due_on, reason))
                due_on += _DAY
        except OverflowError as error:
            raise ValueError(
                f"{term} after {received_on} lies beyond the year {MAXYEAR}"
            ) from error
        return Due(
            received_on=received_on,
            due_on=due_on,
            target_on=self._target(received_on, due_on),
            skipped=tuple(skipped),
            rolled_from=None if due_on == ends_on else ends_on,
        )

    def _count(
        self, received_on: date, term: Term, vacation: Vacation
    ) -> tuple[date, list[Skipped]]:
        if term.unit is Unit.MONTHS:
            return _add_months(received_on, term.n), []
        left = term.n * 7 if term.unit is Unit.WEEKS else term.n
        why_not: Callable[[date], str | None]
        if term.unit is Unit.WORKING_DAYS:
            why_not = self._day_off
        elif term.unit is Unit.SCHOOL_DAYS:
            why_not = self.name_of
        elif vacation is Vacation.PAUSE_ALL:
            why_not = self._vacation_name
        elif vacation is Vacation.PAUSE_SUMMER:
            why_not = self._summer_name
        else:
            return received_on + timedelta(days=left), []
        day, skipped = received_on, []
        while left:
            day += _DAY
            if reason := why_not(day):
                skipped.append(Skipped(day, reason))
            else:
                left -= 1
        return day, skipped

    def _target(self, received_on: date, due_on: date) -> date:
        day = due_on
        while day > received_on:
            if self.is_working_day(day):
                return day
            day -= _DAY
        return due_on

    def _day_off(self, day: date) -> str | None:
        """Why a day is no working day."""
        name = self._year(day.year).holidays.get(day)
        return name or (WEEKEND if day.weekday() >= _SATURDAY else None)

    def _vacation_name(self, day: date) -> str | None:
        return self._year(day.year).vacations.get(day)

    def _summer_name(self, day: date) -> str | None:
        year = self._year(day.year)
        return year.vacations[day] if day in year.summer else None

    def _year(self, number: int) -> Year:
        year = self._years.get(number)
        if year is None:
            year = self._years[number] = almanac.read_year(
                number, self.region, vacations=self.vacations, extra_holidays=self.extra_holidays
            )
        return year


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The date on the wall at an instant.

    Raises:
        ValueError: the instant does not say how far it is from UTC.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no offset from UTC")
    return instant.astimezone(zone).date()


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > MAXYEAR:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
