"""Who acts for somebody who is away, and never somebody whom the case is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.core.absence import Absence
from bot.core.policy import Person, Policy


def acting(
    person: Person,
    absences: Sequence[Absence],
    today: date,
    policy: Policy,
    *,
    school: str = "",
    not_for: Collection[str] = (),
) -> Person | None:
    """The person, or who stands in today; None when nobody in line may have it."""
    raise NotImplementedError
