"""The reminder ladder: on which days who is reminded of a duty, and who after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.calendar import Calendar
from bot.core.case import Deadline


class Circle(StrEnum):
    """Who stands around a case, from near to far."""

    HANDLER = "handler"  # or who owes the duty
    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    BOARD = "board"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rung of the ladder on its day: who is told then, and whether the duty is late by then."""

    stage: str
    on: date
    circles: tuple[Circle, ...]
    late: bool


def due_step(deadline: Deadline, today: date, calendar: Calendar) -> Step | None:
    """The highest rung that the duty has come to by today and that nobody was told of yet."""
    raise NotImplementedError


def next_on(deadline: Deadline, calendar: Calendar) -> date | None:
    """The day of the first rung above the stage that the duty reached; None: there is none."""
    raise NotImplementedError
