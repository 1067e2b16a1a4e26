"""Opens a connection to the mail server: TLS, greeting, login; or says in one line why not."""

from __future__ import annotations

import asyncio
import base64
import errno
import inspect
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib

from bot.post.oauth.troubles import with_remedy
from bot.post.smtp.replies import one_line
from bot.post.smtp.trouble import unreachable

Token = Callable[[], str] | Callable[[], Awaitable[str]]

# Of an access token, the first that is offered.
TOKEN_METHODS = ("xoauth2", "oauthbearer")

# One method, chosen by us, because trying them all counts a wrong password several times, and
# three wrong passwords lock an account at many a provider.
METHODS = ("plain", "login", "cram-md5")

# The server knows the method by name only; the next one may work (RFC 4954 §4).
METHOD_UNKNOWN = frozenset({500, 501, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """The mail server letters leave by.

    Without `user` there is no login. `token` gives an OAuth access token and then stands in for
    `password`; a plain function is called in a thread, since it may wait for the network.
    `token_refused` is called when the server did not take the token.
    `ca_file` is a PEM file of the authority to trust instead of the system's. `timeout` is the
    patience for connecting and for each reply, `text_timeout` for the reply after the whole text,
    both in seconds; RFC 5321 §4.5.3.2.6 asks for ten minutes there, because giving up earlier makes
    second copies. `connections` are kept at most. `per_minute` letters may go; 0 = no limit.
    """

    host: str
    port: int
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: Token | None = field(default=None, repr=False)
    token_refused: Callable[[], None] | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float = 60.0
    text_timeout: float = 600.0
    connections: int = 2
    per_minute: int = 0

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Client(aiosmtplib.SMTP):
    """An SMTP client whose `close` closes at once, and that knows OAUTHBEARER."""

    def close(self) -> None:
        """Drop the connection: closing in good order waits for the server, which may be stalled."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()
        super().close()

    async def auth_oauthbearer(self, user: str, token: str) -> None:
        """RFC 7628: after a refusal the server says why, and waits for an octet of 1."""
        name = user.replace("=", "=3D").replace(",", "=2C")
        proof = base64.b64encode(f"n,a={name},\x01auth=Bearer {token}\x01\x01".encode())
        reply = await self.execute_command(b"AUTH", b"OAUTHBEARER", proof)
        if reply.code == aiosmtplib.SMTPStatus.auth_continue:
            reply = await self.execute_command(base64.b64encode(b"\x01"))
        if reply.code != aiosmtplib.SMTPStatus.auth_successful:
            raise aiosmtplib.SMTPAuthenticationError(reply.code, reply.message)


async def open_client(server: SmtpServer) -> Client:
    """A client that is connected, behind verified TLS where asked, greeted and logged in.

    Raises:
        Trouble: with one line that names host, port and remedy.
    """
    client = Client(
        hostname=server.host,
        port=server.port,
        timeout=server.timeout,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=None if server.security == "none" else _tls_context(server),
        local_hostname=_own_name(),
    )
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await _greet(client)
        if server.user:
            await _log_in(client, server)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:  # ValueError: a..b is no host
        client.close()
        raise unreachable(f"{server}: {_reason(error, server)}") from error
    except BaseException:
        client.close()
        raise
    return client


def _tls_context(server: SmtpServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise unreachable(
            f"{server}: ca_file {server.ca_file} cannot be read as PEM certificates ({error}); "
            "correct ca_file or take it out"
        ) from error


def _own_name() -> str:
    """Our name in EHLO (RFC 5321 §4.1.4); not asked from the DNS, which may hang."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() and name.isprintable() else "[127.0.0.1]"


async def _greet(client: Client) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not client.is_connected:
            raise
        await client.helo()  # a server of before 1995 (RFC 5321 §3.2)


async def _log_in(client: Client, server: SmtpServer) -> None:
    assert server.user is not None
    offered = client.server_auth_methods
    wanted = tuple(name for name in (TOKEN_METHODS if server.token else METHODS) if name in offered)
    if not wanted:
        raise unreachable(
            f"{server}: offers no login {'with a token (XOAUTH2) ' if server.token else ''}"
            f"that we know (it offers: {', '.join(offered) or 'none'}); "
            'try security = "starttls" or "tls", or leave user out where none is needed'
        )
    if server.token:
        await _log_in_by_token(client, server, wanted[0])
        return
    for name in wanted:
        method = getattr(client, f"auth_{name.replace('-', '')}")
        try:
            await method(server.user, server.password or "")
        except aiosmtplib.SMTPAuthenticationError as error:
            if error.code in METHOD_UNKNOWN and name != wanted[-1]:
                continue
            raise unreachable(_refused(server, error)) from error
        return


async def _log_in_by_token(client: Client, server: SmtpServer, method: str) -> None:
    """With a token; when it is refused and there is a newer one, with that."""
    offer = getattr(client, f"auth_{method}")
    token = await _access_token(server)
    try:
        await offer(server.user, token)
    except aiosmtplib.SMTPAuthenticationError as error:
        if server.token_refused is not None:
            server.token_refused()
        newer = await _access_token(server)
        if newer == token:
            raise unreachable(_refused(server, error)) from error
        try:
            await offer(server.user, newer)
        except aiosmtplib.SMTPAuthenticationError as again:
            raise unreachable(_refused(server, again)) from again


def _refused(server: SmtpServer, error: aiosmtplib.SMTPAuthenticationError) -> str:
    what = "the access and its token" if server.token else "user and password"
    words = f"{error.code} {one_line(error.message)}"
    line = f"{server}: login as {server.user} refused ({words}); check {what} of smtp"
    return with_remedy(line, f"{error.code} {error.message}", token=server.token is not None)


async def _access_token(server: SmtpServer) -> str:
    assert server.token is not None
    try:
        given: object = await asyncio.to_thread(server.token)
        return str(await given if inspect.isawaitable(given) else given)
    except Exception as error:  # whatever a token service raises
        line = (
            f"{server}: no access token for {server.user} ({one_line(str(error))}); "
            "check the oauth settings of this mailbox"
        )
        raise unreachable(with_remedy(line, str(error))) from error


def _reason(error: Exception, server: SmtpServer) -> str:
    """What went wrong while connecting, and what a person can do about it."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    match cause:
        case ssl.SSLCertVerificationError():
            words = (
                f"its certificate is not trusted ({cause.verify_message}); set ca_file to its "
                "authority, or host to the name the certificate is made out to"
            )
        case ssl.SSLError():
            words = (
                f"no TLS there ({cause.reason or cause}); port 465 wants "
                'security = "tls", port 587 "starttls"'
            )
        case socket.gaierror():
            words = f"unknown host ({cause.strerror}); check host of smtp, or the DNS"
        case OSError(errno=errno.ECONNREFUSED):
            words = "refuses connections; check host and port of smtp, and that the server runs"
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            words = (
                f"no answer within {server.timeout:g} s; check host and port of smtp, the "
                "firewall, and security (a TLS port stays silent to a plain client)"
            )
        case aiosmtplib.SMTPResponseException():
            words = f"turned us away ({cause.code} {one_line(cause.message)}); try again later"
        case aiosmtplib.SMTPException() if "STARTTLS" in str(cause):
            words = 'offers no STARTTLS; set security = "tls", mostly on port 465'
        case _:
            words = (
                f"cannot be used ({one_line(str(cause))}); check host, port and security of smtp"
            )
    return words
