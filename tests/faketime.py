"""Another time of day for one program: libfaketime, loaded into that process alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

# Debian keeps it in the folder of the machine's architecture.
LIBRARY = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


def clock_at(instant: datetime) -> dict[str, str]:
    """The environment of a program whose clock stands at this instant at its start and goes on.

    It goes on, and the monotonic clock is the real one: asyncio hangs on a clock that stands still.
    """
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME": f"@{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # Times of files stay real: Python would take all its compiled code for stale.
        "NO_FAKE_STAT": "1",
        "TZ": "UTC",
    }
