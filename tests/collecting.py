"""A postman who only collects, and answers as he was told."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.post.smtp.batch import Stop

Key = TypeVar("Key")


class CollectingPostman:
    """Keeps accepted envelopes in `letters`; `outcomes` plans others, per recipient, in turn.

    With `unusable` set no letter leaves. `limit` is what `room` says.
    """

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.tried: list[Envelope] = []
        self.outcomes: dict[str, deque[Outcome]] = {}
        self.unusable: str | None = None
        self.limit: int | None = None
        self.closed = False

    def plan(self, recipient: str, *outcomes: Outcome) -> None:
        """What becomes of the next letters to this recipient."""
        self.outcomes.setdefault(recipient, deque()).extend(outcomes)

    def room(self) -> int | None:
        return self.limit

    async def deliver(self, envelope: Envelope) -> Outcome:
        if self.unusable is not None:
            return Delayed(self.unusable, unusable=self.unusable)
        self.tried.append(envelope)
        planned = self.outcomes.get(envelope.recipient)
        outcome = planned.popleft() if planned else Accepted("250 2.0.0 collected")
        if isinstance(outcome, Accepted):
            self.letters.append(envelope)
        return outcome

    async def deliver_all(
        self,
        letters: Iterable[tuple[Key, Envelope]],
        on_outcome: Callable[[Key, Outcome], object],
        *,
        stop: Stop | None = None,
        grace: float = 5.0,  # noqa: ARG002 - nothing is ever under way here
    ) -> None:
        for key, envelope in letters:
            if stop is not None and stop.is_set():
                return
            on_outcome(key, await self.deliver(envelope))

    async def check(self, sender: str | None = None) -> str | None:  # noqa: ARG002 - takes all
        return self.unusable

    async def close(self) -> None:
        self.closed = True
