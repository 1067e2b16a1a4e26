"""The mailbox: looks into the inbox, fetches, files in the archive, waits for the next mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes
from email.utils import parseaddr
from functools import partial
from typing import TypeVar

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from bot.clock import Clock, SystemClock
from bot.post.imap import filing
from bot.post.imap.fetching import Fetched, read_answers
from bot.post.imap.folders import Folders
from bot.post.imap.idle import IdleClient
from bot.post.imap.line import Line
from bot.post.imap.sequences import sequence_sets
from bot.post.imap.server import CommandRefused, Glance, ImapServer, MailboxUnusable

T = TypeVar("T")

_BATCH_OCTETS = 4_000_000
_BATCH_MAILS = 100
_LONGEST_HEADER = 1_000_000


class ImapMailbox:
    """One mailbox on an IMAP server, for one thread; only `interrupt` may come from another.

    `inbox` is the folder that is watched, `archive` the one whose subfolder of the year takes what
    was stored. Flags that people set mean nothing here, and reading never sets one.

    Each method raises MailboxUnusable when the connection is lost or makes no sense: it is closed
    then (`usable` is false) and `connect` may be tried again. Two of its kind say more:
    CommandRefused, that the server said no to that one thing; SessionEnded, that the time of a
    session was over, which is no trouble.
    """

    def __init__(
        self,
        server: ImapServer,
        *,
        inbox: str = "INBOX",
        archive: str = "Gehoor",
        clock: Clock | None = None,
    ) -> None:
        self.uidvalidity = 0
        self._server = server
        self._inbox = inbox
        self._archive = archive
        self._clock = clock or SystemClock()
        self._line = Line(server)
        self._folders: Folders | None = None
        self._one_id = ""  # what else is asked of each mail, where one mail may have many names

    @property
    def usable(self) -> bool:
        """Whether it is connected, as far as anybody has noticed."""
        return self._line.is_open

    def connect(self) -> None:
        """Log in and open the inbox; `uidvalidity` is known from then on."""
        try:
            self._line.open()
            with self._line.speaking("open the inbox") as client:
                # https://developers.google.com/workspace/gmail/imap/imap-extensions
                labels = self._server.ways.many_labels and client.has_capability("X-GM-EXT-1")
                self._one_id = " X-GM-MSGID" if labels else ""
                self._folders = Folders(client, self._server)
                self.uidvalidity = self._folders.open_inbox(self._inbox)
        except MailboxUnusable:
            self._line.discard()
            raise

    def uids(self) -> list[int]:
        """The UIDs of all mail in the inbox, ascending."""
        with self._line.speaking("list the inbox") as client:
            client.wire.noop()  # some servers search only what they have told of already
            client.wire.news = False  # and what they tell from here on may not be in the list
            return filing.search(client, "ALL")

    def glance(self, uids: Iterable[int]) -> dict[int, Glance]:
        """Size and time of receipt of these mails, ascending; a mail that is gone is left out.

        A time that the server cannot tell properly is now: nobody waits longer because of it.
        """
        seen: dict[int, Glance] = {}
        for some, named in sequence_sets(uids):
            asked = frozenset(named)
            for mail in self._ask(some, f"(UID INTERNALDATE RFC822.SIZE{self._one_id})"):
                if mail.size is not None and mail.uid in asked:
                    received_at = mail.received_at or self._clock.now()
                    seen[mail.uid] = Glance(mail.size, received_at, mail.one_id)
        return dict(sorted(seen.items()))

    def fetch(self, uids: Iterable[int]) -> Iterator[tuple[int, Glance, bytes]]:
        """Each mail whole, ascending by UID, without marking it read.

        Some megabytes are held at a time, or a single mail that is larger. A mail that is gone, or
        that the server cannot hand over, is left out; `uids` and `fetch_header` tell which.
        """
        for _, some in sequence_sets(uids):
            glances = self.glance(some)
            for batch in _batches(glances):
                bodies = self._bodies(batch)
                for uid in batch:
                    raw = bodies.pop(uid, None)
                    if raw is not None:
                        yield uid, glances[uid], raw

    def fetch_header(self, uid: int) -> bytes:
        """The header of a mail, at most the first million octets of it; empty when it is gone."""
        with suppress(CommandRefused):
            for mail in self._ask(str(uid), f"(UID BODY.PEEK[HEADER]<0.{_LONGEST_HEADER}>)"):
                if mail.uid == uid and mail.body is not None:
                    return mail.body
        return b""

    def archive_folder(self, year: int) -> str:
        """The name, on this server, of the archive's folder for a year; made when it is missing."""
        name = f"{self._archive}/{year}"
        with self._line.speaking(f"make the folder {name}"):
            return self._known_folders.ready(name)

    def move(self, uids: Iterable[int], folder: str) -> dict[int, int]:
        """Move mail out of the inbox; old UID → new UID as far as the server tells (COPYUID).

        `folder` is a name that `archive_folder` gave. A mail that is gone is left out, so doing it
        twice does no harm.
        """
        moved: dict[int, int] = {}
        for some, named in sequence_sets(uids):
            with self._line.speaking(f"move mail to {folder}") as client:
                moved |= self._file(folder, partial(filing.move, client, some, named, folder))
        return moved

    def append(self, folder: str, raws: Sequence[bytes], when: datetime) -> None:
        """Append letters of ours to a folder that `archive_folder` gave, marked as read.

        `raws` have CRLF line ends; `when`, aware, is the time they left.
        """
        with self._line.speaking(f"append to {folder}") as client:
            self._file(folder, partial(filing.append, client, folder, raws, when))

    def junk(self, after_uid: int) -> list[tuple[int, str]]:
        """UID and sender's address of the mails above `after_uid` in the junk folder, ascending.

        The folder is the one marked so (RFC 6154); it is opened to read only. Empty when there is
        none. When its UIDs have begun anew, below `after_uid`, all its mails are given.
        """
        with self._line.speaking("look into the junk folder") as client:
            folder = self._known_folders.find_junk()
            if folder is None:
                return []
            status = client.folder_status(folder, ("MESSAGES", "UIDNEXT"))
            if not status[b"MESSAGES"] or status[b"UIDNEXT"] == after_uid + 1:
                return []
            if status[b"UIDNEXT"] <= after_uid:
                after_uid = 0
            with self._opened_beside(client, folder):
                # `n:*` names the last mail even when that is below n (RFC 9051 §6.4.4).
                found = filing.search(client, f"UID {after_uid + 1}:*")
                return self._senders(uid for uid in found if uid > after_uid)

    def wait_for_hint(self, seconds: float) -> bool:
        """True as soon as there may be mail that `uids` has not listed, False after `seconds`.

        By IDLE, else by waiting and asking once. Nothing depends on it: look now and then anyway.
        False at once when interrupted.
        """
        return self._line.wait_for_hint(seconds)

    def noop(self) -> None:
        """Ask for nothing, so that the connection is known to live."""
        with self._line.speaking("say NOOP") as client:
            client.wire.noop()

    def interrupt(self) -> None:
        """End for good whatever it is waiting for. The one method for another thread."""
        self._line.interrupt()

    def close(self) -> None:
        """Log out, if that can be done at once."""
        self._line.close()

    @property
    def _known_folders(self) -> Folders:
        assert self._folders is not None, "connect() comes first"
        return self._folders

    def _ask(self, some: str, items: str) -> Iterator[Fetched]:
        with self._line.speaking("fetch mail") as client:
            client.wire.untagged_responses.pop("FETCH", None)  # flags that people set meanwhile
            kind, answers = client.wire.uid("FETCH", some, items)
            if kind != "OK":
                words = (answers[0] or b"").decode("utf-8", "replace")
                raise IMAPClientError(f"fetch failed: {words}")
        return read_answers(answers)

    def _bodies(self, batch: Sequence[int]) -> dict[int, bytes]:
        """The mails of a batch; one by one when the server stumbles over one of them."""
        try:
            return {
                mail.uid: mail.body
                for some, _ in sequence_sets(batch)
                for mail in self._ask(some, "(UID BODY.PEEK[])")
                if mail.body is not None
            }
        except CommandRefused:
            if len(batch) == 1:
                return {}
            return {uid: raw for one in batch for uid, raw in self._bodies([one]).items()}

    def _file(self, folder: str, filing_it: Callable[[], T]) -> T:
        """A folder that people removed meanwhile is made again (TRYCREATE, RFC 9051 §7.1)."""
        try:
            return filing_it()
        except IMAPClientAbortError:
            raise
        except IMAPClientError as refusal:
            if "TRYCREATE" not in str(refusal):
                raise
            self._known_folders.make(folder)
            return filing_it()

    @contextmanager
    def _opened_beside(self, client: IdleClient, folder: str) -> Iterator[None]:
        """Another folder, to read only; then the inbox again, and what came to it meanwhile."""
        wire = client.wire
        count, news = wire.count, wire.news
        try:
            client.select_folder(folder, readonly=True)
            yield
        finally:
            if self.usable:
                self.uidvalidity = self._known_folders.open_inbox(self._inbox)
                wire.news = news or wire.count > count

    def _senders(self, uids: Iterable[int]) -> list[tuple[int, str]]:
        senders = {
            mail.uid: _sender(mail.body or b"")
            for some, named in sequence_sets(uids)
            for mail in self._ask(some, "(UID BODY.PEEK[HEADER.FIELDS (FROM)])")
            if mail.uid in named
        }
        return sorted(senders.items())


def _batches(glances: Mapping[int, Glance]) -> Iterator[list[int]]:
    batch: list[int] = []
    octets = 0
    for uid, glance in glances.items():
        if batch and (octets + glance.size > _BATCH_OCTETS or len(batch) == _BATCH_MAILS):
            yield batch
            batch, octets = [], 0
        batch.append(uid)
        octets += glance.size
    if batch:
        yield batch


def _sender(header: bytes) -> str:
    return parseaddr(str(message_from_bytes(header)["From"] or ""))[1]
