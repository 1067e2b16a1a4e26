"""The mailboxes that are watched: from when, how their last look went, what lies in their junk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.core.happening import JunkSeen, MailboxTrouble
from bot.store.columns import UTCDateTime
from bot.store.database import Database
from bot.store.tables import BOXES, MAILS


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxState:
    """What the store knows of a mailbox."""

    start_from: date
    uidvalidity: int | None
    junk_uid: int
    looked_at: datetime | None
    error: str | None


class Boxes:
    """Keeps what is known of each mailbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, address: str, start_from: date | None, default: date) -> BoxState:
        """The state of a mailbox; its start is fixed at the first contact when config has none."""
        with self._database.writing() as connection:
            row = connection.execute(sa.select(BOXES).where(BOXES.c.address == address)).first()
            if row is None:
                values = {
                    "address": address,
                    "start_from": start_from or default,
                    "junk_uid": 0,
                    "junk_count": 0,
                    "junk_senders": [],
                }
                connection.execute(sa.insert(BOXES), values)
            elif start_from is not None and row.start_from != start_from:
                _update(connection, address, start_from=start_from)
                # What is ours to answer from now on is no longer only listed.
                connection.execute(
                    sa.delete(MAILS).where(
                        MAILS.c.mailbox == address,
                        MAILS.c.verdict == "before_start",
                        MAILS.c.received_on >= start_from,
                    )
                )
        return self.state(address)

    def state(self, address: str) -> BoxState:
        """The state of a known mailbox."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(BOXES).where(BOXES.c.address == address)).one()
        return BoxState(
            start_from=row.start_from,
            uidvalidity=row.uidvalidity,
            junk_uid=row.junk_uid,
            looked_at=row.looked_at,
            error=row.error,
        )

    def start_of(self, address: str) -> date | None:
        """The first day a mailbox is answered for; None before the first contact."""
        query = sa.select(BOXES.c.start_from).where(BOXES.c.address == address)
        with self._database.reading() as connection:
            found: date | None = connection.scalar(query)
        return found

    def note_look(self, address: str, *, at: datetime) -> None:
        """The last look at a mailbox went well; if it was in trouble, that is over."""
        over = sa.case(
            (
                BOXES.c.trouble_at.is_not(None) & BOXES.c.restored_at.is_(None),
                sa.literal(at, UTCDateTime()),
            ),
            else_=BOXES.c.restored_at,
        )
        with self._database.writing() as connection:
            _update(connection, address, error=None, looked_at=at, restored_at=over)

    def note_trouble(self, address: str, *, at: datetime, error: str) -> None:
        """The last look at a mailbox failed; the first failure since a good look is kept."""
        since = sa.case(
            (BOXES.c.error.is_(None), sa.literal(at, UTCDateTime())), else_=BOXES.c.trouble_at
        )
        with self._database.writing() as connection:
            _update(connection, address, error=error, trouble_at=since, restored_at=None)

    def troubles(self) -> list[MailboxTrouble]:
        """Mailboxes that cannot be used, and those that can be again since their last trouble."""
        query = sa.select(BOXES).where(BOXES.c.trouble_at.is_not(None)).order_by(BOXES.c.address)
        with self._database.reading() as connection:
            return [
                MailboxTrouble(
                    mailbox=row.address,
                    since=row.trouble_at,
                    error=row.error or "",
                    restored_at=row.restored_at,
                    taken_in=_received_between(
                        connection, row.address, row.trouble_at, row.restored_at
                    ),
                )
                for row in connection.execute(query).all()
            ]

    def note_junk(self, address: str, uid: int, senders: Sequence[str]) -> None:
        """The junk folder was read up to this UID; so many mails are to be told of."""
        with self._database.writing() as connection:
            row = connection.execute(sa.select(BOXES).where(BOXES.c.address == address)).one()
            _update(
                connection,
                address,
                junk_uid=uid,
                junk_count=row.junk_count + len(senders),
                junk_senders=list(dict.fromkeys([*row.junk_senders, *filter(None, senders)])),
            )

    def junk_to_tell(self) -> list[JunkSeen]:
        """Junk folders with mail that no person was told of."""
        query = sa.select(BOXES).where(BOXES.c.junk_count > 0)
        with self._database.reading() as connection:
            return [
                JunkSeen(mailbox=row.address, count=row.junk_count, senders=tuple(row.junk_senders))
                for row in connection.execute(query)
            ]

    def junk_told(self, address: str) -> None:
        """A person was told of the junk."""
        with self._database.writing() as connection:
            _update(connection, address, junk_count=0, junk_senders=[])


def note_uidvalidity(connection: sa.Connection, address: str, uidvalidity: int) -> None:
    """The server numbers the mails of a mailbox anew (UIDVALIDITY, RFC 9051 §2.3.1.1)."""
    _update(connection, address, uidvalidity=uidvalidity)


def _received_between(
    connection: sa.Connection, address: str, first: datetime, last: datetime | None
) -> int:
    if last is None:
        return 0
    query = sa.select(sa.func.count()).where(
        MAILS.c.mailbox == address,
        MAILS.c.received_at >= first,
        MAILS.c.received_at <= last,
        MAILS.c.verdict.is_distinct_from("before_start"),
    )
    return connection.scalar(query) or 0


def _update(connection: sa.Connection, address: str, **values: Any) -> None:  # noqa: ANN401
    connection.execute(sa.update(BOXES).where(BOXES.c.address == address).values(values))
