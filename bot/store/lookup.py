"""What casework asks the store before it decides. Every question is answered from an index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

import sqlalchemy as sa

from bot.core.absence import Absence
from bot.core.case import Case, Urgency
from bot.core.desk import Desk
from bot.core.draft import Draft, StepTaken
from bot.core.facts import CaseFile, CaseLine
from bot.core.happening import AttentionItem, SentLetter
from bot.core.letter import LetterName
from bot.core.mail import IncomingMail
from bot.core.pause import KeptBack, Pause
from bot.core.sight import Seen
from bot.core.wanted import Wanted
from bot.store import (
    absences,
    audit,
    desk,
    drafts,
    duties,
    figures,
    files,
    lines,
    mails,
    matters,
    pauses,
    sent,
)
from bot.store.files import Written
from bot.store.inbox import Waiting
from bot.store.lines import Found
from bot.store.mails import Earlier, Receipt, StoredMail
from bot.store.register import find_case, get_cases
from bot.store.tables import ATTENTION, CASES, LETTERS
from bot.store.wordindex import WordIndex

__all__ = ["Earlier", "Entry", "Lookup", "Receipt", "StoredMail"]

_OPEN_CASES = sa.select(CASES).where(CASES.c.status.in_(figures.AT_WORK)).order_by(CASES.c.number)
_DAY = timedelta(hours=24)
_ON_ITS_WAY = timedelta(seconds=10)  # what leaves so soon may be in the postman's hands already


class Entry(NamedTuple):
    """When something was written in the audit trail, and why."""

    at: datetime
    reason: str


class Lookup:
    """Reads within one page or snapshot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.index = WordIndex(connection)

    # --- cases and what they owe --------------------------------------------------------------

    def case(self, number: str) -> Case | None:
        """The case with this number."""
        return find_case(self._connection, number)

    def open_cases(self) -> list[Case]:
        """The cases in which something goes on, of every register."""
        return get_cases(self._connection, _OPEN_CASES)

    def count_open_cases(self) -> int:
        """How many they are."""
        query = sa.select(sa.func.count()).select_from(_OPEN_CASES.subquery())
        return self._connection.scalar(query) or 0

    def unseen_alarms(self) -> list[Case]:
        """Critical cases whose alarm nobody has said to have seen."""
        query = sa.select(CASES).where(
            CASES.c.urgency == Urgency.CRITICAL.value,
            CASES.c.alarm_seen_at.is_(None),
            CASES.c.alarmed_at.is_not(None),
        )
        return get_cases(self._connection, query.order_by(CASES.c.number))

    def due_cases(self, today: date) -> list[str]:
        """The cases with an unmet duty that came to a rung of its ladder, the earliest first."""
        return duties.due_cases(self._connection, today)

    def acks_owed_until(self, day: date) -> frozenset[str]:
        """The schools in which an acknowledgment is owed by this day, or was before it."""
        return duties.schools_owing_an_ack(self._connection, day)

    def handlers(self) -> frozenset[str]:
        """Who handles cases that are not at rest."""
        return figures.handlers(self._connection)

    def absences(self, today: date) -> tuple[Absence, ...]:
        """Who is away today or later."""
        return absences.absences(self._connection, today)

    def desk(self, since: datetime | None, horizon_on: date, now: datetime, zone: tzinfo) -> Desk:
        """What lies on everybody's desk now, with all that is owed up to a day."""
        return desk.gather(self._connection, since=since, horizon_on=horizon_on, now=now, zone=zone)

    # --- mails --------------------------------------------------------------------------------

    def earlier(
        self,
        mail_id: int,
        sha256: str,
        content_key: str | None,
        message_id: str | None,
        *,
        receipt: Receipt | None = None,
    ) -> Earlier:
        """What earlier mails have in common with this one.

        Of two copies the one that was decided first is the mail, the other its duplicate: a mail
        whose first try failed comes after a copy that went well.
        """
        return mails.earlier(
            self._connection, mail_id, sha256, content_key, message_id, receipt=receipt
        )

    def case_numbers_of_mails(self, message_ids: Sequence[str]) -> list[str]:
        """The cases that mails with these Message-IDs lie in."""
        return mails.case_numbers(self._connection, message_ids)

    def mailbox_of(self, case_number: str) -> str | None:
        """The mailbox that the first mail of a case came to."""
        return mails.mailbox_of(self._connection, case_number)

    def opening_mail(self, case_number: str) -> StoredMail | None:
        """The mail that opened a case."""
        return mails.opening(self._connection, case_number)

    def stored_mail(self, mail_id: int) -> StoredMail | None:
        """A mail by its row."""
        return mails.stored(self._connection, mail_id)

    def mail_apart(self, mail_id: int) -> tuple[Waiting, bytes] | None:
        """A mail that lies apart, as if it had just come, and its bytes; None when it does not."""
        return mails.apart(self._connection, mail_id)

    def alarming_mail(self, case_number: str) -> StoredMail | None:
        """The mail for which the alarm of a case rang last."""
        return mails.alarming(self._connection, case_number)

    def mail_behind(self, letter_id: int) -> StoredMail | None:
        """The mail because of which a letter was written."""
        return mails.behind(self._connection, letter_id)

    # --- letters of ours ----------------------------------------------------------------------

    def letter(self, letter_id: int) -> SentLetter | None:
        """A letter of ours by its row."""
        return sent.find_letter(self._connection, LETTERS.c.id == letter_id)

    def letter_by_message_id(self, message_id: str) -> SentLetter | None:
        """A letter of ours by its Message-ID."""
        return sent.find_letter(self._connection, LETTERS.c.message_id == message_id.lower())

    def held_acknowledgment(self, case_number: str) -> tuple[SentLetter, str] | None:
        """The acknowledgment of this case that waits for a person, and why it does."""
        return sent.held_acknowledgment(self._connection, case_number)

    def held_closed_reply(self, case_number: str) -> SentLetter | None:
        """The answer to a mail in this closed case that waits for a person, the newest."""
        return sent.held_closed_reply(self._connection, case_number)

    def waiting_acknowledgments(self, case_number: str) -> tuple[SentLetter, ...]:
        """The acknowledgments of this case that may still leave."""
        return sent.waiting_acknowledgments(self._connection, case_number)

    def acknowledgments_to(
        self, address: str, thread_subject: str, now: datetime
    ) -> tuple[int, int]:
        """How many acknowledgments went to this address: in 24 h, and with this subject in 3 h."""
        return sent.acknowledgments_to(self._connection, address, thread_subject, now)

    def automatic_letters_to(self, address: str, now: datetime) -> tuple[int, int]:
        """How many automatic letters this address got in 24 h, and how many were of closed cases.

        Those of closed cases count held ones too: one a day is written.
        """
        return sent.automatic_letters_to(self._connection, address, now)

    def last_came_back(self, case_number: str, address: str) -> bool:
        """Whether the last letter to this address in a case was refused or came back."""
        return sent.last_came_back(self._connection, case_number, address)

    def readers_before(
        self, letter: SentLetter, *, since: datetime | None, mail_id: int | None = None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """To whom this letter went before: in vain, and all of them.

        The same letter is one of its name in its case since that instant, or about that mail.
        """
        return sent.readers_before(self._connection, letter, since, mail_id)

    def attention_letters_since(self, address: str, since: datetime) -> list[datetime]:
        """When attention letters to this person were queued, newest last."""
        return sent.letters_to_since(self._connection, address, LetterName.ATTENTION, since)

    def asked_whose_since(self, address: str, since: datetime) -> tuple[datetime, ...]:
        """When this person was asked whose an order was, oldest first."""
        name = LetterName.WAS_IT_YOU
        return tuple(sent.letters_to_since(self._connection, address, name, since))

    def replies_told(self, case_number: str, now: datetime) -> int:
        """How many letters told of a reply in this case in the last 24 h."""
        told = {LetterName.PARENT_REPLIED}
        return sent.count_in_case(self._connection, case_number, told, now - _DAY)

    def pause(self) -> Pause | None:
        """The pause whose end is not in the log yet, also when its instant has come."""
        return pauses.last(self._connection)

    def paused_letters(self, now: datetime, late_after: timedelta) -> KeptBack:
        """What waits because of the pause."""
        return pauses.waiting(self._connection, now, late_after)

    # --- what staff ordered -------------------------------------------------------------------

    def draft(self, letter_id: int) -> Draft | None:
        """The letter that was shown, with this row in the outbox."""
        return drafts.find(self._connection, letter_id)

    def drafts(self, numbers: Collection[str], person: str | None = None) -> tuple[Draft, ...]:
        """The letters that wait for a yes in these cases, or that a person wrote or approves."""
        return drafts.waiting(self._connection, numbers, person)

    def drafts_asked_before(self, at: datetime) -> tuple[Draft, ...]:
        """The letters that wait for a yes since before this instant."""
        return drafts.asked_before(self._connection, at)

    def steps(self, numbers: Collection[str], since: datetime) -> tuple[StepTaken, ...]:
        """What persons changed in these cases since an instant, the newest first."""
        return drafts.steps_since(self._connection, numbers, since)

    def letters_waiting(self, numbers: Collection[str], now: datetime) -> frozenset[int]:
        """The letters of these cases that were let go and can still be called back for sure."""
        return drafts.not_left(self._connection, numbers, now + _ON_ITS_WAY)

    def ordered(
        self, wanted: Wanted, person: str, today: date, sees: Callable[[Seen], bool]
    ) -> Found:
        """The cases that a list asks for and its reader may see."""
        return lines.listed(self._connection, wanted, person, today, sees)

    def searched(self, text: str, today: date, sees: Callable[[Seen], bool]) -> Found:
        """The cases that hold all of these words and whoever searches may see."""
        return lines.searched(self._connection, text, today, sees)

    def cases_of(self, person: str, today: date) -> tuple[CaseLine, ...]:
        """The open cases that a person handles, what is to be done first in front."""
        return lines.of_handler(self._connection, person, today)

    def details_elsewhere(self, numbers: Collection[str]) -> Iterable[dict[str, str]]:
        """What persons filled in of all other open cases."""
        return lines.details_elsewhere(self._connection, numbers)

    def file(self, number: str, read: Callable[[bytes, bool], IncomingMail]) -> CaseFile:
        """The file of a case, the newest papers first; `read` makes a mail of its bytes."""
        return files.case_file(self._connection, number, read)

    def written_since(self, address: str, since: datetime, *, but: int) -> tuple[Written, ...]:
        """What an address of staff wrote since an instant, but for one mail; the newest first."""
        return files.written_since(self._connection, address, since, but)

    # --- matters for a person -----------------------------------------------------------------

    def told_since(self, letter_id: int) -> datetime | None:
        """When the oldest matter came up that this attention letter tells of."""
        return matters.told_since(self._connection, letter_id)

    def attention_of_letter(self, letter_id: int) -> tuple[AttentionItem, ...]:
        """The matters that an attention letter told of."""
        return matters.items(self._connection, ATTENTION.c.letter_id == letter_id)

    def untold(self) -> tuple[AttentionItem, ...]:
        """Matters that no person has been told of yet, oldest first."""
        return matters.items(self._connection, ATTENTION.c.letter_id.is_(None))

    def spoken_of(self, numbers: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Of these cases that speak of a person: whose ids, by number; they get nothing of it."""
        return matters.spoken_of(self._connection, numbers)

    # --- the audit trail ----------------------------------------------------------------------

    def has_entry(self, key: str) -> bool:
        """Whether the audit trail holds an entry with this key."""
        return audit.has_key(self._connection, key)

    def keys_with(self, prefix: str) -> frozenset[str]:
        """The keys of the audit trail that begin so."""
        return audit.keys_with(self._connection, prefix)

    def keyed(self, event: str) -> dict[str, datetime]:
        """When each entry of this event was written that has a key, by key."""
        return audit.keyed(self._connection, event)

    def senders(self, events: Collection[str]) -> dict[str, datetime]:
        """From which addresses (case folded) mails came of which such an entry tells, and when."""
        return audit.senders(self._connection, events)

    def last_entry(self, event: str, *, before: datetime | None = None) -> Entry | None:
        """When this was written in the audit trail last (before an instant), and why."""
        found = audit.last_of(self._connection, event, before)
        return None if found is None else Entry(*found)
