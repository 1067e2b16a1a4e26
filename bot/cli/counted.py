"""How a day was counted, in Dutch sentences that stand up before a parent's lawyer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.core.calendar import Due, Skipped, Term, Unit

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_UNITS = {
    Unit.CALENDAR_DAYS: ("kalenderdag", "kalenderdagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.SCHOOL_DAYS: ("schooldag", "schooldagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
}
# What each unit counts: the words a rule is argued with.
_COUNTS = {
    Unit.CALENDAR_DAYS: "elke dag telt mee",
    Unit.WORKING_DAYS: "maandag tot vrijdag, geen feestdagen",
    Unit.SCHOOL_DAYS: "werkdagen waarop de school open is",
    Unit.WEEKS: "elke dag telt mee",
    Unit.MONTHS: "tot dezelfde dag van de maand, of de laatste als die er niet is",
}


def spoken(day: date) -> str:
    """A day in full: "dinsdag 8 december 2026"."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def length(term: Term) -> str:
    """A term in words, with what it counts."""
    one, several = _UNITS[term.unit]
    return f"{term.n} {one if term.n == 1 else several} ({_COUNTS[term.unit]})"


def ending(due: Due) -> Iterator[tuple[str, str]]:
    """When a term ends, as label and words."""
    yield "uiterlijk", f"{spoken(due.due_on)}, tot het einde van die dag (23.59 uur)"
    if due.rolled_from:
        reason = next(day.reason for day in due.skipped if day.date == due.rolled_from)
        yield "", f"verschoven van {spoken(due.rolled_from)}: {reason}"
    same = "dezelfde dag" if due.target_on == due.due_on else "de laatste werkdag daarvoor"
    yield "streefdatum", f"{spoken(due.target_on)}, {same}"


def not_counted(skipped: Sequence[Skipped]) -> Iterator[str]:
    """The days that did not count, each run of one reason on a line."""
    n = len(skipped)
    yield f"{n} dag telde niet mee:" if n == 1 else f"{n} dagen telden niet mee:"
    for (_, reason), days in groupby(enumerate(skipped), key=_run):
        dates = [day.date for _, day in days]
        span = _short(dates[0]) if len(dates) == 1 else f"{_short(dates[0])} - {_short(dates[-1])}"
        yield f"  {span:<29}  {reason}"


def _run(numbered: tuple[int, Skipped]) -> tuple[int, str]:
    n, day = numbered
    return day.date.toordinal() - n, day.reason


def _short(day: date) -> str:
    return f"{_DAYS[day.weekday()][:2]} {day.isoformat()}"
