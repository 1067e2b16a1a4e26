"""The inbox: raw mails, stored before anything else happens to them."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.store import boxes
from bot.store.database import Database
from bot.store.tables import MAILS, RAW

# Fast packing: text shrinks to a third, and base64 of pictures is not worth more time.
_ZLIB_LEVEL = 1
_ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as the mailbox shows it. `raw` None: from before the start, only its mark is kept.

    `one_id` is the provider's own name of the mail, the same in every folder; "" where it has none.
    """

    uid: int
    received_at: datetime
    received_on: date
    size: int
    raw: bytes | None
    truncated: bool = False
    one_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A stored mail that waits for a decision."""

    id: int
    mailbox: str
    received_at: datetime
    received_on: date
    seen_at: datetime
    size: int
    sha256: str
    truncated: bool
    attempts: int
    acknowledge: bool | None
    folder: str


class Inbox:
    """Keeps what arrived."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def uids(self, address: str, uidvalidity: int) -> set[int]:
        """The UIDs already stored or listed."""
        query = sa.select(MAILS.c.uid).where(
            MAILS.c.mailbox == address, MAILS.c.uidvalidity == uidvalidity
        )
        with self._database.reading() as connection:
            return set(connection.scalars(query))

    def stored_as(self, address: str, one_ids: Iterable[str]) -> dict[str, int]:
        """The ids of the mails that are stored under these names of the provider."""
        found: dict[str, int] = {}
        asked = sorted({one_id for one_id in one_ids if one_id})
        with self._database.reading() as connection:
            for some in range(0, len(asked), _ASKED_AT_ONCE):
                query = sa.select(MAILS.c.one_id, MAILS.c.id).where(
                    MAILS.c.one_id.in_(asked[some : some + _ASKED_AT_ONCE]),
                    MAILS.c.mailbox == address,
                    MAILS.c.rule.is_distinct_from("before_start"),
                )
                found |= {row.one_id: row.id for row in connection.execute(query)}
        return found

    def years_of(self, mails: Iterable[int]) -> dict[int, int]:
        """The local year of receipt of these mails, by id."""
        query = sa.select(MAILS.c.id, MAILS.c.received_on).where(MAILS.c.id.in_(list(mails)))
        with self._database.reading() as connection:
            return {row.id: row.received_on.year for row in connection.execute(query)}

    def fetched_since(self, address: str, since: datetime) -> int:
        """How many octets of mail were stored since then."""
        query = sa.select(sa.func.coalesce(sa.func.sum(MAILS.c.size), 0)).where(
            MAILS.c.mailbox == address,
            MAILS.c.seen_at > since,
            MAILS.c.sha256.is_not(None),
            MAILS.c.truncated.is_(False),
        )
        with self._database.reading() as connection:
            return int(connection.scalar(query) or 0)

    def renumber(self, address: str, uidvalidity: int) -> None:
        """The server gave every mail a new UID (UIDVALIDITY changed, RFC 9051 §2.3.1.1).

        Mail from before the start is known by nothing but its mark, so its old marks go and the
        coming listing makes them anew; of all other mail the hashes decide.
        """
        with self._database.writing() as connection:
            connection.execute(
                sa.delete(MAILS).where(
                    MAILS.c.mailbox == address,
                    MAILS.c.uidvalidity != uidvalidity,
                    MAILS.c.verdict == "before_start",
                )
            )
            boxes.note_uidvalidity(connection, address, uidvalidity)

    def store(
        self, address: str, uidvalidity: int, arrivals: Iterable[Arrival], seen_at: datetime
    ) -> int:
        """Stores mails and commits; only then may they be moved. Returns how many were new."""
        arrivals = list(arrivals)
        uids = [arrival.uid for arrival in arrivals]
        known = sa.select(MAILS.c.uid).where(
            MAILS.c.mailbox == address,
            MAILS.c.uidvalidity == uidvalidity,
            MAILS.c.uid.in_(uids),
        )
        with self._database.writing() as connection:
            there = set(connection.scalars(known))
            new = [arrival for arrival in arrivals if arrival.uid not in there]
            raws = []
            for arrival in new:
                values = _values(address, uidvalidity, arrival, seen_at)
                key = connection.execute(_INSERT_MAIL, values).inserted_primary_key
                if arrival.raw is not None and key is not None:
                    raws.append(_packed(key[0], arrival.raw))
            if raws:
                connection.execute(_INSERT_RAW, raws)
        return len(new)

    def adopt(  # noqa: PLR0913 - which mail, what it says, what was ordered
        self,
        address: str,
        uidvalidity: int,
        uid: int,
        raw: bytes,
        *,
        acknowledge: bool,
        seen_at: datetime,
    ) -> bool:
        """Makes a listed mail from before the start wait for a decision; False when it is none.

        It counts as seen, and as fetched, at `seen_at`.
        """
        with self._database.writing() as connection:
            found = connection.execute(
                sa.select(MAILS.c.id).where(
                    MAILS.c.mailbox == address,
                    MAILS.c.uidvalidity == uidvalidity,
                    MAILS.c.uid == uid,
                    MAILS.c.verdict == "before_start",
                )
            ).first()
            if found is None:
                return False
            connection.execute(
                sa.update(MAILS)
                .where(MAILS.c.id == found.id)
                .values(
                    verdict=None,
                    rule=None,
                    place="waiting",
                    acknowledge=acknowledge,
                    seen_at=seen_at,
                    sha256=hashlib.sha256(raw).hexdigest(),
                )
            )
            connection.execute(_INSERT_RAW, _packed(found.id, raw))
            return True

    def before_start(self, address: str, since: date) -> list[int]:
        """The UIDs of listed mails from before the start that were received since this day."""
        query = sa.select(MAILS.c.uid).where(
            MAILS.c.mailbox == address,
            MAILS.c.verdict == "before_start",
            MAILS.c.received_on >= since,
        )
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def to_file(self, address: str, uidvalidity: int) -> list[tuple[int, int, int]]:
        """Stored mails that still lie in the inbox: id, uid, local year of receipt."""
        query = (
            sa.select(MAILS.c.id, MAILS.c.uid, MAILS.c.received_on)
            .where(
                MAILS.c.mailbox == address,
                MAILS.c.uidvalidity == uidvalidity,
                MAILS.c.archived_in.is_(None),
                MAILS.c.rule.is_distinct_from("before_start"),
            )
            .order_by(MAILS.c.uid)
        )
        with self._database.reading() as connection:
            return [(row.id, row.uid, row.received_on.year) for row in connection.execute(query)]

    def mark_filed(self, filed: Sequence[tuple[int, int | None]], folder: str) -> None:
        """These mails (id, new UID) lie in this archive folder now."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(MAILS).where(MAILS.c.id == sa.bindparam("mail")),
                [{"mail": id_, "archived_in": folder, "archived_uid": uid} for id_, uid in filed],
            )

    def waiting(self, limit: int) -> list[Waiting]:
        """Undecided mails, oldest first.

        A mail that was tried before is handed out alone: whatever it did to its company then, it
        cannot do again.
        """
        query = sa.select(MAILS).where(MAILS.c.place == "waiting").order_by(MAILS.c.id).limit(limit)
        with self._database.reading() as connection:
            found = [waiting_of(row) for row in connection.execute(query)]
        if found and found[0].attempts:
            return found[:1]
        fresh = [mail for mail in found if not mail.attempts]
        return fresh[: next((i for i, mail in enumerate(found) if mail.attempts), len(found))]

    def count_attempt(self, mails: Sequence[Waiting]) -> None:
        """Commits that these mails are about to be read: one that kills us is then known."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(MAILS)
                .where(MAILS.c.id.in_([mail.id for mail in mails]))
                .values(attempts=MAILS.c.attempts + 1)
            )

    def forgive_attempt(self, mails: Sequence[Waiting]) -> None:
        """Takes the attempt back that was counted last: it failed for no fault of these mails."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(MAILS)
                .where(MAILS.c.id.in_([mail.id for mail in mails]))
                .values(attempts=MAILS.c.attempts - 1)
            )

    def raw(self, mail_ids: Sequence[int]) -> dict[int, bytes]:
        """The raw bytes of mails."""
        query = sa.select(RAW).where(RAW.c.mail_id.in_(mail_ids))
        with self._database.reading() as connection:
            return {row.mail_id: zlib.decompress(row.packed) for row in connection.execute(query)}


def waiting_of(row: sa.Row[Any]) -> Waiting:
    """A row of a mail as one that waits."""
    return Waiting(
        id=row.id,
        mailbox=row.mailbox,
        received_at=row.received_at,
        received_on=row.received_on,
        seen_at=row.seen_at,
        size=row.size,
        sha256=row.sha256,
        truncated=row.truncated,
        attempts=row.attempts,
        acknowledge=row.acknowledge,
        folder=row.archived_in or "",
    )


def _values(address: str, uidvalidity: int, arrival: Arrival, seen_at: datetime) -> dict[str, Any]:
    """A mail as the columns of its row."""
    early = arrival.raw is None
    return {
        "mailbox": address,
        "uidvalidity": uidvalidity,
        "uid": arrival.uid,
        "received_at": arrival.received_at,
        "received_on": arrival.received_on,
        "seen_at": seen_at,
        "size": arrival.size,
        "one_id": arrival.one_id or None,
        "truncated": arrival.truncated,
        "attempts": 0,
        "owed": False,
        "trail": [],
        "sha256": None if arrival.raw is None else hashlib.sha256(arrival.raw).hexdigest(),
        "verdict": "before_start" if early else None,
        "rule": "before_start" if early else None,
        "place": "log" if early else "waiting",
    }


def _packed(mail_id: int, raw: bytes) -> dict[str, Any]:
    return {"mail_id": mail_id, "packed": zlib.compress(raw, _ZLIB_LEVEL)}


# Built once: under a backlog, building a statement costs more than running it.
_INSERT_MAIL = sa.insert(MAILS)
_INSERT_RAW = sa.insert(RAW)
