"""Reads the server's FETCH answers as imaplib leaves them: lines, and literals beside them.

IMAPClient reads any answer there is, at ten times the cost. So the few shapes that servers give to
the few things asked here are read at once, and only what looks otherwise goes through its lexer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from imapclient.response_parser import parse_fetch_response

_ITEMS = re.compile(
    rb"""\d+[ ]\((?:[ ]?(?:
        UID[ ](?P<uid>\d+)
      | RFC822\.SIZE[ ](?P<size>\d+)
      | INTERNALDATE[ ]"(?P<date>[^"]*)"
      | BODY\[[^\]"]*\](?:<0>)?[ ](?:\{\d+\}|(?P<nothing>""|NIL))
      | FLAGS[ ]\([^()"]*\)
      | X-GM-MSGID[ ](?P<one>\d+)
      | MODSEQ[ ]\(\d+\)
    ))*\)""",
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r" ?(\d{1,2})-([A-Z][a-z]{2})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII
)
# A table, because strptime reads the names of months in the language of the machine.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(slots=True, kw_only=True)
class Fetched:
    """What one FETCH answer told; None for what it did not. `received_at` is aware UTC.

    `one_id` is Gmail's name of the mail, the same under every label; "" where it was not told.
    """

    uid: int
    size: int | None = None
    received_at: datetime | None = None
    body: bytes | None = None
    one_id: str = ""


def read_answers(answers: Iterable[Any]) -> Iterator[Fetched]:
    """The answers that name a UID. A change of flags that the server tells in between is not one.

    `answers` are imaplib's: a line is bytes, a line that ends in a literal a tuple of both.
    """
    pieces: list[tuple[bytes, bytes]] = []
    for piece in answers:
        if isinstance(piece, tuple):
            pieces.append(piece)
            continue
        if piece is not None:
            fetched = _read(pieces, piece)
            if fetched is not None:
                yield fetched
        pieces = []


def internal_date(text: str) -> datetime | None:
    """An INTERNALDATE (RFC 9051 §2.3.3) as an aware UTC instant; None when it is not one."""
    parts = _DATE.fullmatch(text)
    if parts is None or parts[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(parts[group]) for group in (1, 3, 4, 5, 6))
    offset = timedelta(hours=int(parts[8]), minutes=int(parts[9]))
    try:
        zone = timezone(-offset if parts[7] == "-" else offset)
        month = _MONTHS.index(parts[2]) + 1
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read(pieces: list[tuple[bytes, bytes]], last: bytes) -> Fetched | None:
    items = _ITEMS.fullmatch(b"".join([line for line, _ in pieces]) + last)
    if items is None or len(pieces) > 1:
        return _read_slowly([*pieces, last])
    if items["uid"] is None:
        return None
    return Fetched(
        uid=int(items["uid"]),
        size=int(items["size"]) if items["size"] else None,
        received_at=internal_date(items["date"].decode("latin-1")) if items["date"] else None,
        body=pieces[0][1] if pieces else b"" if items["nothing"] else None,
        one_id=items["one"].decode() if items["one"] else "",
    )


def _read_slowly(answer: list[Any]) -> Fetched | None:
    """By IMAPClient's lexer, which knows every shape the grammar allows, and some it does not."""
    try:
        (items,) = parse_fetch_response(answer, normalise_times=False, uid_is_key=False).values()
        uid, size, date = (items.get(key) for key in (b"UID", b"RFC822.SIZE", b"INTERNALDATE"))
        bodies = [value for key, value in items.items() if key.startswith(b"BODY[")]
    except Exception:  # noqa: BLE001 - it stumbles over nonsense in many ways, all mean the same
        return None
    if not isinstance(uid, int):
        return None
    return Fetched(
        uid=uid,
        size=size if isinstance(size, int) else None,
        received_at=date.astimezone(UTC) if isinstance(date, datetime) and date.tzinfo else None,
        body=(bodies[0] or b"") if bodies else None,
        one_id=str(items.get(b"X-GM-MSGID") or ""),
    )
