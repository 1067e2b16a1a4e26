"""Stand-ins that do what the real thing does, without the world around it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parseaddr

from bot.post.imap.server import Glance, MailboxUnusable


class MailboxInMemory:
    """A mailbox with the methods of ImapMailbox, and the server behind it, in a few dictionaries.

    `inbox` is UID → (raw, received_at), `folders` the same by name of folder, `junk_folder` UID →
    raw. `hook` is called with the name of each method before it does anything: it may deliver mail,
    break the connection, or raise. While `down` holds a text, connect raises MailboxUnusable(text).
    """

    def __init__(self, *, archive: str = "Gehoor") -> None:
        self.uidvalidity = 0
        self.inbox: dict[int, tuple[bytes, datetime]] = {}
        self.folders: defaultdict[str, dict[int, tuple[bytes, datetime]]] = defaultdict(dict)
        self.junk_folder: dict[int, bytes] = {}
        self.hook: Callable[[str], None] = lambda _: None
        self.down: str | None = None
        self._archive = archive
        self._numbering = 1
        self._next_uid: defaultdict[str, int] = defaultdict(lambda: 1)
        self._connected = False
        self._interrupted = False
        self._news = False
        self._changed = threading.Condition()

    # What happens on the server

    def deliver(self, raw: bytes, received_at: datetime) -> int:
        """A mail comes in; its UID."""
        with self._changed:
            uid = self._new_uid("INBOX")
            self.inbox[uid] = (raw, received_at.astimezone(UTC))
            self._news = True
            self._changed.notify_all()
        return uid

    def renumber(self, uidvalidity: int) -> None:
        """The server forgets its UIDs, gives new ones from 1, and ends the connection."""
        self._numbering = uidvalidity
        self.inbox = dict(enumerate(self.inbox.values(), start=1))
        self._next_uid["INBOX"] = len(self.inbox) + 1
        self.lose_connection()

    def lose_connection(self) -> None:
        """The connection ends; whoever waits on it hears so."""
        with self._changed:
            self._connected = False
            self._changed.notify_all()

    # What ImapMailbox does

    @property
    def usable(self) -> bool:
        return self._connected and not self._interrupted

    def connect(self) -> None:
        self.hook("connect")
        self._connected = False
        if self.down is not None or self._interrupted:
            raise MailboxUnusable(self.down or "memory: interrupted")
        self._connected = True
        self._news = bool(self.inbox)
        self.uidvalidity = self._numbering

    def uids(self) -> list[int]:
        self._begin("uids")
        self._news = False
        return sorted(self.inbox)

    def glance(self, uids: Iterable[int]) -> dict[int, Glance]:
        self._begin("glance")
        return {
            uid: Glance(len(self.inbox[uid][0]), self.inbox[uid][1])
            for uid in sorted(set(uids))
            if uid in self.inbox
        }

    def fetch(self, uids: Iterable[int]) -> Iterator[tuple[int, Glance, bytes]]:
        for uid in sorted(set(uids)):
            self._begin("fetch")
            if uid in self.inbox:
                raw, received_at = self.inbox[uid]
                yield uid, Glance(len(raw), received_at), raw

    def fetch_header(self, uid: int) -> bytes:
        self._begin("fetch_header")
        if uid not in self.inbox:
            return b""
        header, blank_line, _ = self.inbox[uid][0].partition(b"\r\n\r\n")
        return header + blank_line

    def archive_folder(self, year: int) -> str:
        self._begin("archive_folder")
        name = f"{self._archive}/{year}"
        self.folders[name]  # looking makes it
        return name

    def move(self, uids: Iterable[int], folder: str) -> dict[int, int]:
        self._begin("move")
        moved: dict[int, int] = {}
        for uid in sorted(set(uids) & self.inbox.keys()):
            moved[uid] = self._new_uid(folder)
            self.folders[folder][moved[uid]] = self.inbox.pop(uid)
        return moved

    def append(self, folder: str, raws: Sequence[bytes], when: datetime) -> None:
        self._begin("append")
        for raw in raws:
            self.folders[folder][self._new_uid(folder)] = (raw, when)

    def junk(self, after_uid: int) -> list[tuple[int, str]]:
        self._begin("junk")
        return [
            (uid, parseaddr(str(message_from_bytes(raw)["From"] or ""))[1])
            for uid, raw in sorted(self.junk_folder.items())
            if uid > after_uid
        ]

    def wait_for_hint(self, seconds: float) -> bool:
        try:
            self._begin("wait_for_hint")
            with self._changed:
                self._changed.wait_for(lambda: self._news or not self.usable, seconds)
            self._begin("")
        except MailboxUnusable:
            if self._interrupted:
                return False
            raise
        return self._news

    def noop(self) -> None:
        self._begin("noop")

    def interrupt(self) -> None:
        with self._changed:
            self._interrupted = True
            self._changed.notify_all()

    def close(self) -> None:
        self._connected = False

    def _begin(self, method: str) -> None:
        if method:
            self.hook(method)
        if not self.usable:
            self._connected = False
            raise MailboxUnusable("memory: lost the connection")

    def _new_uid(self, folder: str) -> int:
        uid = self._next_uid[folder]
        self._next_uid[folder] = uid + 1
        return uid
