"""The kept connections: which of them takes the next letter, and how long they are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from bot.post.smtp.carrier import Carrier
from bot.post.smtp.connect import SmtpServer, open_client
from bot.post.smtp.envelope import Delayed, Envelope, Outcome
from bot.post.smtp.trouble import Trouble


class Carriers:
    """At most `server.connections` carriers, each closed after `keep` idle seconds.

    Belongs to one asyncio loop until `close`.
    """

    def __init__(self, server: SmtpServer, *, monotonic: Callable[[], float], keep: float) -> None:
        self._server = server
        self._monotonic = monotonic
        self._keep = keep
        self._idle: list[Carrier] = []
        self._out: dict[Carrier, asyncio.Task[object]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._janitor: asyncio.TimerHandle | None = None
        self._failures = 0
        self._failure: Trouble | None = None
        self._new_locks()

    def _new_locks(self) -> None:
        """Locks belong to the loop they were first waited for on."""
        self._places = asyncio.Semaphore(max(1, self._server.connections))
        self._opening = asyncio.Lock()

    @property
    def any_open(self) -> bool:
        """Whether the server is serving us on some connection."""
        return any(carrier.is_open for carrier in (*self._out, *self._idle))

    @property
    def at_work(self) -> set[asyncio.Task[object]]:
        """The tasks that have a letter with the server."""
        return set(self._out.values())

    async def send(self, envelope: Envelope) -> Outcome:
        """Give one letter to a kept connection, or to a fresh one.

        A server closes idle connections when it likes. A kept one that breaks off before the text
        was handed over says nothing about the letter or the server, so a fresh one is tried at
        once.

        Raises:
            Trouble: the letter met no verdict.
        """
        async with self._places:
            kept = self._take_kept()
            if kept is not None:
                try:
                    return await self._carry(kept, envelope)
                except Trouble as trouble:
                    if kept.was_cut or not isinstance(trouble.outcome, Delayed):
                        raise
            return await self._carry(await self._open_in_turn(), envelope)

    async def open_fresh(self) -> Carrier:
        """A new connection, ready for a letter. Raises Trouble when there is none to be had."""
        client = await open_client(self._server)
        return Carrier(client, self._server, idle_since=self._monotonic())

    def cut(self, tasks: Collection[asyncio.Task[None]]) -> None:
        """Break the connections on which these tasks have a letter under way, and no others."""
        for carrier, task in self._out.items():
            if task in tasks:
                carrier.cut()

    async def close(self) -> None:
        """Take leave of the server on every connection; then another loop may use this again."""
        if self._janitor is not None:
            self._janitor.cancel()
            self._janitor = None
        for carrier in self._idle:
            self._dismiss(carrier)
        self._idle.clear()
        await asyncio.gather(*self._leaving)
        self._new_locks()

    async def _open_in_turn(self) -> Carrier:
        """One opens while the others wait, so that a wrong password is tried once for all."""
        before = self._failures
        async with self._opening:
            if self._failures != before and self._failure is not None:
                raise self._failure
            try:
                return await self.open_fresh()
            except Trouble as trouble:
                self._failures += 1
                self._failure = trouble
                raise

    async def _carry(self, carrier: Carrier, envelope: Envelope) -> Outcome:
        task = asyncio.current_task()
        assert task is not None
        self._out[carrier] = task
        try:
            outcome = await carrier.carry(envelope)
        finally:
            del self._out[carrier]
        if carrier.is_open:
            carrier.idle_since = self._monotonic()
            self._idle.append(carrier)
            if self._janitor is None:
                self._tidy_in(self._keep)
        return outcome

    def _take_kept(self) -> Carrier | None:
        """The kept connection that was used last, if it still stands."""
        self._idle = [carrier for carrier in self._idle if carrier.is_open]
        self._dismiss_the_old()
        return self._idle.pop() if self._idle else None

    def _tidy_in(self, seconds: float) -> None:
        self._janitor = asyncio.get_running_loop().call_later(seconds, self._tidy)

    def _tidy(self) -> None:
        self._janitor = None
        self._dismiss_the_old()
        if self._idle:
            self._tidy_in(self._keep)

    def _dismiss_the_old(self) -> None:
        latest = self._monotonic() - self._keep
        for carrier in [carrier for carrier in self._idle if carrier.idle_since <= latest]:
            self._idle.remove(carrier)
            self._dismiss(carrier)

    def _dismiss(self, carrier: Carrier) -> None:
        """QUIT beside the work: nobody waits for a server that takes its time to say goodbye."""
        leaving = asyncio.get_running_loop().create_task(carrier.quit())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
