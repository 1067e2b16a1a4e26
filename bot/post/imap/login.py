"""Opens an IMAP connection: TLS, greeting, login; or says in one line why not, and what to do."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable

from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from bot.post.imap.idle import IdleClient
from bot.post.imap.server import ImapServer, MailboxUnusable
from bot.post.oauth.troubles import with_remedy

# What may come up when a conversation breaks off or falls out of step; after any of these the
# connection is good for nothing. (ValueError and LookupError: an answer that cannot be read.)
BROKEN = (IMAPClientError, OSError, ValueError, LookupError)

# OpenSSL's numbers (X509_V_ERR_…) for what is wrong with a certificate.
_EXPIRED, _NOT_YET = 10, 9
_SELF_SIGNED = frozenset({18, 19, 20, 21})
_WRONG_NAME = frozenset({62, 64})


def open_client(server: ImapServer, opened: Callable[[socket.socket], None]) -> IdleClient:
    """A client that is connected, behind verified TLS where asked, and logged in.

    `opened` is told each socket as soon as there is one.

    Raises:
        MailboxUnusable: one line with host, port and remedy.
    """
    tls = None if server.security == "none" else _tls_context(server)
    try:
        client = IdleClient(
            server.host,
            server.port,
            timeout=server.timeout,
            tls=tls if server.security == "tls" else None,
            opened=opened,
        )
    except BROKEN as error:
        raise MailboxUnusable(f"{server}: {_reason(error, server)}") from error
    client.never_used = server.ways.never_used
    try:
        if server.security == "starttls":
            client.starttls(tls)
        elif server.security == "none":
            _refuse_to_leave_this_machine(client, server)
        _log_in(client, server)
    except BROKEN as error:
        client.shutdown()
        raise MailboxUnusable(f"{server}: {_reason(error, server)}") from error
    except BaseException:
        client.shutdown()
        raise
    return client


def one_line(words: str) -> str:
    """What a server said, as part of our line: printable, and not without end."""
    # IMAPClient hands on the answer to LOGIN as Python would show bytes.
    words = re.sub(r"""^b(['"])(.*)\1$""", r"\2", words)
    kept = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(kept.split())[:200]


def _tls_context(server: ImapServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise MailboxUnusable(
            f"{server}: ca_file {server.ca_file} cannot be read as PEM certificates ({error}); "
            "correct ca_file or take it out"
        ) from error


def _refuse_to_leave_this_machine(client: IdleClient, server: ImapServer) -> None:
    """A password in clear is for the loopback only, whatever the config lets through."""
    address = client.socket().getpeername()[0]
    if not ipaddress.ip_address(address).is_loopback:
        raise MailboxUnusable(
            f'{server}: security = "none" would send the password in clear; '
            'set security of imap to "tls" (port 993) or "starttls" (port 143)'
        )


def _log_in(client: IdleClient, server: ImapServer) -> None:
    if server.token is not None:
        _log_in_by_token(client, server, server.token)
    elif f"{server.user}{server.password}".isascii():
        client.login(server.user, server.password or "")
    else:  # LOGIN is ASCII; PLAIN is UTF-8 (RFC 4616 §2)
        client.plain_login(server.user, server.password)


def _log_in_by_token(client: IdleClient, server: ImapServer, token: Callable[[], str]) -> None:
    """With a token; when it is refused and there is a newer one, with that."""
    access_token = _access_token(server, token)
    try:
        _offer(client, server, access_token)
    except LoginError:
        if server.token_refused is not None:
            server.token_refused()
        newer = _access_token(server, token)
        if newer == access_token:
            raise
        _offer(client, server, newer)


def _offer(client: IdleClient, server: ImapServer, access_token: str) -> None:
    """By XOAUTH2, or by OAUTHBEARER (RFC 7628) where only that is offered.

    After a refusal the server says why, and waits for an answer that means nothing.
    """
    bearer = f"auth=Bearer {access_token}\x01\x01"
    offered = client.capabilities()
    if b"AUTH=OAUTHBEARER" in offered and b"AUTH=XOAUTH2" not in offered:
        user = server.user.replace("=", "=3D").replace(",", "=2C")
        method, proof, enough = "OAUTHBEARER", f"n,a={user},\x01{bearer}", "\x01"
    else:
        method, proof, enough = "XOAUTH2", f"user={server.user}\x01{bearer}", ""
    client.sasl_login(method, lambda why: enough if why else proof)


def _access_token(server: ImapServer, token: Callable[[], str]) -> str:
    try:
        return token()
    except Exception as error:  # whatever a token service raises
        line = (
            f"{server}: no access token for {server.user} ({one_line(str(error))}); "
            "check the oauth settings of this mailbox"
        )
        raise MailboxUnusable(with_remedy(line, str(error))) from error


def _reason(error: Exception, server: ImapServer) -> str:  # noqa: PLR0911 - one return per reason
    """What went wrong, and what a person can do about it."""
    match error:
        case ssl.SSLCertVerificationError():
            return _certificate(error, server)
        case ssl.SSLError():
            return (
                f"no TLS there ({error.reason or error}); port 993 wants "
                'security = "tls", port 143 "starttls"'
            )
        case socket.gaierror():
            return f"unknown host ({error.strerror}); check host of imap, or the DNS"
        case ConnectionRefusedError():
            return "refuses connections; check host and port of imap, and that the server runs"
        case TimeoutError():
            return (
                f"no answer within {server.timeout:g} s; check host and port of imap, the "
                "firewall, and security (a TLS port stays silent to a plain client)"
            )
        case LoginError():
            what = "the access and its token" if server.token else "user and password"
            words = one_line(str(error))
            line = f"login as {server.user} refused ({words}); check {what} of imap"
            return with_remedy(line, words, token=server.token is not None)
        case CapabilityError():
            return 'offers no STARTTLS; set security of imap to "tls" (port 993)'
        case OSError():
            return f"no conversation ({error.strerror or error}); check host and port of imap"
        case _:
            return "answers, but not as an IMAP server does; check port and security of imap"


def _certificate(error: ssl.SSLCertVerificationError, server: ImapServer) -> str:
    if error.verify_code in {_EXPIRED, _NOT_YET}:
        return (
            f"its certificate is not valid today ({error.verify_message}); have it renewed, "
            "and check the clock of this machine"
        )
    if error.verify_code in _WRONG_NAME:
        return (
            f"its certificate is for another name than {server.host}; "
            "set host of imap to the name the certificate is made out to"
        )
    if error.verify_code in _SELF_SIGNED:
        return (
            f"its certificate is not signed by anybody we trust ({error.verify_message}); "
            "set ca_file of imap to that certificate, or to its authority"
        )
    return f"its certificate is not trusted ({error.verify_message}); set ca_file of imap"
