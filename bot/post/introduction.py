"""How a mail server introduces itself: its greeting, and what it can do, for anybody and inside."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass

import aiosmtplib
from imapclient import IMAPClient

from bot.post.imap.login import BROKEN, open_client
from bot.post.imap.server import ImapServer, MailboxUnusable
from bot.post.smtp.connect import SmtpServer

_PATIENCE = 10.0  # seconds
_SHOWN = 400  # characters: what a server says of itself is not a book
# Names of people and machines are nobody's business; ids and keys are long and have no spaces.
_ADDRESS = re.compile(r"[^\s<>@\"']+@[^\s<>@\"']+")
_ID = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_\-.~+/=]{40,}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a server said of itself; empty where it said nothing."""

    greeting: str = ""
    capabilities: tuple[str, ...] = ()


def of_imap(server: ImapServer) -> Introduction:
    """The greeting and the capabilities of an IMAP server (RFC 9051 §7.2.2)."""
    try:
        tls = ssl.create_default_context(cafile=server.ca_file)
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.security == "tls",
            ssl_context=tls if server.security == "tls" else None,
            timeout=_PATIENCE,
        )
    except BROKEN:
        return Introduction()
    try:
        greeting = nobodys(client.welcome.decode("utf-8", "replace"))
        if server.security == "starttls":
            client.starttls(tls)
        offered = tuple(sorted(each.decode("ascii", "replace") for each in client.capabilities()))
    except BROKEN:
        return Introduction()
    finally:
        client.shutdown()
    return Introduction(greeting, offered)


def inside_imap(server: ImapServer) -> tuple[str, str]:
    """What it can do for who is logged in, and how it marks its folders (RFC 6154); no names."""
    try:
        client = open_client(server, lambda _: None)
    except MailboxUnusable:
        return "a second login is refused", "not seen"
    try:
        offered = sorted(each.decode("ascii", "replace") for each in client.capabilities())
        folders = client.list_folders()
    except BROKEN as error:
        return f"breaks off ({type(error).__name__})", "not seen"
    finally:
        client.shutdown()
    marks = {word.decode("ascii", "replace") for flags, _, _ in folders for word in flags}
    parts = {(part or b"none").decode("ascii", "replace") for _, part, _ in folders}
    return " ".join(offered), f"parted by {' '.join(sorted(parts))}; {' '.join(sorted(marks))}"


def of_smtp(server: SmtpServer) -> Introduction:
    """The greeting and the extensions of a mail server (RFC 5321 §4.1.1.1)."""
    return asyncio.run(_of_smtp(server))


async def _of_smtp(server: SmtpServer) -> Introduction:
    try:
        tls = ssl.create_default_context(cafile=server.ca_file)
    except OSError:
        return Introduction()
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=_PATIENCE,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=None if server.security == "none" else tls,
        local_hostname="[127.0.0.1]",
    )
    try:
        said = await client.connect()
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        methods = tuple(f"AUTH={name.upper()}" for name in client.server_auth_methods)
        offered = tuple(name.upper() for name in client.esmtp_extensions if name != "auth")
    except (aiosmtplib.SMTPException, OSError, ValueError):
        return Introduction()
    finally:
        client.close()
    return Introduction(nobodys(f"{said.code} {said.message}"), tuple(sorted((*offered, *methods))))


def nobodys(words: str) -> str:
    """Words of a server in one line, without addresses, ids and whatever may be a key."""
    kept = "".join(letter if letter.isprintable() else " " for letter in words)
    return _ID.sub("…", _ADDRESS.sub("…@…", " ".join(kept.split())))[:_SHOWN]
