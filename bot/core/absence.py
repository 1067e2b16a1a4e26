"""Who is away: said by the person, or seen from an out-of-office answer to a letter of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A person (id) is away from `first` up to and including `last`, local dates.

    `deputy` is who was named for this time; else the one of people.toml stands in. `declared` is
    false when nobody said so and only an automatic answer told it.
    """

    person: str
    first: date
    last: date
    deputy: str | None = None
    declared: bool = True

    def covers(self, day: date) -> bool:
        """Whether the person is away on this day."""
        return self.first <= day <= self.last
