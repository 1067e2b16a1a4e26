"""One happening through the house: gather, decide, write, record."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.clock import Clock
from bot.core.asked_for import AskedFor
from bot.core.decide import decide
from bot.core.decision import Decision, Paperwork
from bot.core.facts import Facts
from bot.core.happening import (
    AttentionItem,
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
from bot.core.tokens import Signer
from bot.core.triage.passed_on import parents_mail
from bot.office.gathering import Gathering
from bot.office.given_orders import Reads
from bot.office.morning import Due, Known, known_of
from bot.office.opened import Opened, opened
from bot.store.inbox import Inbox, Waiting
from bot.store.ledger import About, Ledger, Page, TornPageError
from bot.store.lookup import Lookup
from bot.store.outbox import News, Outbox

LOG = structlog.get_logger("casework")

GROUP = 25  # that share a commit; each has its savepoint
TRIES = 3


class Writes(Protocol):
    """Writes letters."""

    def write(self, order: LetterOrder) -> Letter: ...


class Composes(Protocol):
    """Puts a letter in its envelope, with the letters in print that come with it."""

    def __call__(
        self,
        letter: Letter,
        *,
        sender: Address,
        message_id: str,
        date: datetime,
        prints: Sequence[bytes] = (),
    ) -> bytes: ...


class Prints(Protocol):
    """Makes a letter that is posted on paper a PDF, dated at an instant."""

    def __call__(self, letter: Letter, at: datetime) -> bytes: ...


class LooksUp(Protocol):
    """Looks up what an administrator asks of the bot itself; it may take its time."""

    def __call__(
        self, mail: IncomingMail, mailbox: str, policy: Policy, now: datetime
    ) -> AskedFor | None: ...


@dataclass(frozen=True, kw_only=True)
class Casework:
    """The only one that decides and records; it lives in one thread."""

    ledger: Ledger
    inbox: Inbox
    outbox: Outbox
    gathering: Gathering
    writer: Writes
    compose: Composes
    prints: Prints
    read_mail: Reads
    signer: Signer
    policy: Callable[[], Policy]
    clock: Clock
    ring: Callable[[str], None] = lambda _: None  # a second bell, with a case number only
    look_up: LooksUp = lambda *_: None

    def work(self, ended: Callable[[], bool] = lambda: False) -> bool:
        """All that lies here now: outcomes of letters, waiting mails. True when there was any.

        A group of mails is the most that is still begun once `ended` says so.
        """
        worked = False
        while not ended() and (self._hear_news() or self._work_inbox()):
            worked = True
        return worked

    def person(self, word: PersonDecided, case_number: str | None) -> None:
        """A person at the terminal decided, of a case or of being away.

        Raises:
            bot.core.duties.said.NotPossible: it cannot be done now; nothing is written down.
        """
        self.happen(word, case_number=case_number, about=About(actor=word.by))

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
        read: list[Opened] = []
        with self.ledger.glance() as look:
            for mail in waiting:
                try:
                    read.append(self._open(look, mail, raws[mail.id]))
                except Exception:
                    # One mail never stops the next; it comes again alone, then lies apart.
                    LOG.exception("mail_defied_reading", mail=mail.id)
        read = [*self._with_answers(read)]
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

    def _take_in_all(self, read: list[Opened], broken: list[Broken]) -> list[Decision]:
        decided: list[Decision] = []
        with self.ledger.open_page() as page:
            for one in read:
                try:
                    with page.entry():
                        decision = self._take_in(page, one, broken)
                    decided.append(decision)
                except Exception:
                    # The same: whatever the mail did to us, its company is recorded.
                    LOG.exception("mail_failed", mail=one.waiting.id)
        return decided

    def _take_in(self, page: Page, one: Opened, broken: list[Broken]) -> Decision:
        policy, now = self.policy(), self.clock.now()
        facts = self.gathering.of_mail(page, one, policy, now)
        decision = decide(MailArrived(one.mail), facts, policy)
        about = replace(
            one.about, trail=decision.trail, told=ids_of(facts.items), apart=_apart(facts)
        )
        broken += self._record(page, decision, about, policy, now)
        return decision

    def _open(self, look: Lookup, waiting: Waiting, raw: bytes) -> Opened:
        mail = self.read_mail(raw, truncated=waiting.truncated)
        policy = self.policy()
        meant = parents_mail(mail, policy)
        return opened(waiting, mail, raw, self.gathering.alike(look, mail, meant, policy), meant)

    def _with_answers(self, read: Iterable[Opened]) -> Iterator[Opened]:
        """The mails with what they ask of the bot itself, as long as that may take."""
        policy, now = self.policy(), self.clock.now()
        for one in read:
            try:
                asked_for = self.look_up(one.mail, one.waiting.mailbox, policy, now)
            except Exception:
                # The same as when it is read: it comes again alone.
                LOG.exception("mail_defied_reading", mail=one.waiting.id)
            else:
                yield one if asked_for is None else one._replace(asked_for=asked_for)

    def _give_up(self, waiting: Waiting) -> None:
        self.happen(
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
        about = About(heard=news.letter.id, mail_id=facts.mail_id, told=ids_of(facts.items))
        self._record(page, decision, about, policy, now)

    # --- the four steps -----------------------------------------------------------------------

    def happen(
        self, happening: Happening, *, case_number: str | None = None, about: About | None = None
    ) -> bool:
        """True when it was decided now; False when nothing came of it, or it had happened before.

        Raises:
            bot.core.duties.said.NotPossible: a person asked what cannot be done.
        """
        policy, now = self.policy(), self.clock.now()
        broken: list[Broken] = []
        try:
            with self.ledger.open_page() as page:
                known = known_of(page.look, policy, now)
                due = Due(happening, case_number)
                decision = self._decide_due(page, due, known, about or About(), broken)
        except IntegrityError:
            # Another process was first with the same key: then it has happened.
            LOG.info("happened_before", happening=type(happening).__name__)
            return False
        if decision is not None:
            self._ring_for(decision)
        self._tell_of(broken)
        return decision is not None

    def happen_together(self, due: Sequence[Due], known: Known, about: About | None = None) -> int:
        """All of these, as many as share a commit; one that fails never stops the next.

        `known` and `about` are what they have in common. Returns how many failed; they are due
        again.
        """
        failed = 0
        for first in range(0, len(due), GROUP):
            broken: list[Broken] = []
            with self.ledger.open_page() as page:
                for one in due[first : first + GROUP]:
                    try:
                        with page.entry():
                            self._decide_due(page, one, known, about or About(), broken)
                    except IntegrityError:
                        LOG.info("happened_before", happening=type(one.happening).__name__)
                    except Exception:
                        LOG.exception("due_failed", case=one.case_number)
                        failed += 1
            self._tell_of(broken)
        return failed

    def _decide_due(
        self, page: Page, due: Due, known: Known, about: About, broken: list[Broken]
    ) -> Decision | None:
        """What came of it; None when nothing did, or an entry with its key stood there before."""
        policy, now = self.policy(), self.clock.now()
        facts = self.gathering.of_happening(page, due, known, policy, now)
        decision = decide(due.happening, facts, policy)
        if decision.key is None and not decision.effects:
            return None
        if decision.key and page.look.has_entry(decision.key):
            return None
        broken += self._record(page, decision, about, policy, now)
        return decision

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
        about = replace(about, listed=decision.lists)
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
            content=self.compose(
                letter,
                sender=sender,
                message_id=message_id,
                date=now,
                prints=[self.prints(each, now) for each in letter.enclosed],
            ),
            template_hash=letter.template_hash,
        )

    def _ring_for(self, decision: Decision) -> None:
        """The second bell, after the alert is safely recorded."""
        if any(send.order.name is LetterName.SAFETY_ALERT for send in decision.orders()):
            self.ring(decision.case_number or "")

    def _tell_of(self, broken: Iterable[Broken]) -> None:
        for each in dict.fromkeys(broken):
            self.happen(TemplateBroke(each))


def _apart(facts: Facts) -> dict[int, About]:
    """What the rows of the mails say that lie apart, and that a mail orders something of."""
    return {
        each.apart.mail_id: About(
            mail_id=each.apart.mail_id, words=each.apart.words, text=each.apart.text
        )
        for each in facts.beside.values()
        if each.apart is not None
    }


def ids_of(items: Iterable[AttentionItem]) -> tuple[int, ...]:
    """The rows of these matters."""
    return tuple(item.id for item in items)


def _outcome(news: News) -> LetterAccepted | LetterFailed:
    if news.status == "sent":
        return LetterAccepted(news.letter)
    failure = Failure.UNCERTAIN if news.status == "uncertain" else Failure.REFUSED
    return LetterFailed(news.letter, failure, news.error)
