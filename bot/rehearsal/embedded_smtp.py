"""The post office half of the embedded mail server: aiosmtpd on 127.0.0.1."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.rehearsal.proof import Proofs

    # sender, recipient, content, and as whom the client logged in ("": it did not)
    Receive = Callable[[str, str, bytes, str], Awaitable[None]]

HOST = "127.0.0.1"
LARGEST = 60_000_000  # bytes: a mail that is too large for the bot must still come in


class EmbeddedSmtp:
    """Takes mail for anybody on a free port of 127.0.0.1 and hands it on, one call a recipient.

    Whom it knows may log in. Lives on the loop it is opened on. `port` is known after `open`.
    """

    def __init__(self, receive: Receive, proofs: Proofs) -> None:
        self._receive = receive
        self._proofs = proofs
        self._visits: set[_Visit] = set()
        self.port = 0

    async def open(self) -> None:
        """Start to serve."""
        self._listening = await asyncio.get_running_loop().create_server(self._greet, HOST, 0)
        self.port = int(self._listening.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Close every connection."""
        self._listening.close()
        for visit in list(self._visits):
            visit.leave()
        await asyncio.sleep(0)

    def _greet(self) -> _Visit:
        return _Visit(self, self._visits)

    def let_in(
        self, _visit: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: object
    ) -> AuthResult:
        """Whether a client knows the password of an account (called by aiosmtpd)."""
        if not isinstance(said, LoginPassword):
            return AuthResult(success=False, handled=False)
        address = said.login.decode()
        known = self._proofs.let_in(address, said.password.decode())
        return AuthResult(success=known, handled=False, auth_data=address if known else None)

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, _visit: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Hand the mail on and answer for it (called by aiosmtpd)."""
        for recipient in envelope.rcpt_tos:
            content = envelope.original_content or b""
            login = str(session.auth_data or "")
            await self._receive(envelope.mail_from or "", recipient, content, login)
        return "250 2.0.0 OK"


class _Visit(SMTP):
    """One connection."""

    def __init__(self, office: EmbeddedSmtp, visits: set[_Visit]) -> None:
        self._visits = visits
        # With a name of its own it need not ask the DNS for one.
        super().__init__(
            office,
            hostname="localhost",
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            authenticator=office.let_in,
            auth_require_tls=False,  # this machine only, like everything here
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember it."""
        self._visits.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget it."""
        self._visits.discard(self)
        super().connection_lost(error)

    def leave(self) -> None:
        """Close from this side."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
