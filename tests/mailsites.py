"""The places a mailbox can be, seen from the side of the people who use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from imapclient import IMAPClient

from bot.post.imap.mailbox import ImapMailbox
from bot.post.imap.server import Glance
from tests.doubles import MailboxInMemory
from tests.littleimap import LittleImap
from tests.mailservers import Dovecot, Pymap

SOME_DAY = datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC)


class Mailbox(Protocol):
    """What every mailbox promises."""

    uidvalidity: int

    @property
    def usable(self) -> bool: ...
    def connect(self) -> None: ...
    def uids(self) -> list[int]: ...
    def glance(self, uids: Iterable[int]) -> dict[int, Glance]: ...
    def fetch(self, uids: Iterable[int]) -> Iterator[tuple[int, Glance, bytes]]: ...
    def fetch_header(self, uid: int) -> bytes: ...
    def archive_folder(self, year: int) -> str: ...
    def move(self, uids: Iterable[int], folder: str) -> dict[int, int]: ...
    def append(self, folder: str, raws: Sequence[bytes], when: datetime) -> None: ...
    def junk(self, after_uid: int) -> list[tuple[int, str]]: ...
    def wait_for_hint(self, seconds: float) -> bool: ...
    def noop(self) -> None: ...
    def interrupt(self) -> None: ...
    def close(self) -> None: ...


class Site(Protocol):
    """A mailbox, and what other people do to it."""

    @property
    def mailbox(self) -> Mailbox: ...
    def deliver(self, *raws: bytes, when: datetime = SOME_DAY) -> None: ...
    def flag(self, uids: Iterable[int], flag: bytes) -> None: ...
    def unread(self) -> list[int]: ...
    def folder(self, name: str) -> list[tuple[bytes, datetime]]: ...
    def renumber(self, uidvalidity: int) -> None: ...


class InMemory:
    """No server at all, so no flags either."""

    def __init__(self) -> None:
        self.mailbox = MailboxInMemory()

    def deliver(self, *raws: bytes, when: datetime = SOME_DAY) -> None:
        for raw in raws:
            self.mailbox.deliver(raw, when)

    def flag(self, uids: Iterable[int], flag: bytes) -> None:
        pass

    def unread(self) -> list[int]:
        return sorted(self.mailbox.inbox)

    def folder(self, name: str) -> list[tuple[bytes, datetime]]:
        return list(self.mailbox.folders[name].values())

    def renumber(self, uidvalidity: int) -> None:
        self.mailbox.renumber(uidvalidity)


class OnServer:
    """A real server, looked at with a second connection."""

    def __init__(self, mailbox: ImapMailbox) -> None:
        self.mailbox: Mailbox = mailbox

    def client(self) -> Any:
        raise NotImplementedError

    def deliver(self, *raws: bytes, when: datetime = SOME_DAY) -> None:
        with self.client() as client:
            for raw in raws:
                client.append("INBOX", raw, msg_time=when)

    def flag(self, uids: Iterable[int], flag: bytes) -> None:
        with self.client() as client:
            client.add_flags(list(uids), [flag])

    def unread(self) -> list[int]:
        with self.client() as client:
            return sorted(client.search("UNSEEN"))

    def folder(self, name: str) -> list[tuple[bytes, datetime]]:
        with self.client() as client:
            client.select_folder(name, readonly=True)
            mails = client.fetch(client.search(), ["BODY.PEEK[]", "INTERNALDATE"])
            return [(mail[b"BODY[]"], mail[b"INTERNALDATE"]) for _, mail in sorted(mails.items())]


class OnPymap(OnServer):
    """The server of the demo."""

    def __init__(self, server: Pymap) -> None:
        super().__init__(ImapMailbox(server.mailbox()))
        self._server = server

    def client(self) -> IMAPClient:
        return self._server.client()

    def renumber(self, uidvalidity: int) -> None:
        self._server.renumber(uidvalidity)


class OnDovecot(OnServer):
    """The server many a school has."""

    def __init__(self, server: Dovecot, user: str) -> None:
        super().__init__(ImapMailbox(server.mailbox(user)))
        self._server, self._user = server, user

    def client(self) -> IMAPClient:
        return self._server.client(self._user)

    def renumber(self, uidvalidity: int) -> None:
        self._server.renumber(self._user, uidvalidity)


class OnLittleImap:
    """A server with the habits of a provider, looked at from inside."""

    def __init__(self, server: LittleImap) -> None:
        self.mailbox: Mailbox = ImapMailbox(server.mailbox())
        self._server = server

    def deliver(self, *raws: bytes, when: datetime = SOME_DAY) -> None:
        self._server.deliver(*raws, when=when)

    def flag(self, uids: Iterable[int], flag: bytes) -> None:
        for uid in uids:
            self._server.folders["INBOX"].mails[uid].flags.add(flag.decode())

    def unread(self) -> list[int]:
        inbox = self._server.folders["INBOX"].mails
        return sorted(uid for uid, mail in inbox.items() if "\\Seen" not in mail.flags)

    def folder(self, name: str) -> list[tuple[bytes, datetime]]:
        mails = self._server.folders[name].mails
        return [(mail.raw, mail.when) for _, mail in sorted(mails.items())]

    def renumber(self, uidvalidity: int) -> None:
        self._server.folders["INBOX"].uidvalidity = uidvalidity
