"""Gathers the facts that a decision rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.core.calendar import local_date
from bot.core.case import Case, DeadlineKind, Via
from bot.core.facts import Apart, Facts, Link, Similar, Thread
from bot.core.happening import (
    AlarmDue,
    ConfigChecked,
    DraftWaits,
    DutiesDue,
    Happening,
    LetterAccepted,
    LetterFailed,
    LettersPaused,
    LettersResumed,
    MailboxTrouble,
    PauseStands,
    PersonDecided,
    SentLetter,
)
from bot.core.instructions import Verb
from bot.core.instructions.reading import read_instructions
from bot.core.letter import ACKNOWLEDGES, Hold, LetterName
from bot.core.likeness import similar_cases, telling_words
from bot.core.mail import IncomingMail
from bot.core.policy import Policy, StatusUpdates
from bot.core.staff.keys import key_in
from bot.core.staff.taken_down import as_meant
from bot.core.succession import OVERVIEW
from bot.core.tokens import Signer, StaffKey
from bot.core.triage.numbers import case_numbers_in
from bot.core.triage.passed_on import parents_mail
from bot.core.triage.people import staff_proof, thread_of_party
from bot.core.upkeep import keys_begin
from bot.office.given_orders import (
    MAIL,
    Reads,
    is_of_staff,
    numbers_for,
    of_case,
    with_orders,
    with_pause,
)
from bot.office.morning import Due, Known, desk_of
from bot.office.opened import Alike, Opened, opened
from bot.store.inbox import Waiting
from bot.store.ledger import Page
from bot.store.lookup import Lookup, Receipt, StoredMail

# What the bot asks a complainant by itself, and asks again.
_QUESTIONS = frozenset(
    {DeadlineKind.CLARIFY_REPLY, DeadlineKind.SATISFACTION, DeadlineKind.SURVEY_REPLY}
)


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Asks the page, never the clock; every answer becomes a fact."""

    signer: Signer
    read_mail: Reads

    def of_mail(self, page: Page, opened: Opened, policy: Policy, now: datetime) -> Facts:
        """What is known of a mail; of one of staff also what its orders may rest on."""
        facts, mail = self._of_any(page, opened, policy, now), opened.mail
        if not is_of_staff(mail, facts, policy):
            return facts
        look, mail_id = page.look, opened.waiting.id
        facts = with_orders(look, mail, facts, policy, self.read_mail, mail_id=mail_id)
        named = [number for number in facts.beside if number.startswith(MAIL)]
        apart = {number: self._apart(page, number, policy, now) for number in named}
        beside = {
            number: replace(each, apart=apart.get(number)) for number, each in facts.beside.items()
        }
        facts = replace(facts, beside=beside, asked_for=opened.asked_for)
        return replace(facts, next_numbers=numbers_for(facts, page, policy))

    def _of_any(self, page: Page, opened: Opened, policy: Policy, now: datetime) -> Facts:
        """What is known of any mail: its case, its copies, what its sender already got."""
        look = page.look
        waiting, mail, alike, about = opened[:4]
        bounced = self._bounced(look, mail)
        earlier = look.earlier(
            waiting.id,
            waiting.sha256,
            about.content_key,
            mail.message_id,
            receipt=_receipt(waiting, mail, policy),
        )
        in_day, same = (0, 0)
        meant = parents_mail(mail, policy)
        key = key_in(mail, self.signer, policy, local_date(now, policy.zone))
        writer = meant.sender
        if writer is not None:
            in_day, same = look.acknowledgments_to(writer.email, about.thread_subject, now)
        of_any_kind, closed = (0, 0)
        if mail.sender is not None:
            of_any_kind, closed = look.automatic_letters_to(mail.sender.email, now)
        facts = Facts(now=now, today=local_date(now, policy.zone))
        if bounced is not None:
            facts = self._of_lost_letter(look, bounced, policy, now)
        threads = tuple(self._threads(look, mail, meant, key, policy))
        party = thread_of_party(mail, replace(facts, threads=threads))
        return replace(
            facts,
            absences=look.absences(facts.today),
            pause=look.pause(),
            mailbox=waiting.mailbox,
            received_at=waiting.received_at,
            received_on=waiting.received_on,
            folder=waiting.folder or _archive_of(waiting, policy),
            next_number=page.next_number(policy.numbering, waiting.received_on.year),
            own=mail.message_id is not None and self.signer.case_of(mail.message_id) is not None,
            duplicate=earlier.duplicate,
            same_id_other_body=earlier.same_id,
            threads=threads,
            replies_told_in_24h=look.replies_told(party.case.number, now) if party else 0,
            bounced=bounced,
            acks_in_24h=in_day,
            acks_same_subject_in_3h=same,
            acknowledge=waiting.acknowledge,
            answered=self._answered(look, mail),
            letters_in_24h=of_any_kind,
            closed_replies_in_24h=closed,
            similar=self._similar(look, meant, alike),
            key=key,
            proof=staff_proof(mail, waiting.mailbox, policy),
        )

    def _apart(self, page: Page, number: str, policy: Policy, now: datetime) -> Apart | None:
        """A mail that lies apart, read again, with all that is known of it now."""
        found = page.look.mail_apart(int(number.removeprefix(MAIL)))
        if found is None:
            return None
        waiting, raw = found
        mail = self.read_mail(raw, truncated=waiting.truncated)
        meant = parents_mail(mail, policy)
        one = opened(waiting, mail, raw, self.alike(page.look, mail, meant, policy), meant)
        facts = self._of_any(page, one, policy, now)
        return Apart(
            mail_id=waiting.id,
            mail=mail,
            facts=replace(facts, instructions=read_instructions(mail, policy, facts.today)),
            words=one.about.words,
            text=one.about.text,
        )

    @staticmethod
    def alike(look: Lookup, mail: IncomingMail, meant: IncomingMail, policy: Policy) -> Alike:
        """The cases that share rare words with a mail; asked before the page is opened."""
        words = telling_words(meant, policy.words)
        if not words or mail.bounce is not None:
            return Alike()
        spread = look.index.spread(words)
        return Alike(words, spread, tuple(look.index.with_words(words, spread)))

    def of_outcome(
        self, page: Page, happening: LetterAccepted | LetterFailed, policy: Policy, now: datetime
    ) -> Facts:
        """What is known when a letter left or failed."""
        letter = happening.letter
        if isinstance(happening, LetterAccepted):
            # An accepted letter to staff changes nothing, but an alert lets an answer go.
            if letter.name is not LetterName.SAFETY_ALERT:
                met = letter.name in ACKNOWLEDGES or letter.name is LetterName.STATUS_UPDATE
                number = letter.case_number if met else None
                case = page.look.case(number) if number else None
                return Facts(now=now, today=local_date(now, policy.zone), case=case)
            facts = self._of_case(page.look, letter.case_number, policy, now)
            return self._with_opening_mail(page.look, facts, policy) if facts.held_ack else facts
        return self._of_lost_letter(page.look, letter, policy, now)

    def of_happening(
        self, page: Page, due: Due, known: Known, policy: Policy, now: datetime
    ) -> Facts:
        """What is known when a bell rings or a person speaks."""
        happening, number = due
        if isinstance(happening, LetterFailed):
            return self.of_outcome(page, happening, policy, now)
        facts = self._of_case(page.look, number, policy, now)
        facts = replace(facts, absences=known.absences, desk=known.desk)
        return self._besides(page.look, facts, happening, number, policy)

    def _besides(  # noqa: PLR0911  # one line a happening
        self,
        look: Lookup,
        facts: Facts,
        happening: Happening,
        number: str | None,
        policy: Policy,
    ) -> Facts:
        """What only this happening asks besides."""
        match happening:
            case AlarmDue() if number:
                return replace(facts, mail=self._read(look.alarming_mail(number), policy))
            case PersonDecided() if number:
                if facts.held_ack is None:
                    facts = replace(facts, held_ack=look.held_closed_reply(number))
                return self._with_opening_mail(look, facts, policy)
            case DutiesDue() if _writes_to_parent(facts, policy):
                # What goes out by itself answers the complainant's own mail.
                facts = replace(facts, unreachable=_is_unreachable(look, facts))
                return self._with_opening_mail(look, facts, policy)
            case DraftWaits(draft) if number:
                beside = of_case(look, number, {draft.order.verb, Verb.YES}, policy, self.read_mail)
                facts = replace(facts, beside={number: beside}, mail=beside.opening)
                return replace(facts.of_case(number), drafts=look.drafts([number]))
            case LettersPaused() | LettersResumed() | PauseStands():
                return with_pause(look, facts)
            case MailboxTrouble() | ConfigChecked():
                return replace(facts, noted=look.keys_with(keys_begin(happening)))
            case _:
                return facts

    def _of_case(
        self, look: Lookup, case_number: str | None, policy: Policy, now: datetime
    ) -> Facts:
        facts = Facts(now=now, today=local_date(now, policy.zone))
        if case_number is None:
            return facts
        held = look.held_acknowledgment(case_number)
        return replace(
            facts,
            case=look.case(case_number),
            mailbox=look.mailbox_of(case_number) or policy.mailboxes[0].address,
            held_ack=held[0] if held else None,
            hold=Hold(held[1]) if held else None,
            waiting_acks=look.waiting_acknowledgments(case_number),
        )

    def _of_lost_letter(
        self, look: Lookup, letter: SentLetter, policy: Policy, now: datetime
    ) -> Facts:
        """What is known of a letter that did not arrive: whom it went to, what it told of."""
        facts = self._of_case(look, letter.case_number, policy, now)
        match letter.name:
            case name if name in ACKNOWLEDGES:
                by_form = facts.case is not None and facts.case.via is not Via.EMAIL
                # A form may have asked where the complainant can be called.
                return self._with_opening_mail(look, facts, policy) if by_form else facts
            case LetterName.NEW_COMPLAINT:
                facts = self._with_opening_mail(look, facts, policy)
                tried, had = look.readers_before(letter, since=None)
            case LetterName.ATTENTION:
                facts = replace(facts, items=look.attention_of_letter(letter.id))
                tried, had = look.readers_before(letter, since=look.told_since(letter.id))
            case LetterName.SAFETY_ALERT:
                behind = look.mail_behind(letter.id)
                if behind is None and letter.case_number:
                    behind = look.alarming_mail(letter.case_number)
                mail = self._read(behind, policy)
                facts = replace(facts, mail=mail, mail_id=behind and behind.id)
                since = facts.case.alarmed_at if facts.case else None
                tried, had = look.readers_before(letter, since=since, mail_id=facts.mail_id)
            case LetterName.REMINDER | LetterName.OVERDUE | LetterName.PARENT_REPLIED:
                behind = look.mail_behind(letter.id)
                facts = replace(facts, mail=self._read(behind, policy))
                tried, had = look.readers_before(letter, since=_this_day(letter, policy, now))
            case name if name in OVERVIEW:
                facts = replace(facts, desk=desk_of(look, OVERVIEW[name], policy, now))
                tried, had = look.readers_before(letter, since=_this_day(letter, policy, now))
            case _:
                return facts
        return replace(facts, tried=tried, had=had, absences=look.absences(facts.today))

    def _with_opening_mail(self, look: Lookup, facts: Facts, policy: Policy) -> Facts:
        if facts.case is None:
            return facts
        opening = self._read(look.opening_mail(facts.case.number), policy)
        return replace(facts, mail=opening, opening=opening)

    def _read(self, stored: StoredMail | None, policy: Policy) -> IncomingMail | None:
        """A stored mail as its writer meant it."""
        if stored is None:
            return None
        return as_meant(self.read_mail(stored.raw, truncated=stored.truncated), policy)

    def _answered(self, look: Lookup, mail: IncomingMail) -> SentLetter | None:
        """The letter of ours that the mail answers, by what only our letters carry."""
        ids = dict.fromkeys((*mail.in_reply_to, *reversed(mail.references)))
        ours = (each for each in ids if self.signer.case_of(each) is not None)
        found = (look.letter_by_message_id(each) for each in ours)
        return next((letter for letter in found if letter is not None), None)

    @staticmethod
    def _similar(look: Lookup, meant: IncomingMail, alike: Alike) -> tuple[Similar, ...]:
        own = look.index.of_sender(meant.sender.email) if meant.sender else []
        return similar_cases(meant.subject, alike.words, (*own, *alike.cases), alike.spread)

    def _bounced(self, look: Lookup, mail: IncomingMail) -> SentLetter | None:
        """The letter of ours that a delivery report is about."""
        if mail.bounce is None:
            return None
        ids = (mail.bounce.original_message_id, *mail.in_reply_to, *mail.references)
        found = (look.letter_by_message_id(each) for each in ids if each)
        return next((letter for letter in found if letter is not None), None)

    def _threads(
        self,
        look: Lookup,
        mail: IncomingMail,
        meant: IncomingMail,
        key: StaffKey | None,
        policy: Policy,
    ) -> Iterable[Thread]:
        """The cases a mail names, the surest link first; or the one that a colleague passed on."""
        inner = meant if meant is not mail else IncomingMail()
        ids = tuple(
            dict.fromkeys(
                each
                for one in (mail, inner)
                for each in (*one.in_reply_to, *reversed(one.references))
            )
        )
        passed_on = inner.message_id if inner.message_id != mail.message_id else None
        subjects = f"{mail.subject[:1000]}\n{inner.subject[:900]}"
        named = (
            (Link.KEY, [key.about] if key else []),
            (Link.SIGNED_ID, [self.signer.case_of(each) for each in ids]),
            (
                Link.KNOWN_ID,
                look.case_numbers_of_mails((*ids, *([passed_on] if passed_on else []))),
            ),
            (Link.PLUS_ADDRESS, list(self._plus_addressed(mail, policy))),
            (Link.NUMBER, case_numbers_in(subjects, policy.numbering)),
        )
        seen: dict[str, Case | None] = {}
        for link, numbers in named:
            for number in numbers:
                if not number or number in seen:
                    continue
                seen[number] = case = look.case(number)
                if case is not None:
                    yield Thread(link, case)

    def _plus_addressed(self, mail: IncomingMail, policy: Policy) -> Iterable[str | None]:
        for address in (*mail.to, *mail.cc):
            local, _, domain = address.key.rpartition("@")
            box, plus, token = local.partition("+")
            if plus and f"{box}@{domain}" in policy.own_addresses:
                yield self.signer.case_of(f"<{token}@{domain}>")


def _receipt(waiting: Waiting, mail: IncomingMail, policy: Policy) -> Receipt | None:
    """What a mail is known by whose provider may have changed it since it was stored first."""
    changing = (box.address for box in policy.mailboxes if box.changes_mail)
    if mail.sender is None or mail.message_id is None or waiting.mailbox not in changing:
        return None
    return Receipt(waiting.mailbox, waiting.received_at, mail.sender.email)


def _this_day(letter: SentLetter, policy: Policy, now: datetime) -> datetime:
    """The midnight before a letter was written: who was told of the same thing was told since."""
    written = (letter.queued_at or now).astimezone(policy.zone)
    return datetime.combine(written.date(), time(), policy.zone)


def _is_unreachable(look: Lookup, facts: Facts) -> bool:
    """Whether the last letter to the complainant of a case did not arrive."""
    case = facts.case
    if case is None or case.complainant is None:
        return False
    return look.last_came_back(case.number, case.complainant.email)


def _writes_to_parent(facts: Facts, policy: Policy) -> bool:
    """Whether a letter to the complainant may be due: a question, or how the case stands."""
    told = {DeadlineKind.STATUS} if policy.status_updates is StatusUpdates.AUTO else set()
    return facts.case is not None and (
        any(
            duty.kind in _QUESTIONS | told
            and duty.met_at is None
            and duty.next_on is not None
            and duty.next_on <= facts.today
            for duty in facts.case.deadlines
        )
    )


def _archive_of(waiting: Waiting, policy: Policy) -> str:
    """Where a mail will lie, when it has not been filed yet."""
    box = next((box for box in policy.mailboxes if box.address == waiting.mailbox), None)
    return f"{box.archive}/{waiting.received_on.year}" if box else ""
