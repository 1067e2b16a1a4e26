"""Mails as they were stored: the one behind a case or a letter, and those that came before."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.core.facts import Duplicate
from bot.core.letter import LetterName
from bot.core.verdict import Place
from bot.store.inbox import Waiting, waiting_of
from bot.store.tables import AUDIT, LETTERS, MAILS, RAW

_EARLIER = (
    sa.select(
        MAILS.c.id,
        MAILS.c.sha256,
        MAILS.c.content_key,
        MAILS.c.message_id,
        MAILS.c.mailbox,
        MAILS.c.sender,
        MAILS.c.received_at,
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
_STORED = sa.select(MAILS.c.id, MAILS.c.truncated, RAW.c.packed).join(
    RAW, RAW.c.mail_id == MAILS.c.id
)
_MAILBOX = (
    sa.select(MAILS.c.mailbox)
    .where(MAILS.c.case_number == sa.bindparam("number"))
    .order_by(MAILS.c.id)
    .limit(1)
)


class Earlier(NamedTuple):
    """Mails that came before: the one this is a copy of, or one that only shares its Message-ID."""

    duplicate: Duplicate | None
    same_id: bool


class Receipt(NamedTuple):
    """When a mail came in which mailbox, and from whom: the server notes it once and keeps it."""

    mailbox: str
    at: datetime
    sender: str


class StoredMail(NamedTuple):
    """A mail as it was stored."""

    id: int
    raw: bytes
    truncated: bool


def earlier(  # noqa: PLR0913 - all by which a mail is known again
    connection: sa.Connection,
    mail_id: int,
    sha256: str,
    content_key: str | None,
    message_id: str | None,
    *,
    receipt: Receipt | None = None,
) -> Earlier:
    """What earlier mails have in common with this one; of its copies the one decided first.

    By its `receipt` and its Message-ID a mail is known that its server has changed since.
    """
    marks = {"which": mail_id, "raw": sha256, "content": content_key, "message": message_id}
    rows = connection.execute(_EARLIER, marks).all()
    decided = [row for row in rows if row.verdict is not None]
    for how, same in (
        ("raw", [row for row in decided if row.sha256 == sha256]),
        ("content", [row for row in decided if content_key and row.content_key == content_key]),
        ("receipt", [row for row in decided if receipt and _came(row) == (message_id, receipt)]),
    ):
        if same:
            return Earlier(Duplicate(how, same[0].case_number), same_id=False)
    return Earlier(None, same_id=any(row.message_id == message_id for row in rows))


def _came(row: Any) -> tuple[str | None, Receipt]:  # noqa: ANN401 - a row of _EARLIER
    return row.message_id, Receipt(row.mailbox, row.received_at, row.sender)


def case_numbers(connection: sa.Connection, message_ids: Sequence[str]) -> list[str]:
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
    return list(connection.scalars(query))


def mailbox_of(connection: sa.Connection, case_number: str) -> str | None:
    """The mailbox that the first mail of a case came to."""
    found: str | None = connection.scalar(_MAILBOX, {"number": case_number})
    return found


def opening(connection: sa.Connection, case_number: str) -> StoredMail | None:
    """The mail that opened a case."""
    query = _STORED.where(MAILS.c.case_number == case_number, MAILS.c.place == "case")
    return _first(connection, query.order_by(MAILS.c.id))


def alarming(connection: sa.Connection, case_number: str) -> StoredMail | None:
    """The mail for which the alarm of a case rang last."""
    query = (
        _STORED.join(AUDIT, AUDIT.c.mail_id == MAILS.c.id)
        .join(LETTERS, LETTERS.c.audit_n == AUDIT.c.n)
        .where(
            LETTERS.c.case_number == case_number,
            LETTERS.c.letter == LetterName.SAFETY_ALERT.value,
        )
    )
    return _first(connection, query.order_by(LETTERS.c.id.desc()))


def stored(connection: sa.Connection, mail_id: int) -> StoredMail | None:
    """A mail by its row."""
    return _first(connection, _STORED.where(MAILS.c.id == mail_id))


def apart(connection: sa.Connection, mail_id: int) -> tuple[Waiting, bytes] | None:
    """A mail that lies apart, as if it had just come, and its bytes; None when it does not."""
    query = sa.select(MAILS, RAW.c.packed).join(RAW, RAW.c.mail_id == MAILS.c.id)
    here = MAILS.c.place == Place.SET_ASIDE.value
    row = connection.execute(query.where(MAILS.c.id == mail_id, here)).first()
    if row is None:
        return None
    return waiting_of(row), zlib.decompress(row.packed)


def behind(connection: sa.Connection, letter_id: int) -> StoredMail | None:
    """The mail because of which a letter was written."""
    query = _STORED.join(AUDIT, AUDIT.c.mail_id == MAILS.c.id).join(
        LETTERS, LETTERS.c.audit_n == AUDIT.c.n
    )
    return _first(connection, query.where(LETTERS.c.id == letter_id))


def _first(connection: sa.Connection, query: sa.Select[Any]) -> StoredMail | None:
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return None
    return StoredMail(row.id, zlib.decompress(row.packed), truncated=row.truncated)
