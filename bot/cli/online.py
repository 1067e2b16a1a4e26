"""`check --online`: signs in everywhere, says what is in the way and what to click, and sums up."""

from __future__ import annotations

import asyncio
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli.opening import NoDatabaseError, look_into
from bot.clock import Clock
from bot.core.calendar import local_date
from bot.core.doubts import from_domain
from bot.core.policy import Mailbox
from bot.core.trust import proof_of
from bot.post.imap.server import Glance, MailboxUnusable
from bot.post.introduction import Introduction, inside_imap, nobodys, of_imap, of_smtp
from bot.post.oauth.grant import NoToken
from bot.post.oauth.source import TokenSource
from bot.post.oauth.trouble import Trouble
from bot.post.oauth.troubles import recognise
from bot.post.parser import read_mail
from bot.settings.finding import Finding, Level
from bot.settings.load import Settings
from bot.settings.schema.bot import MailboxConfig
from bot.wiring import access_to_all, imap_of, imap_server, postman_of, smtp_server

if TYPE_CHECKING:
    from bot.cli.outside import Box

_JUDGED = 30  # of the newest mails it is told how their senders are proven
_LIBRARIES = ("msal", "google-auth", "cryptography", "imapclient", "aiosmtplib")


@dataclass(kw_only=True)
class Online:
    """The check of every mailbox on its servers; `report` fills while `findings` are read."""

    settings: Settings
    clock: Clock
    report: list[str] = field(default_factory=list)

    def findings(self) -> Iterator[Finding]:
        """Logs in to every server, looks at the folders, says how much old mail there is."""
        self.report += _versions()
        access = access_to_all(self.settings, self.clock)
        boxes = zip(self.settings.bot.mailbox, self.settings.policy.mailboxes, strict=True)
        for n, (config, mailbox) in enumerate(boxes):
            tokens = access.get(config.address)
            self._introduce(n, config, tokens)
            refused = self._token(n, tokens)
            if refused is not None:
                yield refused  # without it each login would only say the same again
                continue
            yield from self._imap(n, config, mailbox, tokens)
            yield self._smtp(n, config, tokens)

    # Each way in

    def _token(self, n: int, tokens: TokenSource | None) -> Finding | None:
        """What is wrong where no token can be had; None where one is, or none is needed."""
        if tokens is None:
            return None
        try:
            tokens.token()
            tokens.refused()  # one of before proves nothing of what was clicked, or ended, since
            tokens.token()
        except NoToken as error:
            return self._trouble(n, "oauth", str(error))
        state = tokens.state()
        if state.words:  # the old one still lives, and that is all
            return self._trouble(n, "oauth", state.words)
        ends_at = state.expires_at
        left = int((ends_at - self.clock.now()).total_seconds()) if ends_at else 0
        self._note(n, "token", f"ok, {left} s left")
        return None

    def _imap(
        self, n: int, config: MailboxConfig, mailbox: Mailbox, tokens: TokenSource | None
    ) -> Iterator[Finding]:
        box = imap_of(self.settings, config, self.clock, tokens)
        try:
            box.connect()
            self._note(n, "imap login", "ok")
            offers, folders = inside_imap(imap_server(self.settings, config, tokens))
            self._note(n, "imap after login", offers)
            self._note(n, "imap folders", folders)
            uids = box.uids()
            for line in _senders(box, uids[-_JUDGED:], mailbox):
                self._note(n, "sender", line)
            glances = box.glance(uids)
            yield self._fine(self._counted(config, mailbox, glances.values()))
            if config.trust is not None and config.trust.outside_host is not None:
                from bot.cli.outside import probe

                found = probe(self.settings, config, mailbox, box, self.clock)
                self._note(n, "outside route", found.text)
                yield found
        except MailboxUnusable as error:
            yield self._trouble(n, "imap", str(error), token=config.imap.password is None)
        finally:
            box.close()

    def _counted(self, config: MailboxConfig, mailbox: Mailbox, mails: Iterable[Glance]) -> str:
        first = _start_of(self.settings, mailbox, self.clock.now())
        zone = self.settings.policy.zone
        days = [local_date(each.received_at, zone) for each in mails]
        early = sum(day < first for day in days)
        return (
            f"{mailbox.address}: {len(days)} mails in {config.imap.inbox}, of which {early}"
            f" from before {first}: listed, never answered"
        )

    def _smtp(self, n: int, config: MailboxConfig, tokens: TokenSource | None) -> Finding:
        trouble = asyncio.run(_try_smtp(self.settings, config, tokens))
        if trouble:
            return self._trouble(n, "smtp", trouble, token=config.smtp.password is None)
        self._note(n, "smtp login", "ok")
        return self._fine(f"{config.smtp.host}:{config.smtp.port} takes mail from {config.address}")

    # What is said of it

    def _introduce(self, n: int, config: MailboxConfig, tokens: TokenSource | None) -> None:
        self._note(n, "provider", f"{config.provider}; {_how(config)}")
        servers: tuple[tuple[str, Introduction], ...] = (
            ("imap", of_imap(imap_server(self.settings, config, tokens))),
            ("smtp", of_smtp(smtp_server(self.settings, config, tokens))),
        )
        for which, said in servers:
            self._note(n, f"{which} greeting", said.greeting or "none")
            self._note(n, f"{which} offers", " ".join(said.capabilities) or "nothing")

    def _trouble(self, n: int, key: str, words: str, *, token: bool = True) -> Finding:
        known = recognise(words, token=token)
        code = f"{known.code.value}: " if known else ""
        self._note(n, f"{key} trouble", f"{code}{nobodys(words)}")
        text = words if known is None else _with_both(words, known)
        return Finding(level=Level.ERROR, file="bot.toml", key=f"mailbox[{n}].{key}", text=text)

    def _note(self, n: int, what: str, words: str) -> None:
        self.report.append(f"mailbox[{n}] {what}: {nobodys(words)}")

    @staticmethod
    def _fine(text: str) -> Finding:
        return Finding(level=Level.OK, file="bot.toml", key="online", text=text)


def _with_both(words: str, trouble: Trouble) -> str:
    """What was said, and what to click in Dutch and in English, each once."""
    remedy = f"{trouble.nl} / {trouble.en}"
    said = words.removesuffix(remedy).rstrip()
    end = "" if said.endswith(".") else "."
    return f"{said}{end} {remedy} ({trouble.code.value})"


def _how(config: MailboxConfig) -> str:
    """By what the bot logs in, without any of it."""
    oauth = config.oauth
    if oauth is None or not config.tokens:
        return "login by password"
    proofs = ("service_account", "certificate", "client_secret")
    proof = next((name for name in proofs if getattr(oauth, name) is not None), "")
    person = config.tokens == "google" and proof == "client_secret"
    asked = "a person's consent" if person or not proof else proof
    return f"login by XOAUTH2 with a token of {config.tokens}, from {asked}"


def _senders(box: Box, uids: Iterable[int], mailbox: Mailbox) -> Iterator[str]:
    """How many senders, of the school and others, are proven and by what; names nobody."""
    trust = mailbox.trust
    if trust is None:
        return
    found: Counter[str] = Counter()
    for uid in uids:
        mail = read_mail(box.fetch_header(uid))
        proof, domain = proof_of(mail, trust), f".{from_domain(mail)}"
        whose = (
            "of the school"
            if domain.endswith(tuple(f".{own}" for own in trust.domains))
            else ("from outside")
        )
        found[f"{whose}, {proof.how}: {proof.why}"] += 1
    yield from (f"{count} {what}" for what, count in found.most_common())


def _versions() -> Iterator[str]:
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield f"gehoor {__version__}, {system}"
    yield ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _start_of(settings: Settings, mailbox: Mailbox, now: datetime) -> date:
    """The first day the bot answers for: as agreed, as fixed at the first contact, or as now."""
    from bot.office.intake import LOOK_BACK
    from bot.store.boxes import Boxes

    if mailbox.start_from is not None:
        return mailbox.start_from
    try:
        database = look_into(settings)
    except NoDatabaseError:
        fixed = None
    else:
        fixed = Boxes(database).start_of(mailbox.address)
        database.close()
    return fixed or local_date(now - LOOK_BACK, settings.policy.zone)


async def _try_smtp(
    settings: Settings, config: MailboxConfig, tokens: TokenSource | None
) -> str | None:
    postman = postman_of(settings, config, tokens)
    try:
        return await postman.check(config.address)
    finally:
        await postman.close()
