"""A whole mail server inside this process, for the demo: no installation, no network, no disk."""

from __future__ import annotations

import asyncio
import logging
import threading
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

import aiosmtplib

from bot.clock import Clock, SystemClock, monotonic
from bot.rehearsal.proof import Proofs
from bot.rehearsal.received import ReceivedLetter

if TYPE_CHECKING:
    from collections.abc import Collection, Coroutine
    from datetime import datetime

    from bot.rehearsal.embedded_imap import EmbeddedImap

PATIENCE = 10.0  # seconds for anything the server is asked to do

# aiosmtpd reports each client that hangs up as if it were news; the story is told by others.
TALKATIVE = ("mail.log", "pymap")


class EmbeddedMailServer:
    """IMAP and SMTP on free ports of 127.0.0.1, in one thread, while entered.

    Mail to one of `addresses` arrives in the inbox of the IMAP account; every other letter is kept
    for its recipient. `proofs` is whom the server knows. `errors` is what went wrong inside, where
    it could not be raised. Needs the extra `demo`.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        *,
        addresses: Collection[str],
        user: str = "klachten",
        password: str = "demo",  # noqa: S107 - guards nothing: memory only, this machine only
        clock: Clock | None = None,
        proofs: Proofs | None = None,
    ) -> None:
        self.user = user
        self.password = password
        self.imap_port = 0
        self.smtp_port = 0
        self.errors: list[dict[str, Any]] = []
        self._addresses = frozenset(address.casefold() for address in addresses)
        self._clock = clock or SystemClock()
        self._proofs = proofs or Proofs()
        self._kept: defaultdict[str, list[ReceivedLetter]] = defaultdict(list)
        self._changed = threading.Condition()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._levels: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start to serve; both ports are known when this returns.

        Raises:
            ModuleNotFoundError: the extra `demo` is not installed; says so.
        """
        _import_the_servers()
        for name in TALKATIVE:
            self._levels[name] = logging.getLogger(name).level
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._thread = threading.Thread(target=self._run, name="embedded-mail", daemon=True)
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise TimeoutError("the embedded mail server did not start")
        if self._failure is not None:
            self.stop()
            raise self._failure

    def stop(self) -> None:
        """Close every connection and end the thread; a second call does nothing."""
        if self._thread is None:
            return
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(PATIENCE)
        self._thread = None
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def post(self, *, sender: str, recipient: str, content: bytes, password: str = "") -> None:
        """Send a mail as a person's own program does: over SMTP. Returns when it was taken.

        With `password` the program logs in first, as `sender`.
        """

        async def send() -> None:
            await aiosmtplib.send(
                content,
                sender=sender,
                recipients=[recipient],
                hostname=self.host,
                port=self.smtp_port,
                username=sender if password else None,
                password=password or None,
                start_tls=False,
                local_hostname="localhost",
            )

        self._ask(send())

    def put_in_inbox(self, content: bytes, *, received_at: datetime) -> None:
        """Lay a mail in the inbox as if it had come at another time."""
        self._ask(self._mailbox.put(content, received_at=received_at))

    def letters_to(self, recipient: str) -> tuple[ReceivedLetter, ...]:
        """What this recipient has received, oldest first."""
        with self._changed:
            return tuple(self._kept.get(recipient.casefold(), ()))

    def wait_for_letter(
        self, recipient: str, timeout: float = PATIENCE, *, number: int = 1
    ) -> ReceivedLetter:
        """The first letter to this recipient, or the `number`-th, once it is there.

        Raises:
            TimeoutError: it did not come within `timeout` seconds.
        """
        deadline = monotonic() + timeout
        with self._changed:
            while len(self._kept[recipient.casefold()]) < number:
                left = deadline - monotonic()
                if left <= 0:
                    raise TimeoutError(f"no letter {number} to {recipient} in {timeout:g} s")
                self._changed.wait(left)
            return self._kept[recipient.casefold()][number - 1]

    def _ask(self, errand: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(errand, self._loop).result(PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - raised again by who waits for the start
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        from bot.rehearsal.embedded_imap import EmbeddedImap  # noqa: PLC0415 - extra `demo` only
        from bot.rehearsal.embedded_smtp import EmbeddedSmtp  # noqa: PLC0415 - extra `demo` only

        self._loop = asyncio.get_running_loop()
        self._loop.set_task_factory(self._held)
        self._loop.set_exception_handler(lambda _, error: self.errors.append(error))
        self._end = asyncio.Event()
        self._mailbox: EmbeddedImap = EmbeddedImap(user=self.user, password=self.password)
        office = EmbeddedSmtp(self._receive, self._proofs)
        await self._mailbox.open()
        await office.open()
        self.imap_port, self.smtp_port = self._mailbox.port, office.port
        self._ready.set()
        await self._end.wait()
        await office.close()
        await self._mailbox.close()

    def _held(
        self,
        loop: asyncio.AbstractEventLoop,
        work: Any,  # noqa: ANN401 - whatever may become a task
        **kind: Any,  # noqa: ANN401 - what newer Pythons add
    ) -> asyncio.Task[Any]:
        """A task that is held on to: pymap lets go of its own, and Python 3.13 sweeps such up."""
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **kind)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _receive(self, sender: str, recipient: str, content: bytes, login: str) -> None:
        now = self._clock.now()
        if recipient.casefold() in self._addresses:
            content = self._proofs.above(content, login=login)
            # The last server writes down whom bounces go to (RFC 5321 §4.4).
            await self._mailbox.put(
                b"Return-Path: <%s>\r\n%s" % (sender.encode(), content), received_at=now
            )
            return
        letter = ReceivedLetter(sender=sender, recipient=recipient, content=content, arrived_at=now)
        with self._changed:
            self._kept[recipient.casefold()].append(letter)
            self._changed.notify_all()


def _import_the_servers() -> None:
    """In the caller's thread, where a failure can be raised and warnings can be kept quiet."""
    with warnings.catch_warnings():
        # Old libraries: what newer Pythons say about them is no business of who plays the demo.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            import bot.rehearsal.embedded_imap  # noqa: PLC0415
            import bot.rehearsal.embedded_smtp  # noqa: F401, PLC0415
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                f"the demo needs {error.name}: install the extra, pip install 'gehoor[demo]'",
                name=error.name,
            ) from error
