"""How well staff treat the complaints of an invented school year: what is done, and how soon."""

from __future__ import annotations

from typing import NamedTuple

# Course → how many ordinary complaints go so, and what is done so many school days after receipt.
# What a word does stands in `player.py`; "+5cd" is so many calendar days after the step before.
COURSES: dict[str, tuple[int, str]] = {
    "prompt": (98, "1 take, 1 simple, 5 answer, 25 close"),
    "thorough": (60, "1 take, 2 complex, 9 update, 19 update, 22 answer, 45 close"),
    "late": (30, "2 take, 5 complex, 38 answer, 60 close"),
    "extended": (16, "1 take, 2 complex, 15 extend, 42 answer, 60 close"),
    "asked": (20, "1 take, 2 complex, 4 stop, +5cd reply, 24 answer, 45 close"),
    "asked by telephone": (5, "2 take, 2 complex, 3 stop, 8 run, 24 answer, 50 close"),
    "asked in vain": (5, "2 take, 2 complex, 3 stop, 28 answer, 50 close"),
    "promised": (16, "1 simple, 6 promise, 7 promise, 8 answer, 20 keep, 34 keep, 60 close"),
    "handed over": (10, "3 hand_over, 4 complex, 20 answer, 45 close"),
    "closed, not over": (9, "1 take, 1 simple, 4 answer, 20 close, +9cd reply, +2cd reply_back"),
    "classified, then left": (9, "2 take, 3 complex"),
    "never looked at": (7, ""),
}


class Step(NamedTuple):
    """Something done with a case so many days (school days, or calendar days) after another."""

    days: int
    calendar: bool
    word: str


def steps(course: str) -> tuple[Step, ...]:
    """The steps of a course, in order."""
    words = (each.split() for each in COURSES[course][1].split(", ") if each)
    return tuple(Step(int(when.strip("+cd")), when.endswith("cd"), word) for when, word in words)


def deck() -> list[str]:
    """A course for each ordinary complaint."""
    return [name for name, (count, _) in COURSES.items() for _ in range(count)]
