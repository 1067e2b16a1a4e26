"""Duties of a case came to a rung: one letter to each person who is told, however many duties."""

from __future__ import annotations

from bot.core.decision import Decision
from bot.core.facts import Facts
from bot.core.policy import Policy


def on_duties_due(facts: Facts, policy: Policy) -> Decision:
    """Reminders and overdue letters of one case for today, each rung exactly once."""
    raise NotImplementedError
