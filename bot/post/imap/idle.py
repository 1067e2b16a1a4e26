"""An IMAP connection that can wait: IMAPClient with its own, safe, way of reading.

IMAPClient 4.1 spins for ever at the end of a stream while idling, and loses step when a line comes
in two segments (mjs/imapclient #464, #519, #565). Here one buffer of ours stands between the
network and imaplib, by the methods that imaplib calls overridable (open, read, readline, shutdown).
So nothing depends on how imaplib buffers, which Python 3.14 changed, and a time limit in the middle
of a line loses nothing.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Literal

from imapclient import IMAPClient, SocketTimeout

from bot.clock import monotonic

# A line may hold the UIDs of every mail in the box (imaplib stops at a million octets).
_LONGEST_LINE = 16_000_000
_READ_AT_ONCE = 65_536
# A server that does not even open a connection by then does not exist, for our purposes.
_PATIENCE_TO_CONNECT = 10.0
# A silent peer is found dead after 60 + 4 * 15 seconds; mobile and home routers forget sooner
# than the two hours that systems wait by default.
_KEEP_ALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}


class IdleRefused(Exception):  # noqa: N818 - no error: the caller polls instead
    """The server offers IDLE but said no to it."""


class Wire(imaplib.IMAP4):
    """imaplib, reading through a buffer of ours and counting the mails in the open folder.

    `news` is set when the server tells of more mail than there was (EXISTS), whichever command it
    comes with: one that comes between the look and IDLE would be heard by nobody otherwise.
    `last_words` is what it said before it hung up (BYE).
    """

    sock: socket.socket

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout: float,
        tls: ssl.SSLContext | None,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self.news = False
        self.count = 0
        self.last_words = ""
        self._unread = bytearray()
        self._patience = timeout
        self._tls = tls
        self._opened = opened
        super().__init__(host, port, timeout)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, and shake hands over TLS where the port expects that from the start."""
        self.host, self.port = host, port
        patience = min(_PATIENCE_TO_CONNECT, timeout or _PATIENCE_TO_CONNECT)
        self.sock = socket.create_connection((host, port), patience)
        try:
            self.sock.settimeout(timeout)
            _keep_alive(self.sock)
            self._opened(self.sock)
            if self._tls is not None:
                self._encrypt(self._tls)
        except BaseException:
            self.sock.close()
            raise

    def starttls(
        self, ssl_context: ssl.SSLContext | None = None
    ) -> tuple[Literal["OK"], list[None]]:
        """Go on over TLS. What came before it is not believed (RFC 9051 §11.2)."""
        assert ssl_context is not None
        kind, _ = self._simple_command("STARTTLS")
        if kind != "OK":
            raise self.error("STARTTLS refused")
        if self._unread:
            raise self.abort("something was slipped in before TLS began")
        self._encrypt(ssl_context)
        self.untagged_responses.clear()
        self._tls_established = True
        self._get_capabilities()
        return "OK", [None]

    def read(self, size: int) -> bytes:
        """The next `size` octets: a literal. Raises ConnectionError when the stream ends in it."""
        while len(self._unread) < size:
            self._fill()
        return self._take(size)

    def readline(self) -> bytes:
        """The next line, with its end. Raises ConnectionError when the stream ends before that."""
        return self._take(self._await_line(None))

    def shutdown(self) -> None:
        """Close the connection without a word."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def wait_for_news(self, seconds: float) -> bool:
        """IDLE (RFC 2177) until the server tells of new mail, at most so long; True when it did.

        Raises:
            IdleRefused: it will not idle; the connection is still good.
            ConnectionError: the connection ended or fell out of step; it is good for nothing.
        """
        ends_at = monotonic() + seconds
        try:
            self.noop()  # some servers keep to themselves what came just before IDLE
            if self.news:
                return True
            tag: bytes = self._command("IDLE")
            while self._get_response() is not None:  # None is the `+` that begins IDLE
                if self.tagged_commands[tag] is not None:
                    del self.tagged_commands[tag]
                    raise IdleRefused
            while not self.news and self.tagged_commands[tag] is None:
                if not self._await_line(ends_at):
                    break
                self._get_response()
                self._check_bye()
            if self.tagged_commands[tag] is None:
                self.send(b"DONE\r\n")
            self._command_complete("IDLE", tag)
        except ConnectionError:
            raise
        except (self.error, OSError) as broken:
            raise ConnectionAbortedError("IDLE ended out of step") from broken
        finally:
            self.untagged_responses.clear()
        return self.news

    def _append_untagged(self, kind: str, data: Any) -> None:  # noqa: ANN401 - imaplib's own mix
        """Every untagged answer passes here, in order: the one place to count mails."""
        if kind == "EXISTS" and isinstance(data, bytes) and data.isdigit():
            self.news = self.news or int(data) > self.count
            self.count = int(data)
        elif kind == "EXPUNGE":
            self.count -= 1
        elif kind == "BYE" and isinstance(data, bytes):
            self.last_words = data.decode("utf-8", "replace")
        super()._append_untagged(kind, data)  # type: ignore[misc] # imaplib's, not in its stubs

    def _encrypt(self, context: ssl.SSLContext) -> None:
        """The handshake comes after the socket is known, so that it can be interrupted too."""
        encrypted = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = encrypted
        self._opened(encrypted)
        encrypted.do_handshake()

    def _await_line(self, ends_at: float | None) -> int:
        """The length of the first whole line once it is there; 0 when `ends_at` came before it."""
        looked = 0
        try:
            while (end := self._unread.find(b"\n", looked)) < 0:
                looked = len(self._unread)
                if looked > _LONGEST_LINE:
                    raise self.abort(f"a line of more than {_LONGEST_LINE} octets")
                if ends_at is not None:
                    self.sock.settimeout(max(ends_at - monotonic(), 0.001))
                self._fill()
        except TimeoutError:
            if ends_at is None:
                raise
            return 0
        finally:
            if ends_at is not None:
                self.sock.settimeout(self._patience)
        return end + 1

    def _fill(self) -> None:
        """Read on. A socket over TLS gives first what it has already decrypted."""
        segment = self.sock.recv(_READ_AT_ONCE)
        if not segment:
            raise ConnectionResetError("the server closed the connection")
        self._unread += segment

    def _take(self, size: int) -> bytes:
        with memoryview(self._unread) as unread:
            taken = bytes(unread[:size])
        del self._unread[:size]
        return taken


class IdleClient(IMAPClient):  # type: ignore[misc] # IMAPClient has no types
    """IMAPClient on our wire. `opened` is told each socket, for whoever may have to shut it.

    What is `never_used` (in capitals) is not seen among the capabilities, whatever is offered.
    """

    never_used: frozenset[str] = frozenset()

    def __init__(
        self,
        host: str,
        port: int,
        *,
        timeout: float,
        tls: ssl.SSLContext | None,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._open_wire = partial(Wire, host, port, timeout=timeout, tls=tls, opened=opened)
        super().__init__(host, port, ssl=tls is not None, timeout=SocketTimeout(timeout, timeout))
        # IMAPClient logs whole mails at DEBUG, and has imaplib do so: neither is to happen.
        self._imap.debug = 0
        keep_bodies_out_of_logs()

    @property
    def wire(self) -> Wire:
        """The connection below, for what IMAPClient cannot say or reads too slowly."""
        wire: Wire = self._imap
        return wire

    def capabilities(self) -> tuple[bytes, ...]:
        """What the server offers and this provider can be trusted with."""
        offered: tuple[bytes, ...] = super().capabilities()
        return tuple(name for name in offered if name.decode().upper() not in self.never_used)

    def wait_for_hint(self, seconds: float) -> bool:
        """True as soon as the server tells of new mail, False after so many seconds without.

        A hint only: whoever gets it looks, and whoever gets none looks now and then all the same.
        Can be ended from another thread by shutting the socket down.

        Raises:
            IdleRefused: the server will not idle; the connection is still good.
            ConnectionError: the connection ended or fell out of step: discard this client.
        """
        return self.wire.news or self.wire.wait_for_news(seconds)

    def _create_IMAP4(self) -> Wire:  # noqa: N802 - IMAPClient's name
        return self._open_wire()


def keep_bodies_out_of_logs() -> None:
    """Holds the logger `imapclient` at INFO or above, whatever the level of the rest."""
    logger = logging.getLogger("imapclient")
    if logger.getEffectiveLevel() < logging.INFO:
        logger.setLevel(logging.INFO)


def _keep_alive(sock: socket.socket) -> None:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEP_ALIVE.items():
        option = getattr(socket, name, None)  # macOS and Windows lack some
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)
