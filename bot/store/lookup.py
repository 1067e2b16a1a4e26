"""What casework asks the store before it decides. Every question is one index lookup."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.core.case import Case, Urgency
from bot.core.facts import Duplicate
from bot.core.happening import AttentionCode, AttentionItem, SentLetter
from bot.core.letter import ACKNOWLEDGES, Hold, LetterName, Origin
from bot.store.register import find_case, get_cases
from bot.store.tables import ATTENTION, AUDIT, CASES, LETTERS, MAILS, RAW, UTCDateTime
from bot.store.wordindex import WordIndex

_LETTER_FIELDS = (
    LETTERS.c.id,
    LETTERS.c.letter,
    LETTERS.c.to_address,
    LETTERS.c.case_number,
    LETTERS.c.message_id,
    LETTERS.c.queued_at,
    LETTERS.c.sent_at,
)


_EARLIER = (
    sa.select(
        MAILS.c.id,
        MAILS.c.sha256,
        MAILS.c.content_key,
        MAILS.c.message_id,
        MAILS.c.verdict,
        MAILS.c.case_number,
    )
    .where(
        MAILS.c.id != sa.bindparam("which"),
        sa.or_(
            MAILS.c.sha256 == sa.bindparam("raw"),
            MAILS.c.content_key == sa.bindparam("content"),
            MAILS.c.message_id == sa.bindparam("message"),
        ),
    )
    .order_by(MAILS.c.id)
    .limit(100)
)
_ACKS = tuple(name.value for name in ACKNOWLEDGES)
_HELD = ("held", "cancelled")


def _recent_letters(address: sa.ColumnElement[str]) -> sa.Select[Any]:
    """The letters of the last day to an address: all columns lie in one index."""
    return sa.select(
        LETTERS.c.letter,
        LETTERS.c.status,
        LETTERS.c.error,
        LETTERS.c.origin,
        LETTERS.c.thread_subject,
        LETTERS.c.queued_at,
    ).where(
        address == sa.bindparam("address"),
        LETTERS.c.queued_at > sa.bindparam("since", type_=UTCDateTime()),
    )


# On trial a letter goes to the coordinator, and counts for whom it was meant.
_RECENT = sa.union_all(
    _recent_letters(LETTERS.c.to_address), _recent_letters(LETTERS.c.meant_for)
).subquery()
_ACKNOWLEDGED = (
    sa.select(_RECENT.c.thread_subject, _RECENT.c.queued_at)
    .where(
        _RECENT.c.letter.in_(_ACKS),
        # Held because of an alarm, it leaves as soon as that is heard.
        _RECENT.c.status.not_in(_HELD) | (_RECENT.c.error == Hold.CRITICAL.value),
    )
    .limit(100)
)
_AUTOMATIC = (
    sa.select(_RECENT.c.letter, _RECENT.c.status)
    .where(
        _RECENT.c.origin != Origin.PERSON.value,
        _RECENT.c.status.not_in(_HELD)
        | ((_RECENT.c.letter == LetterName.CLOSED_CASE_REPLY.value) & (_RECENT.c.status == "held")),
    )
    .limit(100)
)


_STORED = sa.select(MAILS.c.id, MAILS.c.truncated, RAW.c.packed).join(
    RAW, RAW.c.mail_id == MAILS.c.id
)


class Earlier(NamedTuple):
    """Mails that came before: the one this is a copy of, or one that only shares its Message-ID."""

    duplicate: Duplicate | None
    same_id: bool


class StoredMail(NamedTuple):
    """A mail as it was stored."""

    id: int
    raw: bytes
    truncated: bool


class Lookup:
    """Reads within one page or snapshot."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.index = WordIndex(connection)

    def case(self, number: str) -> Case | None:
        """The case with this number."""
        return find_case(self._connection, number)

    def earlier(
        self, mail_id: int, sha256: str, content_key: str | None, message_id: str | None
    ) -> Earlier:
        """What earlier mails have in common with this one.

        Of two copies the one that was decided first is the mail, the other its duplicate: a mail
        whose first try failed comes after a copy that went well.
        """
        marks = {"which": mail_id, "raw": sha256, "content": content_key, "message": message_id}
        rows = self._connection.execute(_EARLIER, marks).all()
        decided = [row for row in rows if row.verdict is not None]
        for how, same in (
            ("raw", [row for row in decided if row.sha256 == sha256]),
            ("content", [row for row in decided if content_key and row.content_key == content_key]),
        ):
            if same:
                return Earlier(Duplicate(how, same[0].case_number), same_id=False)
        return Earlier(None, same_id=any(row.message_id == message_id for row in rows))

    def case_numbers_of_mails(self, message_ids: Sequence[str]) -> list[str]:
        """The cases that mails with these Message-IDs lie in."""
        if not message_ids:
            return []
        query = (
            sa.select(MAILS.c.case_number)
            .where(
                MAILS.c.message_id.in_(message_ids),
                MAILS.c.case_number.is_not(None),
                MAILS.c.place == "case",
            )
            .distinct()
        )
        return [row.case_number for row in self._connection.execute(query)]

    def letter(self, letter_id: int) -> SentLetter | None:
        """A letter of ours by its row."""
        return self._first_letter(LETTERS.c.id == letter_id)

    def letter_by_message_id(self, message_id: str) -> SentLetter | None:
        """A letter of ours by its Message-ID."""
        return self._first_letter(LETTERS.c.message_id == message_id.lower())

    def held_acknowledgment(self, case_number: str) -> tuple[SentLetter, str] | None:
        """The acknowledgment of this case that waits for a person, and why it does."""
        query = sa.select(*_LETTER_FIELDS, LETTERS.c.error).where(
            LETTERS.c.case_number == case_number,
            LETTERS.c.letter.in_(_ACKS),
            LETTERS.c.status == "held",
        )
        row = self._connection.execute(query).first()
        return None if row is None else (sent_letter(row), row.error)

    def held_closed_reply(self, case_number: str) -> SentLetter | None:
        """The answer to a mail in this closed case that waits for a person, the newest."""
        query = (
            sa.select(*_LETTER_FIELDS)
            .where(
                LETTERS.c.case_number == case_number,
                LETTERS.c.letter == LetterName.CLOSED_CASE_REPLY.value,
                LETTERS.c.status == "held",
            )
            .order_by(LETTERS.c.id.desc())
        )
        row = self._connection.execute(query).first()
        return None if row is None else sent_letter(row)

    def mailbox_of(self, case_number: str) -> str | None:
        """The mailbox that the first mail of a case came to."""
        query = sa.select(MAILS.c.mailbox).where(MAILS.c.case_number == case_number)
        return self._connection.scalar(query.order_by(MAILS.c.id).limit(1))

    def unseen_alarms(self) -> list[Case]:
        """Critical cases whose alarm nobody has said to have seen."""
        query = sa.select(CASES).where(
            CASES.c.urgency == Urgency.CRITICAL.value,
            CASES.c.alarm_seen_at.is_(None),
            CASES.c.alarmed_at.is_not(None),
        )
        return get_cases(self._connection, query.order_by(CASES.c.number))

    def acknowledgments_to(
        self, address: str, thread_subject: str, now: datetime
    ) -> tuple[int, int]:
        """How many acknowledgments went to this address: in 24 h, and with this subject in 3 h."""
        marks = {"address": address, "since": now - timedelta(hours=24)}
        rows = self._connection.execute(_ACKNOWLEDGED, marks).all()
        recent = now - timedelta(hours=3)
        same = sum(row.thread_subject == thread_subject and row.queued_at > recent for row in rows)
        return len(rows), same

    def automatic_letters_to(self, address: str, now: datetime) -> tuple[int, int]:
        """How many automatic letters this address got in 24 h, and how many were of closed cases.

        Those of closed cases count held ones too: one a day is written.
        """
        marks = {"address": address, "since": now - timedelta(hours=24)}
        rows = self._connection.execute(_AUTOMATIC, marks).all()
        gone = sum(row.status != "held" for row in rows)
        return gone, sum(row.letter == LetterName.CLOSED_CASE_REPLY.value for row in rows)

    def readers_before(
        self, letter: SentLetter, *, since: datetime | None, mail_id: int | None = None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """To whom this letter went before: in vain, and all of them.

        The same letter is one of its name in its case since that instant, or about that mail.
        """
        query = sa.select(LETTERS.c.to_address, LETTERS.c.status).where(
            LETTERS.c.letter == letter.name.value, LETTERS.c.case_number == letter.case_number
        )
        if since is not None:
            query = query.where(LETTERS.c.queued_at >= since)
        if mail_id is not None and letter.case_number is None:
            query = query.join(AUDIT, AUDIT.c.n == LETTERS.c.audit_n)
            query = query.where(AUDIT.c.mail_id == mail_id)
        rows = self._connection.execute(query).all()
        return (
            tuple(row.to_address for row in rows if row.status == "refused"),
            tuple(row.to_address for row in rows),
        )

    def waiting_acknowledgments(self, case_number: str) -> tuple[SentLetter, ...]:
        """The acknowledgments of this case that may still leave."""
        query = sa.select(*_LETTER_FIELDS).where(
            LETTERS.c.case_number == case_number,
            LETTERS.c.letter.in_(_ACKS),
            LETTERS.c.status.in_(("held", "queued", "uncertain")),
        )
        return tuple(sent_letter(row) for row in self._connection.execute(query))

    def opening_mail(self, case_number: str) -> StoredMail | None:
        """The mail that opened a case."""
        query = (
            _STORED.where(MAILS.c.case_number == case_number, MAILS.c.place == "case")
            .order_by(MAILS.c.id)
            .limit(1)
        )
        return self._stored(query)

    def alarming_mail(self, case_number: str) -> StoredMail | None:
        """The mail for which the alarm of a case rang last."""
        query = (
            _STORED.join(AUDIT, AUDIT.c.mail_id == MAILS.c.id)
            .join(LETTERS, LETTERS.c.audit_n == AUDIT.c.n)
            .where(
                LETTERS.c.case_number == case_number,
                LETTERS.c.letter == LetterName.SAFETY_ALERT.value,
            )
            .order_by(LETTERS.c.id.desc())
            .limit(1)
        )
        return self._stored(query)

    def mail_behind(self, letter_id: int) -> StoredMail | None:
        """The mail because of which a letter was written."""
        query = (
            _STORED.join(AUDIT, AUDIT.c.mail_id == MAILS.c.id)
            .join(LETTERS, LETTERS.c.audit_n == AUDIT.c.n)
            .where(LETTERS.c.id == letter_id)
        )
        return self._stored(query)

    def told_since(self, letter_id: int) -> datetime | None:
        """When the oldest matter came up that this attention letter tells of."""
        query = sa.select(sa.func.min(ATTENTION.c.at)).where(ATTENTION.c.letter_id == letter_id)
        found: datetime | None = self._connection.scalar(query)
        return found

    def attention_of_letter(self, letter_id: int) -> tuple[AttentionItem, ...]:
        """The matters that an attention letter told of."""
        return self._items(ATTENTION.c.letter_id == letter_id)

    def untold(self) -> tuple[AttentionItem, ...]:
        """Matters that no person has been told of yet, oldest first."""
        return self._items(ATTENTION.c.letter_id.is_(None))

    def attention_letters_since(self, address: str, since: datetime) -> list[datetime]:
        """When attention letters to this person were queued, newest last."""
        query = (
            sa.select(LETTERS.c.queued_at)
            .where(
                LETTERS.c.to_address == address,
                LETTERS.c.letter == LetterName.ATTENTION.value,
                LETTERS.c.queued_at > since,
            )
            .order_by(LETTERS.c.queued_at)
        )
        return [row.queued_at for row in self._connection.execute(query)]

    def has_entry(self, key: str) -> bool:
        """Whether the audit trail holds an entry with this key."""
        return self._connection.scalar(sa.select(AUDIT.c.n).where(AUDIT.c.key == key)) is not None

    def _stored(self, query: sa.Select[Any]) -> StoredMail | None:
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return StoredMail(row.id, zlib.decompress(row.packed), truncated=row.truncated)

    def _first_letter(self, where: sa.ColumnElement[bool]) -> SentLetter | None:
        query = sa.select(*_LETTER_FIELDS).where(where).order_by(LETTERS.c.id).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else sent_letter(row)

    def _items(self, where: sa.ColumnElement[bool]) -> tuple[AttentionItem, ...]:
        query = sa.select(ATTENTION).where(where).order_by(ATTENTION.c.id)
        return tuple(
            AttentionItem(
                id=row.id,
                code=AttentionCode(row.code),
                case_number=row.case_number,
                school=row.school,
                reader=row.reader,
                sender=row.sender,
                received_at=row.received_at,
                detail=row.detail,
                remarks=tuple(row.remarks),
                phone=row.phone,
            )
            for row in self._connection.execute(query)
        )


def sent_letter(row: Any) -> SentLetter:  # noqa: ANN401  # rows of several widths
    """A row of the outbox as the core knows it."""
    return SentLetter(
        id=row.id,
        name=LetterName(row.letter),
        to=row.to_address,
        case_number=row.case_number,
        message_id=row.message_id,
        queued_at=row.queued_at,
        sent_at=row.sent_at,
    )
