"""One happening through the house: gather, decide, write, record."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.clock import Clock
from bot.core.alarms import alarm_due
from bot.core.decide import decide
from bot.core.decision import Decision, Paperwork
from bot.core.happening import (
    AlarmDue,
    AttentionDue,
    AttentionItem,
    BreakerTripped,
    Failure,
    Happening,
    LetterAccepted,
    LetterFailed,
    MailArrived,
    MailDefiedReading,
    PersonDecided,
    TemplateBroke,
)
from bot.core.letter import Broken, Letter, LetterName, LetterOrder, ReadyLetter
from bot.core.mail import Address, IncomingMail
from bot.core.policy import Policy
from bot.core.telling import LOOKED_BACK, may_tell, told_to
from bot.core.tokens import Signer
from bot.office.gathering import Alike, Gathering
from bot.store.inbox import Inbox, Waiting
from bot.store.ledger import About, Ledger, Page, TornPageError
from bot.store.lookup import Lookup
from bot.store.outbox import News, Outbox

LOG = structlog.get_logger("casework")

GROUP = 25  # mails that share a commit; each has its savepoint
TRIES = 3
_LATE_AFTER = timedelta(hours=4)


class Writes(Protocol):
    """Writes letters."""

    def write(self, order: LetterOrder) -> Letter: ...


class Composes(Protocol):
    """Puts a letter in its envelope."""

    def __call__(
        self, letter: Letter, *, sender: Address, message_id: str, date: datetime
    ) -> bytes: ...


class Reads(Protocol):
    """Reads a raw mail."""

    def __call__(self, raw: bytes, *, truncated: bool = False) -> IncomingMail: ...


@dataclass(frozen=True, kw_only=True)
class Casework:
    """The only one that decides and records; it lives in one thread."""

    ledger: Ledger
    inbox: Inbox
    outbox: Outbox
    gathering: Gathering
    writer: Writes
    compose: Composes
    read_mail: Reads
    signer: Signer
    policy: Callable[[], Policy]
    clock: Clock
    ring: Callable[[str], None] = lambda _: None  # a second bell, with a case number only

    # --- rounds -------------------------------------------------------------------------------

    def work(self, ended: Callable[[], bool] = lambda: False) -> bool:
        """All that lies here now: outcomes of letters, waiting mails. True when there was any.

        A group of mails is the most that is still begun once `ended` says so.
        """
        worked = False
        while not ended() and (self._hear_news() or self._work_inbox()):
            worked = True
        return worked

    def watch(self) -> None:
        """All that is due at this moment: alarms, late acknowledgments, matters to tell."""
        now, policy = self.clock.now(), self.policy()
        with self.ledger.glance() as look:
            alarmed = look.unseen_alarms()
        for case in alarmed:
            if alarm_due(case, now, now.astimezone(policy.zone)):
                self._happen(AlarmDue(case.alarms + 1), case_number=case.number)
        for letter in self.outbox.late_acknowledgments(now, _LATE_AFTER):
            late = LetterFailed(letter, Failure.LATE, "not accepted for four hours")
            self._happen(late, case_number=letter.case_number)
        if self.outbox.tripped(now, policy.limits.breaker_per_10min):
            self._happen(BreakerTripped())
        for seen in self.inbox.junk_to_tell():
            if self._happen(seen):
                self.inbox.junk_told(seen.mailbox)
        self.tell()

    def tell(self) -> None:
        """Tells persons what waits for them: at once, or gathered when it is much."""
        now, policy = self.clock.now(), self.policy()
        with self.ledger.glance() as look:
            waiting: dict[str, list[AttentionItem]] = {}
            for item in look.untold():
                waiting.setdefault(told_to(item, policy).email, []).append(item)
            ready = [
                tuple(items)
                for address, items in waiting.items()
                if may_tell(look.attention_letters_since(address, now - LOOKED_BACK), now)
            ]
        for items in ready:
            self._happen(AttentionDue(items), about=About(told=_ids(items)))

    def person(self, word: PersonDecided, case_number: str) -> None:
        """A person at the terminal decided."""
        self._happen(word, case_number=case_number, about=About(actor=word.by))

    # --- mails --------------------------------------------------------------------------------

    def _work_inbox(self) -> bool:
        waiting = self.inbox.waiting(GROUP)
        if not waiting:
            return False
        if waiting[0].attempts >= TRIES:
            self._give_up(waiting[0])
            return True
        # Counted before it is read: a mail that kills the process is set aside the third time.
        self.inbox.count_attempt(waiting)
        raws = self.inbox.raw([mail.id for mail in waiting])
        # Read before the page is opened, so that the write lock never waits for a parser.
        read: list[_Opened] = []
        with self.ledger.glance() as look:
            for mail in waiting:
                try:
                    read.append(self._open(look, mail, raws[mail.id]))
                except Exception:
                    # One mail never stops the next; it comes again alone, then lies apart.
                    LOG.exception("mail_defied_reading", mail=mail.id)
        broken: list[Broken] = []
        try:
            decided = self._take_in_all(read, broken)
        except (OperationalError, TornPageError):
            # A full disk or one that is locked too long is not the fault of these mails.
            self.inbox.forgive_attempt(waiting)
            raise
        for decision in decided:
            self._ring_for(decision)
        self._tell_of(broken)
        return True

    def _take_in_all(self, read: list[_Opened], broken: list[Broken]) -> list[Decision]:
        decided: list[Decision] = []
        with self.ledger.open_page() as page:
            for opened in read:
                try:
                    with page.entry():
                        decision = self._take_in(page, opened, broken)
                    decided.append(decision)
                except Exception:
                    # The same: whatever the mail did to us, its company is recorded.
                    LOG.exception("mail_failed", mail=opened.waiting.id)
        return decided

    def _take_in(self, page: Page, opened: _Opened, broken: list[Broken]) -> Decision:
        policy, now = self.policy(), self.clock.now()
        waiting, mail = opened.waiting, opened.mail
        content_key = _content_key(mail, opened.body_hash)
        thread = thread_subject(mail.subject)
        facts = self.gathering.of_mail(
            page, waiting, mail, content_key, thread, opened.alike, policy, now
        )
        decision = decide(MailArrived(mail), facts, policy)
        about = About(
            mail_id=waiting.id,
            mailbox=waiting.mailbox,
            message_id=mail.message_id,
            content_key=content_key,
            sender=mail.sender.email if mail.sender else None,
            subject=mail.subject[:300],
            thread_subject=thread,
            trail=decision.trail,
            words=opened.alike.words,
            told=_ids(facts.items),
        )
        broken += self._record(page, decision, about, policy, now)
        return decision

    def _open(self, look: Lookup, waiting: Waiting, raw: bytes) -> _Opened:
        body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
        mail = self.read_mail(raw, truncated=waiting.truncated)
        alike = self.gathering.alike(look, mail, self.policy())
        return _Opened(waiting, mail, hashlib.sha256(body).hexdigest(), alike)

    def _give_up(self, waiting: Waiting) -> None:
        self._happen(
            MailDefiedReading("could not be worked on"),
            about=About(mail_id=waiting.id, mailbox=waiting.mailbox),
        )

    # --- letters ------------------------------------------------------------------------------

    def _hear_news(self) -> bool:
        news = self.outbox.news(GROUP * 4)
        if not news:
            return False
        policy, now = self.policy(), self.clock.now()
        heard = []
        with self.ledger.open_page() as page:
            for each in news:
                try:
                    with page.entry():
                        self._hear(page, each, policy, now)
                    heard.append(each.letter.id)
                except Exception:
                    # It is heard at the next bell: what became of a letter is never lost.
                    LOG.exception("news_failed", letter=each.letter.id)
            page.heard(heard)
        return bool(heard)

    def _hear(self, page: Page, news: News, policy: Policy, now: datetime) -> None:
        happening = _outcome(news)
        facts = self.gathering.of_outcome(page, happening, policy, now)
        decision = decide(happening, facts, policy)
        about = About(heard=news.letter.id, mail_id=facts.mail_id, told=_ids(facts.items))
        self._record(page, decision, about, policy, now)

    # --- the four steps -----------------------------------------------------------------------

    def _happen(
        self, happening: Happening, *, case_number: str | None = None, about: About | None = None
    ) -> bool:
        """True when it was decided now; False when an entry with its key stood there before."""
        policy, now = self.policy(), self.clock.now()
        try:
            with self.ledger.open_page() as page:
                facts = self.gathering.of_happening(page, happening, case_number, policy, now)
                decision = decide(happening, facts, policy)
                if decision.key and page.look.has_entry(decision.key):
                    return False
                broken = self._record(page, decision, about or About(), policy, now)
        except IntegrityError:
            # Another process was first with the same key: then it has happened.
            LOG.info("happened_before", happening=type(happening).__name__)
            return False
        self._ring_for(decision)
        self._tell_of(broken)
        return True

    def _record(
        self, page: Page, decision: Decision, about: About, policy: Policy, now: datetime
    ) -> list[Broken]:
        mailbox = about.mailbox or policy.mailboxes[0].address
        letters, broken = [], []
        for send in decision.orders():
            letter = self.writer.write(send.order)
            if letter.broken and send.order.name is not LetterName.TEMPLATE_BROKEN:
                broken.append(letter.broken)
            letters.append(self._envelope(letter, send.reason, mailbox, policy, now))
        page.record(Paperwork(decision, tuple(letters)), at=now, about=about)
        LOG.info(
            decision.event, case=decision.case_number, mail=about.mail_id, letters=len(letters)
        )
        return broken

    def _envelope(
        self, letter: Letter, reason: str, mailbox: str, policy: Policy, now: datetime
    ) -> ReadyLetter:
        domain = mailbox.rpartition("@")[2]
        number = letter.order.case_number
        message_id = self.signer.message_id(number, secrets.token_bytes(10), domain)
        sender = Address(mailbox, policy.organisation)
        return ReadyLetter(
            order=letter.order,
            reason=reason,
            mailbox=mailbox,
            language=letter.language,
            message_id=message_id,
            subject=letter.subject,
            content=self.compose(letter, sender=sender, message_id=message_id, date=now),
            template_hash=letter.template_hash,
        )

    def _ring_for(self, decision: Decision) -> None:
        """The second bell, after the alert is safely recorded."""
        if any(send.order.name is LetterName.SAFETY_ALERT for send in decision.orders()):
            self.ring(decision.case_number or "")

    def _tell_of(self, broken: Iterable[Broken]) -> None:
        for each in dict.fromkeys(broken):
            self._happen(TemplateBroke(each))


class _Opened(NamedTuple):
    """A waiting mail, read; and the cases that speak of the same."""

    waiting: Waiting
    mail: IncomingMail
    body_hash: str
    alike: Alike


def thread_subject(subject: str) -> str:
    """A subject without its answer marks and case number, for telling one thread from another."""
    bare = re.sub(r"\[[^\]]*\]", " ", subject.casefold())
    bare = re.sub(r"^(\s*(re|aw|antw|antwoord|tr|fw|fwd|wg)\s*:)+", " ", bare)
    return " ".join(bare.split())[:200]


def _content_key(mail: IncomingMail, body_hash: str) -> str | None:
    """What makes two copies one mail: the same Message-ID, sender and body."""
    if mail.message_id is None or mail.sender is None:
        return None
    return hashlib.sha256(f"{mail.message_id}\n{mail.sender.key}\n{body_hash}".encode()).hexdigest()


def _ids(items: Iterable[AttentionItem]) -> tuple[int, ...]:
    return tuple(item.id for item in items)


def _outcome(news: News) -> LetterAccepted | LetterFailed:
    if news.status == "sent":
        return LetterAccepted(news.letter)
    failure = Failure.UNCERTAIN if news.status == "uncertain" else Failure.REFUSED
    return LetterFailed(news.letter, failure, news.error)
