"""The audit trail: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.columns import UTCDateTime
from bot.store.tables import AUDIT, MAILS

GENESIS = "0" * 64
_COVERED = ("n", "at", "event", "case_number", "mail_id", "letter_id", "actor", "reason", "key")


def instant(at: datetime) -> str:
    """An instant as ISO 8601 UTC with Z, as it stands in JSON and in the hash."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def hash_of(entry: Mapping[str, Any], prev: str) -> str:
    """SHA-256 (hex) over the entry's fields and the hash before it."""
    covered = {name: entry[name] for name in _COVERED} | {"at": instant(entry["at"])}
    line = prev + json.dumps(covered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit the chain: its number and what is wrong."""

    n: int
    what: str


def has_key(connection: sa.Connection, key: str) -> bool:
    """Whether there is an entry with this key."""
    return connection.scalar(sa.select(AUDIT.c.n).where(AUDIT.c.key == key)) is not None


def keys_with(connection: sa.Connection, prefix: str) -> frozenset[str]:
    """The keys that begin so."""
    if connection.dialect.name == "sqlite":
        # Its LIKE does not know large letters from small ones and so uses no index.
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        where = sa.and_(AUDIT.c.key >= prefix, AUDIT.c.key < after)
    else:
        where = AUDIT.c.key.startswith(prefix, autoescape=True)
    return frozenset(connection.scalars(sa.select(AUDIT.c.key).where(where)))


def keyed(connection: sa.Connection, event: str) -> dict[str, datetime]:
    """When each entry of this event was made that has a key, by key."""
    query = sa.select(AUDIT.c.key, AUDIT.c.at).where(AUDIT.c.event == event)
    return {row.key: row.at for row in connection.execute(query) if row.key is not None}


def senders(connection: sa.Connection, events: Collection[str]) -> dict[str, datetime]:
    """From which addresses mails came that such entries are about, and when the last was made."""
    query = (
        sa.select(MAILS.c.sender, sa.func.max(AUDIT.c.at, type_=UTCDateTime()).label("last"))
        .join(MAILS, MAILS.c.id == AUDIT.c.mail_id)
        .where(AUDIT.c.event.in_(list(events)), MAILS.c.sender.is_not(None))
        .group_by(MAILS.c.sender)
        .order_by(sa.text("last"))
    )
    return {row.sender.casefold(): row.last for row in connection.execute(query)}


def last_of(
    connection: sa.Connection, event: str, before: datetime | None = None
) -> tuple[datetime, str] | None:
    """When the last entry of this event (before an instant) was made, and its reason."""
    query = sa.select(AUDIT.c.at, AUDIT.c.reason).where(AUDIT.c.event == event)
    if before is not None:
        query = query.where(AUDIT.c.at < before)
    row = connection.execute(query.order_by(AUDIT.c.n.desc()).limit(1)).first()
    return None if row is None else (row.at, row.reason)


def verify(connection: sa.Connection) -> Broken | None:
    """Walks the whole chain; None when every entry fits."""
    prev, expected = GENESIS, 1
    for row in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.n)).mappings():
        if row["n"] != expected:
            return Broken(expected, "is missing")
        if row["prev"] != prev:
            return Broken(row["n"], "does not follow the entry before it")
        if row["hash"] != hash_of(dict(row), prev):
            return Broken(row["n"], "was changed")
        prev, expected = row["hash"], expected + 1
    return None
