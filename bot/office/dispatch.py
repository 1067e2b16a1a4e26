"""From the outbox to the mail server, and back with what became of each letter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.core.policy import Mode, Policy
from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome, Refused, Uncertain
from bot.store.outbox import Outbox, Queued, Result

LOG = structlog.get_logger("dispatch")

_A_ROUND = 200  # letters fetched from the outbox at once
_MARK_EVERY = 0.05  # seconds of outcomes that share a commit


class Stop(Protocol):
    """Says that no further letter may start."""

    def is_set(self) -> bool: ...


class Delivers(Protocol):
    """Takes letters to a mail server."""

    @property
    def unusable(self) -> str | None: ...
    def room(self) -> int | None: ...
    async def deliver_all(
        self,
        letters: Iterable[tuple[Queued, Envelope]],
        on_outcome: Callable[[Queued, Outcome], object],
        *,
        stop: Stop | None = None,
        grace: float = 5.0,
    ) -> None: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """Sends what may leave now; owns no time, retries nothing by itself: the outbox knows when.

    `postmen` are the mail servers by mailbox address, `second` is the other way out for alarms that
    the first one did not take.
    """

    outbox: Outbox
    postmen: Mapping[str, Delivers]
    second: Delivers | None = None
    policy: Callable[[], Policy]
    clock: Clock
    on_news: Callable[[], None] = lambda: None
    _under_way: set[int] = field(default_factory=set)

    async def send_due(self, stop: Stop, *, urgent: bool = False) -> bool:
        """Sends until nothing is due; True when every letter that was to go now was accepted.

        `urgent` tries delayed letters whatever their pause, each once. Letters beyond the
        provider's rate stay where they are. A second call beside a running one takes what has
        come since, so that a letter that stalls holds up no other.
        """
        tried: set[int] = set()
        all_well = True
        while not stop.is_set():
            policy = self.policy()
            due = self.outbox.due(
                self.clock.now(),
                limit=_A_ROUND + len(tried | self._under_way),
                urgent=urgent,
                breaker=policy.limits.breaker_per_10min,
                # A letter that was written before the trial began waits until it has ended.
                inside_only=policy.mode is Mode.TRIAL,
            )
            due = [letter for letter in due if letter.id not in tried | self._under_way]
            batch = self._within_rate(due)
            if not batch:
                break
            tried.update(letter.id for letter in batch)
            all_well &= await self._send(batch, stop)
        return all_well

    def troubles(self) -> list[str]:
        """Why no letter can leave, in a line with file and key for each unusable mail server."""
        return [
            f"bot.toml: mailbox[{n}].smtp: {postman.unusable}"
            for n, postman in enumerate(self.postmen.values())
            if postman.unusable
        ]

    async def close(self) -> None:
        """Takes leave of every mail server."""
        for postman in (*self.postmen.values(), *([self.second] if self.second else ())):
            await postman.close()

    async def _send(self, batch: list[Queued], stop: Stop) -> bool:
        """Sends a batch, each mailbox by its own server; a slow one never holds up another."""
        ways: dict[tuple[str, bool], list[Queued]] = {}
        for letter in batch:
            ways.setdefault((letter.mailbox, self._goes_second(letter)), []).append(letter)
        ends = await asyncio.gather(
            *(
                self._send_from(mailbox, self._way(mailbox, second=second), some, stop)
                for (mailbox, second), some in ways.items()
            )
        )
        return all(ends)

    async def _send_from(
        self, mailbox: str, postman: Delivers, letters: list[Queued], stop: Stop
    ) -> bool:
        results: list[Result] = []
        accepted = 0
        ids = {letter.id for letter in letters}
        self._under_way.update(ids)
        envelopes = (
            (letter, Envelope(sender=mailbox, recipient=letter.to, content=letter.content))
            for letter in letters
        )

        def on_outcome(letter: Queued, outcome: Outcome) -> None:
            nonlocal accepted
            accepted += isinstance(outcome, Accepted)
            results.append(_result(letter, outcome))

        delivery = asyncio.create_task(postman.deliver_all(envelopes, on_outcome, stop=stop))
        try:
            # Marked as they come: a letter that stalls must not leave the sent ones unmarked.
            while not delivery.done():
                await asyncio.wait({delivery}, timeout=_MARK_EVERY)
                self._mark(results)
            await delivery
        finally:
            # Also when marking failed: what is under way may not be sent a second time beside it.
            await asyncio.wait({delivery})
            try:
                self._mark(results)
            finally:
                self._under_way.difference_update(ids)
        return accepted == len(letters)

    def _mark(self, results: list[Result]) -> None:
        if results:
            self.outbox.mark(results, self.clock.now())
            for result in results:
                LOG.info("letter", letter=result.letter.id, outcome=result.status)
            results.clear()
            self.on_news()

    def _goes_second(self, letter: Queued) -> bool:
        """An alarm that the first way did not take, or cannot take now, goes by the second."""
        if self.second is None or not letter.alarm:
            return False
        return bool(letter.attempts) or self._way(letter.mailbox).unusable is not None

    def _way(self, mailbox: str, *, second: bool = False) -> Delivers:
        if second and self.second is not None:
            return self.second
        # A letter of a mailbox that is no longer configured leaves by the first one.
        return self.postmen.get(mailbox) or next(iter(self.postmen.values()))

    def _within_rate(self, due: list[Queued]) -> list[Queued]:
        rooms = {mailbox: postman.room() for mailbox, postman in self.postmen.items()}
        fitting = []
        for letter in due:
            room = rooms.get(letter.mailbox)
            if room is not None:
                if room <= 0:
                    continue
                rooms[letter.mailbox] = room - 1
            fitting.append(letter)
        return fitting


def _result(letter: Queued, outcome: Outcome) -> Result:
    match outcome:
        case Accepted():
            return Result(letter, "accepted")
        case Refused():
            return Result(letter, "refused", f"{outcome.code} {outcome.words}")
        case Delayed():
            return Result(letter, "delayed", outcome.words)
        case Uncertain():
            return Result(letter, "uncertain", outcome.words)
