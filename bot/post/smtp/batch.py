"""The letters of one delivery, shared out among the connections."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome
from bot.post.smtp.trouble import Trouble

Key = TypeVar("Key")

# A server that breaks off twice running is restarting or chokes on everything: what comes after
# would only become uncertain too, and each uncertain letter costs a person's time.
BREAKS = 2


class Stop(Protocol):
    """A `threading.Event` or `asyncio.Event` that is set when no new letter may start."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


class Batch(Generic[Key]):
    """Hands out letters one by one until they are gone, it is stopped, or there is no point.

    `on_outcome` is told of each letter once. `accepted` says whether any letter was; `unusable` is
    the first reason that concerned every letter.
    """

    def __init__(
        self,
        letters: Iterator[tuple[Key, Envelope]],
        on_outcome: Callable[[Key, Outcome], object],
        stop: Stop | None,
    ) -> None:
        self.stop = stop
        self.accepted = False
        self.unusable: str | None = None
        self._letters = letters
        self._on_outcome = on_outcome
        self._given_back: deque[tuple[Key, Envelope]] = deque()
        self._pointless: Delayed | None = None
        self._breaks = 0

    @property
    def is_stopped(self) -> bool:
        """Whether the stop event is set."""
        return self.stop is not None and self.stop.is_set()

    def next_letter(self) -> tuple[Key, Envelope] | None:
        """The next letter to try, or None when this delivery is over."""
        if self._pointless is not None or self.is_stopped:
            return None
        return self._any_letter()

    def give_back(self, letter: tuple[Key, Envelope]) -> None:
        """Leave a letter that was not tried to another connection."""
        self._given_back.append(letter)

    def note_trouble(self, trouble: Trouble) -> None:
        """Judge whether trying further letters has a point."""
        self._breaks += 1
        if self._pointless is None and (trouble.for_all or self._breaks >= BREAKS):
            outcome = trouble.outcome
            unusable = outcome.unusable if isinstance(outcome, Delayed) else None
            self._pointless = Delayed(outcome.words, unusable)

    def report(self, key: Key, outcome: Outcome) -> None:
        """Tell what became of a letter."""
        if isinstance(outcome, Accepted):
            self.accepted = True
            self._breaks = 0
        elif isinstance(outcome, Delayed) and self.unusable is None:
            self.unusable = outcome.unusable
        self._on_outcome(key, outcome)

    def delay_the_rest(self) -> None:
        """Report the letters nobody tried, unless the delivery was stopped from outside."""
        while self._pointless is not None and not self.is_stopped:
            letter = self._any_letter()
            if letter is None:
                return
            self._on_outcome(letter[0], self._pointless)

    def _any_letter(self) -> tuple[Key, Envelope] | None:
        return self._given_back.popleft() if self._given_back else next(self._letters, None)
