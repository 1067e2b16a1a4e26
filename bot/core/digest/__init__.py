"""Tells how all cases stand: each person's overview of the day, the week or the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.core.correspondence import to_staff
from bot.core.decision import Decision, Send
from bot.core.digest.daily import Told, daily
from bot.core.digest.monthly import monthly
from bot.core.digest.timetable import key_of
from bot.core.digest.weekly import weekly
from bot.core.facts import Facts
from bot.core.happening import Overview, OverviewDue
from bot.core.letter import LetterName
from bot.core.parties import find_person
from bot.core.policy import Person, Policy

_OVERVIEWS: Mapping[Overview, tuple[LetterName, Callable[[Person, Facts, Policy], Told | None]]] = {
    Overview.DAILY: (LetterName.DAILY_DIGEST, daily),
    Overview.WEEKLY: (LetterName.WEEKLY_DIRECTOR, weekly),
    Overview.MONTHLY: (LetterName.BOARD_MONTHLY, monthly),
}


def on_overview(happening: OverviewDue, facts: Facts, policy: Policy) -> Decision:
    """The overview of one person; no letter when there is nothing to tell.

    The decision has its key all the same: the question is asked once a morning.
    """
    name, telling = _OVERVIEWS[happening.overview]
    reader = find_person(policy, happening.person)
    told = telling(reader, facts, policy) if reader and facts.desk else None
    decision = Decision(
        event=f"overview_{happening.overview.value}",
        reason="nothing to tell",
        key=key_of(happening, facts.now.astimezone(policy.zone)),
    )
    if reader is None or told is None:
        return decision
    order = to_staff(name, reader, told.values, policy, case_number=None)
    return Decision(
        event=decision.event,
        reason="how the cases stand",
        effects=(Send(order, "its morning came"),),
        key=decision.key,
        lists=told.lists,
    )
