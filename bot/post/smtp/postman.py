"""The postman: takes letters to the mail server over a few kept connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.post.smtp.batch import Batch, Key, Stop
from bot.post.smtp.carriers import Carriers
from bot.post.smtp.connect import SmtpServer
from bot.post.smtp.envelope import Accepted, Delayed, Envelope, Outcome, Refused, Uncertain
from bot.post.smtp.pace import Pace
from bot.post.smtp.trouble import Trouble

__all__ = [
    "Accepted",
    "Delayed",
    "Envelope",
    "Outcome",
    "Postman",
    "Refused",
    "SmtpServer",
    "Stop",
    "Uncertain",
]

STOP_LOOK = 0.1  # seconds between looks at the stop event while letters are under way
LAST_WORDS = 1.0  # seconds for cut connections to end in an outcome


class Postman:
    """Delivers envelopes and says of each what became of it; never raises for the mail server.

    Lives on one asyncio loop until `close`, after which it may be used again on another.
    `monotonic` tells seconds, `sleep` waits them (for the provider's rate only). Connections that
    were idle for `keep` seconds are closed.
    """

    def __init__(
        self,
        server: SmtpServer,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        keep: float = 60.0,
    ) -> None:
        self._server = server
        self._pace = Pace(server.per_minute, monotonic=monotonic, sleep=sleep)
        self._carriers = Carriers(server, monotonic=monotonic, keep=keep)
        self._unusable: str | None = None

    @property
    def unusable(self) -> str | None:
        """Why no letter at all can leave, with host, port and remedy; None when they can."""
        return self._unusable

    def room(self) -> int | None:
        """How many letters may go now under the provider's rate without waiting; None = any."""
        return self._pace.room()

    async def deliver(self, envelope: Envelope) -> Outcome:
        """Deliver one letter, when its turn has come under the provider's rate."""
        try:
            outcome = await self._deliver(envelope)
        except Trouble as trouble:
            outcome = trouble.outcome
        self._note(outcome)
        if isinstance(outcome, Accepted):
            self._unusable = None
        return outcome

    async def deliver_all(
        self,
        letters: Iterable[tuple[Key, Envelope]],
        on_outcome: Callable[[Key, Outcome], object],
        *,
        stop: Stop | None = None,
        grace: float = 5.0,
    ) -> None:
        """Deliver many over all connections at once; tell `on_outcome` of each as it is known.

        `letters` is read as they go, so it may be lazy. When the server cannot be reached, does not
        want us or breaks off twice running, the rest is delayed untried. Once `stop` is set no
        letter starts, those under way have `grace` seconds, and a letter of which nothing is told
        was not handed over to the point of doubt: it is simply still to be sent.
        """
        batch = Batch(iter(letters), on_outcome, stop)
        workers = [
            asyncio.create_task(self._work(batch)) for _ in range(max(1, self._server.connections))
        ]
        try:
            await self._oversee(set(workers), batch, grace)
        finally:
            for worker in workers:
                worker.cancel()
            ended = await asyncio.gather(*workers, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                raise error
        batch.delay_the_rest()
        if batch.accepted and batch.unusable is None:
            self._unusable = None

    async def check(self, sender: str | None = None) -> str | None:
        """Connect, log in and, given a sender, ask whether mail from it is taken; send nothing.

        Returns None when all is well, else one line that names host, port and remedy.
        """
        try:
            carrier = await self._carriers.open_fresh()
            try:
                if sender is not None:
                    await carrier.greet_as(sender)
            finally:
                await carrier.quit()
        except Trouble as trouble:
            self._unusable = trouble.outcome.words
        else:
            self._unusable = None
        return self._unusable

    async def close(self) -> None:
        """Take leave of the server on every kept connection."""
        await self._carriers.close()

    async def _deliver(self, envelope: Envelope) -> Outcome:
        await self._pace.take_turn()
        return await self._carriers.send(envelope)

    def _note(self, outcome: Outcome) -> None:
        if isinstance(outcome, Delayed) and outcome.unusable is not None:
            self._unusable = outcome.unusable

    async def _work(self, batch: Batch[Key]) -> None:
        """One connection's share of a batch."""
        while (letter := batch.next_letter()) is not None:
            key, envelope = letter
            try:
                outcome = await self._deliver(envelope)
            except Trouble as trouble:
                if trouble.no_connection and self._carriers.any_open:
                    batch.give_back(letter)  # the server allows fewer connections than we may use
                    return
                outcome = trouble.outcome
                batch.note_trouble(trouble)
            self._note(outcome)
            batch.report(key, outcome)

    async def _oversee(
        self, workers: set[asyncio.Task[None]], batch: Batch[Key], grace: float
    ) -> None:
        """Wait for the workers; once the batch is stopped, no longer than `grace` seconds."""
        look = None if batch.stop is None else STOP_LOOK
        while workers and not batch.is_stopped:
            done, workers = await asyncio.wait(
                workers, timeout=look, return_when=asyncio.FIRST_EXCEPTION
            )
            if any(worker.exception() for worker in done):
                return
        for worker in workers - self._carriers.at_work:
            worker.cancel()
        for patience in (grace, LAST_WORDS):
            if not workers:
                return
            _, workers = await asyncio.wait(workers, timeout=patience)
            self._carriers.cut(workers)
