"""A waiting mail that was read: what is known of it before the page is opened."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from bot.core.asked_for import AskedFor
from bot.core.likeness import NOWHERE, Earlier, Spread
from bot.core.mail import IncomingMail
from bot.store.inbox import Waiting
from bot.store.ledger import About


class Alike(NamedTuple):
    """The telling words of a mail, how spread they are, and the cases that share the rare ones."""

    words: tuple[str, ...] = ()
    spread: Spread = NOWHERE
    cases: tuple[Earlier, ...] = ()


class Opened(NamedTuple):
    """A waiting mail, read; the cases that speak of the same; and what its row will say.

    `asked_for` is what it asks of the bot itself, when an administrator wrote it.
    """

    waiting: Waiting
    mail: IncomingMail
    alike: Alike
    about: About
    asked_for: AskedFor | None = None


def opened(  # a mail, and what was asked of it
    waiting: Waiting, mail: IncomingMail, raw: bytes, alike: Alike, meant: IncomingMail
) -> Opened:
    """The mail with all that its bytes tell; `meant` is it as its writer meant it."""
    about = About(
        mail_id=waiting.id,
        mailbox=waiting.mailbox,
        message_id=mail.message_id,
        content_key=_content_key(mail, raw),
        sender=mail.sender.email if mail.sender else None,
        subject=mail.subject[:300],
        thread_subject=thread_subject(mail.subject),
        words=alike.words,
        text=_searched(meant),
    )
    return Opened(waiting, mail, alike, about)


def _searched(meant: IncomingMail) -> str:
    """By what a mail is found in its case: who wrote it, and what it newly says."""
    sender = meant.sender
    who = f"{sender.name} {sender.email}" if sender else ""
    return f"{meant.subject}\n{who}\n{meant.new_text}"


def thread_subject(subject: str) -> str:
    """A subject without its answer marks and case number, for telling one thread from another."""
    bare = re.sub(r"\[[^\]]*\]", " ", subject.casefold())
    bare = re.sub(r"^(\s*(re|aw|antw|antwoord|tr|fw|fwd|wg)\s*:)+", " ", bare)
    return " ".join(bare.split())[:200]


def _content_key(mail: IncomingMail, raw: bytes) -> str | None:
    """What makes two copies one mail: the same Message-ID, sender and body."""
    if mail.message_id is None or mail.sender is None:
        return None
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
    body_hash = hashlib.sha256(body).hexdigest()
    return hashlib.sha256(f"{mail.message_id}\n{mail.sender.key}\n{body_hash}".encode()).hexdigest()
