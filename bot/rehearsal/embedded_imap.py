"""The mailbox half of the embedded mail server: pymap, in memory, on 127.0.0.1."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from typing import TYPE_CHECKING
from uuid import uuid4

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

if TYPE_CHECKING:
    from datetime import datetime

HOST = "127.0.0.1"


class _Settings(Config):
    """pymap's settings, without asking the DNS who we are at each greeting."""

    @property
    def greeting(self) -> bytes:
        """The words a client is met with."""
        return b"Gehoor's embedded mailbox"


class EmbeddedImap:
    """One IMAP account in memory, served on a free port of 127.0.0.1.

    Lives on the loop it is opened on. `port` is known after `open`.
    """

    def __init__(self, *, user: str, password: str) -> None:
        self._user = user
        self._password = password
        self._visits: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self) -> None:
        """Start to serve."""
        settings = _Settings.from_args(
            Namespace(
                debug=False,
                demo_data=False,
                demo_user=self._user,
                demo_password=self._password,
                host=HOST,
                port=0,
                tls=False,
                cert=None,
                key=None,
                proxy_protocol=None,
                passlib_cfg=None,
            ),
            invalid_user_sleep=0,
            reject_dnsbl=False,
            # Hashing takes a tenth of a second a login, for a password nobody needs to keep.
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )
        settings.apply_context()
        login = Login(settings)
        self._identity = login.demo_user_identity
        await self._identity.set(UserMetadata(settings, self._user, password=self._password))
        self._service = IMAPServer(login, settings)
        self._listening = await asyncio.start_server(self._visit, HOST, 0)
        self.port = int(self._listening.sockets[0].getsockname()[1])

    async def put(self, content: bytes, *, received_at: datetime) -> None:
        """A mail arrives in the inbox; whoever waits by IDLE hears of it."""
        async with self._identity.new_session() as session:
            await session.append_messages("INBOX", [AppendMessage(content, received_at)])

    async def close(self) -> None:
        """Say BYE to every client. Not `wait_closed`: from Python 3.12 on it waits for them."""
        self._listening.close()
        for visit in self._visits:
            visit.cancel()
        if self._visits:
            await asyncio.wait(self._visits, timeout=1.0)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            await self._service(
                reader, writer, SocketInfo.get(writer, None, unique_id=uuid4().bytes)
            )
        finally:
            self._visits.discard(visit)
            writer.transport.abort()
