"""Writes winmail.dat files and rich text for tests ([MS-OXTNEF], [MS-OXRTFCP])."""

from __future__ import annotations

import struct
from collections.abc import Iterable

PLAIN, RICH, HTML, LONG_NAME = 0x1000, 0x1009, 0x1013, 0x3707
_SIGNATURE = b"\x78\x9f\x3e\x22\x01\x00"
_CODEPAGE, _PROPERTIES = 0x00069007, 0x00069003
_BODY = 0x0002800C
_FILE, _TITLE, _CONTENT, _FILE_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005


def winmail(*attributes: bytes, codepage: int = 1252) -> bytes:
    """A winmail.dat of these attributes."""
    head = attribute(_CODEPAGE, struct.pack("<II", codepage, 0))
    return _SIGNATURE + head + b"".join(attributes)


def attribute(number: int, content: bytes) -> bytes:
    """One attribute with its checksum."""
    head = struct.pack("<BII", 1, number, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)


def body(text: bytes) -> bytes:
    """The plain letter of old programs."""
    return attribute(_BODY, text + b"\0")


def letter(**forms: bytes) -> bytes:
    """The properties of a letter: `plain` in UTF-16, `html` and `rich` as bytes."""
    kinds = {"plain": (0x1F, PLAIN), "html": (0x102, HTML), "rich": (0x102, RICH)}
    return attribute(_PROPERTIES, _properties((*kinds[form], forms[form]) for form in forms))


def file(content: bytes, *, short: bytes = b"", long: str = "") -> bytes:
    """A file, with its name of eight letters and three, and its long name."""
    named = attribute(_TITLE, short + b"\0") if short else b""
    called = [(0x1F, LONG_NAME, long.encode("utf-16-le"))] if long else []
    return b"".join(
        (
            attribute(_FILE, b"\0" * 14),
            named,
            attribute(_CONTENT, content),
            attribute(_FILE_PROPERTIES, _properties(called)),
        )
    )


def _properties(values: Iterable[tuple[int, int, bytes]]) -> bytes:
    several = list(values)
    packed = [
        struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)
        for kind, number, value in several
    ]
    odd = struct.pack("<HH", 0x1F, 0x8001) + b"g" * 16 + struct.pack("<II", 1, 6) + b"n\0a\0m\0\0\0"
    odd += struct.pack("<II", 1, 2) + b"x\0\0\0"
    fixed = struct.pack("<HHIHHQ", 0x03, 0x0017, 1, 0x40, 0x0039, 7)
    return struct.pack("<I", len(packed) + 3) + odd + fixed + b"".join(packed)


def compressed(rich: bytes) -> bytes:
    """Rich text in its compressed form, of literal letters alone but for one backward reference."""
    pieces = [rich[at : at + 8] for at in range(0, len(rich), 8)]
    packed = b"".join(b"\0" + piece for piece in pieces)
    if len(rich) % 8 == 0:
        end = (207 + len(rich)) % 4096
        packed += b"\x01" + struct.pack(">H", end << 4)
    return struct.pack("<II4sI", len(packed) + 12, len(rich), b"LZFu", 0) + packed
