"""Writes on the real ledger in a test, without an office."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.case import Case, Deadline
from bot.core.decision import Effect, Owe, Save
from bot.store.database import Database
from bot.store.ledger import About, Ledger
from tests.builders import NOON, paperwork

NUMBERING = "K-{year}-{n:04d}"
NOBODY = About()


def write(
    database: Database,
    *effects: Effect,
    at: datetime = NOON,
    about: About = NOBODY,
    event: str = "noted",
    key: str | None = None,
) -> None:
    """One decision with these effects on a page of its own."""
    with Ledger(database).open_page() as page:
        page.record(paperwork(*effects, event=event, key=key), at=at, about=about)


def open_case(database: Database, case: Case, *deadlines: Deadline, at: datetime = NOON) -> str:
    """Puts a case on the register under the next number, which is given back."""
    year = case.received_on.year
    with Ledger(database).open_page() as page:
        number = page.next_number(NUMBERING, year)
        case = replace(case, number=number)
        owed = (Owe(number, deadline) for deadline in deadlines)
        work = paperwork(Save(case), *owed, event="case_opened", case_number=number)
        page.record(work, at=at, about=NOBODY)
    return number


def deadlines_of(database: Database, number: str) -> tuple[Deadline, ...]:
    """What a case owes, as the core gets it."""
    with Ledger(database).glance() as look:
        case = look.case(number)
    assert case is not None
    return case.deadlines
