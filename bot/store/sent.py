"""Letters of ours as the core knows them, and what one address or one case got of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.core.happening import SentLetter
from bot.core.letter import ACKNOWLEDGES, Hold, LetterName, Origin
from bot.store.columns import UTCDateTime
from bot.store.tables import AUDIT, LETTERS

ACKS = tuple(name.value for name in ACKNOWLEDGES)
_HELD = ("held", "cancelled")
_FIELDS = (
    LETTERS.c.id,
    LETTERS.c.letter,
    LETTERS.c.to_address,
    LETTERS.c.case_number,
    LETTERS.c.message_id,
    LETTERS.c.queued_at,
    LETTERS.c.sent_at,
)


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
        _RECENT.c.letter.in_(ACKS),
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

# Built once, because they are asked of each case that a round looks at.
_ITS_ACKS = (LETTERS.c.case_number == sa.bindparam("number"), LETTERS.c.letter.in_(ACKS))
_HELD_ACK = sa.select(*_FIELDS, LETTERS.c.error).where(*_ITS_ACKS, LETTERS.c.status == "held")
_WAITING_ACKS = sa.select(*_FIELDS).where(
    *_ITS_ACKS, LETTERS.c.status.in_(("held", "queued", "uncertain"))
)


_LAST_TO = (
    sa.select(LETTERS.c.status)
    .where(
        LETTERS.c.case_number == sa.bindparam("number"),
        sa.func.lower(LETTERS.c.to_address) == sa.bindparam("address"),
        LETTERS.c.status.in_(("sent", "refused", "uncertain")),
    )
    .order_by(LETTERS.c.id.desc())
    .limit(1)
)


def acknowledgments_to(
    connection: sa.Connection, address: str, thread_subject: str, now: datetime
) -> tuple[int, int]:
    """How many acknowledgments went to this address: in 24 h, and with this subject in 3 h."""
    marks = {"address": address, "since": now - timedelta(hours=24)}
    rows = connection.execute(_ACKNOWLEDGED, marks).all()
    recent = now - timedelta(hours=3)
    same = sum(row.thread_subject == thread_subject and row.queued_at > recent for row in rows)
    return len(rows), same


def automatic_letters_to(connection: sa.Connection, address: str, now: datetime) -> tuple[int, int]:
    """How many automatic letters this address got in 24 h, and how many were of closed cases.

    Those of closed cases count held ones too: one a day is written.
    """
    marks = {"address": address, "since": now - timedelta(hours=24)}
    rows = connection.execute(_AUTOMATIC, marks).all()
    gone = sum(row.status != "held" for row in rows)
    return gone, sum(row.letter == LetterName.CLOSED_CASE_REPLY.value for row in rows)


def find_letter(connection: sa.Connection, where: sa.ColumnElement[bool]) -> SentLetter | None:
    """The first letter of which this is true."""
    query = sa.select(*_FIELDS).where(where).order_by(LETTERS.c.id).limit(1)
    row = connection.execute(query).first()
    return None if row is None else sent_letter(row)


def held_acknowledgment(
    connection: sa.Connection, case_number: str
) -> tuple[SentLetter, str] | None:
    """The acknowledgment of this case that waits for a person, and why it does."""
    row = connection.execute(_HELD_ACK, {"number": case_number}).first()
    return None if row is None else (sent_letter(row), row.error)


def held_closed_reply(connection: sa.Connection, case_number: str) -> SentLetter | None:
    """The answer to a mail in this closed case that waits for a person, the newest."""
    query = (
        sa.select(*_FIELDS)
        .where(
            LETTERS.c.case_number == case_number,
            LETTERS.c.letter == LetterName.CLOSED_CASE_REPLY.value,
            LETTERS.c.status == "held",
        )
        .order_by(LETTERS.c.id.desc())
    )
    row = connection.execute(query).first()
    return None if row is None else sent_letter(row)


def waiting_acknowledgments(connection: sa.Connection, case_number: str) -> tuple[SentLetter, ...]:
    """The acknowledgments of this case that may still leave."""
    rows = connection.execute(_WAITING_ACKS, {"number": case_number})
    return tuple(sent_letter(row) for row in rows)


def last_came_back(connection: sa.Connection, case_number: str, address: str) -> bool:
    """Whether the last letter to this address in a case was refused or came back."""
    marks = {"number": case_number, "address": address.casefold()}
    return connection.scalar(_LAST_TO, marks) == "refused"


def readers_before(
    connection: sa.Connection, letter: SentLetter, since: datetime | None, mail_id: int | None
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
    rows = connection.execute(query).all()
    return (
        tuple(row.to_address for row in rows if row.status == "refused"),
        tuple(row.to_address for row in rows),
    )


def letters_to_since(
    connection: sa.Connection, address: str, name: LetterName, since: datetime
) -> list[datetime]:
    """When letters of this name to this address were queued, newest last."""
    query = (
        sa.select(LETTERS.c.queued_at)
        .where(
            LETTERS.c.to_address == address,
            LETTERS.c.letter == name.value,
            LETTERS.c.queued_at > since,
        )
        .order_by(LETTERS.c.queued_at)
    )
    return [row.queued_at for row in connection.execute(query)]


def count_in_case(
    connection: sa.Connection, case_number: str, names: Collection[LetterName], since: datetime
) -> int:
    """How many letters of these names were written in this case since then."""
    query = (
        sa.select(sa.func.count())
        .select_from(LETTERS)
        .where(
            LETTERS.c.case_number == case_number,
            LETTERS.c.letter.in_([name.value for name in names]),
            LETTERS.c.queued_at > since,
        )
    )
    return connection.scalar(query) or 0


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
