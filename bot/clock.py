"""The only place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        ...


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """This instant, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251  # the one place


def monotonic() -> float:
    """Seconds on a clock that never goes back; for waiting and measuring only."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Waits; only where no event can be waited for."""
    time.sleep(seconds)
