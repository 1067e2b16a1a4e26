"""Tells how all cases stand: each person's overview of the day, the week or the month."""

from __future__ import annotations

from bot.core.decision import Decision
from bot.core.facts import Facts
from bot.core.happening import OverviewDue
from bot.core.policy import Policy


def on_overview(happening: OverviewDue, facts: Facts, policy: Policy) -> Decision:
    """The overview of one person; no letter when there is nothing to tell."""
    raise NotImplementedError
