"""The line to an IMAP server: opened, spoken over, waited on, lost; and cut from outside."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from bot.clock import monotonic
from bot.post.imap.idle import IdleClient, IdleRefused
from bot.post.imap.login import BROKEN, one_line, open_client
from bot.post.imap.refusals import pause_after, session_is_over
from bot.post.imap.server import CommandRefused, ImapServer, MailboxUnusable, SessionEnded
from bot.post.oauth.troubles import with_remedy

_PATIENCE_TO_LEAVE = 2.0  # seconds


class Line:
    """One connection at a time. After a failure it is closed, and can be opened anew."""

    def __init__(self, server: ImapServer) -> None:
        self._server = server
        self._client: IdleClient | None = None
        self._socket: socket.socket | None = None
        self._interrupted = threading.Event()
        self._may_idle = True
        self._opened_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether it is connected, as far as anybody has noticed."""
        return self._client is not None and not self._interrupted.is_set()

    def open(self) -> None:
        """Connect and log in. Raises MailboxUnusable."""
        self.discard()
        self._opened_at = monotonic()
        self._client = open_client(self._server, self._note_socket)
        with self.speaking("ask what it can do") as client:
            self._may_idle = client.has_capability("IDLE")

    @contextmanager
    def speaking(self, doing: str) -> Iterator[IdleClient]:
        """One exchange with the server; after one that fails the connection is not used again.

        Raises:
            CommandRefused: the server said no; the connection is still good.
            SessionEnded: it is closed, as sessions by token are when their time has come.
            MailboxUnusable: it is closed.
        """
        client = self._client
        if client is None:
            raise MailboxUnusable(f"{self._server}: not connected; cannot {doing}")
        try:
            yield client
        except CommandRefused:
            raise
        except MailboxUnusable:
            self.discard()
            raise
        except (IMAPClientAbortError, ProtocolError, OSError, ValueError, LookupError) as broken:
            said = one_line(client.wire.last_words) or _what_broke(broken)
            words = f"lost the connection ({said}); cannot {doing} until it is back"
            raise self._ended(words, said) from broken
        except IMAPClientError as refusal:
            said = one_line(str(refusal))
            if pause_after(said) or (self._server.token is not None and session_is_over(said)):
                raise self._ended(f"cannot {doing} ({said})", said) from refusal
            raise CommandRefused(f"{self._server}: cannot {doing} ({said})") from refusal

    def wait_for_hint(self, seconds: float) -> bool:
        """By IDLE, else by waiting and asking once; False at once when interrupted."""
        try:
            with self.speaking("wait for mail") as client:
                if self._may_idle:
                    try:
                        return client.wait_for_hint(self._idling(seconds))
                    except IdleRefused:
                        self._may_idle = False
                if not client.wire.news and not self._interrupted.wait(seconds):
                    client.wire.noop()
                return client.wire.news
        except MailboxUnusable:
            if self._interrupted.is_set():
                return False
            raise

    def interrupt(self) -> None:
        """End for good whatever waits on it. The one method for another thread."""
        self._interrupted.set()
        if self._socket is not None:
            with suppress(OSError):
                # Not SSLSocket's: that takes the TLS away from under the thread that reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out, if that can be done at once."""
        if self.is_open and self._client is not None:
            with suppress(*BROKEN):
                self._client.socket().settimeout(_PATIENCE_TO_LEAVE)
                self._client.logout()
        self.discard()

    def discard(self) -> None:
        """Close without a word."""
        if self._client is not None:
            self._client.shutdown()
        self._client = self._socket = None

    def _ended(self, words: str, said: str) -> MailboxUnusable:
        """Closes; what that means for whoever uses the mailbox."""
        self.discard()
        line, pause = f"{self._server}: {words}", pause_after(said)
        if pause or self._server.token is None:
            return MailboxUnusable(line, pause=pause)
        if session_is_over(said) and self._server.token_refused is not None:
            self._server.token_refused()
        return SessionEnded(with_remedy(line, said))

    def _idling(self, seconds: float) -> float:
        """How long one IDLE may last: as its provider likes it, and not beyond the session.

        Raises:
            SessionEnded: the session has lasted as long as a session does.
        """
        ways = self._server.ways
        longest = min(seconds, ways.idle_minutes * 60)
        if not ways.session_minutes or self._server.token is None:
            return longest
        left = self._opened_at + ways.session_minutes * 60 - monotonic()
        if left <= 0:
            self.close()
            raise SessionEnded(f"{self._server}: the session lasted {ways.session_minutes} minutes")
        return min(longest, left)

    def _note_socket(self, opened: socket.socket) -> None:
        self._socket = opened
        if self._interrupted.is_set():
            raise ConnectionAbortedError("interrupted")


def _what_broke(error: BaseException) -> str:
    """Not the error's own words when those may quote a mail."""
    if isinstance(error, OSError):
        return one_line(error.strerror or str(error))
    return "its answers make no sense"
