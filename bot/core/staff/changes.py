"""What is different in a letter since it was shown: days that moved on, or the case itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.core.acting import Acting
from bot.core.calendar import local_date
from bot.core.clause import in_language
from bot.core.draft import Draft
from bot.core.duties.refusal import NotPossible
from bot.core.letter import LetterOrder, Value
from bot.core.parents.orders import order_of
from bot.core.policy import Person
from bot.core.staff.words_of_letters import DAYS, Changed, tell


def changes_since(drawn: Acting, draft: Draft, now: LetterOrder, reader: Person) -> list[str]:
    """What the letter of today says otherwise than the one that was shown, a sentence each."""
    shown_on = local_date(draft.asked_at, drawn.policy.zone)
    try:
        then = order_of(draft.letter, replace(drawn, facts=replace(drawn.facts, today=shown_on)))
    except NotPossible:
        return [tell(Changed.CASE, reader)]
    moved = list(_moved(then.values, now.values, reader))
    return moved or [tell(Changed.CASE, reader)]


def _moved(then: Mapping[str, Value], now: Mapping[str, Value], reader: Person) -> Iterator[str]:
    for name, clause in DAYS.items():
        day = now.get(name)
        if isinstance(day, date) and day != then.get(name):
            which = in_language(clause, reader)
            yield tell(Changed.DAY, reader, which=which, day=f"{day:%d-%m-%Y}")
