"""The audit trail: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.store.tables import AUDIT

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
