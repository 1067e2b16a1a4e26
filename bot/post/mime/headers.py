"""Header values as people read them: cut, unfolded, decoded, never failing and never slow."""

from __future__ import annotations

import binascii
import email.utils
import re
from datetime import UTC, datetime

from bot.post.mime.charsets import text_of

_LONGEST_VALUE = 8_192  # characters of one value that are decoded
_MOST_IDS = 100
_LONGEST_ID = 998  # RFC 5322 §2.1.1: no line is longer
_LONGEST_DATE = 200

_LINE_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_WORD_OPENS = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?")
_BRACKETED = re.compile(r"<([^<>]{1,1200})>")
_DECLARED = re.compile(
    rb"charset\s{0,9}=\s{0,9}[\"']?([\w.:+-]{2,40})|=\?([\w.:+-]{2,40})\?[bq]\?",
    re.IGNORECASE | re.ASCII,
)
_FIRST_BYTES = 131_072  # bytes; a header of 64 kB and the beginning of the letter
_SAY_NOTHING = frozenset(("us-ascii", "ascii", "utf-8", "utf8"))
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def header_text(value: str) -> str:
    """A header value as people read it: unfolded, decoded, without CR, LF or other controls."""
    if value.isascii() and "=?" not in value:
        value = value[:_LONGEST_VALUE]
        return value if value.isprintable() else _one_line(value)
    return _one_line(decode_words(as_written(value[:_LONGEST_VALUE])))


def server_text(value: str) -> str:
    """A header value that servers wrote for each other: unfolded, and else as it stands there.

    Encoded words stay, and a control is seen: nothing vanishes and lets its neighbours close up.
    """
    known = value[:_LONGEST_VALUE].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _CONTROLS.sub("?", _LINE_BREAK.sub(" ", known.replace("\t", " "))).strip()


def spoken_in(raw: bytes) -> str | None:
    """The first charset beyond ASCII that a raw mail declares anywhere near its beginning."""
    for found in _DECLARED.finditer(raw, 0, _FIRST_BYTES):
        label = (found[1] or found[2]).decode("ascii").lower()
        if label not in _SAY_NOTHING:
            return label
    return None


def as_written(value: str, spoken: str | None = None) -> str:
    """A raw value (bytes over 127 as surrogates) as text on one line, encoded words left alone.

    `spoken` is the charset that the rest of the mail is in, for letters that declare none.
    """
    if not value.isascii():
        value = text_of(value.encode("utf-8", "surrogateescape"), spoken=spoken)
    return value if value.isprintable() else _LINE_BREAK.sub(" ", value).replace("\0", "")


def _one_line(text: str) -> str:
    return _CONTROLS.sub(" ", _LINE_BREAK.sub(" ", text.replace("\0", ""))).strip()


def decode_words(text: str) -> str:
    """The text with its encoded words decoded (RFC 2047), tolerant of every breach of it.

    Blanks between two encoded words fall away, and a letter cut in two by them is made whole.
    """
    if "=?" not in text:
        return text
    pieces: list[str] = []
    waiting, charset, at = b"", "", 0
    while (opens := _WORD_OPENS.search(text, at)) is not None:
        end = text.find("?=", opens.end())
        if end < 0:
            break
        between = text[at : opens.start()]
        joined = bool(waiting) and not between.strip()
        if not joined:
            pieces += (text_of(waiting, charset), between)
            waiting = b""
        elif opens[1].lower() != charset:
            pieces.append(text_of(waiting, charset))
            waiting = b""
        charset = opens[1].lower()
        waiting += _word_bytes(text[opens.end() : end], opens[2])
        at = end + 2
    pieces += (text_of(waiting, charset), text[at:])
    return "".join(pieces)


def _word_bytes(payload: str, encoding: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return bytes_of_base64(raw)


def bytes_of_base64(raw: bytes) -> bytes:
    """What base64 spells, as far as it can be read: bad letters and bad padding are forgiven."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        letters = _NOT_BASE64.sub(b"", raw)
        if len(letters) % 4 == 1:  # six bits are no byte
            letters = letters[:-1]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def message_ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """The Message-IDs in header values, in angle brackets, as they stand there.

    Junk between them is passed over. Of more than a hundred the first and last fifty different ones
    are kept: the oldest name the conversation, the newest what is answered.
    """
    found: list[str] = []
    for value in values:
        inner = _BRACKETED.findall(value) or [word for word in re.split(r"[\s,]+", value) if word]
        bare = "<" not in value
        for each in inner:
            known = "".join(each.strip("<>").split())
            whole = known.isprintable() and 0 < len(known) <= _LONGEST_ID
            if whole and ("@" in known or not bare):
                found.append(f"<{known}>")
    if len(found) <= _MOST_IDS:
        return tuple(found)
    ids = tuple(dict.fromkeys(found))
    half = _MOST_IDS // 2
    return ids if len(ids) <= _MOST_IDS else ids[:half] + ids[-half:]


def instant(value: str | None) -> datetime | None:
    """A Date header as an instant in UTC; None when it is none. Without a zone it is UTC."""
    if not value:
        return None
    value = value[:_LONGEST_DATE].strip()
    for read in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        try:
            told = read(value)
            told = told.replace(tzinfo=UTC) if told.tzinfo is None else told
            return told.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
    return None
