"""The file of a case: its papers and its log, the newest first; and what staff wrote lately."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from bot.core.facts import CaseFile, Paper
from bot.core.mail import IncomingMail
from bot.core.verdict import Verdict
from bot.store.papers import text_of
from bot.store.tables import AUDIT, LETTERS, MAILS, RAW

MOST_PAPERS = 30  # mails, and as many letters
MOST_ENTRIES = 50
_MOST_LATELY = 5


class Written(NamedTuple):
    """A mail that somebody of the school wrote a little while ago."""

    received_at: datetime
    case_number: str | None
    raw: bytes


def case_file(
    connection: sa.Connection, number: str, read: Callable[[bytes, bool], IncomingMail]
) -> CaseFile:
    """All that lies in a case; of a mail its new words, as `read` finds them."""
    mails = (
        sa.select(
            MAILS.c.id,
            MAILS.c.received_at,
            MAILS.c.verdict,
            MAILS.c.sender,
            MAILS.c.subject,
            MAILS.c.truncated,
            RAW.c.packed,
        )
        .join(RAW, RAW.c.mail_id == MAILS.c.id)
        .where(MAILS.c.case_number == number, MAILS.c.place == "case")
        .order_by(MAILS.c.id.desc())
        .limit(MOST_PAPERS)
    )
    letters = (
        sa.select(LETTERS)
        .where(LETTERS.c.case_number == number)
        .order_by(LETTERS.c.id.desc())
        .limit(MOST_PAPERS)
    )
    log = (
        sa.select(AUDIT.c.at, AUDIT.c.event, AUDIT.c.reason)
        .where(AUDIT.c.case_number == number)
        .order_by(AUDIT.c.n.desc())
        .limit(MOST_ENTRIES)
    )
    came = [
        Paper(
            at=row.received_at,
            name=row.verdict,
            who=row.sender or "",
            subject=row.subject or "",
            text=read(zlib.decompress(row.packed), row.truncated).new_text,
            mail_id=row.id,
        )
        for row in connection.execute(mails)
    ]
    went = [
        Paper(
            at=row.sent_at or row.queued_at,
            name=row.letter,
            who=row.to_address,
            subject=row.subject,
            text=text_of(row.content),
            outgoing=True,
            status=row.status,
        )
        for row in connection.execute(letters)
    ]
    return CaseFile(
        papers=tuple(sorted((*came, *went), key=lambda paper: paper.at, reverse=True)),
        log=tuple((row.at, row.event, row.reason) for row in connection.execute(log)),
    )


def written_since(
    connection: sa.Connection, address: str, since: datetime, but: int
) -> tuple[Written, ...]:
    """What an address of staff wrote since an instant, but for one mail; the newest first."""
    query = (
        sa.select(MAILS.c.received_at, MAILS.c.case_number, RAW.c.packed)
        .join(RAW, RAW.c.mail_id == MAILS.c.id)
        .where(
            MAILS.c.seen_at >= since,
            MAILS.c.verdict == Verdict.STAFF_COMMAND.value,
            sa.func.lower(MAILS.c.sender) == address.lower(),
            MAILS.c.id != but,
        )
        .order_by(MAILS.c.id.desc())
        .limit(_MOST_LATELY)
    )
    return tuple(
        Written(row.received_at, row.case_number, zlib.decompress(row.packed))
        for row in connection.execute(query)
    )
