"""The bytes of a part as they were before they were made fit for the wire."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from bot.post.mime.headers import bytes_of_base64
from bot.post.mime.parameters import mime_value

_LONGEST_VALUE = 8_192  # characters looked at of one MIME header
_WORD = re.compile(r"[\w-]+")
_HEAD = 4_096  # bytes looked at
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n"
_BETWEEN_WORDS = re.compile(rb"\S[ \t]\S")
_STRANGE = 0.1  # of the letters: base64 damaged on its way has fewer that are not its own


def raw_header(part: Message, name: str) -> str:
    """The first raw value of a header of a part, cut to what is ever looked at; "" for none."""
    for key, value in part.raw_items():
        if key.lower() == name:
            return str(value)[:_LONGEST_VALUE]
    return ""


def payload_of(part: Message) -> list[Message] | str:
    """What the parser put below a part: parts, or the lines as they came over the wire."""
    # get_payload() would guess at the charset of 8-bit lines, and lose what it guesses wrong.
    payload = part._payload  # type: ignore[attr-defined]  # noqa: SLF001
    if isinstance(payload, list):
        return payload
    return payload if isinstance(payload, str) else ""


def encoding_of(part: Message) -> str:
    """How a part says it was made fit for the wire, in lower case; "" for not at all."""
    word = _WORD.search(raw_header(part, "content-transfer-encoding").lower())
    return word[0] if word else ""


def content_of(part: Message) -> bytes:
    """The bytes of a part; never fails."""
    payload = payload_of(part)
    encoding = encoding_of(part)
    if isinstance(payload, list):
        inner = payload[0] if payload else None
        if encoding == "base64" and inner is not None and not inner.keys():
            return bytes_of_base64(_wire(str(payload_of(inner))))
        return b"\n".join(map(_whole, payload))
    raw = _wire(payload)
    if encoding == "base64":
        return raw if _never_encoded(raw) else bytes_of_base64(raw)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        unpacked = part.get_payload(decode=True)
        return unpacked if isinstance(unpacked, bytes) else raw
    return raw


def _never_encoded(raw: bytes) -> bool:
    """Whether lines called base64 are plain words: some forms and filters set a wrong header."""
    head = raw[:_HEAD].strip()
    strange = len(head.translate(None, _BASE64))
    return strange > _STRANGE * len(head) and _BETWEEN_WORDS.search(head) is not None


def _wire(text: str) -> bytes:
    try:
        return text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _whole(message: Message) -> bytes:
    """A mail in a mail as it was, but for the blanks after its header names."""
    pieces: list[str] = []
    waiting: list[Message | str] = [message]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            pieces.append(part)
            continue
        pieces += [f"{name}: {value}\n" for name, value in part.raw_items()]
        pieces.append("\n")
        payload = payload_of(part)
        if isinstance(payload, str):
            pieces.append(payload)
            continue
        boundary = mime_value(raw_header(part, "content-type"))[1].get("boundary")
        if not boundary:
            waiting += reversed(payload)
            continue
        waiting += (part.epilogue or "\n", f"\n--{boundary}--")
        for each in reversed(payload):
            waiting += (each, f"\n--{boundary}\n")
        waiting.append(part.preamble or "")
    return _wire("".join(pieces))
