"""The proof of `check --online` that no stranger can forge what makes the bot believe a sender."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Protocol

from bot.cli.opening import NoDatabaseError, log_to_stderr, look_into
from bot.clock import Clock, monotonic
from bot.core.access import is_forgeable, trust_keys_begin
from bot.core.forgery import forged_mail, is_forged_by_us, judged
from bot.core.happening import TrustProbed
from bot.core.mail import IncomingMail
from bot.core.policy import Mailbox
from bot.post.imap.server import MailboxUnusable
from bot.post.parser import read_mail
from bot.post.smtp.outside import hand_in
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.schema.bot import MailboxConfig
from bot.store.database import Database, DatabaseUnusableError
from bot.store.ledger import Ledger
from bot.store.lock import AlreadyAtWorkError, only_worker
from bot.wiring import build


class Box(Protocol):
    """An open mailbox."""

    def uids(self) -> list[int]: ...
    def fetch_header(self, uid: int) -> bytes: ...
    def archive_folder(self, year: int) -> str: ...
    def move(self, uids: Iterable[int], folder: str) -> dict[int, int]: ...
    def wait_for_hint(self, seconds: float) -> bool: ...


PATIENCE = 120.0  # seconds that a mail may take from outside to the inbox


def probe(
    settings: Settings, config: MailboxConfig, mailbox: Mailbox, box: Box, clock: Clock
) -> Finding:
    """Hands in a forged mail from outside, reads how it comes in, and switches the proof off or on.

    The bot itself may not work meanwhile: it would take the mail in first.
    """
    trust, agreed = mailbox.trust, config.trust
    assert trust is not None
    assert agreed is not None
    assert agreed.outside_host is not None
    marker = secrets.token_hex(8)
    person = _colleague(settings, trust.domains)
    raw = forged_mail(mailbox.address, person, trust, marker=marker, at=clock.now())
    try:
        with only_worker(Database(settings.database).path):
            before = set(box.uids())
            refusal = hand_in(
                agreed.outside_host,
                agreed.outside_port,
                raw,
                sender=person,
                recipient=mailbox.address,
            )
            if refusal.startswith("cannot"):
                return _finding(Level.WARNING, f"{agreed.outside_host} {refusal}: niets bewezen")
            came = None if refusal else _arrived(box, before, marker, clock)
            found = judged(came, trust)
            _record(settings, mailbox, clock, believed=found.believed)
    except DatabaseUnusableError as error:
        return _finding(Level.WARNING, f"database: {error}: niets bewezen")
    except AlreadyAtWorkError as busy:
        stop = "stop de bot eerst (systemctl stop gehoor), anders leest hij de proef zelf"
        return _finding(Level.WARNING, f"{busy}: {stop}")
    off = (
        " De bot gelooft hier geen afzender meer, tot deze proef een vervalsing ziet afketsen. / "
        "The bot believes no sender here until this proof sees a forgery fail."
        if found.believed
        else ""
    )
    why = f" ({refusal})" if refusal else ""
    level = Level.ERROR if found.believed else Level.OK
    return _finding(level, f"{found.words['nl']} / {found.words['en']}{why}{off}")


def _finding(level: Level, text: str) -> Finding:
    return Finding(level=level, file="bot.toml", key="mailbox.trust", text=text)


def _colleague(settings: Settings, domains: tuple[str, ...]) -> str:
    """Somebody of the school itself, in whose name a forger would write."""
    people = [person.email for person in settings.policy.people]
    own = (each for each in people if each.rpartition("@")[2].lower() in domains)
    return next(own, people[0])


def _arrived(box: Box, known: set[int], marker: str, clock: Clock) -> IncomingMail | None:
    """The forged mail as it came in, put out of the inbox; None when it does not come."""
    until = monotonic() + PATIENCE
    while True:
        for uid, mail in _new(box, known):
            if is_forged_by_us(mail, marker):
                with suppress(MailboxUnusable):
                    box.move([uid], box.archive_folder(clock.now().year))
                return mail
        left = until - monotonic()
        if left <= 0:
            return None
        box.wait_for_hint(min(left, 5.0))


def _new(box: Box, known: set[int]) -> Iterator[tuple[int, IncomingMail]]:
    """The mails that were not there before, newest first; `known` grows by them."""
    for uid in sorted(set(box.uids()) - known, reverse=True):
        known.add(uid)
        yield uid, read_mail(box.fetch_header(uid))


def _record(settings: Settings, mailbox: Mailbox, clock: Clock, *, believed: bool) -> None:
    """Writes it in the audit trail where that changes what the bot believes."""
    if believed == _is_off(settings, mailbox):
        return
    log_to_stderr()  # what is recorded is logged, and stdout is for the findings
    bot = build(settings, clock=clock)
    try:
        bot.casework.happen(TrustProbed(mailbox.address, believed))
    finally:
        bot.database.close()


def _is_off(settings: Settings, mailbox: Mailbox) -> bool:
    try:
        database = look_into(settings)
    except NoDatabaseError:
        return False
    try:
        with Ledger(database).glance() as look:
            return is_forgeable(look.keys_with(trust_keys_begin(mailbox.address)))
    finally:
        database.close()
