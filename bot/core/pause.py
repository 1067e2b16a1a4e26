"""A pause: a time in which automatic letters to outsiders wait. Data alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Automatic letters to outsiders wait till `until`, by order of a person (an id).

    Instants are aware UTC. `id` is its row, 0 for one that is about to begin. It is over when its
    instant has come, also while nobody has noted that yet.
    """

    by: str
    began_at: datetime
    until: datetime
    id: int = 0

    def lasts(self, now: datetime) -> bool:
        """Whether letters still wait because of it."""
        return now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """How many letters wait because of a pause, how many of them acknowledge a mail.

    `late` counts the acknowledgments that wait for four hours or longer.
    """

    letters: int = 0
    acks: int = 0
    late: int = 0
