"""Cuts out of raw mail what would keep a parser busy for minutes, and mends what would stop it.

Python's parser needs time in proportion to lines times nesting, and to the square of a MIME header.
"""

from __future__ import annotations

import re

from bot.core.trust import BY_SERVERS

MOST_HEADER_BYTES = 65_536
_LONGEST_FIELD = 16_384  # bytes
_MOST_FIELDS = 50_000
_MOST_LINES = 700_000  # 50 MB in base64
_MOST_BOUNDARIES = 20_000
_LONGEST_TYPE = 4_096  # bytes; and no more parameters than the longest file name needs
_MOST_PARAMETERS = 60
_MOST_LINES_TIMES_NESTING = 8_000_000
_MOST_BLOCKS = 20_000  # of fields in a delivery report: the parser makes a mail of each
_HARMLESS_NESTING = 8

_BEFORE_THE_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*(?:>?From [^\n]*\n[ \t\r\n]*)?")
_FIELD_OPENS = re.compile(rb"([!-9;-~]+)[ \t]*:")
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
_FIELDS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n?|[ \t][^\n]*\n?|\r?\n)*")
_SPACED_NAME = re.compile(rb"([!-9;-~]{1,60})[ \t]+:")
_KNOWN_FIELD = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|content-type|mime-version)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_CONTENT_TYPE = re.compile(rb"[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*")
_KEPT_FIRST = frozenset(
    b"from sender reply-to to cc subject date message-id in-reply-to references return-path"
    b" auto-submitted precedence list-id list-unsubscribe content-type content-transfer-encoding"
    b" content-disposition mime-version authentication-results x-auto-response-suppress"
    b" x-failed-recipients x-autoreply x-autorespond x-gehoor-case delivered-to".split()
)
# What proves who wrote: no line may come to belong to it that was not its own.
_PROVING = frozenset(name.encode() for name in BY_SERVERS)
_MOST_OF_A_KIND = 2  # of a field that decides: a doubled one is looked at too


def tamed(raw: bytes) -> tuple[bytes, bool]:
    """The mail as a parser can take it, and whether lines at its end were cut off.

    A mailbox's `From ` line and blank lines before the header are taken away (RFC 4155).
    """
    start = _BEFORE_THE_HEADER.match(raw)
    if start is not None and start.end():
        raw = raw[start.end() :]
    raw = _mended(cut_header(raw))
    if len(raw) <= _LONGEST_TYPE:
        return raw, False
    lower = raw.lower()
    most = _MOST_LINES
    nesting = min(lower.count(b"multipart/"), lower.count(b"boundary"))
    if nesting > _HARMLESS_NESTING:
        most = min(most, _MOST_LINES_TIMES_NESTING // nesting)
    shorter = _without_long_types(raw, lower)
    kept = _first_lines(shorter, most)
    if b"delivery-status" in lower:
        for mark in (b"\n\n", b"\n\r\n"):
            kept = _first(kept, mark, _MOST_BLOCKS)
    return kept, len(kept) < len(shorter)


def has_large_header(raw: bytes) -> bool:
    """Whether the header block is over 64 kB, so that fields of it are cut or left out."""
    most = MOST_HEADER_BYTES
    return len(raw) > most and _blank_line(raw, 0, most) >= most


def cut_header(raw: bytes) -> bytes:
    """The mail with a header block of at most about 64 kB: what decides anything stays, cut.

    A field that finds no room takes those of its name below it along: the first one that stays is
    the first one that came.
    """
    if not has_large_header(raw):
        return raw
    first: list[bytes] = []
    others: list[bytes] = []
    room = MOST_HEADER_BYTES
    seen: dict[bytes, int] = {}
    dropped: set[bytes] = set()
    at = 0
    for _ in range(_MOST_FIELDS):
        opens = _FIELD_OPENS.match(raw, at)
        if opens is None:
            break
        end = _field_end(raw, at)
        field = _cut_field(raw[at:end])
        name = opens[1].lower()
        at = end
        seen[name] = seen.get(name, 0) + 1
        if name in _KEPT_FIRST and seen[name] <= _MOST_OF_A_KIND:
            first.append(field)
        elif len(field) <= room and name not in dropped:
            others.append(field)
            room -= len(field)
        else:
            dropped.add(name)
    else:
        at = _blank_line(raw, at, len(raw))
    rest = raw[at:]
    if not rest.startswith((b"\n", b"\r")):
        rest = b"\n" + rest
    return b"".join((*first, *others, rest))


def _blank_line(raw: bytes, start: int, end: int) -> int:
    """Where the first blank line begins; `end` when there is none before it."""
    for mark in _BLANK_LINES:
        found = raw.find(mark, start, end)
        end = end if found < 0 else found + 1
    return end


def _field_end(raw: bytes, at: int) -> int:
    """Where the field that starts here ends, its folded lines and its last line end included."""
    end = raw.find(b"\n", at) + 1
    while end and raw[end : end + 1] in {b" ", b"\t"}:
        end = raw.find(b"\n", end) + 1
    return end or len(raw)


def _cut_field(field: bytes) -> bytes:
    return field if len(field) <= _LONGEST_FIELD else field[:_LONGEST_FIELD].rstrip() + b"\n"


def _mended(raw: bytes) -> bytes:
    """The header with odd lines folded away, where fields of use still follow them."""
    end = _blank_line(raw, 0, min(len(raw), MOST_HEADER_BYTES))
    fields = _FIELDS.match(raw, 0, end)
    odd = fields.end() if fields else end
    if odd >= end:
        return raw
    lines = raw[:end].split(b"\n")
    last = len(lines) - 1
    while last >= 0 and _KNOWN_FIELD.match(lines[last]) is None:
        last -= 1
    if raw.count(b"\n", 0, odd) > last:
        return raw  # the body begins here, without its blank line
    above = b""
    for at, line in enumerate(lines[: last + 1]):
        spaced, opens = _SPACED_NAME.match(line), _FIELD_OPENS.match(line)
        if spaced is not None and spaced[1].lower() not in _PROVING:
            lines[at] = spaced[1] + b":" + line[spaced.end() :]
        elif at and line[:1] not in b" \t" and (opens is None or spaced is not None):
            # A line without a name belongs to the field above, but never to one that proves.
            lines[at] = (b"X-Odd: " if above in _PROVING else b" ") + line
        above = _name_in(lines[at]) or above
    return b"\n".join(lines) + raw[end:]


def _name_in(line: bytes) -> bytes:
    opens = _FIELD_OPENS.match(line)
    return opens[1].lower() if opens else b""


def _without_long_types(raw: bytes, lower: bytes) -> bytes:
    pieces: list[bytes] = []
    kept = at = 0
    while (at := lower.find(b"content-type", at)) >= 0:
        field = _CONTENT_TYPE.match(raw, at)
        end = field.end() if field else at + 1
        if end - at > _LONGEST_TYPE or raw.count(b";", at, end) > _MOST_PARAMETERS:
            parameters = raw[at : min(end, at + _LONGEST_TYPE)].split(b";", _MOST_PARAMETERS)
            pieces += (raw[kept:at], b";".join(parameters[:_MOST_PARAMETERS]).rstrip())
            kept = end
        at = end
    return b"".join((*pieces, raw[kept:])) if pieces else raw


def _first_lines(raw: bytes, most: int) -> bytes:
    """The mail up to so many lines and to twenty thousand that may be boundaries of parts."""
    for mark, limit in ((b"\n", most), (b"\r", most)):
        if len(raw) > limit:
            raw = _first(raw, mark, limit)
    for mark in (b"\n--", b"\r--"):
        if len(raw) > _MOST_BOUNDARIES:
            raw = _first(raw, mark, _MOST_BOUNDARIES)
    return raw


def _first(raw: bytes, mark: bytes, limit: int) -> bytes:
    if raw.count(mark) <= limit:
        return raw
    at = 0
    for _ in range(limit):
        at = raw.find(mark, at) + 1
    return raw[:at]
