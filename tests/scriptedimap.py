"""An IMAP server that follows a script, so that it can misbehave exactly."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.post.imap.server import ImapServer, Security
from tests.certificates import Certificate

_PATIENCE = 20.0


class Talk:
    """One conversation, from the server's side. `answers` may be changed by the script."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")
        self.answers: dict[bytes, bytes] = {
            b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE UIDPLUS MOVE\r\n",
            b"LIST": b'* LIST (\\Noselect) "/" ""\r\n',
            b"SELECT": b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n",
            b"UID SEARCH": b"* SEARCH 1 2\r\n",
        }

    def say(self, *segments: bytes) -> None:
        """Each in a segment, or a TLS record, of its own."""
        for segment in segments:
            self._connection.sendall(segment)

    def hear(self) -> bytes:
        """The next line; empty when the client is gone."""
        return self._lines.readline()

    def answer_until(self, word: bytes) -> bytes:
        """Answers everything with OK until a command begins with `word`; the tag of that one."""
        while line := self.hear():
            tag, _, command = line.strip().partition(b" ")
            if command.upper().startswith(word):
                return tag
            for name, answer in self.answers.items():
                if command.upper().startswith(name):
                    self.say(answer)
            self.say(tag + b" OK done\r\n")
        return b""

    def begin_idle(self) -> bytes:
        """Greets, answers up to IDLE; the tag of that, the `+` yet to be said."""
        self.say(b"* OK hello\r\n")
        return self.answer_until(b"IDLE")

    def hang_up(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._lines.close()
        self._connection.close()


class ScriptedServer:
    """Runs the script for each connection, one at a time, and hangs up at its end.

    With a certificate it speaks TLS, from the start or (`starttls`) when the script says so. What
    goes wrong in the script comes out when the server is left.
    """

    def __init__(
        self,
        script: Callable[[Talk], None],
        certificate: Certificate | None = None,
    ) -> None:
        self._script = script
        self._certificate = certificate
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._trouble: BaseException | None = None
        self.port = int(self._listening.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_PATIENCE)
        if self._trouble is not None and kind is None:
            raise self._trouble

    def mailbox(
        self, *, host: str = "127.0.0.1", security: Security | None = None, timeout: float = 10.0
    ) -> ImapServer:
        """How to get in, trusting its certificate."""
        return ImapServer(
            host=host,
            port=self.port,
            security=security or ("tls" if self._certificate else "none"),
            user="klachten",
            password="geheim",
            ca_file=str(self._certificate.cert) if self._certificate else None,
            timeout=timeout,
        )

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            connection.settimeout(_PATIENCE)
            with connection:
                self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        try:
            if self._certificate is not None:
                connection = tls_context(self._certificate).wrap_socket(
                    connection, server_side=True
                )
            talk = Talk(connection)
        except (ssl.SSLError, ConnectionError):
            return  # a client that does not like the certificate
        try:
            self._script(talk)
        except (ConnectionError, ssl.SSLError):
            pass  # a client that has heard enough
        except BaseException as trouble:  # noqa: BLE001 - raised again in the test's own thread
            self._trouble = trouble
        finally:
            talk.hang_up()


def tls_context(certificate: Certificate) -> ssl.SSLContext:
    """The server's side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(certificate.cert), Path(certificate.key))
    return context
