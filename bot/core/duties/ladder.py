"""The reminder ladder: on which days who is reminded of a duty, and who after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain, count

from bot.core.calendar import Calendar, Term, Unit
from bot.core.case import Deadline, DeadlineKind


class Circle(StrEnum):
    """Who stands around a case, from near to far."""

    HANDLER = "handler"  # or who owes the duty
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    BOARD = "board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A rung of the ladder on its day: who is told then, and whether the duty is late by then."""

    stage: str
    on: date
    circles: tuple[Circle, ...]
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Working days from the target day → who is told then; `again` follows the last for ever.

    A rung before the target day lies on a school day, so that it is read (`waits` undoes that).
    From `late_from` on it is told as being late. `whole_day` counts from the promised day instead:
    a complainant has until its end. A rung with nobody on it is for the bot alone, which then asks
    or closes by itself; with `on_school_days` it waits for a day on which a school writes.
    """

    rungs: Mapping[int, tuple[Circle, ...]]
    again: tuple[Circle, ...] | None = None
    moves: bool = True
    late_from: int = 1
    whole_day: bool = False
    on_school_days: bool = False


_H, _C, _D, _B = Circle.HANDLER, Circle.COORDINATOR, Circle.DIRECTOR, Circle.BOARD
_DAY = timedelta(days=1)
_AGAIN_EVERY = 10  # working days
_FEW_DAYS, _SOME_DAYS = 5, 10

_OVER_TEN, _SIX_TO_TEN, _UP_TO_FIVE = "over 10", "6 to 10", "up to 5"

# The length of a term in its own days → working days around the target day → who is told.
LADDERS: Mapping[str, Ladder] = {
    _OVER_TEN: Ladder(
        rungs={-5: (_H,), -2: (_H, _C), 0: (_H, _D), 1: (_D,), 5: (_B, _D)}, again=(_B,)
    ),
    _SIX_TO_TEN: Ladder(
        rungs={-2: (_H, _C), 0: (_H, _D), 1: (_D,), 5: (_B, _D)}, again=(_B,)
    ),
    _UP_TO_FIVE: Ladder(
        rungs={-1: (_H, _C), 0: (_H, _D), 1: (_D,), 3: (_B, _D)}, again=(_B,)
    ),
}  # fmt: skip

# A complainant who knows nothing yet is worse than a late answer: these rungs wait for nobody.
_ACKNOWLEDGMENT = Ladder(
    rungs={-2: (_C, _D), 1: (_B, _D)}, again=(_B,), moves=False, late_from=-2
)  # fmt: skip
_ONCE = Ladder(rungs={0: (_H,)})
_WHEN_IT_PASSED = Ladder(rungs={1: (_H,)}, late_from=2, whole_day=True)
_NONE = Ladder(rungs={})
# The bot acts on these by itself, and reminds nobody of them.
_ASKS = Ladder(rungs={0: ()}, again=(), whole_day=True, on_school_days=True)
_PASSES = Ladder(rungs={1: ()}, again=(), whole_day=True)

# Whose duty it is decides: only staff climb. What is not listed here climbs by its length.
_BY_KIND: Mapping[DeadlineKind, Ladder] = {
    DeadlineKind.ACK: _ACKNOWLEDGMENT,
    # These come back by themselves, or only ask the handler to look or to decide.
    DeadlineKind.STATUS: _ONCE,
    DeadlineKind.MEDIATION_STATUS: _ONCE,
    DeadlineKind.EXTERNAL_CHECK: _ONCE,
    DeadlineKind.TALK_REPLY: _ONCE,
    DeadlineKind.INFORMAL: _ONCE,
    DeadlineKind.CLARIFY_REPLY: _WHEN_IT_PASSED,
    DeadlineKind.REVIEW: _PASSES,
    DeadlineKind.SATISFACTION: _ASKS,
    DeadlineKind.SURVEY_REPLY: replace(_PASSES, on_school_days=True),
    # Complainants are not reminded by this ladder.
    DeadlineKind.MEDIATION_REPLY: _NONE,
    DeadlineKind.RETENTION: _NONE,
}


def due_rung(deadline: Deadline, today: date, calendar: Calendar) -> Rung | None:
    """The highest rung that the duty has come to by today and that nobody was told of yet.

    None on days on which nobody works: what was missed is told on the next working day.
    """
    if deadline.met_at is not None or not _is_open(today, ladder_of(deadline), calendar):
        return None
    highest = None
    for rung in rungs_of(deadline, calendar):
        if rung.on > today:
            break
        highest = rung
    if highest is None or _height(highest.stage) <= _reached(deadline):
        return None
    return highest


def next_on(deadline: Deadline, calendar: Calendar) -> date | None:
    """The day of the first rung above the stage that the duty reached; None: there is none."""
    if deadline.met_at is not None:
        return None
    reached = _reached(deadline)
    above = (rung.on for rung in rungs_of(deadline, calendar) if _height(rung.stage) > reached)
    return next(above, None)


def rungs_of(deadline: Deadline, calendar: Calendar) -> Iterator[Rung]:
    """All rungs of a duty in order, those already reached too; without end where one comes again.

    Of several on one day only the highest is there. None lies on or before the day it started. A
    complainant is asked again on the lowest rung, which is gone once it was reached.
    """
    waiting: Rung | None = None
    for rung in _each_rung(deadline, calendar):
        if waiting is not None and waiting.on < rung.on:
            yield waiting
        waiting = rung
    if waiting is not None:
        yield waiting


def ladder_of(deadline: Deadline) -> Ladder:
    """The ladder that a duty climbs, by its kind or by the number in its term."""
    by_kind = _BY_KIND.get(deadline.kind)
    if by_kind is not None:
        return by_kind
    term = Term.parse(deadline.rule)
    if term.unit in (Unit.WEEKS, Unit.MONTHS) or term.n > _SOME_DAYS:
        return LADDERS[_OVER_TEN]
    return LADDERS[_SIX_TO_TEN if term.n > _FEW_DAYS else _UP_TO_FIVE]


def working_days_between(one: date, other: date, calendar: Calendar) -> int:
    """How many working days lie after the earlier of two days, up to and including the later."""
    first, last = sorted((one, other))
    days = (first + n * _DAY for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def _each_rung(deadline: Deadline, calendar: Calendar) -> Iterator[Rung]:
    ladder = ladder_of(deadline)
    top = max(ladder.rungs, default=0)
    circles_again = ladder.again or ()
    again = ((top + n * _AGAIN_EVERY, circles_again) for n in count(1))
    # Whoever moved the day knew the new one: of what lay before that nobody is reminded.
    known_on = max((deadline.start_on, *(moved.on for moved in deadline.moved)))
    origin = deadline.due_on if ladder.whole_day else deadline.target_on
    walked, day = 0, origin
    if deadline.again_on is not None and deadline.stage is None:
        on = _open_day_from(deadline.again_on, ladder, calendar)
        if deadline.start_on < on <= origin:
            before = working_days_between(on, origin, calendar)
            yield Rung(stage=_name(-before), on=on, circles=(), late=False)
    for wd, circles in chain(ladder.rungs.items(), again if ladder.again is not None else ()):
        if wd < 0:
            on = _working_day_before(origin, -wd, calendar)
            on = _read_on(on, known_on, calendar) if ladder.moves else on
        elif wd == 0:
            on = _open_day_from(origin, ladder, calendar)
        else:
            while walked < wd:
                day = _open_day_from(day + _DAY, ladder, calendar)
                walked += 1
            on = day
        if on > (known_on if wd < 0 else deadline.start_on):
            yield Rung(stage=_name(wd), on=on, circles=circles, late=wd >= ladder.late_from)


def _is_open(day: date, ladder: Ladder, calendar: Calendar) -> bool:
    """Whether anything may leave on this day."""
    if ladder.on_school_days:
        return calendar.is_school_day(day)
    return calendar.is_working_day(day)


def _open_day_from(day: date, ladder: Ladder, calendar: Calendar) -> date:
    in_vacation = False
    while not _is_open(day, ladder, calendar):
        in_vacation |= calendar.closed_until(day) is not None
        day += _DAY
    # The first school day after a vacation is nobody's day for questions.
    waits = in_vacation and ladder.on_school_days
    return calendar.next_school_day(day) if waits else day


def _working_day_before(day: date, n: int, calendar: Calendar) -> date:
    while n:
        day -= _DAY
        n -= calendar.is_working_day(day)
    return day


def _read_on(day: date, known_on: date, calendar: Calendar) -> date:
    """The last school day not after this day; `known_on` where none lies after that."""
    while day > known_on and not calendar.is_school_day(day):
        day -= _DAY
    return day


def _name(wd: int) -> str:
    return f"T{wd:+d}wd" if wd else "T"


def _height(stage: str) -> int:
    """Where a stage stands on its ladder: "T-5wd" is -5, "T" is 0."""
    return int(stage.removeprefix("T").removesuffix("wd") or 0)


def _reached(deadline: Deadline) -> float:
    return float("-inf") if deadline.stage is None else _height(deadline.stage)
