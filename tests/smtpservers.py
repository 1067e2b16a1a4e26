"""A mail server on 127.0.0.1 that keeps what it gets and misbehaves when told to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from base64 import b64decode
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Literal, Self

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, auth_mechanism

from bot.clock import monotonic

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.certificates import Certificate


class At(Enum):
    """The moment in the conversation at which something happens."""

    CONNECT = auto()  # instead of the greeting
    MAIL = auto()
    RCPT = auto()
    DATA = auto()  # before the 354 that asks for the text
    TEXT = auto()  # after the final dot, before the reply


@dataclass(kw_only=True)
class Plan:
    """What happens at one moment: to mail for `to` (None = all), `times` times (None = always)."""

    at: At
    to: str | None = None
    times: int | None = None
    reply: str | None = None
    hang_up: bool = False
    stall: bool = False
    keep: bool = False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A letter the server took on its account."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    options: tuple[str, ...] = ()


@dataclass(kw_only=True)
class SmtpSink:
    """Serves in a thread while entered. `token` is the access token that must be brought, or judges
    one, by XOAUTH2; by OAUTHBEARER where `method` says so.

    Without `user` nobody need log in. `size` is the largest text it takes, `utf8` whether it offers
    SMTPUTF8, `eight_bit` 8BITMIME, `most` how many connections it serves at once.
    """

    user: str | None = None
    password: str | None = None
    token: str | Callable[[str], bool] | None = None
    method: Literal["XOAUTH2", "OAUTHBEARER"] = "XOAUTH2"
    refuses: str = ""
    certificate: Certificate | None = None
    security: Literal["tls", "starttls", "none"] = "none"
    size: int = 30_000_000
    utf8: bool = True
    eight_bit: bool = True
    most: int = 1000
    host: str = "127.0.0.1"
    port: int = 0
    letters: list[Kept] = field(default_factory=list)
    logins: list[tuple[str, str, bool]] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    _plans: list[Plan] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _lines: set[_Line] = field(default_factory=set)
    _stalled: int = 0

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(ready)), daemon=True, name="smtp-sink"
        )
        self._thread.start()
        assert ready.wait(10), "the mail server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)
        assert not self._thread.is_alive(), "the mail server did not stop"

    def answer(
        self, at: At, reply: str, *, to: str | None = None, times: int | None = None
    ) -> None:
        """Give this reply, such as "450 4.2.0 try later"."""
        self._plans.append(Plan(at=at, reply=reply, to=to, times=times))

    def hang_up(
        self, at: At, *, to: str | None = None, times: int | None = None, keep: bool = False
    ) -> None:
        """Close the connection without a reply; `keep`: having taken the letter (at TEXT)."""
        self._plans.append(Plan(at=at, hang_up=True, to=to, times=times, keep=keep))

    def stall(self, at: At, *, to: str | None = None, times: int | None = None) -> None:
        """Say nothing until `release`."""
        self._plans.append(Plan(at=at, stall=True, to=to, times=times))

    def release(self) -> None:
        """End all stalling."""
        self._plans[:] = [plan for plan in self._plans if not plan.stall]
        self._loop.call_soon_threadsafe(self._released.set)

    def behave(self) -> None:
        """Forget all plans and accept everything."""
        self.release()
        self._plans.clear()

    def close_connections(self, *, words: bytes = b"") -> None:
        """Close every connection from this side, as servers do with idle ones."""
        with self._changed:
            lines = list(self._lines)
        for line in lines:
            self._loop.call_soon_threadsafe(line.leave, words)
        self.wait_until(lambda: not self._lines)

    @property
    def open_connections(self) -> int:
        """How many clients are connected now."""
        return len(self._lines)

    @property
    def stalled(self) -> int:
        """How many letters wait for `release`."""
        return self._stalled

    def wait_for(self, count: int, timeout: float = 10.0) -> list[Kept]:
        """The letters, once there are `count` of them."""
        self.wait_until(lambda: len(self.letters) >= count, timeout)
        return self.letters

    def wait_until(self, is_so: Callable[[], bool], timeout: float = 10.0) -> None:
        """Wait until something is so; AssertionError after `timeout` seconds."""
        deadline = monotonic() + timeout
        with self._changed:
            while not is_so():
                left = deadline - monotonic()
                assert left > 0, f"not within {timeout} s; {len(self.letters)} letters came"
                self._changed.wait(left)

    def _context(self) -> ssl.SSLContext:
        assert self.certificate is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate.cert, self.certificate.key)
        return context

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(lambda _, what: self.errors.append(what))
        self._end, self._released = asyncio.Event(), asyncio.Event()
        server = await self._loop.create_server(
            lambda: _Line(self, self._loop),
            self.host,
            self.port,
            ssl=self._context() if self.security == "tls" else None,
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._end.wait()
        server.close()
        for line in list(self._lines):
            line.leave()
        for _ in range(3):  # closed transports tell their protocols on the next turns of the loop
            await asyncio.sleep(0)

    async def _meet(self, line: _Line, at: At, to: str | None, options: list[str]) -> str | None:
        """Do what was planned for this moment and return the reply, None = as usual."""
        plan = next((p for p in self._plans if p.at is at and p.to in {None, to}), None)
        if plan is None:
            return None
        if plan.times is not None:
            plan.times -= 1
            if plan.times <= 0:
                self._plans.remove(plan)
        if plan.keep:
            self._take(line, options)
        if plan.stall:
            self._released.clear()
            self._tell(stalled=1)
            await self._released.wait()
            self._tell(stalled=-1)
        if plan.hang_up:
            line.leave()
            await asyncio.Event().wait()  # until the closed connection cancels this
        return plan.reply

    def _take(self, line: _Line, options: list[str]) -> None:
        envelope: Any = line.envelope
        self.letters.append(
            Kept(
                sender=envelope.mail_from,
                recipients=tuple(envelope.rcpt_tos),
                content=envelope.original_content,
                options=tuple(options),
            )
        )
        self._tell()

    def _tell(self, *, stalled: int = 0) -> None:
        with self._changed:
            self._stalled += stalled
            self._changed.notify_all()

    # What aiosmtpd calls:

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, _line: _Line, session: Any, _envelope: Any, name: str, offers: list[str]
    ) -> list[str]:
        session.host_name = name
        return [offer for offer in offers if self.eight_bit or offer != "250-8BITMIME"]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds it by this name
        self, line: _Line, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.user is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        reply = await self._meet(line, At.MAIL, None, options)
        if reply is None or reply.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, line: _Line, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = await self._meet(line, At.RCPT, address, options)
        if reply is None or reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, line: _Line, _session: Any, envelope: Any
    ) -> str:
        reply = await self._meet(line, At.TEXT, envelope.rcpt_tos[0], envelope.mail_options)
        if reply is None or reply.startswith("2"):
            self._take(line, envelope.mail_options)
        return reply or f"250 2.0.0 kept as {len(self.letters)}"

    @auth_mechanism("XOAUTH2")
    async def auth_XOAUTH2(self, line: _Line, args: list[str]) -> AuthResult:  # noqa: N802
        fields = b64decode(args[1]).split(b"\x01")
        return await self._judge(line, "XOAUTH2", fields[0].removeprefix(b"user="), fields[1])

    @auth_mechanism("OAUTHBEARER")
    async def auth_OAUTHBEARER(self, line: _Line, args: list[str]) -> AuthResult:  # noqa: N802
        fields = b64decode(args[1]).split(b"\x01")
        user = fields[0].removeprefix(b"n,a=").removesuffix(b",")
        return await self._judge(line, "OAUTHBEARER", user, fields[1])

    async def _judge(self, line: _Line, method: str, user: bytes, brought: bytes) -> AuthResult:
        token = brought.decode().removeprefix("auth=Bearer ")
        right = self.token(token) if callable(self.token) else token == self.token
        right = right and user.decode() == self.user
        self.logins.append((method, user.decode(), right))
        if not right:
            await line.challenge_auth('{"status":"401"}')
        if self.refuses:
            return AuthResult(success=False, handled=False, message=self.refuses)
        return AuthResult(success=right, handled=False)

    def authenticate(
        self, _line: Any, _session: Any, _envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        right = (data.login.decode(), data.password.decode()) == (self.user, self.password)
        self.logins.append((mechanism, data.login.decode(), right))
        return AuthResult(success=right, handled=False)


class _Line(SMTP):
    """One connection to the sink."""

    def __init__(self, sink: SmtpSink, loop: asyncio.AbstractEventLoop) -> None:
        self._sink = sink
        every = {"XOAUTH2", "OAUTHBEARER", "PLAIN", "LOGIN"}
        wanted = {"PLAIN", "LOGIN"} if sink.token is None else {sink.method}
        super().__init__(
            sink,
            hostname="sink.example",
            loop=loop,
            data_size_limit=sink.size,
            enable_SMTPUTF8=sink.utf8,
            tls_context=sink._context() if sink.security == "starttls" else None,
            require_starttls=sink.security == "starttls",
            auth_require_tls=False,
            auth_exclude_mechanism=every - wanted if sink.user else every,
            authenticator=sink.authenticate,
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self not in self._sink._lines:
            self._sink.connections += 1
            self._sink._lines.add(self)
            self._sink._tell()
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink._lines.discard(self)
        self._sink._tell()
        super().connection_lost(error)

    def leave(self, words: bytes = b"") -> None:
        """Close from this side."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(words)
            self.transport.close()

    async def push(self, status: Any) -> None:
        text = status if isinstance(status, str) else status.decode()
        if text.startswith("220 ") and "sink.example" in text:
            text = await self._greeting(text)
        await super().push(text)

    async def _greeting(self, usual: str) -> str:
        """Turn a client away at the door, where planned or when there are too many."""
        reply = await self._sink._meet(self, At.CONNECT, None, [])
        if reply is None and len(self._sink._lines) > self._sink.most:
            reply = "421 4.7.0 too many connections"
        if reply is not None:
            self.loop.call_soon(self.leave)
        return reply or usual

    async def _call_handler_hook(self, command: str, *args: Any) -> Any:
        self._sink.commands.append(command)
        hooked = await super()._call_handler_hook(command, *args)
        return MISSING if hooked is None else hooked

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd finds it by this name
        envelope: Any = self.envelope
        to = envelope.rcpt_tos[0] if envelope.rcpt_tos else None
        reply = await self._sink._meet(self, At.DATA, to, [])
        if reply is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(reply)
