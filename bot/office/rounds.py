"""Which round is made when, and by which thread.

One thread a mailbox, one that decides, one that sends; they share nothing but the database and
events. The scheduler only rings: what is due stands in the database.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.clock import Clock, monotonic
from bot.office.casework import Casework
from bot.office.dispatch import Dispatch
from bot.office.intake import Box, Intake
from bot.office.watch import Watch
from bot.post.imap.server import MailboxUnusable, SessionEnded
from bot.store.outbox import Outbox

LOG = structlog.get_logger("rounds")

WATCH_EVERY = 30  # seconds between looks at what is due
_LONGEST_WAIT = 60.0
_PATIENCE_WITH_A_ROUND = 3.0  # seconds before new letters are looked for beside a running round
_BACK_OFF = (1, 2, 5, 10, 30, 60)  # seconds before a mailbox is tried again, the last for ever
_QUIET_AGAIN = 60.0  # seconds; a session that ends sooner after another did not end for its token
_AFTER_TROUBLE = 1.0  # seconds before the office or dispatch goes on
_DRAIN = 8.0  # seconds for threads to end after SIGTERM


class LiveBox(Box, Protocol):
    """A mailbox that can be opened, waited on, and interrupted from another thread."""

    def connect(self) -> None: ...
    def wait_for_hint(self, seconds: float) -> bool: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A mailbox with its intake. `poll`: how often, in seconds, it is looked at besides IDLE."""

    intake: Intake
    box: LiveBox
    poll: float
    looked: threading.Event = field(default_factory=threading.Event)  # once, since the start


@dataclass(kw_only=True)
class Rounds:
    """The office at work."""

    watched: Sequence[Watched]
    casework: Casework
    watch: Watch
    dispatch: Dispatch
    outbox: Outbox
    clock: Clock
    beat: Callable[[], None]
    stop: threading.Event = field(default_factory=threading.Event)
    wake: threading.Event = field(default_factory=threading.Event)  # something lies here
    _look_due: threading.Event = field(default_factory=threading.Event)
    _letters: threading.Event = field(default_factory=threading.Event)
    _caught_up: threading.Event = field(default_factory=threading.Event)

    # --- once ---------------------------------------------------------------------------------

    def once(self) -> list[str]:
        """Ingest, send, do what is due, send. Returns what could not be used, empty when well."""
        trouble = []
        usable = []
        for watched in self.watched:
            try:
                self._look_once(watched)
                usable.append(watched)
                if watched.intake.postponed:
                    trouble.append(self._where(watched, watched.intake.postponed))
            except Exception as error:  # noqa: BLE001  # one mailbox never stops another
                trouble.append(self._note_trouble(watched, error))
        asyncio.run(self._work_and_send(trouble, urgent=True))
        undone = self.watch.look()
        trouble += [f"what is due could not be done ({part}): see the log" for part in undone]
        asyncio.run(self._work_and_send(trouble, urgent=False))
        for watched in usable:
            try:
                watched.intake.keep_letters(watched.box)
            except Exception as error:  # noqa: BLE001  # the same
                LOG.warning("letters_not_kept", why=str(error) or type(error).__name__)
        for watched in self.watched:
            with suppress(Exception):
                watched.box.close()
        self.beat()
        return trouble

    def _look_once(self, watched: Watched) -> None:
        """Connects and looks; over again, once, when the session ended with its token."""
        try:
            watched.box.connect()
            self._look(watched)
        except SessionEnded:
            watched.box.connect()
            self._look(watched)

    async def _work_and_send(self, trouble: list[str], *, urgent: bool) -> None:
        try:
            self.casework.work()
            self.watch.tell()
            all_left = await self.dispatch.send_due(self.stop, urgent=urgent)
            # What was accepted or refused may call for another letter, and that for one more.
            while self.casework.work():
                self.watch.tell()
                all_left &= await self.dispatch.send_due(self.stop)
            if not all_left:
                trouble += self.dispatch.troubles()
                trouble.append("a letter that was to go now did not leave; see `gehoor outbox`")
        finally:
            await self.dispatch.close()

    # --- the daemon ---------------------------------------------------------------------------

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Works until `stop` is set, then drains. Blocks the calling thread."""
        from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

        scheduler = BackgroundScheduler(timezone="UTC")
        scheduler.add_job(
            self._ring,
            "interval",
            seconds=WATCH_EVERY,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        threads = [
            threading.Thread(target=self._decide, name="office"),
            threading.Thread(target=self._post, name="dispatch"),
            *(
                threading.Thread(target=self._listen, args=(each,), name="mailbox")
                for each in self.watched
            ),
        ]
        # Whatever is slow at the start, nobody waits longer than this to hear of what is due.
        scheduler.add_job(self._caught_up.set, "date", run_date=self._soon())
        scheduler.start()
        for thread in threads:
            thread.daemon = True  # a hung server must not outlive the ten seconds of a stop
            thread.start()
        self._ring()
        ready()
        try:
            self.stop.wait()
        finally:
            self.stop.set()
            scheduler.shutdown(wait=False)
            self._end(threads)

    def _end(self, threads: Sequence[threading.Thread]) -> None:
        for event in (self.wake, self._letters):
            event.set()
        for watched in self.watched:
            watched.box.interrupt()
        until = monotonic() + _DRAIN
        for thread in threads:
            thread.join(max(0.0, until - monotonic()))
        LOG.info("stopped", hung=[thread.name for thread in threads if thread.is_alive()])

    def _soon(self) -> datetime:
        return self.clock.now() + timedelta(seconds=_LONGEST_WAIT)

    def _ring(self) -> None:
        self._look_due.set()
        self.wake.set()

    # --- one thread each ----------------------------------------------------------------------

    def _decide(self) -> None:
        """The office: works whenever something lies here, watches whenever the bell rang."""
        while not self.stop.is_set():
            self.wake.wait(_LONGEST_WAIT)
            self.wake.clear()
            try:
                if self.casework.work(self.stop.is_set):
                    self.watch.tell()
                    self._letters.set()
                if self._look_due.is_set():
                    self._look_due.clear()
                    # After a time out of service: first take in and send, then see what is due.
                    if self._caught_up.is_set():
                        self.watch.look()
                        self._letters.set()
                    self.beat()
            except Exception:
                LOG.exception("office")
                self.stop.wait(_AFTER_TROUBLE)

    def _post(self) -> None:
        """Dispatch: one asyncio loop with the kept connections."""
        asyncio.run(self._send_for_ever())

    async def _send_for_ever(self) -> None:
        sending: set[asyncio.Task[None]] = set()
        try:
            while not self.stop.is_set():
                self._letters.clear()
                if self.stop.is_set():
                    break
                round_ = asyncio.create_task(self._send())
                sending.add(round_)
                round_.add_done_callback(sending.discard)
                # The next letter, perhaps an alarm, does not wait for one that stalls.
                await asyncio.wait({round_}, timeout=_PATIENCE_WITH_A_ROUND)
                await asyncio.to_thread(self._letters.wait, self._until_next())
        finally:
            if sending:
                await asyncio.wait(sending)
            await self.dispatch.close()

    async def _send(self) -> None:
        """One round of sending; whatever goes wrong, there will be another."""
        looked = all(watched.looked.is_set() for watched in self.watched)
        try:
            await self.dispatch.send_due(self.stop)
        except Exception:
            LOG.exception("dispatch")
            return
        if looked and not self._caught_up.is_set():
            self._caught_up.set()
            self._ring()

    def _until_next(self) -> float:
        try:
            next_at = self.outbox.next_at(self.clock.now())
        except Exception:
            LOG.exception("dispatch")
            return _AFTER_TROUBLE
        if next_at is None:
            return _LONGEST_WAIT
        wait = (next_at - self.clock.now()).total_seconds()
        # What is due and still here waits for the breaker or the provider's pace.
        return min(max(wait, 0.2), _LONGEST_WAIT) if wait > 0 else _AFTER_TROUBLE

    def _listen(self, watched: Watched) -> None:
        """One mailbox: connect, look, wait for a hint; after trouble again, a little later.

        That a token ends every hour, and the session with it, is no trouble.
        """
        failures, ended_at = 0, -_QUIET_AGAIN
        while not self.stop.is_set():
            try:
                watched.box.connect()
                while not self.stop.is_set():
                    self._look(watched)
                    self._first_look_done(watched)
                    watched.intake.keep_letters(watched.box)
                    failures = 0
                    watched.box.wait_for_hint(watched.poll)
            except Exception as error:  # noqa: BLE001  # whatever it was, the mail waits on
                if self.stop.is_set():
                    break
                with suppress(Exception):
                    watched.box.close()
                if isinstance(error, SessionEnded) and monotonic() - ended_at >= _QUIET_AGAIN:
                    ended_at = monotonic()
                    LOG.info("session_ended", why=str(error))
                    continue
                LOG.warning("mailbox", why=self._note_trouble(watched, error))
                self._first_look_done(watched)
                asked = error.pause if isinstance(error, MailboxUnusable) else 0.0
                self.stop.wait(max(_BACK_OFF[min(failures, len(_BACK_OFF) - 1)], asked))
                failures += 1
        with suppress(Exception):
            watched.box.close()

    def _first_look_done(self, watched: Watched) -> None:
        if not watched.looked.is_set():
            watched.looked.set()
            self._letters.set()

    def _look(self, watched: Watched) -> None:
        watched.intake.round(watched.box, stored=self.wake.set)
        watched.intake.look_at_junk(watched.box)

    def _note_trouble(self, watched: Watched, error: Exception) -> str:
        """Why a mailbox cannot be used, in a line with the file and key to look at."""
        words = self._where(watched, str(error) or type(error).__name__)
        if not isinstance(error, MailboxUnusable):
            LOG.error("mailbox", why=words, exc_info=error)
        with suppress(Exception):
            watched.intake.note_trouble(words)
        return words

    def _where(self, watched: Watched, words: str) -> str:
        return f"bot.toml: mailbox[{self.watched.index(watched)}].imap: {words}"
