"""The provider's rate: letters wait for their turn, and nobody is alarmed."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

MINUTE = 60.0
_MOMENT = 0.001


class Pace:
    """Lets at most `per_minute` letters go in any sixty seconds; 0 = as many as there are.

    A sliding window and not a bucket: providers count what came in the last minute, so saved-up
    turns would be refused. `monotonic` tells seconds, `sleep` waits them.
    """

    def __init__(
        self,
        per_minute: int,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._per_minute = per_minute
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at: deque[float] = deque()  # when each turn taken may be taken again

    def room(self) -> int | None:
        """How many letters may go at this moment without waiting; None = no limit."""
        if not self._per_minute:
            return None
        now = self._monotonic()
        while self._free_at and self._free_at[0] <= now:
            self._free_at.popleft()
        return self._per_minute - len(self._free_at)

    async def take_turn(self) -> None:
        """Wait until one more letter may go, and count it. Cancelled waiting counts nothing."""
        while self.room() == 0:
            # Never less than a moment: a rounded-off remainder must not keep us spinning.
            await self._sleep(max(_MOMENT, self._free_at[0] - self._monotonic()))
        if self._per_minute:
            self._free_at.append(self._monotonic() + MINUTE)
