"""The provider's rate: letters wait for their turn, and nobody is alarmed."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

MINUTE = 60.0


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
        self._gone: deque[float] = deque()

    def room(self) -> int | None:
        """How many letters may go at this moment without waiting; None = no limit."""
        if not self._per_minute:
            return None
        minute_ago = self._monotonic() - MINUTE
        while self._gone and self._gone[0] <= minute_ago:
            self._gone.popleft()
        return self._per_minute - len(self._gone)

    async def take_turn(self) -> None:
        """Wait until one more letter may go, and count it. Cancelled waiting counts nothing."""
        while self.room() == 0:
            await self._sleep(max(0.0, self._gone[0] + MINUTE - self._monotonic()))
        if self._per_minute:
            self._gone.append(self._monotonic())
