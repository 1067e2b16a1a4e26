"""One connection to the mail server, and exactly how far each letter came on it."""

from __future__ import annotations

import contextlib
import re

import aiosmtplib

from bot.post.smtp.connect import Client, SmtpServer
from bot.post.smtp.envelope import Delayed, Envelope, Outcome, Refused, Uncertain
from bot.post.smtp.replies import judge, one_line
from bot.post.smtp.trouble import Trouble, unwelcome

# The first digit of a reply (RFC 5321 §4.2.1), and the one code that ends the conversation.
YES, GOES_ON, NOT_NOW, NEVER = 2, 3, 4, 5
CLOSING = 421
TOO_BIG = (552, "5.3.4")

# "Authentication required" and "credentials invalid" (RFC 4954 §6): in the middle of a letter the
# login has lapsed, as with a token that came to its end.
LOGGED_OUT = frozenset({530, 535})
WITHOUT_UTF8 = "malformed, or beyond ASCII where the server has no SMTPUTF8"

# Letters that IDNA 2003 and 2008 write differently: guessing would mail a stranger.
DEVIANT = re.compile("[ßς\u200c\u200d]")
UNSENDABLE = re.compile(r"[\s<>\x00-\x1f\x7f]")
BARE_LINE_END = re.compile(rb"\r\n|\r|\n")


class Carrier:
    """Takes letters to one connection, one after the other.

    aiosmtplib's `sendmail` does not tell in which phase a connection broke, so the commands are
    given one by one here: before the text was handed over a letter is delayed, after it uncertain
    (RFC 1047).
    """

    def __init__(self, client: Client, server: SmtpServer, *, idle_since: float) -> None:
        self._client = client
        self._server = server
        self.idle_since = idle_since
        self.was_cut = False

    @property
    def is_open(self) -> bool:
        """Whether the connection still stands, as far as we were told."""
        return self._client.is_connected

    async def carry(self, envelope: Envelope) -> Outcome:
        """Give one letter to the server.

        Raises:
            Trouble: the connection broke off, or the server does not take mail from this sender.
        """
        try:
            return await self._carry(envelope)
        except BaseException:
            self._client.close()  # the next reply on this connection could belong to this letter
            raise

    async def greet_as(self, sender: str) -> None:
        """Ask whether the server takes mail from this sender, and take the question back.

        Raises:
            Trouble: it does not, with one line that names the remedy.
        """
        path = self._path(sender)
        if path is None:
            raise unwelcome(f"{self._server}: cannot send as {sender}; check the mailbox")
        await self._mail(path)
        await self._reset()

    async def quit(self) -> None:
        """Take leave politely; a server that is gone already is no trouble."""
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await self._client.execute_command(b"QUIT", timeout=min(self._server.timeout, 2.0))
        self._client.close()

    def cut(self) -> None:
        """Break the connection at once; a letter under way then ends in what it had come to."""
        self.was_cut = True
        self._client.close()

    async def _carry(self, envelope: Envelope) -> Outcome:
        sender = self._path(envelope.sender)
        if sender is None:
            raise unwelcome(f"{self._server}: cannot send as {envelope.sender}; check the mailbox")
        recipient = self._path(envelope.recipient)
        if recipient is None:
            return Refused(553, f"5.1.3 no address this mail server can carry ({WITHOUT_UTF8})")
        text = _on_the_wire(envelope.content)
        refused = self._unfit(text) or await self._mail(sender, *self._options(text, recipient))
        if refused is not None:
            return refused
        reply = await self._ask(b"RCPT", b"TO:<" + recipient + b">")
        if reply.code // 100 == YES:
            reply = await self._ask(b"DATA")
            if reply.code // 100 == GOES_ON:
                return await self._hand_over(text)
        if reply.code in LOGGED_OUT:
            raise self._logged_out(reply)
        await self._reset()
        return judge(reply.code, reply.message, server=str(self._server))

    def _path(self, address: str) -> bytes | None:
        """The address as this server can be told it, or None (RFC 6531 §3.3, RFC 5891)."""
        if not address or UNSENDABLE.search(address):
            return None
        if address.isascii():
            return address.encode("ascii")
        local, _, domain = address.rpartition("@")
        if local.isascii() and not DEVIANT.search(domain):
            with contextlib.suppress(UnicodeError):
                return f"{local}@".encode("ascii") + domain.encode("idna")
        if not self._client.supports_extension("smtputf8"):
            return None
        with contextlib.suppress(UnicodeError):
            return address.encode("utf-8")
        return None

    def _unfit(self, text: bytes) -> Refused | None:
        """What this server can never take, known before it is asked."""
        limit = self._client.esmtp_extensions.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(text):  # RFC 1870 §6.1
            return Refused(552, f"5.3.4 {len(text)} bytes, the mail server takes {limit}")
        if not text.isascii() and not self._client.supports_extension("8bitmime"):  # RFC 6152 §3
            return Refused(554, "5.6.3 the text is 8-bit, the mail server takes 7-bit only")
        return None

    def _options(self, text: bytes, recipient: bytes) -> list[bytes]:
        options = []
        if self._client.supports_extension("size"):
            options.append(b"SIZE=%d" % len(text))
        if not text.isascii():
            options.append(b"BODY=8BITMIME")
        if not recipient.isascii():
            options.append(b"SMTPUTF8")
        return options

    async def _mail(self, sender: bytes, *options: bytes) -> Refused | None:
        """MAIL FROM: but for the size of the letter, a refusal here is of us."""
        reply = await self._ask(b"MAIL", b"FROM:<" + sender + b">", *options)
        if reply.code // 100 == YES:
            return None
        words = one_line(reply.message)
        if reply.code == TOO_BIG[0] or reply.message.startswith(TOO_BIG[1]):
            return Refused(reply.code, words)
        remedy = "it is tried again later"
        if reply.code // 100 == NEVER:
            remedy = "check that user of smtp may send as this address"
        refusal = f"does not take mail from {sender.decode()} ({reply.code} {words})"
        raise unwelcome(f"{self._server}: {refusal}; {remedy}")

    async def _ask(self, *command: bytes) -> aiosmtplib.SMTPResponse:
        """One command and its reply; without one the connection is lost."""
        try:
            reply = await self._client.execute_command(*command)
        except aiosmtplib.SMTPTimeoutError as error:
            words = (
                f"{self._server}: silent for {self._server.timeout:g} s at {command[0].decode()}"
            )
            raise Trouble(Delayed(words), for_all=True) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise self._lost(command[0], one_line(str(error))) from error
        if reply.code == CLOSING:  # RFC 5321 §3.8: the server closes whatever was asked
            raise self._lost(command[0], f"421 {one_line(reply.message)}")
        return reply

    def _lost(self, command: bytes, words: str) -> Trouble:
        return Trouble(Delayed(f"{self._server}: connection lost at {command.decode()} ({words})"))

    def _logged_out(self, reply: aiosmtplib.SMTPResponse) -> Trouble:
        """Another connection, with another login, may do; this one is closed by whoever hears."""
        outcome = judge(reply.code, reply.message, server=str(self._server))
        assert isinstance(outcome, Delayed)
        return Trouble(outcome)

    async def _reset(self) -> None:
        """Forget the letter that was refused, or the next one would go along with it."""
        try:
            reply = await self._ask(b"RSET")
        except Trouble:
            return  # the connection is closed, and so forgets as well
        if reply.code // 100 != YES:
            self._client.close()

    async def _hand_over(self, text: bytes) -> Outcome:
        """The text, its final dot and the verdict: from the first byte on nothing is certain."""
        protocol = self._client.protocol
        if protocol is None:
            raise self._lost(b"DATA", "closed")
        try:
            protocol.write(text)
        except aiosmtplib.SMTPServerDisconnected as error:
            raise self._lost(b"DATA", "closed") from error
        patience = self._server.text_timeout
        try:
            reply = await protocol.read_response(timeout=patience)
        except aiosmtplib.SMTPTimeoutError as error:
            words = f"{self._server}: silent for {patience:g} s after the text"
            raise Trouble(Uncertain(words), for_all=True) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            words = f"{self._server}: connection lost after the text ({one_line(str(error))})"
            raise Trouble(Uncertain(words)) from error
        if reply.code == CLOSING:
            self._client.close()
        if reply.code // 100 not in {YES, NOT_NOW, NEVER}:
            words = f"{self._server}: no verdict after the text ({reply.code})"
            raise Trouble(Uncertain(words))
        if reply.code in LOGGED_OUT:
            raise self._logged_out(reply)
        return judge(reply.code, reply.message, server=str(self._server))


def _on_the_wire(content: bytes) -> bytes:
    """CRLF at each line's end, dots doubled, closed by the final dot (RFC 5321 §2.3.8, §4.5.2).

    Lone CR or LF must not survive: servers read them differently, and then a parent's words could
    end one mail and begin another ("SMTP smuggling").
    """
    if not content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r"):
        content = BARE_LINE_END.sub(b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    if content.startswith(b"."):
        content = b"." + content
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"
