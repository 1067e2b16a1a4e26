"""On which mornings who gets which overview."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core.absence import Absence
from bot.core.happening import OverviewDue
from bot.core.policy import Policy


def overviews_at(
    local_now: datetime,
    policy: Policy,
    absences: Sequence[Absence],
    *,
    ack_soon: Collection[str] = (),
) -> tuple[OverviewDue, ...]:
    """The overviews that are due at this local moment, sent already or not.

    `ack_soon` are the schools in which an acknowledgment is owed within five days.
    """
    raise NotImplementedError


def key_of(due: OverviewDue, local_now: datetime) -> str:
    """The key under which the audit trail knows that this overview was made."""
    return f"overview:{due.overview.value}:{due.person}:{local_now:%Y-%m-%d}"
